"""One browser and one set of pages for all tests. Nothing here skips: without Chromium, Java or the checker they fail.

Plain `pytest` does not come here (norecursedirs); the session `browser` of noxfile.py names this folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import dossiers
from tests.browser.tab import Tab, started

Visit = Callable[..., Tab]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with started() as one:
        yield one


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a tab; each is closed at the end, and what the page did wrong in it fails the test."""
    tabs: list[Tab] = []

    def opened(file: Path, place: str = "", **settings: Any) -> Tab:
        tabs.append(Tab(browser, file, place, **settings))
        return tabs[-1]

    yield opened
    for tab in tabs:
        tab.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample dossier's page, with its texts."""
    return dossiers.sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def hanoi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Hanoi dossier's page, without its texts."""
    return dossiers.hanoi(tmp_path_factory.mktemp("hanoi"))


@pytest.fixture(scope="session")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of ten thousand discrepancies."""
    return dossiers.long(tmp_path_factory.mktemp("long"))


@pytest.fixture(scope="session", params=["sample", "hanoi"])
def either(request: pytest.FixtureRequest) -> Path:
    """Each of the two dossiers' pages in turn."""
    return Path(request.getfixturevalue(request.param))
