"""What check authors may use is what the checks use, and all of it is documented."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("doichieu", "doichieu.model", "doichieu.wording", "doichieu.quotes", "doichieu.tables")


def imported() -> set[tuple[str, str]]:
    """Every name that a check imports from the engine, with where it comes from."""
    found = set()
    for path in (ROOT / "checks").glob("*/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "doichieu":
                found |= {(node.module or "", alias.name) for alias in node.names}
            elif isinstance(node, ast.Import):
                assert not any(alias.name.startswith("doichieu") for alias in node.names), path
    return found


def test_checks_import_from_the_public_packages_alone() -> None:
    assert {package for package, _ in imported()} == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_offers_what_checks_import(package: str) -> None:
    used = {name for source, name in imported() if source == package}
    assert set(import_module(package).__all__) == used


def test_the_reference_lists_what_checks_import() -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    listed = {tuple(name.rsplit(".", 1)) for name in re.findall(r"^### (\S+)$", text, re.MULTILINE)}
    assert {one for one in listed if one[0] != "doichieu.testing"} == imported()


def test_everything_in_the_reference_is_explained() -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    for section in text.split("\n### ")[1:]:
        name, _, rest = section.partition("\n")
        assert re.search(r"^[A-Z“'‘].*[.:]", rest, re.MULTILINE), f"{name} has no sentence"


def test_the_readme_shows_a_check_that_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    path, shown = re.findall(r"`(checks/\S+\.py)`[^`]*```python\n(.*?)```", text, re.DOTALL)[0]
    assert shown == (ROOT / path).read_text(encoding="utf-8")
