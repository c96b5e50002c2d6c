"""How much of an article its claims cover: counted right; told by the command, the report, the screen and the page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import doichieu.quotes.misreading
import doichieu.reading
from doichieu.cli import commands as cli
from doichieu.files.json_positions import place
from doichieu.html.page import page
from doichieu.model.claims import Bilingual, Claim, Document, Quote, Scope, Text
from doichieu.model.values import Wording
from doichieu.quotes.coverage import coverage_of, line_columns
from doichieu.reading import Reading, read
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
NOTHING = Bilingual("x", "x")
MORE = " Có 31% số hộ đến dự.\nCầu có vốn hơn 640 tỷ đồng."

Edit = Callable[..., None]


def article(content: str | None, quotes: Iterable[Quote] = (), kind: str = "article", **more: Any) -> Document:
    text = Text("a.txt", "0" * 64, more.get("body", ((0, len(content or "")),)), content)
    document = Document("a", kind, "vi", "a", None, None, "2025-06-01", "stated", text, Path("a.json"))
    document.claims = tuple(
        Claim(document, "c", quote, NOTHING, "s", "p", Wording("x"), Scope(), None, "fact", "", None, {})
        for quote in quotes
    )
    return document


def words(readings: Iterable[Reading]) -> list[str]:
    return [reading.exact for reading in readings]


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def printed_more(folder: Path, edit: Edit) -> None:
    """Article a of the bridge prints two figures more, which nobody has claimed."""
    path = folder / "texts" / "a.txt"
    text = path.read_text(encoding="utf-8") + MORE
    path.write_text(text, encoding="utf-8")
    edit(folder / "articles" / "a.json", "document", "text", "body", to=[[0, len(text)]])


def test_what_stands_in_no_quote_is_missed() -> None:
    found = coverage_of(article("Cầu dài 500 mét, xây trong gần 3 năm, 31% vốn vay.", [Quote("3 năm", 31, 1)]))
    assert found
    assert words(found.expressions) == ["500", "gần 3 năm", "31%"]
    assert words(found.missed) == ["500", "31%"]
    assert found.covered == 1


def test_only_the_body_is_counted() -> None:
    found = coverage_of(article("7 bình luận\nCầu dài 500 mét.\n9 tin khác", body=((12, 28),)))
    assert found
    assert words(found.missed) == ["500"]


def test_what_is_not_looked_at_is_not_counted() -> None:
    assert coverage_of(article(None)) is None
    assert coverage_of(article("Cầu dài 500 mét.", kind="reference")) is None
    document = article("")
    document.text = None
    assert coverage_of(document) is None


@given(
    st.text("5% x\n", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4), st.booleans()), max_size=4),
)
def test_an_expression_is_covered_where_a_quote_in_place_has_one_of_its_letters(
    content: str, spans: list[tuple[int, int, bool]]
) -> None:
    quotes = [Quote(content[start : start + size] + "y" * wrong, start, 1) for start, size, wrong in spans]
    quotes = [quote for quote in quotes if quote.exact]
    letters = {place for quote in quotes if "y" not in quote.exact for place in range(quote.start, quote.end)}
    found = coverage_of(article(content, quotes))
    assert found
    assert list(found.expressions) == read(content, "vi", "2025-06-01")
    assert list(found.missed) == [one for one in found.expressions if not letters & set(range(one.start, one.end))]


@given(st.text("5% x\n", max_size=40))
def test_places_are_those_of_each_by_itself(content: str) -> None:
    readings = read(content)
    assert list(line_columns(content, readings)) == [place(content, reading.start) for reading in readings]


def test_each_text_is_read_once_in_a_run(bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counting(text: str, language: str, published: str | None) -> list[Reading]:
        asked.append(text)
        return read(text, language, published)

    monkeypatch.setattr(doichieu.reading, "read", counting)
    run("report", bridge, "-o", tmp_path / "out")
    assert len(asked) == len(set(asked)) == 2


def test_the_command_is_clean_where_all_is_covered(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("coverage", bridge, "--lang", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("claims/bridge/articles/a.json: claims cover 2 of 2 checkable expressions (100%).")
    assert lines[1].endswith("claims/bridge/articles/b.json: claims cover 1 of 1 checkable expression (100%).")


def test_the_command_lists_what_is_missed_at_its_place(
    bridge: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    printed_more(bridge, edit)
    assert run("coverage", bridge) == 1
    head, first, second, _ = capsys.readouterr().out.splitlines()
    assert head.endswith(
        "a.json: mệnh đề bao gồm 2/4 chi tiết kiểm được (50%); "
        "trong các chi tiết còn lại, hãy lập mệnh đề cho chi tiết nào đáng kiểm:"
    )
    assert (first, second) == ("  a.txt:1:41: “31%”", "  a.txt:2:12: “hơn 640 tỷ đồng”")


def test_the_share_is_not_rounded_up_to_all(bridge: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Có 5% và 5%, " * 100 + "7%"
    (bridge / "texts" / "a.txt").write_text(text, encoding="utf-8")
    path = bridge / "articles" / "a.json"
    claim = json.loads(path.read_text(encoding="utf-8"))["claims"][0]
    starts = [at for at in range(len(text)) if text.startswith("5%", at)]
    quotes = [{"exact": "5%", "start": at, "occurrence": number} for number, at in enumerate(starts, 1)]
    edit(path, "claims", to=[claim | {"id": f"a-{quote['start']}", "quote": quote} for quote in quotes])
    edit(path, "document", "text", "body", to=[[0, len(text)]])
    assert run("coverage", bridge, "--lang", "en") == 1
    assert "claims cover 200 of 201 checkable expressions (99%); write a claim" in capsys.readouterr().out


def test_a_text_without_anything_checkable_has_no_share(
    bridge: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    (bridge / "texts" / "a.txt").write_text("Cầu Mơ đẹp.", encoding="utf-8")
    assert run("coverage", bridge, "--lang", "en") == 0
    assert "a.json: claims cover 0 of 0 checkable expressions.\n" in capsys.readouterr().out


def test_a_text_that_is_not_here_is_listed_as_not_looked_at(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bridge / "texts" / "a.txt").unlink()
    assert run("coverage", bridge, "--lang", "en") == 0
    assert "a.json: not read because its text (file a.txt) is not on this machine; put" in capsys.readouterr().out


def test_the_command_gives_json(bridge: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    printed_more(bridge, edit)
    (bridge / "texts" / "b.txt").unlink()
    assert run("coverage", bridge, "--format", "json") == 1
    first, second = json.loads(capsys.readouterr().out)
    missed = [{"exact": "31%", "start": 40, "end": 43}, {"exact": "hơn 640 tỷ đồng", "start": 69, "end": 84}]
    assert first == {"dossier": "bridge", "document": "a", "expressions": 4, "covered": 2, "missed": missed}
    assert second == {"dossier": "bridge", "document": "b", "expressions": None, "covered": None, "missed": None}


def test_a_path_without_a_dossier_is_wrong_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("coverage", tmp_path) == 2
    assert "there is no dossier here" in capsys.readouterr().err


def reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    run("check", folder, "--format", "json")
    text = capsys.readouterr().out
    data: dict[str, Any] = json.loads(text)
    assert Schemas(ROOT / "schemas").problems("discrepancies", data, Path("report.json"), text) == []
    return data


def test_the_report_has_the_same_and_the_screen_sums_it_up(
    bridge: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    printed_more(bridge, edit)
    run("coverage", bridge, "--format", "json")
    rows = json.loads(capsys.readouterr().out)
    for row, told in zip(reported(bridge, capsys)["coverage"], rows, strict=True):
        assert {name: row[name] for name in ("expressions", "covered", "missed")} == {
            name: told[name] for name in ("expressions", "covered", "missed")
        }
    run("check", bridge, "--lang", "en")
    assert "; claims cover 3 of 5 checkable expressions\n" in capsys.readouterr().out
    run("check", bridge)
    assert "; mệnh đề bao gồm 3/5 chi tiết kiểm được\n" in capsys.readouterr().out


def test_without_texts_nothing_is_summed_up(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(bridge / "texts")
    assert all(row["missed"] is None for row in reported(bridge, capsys)["coverage"])
    run("check", bridge, "--lang", "en")
    assert "claims cover" not in capsys.readouterr().out


def test_a_note_on_the_whole_document_shows_no_claim(
    bridge: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    printed_more(bridge, edit)
    (note,) = [found for found in reported(bridge, capsys)["discrepancies"] if found["check"] == "quotes.unclaimed"]
    assert note["whole_document"]
    assert note["claims"][0]["claim"] == "a-time"
    assert note["reconciliations"] == []
    run("check", bridge, "--lang", "en")
    block = capsys.readouterr().out.partition("note · quotes.unclaimed")[2].partition("\n\n")[0]
    assert "leave out “31%” (line 1:41) and “hơn 640 tỷ đồng” (line 2:12)" in block
    assert "3 năm" not in block


def test_the_page_shows_what_is_missed(bridge: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    printed_more(bridge, edit)
    (bridge / "texts" / "b.txt").unlink()
    data = reported(bridge, capsys)
    data["coverage"][0]["missed"][0]["exact"] = "<b>31%</b>"
    made = page(data, ROOT / "reports")
    assert made.count("laims cover 2 of 4 checkable expressions</span>.") == 3
    assert made.count("ệnh đề bao gồm 2/4 chi tiết kiểm được</span>") == 3
    folded = made.partition("2 not covered")[2].partition("</details>")[0]
    assert '“<bdi lang="vi">&lt;b&gt;31%&lt;/b&gt;</bdi>”' in folded
    assert '“<bdi lang="vi">hơn 640 tỷ đồng</bdi>”' in folded
    beside = made.partition('id="unchecked"')[2].partition("</section>")[0].rpartition("2 not covered")[2]
    assert "its text is not on this machine" in beside
    card = made.partition('<li class="finding is-note"')[2].partition("</article>")[0]
    assert "A figure, a date or a rank in the text is in no claim." in card
    assert "<figure" not in card
    assert "3 năm" not in card


def test_an_older_report_without_the_count_still_makes_a_page(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = reported(bridge, capsys)
    for row in data["coverage"]:
        del row["expressions"], row["covered"], row["missed"]
    for found in data["discrepancies"]:
        del found["whole_document"]
    text = json.dumps(data)
    assert Schemas(ROOT / "schemas").problems("discrepancies", data, Path("report.json"), text) == []
    assert "checkable expression" not in page(data, ROOT / "reports")
