"""What a hedge stands for: the table of the policy word for word, its laws, and a recount in tenths."""

import math
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.language.numerals import SCALES
from doichieu.model.bounds import Policy, cut_off, date_bounds, figure_bounds, moments, value_bounds
from doichieu.model.claims import Bilingual, Bounds, Claim, Document, Scope
from doichieu.model.edtf import MONTHS, SECONDS, edtf_bounds, edtf_loose, part_of_day
from doichieu.model.interval import INFINITY, End, Interval, exactly
from doichieu.model.values import Date, Figure, Members, Named, Period, Rank, Relation, Wording

HOME, NEW_YORK = "Asia/Ho_Chi_Minh", "America/New_York"
POLICY = Policy()
HEDGES = [None, "exactly", "nearly", "over", "under", "about", "at-least", "at-most", "up-to"]

amounts = st.from_regex(r"\A-?[0-9]{1,30}(\.[0-9]{1,15})?\Z").filter(str.isascii)
positive = st.from_regex(r"\A[0-9]{1,30}(\.[0-9]{1,15})?\Z").filter(lambda text: text.isascii() and Fraction(text) > 0)
scales = st.sampled_from([None, *SCALES])
hedges = st.sampled_from(HEDGES)


@st.composite
def figures(draw: st.DrawFn, amount: st.SearchStrategy[str] = amounts) -> Figure:
    kind = draw(st.sampled_from(["quantity", "money", "percent", "duration"]))
    units = {"duration": [*MONTHS, *SECONDS], "money": ["VND"], "percent": ["", "point"], "quantity": ["", "metre"]}
    scale = draw(scales) if kind in ("quantity", "money") else None
    return Figure(kind, draw(amount), None, scale, draw(st.sampled_from(units[kind])), draw(hedges))


def _unit(figure: Figure) -> Fraction:
    """One of what a figure counts, in the base unit of its bounds."""
    length = (MONTHS | SECONDS)[figure.unit] if figure.kind == "duration" else 1
    return Fraction(length * SCALES.get(figure.scale or "", 1))


def _closed(lower: End | str, upper: End | str) -> Interval:
    return Interval(_end(lower), _end(upper))


def _rounded(lower: str, upper: str) -> Interval:
    return Interval(Fraction(lower), Fraction(upper), True, False)


def _open(lower: str, upper: str) -> Interval:
    return Interval(Fraction(lower), Fraction(upper), False, False)


def _end(end: End | str) -> End:
    return Fraction(end) if isinstance(end, str) else end


def _claim(figure: Figure) -> Claim:
    document = Document("a", "article", "vi", "a", None, None, "2025", "stated", None, Path("a"))
    bounds = figure_bounds(figure, POLICY)
    return Claim(document, "a-1", None, Bilingual("", ""), "", "", figure, Scope(), None, "fact", "", bounds, {})


def _quantity(words: str) -> Figure:
    """'nearly 78.44 million' as a figure."""
    hedge, amount, scale = None, "", None
    for word in words.split():
        if word in HEDGES:
            hedge = word
        elif word in SCALES:
            scale = word
        else:
            amount = word
    return Figure("quantity", amount, None, scale, "", hedge)


