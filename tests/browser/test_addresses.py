"""What stands in the address: a card, a place, or a view that can be shared."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.dossiers import data
from tests.browser.tab import Tab


def asked(file: Path, **wanted: str) -> set[str]:
    """The discrepancies that the report itself has for these filters."""
    return {item["id"] for item in data(file)["discrepancies"] if all(has(item, *one) for one in wanted.items())}


def has(item: dict[str, Any], name: str, value: str) -> bool:
    if name == "state":
        bucket = "ruled" if item["ruling"] else "notes" if item["verdict"] == "note" else "open"
        return bucket == value
    if name == "change":
        return bool(item["state"] == value)
    if name in ("verdict", "check"):
        return bool(item[name] == value)
    return any(claim[name] == value for claim in item["claims"])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_opens_its_card(visit: Visit, either: Path, scripts: bool) -> None:
    for item in data(either)["discrepancies"][::7]:
        tab = visit(either, f"#{item['id']}", java_script_enabled=scripts)
        card = tab.page.locator(f"#{item['id']}")
        assert card.locator(".lead").is_visible()
        box = card.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 900, "the card is not on the screen"
        assert tab.page.locator(".card .lead:visible").count() == 1


@pytest.mark.parametrize(
    "place",
    [
        "#%E0%A4%A",
        "#%",
        "#?q=%E0%A4%A",
        "#?verdict=nothing&nobody=1",
        "#?",
        "#D-ffffffffffff",
        "#doc%3A001",
        "#\"><script>alert(1)</script>",
        "#?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "#?sort=constructor",
        "#?__proto__=x",
        "#__proto__",
    ],
)  # fmt: skip
def test_a_strange_address_harms_nothing(visit: Visit, sample: Path, place: str) -> None:
    tab = visit(sample, place)
    tab.page.click(".chip[data-view='verdict=tension']")
    assert tab.page.get_attribute(".chip[data-view='verdict=tension']", "aria-current") == "true"


@pytest.mark.parametrize(
    "wanted",
    [
        {"verdict": "tension"},
        {"state": "open"},
        {"state": "ruled", "verdict": "contradiction"},
        {"change": "new"},
        {"check": "durations.disagree"},
        {"document": "003"},
        {"document": "004", "state": "notes"},
    ],
)
def test_a_filter_shows_what_the_report_has(visit: Visit, sample: Path, wanted: dict[str, str]) -> None:
    tab = visit(sample)
    tab.page.click("#filters details > summary")
    for name, value in wanted.items():
        tab.page.select_option(f"[name={name}]", value)
    assert set(tab.rows()) == asked(sample, **wanted) != set()
    shared = visit(sample, tab.place())
    assert shared.rows() == tab.rows()
    assert {name: shared.page.input_value(f"[name={name}]") for name in wanted} == wanted


def test_every_subject_and_speaker_can_be_filtered_by(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    tab.page.click("#filters details > summary")
    for name in ("subject", "speaker"):
        values = tab.page.eval_on_selector_all(f"[name={name}] option", "all => all.map((one) => one.value)")
        assert len(values) > 1
        for value in values[1:]:
            tab.page.select_option(f"[name={name}]", value)
            assert set(tab.rows()) == asked(sample, **{name: value}) != set()
        tab.page.select_option(f"[name={name}]", "")


@pytest.mark.parametrize("typed", ["chuyen do cuoi cung", "Chuyến đò cuối", "CHUYẾN ĐÒ"])
def test_a_search_needs_no_diacritics_and_holds_to_those_typed(visit: Visit, sample: Path, typed: str) -> None:
    tab = visit(sample)
    tab.page.fill("[name=q]", typed)
    assert tab.rows()
    for name in tab.rows():
        assert "Chuyến đò" in tab.page.locator(f".finding:has(#{name})").inner_text()
    assert len(tab.rows()) < len(data(sample)["discrepancies"])
    assert visit(sample, tab.place()).rows() == tab.rows()
    tab.page.fill("[name=q]", "chuyển đỏ cuối")
    assert tab.rows() == []
    tab.page.click("button[type=reset]")
    assert len(tab.rows()) == len(data(sample)["discrepancies"])
    assert tab.place() == ""
    assert tab.page.evaluate("document.activeElement.name") == "q"


@pytest.mark.parametrize("order", ["newest", "document", "subject"])
def test_a_list_is_sorted_and_goes_back(visit: Visit, sample: Path, order: str) -> None:
    tab = visit(sample)
    before = tab.rows()
    tab.page.select_option("[name=sort]", order)
    after = tab.rows()
    assert sorted(after) == sorted(before)
    assert after != before
    attribute = {"newest": "data-day", "document": "data-document", "subject": "data-subject"}[order]
    for bucket in ("open", "ruled", "notes"):
        keys = tab.page.eval_on_selector_all(
            f"[data-bucket={bucket}] > .finding",
            "(all, name) => all.map((one) => one.getAttribute(name).split(' ')[0])",
            attribute,
        )
        assert keys == (sorted(keys, key=int, reverse=True) if order == "newest" else sorted(keys))
    assert visit(sample, tab.place()).rows() == after
    tab.page.select_option("[name=sort]", "")
    assert tab.rows() == before


def test_back_returns_to_the_view_that_was_left(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    tab.page.click(".chip[data-view='verdict=tension']")
    tensions, place = tab.rows(), tab.place()
    tab.page.click(".contents a[href='#documents']")
    tab.page.go_back()
    assert (tab.place(), tab.rows()) == (place, tensions)
    contradiction = next(iter(asked(sample, verdict="contradiction")))
    tab.go(f"#{contradiction}")
    assert tab.sees(f"#{contradiction} .lead")
    tab.page.go_back()
    assert (tab.place(), tab.rows()) == (place, tensions)


def test_back_to_an_address_without_a_view_shows_all(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    everything = tab.rows()
    tab.go("#?verdict=tension")
    assert tab.rows() != everything
    tab.page.go_back()
    assert tab.place() == ""
    assert tab.rows() == everything
    tab.page.go_forward()
    assert set(tab.rows()) == asked(sample, verdict="tension")


def test_every_link_of_the_page_leads_somewhere(visit: Visit, either: Path) -> None:
    tab: Tab = visit(either)
    lost = """() => [...document.querySelectorAll("a[href^='#']")].map((one) => decodeURIComponent(one.hash.slice(1)))
      .filter((name) => !document.getElementById(name))"""
    assert tab.page.evaluate(lost) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_from_each_quote_of_a_card_to_its_mark_and_back(visit: Visit, either: Path, scripts: bool) -> None:
    found = [item for item in data(either)["discrepancies"] if not item.get("whole_document")]
    tab = visit(either, java_script_enabled=scripts)
    for item in found[::4]:
        for number, claim in enumerate(item["claims"]):
            tab.go(f"#{item['id']}")
            there = f"c:{claim['document']}:{claim['claim']}"
            tab.page.locator(f"#{item['id']} figcaption").nth(number).locator("a").click()
            assert tab.place() == f"#{there}"
            mark = tab.page.locator(f'[id="{there}"]')
            expect(mark).to_be_in_viewport()
            # in a text the mark is the link itself; in a list of claims it stands behind the words
            back = mark if mark.get_attribute("href") else mark.locator("a[href^='#D-']").first
            back.click()
            card = tab.page.locator(tab.place())
            expect(card.locator(".lead")).to_be_in_viewport()
            assert card.locator(f'figcaption a[href="#{there}"]').count() == 1
