"""Intervals, each end of which is open or closed.

The model is XBRL Calculations 1.1: two figures are consistent if their intervals meet, intervals are added by their
ends, and a negative weight swaps the ends together with their inclusion. Ends are exact rationals; only an infinite
end is a float.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

End = Fraction | float
"""An end of an interval: exact, or infinite."""

INFINITY = math.inf
"""The upper end of an interval that is unbounded above; negated, the lower end of one unbounded below."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from `lower` to `upper`; an end is included if its `closed` flag is set."""

    lower: End
    upper: End
    lower_closed: bool = True
    upper_closed: bool = True

    def __post_init__(self) -> None:
        lower, upper = self.lower, self.upper
        # Fractions are slow to compare: only floats are compared with infinity, and the ends with each other only once.
        if isinstance(lower, float) and lower == -INFINITY and self.lower_closed:
            object.__setattr__(self, "lower_closed", False)
        if isinstance(upper, float) and upper == INFINITY and self.upper_closed:
            object.__setattr__(self, "upper_closed", False)
        if lower > upper or (not (self.lower_closed and self.upper_closed) and lower == upper):
            raise ValueError(f"an interval from {lower} to {upper} contains no number")

    def __contains__(self, number: Fraction | int) -> bool:
        above = number >= self.lower if self.lower_closed else number > self.lower
        return above and (number <= self.upper if self.upper_closed else number < self.upper)

    def meets(self, other: Interval) -> bool:
        """Whether some number is in both."""
        return not (self.below(other) or other.below(self))

    def below(self, other: Interval) -> bool:
        """Whether every number in this interval is smaller than every number in the other."""
        return self.upper < other.lower or (
            self.upper == other.lower and not (self.upper_closed and other.lower_closed)
        )

    def gap(self, other: Interval) -> End:
        """The distance between the two; zero or less if they touch or meet."""
        return max(self.lower - other.upper, other.lower - self.upper)

    def within(self, other: Interval) -> bool:
        """Whether every number in this interval is also in the other."""
        lower_in = self.lower == other.lower and (other.lower_closed or not self.lower_closed)
        upper_in = self.upper == other.upper and (other.upper_closed or not self.upper_closed)
        return (self.lower > other.lower or lower_in) and (self.upper < other.upper or upper_in)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that contains both."""
        lower, lower_open = min((self.lower, not self.lower_closed), (other.lower, not other.lower_closed))
        upper, upper_closed = max((self.upper, self.upper_closed), (other.upper, other.upper_closed))
        return Interval(lower, upper, not lower_open, upper_closed)

    def __neg__(self) -> Interval:
        return Interval(-self.upper, -self.lower, self.upper_closed, self.lower_closed)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.lower + other.lower,
            self.upper + other.upper,
            self.lower_closed and other.lower_closed,
            self.upper_closed and other.upper_closed,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def times(self, factor: Fraction | int) -> Interval:
        """The interval multiplied by `factor`, which is not zero; a negative one swaps the ends."""
        if factor < 0:
            return -self.times(-factor)
        return Interval(self.lower * factor, self.upper * factor, self.lower_closed, self.upper_closed)

    def over(self, other: Interval) -> Interval | None:
        """The interval of quotients by the numbers in `other`; None if a divisor could be zero or negative."""
        if other.lower <= 0 or self.lower < 0:
            return None
        lower = (Fraction(0), False) if other.upper == INFINITY else (self.lower / other.upper, other.upper_closed)
        return Interval(
            lower[0],
            self.upper / other.lower,
            self.lower_closed and (lower[1] or self.lower == 0),
            self.upper_closed and (other.lower_closed or self.upper == 0),
        )

    def inside(self) -> tuple[float, float]:
        """Both ends as floats, an open end moved one step inside, so that queries can compare with <= alone.

        Each end is rounded once, so equal ends stay equal. If ends are closer than a float can distinguish (a relative
        difference of 10^-16), intervals that meet can seem apart and the other way round. So queries propose pairs and
        meets() decides. An interval that is narrower than that keeps both its ends.
        """
        ends = _float(self.lower), _float(self.upper)
        lower = ends[0] if self.lower_closed or ends[0] == -INFINITY else math.nextafter(ends[0], INFINITY)
        upper = ends[1] if self.upper_closed or ends[1] == INFINITY else math.nextafter(ends[1], -INFINITY)
        return (lower, upper) if lower <= upper else ends


def _float(end: End) -> float:
    """float(end), without the overhead of Fraction.__float__."""
    return end if isinstance(end, float) else end.numerator / end.denominator


ANY = Interval(-INFINITY, INFINITY)


def exactly(number: Fraction | int) -> Interval:
    """The interval that contains only this number."""
    number = Fraction(number)
    return Interval(number, number)
