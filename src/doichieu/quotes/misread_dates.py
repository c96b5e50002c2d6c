"""Compare the date or period encoded for a claim with the words of its quote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations
from zoneinfo import ZoneInfo

from doichieu.language.lexicon import tokens_of
from doichieu.model.edtf import edtf_bounds, part_of_day
from doichieu.model.interval import Interval
from doichieu.model.values import Date, Period
from doichieu.quotes.misreading import Misreading, both, compared, differs
from doichieu.quotes.printed_dates import LAST_MONTH, Printed, QuotedDates, parts_of, quoted_dates

_EXACT_PARTS = (
    33,
    34,
    35,
    36,
    40,
    41,
)  # quarters and halves; seasons and "the end of the year" are vague
_NEAR = 183  # days from publication within which a newspaper leaves out the year
_A_MONTH = 31
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LATE = ("afternoon", "evening", "night")
_NOON = 12


def date_misread(value: Date, quote: str, code: str, published: str, home: str) -> Misreading | None:
    """How a date differs from the nearest one in its quote; `home` is the time zone of dates printed without one.

    What is not printed must follow from the day of publication. Raises UnreadError if the quote has no date, or if the
    value is not made of year, month, day and time and the quote has no date of its form.
    """
    candidates = []
    for quoted in quoted_dates(quote, code, published):
        for printed in quoted.dates():
            differences = _day_differs(value.edtf, printed, quoted)
            if differences is None:
                continue
            differences += _clock_differs(value, quoted)
            if value.hedge or printed.value.hedge in ("before", "after"):
                differences += differs("hedge", value.hedge, printed.value.hedge)
            differences += _zone_differs(value, printed.value, home) + _beside(value, quoted)
            candidates.append((differences, printed.value))
    return compared(value, candidates, both)


def period_misread(value: Period, quote: str, code: str, published: str) -> Misreading | None:
    """How a period differs from the two dates in its quote, or from a single date that is both its ends.

    Raises UnreadError like date_misread.
    """
    start, end = ("" if edge == ".." else edge for edge in value.edtf.split("/"))
    candidates = []
    for quoted in quoted_dates(quote, code, published):
        for first, last in _ends(quoted, bool(start and end)):
            differences = []
            for edge, printed in ((start, first), (end, last)):
                if edge and not (first is last and _covers(printed, value)):
                    differences.append(_day_differs(edge, printed, quoted))
            if None not in differences:
                edges = list(dict.fromkeys(replace(edge.value, hedge=None) for edge in (first, last)))
                candidates.append(([line for lines in differences for line in lines or ()], edges))
    return compared([Date(edge) for edge in (start, end) if edge], candidates, _joined)


def _ends(quote: QuotedDates, is_closed: bool) -> list[tuple[Printed, Printed]]:
    """The pairs of dates that can be a period's ends: those of each period, or any two dates, or the only one twice."""
    pairs = [(span[0], span[1]) for span in quote.spans if len(span) > 1]
    dates = [span[0] for span in quote.spans if len(span) == 1]
    pairs = pairs or list(combinations(dates, 2))
    if len(quote.spans) == 1 or not is_closed or any(one.slack is not None for one in dates):
        pairs += [(one, one) for one in (replace(one, rough=True) for one in dates)]
    return pairs


def _covers(printed: Printed, value: Period) -> bool:
    """Whether one date covers exactly a period: thập niên 1990 is 1990/1999."""
    return parts_of(printed.edtf) is None and edtf_bounds(printed.edtf) == edtf_bounds(value.edtf)


def _day_differs(edtf: str, printed: Printed, quote: QuotedDates) -> list[str] | None:
    """How a value's year, month and day differ from a printed date; None if they cannot be compared."""
    parts, known = parts_of(edtf), parts_of(printed.edtf)
    if known is None:  # a decade or a century
        return [] if edtf_bounds(edtf) == edtf_bounds(printed.edtf) else [f"{edtf} ≠ {printed.edtf}"]
    if parts is None or "year" not in parts:
        return None
    if printed.slack is not None:
        return _too_far(_iso(parts), printed.edtf, printed.slack)
    differences = []
    for name, finer in (("year", "month"), ("month", "day"), ("day", "")):
        if name in known and not (name == "month" and known[name] > LAST_MONTH):
            differences += differs(name, parts.get(name), known[name])
            if finer in parts and finer not in known and not printed.rough:
                differences += differs(finer, parts[finer], None)  # more precise than the words
    if known.get("month", 0) > LAST_MONTH and not differences:
        differences += _too_far(_iso(parts), printed.edtf, 0 if known["month"] in _EXACT_PARTS else _A_MONTH)
    if not known and printed.value.weekday and "day" in parts:
        weekday = date(parts["year"], parts["month"], parts["day"]).weekday()
        differences += differs("weekday", _WEEKDAYS[weekday], printed.value.weekday)
    if "year" not in known and not _explained(parts, quote):
        differences.append(f"{_iso(parts)} ∉ {_first_day(quote.published)} ± {_NEAR} d")
    return differences


