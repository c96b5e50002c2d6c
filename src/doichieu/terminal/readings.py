"""Format the readings of a text: as the data of `doichieu read --format json`, and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from doichieu.files.text_table import columns
from doichieu.model.claims import Bilingual, Claim, Document, Quote, Scope
from doichieu.model.interval import Interval
from doichieu.model.values import Figure, Period, Rank
from doichieu.quotes.coverage import line_columns
from doichieu.reading import Reading, value_data
from doichieu.report.build import bounds_data
from doichieu.wording.catalogue import Words
from doichieu.wording.values import value_words
from doichieu.wording.working import localised, notation

_HEADS = ("read.place", "read.words", "read.kind", "read.as", "reading.strict", "reading.loose")


def readings_data(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """Readings as plain data, which schemas/readings.schema.json describes."""
    return [
        {
            "start": reading.start,
            "end": reading.end,
            "exact": reading.exact,
            "kind": reading.kind,
            "value": value_data(reading.value),
            "hedge": None if isinstance(reading.value, Period | Rank) else reading.value.hedge,
            "unit": _unit(reading),
            "noun": reading.noun or None,
            **bounds_data(_as_claim(reading)),
        }
        for reading in readings
    ]


def readings_table(text: str, readings: Sequence[Reading], words: Words, width: int | None) -> Iterator[str]:
    """Readings as a table no wider than `width`: the place, the words, the value and its bounds."""
    if not readings:
        yield words("read.none")
        return
    code = words.language
    rows: list[Sequence[str]] = [[words(key) for key in _HEADS]]
    for reading, (line, column) in zip(readings, line_columns(text, readings), strict=True):
        kind = words(f"kind.{reading.kind}")
        claim, bounds = _as_claim(reading), reading.bounds()
        sides = (bounds.strict, bounds.loose) if bounds else (None, None)
        phrases = (_in_words(side, claim, code) for side in sides)
        rows.append((f"{line}:{column}", f"“{reading.exact}”", kind, value_words(reading.value, code), *phrases))
    yield from columns(rows, width)


def _in_words(side: Interval | None, claim: Claim, code: str) -> str:
    return localised(notation(side, claim), code) if side else "–"


def _unit(reading: Reading) -> str | None:
    """The currency, unit of a duration, percent or point, else the counted noun."""
    value = reading.value
    if not isinstance(value, Figure):
        return None
    return value.unit or ("percent" if value.kind == "percent" else reading.noun) or None


def _as_claim(reading: Reading) -> Claim:
    """A claim with only the value read, for functions that format a claim's bounds."""
    document = Document("", "article", "vi", "", None, None, "", "stated", None, Path())
    quote, nothing = Quote(reading.exact, reading.start, 1), Bilingual("", "")
    return Claim(
        document, "", quote, nothing, "", "", reading.value, Scope(), None, "fact", "", reading.bounds(), {}
    )  # fmt: skip
