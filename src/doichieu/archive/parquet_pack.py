"""Pack a dossier as Parquet files, and open packed dossiers.

CLAIMS.parquet has one row per claim, with the columns described in doichieu.tables.columns. Next to it, under the same
name, are the tables that checks join to it (`.moments`, `.members`, `.documents`, `.facts`, `.dates`, `.entities`,
`.within`, `.parts` and `.arithmetic.parquet`) and `.sources.arrow`, which holds the claims files, each compressed
separately so that one can be read without the others. The metadata of CLAIMS.parquet holds the rest of the dossier as
JSON. None of the files holds the text of an article.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doichieu.archive.archive import Archive, Source, archive_of
from doichieu.archive.cache import Partitions, load_partitions
from doichieu.archive.cache_index import FILES, STRIDE
from doichieu.dossier.builders import build_header
from doichieu.dossier.loader import load_header
from doichieu.dossier.project import place_in_project
from doichieu.files.problems import InputError, Problem, input_error
from doichieu.files.strict_json import MAX_BYTES, parse_json
from doichieu.model.claims import Entity
from doichieu.model.lazy_entities import entity_from
from doichieu.tables.columns import COLUMNS
from doichieu.tables.rows import common_tables
from doichieu.validation.schemas import Schemas

if TYPE_CHECKING:
    import pyarrow as pa

    from doichieu.model.claims import Stored

_FORMAT = 2
_ABOUT = b"doichieu"
_ROW_GROUP = 122_880  # rows: the unit of work of one DuckDB thread
_STRETCH = 1_000_000  # rows that are sorted by property together; about half a gigabyte of memory
_BATCH = 512  # claims files per record batch of the sources
_SOURCES = "sources.arrow"
_AGAIN = "pack the dossier again"


def pack(folder: Path, target: Path, schemas: Schemas) -> int:
    """Write the dossier of a folder as Parquet; return its number of claims.

    All files are written before the first is moved into place; `target` is moved last. Raises InputError.
    """
    header = load_header(folder, schemas)
    partitions = load_partitions(folder, header, schemas)
    digest = hashlib.sha256(
        "\n".join(entry.sha256 for partition in partitions.all for entry in partition.documents).encode()
    )
    about = {
        "version": _FORMAT,
        "path": place_in_project(folder),
        "dossier": header.about,
        "properties": header.properties,
        "rulings": list(header.rulings),
    }
    digest.update(json.dumps(about, sort_keys=True).encode())
    about["id"] = digest.hexdigest()
    full = {_ABOUT: json.dumps(about, ensure_ascii=False).encode()}
    brief = {_ABOUT: json.dumps({"version": _FORMAT, "id": about["id"]}).encode()}
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as scratch:
        staging = Path(scratch)
        shared = common_tables(header.dossier.entities, header.dossier.properties)
        shared["entities"] = _with_names(shared["entities"], header.entities)
        for name, table in shared.items():
            _write(staging / _path_of(target, name).name, [table], brief)
        for name in FILES:
            _write(
                staging / _path_of(target, name).name,
                _renumbered(partitions, name),
                full if name == "claims" else brief,
            )
        _write_sources(staging / _path_of(target, "sources").name, folder, partitions, brief)
        for path in sorted(staging.iterdir(), key=lambda path: path.name == target.name):
            path.chmod(0o644)
            path.replace(target.parent / path.name)
    return sum(entry.claims for partition in partitions.all for entry in partition.documents)


def open_pack(target: Path, schemas: Schemas) -> Archive:
    """Open a dossier written by `pack`. Raises InputError for files that `pack` did not write or that do not match."""
    about = _about(target)
    folder = Path(about["path"])
    data = [("dossier", about["dossier"]), ("properties", {"properties": about["properties"]})]
    data += [("rulings", {"rulings": about["rulings"]})] if about["rulings"] else []
    for kind, content in data:
        problems = schemas.problems(kind, content, target, json.dumps(content))
        if problems:
            raise InputError([Problem(target, 0, 0, one.pointer, one.what, _AGAIN) for one in problems])
    tables: dict[str, Stored] = {}
    for name in COLUMNS:
        path = target if name == "claims" else _path_of(target, name)
        if name != "claims" and _brief(path)["id"] != about["id"]:
            raise _pack_error(path, f"this file does not belong to {target.name}")
        _refuse_columns(path, name)
        tables[name] = (path,)
    rulings = {"rulings": about["rulings"]}
    header = build_header(folder, about["path"], about["dossier"], {"entities": {}}, data[1][1], rulings)
    header.dossier.entities = _Entities(_path_of(target, "entities"), schemas)
    return archive_of(target, header, tables, schemas, _sources(target, folder, about["id"]))


def _path_of(target: Path, name: str) -> Path:
    if name == "claims":
        return target
    return target.with_name(f"{target.stem}.{_SOURCES if name == 'sources' else f'{name}.parquet'}")


def _pack_error(path: Path, what: str) -> InputError:
    return input_error(path, what, _AGAIN)


def _about(target: Path) -> dict[str, Any]:
    about = _brief(target)
    if not {"path", "dossier", "properties", "rulings"} <= about.keys():
        raise _pack_error(target, "this is one of the tables next to the claims, not the claims themselves")
    return about


def _brief(path: Path) -> dict[str, Any]:
    """The JSON object in a file's metadata. Raises InputError if `pack` did not write the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        if path.suffix == ".arrow":
            with pa.memory_map(str(path)) as file:
                metadata = pa.ipc.open_file(file).schema.metadata
        else:
            metadata = pq.read_schema(path).metadata
        about = parse_json((metadata or {}).get(_ABOUT, b"{}"), path)[0]
    except FileNotFoundError:
        raise _pack_error(path, "this file of the archive is missing") from None
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _pack_error(path, f"this cannot be read as a Parquet file ({type(error).__name__})") from None
    if not isinstance(about, dict) or about.get("version") != _FORMAT or not isinstance(about.get("id"), str):
        raise _pack_error(path, "this Parquet file was not written by this version of doichieu pack")
    return about


