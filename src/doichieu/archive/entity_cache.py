"""The tables of an archive's entities, cached with the SHA-256 of the file that they were built from.

An entities.json that is identical byte for byte was valid when it was cached, so it is not validated again.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from doichieu.archive.cache_index import sha256_of, sweep
from doichieu.archive.code_version import code_version
from doichieu.files.atomic_write import write
from doichieu.model.lazy_entities import Kept, kept_cells
from doichieu.tables.rows import common_tables
from doichieu.validation.schemas import Schemas

if TYPE_CHECKING:
    from doichieu.dossier.builders import DossierHeader
    from doichieu.model.claims import Stored

_SHARED = ("entities", "within", "parts")
_ABOUT = "about"
_KEPT = (*_SHARED, _ABOUT)


class EntityTables:
    """The entity tables in a cache folder."""

    def __init__(self, folder: Path, schemas: Schemas) -> None:
        self._folder = folder / "entities"
        self._schemas = schemas
        self._key = ""
        self._is_known = False
        self._left: Mapping[str, float] = {}

    def know(self, raw: bytes) -> Kept | None:
        """The cached entities, if the tables were built from these bytes and are intact; else None."""
        self._key = self._key_of(raw)
        try:
            kept = orjson.loads((self._folder / "kept.json").read_bytes())
            self._left = dict(kept["left"])
            is_whole = all(sha256_of(self._path(name)) == kept["files"][name] for name in _KEPT)
            self._is_known = is_whole and kept["key"] == self._key
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return Kept(self._path(_ABOUT)) if self._is_known else None

    def tables(self, header: DossierHeader) -> dict[str, Stored]:
        """All tables that need no document; those of entities are given as files."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._is_known:
            tables = common_tables({}, header.dossier.properties)
        else:
            tables = common_tables(header.dossier.entities, header.dossier.properties)
            kept = {name: tables[name] for name in _SHARED} | {_ABOUT: pa.table(kept_cells(header.entities))}
            self._folder.mkdir(parents=True, exist_ok=True)
            files = {}
            with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
                for name, table in kept.items():
                    path = Path(scratch, name)
                    pq.write_table(table, path, compression="lz4")
                    files[name] = sha256_of(path)
                    path.replace(self._path(name))
            left = sweep(self._folder, (self._path(name).name for name in _KEPT), self._left)
            write(self._folder / "kept.json", orjson.dumps({"key": self._key, "files": files, "left": left}).decode())
        return tables | {name: (self._path(name),) for name in _SHARED}

    def _path(self, name: str) -> Path:
        return self._folder / f"{self._key[:24]}.{name}.parquet"

    def _key_of(self, raw: bytes) -> str:
        return hashlib.sha256(code_version(self._schemas.folder).encode() + raw).hexdigest()
