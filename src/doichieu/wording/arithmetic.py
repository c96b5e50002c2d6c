"""What claims make together: the bounds of a sum or a share, of a time between two moments, of units completed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from doichieu.model.claims import Bounds, Claim
from doichieu.model.edtf import elapsed
from doichieu.model.interval import End, Interval
from doichieu.model.values import Figure
from doichieu.wording.units import per_unit


def rounded(claim: Claim) -> Bounds:
    """Its bounds, a bare percentage taken as rounded at its last digit: 79% can be from 78.5 to 79.5."""
    bounds, value = claim.bounds, claim.value
    assert bounds  # only figures are computed with
    if not isinstance(value, Figure) or value.kind != "percent" or value.hedge:
        return bounds
    first, last = value.amount, value.to or value.amount
    low, high = (Fraction(1, 2 * 10 ** len(digits.partition(".")[2])) for digits in (first, last))
    strict = Interval(Fraction(first) - low, Fraction(last) + high)
    return Bounds(strict, strict.hull(bounds.loose))


def derived(rule: Callable[..., Interval | None], operands: Sequence[Claim]) -> Bounds | None:
    """What a figure computed from claims can be, strictly and loosely; None where it cannot be computed."""
    sides = [rounded(claim) for claim in operands]
    strict, loose = rule(*(side.strict for side in sides)), rule(*(side.loose for side in sides))
    return Bounds(strict, loose) if strict and loose else None


def nearest(
    stated: Bounds, results: Mapping[tuple[Claim, ...], Bounds | None]
) -> tuple[tuple[Claim, ...], Bounds] | None:
    """The claims whose result misses what is stated by least, and the result; None where one meets it or is unknown."""
    known = {claims: result for claims, result in results.items() if result}
    if len(known) < len(results) or any(result.strict.meets(stated.strict) for result in known.values()):
        return None

    def miss(one: tuple[tuple[Claim, ...], Bounds]) -> tuple[bool, End]:
        loose = one[1].loose
        return not loose.meets(stated.loose), loose.gap(stated.loose)

    return min(known.items(), key=miss, default=None)


def completed(claim: Claim) -> Bounds:
    """A duration's bounds, where a bare whole number may also count units completed: 47 years, 47 to under 48."""
    value, stated = claim.value, claim.bounds
    assert isinstance(value, Figure)  # as every duration is
    assert stated  # and lies on a line
    if value.hedge or value.to or "." in value.amount:
        return stated
    unit, whole = per_unit(claim), int(value.amount)
    begun = Interval(whole * unit, (whole + 1) * unit, True, False)
    return Bounds(stated.strict.hull(begun), stated.loose.hull(begun))


def counted(claim: Claim) -> Bounds:
    """An elapsed time's bounds, where a bare whole number may be rounded or count the units completed, loosely begun.

    47 years are 46.5 to under 48, and loosely over 46, as subtracting the years gives.
    """
    stated = completed(claim)
    assert claim.bounds  # as in completed
    if stated.strict == claim.bounds.strict:
        return stated
    unit, whole = per_unit(claim), Fraction(stated.strict.lower)
    strict = Interval(whole - min(unit / 2, whole / 10), whole + unit, True, False)
    return Bounds(strict, stated.loose.hull(strict).hull(Interval(whole - unit, whole + unit, False, False)))


def time_elapsed(start: Bounds, end: Bounds, duration: Claim) -> Bounds | None:
    """How long it can be between two moments, in the unit of a duration's bounds; None where never or unknown."""
    unit = duration.value.unit if isinstance(duration.value, Figure) else ""
    strict, loose = elapsed(start.strict, end.strict, unit), elapsed(start.loose, end.loose, unit)
    return Bounds(strict.times(per_unit(duration)), loose.times(per_unit(duration))) if strict and loose else None
