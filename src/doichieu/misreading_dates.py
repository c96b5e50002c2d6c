"""How the date or period encoded for a claim differs from what the words of its own quote say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from doichieu.dates import edtf_bounds
from doichieu.interval import End, Interval
from doichieu.language import language
from doichieu.misreading import Misreading, UnreadError, compared, differs
from doichieu.model import Date, Period
from doichieu.reading_dates import Clock, Partial, When, when

_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2})(?::([0-9]{2})(?::[0-9]{2})?)?)?)?)?[~?%]?")
_FIELDS = ("year", "month", "day", "hour", "minute")
_NEAR = 183  # days from publication for which a newspaper leaves out the year
_LATE = ("afternoon", "evening", "night")


def date_misread(value: Date, quote: str, code: str, published: Interval) -> Misreading | None:
    """How a date differs from the nearest one in its quote.

    What is not printed must follow from the day of publication. Raises UnreadError where nothing says when, or where
    the value is a date of another form than year, month, day and time.
    """
    read, parts = when(quote, code), _parts(value.edtf)
    candidates = []
    for partial in {partial: None for reading in read.readings for partial in reading} or {Partial(): None}:
        differences = _part_differs(parts, partial, read, published) + _clock_differs(value, parts, read)
        if value.hedge or partial.hedge in ("before", "after"):
            differences += differs("hedge", value.hedge, partial.hedge)
        printed = _both(partial.parts(), partial.hedge, read, read.clocks)
        candidates.append((differences + _beside(value, read), printed))
    if not (read.readings or _says_when(read)):
        raise UnreadError
    clocks = (Clock(parts["hour"], parts.get("minute")),) if "hour" in parts else ()
    parts_of_day = frozenset([value.part] if value.part else ())
    shown = replace(read, parts=parts_of_day, weekdays=frozenset([value.weekday] if value.weekday else ()))
    return compared(_both(parts, value.hedge, shown, clocks), candidates)


def period_misread(value: Period, quote: str, code: str, published: Interval) -> Misreading | None:
    """How a period differs from the two dates in its quote, or from the one that is both its ends.

    Raises UnreadError like date_misread.
    """
    read = when(quote, code)
    start, end = (None if edge in ("", "..") else _parts(edge) for edge in value.edtf.split("/"))
    candidates = []
    for reading in read.readings:
        pairs = _ends(reading)
        if len(reading) == 1 or start is None or end is None or _says_when(read):
            pairs += [(partial, partial) for partial in reading]
        for first, last in pairs:
            open_end = first is last and _says_when(read)  # "from early 2023 until now"
            one, other = (replace(edge, loosened=edge.loosened or first is last) for edge in (first, last))
            differences = _part_differs(start, one, read, published) if start else []
            if end:
                differences += _part_differs(end, Partial() if open_end else other, read, published)
            shown = [_both(edge.parts(), None, read, ()) for edge in dict.fromkeys((first, last))]
            candidates.append((differences, _joined(shown)))
    bare = replace(read, parts=frozenset(), weekdays=frozenset())
    edges = [_both(edge, None, bare, ()) for edge in (start, end) if edge]
    return compared(_joined(edges), candidates)


def _ends(reading: tuple[Partial, ...]) -> list[tuple[Partial, Partial]]:
    """Which two dates can be a period's ends: those of each range or list, or any two where none are joined."""
    joined = [i for i, partial in enumerate(reading) if partial.joined]
    if not joined:
        return [(first, last) for i, first in enumerate(reading) for last in reading[i + 1 :]]
    firsts = [i for i in joined if i - 1 not in joined]
    lasts = [i for i in joined if i + 1 not in joined]
    return [(reading[first], reading[last]) for first, last in zip(firsts, lasts, strict=True)]


def _parts(edtf: str) -> dict[str, int]:
    plain = _EDTF.fullmatch(edtf)
    if not plain:
        raise UnreadError
    return {name: int(part) for name, part in zip(_FIELDS, plain.groups(), strict=True) if part}


def _says_when(read: When) -> bool:
    counted = read.days_off is not None or read.years_off is not None
    return counted or bool(read.clocks or read.parts or read.weekdays or read.relative)


def _part_differs(parts: Mapping[str, int], partial: Partial, read: When, published: Interval) -> list[str]:
    """What differs between a value's year, month and day and one printed date."""
    printed = partial.parts()
    differences = []
    for name, finer in (("year", "month"), ("month", "day"), ("day", "")):
        if name in printed:
            differences += differs(name, parts.get(name), printed[name])
            if finer in parts and finer not in printed and not partial.loosened:
                differences += differs(finer, parts[finer], None)  # more than the words say
    if "year" not in printed and not _explained(parts, bool(printed), read, published):
        differences.append(f"{_iso(parts)} ∉ {_day(published.lower)} ± {'1 y' if not printed else f'{_NEAR} d'}")
    return differences


