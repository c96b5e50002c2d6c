"""Numbers, dates and intervals in words, as Vietnamese and English print them, for the messages of checks."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date
from fractions import Fraction

from doichieu.dates import MONTHS, SECONDS
from doichieu.interval import INFINITY, End, Interval
from doichieu.model import Claim, Document, Figure

_ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
).split()

_VIETNAMESE_UNITS = {
    "second": "giây",
    "minute": "phút",
    "hour": "giờ",
    "day": "ngày",
    "week": "tuần",
    "month": "tháng",
    "quarter": "quý",
    "year": "năm",
    "decade": "thập niên",
    "century": "thế kỷ",
}


def number(value: End, language: str) -> str:
    """A number with the language's separators: 13.750 and 3,6 in Vietnamese, 13,750 and 3.6 in English.

    A quotient without end is rounded to two decimals and marked with ≈.
    """
    text = _decimal(Fraction(value))
    mark, digits = ("≈ ", text[1:]) if text[0] == "≈" else ("", text)
    whole, _, decimals = digits.partition(".")
    grouped = f"{int(whole):,}" if whole != "-0" else whole
    english = grouped + ("." + decimals if decimals else "")
    return mark + (english.translate(str.maketrans(",.", ".,")) if language == "vi" else english)


def _decimal(value: Fraction) -> str:
    """Plain decimal digits; with ≈ in front where two decimals do not say it exactly."""
    if value.denominator == 1:
        return str(value.numerator)
    for places in range(1, 10):
        if (value * 10**places).denominator == 1:
            sign, scaled = "-" if value < 0 else "", abs(value * 10**places).numerator
            return f"{sign}{scaled // 10**places}.{scaled % 10**places:0{places}d}"
    return f"≈{float(value):.2f}"


def quoted(claim: Claim) -> str:
    """Its words between quotation marks."""
    return f"“{claim.words}”"


def source(document: Document, language: str) -> str:
    """What a message calls a document."""
    if language == "vi":
        return f"tài liệu gốc “{document.title}”" if document.is_record else f"bài {document.id}"
    return f"the record “{document.title}”" if document.is_record else f"article {document.id}"


def unit_of(claim: Claim, language: str) -> str:
    """The unit its bounds are told in, as it follows a number: ' năm', ' years', ' %', ' USD', or nothing."""
    value = claim.value
    if not isinstance(value, Figure):
        return ""
    match value.kind:
        case "duration":
            return f" {_VIETNAMESE_UNITS[value.unit]}" if language == "vi" else f" {value.unit}s"
        case "percent":
            points = {"vi": " điểm phần trăm", "en": " percentage points"}
            return points[language] if value.unit == "point" else "%"
        case "money":
            return f" {value.unit}"
        case _:
            return ""


def per_unit(claim: Claim) -> Fraction:
    """What divides its bounds to give its own unit: twelve for years, since their bounds are in months."""
    value = claim.value
    if isinstance(value, Figure) and value.kind == "duration":
        return Fraction(MONTHS.get(value.unit) or SECONDS[value.unit])
    return Fraction(1)


def figures(interval: Interval, claim: Claim, language: str) -> str:
    """An interval in the words and the unit of the claim: 'từ 3,6 đến dưới 4 năm', 'from 3.6 to under 4 years'."""
    unit = unit_of(claim, language)
    scaled = interval.times(1 / per_unit(claim))
    lower, upper = scaled.lower, scaled.upper
    vietnamese = language == "vi"
    if lower == upper:
        return f"{'đúng' if vietnamese else 'exactly'} {number(lower, language)}{unit}"
    if upper == INFINITY:
        words = ("từ", "from") if scaled.lower_closed else ("trên", "over")
        return f"{words[0 if vietnamese else 1]} {number(lower, language)}{unit}" + (
            (" trở lên" if vietnamese else " up") if scaled.lower_closed else ""
        )
    if lower == -INFINITY:
        words = ("tối đa", "at most") if scaled.upper_closed else ("dưới", "under")
        return f"{words[0 if vietnamese else 1]} {number(upper, language)}{unit}"
    begin = ("từ ", "from ") if scaled.lower_closed else ("trên ", "from over ")
    end = ("đến ", "to ") if scaled.upper_closed else ("đến dưới ", "to under ")
    index = 0 if vietnamese else 1
    return f"{begin[index]}{number(lower, language)} {end[index]}{number(upper, language)}{unit}"


def days(interval: Interval, language: str) -> str:
    """A stretch of days in words: 24/12/2024, tháng 12/2024, năm 2024, or from one day to another."""
    vietnamese = language == "vi"
    if interval.lower == -INFINITY and interval.upper == INFINITY:
        return "bất kỳ lúc nào" if vietnamese else "any time"
    if interval.lower == -INFINITY:
        return ("trước " if vietnamese else "before ") + _moment(interval.upper, language)
    if interval.upper == INFINITY:
        begin = _moment(interval.lower, language)
        return f"từ {begin} trở đi" if vietnamese else f"from {begin} on"
    first, after = math.floor(interval.lower), math.ceil(interval.upper)
    begin = date.fromordinal(first)
    if interval.upper - interval.lower < 1:
        return _moment(interval.lower, language)
    if after - first == 1:
        return _day(begin, language)
    if begin.day == 1 and after - first == monthrange(begin.year, begin.month)[1]:
        return f"tháng {begin.month}/{begin.year}" if vietnamese else f"{_ENGLISH_MONTHS[begin.month - 1]} {begin.year}"
    if (begin.month, begin.day) == (1, 1) and after == date(begin.year, 12, 31).toordinal() + 1:
        return f"năm {begin.year}" if vietnamese else str(begin.year)
    words = ("từ", "đến") if vietnamese else ("from", "to")
    return f"{words[0]} {_day(begin, language)} {words[1]} {_day(date.fromordinal(after - 1), language)}"


def _day(day: date, language: str) -> str:
    return f"{day.day}/{day.month}/{day.year}" if language == "vi" else f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


def _moment(moment: End, language: str) -> str:
    whole = math.floor(moment)
    day, minutes = _day(date.fromordinal(whole), language), round((moment - whole) * 1440)
    if not minutes:
        return day
    hour, minute = divmod(minutes, 60)
    return f"{hour}h{minute:02d} ngày {day}" if language == "vi" else f"{hour}:{minute:02d} on {day}"


def bounds(interval: Interval, claim: Claim, language: str) -> str:
    """What a claim's value can be, in words."""
    return days(interval, language) if claim.value.kind in ("date", "period") else figures(interval, claim, language)


