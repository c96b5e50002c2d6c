"""Entities that are read and typed when they are asked for: an archive has very many, and few are told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import orjson

from doichieu.model import Entity

EntityCells = tuple[str, str, int | None, str | None]  # its id, kind, holders, and what is broader


class Entities(Mapping[str, Entity]):
    """Typed entities by name."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._typed: dict[str, Entity] = {}

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def cells(self) -> list[EntityCells]:
        """What tables tell of each, none of them typed for it."""
        return [(name, one["kind"], one.get("holders"), one.get("broader")) for name, one in self._data.items()]

    def __getitem__(self, name: str) -> Entity:
        entity = self._typed.get(name)
        if entity is None:
            entity = self._typed[name] = entity_from(name, self._data[name])
        return entity


class Unread(Mapping[str, Any]):
    """What an entities.json says of each, from the bytes of one that was found to be in order before."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    @cached_property
    def _data(self) -> dict[str, Any]:
        data: dict[str, Any] = orjson.loads(self._raw)["entities"]
        return data

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def __getitem__(self, name: str) -> Any:
        return self._data[name]


def entity_cells(entities: Mapping[str, Entity]) -> list[EntityCells]:
    """What tables tell of each entity."""
    if isinstance(entities, Entities):
        return entities.cells()
    return [(name, one.kind, one.holders, one.broader) for name, one in entities.items()]


def entity_from(name: str, data: Mapping[str, Any]) -> Entity:
    """The typed entity that entities.json describes under this name."""
    names = {language: tuple(names) for language, names in data["names"].items()}
    return Entity(name, data["kind"], names, data.get("broader"), data.get("holders"))
