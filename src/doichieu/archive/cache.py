"""The rows of a large dossier in parts: Parquet files of the tables, made in parallel and kept for the next run.

A part holds the documents of a stretch of paths. It is kept with the SHA-256 of every claims file it was made from, and
of its own files: a run reads again what has changed, and makes anew what is damaged or was made by something else.
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
from doichieu.files.problems import InputError, Problem
from doichieu.files.progress import Progress
from doichieu.files.worker_pool import CAN_FORK, worker_pool
from doichieu.tables.fact_summaries import FactSummarizer
from doichieu.validation.schemas import Schemas

CACHE_VARIABLE = "DOICHIEU_CACHE"

_DOCUMENTS = 2_000  # a part, as it is first made, has no more
_MOST_PROBLEMS = 1_000  # past this many, the rest of an archive is not read


@dataclass(frozen=True)
class Partitions:
    """All parts of a dossier and the folder they are in; `read` tells how many claims files this run had to read."""

    folder: Path
    parts: tuple[Partition, ...]
    read: int

    def paths(self, table: str) -> tuple[Path, ...]:
        """The files of one table, in order."""
        return tuple(part.path(self.folder, table) for part in self.parts)


def load_partitions(
    folder: Path, common: DossierHeader, schemas: Schemas, names: Mapping[str, Sequence[str]] | None = None
) -> Partitions:
    """The parts of a dossier, as few of them made anew as can be.

    `names` are those of its claims files, where they have been listed. Raises InputError with the problems of every
    file, up to a bound; what is in order is kept all the same.
    """
    return _Loader(folder, common, schemas).load(names)


def cache_folder(folder: Path) -> Path:
    """Where the parts of a dossier are kept: below DOICHIEU_CACHE, or else the user's own folder for such things."""
    named = os.environ.get(CACHE_VARIABLE)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return (Path(named) if named else home / "doichieu") / f"{folder.resolve().name}-{key}"


