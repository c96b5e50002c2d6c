"""With a keyboard alone, and the place where one is always to be seen."""

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli.commands import main
from tests.browser.conftest import Visit
from tests.browser.dossiers import SAMPLE, data
from tests.browser.tab import Tab

STOP = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    tag: one.tagName,
    title: one.querySelector("h3")?.id ?? "",
    copy: one.dataset.copy ?? "",
    card: one.closest(".card")?.id ?? "",
    href: one.getAttribute("href") ?? "",
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""
SUMMARIES = "document.querySelectorAll('.card summary').length"


def stop(tab: Tab, key: str = "Tab") -> dict[str, Any]:
    """The next stop of the keyboard, which must be one that is shown."""
    tab.page.keyboard.press(key)
    at = dict(tab.page.evaluate(STOP))
    assert at["tag"] != "BODY", "the keyboard has come to the end"
    assert at["outline"] >= 2, f"no outline: {at}"
    assert at["inside"], f"out of sight: {at}"
    return at


def until(tab: Tab, name: str, value: str, key: str = "Tab", most: int = 60) -> dict[str, Any]:
    """Go on to the stop that has this, within so many."""
    for _ in range(most):
        at = stop(tab, key)
        if at[name] == value:
            return at
    raise AssertionError(f"no stop with {name} = {value} among the first {most}")


def test_from_the_front_to_a_ruling(
    visit: Visit, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = visit(sample, permissions=["clipboard-read", "clipboard-write"])
    first = tab.rows()[0]
    until(tab, "title", f"{first}-title")
    assert not tab.sees(f"#{first} .lead")
    tab.page.keyboard.press("Enter")
    assert tab.sees(f"#{first} .lead")

    until(tab, "copy", f"{first}-question")
    tab.page.keyboard.press("Enter")
    tab.page.locator("#status:not(:empty)").wait_for()
    question = next(item for item in data(sample)["discrepancies"] if item["id"] == first)["question"]["vi"]
    assert tab.page.evaluate("navigator.clipboard.readText()") == question

    while not tab.sees(f"#{first}-call"):
        if stop(tab)["tag"] == "SUMMARY":
            tab.page.keyboard.press("Enter")
    until(tab, "copy", f"{first}-call")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_timeout(100)
    copied = tab.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"doichieu rule {first} claims/{SAMPLE} --decision ")

    project = shutil.copytree(sample.parents[2], tmp_path / "project", symlinks=True)
    monkeypatch.chdir(project)
    filled = [part or "stands" for part in shlex.split(copied)[1:]]
    assert main(filled) == 0
    rulings = json.loads((project / "claims" / SAMPLE / "rulings.json").read_text(encoding="utf-8"))["rulings"]
    assert rulings[-1]["fingerprint"] == first


def test_back_to_the_front_again(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    first = tab.rows()[0]
    until(tab, "title", f"{first}-title")
    tab.page.keyboard.press("Enter")
    until(tab, "card", first)
    until(tab, "title", f"{first}-title", "Shift+Tab", 5)
    tab.page.keyboard.press("Enter")
    assert not tab.sees(f"#{first} .lead")


def test_a_language_is_chosen_with_the_arrows(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    stop(tab)
    assert tab.page.evaluate("document.activeElement.id") == "to-vi"
    tab.page.keyboard.press("ArrowRight")
    assert tab.page.is_checked("#to-en")
    assert tab.sees("h1 [lang=en]")


def test_a_chip_filters_on_enter_and_says_so(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    at = stop(tab)
    while tab.page.evaluate("document.activeElement.dataset.view") != "verdict=tension":
        at = stop(tab)
    assert at["tag"] == "A"
    tab.page.keyboard.press("Enter")
    assert tab.page.get_attribute(":focus", "aria-current") == "true"
    assert tab.page.inner_text("#matched[role=status]")
    tab.page.keyboard.press("Enter")
    assert tab.page.get_attribute(":focus", "aria-current") is None
    assert tab.page.inner_text("#matched") == ""


def test_from_mark_to_mark_in_a_text_and_to_a_card_and_back(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    tab.page.locator("details.document > summary").first.focus()
    tab.page.keyboard.press("Enter")
    names = []
    for key in ("n", "n", "n", "p"):
        stop(tab, key)
        names.append(tab.page.evaluate("document.activeElement.id"))
    assert len(set(names[:3])) == 3
    assert names[3] == names[1]
    while not tab.page.evaluate("document.activeElement.getAttribute('href')").startswith("#D-"):
        stop(tab, "n")
    card = tab.page.evaluate("document.activeElement.getAttribute('href')")
    tab.page.keyboard.press("Enter")
    assert tab.sees(f"{card} .lead")
    tab.page.go_back()
    assert tab.place() == ""
