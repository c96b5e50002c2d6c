"""A dossier too large to type as a whole: its tables are Parquet files, its documents are typed on request."""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload
from weakref import WeakValueDictionary

from doichieu.archive.cache import cache_folder, load_partitions
from doichieu.archive.cache_index import FILES
from doichieu.archive.entity_cache import EntityTables
from doichieu.dossier.builders import DossierHeader, build_claim, build_document
from doichieu.dossier.loader import load_header
from doichieu.dossier.texts import TextFinder
from doichieu.files.problems import InputError, input_error
from doichieu.files.strict_json import parse_json, read_bytes
from doichieu.model.claims import Claim, Document, Dossier
from doichieu.tables.duckdb_engine import DuckDB, Engine, Rows
from doichieu.validation.schemas import Schemas

if TYPE_CHECKING:
    from doichieu.model.claims import Stored

_CACHED = 8 * 1024 * 1024  # characters of recently used claims files

# Returns the path and the bytes of the n-th claims file.
Source = Callable[[int], tuple[Path, bytes]]


@dataclass(eq=False, kw_only=True)
class Archive(Dossier):
    """A dossier of which only the tables are loaded.

    `origin` is the folder or the packed table it was opened from, `read` the number of claims files this run read.
    """

    origin: Path
    header: DossierHeader
    schemas: Schemas
    source: Source
    read: int = 0

    def __post_init__(self) -> None:
        self.documents = self.typed = _Documents(self)

    @cached_property
    def claims(self) -> Sequence[Claim]:
        return _Rows(self)

    @cached_property
    def firsts(self) -> list[int]:
        """The row of each document's first claim."""
        return self._column("first")

    @cached_property
    def sizes(self) -> list[int]:
        """How many claims each document has."""
        return self._column("claims")

    def document_of(self, row: int) -> Hashable:
        return bisect_right(self.firsts, row) - 1

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(self._column("document"))

    @cached_property
    def engine(self) -> Engine:
        """The query engine over its tables."""
        return DuckDB(self.tables or {})

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        stated = [kind for (kind,) in self._ask("SELECT DISTINCT kind FROM claims") if kind.isalpha()]
        bits = {kind: 1 << place for place, kind in enumerate(stated)}
        cases = " ".join(f"WHEN '{kind}' THEN {bit}" for kind, bit in bits.items())
        masks: dict[str, int] = dict(
            self._ask(f"SELECT document, bit_or(CASE kind {cases} ELSE 0 END) FROM claims GROUP BY document")
        )
        shared = {mask: frozenset(kind for kind, bit in bits.items() if mask & bit) for mask in {0, *masks.values()}}
        return {document: shared[masks.get(document, 0)] for document in self.ids}

    def mentions_of(self, subjects: Collection[str]) -> Mapping[tuple[str, str], int]:
        rows = self._ask(
            "SELECT subject, property, count(*) FROM claims "
            f"WHERE mode <> 'opinion' AND subject IN ({_sql_list(subjects)}) GROUP BY subject, property"
        )
        return {(subject, about): count for subject, about, count in rows}

    def dated(self, stories: Collection[str]) -> Iterable[Claim]:
        rows = self._ask(
            f"SELECT DISTINCT row FROM moments WHERE split_part(subject, '/', 1) IN ({_sql_list(stories)}) ORDER BY row"
        )
        return [self.claims[row] for (row,) in rows]

    @cached_property
    def alone(self) -> int:
        ((opinions, single),) = self._ask("""
            SELECT (SELECT count(*) FROM claims WHERE mode = 'opinion'),
                   (SELECT count(*) FROM (SELECT subject FROM claims WHERE mode <> 'opinion'
                                          GROUP BY subject, property HAVING count(*) = 1) AS single)""")
        return int(opinions + single)

    def _ask(self, sql: str) -> Rows:
        return self.engine.query(sql)[1]

    def _column(self, name: str) -> list[Any]:
        import pyarrow.parquet as pq

        stored = (self.tables or {})["documents"]
        found: list[Any] = []
        for path in stored if isinstance(stored, tuple) else ():
            found += pq.read_table(path, columns=[name])[name].to_pylist()
        return found


def _sql_list(names: Collection[str]) -> str:
    """Names as an SQL list. The schemas allow no quotation mark in a name, so none is escaped."""
    return ", ".join(f"'{name}'" for name in sorted(names)) or "''"


