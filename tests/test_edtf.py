"""EDTF dates and calendar arithmetic against python-edtf, dateutil and counting by hand."""

import calendar
from datetime import date, timedelta
from fractions import Fraction

import pytest
from dateutil.relativedelta import relativedelta
from edtf import parse_edtf
from hypothesis import assume, given
from hypothesis import strategies as st

from doichieu.model.edtf import (
    MONTHS,
    SECONDS,
    also_in_zone,
    edtf_bounds,
    edtf_ends,
    edtf_loose,
    elapsed,
    elapsed_months,
    part_of_day,
)
from doichieu.model.interval import ANY, INFINITY, Interval

HANOI, NEW_YORK = "Asia/Ho_Chi_Minh", "America/New_York"
ZONES = [HANOI, NEW_YORK, "UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/London"]

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
recent = st.integers(date(1995, 1, 1).toordinal(), date(2030, 1, 1).toordinal())
marks = st.sampled_from(["", "~", "?", "%"])


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _span(first: str, last: str) -> Interval:
    """The days from one to another, both counted in full."""
    return Interval(Fraction(_day(first)), Fraction(_day(last) + 1), True, False)


def _clock(day: str, seconds: int) -> Fraction:
    return _day(day) + Fraction(seconds, 86400)


@given(days, st.sampled_from([4, 7, 10]), marks)
def test_plain_dates_as_python_edtf_reads_them(day: date, length: int, mark: str) -> None:
    text = day.isoformat()[:length] + mark
    parsed = parse_edtf(text)
    first, last = (date(*end[:3]).isoformat() for end in (parsed.lower_strict(), parsed.upper_strict()))
    assert edtf_bounds(text) == _span(first, last)
    assert edtf_bounds(text).lower <= day.toordinal() < edtf_bounds(text).upper


@given(days, days, marks)
def test_an_interval_runs_from_its_first_to_its_last_day(one: date, other: date, mark: str) -> None:
    first, last = min(one, other), max(one, other)
    text = f"{first.isoformat()}{mark}/{last.isoformat()}{mark}"
    assert edtf_bounds(text) == _span(first.isoformat(), last.isoformat())
    start, end = edtf_ends(text)
    assert (start, end) == (_span(first.isoformat(), first.isoformat()), _span(last.isoformat(), last.isoformat()))
    if first < last:
        with pytest.raises(ValueError, match="ends before it starts"):
            edtf_bounds(f"{last.isoformat()}/{first.isoformat()}")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2024-12-24", "2024-12-24", "2024-12-24"),
        ("2024-12-24%", "2024-12-24", "2024-12-24"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("2024-21", "2024-03-01", "2024-05-31"),
        ("2024-21~", "2024-03-01", "2024-05-31"),
        ("2024-24", "2024-12-01", "2024-12-31"),
        ("2024-33", "2024-01-01", "2024-03-31"),
        ("2024-41", "2024-07-01", "2024-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2024-XX", "2024-01-01", "2024-12-31"),
        ("2024-12-XX", "2024-12-01", "2024-12-31"),
        ("2024?-12-24", "2024-12-24", "2024-12-24"),
        ("[2021,2023]", "2021-01-01", "2023-12-31"),
        ("2021/2024", "2021-01-01", "2024-12-31"),
        ("2021/2024-07", "2021-01-01", "2024-07-31"),
        ("199X/2001-06", "1990-01-01", "2001-06-30"),
        ("2024-06/2024", "2024-06-01", "2024-12-31"),
    ],
)
def test_what_a_date_covers(text: str, first: str, last: str) -> None:
    assert edtf_bounds(text) == _span(first, last)


