"""The index of a dossier's cached partitions, with the SHA-256 of every file that belongs to them.

Each partition has a description file: the records of its documents, column by column. The file is named after its
SHA-256. The index lists these files and begins with the SHA-256 of its own remainder.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from doichieu.dossier.listing import Listing
from doichieu.files.atomic_write import write
from doichieu.tables.fact_summaries import SUMMARIES

STRIDE = (
    1 << 32
)  # the rows of partition n start at n times this; they follow the documents, with gaps between partitions
TABLES = ("claims", "moments", "members", "documents")
FILES = (*TABLES, *SUMMARIES)

_HEAD = b'{"sha256":"'
KEPT_SECONDS = 3600  # an unlisted file is kept so long, because a run that started earlier may still read it


class FileRecord(NamedTuple):
    """A claims file as it was read: path in the dossier, size, modification time, SHA-256; document id, claim count.

    `changed` is in nanoseconds; `record` marks a document of record.
    """

    path: str
    size: int
    changed: int
    sha256: str
    id: str
    record: bool
    claims: int


@dataclass(frozen=True)
class Partition:
    """A partition: its documents in order, column by column, and the SHA-256 of each of its files.

    One without files is only planned: its documents are still to be read. `kept` is the SHA-256 of its description
    file, empty until that is written.
    """

    name: str
    columns: Sequence[list[Any]]  # those of FileRecord
    files: Mapping[str, str]
    kept: str = ""

    @classmethod
    def of(cls, name: str, entries: Iterable[FileRecord], files: Mapping[str, str]) -> Partition:
        """A partition of these documents."""
        return cls(name, tuple(map(list, zip(*entries, strict=True))), files)

    @classmethod
    def planned(cls, paths: Iterable[str]) -> Partition:
        """A partition that is still to be built."""
        return cls.of("", (FileRecord(path, -1, 0, "", "", False, 0) for path in paths), {})

    @cached_property
    def documents(self) -> tuple[FileRecord, ...]:
        """Its documents one by one."""
        return tuple(map(FileRecord, *self.columns))

    @property
    def paths(self) -> list[str]:
        """The paths of its documents in the dossier."""
        return self.columns[0]

    @property
    def ids(self) -> list[str]:
        """The ids of its documents."""
        return self.columns[4]

    @property
    def records(self) -> list[bool]:
        """Whether each of its documents is a document of record."""
        return self.columns[5]

    @property
    def claims(self) -> list[int]:
        """How many claims each of its documents has."""
        return self.columns[-1]

    @property
    def firsts(self) -> list[int]:
        """The row of each document's first claim."""
        return list(accumulate(self.claims[:-1], initial=int(self.name.partition("-")[0]) * STRIDE))

    def is_of(self, listed: Listing) -> bool:
        """Whether it was built from exactly these files, judged by path, size and modification time."""
        return tuple(self.columns[:3]) == tuple(listed) and 0 not in listed.changed

    def path(self, folder: Path, table: str) -> Path:
        """The path of one of its tables."""
        return folder / f"{self.name}.{table}.parquet"

    @classmethod
    def read(cls, folder: Path, sha256: str) -> Partition:
        """Read a partition from the description file with this SHA-256. Raises ValueError if the file was altered."""
        raw = _kept_at(folder, sha256).read_bytes()
        if _digest(raw) != sha256:
            raise ValueError
        data = orjson.loads(raw)
        return cls(data["name"], tuple(data["documents"]), data["files"], sha256)

    def written(self, folder: Path) -> Partition:
        """Write the description file unless it exists, and return the partition with `kept` set."""
        if self.kept:
            return self
        raw = orjson.dumps({"name": self.name, "documents": self.columns, "files": self.files})
        partition = replace(self, kept=_digest(raw))
        write(_kept_at(folder, partition.kept), raw.decode())
        return partition

    def names(self, folder: Path) -> Iterator[str]:
        """The names of all its files."""
        yield _kept_at(folder, self.kept).name
        yield from (self.path(folder, table).name for table in self.files)


@dataclass
class CacheIndex:
    """What an earlier run cached: the key of its code, the SHA-256 of its entities.json, and the partitions.

    `left` maps each file that the index no longer lists to the time when that was first noticed.
    """

    code_key: str = ""
    entities: str = ""
    partitions: Sequence[Partition] = ()
    left: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> CacheIndex:
        """The index of a folder; an empty one if there is none, or it is damaged or has another format."""
        try:
            raw = (folder / "index.json").read_bytes()
            start = len(_HEAD)
            if raw[:start] != _HEAD or raw[start : start + 64] != _digest(raw[start + 64 :]).encode():
                return cls()
            data = orjson.loads(raw)["index"]
            partitions = [Partition.read(folder, sha256) for sha256 in data["partitions"]]
            return cls(data["code_key"], data["entities"], partitions, data["left"])
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, folder: Path) -> None:
        """Replace the previous index, and delete files that have been unlisted for an hour."""
        partitions = [partition.written(folder) for partition in self.partitions]
        left = sweep(folder, (name for partition in partitions for name in partition.names(folder)), self.left)
        kept = [partition.kept for partition in partitions]
        data = {"code_key": self.code_key, "entities": self.entities, "partitions": kept, "left": left}
        rest = b'","index":' + orjson.dumps(data) + b"}"
        write(folder / "index.json", f"{_HEAD.decode()}{_digest(rest)}{rest.decode()}")


def _kept_at(folder: Path, sha256: str) -> Path:
    return folder / f"{sha256[:32]}.part.json"


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def sweep(folder: Path, named: Iterable[str], left: Mapping[str, float]) -> dict[str, float]:
    """Delete files that are not in `named` and have not been for an hour; return the others that are not.

    The result maps each file name to the time when it was first found unlisted; `left` is the previous result. The
    delay is for concurrent runs, which may still read a file that was listed until now.
    """
    now, named, waiting = time.time(), set(named), {}
    for path in chain(folder.glob("*.parquet"), folder.glob("*.part.json")):
        if path.name in named:
            continue
        since = min(left.get(path.name, now), now)
        if now - since > KEPT_SECONDS:
            path.unlink(missing_ok=True)
        else:
            waiting[path.name] = since
    return waiting


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
