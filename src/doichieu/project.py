"""Find a project's folders and load its dossiers: read, validate, and turn into typed documents.

Whatever is wrong with a dossier comes out as one InputError that names every place at once.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from doichieu.bounds import Policy, moments, value_bounds
from doichieu.entities import Entities, Kept
from doichieu.files import InputError, Problem, as_pointer, locate, parse_json, read_bytes
from doichieu.links import Fault, dangling
from doichieu.listing import document_names
from doichieu.model import (
    Bilingual,
    Claim,
    Document,
    Dossier,
    Property,
    Quote,
    Ruling,
    Scope,
    Text,
    facts_of,
    value_from,
)
from doichieu.validate import Schemas

PACKED = ".parquet"
TEXTS_VARIABLE = "DOICHIEU_TEXTS"
_TEXT_LIMIT = 64 * 1024 * 1024
_PACKAGE = Path(__file__).parent

# What a value that no schema refuses, and that cannot be, raises: a day that is in no calendar, an unknown zone.
VALUE_ERRORS = (ValueError, KeyError, OSError)


@dataclass(frozen=True)
class Project:
    """The folders a run takes its content from: the newsroom's own, or else those that doichieu brings."""

    root: Path

    @property
    def schemas(self) -> Path:
        return self.root / "schemas"

    @property
    def checks(self) -> Path:
        return self.root / "checks"

    @property
    def reports(self) -> Path:
        return self.root / "reports"


def find_project(start: Path) -> Project:
    """The nearest folder at or above `start` that has schemas/ and checks/, or else the packaged starter."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "schemas").is_dir() and (folder / "checks").is_dir():
            return Project(folder)
    return starter()


def starter() -> Project:
    """What a new project is copied from: the starter of the wheel, or the folders of a source checkout."""
    packaged = _PACKAGE / "starter"
    return Project(packaged if packaged.is_dir() else _PACKAGE.parents[1])


def place_in_project(folder: Path) -> str:
    """A dossier's folder from its project's, or its name alone where it is in none; with slashes on every system."""
    folder = folder.resolve()
    root = find_project(folder).root
    return (folder.relative_to(root) if folder.is_relative_to(root) else Path(folder.name)).as_posix()


def find_dossiers(paths: Iterable[Path]) -> list[Path]:
    """The dossiers at `paths`, each a dossier, a folder of dossiers or a packed one, each once and in the order given.

    Raises InputError for a path that is none of them.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if path.suffix == PACKED and path.is_file():
            found.setdefault(path.resolve(), path)
            continue
        below = [path] if (path / "dossier.json").is_file() else sorted(p.parent for p in path.glob("*/dossier.json"))
        if not below:
            missing = "this is a file, not a dossier" if path.is_file() else "there is no such folder"
            what = "there is no dossier here" if path.is_dir() else missing
            todo = "name a folder that holds dossier.json, or one that holds such folders"
            raise InputError([Problem(path, 0, 0, "", what, todo)])
        for folder in below:
            found.setdefault(folder.resolve(), folder)
    return list(found.values())


def _unknown(_: bytes) -> Kept | None:
    return None


@dataclass(frozen=True)
class Common:
    """A dossier but for its documents: what all of them share, as it was written and typed."""

    dossier: Dossier
    policy: Policy
    about: Mapping[str, Any]
    entities: Mapping[str, Any]
    properties: Mapping[str, Any]
    rulings: Sequence[Any]
    entities_sha256: str = ""


def load_dossier(folder: Path, schemas: Schemas) -> Dossier:
    """The dossier of a folder, validated and typed, the texts read where they are on this machine.

    Raises InputError with every problem of every file.
    """
    problems: list[Problem] = []
    files = _Files(schemas, problems)
    parts = _read_common(folder, files)
    documents = [(path, files.read(path, "document")) for path in document_paths(folder)]
    if problems:
        raise InputError(problems)

    sources = {path: read for path, read in documents if read}
    problems += _cross_problems(files, folder, *parts[:3], sources)
    if problems:
        raise InputError(problems)
    common = typed_common(folder, place_in_project(folder), *parts)
    dossier = common.dossier
    texts = TextFinder(folder)
    made = []
    for path, data in sources.items():
        document = typed_document(data, files.texts[path], path, texts)
        claims = []
        for index, claim in enumerate(data["claims"]):
            try:
                claims.append(typed_claim(document, claim, common))
            except VALUE_ERRORS as error:
                problems.append(files.problem(path, *value_fault(index, error)))
        document.claims, document.dossier = tuple(claims), dossier
        made.append(document)
    dossier.documents = tuple(sorted(made, key=lambda document: (document.is_record, document.id)))
    if problems:
        raise InputError(problems)
    return dossier


def load_common(folder: Path, schemas: Schemas, know_entities: Callable[[bytes], Kept | None] = _unknown) -> Common:
    """A dossier without its documents. Raises InputError with every problem of its other files.

    `know_entities` gives what an entities.json of these bytes says, where it is known to be in order.
    """
    problems: list[Problem] = []
    files = _Files(schemas, problems)
    parts = _read_common(folder, files, know_entities)
    if not problems:
        problems += _cross_problems(files, folder, *parts[:3], {})
    if problems:
        raise InputError(problems)
    common = typed_common(folder, place_in_project(folder), *parts)
    return replace(common, entities_sha256=files.sha256[folder / "entities.json"])


def document_paths(folder: Path) -> list[Path]:
    """The claims files of a dossier, articles first."""
    return [folder / part / name for part, names in document_names(folder).items() for name in names]