@pytest.mark.parametrize(
    ("text", "seconds", "width"),
    [
        ("2024-12-24T09", 9 * 3600, 3600),
        ("2024-12-24T09:50", 9 * 3600 + 50 * 60, 60),
        ("2024-12-24T09:50:10", 9 * 3600 + 50 * 60 + 10, 1),
        ("2024-12-24T00", 0, 3600),
        ("2024-12-24T23:59:59~", 86399, 1),
    ],
)
def test_a_time_of_day_lasts_as_long_as_its_last_unit(text: str, seconds: int, width: int) -> None:
    lower, upper = _clock("2024-12-24", seconds), _clock("2024-12-24", seconds + width)
    assert edtf_bounds(text) == Interval(lower, upper, True, False)
    assert edtf_bounds(text).within(edtf_bounds("2024-12-24"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        "24/12/2024",
        "2024-13",
        "2024-02-30",
        "2023-02-29",
        "2024-12-32",
        "2024-21-05",
        "0000",
        "-0001",
        "10000",
        "Y17E7",
        "Y1E999999999",
        "2021/Y1E999999999",
        "Y-170000002",
        "XXXX",
        "2024-12-24T24",
        "2024-12-24T09:60",
        "2024-12-24T09:50:60",
        "2024-02-30T09",
        "2024-13-01T09",
        "2024-1X?",
        " 2024",
        "2024\n",
        "٢٠٢٤",
        "2021/2024/2025",
        "2024/2023",
        "2024-06/2024-05",
        "../0000",
        "{2024..2021}",
    ],
)
def test_what_is_no_date_is_refused_in_words(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=r"is not a date in EDTF|in the calendar|on the clock|ends before it starts"):
        edtf_bounds(text)
    assert capsys.readouterr() == ("", "")


def test_one_date_is_no_period() -> None:
    with pytest.raises(ValueError, match="a period is written start/end"):
        edtf_ends("2024")


tokens = st.sampled_from([*"0123456789-/TXZ~?%:.,[]{}YE+() ", "..", "2024", "199X", "-12", "-24", "-02-30", "T09:50"])


@given(st.one_of(st.text(max_size=60), st.lists(tokens, max_size=9).map("".join)))
def test_any_other_text_is_a_value_error(text: str) -> None:
    for read in (edtf_bounds, edtf_loose, edtf_ends):
        try:
            read(text)
        except ValueError as error:
            assert "'" in str(error) or "there is no" in str(error)  # noqa: PT017 - most texts are no dates, some are


@pytest.mark.parametrize("text", ["2021/..", "2021/"])
def test_a_period_without_an_end(text: str) -> None:
    assert edtf_bounds(text) == Interval(Fraction(_day("2021-01-01")), INFINITY)
    start, end = edtf_ends(text)
    assert start == edtf_bounds("2021")
    assert end == Interval(start.lower, INFINITY)


@pytest.mark.parametrize("text", ["../2024", "/2024"])
def test_a_period_without_a_start(text: str) -> None:
    assert edtf_bounds(text) == Interval(-INFINITY, Fraction(_day("2025-01-01")), False, False)
    start, end = edtf_ends(text)
    assert start == Interval(-INFINITY, end.upper, False, False)
    assert end == edtf_bounds("2024")


@pytest.mark.parametrize("text", ["../..", "/", "../", "/.."])
def test_a_period_without_ends(text: str) -> None:
    assert edtf_bounds(text) == ANY
    assert edtf_ends(text) == (ANY, ANY)


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("2024-12-25~", _span("2024-12-24", "2024-12-26")),
        ("2024-12-25%", _span("2024-12-24", "2024-12-26")),
        ("2024-12-25?", _span("2024-12-25", "2024-12-25")),
        ("2024-12-25", _span("2024-12-25", "2024-12-25")),
        ("2023~", _span("2022-01-01", "2024-12-30")),
        ("2024-04~", _span("2024-03-02", "2024-05-30")),
        ("2024-24~", _span("2024-10-31", "2025-01-31")),
        ("199X", _span("1990-01-01", "1999-12-31")),
    ],
)
def test_an_approximate_date_is_a_unit_wider(text: str, loose: Interval) -> None:
    assert edtf_loose(text) == loose
    assert edtf_bounds(text).within(loose)


def test_an_approximate_time_may_be_a_day_off() -> None:
    assert edtf_loose("2024-12-24T09~") == Interval(
        _clock("2024-12-23", 9 * 3600), _clock("2024-12-25", 10 * 3600), True, False
    )


def test_parts_of_a_day_lie_in_it() -> None:
    day = edtf_bounds("2024-12-24")
    parts = {part: part_of_day(day, part) for part in ("morning", "noon", "afternoon", "evening", "night")}
    assert all(part.within(day) for part in parts.values())
    assert parts["afternoon"] == Interval(_clock("2024-12-24", 12 * 3600), _clock("2024-12-24", 19 * 3600), True, False)
    assert parts["morning"].below(parts["afternoon"])
    assert parts["noon"].meets(parts["morning"])
    assert not parts["morning"].meets(parts["evening"])
    assert parts["night"] == day


