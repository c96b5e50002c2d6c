"""Compute where the dates, periods and events of a discrepancy go on a calendar; the page's templates draw it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from doichieu.html.interval_chart import Data, is_dated, moment, reading
from doichieu.model.interval import End
from doichieu.wording.working import calendar_day, lettered

_LEFT, _RIGHT = 12, 97  # the calendar's ends, in percent of the drawing's width; letters are to its left
_MOST_TICKS = 5
_LEAST = 1.2  # a day must be visible, however long the calendar


@dataclass(frozen=True)
class Bar:
    """A stretch of time; `sure` if the claim certainly covers it, else the claim's time begins or ends within it."""

    start: float
    end: float
    sure: bool


@dataclass(frozen=True)
class Line:
    """The time that one claim states, or the stretch between two events that would make it right."""

    letter: str
    index: int
    bars: tuple[Bar, ...]
    events: tuple[int, int] | None


@dataclass(frozen=True)
class Event:
    """A dated event that would make a claim right, with its number; `record` if a document of record dates it."""

    number: int
    at: float
    data: Data
    record: bool


@dataclass(frozen=True)
class Tick:
    """The start of a year, month or day: its place, its date, and in `step` which of the three it is."""

    at: float
    day: date
    step: str


@dataclass(frozen=True)
class Timeline:
    """A calendar; all places are in percent of its width."""

    lines: tuple[Line, ...]
    events: tuple[Event, ...]
    ticks: tuple[Tick, ...]


_Stretch = tuple[End, End, bool]


def timeline(discrepancy: Data, documents: dict[str, Data]) -> Timeline | None:
    """The calendar of a discrepancy; None if it has fewer than two dated items to compare."""
    claims = {claim["claim"]: (index, letter) for index, (letter, claim) in enumerate(lettered(discrepancy["claims"]))}
    reconciliations = discrepancy["reconciliations"]
    events = {_key(event): event for item in reconciliations for event in item.get("events", ())}
    numbers = {
        key: number for number, key in enumerate(sorted(events, key=lambda key: (moment(events[key]["lower"]), key)), 1)
    }
    rows: list[tuple[str, int, list[_Stretch], tuple[int, int] | None]] = []
    for index, (letter, claim) in enumerate(lettered(discrepancy["claims"])):
        bounds = claim[reading(discrepancy)]
        if bounds and is_dated(bounds):
            rows.append((letter, index, _stretches(claim, bounds), None))
    for item in reconciliations:
        if len(item.get("events", ())) == 2 and item["claim"] in claims:
            first, last = item["events"]
            index, letter = claims[item["claim"]]
            stretch = (moment(first["lower"]), moment(last["upper"]), True)
            rows.append((letter, index, [stretch], (numbers[_key(first)], numbers[_key(last)])))
    finite = [end for _, _, stretches, _ in rows for start, stop, _ in stretches for end in (start, stop)]
    finite += [moment(event["lower"]) for event in events.values()]
    ends = [end for end in finite if isinstance(end, Fraction)]
    if len(rows) + len(events) < 2 or not rows or not ends:
        return None
    room = max((max(ends) - min(ends)) / 20, Fraction(1))
    first_day, last_day = min(ends) - room, max(ends) + room

    def place(end: End) -> float:
        if not isinstance(end, Fraction):
            return float(_LEFT if end < 0 else _RIGHT)
        return round(float(_LEFT + (_RIGHT - _LEFT) * (end - first_day) / (last_day - first_day)), 1)

    lines = tuple(
        Line(letter, index, tuple(_bar(place(start), place(stop), sure) for start, stop, sure in stretches), pair)
        for letter, index, stretches, pair in rows
    )
    marks = tuple(
        Event(
            number,
            place(moment(events[key]["lower"])),
            events[key],
            documents[events[key]["document"]]["kind"] == "reference",
        )
        for key, number in numbers.items()
    )
    ticks = tuple(Tick(place(Fraction(day.toordinal())), day, step) for day, step in _ticks(first_day, last_day))
    return Timeline(lines, marks, ticks)


def _key(event: Data) -> tuple[str, str]:
    return str(event["lower"]), str(event["label"]["vi"])


def _bar(start: float, end: float, sure: bool) -> Bar:
    return Bar(start, round(max(end, start + _LEAST), 1), sure)


def _stretches(claim: Data, bounds: Data) -> list[_Stretch]:
    """The parts of a claim's time: those it certainly covers, and those in which it begins or ends."""
    lower, upper = moment(bounds["lower"], -1), moment(bounds["upper"])
    ends = claim.get("ends") or {}
    if "start" in ends and "end" in ends:
        begun, last = moment(ends["start"]["upper"]), moment(ends["end"]["lower"], -1)
        if lower <= begun <= last <= upper:
            parts: list[_Stretch] = [(lower, begun, begun - lower <= 1), (begun, last, True)]
            parts.append((last, upper, upper - last <= 1))
            return [part for part in parts if part[0] < part[1]]
    return [(lower, upper, upper - lower <= 1)]


def _ticks(first: Fraction, last: Fraction) -> Iterator[tuple[date, str]]:
    """The starts of years, months or days: the finest of these that are few."""
    begin, end = math.ceil(first), math.floor(last)
    span = end - begin
    if span > 730:
        years = range(calendar_day(begin).year, calendar_day(end).year + 1)
        steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
        every = next((step for step in steps if len(years) / step <= _MOST_TICKS + 1), 2000)
        days = [(date(year, 1, 1), "year") for year in years if year % every == 0]
    elif span > 45:
        start = calendar_day(begin)
        months = [start.year * 12 + start.month - 1 + more for more in range(span // 28 + 2)]
        every = next(step for step in (1, 2, 3, 6) if len(months) / step <= _MOST_TICKS + 1 or step == 6)
        days = [(date(month // 12, month % 12 + 1, 1), "month") for month in months if month % every == 0]
    else:
        every = max(1, math.ceil(span / _MOST_TICKS))
        days = [(calendar_day(day), "day") for day in range(begin, end + 1, every)]
    yield from (item for item in days if begin <= item[0].toordinal() <= end)
