"""The page in a real browser: on a phone and at a desk, with a keyboard, on paper, without scripts.

Needs Playwright and a Chromium that is installed (CHROMIUM, else /usr/bin/chromium); axe-core where AXE names its file.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from doichieu.page import page

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
AXE = os.environ.get("AXE", "")
ROOT = Path(__file__).parent.parent
REPORT = json.loads((Path(__file__).parent / "data" / "report.json").read_text(encoding="utf-8"))
VIEWS = [
    (width, scheme, language) for width in (320, 1280) for scheme in ("light", "dark") for language in ("vi", "en")
]

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}")


def report() -> dict[str, Any]:
    """The small report with more to open: each discrepancy also undecided, under another name."""
    data = dict(json.loads(json.dumps(REPORT)))
    for number, item in enumerate(data["discrepancies"][:]):
        data["discrepancies"].append(item | {"id": f"D-00000000001{number}", "ruling": None})
    data["discrepancies"][1]["message"] = {"vi": "Đò đã rời bến.", "en": "The ferry has left."}
    return data


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(page(report(), ROOT / "reports"), encoding="utf-8")
    return path


@pytest.fixture
def long_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same report as one that is too long for HTML."""
    monkeypatch.setattr("doichieu.page._MOST_STATIC", 2)
    monkeypatch.setattr("doichieu.page._WORST", 1)
    path = tmp_path / "index.html"
    path.write_text(page(report(), ROOT / "reports"), encoding="utf-8")
    return path


class Tab:
    """A tab that notes what a page must not do."""

    def __init__(self, browser: Any, file: Path, place: str = "", **settings: Any) -> None:
        self.faults: list[str] = []
        self.page = browser.new_context(**settings).new_page()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "request", lambda request: self.faults.append(request.url) if request.url != self.page.url else None
        )
        self.page.on("requestfailed", lambda request: self.faults.append(request.url))
        self.page.goto(file.as_uri() + place)
        self.faults = [fault for fault in self.faults if not fault.startswith(file.as_uri())]

    def shown(self) -> list[str]:
        """The cards whose rows are in the list."""
        return [str(card.get_attribute("id")) for card in self.page.query_selector_all(".finding:not([hidden]) .card")]

    def closed(self) -> list[str]:
        """What the page has done wrong until now."""
        self.page.context.close()
        return self.faults


