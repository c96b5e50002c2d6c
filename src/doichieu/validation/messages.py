"""Error messages for schema faults: what is wrong, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from doichieu.files.json_positions import printable
from doichieu.files.problems import show
from doichieu.validation.faults import Fault, nearest

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
}
_HOW = {
    **_TYPES,
    "string": "text in double quotes",
    "array": "a list […]",
    "object": "an object {…}",
}
# Matches a pattern that limits a text to a number of words.
_WORDS_AT_MOST = re.compile(r"\^\\S\+\(\\s\+\\S\+\)\{0,(\d+)\}\$")

Describe = Callable[[Mapping[str, Any]], str]


def words_for(fault: Fault, describe: Describe) -> tuple[str, str]:  # noqa: C901 - a flat table of keywords
    """Return what is wrong and what to do; `describe` returns a schema's description, following its $ref."""
    error, value, limit = fault.error, fault.error.instance, fault.error.validator_value
    about, how = _lower(describe(error.schema)), _how(_types_of(error))
    write, write_as = f"write {about or how}", f"write {how}" + (f": {about}" if about else "")
    match fault.keyword:
        case "required":
            missing = _lower(describe(error.schema.get("properties", {}).get(fault.member, {})))
            return f"the member {show(fault.member)} is missing", f"add it: {missing}" if missing else "add it"
        case "additionalProperties":
            known = [name for name in error.schema.get("properties", {}) if name not in value]
            return f"the member {show(fault.member)} is unknown here", _other_member(fault.member, known)
        case "type":
            return f"{_sort(value)} where {_either(_named(_types_of(error)))} is needed", write_as
        case "oneOf" | "anyOf":
            if types := _types_of(error):
                return f"{_sort(value)} where {_either(_named(types))} is needed", write_as
            return (
                f"{show(value)} has none of the forms allowed here",
                f"write {_forms(error) or about or how}",
            )
        case "enum" | "const":
            allowed = limit if fault.keyword == "enum" else [limit]
            return f"{show(value)} is not allowed here", _other_value(value, allowed)
        case "pattern":
            return _misshapen(value, limit), write
        case "format" if limit == "date":
            return f"{show(value)} is not a day", "write it as YYYY-MM-DD, such as 2025-01-31"
        case "format":
            return printable(str(error.cause or f"{show(value)} is not in the required form")), write
        case "minimum":
            return f"{show(value)} is less than {limit}", f"write {limit} or more"
        case "maximum":
            return f"{show(value)} is more than {limit}", f"write {limit} or less"
        case "minLength":
            return _too_few("text", len(value), "character", limit), write_as
        case "maxLength":
            return _too_many("text", len(value), "character", limit), "shorten it"
        case "minItems":
            return _too_few("list", len(value), "entry", limit), "add what is missing"
        case "maxItems":
            return _too_many("list", len(value), "entry", limit), "shorten it"
        case "items":
            most = len(error.schema.get("prefixItems", ()))
            return _too_many("list", len(value), "entry", most), "shorten it"
        case "uniqueItems":
            return f"{show(value)} appears twice in this list", "keep one of the two"
    return f"{show(value)} is not allowed here", write


def _either(words: Sequence[str]) -> str:
    """Join words as alternatives: 'a', 'a or b', 'a, b or c'."""
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _lower(sentence: str) -> str:
    """Turn a description into the end of a sentence; EDTF and SHA-256 keep their capitals."""
    is_plain = sentence[1:2].islower() or sentence[1:2] == " "
    return (sentence[:1].lower() if is_plain else sentence[:1]) + sentence[1:].removesuffix(".")


def _types_of(error: Any) -> list[str]:
    """Return the allowed types by their JSON Schema names."""
    if error.validator in ("oneOf", "anyOf"):
        wrong = [inner for inner in error.context if inner.validator == "type" and not inner.relative_path]
        forms = {inner.relative_schema_path[0] for inner in error.context}
        if {inner.relative_schema_path[0] for inner in wrong} != forms:
            return []
        return list(dict.fromkeys(name for inner in wrong for name in _types_of(inner)))
    types = error.schema.get("type", []) if isinstance(error.schema, Mapping) else []  # false allows nothing
    return [types] if isinstance(types, str) else list(types)


def _named(types: Sequence[str]) -> list[str]:
    return [_TYPES.get(name, name) for name in types]


def _how(types: Sequence[str]) -> str:
    return _either([_HOW.get(name, name) for name in types]) or "what its schema asks for"


def _sort(value: object) -> str:
    """Describe a value by its type and a short form of the value."""
    if isinstance(value, str):
        return f"text ({show(value)})"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"a number ({show(value)})"
    return show(value)


def _other_member(name: str, known: Sequence[str]) -> str:
    if near := nearest(name, known):
        return f"did you mean {show(near)}?"
    listed = [show(other) for other in known if not other.startswith("$")]
    return f"remove it, or write {_either(listed)}" if listed else "remove it"


def _other_value(value: object, allowed: Sequence[object]) -> str:
    near = nearest(value, allowed) if isinstance(value, str) else ""
    words = f"write {_either([show(other) for other in allowed])}"
    return f"{words} (did you mean {show(near)}?)" if near else words


def _forms(error: Any) -> str:
    """List the members that each form of oneOf or anyOf requires."""
    forms = {inner.relative_schema_path[0]: inner for inner in error.context if inner.validator == "required"}
    return _either([" with ".join(map(show, inner.validator_value)) for inner in forms.values()])


def _misshapen(value: str, pattern: str) -> str:
    """Describe how a text breaks a pattern, naming faults that are hard to see."""
    if not value:
        return "this text is empty"
    if value != value.strip():
        return f"{show(value)} starts or ends with white space"
    words, at_most = len(value.split()), _WORDS_AT_MOST.fullmatch(pattern)
    if at_most and words > int(at_most[1]) + 1:
        return f"{show(value)} has {words} words where at most {int(at_most[1]) + 1} are allowed"
    return f"{show(value)} is not in the required form"


def _too_few(what: str, count: int, unit: str, limit: int) -> str:
    if not count:
        return f"this {what} is empty"
    return f"this {what} has {_count(count, unit)} where at least {_are(limit)} needed"


def _too_many(what: str, count: int, unit: str, limit: int) -> str:
    return f"this {what} has {_count(count, unit)} where at most {_are(limit)} allowed"


def _are(count: int) -> str:
    return "1 is" if count == 1 else f"{count:,} are"


def _count(count: int, unit: str) -> str:
    plural = {"entry": "entries", "character": "characters"}[unit]
    return f"1 {unit}" if count == 1 else f"{count:,} {plural}"
