"""Open a dossier of any kind: a small folder, a large folder, or a packed archive."""

from __future__ import annotations

from pathlib import Path

from doichieu.archive.archive import Archive, read_archive
from doichieu.archive.parquet_pack import open_pack
from doichieu.dossier.listing import document_names
from doichieu.dossier.loader import load_dossier
from doichieu.dossier.project import PACKED
from doichieu.model.claims import Dossier
from doichieu.validation.schemas import Schemas

MAX_TYPED_DOCUMENTS = 1_000  # a dossier with no more than this is typed as a whole


def open_dossier(folder: Path, schemas: Schemas) -> Dossier:
    """Open a dossier: typed as a whole, or as an archive if it is large or packed. Raises InputError."""
    if not folder.is_dir():
        return open_archive(folder, schemas)
    names = document_names(folder)
    is_small = sum(map(len, names.values())) <= MAX_TYPED_DOCUMENTS
    return load_dossier(folder, schemas) if is_small else read_archive(folder, schemas, names)


def open_archive(origin: Path, schemas: Schemas) -> Archive:
    """Open a dossier's folder or a packed dossier as an archive. Raises InputError."""
    if origin.suffix == PACKED and origin.is_file():
        return open_pack(origin, schemas)
    return read_archive(origin, schemas)