def test_an_afternoon_in_new_york_is_both_that_day_and_the_next_in_hanoi() -> None:
    afternoon = part_of_day(edtf_bounds("2024-12-24"), "afternoon")
    both = also_in_zone(afternoon, NEW_YORK, HANOI)
    met = [day for day in range(22, 28) if both.meets(edtf_bounds(f"2024-12-{day}"))]
    assert met == [24, 25]
    assert both.upper == _clock("2024-12-25", 7 * 3600)


def test_summer_time_is_told_from_winter_time() -> None:
    noon = edtf_bounds("2024-07-01T12")
    assert also_in_zone(noon, NEW_YORK, HANOI).upper == _clock("2024-07-02", 0)
    noon = edtf_bounds("2024-12-01T12")
    assert also_in_zone(noon, NEW_YORK, HANOI).upper == _clock("2024-12-02", 3600)


@given(recent, st.integers(0, 86399), st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_the_clocks_of_home_are_less_than_two_days_off(day: int, second: int, zone: str, home: str) -> None:
    moment = Interval(day + Fraction(second, 86400), day + Fraction(second + 1, 86400), True, False)
    both = also_in_zone(moment, zone, home)
    assert moment.within(both)
    assert both.upper - both.lower < 2
    # A time that summer time leaves out is the only one that its own clocks read otherwise.
    if zone == home and zone not in (NEW_YORK, "Europe/London"):
        assert both == moment


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "0001", "9999", "0001-01-02T00", "9999-12-30T23"])
@pytest.mark.parametrize("zone", ZONES)
def test_zones_at_the_ends_of_the_calendar(text: str, zone: str) -> None:
    for home in ZONES:
        assert edtf_bounds(text).within(also_in_zone(edtf_bounds(text), zone, home))


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(KeyError, match="Asia/Nowhere"):
        also_in_zone(edtf_bounds("2024"), "Asia/Nowhere", HANOI)


def _after_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last, by counting the months one at a time."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@given(recent, st.integers(0, 4000))
def test_months_against_dateutil_and_counting(start: int, length: int) -> None:
    begin, finish = date.fromordinal(start), date.fromordinal(start + length)
    months = elapsed_months(start, start + length)
    apart = relativedelta(finish, begin)
    assert int(months) == apart.years * 12 + apart.months
    counted = 0
    while _after_months(begin, counted + 1) <= finish:
        counted += 1
    assert int(months) == counted
    reached, following = _after_months(begin, counted), _after_months(begin, counted + 1)
    assert months == counted + Fraction((finish - reached).days, (following - reached).days)
    assert finish >= reached == begin + relativedelta(months=counted)


@given(recent, st.integers(0, 1500), st.integers(1, 60))
def test_months_grow_with_the_end_and_never_with_the_start(start: int, length: int, more: int) -> None:
    end = start + length
    assert elapsed_months(start, end + more) > elapsed_months(start, end)
    assert elapsed_months(start - more, end) >= elapsed_months(start, end)


def test_every_start_of_a_leap_year_is_in_order() -> None:
    first = _day("2023-12-01")
    for start in range(first, first + 130):
        lengths = [elapsed_months(start, end) for end in range(start, start + 70)]
        assert lengths == sorted(set(lengths))
        assert all(elapsed_months(start + 1, end) <= elapsed_months(start, end) for end in range(start + 1, start + 70))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2024-01-31", "2024-02-29", Fraction(1)),
        ("2023-01-31", "2023-02-28", Fraction(1)),
        ("2024-01-31", "2024-02-28", Fraction(28, 29)),
        ("2024-02-29", "2025-02-28", Fraction(12)),
        ("2024-02-29", "2028-02-29", Fraction(48)),
        ("2021-01-01", "2025-01-01", Fraction(48)),
        ("2024-05-10", "2024-05-10", Fraction(0)),
        ("2024-05-10", "2024-05-25", Fraction(15, 31)),
        ("9999-11-01", "9999-12-16", 1 + Fraction(15, 31)),
        ("9999-12-01", "9999-12-31", Fraction(30, 31)),
        ("0001-01-01", "0001-03-01", Fraction(2)),
    ],
)
def test_months_by_hand(start: str, end: str, months: Fraction) -> None:
    assert elapsed_months(_day(start), _day(end)) == months


def _elapsed(start: str, end: str, unit: str) -> Interval:
    length = elapsed(edtf_bounds(start), edtf_bounds(end), unit)
    assert length is not None
    return length


