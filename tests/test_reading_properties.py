"""Properties of the reader: what is printed is read back, any text is read soundly, by work in proportion to it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry

from benchmarks.linear import UNITS
from doichieu.language.lexicon import language as words_of
from doichieu.model import Date, Figure, Period, Rank
from doichieu.reading import Read, Reading, read, value_data
from doichieu.reading.grammar import grammar
from tests import printed as paper
from tests.steps import steps

SCHEMAS = [json.loads(path.read_text("utf-8")) for path in (Path(__file__).parents[1] / "schemas").glob("*.json")]
REGISTRY: Any = Registry().with_contents((schema["$id"], schema) for schema in SCHEMAS)
READINGS = "https://doichieu.example/schemas/1/readings.schema.json"
VALUE = Draft202012Validator({"$ref": f"{READINGS}#/items/properties/value"}, registry=REGISTRY)

both_languages = pytest.mark.parametrize("language", ["vi", "en"])


# Values of the model, in the sizes that newspapers print

wholes = st.one_of(
    st.integers(1, 99),
    st.integers(100, 9999),
    st.integers(10_000, 10**12),
    st.builds(lambda number, zeros: number * 10**zeros, st.integers(1, 999), st.integers(0, 9)),
)
places = st.sampled_from(["5", "5", "1", "2", "25", "75", "44", "05", "50"])
more_places = st.one_of(st.just(""), places, st.integers(0, 999).map("{:03}".format))
scales = st.sampled_from([None, None, *paper.SIZES])
money_scales = st.sampled_from([None, "thousand", "million", "billion", "trillion"])
hedges = st.one_of(st.none(), st.sampled_from(list(paper.VI_HEDGES)))


@st.composite
def scaled(draw: st.DrawFn, scale: str) -> str:
    """Digits that go with a scale word: 3 chục, 2.5 million, 78.44 million."""
    if scale in ("ten", "hundred", "dozen"):
        return str(draw(st.integers(1, 9)))
    if scale == "ten-thousand":
        return str(draw(st.integers(1, 99))) + draw(st.sampled_from(["", ".5"]))
    number = draw(st.one_of(st.integers(1, 9), st.integers(1, 999), st.sampled_from([0, 1, 10, 100])))
    decimals = draw(more_places) if number else "5"
    return f"{number}.{decimals}".removesuffix(".")


@st.composite
def unscaled(draw: st.DrawFn, largest: int) -> str:
    number = min(draw(wholes), largest)
    return f"{number % 1000}.{draw(places)}" if draw(st.booleans()) else str(number)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """Quantities, sums of money, percentages and durations, some of them ranges."""
    kind = draw(st.sampled_from(["quantity", "money", "percent", "duration"]))
    match kind:
        case "quantity":
            scale, unit, largest = draw(scales), "", 10**12
        case "money":
            scale, unit, largest = draw(money_scales), draw(st.sampled_from(sorted(paper.VI_MONEY))), 10**12
        case "percent":
            scale, unit, largest = None, draw(st.sampled_from(["", "point"])), 300
        case _:
            scale, unit, largest = None, draw(st.sampled_from(sorted(paper.VI_SPANS))), 9999
    amount = draw(scaled(scale)) if scale else draw(unscaled(largest))
    if kind == "quantity" and scale is None:
        amount = draw(st.sampled_from([amount, amount, draw(st.sampled_from(sorted(paper.SHARES)))]))
    if kind == "percent":
        amount = draw(st.sampled_from([amount, amount, f"-{amount}", "0"]))
    return Figure(kind, amount, draw(farther(amount)), scale, unit, draw(hedges))


def farther(amount: str) -> st.SearchStrategy[str | None]:
    """The far end of a range, printed with as many decimals, or none."""
    if amount.startswith("-") or len(amount) > 10:
        return st.none()
    whole, point, decimals = amount.partition(".")
    few = "9" if amount in ("2", "3") else None
    far = st.integers(1, 9).map(lambda more: f"{int(whole) + more}{point}{decimals}")
    return st.one_of(st.none(), st.none(), far, st.just(few))


days = st.dates(date(1900, 1, 1), date(2035, 12, 31))
near = st.one_of(st.integers(-2, 2), st.integers(-20, 20), st.integers(-140, 140), st.integers(-4000, 4000))
is_told = st.sampled_from([True] * 5 + [False])
clocks = st.builds("T{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 0, 30, 5, 15, 45]))
zones = st.one_of(st.none(), st.none(), st.sampled_from(list(paper.ZONES)))
parts = st.one_of(st.none(), st.sampled_from(list(paper.VI_PARTS)))
limits = st.one_of(st.none(), st.none(), st.sampled_from(list(paper.VI_LIMITS)))
# 11 giờ trưa, 3 giờ chiều, 8 giờ tối; from midnight to one nobody agrees on the word.
PARTS = dict.fromkeys(range(1, 11), "morning") | {11: "noon", 12: "noon"} | dict.fromkeys(range(13, 18), "afternoon")
PARTS |= dict.fromkeys(range(18, 22), "evening") | {22: "night", 23: "night"}


@st.composite
def dates(draw: st.DrawFn) -> tuple[Date, date | None]:
    """A date at any precision, and the day on which it is printed where that is told."""
    published = draw(days)
    day = published + timedelta(draw(near))
    value = draw(draw(st.sampled_from([of_a_day, of_a_day, without_a_year, of_a_moment, of_a_moment, longer]))(day))
    return value, published if draw(is_told) and value.edtf[0] != "X" else None


@st.composite
def of_a_day(draw: st.DrawFn, day: date) -> Date:
    weekday = draw(st.sampled_from([None, paper.WEEKDAYS[day.weekday()]]))
    if limit := draw(limits):
        return Date(day.isoformat(), None, None, weekday, limit)
    part = draw(parts)
    return Date(day.isoformat(), draw(zones) if part else None, part, weekday)


@st.composite
def without_a_year(draw: st.DrawFn, day: date) -> Date:
    return Date(f"XXXX{day.isoformat()[4 : draw(st.sampled_from([7, 10]))]}", hedge=draw(limits))


@st.composite
def of_a_moment(draw: st.DrawFn, day: date) -> Date:
    clock, weekday = draw(clocks), draw(st.sampled_from([None, paper.WEEKDAYS[day.weekday()]]))
    if draw(st.integers(0, 4)) == 0:
        return Date(f"{day.isoformat()}{clock}~", None, None, weekday)
    part = draw(st.sampled_from([None, PARTS.get(int(clock[1:3]))]))
    return Date(day.isoformat() + clock, draw(zones), part, weekday, draw(limits))


@st.composite
def longer(draw: st.DrawFn, day: date) -> Date:
    """A month, a year; a season, quarter, third or half of one; a decade, a century."""
    month, year = day.isoformat()[:7], day.isoformat()[:4]
    of_year = f"{year}-{draw(st.sampled_from([*range(21, 25), *range(33, 42)]))}"
    edtf = draw(st.sampled_from([month, month, year, year, of_year, of_year, f"{year[:3]}X", f"{day.year % 21:02}XX"]))
    about = edtf in (month, year) and draw(st.booleans())
    return Date(f"{edtf}~") if about else Date(edtf, hedge=draw(limits))


@st.composite
def periods(draw: st.DrawFn) -> tuple[Period, date | None]:
    """From one day, month or year to a later one, often to today; weeks; so long before or after today."""
    published = draw(days)
    told = published if draw(is_told) else None
    size = draw(st.sampled_from([4, 7, 10, 10, 10]))
    start = published + timedelta(draw(near))
    match draw(st.sampled_from(["apart", "apart", "to today", "week", "counted"])):
        case "week":
            start = published - timedelta(published.weekday() + draw(st.sampled_from([-7, 0, 7])))
            return Period(f"{start.isoformat()}/{(start + timedelta(6)).isoformat()}"), told
        case "counted":
            months = draw(st.sampled_from([1, 2, 3, 6, 12, 24, 60, 120])) * draw(st.sampled_from([-1, 1]))
            year, month = divmod(published.year * 12 + published.month - 1 + months, 12)
            first, last = sorted((published, date(year, month + 1, min(published.day, 28))))
            return Period(f"{first.isoformat()}/{last.isoformat()}"), told
        case "to today":
            first_words, last_words = start.isoformat()[:size], published.isoformat()
        case _:
            end = start + timedelta(draw(st.one_of(st.integers(1, 10), st.integers(1, 3000))))
            first_words, last_words = start.isoformat()[:size], end.isoformat()[:size]
    assume(first_words < last_words)
    return Period(f"{first_words}/{last_words}"), told


@st.composite
def ranks(draw: st.DrawFn) -> Rank:
    shape = draw(st.sampled_from(["first", "field", "rank", "ordinal"]))
    position = draw(st.one_of(st.integers(1, 20), st.integers(1, 200)))
    if shape == "first":
        return Rank("rank", 1, None, True)
    if shape == "field":
        return Rank("rank", position, position + draw(st.one_of(st.integers(0, 200), st.integers(0, 5000))))
    return Rank(shape, position)


# What is printed is read back


def same(value: Read) -> object:
    """What must come back: of a figure its totals, since "2.300 triệu" and "2,3 tỷ" are one."""
    if not isinstance(value, Figure):
        return value
    to = paper.total(value.to, value.scale) if value.to else None
    return value.kind, paper.total(value.amount, value.scale), to, value.unit, value.hedge


def check_read_back(data: st.DataObject, value: Read, language: str, published: date | None = None) -> None:
    """Some of the value's forms are read, in every carrier, as the value and as nothing else."""
    forms = paper.printed(value, language, published)
    assume(forms)
    day = published.isoformat() if published else None
    for form in data.draw(st.lists(st.sampled_from(forms), min_size=1, max_size=6, unique=True), label="forms"):
        for carrier in paper.CARRIERS[language]:
            text, words = paper.carried(form, carrier)
            found = [(one.exact, same(one.value)) for one in read(text, language, day)]
            assert found == [(words, same(value))], (text, day)


