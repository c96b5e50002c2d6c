"""The keywords of JSON Schema, for both validation libraries.

jsonschema-rs quickly decides whether a file is valid; jsonschema is slow, but says what is wrong. Where the two would
differ (patterns, formats), both call the same function in this module; for the remaining differences, see `may_differ`.
A few keywords differ from JSON Schema to give clearer errors. Even so, every file that JSON Schema rejects is rejected
here too, as long as conditions test only required members: see `_if`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from typing import Any

from doichieu.files.problems import MAX_COUNTED
from doichieu.validation.rust_keywords import FORMAT, PATTERN, rust_schema

# A dollar sign that is neither escaped nor in a character class.
_ANCHOR = re.compile(r"(\\.|\[(?:\\.|[^\]\\])*\])|\$")


def quick_registry(schemas: Mapping[str, Any]) -> Any:
    """Return a registry for jsonschema-rs with each schema under its $id; it never fetches others."""
    from jsonschema_rs import Draft202012, Registry

    known = [(schema["$id"], rust_schema(schema, _FORMATS)) for schema in schemas.values()]
    return Registry(known, draft=Draft202012)


def quick_validator(schema: Any, registry: Any) -> Any:
    """Return a jsonschema-rs validator; its `is_valid` is final unless `may_differ` is true for the data.

    Raises whatever jsonschema-rs or `re` raises for a schema that it cannot use.
    """
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(
        rust_schema(schema, _FORMATS),
        keywords={PATTERN: _PythonPattern},
        formats={FORMAT + name: lru_cache(maxsize=65536)(partial(_is_in_format, name)) for name in _FORMATS},
        validate_formats=True,
        registry=registry,
        offline=True,
    )


def may_differ(data: object) -> bool:
    """Whether the two libraries may disagree on data: jsonschema-rs treats 2.0 as an integer equal to 2."""
    values = [data]
    for value in values:
        if isinstance(value, dict):
            values.extend(value.values())
        elif isinstance(value, list):
            values.extend(value)
        elif isinstance(value, float):
            return True
    return False


def validator_for(schema: Any, targets: Mapping[str, Any]) -> Any:
    """Return a jsonschema validator; `targets` maps each reference to the schema it points to."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry

    def ref(validator: Any, name: str, value: object, _: Any) -> Iterator[Any]:
        # jsonschema resolves a reference again for every value, which doubles the time of validation.
        return iter(validator.descend(value, targets[name]))

    def items(validator: Any, about: Any, value: object, parent: Any) -> Iterator[Any]:
        # oneOf and anyOf collect all errors of each form: without a limit, a hostile list could fill the memory.
        return islice(Draft202012Validator.VALIDATORS["items"](validator, about, value, parent), MAX_COUNTED)

    own = {
        "$ref": ref,
        "allOf": _all_of,
        "format": _format,
        "if": _if,
        "items": items,
        "pattern": _pattern,
        "uniqueItems": _unique_items,
    }
    # Draft 2020-12 accepts 2.0 as an integer; offsets and counts in our files must be written without a point.
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    # Without a registry, jsonschema would fetch a missing schema from the network. An empty one prevents that.
    return extend(Draft202012Validator, own, type_checker=types)(schema, registry=Registry())


class _PythonPattern:
    """A jsonschema-rs keyword for patterns that mean something else in Rust."""

    def __init__(self, parent: dict[str, Any], pattern: str, _: object) -> None:
        self._parent, self._pattern = parent, pattern

    def validate(self, value: object) -> None:
        _check_pattern(self._pattern, value, self._parent)


def _is_in_format(name: str, text: str) -> bool:
    try:
        _FORMATS[name](text)
    except ValueError:
        return False
    return True