def _explained(parts: Mapping[str, int], dated: bool, read: When, published: Interval) -> bool:
    """Whether what is not printed follows from the day of publication."""
    days = edtf_bounds(_iso(parts))
    if read.days_off is not None and not dated and published.upper - published.lower <= 1 and "day" in parts:
        day = int(published.lower // 1) + read.days_off
        return days.lower < day + 1 and days.upper > day
    years = {date.fromordinal(int(end)).year for end in (published.lower, published.upper - 1)}
    if read.years_off is not None:
        return parts["year"] - read.years_off in years
    distance = max(published.lower - days.upper, days.lower - published.upper)
    return (dated and parts["year"] in years) or distance <= (_NEAR if dated else 366)


def _clock_differs(value: Date, parts: Mapping[str, int], read: When) -> list[str]:
    if "hour" not in parts and not read.clocks:
        return []
    stated = f"{parts['hour']:02d}:{parts.get('minute', 0):02d}" if "hour" in parts else None
    printed = {
        f"{hour:02d}:{clock.minute or 0:02d}" for clock in read.clocks for hour in _hours(clock, value.part, read)
    }
    return [] if stated in printed else differs("time", stated, "/".join(sorted(printed)))


def _hours(clock: Clock, part: str | None, read: When) -> set[int]:
    """The hours of the day that a printed one can be: 3 giờ is 3 or 15, 3 giờ chiều is 15, 12 giờ đêm is 0."""
    hour = clock.hour % 24
    if clock.half or clock.hour > 12 or "morning" in read.parts:
        return {hour}
    late, night = hour % 12 + 12, "night" in read.parts
    if night or not (part in _LATE or read.parts & set(_LATE)):
        return {hour, late, hour % 12}
    return {late}


def _beside(value: Date, read: When) -> list[str]:
    """What differs in the part of the day and the weekday, where the value gives them."""
    said = {"am": {"morning"}, "pm": {"afternoon", "evening", "night"}, None: set()}
    parts = read.parts.union(*(said[clock.half] for clock in read.clocks))
    differences = []
    if value.part and value.part not in parts:
        differences += differs("part", value.part, "/".join(sorted(read.parts)))
    if value.weekday and value.weekday not in read.weekdays:
        differences += differs("weekday", value.weekday, "/".join(sorted(read.weekdays)))
    return differences


def _iso(parts: Mapping[str, int]) -> str:
    return "-".join(f"{parts[name]:0{4 if name == 'year' else 2}d}" for name in _FIELDS[:3] if name in parts)


def _day(moment: End) -> str:
    return date.fromordinal(int(moment)).isoformat()


def _both(parts: Mapping[str, int], hedge: str | None, read: When, clocks: tuple[Clock, ...]) -> tuple[str, str]:
    vi, en = (_printed(parts, hedge, read, clocks, code) for code in ("vi", "en"))
    return vi, en


def _printed(parts: Mapping[str, int], hedge: str | None, read: When, clocks: tuple[Clock, ...], code: str) -> str:
    """A date in words as far as it is known: 'chiều thứ bảy 25/10', 'before 31 December 2026'."""
    words = language(code).dates
    before = [words["hedges"].first[hedge]] if hedge else []
    mark = "h" if code == "vi" else ":"
    times = [f"{clock.hour}{mark}{clock.minute or 0:02d}" for clock in clocks]
    beside = [words["parts"].first[part] for part in sorted(read.parts)]
    beside += [words["weekdays"].first[day] for day in sorted(read.weekdays)]
    known = [parts.get(name) for name in ("day", "month", "year")]
    if code == "vi":
        kind = "" if known[0] and known[1] else "ngày " if known[0] else "tháng " if known[1] else "năm "
        day = kind + "/".join(str(part) for part in known if part) if any(known) else ""
    else:
        month = words["months"].first[str(known[1])] if known[1] else None
        day = " ".join(str(part) for part in (known[0], month, known[2]) if part)
        day = f"day {day}" if known[0] and not month else day
    return " ".join([*before, *times, *beside, day]).strip() or ("một lúc khác" if code == "vi" else "another time")


def _joined(edges: list[tuple[str, str]]) -> tuple[str, str]:
    return " đến ".join(vi for vi, _ in edges), " to ".join(en for _, en in edges)
