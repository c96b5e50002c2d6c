"""List the claims files of a dossier as they are on disk now, in columns, because an archive has very many."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from operator import add
from pathlib import Path
from typing import NamedTuple

_FOLDERS = ("articles", "references")
_SETTLED = 2_000_000_000  # nanoseconds: a younger file may change again without a new modification time


class Listing(NamedTuple):
    """Claims files, articles first: their paths in the dossier, sizes in bytes and modification times in nanoseconds.

    A time is 0 if the file is too young for its time to be reliable.
    """

    paths: list[str]
    sizes: list[int]
    changed: list[int]

    def stretch(self, first: int, end: int) -> Listing:
        """The files from index `first` up to, but not including, `end`."""
        return Listing(self.paths[first:end], self.sizes[first:end], self.changed[first:end])

    def then(self, others: Listing) -> Listing:
        """These files followed by others."""
        return Listing(*map(add, self, others))

    def at(self, places: Sequence[int]) -> Listing:
        """The files at these indexes."""
        paths, sizes, changed = self
        return Listing(
            [paths[place] for place in places], [sizes[place] for place in places], [changed[place] for place in places]
        )


def document_names(folder: Path) -> dict[str, list[str]]:
    """The names of the claims files in each folder of a dossier, sorted."""
    return {
        name: sorted(
            file
            for file in os.listdir(folder / name)  # noqa: PTH208 - only names are needed
            if file.endswith(".json")
        )
        for name in _FOLDERS
        if (folder / name).is_dir()
    }


def halves(names: Mapping[str, Sequence[str]]) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]]]:
    """Split the names, by folder, into a first and a second half."""
    near, far = dict[str, Sequence[str]](), dict[str, Sequence[str]]()
    left = sum(map(len, names.values())) // 2
    for name, files in names.items():
        near[name], far[name] = files[:left], files[left:]
        left = max(0, left - len(files))
    return near, far


def listing(folder: Path, names: Mapping[str, Sequence[str]]) -> Listing:
    """List the claims files with these names, by folder, as they are now."""
    listed = Listing([], [], [])
    for name, files in names.items():
        listed.paths.extend([f"{name}/{file}" for file in files])
        _add_states(folder / name, files, listed)
    return listed


def _add_states(folder: Path, names: Sequence[str], listed: Listing) -> None:
    """Add the size and modification time of each file; -1 and 0 if it is missing, which is reported when it is read."""
    young = time.time_ns() - _SETTLED
    near = os.open(folder, os.O_RDONLY) if os.stat in os.supports_dir_fd else None
    sizes, changed, stat = listed.sizes, listed.changed, os.stat
    try:
        for name in names:
            try:
                # Relative to the open folder, each lookup is fastest.
                status = stat(folder / name if near is None else name, dir_fd=near)
            except OSError:
                sizes.append(-1)
                changed.append(0)
            else:
                when = status.st_mtime_ns
                sizes.append(status.st_size)
                changed.append(when if when < young else 0)
    finally:
        if near is not None:
            os.close(near)
