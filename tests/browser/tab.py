"""A browser for the tests, and a tab in it that notes what a page must not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

FONTS = Path(__file__).parent / "fonts.conf"
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
_SETTLED = "!document.getElementById('far') || Boolean(document.documentElement.dataset.ready)"


def chromium() -> str:
    """The Chromium that CHROMIUM names, else the one on the path."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise FileNotFoundError("There is no Chromium here: install it, or name it in CHROMIUM.")
    return found


@contextmanager
def started() -> Iterator[Browser]:
    """A browser with one family of letters on every machine."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
            env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
        )
        yield browser
        browser.close()


class Tab:
    """A page in a context of its own; `faults` are its console's words, its errors and what it asked for."""

    def __init__(self, browser: Browser, file: Path, place: str = "", **settings: Any) -> None:
        self.faults: list[str] = []
        self.address = file.as_uri()
        self._scripts = bool(settings.get("java_script_enabled", True))
        settings = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | settings
        self.page: Page = browser.new_context(**settings).new_page()
        self.page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", self._asked)
        self.go(place)

    def _asked(self, request: Any) -> None:
        # the page itself, and the icon that it holds
        if request.url.partition("#")[0] != self.address and not request.url.startswith("data:"):
            self.faults.append(f"request: {request.url}")

    def go(self, place: str = "") -> None:
        """Open the page at this place, and wait until all of it is there."""
        self.page.goto(self.address + place)
        for _ in range(500):
            if not self._scripts or self.page.evaluate(_SETTLED):
                return
            self.page.wait_for_timeout(20)  # the page lets no string become a script, so it cannot wait for one
        raise TimeoutError("the page has not read its data after 10 s")

    def speak(self, language: str) -> None:
        """Choose a language, as a reader does."""
        self.page.check(f"#to-{language}")

    def rows(self) -> list[str]:
        """The discrepancies in the lists, in order."""
        return [str(card.get_attribute("id")) for card in self.page.query_selector_all(".finding:not([hidden]) .card")]

    def sees(self, selector: str) -> bool:
        """Whether the first such element is shown and not folded away."""
        return self.page.locator(selector).first.is_visible()

    def place(self) -> str:
        """What stands in the address after the file."""
        return self.page.url.removeprefix(self.address)

    def close(self) -> None:
        """Close the tab; what the page did wrong in it is an error."""
        self.page.context.close()
        assert self.faults == []
