"""What the words of a quote say about when: the parts of dates printed in them, with hedge, clock and part of day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from doichieu.language import Language, Token, language, tokens_of, touching

_SHAPES = {  # how two or three numbers with one mark between them can be a date, by their digits
    "1-1": ("dm", "md"),
    "1-4": ("my",),
    "1-1-4": ("dmy", "mdy"),
    "1-1-1": ("dmy", "mdy"),
    "4-1-1": ("ymd",),
    "4-1": ("ym",),
}
_LIMITS = {"day": (1, 31), "month": (1, 12), "year": (1000, 2999)}
_NAMES = {"d": "day", "m": "month", "y": "year"}


@dataclass(frozen=True, slots=True)
class Partial:
    """A date as far as it is printed.

    `hedge` is the limit that the word before it makes of it: before, by, after, from; as-of is none. `loosened`
    marks words that say roughly when (đầu năm 2024, late May), `joined` one end of a range or list.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hedge: str | None = None
    loosened: bool = False
    joined: bool = False
    start: int = 0
    end: int = 0

    def parts(self) -> dict[str, int]:
        """The parts that are known."""
        known = {"year": self.year, "month": self.month, "day": self.day}
        return {name: number for name, number in known.items() if number is not None}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as printed; where `half` says "am" or "pm", the hour is counted from 0 to 23."""

    hour: int
    minute: int | None = None
    half: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """All that a text says about when: each way in which its dates can be read, and what stands beside them.

    `days_off` counts from the day of publication (hôm qua: −1), `years_off` from its year; `relative` marks any other
    word that counts from it.
    """

    readings: tuple[tuple[Partial, ...], ...]
    clocks: tuple[Clock, ...]
    parts: frozenset[str]
    weekdays: frozenset[str]
    days_off: int | None
    years_off: int | None
    relative: bool


@lru_cache(maxsize=4096)
def when(text: str, code: str) -> When:
    """What a text says about when."""
    tokens, words = tokens_of(text), language(code)
    dates = words.dates
    clocks, clocked = _clocks(tokens, words)
    readings: dict[tuple[Partial, ...], None] = {}
    for order in ("dm",) if words.data["day_first"] else ("dm", "md"):  # 10/8 is 10 August or 8 October
        readings[tuple(_joined(_atoms(tokens, clocked, order, words), tokens, words))] = None
    off_days, off_years = dates["days_off"].found(tokens), dates["years_off"].found(tokens)
    return When(
        tuple(reading for reading in readings if reading),
        tuple(clocks),
        frozenset(dates["parts"].found(tokens)),
        frozenset(dates["weekdays"].found(tokens)),
        int(off_days[0]) if off_days else None,
        int(off_years[0]) if off_years else None,
        bool(dates["relative"].found(tokens)),
    )


def _clocks(tokens: Sequence[Token], words: Language) -> tuple[list[Clock], set[int]]:
    """The times of day printed, and the tokens that they take."""
    clocks: list[Clock] = []
    taken: set[int] = set()
    i, clock = 0, words.dates["clock"]
    while i < len(tokens):
        start, i = i, i + 1
        digits = re.fullmatch(r"([0-9]{1,2})(?:[.]([0-9]{2}))?", tokens[start].raw)
        if not digits:
            continue
        kind, after = clock.at(tokens, i) or ("", i)
        minute = int(digits[2]) if digits[2] else None  # 9.30 a.m.
        if kind == "hour" and minute is None:
            close = touching(tokens, after) or tokens[i].raw != ":"
            if after < len(tokens) and len(tokens[after].raw) <= 2 and tokens[after].is_number and close:
                minute, after = int(tokens[after].raw), after + 1
                unit = clock.at(tokens, after)
                after = unit[1] if unit and unit[0] == "minute" else after
            elif tokens[i].raw == ":":
                continue
        half = clock.at(tokens, after if kind == "hour" else i)
        half = half if half and half[0] in ("am", "pm") else None
        if (kind != "hour" or digits[2]) and not half:
            continue
        hour = int(digits[1])
        if half and hour <= 12:
            hour = hour % 12 + (12 if half[0] == "pm" else 0)
        if hour <= 24 and (minute or 0) < 60:
            i = half[1] if half else after
            clocks.append(Clock(hour, minute, half[0] if half else None))
            taken.update(range(start, i))
    return clocks, taken


def _atoms(tokens: Sequence[Token], taken: set[int], order: str, words: Language) -> list[Partial]:
    """Every run of digits and every month's name that can be part of a date, each by itself."""
    atoms: list[Partial] = []
    i = 0
    while i < len(tokens):
        if i in taken or words.dates["weekdays"].at(tokens, i):
            i = max(i + 1, (words.dates["weekdays"].at(tokens, i) or ("", 0))[1])
            continue
        month = words.dates["months"].at(tokens, i)
        if month and (tokens[i].raw[0].isupper() or not words.data["capital_months"]):
            atoms.append(Partial(month=int(month[0]), start=i, end=month[1]))
            i = month[1]
            continue
        if not tokens[i].is_number or (touching(tokens, i) and tokens[i - 1].is_word):
            i += 1
            continue
        atom = _chain(tokens, i, order, words)
        if atom:
            atoms.append(_like_last(atom, atoms[-1] if atoms else None, tokens, words))
        i = atom.end if atom else i + 1
    return atoms