@both_languages
@given(value=figures(), data=st.data())
def test_a_printed_figure_is_read_back(language: str, value: Figure, data: st.DataObject) -> None:
    check_read_back(data, value, language)


@both_languages
@given(dated=dates(), data=st.data())
def test_a_printed_date_is_read_back(language: str, dated: tuple[Date, date | None], data: st.DataObject) -> None:
    check_read_back(data, dated[0], language, dated[1])


@both_languages
@given(dated=periods(), data=st.data())
def test_a_printed_period_is_read_back(language: str, dated: tuple[Period, date | None], data: st.DataObject) -> None:
    check_read_back(data, dated[0], language, dated[1])


@both_languages
@given(value=ranks(), data=st.data())
def test_a_printed_rank_is_read_back(language: str, value: Rank, data: st.DataObject) -> None:
    check_read_back(data, value, language)


def every_figure() -> Iterator[Figure]:
    """One figure of every kind, scale, unit and hedge, and some ranges."""
    hedged = [None, *paper.VI_HEDGES]
    for scale, hedge, amount in product([None, *paper.SIZES], hedged, ("1", "4", "15", "2.5")):
        yield Figure("quantity", amount, None, scale, "", hedge)
    for unit, ends in product(paper.VI_MONEY, (("1", None), ("2.5", None), ("1", "3"))):
        yield Figure("money", *ends, "million", unit)
    for unit, hedge, ends in product(("", "point"), hedged, (("15", None), ("-2.5", None), ("5", "6.5"))):
        yield Figure("percent", *ends, None, unit, hedge)
    for unit, hedge, ends in product(paper.VI_SPANS, hedged, (("1", None), ("1.5", None), ("45", None), ("3", "5"))):
        yield Figure("duration", *ends, None, unit, hedge)
    yield from (Figure("quantity", share) for share in paper.SHARES)


