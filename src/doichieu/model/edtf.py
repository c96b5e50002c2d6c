"""Dates in EDTF (ISO 8601-2) as intervals of days, and calendar-true lengths of time between them.

A moment is measured in days: the proleptic Gregorian ordinal of its date plus the elapsed fraction of the day. A day is
the half-open interval from its midnight to the next, so that dates, months and times of day can be compared. Plain
dates are parsed here, other EDTF for the years 1 to 9999 (seasons, unspecified digits) by python-edtf.
"""

from __future__ import annotations

import contextlib
import io
import math
import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from doichieu.model.interval import ANY, INFINITY, End, Interval

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)(?::(\d\d)(?::(\d\d))?)?([~?%]?)", re.ASCII)
_OPEN = ("..", "")

# What is passed to the library: no spaces, which it skips, and no exponential years (Y1E9), which take it very long.
_FURTHER = re.compile(r"[0-9TXZ~?%:,.+\[\]{}-]+")

# The hours of each part of the day; generous, because usage differs between people and regions.
_PARTS = {"morning": (0, 12), "noon": (10, 14), "afternoon": (12, 19), "evening": (17, 24), "night": (0, 24)}

MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
DAYS = {"day": 1, "week": 7}
SECONDS = {"second": 1, "minute": 60, "hour": 3600} | {unit: days * 86400 for unit, days in DAYS.items()}


@lru_cache(maxsize=65536)
def edtf_bounds(text: str) -> Interval:
    """The days that an EDTF date, time or interval covers, each counted in full.

    Raises ValueError, with a message for the user, if `text` is not EDTF.
    """
    if "/" in text:
        start, end = edtf_ends(text)
        if start == ANY and end == ANY:
            return ANY
        return Interval(start.lower, end.upper, start.lower_closed, end.upper_closed)
    return _single(text)[0]


@lru_cache(maxsize=65536)
def edtf_loose(text: str) -> Interval:
    """Like edtf_bounds, but one unit wider on both sides if the date is marked approximate (~ or %)."""
    days, width = _single(text)
    if not width:
        return days
    return Interval(days.lower - width, days.upper + width, days.lower_closed, days.upper_closed)


@lru_cache(maxsize=65536)
def edtf_ends(text: str) -> tuple[Interval, Interval]:
    """The intervals in which a period starts and ends; an open end is unbounded on its side.

    Raises ValueError if `text` is not an EDTF interval or ends before it starts.
    """
    first, slash, last = text.partition("/")
    if not slash:
        raise ValueError(f"'{text}' is one date; a period is written start/end, such as 2021/2024")
    start = ANY if first in _OPEN else _single(first)[0]
    end = ANY if last in _OPEN else _single(last)[0]
    if end.upper <= start.lower:
        raise ValueError(f"'{text}' ends before it starts")
    if start is ANY:
        start = Interval(-INFINITY, end.upper, False, False)
    if end is ANY:
        end = Interval(start.lower, INFINITY)
    return start, end


def _single(text: str) -> tuple[Interval, int]:
    """The days of one date and, if it is approximate, by how many days it may be off."""
    if plain := _PLAIN.fullmatch(text):
        year, month, day = (int(part) if part else None for part in plain.groups()[:3])
        first, after = _plain_days(text, year or 0, month, day)
        return _days(first, after), _slack(plain[4], after - first)
    if moment := _MOMENT.fullmatch(text):
        clock, width = _clock(text, moment[2], moment[3], moment[4])
        lower = _plain_days(text, *(int(part) for part in moment[1].split("-")))[0] + clock
        return _days(lower, lower + width), _slack(moment[5], 1)
    return _by_library(text)


def _days(lower: End, upper: End) -> Interval:
    return Interval(Fraction(lower), Fraction(upper), True, False)


def _slack(mark: str, width: int) -> int:
    return width if mark in ("~", "%") else 0


def _plain_days(text: str, year: int, month: int | None = None, day: int | None = None) -> tuple[int, int]:
    """The ordinal of the first day and of the day after the last."""
    try:
        first = date(year, month or 1, day or 1).toordinal()
    except ValueError as error:
        if month and month > 12:
            return _by_season(text.rstrip("~?%"))
        raise ValueError(f"there is no {text} in the calendar") from error
    if day:
        return first, first + 1
    if month:
        return first, first + monthrange(year, month)[1]
    return first, date(year, 12, 31).toordinal() + 1


def _by_season(text: str) -> tuple[int, int]:
    days, _ = _by_library(text)
    return int(days.lower), int(days.upper)