class _Documents(Sequence[Document]):
    """The documents, each typed on request; while a reference to one exists, the same object is returned."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._alive: WeakValueDictionary[int, Document] = WeakValueDictionary()
        self._claims: WeakValueDictionary[tuple[int, int], Claim] = WeakValueDictionary()
        self._data: OrderedDict[int, tuple[Path, str, Any]] = OrderedDict()
        self._cached = 0
        self._texts = TextFinder(archive.path)

    def __len__(self) -> int:
        return len(self._archive.firsts)

    def __iter__(self) -> Iterator[Document]:
        return (self[number] for number in range(len(self)))

    @overload
    def __getitem__(self, number: int) -> Document: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Document]: ...
    def __getitem__(self, number: int | slice) -> Document | Sequence[Document]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        number = range(len(self))[number]
        document = self._alive.get(number)
        if document is None:
            path, text, data = self.read(number)
            document = build_document(data, text, path, self._texts)
            document.claims, document.dossier = _Claims(self._archive, number), self._archive
            document.archived = partial(self._text, number)
            self._alive[number] = document
        return document

    def claim(self, number: int, index: int) -> Claim:
        """The claim `index` of document `number`."""
        claim = self._claims.get((number, index))
        if claim is None:
            document, (_, _, data) = self[number], self.read(number)
            claim = build_claim(document, data["claims"][index], self._archive.header)
            self._claims[number, index] = claim
        return claim

    def read(self, number: int) -> tuple[Path, str, Any]:
        """The path, text and data of a claims file; recently used files are cached. Raises InputError."""
        if number in self._data:
            self._data.move_to_end(number)
            return self._data[number]
        path, raw = self._archive.source(number)
        data: Any
        data, text = parse_json(raw, path)
        problems = self._archive.schemas.problems("document", data, path, text)
        if problems:
            raise InputError(problems)
        if len(data["claims"]) != self._archive.sizes[number]:
            what = "this claims file changed after its tables were built"
            raise input_error(path, what, "run the command again, or pack the dossier again")
        self._data[number] = path, text, data
        self._cached += len(text)
        while self._cached > _CACHED and len(self._data) > 1:
            self._cached -= len(self._data.popitem(last=False)[1][1])
        return self._data[number]

    def _text(self, number: int) -> str:
        return self.read(number)[1]


class _Claims(Sequence[Claim]):
    """The claims of one document, each typed on request."""

    def __init__(self, archive: Archive, number: int) -> None:
        self._archive, self._number = archive, number

    def __len__(self) -> int:
        return self._archive.sizes[self._number]

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Claim]: ...
    def __getitem__(self, index: int | slice) -> Claim | Sequence[Claim]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        return self._archive.typed.claim(self._number, index)


class _Rows(Sequence[Claim]):
    """The claims of an archive by row; row numbers have gaps between partitions."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __len__(self) -> int:
        return sum(self._archive.sizes)

    def __iter__(self) -> Iterator[Claim]:
        return (claim for document in self._archive.documents for claim in document.claims)

    @overload
    def __getitem__(self, row: int) -> Claim: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Claim]: ...
    def __getitem__(self, row: int | slice) -> Claim | Sequence[Claim]:
        if isinstance(row, slice):
            raise TypeError("the row numbers of an archive have gaps; get one row at a time instead of a slice")
        number = bisect_right(self._archive.firsts, row) - 1
        return self._archive.typed.claim(number, row - self._archive.firsts[number])


def read_archive(folder: Path, schemas: Schemas, names: Mapping[str, Sequence[str]] | None = None) -> Archive:
    """The archive of a dossier's folder. Only changed claims files are read, in parallel.

    `names` are the names of its claims files, if they have already been listed. Raises InputError with the problems of
    its files; after about 1,000 problems it stops reading.
    """
    gc.disable()  # nearly everything read here is kept, so that garbage collection only costs time
    try:
        entities = EntityTables(cache_folder(folder), schemas)
        header = load_header(folder, schemas, entities.know)
        partitions = load_partitions(folder, header, schemas, names)
        stored: dict[str, Stored] = {name: partitions.paths(name) for name in FILES}
        stored |= entities.tables(header)
    finally:
        # Move it to the oldest generation, so that the next two collections do not scan all of it.
        gc.freeze()
        gc.unfreeze()
        gc.enable()
    paths = [path for partition in partitions.all for path in partition.paths]

    def source(number: int) -> tuple[Path, bytes]:
        path = folder / paths[number]
        return path, read_bytes(path)

    archive = archive_of(folder, header, stored, schemas, source, partitions.read)
    archive.firsts = [row for partition in partitions.all for row in partition.firsts]
    archive.sizes = [claims for partition in partitions.all for claims in partition.claims]
    return archive


def archive_of(
    origin: Path, header: DossierHeader, stored: Mapping[str, Stored], schemas: Schemas, source: Source, read: int = 0
) -> Archive:
    """An archive from its header and its stored tables; the claims files come from `source`."""
    shared = {field.name: getattr(header.dossier, field.name) for field in fields(Dossier)} | {"tables": stored}
    return Archive(**shared, origin=origin, header=header, schemas=schemas, source=source, read=read)
