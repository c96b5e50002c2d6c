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
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import accumulate, chain, pairwise
from operator import lt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from doichieu.bounds import moments, value_bounds
from doichieu.files import InputError, Problem, as_pointer, locate, parse_json, read_ahead, read_bytes
from doichieu.folding import Fold
from doichieu.links import Links
from doichieu.listing import Listing, document_names, listing
from doichieu.model import value_from
from doichieu.part_index import FILES, STRIDE, Entry, Index, Part, sha256_of, sweep
from doichieu.progress import Progress
from doichieu.project import VALUE_ERRORS, Common, scope_from, value_fault
from doichieu.splicing import old_tables, spliced
from doichieu.table import COLUMNS, Cells, Rows, ValueCells, document_cells_of, scope_cells
from doichieu.validate import Schemas

if TYPE_CHECKING:
    import pyarrow as pa

CACHE_VARIABLE = "DOICHIEU_CACHE"

_DOCUMENTS = 2_000  # a part, as it is first made, has no more
_FORMAT = 2
_VARIED = ("row", "claim", "fact", "fact_id", "words", "first")  # columns that seldom say the same twice
_REMEMBERED = 100_000  # values and scopes whose cells a worker keeps
# The modules that cells come from: where one has changed, what it made before is made anew.
_MAKERS = (
    "bounds.py", "dates.py", "folding.py", "interval.py", "model.py", "numerals.py", "parts.py", "splicing.py",
    "table.py",
)  # fmt: skip
_MOST_PROBLEMS = 1_000  # past this many, the rest of an archive is not read


@dataclass(frozen=True)
class Parts:
    """All parts of a dossier and the folder they are in; `read` tells how many claims files this run had to read."""

    folder: Path
    parts: tuple[Part, ...]
    read: int

    def paths(self, table: str) -> tuple[Path, ...]:
        """The files of one table, in order."""
        return tuple(part.path(self.folder, table) for part in self.parts)


def load_parts(
    folder: Path, common: Common, schemas: Schemas, names: Mapping[str, Sequence[str]] | None = None
) -> Parts:
    """The parts of a dossier, as few of them made anew as can be.

    `names` are those of its claims files, where they have been listed. Raises InputError with the problems of every
    file, up to a bound; what is in order is kept all the same.
    """
    return _Loader(folder, common, schemas).load(document_names(folder) if names is None else names)


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
        self._index = Index.read(self.folder)

    def load(self, names: Mapping[str, Sequence[str]]) -> Parts:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"what is kept between runs cannot be written here ({error.strerror})"
            problem = Problem(self.folder, 0, 0, "", what, f"name another folder in {CACHE_VARIABLE}")
            raise InputError([problem]) from error
        known = self._known()
        seen = listing(self._dossier, names)
        parts, read = self._make(_planned(seen, known), known)
        if not _in_order(parts):  # paths and ids do not go together: now that the ids are known, make it anew by them
            order = {entry.path: (entry.record, entry.id) for part in parts for entry in part.documents}
            seen = seen.at(sorted(range(len(seen.paths)), key=lambda place: order[seen.paths[place]]))
            parts, read = self._make(_cut(seen), [])
        _refuse_twice(parts, self._dossier)
        self._keep(parts)
        return Parts(self.folder, tuple(parts), read)

    def _known(self) -> list[Part]:
        """The parts of an earlier run by the same hand; those that are not whole, or in doubt, are only planned."""
        if self._index.made_by != self._made_by:
            return []
        return [
            part if self._is_whole(part) and self._knows_names(part) else Part.planned(part.paths)
            for part in self._index.parts
        ]

    def _is_whole(self, part: Part) -> bool:
        try:
            return all(sha256_of(part.path(self.folder, name)) == part.files[name] for name in FILES)
        except (OSError, KeyError):
            return False

    def _knows_names(self, part: Part) -> bool:
        """Whether every entity that a part names is still there."""
        import pyarrow.parquet as pq

        if self._index.entities == self._common.entities_sha256:
            return True
        told = pq.read_schema(part.path(self.folder, "documents")).metadata
        return all(name in self._common.entities for name in orjson.loads(told[b"names"]))

    def _make(self, plan: Sequence[Listing], known: Sequence[Part]) -> tuple[list[Part], int]:
        known = [part for part in known if part.files]
        old = {part.paths[0]: part for part in known}
        tasks, ready = [], {}
        for number, listed in enumerate(plan):
            part = old.get(listed.paths[0]) or _with_some_of(listed, known)
            is_here = part is not None and part.name.startswith(f"{number:05}-")
            if part and is_here and part.is_of(listed):
                ready[number] = part
                continue
            kept = _unchanged(listed, part, self._dossier) if part else {}
            if part and is_here and len(kept) == len(listed.paths) == len(part.paths):
                ready[number] = Part.of(part.name, (kept[path] for path in part.paths), part.files)
            else:
                tasks.append(_Task(number, listed, part if kept else None, kept))
        read = sum(len(task.listed.paths) - len(task.kept) for task in tasks)
        problems: list[Problem] = []
        progress = Progress(read)
        with Fold() as fold:
            for number, made in self._run(tasks):
                if isinstance(made, Part):
                    folded = fold.tables(*(made.path(self.folder, name) for name in ("claims", "moments")))
                    ready[number] = _with_files(made, folded, self.folder)
                    progress.add(*_new(made, tasks, number))
                else:
                    problems += made
                    if len(problems) > _MOST_PROBLEMS:
                        break
        progress.end()
        if problems:
            self._keep([ready.get(number) or Part.planned(listed.paths) for number, listed in enumerate(plan)])
            raise InputError(problems)
        return [ready[number] for number in sorted(ready)], read

    def _run(self, tasks: Sequence[_Task]) -> Iterator[tuple[int, Part | list[Problem]]]:
        begin = (self._dossier, self.folder, self._common, self._schemas.folder, self._made_by)
        workers = min(os.cpu_count() or 1, len(tasks))
        if workers < 2:
            if tasks:
                _begin(*begin)
            yield from map(_do, tasks)
            return
        # Where a process can be copied, what was read already need not be read again.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        with context.Pool(workers, _begin, begin) as pool:
            yield from pool.imap_unordered(_do, tasks)

    def _keep(self, parts: Sequence[Part]) -> None:
        """Write the index, and take away what has not been named for a while."""
        named = (part.path(self.folder, name).name for part in parts for name in part.files)
        left = sweep(self.folder, named, self._index.left)
        self._index = Index(self._made_by, self._common.entities_sha256, parts, left)
        self._index.write(self.folder)


