"""Read dates and periods in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from doichieu.model.values import Date, Period
from doichieu.reading.calendar import edtf
from doichieu.reading.exclusions import at_sentence_start, words_before
from doichieu.reading.grammar import Grammar, Stated
from doichieu.reading.numbers import counted
from doichieu.reading.patterns import Found

_COUNTED_FROM = frozenset(("days_off", "years_off", "span"))  # parts that are resolved from the day of publication
_DATED = frozenset(
    ("day", "month", "year", "months_off", "weeks_off", "decade", "century", "quarter", "halfyear", "count")
)
_DATED |= _COUNTED_FROM | {"weekday"}
_LATE = ("afternoon", "evening", "night")
_BESIDE = ("beside", "ahead")
_CERTAIN = ("sure", *_BESIDE)  # no further words are needed to make it a date
_TABLES = {  # fields of forms, where their name differs from the part of a date that they give
    "months": "month",
    "months_to": "month_to",
    "parts": "part",
    "weekdays": "weekday",
    "quarters": "quarter",
    "zones": "zone",
    "minutes": "minute",
    "gone_by": "gone",
    "ordinals": "century",
}

Parts = dict[str, str]


_Side = tuple[Parts, int, bool]
"""A date or one end of a period: its printed parts, its end, and whether nothing after it can belong to it."""


class _Never(Exception):  # noqa: N818 - not an error
    """Raised for words that look like a date but are not one; the argument is their end."""


def when_at(
    low: str, text: str, i: int, g: Grammar, day: date | None, last: str | None, limited: bool = True
) -> Stated | int | None:
    """The date or period that begins at `i` of the lower-case text, or the end of words that only look like one.

    `day` is the day of publication, `last` the last day read before `i`. `limited` is whether the word at `i` can begin
    a limit, such as "before" or "by".
    """
    start, limit, about = i, None, ""
    while limited and not low[i].isdigit():
        hit = g.limit.match(low, i)
        if hit is None:
            break
        if hit[1]:
            limit = g.meanings["limits"][hit[1]]
            start = hit.end() if limit == "as-of" else i
        else:
            start, about = i, "~"
        i = hit.end()
    found = _form_at(low, i, False, g)
    try:
        side = _side(low, text, i, found, g) if found else None
        if side is None:
            return _from_now(low, text, start, i, g, day) if i > start else None
        parts, end, alone = side
        value: Date | Period | None
        if alone and not limit and not about:
            value = _value(parts, day, last)
            return (value, i, end, "") if value else None
        joint = g.joiner.match(low, end)
        if joint and joint[0].strip() in g.lists["between"] and not _opens(low, i, g):
            joint = None
        period = _period(low, text, parts, joint.end(), g, day) if joint else None
    except _Never as never:
        return int(str(never))
    value, end = period or (_value(parts, day, last), end)
    if isinstance(value, Date):
        return _limited(low, start if limit or about else i, end, value, limit, about, g)
    opened = g.opened.search(low, max(0, i - 8), i)
    begin = start if limit == "from" else opened.start() if opened else i
    return (value, begin, end, "") if value else None


def _opens(low: str, i: int, g: Grammar) -> bool:
    """Whether 'between' comes before a date."""
    return not g.lists["between_before"].isdisjoint(words_before(low, i, 1))


def _is_alone(low: str, end: int, g: Grammar) -> bool:
    """Whether nothing after a date can belong to it."""
    behind = low[end]
    if behind not in " ,":
        return behind in ".;:)\n"
    word = g.first_word.match(low, end + 1 if behind == " " else end + 2)
    return word is not None and word[0] not in g.follow


def _limited(low: str, start: int, end: int, value: Date, limit: str | None, about: str, g: Grammar) -> Stated:
    """A date with the limit before or after it, its time zone, and ~ for 'about'."""
    hedge = limit if limit != "as-of" else None
    if behind := g.limit_after.match(low, end):
        hedge, end = g.meanings["limits_after"][behind[1]], behind.end()
    zone = value.zone
    if hit := g.zone.match(low, end):
        zone, end = g.meanings["zones"][hit[1] or hit[2]], hit.end()
    if hedge or about or zone != value.zone:
        value = replace(value, edtf=value.edtf.rstrip("~") + about if about else value.edtf, zone=zone, hedge=hedge)
    return value, start, end, ""


def _from_now(low: str, text: str, start: int, i: int, g: Grammar, day: date | None) -> Stated | None:
    """A period that begins with now: từ nay đến hết năm 2025."""
    now = g.now.match(low, i)
    joint = g.joiner.match(low, now.end()) if now else None
    side = _side(low, text, joint.end(), _form_at(low, joint.end(), False, g), g) if joint else None
    end = _value(side[0], day, None) if side else None
    if day is None or side is None or not isinstance(end, Date) or "X" in end.edtf:
        return None
    return Period(f"{day.isoformat()}/{end.edtf}"), start, side[1], ""


def _period(low: str, text: str, first: Parts, i: int, g: Grammar, day: date | None) -> tuple[Period, int] | None:
    """The period from one date to another or to now, and where it ends; the first may omit what the second gives."""
    if now := g.now.match(low, i):
        begin = _value(first, day, None)
        if day is None or not isinstance(begin, Date) or "X" in begin.edtf:
            return None
        return Period(f"{begin.edtf}/{day.isoformat()}"), now.end()
    dated = bool(first.keys() & {"month", "hour"})
    side = _side(low, text, i, _form_at(low, i, dated, g), g, dated)
    if side is None:
        return None
    second, end_at, _ = side
    parts = dict(first)
    if not parts.keys() & _COUNTED_FROM:
        shared = ["year"] + ["month"] * ("day" in parts or "hour" in parts) + ["day"] * ("hour" in parts)
        parts |= {name: second[name] for name in shared if name in second and name not in parts}
    begin, end = _value(parts, day, None), _value(second, day, None)
    if not (isinstance(begin, Date) and isinstance(end, Date)) or "X" in begin.edtf + end.edtf:
        return None
    if begin.edtf[:4] > end.edtf[:4] or (len(begin.edtf) == len(end.edtf) and begin.edtf >= end.edtf):
        return None
    return Period(f"{begin.edtf}/{end.edtf}"), end_at


def _side(low: str, text: str, i: int, found: Found | None, g: Grammar, dated: bool = False) -> _Side | None:
    """The combined parts of the date at `i`; None if there is no date.

    `found` is the form at `i`; `dated` is whether a date precedes it. Only words of a date may join the parts.
    """
    parts: Parts = {}
    count, at, end, sure, led, alone = 0, i, i, False, dated, False
    while item := found and _item(low, text, at, found, led, g):
        when, more, behind = item
        if parts and not _fits(when, more, parts, sure):
            break
        parts |= more
        count, end, sure, alone = count + 1, behind, sure or when not in _BESIDE, _is_alone(low, behind, g)
        glue = None if alone else g.glue.match(low, end)
        if glue is None:
            break
        at, led = glue.end(), True
        found = _form_at(low, at, True, g)
    if low[end] == ")" and low.count("(", i, end) > low.count(")", i, end):
        end += 1
        alone = _is_alone(low, end, g)
    if not parts or not (
        sure or (dated and parts.keys() & {"month", "hour"}) or _stands(low, text, parts, i, end, count, g)
    ):
        return None
    return parts, end, alone


def _fits(when: str, found: Parts, parts: Parts, sure: bool) -> bool:
    """Whether a part belongs to the date before it."""
    if found.keys() == {"years_off"}:
        return "month" in parts and "year" not in parts  # ngày 5/3 năm ngoái
    if found.keys() & parts.keys() - {"part"} or (found.keys() & _COUNTED_FROM and "day" in parts):
        return False
    if when == "ahead":  # after a date, it belongs to what follows
        return "month" not in parts and not ("part" in parts and "part" in found)
    return when == "beside" or not sure or (found.keys() == {"year"} and not parts.keys() & _COUNTED_FROM)


def _stands(low: str, text: str, parts: Parts, start: int, end: int, count: int, g: Grammar) -> bool:
    """Whether parts that are a date only in context are one here."""
    if "month" in parts:
        return count > 1 or (low[start - 1] == "(" and low[end : end + 1] in (")", ","))
    if "hour" in parts:
        if parts.keys() & {"minute", "part", "half"} or g.joiner.match(low, end):
            return True
        return not g.lists["clock_before"].isdisjoint(words_before(low, start, 1))
    return "weekday" in parts and (count > 1 or text[start:end].split()[-1][:1].isupper())


def _item(low: str, text: str, i: int, found: Found, dated: bool, g: Grammar) -> tuple[str, Parts, int] | None:
    """One part of a date as a form reads it: when the form counts, the parts, and the end."""
    when, fields, hit = found
    end = hit.end()
    if when == "never":
        raise _Never(end)
    parts = _parts(fields, hit, g)
    if parts is None or _is_name(low, text, i, end, parts):
        return None
    return (when, parts, end) if (dated and when == "fraction") or _counts(when, low, text, i, end, g) else None


def _form_at(low: str, i: int, dated: bool, g: Grammar) -> Found | None:
    """The first form that matches at `i`; `dated`, after a date, ignores the forms marked never."""
    if low[i : i + 1].isdigit():
        forms = None if g.undated.match(low, i) else g.forms.get("0")
    else:
        word = g.first_word.match(low, i)
        forms = g.forms.get(word[0]) if word else None
    if forms is None:
        return None
    return (forms.led if dated else forms).at(low, i)


def _parts(fields: Iterable[tuple[str, int]], hit: re.Match[str], g: Grammar) -> Parts | None:
    """The parts of a date that the groups of a form stand for."""
    parts: Parts = {}
    for field, group in fields:
        phrase = hit[group]
        if phrase is None:
            continue
        name = _TABLES.get(field, field)
        if field == "count":
            number = counted(phrase, g)
            if number is None:
                return None
            parts[name] = str(number)
        elif phrase[0].isdigit() and field not in ("halfyear", "quarters"):
            parts[name] = phrase
        elif table := g.meanings.get(_PLURAL.get(field, field)):
            parts[name] = table[phrase]
            if field == "days_off":  # sáng nay, this morning
                named = [g.meanings["parts"][word] for word in phrase.split() if word in g.meanings["parts"]]
                parts |= {"part": named[0]} if named else {}
        else:
            parts[name] = phrase
    return parts


_PLURAL = {"quarter": "quarters", "months_to": "months"}


def _is_name(low: str, text: str, i: int, end: int, parts: Parts) -> bool:
    """Whether a capital shows that a date is a name: đường 3 Tháng 2, Cách mạng Tháng Tám."""
    if "day" in parts and text[i].isdigit():
        return " T" in text[i:end]
    return "month" in parts and text[i] == "T" and not at_sentence_start(low, i)


def _counts(when: str, low: str, text: str, start: int, end: int, g: Grammar) -> bool:
    """Whether an ambiguous form is a date here."""
    if low[end : end + 1] == "/" and low[end + 1 : end + 2].isalnum():
        return False  # 1131/QĐ-TTg
    if when in _CERTAIN:
        return True
    before = words_before(low, start, 1)
    if when == "capital":  # May and March are words too
        return text[start].isupper() and bool(before) and before[0] in g.lists["month_before"]
    if before and before[0] in g.lists["labels"]:
        return False
    if when == "counted":
        year = low[start:end].isdigit()
        if year and low[end] == " " and low[end + 1 : end + 4].isdigit():
            return False  # 1900 6789, a telephone number
        label = year and (
            low[start] == "1" > low[start + 1] or (before and before[0] in g.lists["labels_unless_counted"])
        )
        return not (label or _is_counted(low, end, g))
    behind = g.first_word.match(low, end + 1) if low[end : end + 1] == " " else None
    shared = (before and before[0] in g.lists["shares_before"]) or (behind and behind[0] in g.lists["shares_behind"])
    return not shared and low[end : end + 1] not in ("/", "-")


def _is_counted(low: str, end: int, g: Grammar) -> bool:
    """Whether a unit, a scale word or a commonly counted noun follows the number that ends here."""
    if g.unit.match(low, end) or g.scale.match(low, end):
        return True
    noun = g.noun.match(low, end)
    return bool(noun and noun[1] in g.lists["nouns"])


def _value(parts: Parts, day: date | None, last: str | None) -> Date | Period | None:
    """The date or period that the parts stand for; a time of day alone belongs to the day read last."""
    if "year" not in parts and "day" not in parts and _DATED.isdisjoint(parts):
        return _stated(_hourly(day, last), parts)
    return _dated(tuple(parts.items()), day)


@lru_cache(maxsize=4096)  # a text repeats the same dates
def _dated(printed: tuple[tuple[str, str], ...], day: date | None) -> Date | Period | None:
    parts = dict(printed)
    return _stated(edtf(parts, day), parts)


def _stated(days: str | None, parts: Parts) -> Date | Period | None:
    """The days with the time of day, time zone, part of the day and weekday."""
    if days is None or "/" in days:
        return Period(days) if days else None
    if "hour" in parts and len(days) == len("2025-10-25"):
        hour = _hour(int(parts["hour"]), parts)
        if hour is None:
            return None
        days += f"T{hour:02d}:{parts.get('minute', '00')}"
    return Date(days, parts.get("zone"), parts.get("part"), parts.get("weekday"))


def _hourly(day: date | None, last: str | None) -> str | None:
    """The day that a time of day alone belongs to."""
    return last or (day.isoformat() if day else None)


def _hour(hour: int, parts: Parts) -> int | None:
    """The hour from 0 to 23: 3 giờ chiều is 15; None for 24, the end of the day, which EDTF cannot express."""
    half, part = parts.get("half"), parts.get("part")
    if part == "night" and hour == 12:
        return 0
    if half and hour <= 12:
        return hour % 12 + (12 if half == "pm" else 0)
    if part in _LATE and hour < 12 and not (part == "night" and hour < 6):
        return hour + 12
    return hour if hour < 24 else None
