"""Cached tables of an archive are rebuilt where any code that they come from has changed."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import doichieu
from doichieu.archive.code_version import PACKAGES, code_version

ENGINE = Path(doichieu.__file__).parent
SCHEMAS = ENGINE.parents[1] / "schemas"


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """A copy of the packages that cached tables come from."""
    for name in PACKAGES:
        shutil.copytree(ENGINE / name, tmp_path / name)
    return tmp_path


def test_no_module_that_the_tables_come_from_is_missing_in_the_key() -> None:
    named = {package for name in PACKAGES for path in (ENGINE / name).rglob("*.py") for package in imported(path)}
    assert named <= set(PACKAGES)


def imported(path: Path) -> Iterator[str]:
    """The packages of the engine that a module imports as it runs."""
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.module, f"{path}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("doichieu."))
        nodes += ast.iter_child_nodes(node)


def test_one_line_of_property_from_changes_the_key(engine: Path) -> None:
    before = code_version(SCHEMAS, engine)
    path = engine / "dossier" / "builders.py"
    code = path.read_text(encoding="utf-8")
    changed = code.replace('data.get("exact", False)', 'not data.get("exact", False)')
    assert changed != code
    path.write_text(changed, encoding="utf-8")
    code_version.cache_clear()
    assert code_version(SCHEMAS, engine) != before


def test_a_changed_word_of_a_language_changes_the_key(engine: Path) -> None:
    before = code_version(SCHEMAS, engine)
    path = engine / "language" / "vi.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    code_version.cache_clear()
    assert code_version(SCHEMAS, engine) != before


def test_the_same_code_elsewhere_has_the_same_key(engine: Path) -> None:
    assert code_version(SCHEMAS, engine) == code_version(SCHEMAS, ENGINE)
