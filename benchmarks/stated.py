"""What a peer states, in its own terms, and whether a label can be meant by it.

The benefit of the doubt is the peer's: what it leaves open (the kind of a number, the currency of "$", the time of day)
is not held against it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from doichieu.language.numerals import SCALES
from doichieu.model.edtf import MONTHS, SECONDS, edtf_bounds, edtf_ends
from doichieu.model.interval import Interval
from doichieu.model.values import Date, Figure, Period, Rank, Value

_SIGNS: Mapping[str, tuple[str, ...]] = {
    "$": ("USD", "AUD", "CAD", "HKD", "NZD", "SGD"),
    "£": ("GBP",),
    "€": ("EUR",),
    "¥": ("JPY", "CNY"),
}
_PLAIN = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")


class Number(NamedTuple):
    """A number, with its kind and unit where the peer says them; `order` is the kind of ranks and ordinals."""

    amount: float
    to: float | None = None
    kind: str = ""
    unit: str = ""

    def states(self, label: Value) -> bool:
        """Whether a label can be meant by it."""
        if isinstance(label, Rank):
            return self.kind in ("", "order") and self.to is None and self.amount == label.position
        if not isinstance(label, Figure) or self.kind not in ("", label.kind) or not self._unit_fits(label):
            return False
        factor = (SCALES[label.scale] if label.scale else 1) * self._in_unit_of(label)
        far = Fraction(label.to) * factor if label.to else None
        return _near(self.amount, Fraction(label.amount) * factor) and _near(self.to, far)

    def _unit_fits(self, label: Figure) -> bool:
        if self.kind == "duration":
            return any(self.unit in units and label.unit in units for units in (MONTHS, SECONDS))
        return self.kind != "money" or not _currencies(self.unit) or label.unit in _currencies(self.unit)

    def _in_unit_of(self, label: Figure) -> Fraction:
        """How many of its units one of the label's makes: a year is twelve months."""
        if self.kind != "duration":
            return Fraction(1)
        units = MONTHS if label.unit in MONTHS else SECONDS
        return Fraction(units[label.unit], units[self.unit])


class Days(NamedTuple):
    """The first and the last of the days it means; several spans where it can be understood in several ways."""

    spans: tuple[tuple[date, date], ...]

    def states(self, label: Value) -> bool:
        """Whether a label can be meant by it; to be finer than the label is right too."""
        return any(_is_at(first, last, label) for first, last in self.spans)


def spanning(day: date, grain: str) -> tuple[date, date]:
    """The first and the last day of the year, quarter, month or week around a day; the day itself for what is finer."""
    match grain:
        case "year":
            return date(day.year, 1, 1), date(day.year, 12, 31)
        case "quarter" | "month":
            months = 3 if grain == "quarter" else 1
            first = date(day.year, (day.month - 1) // months * months + 1, 1)
            within = first + timedelta(31 * months - 3)  # in its last month, whichever that is
            return first, (within.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
        case "week":
            return day - timedelta(day.weekday()), day + timedelta(6 - day.weekday())
        case _:
            return day, day


def _near(one: float | None, other: Fraction | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return math.isclose(one, other, rel_tol=1e-9)


def _currencies(unit: str) -> tuple[str, ...]:
    """The currencies that a sign or a code may mean; none where that is open."""
    return _SIGNS.get(unit, (unit,) if re.fullmatch("[A-Z]{3}", unit) else ())


def _is_at(first: date, last: date, label: Value) -> bool:
    if not isinstance(label, Date | Period):
        return False
    edtf = re.sub("~|T[0-9:]+", "", label.edtf).replace("XXXX", f"{first.year:04}")
    if isinstance(label, Period):
        begins, finishes = edtf_ends(edtf)
        return _in(first, begins) and _in(last, finishes)
    days = edtf_bounds(edtf)
    if _PLAIN.fullmatch(edtf):
        return _in(first, days) and _in(last, days)
    return days.lower == first.toordinal() and days.upper == last.toordinal() + 1


def _in(day: date, days: Interval) -> bool:
    return days.lower <= day.toordinal() < days.upper
