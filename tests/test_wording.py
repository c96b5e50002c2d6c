"""Numbers, dates and intervals in words: what an editor reads, and that nothing is lost on the way to it."""

import json
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.model.bounds import Policy, value_bounds
from doichieu.model.claims import Bilingual, Claim, Document, Quote, Scope
from doichieu.model.edtf import MONTHS, SECONDS, also_in_zone, edtf_bounds, edtf_loose, part_of_day
from doichieu.model.interval import ANY, INFINITY, Interval, exactly
from doichieu.model.values import Date, Figure, Period, Value
from doichieu.wording.formatting import bounds, days, figures, join_list, limit, number, on_day, plural
from doichieu.wording.units import per_unit, unit_of
from doichieu.wording.working import day_notation, gap_notation, intervals_apart, iso, localised, notation

ROOT = Path(__file__).parents[1]
HOME, NEW_YORK = "Asia/Ho_Chi_Minh", "America/New_York"
YEAR = Figure("duration", "4", unit="year")
METRE = Figure("quantity", "4", unit="metre")
PERCENT, POINT = Figure("percent", "4"), Figure("percent", "4", unit="point")
DONG = Figure("money", "4", scale="billion", unit="VND")


def _claim(value: Value) -> Claim:
    return Claim(
        document=Document("a", "article", "vi", "Văn bản", None, None, "2024-12-25", "stated", None, Path("a")),
        id="a-1",
        quote=Quote("bốn", 0, 1),
        statement=Bilingual("Bốn mét.", "Four metres."),
        subject="bridge",
        property="length",
        value=value,
        scope=Scope(),
        speaker=None,
        mode="fact",
        facts="",
        bounds=value_bounds(value, Policy(), HOME),
        moments={},
    )


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("13750", "13.750", "13,750"),
        ("3.6", "3,6", "3.6"),
        ("-0.5", "-0,5", "-0.5"),
        ("-13750.25", "-13.750,25", "-13,750.25"),
        ("0", "0", "0"),
        ("999", "999", "999"),
        ("1000", "1.000", "1,000"),
        ("78440000", "78.440.000", "78,440,000"),
        ("0.000000001", "0,000000001", "0.000000001"),
        ("1/3", "≈ 0,33", "≈ 0.33"),
        ("-1/3", "≈ -0,33", "≈ -0.33"),
        ("40000/3", "≈ 13.333,33", "≈ 13,333.33"),
        ("2/3", "≈ 0,67", "≈ 0.67"),
        ("1/300", "≈ 0,003", "≈ 0.003"),
        ("-1/3000", "≈ -0,0003", "≈ -0.0003"),
        ("299/300", "≈ 1", "≈ 1"),
        ("1/3000000000000", "≈ 0", "≈ 0"),
        ("123456789012345678901234567890", "123.456.789.012.345.678.901.234.567.890",
         "123,456,789,012,345,678,901,234,567,890"),
    ],
)  # fmt: skip
def test_numbers(value: str, vi: str, en: str) -> None:
    assert (number(Fraction(value), "vi"), number(Fraction(value), "en")) == (vi, en)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_a_decimal_reads_back_as_itself(value: object) -> None:
    exact = Fraction(str(value))
    assert Fraction(number(exact, "en").replace(",", "")) == exact
    assert Fraction(number(exact, "vi").replace(".", "").replace(",", ".")) == exact


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_a_rounded_number_says_so_and_is_near(value: Fraction) -> None:
    text = number(value, "en")
    told = Fraction(text.removeprefix("≈ ").replace(",", ""))
    assert text.startswith("≈ ") == (told != value)
    assert abs(told - value) <= min(max(abs(value) / 2, Fraction(1, 10**9)), Fraction(1, 200))


_E, _L = True, False  # an end is included, or left out