@pytest.mark.parametrize(
    ("words", "strict", "loose"),
    [
        # a bare whole number, rounded at its last digit other than 0 but by a tenth of itself at most
        ("13750", exactly(13750), _rounded("13745", "13755")),
        ("16000", exactly(16000), _rounded("15500", "16500")),
        ("4", exactly(4), _rounded("3.6", "4.4")),
        ("10", exactly(10), _rounded("9", "11")),
        ("150", exactly(150), _rounded("145", "155")),
        ("101", exactly(101), _rounded("100.5", "101.5")),
        ("0", exactly(0), exactly(0)),
        # decimals or a scale word: half of the last printed digit is open even strictly
        ("78.44 million", _rounded("78435000", "78445000"), _rounded("78435000", "78445000")),
        ("5.20", _rounded("5.195", "5.205"), _rounded("5.15", "5.25")),
        ("5.2", _rounded("5.15", "5.25"), _rounded("5.15", "5.25")),
        ("3 million", _rounded("2500000", "3500000"), _rounded("2500000", "3500000")),
        ("20 thousand", _rounded("19500", "20500"), _rounded("18000", "22000")),
        ("0.5", _rounded("0.45", "0.55"), _rounded("0.45", "0.55")),
        ("0.0", _open("-0.05", "0.05"), _open("-0.05", "0.05")),
        ("1 dozen", _rounded("6", "18"), _rounded("6", "18")),
        # hedges
        ("exactly 4", exactly(4), exactly(4)),
        ("exactly 5.2", exactly(Fraction("5.2")), exactly(Fraction("5.2"))),
        (
            "nearly 100",
            Interval(Fraction(90), Fraction(100), True, False),
            Interval(Fraction(80), Fraction(100), True, False),
        ),
        (
            "nearly 4",
            Interval(Fraction("3.6"), Fraction(4), True, False),
            Interval(Fraction("3.2"), Fraction(4), True, False),
        ),
        (
            "nearly 13750",
            Interval(Fraction(13740), Fraction(13750), True, False),
            Interval(Fraction(11000), Fraction(13750), True, False),
        ),
        (
            "nearly 0",
            Interval(Fraction(-1), Fraction(0), True, False),
            Interval(Fraction(-1), Fraction(0), True, False),
        ),
        ("over 100", Interval(Fraction(100), Fraction(125), False, True), Interval(Fraction(100), INFINITY, False)),
        ("over 150", Interval(Fraction(150), Fraction(160), False, True), Interval(Fraction(150), INFINITY, False)),
        ("over 0", Interval(Fraction(0), Fraction(1), False, True), Interval(Fraction(0), INFINITY, False)),
        ("under 4", Interval(-INFINITY, Fraction(4), False, False), Interval(-INFINITY, Fraction(4), False, False)),
        ("about 100", _closed("90", "110"), _closed("80", "120")),
        ("about 13750", _closed("13745", "13755"), _closed("11000", "16500")),
        ("about 5.2", _closed("5.15", "5.25"), _closed("4.16", "6.24")),
        ("about -100", _closed("-110", "-90"), _closed("-120", "-80")),
        ("about 0", exactly(0), exactly(0)),
        ("at-least 4", Interval(Fraction(4), INFINITY), Interval(Fraction(4), INFINITY)),
        ("at-most 4", Interval(-INFINITY, Fraction(4)), Interval(-INFINITY, Fraction(4))),
        ("up-to 100", _closed("90", "100"), Interval(-INFINITY, Fraction(100))),
        ("up-to 0", exactly(0), Interval(-INFINITY, Fraction(0))),
        # a negative number is hedged in size
        (
            "nearly -4",
            Interval(Fraction(-4), Fraction("-3.6"), False, True),
            Interval(Fraction(-4), Fraction("-3.2"), False, True),
        ),
        (
            "over -100",
            Interval(Fraction(-125), Fraction(-100), True, False),
            Interval(-INFINITY, Fraction(-100), False, False),
        ),
        ("-0.5", -_rounded("0.45", "0.55"), -_rounded("0.45", "0.55")),
    ],
)
def test_the_table_of_hedges(words: str, strict: Interval, loose: Interval) -> None:
    assert figure_bounds(_quantity(words), POLICY) == Bounds(strict, loose)


@pytest.mark.parametrize(
    ("amount", "to", "hedge", "strict", "loose"),
    [
        ("3", "5", None, _closed("3", "5"), _closed("3", "5")),
        ("3", "3", None, exactly(3), exactly(3)),
        ("-5", "-3", None, _closed("-5", "-3"), _closed("-5", "-3")),
        ("0", "0.5", None, _closed("0", "0.5"), _closed("0", "0.5")),
        ("30", "50", "about", _closed("27", "55"), _closed("24", "60")),
        ("-50", "-30", "about", _closed("-55", "-27"), _closed("-60", "-24")),
    ],
)
def test_a_range_is_what_lies_between(
    amount: str, to: str, hedge: str | None, strict: Interval, loose: Interval
) -> None:
    assert figure_bounds(Figure("quantity", amount, to, hedge=hedge), POLICY) == Bounds(strict, loose)


