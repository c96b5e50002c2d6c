"""Values in Vietnamese and English words: gần 5 năm, Saturday 25 October 2025, hạng 17/194."""

from __future__ import annotations

import re
from fractions import Fraction

from doichieu.language.lexicon import Language, language
from doichieu.language.numerals import SCALES
from doichieu.model.edtf import edtf_bounds
from doichieu.model.values import Date, Figure, Period, Rank
from doichieu.wording.formatting import days, number

_YEARLESS = re.compile(r"XXXX-(0[1-9]|1[0-2])(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}))?)?[~%]?")
_FRACTION_PLACES = 15  # so many decimals mean a fraction: "hai phần ba" is 0.666666666666667
_MOST_PARTS = 100


_RELATIONS = {
    "before": ("trước", "before"),
    "on-the-eve-of": ("ngay trước", "on the eve of"),
    "same-time-as": ("cùng lúc với", "at the same time as"),
    "after": ("sau", "after"),
}


def relation_words(relation: str, name: str, code: str) -> str:
    """When something was, relative to the named event: 'ngay trước: Lễ khai mạc', 'after: the vote'."""
    return f"{_RELATIONS[relation][code == 'en']}: {name}"


def value_words(value: Figure | Date | Period | Rank, code: str) -> str:
    """A value in words: 'gần 5 năm', 'Saturday 25 October 2025', 'hạng 17/194'."""
    match value:
        case Figure():
            return _figure_words(value, code)
        case Rank(kind="rank"):
            of = f"/{value.field}" if value.field else ""
            return f"{'hạng' if code == 'vi' else 'rank'} {value.position}{of}"
        case Rank():
            return f"{'thứ' if code == 'vi' else 'number'} {value.position}"
        case Date():
            return _date_words(value, code)
        case _:
            return _day_words(value.edtf, code)


def _figure_words(figure: Figure, code: str) -> str:
    """A figure in words: 'lên đến 10.500 tỷ USD', 'nearly 4 years'; without the counted noun."""
    words = language(code)
    scale = words.scales.first.get(figure.scale or "", "")
    size = 1 if scale else SCALES.get(figure.scale or "", 1)  # English has no word for chục and vạn
    ends = [end for end in (figure.amount, figure.to) if end]
    amount = "–".join(_grouped(end, words) if size == 1 else number(Fraction(end) * size, code) for end in ends)
    unit = ""
    if figure.kind == "percent" and not figure.unit:
        amount += "%"
    elif figure.kind != "quantity":
        unit = words.units.first.get(figure.unit, figure.unit)
    if code == "en" and unit and not figure.unit.isupper() and (figure.to or Fraction(figure.amount) != 1):
        unit = f"{unit}s".replace("centurys", "centuries")
    hedge = words.hedges.first[figure.hedge] if figure.hedge else ""
    return " ".join(word for word in (hedge, amount, scale, unit) if word)


def _grouped(amount: str, words: Language) -> str:
    """The digits of a number with the language's separators, or the fraction that its many decimals stand for."""
    if len(amount.partition(".")[2]) >= _FRACTION_PLACES:
        return str(Fraction(amount).limit_denominator(_MOST_PARTS))
    sign, digits = ("-", amount[1:]) if amount[0] == "-" else ("", amount)
    whole, _, decimals = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", words.data["grouping"])
    return sign + grouped + (words.data["decimal"] + decimals if decimals else "")


def _date_words(value: Date, code: str) -> str:
    words = language(code).dates
    around = ("khoảng" if code == "vi" else "about") if value.edtf[-1] in "~%" else ""
    part = words["parts"].first[value.part] if value.part else ""
    weekday = words["weekdays"].first[value.weekday] if value.weekday else ""
    beside = (part, weekday) if code == "vi" else (weekday, part)
    hedge = words["hedges"].first[value.hedge] if value.hedge else ""
    zone = f"({value.zone})" if value.zone else ""
    return " ".join(word for word in (hedge, around, *beside, _day_words(value.edtf, code), zone) if word)


def _day_words(edtf: str, code: str) -> str:
    """A date or a period in words, without its year if that is unknown; EDTF that has no words is returned as it is."""
    if known := _YEARLESS.fullmatch(edtf):
        return _yearless(int(known[1]), int(known[2] or 0), known[3], known[4], code)
    try:
        return days(edtf_bounds(edtf), code)
    except ValueError:
        start, to, end = edtf.partition("/")
        return f"{_day_words(start, code)} {'đến' if code == 'vi' else 'to'} {_day_words(end, code)}" if to else edtf


def _yearless(month: int, day: int, hour: str | None, minute: str | None, code: str) -> str:
    if code == "vi":
        words = f"{day}/{month}" if day else f"tháng {month}"
        return f"{int(hour)}h{minute} ngày {words}" if hour else words
    name = language(code).dates["months"].first[str(month)]
    words = f"{day} {name}" if day else name
    return f"{int(hour)}:{minute} on {words}" if hour else words