@pytest.mark.parametrize(
    ("value", "ends", "vi", "en"),
    [
        (YEAR, ("48", "48", _E, _E), "đúng 4 năm", "exactly 4 years"),
        (YEAR, ("12", "12", _E, _E), "đúng 1 năm", "exactly 1 year"),
        (YEAR, ("43.2", "48", _E, _L), "từ 3,6 đến dưới 4 năm", "from 3.6 to under 4 years"),
        (YEAR, ("43.2", "52.8", _E, _E), "từ 3,6 đến 4,4 năm", "from 3.6 to 4.4 years"),
        (YEAR, ("6", "12", _E, _L), "từ 0,5 đến dưới 1 năm", "from 0.5 to under 1 year"),
        (METRE, ("100", "125", _L, _E), "trên 100 đến 125", "over 100 and up to 125"),
        (METRE, ("100", "125", _L, _L), "trên 100 đến dưới 125", "over 100 and under 125"),
        (METRE, ("1000", None, _E, _L), "từ 1.000 trở lên", "1,000 or more"),
        (YEAR, ("48", None, _E, _L), "từ 4 năm trở lên", "4 years or more"),
        (YEAR, ("48", None, _L, _L), "trên 4 năm", "over 4 years"),
        (YEAR, (None, "48", _L, _E), "tối đa 4 năm", "at most 4 years"),
        (YEAR, (None, "12", _L, _L), "dưới 1 năm", "under 1 year"),
        (METRE, (None, None, _L, _L), "bao nhiêu cũng được", "any number"),
        (PERCENT, ("78.5", "79.5", _E, _E), "từ 78,5 đến 79,5%", "from 78.5 to 79.5%"),
        (POINT, ("1", "1", _E, _E), "đúng 1 điểm phần trăm", "exactly 1 percentage point"),
        (POINT, ("2", None, _L, _L), "trên 2 điểm phần trăm", "over 2 percentage points"),
        (DONG, ("3500000000", "4500000000", _E, _E), "từ 3,5 đến 4,5 tỷ đồng",
         "from 3.5 to 4.5 billion VND"),
        (Figure("money", "500", unit="USD"), ("500", None, _L, _L), "trên 500 USD", "over 500 USD"),
        (Figure("quantity", "3", scale="ten-thousand"), ("25000", "35000", _E, _E), "từ 25.000 đến 35.000",
         "from 25,000 to 35,000"),
        (Figure("quantity", "2", scale="trillion"), ("2e12", None, _E, _L), "từ 2 nghìn tỷ trở lên",
         "2 trillion or more"),
        (Figure("duration", "2", unit="century"), ("2400", "2400", _E, _E), "đúng 2 thế kỷ", "exactly 2 centuries"),
        (Figure("duration", "1", unit="century"), ("1200", "1200", _E, _E), "đúng 1 thế kỷ", "exactly 1 century"),
        (Figure("duration", "2", unit="day"), ("155520", "172800", _E, _L), "từ 1,8 đến dưới 2 ngày",
         "from 1.8 to under 2 days"),
    ],
)  # fmt: skip
def test_figures(value: Figure, ends: tuple[str | None, str | None, bool, bool], vi: str, en: str) -> None:
    lower = -INFINITY if ends[0] is None else Fraction(ends[0])
    upper = INFINITY if ends[1] is None else Fraction(ends[1])
    interval, claim = Interval(lower, upper, ends[2], ends[3]), _claim(value)
    assert (figures(interval, claim, "vi"), figures(interval, claim, "en")) == (vi, en)
    assert bounds(interval, claim, "vi") == vi


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (YEAR, " năm", " years"),
        (Figure("duration", "4", unit="decade"), " thập niên", " decades"),
        (PERCENT, "%", "%"),
        (POINT, " điểm phần trăm", " percentage points"),
        (DONG, " đồng", " VND"),
        (Figure("money", "4", unit="USD"), " USD", " USD"),
        (METRE, "", ""),
        (Date("2024"), "", ""),
    ],
)
def test_units(value: Figure | Date, vi: str, en: str) -> None:
    claim = _claim(value)
    assert (unit_of(claim, "vi"), unit_of(claim, "en")) == (vi, en)


@pytest.mark.parametrize("place", ["lengths", "schema", "vi.toml", "en.toml"])
def test_a_unit_of_time_is_known_everywhere(place: str) -> None:
    lengths = [*SECONDS, *MONTHS]
    if place == "lengths":
        assert all(" " in unit_of(_claim(Figure("duration", "4", unit=unit)), "vi") for unit in lengths)
    elif place == "schema":
        schema = json.loads((ROOT / "schemas" / "value.schema.json").read_text(encoding="utf-8"))
        assert schema["$defs"]["duration"]["properties"]["unit"]["enum"] == lengths
    else:
        units = tomllib.loads((ROOT / "src" / "doichieu" / "language" / place).read_text(encoding="utf-8"))["units"]
        assert units.keys() >= set(lengths)


def test_a_base_unit_is_turned_into_the_printed_one() -> None:
    assert per_unit(_claim(YEAR)) == 12
    assert per_unit(_claim(Figure("duration", "2", unit="day"))) == 86400
    assert per_unit(_claim(METRE)) == per_unit(_claim(Date("2024"))) == 1


EVENING = part_of_day(edtf_bounds("2024-12-24"), "evening")
AFTERNOON = part_of_day(edtf_bounds("2024-12-24"), "afternoon")