TODAY = date(2024, 12, 24)


def every_date() -> Iterator[Date]:
    """One date of every shape, with all that can stand beside it; some of them near TODAY."""
    edtfs = [
        "2024-12-24",
        "2024-12-01",
        "2025-01-02",
        "2024-12",
        "2024-04",
        "2024",
        "2023",
        "199X",
        "200X",
        "19XX",
        "07XX",
    ]
    edtfs += [f"2024-{number}" for number in (*range(21, 25), *range(33, 42))]
    yield from (Date(edtf, hedge=hedge) for edtf, hedge in product(edtfs, [None, *paper.VI_LIMITS]))
    yield from (Date(edtf) for edtf in ("2024-10~", "1890~", "2024-12-24T21:30~"))
    for hedge in (None, *paper.VI_LIMITS):
        yield Date("2024-12-24T15:00", None, None, None, hedge)
    for weekday, hour in product((None, "tuesday"), (0, 9, 12, 15, 20, 23)):
        yield Date("2024-12-24", None, PARTS.get(hour), weekday)
        yield Date(f"2024-12-24T{hour:02}:30", None, PARTS.get(hour), weekday)
    for zone in paper.ZONES:
        yield from (Date("2024-12-24", zone, "morning"), Date("2024-12-24T15:00", zone))


