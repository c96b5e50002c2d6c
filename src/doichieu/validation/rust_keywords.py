"""A schema as jsonschema-rs is given it, so that it need not ask Python what it can tell by itself.

Each question that it asks takes as long as all the rest of a claim: patterns that mean the same to both are left to
it, and formats are asked about by name and only where the length is right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

# What no schema of others can mean: the keyword that asks Python, and the names of the formats.
PATTERN = "pattern, as Python reads it"
FORMAT = "format of doichieu: "

# Members that hold schemas by names of any kind, and those that hold data.
_NAMED = frozenset(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"))
_DATA = frozenset(("const", "enum", "default", "examples"))

# What \s is to Python; to Rust, U+001C to U+001F are no white space.
_SPACE = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = {r"\s": f"[{_SPACE}]", r"\S": f"[^{_SPACE}]"}

_CODE = r"\\u[0-9A-Ca-c][0-9A-Fa-f]{3}"  # not half of a character
_IN_CLASS = rf"[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[\w .,:;'\"/@!%=*+?()$<>#]|\\[.\\/\]^-]|{_CODE}"
_ATOM = rf"[\w ,:;'\"/@!%=<>#&-]|\\[.\\/^$*+?()\[\]{{}}|-]|{_CODE}|\\[sS]|\[\^?(?:{_IN_CLASS})+-?\]"
_TIMES = r"(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})?"
# A pattern of characters, classes and groups that are repeated, from the start or to the end or neither.
_SAME = re.compile(rf"\^?(?:\((?!\?)|\||(?:{_ATOM}|\)){_TIMES})*\$?", re.ASCII)
_ESCAPE = re.compile(r"\\.")


def rust_pattern(pattern: str) -> str | None:
    """A pattern that is to Rust what this one is to Python, if `$` is the very end; None where none is known."""
    if not _SAME.fullmatch(pattern):
        return None
    return _ESCAPE.sub(lambda escape: _SPACES.get(escape[0], escape[0]), pattern)


def rust_schema(schema: Any, formats: Collection[str]) -> Any:
    """A copy of a schema for jsonschema-rs; formats that are not among ours mean nothing, as in jsonschema."""
    if isinstance(schema, list):
        return [rust_schema(part, formats) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _member(name, part, formats) for name, part in schema.items()}
    if isinstance(schema.get("pattern"), str):
        pattern = made.pop("pattern")
        same = rust_pattern(pattern)
        made |= {PATTERN: pattern} if same is None else {"pattern": same}
    if isinstance(schema.get("format"), str) and made.pop("format") in formats:
        made["allOf"] = [*_listed(made.get("allOf", [])), _where_length_is_right(schema)]
    return made


def _member(name: str, part: Any, formats: Collection[str]) -> Any:
    if name in _NAMED and isinstance(part, dict):
        return {key: rust_schema(inner, formats) for key, inner in part.items()}
    return part if name in _DATA else rust_schema(part, formats)


def _listed(parts: Any) -> list[Any]:
    if not isinstance(parts, list):
        raise TypeError("allOf is no list")
    return parts


def _where_length_is_right(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The format, asked about only where what is too long for it has not been refused already."""
    lengths = {name: schema[name] for name in ("minLength", "maxLength") if name in schema}
    return {"if": lengths, "then": {"format": FORMAT + schema["format"]}}