@pytest.mark.parametrize(
    ("interval", "vi", "en", "working"),
    [
        (edtf_bounds("2024-12-24"), "24/12/2024", "24 December 2024", "2024-12-24"),
        (edtf_bounds("2024-12"), "tháng 12/2024", "December 2024", "[2024-12-01; 2025-01-01)"),
        (edtf_bounds("2024-02"), "tháng 2/2024", "February 2024", "[2024-02-01; 2024-03-01)"),
        (edtf_bounds("2024"), "năm 2024", "2024", "[2024-01-01; 2025-01-01)"),
        (edtf_bounds("2021/2024"), "từ 1/1/2021 đến 31/12/2024", "from 1 January 2021 to 31 December 2024",
         "[2021-01-01; 2025-01-01)"),
        (edtf_bounds("2024-12-24/2024-12-25"), "từ 24/12/2024 đến 25/12/2024",
         "from 24 December 2024 to 25 December 2024", "[2024-12-24; 2024-12-26)"),
        (edtf_bounds("2024-02-02/2024-03-01"), "từ 2/2/2024 đến 1/3/2024", "from 2 February 2024 to 1 March 2024",
         "[2024-02-02; 2024-03-02)"),
        (edtf_bounds("2023/.."), "từ 1/1/2023 trở đi", "from 1 January 2023 on", "[2023-01-01; ∞)"),
        (edtf_bounds("../2023"), "trước 1/1/2024", "before 1 January 2024", "(−∞; 2024-01-01)"),
        (ANY, "bất kỳ lúc nào", "any time", "(−∞; ∞)"),
        (edtf_bounds("2024-12-24T09:50"), "9h50 ngày 24/12/2024", "9:50 on 24 December 2024",
         "[2024-12-24T09:50; 2024-12-24T09:51)"),
        (edtf_bounds("2024-12-24T09"), "9h00 ngày 24/12/2024", "9:00 on 24 December 2024",
         "[2024-12-24T09:00; 2024-12-24T10:00)"),
        (edtf_bounds("2024-12-24T00"), "0h00 ngày 24/12/2024", "0:00 on 24 December 2024",
         "[2024-12-24; 2024-12-24T01:00)"),
        (edtf_bounds("2024-12-24T23:59:50"), "23h59 ngày 24/12/2024", "23:59 on 24 December 2024",
         "2024-12-24T23:59"),
        (EVENING, "17h00–24h00 ngày 24/12/2024", "17:00–24:00 on 24 December 2024",
         "[2024-12-24T17:00; 2024-12-25)"),
        (also_in_zone(AFTERNOON, NEW_YORK, HOME), "12h00 ngày 24/12/2024 – 7h00 ngày 25/12/2024",
         "12:00 on 24 December 2024 – 7:00 on 25 December 2024", "[2024-12-24T12:00; 2024-12-25T07:00)"),
        (Interval(edtf_bounds("2024-12-24T12").lower, INFINITY), "từ 12h00 ngày 24/12/2024 trở đi",
         "from 12:00 on 24 December 2024 on", "[2024-12-24T12:00; ∞)"),
        (Interval(edtf_bounds("2024-12-24T23:59:50").lower, INFINITY), "từ 23h59 ngày 24/12/2024 trở đi",
         "from 23:59 on 24 December 2024 on", "[2024-12-24T23:59; ∞)"),
        (edtf_bounds("9999"), "năm 9999", "9999", "[9999-01-01; 9999-12-31)"),
        (edtf_bounds("../9999"), "trước 31/12/9999", "before 31 December 9999", "(−∞; 9999-12-31)"),
        (edtf_loose("0001~"), "từ 1/1/1 đến 31/12/2", "from 1 January 1 to 31 December 2", "[0001-01-01; 0003-01-01)"),
    ],
)  # fmt: skip
def test_days(interval: Interval, vi: str, en: str, working: str) -> None:
    assert (days(interval, "vi"), days(interval, "en"), day_notation(interval)) == (vi, en, working)
    claim = _claim(Period("2021/2024"))
    assert (bounds(interval, claim, "vi"), notation(interval, claim)) == (vi, working)


@given(st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from(["vi", "en"]))
def test_any_date_can_be_told(day: object, length: int, language: str) -> None:
    text = str(day)[:length]
    year = str(int(text[:4]))
    assert days(edtf_bounds(text), language).split("/")[-1].split(" ")[-1] == year
    assert days(edtf_loose(text + "~"), language)
    assert day_notation(edtf_bounds(text)).lstrip("[").startswith(text)


def test_a_moment_as_iso_8601() -> None:
    assert iso(edtf_bounds("2024-12-24").lower) == "2024-12-24"
    assert iso(edtf_bounds("2024-12-24T09:50:10").lower) == "2024-12-24T09:50"
    assert (iso(-INFINITY), iso(INFINITY)) == ("−∞", "∞")