def notation(interval: Interval, claim: Claim) -> str:
    """An interval for the working, in the claim's own unit: [3.6; 4), or [2024-12-24; 2024-12-25)."""
    if claim.value.kind in ("date", "period"):
        return day_notation(interval)
    scaled = interval.times(1 / per_unit(claim))
    return _brackets(scaled, _end(scaled.lower), _end(scaled.upper))


def _end(end: End) -> str:
    return _decimal(end) if isinstance(end, Fraction) else ("−∞" if end < 0 else "∞")


def day_notation(interval: Interval) -> str:
    """Days for the working: one day as 2024-12-24, several as their first and last day."""
    if interval.upper - interval.lower == 1:
        return iso(interval.lower)
    return _brackets(interval, iso(interval.lower), iso(interval.upper))


def iso(moment: End) -> str:
    """A moment as ISO 8601 writes it."""
    if not isinstance(moment, Fraction):
        return "−∞" if moment < 0 else "∞"
    whole = math.floor(moment)
    minutes = round((moment - whole) * 1440)
    return date.fromordinal(whole).isoformat() + (f"T{minutes // 60:02d}:{minutes % 60:02d}" if minutes else "")


def _brackets(interval: Interval, lower: str, upper: str) -> str:
    if lower == upper:
        return lower
    return f"{'[' if interval.lower_closed else '('}{lower}; {upper}{']' if interval.upper_closed else ')'}"


def said(one: Claim, other: Claim, language: str, verdict: str) -> str:
    """Who says what, each quote with what it can mean: the loose bounds for a contradiction, else the strict ones."""
    loose = verdict == "contradiction"
    first, second = (
        f"{quoted(claim)} ({bounds(_side(claim, loose), claim, language)})" if claim.bounds else quoted(claim)
        for claim in (one, other)
    )
    return who_says(one, other, first, second, language)


def who_says(one: Claim, other: Claim, first: str, second: str, language: str) -> str:
    """'bài 003 ghi cả A lẫn B' for one document, 'bài 000 ghi A, còn bài 001 ghi B' for two."""
    if one.document is other.document:
        joined = ("ghi cả {} lẫn {}", "says both {} and {}")[language == "en"].format(first, second)
        return f"{source(one.document, language)} {joined}"
    verb, and_ = ("ghi", "còn") if language == "vi" else ("says", "and")
    return f"{source(one.document, language)} {verb} {first}, {and_} {source(other.document, language)} {verb} {second}"


def apart(one: Claim, other: Claim) -> str:
    """The working of two values that do not meet: [3.2; 4) ∩ [4; 5) = ∅, and both grades for a tension."""
    strict = f"{notation(_side(one, False), one)} ∩ {notation(_side(other, False), other)} = ∅"
    loose = f"{notation(_side(one, True), one)} ∩ {notation(_side(other, True), other)}"
    if not _side(one, True).meets(_side(other, True)):
        return f"{loose} = ∅"
    return f"strict {strict}; loose {loose} ≠ ∅"


def _side(claim: Claim, loose: bool) -> Interval:
    assert claim.bounds  # only claims whose values lie on a line are set side by side
    return claim.bounds.loose if loose else claim.bounds.strict


def localised(working: str, language: str) -> str:
    """A working with the decimal mark of the language; its numbers are not grouped and its dates are ISO 8601."""
    return re.sub(r"(?<=\d)\.(?=\d)", ",", working) if language == "vi" else working
