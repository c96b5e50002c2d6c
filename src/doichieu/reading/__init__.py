"""Read the typed values that a text states, each with the exact words it was read from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from doichieu.model.bounds import Policy, value_bounds
from doichieu.model.claims import Bounds
from doichieu.model.values import Date, Figure, Period, Rank
from doichieu.reading.calendar import day_of
from doichieu.reading.dates import when_at
from doichieu.reading.figures import figure_at
from doichieu.reading.grammar import THIN, Grammar, Stated, grammar
from doichieu.reading.grammar import Read as Read
from doichieu.reading.ranks import order_at

_SPACES = ("\u00a0", "\u202f", THIN)
_GROUPING = re.compile(f"(?<=[0-9])[{''.join(_SPACES)}](?=[0-9]{{3}}(?![0-9]))")


class Reading(NamedTuple):
    """A value read in a text.

    `start` and `end` are offsets in code points of the text in NFC; `exact` holds the words between, from the hedge to
    the unit. `noun` is the counted noun after a quantity, as printed.
    """

    start: int
    end: int
    exact: str
    value: Read
    noun: str = ""

    @property
    def kind(self) -> str:
        """The kind of the value, as value.schema.json names it."""
        return self.value.kind

    def bounds(self, zone: str = "Asia/Ho_Chi_Minh") -> Bounds | None:
        """The strict and loose bounds of the value; None if it has none, such as a date without a year."""
        if isinstance(self.value, Date) and self.value.edtf.startswith("XXXX"):
            return None
        try:
            return value_bounds(self.value, Policy(), zone)
        except ValueError:
            return None


def read(text: str, language: str = "vi", published: str | None = None) -> list[Reading]:
    """The values that a text states, in order of appearance; readings never overlap.

    `published` is the day of publication in EDTF; partial and relative dates are resolved from it. Offsets are those of
    the text in NFC. Raises FileNotFoundError for a language without a language file.
    """
    return list(_readings(unicodedata.normalize("NFC", text), grammar(language), day_of(published)))


def _readings(text: str, g: Grammar, day: date | None) -> Iterator[Reading]:
    text = f"\n{text}\n"  # so that every expression has a character before and after it
    low = _small(text)
    done = line_end = 0
    last: str | None = None
    currency = ""
    for hit in g.gate.finditer(low):
        i = hit.start(1)
        if i < done:
            continue
        if i > line_end:
            last, currency, line_end = None, "", low.find("\n", i)
        at, (never, dated, limiting, orders, counted) = hit.start(2), g.openers[hit[2]]
        if never:
            done = hit.end()
            continue
        dated = dated and not (low[at].isdigit() and g.undated.match(low, at))
        found = (
            (dated and at == i and when_at(low, text, i, g, day, last, limiting))
            or (dated and at > i and _leads(low, i, g) and when_at(low, text, i, g, day, last))
            or (dated and at > i and _inner(low, text, i, at, g, day, last))
            or (orders and order_at(low, text, at, orders, g))
            or (counted and figure_at(low, text, i, done, g, currency))
            or (dated and at > i and when_at(low, text, at, g, day, last))
            or 0
        )
        if isinstance(found, int):
            done = max(done, found)
            continue
        value, start, done, noun = found
        match value:
            case Figure():
                currency = value.unit if value.kind == "money" else currency
            case Date():
                last = value.edtf[:10] if len(value.edtf) >= 10 else last
        yield Reading(start - 1, done - 1, text[start:done], value, noun)


def _leads(low: str, i: int, g: Grammar) -> bool:
    """Whether the word at `i` can come before a date."""
    word = g.first_word.match(low, i)
    return word is not None and word[0] in g.leading


def _inner(low: str, text: str, i: int, at: int, g: Grammar, day: date | None, last: str | None) -> Stated | int:
    """The date or period after words that are not part of it; a hedged period is left to be read as a figure."""
    found = when_at(low, text, at, g, day, last) or 0
    if isinstance(found, int) or isinstance(found[0], Date):
        return found
    hedge = g.hedge.fullmatch(low, low.rfind(" ", i - 1, at - 1) + 1, at)
    return 0 if hedge and hedge[1] else found


def _small(text: str) -> str:
    """The text in lower case with plain spaces; offsets do not change."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    if any(space in low for space in _SPACES):
        low = _GROUPING.sub(THIN, low)
        for space in _SPACES:
            low = low.replace(space, " ") if space != THIN else low
    return low


def value_data(value: Read) -> dict[str, Any]:
    """A value as JSON data, as value.schema.json describes it."""
    match value:
        case Figure():
            data: dict[str, Any] = {"kind": value.kind, "amount": value.amount, "to": value.to, "scale": value.scale}
            names = {"money": "currency", "duration": "unit"}
            if value.kind == "percent":
                data["points"] = True if value.unit == "point" else None
            elif value.kind in names:
                data[names[value.kind]] = value.unit
            data["hedge"] = value.hedge
        case Date():
            data = {
                "kind": "date",
                "edtf": value.edtf,
                "zone": value.zone,
                "part": value.part,
                "weekday": value.weekday,
                "hedge": value.hedge,
            }
        case Period():
            data = {"kind": "period", "edtf": value.edtf}
        case Rank():
            data = {"kind": value.kind, "position": str(value.position)}
            data["field"] = str(value.field) if value.field else None
            data["superlative"] = value.superlative or None
    return {name: content for name, content in data.items() if content is not None}
