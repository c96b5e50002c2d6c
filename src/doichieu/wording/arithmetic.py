"""Compute with the bounds of claims: sums, shares, times between two moments, completed units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from doichieu.model.claims import Bounds, Claim
from doichieu.model.edtf import elapsed
from doichieu.model.interval import End, Interval
from doichieu.model.values import Figure
from doichieu.wording.units import per_unit


def rounded(claim: Claim) -> Bounds:
    """A claim's bounds, with a bare percentage taken as rounded to its last digit: 79% can be from 78.5 to 79.5."""
    bounds, value = claim.bounds, claim.value
    assert bounds  # callers pass only figures
    if not isinstance(value, Figure) or value.kind != "percent" or value.hedge:
        return bounds
    first, last = value.amount, value.to or value.amount
    low, high = (Fraction(1, 2 * 10 ** len(digits.partition(".")[2])) for digits in (first, last))
    strict = Interval(Fraction(first) - low, Fraction(last) + high)
    return Bounds(strict, strict.hull(bounds.loose))


def derived(rule: Callable[..., Interval | None], operands: Sequence[Claim]) -> Bounds | None:
    """The bounds of a figure computed from claims; None if it cannot be computed."""
    sides = [rounded(claim) for claim in operands]
    strict, loose = rule(*(side.strict for side in sides)), rule(*(side.loose for side in sides))
    return Bounds(strict, loose) if strict and loose else None


def nearest(
    stated: Bounds, results: Mapping[tuple[Claim, ...], Bounds | None]
) -> tuple[tuple[Claim, ...], Bounds] | None:
    """The claims whose result is nearest to the stated one, and the result; None if one meets it or is unknown."""
    known = {claims: result for claims, result in results.items() if result}
    if len(known) < len(results) or any(result.strict.meets(stated.strict) for result in known.values()):
        return None

    def miss(one: tuple[tuple[Claim, ...], Bounds]) -> tuple[bool, End]:
        loose = one[1].loose
        return not loose.meets(stated.loose), loose.gap(stated.loose)

    return min(known.items(), key=miss, default=None)


def completed(claim: Claim) -> Bounds:
    """A duration's bounds; a bare whole number may also count completed units: 47 years are 47 to under 48."""
    value, stated = claim.value, claim.bounds
    assert isinstance(value, Figure)  # every duration is one
    assert stated  # every duration has bounds
    if value.hedge or value.to or "." in value.amount:
        return stated
    unit, whole = per_unit(claim), int(value.amount)
    begun = Interval(whole * unit, (whole + 1) * unit, True, False)
    return Bounds(stated.strict.hull(begun), stated.loose.hull(begun))


def counted(claim: Claim) -> Bounds:
    """An elapsed time's bounds; a bare whole number may be rounded, or count completed or, loosely, begun units.

    47 years are 46.5 to under 48, or loosely over 46, which subtracting the years can give.
    """
    stated = completed(claim)
    assert claim.bounds  # as in completed
    if stated.strict == claim.bounds.strict:
        return stated
    unit, whole = per_unit(claim), Fraction(stated.strict.lower)
    strict = Interval(whole - min(unit / 2, whole / 10), whole + unit, True, False)
    return Bounds(strict, stated.loose.hull(strict).hull(Interval(whole - unit, whole + unit, False, False)))


def time_elapsed(start: Bounds, end: Bounds, duration: Claim) -> Bounds | None:
    """The possible times between two moments, in the unit of a duration's bounds; None if impossible or unknown."""
    unit = duration.value.unit if isinstance(duration.value, Figure) else ""
    strict, loose = elapsed(start.strict, end.strict, unit), elapsed(start.loose, end.loose, unit)
    return Bounds(strict.times(per_unit(duration)), loose.times(per_unit(duration))) if strict and loose else None
