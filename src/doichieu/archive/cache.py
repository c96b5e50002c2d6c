"""The cached tables of a large dossier: Parquet files in partitions, built in parallel and kept for the next run.

A partition holds the documents of a range of paths. The cache index records the SHA-256 of every claims file and of
every file of the partition. A run re-reads claims files that changed, and rebuilds partitions that are damaged or were
built by another version of the code.
"""

from __future__ import annotations

import hashlib
import json
import os
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from operator import lt
from pathlib import Path

import orjson

from doichieu.archive.cache_index import FILES, CacheIndex, FileRecord, Partition, sha256_of
from doichieu.archive.code_version import code_version
from doichieu.archive.partition_writer import PartitionTask, start_worker, with_files, write_partition
from doichieu.dossier.builders import DossierHeader
from doichieu.dossier.listing import Listing, document_names, halves, listing
from doichieu.files.json_positions import locate
from doichieu.files.problems import InputError, Problem, input_error
from doichieu.files.progress import Progress
from doichieu.files.worker_pool import CAN_FORK, worker_pool
from doichieu.tables.fact_summaries import FactSummarizer
from doichieu.validation.schemas import Schemas

CACHE_VARIABLE = "DOICHIEU_CACHE"

PARTITION_DOCUMENTS = 2_000  # the most that a new partition holds
_MOST_PROBLEMS = 1_000  # after more than this, reading stops


@dataclass(frozen=True)
class Partitions:
    """All partitions of a dossier and their folder; `read` is the number of claims files this run read."""

    folder: Path
    all: tuple[Partition, ...]
    read: int

    def paths(self, table: str) -> tuple[Path, ...]:
        """The files of one table, in the order of the partitions."""
        return tuple(partition.path(self.folder, table) for partition in self.all)


def load_partitions(
    folder: Path, header: DossierHeader, schemas: Schemas, names: Mapping[str, Sequence[str]] | None = None
) -> Partitions:
    """The partitions of a dossier, as few of them rebuilt as possible.

    `names` are the names of its claims files, if they have already been listed. Raises InputError with the problems of
    all files, or of the first ones after about 1,000 problems; partitions without problems are cached all the same.
    """
    return _Loader(folder, header, schemas).load(names)


def cache_folder(folder: Path) -> Path:
    """The cache folder of a dossier: below DOICHIEU_CACHE if that is set, else below the user's cache folder."""
    named = os.environ.get(CACHE_VARIABLE)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return (Path(named) if named else home / "doichieu") / f"{folder.resolve().name}-{key}"