def _refuse_columns(path: Path, name: str) -> None:
    import pyarrow.parquet as pq

    missing = COLUMNS[name].keys() - set(pq.read_schema(path).names)
    if missing:
        raise _pack_error(path, f"this table lacks the column '{min(missing)}'")


def _write(path: Path, tables: Iterable[pa.Table], about: Mapping[bytes, bytes]) -> None:
    """Write tables as one file, in order.

    Each stretch of rows is sorted by property, and each property gets its own row groups. A check reads only properties
    of some role or kind, so it skips the row groups of all others by their Parquet statistics.
    """
    import pyarrow.parquet as pq

    writer = None
    try:
        for table in _stretches(tables):
            if writer is None:
                # Row numbers ascend, so only their steps are stored: this column is read most and is slowest to decode.
                steps = {name: "DELTA_BINARY_PACKED" for name in table.column_names if name == "row"}
                others = [name for name in table.column_names if name not in steps]
                writer = pq.ParquetWriter(
                    path,
                    table.schema.with_metadata(about),
                    compression="zstd",
                    use_dictionary=others,
                    column_encoding=steps or None,
                )
            for rows in _by_property(table):
                writer.write_table(rows.replace_schema_metadata(about), row_group_size=_ROW_GROUP)
    finally:
        if writer:
            writer.close()


