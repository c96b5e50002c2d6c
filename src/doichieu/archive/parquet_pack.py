"""A dossier in one table: write it as Parquet, and open what was written.

CLAIMS.parquet has a row a claim, with the columns that doichieu.tables.columns describes. Beside it, under the same
name, are the tables that checks join to it (`.moments`, `.members`, `.documents`, `.facts`, `.dates`, `.entities`,
`.within`, `.parts` and `.arithmetic.parquet`) and `.sources.arrow`, which holds the claims files, each compressed alone
so that it can be taken out alone. The metadata of CLAIMS.parquet holds the rest of the dossier as JSON. None of them
holds the text of an article.
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
_ROW_GROUP = 122_880  # rows: what DuckDB gives to one thread at a time
_STRETCH = 1_000_000  # rows that are laid down property by property; about half a gigabyte of memory
_BATCH = 512  # claims files to a batch of the sources
_SOURCES = "sources.arrow"
_AGAIN = "pack the dossier again"


def pack(folder: Path, target: Path, schemas: Schemas) -> int:
    """Write the dossier of a folder as Parquet; return its number of claims.

    All files are written before the first one is put in place, and `target` comes last. Raises InputError.
    """
    common = load_header(folder, schemas)
    partitions = load_partitions(folder, common, schemas)
    digest = hashlib.sha256(
        "\n".join(entry.sha256 for partition in partitions.all for entry in partition.documents).encode()
    )
    about = {
        "version": _FORMAT,
        "path": place_in_project(folder),
        "dossier": common.about,
        "properties": common.properties,
        "rulings": list(common.rulings),
    }
    digest.update(json.dumps(about, sort_keys=True).encode())
    about["id"] = digest.hexdigest()
    told = {_ABOUT: json.dumps(about, ensure_ascii=False).encode()}
    brief = {_ABOUT: json.dumps({"version": _FORMAT, "id": about["id"]}).encode()}
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as scratch:
        made = Path(scratch)
        shared = common_tables(common.dossier.entities, common.dossier.properties)
        shared["entities"] = _with_names(shared["entities"], common.entities)
        for name, table in shared.items():
            _write(made / _beside(target, name).name, [table], brief)
        for name in FILES:
            _write(
                made / _beside(target, name).name, _renumbered(partitions, name), told if name == "claims" else brief
            )
        _write_sources(made / _beside(target, "sources").name, folder, partitions, brief)
        for path in sorted(made.iterdir(), key=lambda path: path.name == target.name):
            path.chmod(0o644)
            path.replace(target.parent / path.name)
    return sum(entry.claims for partition in partitions.all for entry in partition.documents)


def open_pack(target: Path, schemas: Schemas) -> Archive:
    """The dossier that `pack` wrote. Raises InputError for what it did not write, or what does not belong together."""
    about = _about(target)
    folder = Path(about["path"])
    data = [("dossier", about["dossier"]), ("properties", {"properties": about["properties"]})]
    data += [("rulings", {"rulings": about["rulings"]})] if about["rulings"] else []
    for kind, part in data:
        problems = schemas.problems(kind, part, target, json.dumps(part))
        if problems:
            raise InputError([Problem(target, 0, 0, one.pointer, one.what, _AGAIN) for one in problems])
    tables: dict[str, Stored] = {}
    for name in COLUMNS:
        path = target if name == "claims" else _beside(target, name)
        if name != "claims" and _brief(path)["id"] != about["id"]:
            raise _pack_error(path, f"this file does not belong to {target.name}")
        _refuse_columns(path, name)
        tables[name] = (path,)
    rulings = {"rulings": about["rulings"]}
    common = build_header(folder, about["path"], about["dossier"], {"entities": {}}, data[1][1], rulings)
    common.dossier.entities = _Entities(_beside(target, "entities"), schemas)
    return archive_of(target, common, tables, schemas, _sources(target, folder, about["id"]))


def _beside(target: Path, name: str) -> Path:
    if name == "claims":
        return target
    return target.with_name(f"{target.stem}.{_SOURCES if name == 'sources' else f'{name}.parquet'}")


def _pack_error(path: Path, what: str) -> InputError:
    return input_error(path, what, _AGAIN)


def _about(target: Path) -> dict[str, Any]:
    about = _brief(target)
    if not {"path", "dossier", "properties", "rulings"} <= about.keys():
        raise _pack_error(target, "this is one of the tables beside the claims, not the claims themselves")
    return about


def _brief(path: Path) -> dict[str, Any]:
    """What a file's metadata say of it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        if path.suffix == ".arrow":
            with pa.memory_map(str(path)) as file:
                told = pa.ipc.open_file(file).schema.metadata
        else:
            told = pq.read_schema(path).metadata
        about = parse_json((told or {}).get(_ABOUT, b"{}"), path)[0]
    except FileNotFoundError:
        raise _pack_error(path, "this file of the archive is missing") from None
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _pack_error(path, f"this is no Parquet file that can be read ({type(error).__name__})") from None
    if not isinstance(about, dict) or about.get("version") != _FORMAT or not isinstance(about.get("id"), str):
        raise _pack_error(path, "this Parquet file was not written by this version of doichieu pack")
    return about


