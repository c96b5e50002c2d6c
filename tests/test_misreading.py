"""What the words of a quote are taken to say of each kind of value, in both languages, and how it is told."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import doichieu
from doichieu.language.lexicon import language, tokens_of
from doichieu.model.claims import Scope
from doichieu.model.values import Date, Figure, Period, Rank, Relation
from doichieu.quotes.misread_dates import date_misread, period_misread
from doichieu.quotes.misread_figures import figure_misread, year_misread
from doichieu.quotes.misread_ranks import is_superlative, rank_misread
from doichieu.quotes.misreading import Misreading, UnreadError, relation_misread, text_misread
from doichieu.wording.values import value_words

HOME = "Asia/Ho_Chi_Minh"
DAY = "2025-06-15"


def working(found: Misreading | None) -> str:
    """What differs, empty where nothing does."""
    return found.working if found else ""


def quantity(amount: str, scale: str | None = None, hedge: str | None = None, to: str | None = None) -> Figure:
    return Figure("quantity", amount, to, scale, "", hedge)


def years(amount: str, hedge: str | None = None, to: str | None = None) -> Figure:
    return Figure("duration", amount, to, None, "year", hedge)


def money(amount: str, scale: str | None = None, unit: str = "VND", hedge: str | None = None) -> Figure:
    return Figure("money", amount, None, scale, unit, hedge)


def percent(amount: str, hedge: str | None = None, unit: str = "") -> Figure:
    return Figure("percent", amount, None, None, unit, hedge)


VIETNAMESE = [
    ("gần 4 năm", years("4", "nearly")),
    ("ngót 300 hộ", quantity("300", hedge="nearly")),
    ("lên đến 10.500 tỷ", money("10500", "billion", "USD", "up-to")),
    ("khoảng 8.000 tỷ USD", money("8000", "billion", "USD", "about")),
    ("8 nghìn tỷ đồng", money("8", "trillion")),
    ("78,44 triệu người", quantity("78.44", "million")),
    ("5,20%", percent("5.20")),
    ("tăng 2 điểm phần trăm", percent("2", unit="point")),
    ("-5,2%", percent("-5.2")),
    ("giảm 5,2%", percent("-5.2")),
    ("06 biện pháp", quantity("6")),
    ("6 biện pháp", quantity("06")),
    ("ước tính hơn 100.000 vụ", quantity("100000", hedge="over")),
    ("ít nhất là 5 người", quantity("5", hedge="at-least")),
    ("chưa đến 30 ngày", Figure("duration", "30", None, None, "day", "under")),
    ("tròn 80 năm", years("80", "exactly")),
    ("kỷ niệm lần thứ 80", years("80")),
    ("100 người trở lên", quantity("100", hedge="at-least")),
    ("từ 3 đến 5 năm", years("3", to="5")),
    ("hai mươi mốt ngày", Figure("duration", "21", None, None, "day")),
    ("một trăm linh năm người", quantity("105")),
    ("hai nghìn năm trăm bốn mươi tư hộ", quantity("2544")),
    ("ba năm rưỡi", years("3.5")),
    ("1 tỷ rưỡi đồng", money("1500000000")),
    ("nửa triệu người", quantity("500", "thousand")),
    ("2 triệu 300 nghìn đồng", money("2300000")),
    ("2 triệu 300 nghìn đồng", money("2.3", "million")),
    ("hai trăm ba chục người", quantity("230")),
    ("1.250 ngày công", quantity("1250")),
    ("800 nghìn đến 1,2 triệu đồng", Figure("money", "0.8", "1.2", "million", "VND")),
    ("ba đến năm triệu đồng", Figure("money", "3", "5", "million", "VND")),
    ("cao hơn 5%", percent("5")),
    ("cao hơn mức 5%", percent("5", "over")),
    ("tốc độ tối đa 60 km/h", quantity("60")),
    ("tốc độ tối đa 60 km/h", quantity("60", hedge="at-most")),
    ("đứng thứ 17/194 quốc gia", quantity("194")),
    ("hai phần ba số hộ", quantity("0.67")),
    ("hai phần ba số hộ", percent("66.67")),
    ("một nửa số hộ", percent("50")),
]

ENGLISH = [
    ("over 13,750 attacks", quantity("13750", hedge="over")),
    ("US$10.5 trillion", money("10.5", "trillion", "USD")),
    ("up to $8bn", money("8", "billion", "USD", "up-to")),
    ("64.78 per cent", percent("64.78")),
    ("2 percentage points", percent("2", unit="point")),
    ("a four-year term", years("4")),
    ("the 80th anniversary", years("80")),
    ("between three and five years", years("3", to="5")),
    ("twenty-one days", Figure("duration", "21", None, None, "day")),
    ("two hundred and fifty people", quantity("250")),
    ("one and a half million people", quantity("1500000")),
    ("half a million people", quantity("500000")),
    ("two dozen boats", quantity("24")),
    ("fewer than 20 boats", quantity("20", hedge="under")),
    ("an estimated more than 20 boats", quantity("20", hedge="over")),
    ("20 boats or more", quantity("20", hedge="at-least")),
    ("a century", Figure("duration", "1", None, None, "century")),
    ("fell 5.2%", percent("-5.2")),
]


@pytest.mark.parametrize(
    ("code", "quote", "value"), [("vi", *case) for case in VIETNAMESE] + [("en", *case) for case in ENGLISH], ids=str
)
def test_a_figure_is_what_its_quote_prints(code: str, quote: str, value: Figure) -> None:
    assert working(figure_misread(value, quote, code)) == ""
    another = replace(value, amount=value.amount + ("5" if "." in value.amount else ".5"))
    assert working(figure_misread(another, quote, code)).startswith("amount: ")


@pytest.mark.parametrize(
    ("code", "quote", "value"),
    [
        ("vi", "hàng trăm người", quantity("1", "hundred", "at-least")),
        ("vi", "hàng trăm người", quantity("100", hedge="over")),
        ("vi", "vài chục người", quantity("20", to="90")),
        ("en", "several thousand people", quantity("3", "thousand", to="9")),
    ],
    ids=str,
)
def test_vague_words_can_be_encoded_as_what_they_leave_open(code: str, quote: str, value: Figure) -> None:
    assert working(figure_misread(value, quote, code)) == ""


@pytest.mark.parametrize(
    ("quote", "value", "differences"),
    [
        ("gần 4 năm", years("5", "over"), "amount: 5 ≠ 4; hedge: over ≠ nearly"),
        ("5,20%", percent("5.2"), "amount: 5.2 ≠ 5.20"),
        ("78,44 triệu người", quantity("78440000"), "amount: 78440000 ≠ 78.44; scale: ∅ ≠ million"),
        ("ba năm rưỡi", years("3"), "amount: 3 ≠ 3.5"),
        ("từ 3 đến 5 năm", years("3"), "to: ∅ ≠ 5"),
        ("5% số hộ", quantity("5"), "kind: quantity ≠ percent"),
        ("8 tỷ USD", money("8", "billion"), "unit: VND ≠ USD"),
        ("5 năm", money("5", None, "USD"), "unit: USD ≠ year"),
        ("2 điểm phần trăm", percent("2"), "unit: percent ≠ point"),
        ("tăng hơn 5%", percent("5"), "hedge: ∅ ≠ over"),
        ("tăng 5%", percent("-5"), "amount: -5 ≠ 5"),
        ("hai phần ba số hộ", quantity("0.6"), "amount: 0.6 ≠ ≈0.67"),
        ("một phần ba số hộ", quantity("0"), "amount: 0 ≠ ≈0.33"),
        ("hàng trăm người", quantity("50"), "amount: 50 ≠ 100"),
        ("hàng trăm người", quantity("100"), "hedge: ∅ ≠ at-least"),
        ("hàng trăm tỷ đồng", money("100", "billion", "USD", "over"), "unit: USD ≠ VND"),
        ("vài chục người", quantity("200"), "amount: 200 ≠ 20–90"),
        ("vài chục người", quantity("10", to="30"), "amount: 10 ≠ 20–90"),
    ],
    ids=str,
)
def test_what_differs_in_a_figure_is_told_field_by_field(quote: str, value: Figure, differences: str) -> None:
    assert working(figure_misread(value, quote, "vi")) == differences


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        ("lễ hội", quantity("5")),
        ("Nghị quyết 57-NQ/TW", quantity("57")),
        ("trong năm 2024", quantity("2024")),
        ("hàng trăm người", quantity("300")),
        ("hàng trăm người", quantity("300", hedge="about")),
        ("vài chục người", quantity("30")),
        ("đứng đầu thế giới", quantity("1")),
    ],
    ids=str,
)
def test_no_figure_or_only_vague_words_cannot_be_told(quote: str, value: Figure) -> None:
    with pytest.raises(UnreadError):
        figure_misread(value, quote, "vi")


@given(st.integers(2, 10**9), st.sampled_from(["vi", "en"]))
def test_grouped_digits_are_read_back(number: int, code: str) -> None:
    printed = f"{number:,}".replace(",", "." if code == "vi" else ",")
    noun = "hộ dân" if code == "vi" else "boats"
    assert working(figure_misread(quantity(str(number)), f"{printed} {noun}", code)) == ""
    assert working(figure_misread(quantity(str(number + 1)), f"{printed} {noun}", code)) != ""


@pytest.mark.parametrize(
    ("quote", "scope", "expected"),
    [
        ("40.000 lượt khách năm 2023", Scope(during="2023-05"), ""),
        ("40.000 lượt khách năm 2023", Scope(as_of="2024-01-01"), "2024-01-01 ∌ 2023"),
        ("40.000 lượt khách năm 2023", Scope(as_of="2022", during="2021"), "2022 / 2021 ∌ 2023"),
        ("40.000 lượt khách năm 2023", Scope(), ""),
        ("quý 2/2023 có 40.000 lượt khách", Scope(during="2024"), "2024 ∌ 2023"),
        ("40.000 lượt khách, so với năm 2022", Scope(during="2023", from_="2022"), ""),
        ("giai đoạn 2021-2024 có 40.000 lượt khách", Scope(during="2022"), ""),
        ("giai đoạn 2021-2024 có 40.000 lượt khách", Scope(during="2025"), "2025 ∌ 2021/2024"),
        ("từ tháng 10-11/2025 có 40.000 lượt khách", Scope(during="2024"), "2024 ∌ 2025"),
        ("mở ngày 1/5/1988, có 40.000 lượt khách", Scope(during="2024"), ""),
        ("2024 lượt khách", Scope(during="2022"), ""),
    ],
)
def test_the_year_that_a_figure_is_for(quote: str, scope: Scope, expected: str) -> None:
    assert working(year_misread(scope, quote, "vi")) == expected


DATES = [
    ("vi", "ngày 25-10", "2025-10-25"),
    ("vi", "tháng 12-2024", "2024-12"),
    ("vi", "24-10-1945", "1945-10-24"),
    ("vi", "8.10.2025", "2025-10-08"),
    ("vi", "ngày 25 tháng 10 năm 2025", "2025-10-25"),
    ("vi", "tháng Mười Hai năm 2024", "2024-12"),
    ("vi", "quý 3/2025", "2025-35"),
    ("vi", "quý 3/2025", "2025-08"),
    ("vi", "đầu năm 2024", "2024"),
    ("vi", "đầu năm 2024", "2024-05-02"),
    ("vi", "đầu tháng 10/2025", "2025-10-08"),
    ("vi", "thập niên 1990", "199X"),
    ("vi", "từ 28/2 đến 11/3", "2025-03-11"),
    ("vi", "từ năm 2022", "2022"),
    ("vi", "hôm qua", "2025-06-14"),
    ("vi", "năm ngoái", "2024"),
    ("vi", "tháng trước", "2025-05"),
    ("vi", "3 năm trước", "2021-11"),
    ("vi", "3 ngày trước", "2025-06-13"),
    ("vi", "2 tuần trước", "2025-06-05"),
    ("vi", "ngày 25", "2025-05-25"),
    ("vi", "thứ Bảy", "2025-06-21"),
    ("vi", "9 giờ 30", "2025-06-01T21:30"),
    ("vi", "9 giờ 30 tối 5/6", "2025-06-05T21:30"),
    ("vi", "12 giờ đêm 5/6", "2025-06-05T00:00"),
    ("en", "the 3rd of June", "2025-06-03"),
    ("en", "10/8/2025", "2025-08-10"),
    ("en", "10/8/2025", "2025-10-08"),
    ("en", "late May", "2025-05"),
    ("en", "Saturday, June 7, at 3 p.m.", "2025-06-07T15:00"),
    ("en", "noon on 5 June 2025", "2025-06-05"),
]


@pytest.mark.parametrize(("code", "quote", "edtf"), DATES)
def test_a_date_is_what_its_quote_prints(code: str, quote: str, edtf: str) -> None:
    assert working(date_misread(Date(edtf), quote, code, DAY, HOME)) == ""


@pytest.mark.parametrize(
    ("code", "quote", "value", "differences"),
    [
        ("vi", "ngày 25/10", Date("2025-10-26"), "day: 26 ≠ 25"),
        ("vi", "năm 2024", Date("2024-05"), "month: 5 ≠ ∅"),
        ("vi", "tháng 5/2024", Date("2024"), "month: ∅ ≠ 5"),
        ("vi", "đầu năm 2024", Date("2024-11"), "2024-11 ∉ 2024-37 ± 31 d"),
        ("vi", "quý 3/2025", Date("2025-10"), "2025-10 ∉ 2025-35"),
        ("vi", "đầu năm 2024", Date("2023-37"), "year: 2023 ≠ 2024"),
        ("vi", "ngày 25/10", Date("2023-10-25"), "2023-10-25 ∉ 2025-06-15 ± 183 d"),
        ("vi", "thập niên 1990", Date("1995"), "1995 ≠ 199X"),
        ("vi", "thập niên 1990", Date("198X"), "198X ≠ 199X"),
        ("vi", "hôm qua", Date("2025-06-13"), "day: 13 ≠ 14"),
        ("vi", "năm nay", Date("2024"), "year: 2024 ≠ 2025"),
        ("vi", "tháng trước", Date("2025-03"), "2025-03 ∉ 2025-05 ± 15 d"),
        ("vi", "3 ngày trước", Date("2025-06-14"), "2025-06-14 ∉ 2025-06-12 ± 1 d"),
        ("vi", "ngày 25", Date("2025-05-24"), "day: 24 ≠ 25"),
        ("vi", "ngày 25", Date("2023-05-25"), "2023-05-25 ∉ 2025-06-15 ± 183 d"),
        ("vi", "thứ Bảy", Date("2025-06-13"), "weekday: friday ≠ saturday"),
        ("vi", "9h ngày 5/6", Date("2025-06-05"), "time: ∅ ≠ 09:00/21:00"),
        ("vi", "9h sáng 5/6", Date("2025-06-05T21:00"), "time: 21:00 ≠ 09:00"),
        (
            "vi",
            "3 giờ ngày 5/6",
            Date("2025-06-05T03:00", part="afternoon"),
            "time: 03:00 ≠ 15:00; part: afternoon ≠ ∅",
        ),
        ("vi", "5/3 năm ngoái", Date("2025-03-05"), "2025"),
        ("vi", "15h ngày 5/6", Date("2025-06-05T15:00", part="morning"), "part: morning ≠ ∅"),
        ("vi", "sáng 5/6", Date("2025-06-05", part="evening"), "part: evening ≠ morning"),
        ("vi", "thứ Năm 5/6", Date("2025-06-05", weekday="friday"), "weekday: friday ≠ thursday"),
        ("vi", "trước ngày 5/6", Date("2025-06-05"), "hedge: ∅ ≠ before"),
        ("vi", "9h ngày 5/6 (giờ New York)", Date("2025-06-05T09:00"), "zone: ∅ ≠ America/New_York"),
        ("en", "9 a.m. on 5 June (GMT)", Date("2025-06-05T09:00", "Europe/London"), "zone: Europe/London ≠ Etc/UTC"),
        ("en", "10/8/2025", Date("2025-09-10"), "month: 9 ≠ 8"),
        ("en", "25/8/2025", Date("2025-08-24"), "day: 24 ≠ 25"),
    ],
    ids=str,
)
def test_what_differs_in_a_date_is_told_field_by_field(code: str, quote: str, value: Date, differences: str) -> None:
    assert differences in working(date_misread(value, quote, code, DAY, HOME))


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        ("3 giờ chiều 5/6", Date("2025-06-05T15:00", part="afternoon")),
        ("15h ngày 5/6", Date("2025-06-05T15:00", part="afternoon")),
        ("đến năm 2030", Date("2030")),
        ("đến năm 2030", Date("2030", hedge="by")),
        ("từ 28/2 đến 11/3", Date("2025-02-28", hedge="from")),
        ("9h ngày 5/6 (giờ Hà Nội)", Date("2025-06-05T09:00")),
        ("9h ngày 5/6 (giờ Hà Nội)", Date("2025-06-05T09:00", "Asia/Bangkok")),
        ("9h ngày 5/6", Date("2025-06-05T09:00", "America/New_York")),
        ("5/3 năm ngoái", Date("2024-03-05")),
        ("ngày 5/3, so với năm 2024", Date("2025-03-05")),
        ("ngày 5/3, 3 năm trước", Date("2025-03-05")),
    ],
    ids=str,
)
def test_what_stands_beside_a_date_agrees(quote: str, value: Date) -> None:
    assert working(date_misread(value, quote, "vi", DAY, HOME)) == ""


@pytest.mark.parametrize(
    ("quote", "edtf", "published", "agrees"),
    [
        ("hôm qua", "2025-06-03", "2025-06", True),
        ("hôm qua", "2025-04-03", "2025-06", False),
        ("năm ngoái", "2024", "2025", True),
        ("ngày 25/4", "2026-04-25", "2025", True),
    ],
)
def test_in_a_month_or_year_of_publication_what_is_counted_can_be_any(
    quote: str, edtf: str, published: str, agrees: bool
) -> None:
    assert (date_misread(Date(edtf), quote, "vi", published, HOME) is None) == agrees


PERIODS = [
    ("vi", "các ngày 25-26/10", "2025-10-25/2025-10-26", "2025-10-25/2025-10-27"),
    ("vi", "từ 28/2 đến 11/3/2022", "2022-02-28/2022-03-11", "2022-02-27/2022-03-11"),
    ("vi", "từ tháng 10-11/2025", "2025-10/2025-11", "2025-10/2025-12"),
    ("vi", "khởi công năm 2021, xong năm 2024", "2021/2024", "2021/2025"),
    ("vi", "từ năm 2022", "2022/..", "2023/.."),
    ("vi", "đến năm 2030", "../2030", "../2031"),
    ("vi", "trong năm 2024", "2024-01/2024-12", "2024-01/2025-01"),
    ("vi", "quý 3/2025", "2025-07/2025-09", "2025-07/2025-10"),
    ("vi", "thập niên 1990", "1990/1999", "1990/2000"),
    ("vi", "từ đầu năm 2023 đến nay", "2023-01/2025-06", "2022-01/2025-06"),
    ("vi", "từ đầu năm 2023 đến nay", "2023/2025-06-15", "2023/2023-09"),
    ("vi", "5 năm qua", "2020/2025", "2017/2025"),
    ("vi", "tuần trước", "2025-06-02/2025-06-08", "2025-05-02/2025-06-08"),
    ("en", "30 April and 1 May 2025", "2025-04-30/2025-05-01", "2025-04-29/2025-05-01"),
    ("en", "from May to July 2024", "2024-05/2024-07", "2024-05/2024-08"),
]


@pytest.mark.parametrize(("code", "quote", "edtf", "other"), PERIODS)
def test_a_period_is_what_its_quote_prints(code: str, quote: str, edtf: str, other: str) -> None:
    assert working(period_misread(Period(edtf), quote, code, DAY)) == ""
    assert working(period_misread(Period(other), quote, code, DAY)) != ""


@pytest.mark.parametrize(("quote", "edtf"), [("ngày 5/3", "202X"), ("lễ hội", "2025-06-01"), ("12 thuyền", "2025")])
def test_a_quote_that_does_not_say_when_cannot_be_told(quote: str, edtf: str) -> None:
    with pytest.raises(UnreadError):
        date_misread(Date(edtf), quote, "vi", DAY, HOME)
    with pytest.raises(UnreadError):
        period_misread(Period(f"{edtf}/.."), quote, "vi", DAY)


def test_a_period_without_ends_is_in_any_that_the_quote_prints() -> None:
    assert period_misread(Period("../.."), "2021-2024", "vi", DAY) is None


@pytest.mark.parametrize(
    ("code", "quote", "value", "differences"),
    [
        ("vi", "đứng thứ 17/194 nước", Rank("rank", 17, 194), ""),
        ("vi", "đứng thứ 17/194 nước", Rank("rank", 17), "field: ∅ ≠ 194"),
        ("vi", "xếp thứ 14/12 cầu", Rank("rank", 14, 12), ""),
        ("vi", "đứng thứ 17 trong 194 nước", Rank("rank", 17, 194), ""),
        ("vi", "đứng thứ 17 trong 194 nước", Rank("rank", 17), ""),
        ("vi", "đứng thứ 17 trong 194 nước", Rank("rank", 17, 193), "field: 193 ≠ 194"),
        ("vi", "đứng thứ 17 châu Á, có 48 nước", Rank("rank", 17, 48), ""),
        ("vi", "Thứ tư", Rank("ordinal", 4), ""),
        ("vi", "khóa XV", Rank("ordinal", 15), ""),
        ("vi", "khóa XV", Rank("ordinal", 14), "position: 14 ≠ 15"),
        ("vi", "lần thứ 80", Rank("ordinal", 79), "position: 79 ≠ 80"),
        ("vi", "xếp thứ nhất", Rank("rank", 1, superlative=True), ""),
        ("vi", "xếp thứ nhất", Rank("rank", 1), ""),
        ("vi", "nước đầu tiên", Rank("rank", 1), "superlative: False ≠ True"),
        ("vi", "bước đầu tiên", Rank("ordinal", 1), ""),
        ("vi", "cầu dài nhất", Rank("rank", 1, superlative=True), ""),
        ("vi", "cầu dài nhất", Rank("rank", 2), "position: 2 ≠ 1; superlative: False ≠ True"),
        ("vi", "dài nhất trong 12 cầu", Rank("rank", 1, 12, True), ""),
        ("vi", "xếp 17 trong bảng", Rank("rank", 17), ""),
        ("en", "the second largest", Rank("rank", 2, superlative=True), ""),
        ("en", "the first bridge", Rank("rank", 1), ""),
        ("en", "the 21st of 194", Rank("rank", 21, 194), ""),
        ("en", "the largest bridge", Rank("rank", 1, superlative=True), ""),
    ],
    ids=str,
)
def test_a_place_in_an_order_is_what_its_quote_prints(code: str, quote: str, value: Rank, differences: str) -> None:
    assert working(rank_misread(value, quote, code)) == differences


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        ("vi", "đứng đầu thế giới", True),
        ("vi", "thống nhất ít nhất", False),
        ("en", "the largest", True),
        ("en", "an interesting forest", False),
        ("en", "the rest and the best", True),
    ],
)
def test_superlatives(code: str, words: str, expected: bool) -> None:
    assert is_superlative(tokens_of(words), language(code)) == expected


def test_a_superlative_that_is_left_out_can_be_told_from_the_message() -> None:
    found = rank_misread(Rank("rank", 1), "nước đầu tiên", "vi")
    assert found
    assert (found.encoded[0], found.read[0]) == ("vị trí 1", "vị trí 1, đứng đầu")
    assert (found.encoded[1], found.read[1]) == ("place 1", "place 1, the very first")


def test_the_longer_word_for_an_order_in_time_wins() -> None:
    assert relation_misread(Relation("on-the-eve-of", "x"), "ngay trước thềm lễ hội", "vi") is None
    assert working(relation_misread(Relation("on-the-eve-of", "x"), "trước lễ hội", "vi")) != ""


def test_of_a_long_text_the_quote_is_the_beginning() -> None:
    text = "Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai"
    assert text_misread(text, "Một hai ba bốn", exact=False) is None
    for other in (text, ""):
        assert text_misread(other, "hai ba bốn", exact=False) is not None


@pytest.mark.parametrize(
    ("value", "quote", "encoded", "read"),
    [
        (Period("2021-01/2024-12"), "2021 -2024", "tháng 1/2021 đến tháng 12/2024", "năm 2021 đến năm 2024"),
        (Period("2023/.."), "từ năm 2022", "năm 2023", "năm 2022"),
    ],
    ids=str,
)
def test_a_period_is_told_as_precisely_as_it_is_written(value: Period, quote: str, encoded: str, read: str) -> None:
    found = period_misread(value, quote, "vi", DAY)
    assert found
    assert (found.encoded[0], found.read[0]) == (encoded, read)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (percent("1", unit="point"), "1 điểm phần trăm", "1 percentage point"),
        (percent("0.3", "over", "point"), "hơn 0,3 điểm phần trăm", "over 0.3 percentage points"),
        (years("1"), "1 năm", "1 year"),
        (years("1", to="2"), "1–2 năm", "1–2 years"),
        (Figure("duration", "2", unit="century"), "2 thế kỷ", "2 centuries"),
        (money("600", "million", "NOK"), "600 triệu NOK", "600 million NOK"),
        (quantity("3", "ten-thousand"), "3 vạn", "30,000"),
        (quantity("-1234567.50"), "-1.234.567,50", "-1,234,567.50"),
        (Date("XXXX-10-25T09:05", part="morning"), "sáng 9h05 ngày 25/10", "morning 9:05 on 25 October"),
    ],
    ids=str,
)
def test_a_value_is_printed_as_the_language_prints_it(value: Figure | Date, vietnamese: str, english: str) -> None:
    assert (value_words(value, "vi"), value_words(value, "en")) == (vietnamese, english)


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        language("fr")


def test_importing_the_reader_brings_no_heavy_module() -> None:
    package = Path(doichieu.__file__).parent
    program = "import sys, types; p = sys.modules['doichieu'] = types.ModuleType('doichieu'); "
    program += "p.__path__ = [sys.argv[1]]; import doichieu.reading; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program, str(package)], capture_output=True, text=True, check=True)
    assert not {"duckdb", "pyarrow", "edtf", "jsonschema"} & set(run.stdout.split())
