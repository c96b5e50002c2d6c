"""Start a newsroom's project: its own copy of the schemas, checks and report templates, and a sample dossier."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from doichieu.dossier.project import starter
from doichieu.files.problems import input_error

_FOLDERS = ("claims/ben-mo-bridge", "schemas", "checks", "reports/templates", "reports/words")
_OWN = Path(__file__).parent / "project_files"


def begin(folder: Path) -> list[Path]:
    """Copy a new project into `folder`; return the files and folders written at its top level.

    Raises InputError if one of its files already exists (then nothing is written) or the folder cannot be written.
    """
    copies = dict(_copies(folder))
    taken = [target for target in copies.values() if target.exists()]
    if taken:
        what = f"this file already exists ({len(taken)} of the {len(copies)} files of a new project do)"
        raise input_error(taken[0], what, "name an empty folder")
    try:
        for source, target in copies.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    except OSError as error:
        what = f"a project cannot be written here ({error.strerror})"
        raise input_error(folder, what, "name another folder") from error
    return sorted({folder / target.relative_to(folder).parts[0] for target in copies.values()})


def _copies(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the source and the target of each file to copy."""
    root = starter().root
    for name in _FOLDERS:
        for path in sorted((root / name).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path, folder / path.relative_to(root)
    for path in sorted(_OWN.iterdir()):
        if path.is_file():
            yield path, folder / path.name.removesuffix(".txt")
