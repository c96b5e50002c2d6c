"""Find the folders of a project, and the dossiers that a call names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from doichieu.files.problems import input_error

PACKED = ".parquet"
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Project:
    """The folder with a run's schemas, checks and report templates: the newsroom's own, or else doichieu's."""

    root: Path

    @property
    def schemas(self) -> Path:
        return self.root / "schemas"

    @property
    def checks(self) -> Path:
        return self.root / "checks"

    @property
    def reports(self) -> Path:
        return self.root / "reports"


def find_project(start: Path) -> Project:
    """The nearest folder at or above `start` that has schemas/ and checks/, or else the packaged starter."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "schemas").is_dir() and (folder / "checks").is_dir():
            return Project(folder)
    return starter()


def starter() -> Project:
    """The project that new ones are copied from: the starter in the wheel, or a source checkout."""
    packaged = _PACKAGE / "starter"
    return Project(packaged if packaged.is_dir() else _PACKAGE.parents[1])


def place_in_project(folder: Path) -> str:
    """The path of a dossier in its project, or only its folder's name outside one; with slashes on every system."""
    folder = folder.resolve()
    root = find_project(folder).root
    return (folder.relative_to(root) if folder.is_relative_to(root) else Path(folder.name)).as_posix()


def find_dossiers(paths: Iterable[Path]) -> list[Path]:
    """The dossiers at `paths`, in order, each once; a path is a dossier, a folder of dossiers or a packed dossier.

    Raises InputError for any other path.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if path.suffix == PACKED and path.is_file():
            found.setdefault(path.resolve(), path)
            continue
        below = [path] if (path / "dossier.json").is_file() else sorted(p.parent for p in path.glob("*/dossier.json"))
        if not below:
            missing = "this is a file, not a dossier" if path.is_file() else "there is no such folder"
            what = "there is no dossier here" if path.is_dir() else missing
            todo = "name a folder that contains dossier.json, or a folder of such folders"
            raise input_error(path, what, todo)
        for folder in below:
            found.setdefault(folder.resolve(), folder)
    return list(found.values())