class _Loader:
    def __init__(self, folder: Path, common: DossierHeader, schemas: Schemas) -> None:
        self._dossier, self._common, self._schemas = folder, common, schemas
        self.folder = cache_folder(folder)
        self._code_key = _code_key(common, schemas)
        self._index = CacheIndex.read(self.folder)
        self._ready_worker: Executor | None = None

    def load(self, names: Mapping[str, Sequence[str]] | None) -> Partitions:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"what is kept between runs cannot be written here ({error.strerror})"
            problem = Problem(self.folder, 0, 0, "", what, f"name another folder in {CACHE_VARIABLE}")
            raise InputError([problem]) from error
        with ExitStack() as ended:
            if CAN_FORK and self._index.parts:
                # Mostly one part has changed or none: one process can make it, and help to find it.
                self._ready_worker = ended.enter_context(self._processes(1))
            return self._loaded(document_names(self._dossier) if names is None else names)

    def _loaded(self, names: Mapping[str, Sequence[str]]) -> Partitions:
        known = self._known()
        seen = self._seen(names)
        parts, read = self._make(_planned(seen, known), known)
        if not _in_order(parts):  # paths and ids do not go together: now that the ids are known, make it anew by them
            order = {entry.path: (entry.record, entry.id) for part in parts for entry in part.documents}
            seen = seen.at(sorted(range(len(seen.paths)), key=lambda place: order[seen.paths[place]]))
            parts, read = self._make(_cut(seen), [])
        _refuse_twice(parts, self._dossier)
        self._keep(parts)
        return Partitions(self.folder, tuple(parts), read)

    def _seen(self, names: Mapping[str, Sequence[str]]) -> Listing:
        if not self._ready_worker:
            return listing(self._dossier, names)
        near, far = halves(names)
        others = self._ready_worker.submit(listing, self._dossier, far)
        return listing(self._dossier, near).then(others.result())

    def _known(self) -> list[Partition]:
        """The parts of an earlier run by the same hand; those that are not whole, or in doubt, are only planned."""
        if self._index.code_key != self._code_key:
            return []
        return [
            part if self._is_whole(part) and self._knows_names(part) else Partition.planned(part.paths)
            for part in self._index.parts
        ]

    def _is_whole(self, part: Partition) -> bool:
        try:
            return all(sha256_of(part.path(self.folder, name)) == part.files[name] for name in FILES)
        except (OSError, KeyError):
            return False

    def _knows_names(self, part: Partition) -> bool:
        """Whether every entity that a part names is still there."""
        if self._index.entities == self._common.entities_sha256:
            return True
        import pyarrow.parquet as pq

        told = pq.read_schema(part.path(self.folder, "documents")).metadata
        return all(name in self._common.entities for name in orjson.loads(told[b"names"]))

    def _make(self, plan: Sequence[Listing], known: Sequence[Partition]) -> tuple[list[Partition], int]:
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
                ready[number] = Partition.of(part.name, (kept[path] for path in part.paths), part.files)
            else:
                tasks.append(PartitionTask(number, listed, part if kept else None, kept))
        read = sum(len(task.listed.paths) - len(task.kept) for task in tasks)
        problems: list[Problem] = []
        progress = Progress(read)
        with FactSummarizer() as fold:
            for number, made in self._run(tasks, fold):
                if isinstance(made, Partition):
                    folded = fold.tables(*(made.path(self.folder, name) for name in ("claims", "moments")))
                    ready[number] = with_files(made, folded, self.folder)
                    progress.add(*_new(made, tasks, number))
                else:
                    problems += made
                    if len(problems) > _MOST_PROBLEMS:
                        break
        progress.end()
        if problems:
            self._keep([ready.get(number) or Partition.planned(listed.paths) for number, listed in enumerate(plan)])
            raise InputError(problems)
        return [ready[number] for number in sorted(ready)], read

    def _run(
        self, tasks: Sequence[PartitionTask], fold: FactSummarizer
    ) -> Iterator[tuple[int, Partition | list[Problem]]]:
        workers = min(os.cpu_count() or 1, len(tasks))
        with ExitStack() as ended:
            if workers > 1:
                pool = ended.enter_context(self._processes(workers))
            elif self._ready_worker:
                pool = self._ready_worker
            else:
                if tasks:
                    start_worker(*self._needed())
                yield from map(write_partition, tasks)
                return
            waiting = [pool.submit(write_partition, task) for task in tasks]
            if tasks:
                fold.begin()
            yield from (one.result() for one in as_completed(waiting))

    def _processes(self, count: int) -> AbstractContextManager[Executor]:
        return worker_pool(self._dossier, count, start_worker, *self._needed())

    def _needed(self) -> tuple[Path, Path, DossierHeader, Path, str]:
        return self._dossier, self.folder, self._common, self._schemas.folder, self._code_key

    def _keep(self, parts: Sequence[Partition]) -> None:
        CacheIndex(self._code_key, self._common.entities_sha256, parts, self._index.left).write(self.folder)


def _code_key(common: DossierHeader, schemas: Schemas) -> str:
    """What the cells of a part depend on, beside its claims files and the names of entities."""
    digest = hashlib.sha256(f"{code_version(schemas.folder)} {common.dossier.zone}".encode())
    digest.update(json.dumps([common.about.get("policy"), common.properties], sort_keys=True).encode())
    return digest.hexdigest()


def _planned(seen: Listing, known: Sequence[Partition]) -> list[Listing]:
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
    """Partitions of the same size, an even number of them, so that two workers come to their end together."""
    count = len(seen.paths)
    parts = -(-count // _DOCUMENTS)
    size = -(-count // (parts + parts % 2)) if parts > 1 else count
    return [seen.stretch(at, at + size) for at in range(0, count, size)]


def _with_some_of(listed: Listing, known: Sequence[Partition]) -> Partition | None:
    """An older part that holds documents of this one."""
    paths = set(listed.paths)
    return next((part for part in known if not paths.isdisjoint(part.paths)), None)


def _unchanged(listed: Listing, part: Partition, dossier: Path) -> dict[str, FileRecord]:
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


def _in_order(parts: Sequence[Partition]) -> bool:
    """Whether documents of record come last, and both they and the others by their ids."""
    records = [record for part in parts for record in part.records]
    ids = [name for part in parts for name in part.ids]
    articles = records.count(False)
    return not any(records[:articles]) and all(one == sorted(one) for one in (ids[:articles], ids[articles:]))


def _refuse_twice(parts: Sequence[Partition], dossier: Path) -> None:
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


def _new(made: Partition, tasks: Sequence[PartitionTask], number: int) -> tuple[int, int]:
    """How many documents and claims of a part were read anew."""
    kept = next(task.kept for task in tasks if task.number == number)
    return len(made.paths) - len(kept), sum(made.claims) - sum(entry.claims for entry in kept.values())
