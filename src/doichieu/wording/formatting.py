"""Format numbers, dates and intervals in Vietnamese and English."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from doichieu.model.claims import Claim
from doichieu.model.interval import INFINITY, End, Interval
from doichieu.model.values import Date, Figure, Period, Rank
from doichieu.wording.arithmetic import rounded
from doichieu.wording.units import per_unit, scale_of, unit_of
from doichieu.wording.working import calendar_day, decimal

_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def number(value: End, language: str) -> str:
    """A number with the language's separators: 13.750 and 3,6 in Vietnamese, 13,750 and 3.6 in English.

    A non-terminating decimal is rounded to two decimals, or to its first non-zero one, and marked with ≈.
    """
    text = decimal(Fraction(value))
    mark, digits = ("≈ ", text[1:]) if text[0] == "≈" else ("", text)
    whole, _, decimals = digits.partition(".")
    grouped = f"{int(whole):,}" if whole != "-0" else whole
    english = grouped + ("." + decimals if decimals else "")
    return mark + (english.translate(str.maketrans(",.", ".,")) if language == "vi" else english)


def plural(number_of: int, noun: str) -> str:
    """English only, because Vietnamese nouns have no plural: '1 day', '1,858 days'."""
    return f"{number(number_of, 'en')} {noun}{'' if number_of == 1 else 's'}"


def figures(interval: Interval, claim: Claim, language: str) -> str:
    """An interval in the unit of the claim: 'từ 3,6 đến dưới 4 năm', 'from 3.6 to under 4 years'."""
    vietnamese = language == "vi"
    factor, scale = scale_of(claim, language)
    scaled = interval.times(1 / factor)
    lower, upper = scaled.lower, scaled.upper

    def measured(end: End) -> str:
        return number(end, language) + scale + unit_of(claim, language, end == 1)

    if lower == upper:
        return f"{'đúng' if vietnamese else 'exactly'} {measured(lower)}"
    if lower == -INFINITY and upper == INFINITY:
        return "bao nhiêu cũng được" if vietnamese else "any number"
    if upper == INFINITY and not scaled.lower_closed:
        return f"{'trên' if vietnamese else 'over'} {measured(lower)}"
    if upper == INFINITY:
        return f"từ {measured(lower)} trở lên" if vietnamese else f"{measured(lower)} or more"
    if lower == -INFINITY:
        words = ("tối đa", "at most") if scaled.upper_closed else ("dưới", "under")
        return f"{words[0 if vietnamese else 1]} {measured(upper)}"
    if vietnamese:
        begin, end = "từ" if scaled.lower_closed else "trên", "đến" if scaled.upper_closed else "đến dưới"
    elif scaled.lower_closed:
        begin, end = "from", "to" if scaled.upper_closed else "to under"
    else:
        begin, end = "over", "and up to" if scaled.upper_closed else "and under"
    return f"{begin} {number(lower, language)} {end} {measured(upper)}"


def computed(result: Interval, like: Claim, language: str) -> str:
    """A computed interval in the unit of a stated figure: '≈ 79,1%', '78,1–78,8%', 'trên 60 tỷ đồng'.

    It is as precise as the stated figure, or more if that is needed to distinguish the two.
    """
    (factor, scale), value, stated = scale_of(like, language), like.value, rounded(like).strict

    def at(places: int) -> Interval:
        lower, upper = (
            round(end / factor, places) * factor if isinstance(end, Fraction) else end
            for end in (result.lower, result.upper)
        )
        closed = lower == upper
        return Interval(lower, upper, result.lower_closed or closed, result.upper_closed or closed)

    printed = len(value.amount.partition(".")[2]) if isinstance(value, Figure) else 0
    choices = [at(places) for places in range(max(1, printed), 10)]
    shown = next((choice for choice in choices if not choice.meets(stated)), choices[-1])
    lower, upper = shown.lower, shown.upper
    if lower == upper and (lower, upper) != (result.lower, result.upper):
        return f"≈ {number(lower / factor, language)}{scale}{unit_of(like, language)}"
    if lower < upper and lower >= 0 and upper != INFINITY:
        ends = f"{number(lower / factor, language)}–{number(upper / factor, language)}"
        return ends + scale + unit_of(like, language)
    return figures(shown, like, language)


def limit(lasted: Interval, duration: Claim, longest: bool, language: str) -> str:
    """The longest or the shortest possible time, in a duration's unit: 'tối đa 4 năm', 'at least 2 years'."""
    end = (lasted.upper if longest else lasted.lower) / per_unit(duration)
    unit = unit_of(duration, language, end == 1)
    if language == "vi":
        return f"{'tối đa' if longest else 'tối thiểu'} {number(end, language)}{unit}"
    return f"{'at most' if longest else 'at least'} {number(end, language)}{unit}"


