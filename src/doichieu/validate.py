"""Check the data of a file against its schema; every fault comes out as one sentence with its place.

jsonschema does the checking, offline. Some of its keywords are replaced: see the functions at the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urljoin

from doichieu.files import MAX_COUNTED, InputError, Problem, as_pointer, first_problems, locate, read_json
from doichieu.json_text import cut, offsets, place
from doichieu.schema_faults import Fault, faults_of
from doichieu.schema_words import words_for

_SUFFIX = ".schema.json"
# A dollar sign that is neither escaped nor in a class of characters.
_ANCHOR = re.compile(r"(\\.|\[(?:\\.|[^\]\\])*\])|\$")


class Schemas:
    """The schemas of a folder, `<kind>.schema.json` for each kind of file. They may refer to each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._schemas: dict[str, Any] = {}
        self._texts: dict[str, str] = {}
        self._registry: Any = None
        self._validators: dict[str, Any] = {}

    def problems(self, kind: str, data: object, path: Path, text: str) -> list[Problem]:
        """What is wrong with the data of a file, worst first; past MAX_SHOWN problems only how many more.

        `kind` is document, dossier, entities, properties, rulings, cases or discrepancies; `data` and `text`
        are what `read_json` gave for `path`. Raises InputError where the schemas themselves cannot be used.
        """
        validator = self._validator(kind)
        try:
            faults = chain.from_iterable(map(faults_of, validator.iter_errors(data)))
            unique = list({fault.identity: fault for fault in islice(faults, MAX_COUNTED)}.values())
            return self._told(unique, path, text) if unique else []
        except Exception as error:
            self._blame_schemas(error)

    def _told(self, faults: list[Fault], path: Path, text: str) -> list[Problem]:
        starts = offsets(text, (fault.pointer for fault in faults))

        def start(fault: Fault) -> int:
            return starts[fault.pointer][0 if fault.at_name else 1]

        def problem(fault: Fault) -> Problem:
            what, todo = words_for(fault, self._description)
            return Problem(path, *place(text, start(fault)), as_pointer(fault.pointer), what, todo)

        return first_problems(sorted(faults, key=lambda fault: (not fault.is_first, start(fault))), problem)

    def _description(self, schema: object) -> str:
        """The description of a schema or, where it has none of its own, of the one it refers to."""
        if not isinstance(schema, Mapping):
            return ""
        if "description" not in schema and "$ref" in schema:
            return self._description(self._registry.resolver().lookup(schema["$ref"]).contents)
        return str(schema.get("description", ""))

    def _validator(self, kind: str) -> Any:
        if kind not in self._validators:
            self._load()
            path = self.folder / f"{kind}{_SUFFIX}"
            if path.name not in self._schemas:
                raise InputError(
                    [Problem(path, 0, 0, "", "there is no such schema", "take it from a new project")]
                )
            build = _validator_class()
            self._validators[kind] = build(
                self._schemas[path.name], registry=self._registry, format_checker=_format_checker()
            )
        return self._validators[kind]

    def _load(self) -> None:
        if self._registry is not None:
            return
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        for path in sorted(self.folder.glob(f"*{_SUFFIX}")):
            schema, self._texts[path.name] = read_json(path)
            if not isinstance(schema, dict) or not isinstance(schema.get("$id"), str):
                raise InputError([Problem(path, 1, 1, "", "this schema has no $id", "give it one")])
            # With a $schema, jsonschema would use its own keywords wherever a $ref leads to this one.
            schema.pop("$schema", None)
            _make_absolute(schema, schema["$id"])
            self._schemas[path.name] = schema
        contents = ((schema["$id"], schema) for schema in self._schemas.values())
        self._registry = Registry().with_contents(contents, default_specification=DRAFT202012)

    def _blame_schemas(self, error: Exception) -> NoReturn:
        """Tell which schema cannot be used; where all can, the error is our own."""
        from jsonschema import Draft202012Validator, SchemaError  # type: ignore[import-untyped]
        from referencing.exceptions import Unresolvable

        if isinstance(error, Unresolvable):
            what = f"the schemas refer to {error.ref}, which is in none of them"
            raise InputError(
                [Problem(self.folder, 0, 0, "", what, "mend the $ref, or add the schema")]
            ) from error
        for name, schema in self._schemas.items():
            try:
                Draft202012Validator.check_schema(schema)
            except SchemaError as wrong:
                pointer = tuple(wrong.absolute_path)
                where = locate(self._texts[name], pointer)
                what = f"this part of the schema is not JSON Schema ({cut(wrong.message, 100)})"
                todo = "write it as the 2020-12 draft says"
                raise InputError(
                    [Problem(self.folder / name, *where, as_pointer(pointer), what, todo)]
                ) from error
        raise error


def _make_absolute(schema: object, base: str) -> None:
    """Write every reference out in full, so that it can be followed from anywhere."""
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for part in inner:
        _make_absolute(part, base)
    if isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
        schema["$ref"] = urljoin(base, schema["$ref"])


def _validator_class() -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend  # type: ignore[import-untyped]

    def items(validator: Any, schema: Any, value: object, parent: Any) -> Iterator[Any]:
        # A choice of forms keeps all errors of each: a hostile list must not fill the memory with them.
        return islice(Draft202012Validator.VALIDATORS["items"](validator, schema, value, parent), MAX_COUNTED)

    own = {"if": _if, "items": items, "pattern": _pattern, "format": _format, "uniqueItems": _unique_items}
    # Draft 2020-12 takes 2.0 for an integer; the places and counts of our files are written without a point.
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    return extend(Draft202012Validator, own, type_checker=types)


def _is_integer(checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


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


def _pattern(validator: Any, pattern: str, value: object, parent: Mapping[str, Any]) -> Iterator[Any]:
    """Like JSON Schema's own, but `$` is the very end: Python also takes the end of the last line.

    What is empty or too long has an error already; and no long text is given to a pattern that may be slow.
    """
    from jsonschema import ValidationError

    if isinstance(value, str) and _has_right_length(value, parent) and not _compiled(pattern).search(value):
        yield ValidationError("not in the form needed")


def _format(validator: Any, name: str, value: object, parent: Mapping[str, Any]) -> Iterator[Any]:
    """Like JSON Schema's own, but silent about what is empty or too long, which has an error already."""
    from jsonschema.exceptions import FormatError, ValidationError

    if isinstance(value, str) and _has_right_length(value, parent):
        try:
            validator.format_checker.check(value, name)
        except FormatError as error:
            yield ValidationError("not in the format needed", cause=error.cause)


def _unique_items(validator: Any, is_unique: bool, value: object, parent: Mapping[str, Any]) -> Iterator[Any]:
    """Like JSON Schema's own, but in linear time, and each error at the entry that repeats an earlier one."""
    from jsonschema import ValidationError

    seen: set[str] = set()
    for index, entry in enumerate(value if is_unique and isinstance(value, list) else ()):
        text = json.dumps(entry, sort_keys=True)
        if text in seen:
            yield ValidationError("stands twice", path=[index], instance=entry)
        seen.add(text)


def _has_right_length(value: str, schema: Mapping[str, Any]) -> bool:
    return bool(schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_ANCHOR.sub(lambda match: match[1] or r"\Z", pattern))


def _format_checker() -> Any:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    checker.checks("edtf", raises=ValueError)(_is_edtf)
    checker.checks("date")(_is_day)
    return checker


def _is_edtf(text: str) -> bool:
    from doichieu.dates import edtf_bounds  # here, since most files never ask

    edtf_bounds(text)
    return True


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text  # it also reads 20240131 and 2024-W05-3
    except ValueError:
        return False