def test_elapsed_by_hand() -> None:
    years = _elapsed("2021", "2024", "year")
    assert (years.upper, years.upper_closed) == (4, True)
    assert years.lower == (24 + Fraction(1, 31)) / 12  # from 31 December 2021 to 1 January 2024
    assert _elapsed("2024-05-10", "2024-05-12", "day") == Interval(Fraction(2), Fraction(3))
    assert _elapsed("2024-05-10", "2024-05-10", "day") == Interval(Fraction(0), Fraction(1))
    assert _elapsed("2024-05-01", "2024-05-15", "week") == Interval(Fraction(2), Fraction(15, 7))
    assert _elapsed("2024-02-29", "2028-02-29", "year").lower == 4
    assert _elapsed("2024-01-31", "2024-02-29", "month").lower == 1
    assert _elapsed("2000", "2099", "century").upper == 1
    assert _elapsed("2024-01", "2024-03", "quarter").upper == 1
    assert _elapsed("1990", "1999", "decade").upper == 1


def test_elapsed_by_the_clock() -> None:
    minutes = _elapsed("2024-12-24T09:00", "2024-12-24T09:45", "minute")
    assert minutes == Interval(Fraction(44), Fraction(46))
    assert _elapsed("2024-12-24T09", "2024-12-24T11", "hour") == Interval(Fraction(1), Fraction(3))
    assert _elapsed("2024-12-24", "2024-12-24", "hour") == Interval(Fraction(0), Fraction(24))
    assert _elapsed("2024-12-24T09:00:10", "2024-12-24T09:00:15", "second") == Interval(Fraction(4), Fraction(6))
    assert _elapsed("2024-12-23T09", "2024-12-24T11", "day").lower == 1 + Fraction(1, 12)


def test_elapsed_is_none_where_it_cannot_be() -> None:
    year, before = edtf_bounds("2024"), edtf_bounds("2023")
    assert elapsed(year, before, "year") is None
    assert elapsed(year, before, "day") is None
    assert elapsed(edtf_ends("../2024")[0], year, "year") is None
    assert elapsed(year, edtf_ends("2023/..")[1], "day") is None


def test_elapsed_at_the_ends_of_the_calendar() -> None:
    assert _elapsed("0001", "0001-02", "month").upper == 2
    assert _elapsed("9999-11", "9999-12-15", "month").upper == 1 + Fraction(15, 31)
    assert elapsed(edtf_bounds("9998"), edtf_bounds("9999"), "year") is None  # ends when the calendar does
    assert _elapsed("9999-12-30", "9999-12-31", "day") == Interval(Fraction(1), Fraction(2))


@given(
    recent, st.lists(st.integers(0, 800), min_size=4, max_size=4), st.sampled_from([*MONTHS, "day", "week"]), st.data()
)
def test_elapsed_holds_every_way_of_counting(first: int, lengths: list[int], unit: str, data: st.DataObject) -> None:
    start = Interval(Fraction(first), Fraction(first + lengths[0] + 1), True, False)
    opening = first + lengths[1]
    end = Interval(Fraction(opening), Fraction(opening + lengths[2] + 1), True, False)
    begun = data.draw(st.integers(first, first + lengths[0]))
    done = data.draw(st.integers(opening, opening + lengths[2]))
    assume(begun <= done)
    length = elapsed(start, end, unit)
    assert length is not None
    for last in (done, done + 1):  # the last day counted or not
        if unit in MONTHS:
            assert elapsed_months(begun, last) / MONTHS[unit] in length
        else:
            assert Fraction((last - begun) * 86400, SECONDS[unit]) in length


@given(days, st.integers(0, 3_000_000), st.sampled_from([*MONTHS, *SECONDS]))
def test_elapsed_never_crashes(day: date, more: int, unit: str) -> None:
    later = min(day.toordinal() + more, date.max.toordinal())
    length = elapsed(edtf_bounds(day.isoformat()), edtf_bounds(date.fromordinal(later).isoformat()), unit)
    assert length is None or 0 <= length.lower <= length.upper
    assert length is not None or later == date.max.toordinal()


@given(recent, st.integers(0, 2000))
def test_elapsed_between_two_days_is_their_distance_or_a_day_more(first: int, length: int) -> None:
    begin = date.fromordinal(first)
    finish = begin + timedelta(days=length)
    assert _elapsed(begin.isoformat(), finish.isoformat(), "day") == Interval(Fraction(length), Fraction(length + 1))