def _chain(tokens: Sequence[Token], i: int, order: str, words: Language) -> Partial | None:
    """The date in digits that begins at token `i`: 25, 2025, 25/10, 12-2024, 24-10-1945, 8.10.2025."""
    numbers, end = _run(tokens, i, words)
    before = _noun_before(tokens, i, words)
    if before == "quarter":  # quý 3/2025
        year = next((int(number) for number in numbers[1:] if len(number) == 4), None)
        return Partial(year=year, start=i, end=end) if year else None
    if any(not number.isdigit() or len(number) not in (1, 2, 4) for number in numbers):
        return None
    shape = "-".join("4" if len(number) == 4 else "1" for number in numbers)
    for parts in _SHAPES.get(shape, ()) if len(numbers) > 1 else _single(numbers[0], before):
        if "dm" in parts + parts[::-1] and parts[0] != "y" and order not in parts:
            continue
        known = {_NAMES[part]: int(number) for part, number in zip(parts, numbers, strict=True)}
        if known.get("year", 1000) < 100:
            known["year"] += 2000 if known["year"] < 70 else 1900
        if all(_LIMITS[name][0] <= number <= _LIMITS[name][1] for name, number in known.items()):
            return Partial(known.get("year"), known.get("month"), known.get("day"), start=i, end=end)
    return None


def _run(tokens: Sequence[Token], i: int, words: Language) -> tuple[list[str], int]:
    """The numbers from token `i` on that one mark joins into a date, and the token after them."""
    if re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}", tokens[i].raw):
        return tokens[i].raw.split("."), i + 1
    numbers, end, mark = [tokens[i].raw], i + 1, ""
    while len(numbers) < 3 and end + 1 < len(tokens) and tokens[end + 1].is_number and touching(tokens, end):
        between = tokens[end].raw
        if between not in ("/", "-") or (mark and between != mark):
            break
        if between == "-" and _is_range(tokens, i, end, numbers, words):
            break
        mark = between
        numbers.append(tokens[end + 1].raw)
        end += 2
    return numbers, end


def _is_range(tokens: Sequence[Token], i: int, end: int, numbers: list[str], words: Language) -> bool:
    """Whether the dash at token `end` joins two dates instead of two parts of one."""
    following, behind = tokens[end + 1].raw, end + 2
    third = tokens[behind].raw if touching(tokens, behind) else ""
    if third == "/" or len(numbers[-1]) == len(following) == 4:
        return True
    if len(numbers) > 1 or third == "-" or 4 in (len(following), len(numbers[0])):
        return False
    months = words.dates["month"].at(tokens, behind) or words.dates["months"].at(tokens, behind)
    announced = _noun_before(tokens, i, words) == "month"
    return bool(months) or announced or not words.data["dash_dates"] or len(following) > 2 or int(following) > 12


def _like_last(atom: Partial, last: Partial | None, tokens: Sequence[Token], words: Language) -> Partial:
    """The 11 of 'tháng 10-11' is a month too."""
    if last is None or last.parts().keys() != {"month"} or atom.parts().keys() != {"day"} or (atom.day or 0) > 12:
        return atom
    in_digits = tokens[last.start].is_number and not _noun_before(tokens, atom.start, words)
    joined = in_digits and _is_joiner(tokens[last.end : atom.start], words)
    return replace(atom, day=None, month=atom.day) if joined else atom


