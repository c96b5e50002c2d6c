"""The page at size: ten thousand discrepancies, of which most stand in it as data. Times are benchmarks/page.py's."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from doichieu.html.page import WORST
from tests.browser.conftest import Visit
from tests.browser.dossiers import LONG, long_report


@pytest.fixture(scope="module")
def found() -> list[dict[str, Any]]:
    return list(long_report()["discrepancies"])


def test_the_pages_are_no_heavier_than_promised(hanoi: Path, long: Path) -> None:
    assert hanoi.stat().st_size <= 400_000
    assert long.stat().st_size <= 2_500_000


def test_the_front_is_there_without_the_data(visit: Visit, long: Path) -> None:
    tab = visit(long, java_script_enabled=False, viewport={"width": 390, "height": 800})
    assert len(tab.rows()) == WORST
    assert tab.page.locator("p.far").first.is_visible()  # which says how many are left out
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 390


def test_all_of_them_can_be_found(visit: Visit, long: Path, found: list[dict[str, Any]]) -> None:
    tab = visit(long)
    for item in (found[0], found[LONG // 2], found[-1]):
        tab.page.fill("[name=q]", item["id"].lower())
        assert tab.rows() == [item["id"]]
    tab.page.fill("[name=q]", "")
    for verdict in ("contradiction", "tension", "note"):
        tab.page.evaluate("document.querySelector('#filters details').open = true")
        tab.page.select_option("[name=verdict]", verdict)
        count = sum(item["verdict"] == verdict for item in found)
        assert f"{count:,}".replace(",", ".") in tab.page.inner_text("#matched")


def test_letter_by_letter_fewer_are_left(visit: Visit, long: Path) -> None:
    tab = visit(long)
    told = []
    for letter in "lau xanh 7":
        tab.page.locator("[name=q]").press_sequentially(letter)
        matched = tab.page.inner_text("#matched")
        told.append(int(matched.split()[2].replace(".", "")))
    assert told == sorted(told, reverse=True)
    assert 0 < told[-1] < told[0] < LONG + 1


def test_a_card_reached_by_its_address_stays_when_the_search_is_gone_into(
    visit: Visit, long: Path, found: list[dict[str, Any]]
) -> None:
    name = found[4_000]["id"]
    tab = visit(long, f"#{name}")
    tab.page.locator(f"#{name} .lead").wait_for()
    tab.page.locator("#filters [name=q]").focus()
    assert tab.page.locator(f"#{name}").count() == 1


def test_a_card_from_the_data_says_all(visit: Visit, long: Path, found: list[dict[str, Any]]) -> None:
    for item in (found[4_000], found[-1]):
        tab = visit(long, f"#{item['id']}")
        card = tab.page.locator(f"#{item['id']}")
        card.locator(".lead").wait_for()
        for language in ("vi", "en"):
            tab.speak(language)
            card.scroll_into_view_if_needed()  # what is far from the screen is not laid out, and has no words
            for words in (item["message"][language], item["question"][language]):
                expect(card).to_contain_text(words, use_inner_text=True)
            for claim in item["claims"]:
                expect(card).to_contain_text(claim["quote"]["exact"], use_inner_text=True)


def test_more_are_shown_on_demand(visit: Visit, long: Path) -> None:
    tab = visit(long, "#?sort=newest")
    before = tab.rows()
    tab.page.locator("button.more:visible").first.click()
    after = tab.rows()
    assert len(after) == len(before) + 20
    assert set(before) < set(after)
    assert tab.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert tab.page.evaluate("document.activeElement.querySelector('h3').id.slice(0, -6)") not in before