def days(interval: Interval, language: str) -> str:
    """A stretch of days in words: 24/12/2024, tháng 12/2024, năm 2024, or from one day to another."""
    vietnamese = language == "vi"
    if interval.lower == -INFINITY and interval.upper == INFINITY:
        return "bất kỳ lúc nào" if vietnamese else "any time"
    if interval.lower == -INFINITY:
        return ("trước " if vietnamese else "before ") + _moment(interval.upper, language)
    if interval.upper == INFINITY:
        since = _moment(interval.lower, language)
        return f"từ {since} trở đi" if vietnamese else f"from {since} on"
    first, after = math.floor(interval.lower), math.ceil(interval.upper)
    begin = calendar_day(first)
    if interval.upper - interval.lower < 1:
        return _hours(interval, language)
    if after - first == 1:
        return _day(begin, language)
    if begin.day == 1 and after - first == monthrange(begin.year, begin.month)[1]:
        return f"tháng {begin.month}/{begin.year}" if vietnamese else f"{_ENGLISH_MONTHS[begin.month - 1]} {begin.year}"
    if (begin.month, begin.day) == (1, 1) and after == date(begin.year, 12, 31).toordinal() + 1:
        return f"năm {begin.year}" if vietnamese else str(begin.year)
    words = ("từ", "đến") if vietnamese else ("from", "to")
    return f"{words[0]} {_day(begin, language)} {words[1]} {_day(calendar_day(after - 1), language)}"


def _day(day: date, language: str) -> str:
    month = f"/{day.month}/" if language == "vi" else f" {_ENGLISH_MONTHS[day.month - 1]} "
    return f"{day.day}{month}{day.year}"


def _hours(interval: Interval, language: str) -> str:
    """A time of day, or a range of times if it may be more than an hour."""
    whole = math.floor(interval.lower)
    begin, end = math.floor((interval.lower - whole) * 1440), math.ceil((interval.upper - whole) * 1440)
    if end > 1440:
        return f"{_moment(interval.lower, language)} – {_moment(interval.upper, language)}"
    hours = _clock(begin, language) if end - begin <= 60 else f"{_clock(begin, language)}–{_clock(end, language)}"
    return f"{hours} {'ngày' if language == 'vi' else 'on'} {_day(calendar_day(whole), language)}"


def _clock(minutes: int, language: str) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour}h{minute:02d}" if language == "vi" else f"{hour}:{minute:02d}"


def _moment(moment: End, language: str) -> str:
    whole = math.floor(moment)
    day, minutes = _day(calendar_day(whole), language), math.floor((moment - whole) * 1440)
    return f"{_clock(minutes, language)} {'ngày' if language == 'vi' else 'on'} {day}" if minutes else day


def on_day(interval: Interval, language: str) -> str:
    """A time as a phrase: 'vào ngày 24/12/2024', 'vào tháng 12/2024', 'on 24 December 2024', 'in 2024'."""
    words, width = days(interval, language), interval.upper - interval.lower
    if width < 1:
        return f"lúc {words}" if language == "vi" else f"at {words}"
    if width == 1:
        return f"vào ngày {words}" if language == "vi" else f"on {words}"
    if words.startswith(("tháng ", "năm ")):
        return f"vào {words}"
    return f"in {words}" if language == "en" and not words.startswith(("from ", "before ", "any ")) else words


def in_period(interval: Interval, language: str) -> str:
    """A period as a phrase: 'từ 1/4/2020 đến 28/2/2025', 'đến hết 28/2/2025', 'from 1 April 2020 on', 'in 2020'."""
    if interval.lower == -INFINITY and interval.upper != INFINITY:
        last = days(Interval(interval.upper - 1, interval.upper, True, False), language)
        return f"đến hết {last}" if language == "vi" else f"until {last}"
    return days(interval, language) if language == "vi" else on_day(interval, language)


def bounds(interval: Interval, claim: Claim, language: str) -> str:
    """The possible values of a claim, in words."""
    match claim.value:
        case Rank(kind=kind, position=position):
            return place(position, kind, language)
        case Date() | Period():
            return days(interval, language)
        case _:
            return figures(interval, claim, language)


def place(position: int, kind: str, language: str) -> str:
    """A place in an order: 'hạng nhất', 'hạng 3', '3rd place'; an ordinal number: 'thứ nhất', 'thứ 3', 'number 3'."""
    if language == "vi":
        return f"{'hạng' if kind == 'rank' else 'thứ'} {'nhất' if position == 1 else number(position, 'vi')}"
    if kind != "rank":
        return f"number {number(position, 'en')}"
    ending = "th" if position % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th")
    return f"{number(position, 'en')}{ending} place"


def join_list(items: Sequence[str], language: str) -> str:
    """'A, B và C', 'A, B and C'."""
    *others, last = items
    return f"{', '.join(others)} {'và' if language == 'vi' else 'and'} {last}" if others else last
