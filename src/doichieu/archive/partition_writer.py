"""Build one partition: the rows of new and changed claims files, and the reused rows of an older partition."""

from __future__ import annotations

import gc
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from doichieu.archive.cache_index import STRIDE, FileRecord, Partition, sha256_of
from doichieu.archive.incremental import merged_tables, old_tables
from doichieu.dossier.builders import VALUE_ERRORS, DossierHeader, build_scope, value_fault
from doichieu.dossier.listing import Listing
from doichieu.files.json_positions import locate
from doichieu.files.problems import InputError, Problem, as_pointer
from doichieu.files.strict_json import parse_json, read_ahead, read_bytes
from doichieu.model.bounds import moments, value_bounds
from doichieu.model.values import value_from
from doichieu.tables.columns import Cells
from doichieu.tables.rows import Rows, ValueCells, document_cells_of, scope_cells
from doichieu.validation.references import Links
from doichieu.validation.schemas import Schemas

if TYPE_CHECKING:
    import pyarrow as pa

_VARIED = (
    "row",
    "claim",
    "fact",
    "fact_id",
    "words",
    "first",
)  # columns that rarely repeat a value, so a dictionary does not pay
_REMEMBERED = 100_000  # values and scopes whose cells a worker caches


@dataclass(frozen=True)
class PartitionTask:
    """A partition to build: its documents, and which of them are reused from the older partition `old`."""

    number: int
    listed: Listing
    old: Partition | None
    kept: Mapping[str, FileRecord]

    def states(self) -> Iterator[tuple[str, int, int]]:
        """The path, size and modification time of each of its documents."""
        return zip(*self.listed, strict=True)


# What a worker process needs for each of its tasks; set once, when it starts.
_WORKERS: list[_Worker] = []


def start_worker(dossier: Path, folder: Path, header: DossierHeader, schemas: Path, code_key: str) -> None:
    """Prepare this process to build partitions of a dossier in the cache folder `folder`."""
    import pyarrow.compute  # slow imports, done while nothing waits for them
    import pyarrow.parquet  # noqa: F401

    _WORKERS[:] = [_Worker(dossier, folder, header, Schemas(schemas), code_key)]


def write_partition(task: PartitionTask) -> tuple[int, Partition | list[Problem]]:
    """Build the partition of a task; return its number with the partition or the problems of its claims files."""
    gc.disable()  # everything read is in use until the partition is written: collection would only cost time
    try:
        return task.number, _WORKERS[0].build(task)
    except InputError as error:
        return task.number, list(error.problems)
    finally:
        gc.enable()


class _Worker:
    def __init__(self, dossier: Path, folder: Path, header: DossierHeader, schemas: Schemas, code_key: str) -> None:
        self._dossier, self._folder, self._header, self._schemas = dossier, folder, header, schemas
        self._code_key = code_key
        self._links = Links(header.entities, header.properties)
        self._values: dict[object, ValueCells] = {}
        self._scopes: dict[object, tuple[Cells, tuple[str, ...]]] = {}

    def build(self, task: PartitionTask) -> Partition:
        """Build a partition and write its files. Raises InputError with the problems of all its claims files."""
        rows, names, problems = Rows(), set[str](), list[Problem]()
        entries, row = [], task.number * STRIDE
        files = read_ahead(
            (f"{self._dossier}/{path}", size) for path, size, _ in task.states() if path not in task.kept
        )
        for state in task.states():  # file by file, so that the data in work stays in the processor cache
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
            tables = merged_tables(tables, old, task.old, task.kept, entries, task.number)
            names |= set(orjson.loads(old["documents"].schema.metadata[b"names"]))
        return self._write(task.number, tuple(entries), tables, names)

    def _parsed(self, raw: bytes, path: Path) -> tuple[Any, str]:
        """The data and the text of a claims file. Raises InputError if it is not valid."""
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
        """Add the rows of a document; yield a problem for each impossible value."""
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
            kind = self._header.dossier.properties[claim["property"]]
            rows.add(row + index, document, claim["id"], kind, subject, said, scope, value)
            names.add(subject)
            if named or value.names or said[1]:
                names.update(named, value.names, said[1:] if said[1] else ())

    def _value(self, claim: Mapping[str, Any]) -> ValueCells:
        data, name = claim["value"], claim["property"]
        # A list is not hashable; few values have one.
        key = None if "members" in data else (name, *data, *data.values())
        found = self._values.get(key)
        if found is None:
            about, value = self._header.dossier.properties[name], value_from(data)
            bounds = value_bounds(value, self._header.policy, self._header.dossier.zone, about.exact)
            found = ValueCells(value, bounds, moments(value, bounds, about.role), about)
            if key is not None:
                _remember(self._values, key, found)
        return found

    def _scope(self, claim: Mapping[str, Any], published: str) -> tuple[Cells, tuple[str, ...]]:
        """The cells of a claim's scope, and the entities that the scope names."""
        scope, kind, mode = claim.get("scope") or {}, claim["value"]["kind"], claim["mode"]
        key = (published, kind, mode, claim["property"], *scope, *scope.values())
        found = self._scopes.get(key)
        if found is None:
            about = self._header.dossier.properties[claim["property"]]
            named = tuple(scope[name] for name in ("since", "place", "among") if name in scope)
            found = scope_cells(build_scope(scope), kind, mode, about, published), named
            _remember(self._scopes, key, found)
        return found

    def _write(
        self, number: int, entries: tuple[FileRecord, ...], tables: Mapping[str, pa.Table], names: Iterable[str]
    ) -> Partition:
        stated = "\n".join((self._code_key, *(f"{entry.path} {entry.sha256}" for entry in entries)))
        name = f"{number:05}-{hashlib.sha256(stated.encode()).hexdigest()[:24]}"
        named = tables["documents"].replace_schema_metadata({"names": orjson.dumps(sorted(names))})
        return with_files(Partition.of(name, entries, {}), {**tables, "documents": named}, self._folder)


def with_files(partition: Partition, tables: Mapping[str, pa.Table], folder: Path) -> Partition:
    """Write these tables, and return the partition with them added to its files."""
    import pyarrow.parquet as pq

    files = dict(partition.files)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        for name, table in tables.items():
            written = Path(scratch, name)
            repeated = [column for column in table.column_names if column not in _VARIED]
            # The settings that are fastest to write and, above all, to read: every run reads all tables.
            pq.write_table(table, written, compression="lz4", use_dictionary=repeated)
            files[name] = sha256_of(written)
            written.replace(partition.path(folder, name))
    return replace(partition, files=files)


def _remember(cells: dict[object, Any], key: object, found: object) -> None:
    if len(cells) >= _REMEMBERED:
        cells.clear()
    cells[key] = found


def _entry(state: tuple[str, int, int], raw: bytes, data: Any) -> FileRecord:
    sha256 = hashlib.sha256(raw).hexdigest()
    about = data["document"]
    record = about["kind"] == "reference"
    return FileRecord(*state, sha256, about["id"], record, len(data["claims"]))
