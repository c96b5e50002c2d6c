"""The dates in a quote, each as far as its words say when."""

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

LAST_MONTH = 12  # a number beyond it stands for a season, a quarter or another part of a year
_EDTF = re.compile(
    r"(XXXX|[0-9]{4})(?:-(XX|[0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2})(?::([0-9]{2})(?::[0-9]{2})?)?)?)?)?[~?%]?"
)
_FIELDS = ("year", "month", "day", "hour", "minute")
_NUMERIC = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2")
_A_WEEK, _A_YEAR = 7, 366


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as it is read, and in `edtf` as far as the quote prints it: XXXX-XX-25 for ngày 25.

    `rough` marks words that only say roughly when: đầu năm 2024, late May. `slack` says by how many days a date can be
    another than the one read, where it is counted from publication: tháng trước, 5 năm qua.
    """

    value: Date
    edtf: str
    rough: bool = False
    slack: int | None = None


@dataclass(frozen=True, slots=True)
class QuotedDates:
    """A quote and all the dates in it, a period as its two ends; `published` is when its words appeared."""

    words: str
    language: Language
    published: Interval
    spans: tuple[tuple[Printed, ...], ...]

    def dates(self) -> list[Printed]:
        return [printed for span in self.spans for printed in span]

    def times(self) -> list[dict[str, int]]:
        """What is known of each of them, with the time of day."""
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
    """Year, month, day and time as far as they are known; None for a date of another form, as 199X."""
    plain = _EDTF.fullmatch(edtf)
    if not plain:
        return None
    return {name: int(part) for name, part in zip(_FIELDS, plain.groups(), strict=True) if part and part[0] != "X"}


def _spans(quote: str, code: str, appeared: Interval, words: Language) -> Iterator[tuple[Printed, ...]]:
    """The dates in a quote; what only publication tells of them is read as of its last day."""
    day = date.fromordinal(math.ceil(appeared.upper) - 1)
    unknown = math.ceil(appeared.upper - appeared.lower) - 1  # where it appeared in a month or a year
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
    """Whether the words say of which day or year they speak: hôm qua, 5/3 năm ngoái."""
    tokens, parts = tokens_of(exact), parts_of(value.edtf) or {}
    days = [day + timedelta(int(off)) for off in words.dates["days_off"].found(tokens)]
    years = [day.year + int(off) for off in words.dates["years_off"].found(tokens)]
    return value.edtf[:10] in [one.isoformat() for one in days] or parts.get("year") in years


def _counted(exact: str, value: Date, unknown: int) -> Printed:
    """A date that is counted from publication, as loosely as its words say: ngày 25, thứ Bảy, tháng trước."""
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
    """The ends of a period, each as it is printed; one that publication completes can be off by as long as it lasts.

    `alone` are the dates that the quote prints of such a period, None where it prints all of it.
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
    """A date in figures with its day and month the other way round, where both can be either."""
    parts, hit = parts_of(printed.edtf) or {}, _NUMERIC.search(quote)
    day, month = parts.get("day", 0), parts.get("month", 0)
    if not hit or {int(hit[1]), int(hit[3])} != {day, month} or day > LAST_MONTH:
        return printed
    edtf = f"{printed.edtf[:4]}-{day:02d}-{month:02d}{printed.edtf[10:]}"
    return replace(printed, value=replace(printed.value, edtf=edtf), edtf=edtf)


def _is_rough(edtf: str) -> bool:
    return edtf[-1] in "~%" or (parts_of(edtf) or {}).get("month", 0) > LAST_MONTH