def every_period() -> Iterator[Period]:
    edtfs = ["2021/2024", "1998/2003", "2024-05/2024-07", "2024-01/2024-09", "2023-11/2024-02", "2024-12-24/2024-12-25"]
    edtfs += ["2024-12-07/2024-12-17", "2024-10-30/2024-11-02", "2024-12-30/2025-01-03", "2021/2024-12-24"]
    edtfs += ["2024-05/2024-12-24", "2019-12-24/2024-12-24", "2024-12-23/2024-12-29", "2024-12-24/2025-03-24"]
    yield from map(Period, edtfs)


def every_rank() -> Iterator[Rank]:
    yield Rank("rank", 1, None, True)
    for number in (*range(1, 41), 50, 74, 100, 194):
        yield from (Rank("rank", number), Rank("ordinal", number), Rank("rank", number, number + 1000))


@both_languages
@pytest.mark.parametrize("every", [every_figure, every_date, every_period, every_rank])
def test_every_form_of_every_shape_is_read_back(every: Callable[[], Iterator[Read]], language: str) -> None:
    wrong = []
    for value, published in product(every(), (None, TODAY) if every in (every_date, every_period) else (None,)):
        day = published.isoformat() if published else None
        for form in paper.printed(value, language, published):
            found = [(one.exact, same(one.value)) for one in read(str(form), language, day)]
            wrong += [(str(form), day, found)] if found != [(form.words, same(value))] else []
    assert wrong[:20] == []


@both_languages
@given(value=st.one_of(figures(), dates().map(lambda dated: dated[0])), data=st.data())
def test_how_letters_and_spaces_are_coded_changes_nothing(language: str, value: Read, data: st.DataObject) -> None:
    forms = paper.printed(value, language)
    assume(forms)
    text = str(data.draw(st.sampled_from(forms)))
    plain = [(one.start, one.exact, one.value) for one in read(text, language)]
    apart = unicodedata.normalize("NFD", text)
    assert [(one.start, one.exact, one.value) for one in read(apart, language)] == plain
    firm = text.replace(" ", "\u00a0")
    assert [(one.start, one.exact.replace("\u00a0", " "), one.value) for one in read(firm, language)] == plain


@pytest.mark.parametrize(
    ("language", "value", "form"),
    [
        ("vi", Figure("quantity", "2.5", None, "million"), "hai triệu rưỡi người"),
        ("vi", Figure("quantity", "1005"), "một nghìn lẻ năm quốc gia"),
        ("vi", Figure("quantity", "31"), "ba mốt vụ"),
        ("vi", Figure("duration", "60", None, None, "year", "at-least"), "từ 60 tuổi trở lên"),
        ("vi", Figure("money", "3", "5", "billion", "VND", "about"), "khoảng 3-5 tỷ đồng"),
        ("vi", Date("2024-12-24T15:00", "America/New_York", "afternoon"), "3 giờ chiều ngày 24/12/2024 giờ New York"),
        ("vi", Date("1990-39"), "cuối năm 1990"),
        ("vi", Date("XXXX-08-08"), "mùng 8/8"),
        ("vi", Period("2021/2024"), "từ năm 2021 đến 2024"),
        ("vi", Rank("ordinal", 13), "Đại hội XIII"),
        ("en", Figure("quantity", "12.5", None, "million", "", "nearly"), "nearly twelve and a half million people"),
        ("en", Figure("money", "3", "5", "billion", "USD"), "$3-5 billion"),
        ("en", Figure("percent", "0.25", None, None, "point"), "0.25 percentage points"),
        ("en", Date("2024-12-24T09:30", None, None, "tuesday"), "9.30am on Tuesday, 24 December 2024"),
        ("en", Period("2024-05/2024-07"), "from May to July 2024"),
        ("en", Rank("rank", 17, 194), "ranked 17th of 194"),
    ],
)
def test_the_forms_are_those_of_newspapers(language: str, value: Read, form: str) -> None:
    assert form in [str(one) for one in paper.printed(value, language)]


# Any text is read soundly


