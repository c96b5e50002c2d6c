"""Scripts off: all of it can be read, in either language."""

from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.dossiers import data

WIDTH = {"width": 390, "height": 800}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_card_opens_and_says_all(visit: Visit, either: Path, language: str) -> None:
    tab = visit(either, java_script_enabled=False, viewport=WIDTH)
    tab.speak(language)
    for item in data(either)["discrepancies"][::5]:
        card = tab.page.locator(f"#{item['id']}")
        assert not card.is_visible()
        tab.page.locator(f"summary:has(#{item['id']}-title)").click()
        told = card.inner_text()
        assert item["message"][language] in told
        assert item["question"][language] in told
        assert item["question"][{"vi": "en", "en": "vi"}[language]] not in told
        for claim in item["claims"] if not item.get("whole_document") else ():
            assert claim["quote"]["exact"] in told
    assert tab.page.evaluate("document.documentElement.scrollWidth") == WIDTH["width"]


def test_what_needs_a_script_is_not_offered(visit: Visit, sample: Path) -> None:
    tab = visit(sample, java_script_enabled=False)
    assert not tab.sees("#filters")
    tab.page.locator(".finding summary").first.click()
    assert tab.page.locator("button:visible").count() == 0


def test_chips_and_contents_still_lead_to_their_places(visit: Visit, sample: Path) -> None:
    tab = visit(sample, java_script_enabled=False)
    for link in tab.page.locator(".chip, .contents a").all():
        link.click()
        name = str(link.get_attribute("href"))
        assert tab.place() == name
        assert tab.page.locator(name).is_visible()