def test_a_range_shares_its_scale() -> None:
    assert figure_bounds(Figure("money", "2", "3.5", "billion", "VND"), POLICY).strict == _closed("2e9", "3.5e9")


def test_a_range_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="from the smaller number to the greater, not from 5 to 3"):
        figure_bounds(Figure("quantity", "5", "3"), POLICY)


@pytest.mark.parametrize(
    ("hedge", "amount", "unit", "strict", "loose"),
    [
        ("nearly", "4", "year", ("43.2", "48"), ("38.4", "48")),
        ("nearly", "5", "year", ("54", "60"), ("48", "60")),
        ("nearly", "3", "month", ("2.7", "3"), ("2.4", "3")),
        ("nearly", "2", "day", ("155520", "172800"), ("138240", "172800")),
    ],
)
def test_durations_are_in_months_or_seconds(
    hedge: str, amount: str, unit: str, strict: tuple[str, str], loose: tuple[str, str]
) -> None:
    bounds = figure_bounds(Figure("duration", amount, unit=unit, hedge=hedge), POLICY)
    for told, (lower, upper) in ((bounds.strict, strict), (bounds.loose, loose)):
        assert told == Interval(Fraction(lower), Fraction(upper), True, False)


def test_the_verdicts_of_the_policy() -> None:
    four, five = (figure_bounds(_quantity(f"nearly {n}"), POLICY) for n in (4, 5))
    assert not four.loose.meets(five.loose)  # a contradiction
    reached = exactly(4)
    assert not five.strict.meets(reached)
    assert five.loose.meets(reached)  # a tension
    hundred, more, recorded = (figure_bounds(_quantity(text), POLICY) for text in ("over 100", "over 150", "150"))
    assert not hundred.strict.meets(recorded.strict)
    assert hundred.loose.meets(recorded.loose)
    assert not more.loose.meets(exactly(100))


@given(figures(), st.booleans())
def test_strict_lies_within_loose(figure: Figure, exact: bool) -> None:
    bounds = figure_bounds(figure, POLICY, exact)
    assert bounds.strict.within(bounds.loose)
    assert not exact or bounds.loose == bounds.strict
    assert bounds.strict == figure_bounds(figure, POLICY).strict


@given(figures())
def test_a_number_without_a_hedge_means_at_least_itself(figure: Figure) -> None:
    number = Fraction(figure.amount) * _unit(figure)
    for hedge in (None, "exactly", "about", "at-least", "at-most", "up-to"):
        bounds = figure_bounds(replace(figure, hedge=hedge), POLICY)
        assert number in bounds.strict
        assert number in bounds.loose


@given(figures(positive))
def test_a_hedge_never_crosses_its_number(figure: Figure) -> None:
    number = exactly(Fraction(figure.amount) * _unit(figure))
    for hedge in ("nearly", "under"):
        bounds = figure_bounds(replace(figure, hedge=hedge), POLICY)
        assert bounds.strict.below(number)
        assert bounds.loose.below(number)
    over = figure_bounds(replace(figure, hedge="over"), POLICY)
    assert number.below(over.strict)
    assert number.below(over.loose)
    for hedge in ("at-most", "up-to"):
        assert figure_bounds(replace(figure, hedge=hedge), POLICY).loose.upper == number.upper
    assert figure_bounds(replace(figure, hedge="at-least"), POLICY).loose.lower == number.lower


@given(figures(positive))
def test_a_negative_figure_mirrors_the_positive_one(figure: Figure) -> None:
    bounds = figure_bounds(figure, POLICY)
    mirrored = figure_bounds(replace(figure, amount="-" + figure.amount), POLICY)
    assert mirrored == Bounds(-bounds.strict, -bounds.loose)


@given(st.integers(1, 10**12), st.integers(0, 6), st.integers(1, 9), scales, hedges)
def test_greater_amounts_of_equal_grain_mean_more(
    number: int, zeros: int, more: int, scale: str | None, hedge: str | None
) -> None:
    grain = 10**zeros
    less, greater = number * 10 + 1, number * 10 + 1 + 10 * more  # neither ends in 0
    first, second = (
        figure_bounds(Figure("quantity", str(n * grain), scale=scale, hedge=hedge), POLICY) for n in (less, greater)
    )
    for one, other in ((first.strict, second.strict), (first.loose, second.loose)):
        assert one.lower <= other.lower
        assert one.upper <= other.upper