def _noun_before(tokens: Sequence[Token], i: int, words: Language) -> str:
    """Which part of a date the word before a number announces: ngày 6, tháng 12, năm 2025."""
    for name in ("day", "month", "year", "quarter"):
        if words.dates[name].before(tokens, i):
            return name
    return ""


def _single(number: str, before: str) -> str:
    """What one number by itself can be; a bare one of two digits at most is a day."""
    return before[:1] or ("y" if len(number) == 4 else "d")


def _joined(atoms: list[Partial], tokens: Sequence[Token], words: Language) -> list[Partial]:
    """Dates put together from their parts, each with the month and year it shares with those it is joined to."""
    dates: list[Partial] = []
    for atom in atoms:
        last = dates[-1] if dates else None
        gap = tokens[last.end : atom.start] if last else ()
        if last and not (last.parts().keys() & atom.parts().keys()) and _is_glue(gap, words) and _fit(last, atom):
            dates[-1] = _merged(last, atom)
        else:
            joined = last is not None and _is_joiner(gap, words)
            if last and joined:
                dates[-1] = replace(last, joined=True)
            dates.append(replace(atom, joined=joined))
    dates = [_in_place(date, tokens, words) for date in dates if _is_date(date, tokens, words)]
    for i in range(len(dates) - 2, -1, -1):
        dates[i] = _shared(dates[i], dates[i + 1])
    for i in range(1, len(dates)):
        dates[i] = _shared(dates[i], dates[i - 1])
    return dates


def _merged(last: Partial, atom: Partial) -> Partial:
    year, month, day = last.year or atom.year, last.month or atom.month, last.day or atom.day
    return replace(last, year=year, month=month, day=day, end=atom.end)


def _fit(last: Partial, atom: Partial) -> bool:
    """Whether two parts make one date: day and month, or either and a year."""
    return not (last.year is not None and atom.day is not None and atom.month is None)


def _is_glue(gap: Sequence[Token], words: Language) -> bool:
    return all(token.word in words.data["dates"]["glue"] for token in gap)


def _is_joiner(gap: Sequence[Token], words: Language) -> bool:
    lists = words.data["dates"]
    joiners = set(lists["joiners"])
    passed = joiners.union(lists["glue"], lists["loosened"])
    return all(token.word in passed for token in gap) and any(token.word in joiners for token in gap)


def _is_date(date: Partial, tokens: Sequence[Token], words: Language) -> bool:
    """Whether a lone day is announced as one or stands among dates; 8 in '8 phiên họp' does not."""
    if date.month is not None or date.year is not None or date.joined:
        return True
    suffix = date.end < len(tokens) and tokens[date.end].word in words.data["ordinals"]["suffixes"]
    return suffix or bool(_noun_before(tokens, date.start, words)) or len(tokens) == 1


def _in_place(date: Partial, tokens: Sequence[Token], words: Language) -> Partial:
    """The date with the limit and the loosening that the words around it make of it."""
    i = date.start
    loosened = False
    while i > 0:
        hedge = words.dates["hedges"].before(tokens, i)
        if hedge:
            return replace(date, hedge=hedge[0], loosened=loosened)
        word, part = tokens[i - 1].word, words.dates["parts"].before(tokens, i)
        rough = words.dates["loosened"].before(tokens, i)
        if not (rough or part or word in words.data["dates"]["glue"]) or word == ",":
            break
        loosened = loosened or bool(rough)
        i = rough[1] if rough else part[1] if part else i - 1
    behind = words.dates["hedges_after"].at(tokens, date.end)
    quarter = bool(words.dates["quarter"].found(tokens[max(date.start - 4, 0) : date.start]))
    return replace(date, hedge=behind[0] if behind else None, loosened=loosened or quarter)


def _shared(date: Partial, other: Partial) -> Partial:
    """The date with what it leaves to the one it is joined to: 25 in '25-26/10' is in October."""
    if not (date.joined and other.joined):
        return date
    month = date.month if date.month is not None or date.day is None else other.month
    year = date.year if date.year is not None else other.year
    return replace(date, month=month, year=year)
