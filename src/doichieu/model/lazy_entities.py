"""Entities that are typed on access, because an archive has very many and a report names few of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from doichieu.model.claims import Entity

if TYPE_CHECKING:
    import pyarrow as pa

EntityCells = tuple[str, str, int | None, str | None]  # its id, kind, holders, and broader entity


class Entities(Mapping[str, Entity]):
    """Typed entities by id."""

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
        """The cells of each entity in the tables, without typing any."""
        return [(name, one["kind"], one.get("holders"), one.get("broader")) for name, one in self._data.items()]

    def __getitem__(self, name: str) -> Entity:
        entity = self._typed.get(name)
        if entity is None:
            entity = self._typed[name] = entity_from(name, self._data[name])
        return entity


class Kept(Mapping[str, Any]):
    """The data of a valid entities.json, from the table that `kept_cells` made of it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._column("entity").to_pylist())}

    @cached_property
    def _about(self) -> pa.ChunkedArray:
        return self._column("about")

    def _column(self, name: str) -> pa.ChunkedArray:
        import pyarrow.parquet as pq

        with pq.ParquetFile(self._path) as file:
            return file.read([name], use_threads=False)[name]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> Any:
        return orjson.loads(self._about[self._places[name]].as_py())


def kept_cells(data: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The columns that Kept reads: the id of each entity, and its data in entities.json."""
    # The bytes objects of orjson take forty times the memory of their content; str takes only what it needs.
    return {"entity": list(data), "about": [orjson.dumps(one).decode() for one in data.values()]}


def entity_cells(entities: Mapping[str, Entity]) -> list[EntityCells]:
    """The cells of each entity in the tables."""
    if isinstance(entities, Entities):
        return entities.cells()
    return [(name, one.kind, one.holders, one.broader) for name, one in entities.items()]


def entity_from(name: str, data: Mapping[str, Any]) -> Entity:
    """The typed entity that entities.json describes under this id."""
    names = {language: tuple(names) for language, names in data["names"].items()}
    return Entity(name, data["kind"], names, data.get("broader"), data.get("holders"))
