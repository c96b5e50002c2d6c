"""Identify the code and the schemas that cached tables were built with: if any changed, the tables are rebuilt."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

# Every package that a cell of a cached table can come from; none of them imports a package that is not listed.
PACKAGES = ("archive", "dossier", "files", "language", "model", "tables", "validation")

_ENGINE = Path(__file__).parents[1]


@lru_cache(maxsize=8)
def code_version(schemas: Path, engine: Path = _ENGINE) -> str:
    """The SHA-256 of doichieu's version, of the schemas in a folder, and of the files of PACKAGES below `engine`."""
    digest = hashlib.sha256(version("doichieu").encode())
    files = (path for name in PACKAGES for path in (engine / name).rglob("*") if path.suffix in (".py", ".toml"))
    for path in (*sorted(schemas.glob("*.schema.json")), *sorted(files)):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()
