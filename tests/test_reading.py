"""What is read in the words of a quote, in both languages."""

import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import doichieu.reading
from doichieu.language import language
from doichieu.reading import Number, in_words, numbers, places, relations
from doichieu.reading_dates import when


def told(number: Number) -> tuple[str, str | None, str, str | None]:
    """A number in short: digits or total, scale, unit, hedge."""
    digits = str(number.total) if number.spelled else number.amount
    if number.to:
        digits += "–" + (str(number.to.total) if number.to.spelled else number.to.amount)
    return digits, number.scale, number.unit, number.hedge


VIETNAMESE = [
    ("gần 4 năm", ("4", None, "year", "nearly")),
    ("ngót 300 hộ", ("300", None, "", "nearly")),
    ("lên đến 10.500 tỷ", ("10500", "billion", "", "up-to")),
    ("khoảng 8.000 tỷ USD", ("8000", "billion", "USD", "about")),
    ("8 nghìn tỷ đồng", ("8", "trillion", "VND", None)),
    ("78,44 triệu người", ("78.44", "million", "", None)),
    ("5,20%", ("5.20", None, "percent", None)),
    ("tăng 2 điểm phần trăm", ("2", None, "point", None)),
    ("-5,2%", ("-5.2", None, "percent", None)),
    ("06 biện pháp", ("6", None, "", None)),
    ("ước tính hơn 100.000 vụ", ("100000", None, "", "over")),
    ("ước tính khoảng 20 vụ", ("20", None, "", "about")),
    ("ít nhất là 5 người", ("5", None, "", "at-least")),
    ("không quá 30 ngày", ("30", None, "day", "at-most")),
    ("chưa đến 30 ngày", ("30", None, "day", "under")),
    ("không dưới 30 ngày", ("30", None, "day", "at-least")),
    ("tròn 80 năm", ("80", None, "year", "exactly")),
    ("100 người trở lên", ("100", None, "", "at-least")),
    ("từ 3 đến 5 năm", ("3–5", None, "year", None)),
    ("khoảng 3-5 triệu đồng", ("3–5", "million", "VND", "about")),
    ("hai mươi mốt ngày", ("21", None, "day", None)),
    ("mười lăm năm", ("15", None, "year", None)),
    ("hai mươi năm", ("20", None, "year", None)),
    ("năm năm", ("5", None, "year", None)),
    ("một trăm linh năm người", ("105", None, "", None)),
    ("hai nghìn năm trăm bốn mươi tư", ("2544", None, "", None)),
    ("ba năm rưỡi", ("7/2", None, "year", None)),
    ("1 tỷ rưỡi đồng", ("1500000000", "billion", "VND", None)),
    ("nửa triệu người", ("500000", None, "", None)),
    ("2 triệu 300 nghìn đồng", ("2300000", "million", "VND", None)),
    ("3 chục người", ("3", "ten", "", None)),
    ("12 đồng phạm", ("12", None, "", None)),
    ("13.75%", ("13.75", None, "percent", None)),
    ("1,234,567 người", ("1234567", None, "", None)),
    ("một trăm nghìn tỷ", ("100000000000000", None, "", None)),
    ("hai trăm ba chục người", ("230", None, "", None)),
    ("âm 5 độ", ("-5", None, "", None)),
    ("800 nghìn đến 1,2 triệu đồng", ("800000–1200000", "thousand", "VND", None)),
]

