"""When claims hold, and whether two of them hold at once."""

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
"""How two values disagree; a Verdict that is no note."""


def edtf_of(claim: Claim) -> str:
    """The time a claim is for, in EDTF: a period, a day, or else the day it was published."""
    return claim.scope.during or claim.scope.as_of or claim.document.published


def time_of(claim: Claim) -> Bounds:
    """When a claim says it holds: for a period, on a day, or else on the day it was published."""
    edtf = edtf_of(claim)
    parts = edtf.split("/")
    lower = -INFINITY if parts[0] in ("", "..") else edtf_loose(parts[0]).lower
    upper = INFINITY if parts[-1] in ("", "..") else edtf_loose(parts[-1]).upper
    return Bounds(edtf_bounds(edtf), Interval(lower, upper, True, False))


def as_of(claim: Claim) -> Bounds:
    """The days at which a claim holds: its own, or those on which its document came out."""
    return _bounds(claim.scope.as_of or claim.document.published)


def published(document: Document) -> Bounds:
    """The days on which a document may have come out."""
    return _bounds(document.published)


def printed(claim: Claim) -> Bounds:
    """The days of a date as it is printed, whatever its zone, part of the day or hedge."""
    assert isinstance(claim.value, Date)  # only dates are asked for
    return _bounds(claim.value.edtf)


def _bounds(edtf: str) -> Bounds:
    return Bounds(edtf_bounds(edtf), edtf_bounds(edtf) if "/" in edtf else edtf_loose(edtf))


def at_mark(claim: Claim, mark: str) -> Claim:
    """A claim as far as it speaks of the start, end or time of an event; without a mark, as it is."""
    return replace(claim, bounds=claim.moments[mark]) if mark else claim


def disagree_at_same_time(one: Claim, other: Claim, dossier: Dossier) -> Grade | None:
    """How two values that exclude each other disagree: a contradiction where both hold at one moment for sure.

    What holds as of a year held at some time in that year, so that another value may have followed it: a tension.
    A period is sure only inside its first and last unit, since one holder hands over to the next within it: None.
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
    """The days on all of which a claim holds; None for one that holds at some moment of its time."""
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
    """The nearest of the periods (scope.during) in which the time of a claim does not lie; None where it lies in one.

    A tension where it lies in one as soon as an approximate date is taken loosely.
    """
    time = time_of(claim)
    if not terms or any(days_apart(time.strict, time_of(term).strict) < 1 for term in terms):
        return None
    nearest = min(terms, key=lambda term: days_apart(time.strict, time_of(term).strict))
    return nearest, "tension" if time.loose.meets(time_of(nearest).loose) else "contradiction"


def days_apart(one: Interval, other: Interval) -> int:
    """How many days lie between two times: from the last day of the earlier to the first day of the later."""
    last, first = facing_days(one, other)
    return first - last


def facing_days(one: Interval, other: Interval) -> tuple[int, int]:
    """The last day of the earlier and the first day of the later of two times, as ordinals; 0, 0 where endless."""
    earlier, later = (one, other) if one.lower <= other.lower else (other, one)
    if earlier.upper == INFINITY or later.lower == -INFINITY:
        return 0, 0  # they run on into each other
    return math.ceil(earlier.upper) - 1, math.floor(later.lower)
