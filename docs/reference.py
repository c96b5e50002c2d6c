"""Write docs/reference/ from what is in force: the schemas, the checks, the command and the public docstrings."""

from __future__ import annotations

import argparse
import inspect
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import doichieu
from doichieu.cli.parser import parser
from doichieu.runner.check_loader import load_checks

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "reference"
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
    yield "`from doichieu import …`"
    for name in doichieu.__all__:
        thing = getattr(doichieu, name)
        yield from ("", f"## {name}", "")
        if callable(thing) and not isinstance(thing, type) and hasattr(thing, "__name__"):
            yield from (f"`{name}{inspect.signature(thing)}`", "")
        doc = inspect.getdoc(thing) if hasattr(thing, "__module__") else None
        yield doc or ""
    from doichieu.model import validity as timing
    from doichieu.quotes import offsets as places
    from doichieu.tables import rows as table
    from doichieu.testing import runner as testing
    from doichieu.wording import arithmetic as reckoning
    from doichieu.wording import formatting as wording
    from doichieu.wording import sentences, units
    from doichieu.wording import working as notation

    for module in (table, timing, reckoning, units, wording, sentences, notation, places, testing):
        yield from ("", f"## {module.__name__}", "", (module.__doc__ or "").strip())
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == module.__name__:
                yield from ("", f"### {module.__name__}.{name}", "", inspect.getdoc(function) or "")


if __name__ == "__main__":
    main()
