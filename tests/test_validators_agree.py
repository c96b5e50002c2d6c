"""Two libraries validate: jsonschema-rs decides, jsonschema says why. Neither accepts a file that the other refuses."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doichieu.files.strict_json import read_json
from doichieu.validation.keywords import may_differ, quick_registry, quick_validator, validator_for
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
KINDS = ("cases", "discrepancies", "document", "dossier", "entities", "properties", "rulings")


class _Slow(Schemas):
    """Schemas of which jsonschema alone decides."""

    def verdict(self, kind: str, data: object) -> None:
        return None


BOTH, SLOW = Schemas(ROOT / "schemas"), _Slow(ROOT / "schemas")


def project_files() -> list[tuple[str, Path]]:
    dossiers = [path for path in (ROOT / "claims").glob("*") if path.is_dir()]
    parts = [(path.stem, path) for folder in dossiers for path in folder.glob("*.json")]
    articles = [("document", path) for folder in dossiers for path in folder.glob("*/*.json")]
    cases = [("cases", path) for path in (ROOT / "checks").glob("*/cases/*.json")]
    return sorted(parts + articles + cases, key=str)


FILES = project_files()


def told(schemas: Schemas, kind: str, data: object) -> list[str]:
    text = json.dumps(data, indent=1)
    return [str(problem) for problem in schemas.problems(kind, data, Path("/x.json"), text)]


@pytest.mark.parametrize(("kind", "path"), FILES, ids=[str(path.relative_to(ROOT)) for _, path in FILES])
def test_both_accept_every_file_of_the_project(kind: str, path: Path) -> None:
    data, text = read_json(path)
    assert BOTH.verdict(kind, data) is True
    assert SLOW.problems(kind, data, path, text) == []


def test_every_kind_of_file_is_among_them() -> None:
    assert {kind for kind, _ in FILES} == set(KINDS) - {"discrepancies"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("data", [{}, [], None, "", 0, True, {"": {}}], ids=repr)
def test_the_quick_one_knows_every_kind(kind: str, data: object) -> None:
    assert BOTH.verdict(kind, data) is False
    assert told(BOTH, kind, data) == told(SLOW, kind, data) != []


def test_a_good_dossier_does_not_import_the_slow_one() -> None:
    run = (
        "import sys; from pathlib import Path; from doichieu.dossier.loader import load_dossier;"
        "from doichieu.validation.schemas import Schemas;"
        "load_dossier(Path('claims/ben-mo-bridge'), Schemas(Path('schemas')));"
        "print(*{'jsonschema', 'jsonschema_rs', 'referencing'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["jsonschema_rs"]


# Numbers.


@pytest.mark.parametrize("value", [2.0, 0.5, -0.0, 1e300, float("inf"), float("nan")], ids=repr)
def test_a_number_that_may_differ_is_left_to_the_slow_one(value: object) -> None:
    assert may_differ(value)
    assert may_differ({"a": [0, {"b": value}]})


@pytest.mark.parametrize("value", [2, -2, True, None, "2.0", 2**53 - 1, [], {}], ids=repr)
def test_other_values_cannot_differ(value: object) -> None:
    assert not may_differ(value)
    assert not may_differ({"2.0": [0, {"b": value}]})


def test_a_number_that_one_would_let_pass_is_refused() -> None:
    quick, slow = validators('{"type": "integer"}')
    assert quick.is_valid(2.0)
    assert not slow.is_valid(2.0)
    data: Any = {"entities": {"hall": {"kind": "office", "names": {"vi": ["a"], "en": ["a"]}, "holders": 2.0}}}
    (line,) = told(BOTH, "entities", data)
    assert "a number (2.0) where a whole number is needed" in line


def test_half_a_character_is_left_to_the_slow_one() -> None:
    """No file holds one, since `read_json` refuses it; data from elsewhere may."""
    data = {"entities": {"\ud800": {"kind": "office", "names": {"vi": ["a"], "en": ["a"]}}}}
    assert BOTH.verdict("entities", data) is None
    assert told(BOTH, "entities", data) == told(SLOW, "entities", data) != []


# Keywords alone: the patterns and formats of the schemas, and what a list may repeat.


def parts(value: Any) -> Iterator[Any]:
    yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(part)


def string_schemas() -> list[dict[str, Any]]:
    """Every part of a schema that says how a text is formed, without its description."""
    schemas = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "schemas").glob("*.json"))]
    found = [
        {key: part[key] for key in ("pattern", "format", "minLength", "maxLength", "not") if key in part}
        for part in parts(schemas)
        if isinstance(part, dict) and {"pattern", "format"} & set(part) and "description" in part
    ]
    return [schema for index, schema in enumerate(found) if schema not in found[:index]]


STRINGS = string_schemas()
# Ends of lines, white space that only some engines know, digits and letters that are not ASCII, half characters.
STRANGE = [
    *("\n", "\r", "\r\n", " ", "\t", "\v", "\f", "\x00", "\x1c", "\x1f", "\x7f", "\x85", "\xa0", "\xad"),
    *("\u1680", "\u180e", "\u2003", "\u200b", "\u2028", "\u2029", "\u202e", "\u3000", "\ufeff", "\ud800", "\udc00"),
    *("٣", "０", "𝟘", "²", "İ", "ı", "ſ", "\u212a", "é", "e\u0301", "ệ", "😀", "A", "_", "-", ".", "/", "\\", "$", "^"),
]
DAYS = [
    "2024-02-29",
    "2024-12",
    "2024",
    "2021/2024",
    "2023/..",
    "../2024",
    "2024-12-25~",
    "2024-21",
    "199X",
    "2023-02-29",
]


def text_near(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """Texts that fit a schema, or would but for a character more or less."""
    pattern = schema.get("pattern")
    fit = st.from_regex(pattern.replace("$", r"\Z")) if pattern else st.sampled_from(DAYS)
    odd = st.sampled_from(STRANGE) | st.characters()

    def insert(text: str, more: str, at: int) -> str:
        at %= len(text) + 1
        return text[:at] + more + text[at:]

    return st.one_of(
        fit,
        st.builds(insert, fit, odd, st.integers(0, 300)),
        st.builds(lambda text, more: text + more, fit, odd),
        st.builds(lambda text, more: more + text, fit, odd),
        st.builds(lambda text, times: text * times, fit, st.integers(0, 30)),
        st.text(max_size=30),
    )


def agree(schema: Any, value: object) -> None:
    if may_differ(value):
        return
    slow = validators(json.dumps(schema))[1].is_valid(value)
    try:
        quick = validators(json.dumps(schema))[0].is_valid(value)
    except UnicodeEncodeError:
        assert "\\ud" in json.dumps(value)  # half a character, which no file can hold
    else:
        assert quick == slow, (schema, value)


@cache
def validators(schema: str) -> tuple[Any, Any]:
    return quick_validator(json.loads(schema), quick_registry({})), validator_for(json.loads(schema), {})


@pytest.mark.parametrize("schema", STRINGS, ids=lambda schema: schema.get("pattern") or schema["format"])
@given(data=st.data())
def test_a_text_fits_for_both_or_for_neither(schema: dict[str, Any], data: st.DataObject) -> None:
    agree(schema, data.draw(text_near(schema)))


@pytest.mark.parametrize("strange", STRANGE, ids=ascii)
def test_a_strange_character_is_seen_alike(strange: str) -> None:
    for schema in STRINGS:
        for text in (strange, f"a{strange}", f"{strange}a", f"a{strange}a", "a".join([strange] * 13)):
            agree(schema, text)
            agree({"propertyNames": schema}, {text: 1})


SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.sampled_from(["", "1", "é", "e\u0301"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ab1"), inner, max_size=3),
    max_leaves=8,
)


@given(value=st.lists(VALUES, max_size=5))
def test_a_list_repeats_itself_for_both_or_for_neither(value: list[Any]) -> None:
    agree({"uniqueItems": True}, value)
    agree({"uniqueItems": True}, [value, *value, value])


@pytest.mark.parametrize(
    "schema",
    [
        *({"type": name} for name in ("string", "integer", "number", "boolean", "null", "array", "object")),
        {"type": ["integer", "null"], "minimum": -1, "maximum": 1},
        {"enum": ["1", 1, True, None, [1], {"a": 1}]},
        {"const": 1},
        {"minLength": 1, "maxLength": 1},
        {"minItems": 1, "maxItems": 2},
        {"prefixItems": [{"type": "integer"}], "items": False, "minItems": 1},
        {"items": {"type": ["integer", "null"]}},
        {"required": ["a"], "properties": {"a": {"type": "integer"}}, "additionalProperties": False},
        {"additionalProperties": {"type": "integer"}, "propertyNames": {"maxLength": 1, "pattern": "^[ab]$"}},
        {"oneOf": [{"type": "null"}, {"type": "array"}, {"minItems": 1}]},
        {"not": {"enum": ["", 1]}},
    ],
    ids=json.dumps,
)
@given(value=VALUES)
def test_a_keyword_is_seen_alike(schema: Any, value: object) -> None:
    agree(schema, value)


# Whole files, spoilt.


@cache
def samples() -> list[tuple[str, Any]]:
    """The project's files, each cut down to one claim, case, entity, property or ruling at a time."""
    found: list[tuple[str, Any]] = []
    for kind, path in FILES:
        data = json.loads(path.read_text("utf-8"))
        name = {"document": "claims", "dossier": "", "cases": "cases"}.get(kind, kind)
        if not name:
            found.append((kind, data))
        elif isinstance(data[name], dict):
            found += [(kind, {**data, name: {key: part}}) for key, part in data[name].items()]
        else:
            found += [(kind, {**data, name: [part] * (3 if kind == "cases" else 1)}) for part in data[name]]
    return found