def _too_far(edtf: str, other: str, slack: int) -> list[str]:
    if _gap(edtf_bounds(edtf), edtf_bounds(other)) < slack or edtf_bounds(edtf).meets(edtf_bounds(other)):
        return []
    return [f"{edtf} ∉ {other}" + (f" ± {slack} d" if slack else "")]


def _explained(parts: Mapping[str, int], quote: QuotedDates) -> bool:
    """Whether a year that is not printed follows from the day of publication, or from "năm ngoái" next to the date."""
    years = {date.fromordinal(int(end)).year for end in (quote.published.lower, quote.published.upper - 1)}
    offs = [int(off) for off in quote.language.dates["years_off"].found(tokens_of(quote.words))]
    beside = {int(printed.edtf) for printed in quote.dates() if printed.edtf.isdigit()}
    if beside := beside.intersection(year + off for year in years for off in offs):
        return parts["year"] in beside
    return parts["year"] in years or _gap(edtf_bounds(_iso(parts)), quote.published) <= _NEAR


def _gap(one: Interval, other: Interval) -> float:
    return float(max(one.lower - other.upper, other.lower - one.upper))


def _clock_differs(value: Date, quote: QuotedDates) -> list[str]:
    parts = parts_of(value.edtf) or {}
    said_to_be = _said_parts(quote)
    printed = {
        f"{hour:02d}:{clock.get('minute', 0):02d}"
        for clock in quote.times()
        if "hour" in clock
        for hour in _hours(clock["hour"], value.part, said_to_be)
    }
    if "hour" not in parts and not printed:
        return []
    stated = f"{parts['hour']:02d}:{parts.get('minute', 0):02d}" if "hour" in parts else None
    return [] if stated in printed else differs("time", stated, "/".join(sorted(printed)))


def _hours(hour: int, part: str | None, said_to_be: set[str]) -> set[int]:
    """The hours of the day that a printed one can be: 3 giờ is 3 or 15, 12 giờ đêm is 0."""
    if hour > _NOON or "morning" in said_to_be:
        return {hour}
    late = hour % _NOON + _NOON
    if "night" in said_to_be or not (part in _LATE or said_to_be & set(_LATE)):
        return {hour, late, hour % _NOON}
    return {late}


def _said_parts(quote: QuotedDates) -> set[str]:
    """The parts of the day named anywhere in a quote."""
    beside = {printed.value.part for printed in quote.dates() if printed.value.part}
    return beside.union(quote.language.dates["parts"].found(tokens_of(quote.words)))


def _beside(value: Date, quote: QuotedDates) -> list[str]:
    """How the part of the day and the weekday differ, if the value has them."""
    parts = _said_parts(quote)
    weekdays = {printed.value.weekday for printed in quote.dates() if printed.value.weekday}
    weekdays.update(quote.language.dates["weekdays"].found(tokens_of(quote.words)))
    differences = []
    if value.part and value.part not in parts and (parts or not _is_hour_of(value.part, quote)):
        differences += differs("part", value.part, "/".join(sorted(parts)))
    if value.weekday and value.weekday not in weekdays:
        differences += differs("weekday", value.weekday, "/".join(sorted(weekdays)))
    return differences


def _is_hour_of(part: str, quote: QuotedDates) -> bool:
    """Whether a printed time after noon is in a part of the day: 3 p.m. is in the afternoon."""
    hours = part_of_day(Interval(0, 1, True, False), part)
    clocks = [clock.get("hour", 0) for clock in quote.times()]
    return any(hour >= _NOON and hours.lower * 24 <= hour < hours.upper * 24 for hour in clocks)


def _zone_differs(value: Date, printed: Date, home: str) -> list[str]:
    """How a printed zone differs: it must be the value's zone, or `home` without one, or have the same time."""
    if printed.zone is None:
        return []
    noon = datetime.fromordinal(int(edtf_bounds(value.edtf).lower)).replace(hour=_NOON)
    stated, other = (ZoneInfo(zone).utcoffset(noon) for zone in (value.zone or home, printed.zone))
    return [] if stated == other else differs("zone", value.zone, printed.zone)


def _iso(parts: Mapping[str, int]) -> str:
    return "-".join(
        f"{parts[name]:0{4 if name == 'year' else 2}d}" for name in ("year", "month", "day") if name in parts
    )


def _first_day(days: Interval) -> str:
    return date.fromordinal(int(days.lower)).isoformat()


def _joined(edges: Iterable[Date]) -> tuple[str, str]:
    words = [both(edge) for edge in edges]
    return " đến ".join(vi for vi, _ in words), " to ".join(en for _, en in words)
