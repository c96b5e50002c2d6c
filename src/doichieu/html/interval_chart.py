"""Compute where the intervals that a discrepancy's claims allow go on a line; the page's templates draw it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import Any

from doichieu.model.interval import INFINITY, End, Interval
from doichieu.wording.working import lettered

Data = Mapping[str, Any]

_LEFT, _RIGHT = 12, 92  # the line's ends, in percent of the drawing's width; letters are to its left
_ENDS = ("lower", "upper")


@dataclass(frozen=True)
class Row:
    """One claim's interval: the places of its ends on the line, and how each is drawn: filled, hollow or arrow."""

    letter: str
    index: int
    claim: Data
    start: float
    end: float
    start_mark: str
    end_mark: str


@dataclass(frozen=True)
class Drawing:
    """The intervals of a discrepancy on one line; all places are in percent of its width.

    `gap` is the stretch between the two intervals that are furthest apart, None if they meet.
    """

    rows: tuple[Row, ...]
    gap: tuple[float, float] | None
    ticks: tuple[tuple[float, Fraction], ...]


def reading(discrepancy: Data) -> str:
    """The reading that decides the verdict: the loose one for a contradiction, else the strict one."""
    return "loose" if discrepancy["verdict"] == "contradiction" else "strict"


def is_dated(bounds: Data) -> bool:
    """Whether bounds are days rather than numbers."""
    return any(isinstance(bounds[end], str) for end in _ENDS)


def interval(bounds: Data) -> Interval:
    """The interval that a report's bounds describe, dates as days."""
    lower, upper = moment(bounds["lower"], -1), moment(bounds["upper"])
    return Interval(lower, upper, bounds["lower_closed"], bounds["upper_closed"])


def moment(end: str | float | None, side: int = 1) -> End:
    """An end of a report's bounds: a number, or a date as days; None is infinite, negative if `side` is -1."""
    if end is None:
        return side * INFINITY
    if not isinstance(end, str):
        return Fraction(str(end))
    day, _, clock = end.partition("T")
    hour = time.fromisoformat(clock) if clock else time()
    return date.fromisoformat(day).toordinal() + Fraction(hour.hour * 60 + hour.minute, 1440)


def drawing(discrepancy: Data) -> Drawing | None:
    """The drawing of the claims that state a number; None if there are fewer than two or they share no line.

    They share a line if they state the same property of the same subject in the same unit: parts of a sum do not.
    """
    grade = reading(discrepancy)
    drawn = [
        (index, letter, claim)
        for index, (letter, claim) in enumerate(lettered(discrepancy["claims"]))
        if claim[grade] and not is_dated(claim[grade])
    ]
    # older reports have no unit, and months would be drawn on a line of years
    if len(drawn) < 2 or any("unit" not in claim for *_, claim in drawn):
        return None
    if len({(claim["subject"], claim["property"], claim["unit"]["en"]) for *_, claim in drawn}) > 1:
        return None
    intervals = [interval(claim[grade]) for *_, claim in drawn]
    ends = [end for each in intervals for end in (each.lower, each.upper) if isinstance(end, Fraction)]
    if not ends:
        return None
    room = (max(ends) - min(ends)) / 8 or abs(ends[0]) / 8 or Fraction(1)
    first, last = min(ends) - room, max(ends) + room

    def place(end: End) -> float:
        if not isinstance(end, Fraction):
            return float(_LEFT if end < 0 else _RIGHT)
        return round(float(_LEFT + (_RIGHT - _LEFT) * (end - first) / (last - first)), 1)

    rows = tuple(
        Row(
            letter,
            index,
            claim,
            place(each.lower),
            place(each.upper),
            _mark(each.lower, each.lower_closed),
            _mark(each.upper, each.upper_closed),
        )
        for (index, letter, claim), each in zip(drawn, intervals, strict=True)
    )
    below = min(intervals, key=lambda each: (each.upper, each.upper_closed))
    above = max(intervals, key=lambda each: (each.lower, not each.lower_closed))
    gap = (place(below.upper), place(above.lower)) if below.below(above) else None
    return Drawing(rows, gap, tuple((place(tick), tick) for tick in _ticks(first, last, min(ends) >= 0)))


def _mark(end: End, closed: bool) -> str:
    return "filled" if closed else "hollow" if isinstance(end, Fraction) else "arrow"


def _ticks(first: Fraction, last: Fraction, positive: bool) -> Iterator[Fraction]:
    """Round numbers along the line: at most five, or at most three if they are long."""
    most = 5 if last < 10_000 else 3
    step = Fraction(1)
    while step > last - first:
        step /= 10
    while step * 10 < last - first:
        step *= 10
    step = next(s for s in (step * factor / 10 for factor in (1, 2, 5, 10, 20, 50, 100)) if (last - first) / s <= most)
    tick = -(-first // step) * step
    while tick <= last:
        if tick >= 0 or not positive:
            yield tick
        tick += step
