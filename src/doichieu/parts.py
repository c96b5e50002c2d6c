"""The rows of a large dossier in parts: Parquet files of the tables, made in parallel and kept for the next run.

A part holds the documents of a stretch of paths. It is kept with the SHA-256 of every claims file it was made from, and
of its own files: a run reads again what has changed, and makes anew what is damaged or was made by something else.
"""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from doichieu.bounds import moments, value_bounds
from doichieu.files import InputError, Problem, as_pointer, locate, parse_json, read_bytes
from doichieu.links import Links
from doichieu.model import value_from
from doichieu.output import write
from doichieu.progress import Progress
from doichieu.project import VALUE_ERRORS, Common, document_entries, scope_from, value_fault
from doichieu.table import COLUMNS, Cells, Rows, ValueCells, document_cells_of, scope_cells
from doichieu.validate import Schemas

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("claims", "moments", "members", "documents")
CACHE_VARIABLE = "DOICHIEU_CACHE"

STRIDE = 1 << 32  # the rows of part n begin at n times this: in the order of the documents, not without gaps
_DOCUMENTS = 2_000  # a part, as it is first made
_FORMAT = 1
_REMEMBERED = 100_000  # values and scopes whose cells a worker keeps
_SETTLED = 2_000_000_000  # nanoseconds: a file younger than this may change again within its clock's grain
# The modules that cells come from: where one has changed, what it made before is made anew.
_MAKERS = ("bounds.py", "dates.py", "interval.py", "model.py", "numerals.py", "parts.py", "table.py")
_MOST_PROBLEMS = 1_000  # past this many, the rest of an archive is not read


class Entry(NamedTuple):
    """A claims file as it was read: its path in the dossier, size, time of change and SHA-256; its id and claims."""

    path: str
    size: int
    changed: int
    sha256: str
    id: str
    record: bool
    claims: int


@dataclass(frozen=True)
class Part:
    """A part that was made: its documents in order, the entities they name, and the SHA-256 of each of its files."""

    name: str
    documents: tuple[Entry, ...]
    files: Mapping[str, str]

    def path(self, folder: Path, table: str) -> Path:
        """Where one of its tables is."""
        return folder / f"{self.name}.{table}.parquet"


@dataclass(frozen=True)
class Parts:
    """All parts of a dossier and the folder they are in; `read` tells how many claims files this run had to read."""

    folder: Path
    parts: tuple[Part, ...]
    read: int

    def paths(self, table: str) -> tuple[Path, ...]:
        """The files of one table, in order."""
        return tuple(part.path(self.folder, table) for part in self.parts)


def load_parts(folder: Path, common: Common, schemas: Schemas) -> Parts:
    """The parts of a dossier, as few of them made anew as can be.

    Raises InputError with the problems of every file, up to a bound.
    """
    return _Loader(folder, common, schemas).load()


def cache_folder(folder: Path) -> Path:
    """Where the parts of a dossier are kept: below DOICHIEU_CACHE, or else the user's own folder for such things."""
    named = os.environ.get(CACHE_VARIABLE)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return (Path(named) if named else home / "doichieu") / f"{folder.resolve().name}-{key}"


