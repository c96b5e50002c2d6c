"""Who says what: quotes, sources and labels as they stand in a sentence."""

from pathlib import Path

import pytest

from doichieu.model.bounds import Policy, value_bounds
from doichieu.model.claims import Bilingual, Claim, Document, Quote, Scope
from doichieu.model.values import Figure, Period, Value
from doichieu.wording.sentences import both_say, capital, in_quotes, inside_sentence, quoted, source

ARTICLE = Document("a", "article", "vi", "Văn bản a", None, None, "2024-12-25", "stated", None, Path("a"))
RECORD = Document("b", "reference", "vi", "Văn bản b", None, None, "2024-12-25", "stated", None, Path("b"))
ENGLISH = Document("c", "reference", "en", "The “old” text", None, None, "2024-12-25", "stated", None, Path("c"))


def _claim(value: Value, words: str | None, document: Document = ARTICLE) -> Claim:
    quote, statement = Quote(words, 0, 1) if words else None, Bilingual("Bốn mét.", "Four metres.")
    bounds = value_bounds(value, Policy(), "Asia/Ho_Chi_Minh")
    return Claim(document, "1", quote, statement, "bridge", "length", value, Scope(), None, "fact", "", bounds, {})


def _years(amount: str, hedge: str | None = None) -> Figure:
    return Figure("duration", amount, unit="year", hedge=hedge)


def test_who_says_what() -> None:
    four, five = _claim(_years("4", "nearly"), "gần 4 năm"), _claim(_years("5", "nearly"), "gần 5 năm")
    assert both_say(four, five, "vi", "contradiction") == (
        "bài a ghi cả “gần 4 năm” (từ 3,2 đến dưới 4 năm) lẫn “gần 5 năm” (từ 4 đến dưới 5 năm)"
    )
    assert both_say(four, _claim(_years("5"), "5 năm", RECORD), "en", "tension") == (
        "article a says “gần 4 năm” (from 3.6 to under 4 years), and the record “Văn bản b” says “5 năm”"
    )


def test_dates_are_told_by_what_they_mean() -> None:
    one, other = (_claim(Period("2021/2024"), words) for words in ("từ 2021 đến 2024", "đến 2024"))
    assert "(từ 1/1/2021 đến 31/12/2024)" in both_say(one, other, "vi", "tension")


def test_what_is_not_quoted_is_told_in_our_own_words() -> None:
    assert quoted(_claim(_years("4"), None, RECORD)) == "“Bốn mét.”"
    assert quoted(_claim(_years("4"), None, ENGLISH)) == "“Four metres.”"


def test_quotation_marks_inside_quotation_marks_are_single() -> None:
    assert quoted(_claim(_years("4"), "cầu “Mơ” 4 năm")) == "“cầu ‘Mơ’ 4 năm”"
    assert in_quotes("cầu Mơ") == "“cầu Mơ”"
    assert source(RECORD, "vi") == "tài liệu gốc “Văn bản b”"
    assert source(ENGLISH, "en") == "the record “The ‘old’ text”"


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("The founding of the school", "the founding of the school"),
        ("A school", "a school"),
        ("An old school", "an old school"),
        ("Then and The", "Then and The"),
        ("An Binh", "An Binh"),
        ("A Luoi", "A Luoi"),
        ("Theatre", "Theatre"),
        ("Ann", "Ann"),
    ],
)
def test_an_english_label_inside_a_sentence(label: str, inside: str) -> None:
    assert inside_sentence(Bilingual("A Lưới", label)) == Bilingual("A Lưới", inside)


def test_the_beginning_of_a_sentence() -> None:
    assert (capital("bài a"), capital("đảo"), capital("")) == ("Bài a", "Đảo", "")
