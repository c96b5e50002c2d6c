"""On paper: a sheet on which each discrepancy can be decided and signed, whatever is folded on the screen."""

import json
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import PdfMargins
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.browser.dossiers import ROOT, data

MARGIN: PdfMargins = {"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"}


def printed(path: Path, visit: Visit, file: Path, language: str, scripts: bool) -> list[str]:
    """The words on each sheet."""
    tab = visit(file, java_script_enabled=scripts, color_scheme="dark")
    tab.speak(language)
    tab.page.pdf(path=str(path), format="A4", margin=MARGIN)
    texts = [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in PdfReader(path).pages]  # ﬀ is ff
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize(("language", "scripts"), [("vi", True), ("en", False)])
def test_each_discrepancy_has_room_for_a_decision(
    visit: Visit, either: Path, tmp_path: Path, language: str, scripts: bool
) -> None:
    words = json.loads((ROOT / "reports" / "words" / f"{language}.json").read_text(encoding="utf-8"))
    found = data(either)["discrepancies"]
    sheets = printed(tmp_path / "page.pdf", visit, either, language, scripts)
    assert len(found) / 5 < len(sheets) < 1.5 * len(found) + 12
    assert min(map(len, sheets)) > 60, "a sheet is nearly empty"
    whole = " ".join(sheets)
    joined = whole.replace(" ", "")  # a line may break after a hyphen
    assert [item["id"] for item in found if item["id"] not in joined] == []
    assert whole.count(words["sign-initials"]) == len(found)
    undecided = sum(item["verdict"] != "note" and not item["ruling"] for item in found)
    assert whole.count(words["decision.dismissed"].capitalize()) >= undecided
    assert whole.count(words["sign-seen"]) == len(found) - undecided
    assert words["copy-question"] not in whole


def test_boxes_and_lines_are_drawn_on_white(visit: Visit, sample: Path) -> None:
    tab = visit(sample, java_script_enabled=False, color_scheme="dark")
    tab.page.emulate_media(media="print")
    assert tab.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    open_ones = tab.page.locator("[data-bucket=open] .sign")
    assert open_ones.count() == sum(
        item["verdict"] != "note" and not item["ruling"] for item in data(sample)["discrepancies"]
    )
    for sign in open_ones.all():
        assert sign.locator(".box").count() == 3
        for drawn in sign.locator(".box, .line").all():
            box = drawn.bounding_box()
            assert box is not None
            assert box["width"] > 10
    assert not tab.sees(".contents")


def test_what_is_filtered_away_is_not_printed(visit: Visit, sample: Path, tmp_path: Path) -> None:
    tab = visit(sample, "#?state=open")
    shown = tab.rows()
    tab.page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    whole = " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "page.pdf").pages)
    for item in data(sample)["discrepancies"]:
        told = item["message"]["vi"][:25] in " ".join(whole.split())
        assert told or item["id"] not in shown