class _Loader:
    def __init__(self, folder: Path, header: DossierHeader, schemas: Schemas) -> None:
        self._dossier, self._header, self._schemas = folder, header, schemas
        self.folder = cache_folder(folder)
        self._code_key = _code_key(header, schemas)
        self._index = CacheIndex.read(self.folder)
        self._ready_worker: Executor | None = None

    def load(self, names: Mapping[str, Sequence[str]] | None) -> Partitions:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"the cache cannot be written here ({error.strerror})"
            raise input_error(self.folder, what, f"name another folder in {CACHE_VARIABLE}") from error
        with ExitStack() as stack:
            if CAN_FORK and self._index.partitions:
                # Usually at most one partition changed: one process can rebuild it, and help to list the files.
                self._ready_worker = stack.enter_context(self._processes(1))
            return self._loaded(document_names(self._dossier) if names is None else names)

    def _loaded(self, names: Mapping[str, Sequence[str]]) -> Partitions:
        known = self._usable()
        listed = self._listed(names)
        partitions, read = self._build(_planned(listed, known), known)
        if not _in_order(partitions):  # ids are ordered differently from paths: rebuild everything by id
            order = {entry.path: (entry.record, entry.id) for partition in partitions for entry in partition.documents}
            listed = listed.at(sorted(range(len(listed.paths)), key=lambda place: order[listed.paths[place]]))
            partitions, read = self._build(_cut(listed), [])
        _refuse_duplicate_ids(partitions, self._dossier)
        self._write_index(partitions)
        return Partitions(self.folder, tuple(partitions), read)

    def _listed(self, names: Mapping[str, Sequence[str]]) -> Listing:
        if not self._ready_worker:
            return listing(self._dossier, names)
        near, far = halves(names)
        others = self._ready_worker.submit(listing, self._dossier, far)
        return listing(self._dossier, near).then(others.result())

    def _usable(self) -> list[Partition]:
        """The partitions cached by the same code; damaged or outdated ones come without files, to be rebuilt."""
        if self._index.code_key != self._code_key:
            return []
        return [
            partition
            if self._is_intact(partition) and self._knows_names(partition)
            else Partition.planned(partition.paths)
            for partition in self._index.partitions
        ]

    def _is_intact(self, partition: Partition) -> bool:
        try:
            return all(sha256_of(partition.path(self.folder, name)) == partition.files[name] for name in FILES)
        except (OSError, KeyError):
            return False

    def _knows_names(self, partition: Partition) -> bool:
        """Whether every entity that a partition names still exists."""
        if self._index.entities == self._header.entities_sha256:
            return True
        import pyarrow.parquet as pq

        metadata = pq.read_schema(partition.path(self.folder, "documents")).metadata
        return all(name in self._header.entities for name in orjson.loads(metadata[b"names"]))

    def _build(self, plan: Sequence[Listing], known: Sequence[Partition]) -> tuple[list[Partition], int]:
        known = [partition for partition in known if partition.files]
        old = {partition.paths[0]: partition for partition in known}
        tasks, ready = [], {}
        for number, listed in enumerate(plan):
            partition = old.get(listed.paths[0]) or _sharing(listed, known)
            has_number = partition is not None and partition.name.startswith(f"{number:05}-")
            if partition and has_number and partition.is_of(listed):
                ready[number] = partition
                continue
            kept = _unchanged(listed, partition, self._dossier) if partition else {}
            if partition and has_number and len(kept) == len(listed.paths) == len(partition.paths):
                ready[number] = Partition.of(partition.name, (kept[path] for path in partition.paths), partition.files)
            else:
                tasks.append(PartitionTask(number, listed, partition if kept else None, kept))
        read = sum(len(task.listed.paths) - len(task.kept) for task in tasks)
        problems: list[Problem] = []
        progress = Progress(read)
        with FactSummarizer() as summarizer:
            for number, result in self._run(tasks, summarizer):
                if isinstance(result, Partition):
                    summaries = summarizer.tables(*(result.path(self.folder, name) for name in ("claims", "moments")))
                    ready[number] = with_files(result, summaries, self.folder)
                    progress.add(*_read_counts(result, tasks, number))
                else:
                    problems += result
                    if len(problems) > _MOST_PROBLEMS:
                        break
        progress.end()
        if problems:
            self._write_index(
                [ready.get(number) or Partition.planned(listed.paths) for number, listed in enumerate(plan)]
            )
            raise InputError(problems)
        return [ready[number] for number in sorted(ready)], read

    def _run(
        self, tasks: Sequence[PartitionTask], summarizer: FactSummarizer
    ) -> Iterator[tuple[int, Partition | list[Problem]]]:
        workers = min(os.cpu_count() or 1, len(tasks))
        with ExitStack() as stack:
            if workers > 1:
                pool = stack.enter_context(self._processes(workers))
            elif self._ready_worker:
                pool = self._ready_worker
            else:
                if tasks:
                    start_worker(*self._worker_arguments())
                yield from map(write_partition, tasks)
                return
            waiting = [pool.submit(write_partition, task) for task in tasks]
            if tasks:
                summarizer.begin()
            yield from (one.result() for one in as_completed(waiting))

    def _processes(self, count: int) -> AbstractContextManager[Executor]:
        return worker_pool(self._dossier, count, start_worker, *self._worker_arguments())

    def _worker_arguments(self) -> tuple[Path, Path, DossierHeader, Path, str]:
        return self._dossier, self.folder, self._header, self._schemas.folder, self._code_key

    def _write_index(self, partitions: Sequence[Partition]) -> None:
        CacheIndex(self._code_key, self._header.entities_sha256, partitions, self._index.left).write(self.folder)