@given(figures(positive))
def test_a_trailing_zero_only_narrows(figure: Figure) -> None:
    longer = replace(figure, amount=figure.amount + ("0" if "." in figure.amount else ".0"))
    if figure.hedge is None and "." in figure.amount:
        assert figure_bounds(longer, POLICY).strict.within(figure_bounds(figure, POLICY).strict)
    elif figure.hedge:
        assert figure_bounds(longer, POLICY).loose.within(figure_bounds(figure, POLICY).loose)


@pytest.mark.parametrize(("places", "scale"), [(0, "million"), (1, None), (2, "dozen")])
def test_every_number_is_rounded_to_one_numeral(places: int, scale: str | None) -> None:
    """All numerals of up to four digits: each begins where the one before it ends, and none has a number of another."""
    figures = (Figure("quantity", f"{Decimal(n).scaleb(-places):f}", scale=scale) for n in range(-9999, 10000))
    for number, (this, following) in enumerate(pairwise(figure_bounds(each, POLICY).strict for each in figures), -9999):
        half = Fraction(2 * number + 1, 2 * 10**places) * SCALES.get(scale or "", 1)
        assert this.below(following)
        assert this.upper == following.lower == half
        assert (half in this, half in following) == (number < 0, number >= 0), "a half is rounded away from zero"


@given(st.decimals("-1000", "1000", places=5), st.integers(1, 4))
def test_a_number_rounded_by_hand_is_within_what_is_printed(number: Decimal, places: int) -> None:
    printed = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Fraction(number) in figure_bounds(Figure("percent", f"{printed:f}"), POLICY).strict


def test_every_figure_that_is_cut_off() -> None:
    """All of 5.00 to 6.99 against all of 5.0 to 6.9, where they do not agree anyway."""
    fines = {n: _claim(Figure("percent", f"{n // 100}.{n % 100:02d}")) for n in range(500, 700)}
    coarses = {n: _claim(Figure("percent", f"{n // 10}.{n % 10}")) for n in range(50, 70)}
    for fine, coarse in product(fines, coarses):
        one, other = fines[fine], coarses[coarse]
        if one.bounds and other.bounds and not one.bounds.strict.meets(other.bounds.strict):
            cut = fine // 10 == coarse
            assert (cut_off(one, other) is not None, cut_off(other, one) is not None) == (cut, cut), (fine, coarse)


@pytest.mark.parametrize(
    ("one", "other", "cut"),
    [
        ("5.27", "5.2", True),
        ("-5.27", "-5.2", True),
        ("-5.27", "-5.3", False),
        ("12.9 million", "12 million", True),
        ("12900000", "12 million", True),
        ("13 million", "12 million", False),
        ("1.9 billion", "1 billion", False),
        ("5.27", "about 5.2", False),
        ("about 5.27", "5.2", True),
        ("over 5.27", "5.2", True),
        ("0.09", "0.0", False),
    ],
)
def test_what_may_be_cut_off(one: str, other: str, cut: bool) -> None:
    pair = _claim(_quantity(one)), _claim(_quantity(other))
    assert (cut_off(*pair) is not None, cut_off(*reversed(pair)) is not None) == (cut, cut)


def test_thirty_digits_are_exact() -> None:
    number = "123456789012345678901234567891"
    assert figure_bounds(Figure("money", number, unit="VND"), POLICY) == Bounds(
        exactly(int(number)), Interval(int(number) - Fraction(1, 2), int(number) + Fraction(1, 2), True, False)
    )


def test_a_dossier_may_set_every_width() -> None:
    policy = Policy(
        rounding=Fraction(0),
        nearly_strict=Fraction("0.95"),
        nearly_loose=Fraction("0.5"),
        over_strict=Fraction("1.05"),
        about_loose=Fraction("0.3"),
        up_to_strict=Fraction("0.6"),
    )
    bounds = {hedge: figure_bounds(Figure("quantity", "100", hedge=hedge), policy) for hedge in HEDGES}
    assert bounds[None].loose == exactly(100)
    assert (bounds["nearly"].strict.lower, bounds["nearly"].loose.lower) == (95, 50)
    assert bounds["over"].strict.upper == 105
    assert bounds["about"] == Bounds(exactly(100), _closed("70", "130"))
    assert bounds["up-to"].strict == _closed("60", "100")


