"""Write docs/reference/ from what is in force: the schemas, the checks, the command and the public docstrings."""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import os
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import doichieu
import doichieu.model
import doichieu.quotes
import doichieu.tables
import doichieu.testing
import doichieu.wording
from doichieu.cli.parser import parser
from doichieu.runner.check_loader import load_checks

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "reference"
API = (doichieu, doichieu.model, doichieu.wording, doichieu.quotes, doichieu.tables, doichieu.testing)
GENERATED = "<!-- Written by docs/reference.py; edit the source it names, not this page. -->"


def main() -> None:
    pages = {"checks.md": checks(), "files.md": files(), "command.md": command(), "api.md": api()}
    OUT.mkdir(exist_ok=True)
    os.environ["COLUMNS"] = "100"  # argparse wraps its help to the terminal otherwise
    for name, lines in pages.items():
        text = "\n".join([GENERATED, "", *lines]).rstrip() + "\n"
        (OUT / name).write_text(text, encoding="utf-8")


def checks() -> Iterator[str]:
    yield "# Checks"
    yield ""
    yield "Each is one file in `checks/`, with its good, bad and boundary cases beside it in `cases/`."
    area = ""
    for check in load_checks(ROOT / "checks"):
        if check.name.partition(".")[0] != area:
            area = check.name.partition(".")[0]
            yield from ("", f"## {area}", "")
        cases = json.loads(check.cases.read_text(encoding="utf-8"))["cases"]
        yield f"### {check.name}"
        yield ""
        yield f"{check.title.en} · *{check.title.vi}*"
        yield ""
        rest = (inspect.getdoc(check.function) or "").partition("\n")[2].strip()
        if rest:
            yield from (rest, "")
        yield f"- Where the rule comes from: {check.source}"
        yield f"- Compares: {', '.join(sorted(check.kinds)) or 'every claim'}"
        yield f"- Looks at: {'each document by itself' if check.of_document else 'the whole dossier'}"
        bad = [case["description"] for case in cases if case["expect"]]
        silent = [case["description"] for case in cases if not case["expect"]]
        yield f"- Speaks on: {'; '.join(bad)}."
        yield f"- Stays silent on: {'; '.join(silent)}."
        yield ""


def files() -> Iterator[str]:
    yield "# Files"
    yield ""
    yield "Every member of every file, from the schemas (JSON Schema 2020-12) in `schemas/`."
    for path in sorted((ROOT / "schemas").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        yield from ("", f"## {schema['title']}", "", f"`schemas/{path.name}` – {schema['description']}", "")
        yield "| member | meaning |"
        yield "|---|---|"
        yield from members(schema, "")


def members(schema: Mapping[str, Any], at: str) -> Iterator[str]:
    """A row a property, however deep, under the path that leads to it."""
    for name, part in schema.get("properties", {}).items():
        if "description" in part or "$ref" in part:
            meaning = part.get("description") or f"see `{part['$ref'].rpartition('/')[2]}`"
            allowed = f" One of: {', '.join(f'`{value}`' for value in part['enum'])}." if "enum" in part else ""
            cell = (meaning + allowed).replace("|", "\\|")
            yield f"| `{at}{name}` | {cell} |"
        yield from members(part, f"{at}{name}.")
    for name, part in schema.get("$defs", {}).items():
        yield f"| **{name}** | {part.get('description', '')} |".replace("\n", " ")
        yield from members(part, f"{name}.")
    for word, suffix in (("items", "[]."), ("additionalProperties", "*.")):
        if isinstance(schema.get(word), Mapping):
            yield from members(schema[word], at.removesuffix(".") + suffix)
    for part in schema.get("oneOf", []):
        yield from members(part, at)


def command() -> Iterator[str]:
    yield "# The doichieu command"
    whole = parser()
    yield from ("", "```text", whole.format_help().rstrip(), "```")
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield from ("", f"## doichieu {name}", "", "```text", sub.format_help().rstrip(), "```")


def api() -> Iterator[str]:
    yield "# For those who write checks"
    yield ""
    yield "A check imports from these packages and from no other; each lists all that it offers in `__all__`."
    for package in API:
        yield from ("", f"## {package.__name__}", "", (package.__doc__ or "").strip())
        for name, module in exports(package):
            thing = inspect.unwrap(getattr(package, name))
            yield from ("", f"### {package.__name__}.{name}", "")
            if inspect.isfunction(thing):
                yield from (f"`{name}{inspect.signature(thing)}`", "")
            is_code = inspect.isfunction(thing) or inspect.isclass(thing)
            yield (inspect.getdoc(thing) if is_code else constant_doc(module, name)) or ""
            if inspect.isclass(thing):
                yield from methods(thing)


def exports(package: ModuleType) -> Iterator[tuple[str, str]]:
    """The public names of a package, each with the module that defines it."""
    tree = ast.parse(inspect.getsource(package))
    nodes = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    homes = {alias.name: node.module or "" for node in nodes for alias in node.names}
    return ((name, homes[name]) for name in package.__all__)


def constant_doc(module: str, name: str) -> str:
    """The text below an assignment, which says what a constant or another name of a type is."""
    body = ast.parse(inspect.getsource(import_module(module))).body
    for node, below in pairwise(body):
        names = [ast.unparse(target) for target in getattr(node, "targets", [getattr(node, "target", None)]) if target]
        if name in re.findall(r"\w+", " ".join(names)) and isinstance(below, ast.Expr):
            return inspect.cleandoc(ast.literal_eval(below.value))
    raise LookupError(f"{module}.{name} is public and has no text below it")


def methods(kind: type) -> Iterator[str]:
    """What a class offers beside its fields: its own public methods and properties, by their place in the source."""
    for name, member in vars(kind).items():
        function = getattr(member, "func", getattr(member, "fget", member))  # a cached or a plain property
        if not name.startswith("_") and inspect.isfunction(function) and function.__doc__:
            given = f"`{name}`" if function is not member else f"`{name}{inspect.signature(function)}`"
            yield from ("", f"- {given}: {' '.join(function.__doc__.split())}")


if __name__ == "__main__":
    main()