def _read_common(
    folder: Path, files: _Files, know_entities: Callable[[bytes], Kept | None] = _unknown
) -> tuple[Any, Any, Any, Any]:
    about = files.read(folder / "dossier.json", "dossier")
    entities = files.read_entities(folder / "entities.json", know_entities)
    properties = files.read(folder / "properties.json", "properties")
    path = folder / "rulings.json"
    return about, entities, properties, files.read(path, "rulings") if path.exists() else None


def typed_common(folder: Path, place: str, about: Any, entities: Any, properties: Any, rulings: Any) -> Common:
    """A dossier without its documents, from the data of its other files; `rulings` is None where it has none."""
    dossier = Dossier(
        id=about["id"],
        title=_bilingual(about["title"]),
        language=about["language"],
        zone=about["zone"],
        path=folder,
        documents=(),
        entities=Entities(entities["entities"]),
        properties={name: property_from(name, data) for name, data in properties["properties"].items()},
        rulings=tuple(_ruling(data) for data in rulings["rulings"]) if rulings else (),
        place=PurePosixPath(place),
    )
    policy = Policy(**{name: Fraction(width) for name, width in about.get("policy", {}).items()})
    listed = rulings["rulings"] if rulings else ()
    return Common(dossier, policy, about, entities["entities"], properties["properties"], listed)


class _Files:
    """The JSON files of one dossier as they are read, with the problems found in them."""

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
        """The entities; those of a file that is known to be in order are not read again."""
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
    """What no schema can say: names that lead nowhere, ids used twice, kinds that do not fit their property."""
    stated = entities["entities"]
    # What is kept was found to be in order.
    for problem in dangling({} if isinstance(stated, Kept) else stated, properties["properties"], documents.values()):
        path = _path_of(problem, folder, documents)
        yield files.problem(path, problem.pointer, problem.what, problem.todo)
    try:
        ZoneInfo(about["zone"])
    except (KeyError, ValueError, OSError):
        yield files.problem(
            folder / "dossier.json",
            ("zone",),
            f"there is no time zone '{about['zone']}'",
            "name one of the tz database, such as Asia/Ho_Chi_Minh",
        )


def _path_of(problem: Fault, folder: Path, documents: Mapping[Path, Any]) -> Path:
    if problem.document is None:
        return folder / problem.file
    return list(documents)[problem.document]


def value_fault(index: int, error: BaseException) -> tuple[tuple[str | int, ...], str, str]:
    """Where, what and what to do, for the value of a claim that cannot be."""
    return ("claims", index, "value"), str(error).strip("\"'"), "write the value as it is printed in the quote"


def _bilingual(data: Mapping[str, str]) -> Bilingual:
    return Bilingual(data["vi"], data["en"])


def property_from(name: str, data: Mapping[str, Any]) -> Property:
    """The typed property that properties.json describes under this name."""
    return Property(
        name,
        _bilingual(data["label"]),
        data["kind"],
        data.get("unit"),
        data["values"] == "single",
        data["dynamics"],
        data.get("exact", False),
        data.get("role"),
        data.get("arithmetic", {}),
    )


def _ruling(data: Mapping[str, Any]) -> Ruling:
    return Ruling(
        data["fingerprint"],
        data["check"],
        data["decision"],
        _bilingual(data["reason"]),
        data["by"],
        data["on"],
        data.get("until"),
    )


def typed_document(data: Any, text: str, path: Path, texts: TextFinder) -> Document:
    """The typed document of a claims file, without its claims."""
    about = data["document"]
    return Document(
        about["id"],
        about["kind"],
        about["language"],
        about["title"],
        about.get("publisher"),
        about.get("url"),
        about["published"]["edtf"],
        about["published"]["basis"],
        texts.find(about["text"]) if about.get("text") else None,
        path,
        hashlib.sha256(text.encode()).hexdigest(),
    )


def scope_from(data: Mapping[str, str]) -> Scope:
    """The typed scope of a claim's `scope`."""
    return Scope(**{("from_" if name == "from" else name): part for name, part in data.items()})


def typed_claim(document: Document, data: Any, common: Common) -> Claim:
    """The typed claim of a document. Raises one of VALUE_ERRORS for a value that cannot be."""
    about = common.dossier.properties[data["property"]]
    value = value_from(data["value"])
    bounds = value_bounds(value, common.policy, common.dossier.zone, about.exact)
    return Claim(
        document=document,
        id=data["id"],
        quote=Quote(**data["quote"]) if data["quote"] else None,
        statement=_bilingual(data["statement"]),
        subject=data["subject"],
        property=data["property"],
        value=value,
        scope=scope_from(data.get("scope", {})),
        speaker=data.get("speaker"),
        mode=data["mode"],
        facts=facts_of(data),
        bounds=bounds,
        moments=moments(value, bounds, about.role),
    )


class TextFinder:
    """Looks texts up in a dossier's texts/ and then in the folders that DOICHIEU_TEXTS names."""

    def __init__(self, folder: Path) -> None:
        named = os.environ.get(TEXTS_VARIABLE, "").split(os.pathsep)
        self._folders = [folder / "texts", *(Path(name) for name in named if name)]

    def find(self, about: Mapping[str, Any]) -> Text:
        """The text, its content where a folder holds the file; a link that leads out of the folder is not followed."""
        body = tuple((first, last) for first, last in about["body"])
        for folder in self._folders:
            path = folder / about["file"]
            if not path.is_file() or path.stat().st_size > _TEXT_LIMIT or path.resolve().parent != folder.resolve():
                continue
            raw = path.read_bytes()
            content = unicodedata.normalize("NFC", raw.decode("utf-8", errors="replace"))
            changed = hashlib.sha256(raw).hexdigest() != about["sha256"]
            return Text(about["file"], about["sha256"], body, content, changed)
        return Text(about["file"], about["sha256"], body)
