"""What jsonschema-rs judges by itself it judges as Python would: patterns, and where a schema has formats."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from doichieu.files.strict_json import read_json
from doichieu.validation.keywords import quick_registry, quick_validator, validator_for
from doichieu.validation.rust_keywords import PATTERN, SAME, rust_pattern, rust_schema
from doichieu.validation.schemas import Schemas

FOLDER = Path(__file__).parents[1] / "schemas"


def verdicts(schema: Any, value: object) -> tuple[bool, bool]:
    """That of jsonschema-rs and that of jsonschema."""
    quick = quick_validator(json.loads(json.dumps(schema)), quick_registry({}))
    targets = {f"#/$defs/{name}": part for name, part in schema.get("$defs", {}).items()}
    return quick.is_valid(value), validator_for(schema, targets).is_valid(value)


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "",
            "a",
            "^a",
            "a$",
            "^$",
            "^[a-z0-9]+(-[a-z0-9]+)*$",
            r"^1\.[0-9]{0,5}[1-9]$",
            r"^[^/\\\u0000]+$",
            "(a|b){2,}",
        ),
        *("[a-z._-]", r"[\]\-]", "^https?://", "a{3}", "[$]", r"\$", r"\^a\$", "x(y?|[^z])", "a, b", "()", "(a|)"),
    ],
)
def test_a_plain_pattern_stays_as_it_is(pattern: str) -> None:
    assert rust_pattern(pattern) == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            ".",
            r"\d",
            r"\D",
            r"\w",
            r"\W",
            r"\b",
            r"\B",
            r"\A",
            r"\Z",
            r"\z",
            r"\n",
            r"\1",
            r"\x41",
            r"\p{L}",
            r"\Q",
            "\\",
        ),
        *("(?i)a", "(?=a)", "(?:a)", "(?P<x>a)", "a*?", "a++", "a**", "a{1}{2}", "a{,3}", "{", "}", "a{1000}", "*"),
        *(
            "a^",
            "(^a)",
            "$a",
            "a$|b",
            "(a$)",
            "$$",
            "^*",
            "[[a]",
            "[a&&b]",
            "[a--b]",
            "[a~~b]",
            "[a||b]",
            r"[\s]",
            r"[\d]",
        ),
        *("[a", "[]", "[a-é]", "[!-~]", "[-a]", "[a^]", "é", "\n", r"\ud800", r"\u12", "[z-A]", "[a-Z]", "a\n", "a$\n"),
    ],
)
def test_any_other_pattern_is_left_to_python(pattern: str) -> None:
    assert rust_pattern(pattern) is None


def test_no_pattern_of_our_schemas_asks_python() -> None:
    for path in sorted(FOLDER.glob("*.json")):
        assert PATTERN not in json.dumps(rust_schema(read_json(path)[0], ())), path.name


def test_white_space_is_what_it_is_to_python() -> None:
    characters = "".join(map(chr, range(sys.maxunicode + 1)))
    for pattern in (r"\s", r"\S"):
        spelt_out = rust_pattern(pattern)
        assert spelt_out is not None
        assert spelt_out != pattern
        assert re.findall(spelt_out, characters) == re.findall(pattern, characters)


@pytest.mark.parametrize("pattern", [r"^\s$", r"^\S$", r"^\\s\s\\S$"])
def test_white_space_is_seen_alike(pattern: str) -> None:
    quick = quick_validator({"pattern": pattern}, quick_registry({}))
    for code in [*range(0x3100), 0xFEFF, *range(0x1F600, 0x1F700)]:
        for text in (chr(code), rf"\s{chr(code)}\S"):
            assert quick.is_valid(text) == bool(re.search(pattern.replace("$", r"\Z"), text)), ascii(text)


@st.composite
def patterns_and_texts(draw: st.DrawFn) -> tuple[str, str]:
    pattern = draw(st.from_regex(SAME, fullmatch=True))
    assume(len(pattern) < 40 and len(re.findall(r"[*+?{]", pattern)) < 4)  # or Python may try for hours
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError):
        return "", ""
    odd = draw(st.sampled_from(["", "", "\n", "\x1c", "\x85", "\u2003", "a", "B", "0", "_", "-", "\\", "é", "😀", "ſ"]))
    text = draw(st.text(max_size=5) | st.from_regex(compiled))[:20]
    at = draw(st.integers(0, len(text)))
    return pattern, text[:at] + odd + text[at:]


@given(case=patterns_and_texts())
@example(case=(r"^[\-\]\\.]+$", "-]\\."))
@example(case=(r"^\/\-\.\{\}\|$", "/-.{}|"))
@example(case=("^(a?|(b*)*)*c$", "abbac"))
@example(case=("^a|b$", "b\n"))
def test_a_plain_pattern_is_seen_alike(case: tuple[str, str]) -> None:
    pattern, text = case
    assume(not any("\ud800" <= character <= "\udfff" for character in text))
    try:
        quick, slow = verdicts({"pattern": pattern}, text)
    except ValueError as error:  # jsonschema is asked instead, so nothing is lost
        assert "pattern" in str(error)  # noqa: PT017
    else:
        assert quick == slow


DAY = {"format": "date"}


@pytest.mark.parametrize(
    "schema",
    [
        {"const": {"pattern": r"\d", "format": "date"}},
        {"enum": [DAY, {"allOf": [DAY]}]},
        {"properties": {"const": {"pattern": r"^\d$"}, "format": DAY, "pattern": {"pattern": "^[0-9]$"}, "enum": DAY}},
        {"$defs": {"default": {"pattern": r"^\d$"}}, "additionalProperties": {"$ref": "#/$defs/default"}},
        {"format": "email"},
        {"format": "edtf", "allOf": [{"maxLength": 7}]},
        {"not": {"format": "date", "maxLength": 10}},
        {"not": {"pattern": r"^\d+$", "minLength": 2}},
        {"if": {"format": "edtf", "minLength": 1}, "then": {"pattern": "^2"}, "else": {"pattern": r"\d"}},
        {
            "anyOf": [
                {"type": "string", **DAY},
                {"type": "null"},
                {"properties": {"pattern": DAY}, "required": ["pattern"], "type": "object"},
            ]
        },
        {"prefixItems": [DAY], "items": {"pattern": r"^\w+$"}},
        {"dependentSchemas": {"format": {"required": ["pattern"]}}},
    ],
    ids=json.dumps,
)
def test_a_schema_means_what_it_meant(schema: Any) -> None:
    texts = ["", "2", "٣", "22", "2024", "2024-02-29", "2023-02-29", "2024-02-29 ", "a@b", "2021/2024", "x" * 99]
    found = set()
    for inner in [*texts, None, 3, DAY, {"pattern": r"\d", "format": "date"}, {"allOf": [DAY]}]:
        for value in (inner, [inner, inner], {"pattern": inner}, {"const": inner}, {"format": inner}, {"enum": inner}):
            quick, slow = verdicts(schema, value)
            assert quick == slow, value
            found.add(slow)
    assert found == ({True} if schema == {"format": "email"} else {True, False})


def test_a_schema_that_is_none_is_not_made_one() -> None:
    with pytest.raises(TypeError):
        quick_validator({"allOf": {}, "format": "date"}, quick_registry({}))


def test_no_text_of_the_wrong_length_is_taken_for_a_date(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("doichieu.model.edtf.edtf_bounds", asked.append)
    quick = quick_validator({"format": "edtf", "minLength": 1, "maxLength": 60}, quick_registry({}))
    assert [len(list(quick.iter_errors(value))) for value in ("", "2" * 61, "2" * 60, None)] == [1, 1, 0, 0]
    assert asked == ["2" * 60]


def test_a_fault_of_our_own_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("doichieu.model.edtf.edtf_bounds", broken)
    with pytest.raises(ZeroDivisionError):
        quick_validator({"format": "edtf"}, quick_registry({})).is_valid("2024")


@pytest.mark.parametrize(("number", "is_valid"), [("2", True), ("2.0", False), ("0.5", False), ("-1", False)])
def test_a_number_of_a_file_is_judged_as_jsonschema_would(tmp_path: Path, number: str, is_valid: bool) -> None:
    schema = {"$id": "https://example.org/own.schema.json", "type": "integer", "minimum": 0}
    (tmp_path / "own.schema.json").write_text(json.dumps(schema))
    (tmp_path / "x.json").write_text(number)
    data, text = read_json(tmp_path / "x.json")
    assert (Schemas(tmp_path).problems("own", data, tmp_path / "x.json", text) == []) is is_valid