class _Loader:
    def __init__(self, folder: Path, common: Common, schemas: Schemas) -> None:
        self._dossier, self._common, self._schemas = folder, common, schemas
        self.folder = cache_folder(folder)
        self._made_by = _made_by(common, schemas)
        self._names = hashlib.sha256("\n".join(sorted(common.entities)).encode()).hexdigest()

    def load(self) -> Parts:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"what is kept between runs cannot be written here ({error.strerror})"
            problem = Problem(self.folder, 0, 0, "", what, f"name another folder in {CACHE_VARIABLE}")
            raise InputError([problem]) from error
        known = self._known()
        seen = [_State.of(part, entry) for part, entry in document_entries(self._dossier)]
        plan = _planned(seen, known)
        parts, read = self._make(plan, known)
        if not _in_order(parts):  # paths and ids do not go together: now that the ids are known, make it anew by them
            order = {entry.path: (entry.record, entry.id) for part in parts for entry in part.documents}
            seen.sort(key=lambda state: order[state.path])
            parts, read = self._make(_cut(seen), [])
        _refuse_twice(parts, self._dossier)
        self._keep(parts)
        return Parts(self.folder, tuple(parts), read)

    def _known(self) -> list[Part]:
        """The parts of an earlier run that are whole and were made by the same hand; none where in doubt."""
        try:
            data = orjson.loads((self.folder / "index.json").read_bytes())
            if data["made_by"] != self._made_by:
                return []
            parts = [
                Part(one["name"], tuple(map(Entry._make, one["documents"])), one["files"]) for one in data["parts"]
            ]
            return [part for part in parts if self._is_whole(part) and self._knows_names(part, data["names"])]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return []

    def _is_whole(self, part: Part) -> bool:
        try:
            return all(_sha256(part.path(self.folder, name)) == part.files[name] for name in TABLES)
        except (OSError, KeyError):
            return False

    def _knows_names(self, part: Part, names: str) -> bool:
        """Whether every entity that a part names is still there."""
        import pyarrow.parquet as pq

        if names == self._names:
            return True
        told = pq.read_schema(part.path(self.folder, "documents")).metadata
        return all(name in self._common.entities for name in json.loads(told[b"names"]))

    def _make(self, plan: Sequence[Sequence[_State]], known: Sequence[Part]) -> tuple[list[Part], int]:
        old = {part.documents[0].path: part for part in known}
        tasks, ready = [], {}
        for number, states in enumerate(plan):
            part = old.get(states[0].path) or _with_some_of(states, known)
            kept = _unchanged(states, part, self._dossier) if part else {}
            if part and part.name.startswith(f"{number:05}-") and len(kept) == len(states) == len(part.documents):
                ready[number] = part
            else:
                tasks.append(_Task(number, tuple(states), part if kept else None, kept))
        read = sum(len(task.states) - len(task.kept) for task in tasks)
        problems: list[Problem] = []
        progress = Progress(read)
        for number, made in self._run(tasks):
            if isinstance(made, Part):
                ready[number] = made
                progress.add(*_new(made, tasks, number))
            else:
                problems += made
                if len(problems) > _MOST_PROBLEMS:
                    break
        progress.end()
        if problems:
            raise InputError(problems)
        return [ready[number] for number in sorted(ready)], read

    def _run(self, tasks: Sequence[_Task]) -> Iterator[tuple[int, Part | list[Problem]]]:
        begin = (self._dossier, self.folder, self._common, self._schemas.folder)
        workers = min(os.cpu_count() or 1, len(tasks))
        if workers < 2:
            _begin(*begin)
            yield from map(_do, tasks)
            return
        # Where a process can be copied, what was read already need not be read again.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        with context.Pool(workers, _begin, begin) as pool:
            yield from pool.imap_unordered(_do, tasks)

    def _keep(self, parts: Sequence[Part]) -> None:
        """Write the index, then take away what it no longer names."""
        listed = [
            {"name": part.name, "documents": list(map(list, part.documents)), "files": part.files} for part in parts
        ]
        data = {"made_by": self._made_by, "names": self._names, "parts": listed}
        write(self.folder / "index.json", orjson.dumps(data).decode())
        named = {part.path(self.folder, name).name for part in parts for name in TABLES}
        for path in self.folder.glob("*.parquet"):
            if path.name not in named:
                path.unlink(missing_ok=True)


class _State(NamedTuple):
    """A claims file as it stands on the disk now."""

    path: str
    size: int
    changed: int

    @classmethod
    def of(cls, part: str, entry: os.DirEntry[str]) -> _State:
        about = entry.stat()
        return cls(f"{part}/{entry.name}", about.st_size, about.st_mtime_ns)


@dataclass(frozen=True)
class _Task:
    """A part to be made: which documents it holds, and those of them that are taken from an older part."""

    number: int
    states: tuple[_State, ...]
    old: Part | None
    kept: Mapping[str, Entry]


