"""Validation: what a schema does not allow comes out in one sentence, at the place of the value."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.exceptions import Unresolvable

from doichieu.files.json_positions import locate
from doichieu.files.problems import MAX_COUNTED, InputError
from doichieu.files.strict_json import read_json
from doichieu.validation.keywords import validator_for
from doichieu.validation.schemas import Schemas

FOLDER = Path(__file__).parents[1] / "schemas"
SCHEMAS = Schemas(FOLDER)


class _Slow(Schemas):
    """The same, but jsonschema alone decides."""

    def _verdict(self, kind: str, data: object) -> None:
        return None


SLOW = _Slow(FOLDER)
PLAIN = {path.name: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.schema.json"))}
NAMES = list(PLAIN)
REGISTRY: Any = Registry().with_contents((schema["$id"], schema) for schema in PLAIN.values())

DOCUMENT: dict[str, Any] = {
    "$schema": "../schemas/document.schema.json",
    "document": {
        "id": "a1",
        "kind": "article",
        "language": "vi",
        "title": "Cây cầu mới",
        "publisher": None,
        "published": {"edtf": "2024-05-02", "basis": "stated"},
        "text": {"file": "a1.txt", "sha256": "0" * 64, "body": [[0, 90], [95, 120]]},
    },
    "claims": [
        {
            "id": "a1-length",
            "quote": {"exact": "dài gần 5 km", "start": 12, "occurrence": 1},
            "statement": {"vi": "Cầu dài gần 5 km.", "en": "The bridge is nearly 5 km long."},
            "subject": "bridge",
            "property": "length",
            "value": {"kind": "quantity", "amount": "5", "unit": "kilometre", "hedge": "nearly"},
            "scope": {"as_of": "2024-05", "place": "river/north-bank"},
            "speaker": None,
            "mode": "fact",
        },
        {
            "id": "a1-opening",
            "quote": {"exact": "khánh thành năm 2026", "start": 40, "occurrence": 1},
            "statement": {"vi": "Cầu khánh thành năm 2026.", "en": "The bridge opens in 2026."},
            "subject": "bridge",
            "property": "opening",
            "value": {"kind": "date", "edtf": "2026"},
            "mode": "plan",
        },
    ],
}
PROPERTIES: dict[str, Any] = {
    "properties": {
        "total": {
            "label": {"vi": "Tổng", "en": "Total"},
            "kind": "quantity",
            "values": "single",
            "dynamics": "fixed",
            "arithmetic": {"sum": ["men", "women"]},
        }
    }
}
ENTITIES: dict[str, Any] = {"entities": {"bridge": {"kind": "work", "names": {"vi": ["Cầu"], "en": ["Bridge"]}}}}
DOSSIER: dict[str, Any] = {
    "id": "bridge",
    "title": {"vi": "Cầu", "en": "Bridge"},
    "language": "vi",
    "zone": "Asia/Ho_Chi_Minh",
    "policy": {"rounding": "0.1"},
}
RULINGS: dict[str, Any] = {
    "rulings": [
        {
            "fingerprint": "D-0123456789ab",
            "check": "figures.length",
            "decision": "stands",
            "reason": {"vi": "Đúng.", "en": "Right."},
            "by": "An",
            "on": "2025-01-31",
            "until": None,
        }
    ]
}
GOOD = {
    "document": DOCUMENT,
    "properties": PROPERTIES,
    "entities": ENTITIES,
    "dossier": DOSSIER,
    "rulings": RULINGS,
}

Path_ = tuple[str | int, ...]
MISSING = object()


def changed(kind: str, *changes: tuple[str, object]) -> Any:
    """A good file with the values at some pointers changed, or taken out."""
    data = copy.deepcopy(GOOD[kind])
    for pointer, value in changes:
        *way, last = [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]
        target: Any = data
        for part in way:
            target = target[part]
        if value is MISSING:
            del target[last]
        else:
            target[last] = value
    return data


def problems_of(kind: str, data: object, schemas: Schemas = SCHEMAS) -> list[str]:
    """The problems of data written with an indent, as `line:column: pointer: what; what to do.`"""
    text = json.dumps(data, indent=1, ensure_ascii=False)
    found = schemas.problems(kind, json.loads(text), Path("/x.json"), text)
    return [str(problem).removeprefix("/x.json:") for problem in found]


AMOUNT = "the number as a decimal string with a point, all printed digits kept: '5.20' says more than '5.2'."
TEXT = "an article always names the text that its quotes are anchored in, by file, SHA-256 and body."
EXACT = "write the words as printed: the fewest that state the claim, at most twelve."
EDTF = (
    "write a date, a time or an interval in EDTF (ISO 8601-2), "
    "such as 2024-12-24, 2024-12, 2021/2024, 2023/.. or 2024-12-25~."
)
ARITHMETIC = "/properties/total/arithmetic"
FORMS = "write 'sum', 'part' with 'whole', 'change' or 'count'."

Bad = tuple[str, list[tuple[str, object]], list[str]]
BAD: dict[str, Bad] = {
    "a misspelt word": (
        "document",
        [("/claims/0/mode", "facts")],
        [
            "53:12: /claims/0/mode: 'facts' is not allowed here; "
            "write 'fact', 'plan', 'forecast' or 'opinion' (did you mean 'fact'?)."
        ],
    ),
    "another word": (
        "document",
        [("/document/language", "fr")],
        ["6:15: /document/language: 'fr' is not allowed here; write 'vi' or 'en'."],
    ),
    "a number for a word": (
        "document",
        [("/document/kind", 1)],
        ["5:11: /document/kind: 1 is not allowed here; write 'article' or 'reference'."],
    ),
    "a misspelt member": (
        "document",
        [("/claims/1/speeker", None)],
        ["73:4: /claims/1/speeker: the member 'speeker' is unknown here; did you mean 'speaker'?"],
    ),
    "an unknown member, some left": (
        "document",
        [("/document/colour", 1)],
        ["27:3: /document/colour: the member 'colour' is unknown here; remove it, or write 'url'."],
    ),
    "an unknown member, none left": (
        "dossier",
        [("/title/fr", "Pont")],
        ["6:3: /title/fr: the member 'fr' is unknown here; remove it."],
    ),
    "a missing member": (
        "document",
        [("/claims/0/subject", MISSING)],
        [
            "29:3: /claims/0: the member 'subject' is missing; "
            "add it: what the claim is about: an entity of entities.json."
        ],
    ),
    "a missing member that refers to another schema": (
        "document",
        [("/claims/1/value", MISSING), ("/document/language", MISSING)],
        [
            "3:14: /document: the member 'language' is missing; "
            "add it: the language it is written in: vi (Vietnamese) or en (English).",
            "54:3: /claims/1: the member 'value' is missing; add it: the typed value that the words of a quote state.",
        ],
    ),
    "an article without a text": (
        "document",
        [("/document/text", MISSING)],
        [f"3:14: /document: the member 'text' is missing; add it: {TEXT}"],
    ),
    "an article whose text is null": (
        "document",
        [("/document/text", None)],
        [f"13:11: /document/text: null where an object is needed; write an object {{…}}: {TEXT}"],
    ),
    "a document without a kind gets no errors of articles": (
        "document",
        [("/document/kind", MISSING), ("/document/text", None)],
        [
            "3:14: /document: the member 'kind' is missing; "
            "add it: an article, or a reference: a document of record, which outranks articles."
        ],
    ),
    "a value without a kind gets no errors of kinds": (
        "document",
        [("/claims/0/value/kind", MISSING)],
        ["42:13: /claims/0/value: the member 'kind' is missing; add it: the kind of value."],
    ),
    "a value of no known kind": (
        "document",
        [("/claims/1/value", {"kind": "time", "edtf": "2026"})],
        [
            "69:13: /claims/1/value/kind: 'time' is not allowed here; write 'quantity', 'money', 'percent', "
            "'duration', 'date', 'period', 'rank', 'ordinal', 'set', 'entity', 'text' or 'relation'."
        ],
    ),
    "a bare value": (
        "document",
        [("/claims/0/value", 5)],
        [
            "42:13: /claims/0/value: a number (5) where an object is needed; "
            "write an object {…}: the typed value that the words of a quote state."
        ],
    ),
    "members of another kind": (
        "document",
        [("/claims/1/value", {"kind": "date", "amount": "5"})],
        [
            f"68:13: /claims/1/value: the member 'edtf' is missing; add it: {EDTF.removeprefix('write ')}",
            "70:5: /claims/1/value/amount: the member 'amount' is unknown here; "
            "remove it, or write 'edtf', 'zone', 'part', 'weekday' or 'hedge'.",
        ],
    ),
    "a number for an amount": (
        "document",
        [("/claims/0/value/amount", 5)],
        [f"44:15: /claims/0/value/amount: a number (5) where text is needed; write text in double quotes: {AMOUNT}"],
    ),
    "a comma in an amount": (
        "document",
        [("/claims/0/value/amount", "5,2")],
        [f"44:15: /claims/0/value/amount: '5,2' is not in the required form; write {AMOUNT}"],
    ),
    "true for text": (
        "document",
        [("/claims/0/statement/vi", True)],
        ["37:11: /claims/0/statement/vi: true where text is needed; write text in double quotes: in Vietnamese."],
    ),
    "a number for a quote": (
        "document",
        [("/claims/0/quote", 7)],
        [
            "31:13: /claims/0/quote: a number (7) where null or an object is needed; write null "
            "or an object {…}: the exact words; null only in a reference whose text is not kept."
        ],
    ),
    "an incomplete quote": (
        "document",
        [("/claims/0/quote/start", MISSING)],
        [
            "31:13: /claims/0/quote: the member 'start' is missing; "
            "add it: where they start: code points from the start of the NFC text, from 0."
        ],
    ),
    "several members missing": (
        "dossier",
        [("/language", MISSING), ("/zone", MISSING)],
        [
            "1:1: the member 'language' is missing; add it: the language in which its report opens.",
            "1:1: the member 'zone' is missing; add it: the time zone in which a day without a zone is read, "
            "by its name in the tz database.",
        ],
    ),
    "an object where one form is an object": (
        "document",
        [("/claims/0/quote", {"words": "a"})],
        [
            "31:13: /claims/0/quote: the member 'exact' is missing; "
            "add it: the words as printed: the fewest that state the claim, at most twelve.",
            "31:13: /claims/0/quote: the member 'start' is missing; "
            "add it: where they start: code points from the start of the NFC text, from 0.",
            "31:13: /claims/0/quote: the member 'occurrence' is missing; "
            "add it: which occurrence of these exact words in the text this is, from 1.",
            "32:5: /claims/0/quote/words: the member 'words' is unknown here; "
            "remove it, or write 'exact', 'start' or 'occurrence'.",
        ],
    ),
    "thirteen words": (
        "document",
        [("/claims/0/quote/exact", "a b c d e f g h i j k l m"), ("/claims/0/quote/start", -1)],
        [
            "32:14: /claims/0/quote/exact: 'a b c d e f g h i j k l m' has 13 words "
            f"where at most 12 are allowed; {EXACT}",
            "33:14: /claims/0/quote/start: -1 is less than 0; write 0 or more.",
        ],
    ),
    "a space before": (
        "document",
        [("/claims/0/quote/exact", " a")],
        [f"32:14: /claims/0/quote/exact: ' a' starts or ends with white space; {EXACT}"],
    ),
    "a line break behind": (
        "document",
        [("/document/id", "a1\n")],
        [
            "4:9: /document/id: 'a1\\n' starts or ends with white space; "
            "write lower-case letters, digits, dots, underscores and hyphens."
        ],
    ),
    "nothing between the quotes": (
        "document",
        [("/claims/0/quote/exact", ""), ("/claims/0/scope/place", ""), ("/document/published/edtf", "")],
        [
            "10:12: /document/published/edtf: this text is empty; "
            f"{EDTF.replace('write', 'write text in double quotes:')}",
            "32:14: /claims/0/quote/exact: this text is empty; "
            f"{EXACT.replace('write', 'write text in double quotes:')}",
            "50:14: /claims/0/scope/place: this text is empty; "
            "write the id of an entity; a slash precedes a part of it, such as an event.",
        ],
    ),
    "too long": (
        "document",
        [("/document/id", "-" * 3000)],
        ["4:9: /document/id: this text has 3,000 characters where at most 100 are allowed; shorten it."],
    ),
    "no date": (
        "document",
        [("/claims/0/scope/as_of", "2024-02-30"), ("/document/published/edtf", "hôm qua")],
        [
            "10:12: /document/published/edtf: 'hôm qua' is not a date in EDTF, "
            f"such as 2024-12-24, 2024-12 or 2021/2024; {EDTF}",
            f"49:14: /claims/0/scope/as_of: there is no 2024-02-30 in the calendar; {EDTF}",
        ],
    ),
    "a path for a file's name": (
        "document",
        [("/document/text/file", "..")],
        [
            "14:12: /document/text/file: '..' is not allowed here; write the text's file name, "
            "looked up in the dossier's texts/ and then in the folders of DOICHIEU_TEXTS."
        ],
    ),
    "spans of other lengths": (
        "document",
        [("/document/text/body", [[1], [1, 2, 3], [0.5, 2.0]])],
        [
            "26:6: /document/text/body/2/0: a number (0.5) where a whole number is needed; write a whole number.",
            "27:6: /document/text/body/2/1: a number (2.0) where a whole number is needed; write a whole number.",
            "17:5: /document/text/body/0: this list has 1 entry where at least 2 are needed; add what is missing.",
            "20:5: /document/text/body/1: this list has 3 entries where at most 2 are allowed; shorten it.",
        ],
    ),
    "no spans": (
        "document",
        [("/document/text/body", [])],
        ["16:12: /document/text/body: this list is empty; add what is missing."],
    ),
    "too many spans": (
        "document",
        [("/document/text/body", [[0, 1]] * 1001)],
        ["16:12: /document/text/body: this list has 1,001 entries where at most 1,000 are allowed; shorten it."],
    ),
    "the wrong file": (
        "entities",
        [("/entities", MISSING), ("/rulings", [])],
        [
            "1:1: the member 'entities' is missing; add it: each entity under its id.",
            "2:2: /rulings: the member 'rulings' is unknown here; remove it, or write 'entities'.",
        ],
    ),
    "the name of an entity": (
        "entities",
        [("/entities/Big bridge", {"kind": "wrk"})],
        [
            "14:17: /entities/Big bridge: the member 'names' is missing; add it: its names as reports print "
            "them; the first of each language is the label.",
            "14:3: /entities/Big bridge: 'Big bridge' is not in the required form; "
            "write the id of an entity; a slash precedes a part of it, such as an event.",
            "15:12: /entities/Big bridge/kind: 'wrk' is not allowed here; write 'person', 'organisation', 'place', "
            "'event', 'work', 'office', 'group' or 'topic' (did you mean 'work'?).",
        ],
    ),
    "no arithmetic": (
        "properties",
        [(ARITHMETIC, {})],
        [f"11:18: {ARITHMETIC}: an object has none of the forms allowed here; {FORMS}"],
    ),
    "another arithmetic": (
        "properties",
        [(ARITHMETIC, {"of": "a"})],
        [f"11:18: {ARITHMETIC}: an object has none of the forms allowed here; {FORMS}"],
    ),
    "text for arithmetic": (
        "properties",
        [(ARITHMETIC, "sum")],
        [
            f"11:18: {ARITHMETIC}: text ('sum') where an object is needed; "
            "write an object {…}: how its value follows from other properties of the same subject."
        ],
    ),
    "misspelt arithmetic": (
        "properties",
        [(ARITHMETIC, {"chnge": "a"})],
        [
            f"11:18: {ARITHMETIC}: the member 'change' is missing; add it: it is the change of this property, "
            "in percent, from scope.from to scope.during or scope.as_of.",
            f"12:5: {ARITHMETIC}/chnge: the member 'chnge' is unknown here; did you mean 'change'?",
        ],
    ),
    "half of an arithmetic": (
        "properties",
        [(ARITHMETIC, {"part": "A"})],
        [
            f"11:18: {ARITHMETIC}: the member 'whole' is missing; add it: the property it is a share of.",
            f"12:13: {ARITHMETIC}/part: 'A' is not in the required form; write lower-case letters, digits and hyphens.",
        ],
    ),
    "two kinds of arithmetic": (
        "properties",
        [(ARITHMETIC + "/count", "a")],
        [f"16:5: {ARITHMETIC}/count: the member 'count' is unknown here; remove it."],
    ),
    "a sum that names one property twice": (
        "properties",
        [(ARITHMETIC + "/sum/1", "men")],
        [f"14:6: {ARITHMETIC}/sum/1: 'men' appears twice in this list; keep one of the two."],
    ),
    "days": (
        "rulings",
        [("/rulings/0/on", "20250131"), ("/rulings/0/until", "2025-02-30")],
        [
            "12:10: /rulings/0/on: '20250131' is not a day; write it as YYYY-MM-DD, such as 2025-01-31.",
            "13:13: /rulings/0/until: '2025-02-30' is not a day; write it as YYYY-MM-DD, such as 2025-01-31.",
        ],
    ),
    "a policy in numbers": (
        "dossier",
        [("/policy/rounding", 0.1)],
        [
            "10:15: /policy/rounding: a number (0.1) where text is needed; "
            "write text in double quotes: a share between 0 and 1, as a decimal string."
        ],
    ),
}


@pytest.mark.parametrize("schemas", [SCHEMAS, SLOW], ids=["both", "jsonschema alone"])
@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_told_at_its_place(name: str, schemas: Schemas) -> None:
    kind, changes, lines = BAD[name]
    assert problems_of(kind, changed(kind, *changes), schemas) == lines


@pytest.mark.parametrize("schemas", [SCHEMAS, SLOW], ids=["both", "jsonschema alone"])
@pytest.mark.parametrize("kind", GOOD)
def test_a_good_file_has_no_problems(kind: str, schemas: Schemas) -> None:
    assert problems_of(kind, GOOD[kind], schemas) == []


def test_past_twenty_problems_are_counted() -> None:
    lines = problems_of("dossier", changed("dossier", *((f"/u{n:02}", 1) for n in range(25))))
    assert len(lines) == 21
    assert lines[-2].startswith("31:2: /u19: the member 'u19' is unknown here")
    assert lines[-1] == "32:2: 5 further problems are not listed; fix those above first."


def test_a_hostile_list_does_not_fill_the_memory() -> None:
    lines = problems_of("document", changed("document", ("/document/text/body", [1] * 200_000)))
    assert lines[-1].endswith("9980 or more further problems are not listed; fix those above first.")


@pytest.mark.parametrize("schema", [{"uniqueItems": True}, {"items": {"type": "string"}}])
def test_one_list_gives_no_more_errors_than_are_counted(schema: object) -> None:
    assert sum(1 for _ in validator_for(schema, {}).iter_errors([1] * (2 * MAX_COUNTED))) == MAX_COUNTED


def schemas_in(folder: Path, **schemas: Any) -> Schemas:
    for kind, schema in schemas.items():
        made = {"$id": f"https://example.org/{kind}.schema.json", **schema} if isinstance(schema, dict) else schema
        (folder / f"{kind}.schema.json").write_text(json.dumps(made, indent=1), encoding="utf-8")
    return Schemas(folder)


def test_a_wrong_type_ten_levels_down_is_one_line(tmp_path: Path) -> None:
    schema: dict[str, Any] = {"description": "The number of the floor.", "type": "integer"}
    data: object = "ten"
    for level in range(5):
        schema = {"oneOf": [{"type": "null"}, {"type": "array", "items": schema}]}
        schema = {"type": "object", "required": [f"n{level}"], "properties": {f"n{level}": schema}}
        data = {f"n{level}": [data]}
    assert problems_of("house", data, schemas_in(tmp_path, house=schema)) == [
        "11:11: /n4/0/n3/0/n2/0/n1/0/n0/0: text ('ten') where a whole number is needed; "
        "write a whole number: the number of the floor."
    ]


KEYWORDS = {
    "const": ({"const": 5}, 6, "6 is not allowed here; write 5."),
    "maximum": ({"maximum": 5}, 6, "6 is more than 5; write 5 or less."),
    "minimum length": (
        {"minLength": 2},
        "a",
        "this text has 1 character where at least 2 are needed; write what its schema asks for.",
    ),
    "no items": ({"maxItems": 1}, [1, 2], "this list has 2 entries where at most 1 is allowed; shorten it."),
    "a keyword without words": (
        {"multipleOf": 2},
        3,
        "3 is not allowed here; write what its schema asks for.",
    ),
    "every form fits": (
        {"oneOf": [{}, {}], "description": "A thing."},
        [],
        "a list has none of the forms allowed here; write a thing.",
    ),
    "no form fits, for reasons of value": (
        {"anyOf": [{"type": "null"}, {"enum": ["ab", "cd"]}]},
        3,
        "3 is not allowed here; write 'ab' or 'cd'.",
    ),
    "several types": (
        {"type": ["integer", "boolean", "null"]},
        "a",
        "text ('a') where a whole number, true or false or null is needed; "
        "write a whole number, true or false or null.",
    ),
    "a number": ({"type": "number"}, [], "a list where a number is needed; write a number."),
    "a dollar in a class": (
        {"pattern": r"^[$]\$$"},
        "$$\n",
        "'$$\\n' starts or ends with white space; write what its schema asks for.",
    ),
    "a missing member nobody describes": ({"required": ["a"]}, {}, "the member 'a' is missing; add it."),
    "a missing member that is anything": (
        {"required": ["a"], "properties": {"a": True}},
        {},
        "the member 'a' is missing; add it.",
    ),
    "a value that no branch allows": (
        {"else": False, "if": {"type": "null"}},
        1,
        "1 is not allowed here; write what its schema asks for.",
    ),
    "a member of a closed object": (
        {"additionalProperties": False},
        {"a": 1},
        "the member 'a' is unknown here; remove it.",
    ),
}


@pytest.mark.parametrize("name", KEYWORDS)
def test_a_schema_of_ones_own_has_words_too(tmp_path: Path, name: str) -> None:
    schema, data, words = KEYWORDS[name]
    (line,) = problems_of("own", data, schemas_in(tmp_path, own=schema))
    assert line.partition(": ")[2].removeprefix("/a: ") == words


def test_a_pattern_ends_where_the_text_ends(tmp_path: Path) -> None:
    schemas = schemas_in(tmp_path, own={"items": {"pattern": r"^[$]\$$"}})
    assert problems_of("own", ["$$", 1, None], schemas) == []


def test_a_condition_chooses_its_branch(tmp_path: Path) -> None:
    own = {
        "if": {"properties": {"a": {"const": 1}}},
        "then": {"required": ["b"]},
        "else": {"required": ["c"]},
    }
    schemas = schemas_in(tmp_path, own=own)
    assert problems_of("own", {"a": 1}, schemas) == ["1:1: the member 'b' is missing; add it."]
    assert problems_of("own", {"a": 2}, schemas) == ["1:1: the member 'c' is missing; add it."]
    own = {"if": {"required": ["a"]}, "then": {"required": ["b"]}}
    assert problems_of("own", {}, schemas_in(tmp_path, own=own)) == []


def test_a_file_that_is_refused_without_a_reason_never_passes(tmp_path: Path) -> None:
    own = {"properties": {"n": {"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}}}}
    with pytest.raises(RuntimeError) as caught:
        problems_of("own", {"n": {}}, schemas_in(tmp_path, own=own))
    assert str(caught.value) == (
        "/x.json: at '/n' jsonschema-rs rejects what jsonschema accepts (own.schema.json, "
        "/properties/n/then/required); please report this file or, if the schema is your own, correct the schema."
    )


def test_of_many_conditions_those_that_hold_are_heard(tmp_path: Path) -> None:
    def when(condition: object, member: str) -> dict[str, object]:
        return {"if": condition, "then": {"required": [member]}}

    own = {
        "allOf": [
            True,
            when(True, "always"),
            when({"properties": {"a": {"const": "x"}}}, "x"),
            when({"properties": {"a": {"const": "y"}}}, "y"),
            when({"properties": {"a": True}}, "any"),
            when({"properties": {"a": {"const": "x"}}, "required": ["a"]}, "also"),
            {**when({"properties": {"a": {"const": "y"}}}, "y"), "else": {"required": ["not-y"]}},
        ]
    }
    schemas = schemas_in(tmp_path, own=own)
    missing = [f"1:1: the member '{name}' is missing; add it." for name in ("always", "x", "any", "also", "not-y")]
    assert problems_of("own", {"a": "x"}, schemas) == missing
    assert problems_of("own", 5, schemas) == []


def test_nothing_is_asked_of_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dialled(*_: object, **__: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr("urllib.request.urlopen", dialled)
    schemas = schemas_in(tmp_path, own={"$dynamicRef": "https://example.org/elsewhere.json"})
    with pytest.raises(Unresolvable):
        problems_of("own", {}, schemas)


@pytest.mark.parametrize(
    ("own", "line"),
    [
        (
            {"$ref": "none.schema.json"},
            "/own.schema.json:3:10: /$ref: this reference points to nothing; correct it.",
        ),
        (
            {"properties": {"a": {"type": "strin"}}},
            "/own.schema.json:5:12: /properties/a/type: this part of the schema is not JSON Schema "
            "('strin' is not valid under any of the given schemas); write it as draft 2020-12 requires.",
        ),
        ([], "/own.schema.json:1:1: this schema has no $id; give it one."),
        ({"$id": 5}, "/own.schema.json:1:1: this schema has no $id; give it one."),
    ],
)
def test_a_schema_that_cannot_be_used_is_told(tmp_path: Path, own: object, line: str) -> None:
    schemas = schemas_in(tmp_path, own=own)
    with pytest.raises(InputError) as caught:
        problems_of("own", {"a": 1}, schemas)
    assert str(caught.value) == f"{tmp_path}{line}"


def test_a_kind_without_a_schema_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        problems_of("document", {}, Schemas(tmp_path))
    assert str(caught.value) == (
        f"{tmp_path / 'document.schema.json'}: there is no such schema; copy it from a new project."
    )


def test_our_own_errors_stay_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("doichieu.validation.faults.faults_of", broken)
    with pytest.raises(ZeroDivisionError):
        problems_of("dossier", {})


def test_a_validator_is_made_once(tmp_path: Path) -> None:
    schemas = schemas_in(tmp_path, own={"type": "object"})
    assert problems_of("own", {}, schemas) == []
    (tmp_path / "own.schema.json").unlink()
    assert problems_of("own", {}, schemas) == []


def pointers(value: object, here: Path_ = ()) -> Iterator[Path_]:
    yield here
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from pointers(part, (*here, name))


OTHER_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "article", "money", "2024-13", "a b", "\n", "../..", "x" * 400])
    | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "vi", "sum", "part", "edtf", "a/b~", ""]), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """A good file with a few of its parts replaced, removed or added to."""
    kind = draw(st.sampled_from(sorted(GOOD)))
    data: Any = {"root": copy.deepcopy(GOOD[kind])}
    for _ in range(draw(st.integers(1, 4))):
        way = draw(st.sampled_from([way for way in pointers(data) if way]))
        target = data
        for part in way[:-1]:
            target = target[part]
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "remove" if len(way) > 1:
                del target[way[-1]]
            case "add" if isinstance(target[way[-1]], dict):
                target[way[-1]][draw(st.text(max_size=5))] = draw(OTHER_VALUES)
            case "add" if isinstance(target[way[-1]], list):
                target[way[-1]].append(draw(OTHER_VALUES))
            case _:
                target[way[-1]] = draw(OTHER_VALUES)
    return kind, data["root"]


@given(file=mutated(), indent=st.sampled_from([None, 2]))
def test_whatever_a_file_holds_its_problems_point_at_it(file: tuple[str, Any], indent: int | None) -> None:
    kind, data = file
    text = json.dumps(data, indent=indent)
    found = SCHEMAS.problems(kind, data, Path("/x.json"), text)
    if found:
        assert plain_problems(kind, data) or _is_stricter(found)
    else:
        assert not plain_problems(kind, data)
    ranked = [problem for problem in found if "not listed" not in problem.what]
    for problem in ranked:
        parts = [part.replace("~1", "/").replace("~0", "~") for part in problem.pointer.split("/")[1:]]
        value, way = data, list[str | int]()
        for part in parts:
            way.append(int(part) if isinstance(value, list) else part)
            value = value[way[-1]]
        line, column = problem.line, problem.column
        assert (line, column) in (locate(text, way), locate(text, way, key=True))
        start = sum(len(row) + 1 for row in text.split("\n")[: line - 1]) + column - 1
        stands = json.JSONDecoder().raw_decode(text, start)[0]
        assert stands == value or stands == way[-1]
        assert str(problem).isprintable()


def plain_problems(kind: str, data: object) -> bool:
    """Whether jsonschema, as it comes, finds fault with the data."""
    return not Draft202012Validator(PLAIN[f"{kind}.schema.json"], registry=REGISTRY).is_valid(data)


def _is_stricter(found: list[Any]) -> bool:
    """Whether the problems are those that jsonschema, as it comes, leaves out: dates, line breaks, 2.0."""
    told = ("EDTF", "calendar", "clock", "ends before", "is not a day", "white space", "a whole number")
    return all(any(words in problem.what for words in told) for problem in found)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema(name: str) -> None:
    schema, _ = read_json(FOLDER / name)
    Draft202012Validator.check_schema(schema)
    assert isinstance(schema, dict)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(f"/{name}")


@pytest.mark.parametrize("name", NAMES)
def test_every_member_of_a_schema_is_described(name: str) -> None:
    schema = json.loads((FOLDER / name).read_text("utf-8"))
    assert [way for way, member in members(schema) if not described(name, member)] == []


def members(schema: Any, here: str = "") -> Iterator[tuple[str, Any]]:
    """Every member that a schema describes, but for those that only say which kind a branch is for."""
    if not isinstance(schema, dict):
        return
    for member, about in schema.get("properties", {}).items():
        if set(about) != {"const"}:
            yield f"{here}/properties/{member}", about
    for key in ("properties", "$defs"):
        for name, part in schema.get(key, {}).items():
            yield from members(part, f"{here}/{key}/{name}")
    for key in ("allOf", "oneOf", "anyOf", "prefixItems"):
        for index, part in enumerate(schema.get(key, [])):
            yield from members(part, f"{here}/{key}/{index}")
    for key in ("items", "additionalProperties", "then", "else"):
        yield from members(schema.get(key), f"{here}/{key}")


def described(name: str, member: Any) -> bool:
    if "description" in member:
        return True
    if "$ref" not in member:
        return False
    file, _, pointer = member["$ref"].partition("#")
    target = json.loads((FOLDER / (file or name)).read_text("utf-8"))
    for part in pointer.split("/")[1:]:
        target = target[part]
    return described(file or name, target)


@pytest.mark.parametrize("name", NAMES)
def test_a_condition_asks_about_a_required_member(name: str) -> None:
    """Otherwise a missing member would silence the condition, and nothing would say that it is missing."""
    schema = json.loads((FOLDER / name).read_text("utf-8"))
    for owner in [schema, *schema.get("$defs", {}).values()]:
        for part in [owner, *owner.get("allOf", [])]:
            assert set(part.get("if", {}).get("properties", {})) <= set(owner.get("required", []))
