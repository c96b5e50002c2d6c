"""Names: every spelling once, the most frequent first; values that differ, against every pair."""

from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from doichieu.model.claims import Bilingual, Claim, Document, Dossier, Entity, Property, Scope
from doichieu.model.values import Named, Value, Wording
from doichieu.runner.check_loader import load_checks
from doichieu.runner.corpus import Corpus
from doichieu.runner.findings import Discrepancy

CHECKS = {check.name: check for check in load_checks(Path(__file__).parents[2] / "checks")}
WORDS = Bilingual("x", "x")
PLACES = {"land": None, "city": "land", "hall": "city", "port": "land"}
ENTITIES = {name: Entity(name, "place", {"vi": (name,), "en": (name,)}, broader) for name, broader in PLACES.items()}
PROPERTIES = {
    "name": Property("name", WORDS, "text", None, True, "fixed", False, "name", {}),
    "place": Property("place", WORDS, "entity", None, True, "fixed", False, None, {}),
}


def findings(check: str, about: str, stated: list[tuple[int, Value]]) -> list[Discrepancy]:
    """What a check says of values stated in documents 0, 1 …"""
    documents = [
        Document(str(number), "article", "vi", "x", None, None, "2025-01-01", "stated", None, Path())
        for number in range(max(number for number, _ in stated) + 1)
    ]
    for number, value in stated:
        document = documents[number]
        claim = Claim(
            document, str(len(document.claims)), None, WORDS, "land", about, value, Scope(), None, "fact", "", None, {}
        )
        document.claims = (*document.claims, claim)
    dossier = Dossier("d", WORDS, "vi", "UTC", Path(), tuple(documents), ENTITIES, PROPERTIES, ())
    return [finding for finding in CHECKS[check].function(Corpus(dossier)) if isinstance(finding, Discrepancy)]


def shown(value: Value) -> str:
    return value.text if isinstance(value, Wording) else value.entity if isinstance(value, Named) else ""


numbers = st.integers(0, 2)


@given(st.lists(st.tuples(numbers, st.sampled_from(["Cầu Mơ", "cầu Mơ", "Cầu mơ", "Mơ"])), min_size=1, max_size=6))
def test_every_spelling_once_and_the_most_frequent_first(written: list[tuple[int, str]]) -> None:
    in_order = [text for _, text in sorted(written, key=lambda item: item[0])]
    spellings = sorted(dict.fromkeys(in_order), key=in_order.count, reverse=True)
    found = findings("names.written_differently", "name", [(number, Wording(text)) for number, text in written])
    assert [[shown(claim.value) for claim in one.claims] for one in found] == (
        [spellings] if len(spellings) > 1 else []
    )


@given(st.lists(st.tuples(numbers, st.sampled_from(sorted(PLACES))), min_size=1, max_size=6))
def test_two_places_differ_when_neither_is_in_the_other(stated: list[tuple[int, str]]) -> None:
    within = {("city", "land"), ("hall", "land"), ("port", "land"), ("hall", "city")}
    pairs = combinations(sorted(set(stated)), 2)
    apart = {
        frozenset(pair)
        for pair in pairs
        if pair[0][1] != pair[1][1] and not within & {(pair[0][1], pair[1][1]), (pair[1][1], pair[0][1])}
    }
    found = findings("names.disagree", "place", [(number, Named(place)) for number, place in stated])
    told = [frozenset((int(claim.document.id), shown(claim.value)) for claim in one.claims) for one in found]
    assert len(told) == len(set(told))
    assert set(told) == apart
