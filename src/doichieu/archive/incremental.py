"""A part made anew from what it was before: the rows of documents that are what they were, and those of the others."""

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
    """Documents in a row that stand together where they come from: `first` to `end` there, their rows, and by how
    much these move.
    """

    is_old: bool
    first: int
    end: int
    row: int
    row_end: int
    shift: int


def old_tables(part: Partition, folder: Path) -> dict[str, pa.Table]:
    """The tables of a part."""
    import pyarrow.parquet as pq

    tables = {}
    for name in TABLES:
        # One file at a time: read_table, which can read whole folders, takes longer to import than this to read.
        with pq.ParquetFile(part.path(folder, name)) as file:
            tables[name] = file.read(use_threads=False)
    return tables


def merged_tables(
    new: Tables, old: Tables, part: Partition, kept: Collection[str], entries: Sequence[FileRecord], number: int
) -> dict[str, pa.Table]:
    """The tables of part `number`, whose documents are `entries`.

    `old` are those of `part`, of which the documents at the paths `kept` are taken; all others are in `new`, in the
    same order and with the rows that they are to have.
    """
    runs = _runs(part, kept, entries, number)
    return {name: _joined(name, new[name], old[name].replace_schema_metadata(None), runs) for name in TABLES}


def _runs(part: Partition, kept: Collection[str], entries: Sequence[FileRecord], number: int) -> list[_Run]:
    places = {path: place for place, path in enumerate(part.paths)}
    rows, runs, news = part.firsts, list[_Run](), 0
    starts = accumulate((entry.claims for entry in entries), initial=number * STRIDE)
    for entry, start in zip(entries, starts, strict=False):
        is_old = entry.path in kept
        place, row = (places[entry.path], rows[places[entry.path]]) if is_old else (news, start)
        news += not is_old
        last = runs[-1] if runs else None
        if last and (last.is_old, last.end, last.shift) == (is_old, place, start - row):
            last.end, last.row_end = place + 1, row + entry.claims
        else:
            runs.append(_Run(is_old, place, place + 1, row, row + entry.claims, start - row))
    return runs


def _joined(name: str, new: pa.Table, old: pa.Table, runs: Sequence[_Run]) -> pa.Table:
    """The rows of each run one after another."""
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
