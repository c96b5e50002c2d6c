"""The reader: right on labelled sentences, silent on traps, and what it reads in the articles is what is claimed."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import pytest

from doichieu.dossier.loader import load_dossier
from doichieu.dossier.texts import TEXTS_VARIABLE
from doichieu.model.claims import Claim, Document
from doichieu.model.values import Date, Figure, Period, Rank
from doichieu.quotes.coverage import coverage_of
from doichieu.reading import Reading, read, value_data
from doichieu.reading.phrases import opening
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy import DATES, NUMBERS, Score, cases, same, score  # noqa: E402
from benchmarks.peers import Ours  # noqa: E402

DAY = "2025-10-26"
TEXTS = ROOT.parent / "shared" / "articles"


@cache
def scored(name: str) -> Score:
    return score(
        cases(ROOT / "benchmarks" / "sentences" / f"{name}.json"), lambda text, day: Ours().read(text, name[:2], day)
    )


@pytest.mark.parametrize("name", ["vi", "en", "vi-held-out", "en-held-out"])
def test_labelled_sentences_are_read_right(name: str) -> None:
    result = scored(name)
    assert result.overall.f1 >= 0.98, result.faults
    assert result.groups[DATES].f1 >= 0.98, result.faults
    assert result.groups[NUMBERS].f1 >= 0.98, result.faults
    assert result.hedges.recall >= 0.98, result.faults
    assert result.traps.read <= 2, result.faults


def told(text: str, language: str = "vi", day: str | None = DAY) -> list[tuple[str, dict[str, object]]]:
    return [(reading.exact, value_data(reading.value)) for reading in read(text, language, day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "13.750 cuộc, 78,44 triệu người, 1,841 tỷ đồng, 06 biện pháp",
            ["13.750", "78,44 triệu", "1,841 tỷ đồng", "06"],
        ),
        ("từ mười lăm đến hai mốt người", ["từ mười lăm đến hai mốt"]),
        ("Sau 25-26/10 là thế kỷ XX", ["25-26/10", "thế kỷ XX"]),
        ("kỷ niệm 80 năm (24-10-1945 – 24-10-2025)", ["80 năm", "24-10-1945 – 24-10-2025"]),
        ("lúc 9h30 sáng 25/10 (giờ New York)", ["9h30 sáng 25/10 (giờ New York)"]),
        ("ước tính khoảng gần 100 người trở lên", ["ước tính khoảng gần 100"]),
    ],
)
def test_the_words_of_a_reading_go_from_its_hedge_to_its_unit(text: str, expected: list[str]) -> None:
    assert [exact for exact, _ in told(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "cơ chế 24/7, mạng 5G, A05, COVID-19, H5N1, U23 và F-16",
        "Nghị quyết số 57-NQ/TW, Công điện số 46/CĐ-TTg, Nghị định 13/2023/NĐ-CP, Chỉ thị 25",
        "đã thông qua, đổi mới sáng tạo, ngày một nhiều, một trong những thứ trưởng",
        "thắng 3-1 ở tỷ số 21-18, 19-21, gọi 0912 345 678 hoặc 1900 6789",
    ],
)
def test_what_only_looks_like_a_fact_is_not_read(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "One Australian dollar is what it costs.", ["One Australian dollar"]),
        ("en", "Two US dollars were left, and Nine Inch Nails played.", ["Two US dollars"]),
        ("en", "Two American tourists saw Six Million Dollar Man.", ["Two"]),
        ("en", "Seven Samurai was shown.", []),
        ("en", "It was the eleven-second plan.", ["eleven-second"]),
        ("vi", "Hai USD là giá vé. Một đô la Úc là tiền gửi xe.", ["Hai USD", "Một đô la Úc"]),
        ("vi", "Ba Đình là một quận.", []),
    ],
)
def test_a_capital_behind_a_number_makes_a_name_unless_it_is_counted(
    language: str, text: str, expected: list[str]
) -> None:
    assert [exact for exact, _ in told(text, language)] == expected


def test_secondly_is_no_monday() -> None:
    assert told("Thứ hai, các nước cần hợp tác.") == [("Thứ hai", {"kind": "ordinal", "position": "2"})]
    assert told("Sáng thứ Hai (20/10), họ họp.")[0][1] == {
        "kind": "date",
        "edtf": "2025-10-20",
        "part": "morning",
        "weekday": "monday",
    }


def test_a_weekday_in_digits_belongs_to_the_date_behind_it() -> None:
    told_of = {"kind": "date", "edtf": "2024-12-20", "weekday": "friday"}
    assert told("Họp thứ 6 20/12/2024 tại trường.") == [("thứ 6 20/12/2024", told_of)]


def test_the_twenty_first_century_is_no_place_in_an_order() -> None:
    assert told("In the twenty-first century, ships are larger than in the nineteenth century.", "en") == [
        ("twenty-first century", {"kind": "date", "edtf": "20XX"}),
        ("nineteenth century", {"kind": "date", "edtf": "18XX"}),
    ]
    assert told("She kept her twenty-first birthday.", "en") == [
        ("twenty-first", {"kind": "ordinal", "position": "21"})
    ]


def test_four_digits_and_decimals_are_no_year() -> None:
    assert [exact for exact, _ in told("Chi 1841,5 tỷ đồng cho 1750,3 ha rừng năm 2025, 2026.")] == [
        "1841,5 tỷ đồng",
        "1750,3",
        "năm 2025",
        "2026",
    ]


def test_round_the_clock_is_a_day_behind_the_words_of_a_limit() -> None:
    assert told("Trạm trực 24/7, mở cửa 7/7 đến khuya.") == []
    assert [exact for exact, _ in told("Nộp trước 24/7, trại hè từ 7/7 đến 24/7, khách 24/7 - 30/7.")] == [
        "trước 24/7",
        "từ 7/7 đến 24/7",
        "24/7 - 30/7",
    ]


def test_a_sum_leaves_its_currency_to_the_next_of_its_paragraph() -> None:
    both = told("Thiệt hại 8.000 tỷ USD, lên đến 10.500 tỷ vào năm 2025.\nNgân sách 200 tỷ.")
    assert [value.get("currency") for _, value in both] == ["USD", "USD", None, None]


def test_without_a_day_of_publication_nothing_is_counted_from_it() -> None:
    assert told("Sáng nay và tuần trước, ngày 8/8, quý III, 5 năm qua", day=None) == [
        ("ngày 8/8", {"kind": "date", "edtf": "XXXX-08-08"}),
        ("5 năm", {"kind": "duration", "amount": "5", "unit": "year"}),
    ]


def test_a_date_without_its_year_has_no_bounds_and_any_other_has() -> None:
    unknown, known = read("ngày 8/8, gần 4 năm")
    assert unknown.bounds() is None
    bounds = known.bounds()
    assert bounds
    assert (float(bounds.loose.lower), bounds.loose.upper, bounds.loose.upper_closed) == (38.4, 48, False)


def test_a_text_is_read_in_its_composed_form() -> None:
    composed, decomposed = read("gần 5 năm"), read("g\u0061\u0302\u0300n 5 na\u0306m")
    assert composed == decomposed


def test_what_phrases_begin_with_is_the_shortest_of_them() -> None:
    found = re.compile(opening(["hơn", "hơn nữa", "hơn hết", "gần"])).match
    assert [hit[0] if hit else None for hit in map(found, ("hơn nữa", "gần 5", "hôm", "g"))] == [
        "hơn",
        "gần",
        None,
        None,
    ]
    assert not re.match(opening([]), "")


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(FileNotFoundError, match=r"xx\.toml"):
        read("1", "xx")


def covers(claim: Claim, reading: Reading) -> bool:
    return bool(claim.quote and claim.quote.start < reading.end and reading.start < claim.quote.end)


def stated(document: Document, reading: Reading) -> bool:
    return any(covers(claim, reading) and states(claim, reading) for claim in document.claims)


def states(claim: Claim, reading: Reading) -> bool:
    """Whether a claim says what was read: as its value, as an end of it, or as the time that its scope gives."""
    scope, value = claim.scope, reading.value
    if isinstance(value, Period) and isinstance(claim.value, Date):
        return claim.value.edtf in value.edtf.split("/")
    if isinstance(value, Date | Period) and value.edtf in {scope.as_of, scope.during, scope.from_, scope.since}:
        return True
    if isinstance(value, Period) and scope.during and value.edtf.startswith(scope.during):
        return True  # until now: the claim is content with the month
    return isinstance(claim.value, Figure | Date | Period | Rank) and same(claim.value, value)


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the articles' texts are not on this machine")
def test_the_claims_of_the_hanoi_dossier_cover_all_that_is_read_and_say_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(TEXTS_VARIABLE, str(TEXTS))
    dossier = load_dossier(ROOT / "claims" / "hanoi-convention", Schemas(ROOT / "schemas"))
    counted, other = 0, []
    for document in dossier.documents:
        if document.is_record:
            continue
        covered = coverage_of(document)
        assert covered
        assert covered.missed == ()
        counted += len(covered.expressions)
        other += [reading.exact for reading in covered.expressions if not stated(document, reading)]
    assert counted >= 70
    # The number of a congress is part of its name, a first stage part of a date: claims hold them as words.
    assert other == ["đầu tiên", "XIII"]
