"""The results of the suite as plain data, which schemas/expectations.schema.json describes, and as lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import doichieu
from doichieu.expectations.suite import STATES, Outcome
from doichieu.files.json_positions import printable
from doichieu.files.problems import input_error
from doichieu.files.strict_json import read_json
from doichieu.model.claims import Dossier
from doichieu.validation.schemas import Schemas
from doichieu.wording.catalogue import Words

VERSION = 1

_MOST_TOLD = 5  # rows in a line
_SIGNS = {"met": "✓", "failed": "▲", "errored": "◆", "not applicable": "○"}


def expectations_data(dossier: Dossier, engine: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The outcomes of the suite on a dossier's tables, as plain data."""
    return {
        "version": VERSION,
        "tool": {"name": "doichieu", "version": doichieu.__version__},
        "dossier": {
            "id": dossier.id,
            "title": {"vi": dossier.title.vi, "en": dossier.title.en},
            "language": dossier.language,
        },
        "engine": engine,
        "counts": {state: sum(one.state == state for one in outcomes) for state in STATES},
        "expectations": [_outcome(one) for one in outcomes],
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    about = one.expectation
    return {
        "name": about.name,
        "table": about.table,
        "title": {"vi": about.title.vi, "en": about.title.en},
        "source": about.source,
        "state": one.state,
        "rows": one.rows,
        "looked_at": one.looked_at,
        "unexpected": one.unexpected,
        "found": [{"document": row.document, "claim": row.claim, "values": dict(row.values)} for row in one.found],
        "missing": list(one.missing),
        "error": one.error,
    }


def read_expectations(path: Path, schemas: Schemas) -> dict[str, dict[str, Any]]:
    """Read the output of `doichieu expectations --format json`, by dossier.

    Raises InputError if the file is not such an output.
    """
    data, _ = read_json(path)
    each: list[Any] = data if isinstance(data, list) else [data]
    problems = [problem for one in each for problem in schemas.problems("expectations", one, path, json.dumps(one))]
    if problems or not each:
        first = problems[0].what if problems else "it is empty"
        what = f"this is not a result of doichieu expectations ({first})"
        raise input_error(path, what, "write it again with doichieu expectations --format json -o FILE")
    return {one["dossier"]["id"]: one for one in each}


def expectations_lines(data: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The data as lines for the terminal."""
    counts, title = data["counts"], data["dossier"]["title"][words.language]
    yield printable(words("expected-head", title=title, n=len(data["expectations"]), engine=data["engine"]))
    for one in data["expectations"]:
        state = words(f"expected.{one['state']}")
        yield f"  {_SIGNS[one['state']]} {state} · {one['name']}: {one['title'][words.language]}"
        for line in _details(one, words):
            yield f"      {printable(line)}"
    counted = words("expected-counts", none=counts["not applicable"], **counts)
    yield f"{words('fail' if counts['failed'] or counts['errored'] else 'pass')}: {counted}"


def _details(one: Mapping[str, Any], words: Words) -> Iterator[str]:
    unexpected, looked = one["unexpected"], one["looked_at"]
    if one["error"] is not None:
        yield words("expected-again", error=one["error"])
    elif one["missing"]:
        yield words("expected-missing", columns=", ".join(one["missing"]))
    elif unexpected:
        yield words("expected-off" if one["state"] == "failed" else "expected-tolerated", n=unexpected, looked=looked)
        for row in one["found"][:_MOST_TOLD]:
            place = " ".join(filter(None, (row["document"], row["claim"])))
            values = ", ".join(f"{name} {_number(value)}" for name, value in row["values"].items())
            yield f"{place}: {values}" if values else place
        if unexpected > _MOST_TOLD:
            yield words("expected-more", n=unexpected - min(_MOST_TOLD, len(one["found"])))
    elif looked and looked < one["rows"]:
        yield words("expected-seen", looked=looked, rows=one["rows"])


def _number(value: object) -> str:
    return "–" if value is None else str(value)  # in full precision: an open end is one step short of a round number