def _refuse_columns(path: Path, name: str) -> None:
    import pyarrow.parquet as pq

    missing = COLUMNS[name].keys() - set(pq.read_schema(path).names)
    if missing:
        raise _pack_error(path, f"this table lacks the column '{min(missing)}'")


def _write(path: Path, tables: Iterable[pa.Table], about: Mapping[bytes, bytes]) -> None:
    """Write tables one after another as one.

    A stretch of rows is laid down property by property, each in row groups of its own: a check reads the properties of
    its role or kind, and passes over the row groups of all others by what Parquet says of their columns.
    """
    import pyarrow.parquet as pq

    writer = None
    try:
        for table in _stretches(tables):
            if writer is None:
                # Of rows, which rise, only the steps: no other column is asked for so often, or is so long to unpack.
                steps = {name: "DELTA_BINARY_PACKED" for name in table.column_names if name == "row"}
                others = [name for name in table.column_names if name not in steps]
                writer = pq.ParquetWriter(
                    path,
                    table.schema.with_metadata(about),
                    compression="zstd",
                    use_dictionary=others,
                    column_encoding=steps or None,
                )
            for part in _by_property(table):
                writer.write_table(part.replace_schema_metadata(about), row_group_size=_ROW_GROUP)
    finally:
        if writer:
            writer.close()


def _stretches(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows of tables, so many at a time."""
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
    """The rows of each property, in their order; all of them where the table has no properties."""
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
    """The tables of all partitions, their rows numbered from one to the next without gaps."""
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
    """The entities by name, with what a report needs of them: their names, as JSON, and what each is part of."""
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
                    raise _pack_error(folder / entry.path, "this claims file was changed while it was packed")
            packed = [pa.compress(text, "zstd", asbytes=True) for text in texts]
            columns = [[entry.path for entry in batch], list(map(len, texts)), packed]
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _sources(target: Path, folder: Path, name: str) -> Source:
    """What gives the n-th claims file out of the sources, which stay on the disk."""
    import pyarrow as pa

    path = _beside(target, "sources")
    if _brief(path)["id"] != name:
        raise _pack_error(path, f"this file does not belong to {target.name}")
    reader = pa.ipc.open_file(pa.memory_map(str(path)))

    def source(number: int) -> tuple[Path, bytes]:
        batch, row = reader.get_batch(number // _BATCH), number % _BATCH
        size = batch["size"][row].as_py()
        if not 0 <= size <= MAX_BYTES:
            raise _pack_error(path, "this claims file is larger than any may be")
        raw = pa.decompress(batch["source"][row].as_buffer(), size, "zstd", asbytes=True)
        return folder / batch["path"][row].as_py(), raw

    return source


class _Entities(Mapping[str, Entity]):
    """The entities of an archive, each looked up and typed when it is asked for."""

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
            told = {column: self._table[column][place].as_py() for column in ("kind", "names", "broader", "holders")}
            told["names"] = parse_json(told["names"].encode(), self._path)[0]
            data = {column: cell for column, cell in told.items() if cell is not None}
            problems = self._schemas.problems("entities", {"entities": {name: data}}, self._path, "")
            if problems:
                raise _pack_error(self._path, f"the entity '{name}' is not what entities.schema.json describes")
            self._typed[name] = entity_from(name, data)
        return self._typed[name]

    @cached_property
    def _table(self) -> pa.Table:
        import pyarrow.parquet as pq

        return pq.read_table(self._path)
