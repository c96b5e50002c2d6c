"""Reduce the errors of jsonschema to the faults that the author of a file needs to see."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# A member that is missing, unknown or of the wrong type may explain the other faults, so it is reported first.
_FIRST = frozenset(("required", "additionalProperties", "type", "oneOf", "anyOf"))


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in the data; `error` is the jsonschema ValidationError behind it."""

    pointer: tuple[str | int, ...]
    keyword: str
    error: Any
    member: str = ""  # the member that is missing, unknown or badly named
    at_name: bool = False  # whether the member's name is at fault, not its value

    @property
    def identity(self) -> tuple[object, ...]:
        """A key that is equal for faults with the same message."""
        return self.pointer, self.keyword, self.member or self.error.message

    @property
    def is_first(self) -> bool:
        """Whether it is reported before other faults, because it may explain them."""
        return self.keyword in _FIRST


def faults_of(error: Any) -> Iterator[Fault]:
    """Yield the faults behind an error; for oneOf and anyOf, those of the form that the author most likely meant."""
    pointer, keyword = tuple(error.absolute_path), error.validator
    if keyword == "required":
        absent = (name for name in error.validator_value if name not in error.instance)
        yield from (Fault(pointer, keyword, error, name) for name in absent)
    elif keyword == "additionalProperties":
        yield from (Fault((*pointer, name), keyword, error, name, at_name=True) for name in unknown_members(error))
    elif keyword in ("oneOf", "anyOf"):
        meant = _form_meant(error)
        for inner in meant:
            yield from faults_of(inner)
        if not meant:
            yield Fault(pointer, keyword, error)
    elif "propertyNames" in error.absolute_schema_path and isinstance(error.instance, str):
        yield Fault((*pointer, error.instance), keyword, error, error.instance, at_name=True)
    else:
        yield Fault(pointer, keyword, error)


def unknown_members(error: Any) -> list[str]:
    """Return the members that the schema of an additionalProperties error does not define."""
    return [name for name in error.instance if name not in error.schema.get("properties", {})]


def nearest(name: object, known: Iterable[object]) -> str:
    """Return the known word closest to a misspelt one, or ""; only the first 60 characters are compared."""
    words = [word for word in known if isinstance(word, str)]
    found = difflib.get_close_matches(str(name)[:60], words, n=1)
    return found[0] if found else ""


def _form_meant(error: Any) -> list[Any]:
    """Return the errors of the form closest to the data; none if that is unclear."""
    forms: dict[int, list[Any]] = {}
    for inner in error.context:
        forms.setdefault(inner.relative_schema_path[0], []).append(inner)
    fitting = [errors for errors in forms.values() if not any(map(_is_other_type, errors))]
    if len(fitting) < 2:
        return fitting[0] if fitting else []
    best = min(fitting, key=_distance)
    lacks = [inner for inner in best if inner.validator == "required" and not inner.relative_path]
    known = lacks[0].schema.get("properties", {}) if lacks else {}
    is_strange = lacks and not any(name in known or nearest(name, known) for name in error.instance)
    return [] if is_strange else best


def _is_other_type(error: Any) -> bool:
    return error.validator == "type" and not error.relative_path


def _distance(errors: list[Any]) -> tuple[int, bool, int]:
    """Return how far the data is from a form: missing and unknown members, then misspelt names, then all errors."""
    here = [error for error in errors if not error.relative_path]
    missing = sum(error.validator == "required" for error in here)
    closed = [error for error in here if error.validator == "additionalProperties"]
    unknown = [(name, error.schema.get("properties", {})) for error in closed for name in unknown_members(error)]
    is_near = any(nearest(name, known) for name, known in unknown[:20])
    return missing + len(unknown), not is_near, len(errors)
