"""Intervals against brute force over a grid of ends, and against an independent library of intervals."""

import itertools
import math
from collections.abc import Callable, Iterable
from fractions import Fraction

import portion
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from doichieu.model.interval import ANY, INFINITY, End, Interval, exactly

HALF = Fraction(1, 2)


def _every(ends: Iterable[Fraction]) -> list[Interval]:
    """Every interval with these ends or none, each end open or closed."""
    known = list(ends)
    lowers: list[End] = [-INFINITY, *known]
    uppers: list[End] = [*known, INFINITY]
    shapes = itertools.product(lowers, uppers, (True, False), (True, False))
    return list(dict.fromkeys(Interval(*shape) for shape in shapes if _holds_some(*shape)))


def _holds_some(lower: End, upper: End, lower_closed: bool, upper_closed: bool) -> bool:
    return lower < upper or (lower == upper and lower_closed and upper_closed)


GRID = _every(Fraction(end) for end in range(-2, 3))
POSITIVE = [one for one in _every(Fraction(end, 2) for end in (0, 1, 2, 5)) if one.lower >= 0]
# Between two whole numbers any half will do to tell intervals apart, beyond the outermost any number.
POINTS = [Fraction(point, 2) for point in range(-8, 9)]

a_pair = st.tuples(st.sampled_from(GRID), st.sampled_from(GRID))


def _holds(interval: Interval, number: End) -> bool:
    """Membership in other words than the class's own."""
    if number in (interval.lower, interval.upper):
        return (number != interval.lower or interval.lower_closed) and (
            number != interval.upper or interval.upper_closed
        )
    return interval.lower < number < interval.upper


def _members(interval: Interval) -> set[Fraction]:
    return {point for point in POINTS if _holds(interval, point)}


def _exists(critical: Iterable[End], condition: Callable[[Fraction], bool]) -> bool:
    """Whether a condition that changes only at critical points holds anywhere."""
    finite = sorted({Fraction(point) for point in critical if not math.isinf(point)} | {Fraction(0)})
    between = [(one + other) / 2 for one, other in itertools.pairwise(finite)]
    return any(condition(point) for point in [finite[0] - 1, *finite, *between, finite[-1] + 1])


def _ends(*intervals: Interval) -> list[End]:
    return [end for interval in intervals for end in (interval.lower, interval.upper)]


def _as_portion(interval: Interval) -> portion.Interval:
    left = portion.CLOSED if interval.lower_closed else portion.OPEN
    right = portion.CLOSED if interval.upper_closed else portion.OPEN
    lower = -portion.inf if interval.lower == -INFINITY else interval.lower
    upper = portion.inf if interval.upper == INFINITY else interval.upper
    return portion.Interval.from_atomic(left, lower, upper, right)


def test_the_grid_is_not_small() -> None:
    assert len(GRID) == 5 + 4 * 10 + 2 * 2 * 5 + 1  # points, spans, half-lines and the line
    assert all(_members(one) for one in GRID)


@pytest.mark.parametrize(
    ("lower", "upper", "lower_closed", "upper_closed"),
    [
        (Fraction(2), Fraction(1), True, True),
        (Fraction(1), Fraction(1), True, False),
        (Fraction(1), Fraction(1), False, True),
        (Fraction(1), Fraction(1), False, False),
        (INFINITY, INFINITY, True, True),
        (-INFINITY, -INFINITY, True, True),
        (INFINITY, -INFINITY, True, True),
    ],
)
def test_an_empty_interval_is_refused(lower: End, upper: End, lower_closed: bool, upper_closed: bool) -> None:
    with pytest.raises(ValueError, match="contains no number"):
        Interval(lower, upper, lower_closed, upper_closed)


def test_an_infinite_end_is_open() -> None:
    assert Interval(-INFINITY, INFINITY, True, True) == ANY
    assert (ANY.lower_closed, ANY.upper_closed) == (False, False)
    assert 10**40 in ANY


@pytest.mark.parametrize("interval", GRID, ids=str)
def test_membership(interval: Interval) -> None:
    assert {point for point in POINTS if point in interval} == _members(interval)


def test_exactly_holds_one_number() -> None:
    assert _members(exactly(1)) == {Fraction(1)}
    assert _members(exactly(HALF)) == {HALF}


def test_comparisons_of_every_pair() -> None:
    for one, other in itertools.product(GRID, GRID):
        first, second = _members(one), _members(other)
        assert one.meets(other) == bool(first & second), (one, other)
        assert one.below(other) == all(x < y for x in first for y in second), (one, other)
        assert one.within(other) == (first <= second), (one, other)


def test_hull_of_every_pair() -> None:
    for one, other in itertools.product(GRID, GRID):
        both = _members(one) | _members(other)
        filled = {point for point in POINTS if min(both) <= point <= max(both)}
        assert _members(one.hull(other)) == filled, (one, other)


@given(a_pair)
def test_an_independent_library_agrees(pair: tuple[Interval, Interval]) -> None:
    one, other = pair
    first, second = _as_portion(one), _as_portion(other)
    assert one.meets(other) == (not (first & second).empty)
    assert one.within(other) == (first in second)
    assert _as_portion(one.hull(other)) == (first | second).enclosure
    assert one.below(other) == (first < second)


