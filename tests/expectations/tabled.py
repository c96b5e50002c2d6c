"""Tables of claims and documents that are as expected, small enough to bend one row of."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

Rows = dict[str, list[dict[str, Any]]]

_DAY = 739_000.0  # in 2024
_ENDLESS = float("inf")
FIGURES = 24

PARTS = ("gx", "run", "frames", "output")  # a warning of ours is an error, those of the libraries are for their makers


def claim(number: int, **more: Any) -> dict[str, Any]:
    """A length of a bridge of its own, in one of the articles; metres, from a hundred up."""
    metres = 100.0 + number
    return {
        "row": number, "document": f"a{number % 3}", "record": False, "claim": f"c{number:03}",
        "subject": f"bridge-{number}", "property": "length", "role": None, "kind": "quantity", "unit": "metre",
        "mode": "fact", "speaker": None, "fact": f"bridge-{number}|length", "single": True, "superlative": None,
        "time_lower": -_ENDLESS, "time_upper": _ENDLESS, "strict_lower": metres, "strict_upper": metres,
        "loose_lower": metres - 5, "loose_upper": metres + 5, **more,
    }  # fmt: skip


def good() -> Rows:
    """Three articles and a record; lengths, dates and opinions in which nothing is unexpected."""
    documents = [
        {"document": f"a{number}", "record": False, "language": "vi", "published_upper": _DAY, "words": 400,
         "expressions": 12, "covered": 10}
        for number in range(3)
    ]  # fmt: skip
    record = {"document": "r", "record": True, "language": "en", "published_upper": _ENDLESS}
    documents.append(record | {"words": None, "expressions": None, "covered": None})
    claims = [claim(number) for number in range(FIGURES)]
    for number in range(FIGURES, FIGURES + 6):
        no_bounds = dict.fromkeys(("strict_lower", "strict_upper", "loose_lower", "loose_upper"))
        claims.append(claim(number, kind="text", mode="opinion", speaker="mayor", **no_bounds))
    for number in range(FIGURES + 6, FIGURES + 9):
        days = {"strict_lower": _DAY, "strict_upper": _DAY + 1, "loose_lower": -_ENDLESS, "loose_upper": _DAY + 30}
        claims.append(claim(number, property="opening", kind="date", unit="", **days))
    # the same length told twice, at one time; its figure grows in a later year
    claims.append(claim(33, subject="bridge-0", fact="bridge-0|length", strict_lower=102.0, strict_upper=104.0))
    claims[-1] |= {"loose_lower": 99.0, "loose_upper": 110.0}
    for number, day in ((34, _DAY), (35, _DAY + 365)):
        about = {"property": "visitors", "unit": "visitor", "fact": "visitors", "subject": "bridge-1"}
        claims.append(claim(number, time_lower=day, time_upper=day + 1, **about))
    claims[-1] |= dict.fromkeys(("strict_lower", "strict_upper", "loose_lower", "loose_upper"), 900.0)
    claims.append(claim(36, document="r", record=True, subject="bridge-2", fact="bridge-2|length"))
    entities = [{"entity": name} for name in sorted({one["subject"] for one in claims})]
    return {"claims": claims, "documents": documents, "entities": entities}


_TYPES = {
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    str: pa.string(),
}


def arrow(rows: Rows) -> dict[str, pa.Table]:
    """The rows as Arrow tables, every column with its type whatever is null in it."""
    kinds = good()
    return {name: pa.Table.from_pylist(each, _schema(kinds[name], each)) for name, each in rows.items()}


def _schema(model: list[dict[str, Any]], rows: list[dict[str, Any]]) -> pa.Schema:
    fields = []
    for column in rows[0]:
        known = {type(row[column]) for row in model if row.get(column) is not None}
        kind = pa.bool_() if column == "superlative" else _TYPES[known.pop()] if known else pa.string()
        fields.append((column, kind))
    return pa.schema(fields)