def _stretches(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows of tables, in stretches of at least _STRETCH rows except the last."""
    import pyarrow as pa

    waiting = list[pa.Table]()
    for table in tables:
        waiting.append(table)
        if sum(map(len, waiting)) >= _STRETCH:
            yield pa.concat_tables(waiting)
            waiting.clear()
    if waiting:
        yield pa.concat_tables(waiting)


def _by_property(table: pa.Table) -> Iterator[pa.Table]:
    """The rows of each property, in order; the whole table if it has no properties."""
    if "property" not in table.column_names or "row" not in table.column_names:
        yield table
        return
    ordered = table.sort_by([("property", "ascending"), ("row", "ascending")])
    first = 0
    for _, run in groupby(ordered["property"].to_pylist()):
        size = sum(1 for _ in run)
        yield ordered.slice(first, size)
        first += size


def _renumbered(partitions: Partitions, name: str) -> Iterator[pa.Table]:
    """One table of all partitions, partition by partition, with rows renumbered to leave no gaps."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    column, first = ("first" if name == "documents" else "row"), 0
    for path, partition in zip(partitions.paths(name), partitions.all, strict=True):
        table = pq.read_table(path).replace_schema_metadata(None)
        number = int(partition.name.partition("-")[0])
        shift = pa.scalar(first - number * STRIDE, pa.int64())
        place = table.schema.get_field_index(column)
        yield table if place < 0 else table.set_column(place, column, pc.add(table[column], shift))
        first += sum(entry.claims for entry in partition.documents)


def _with_names(entities: pa.Table, data: Mapping[str, Any]) -> pa.Table:
    """The entities sorted by id, with what reports need: their names, as JSON, and the broader entity of each."""
    import pyarrow as pa

    names = [json.dumps(one["names"], ensure_ascii=False) for one in data.values()]
    broader = [one.get("broader") for one in data.values()]
    table = entities.append_column("names", pa.array(names, pa.string()))
    return table.append_column("broader", pa.array(broader, pa.string())).sort_by("entity")


def _write_sources(path: Path, folder: Path, partitions: Partitions, about: Mapping[bytes, bytes]) -> None:
    import pyarrow as pa

    schema = pa.schema([("path", pa.string()), ("size", pa.int64()), ("source", pa.binary())], about)
    entries = [entry for partition in partitions.all for entry in partition.documents]
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        for at in range(0, len(entries), _BATCH):
            batch = entries[at : at + _BATCH]
            texts = [(folder / entry.path).read_bytes() for entry in batch]
            for entry, text in zip(batch, texts, strict=True):
                if hashlib.sha256(text).hexdigest() != entry.sha256:
                    raise _pack_error(folder / entry.path, "this claims file changed while it was being packed")
            packed = [pa.compress(text, "zstd", asbytes=True) for text in texts]
            columns = [[entry.path for entry in batch], list(map(len, texts)), packed]
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _sources(target: Path, folder: Path, name: str) -> Source:
    """A function that returns the n-th claims file from the sources, which stay on disk."""
    import pyarrow as pa

    path = _path_of(target, "sources")
    if _brief(path)["id"] != name:
        raise _pack_error(path, f"this file does not belong to {target.name}")
    reader = pa.ipc.open_file(pa.memory_map(str(path)))

    def source(number: int) -> tuple[Path, bytes]:
        batch, row = reader.get_batch(number // _BATCH), number % _BATCH
        size = batch["size"][row].as_py()
        if not 0 <= size <= MAX_BYTES:
            raise _pack_error(path, "this claims file is larger than the limit")
        raw = pa.decompress(batch["source"][row].as_buffer(), size, "zstd", asbytes=True)
        return folder / batch["path"][row].as_py(), raw

    return source


class _Entities(Mapping[str, Entity]):
    """The entities of an archive, each looked up and typed on request."""

    def __init__(self, path: Path, schemas: Schemas) -> None:
        self._path, self._schemas = path, schemas
        self._typed: dict[str, Entity] = {}

    def __len__(self) -> int:
        return len(self._table)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table["entity"].to_pylist())

    def __getitem__(self, name: str) -> Entity:
        if name not in self._typed:
            place = bisect_left(range(len(self)), name, key=lambda place: self._table["entity"][place].as_py())
            if place == len(self) or self._table["entity"][place].as_py() != name:
                raise KeyError(name)
            cells = {column: self._table[column][place].as_py() for column in ("kind", "names", "broader", "holders")}
            cells["names"] = parse_json(cells["names"].encode(), self._path)[0]
            data = {column: cell for column, cell in cells.items() if cell is not None}
            problems = self._schemas.problems("entities", {"entities": {name: data}}, self._path, "")
            if problems:
                raise _pack_error(self._path, f"the entity '{name}' does not conform to entities.schema.json")
            self._typed[name] = entity_from(name, data)
        return self._typed[name]

    @cached_property
    def _table(self) -> pa.Table:
        import pyarrow.parquet as pq

        return pq.read_table(self._path)
