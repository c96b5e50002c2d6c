"""What very many claims state in words is told in few discrepancies, and says how many there are."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from doichieu.model.claims import Bilingual, Claim, Document, Dossier, Entity, Property, Scope
from doichieu.model.values import Named, Value, Wording
from doichieu.runner.check_loader import load_checks
from doichieu.runner.conflicts import note_on_representatives
from doichieu.runner.corpus import Corpus
from doichieu.runner.findings import Discrepancy

CHECKS = {check.name: check for check in load_checks(Path(__file__).parents[2] / "checks")}
WORDS = Bilingual("Cầu", "Bridge")
SHAPES = ["arch", "beam", "cable", "truss", "swing", "tied", "float", "stone", "steel", "rope"]
PROPERTIES = {
    "shape": Property("shape", WORDS, "text", None, True, "fixed", False, None, {}),
    "title": Property("title", WORDS, "text", None, True, "changing", False, "title", {}),
    "office": Property("office", WORDS, "entity", None, False, "changing", False, "office", {}),
}
ENTITIES = {name: Entity(name, "person", {"vi": (name,), "en": (name,)}) for name in ("bridge", *SHAPES)}
ENTITIES["chair"] = Entity("chair", "office", {"vi": ("chair",), "en": ("chair",)}, holders=1)


def dossier(stated: Sequence[tuple[str, str, Value]]) -> Dossier:
    """Articles of one day, each with a claim: its subject, property and value."""
    documents = []
    for number, (subject, about, value) in enumerate(stated):
        document = Document(f"a{number:04}", "article", "en", "", None, None, "2024-06-01", "stated", None, Path("a"))
        claim = Claim(document, "c1", None, WORDS, subject, about, value, Scope(), None, "fact", "", None, {})
        document.claims = (claim,)
        documents.append(document)
    return Dossier("crowd", WORDS, "en", "+07:00", Path(), tuple(documents), ENTITIES, PROPERTIES, ())


def found(check: str, stated: Sequence[tuple[str, str, Value]], pairs: int) -> list[Discrepancy]:
    findings = CHECKS[check].function(Corpus(dossier(stated), pairs))
    return [finding for finding in findings if isinstance(finding, Discrepancy)]


def in_words(check: str, values: Sequence[str]) -> list[tuple[str, str, Value]]:
    """Claims of the kind that a check compares, each with one of these values."""
    if check == "people.two_holders":
        return [(value, "office", Named("chair")) for value in values]
    return [("bridge", "shape" if check == "names.disagree" else "title", Wording(value)) for value in values]


each = pytest.mark.parametrize("check", ["names.disagree", "people.two_titles", "people.two_holders"])


@each
def test_as_many_as_are_paired_are_told_pair_by_pair(check: str) -> None:
    told = found(check, in_words(check, ["arch", "beam"] * 4), 8)
    assert len(told) == 4 * 4
    assert not any("most often" in one.en for one in told)


@each
def test_of_more_one_is_told_for_each_value(check: str) -> None:
    (one,) = found(check, in_words(check, ["arch", "beam"] * 20), 8)
    assert [claim.document.id for claim in one.claims] == ["a0000", "a0001"]
    assert one.en.endswith(
        " 40 claims state this; of the values given most often, 8 at most, one claim is shown for each time."
    )
    assert one.vi.endswith(
        " Có 40 chỗ nêu điều này; với các giá trị gặp nhiều nhất, không quá 8, mỗi lúc chỉ dẫn một chỗ."
    )


@each
def test_of_very_many_values_those_given_most_often_are_told(check: str) -> None:
    told = found(check, in_words(check, [*SHAPES, *SHAPES[6:]]), 4)
    assert len(told) == 4 * 3 // 2
    assert {claim.document.id for one in told for claim in one.claims} == {"a0006", "a0007", "a0008", "a0009"}


def test_times_that_never_meet_are_not_set_side_by_side() -> None:
    apart = dossier(in_words("people.two_titles", ["arch", "beam"] * 20))
    for number, document in enumerate(apart.documents):
        document.published = "2024-06-01" if number % 2 else "2024-07-01"
    assert not list(CHECKS["people.two_titles"].function(Corpus(apart, 8)))


def test_large_numbers_are_grouped_as_each_language_does() -> None:
    assert "100.000" in note_on_representatives(100_000, 30).vi
    assert "100,000" in note_on_representatives(100_000, 30).en
    assert note_on_representatives(30, 30) == Bilingual("", "")
