"""The working of a discrepancy: intervals, days and formulas in one line, independent of language."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import count
from typing import TypeVar

from doichieu.model.bounds import cut_off
from doichieu.model.claims import Bounds, Claim
from doichieu.model.interval import End, Interval
from doichieu.model.validity import facing_days
from doichieu.wording.arithmetic import rounded
from doichieu.wording.units import scale_of

T = TypeVar("T")

_FIRST_DAY, _LAST_DAY = date.min.toordinal(), date.max.toordinal()


def letter(place: int) -> str:
    """The letter of a claim by its index from 0, as for spreadsheet columns: A to Z, AA, AB and so on."""
    letters = ""
    place += 1
    while place:
        place, last = divmod(place - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def place_of(letters: str) -> int:
    """The index that a letter stands for."""
    place = 0
    for one in letters:
        place = place * 26 + ord(one) - 64
    return place - 1


def lettered(items: Iterable[T]) -> Iterator[tuple[str, T]]:
    """Each item with its letter."""
    return ((letter(place), item) for place, item in enumerate(items))


def decimal(value: Fraction) -> str:
    """Plain decimal digits, preceded by ≈ if nine decimals are not exact."""
    if value.denominator == 1:
        return str(value.numerator)
    for places in range(1, 10):
        if (value * 10**places).denominator == 1:
            sign, scaled = "-" if value < 0 else "", abs(value * 10**places).numerator
            return f"{sign}{scaled // 10**places}.{scaled % 10**places:0{places}d}"
    places = next(places for places in count(2) if abs(value) * 10**places >= 1)
    return f"≈{decimal(round(value, min(places, 9)))}"


def calendar_day(ordinal: int) -> date:
    """The date of a day's ordinal, limited to the calendar, because bounds in years 1 and 9999 can lie outside it."""
    return date.fromordinal(min(max(ordinal, _FIRST_DAY), _LAST_DAY))


def span(interval: Interval) -> str:
    """An interval of plain numbers: [3.2; 4), or 4 alone."""
    return _brackets(interval, _end(interval.lower), _end(interval.upper))


def notation(interval: Interval, claim: Claim) -> str:
    """An interval in the claim's own unit: [3.6; 4), or [2024-12-24; 2024-12-25)."""
    if claim.value.kind in ("date", "period"):
        return day_notation(interval)
    return span(interval.times(1 / scale_of(claim)[0]))


def day_notation(interval: Interval) -> str:
    """Days in ISO 8601: one as 2024-12-24, several as their first and last day."""
    if interval.upper - interval.lower == 1:
        return iso(interval.lower)
    return _brackets(interval, iso(interval.lower), iso(interval.upper))


def iso(moment: End) -> str:
    """A moment in ISO 8601."""
    if not isinstance(moment, Fraction):
        return _end(moment)
    whole = math.floor(moment)
    minutes = math.floor((moment - whole) * 1440)
    return calendar_day(whole).isoformat() + (f"T{minutes // 60:02d}:{minutes % 60:02d}" if minutes else "")


def _end(end: End) -> str:
    return decimal(end) if isinstance(end, Fraction) else ("−∞" if end < 0 else "∞")


def _brackets(interval: Interval, lower: str, upper: str) -> str:
    if lower == upper:
        return lower
    return f"{'[' if interval.lower_closed else '('}{lower}; {upper}{']' if interval.upper_closed else ')'}"


def intervals_beside(one: Interval, other: Interval, first: str, second: str) -> str:
    """Whether two intervals, written `first` and `second`, meet: 12 ≠ 14, [3.2; 4) ∩ [4; 5) = ∅, 27 ∩ [27; 28] ≠ ∅."""
    if one.meets(other):
        return f"{first} ∩ {second} ≠ ∅"
    if one.lower == one.upper and other.lower == other.upper:
        return f"{first} ≠ {second}"
    return f"{first} ∩ {second} = ∅"


def by_grade(one: Bounds, other: Bounds, line: Callable[[bool], str]) -> str:
    """A line of working on the loose bounds (`line(True)`) if they do not meet, else one on both grades.

    strict 16000 ≠ 16300; loose [15500; 16500] ∩ [16250; 16350] ≠ ∅.
    """
    if one.loose.meets(other.loose):
        return f"strict {line(False)}; loose {line(True)}"
    return line(True)


def intervals_apart(one: Claim, other: Claim) -> str:
    """Two values that do not meet, in the unit of the first; both grades, or what was cut off, for a tension."""
    assert one.bounds
    assert other.bounds  # only claims whose values lie on a line are set side by side
    if (cut := cut_off(one, other)) and not one.bounds.loose.meets(other.bounds.loose):
        first, second, fine, coarse = (notation(it, one) for it in (one.bounds.strict, other.bounds.strict, *cut))
        return f"{intervals_beside(one.bounds.strict, other.bounds.strict, first, second)}; {fine} ⊂ {coarse}"
    return bounds_apart(one.bounds, other.bounds, one)


def bounds_apart(one: Bounds, other: Bounds, like: Claim) -> str:
    """Two bounds that do not meet, in the unit of a claim: [2; 4] ∩ [4.5; 5) = ∅; both grades for a tension."""

    def line(loose: bool) -> str:
        first, second = (side.loose if loose else side.strict for side in (one, other))
        return intervals_beside(first, second, notation(first, like), notation(second, like))

    return by_grade(one, other, line)


def result_missed(result: Interval, stated: Interval, formula: str = "") -> str:
    """A result, with its formula, compared with what is stated: 12 + 15 = 27 ≠ 28, 27 ∩ [28; 29] = ∅."""
    start = f"{formula} = " if formula and formula != span(result) else ""
    return start + intervals_beside(result, stated, span(result), span(stated))


def computed_apart(formula: Callable[..., str], operands: Sequence[Claim], result: Bounds, stated: Claim) -> str:
    """A computed figure that is not the stated one, with its formula; both grades for a tension."""
    wanted = rounded(stated)
    alike = stated.value.kind == operands[0].value.kind
    inside, outside = 1 / scale_of(stated if alike else operands[0])[0], 1 / scale_of(stated)[0]

    def line(loose: bool) -> str:
        end, meant, *sides = (
            side.loose if loose else side.strict for side in (result, wanted, *map(rounded, operands))
        )
        terms = [span(side.times(inside)) for side in sides]
        return result_missed(end.times(outside), meant.times(outside), formula(*terms))

    return by_grade(result, wanted, line)


def gap_notation(one: Interval, other: Interval) -> str:
    """The number of days between two times: 2025-10-26 − 2025-10-25 = 1."""
    last, first = facing_days(one, other)
    return f"{iso(Fraction(first))} − {iso(Fraction(last))} = {first - last}"


def localised(working: str, language: str) -> str:
    """A working in a language: with its decimal mark and its words for strict and loose.

    Numbers are not grouped and dates are ISO 8601.
    """
    if language != "vi":
        return working
    graded = re.sub(r"\bstrict (.+); loose ", r"hiểu chặt \1; hiểu rộng ", working)
    return re.sub(r"(?<=\d)\.(?=\d)", ",", graded)
