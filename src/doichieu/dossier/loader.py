"""Load a dossier: read its files, validate them, and build typed documents.

All problems of a dossier are raised as one InputError.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from doichieu.dossier.builders import (
    VALUE_ERRORS,
    DossierHeader,
    build_claim,
    build_document,
    build_header,
    value_fault,
)
from doichieu.dossier.listing import document_names
from doichieu.dossier.project import place_in_project
from doichieu.dossier.texts import TextFinder
from doichieu.files.json_positions import locate
from doichieu.files.problems import InputError, Problem, as_pointer
from doichieu.files.strict_json import parse_json, read_bytes
from doichieu.model.claims import Dossier
from doichieu.model.lazy_entities import Kept
from doichieu.validation.references import Fault, dangling_references
from doichieu.validation.schemas import Schemas


def _unknown(_: bytes) -> Kept | None:
    return None


def load_dossier(folder: Path, schemas: Schemas) -> Dossier:
    """Load the dossier of a folder, validated and typed, with the texts that are on this machine.

    Raises InputError with every problem of every file.
    """
    problems: list[Problem] = []
    files = _Files(schemas, problems)
    parts = _read_header(folder, files)
    documents = [(path, files.read(path, "document")) for path in document_paths(folder)]
    if problems:
        raise InputError(problems)

    sources = {path: read for path, read in documents if read}
    problems += _cross_problems(files, folder, *parts[:3], sources)
    if problems:
        raise InputError(problems)
    header = build_header(folder, place_in_project(folder), *parts)
    dossier = header.dossier
    texts = TextFinder(folder)
    typed = []
    for path, data in sources.items():
        document = build_document(data, files.texts[path], path, texts)
        claims = []
        for index, claim in enumerate(data["claims"]):
            try:
                claims.append(build_claim(document, claim, header))
            except VALUE_ERRORS as error:
                problems.append(files.problem(path, *value_fault(index, error)))
        document.claims, document.dossier = tuple(claims), dossier
        typed.append(document)
    dossier.documents = tuple(sorted(typed, key=lambda document: (document.is_record, document.id)))
    if problems:
        raise InputError(problems)
    return dossier


def load_header(
    folder: Path, schemas: Schemas, know_entities: Callable[[bytes], Kept | None] = _unknown
) -> DossierHeader:
    """Load a dossier without its documents. Raises InputError with every problem of its other files.

    `know_entities` returns the cached entities for the bytes of an entities.json that is known to be valid, else None.
    """
    problems: list[Problem] = []
    files = _Files(schemas, problems)
    parts = _read_header(folder, files, know_entities)
    if not problems:
        problems += _cross_problems(files, folder, *parts[:3], {})
    if problems:
        raise InputError(problems)
    header = build_header(folder, place_in_project(folder), *parts)
    return replace(header, entities_sha256=files.sha256[folder / "entities.json"])


def document_paths(folder: Path) -> list[Path]:
    """The claims files of a dossier, articles first."""
    return [folder / kind / name for kind, names in document_names(folder).items() for name in names]


def _read_header(
    folder: Path, files: _Files, know_entities: Callable[[bytes], Kept | None] = _unknown
) -> tuple[Any, Any, Any, Any]:
    about = files.read(folder / "dossier.json", "dossier")
    entities = files.read_entities(folder / "entities.json", know_entities)
    properties = files.read(folder / "properties.json", "properties")
    path = folder / "rulings.json"
    return about, entities, properties, files.read(path, "rulings") if path.exists() else None


class _Files:
    """Reads the JSON files of one dossier and collects their texts and problems."""

    def __init__(self, schemas: Schemas, problems: list[Problem]) -> None:
        self.schemas = schemas
        self.problems = problems
        self.texts: dict[Path, str] = {}
        self.sha256: dict[Path, str] = {}

    def read(self, path: Path, kind: str) -> Any:
        try:
            raw = read_bytes(path)
        except InputError as error:
            self.problems += error.problems
            return None
        return self._parsed(raw, path, kind)

    def read_entities(self, path: Path, know: Callable[[bytes], Kept | None]) -> Any:
        """The entities; a file that is known to be valid is not parsed again."""
        try:
            raw = read_bytes(path)
        except InputError as error:
            self.problems += error.problems
            return None
        self.sha256[path] = hashlib.sha256(raw).hexdigest()
        kept = know(raw)
        return self._parsed(raw, path, "entities") if kept is None else {"entities": kept}

    def _parsed(self, raw: bytes, path: Path, kind: str) -> Any:
        try:
            data, text = parse_json(raw, path)
        except InputError as error:
            self.problems += error.problems
            return None
        self.texts[path] = text
        self.problems += self.schemas.problems(kind, data, path, text)
        return data

    def problem(self, path: Path, pointer: tuple[str | int, ...], what: str, todo: str) -> Problem:
        line, column = locate(self.texts[path], pointer)
        return Problem(path, line, column, as_pointer(pointer), what, todo)


def _cross_problems(
    files: _Files, folder: Path, about: Any, entities: Any, properties: Any, documents: Mapping[Path, Any]
) -> Iterator[Problem]:
    """Yield what no schema can find: undefined names, ids used twice, values of the wrong kind for their property."""
    stated = entities["entities"]
    # Cached entities were valid when they were cached.
    for problem in dangling_references(
        {} if isinstance(stated, Kept) else stated, properties["properties"], documents.values()
    ):
        path = _path_of(problem, folder, documents)
        yield files.problem(path, problem.pointer, problem.what, problem.todo)
    try:
        ZoneInfo(about["zone"])
    except (KeyError, ValueError, OSError):
        yield files.problem(
            folder / "dossier.json",
            ("zone",),
            f"there is no time zone '{about['zone']}'",
            "use a name from the tz database, such as Asia/Ho_Chi_Minh",
        )


def _path_of(problem: Fault, folder: Path, documents: Mapping[Path, Any]) -> Path:
    if problem.document is None:
        return folder / problem.file
    return list(documents)[problem.document]
