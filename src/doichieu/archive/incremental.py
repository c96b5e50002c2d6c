"""Rebuild a partition: reuse the rows of unchanged documents, and add those of new or changed ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from doichieu.archive.cache_index import STRIDE, TABLES, FileRecord, Partition

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, "pa.Table"]


@dataclass
class _Run:
    """Consecutive documents that are also consecutive in their source, the old tables or the new ones.

    `first` to `end` are their places in the source, `row` to `row_end` their rows there; `shift` is added to each row.
    """

    is_old: bool
    first: int
    end: int
    row: int
    row_end: int
    shift: int


def old_tables(partition: Partition, folder: Path) -> dict[str, pa.Table]:
    """The tables of a cached partition."""
    import pyarrow.parquet as pq

    tables = {}
    for name in TABLES:
        # One file at a time: read_table, which can read whole folders, takes longer to import than these take to read.
        with pq.ParquetFile(partition.path(folder, name)) as file:
            tables[name] = file.read(use_threads=False)
    return tables


def merged_tables(
    new: Tables, old: Tables, partition: Partition, kept: Collection[str], entries: Sequence[FileRecord], number: int
) -> dict[str, pa.Table]:
    """The tables of partition `number`, whose documents are `entries`.

    The rows of the documents at the paths `kept` come from `old`, the tables of `partition`. All other rows come
    from `new`, in the order of `entries` and with their final row numbers.
    """
    runs = _runs(partition, kept, entries, number)
    return {name: _joined(name, new[name], old[name].replace_schema_metadata(None), runs) for name in TABLES}


def _runs(partition: Partition, kept: Collection[str], entries: Sequence[FileRecord], number: int) -> list[_Run]:
    places = {path: place for place, path in enumerate(partition.paths)}
    rows, runs, new_count = partition.firsts, list[_Run](), 0
    starts = accumulate((entry.claims for entry in entries), initial=number * STRIDE)
    for entry, start in zip(entries, starts, strict=False):
        is_old = entry.path in kept
        place, row = (places[entry.path], rows[places[entry.path]]) if is_old else (new_count, start)
        new_count += not is_old
        last = runs[-1] if runs else None
        if last and (last.is_old, last.end, last.shift) == (is_old, place, start - row):
            last.end, last.row_end = place + 1, row + entry.claims
        else:
            runs.append(_Run(is_old, place, place + 1, row, row + entry.claims, start - row))
    return runs


def _joined(name: str, new: pa.Table, old: pa.Table, runs: Sequence[_Run]) -> pa.Table:
    """One table with the rows of all runs, in order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = "first" if name == "documents" else "row"
    place, pieces = old.schema.get_field_index(column), [new.slice(0, 0)]
    rows = {} if name == "documents" else {True: old[column].to_pylist(), False: new[column].to_pylist()}
    for run in runs:
        first, end = run.first, run.end
        if rows:
            first, end = (bisect_left(rows[run.is_old], row) for row in (run.row, run.row_end))
        piece = (old if run.is_old else new).slice(first, end - first)
        if run.shift:
            piece = piece.set_column(place, column, pc.add(piece[column], pa.scalar(run.shift, pa.int64())))
        pieces.append(piece)
    return pa.concat_tables(pieces).combine_chunks()