ENGLISH = [
    ("nearly four years", ("4", None, "year", "nearly")),
    ("over 13,750 attacks", ("13750", None, "", "over")),
    ("78.44 million people", ("78.44", "million", "", None)),
    ("US$10.5 trillion", ("10.5", "trillion", "USD", None)),
    ("up to $8bn", ("8", "billion", "USD", "up-to")),
    ("64.78 per cent", ("64.78", None, "percent", None)),
    ("2 percentage points", ("2", None, "point", None)),
    ("a four-year term", ("4", None, "year", None)),
    ("the 80th anniversary", ("80", None, "", None)),
    ("between three and five years", ("3–5", None, "year", None)),
    ("twenty-one days", ("21", None, "day", None)),
    ("two hundred and fifty people", ("250", None, "", None)),
    ("one and a half million", ("1500000", None, "", None)),
    ("half a million", ("500000", None, "", None)),
    ("two dozen", ("24", None, "", None)),
    ("fewer than 20 boats", ("20", None, "", "under")),
    ("no fewer than 20 boats", ("20", None, "", "at-least")),
    ("an estimated 20 boats", ("20", None, "", "about")),
    ("an estimated more than 20 boats", ("20", None, "", "over")),
    ("20 boats or more", ("20", None, "", "at-least")),
    ("a million people", ("1000000", None, "", None)),
    ("a century", ("1", None, "century", None)),
]


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [("vi", *case) for case in VIETNAMESE] + [("en", *case) for case in ENGLISH],
)
def test_the_number_printed_is_read(code: str, words: str, expected: tuple[str, str | None, str, str | None]) -> None:
    assert [told(number) for number in numbers(words, code)] == [expected]


@pytest.mark.parametrize(
    "words", ["57-NQ/TW", "A05", "mạng 5G", "hàng trăm người", "COVID-19", "trong năm qua", "1" * 50, "1.2.3"]
)
def test_what_is_no_figure_is_not_read_as_one(words: str) -> None:
    assert numbers(words, "vi") == ()


def test_a_comparison_may_leave_its_hedge_out() -> None:
    assert [number.hedge_optional for number in numbers("cao hơn 5%", "vi")] == [True]
    assert [number.hedge_optional for number in numbers("tăng hơn 5%", "vi")] == [False]


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        ("vi", "Chiều 8/10", [(None, 10, 8)]),
        ("vi", "các ngày 25-26/10", [(None, 10, 25), (None, 10, 26)]),
        ("vi", "5-6 tháng 10", [(None, 10, 5), (None, 10, 6)]),
        ("vi", "ngày 25-10", [(None, 10, 25)]),
        ("vi", "tháng 12-2024", [(2024, 12, None)]),
        ("vi", "từ tháng 10-11/2025", [(2025, 10, None), (2025, 11, None)]),
        ("vi", "24-10-1945", [(1945, 10, 24)]),
        ("vi", "8.10.2025", [(2025, 10, 8)]),
        ("vi", "2021 -2024", [(2021, None, None), (2024, None, None)]),
        ("vi", "ngày 25 tháng 10 năm 2025", [(2025, 10, 25)]),
        ("vi", "tháng Mười Hai năm 2024", [(2024, 12, None)]),
        ("vi", "từ 28/2 đến 11/3/2022", [(2022, 2, 28), (2022, 3, 11)]),
        ("vi", "quý 3/2025", [(2025, None, None)]),
        ("vi", "8 phiên họp", []),
        ("vi", "ngày 32/10", []),
        ("en", "October 25-26, 2025", [(2025, 10, 25), (2025, 10, 26)]),
        ("en", "30 April and 1 May 2025", [(2025, 4, 30), (2025, 5, 1)]),
        ("en", "the 3rd of June", [(None, 6, 3)]),
        ("en", "it may rain in 2025", [(2025, None, None)]),
    ],
)
def test_the_dates_printed_are_read(code: str, words: str, expected: list[tuple[int | None, ...]]) -> None:
    readings = when(words, code).readings
    assert [(date.year, date.month, date.day) for date in (readings[0] if readings else ())] == expected


def test_a_date_in_figures_has_two_readings_in_english() -> None:
    readings = when("10/8/2025", "en").readings
    assert [(reading[0].month, reading[0].day) for reading in readings] == [(8, 10), (10, 8)]


@pytest.mark.parametrize(
    ("code", "words", "hedge"),
    [
        ("vi", "trước ngày 31/12/2026", "before"),
        ("vi", "đến năm 2030", "by"),
        ("vi", "sau ngày 5/3", "after"),
        ("vi", "từ năm 2022", "from"),
        ("vi", "trong năm 2022", None),
        ("en", "before 31 December 2026", "before"),
        ("en", "by 2030", "by"),
        ("en", "in 2030", None),
    ],
)
def test_the_word_before_a_date_makes_it_a_limit(code: str, words: str, hedge: str | None) -> None:
    assert when(words, code).readings[0][0].hedge == hedge


