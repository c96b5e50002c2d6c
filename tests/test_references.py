"""Names that lead nowhere: the quick look passes over a document only where the slow one has nothing to say."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.validation import references as links
from doichieu.validation.placeholders import NAME, PUBLISHED, STATEMENT

FOLDER = Path(__file__).parents[1] / "claims" / "ben-mo-bridge"


def part(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))[name]


ENTITIES, PROPERTIES = part("entities"), part("properties")
DOCUMENTS = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*/*.json"))]
CLAIMS = [claim for data in DOCUMENTS for claim in data["claims"]]

NAMES = st.sampled_from([*ENTITIES, NAME, "nowhere"])
VALUES = st.sampled_from([claim["value"] for claim in CLAIMS]) | st.one_of(
    st.builds(lambda name: {"kind": "entity", "entity": name}, NAMES),
    st.builds(lambda name: {"kind": "relation", "relation": "before", "of": name}, NAMES),
    st.builds(lambda names: {"kind": "set", "members": names}, st.lists(NAMES, min_size=1, max_size=3)),
    st.builds(
        lambda kind, unit: {"kind": kind, "amount": "3", "unit": unit},
        st.sampled_from(["quantity", "duration"]),
        st.sampled_from(["metre", "year", "person"]),
    ),
)
SENTENCES = st.sampled_from([*STATEMENT.values(), "Một câu.", "A sentence."])
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(["a", "b"]),
    "quote": st.none(),
    "subject": NAMES,
    "property": st.sampled_from([*PROPERTIES, NAME, "nothing"]),
    "value": VALUES,
    "scope": st.dictionaries(st.sampled_from(["since", "place", "among"]), NAMES, max_size=2),
    "speaker": st.none() | NAMES,
    "statement": st.builds(lambda vi, en: {"vi": vi, "en": en}, SENTENCES, SENTENCES),
}


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    """A document of the dossier, a few of its claims changed within what the schema allows."""
    data = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(0, 3))):
        member = draw(st.sampled_from(sorted(CHANGES)))
        draw(st.sampled_from(data["claims"]))[member] = draw(CHANGES[member])
    match draw(st.integers(0, 12)):
        case 0:
            data["draft"] = {"suggestions": {}}
        case 1:
            data["document"]["published"]["edtf"] = PUBLISHED
        case 2:
            data["document"]["kind"] = "article"
    return data


def faults(documents: list[Any], **more: Any) -> tuple[list[links.Fault], list[links.Fault]]:
    """Those that are found with the quick look, and those without: nobody takes a draft for sound."""
    entities, properties = {**ENTITIES, **more.get("entities", {})}, {**PROPERTIES, **more.get("properties", {})}
    quick = list(links.dangling_references(entities, properties, documents))
    drafts = [data | {"draft": data.get("draft", {"suggestions": {}})} for data in documents]
    slow = links.dangling_references(entities, properties, drafts)
    return quick, [one for one in slow if one.pointer != ("draft",) or "draft" in documents[one.document or 0]]


@given(documents=st.lists(spoilt(), min_size=1, max_size=3), is_named=st.booleans())
def test_the_quick_look_overlooks_nothing(documents: list[Any], is_named: bool) -> None:
    entity, about = next(iter(ENTITIES.values())), {"kind": "duration", "role": "elapsed", "unit": "year"}
    more = {"entities": {NAME: entity}, "properties": {NAME: about, "age": about}} if is_named else {}
    quick, slow = faults(documents, **more)
    assert quick == slow


def spoil(way: str, value: Any) -> Any:
    """The first document with every part of its first claim that a fault can stand in, and one part changed."""
    data = copy.deepcopy(DOCUMENTS[0])
    known = next(iter(ENTITIES))
    claim = data["claims"][0]
    claim |= {"scope": {"since": known, "place": known, "among": known}, "speaker": known}
    target = {"document": data["document"], "claim": claim, "data": data}
    *names, last = way.split("/")
    owner: Any = target
    for name in names:
        owner = owner[name]
    owner[last] = value
    return data


@pytest.mark.parametrize(
    ("way", "value"),
    [
        ("data/draft", {"suggestions": {}}),
        ("document/published/edtf", PUBLISHED),
        ("claim/id", DOCUMENTS[0]["claims"][1]["id"]),
        ("claim/quote", None),
        ("claim/subject", "nowhere"),
        ("claim/subject", NAME),
        ("claim/property", "nothing"),
        ("claim/property", NAME),
        ("claim/statement/vi", STATEMENT["vi"]),
        ("claim/statement/en", STATEMENT["en"]),
        ("claim/speaker", "nowhere"),
        ("claim/scope/since", "nowhere"),
        ("claim/scope/place", "nowhere"),
        ("claim/scope/among", "nowhere"),
        ("claim/value/kind", "period"),
        ("claim/value/unit", "light-year"),
        ("claim/value/entity", "nowhere"),
        ("claim/value/of", "nowhere"),
        ("claim/value/members", ["nowhere"]),
    ],
)
def test_each_fault_is_seen(way: str, value: Any) -> None:
    claim = DOCUMENTS[0]["claims"][0]
    form = {"kind": claim["value"]["kind"], "unit": "year"}
    sound = spoil("claim/value/unit", "year")
    more = {claim["property"]: form}
    assert DOCUMENTS[0]["document"]["kind"] == "article"
    assert faults([sound], properties=more)[0] == []
    quick, slow = faults([spoil(way, value)], properties=more)
    assert quick == slow != []


@pytest.mark.parametrize("role", ["elapsed", "anniversary"])
@pytest.mark.parametrize("scope", [None, {}, {"as_of": "2024"}])
def test_a_time_gone_by_says_since_when(role: str, scope: Any) -> None:
    data = copy.deepcopy(DOCUMENTS[0])
    claim = data["claims"][0]
    claim["scope"] = scope
    if scope is None:
        del claim["scope"]
    quick, slow = faults([data], properties={claim["property"]: {"kind": claim["value"]["kind"], "role": role}})
    assert quick == slow
    assert "does not say since when" in quick[0].what


def test_a_sound_dossier_gets_no_second_look() -> None:
    with mock.patch("doichieu.validation.references.open_placeholders", side_effect=AssertionError):
        assert list(links.dangling_references(ENTITIES, PROPERTIES, DOCUMENTS)) == []


def test_an_id_that_two_documents_have_is_told() -> None:
    quick, slow = faults([DOCUMENTS[0], DOCUMENTS[0]])
    assert quick == slow
    assert [(fault.document, fault.pointer) for fault in quick] == [(1, ("document", "id"))]
