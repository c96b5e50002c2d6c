"""Keep a very large number of discrepancies compressed in memory, and unpack them one at a time."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

_AT_HAND = ("verdict", "ruling", "state")  # the members that are read of all discrepancies


class Compressed(Mapping[str, Any]):
    """The data of a discrepancy as compressed JSON of less than a kilobyte, unpacked on each access."""

    __slots__ = ("_at_hand", "_packed")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._at_hand = {name: data[name] for name in _AT_HAND if name in data}
        self._packed = zlib.compress(json.dumps(data).encode(), 1)

    def __getitem__(self, name: str) -> Any:
        return self._at_hand[name] if name in _AT_HAND else whole(self)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(whole(self))

    def __len__(self) -> int:
        return len(whole(self))


def whole(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data of a discrepancy, unpacked if it is compressed."""
    if not isinstance(data, Compressed):
        return data
    unpacked: dict[str, Any] = json.loads(zlib.decompress(data._packed))
    return unpacked