@pytest.mark.parametrize(
    ("interval", "told"),
    [
        (Interval(Fraction("43.2"), Fraction(48), True, False), "[3.6; 4)"),
        (Interval(Fraction(48), INFINITY, False), "(4; ∞)"),
        (Interval(-INFINITY, Fraction(48)), "(−∞; 4]"),
        (exactly(48), "4"),
        (exactly(4), "≈0.33"),
        (exactly(12 * 13750), "13750"),
    ],
)
def test_notation_is_in_the_unit_of_the_claim(interval: Interval, told: str) -> None:
    assert notation(interval, _claim(YEAR)) == told


def test_a_working_in_a_language() -> None:
    working = "[3.2; 4) ∩ [13750.5; ∞) = ∅, 2024-12-24 … 2024-12-25."
    assert localised(working, "en") == working
    assert localised(working, "vi") == "[3,2; 4) ∩ [13750,5; ∞) = ∅, 2024-12-24 … 2024-12-25."


def test_both_grades_of_a_working_in_a_language() -> None:
    working = "2024-12-24 → 2024-12-25: strict [3.6; 4) ∩ 4 = ∅; loose [3.2; 4) ∩ [3.6; 4.4] ≠ ∅"
    assert localised(working, "en") == working
    assert localised(working, "vi") == (
        "2024-12-24 → 2024-12-25: hiểu chặt [3,6; 4) ∩ 4 = ∅; hiểu rộng [3,2; 4) ∩ [3,6; 4,4] ≠ ∅"
    )
    names = "The strict bridge ≠ The loose bridge"
    assert localised(names, "vi") == names


def test_how_many_days_lie_between() -> None:
    first, second = edtf_bounds("2024-12-24T09:50"), edtf_bounds("2024-12-26/2024-12-31")
    assert gap_notation(second, first) == gap_notation(first, second) == "2024-12-26 − 2024-12-24 = 2"


def test_the_working_of_values_apart() -> None:
    four, five = (_claim(Figure("duration", n, unit="year", hedge="nearly")) for n in ("4", "5"))
    assert intervals_apart(four, five) == "[3.2; 4) ∩ [4; 5) = ∅"
    three = _claim(Figure("quantity", "100", hedge="over"))
    recorded = _claim(Figure("quantity", "150"))
    months = _claim(Figure("duration", "30", unit="month"))
    assert intervals_apart(four, months) == "[3.2; 4) ∩ [2.25; 2.75) = ∅"
    assert intervals_apart(three, recorded) == "strict (100; 125] ∩ 150 = ∅; loose (100; ∞) ∩ [145; 155) ≠ ∅"
    fine, coarse = _claim(Figure("percent", "5.27")), _claim(Figure("percent", "5.2"))
    assert intervals_apart(fine, coarse) == "[5.265; 5.275) ∩ [5.15; 5.25) = ∅; [5.265; 5.275) ⊂ [5.2; 5.3)"


def test_the_limit_of_a_time() -> None:
    claim, length = _claim(YEAR), Interval(Fraction(12), Fraction(48))
    assert limit(length, claim, True, "vi") == "tối đa 4 năm"
    assert limit(length, claim, False, "vi") == "tối thiểu 1 năm"
    assert limit(length, claim, True, "en") == "at most 4 years"
    assert limit(length, claim, False, "en") == "at least 1 year"


@pytest.mark.parametrize(
    ("edtf", "vi", "en"),
    [
        ("2024-12-24", "vào ngày 24/12/2024", "on 24 December 2024"),
        ("2024-12", "vào tháng 12/2024", "in December 2024"),
        ("2024", "vào năm 2024", "in 2024"),
        ("2024-12-24T09:50", "lúc 9h50 ngày 24/12/2024", "at 9:50 on 24 December 2024"),
        ("2021/2024", "từ 1/1/2021 đến 31/12/2024", "from 1 January 2021 to 31 December 2024"),
    ],
)
def test_when_in_a_sentence(edtf: str, vi: str, en: str) -> None:
    assert (on_day(edtf_bounds(edtf), "vi"), on_day(edtf_bounds(edtf), "en")) == (vi, en)


@pytest.mark.parametrize(
    ("items", "vi", "en"),
    [(["A"], "A", "A"), (["A", "B"], "A và B", "A and B"), (["A", "B", "C"], "A, B và C", "A, B and C")],
)
def test_a_list_in_words(items: list[str], vi: str, en: str) -> None:
    assert (join_list(items, "vi"), join_list(items, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("number_of", "words"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1858, "1,858 days"), (-1, "-1 days")]
)
def test_an_english_count(number_of: int, words: str) -> None:
    assert plural(number_of, "day") == words
