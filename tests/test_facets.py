"""The front: what waits before what is decided, the worst and newest first, and what there is to filter by."""

import gzip
import json
from base64 import b64decode
from typing import Any

import pytest

from doichieu.html.facets import buckets, choices, facts, several, spoken
from doichieu.html.overflow import grouped, overflow_data

Data = dict[str, Any]

DOCUMENTS: list[Data] = [
    {"id": "old", "kind": "article", "title": "Cũ", "published": {"edtf": "2020-01-01"}},
    {"id": "new", "kind": "article", "title": "Mới", "published": {"edtf": "2024-01-01"}},
    {"id": "r", "kind": "reference", "title": "Sổ", "published": {"edtf": "2025-01-01"}},
]


def found(name: str, verdict: str = "contradiction", documents: tuple[str, ...] = ("old",), **more: Any) -> Data:
    claims = [
        {
            "document": document,
            "subject": "bridge",
            "property": "length",
            "speaker": "lan" if document == "new" else None,
        }
        for document in documents
    ]
    return {"id": name, "verdict": verdict, "check": "figures.disagree", "claims": claims, "ruling": None} | more


def report(*items: Data) -> Data:
    checks = [{"name": "figures.disagree", "title": {"vi": "Không khớp", "en": "They disagree"}}]
    return {"documents": DOCUMENTS, "checks": checks, "discrepancies": list(items)}


def test_the_worst_come_first_then_the_new_then_those_of_the_newest_articles() -> None:
    told = buckets(
        report(
            found("old tension", "tension"),
            found("old", documents=("old", "r")),
            found("newer", documents=("old", "new")),
            found("came up", state="new"),
            found("ruled", ruling={"decision": "stands"}),
            found("ruled note", "note", ruling={"decision": "stands"}),
            found("note", "note"),
        )
    )
    assert {name: [item["id"] for item in bucket] for name, bucket in told.items()} == {
        "open": ["came up", "newer", "old", "old tension"],
        "ruled": ["ruled", "ruled note"],
        "notes": ["note"],
    }


def test_choices_are_what_the_discrepancies_have_each_with_its_count() -> None:
    told = choices(report(found("a", documents=("old", "new")), found("b", documents=("new", "r"))))
    counts = {name: {choice.value: choice.count for choice in each} for name, each in told.items()}
    assert counts == {
        "check": {"figures.disagree": 2},
        "document": {"new": 2, "old": 1, "r": 1},
        "subject": {"bridge": 2},
        "speaker": {"lan": 2},
    }
    assert [choice.label["en"] for choice in told["document"]] == ["new: Mới", "old: Cũ", "Sổ"]


def test_a_document_of_record_makes_nothing_newer() -> None:
    by_id = {document["id"]: document for document in DOCUMENTS}
    assert facts(found("a", documents=("r",)), by_id).newest == 0
    assert facts(found("a", documents=("old", "r")), by_id).newest == facts(found("a"), by_id).newest > 0


def test_letters_stand_by_document_and_one_of_several_can_be_asked_for() -> None:
    three = found("a", documents=("old", "new", "old"))
    assert list(spoken(three)) == [("old", ["A", "C"]), ("new", ["B"])]
    assert several(three)
    three["claims"][0]["property"] = "width"
    assert not several(three)
    assert not several(found("a"))


def test_a_number_is_grouped_as_each_language_prints_it() -> None:
    plain = ("7", "1234", "1234567", "12345.5")
    assert [grouped(one, "vi") for one in plain] == ["7", "1.234", "1.234.567", "12.345,5"]
    assert [grouped(one, "en") for one in plain] == ["7", "1,234", "1,234,567", "12,345.5"]


def packed(*items: Data) -> Data:
    """The columns that the page's script unpacks."""
    by_id = {document["id"]: document for document in DOCUMENTS}
    text = overflow_data([(facts(item, by_id), item) for item in items], lambda claim, grade, language: "")
    return dict(json.loads(gzip.decompress(b64decode(text)))["columns"])


def test_nothing_to_pack_packs_too() -> None:
    assert packed() == {}


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("cầu Mơ", "cầu Mơ, cầu Mơ X và cầu Mới", "\x04a, \x04a X và cầu Mới"),
        ("aa", "aab aa aa_a", "aab \x04a aa_a"),
        ("(xa)", "(xa)(xa)", "\x04a\x04a"),
        ("a", "", ""),
    ],
)
def test_words_are_named_by_their_place_only_where_they_stand_by_themselves(
    label: str, text: str, expected: str
) -> None:
    both = {"vi": text, "en": text}
    item = found("D-1", scope="one", message=both, question=both, working="", reconciliations=[])
    names = {name: {"vi": words, "en": words} for name, words in (("subject", label), ("property", "x"))}
    item["claims"][0] |= {"quote": {"exact": ""}, "statement": both, "mode": "fact", "names": names, "strict": None}
    assert packed(item)["message"] == [[expected, expected]]