def _made_by(common: Common, schemas: Schemas) -> str:
    """What the cells of a part depend on, beside its claims files and the names of entities."""
    digest = hashlib.sha256(f"{_FORMAT} {version('doichieu')} {common.dossier.zone}".encode())
    digest.update(json.dumps([common.about.get("policy"), common.properties], sort_keys=True).encode())
    digest.update(json.dumps({name: dict(columns) for name, columns in COLUMNS.items()}).encode())
    for path in (*sorted(schemas.folder.glob("*.schema.json")), *(Path(__file__).with_name(name) for name in _MAKERS)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _planned(seen: Sequence[_State], known: Sequence[Part]) -> list[list[_State]]:
    """Which files go into which part: into the one they were in, new ones beside their neighbours."""
    if not known:
        return _cut(seen)
    where = {entry.path: number for number, part in enumerate(known) for entry in part.documents}
    by_path = all(one.path < other.path for one, other in pairwise(chain.from_iterable(p.documents for p in known)))
    starts = [part.documents[0].path for part in known]
    plan: list[list[_State]] = [[] for _ in known]
    order = {path: place for place, path in enumerate(where)}
    for state in seen:
        number = where.get(state.path)
        if number is None:
            if not by_path:
                return _cut(seen)
            number = max(0, bisect_right(starts, state.path) - 1)
        plan[number].append(state)
    if not by_path:
        for states in plan:
            states.sort(key=lambda state: order[state.path])
    filled = [states for states in plan if states]
    return _cut(seen) if max(map(len, filled), default=0) > 2 * _DOCUMENTS else filled


def _cut(seen: Sequence[_State]) -> list[list[_State]]:
    return [list(seen[at : at + _DOCUMENTS]) for at in range(0, len(seen), _DOCUMENTS)]


def _with_some_of(states: Sequence[_State], known: Sequence[Part]) -> Part | None:
    """An older part that holds documents of this one."""
    paths = {state.path for state in states}
    return next((part for part in known if any(entry.path in paths for entry in part.documents)), None)


def _unchanged(states: Sequence[_State], part: Part, dossier: Path) -> dict[str, Entry]:
    """The documents of a part whose files are what they were, with their present time of change."""
    old = {entry.path: entry for entry in part.documents}
    now, kept = time.time_ns(), {}
    for state in states:
        entry = old.get(state.path)
        if entry is None or entry.size != state.size:
            continue
        unsure = entry.changed != state.changed or now - state.changed < _SETTLED
        if unsure and _sha256(dossier / state.path) != entry.sha256:
            continue
        kept[state.path] = entry._replace(changed=state.changed)
    return kept


def _in_order(parts: Sequence[Part]) -> bool:
    keys = ((entry.record, entry.id) for part in parts for entry in part.documents)
    return all(one <= other for one, other in pairwise(keys))


def _refuse_twice(parts: Sequence[Part], dossier: Path) -> None:
    seen: dict[str, str] = {}
    problems = []
    for entry in chain.from_iterable(part.documents for part in parts):
        if entry.id in seen:
            path = dossier / entry.path
            line, column = locate(path.read_text(encoding="utf-8"), ("document", "id"))
            what = f"the id '{entry.id}' is taken by another document ({seen[entry.id]})"
            problems.append(Problem(path, line, column, "/document/id", what, "give each document an id of its own"))
        seen[entry.id] = entry.path
    if problems:
        raise InputError(problems)


def _new(made: Part, tasks: Sequence[_Task], number: int) -> tuple[int, int]:
    """How many documents and claims of a part were read anew."""
    kept = next(task.kept for task in tasks if task.number == number)
    read = [entry for entry in made.documents if entry.path not in kept]
    return len(read), sum(entry.claims for entry in read)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# What a worker process needs for each of its tasks; set once, when it begins.
_WORKERS: list[_Worker] = []


def _begin(dossier: Path, folder: Path, common: Common, schemas: Path) -> None:
    _WORKERS[:] = [_Worker(dossier, folder, common, Schemas(schemas))]


def _do(task: _Task) -> tuple[int, Part | list[Problem]]:
    gc.disable()  # what a part holds is in use until it is written: looking for garbage only costs
    try:
        return task.number, _WORKERS[0].part(task)
    except InputError as error:
        return task.number, list(error.problems)
    finally:
        gc.enable()


class _Worker:
    def __init__(self, dossier: Path, folder: Path, common: Common, schemas: Schemas) -> None:
        self._dossier, self._folder, self._common, self._schemas = dossier, folder, common, schemas
        self._links = Links(common.entities, common.properties)
        self._values: dict[object, ValueCells] = {}
        self._scopes: dict[object, tuple[Cells, tuple[str, ...]]] = {}

    def part(self, task: _Task) -> Part:
        """Make a part and write its files. Raises InputError with the problems of all its claims files."""
        rows, names, problems = Rows(), set[str](), list[Problem]()
        entries, row = [], task.number * STRIDE
        for state in task.states:  # one file after another, so that what is worked on stays at hand
            entry = task.kept.get(state.path)
            if entry is None:
                try:
                    raw = read_bytes(self._dossier / state.path)
                    data, text = self._parsed(raw, self._dossier / state.path)
                except InputError as error:
                    problems += error.problems
                    continue
                entry = _entry(state, raw, data)
                problems += self._add(rows, row, data, text, self._dossier / state.path, names)
            entries.append(entry)
            row += entry.claims
        if problems:
            raise InputError(problems)
        tables = rows.tables()
        if task.old:
            tables = _spliced(tables, task, entries, self._folder)
            names |= set(json.loads(_metadata(task.old.path(self._folder, "documents"))[b"names"]))
        return self._write(task.number, tuple(entries), tables, names)

    def _parsed(self, raw: bytes, path: Path) -> tuple[Any, str]:
        """The data and the text of a claims file. Raises InputError where it is not valid."""
        data: Any
        data, text = parse_json(raw, path)
        problems = self._schemas.problems("document", data, path, text) or [
            Problem(path, *locate(text, one.pointer), as_pointer(one.pointer), one.what, one.todo)
            for one in self._links.dangling(data)
        ]
        if problems:
            raise InputError(problems)
        return data, text

    def _add(self, rows: Rows, row: int, data: Any, text: str, path: Path, names: set[str]) -> Iterator[Problem]:
        """Add the rows of a document; yield what is wrong with values that cannot be."""
        about = data["document"]
        published = about["published"]["edtf"]
        document = document_cells_of(about["id"], about["kind"] == "reference", about["language"], published)
        rows.documents.append((*document, row, len(data["claims"])))
        for index, claim in enumerate(data["claims"]):
            try:
                value = self._value(claim)
            except VALUE_ERRORS as error:
                where, what, todo = value_fault(index, error)
                yield Problem(path, *locate(text, where), as_pointer(where), what, todo)
                continue
            said, subject = (claim["mode"], claim.get("speaker")), claim["subject"]
            scope, named = self._scope(claim, published)
            kind = self._common.dossier.properties[claim["property"]]
            rows.add(row + index, document, claim["id"], kind, subject, said, scope, value)
            names.add(subject)
            if named or value.names or said[1]:
                names.update(named, value.names, said[1:] if said[1] else ())

    def _value(self, claim: Mapping[str, Any]) -> ValueCells:
        data, name = claim["value"], claim["property"]
        # A list cannot be remembered; few values have one.
        key = None if "members" in data else (name, *data, *data.values())
        found = self._values.get(key)
        if found is None:
            about, value = self._common.dossier.properties[name], value_from(data)
            bounds = value_bounds(value, self._common.policy, self._common.dossier.zone, about.exact)
            found = ValueCells(value, bounds, moments(value, bounds, about.role), about)
            if key is not None:
                _remember(self._values, key, found)
        return found

    def _scope(self, claim: Mapping[str, Any], published: str) -> tuple[Cells, tuple[str, ...]]:
        """The cells of a claim's scope, and the entities that it names."""
        scope, kind, mode = claim.get("scope") or {}, claim["value"]["kind"], claim["mode"]
        key = (published, kind, mode, claim["property"], *scope, *scope.values())
        found = self._scopes.get(key)
        if found is None:
            about = self._common.dossier.properties[claim["property"]]
            named = tuple(scope[name] for name in ("since", "place", "among") if name in scope)
            found = scope_cells(scope_from(scope), kind, mode, about, published), named
            _remember(self._scopes, key, found)
        return found

    def _write(
        self, number: int, entries: tuple[Entry, ...], tables: Mapping[str, pa.Table], names: Iterable[str]
    ) -> Part:
        import pyarrow.parquet as pq

        stated = "\n".join(f"{entry.path} {entry.sha256}" for entry in entries)
        part = Part(f"{number:05}-{hashlib.sha256(stated.encode()).hexdigest()[:24]}", entries, {})
        files = {}
        with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
            for name in TABLES:
                about = {"names": json.dumps(sorted(names), ensure_ascii=False)} if name == "documents" else {}
                made = Path(scratch, name)
                pq.write_table(tables[name].replace_schema_metadata(about), made, compression="zstd")
                files[name] = _sha256(made)
                shutil.move(made, part.path(self._folder, name))
        return Part(part.name, entries, files)


def _remember(cells: dict[object, Any], key: object, found: object) -> None:
    if len(cells) >= _REMEMBERED:
        cells.clear()
    cells[key] = found


def _entry(state: _State, raw: bytes, data: Any) -> Entry:
    sha256 = hashlib.sha256(raw).hexdigest()
    about = data["document"]
    record = about["kind"] == "reference"
    return Entry(state.path, state.size, state.changed, sha256, about["id"], record, len(data["claims"]))


def _metadata(path: Path) -> Mapping[bytes, bytes]:
    import pyarrow.parquet as pq

    return pq.read_schema(path).metadata or {}


def _spliced(new: Mapping[str, pa.Table], task: _Task, entries: Sequence[Entry], folder: Path) -> dict[str, pa.Table]:
    """The new rows and those of the documents that an older part is kept for, in order, with their present rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    assert task.old
    rows: dict[str, int] = {}
    row = task.number * STRIDE
    for entry in entries:
        rows[entry.id] = row
        row += entry.claims
    shifts: dict[str, int] = {}
    old_documents = pq.read_table(task.old.path(folder, "documents"))
    kept = {entry.id for entry in task.kept.values()}
    for name, first in zip(old_documents["document"].to_pylist(), old_documents["first"].to_pylist(), strict=True):
        if name in kept:
            shifts[name] = rows[name] - first
    spliced = {}
    for name in TABLES:
        old = pq.read_table(task.old.path(folder, name))
        about = "first" if name == "documents" else "row"
        at = old[about].to_pylist()
        owners = _owners(at, old_documents) if name == "members" else old["document"].to_pylist()
        moved = [row + shifts[owner] if owner in shifts else None for row, owner in zip(at, owners, strict=True)]
        place = old.schema.get_field_index(about)
        old = old.set_column(place, about, pa.array(moved, pa.int64()))
        old = old.filter(pa.array([row is not None for row in moved], pa.bool_()))
        whole = pa.concat_tables([old.replace_schema_metadata(None), new[name]])
        if name == "documents":
            order = {entry.id: at for at, entry in enumerate(entries)}
            taken = sorted(range(len(whole)), key=[order[one] for one in whole["document"].to_pylist()].__getitem__)
            spliced[name] = whole.take(pa.array(taken, pa.int64()))
        else:
            spliced[name] = whole.sort_by("row")
    return spliced


def _owners(rows: Sequence[int], documents: pa.Table) -> list[str]:
    """The documents that rows belong to."""
    filled = [
        (first, name)
        for name, first, claims in zip(
            *(documents[column].to_pylist() for column in ("document", "first", "claims")), strict=True
        )
        if claims
    ]
    starts = [first for first, _ in filled]
    return [filled[bisect_right(starts, row) - 1][1] for row in rows]