def of_kind(kind: str) -> list[tuple[str, Any]]:
    return [(name, data) for name, data in samples() if name == kind]


WORDS = [
    "",
    "kind",
    "vi",
    "sum",
    "part",
    "whole",
    "edtf",
    "zone",
    "members",
    "text",
    "$schema",
    "a/b~",
    "Kind",
    "kind\n",
]
NUMBERS = [0, -1, 1, 2.0, 1e0, 0.5, -0.0, 1e300, float("inf"), 2**53, 2**63, 2**64, 10**400, 1_000_001, 100_001]
ANY_VALUE = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from([None, True, False, "", [], {}, [[]], [{}], "0", "1", "x" * 301, "0" * 65, "é" * 201]),
    st.sampled_from(WORDS + STRANGE + DAYS),
    st.text(max_size=12),
    VALUES,
).map(copy.deepcopy)  # which are changed further


def ways(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a value."""
    if here:
        yield here
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from ways(part, (*here, name))


def spoil(draw: st.DrawFn, owner: Any, name: Any) -> None:
    """Change one part of a list or an object: take it out, add to it, rename it, or put another in its place."""
    value = owner[name]
    match draw(st.sampled_from(["replace", "remove", "rename", "repeat", "tweak"])):
        case "remove":
            del owner[name]
        case "rename" if isinstance(owner, dict):
            owner[draw(st.sampled_from([*WORDS, f"{name}\n", f"{name}s", str(name).upper()]))] = owner.pop(name)
        case "repeat" if isinstance(owner, list):
            owner.append(copy.deepcopy(value))
        case "tweak" if isinstance(value, str):
            at = draw(st.integers(0, len(value)))
            owner[name] = value[:at] + draw(st.sampled_from(STRANGE)) + value[at + draw(st.integers(0, 1)) :]
        case "tweak" if isinstance(value, list):
            value.append(draw(ANY_VALUE))
        case "tweak" if isinstance(value, dict):
            value[draw(st.sampled_from(WORDS) | st.text(max_size=5))] = draw(ANY_VALUE)
        case "tweak" if isinstance(value, int):
            owner[name] = draw(
                st.sampled_from([value % 1000 * 1.0, -value, value + 1, -1 - value, str(value), value == 1])
            )
        case _:
            owner[name] = draw(ANY_VALUE)


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, Any]:
    """A file of the project with up to three of its parts changed."""
    kind, data = draw(st.sampled_from(of_kind(draw(st.sampled_from(sorted({kind for kind, _ in FILES}))))))
    root = {"root": json.loads(json.dumps(data))}  # copy.deepcopy would keep what stands thrice one object
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        if choices := [way for way in ways(root) if len(way) > 1]:
            *way, last = draw(st.sampled_from(choices))
            owner: Any = root
            for part in way:
                owner = owner[part]
            spoil(draw, owner, last)
    return kind, root["root"]


@settings(max_examples=6 * settings().max_examples)
@given(file=spoilt())
def test_a_spoilt_file_is_told_as_jsonschema_alone_would_tell_it(file: tuple[str, Any]) -> None:
    kind, data = file
    assert told(BOTH, kind, data) == told(SLOW, kind, data)
