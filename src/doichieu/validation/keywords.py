"""The keywords of JSON Schema as two libraries check them, but for those where an author would be surprised.

jsonschema-rs says fast whether a file is valid, jsonschema says slowly what is wrong with one that is not. Where the
two would differ (patterns, formats) both ask the same function here; where they still could, see `may_differ`.
No file passes that JSON Schema forbids, as long as conditions ask about members that are required: see `_if`.
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

# A dollar sign that is neither escaped nor in a class of characters.
_ANCHOR = re.compile(r"(\\.|\[(?:\\.|[^\]\\])*\])|\$")


def quick_registry(schemas: Mapping[str, Any]) -> Any:
    """The schemas as jsonschema-rs looks them up, each under its $id, with no way to ask anyone else."""
    from jsonschema_rs import Draft202012, Registry

    known = [(schema["$id"], rust_schema(schema, _FORMATS)) for schema in schemas.values()]
    return Registry(known, draft=Draft202012)


def quick_validator(schema: Any, registry: Any) -> Any:
    """A validator of jsonschema-rs for a schema: its `is_valid` decides, where the data cannot differ.

    Raises whatever jsonschema-rs and `re` raise for a schema that they cannot use.
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
    """Whether the two libraries may judge data differently: to jsonschema-rs 2.0 is an integer, and the same as 2."""
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
    """A validator of jsonschema for a schema; `targets` are the schemas that its references lead to."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry

    def ref(validator: Any, name: str, value: object, _: Any) -> Iterator[Any]:
        # jsonschema looks a reference up for every value, which takes as long as all the rest.
        return iter(validator.descend(value, targets[name]))

    def items(validator: Any, about: Any, value: object, parent: Any) -> Iterator[Any]:
        # A choice of forms keeps all errors of each: a hostile list must not fill the memory with them.
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
    # Draft 2020-12 takes 2.0 for an integer; the places and counts of our files are written without a point.
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    # Without a registry, even an empty one, jsonschema would ask the network for a schema that it misses.
    return extend(Draft202012Validator, own, type_checker=types)(schema, registry=Registry())


class _PythonPattern:
    """A keyword of jsonschema-rs for the patterns that Rust would read in another way."""

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
    """JSON Schema's own; but the conditions for other kinds are passed over, which makes it twice as fast."""
    for index, part in enumerate(parts):
        if not _is_for_another_kind(part, value):
            yield from validator.descend(value, part, schema_path=index)


def _is_for_another_kind(part: Any, value: object) -> bool:
    """Whether a part of a schema only holds for values with another word in one of their members."""
    if not (isinstance(part, dict) and part.keys() == {"if", "then"} and isinstance(value, dict)):
        return False
    condition = part["if"]
    if not (isinstance(condition, dict) and condition.keys() == {"properties"}):
        return False
    members = condition["properties"].items()
    words = {name: about.get("const") for name, about in members if isinstance(about, dict)}
    return any(isinstance(word, str) and value.get(name) != word for name, word in words.items())


def _if(validator: Any, condition: Any, value: object, parent: Mapping[str, Any]) -> Iterator[Any]:
    """Like JSON Schema's own, but silent where the member that the condition asks about is missing.

    JSON Schema takes a condition on a missing member as met: a value without its kind would get the errors
    of all twelve kinds. That it is missing has an error of its own: our schemas require what they ask about.
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
        yield ValidationError("not in the form needed", cause=error)


def _check_pattern(pattern: str, value: object, parent: Mapping[str, Any]) -> None:
    """Like JSON Schema's own, but `$` is the very end: Python also takes the end of the last line.

    What is empty or too long has an error already; and no long text is given to a pattern that may be slow.
    """
    if isinstance(value, str) and _has_right_length(value, parent) and not _compiled(pattern).search(value):
        raise ValueError("not in the form needed")


def _format(_: Any, name: str, value: object, parent: Mapping[str, Any]) -> Iterator[Any]:
    from jsonschema import ValidationError

    try:
        _check_format(name, value, parent)
    except ValueError as error:
        yield ValidationError("not in the format needed", cause=error)


def _check_format(name: str, value: object, parent: Mapping[str, Any]) -> None:
    """Like JSON Schema's own, but silent about what is empty or too long, which has an error already."""
    if isinstance(value, str) and name in _FORMATS and _has_right_length(value, parent):
        _FORMATS[name](value)


def _unique_items(_: Any, is_unique: bool, value: object, __: Any) -> Iterator[Any]:
    """Like JSON Schema's own, but in linear time, and each error at the entry that repeats an earlier one."""
    from jsonschema import ValidationError

    seen: set[str] = set()
    repeated = 0
    for index, entry in enumerate(value if is_unique and isinstance(value, list) else ()):
        text = json.dumps(entry, sort_keys=True)
        if text in seen and repeated < MAX_COUNTED:
            repeated += 1
            yield ValidationError("stands twice", path=[index], instance=entry)
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
    if date.fromisoformat(text).isoformat() != text:  # it also reads 20240131 and 2024-W05-3
        raise ValueError("not a day as it is written here")


_FORMATS: Mapping[str, Callable[[str], None]] = {"edtf": _check_edtf, "date": _check_day}
