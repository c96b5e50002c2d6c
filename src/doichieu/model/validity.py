"""Determine when claims hold, and whether two hold at the same time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from doichieu.model.claims import Bounds, Claim, Document, Dossier
from doichieu.model.edtf import edtf_bounds, edtf_ends, edtf_loose
from doichieu.model.interval import ANY, INFINITY, Interval
from doichieu.model.values import Date

Grade = Literal["contradiction", "tension"]
"""How two values disagree: a Verdict other than note."""


def edtf_of(claim: Claim) -> str:
    """The time for which a claim holds, in EDTF: a period, a day, or else the day it was published."""
    return claim.scope.during or claim.scope.as_of or claim.document.published


def time_of(claim: Claim) -> Bounds:
    """The bounds of the time for which a claim holds: a period, a day, or else the day it was published."""
    edtf = edtf_of(claim)
    parts = edtf.split("/")
    lower = -INFINITY if parts[0] in ("", "..") else edtf_loose(parts[0]).lower
    upper = INFINITY if parts[-1] in ("", "..") else edtf_loose(parts[-1]).upper
    return Bounds(edtf_bounds(edtf), Interval(lower, upper, True, False))


def as_of(claim: Claim) -> Bounds:
    """The days as of which a claim holds: its own, or those on which its document was published."""
    return _bounds(claim.scope.as_of or claim.document.published)


def published(document: Document) -> Bounds:
    """The days on which a document may have been published."""
    return _bounds(document.published)


def printed(claim: Claim) -> Bounds:
    """The days of a date as printed, regardless of its zone, part of the day and hedge."""
    assert isinstance(claim.value, Date)  # callers pass only dates
    return _bounds(claim.value.edtf)


def _bounds(edtf: str) -> Bounds:
    return Bounds(edtf_bounds(edtf), edtf_bounds(edtf) if "/" in edtf else edtf_loose(edtf))


def at_mark(claim: Claim, mark: str) -> Claim:
    """The part of a claim about the start, end or time of an event; without a mark, the claim itself."""
    return replace(claim, bounds=claim.moments[mark]) if mark else claim


def disagree_at_same_time(one: Claim, other: Claim, dossier: Dossier) -> Grade | None:
    """How two values that exclude each other disagree: a contradiction if both certainly hold at one moment.

    A value as of a year held at some time in that year, so another value may have followed it: a tension. A period is
    certain only between its first and last unit, because one holder follows another within these: None.
    """
    first, second = _surely(one, dossier), _surely(other, dossier)
    times = time_of(one).strict, time_of(other).strict
    if first and second:
        return "contradiction" if first.meets(second) else None
    if first or second:
        throughout, moment = (first, times[1]) if first else (second, times[0])
        return "contradiction" if throughout and moment.within(throughout) else None
    if one.scope.during or other.scope.during or not times[0].meets(times[1]):
        return None
    both = times[0].hull(times[1])
    same = both.upper - both.lower <= 1 or (one.document is other.document and times[0] == times[1])
    return "contradiction" if same else "tension"


def _surely(claim: Claim, dossier: Dossier) -> Interval | None:
    """The days on which a claim certainly holds; None if it only holds at some moment of its time."""
    during = claim.scope.during
    if during and "/" not in during:
        return edtf_bounds(during)
    if during:
        start, end = edtf_ends(during)
        lower = start.lower if start.lower == -INFINITY else start.upper
        upper = end.upper if end.upper == INFINITY else end.lower
        return Interval(lower, upper, True, False) if lower < upper else None
    return ANY if claim.mode == "fact" and dossier.properties[claim.property].dynamics == "fixed" else None


def outside(claim: Claim, terms: Sequence[Claim]) -> tuple[Claim, Grade] | None:
    """The nearest of the periods (scope.during) if the time of a claim is outside all of them; None if it is in one.

    The grade is a tension if the time is in one when approximate dates are taken loosely.
    """
    time = time_of(claim)
    if not terms or any(days_apart(time.strict, time_of(term).strict) < 1 for term in terms):
        return None
    nearest = min(terms, key=lambda term: days_apart(time.strict, time_of(term).strict))
    return nearest, "tension" if time.loose.meets(time_of(nearest).loose) else "contradiction"


def days_apart(one: Interval, other: Interval) -> int:
    """The number of days from the last day of the earlier time to the first day of the later."""
    last, first = facing_days(one, other)
    return first - last


def facing_days(one: Interval, other: Interval) -> tuple[int, int]:
    """The last day of the earlier and the first day of the later time, as ordinals; 0, 0 if they are unbounded."""
    earlier, later = (one, other) if one.lower <= other.lower else (other, one)
    if earlier.upper == INFINITY or later.lower == -INFINITY:
        return 0, 0  # they are unbounded towards each other
    return math.ceil(earlier.upper) - 1, math.floor(later.lower)