def phrases(data: object) -> Iterator[str]:
    """All words of a language's file, without the expressions that forms are written in."""
    if isinstance(data, str):
        yield from [data] if not re.search(r"[\\<(?|\[]", data) else []
    elif isinstance(data, dict | list):
        yield from (phrase for part in (data.values() if isinstance(data, dict) else data) for phrase in phrases(part))


WORDS = {language: sorted(set(phrases(words_of(language).data))) for language in ("vi", "en")}
MARKS = [*" .,:;/-–—−%$€£()[]\"'“”…+~*_@#&=|", "\n", "\r\n", "\t", "\u00a0", "\u2009", "\u202f", "\u200b", "\u0301"]
numbers = st.one_of(
    st.integers(0, 40).map(str),
    st.integers(0, 10**13).map(str),
    st.integers(1800, 2200).map(str),
    st.from_regex(r"[0-9]{1,4}([.,/:-][0-9]{1,4}){1,3}", fullmatch=True, alphabet="0123456789.,/:-"),
    st.sampled_from(["XX", "XIV", "iv", "½", "²", "٣", "１２", "9h30", "5m", "2.5bn", "A05", "24/24"]),
)


@st.composite
def newsprint(draw: st.DrawFn, language: str) -> str:
    """Words of the language, numbers and marks in any order, mostly with spaces between them."""
    pieces = st.lists(st.one_of(st.sampled_from(WORDS[language]), numbers, st.sampled_from(MARKS)), max_size=14)
    text = "".join(piece + draw(st.sampled_from([" ", " ", " ", "", "\u00a0", ", "])) for piece in draw(pieces))
    return draw(st.sampled_from([text, text, text.upper(), text.title(), unicodedata.normalize("NFD", text)]))


texts = {language: st.one_of(newsprint(language), newsprint(language), st.text(max_size=60)) for language in WORDS}
publications = st.one_of(
    st.none(),
    days.map(date.isoformat),
    st.sampled_from(["0001-01-01", "0001-03-01", "9999-12-31", "2024-02-29", "2025", "2025-10~", "2025-10-26T09:00"]),
    st.sampled_from(["2021/2024", "..", "", "XXXX-08-08", "2025-02-30", "2025-13-01", "0000-01-01", "gần 5 năm"]),
    st.text(max_size=12),
)


def check_sound(readings: list[Reading], text: str) -> None:
    plain = unicodedata.normalize("NFC", text)
    assert all(0 <= one.start < one.end <= len(plain) for one in readings)
    assert [one.exact for one in readings] == [plain[one.start : one.end].strip() for one in readings]
    assert all(one.end <= other.start for one, other in pairwise(readings))
    for value, one in {one.value: one for one in readings}.items():
        assert [error.message for error in VALUE.iter_errors(value_data(value))] == [], one
        if one.bounds() is None:  # a date without its year
            assert isinstance(value, Date | Period), one
            assert value.edtf.startswith("X"), one


@both_languages
@given(data=st.data(), published=publications)
def test_any_text_is_read_soundly(language: str, data: st.DataObject, published: str | None) -> None:
    text = data.draw(texts[language])
    readings = read(text, language, published)
    check_sound(readings, text)
    assert read(text, language, published) == readings


@both_languages
@pytest.mark.parametrize("published", ["0001-01-01", "0001-12-31", "9999-01-01", "9999-12-31", "2024-02-29"])
def test_every_word_is_read_on_the_first_and_the_last_day_of_the_calendar(language: str, published: str) -> None:
    text = "\n".join(f"{word}\n1 {word} 1\n{word} 31/12\n29/2 {word}\n9999 {word}" for word in WORDS[language])
    check_sound(read(text, language, published), text)


@both_languages
@given(data=st.data(), published=publications)
def test_paragraphs_are_read_one_by_one(language: str, data: st.DataObject, published: str | None) -> None:
    paragraphs = [unicodedata.normalize("NFC", text) for text in data.draw(st.lists(texts[language], max_size=4))]
    apart, at = [], 0
    for paragraph in paragraphs:
        alone = read(paragraph, language, published)
        apart += [one._replace(start=at + one.start, end=at + one.end) for one in alone]
        at += len(paragraph) + 1
    assert read("\n".join(paragraphs), language, published) == apart