def test_clock_part_weekday_and_words_that_count_from_today() -> None:
    read = when("9 giờ 30 tối thứ Bảy 5/6", "vi")
    assert [(clock.hour, clock.minute) for clock in read.clocks] == [(9, 30)]
    assert list(read.parts | read.weekdays - {"saturday"}) == ["evening"]
    assert "saturday" in read.weekdays
    assert [clock.hour for clock in when("at 3 p.m.", "en").clocks] == [15]
    assert when("hôm qua", "vi").days_off == -1
    assert when("next year", "en").years_off == 1


@pytest.mark.parametrize(
    ("code", "words", "pairs", "ordinals", "first"),
    [
        ("vi", "đứng thứ 17/194 nước", ((17, 194),), (17,), False),
        ("vi", "Thứ tư", (), (4,), False),
        ("vi", "Thứ sáu", (), (6,), False),
        ("vi", "thứ hai mươi mốt", (), (21,), False),
        ("vi", "đứng đầu thế giới", (), (), True),
        ("vi", "thống nhất ít nhất", (), (), False),
        ("en", "the second largest", (), (2,), True),
        ("en", "the 21st of 194", (), (21,), False),
        ("en", "an interesting forest", (), (), False),
    ],
)
def test_places_in_an_order_are_read(
    code: str, words: str, pairs: tuple[tuple[int, int], ...], ordinals: tuple[int, ...], first: bool
) -> None:
    read = places(words, code)
    assert (read.pairs, read.ordinals, read.first) == (pairs, ordinals, first)


def test_the_longer_word_for_an_order_in_time_wins() -> None:
    assert relations("ngay trước thềm lễ hội", "vi") == ["on-the-eve-of"]
    assert relations("trước lễ hội", "vi") == ["before"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("vi", "lên đến 10.500 tỷ USD"),
        ("vi", "gần 5,20%"),
        ("en", "nearly 4 years"),
        ("en", "up to 10,500 billion USD"),
    ],
)
def test_a_number_is_printed_as_it_is_read(code: str, words: str) -> None:
    assert [in_words(number, code) for number in numbers(words, code)] == [words]


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        language("fr")


@given(st.text(max_size=200) | st.from_regex(r"[0-9./,:\- hđ%năm]{0,60}"), st.sampled_from(["vi", "en"]))
def test_any_text_can_be_read(text: str, code: str) -> None:
    for number in numbers(text, code):
        assert in_words(number, code)
    when(text, code)
    places(text, code)
    relations(text, code)


@given(st.integers(0, 10**9), st.sampled_from(["vi", "en"]))
def test_grouped_digits_are_read_back(number: int, code: str) -> None:
    printed = f"{number:,}".replace(",", "." if code == "vi" else ",")
    assert [read.total for read in numbers(f"{printed} người", code)] == [Fraction(number)]


@pytest.mark.parametrize("piece", ["1.", "1-", "25/10-", "hai mươi ", "nghìn tỷ ", "một trăm linh ", "khoảng "])
def test_long_texts_take_no_more_than_linear_time(piece: str) -> None:
    start = time.perf_counter()
    for reader in (numbers, when, places):
        reader(piece * 5000, "vi")
    assert time.perf_counter() - start < 5


def test_importing_the_reader_brings_no_heavy_module() -> None:
    package = Path(doichieu.reading.__file__).parent
    program = "import sys, types; p = sys.modules['doichieu'] = types.ModuleType('doichieu'); "
    program += "p.__path__ = [sys.argv[1]]; import doichieu.reading, doichieu.reading_dates; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program, str(package)], capture_output=True, text=True, check=True)
    assert not {"duckdb", "pyarrow", "edtf", "jsonschema"} & set(run.stdout.split())
