"""Compute the strict and the loose interval of every value from its hedge (docs/decisions/0004-bounds.md).

Strict is what a careful copy editor takes the words to mean; loose is the widest meaning that a fair reader accepts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from doichieu.language.numerals import SCALES
from doichieu.model.claims import Bounds, Claim
from doichieu.model.edtf import MONTHS, SECONDS, also_in_zone, edtf_bounds, edtf_ends, edtf_loose, part_of_day
from doichieu.model.interval import INFINITY, Interval, exactly
from doichieu.model.values import Date, Figure, Period, Rank, Value

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Policy:
    """The widths of hedged figures, as shares of the number.

    Measured over 725 pairs of a hedged headline and the same figure in the body of Vietnamese news: where the two
    differed, "gần N" was followed by a smaller value in 97 % (median 0.975 N, 5th percentile 0.84 N), "hơn N" by a
    greater one in 88 % (median 1.03 N). A dossier can override each width.
    """

    rounding: Fraction = Fraction(1, 10)
    nearly_strict: Fraction = Fraction(9, 10)
    nearly_loose: Fraction = Fraction(8, 10)
    over_strict: Fraction = Fraction(5, 4)
    about_loose: Fraction = Fraction(1, 5)
    up_to_strict: Fraction = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class _Number:
    """A printed number in its base unit, with the widths that follow from its digits."""

    amount: Fraction
    grain: Fraction  # one unit of the last non-zero place
    place: Fraction  # one unit of the last printed digit
    whole: bool  # neither decimals nor a scale word
    policy: Policy

    @property
    def rounding(self) -> Fraction:
        """The half-width of ordinary rounding."""
        return min(self.grain / 2, abs(self.amount) * self.policy.rounding)

    @property
    def printed(self) -> Fraction:
        """The half-width of rounding to the last printed digit."""
        return _NONE if self.whole else self.place / 2


def figure_bounds(figure: Figure, policy: Policy, exact: bool = False) -> Bounds:
    """The bounds of a figure; durations are in months (years, months …) or seconds (days, hours …).

    `exact` is for properties that are never rounded, such as the chapters of a treaty: then loose equals strict.
    Raises ValueError if a range runs backwards.
    """
    number = _number(figure.amount, figure, policy)
    if figure.to is not None:
        strict, loose = _range(number, _number(figure.to, figure, policy), figure.hedge)
    elif number.amount < 0:
        strict, loose = (-side for side in _HEDGES[figure.hedge](_mirrored(number)))
    else:
        strict, loose = _HEDGES[figure.hedge](number)
    return Bounds(strict, strict if exact else loose)


def _number(amount: str, figure: Figure, policy: Policy) -> _Number:
    factor = SCALES.get(figure.scale or "", 1)
    if figure.kind == "duration":
        factor *= MONTHS.get(figure.unit) or SECONDS[figure.unit]
    whole, _, decimals = amount.partition(".")
    printed = int(whole + decimals)
    place = Fraction(factor, 10 ** len(decimals)) if decimals else Fraction(factor)
    digits = (whole + decimals).lstrip("-")
    zeros = len(digits) - len(digits.rstrip("0")) if printed else 0
    grain = place * 10**zeros if zeros else place
    return _Number(place * printed, grain, place, not decimals and not figure.scale, policy)


def cut_off(one: Claim, other: Claim) -> tuple[Interval, Interval] | None:
    """The strict bounds of the finer figure, and the numbers that are cut to the coarser one, if they lie in these.

    [5.265, 5.275) and [5.2, 5.3) for 5.27 and 5.2. A last digit of more than a tenth of the number is not cut off.
    """
    for fine, coarse in ((one, other), (other, one)):
        figure = coarse.value
        if isinstance(figure, Figure) and isinstance(fine.value, Figure) and figure.unit == fine.value.unit:
            number = _number(figure.amount, figure, Policy())
            sign = -1 if number.amount < 0 else 1
            if figure.hedge is None and figure.to is None and number.place * 10 <= sign * number.amount:
                cut = Interval(sign * number.amount, sign * number.amount + number.place, True, False).times(sign)
                if fine.bounds and fine.bounds.strict.within(cut):
                    return fine.bounds.strict, cut
    return None


def _mirrored(number: _Number) -> _Number:
    return _Number(-number.amount, number.grain, number.place, number.whole, number.policy)


def _bare(n: _Number) -> tuple[Interval, Interval]:
    return _rounded(n.amount, n.printed), _rounded(n.amount, max(n.rounding, n.printed))


def _exactly(n: _Number) -> tuple[Interval, Interval]:
    return exactly(n.amount), exactly(n.amount)


def _nearly(n: _Number) -> tuple[Interval, Interval]:
    if not n.amount:
        return (_below(-n.place, n.amount),) * 2
    strict = max(n.amount - n.grain, n.policy.nearly_strict * n.amount)
    loose = min(strict, n.policy.nearly_loose * n.amount)
    return _below(strict, n.amount), _below(loose, n.amount)


def _over(n: _Number) -> tuple[Interval, Interval]:
    upper = min(n.amount + n.grain, n.policy.over_strict * n.amount) if n.amount else n.place
    return Interval(n.amount, upper, False, True), Interval(n.amount, INFINITY, False, False)


def _under(n: _Number) -> tuple[Interval, Interval]:
    return (Interval(-INFINITY, n.amount, False, False),) * 2


def _about(n: _Number) -> tuple[Interval, Interval]:
    strict = max(n.rounding, n.printed)
    return _around(n.amount, strict), _around(n.amount, max(strict, n.policy.about_loose * abs(n.amount)))


def _at_least(n: _Number) -> tuple[Interval, Interval]:
    return (Interval(n.amount, INFINITY, True, False),) * 2


def _at_most(n: _Number) -> tuple[Interval, Interval]:
    return (Interval(-INFINITY, n.amount, False, True),) * 2


def _up_to(n: _Number) -> tuple[Interval, Interval]:
    strict = Interval(n.policy.up_to_strict * n.amount, n.amount)
    return strict, Interval(-INFINITY, n.amount, False, True)


_HEDGES: Mapping[str | None, Callable[[_Number], tuple[Interval, Interval]]] = {
    None: _bare,
    "exactly": _exactly,
    "nearly": _nearly,
    "over": _over,
    "under": _under,
    "about": _about,
    "at-least": _at_least,
    "at-most": _at_most,
    "up-to": _up_to,
}


def _around(middle: Fraction, half: Fraction) -> Interval:
    return Interval(middle - half, middle + half)


def _rounded(middle: Fraction, half: Fraction) -> Interval:
    """What is printed as `middle`: halves round away from zero, so that two figures of one place never meet."""
    return Interval(middle - half, middle + half, bool(middle), False) if half else exactly(middle)


def _below(lower: Fraction, upper: Fraction) -> Interval:
    return Interval(lower, upper, True, False)


def _range(low: _Number, high: _Number, hedge: str | None) -> tuple[Interval, Interval]:
    if low.amount > high.amount:
        raise ValueError(f"a range runs from the smaller number to the greater, not from {low.amount} to {high.amount}")
    span = Interval(low.amount, high.amount)
    if hedge != "about":
        return span, span
    (low_strict, low_loose), (high_strict, high_loose) = _about(low), _about(high)
    return low_strict.hull(high_strict), low_loose.hull(high_loose)


def date_bounds(value: Date, home: str) -> Bounds:
    """The bounds of a date in days; `home` is the dossier's time zone, for dates without one."""
    days, loose = edtf_bounds(value.edtf), edtf_loose(value.edtf)
    if value.part and days.upper - days.lower == 1:
        part = part_of_day(days, value.part)
        days, loose = part, part if loose == days else loose
    if value.zone:
        days, loose = also_in_zone(days, value.zone, home), also_in_zone(loose, value.zone, home)
    match value.hedge:
        case "before":
            return Bounds(_until(days.lower), _until(loose.upper))
        case "by":
            return Bounds(_until(days.upper), _until(loose.upper))
        case "after":
            return Bounds(_from(days.upper), _from(loose.lower))
        case "from":
            return Bounds(_from(days.lower), _from(loose.lower))
        case _:
            return Bounds(days, loose)


