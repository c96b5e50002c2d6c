"""Who holds what when: terms and moments against every way in which they can fall, ranks against their parts."""

import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.model.claims import Bilingual, Claim, Document, Dossier, Property, Scope
from doichieu.model.validity import disagree_at_same_time, outside
from doichieu.model.values import Named
from doichieu.runner.check_loader import load_checks

load_checks(Path(__file__).parents[2] / "checks")
exclusive: Callable[[str, str], bool] = sys.modules["doichieu_checks.people.two_titles"].exclusive
WORDS = Bilingual("x", "x")
OFFICE = Property("office", WORDS, "entity", None, False, "changing", False, "office", {})
DOSSIER = Dossier("d", WORDS, "vi", "Asia/Ho_Chi_Minh", Path(), (), {}, {"office": OFFICE}, ())

days = st.integers(1, 9)
terms = st.tuples(days, days).map(sorted)


def claim(scope: Scope, document: str = "a") -> Claim:
    about = Document(document, "article", "vi", document, None, None, "2025-01-01", "stated", None, Path())
    return Claim(about, "c", None, WORDS, "person", "office", Named("office"), scope, None, "fact", "", None, {})


def term(first: int, last: int) -> Claim:
    return claim(Scope(during=f"2025-01-0{first}/2025-01-0{last}"))


def on(day: int, document: str = "a") -> Claim:
    return claim(Scope(as_of=f"2025-01-0{day}"), document)


def falls(first: int, last: int) -> list[tuple[float, float]]:
    """Every way in which a term can begin at some hour of its first day and end at some hour of its last."""
    hours = (0, 0.5, 1)
    return [(first + a, last + b) for a, b in product(hours, hours) if first + a < last + b]


@given(terms, terms)
def test_two_terms_clash_only_if_they_overlap_however_they_fall(one: list[int], other: list[int]) -> None:
    always = all(max(a, c) < min(b, d) for (a, b), (c, d) in product(falls(*one), falls(*other)))
    assert disagree_at_same_time(term(*one), term(*other), DOSSIER) == ("contradiction" if always else None)


@given(terms, days)
def test_a_term_clashes_with_a_day_only_if_it_covers_it_however_it_falls(one: list[int], day: int) -> None:
    always = all(start <= day and day + 1 <= end for start, end in falls(*one))
    assert disagree_at_same_time(term(*one), on(day), DOSSIER) == ("contradiction" if always else None)
    assert disagree_at_same_time(on(day), term(*one), DOSSIER) == ("contradiction" if always else None)


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        ("2025-01-03", "2025-01-03", "contradiction"),
        ("2025-01-03T09:50", "2025-01-03", "contradiction"),
        ("2025-01-03", "2025-01-04", None),
        ("2025-01", "2025-01-03", "tension"),
        ("2025-01", "2025", "tension"),
        ("2025-01", "2025-01", "tension"),
    ],
)
def test_two_moments_clash_for_sure_only_within_a_day(one: str, other: str, grade: str | None) -> None:
    assert disagree_at_same_time(claim(Scope(as_of=one)), claim(Scope(as_of=other), "b"), DOSSIER) == grade


def test_one_document_speaks_of_one_moment() -> None:
    one = claim(Scope(as_of="2025-01"))
    same = Claim(
        one.document, "e", None, WORDS, "person", "office", Named("other"), one.scope, None, "fact", "", None, {}
    )
    assert disagree_at_same_time(one, same, DOSSIER) == "contradiction"


@given(days, st.lists(terms, min_size=1, max_size=3))
def test_a_day_is_outside_when_no_term_has_it_and_the_nearest_is_given(day: int, given_terms: list[list[int]]) -> None:
    claims = [term(*days) for days in given_terms]
    gaps = [max(first - day, day - last, 0) for first, last in given_terms]
    found = outside(on(day), claims)
    if min(gaps) == 0:
        assert found is None
    else:
        assert found == (claims[gaps.index(min(gaps))], "contradiction")


ranks = st.sampled_from(
    ["thiếu tướng", "trung tướng", "đại tá", "thượng úy", "captain", "major general", "gen", "lt gen"]
)
degrees = st.sampled_from(["giáo sư", "pgs ts", "thạc sĩ", "bác sĩ", "professor", "dr"])


@given(ranks, ranks, degrees)
def test_ranks_exclude_each_other_whatever_degrees_stand_beside_them(one: str, other: str, degree: str) -> None:
    assert exclusive(one, other) == exclusive(other, one) == exclusive(f"{one} {degree}", other)
    assert not exclusive(one, one)
    assert not exclusive(one, degree)
    assert not exclusive(degree, other)


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        ("thiếu tướng", "trung tướng", True),
        ("đại tá", "thiếu tướng", True),
        ("giáo sư", "giáo sư tiến sĩ", False),
        ("giáo sư", "phó giáo sư", False),
        ("major general", "general", False),
        ("maj gen", "major general", False),
        ("lt gen", "lieutenant general", False),
        ("captain", "commander", True),
    ],
)
def test_which_ranks_exclude_each_other(one: str, other: str, excluded: bool) -> None:
    assert exclusive(one, other) is excluded