@pytest.mark.parametrize(("width", "scheme", "language"), VIEWS)
def test_every_view_fits_and_asks_for_nothing(browser: Any, file: Path, width: int, scheme: str, language: str) -> None:
    tab = Tab(browser, file, viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab.page.check(f"#to-{language}")
    tab.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert tab.page.evaluate("document.documentElement.scrollWidth") == width
    other = {"vi": "en", "en": "vi"}[language]
    assert tab.page.locator(f"h1 [lang={language}]").is_visible()
    assert not tab.page.locator(f"h1 [lang={other}]").is_visible()
    assert tab.closed() == []


@pytest.mark.parametrize("scripts", [True, False])
def test_an_address_opens_its_card(browser: Any, file: Path, scripts: bool) -> None:
    tab = Tab(browser, file, "#D-000000000002", java_script_enabled=scripts)
    assert tab.page.locator("#D-000000000002 .lead").is_visible()
    assert not tab.page.locator("#D-000000000001 .lead").is_visible()
    assert tab.closed() == []


def test_without_scripts_all_can_be_read_in_either_language(browser: Any, file: Path) -> None:
    tab = Tab(browser, file, java_script_enabled=False)
    assert not tab.page.locator("#filters").is_visible()
    tab.page.check("#to-en")
    tab.page.locator("summary:has(#D-000000000001-title)").click()
    assert "Which is right?" in tab.page.locator("#D-000000000001").inner_text()
    assert "Câu nào đúng?" not in tab.page.locator("#D-000000000001").inner_text()
    assert tab.closed() == []


@pytest.mark.parametrize("typed", ["do da roi", "Đò đã rời", "ĐÒ ĐÃ"])
def test_a_search_needs_no_diacritics(browser: Any, file: Path, typed: str) -> None:
    tab = Tab(browser, file)
    tab.page.fill("[name=q]", typed)
    assert tab.shown() == ["D-000000000002"]
    tab.page.fill("[name=q]", "đồ đã")  # a mark that is typed is meant
    assert tab.shown() == []
    assert tab.closed() == []


def test_a_view_stands_in_the_address(browser: Any, file: Path) -> None:
    tab = Tab(browser, file)
    tab.page.click(".chip[data-view='verdict=tension']")
    tab.page.fill("[name=q]", "do")
    shown, address = tab.shown(), tab.page.url
    assert "D-000000000002" in shown
    assert "D-000000000001" not in shown
    assert tab.closed() == []
    again = Tab(browser, file, "#" + address.partition("#")[2])
    assert again.shown() == shown
    assert again.page.locator(".chip[aria-current]").count() == 1
    again.page.click("button[type=reset]")
    assert len(again.shown()) == 6
    assert "#" not in again.page.url
    assert again.closed() == []


def test_sorting_changes_the_order_and_back(browser: Any, file: Path) -> None:
    tab = Tab(browser, file)
    before = tab.shown()
    tab.page.select_option("[name=sort]", "document")
    tab.page.select_option("[name=sort]", "")
    assert tab.shown() == before
    assert tab.closed() == []


def test_a_keyboard_reaches_from_the_front_to_the_ruling(browser: Any, file: Path) -> None:
    tab = Tab(browser, file)
    reached: list[str] = []
    for _ in range(60):
        tab.page.keyboard.press("Tab")
        at = tab.page.evaluate(
            "(() => { const one = document.activeElement; const style = getComputedStyle(one);"
            " return [one.tagName, one.querySelector('h3')?.id ?? one.dataset.copy ?? '', style.outlineStyle]; })()"
        )
        reached.append(at[1])
        assert at[0] == "BODY" or at[2] != "none", at
        if at[1] == "D-000000000001-title":
            tab.page.keyboard.press("Enter")
        if at[1] == "D-000000000001-entry":
            break
        if at[0] == "SUMMARY" and reached[-2:-1] == ["D-000000000001"]:
            tab.page.keyboard.press("Enter")
        if "D-000000000001-question" in reached and at[0] == "SUMMARY":
            tab.page.keyboard.press("Enter")
    assert "D-000000000001-title" in reached
    assert "D-000000000001-question" in reached
    assert "D-000000000001-entry" in reached
    assert tab.closed() == []


def test_paper_shows_every_card_with_room_to_sign(browser: Any, file: Path, tmp_path: Path) -> None:
    tab = Tab(browser, file, java_script_enabled=False)
    tab.page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    assert (tmp_path / "page.pdf").stat().st_size > 10_000
    tab.page.emulate_media(media="print")
    assert tab.page.locator(".sign").first.is_visible()
    assert tab.page.locator("#D-000000000002 .lead").is_visible()
    assert not tab.page.locator(".contents").is_visible()
    assert tab.closed() == []


def test_a_long_report_shows_a_screenful_at_a_time_and_finds_all(browser: Any, long_file: Path) -> None:
    tab = Tab(browser, long_file, viewport={"width": 390, "height": 800})
    for _ in range(100):
        if tab.page.evaluate("document.documentElement.dataset.ready"):
            break
        tab.page.wait_for_timeout(20)
    tab.page.fill("[name=q]", "do da roi")
    tab.page.locator("summary:has(#D-000000000002-title)").click()
    told = tab.page.locator("#D-000000000002").inner_text()
    assert "Đò đã rời bến." in told
    assert "Câu nào đúng?" in told
    assert "từ 3,6 đến dưới 4 năm" in told
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 390
    assert tab.closed() == []
    linked = Tab(browser, long_file, "#D-000000000010")
    linked.page.locator("#D-000000000010 .lead").wait_for()
    assert linked.closed() == []


@pytest.mark.skipif(not AXE, reason="AXE does not name axe-core's file")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, file: Path, scheme: str) -> None:
    tab = Tab(browser, file, color_scheme=scheme, bypass_csp=True)
    tab.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.page.add_script_tag(content=Path(AXE).read_text(encoding="utf-8"))
    found = tab.page.evaluate("axe.run()")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    tab.closed()
