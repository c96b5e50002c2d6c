"""What parts of a dossier are kept: the index of them, and what their files must be.

The index is one file, and begins with the SHA-256 of its own rest. Documents stand in it column by column.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from doichieu.folding import FOLDED
from doichieu.listing import Listing
from doichieu.output import write

STRIDE = 1 << 32  # the rows of part n begin at n times this: in the order of the documents, not without gaps
TABLES = ("claims", "moments", "members", "documents")
FILES = (*TABLES, *FOLDED)

_HEAD = b'{"sha256":"'
_LEFT = 3600  # seconds: a run that began before may still read what is not named any more


class Entry(NamedTuple):
    """A claims file as it was read: its path in the dossier, size, time of change and SHA-256; its id and claims."""

    path: str
    size: int
    changed: int
    sha256: str
    id: str
    record: bool
    claims: int


@dataclass(frozen=True)
class Part:
    """A part that was made: its documents in order, column by column, and the SHA-256 of each of its files.

    One without files is only planned: its documents are still to be read.
    """

    name: str
    columns: Sequence[list[Any]]  # those of Entry
    files: Mapping[str, str]

    @classmethod
    def of(cls, name: str, entries: Iterable[Entry], files: Mapping[str, str]) -> Part:
        """A part of these documents."""
        return cls(name, tuple(map(list, zip(*entries, strict=True))), files)

    @classmethod
    def planned(cls, paths: Iterable[str]) -> Part:
        """A part that is still to be made."""
        return cls.of("", (Entry(path, -1, 0, "", "", False, 0) for path in paths), {})

    @cached_property
    def documents(self) -> tuple[Entry, ...]:
        """Its documents one by one."""
        return tuple(map(Entry, *self.columns))

    @property
    def paths(self) -> list[str]:
        """Where its documents are in the dossier."""
        return self.columns[0]

    @property
    def ids(self) -> list[str]:
        """The ids of its documents."""
        return self.columns[4]

    @property
    def records(self) -> list[bool]:
        """Which of its documents are of record."""
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
        """Whether it was made from these very files, by what the disk tells of them."""
        return tuple(self.columns[:3]) == tuple(listed) and 0 not in listed.changed

    def path(self, folder: Path, table: str) -> Path:
        """Where one of its tables is."""
        return folder / f"{self.name}.{table}.parquet"


@dataclass
class Index:
    """What an earlier run left: by whom it was made, the SHA-256 of entities.json then, and the parts.

    `left` are files that it names no longer, each with the time since when.
    """

    made_by: str = ""
    entities: str = ""
    parts: Sequence[Part] = ()
    left: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Index:
        """The index of a folder; an empty one where there is none, or it is damaged or foreign."""
        try:
            raw = (folder / "index.json").read_bytes()
            start = len(_HEAD)
            if raw[:start] != _HEAD or raw[start : start + 64] != _digest(raw[start + 64 :]):
                return cls()
            data = orjson.loads(raw)["index"]
            parts = [Part(one["name"], tuple(one["documents"]), one["files"]) for one in data["parts"]]
            return cls(data["made_by"], data["entities"], parts, data["left"])
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, folder: Path) -> None:
        """Put it in the place of the one before."""
        parts = [{"name": part.name, "documents": part.columns, "files": part.files} for part in self.parts]
        data = {"made_by": self.made_by, "entities": self.entities, "parts": parts, "left": self.left}
        rest = b'","index":' + orjson.dumps(data) + b"}"
        write(folder / "index.json", (_HEAD + _digest(rest) + rest).decode())


def _digest(raw: bytes) -> bytes:
    return hashlib.sha256(raw).hexdigest().encode()


def sweep(folder: Path, named: Iterable[str], left: Mapping[str, float]) -> dict[str, float]:
    """Take away the tables that nothing has named for a while; those that it is too early for, with the time.

    `left` is what this gave the last time. A run beside this one may still read what was named a moment ago.
    """
    now, named, waiting = time.time(), set(named), {}
    for path in folder.glob("*.parquet"):
        if path.name in named:
            continue
        since = min(left.get(path.name, now), now)
        if now - since > _LEFT:
            path.unlink(missing_ok=True)
        else:
            waiting[path.name] = since
    return waiting


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
