"""Read the dates in a quote, each as precisely as its words give it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from doichieu.language.lexicon import Language, language, tokens_of
from doichieu.model.edtf import edtf_bounds
from doichieu.model.interval import Interval
from doichieu.model.values import Date, Period
from doichieu.quotes.misreading import readings_of_quote

LAST_MONTH = 12  # a greater number means a season, a quarter or another part of a year
_EDTF = re.compile(
    r"(XXXX|[0-9]{4})(?:-(XX|[0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2})(?::([0-9]{2})(?::[0-9]{2})?)?)?)?)?[~?%]?"
)
_FIELDS = ("year", "month", "day", "hour", "minute")
_NUMERIC = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2")
_A_WEEK, _A_YEAR = 7, 366


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as read, and in `edtf` only what the quote prints: XXXX-XX-25 for ngày 25.

    `rough` marks words that give only a rough time: đầu năm 2024, late May. `slack` is the number of days by which a
    date counted from publication can differ from the one read: tháng trước, 5 năm qua.
    """

    value: Date
    edtf: str
    rough: bool = False
    slack: int | None = None


@dataclass(frozen=True, slots=True)
class QuotedDates:
    """A quote and all dates in it, a period as its two ends; `published` is when its document was published."""

    words: str
    language: Language
    published: Interval
    spans: tuple[tuple[Printed, ...], ...]

    def dates(self) -> list[Printed]:
        return [printed for span in self.spans for printed in span]

    def times(self) -> list[dict[str, int]]:
        """The known parts of each date, with the time of day."""
        return [parts_of(printed.value.edtf) or {} for printed in self.dates()]


def quoted_dates(quote: str, code: str, published: str) -> list[QuotedDates]:
    """The dates in a quote: once, or twice where 10/8 is 10 August or 8 October."""
    words, appeared = language(code), edtf_bounds(published)
    spans = tuple(_spans(quote, code, appeared, words))
    ways = [spans]
    if not words.data["day_first"]:
        ways.append(tuple(span if len(span) > 1 else (_turned(span[0], quote),) for span in spans))
    return [QuotedDates(quote, words, appeared, way) for way in dict.fromkeys(ways)]


def parts_of(edtf: str) -> dict[str, int] | None:
    """The known parts among year, month, day and time; None for a date of another form, such as 199X."""
    plain = _EDTF.fullmatch(edtf)
    if not plain:
        return None
    return {name: int(part) for name, part in zip(_FIELDS, plain.groups(), strict=True) if part and part[0] != "X"}


def _spans(quote: str, code: str, appeared: Interval, words: Language) -> Iterator[tuple[Printed, ...]]:
    """The dates in a quote; parts that follow only from publication are read as of its last day."""
    day = date.fromordinal(math.ceil(appeared.upper) - 1)
    unknown = math.ceil(appeared.upper - appeared.lower) - 1  # if only the month or year of publication is known
    alone = {(r.start, r.end): r.value for r in readings_of_quote(quote, code) if isinstance(r.value, Date | Period)}
    for reading in readings_of_quote(quote, code, day.isoformat()):
        printed = alone.get((reading.start, reading.end))
        match printed or reading.value:
            case Date(edtf=edtf) as value if printed or (not unknown and _is_certain(reading.exact, value, day, words)):
                yield (Printed(value, edtf, _is_rough(edtf)),)
            case Date() as value:
                yield (_counted(reading.exact, value, unknown),)
            case Period(edtf=edtf):
                yield _edges(edtf, None if printed else [value.edtf for value in alone.values()], unknown)


def _is_certain(exact: str, value: Date, day: date, words: Language) -> bool:
    """Whether the words determine the day or the year: hôm qua, 5/3 năm ngoái."""
    tokens, parts = tokens_of(exact), parts_of(value.edtf) or {}
    days = [day + timedelta(int(off)) for off in words.dates["days_off"].found(tokens)]
    years = [day.year + int(off) for off in words.dates["years_off"].found(tokens)]
    return value.edtf[:10] in [one.isoformat() for one in days] or parts.get("year") in years


def _counted(exact: str, value: Date, unknown: int) -> Printed:
    """A date counted from publication, with the slack that its words allow: ngày 25, thứ Bảy, tháng trước."""
    parts = parts_of(value.edtf) or {}
    numbers = [int(token.raw) for token in tokens_of(exact) if token.is_number and token.raw.isdigit()]
    if "hour" not in parts and parts.get("day") in numbers:
        return Printed(value, f"XXXX-XX-{parts['day']:02d}")
    if value.weekday or "hour" in parts:
        return Printed(value, "XXXX")
    days = edtf_bounds(value.edtf)
    slack = _A_WEEK if _is_rough(value.edtf) else max(1, math.floor(days.upper - days.lower) // 2)
    return Printed(value, value.edtf, slack=slack + unknown)


def _edges(edtf: str, alone: Sequence[str] | None, unknown: int) -> tuple[Printed, ...]:
    """The ends of a period as printed; one that is completed from publication can be off by the length of the period.

    `alone` are the dates of such a period that the quote prints; None if it prints the whole period.
    """
    edges = []
    for end, limit in zip(edtf.split("/"), ("from", "by"), strict=True):
        printed = end if alone is None else next((one for one in alone if one in (end, f"XXXX{end[4:]}")), None)
        slack = None
        if printed is None:
            days = edtf_bounds(edtf)
            slack = min(_A_YEAR, math.ceil(days.upper - days.lower)) + unknown
        edges.append(Printed(Date(printed or end, hedge=limit), printed or end, _is_rough(end), slack))
    return tuple(edges)


def _turned(printed: Printed, quote: str) -> Printed:
    """A numeric date with day and month swapped, if both readings are possible."""
    parts, hit = parts_of(printed.edtf) or {}, _NUMERIC.search(quote)
    day, month = parts.get("day", 0), parts.get("month", 0)
    if not hit or {int(hit[1]), int(hit[3])} != {day, month} or day > LAST_MONTH:
        return printed
    edtf = f"{printed.edtf[:4]}-{day:02d}-{month:02d}{printed.edtf[10:]}"
    return replace(printed, value=replace(printed.value, edtf=edtf), edtf=edtf)


def _is_rough(edtf: str) -> bool:
    return edtf[-1] in "~%" or (parts_of(edtf) or {}).get("month", 0) > LAST_MONTH