@given(a_pair, st.sampled_from(POINTS))
def test_sum_and_difference(pair: tuple[Interval, Interval], number: Fraction) -> None:
    one, other = pair
    shifted = [number - end for end in _ends(other)]
    added = _exists(_ends(one) + shifted, lambda x: _holds(one, x) and _holds(other, number - x))
    assert (number in one + other) == added
    lifted = [number + end for end in _ends(other)]
    taken = _exists(_ends(one) + lifted, lambda x: _holds(one, x) and _holds(other, x - number))
    assert (number in one - other) == taken


@pytest.mark.parametrize("interval", GRID, ids=str)
def test_negation_swaps_the_ends_with_their_inclusion(interval: Interval) -> None:
    assert _members(-interval) == {-point for point in _members(interval)}
    turned = -interval
    assert -turned == interval


@given(st.sampled_from(GRID), st.sampled_from([Fraction(-2), Fraction(-1), -HALF, HALF, Fraction(1), Fraction(3)]))
def test_times(interval: Interval, factor: Fraction) -> None:
    product = interval.times(factor)
    assert all((point in product) == _holds(interval, point / factor) for point in POINTS)
    assert product.times(1 / factor) == interval


def test_a_negative_factor_swaps_an_open_end() -> None:
    assert Interval(Fraction(1), Fraction(2), True, False).times(-2) == Interval(
        Fraction(-4), Fraction(-2), False, True
    )


def _reached(one: Interval, other: Interval, number: Fraction) -> bool:
    """Whether a number here divided by one there gives this number."""
    divided = [end / number for end in _ends(one)] if number else []
    return _exists(_ends(other) + divided, lambda y: _holds(other, y) and _holds(one, number * y))


@given(st.sampled_from(POSITIVE), st.sampled_from(POSITIVE), st.sampled_from([Fraction(n, 10) for n in range(61)]))
def test_quotient(one: Interval, other: Interval, number: Fraction) -> None:
    quotient = one.over(other)
    if other.lower == 0:
        assert quotient is None
    else:
        assert quotient is not None
        assert (number in quotient) == _reached(one, other, number)


def test_the_ends_of_every_quotient() -> None:
    for one, other in itertools.product(POSITIVE, [one for one in POSITIVE if one.lower > 0]):
        quotient = one.over(other)
        assert quotient is not None
        for end in _ends(quotient):
            reached = not math.isinf(end) and _reached(one, other, Fraction(end))
            assert _holds(quotient, end) == reached, (one, other)


@pytest.mark.parametrize("divisor", [ANY, exactly(0), Interval(Fraction(-1), Fraction(1)), exactly(-1)])
def test_no_quotient_where_zero_or_less_divides(divisor: Interval) -> None:
    assert exactly(1).over(divisor) is None


def test_no_quotient_of_what_can_be_negative() -> None:
    assert Interval(Fraction(-1), Fraction(1)).over(exactly(2)) is None


def test_nothing_divided_is_nothing() -> None:
    assert exactly(0).over(Interval(Fraction(1), Fraction(2), False, True)) == exactly(0)
    assert exactly(0).over(Interval(Fraction(1), INFINITY)) == exactly(0)


ends = st.one_of(
    st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6),
    st.integers(-(10**30), 10**30).map(Fraction),
)


@st.composite
def wide_intervals(draw: st.DrawFn) -> Interval:
    lower: End = draw(st.one_of(ends, st.just(-INFINITY)))
    upper: End = draw(st.one_of(ends, st.just(INFINITY)))
    if lower > upper:
        lower, upper = upper, lower
    flags = (draw(st.booleans()), draw(st.booleans()))
    assume(_holds_some(lower, upper, *flags))
    return Interval(lower, upper, *flags)


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[Interval, Interval]:
    """Two intervals, often with an end in common."""
    one, other = draw(wide_intervals()), draw(wide_intervals())
    if draw(st.booleans()) and not math.isinf(one.upper) and one.upper < other.upper:
        other = Interval(one.upper, other.upper, draw(st.booleans()), other.upper_closed)
    return one, other


def _far_apart(numbers: Iterable[End]) -> bool:
    """Whether any two that differ do so by more than a 10^12th part."""
    finite = sorted({Fraction(number) for number in numbers if not math.isinf(number)})
    return all((b - a) * 10**12 > max(abs(a), abs(b)) for a, b in itertools.pairwise(finite))


@given(neighbours())
def test_floats_inside_meet_when_the_intervals_do(pair: tuple[Interval, Interval]) -> None:
    one, other = pair
    assume(_far_apart(_ends(one, other)))
    (lower, upper), (first, last) = one.inside(), other.inside()
    assert (lower <= last and first <= upper) == one.meets(other)


@given(wide_intervals())
def test_floats_inside_are_never_the_wrong_way_round(interval: Interval) -> None:
    lower, upper = interval.inside()
    assert lower <= upper
    if interval.lower_closed and interval.upper_closed:
        assert (lower, upper) == (float(interval.lower), float(interval.upper))


def test_floats_inside_of_an_interval_narrower_than_a_float() -> None:
    thin = Interval(Fraction(10**30 - 1), Fraction(10**30), True, False)
    assert thin.inside() == (1e30, 1e30)


def test_floats_inside_are_one_step_in() -> None:
    assert Interval(Fraction(4), Fraction(5), True, False).inside() == (4.0, math.nextafter(5.0, 0.0))
    assert Interval(Fraction(4), INFINITY, False).inside() == (math.nextafter(4.0, 5.0), INFINITY)
    assert ANY.inside() == (-INFINITY, INFINITY)
