"""Check the data of a file against its schema; each fault becomes one sentence with its position.

jsonschema-rs decides whether there are faults; jsonschema, many times slower, says which. Both work offline, with the
keywords of keywords.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urljoin

from doichieu.files.json_positions import Pointer, cut, locate, offsets, place
from doichieu.files.problems import (
    MAX_COUNTED,
    InputError,
    Problem,
    as_pointer,
    first_problems,
    input_error,
    show,
    shown_path,
)
from doichieu.files.strict_json import OrdinaryText, read_json
from doichieu.validation.keywords import may_differ, quick_registry, quick_validator, validator_for

if TYPE_CHECKING:
    from doichieu.validation.faults import Fault

_SUFFIX = ".schema.json"


class Schemas:
    """The schemas in a folder: `<kind>.schema.json` for each kind of file. They may refer to each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._schemas: dict[str, Any] = {}
        self._texts: dict[str, str] = {}
        self._targets: dict[str, Any] = {}
        self._validators: dict[str, Any] = {}
        self._registry: Any = None
        self._quick_validators: dict[str, Any] = {}

    def problems(self, kind: str, data: object, path: Path, text: str) -> list[Problem]:
        """Return the problems in the data of a file, most basic first; after MAX_SHOWN, only the number of others.

        `kind` is the name of a schema, such as document, entities or rulings; `data` and `text` are what `read_json`
        returned for `path`. Raises InputError if the schemas themselves cannot be used, and RuntimeError if one library
        rejects the file and the other finds no fault.
        """
        is_alike = isinstance(text, OrdinaryText) or not may_differ(data)
        verdict = self.verdict(kind, data) if is_alike else None
        if verdict:
            return []
        found = self._find_problems(kind, data, path, text)
        if verdict is False and not found:
            raise RuntimeError(self._unexplained(kind, data, path))
        return found

    def verdict(self, kind: str, data: object) -> bool | None:
        """Whether the data is valid; None if jsonschema-rs cannot tell."""
        validator = self._quick_validator(kind)
        if validator is None:
            return None
        try:
            return bool(validator.is_valid(data))
        except ValueError:  # a lone surrogate, or nesting that is too deep
            return None

    def _unexplained(self, kind: str, data: object, path: Path) -> str:
        error = next(self._quick_validator(kind).iter_errors(data))
        value, rule = as_pointer(error.instance_path), as_pointer(error.schema_path)
        return (
            f"{shown_path(path)}: at {show(value)} jsonschema-rs rejects what jsonschema accepts "
            f"({kind}{_SUFFIX}, {rule}); please report this file or, if the schema is your own, correct the schema."
        )

    def _find_problems(self, kind: str, data: object, path: Path, text: str) -> list[Problem]:
        """Return what jsonschema finds wrong. Imports the modules for it only here, because few files need them."""
        from doichieu.validation.faults import faults_of

        validator = self._validator(kind)
        try:
            faults = chain.from_iterable(map(faults_of, validator.iter_errors(data)))
            distinct = list(islice(_distinct(faults), MAX_COUNTED))
            return self._problems_from(distinct, path, text) if distinct else []
        except Exception as error:  # jsonschema may raise anything for a schema that it cannot use
            self._blame_schemas(error)

    def _problems_from(self, faults: list[Fault], path: Path, text: str) -> list[Problem]:
        from doichieu.validation.messages import words_for

        starts = offsets(text, (fault.pointer for fault in faults))

        def start(fault: Fault) -> int:
            return starts[fault.pointer][0 if fault.at_name else 1]

        def problem(fault: Fault) -> Problem:
            what, todo = words_for(fault, self._description)
            return Problem(path, *place(text, start(fault)), as_pointer(fault.pointer), what, todo)

        return first_problems(sorted(faults, key=lambda fault: (not fault.is_first, start(fault))), problem)

    def _description(self, schema: object) -> str:
        """Return the description of a schema or, if it has none, of the schema it refers to."""
        if not isinstance(schema, Mapping):
            return ""
        if "description" not in schema and "$ref" in schema:
            return self._description(self._targets[schema["$ref"]])
        return str(schema.get("description", ""))

    def _quick_validator(self, kind: str) -> Any:
        """Return the jsonschema-rs validator, or None for schemas that it cannot use; jsonschema then says why."""
        if kind not in self._quick_validators:
            schema = self._schema(kind)
            try:
                self._registry = self._registry or quick_registry(self._schemas)
                self._quick_validators[kind] = quick_validator(schema, self._registry)
            except Exception:  # jsonschema is used instead, and reports what is wrong
                self._quick_validators[kind] = None
        return self._quick_validators[kind]

    def _validator(self, kind: str) -> Any:
        if kind not in self._validators:
            schema = self._schema(kind)
            self._resolve()
            self._validators[kind] = validator_for(schema, self._targets)
        return self._validators[kind]

    def _schema(self, kind: str) -> Any:
        self._load()
        path = self.folder / f"{kind}{_SUFFIX}"
        if path.name not in self._schemas:
            raise input_error(path, "there is no such schema", "copy it from a new project")
        return self._schemas[path.name]

    def _load(self) -> None:
        """Read every schema of the folder."""
        if self._schemas:
            return
        schemas: dict[str, Any] = {}
        for path in sorted(self.folder.glob(f"*{_SUFFIX}")):
            schema, self._texts[path.name] = read_json(path)
            if not isinstance(schema, dict) or not isinstance(schema.get("$id"), str):
                raise input_error(path, "this schema has no $id", "give it one", 1, 1)
            # With $schema, jsonschema would use its own keywords in every schema that refers to this one.
            schema.pop("$schema", None)
            schemas[path.name] = schema
        self._schemas = schemas

    def _resolve(self) -> None:
        """Resolve every reference in the schemas."""
        from referencing import Registry
        from referencing.exceptions import Unresolvable
        from referencing.jsonschema import DRAFT202012

        if self._targets:
            return
        contents = ((schema["$id"], schema) for schema in self._schemas.values())
        resolver = Registry().with_contents(contents, default_specification=DRAFT202012).resolver()
        targets = {}
        for name, schema in self._schemas.items():
            for pointer, reference in _make_absolute(schema, schema["$id"]):
                try:
                    targets[reference] = resolver.lookup(reference).contents
                except Unresolvable:
                    raise self._schema_error(name, pointer, "this reference points to nothing", "correct it") from None
        self._targets = targets

    def _schema_error(self, name: str, pointer: Pointer, what: str, todo: str) -> InputError:
        where = locate(self._texts[name], pointer)
        return input_error(self.folder / name, what, todo, *where, pointer=as_pointer(pointer))

    def _blame_schemas(self, error: Exception) -> NoReturn:
        """Raise InputError for the schema that cannot be used; if all can be, the error is ours and is raised again."""
        from jsonschema import Draft202012Validator, SchemaError

        for name, schema in self._schemas.items():
            try:
                Draft202012Validator.check_schema(schema)
            except SchemaError as wrong:
                what = f"this part of the schema is not JSON Schema ({cut(wrong.message, 100)})"
                todo = "write it as draft 2020-12 requires"
                raise self._schema_error(name, tuple(wrong.absolute_path), what, todo) from error
        raise error


def _distinct(faults: Iterable[Fault]) -> Iterator[Fault]:
    seen: set[object] = set()
    for fault in faults:
        if fault.identity not in seen:
            seen.add(fault.identity)
            yield fault


def _make_absolute(schema: object, base: str, here: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Make every reference absolute, in place; yield each with its pointer."""
    parts = schema.items() if isinstance(schema, dict) else enumerate(schema) if isinstance(schema, list) else ()
    for name, part in parts:
        yield from _make_absolute(part, base, (*here, name))
    if isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
        schema["$ref"] = urljoin(base, schema["$ref"])
        yield (*here, "$ref"), schema["$ref"]
