"""Adapt schemas to jsonschema-rs so that it calls back into Python as little as possible.

One callback takes as long as the rest of a claim. Patterns that mean the same in Rust are therefore left to Rust, and
formats are checked in Python only for text of the right length.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

# The keyword that calls Python and the prefix of format names, chosen so that no other schema uses them.
PATTERN = "pattern, as Python reads it"
FORMAT = "format of doichieu: "

# Members that map names to schemas, and members that hold data.
_NAMED = frozenset(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"))
_DATA = frozenset(("const", "enum", "default", "examples"))

# What \s matches in Python; in Rust, U+001C to U+001F are not white space.
_SPACE = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = {r"\s": f"[{_SPACE}]", r"\S": f"[^{_SPACE}]"}

_CODE = r"\\u[0-9A-Ca-c][0-9A-Fa-f]{3}"  # not a surrogate
_IN_CLASS = rf"[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[\w .,:;'\"/@!%=*+?()$<>#]|\\[.\\/\]^-]|{_CODE}"
_ATOM = rf"[\w ,:;'\"/@!%=<>#&-]|\\[.\\/^$*+?()\[\]{{}}|-]|{_CODE}|\\[sS]|\[\^?(?:{_IN_CLASS})+-?\]"
_TIMES = r"(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})?"
# Patterns of characters, classes and groups, with repeats and optional anchors, mean the same in Rust and in Python.
SAME = re.compile(rf"\^?(?:\((?!\?)|\||(?:{_ATOM}|\)){_TIMES})*\$?", re.ASCII)
_ESCAPE = re.compile(r"\\.")


def rust_pattern(pattern: str) -> str | None:
    """Return the Rust pattern equal to a Python one with `$` as the very end; None if none is known."""
    if not SAME.fullmatch(pattern):
        return None
    return _ESCAPE.sub(lambda escape: _SPACES.get(escape[0], escape[0]), pattern)


def rust_schema(schema: Any, formats: Collection[str]) -> Any:
    """Return a copy of a schema for jsonschema-rs; formats other than `formats` are ignored, as in jsonschema."""
    if isinstance(schema, list):
        return [rust_schema(part, formats) for part in schema]
    if not isinstance(schema, dict):
        return schema
    adapted = {name: _member(name, part, formats) for name, part in schema.items()}
    if isinstance(schema.get("pattern"), str):
        pattern = adapted.pop("pattern")
        same = rust_pattern(pattern)
        adapted |= {PATTERN: pattern} if same is None else {"pattern": same}
    if isinstance(schema.get("format"), str) and adapted.pop("format") in formats:
        adapted["allOf"] = [*_listed(adapted.get("allOf", [])), _where_length_is_right(schema)]
    return adapted


def _member(name: str, part: Any, formats: Collection[str]) -> Any:
    if name in _NAMED and isinstance(part, dict):
        return {key: rust_schema(inner, formats) for key, inner in part.items()}
    return part if name in _DATA else rust_schema(part, formats)


def _listed(parts: Any) -> list[Any]:
    if not isinstance(parts, list):
        raise TypeError("allOf is not a list")
    return parts


def _where_length_is_right(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a condition that checks the format only if the length is right."""
    lengths = {name: schema[name] for name in ("minLength", "maxLength") if name in schema}
    return {"if": lengths, "then": {"format": FORMAT + schema["format"]}}