def _code_key(header: DossierHeader, schemas: Schemas) -> str:
    """The SHA-256 of what the cells of a partition depend on besides its claims files and the names of entities."""
    digest = hashlib.sha256(f"{code_version(schemas.folder)} {header.dossier.zone}".encode())
    digest.update(json.dumps([header.about.get("policy"), header.properties], sort_keys=True).encode())
    return digest.hexdigest()


def _planned(listed: Listing, known: Sequence[Partition]) -> list[Listing]:
    """The files of each partition: known files stay in theirs, new ones join their neighbours in the order of paths."""
    if not known:
        return _cut(listed)
    paths = [path for partition in known for path in partition.paths]
    if paths == listed.paths:
        ends = list(accumulate((len(partition.paths) for partition in known), initial=0))
        return [listed.stretch(first, end) for first, end in pairwise(ends)]
    order = {path: place for place, path in enumerate(paths)}
    where = {path: number for number, partition in enumerate(known) for path in partition.paths}
    by_path = all(map(lt, paths, paths[1:]))
    starts = [partition.paths[0] for partition in known]
    plan: list[list[int]] = [[] for _ in known]
    for place, path in enumerate(listed.paths):
        number = where.get(path)
        if number is None:
            if not by_path:
                return _cut(listed)
            number = max(0, bisect_right(starts, path) - 1)
        plan[number].append(place)
    if not by_path:
        for places in plan:
            places.sort(key=lambda place: order[listed.paths[place]])
    filled = [places for places in plan if places]
    return _cut(listed) if max(map(len, filled), default=0) > 2 * PARTITION_DOCUMENTS else list(map(listed.at, filled))


def _cut(listed: Listing) -> list[Listing]:
    """Ranges of equal size, an even number of them where there are several, so that two workers finish together."""
    count = len(listed.paths)
    ranges = -(-count // PARTITION_DOCUMENTS)
    size = -(-count // (ranges + ranges % 2)) if ranges > 1 else count
    return [listed.stretch(at, at + size) for at in range(0, count, size)]


def _sharing(listed: Listing, known: Sequence[Partition]) -> Partition | None:
    """The first cached partition that shares documents with a listing."""
    paths = set(listed.paths)
    return next((partition for partition in known if not paths.isdisjoint(partition.paths)), None)


def _unchanged(listed: Listing, partition: Partition, dossier: Path) -> dict[str, FileRecord]:
    """The records of unchanged files of a partition, by path, with their present modification time."""
    old = {entry.path: entry for entry in partition.documents}
    kept = {}
    for path, size, changed in zip(*listed, strict=True):
        entry = old.get(path)
        if entry is None or entry.size != size:
            continue
        if not (changed and entry.changed == changed) and sha256_of(dossier / path) != entry.sha256:
            continue
        kept[path] = entry._replace(changed=changed)
    return kept


def _in_order(partitions: Sequence[Partition]) -> bool:
    """Whether documents of record come last, and both kinds are sorted by id."""
    records = [record for partition in partitions for record in partition.records]
    ids = [name for partition in partitions for name in partition.ids]
    articles = records.count(False)
    return not any(records[:articles]) and all(one == sorted(one) for one in (ids[:articles], ids[articles:]))


def _refuse_duplicate_ids(partitions: Sequence[Partition], dossier: Path) -> None:
    ids = [name for partition in partitions for name in partition.ids]
    if len(set(ids)) == len(ids):
        return
    first: dict[str, str] = {}
    problems = []
    for entry in chain.from_iterable(partition.documents for partition in partitions):
        if entry.id in first:
            path = dossier / entry.path
            line, column = locate(path.read_text(encoding="utf-8"), ("document", "id"))
            what = f"the id '{entry.id}' is taken by another document ({first[entry.id]})"
            problems.append(Problem(path, line, column, "/document/id", what, "give each document its own id"))
        first[entry.id] = entry.path
    if problems:
        raise InputError(problems)


def _read_counts(partition: Partition, tasks: Sequence[PartitionTask], number: int) -> tuple[int, int]:
    """How many documents and claims of a partition were read in this run."""
    kept = next(task.kept for task in tasks if task.number == number)
    return len(partition.paths) - len(kept), sum(partition.claims) - sum(entry.claims for entry in kept.values())