def _is_integer(_: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _all_of(validator: Any, parts: list[Any], value: object, _: Any) -> Iterator[Any]:
    """Check allOf as JSON Schema does, but skip the conditions for other kinds, which halves the time."""
    for index, part in enumerate(parts):
        if not _is_for_another_kind(part, value):
            yield from validator.descend(value, part, schema_path=index)


def _is_for_another_kind(part: Any, value: object) -> bool:
    """Whether a part of a schema applies only to values with another constant in one of their members."""
    if not (isinstance(part, dict) and part.keys() == {"if", "then"} and isinstance(value, dict)):
        return False
    condition = part["if"]
    if not (isinstance(condition, dict) and condition.keys() == {"properties"}):
        return False
    members = condition["properties"].items()
    words = {name: about.get("const") for name, about in members if isinstance(about, dict)}
    return any(isinstance(word, str) and value.get(name) != word for name, word in words.items())


def _if(validator: Any, condition: Any, value: object, parent: Mapping[str, Any]) -> Iterator[Any]:
    """Check if/then/else as JSON Schema does, but report nothing if a member that the condition tests is missing.

    JSON Schema treats a condition on a missing member as met, so a value without its kind would get the errors of all
    twelve kinds. The missing member has an error of its own, because our schemas require the members they test.
    """
    asked = condition.get("properties", {}) if isinstance(condition, dict) else {}
    if isinstance(value, dict) and any(name not in value for name in asked):
        return
    branch = "then" if validator.evolve(schema=condition).is_valid(value) else "else"
    if branch in parent:
        yield from validator.descend(value, parent[branch], schema_path=branch)


def _pattern(_: Any, pattern: str, value: object, parent: Mapping[str, Any]) -> Iterator[Any]:
    from jsonschema import ValidationError

    try:
        _check_pattern(pattern, value, parent)
    except ValueError as error:
        yield ValidationError("not in the required form", cause=error)


def _check_pattern(pattern: str, value: object, parent: Mapping[str, Any]) -> None:
    """Check a pattern as JSON Schema does, with `$` as the very end; in Python it also matches before a final newline.

    Text of the wrong length is skipped: it has an error already, and a pattern may be slow on long text.
    """
    if isinstance(value, str) and _has_right_length(value, parent) and not _compiled(pattern).search(value):
        raise ValueError("not in the required form")


def _format(_: Any, name: str, value: object, parent: Mapping[str, Any]) -> Iterator[Any]:
    from jsonschema import ValidationError

    try:
        _check_format(name, value, parent)
    except ValueError as error:
        yield ValidationError("not in the required format", cause=error)


def _check_format(name: str, value: object, parent: Mapping[str, Any]) -> None:
    """Check a format as JSON Schema does, but skip text of the wrong length, which has an error already."""
    if isinstance(value, str) and name in _FORMATS and _has_right_length(value, parent):
        _FORMATS[name](value)


def _unique_items(_: Any, is_unique: bool, value: object, __: Any) -> Iterator[Any]:
    """Check uniqueItems in linear time, with one error at each entry that repeats an earlier one."""
    from jsonschema import ValidationError

    seen: set[str] = set()
    repeated = 0
    for index, entry in enumerate(value if is_unique and isinstance(value, list) else ()):
        text = json.dumps(entry, sort_keys=True)
        if text in seen and repeated < MAX_COUNTED:
            repeated += 1
            yield ValidationError("appears twice", path=[index], instance=entry)
        seen.add(text)


def _has_right_length(value: str, schema: Mapping[str, Any]) -> bool:
    return bool(schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_ANCHOR.sub(lambda match: match[1] or r"\Z", pattern))


def _check_edtf(text: str) -> None:
    from doichieu.model.edtf import edtf_bounds

    edtf_bounds(text)


def _check_day(text: str) -> None:
    if date.fromisoformat(text).isoformat() != text:  # fromisoformat also accepts 20240131 and 2024-W05-3
        raise ValueError("not a day in the form YYYY-MM-DD")


_FORMATS: Mapping[str, Callable[[str], None]] = {"edtf": _check_edtf, "date": _check_day}
