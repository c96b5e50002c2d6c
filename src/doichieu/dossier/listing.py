"""The claims files of a dossier as they stand on the disk now, column by column: of an archive there are very many."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from operator import add
from pathlib import Path
from typing import NamedTuple

_PARTS = ("articles", "references")
_SETTLED = 2_000_000_000  # nanoseconds: a file younger than this may change again within its clock's grain


class Listing(NamedTuple):
    """Claims files, articles first: their paths in the dossier, sizes and times of change.

    A time is 0 where the file is so young that it tells nothing.
    """

    paths: list[str]
    sizes: list[int]
    changed: list[int]

    def stretch(self, first: int, end: int) -> Listing:
        """Those from one place up to another."""
        return Listing(self.paths[first:end], self.sizes[first:end], self.changed[first:end])

    def then(self, others: Listing) -> Listing:
        """Those, and after them these others."""
        return Listing(*map(add, self, others))

    def at(self, places: Sequence[int]) -> Listing:
        """Those at these places."""
        paths, sizes, changed = self
        return Listing(
            [paths[place] for place in places], [sizes[place] for place in places], [changed[place] for place in places]
        )


def document_names(folder: Path) -> dict[str, list[str]]:
    """The names of the claims files in each folder of a dossier, in order."""
    return {
        part: sorted(
            name
            for name in os.listdir(folder / part)  # noqa: PTH208 - names are all that is wanted
            if name.endswith(".json")
        )
        for part in _PARTS
        if (folder / part).is_dir()
    }


def halves(names: Mapping[str, Sequence[str]]) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]]]:
    """The first half of all names and the second, each in its folders."""
    near, far = dict[str, Sequence[str]](), dict[str, Sequence[str]]()
    left = sum(map(len, names.values())) // 2
    for part, files in names.items():
        near[part], far[part] = files[:left], files[left:]
        left = max(0, left - len(files))
    return near, far


def listing(folder: Path, names: Mapping[str, Sequence[str]]) -> Listing:
    """Those of these names, as they stand now."""
    listed = Listing([], [], [])
    for part, files in names.items():
        listed.paths.extend([f"{part}/{name}" for name in files])
        _add_states(folder / part, files, listed)
    return listed


def _add_states(folder: Path, names: Sequence[str], listed: Listing) -> None:
    """Add the size and the time of change of each file; -1 and 0 where there is none: who reads it will tell."""
    young = time.time_ns() - _SETTLED
    near = os.open(folder, os.O_RDONLY) if os.stat in os.supports_dir_fd else None
    sizes, changed, stat = listed.sizes, listed.changed, os.stat
    try:
        for name in names:
            try:
                # From the folder itself, the way to each file is the shortest.
                about = stat(folder / name if near is None else name, dir_fd=near)
            except OSError:
                sizes.append(-1)
                changed.append(0)
            else:
                when = about.st_mtime_ns
                sizes.append(about.st_size)
                changed.append(when if when < young else 0)
    finally:
        if near is not None:
            os.close(near)
