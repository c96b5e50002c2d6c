"""Two spellings of one Vietnamese word are one word, and two words stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.language.spelling import one_spelling
from doichieu.quotes.misreading import text_misread
from doichieu.tables.rows import plain

SAME = [
    ("Ủy ban", "Uỷ ban"),
    ("ỦY BAN", "UỶ BAN"),
    ("hòa bình", "hoà bình"),
    ("Khánh Hòa", "Khánh Hoà"),
    ("khỏe", "khoẻ"),
    ("tùy", "tuỳ"),
    ("Thúy", "Thuý"),
    ("hủy bỏ", "huỷ bỏ"),
    ("nước Mỹ", "nước Mĩ"),
    ("kỷ niệm", "kỉ niệm"),
    ("lý do", "lí do"),
    ("sỹ quan", "sĩ quan"),
    ("công ty", "công ti"),
    ("Trà My", "Trà Mi"),
    ("quý", "quí"),
    ("Quy Nhơn", "Qui Nhơn"),
    ("\u00d0\u1ed5i m\u1edbi", "Đổi mới"),
    ("\u00f0\u01b0\u1eddng", "đường"),
    ("hoa\u0300", "hòa"),
]
DIFFERENT = [
    ("tai", "tay"),
    ("thúi", "thúy"),
    ("hải", "hảy"),
    ("Vi", "Vy"),
    ("Nhi", "Nhy"),
    ("mùa", "muà"),
    ("của", "cuả"),
    ("hòa", "hóa"),
    ("hòa", "hoa"),
    ("kỷ", "kỹ"),
    ("city", "citi"),
    ("by", "bi"),
    ("Đông", "Dông"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_are_one_word(one: str, other: str) -> None:
    assert one_spelling(f"“{one}”, nói") == one_spelling(f"“{other}”, nói")
    assert plain(one.upper()) == plain(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_words_stay_two(one: str, other: str) -> None:
    assert one_spelling(one) != one_spelling(other)


def test_case_counts_for_a_name_and_its_spelling_does_not() -> None:
    assert text_misread("Nguyễn Thúy", "bà Nguyễn Thuý", exact=True) is None
    assert text_misread("Nguyễn Thúy", "bà nguyễn thuý", exact=True)


@given(st.text("aàáảãạoòóỏõọuùúủũụyỳýỷỹỵeèẻẽẹiìíhklmstqvQUAYĐÐ -", max_size=12))
def test_one_spelling_is_its_own(text: str) -> None:
    once = one_spelling(text)
    assert one_spelling(once) == once
    assert len(once) == len(text)
    assert once.isupper() == text.isupper()