def _clock(text: str, hour: str, minute: str | None, second: str | None) -> tuple[Fraction, Fraction]:
    """The elapsed fraction of the day, and the length of the last printed unit."""
    if int(hour) > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        raise ValueError(f"there is no time {text} on the clock")
    gone = int(hour) * 3600 + int(minute or 0) * 60 + int(second or 0)
    return Fraction(gone, 86400), Fraction(1 if second else 60 if minute else 3600, 86400)


def _by_library(text: str) -> tuple[Interval, int]:
    """Parse EDTF beyond plain dates; the library is imported only when needed."""
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        with contextlib.redirect_stdout(io.StringIO()):  # the library prints what it cannot read
            parsed = parse_edtf(text if _FURTHER.fullmatch(text) else "")
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
        first, last = date(*lower[:3]).toordinal(), date(*upper[:3]).toordinal()
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"'{text}' is not a date in EDTF, such as 2024-12-24, 2024-12 or 2021/2024") from error
    if last < first:
        raise ValueError(f"'{text}' ends before it starts")
    return _days(first, last + 1), 0


def part_of_day(day: Interval, part: str) -> Interval:
    """The hours of `day` that `part` (morning, noon, afternoon, evening, night) can mean."""
    begin, end = _PARTS[part]
    return _days(day.lower + Fraction(begin, 24), day.lower + Fraction(end, 24))


def also_in_zone(days: Interval, zone: str, home: str) -> Interval:
    """The days as printed for `zone`, extended to include the same time in the zone `home`.

    Another text can give a date that is printed with a zone as the date in `home`, so both count as the same.
    """
    moved = _days(_moved(days.lower, zone, home), _moved(days.upper, zone, home))
    return days.hull(moved)


def _moved(moment: End, zone: str, home: str) -> Fraction:
    whole = math.floor(moment)
    if not 2 < whole < date.max.toordinal() - 1:  # the time in the other zone may be outside the calendar
        return Fraction(moment)
    local = datetime.combine(date.fromordinal(whole), datetime.min.time(), ZoneInfo(zone))
    local += timedelta(days=float(moment - whole))
    there = local.astimezone(ZoneInfo(home))
    midnight = datetime.combine(there.date(), datetime.min.time())
    return there.date().toordinal() + Fraction((there.replace(tzinfo=None) - midnight).seconds, 86400)


def elapsed_months(start: int, end: int) -> Fraction:
    """Calendar months between the ordinals of two days: whole months plus the elapsed share of the last month."""
    begin, finish = date.fromordinal(start), date.fromordinal(end)
    whole = (finish.year - begin.year) * 12 + finish.month - begin.month
    if _months_after(begin, whole) > end:
        whole -= 1
    reached, following = _months_after(begin, whole), _months_after(begin, whole + 1)
    return whole + Fraction(end - reached, following - reached)


def _months_after(day: date, months: int) -> int:
    """The ordinal of the same day of the month `months` later, or of that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:  # after the last month of the calendar
        return date.max.toordinal() + day.day
    return date(year, month + 1, 1).toordinal() - 1 + min(day.day, monthrange(year, month + 1)[1])


def elapsed(start: Interval, end: Interval, unit: str) -> Interval | None:
    """The possible times from a moment of `start` to a moment of `end`, in `unit`; None if none or unbounded.

    The last day may or may not be counted, because people do both: 2021–2024 is at most four years, and from 10 to
    12 May is two days or three.
    """
    if -INFINITY in (start.lower, end.lower) or INFINITY in (start.upper, end.upper) or end.upper <= start.lower:
        return None
    if unit in SECONDS:
        per_day = Fraction(86400, SECONDS[unit])
        begun = _last(start) if per_day <= 1 else start.upper  # units shorter than a day do not count whole days
        shortest = max(Fraction(0), end.lower - Fraction(begun))
        return Interval(shortest * per_day, (end.upper - start.lower) * per_day)
    first, after = math.floor(start.lower), math.ceil(end.upper)
    if after > date.max.toordinal():
        return None
    last_start, first_end = math.floor(_last(start)), math.floor(end.lower)
    shortest = elapsed_months(last_start, first_end) if first_end > last_start else Fraction(0)
    return Interval(shortest, elapsed_months(first, after)).times(Fraction(1, MONTHS[unit]))


def _last(days: Interval) -> Fraction:
    """The start of the last day in `days`, or of `days` itself if it is shorter than a day."""
    return Fraction(max(days.lower, days.upper - 1))