TAILS = {
    "vi": "3-1, 17/194, 2024, thứ ba, 25-10, 100, 10.500 tỷ, 9h30, 2/3, hơn 5, 5 năm, triệu đồng",
    "en": "3-1, 2024, third, 100, 10:30, 2/3, 4 to 5%, one million, first half, May, years",
}


@both_languages
def test_no_word_reaches_into_the_next_paragraph(language: str) -> None:
    for tail in TAILS[language].split(", "):
        alone = read(tail, language, "2025-10-26")
        for word in WORDS[language]:
            at = len(word) + 1
            moved = [one._replace(start=at + one.start, end=at + one.end) for one in alone]
            found = read(f"{word}\n{tail}", language, "2025-10-26")
            assert [one for one in found if one.start >= at] == moved, (word, tail)


# The work grows as the length does: four times the text takes about four times the calls. benchmarks/linear.py times it


def grows(unit: str, language: str) -> bool:
    """Whether four times the text takes more than five times the calls."""
    short, long = (unit * (size // len(unit)) for size in (600, 2_400))
    read(short, language)  # or what is made once would count as work on the short text
    few, many = (steps(lambda text=text: read(text, language, "2025-10-26")) for text in (short, long))  # type: ignore[misc]
    return many > 5 * few


@both_languages
def test_the_work_grows_as_what_is_repeated_does(language: str) -> None:
    assert [unit for unit in UNITS if grows(unit, language)] == []


@both_languages
@given(data=st.data())
def test_the_work_grows_as_any_words_repeated_do(language: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.one_of(st.sampled_from(WORDS[language]), numbers), min_size=1, max_size=3))
    assert not grows(f"{' '.join(words)} ", language)


def test_a_line_of_a_megabyte_is_read() -> None:
    sentence = (
        "Theo biên bản, dân trong vùng đã quen cảnh nước dâng mỗi khi gió mùa về, còn xã thì bàn mãi chuyện làm kè; "
        "hơn 1.200 hộ nhận tiền hỗ trợ từ ngày 24/12/2024, tức chậm gần hai năm. "
    )
    times = 1_000_000 // len(sentence.encode()) + 1
    readings = read(sentence * times)
    alone = read(sentence)
    assert [one.exact for one in alone] == ["hơn 1.200", "từ ngày 24/12/2024", "gần hai năm"]
    assert len(readings) == len(alone) * times
    at = (times - 1) * len(sentence)
    assert readings[-3:] == [one._replace(start=at + one.start, end=at + one.end) for one in alone]


@pytest.mark.parametrize("unit", ["1", "1.", "(", "-", "a", " ", "hàng "])
def test_a_line_of_a_megabyte_without_a_value_is_read(unit: str) -> None:
    assert read(unit * (1_000_000 // len(unit.encode()))) == []


# Most figures are read by one expression: nowhere otherwise than step by step


@st.composite
def digits_and_words(draw: st.DrawFn, language: str) -> str:
    g = grammar(language)
    tables = [*(g.meanings[name] for name in ("unit", "scale", "half", "hedge", "hedges_after")), g.lists["nouns"]]
    bits = [word for table in tables for word in table]
    bits += [
        "to",
        "đến",
        "-",
        "–",
        "and",
        "rưỡi",
        "½",
        "%",
        ",",
        ".",
        ";",
        ")",
        "\n",
        "12",
        "1.500",
        "0,5",
        "$",
        "€",
        "k",
    ]
    number = draw(st.sampled_from(["5", "12", "1.500", "2,5", "78,44", "300", "1,000", "3.5", "100", "2024", "07"]))
    before = draw(
        st.sampled_from(["", "tăng ", "in ", "khoảng ", "(", "lớp ", "từ ", "between ", "over ", "trên ", "-"])
    )
    behind = draw(st.lists(st.tuples(st.sampled_from([" ", " ", " ", "", "-"]), st.sampled_from(bits)), max_size=4))
    return before + number + "".join(map("".join, behind))


@both_languages
@given(data=st.data())
def test_the_quick_way_reads_what_the_long_way_reads(language: str, data: st.DataObject) -> None:
    text = data.draw(digits_and_words(language))
    quick = read(text, language, "2025-10-25")
    step_by_step = replace(grammar(language), plain=re.compile(r"(?!)"))
    with patch("doichieu.reading.grammar", return_value=step_by_step):
        assert read(text, language, "2025-10-25") == quick