def _until(day: Fraction | float) -> Interval:
    return Interval(-INFINITY, day, False, False)


def _from(day: Fraction | float) -> Interval:
    return Interval(day, INFINITY, True, False)


def value_bounds(value: Value, policy: Policy, home: str, exact: bool = False) -> Bounds | None:
    """The bounds of a number or time; None for other values.

    Raises ValueError if the value is invalid (no such day, a range or a period that runs backwards).
    """
    match value:
        case Figure():
            return figure_bounds(value, policy, exact)
        case Date():
            return date_bounds(value, home)
        case Period():
            edtf_ends(value.edtf)
            days = edtf_bounds(value.edtf)
            return Bounds(days, days)
        case Rank():
            return Bounds(exactly(value.position), exactly(value.position))
        case _:
            return None


def moments(value: Value, bounds: Bounds | None, role: str | None) -> dict[str, Bounds]:
    """The bounds of the event's `start`, `end` or `time` that a date or a period in this role gives."""
    if isinstance(value, Period):
        start, end = edtf_ends(value.edtf)
        return {"start": Bounds(start, start), "end": Bounds(end, end)}
    if not isinstance(value, Date) or bounds is None:
        return {}
    if role == "time":
        return {"start": bounds, "end": bounds}
    return {role if role in ("start", "end") else "time": bounds}