def test_a_loose_width_narrower_than_the_strict_one_gives_way() -> None:
    bounds = figure_bounds(_quantity("nearly 100"), replace(POLICY, nearly_loose=Fraction("0.95")))
    assert bounds.loose == bounds.strict


def _grain(number: int) -> int:
    """One unit of the last place that is not 0, by taking zeros off."""
    return 1 if number % 10 else 10 * _grain(number // 10)


# Membership of a number t/10, all in whole numbers: N the amount, u its grain.
_STRICTLY: dict[str | None, Callable[[int, int, int], bool]] = {
    None: lambda t, n, u: t == 10 * n,
    "exactly": lambda t, n, u: t == 10 * n,
    "nearly": lambda t, n, u: t >= 10 * (n - u) and t >= 9 * n and t < 10 * n,
    "over": lambda t, n, u: t > 10 * n and t <= 10 * (n + u) and 2 * t <= 25 * n,
    "under": lambda t, n, u: t < 10 * n,
    "about": lambda t, n, u: abs(t - 10 * n) <= 5 * u and abs(t - 10 * n) <= n,
    "at-least": lambda t, n, u: t >= 10 * n,
    "at-most": lambda t, n, u: t <= 10 * n,
    "up-to": lambda t, n, u: 9 * n <= t <= 10 * n,
}
_LOOSELY: dict[str | None, Callable[[int, int, int], bool]] = {
    **_STRICTLY,
    None: lambda t, n, u: -min(5 * u, n) <= t - 10 * n < min(5 * u, n),
    "nearly": lambda t, n, u: (8 * n <= t or (10 * (n - u) <= t and 9 * n <= t)) and t < 10 * n,
    "over": lambda t, n, u: t > 10 * n,
    "about": lambda t, n, u: abs(t - 10 * n) <= 2 * n,
    "up-to": lambda t, n, u: t <= 10 * n,
}


def _tenths(interval: Interval, first: int, last: int) -> tuple[int, int]:
    """The first and the last tenth in an interval, between two given ones."""
    lower, upper = interval.lower * 10, interval.upper * 10
    if not math.isinf(lower):
        first = max(first, math.ceil(lower) if interval.lower_closed else math.floor(lower) + 1)
    if not math.isinf(upper):
        last = min(last, math.floor(upper) if interval.upper_closed else math.ceil(upper) - 1)
    return first, last


@pytest.mark.parametrize("hedge", HEDGES)
def test_every_whole_number_to_300_in_tenths(hedge: str | None) -> None:
    for number in range(1, 301):
        grain = _grain(number)
        bounds = figure_bounds(Figure("quantity", str(number), hedge=hedge), POLICY)
        first, last = 7 * number - 1, 13 * number + 11
        for interval, holds in ((bounds.strict, _STRICTLY[hedge]), (bounds.loose, _LOOSELY[hedge])):
            inside = [tenth for tenth in range(first, last + 1) if holds(tenth, number, grain)]
            begin, end = _tenths(interval, first, last)
            assert inside == list(range(begin, end + 1)), (hedge, number)


def _date(edtf: str, hedge: str | None = None, **more: str) -> Bounds:
    return date_bounds(Date(edtf, hedge=hedge, **more), HOME)


def test_a_date_is_its_days() -> None:
    assert _date("2024-12-24") == Bounds(edtf_bounds("2024-12-24"), edtf_bounds("2024-12-24"))
    assert _date("2024-12~") == Bounds(edtf_bounds("2024-12"), edtf_loose("2024-12~"))


@pytest.mark.parametrize(
    ("hedge", "strict", "loose"),
    [
        ("before", "../2024-11-30", "../2024-12-31"),
        ("by", "../2024-12-31", "../2024-12-31"),
        ("after", "2025-01-01/..", "2024-12-01/.."),
        ("from", "2024-12-01/..", "2024-12-01/.."),
    ],
)
def test_a_date_that_is_a_limit(hedge: str, strict: str, loose: str) -> None:
    assert _date("2024-12", hedge) == Bounds(edtf_bounds(strict), edtf_bounds(loose))


@given(
    st.sampled_from(["2024", "2024-12", "2024-12-24", "2024-12-24~", "2024-12-24T09:50", "2024-24", "199X", "0001~"]),
    st.sampled_from([None, "before", "by", "after", "from"]),
    st.sampled_from([None, "morning", "noon", "afternoon", "evening", "night"]),
    st.sampled_from([None, NEW_YORK, "Pacific/Kiritimati", HOME]),
)
def test_dates_are_strict_within_loose(edtf: str, hedge: str | None, part: str | None, zone: str | None) -> None:
    bounds = date_bounds(Date(edtf, zone=zone, part=part, hedge=hedge), HOME)
    assert bounds.strict.within(bounds.loose)
    if hedge is None and part is None:
        assert edtf_bounds(edtf).within(bounds.strict)


def test_a_part_of_a_day_needs_a_day() -> None:
    assert _date("2024-12-24", part="evening").strict == part_of_day(edtf_bounds("2024-12-24"), "evening")
    assert _date("2024-12", part="evening").strict == edtf_bounds("2024-12")


def test_a_part_of_an_approximate_day_may_be_of_another_day() -> None:
    assert _date("2024-12-24~", part="evening") == Bounds(
        part_of_day(edtf_bounds("2024-12-24"), "evening"), edtf_loose("2024-12-24~")
    )


def test_an_afternoon_in_new_york_meets_two_days_at_home() -> None:
    bounds = _date("2024-12-24", part="afternoon", zone=NEW_YORK)
    assert [day for day in range(22, 28) if bounds.loose.meets(edtf_bounds(f"2024-12-{day}"))] == [24, 25]
    assert bounds.strict == bounds.loose


def test_the_bounds_of_every_kind_of_value() -> None:
    day = edtf_bounds("2024")
    assert value_bounds(Date("2024"), POLICY, HOME) == Bounds(day, day)
    years = edtf_bounds("2021/2024")
    assert value_bounds(Period("2021/2024"), POLICY, HOME) == Bounds(years, years)
    assert value_bounds(Figure("percent", "4"), POLICY, HOME, exact=True) == Bounds(exactly(4), exactly(4))
    assert value_bounds(Rank("rank", 17, 194), POLICY, HOME) == Bounds(exactly(17), exactly(17))
    for value in (Members(("a",)), Named("a"), Wording("a"), Relation("before", "a")):
        assert value_bounds(value, POLICY, HOME) is None


@pytest.mark.parametrize("value", [Period("2024/2021"), Period("2024"), Date("hôm qua"), Figure("quantity", "5", "3")])
def test_what_cannot_be_read_is_a_value_error(value: Period | Date | Figure) -> None:
    with pytest.raises(ValueError, match=r"ends before|is one date|is not a date|from the smaller"):
        value_bounds(value, POLICY, HOME)


def test_the_moments_of_a_date_follow_its_role() -> None:
    value = Date("2024")
    bounds = value_bounds(value, POLICY, HOME)
    assert bounds
    assert moments(value, bounds, "time") == {"start": bounds, "end": bounds}
    assert moments(value, bounds, "start") == {"start": bounds}
    assert moments(value, bounds, "end") == {"end": bounds}
    assert moments(value, bounds, "anniversary") == {"time": bounds}
    assert moments(value, bounds, None) == {"time": bounds}


def test_the_moments_of_a_period_are_its_ends() -> None:
    value = Period("2021/2024-07")
    first, last = edtf_bounds("2021"), edtf_bounds("2024-07")
    told = moments(value, value_bounds(value, POLICY, HOME), "time")
    assert told == {"start": Bounds(first, first), "end": Bounds(last, last)}


def test_figures_and_names_have_no_moments() -> None:
    figure = Figure("quantity", "5")
    assert moments(figure, figure_bounds(figure, POLICY), "start") == {}
    assert moments(Named("a"), None, "start") == {}
