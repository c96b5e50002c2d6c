"""Intervals whose ends say for themselves whether they are included.

The model is XBRL Calculations 1.1: two figures are consistent when their intervals meet, a sum is the interval of
the sum, and a negative weight swaps the ends together with their inclusion. Ends are exact rationals, never floats;
only an infinite end is a float.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

End = Fraction | float
"""An end of an interval: exact, or infinite."""

INFINITY = math.inf
"""The end of an interval that has none on that side; with a minus sign, its lower end."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from `lower` to `upper`; an end belongs to them where its `closed` flag says so."""

    lower: End
    upper: End
    lower_closed: bool = True
    upper_closed: bool = True

    def __post_init__(self) -> None:
        lower, upper = self.lower, self.upper
        # Only a float is compared with infinity, and ends that belong to it only once: fractions take long to compare.
        if isinstance(lower, float) and lower == -INFINITY and self.lower_closed:
            object.__setattr__(self, "lower_closed", False)
        if isinstance(upper, float) and upper == INFINITY and self.upper_closed:
            object.__setattr__(self, "upper_closed", False)
        if lower > upper or (not (self.lower_closed and self.upper_closed) and lower == upper):
            raise ValueError(f"an interval from {lower} to {upper} holds no number")

    def __contains__(self, number: Fraction | int) -> bool:
        above = number >= self.lower if self.lower_closed else number > self.lower
        return above and (number <= self.upper if self.upper_closed else number < self.upper)

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return not (self.below(other) or other.below(self))

    def below(self, other: Interval) -> bool:
        """Whether every number here is smaller than every number there."""
        return self.upper < other.lower or (
            self.upper == other.lower and not (self.upper_closed and other.lower_closed)
        )

    def gap(self, other: Interval) -> End:
        """How far apart the two are; zero or less where they touch or meet."""
        return max(self.lower - other.upper, other.lower - self.upper)

    def within(self, other: Interval) -> bool:
        """Whether every number here lies in the other too."""
        lower_in = self.lower == other.lower and (other.lower_closed or not self.lower_closed)
        upper_in = self.upper == other.upper and (other.upper_closed or not self.upper_closed)
        return (self.lower > other.lower or lower_in) and (self.upper < other.upper or upper_in)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
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
        """Every number here times `factor`, which is not zero; a negative one swaps the ends."""
        if factor < 0:
            return -self.times(-factor)
        return Interval(self.lower * factor, self.upper * factor, self.lower_closed, self.upper_closed)

    def over(self, other: Interval) -> Interval | None:
        """Every quotient of a number here by one there; None where a number below zero, or zero, could divide."""
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
        """Both ends as floats, an open end moved one step inside, so that a query may compare with <= alone.

        Each end is rounded once, so two ends that are equal stay equal. Where ends are closer than a float can tell
        (a 10^16th part), two intervals that meet may seem not to and the other way round, so that a query proposes
        and meets() decides; an interval narrower than that is given with both its ends.
        """
        ends = _float(self.lower), _float(self.upper)
        lower = ends[0] if self.lower_closed or ends[0] == -INFINITY else math.nextafter(ends[0], INFINITY)
        upper = ends[1] if self.upper_closed or ends[1] == INFINITY else math.nextafter(ends[1], -INFINITY)
        return (lower, upper) if lower <= upper else ends


def _float(end: End) -> float:
    """float(end), without the detour that a fraction makes."""
    return end if isinstance(end, float) else end.numerator / end.denominator


ANY = Interval(-INFINITY, INFINITY)


def exactly(number: Fraction | int) -> Interval:
    """The interval that holds this one number."""
    number = Fraction(number)
    return Interval(number, number)
