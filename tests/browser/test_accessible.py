"""axe-core finds nothing, in either scheme and language, with every fold open."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit
from tests.browser.tab import OPEN_ALL, Tab


def violations(tab: Tab) -> list[tuple[str, list[str]]]:
    """Each rule that is broken, with the elements that break it."""
    # of what is in order axe would describe every element, which takes longer than to look
    options = {"resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(tab.page, options=options).response["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]][:5]) for one in found]


@pytest.mark.parametrize(("language", "width"), [("vi", 390), ("en", 1280)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_fold_open(visit: Visit, either: Path, scheme: str, language: str, width: int) -> None:
    tab = visit(either, color_scheme=scheme, viewport={"width": width, "height": 900})
    tab.speak(language)
    tab.page.evaluate(OPEN_ALL)
    tab.page.click(".chip[data-view='state=open']")  # a chip that is chosen has other colours
    tab.page.click(".chip[data-view='state=open']")
    assert violations(tab) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_as_it_opens_with_a_filter_on(visit: Visit, sample: Path, scheme: str) -> None:
    tab = visit(sample, "#?verdict=tension", color_scheme=scheme)
    assert violations(tab) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rows_and_cards_that_the_script_makes(visit: Visit, long: Path, scheme: str) -> None:
    tab = visit(long, "#?sort=newest&verdict=tension", color_scheme=scheme)
    tab.page.evaluate("document.querySelectorAll('.finding details').forEach((one) => { one.open = true; })")
    assert violations(tab) == []


def test_axe_sees_a_fault(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    tab.page.evaluate(
        "document.querySelector('[name=q]').parentElement.replaceWith(document.querySelector('[name=q]'))"
    )
    assert [name for name, _ in violations(tab)] == ["label"]