@dataclass(frozen=True)
class _Task:
    """A part to be made: which documents it holds, and those of them that are taken from an older part."""

    number: int
    listed: Listing
    old: Part | None
    kept: Mapping[str, Entry]

    def states(self) -> Iterator[tuple[str, int, int]]:
        """The path, size and time of change of each of its documents."""
        return zip(*self.listed, strict=True)


def _made_by(common: Common, schemas: Schemas) -> str:
    """What the cells of a part depend on, beside its claims files and the names of entities."""
    digest = hashlib.sha256(f"{_FORMAT} {version('doichieu')} {common.dossier.zone}".encode())
    digest.update(json.dumps([common.about.get("policy"), common.properties], sort_keys=True).encode())
    digest.update(json.dumps({name: dict(columns) for name, columns in COLUMNS.items()}).encode())
    for path in (*sorted(schemas.folder.glob("*.schema.json")), *(Path(__file__).with_name(name) for name in _MAKERS)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _planned(seen: Listing, known: Sequence[Part]) -> list[Listing]:
    """Which files go into which part: into the one they were in, new ones beside their neighbours."""
    if not known:
        return _cut(seen)
    paths = [path for part in known for path in part.paths]
    if paths == seen.paths:
        ends = list(accumulate((len(part.paths) for part in known), initial=0))
        return [seen.stretch(first, end) for first, end in pairwise(ends)]
    order = {path: place for place, path in enumerate(paths)}
    where = {path: number for number, part in enumerate(known) for path in part.paths}
    by_path = all(map(lt, paths, paths[1:]))
    starts = [part.paths[0] for part in known]
    plan: list[list[int]] = [[] for _ in known]
    for place, path in enumerate(seen.paths):
        number = where.get(path)
        if number is None:
            if not by_path:
                return _cut(seen)
            number = max(0, bisect_right(starts, path) - 1)
        plan[number].append(place)
    if not by_path:
        for places in plan:
            places.sort(key=lambda place: order[seen.paths[place]])
    filled = [places for places in plan if places]
    return _cut(seen) if max(map(len, filled), default=0) > 2 * _DOCUMENTS else list(map(seen.at, filled))


def _cut(seen: Listing) -> list[Listing]:
    """Parts of the same size, an even number of them, so that two workers come to their end together."""
    count = len(seen.paths)
    parts = -(-count // _DOCUMENTS)
    size = -(-count // (parts + parts % 2)) if parts > 1 else count
    return [seen.stretch(at, at + size) for at in range(0, count, size)]


def _with_some_of(listed: Listing, known: Sequence[Part]) -> Part | None:
    """An older part that holds documents of this one."""
    paths = set(listed.paths)
    return next((part for part in known if not paths.isdisjoint(part.paths)), None)


def _unchanged(listed: Listing, part: Part, dossier: Path) -> dict[str, Entry]:
    """The documents of a part whose files are what they were, with their present time of change."""
    old = {entry.path: entry for entry in part.documents}
    kept = {}
    for path, size, changed in zip(*listed, strict=True):
        entry = old.get(path)
        if entry is None or entry.size != size:
            continue
        if not (changed and entry.changed == changed) and sha256_of(dossier / path) != entry.sha256:
            continue
        kept[path] = entry._replace(changed=changed)
    return kept


def _in_order(parts: Sequence[Part]) -> bool:
    """Whether documents of record come last, and both they and the others by their ids."""
    records = [record for part in parts for record in part.records]
    ids = [name for part in parts for name in part.ids]
    articles = records.count(False)
    return not any(records[:articles]) and all(one == sorted(one) for one in (ids[:articles], ids[articles:]))


def _refuse_twice(parts: Sequence[Part], dossier: Path) -> None:
    ids = [name for part in parts for name in part.ids]
    if len(set(ids)) == len(ids):
        return
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
    return len(made.paths) - len(kept), sum(made.claims) - sum(entry.claims for entry in kept.values())


# What a worker process needs for each of its tasks; set once, when it begins.
_WORKERS: list[_Worker] = []


def _begin(dossier: Path, folder: Path, common: Common, schemas: Path, made_by: str) -> None:
    _WORKERS[:] = [_Worker(dossier, folder, common, Schemas(schemas), made_by)]


def _do(task: _Task) -> tuple[int, Part | list[Problem]]:
    gc.disable()  # what a part holds is in use until it is written: looking for garbage only costs
    try:
        return task.number, _WORKERS[0].part(task)
    except InputError as error:
        return task.number, list(error.problems)
    finally:
        gc.enable()


class _Worker:
    def __init__(self, dossier: Path, folder: Path, common: Common, schemas: Schemas, made_by: str) -> None:
        self._dossier, self._folder, self._common, self._schemas = dossier, folder, common, schemas
        self._made_by = made_by
        self._links = Links(common.entities, common.properties)
        self._values: dict[object, ValueCells] = {}
        self._scopes: dict[object, tuple[Cells, tuple[str, ...]]] = {}

    def part(self, task: _Task) -> Part:
        """Make a part and write its files. Raises InputError with the problems of all its claims files."""
        rows, names, problems = Rows(), set[str](), list[Problem]()
        entries, row = [], task.number * STRIDE
        files = read_ahead(
            (f"{self._dossier}/{path}", size) for path, size, _ in task.states() if path not in task.kept
        )
        for state in task.states():  # one file after another, so that what is worked on stays at hand
            entry = task.kept.get(state[0])
            if entry is None:
                path = self._dossier / state[0]
                try:
                    raw = next(files) or read_bytes(path)
                    data, text = self._parsed(raw, path)
                except InputError as error:
                    problems += error.problems
                    continue
                entry = _entry(state, raw, data)
                problems += self._add(rows, row, data, text, path, names)
            entries.append(entry)
            row += entry.claims
        if problems:
            raise InputError(problems)
        tables = rows.tables()
        if task.old:
            old = old_tables(task.old, self._folder)
            tables = spliced(tables, old, task.old, task.kept, entries, task.number)
            names |= set(orjson.loads(old["documents"].schema.metadata[b"names"]))
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
        stated = "\n".join((self._made_by, *(f"{entry.path} {entry.sha256}" for entry in entries)))
        name = f"{number:05}-{hashlib.sha256(stated.encode()).hexdigest()[:24]}"
        named = tables["documents"].replace_schema_metadata({"names": orjson.dumps(sorted(names))})
        return _with_files(Part.of(name, entries, {}), {**tables, "documents": named}, self._folder)


def _with_files(part: Part, tables: Mapping[str, pa.Table], folder: Path) -> Part:
    """The part with these tables beside its others, once they are written."""
    import pyarrow.parquet as pq

    files = dict(part.files)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        for name, table in tables.items():
            made = Path(scratch, name)
            repeated = [column for column in table.column_names if column not in _VARIED]
            # What takes the least time to write and, above all, to read: checks read all of it each time.
            pq.write_table(table, made, compression="lz4", use_dictionary=repeated)
            files[name] = sha256_of(made)
            made.replace(part.path(folder, name))
    return replace(part, files=files)


def _remember(cells: dict[object, Any], key: object, found: object) -> None:
    if len(cells) >= _REMEMBERED:
        cells.clear()
    cells[key] = found


def _entry(state: tuple[str, int, int], raw: bytes, data: Any) -> Entry:
    sha256 = hashlib.sha256(raw).hexdigest()
    about = data["document"]
    record = about["kind"] == "reference"
    return Entry(*state, sha256, about["id"], record, len(data["claims"]))
