"""The formats that a command line requests, and the file or terminal that each is written to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from doichieu.files.problems import input_error
from doichieu.formats import FORMATS

# Written by the command itself.
OWN = {"text": "what the terminal shows", "json": "the data of report.json"}
TERMINAL = "-"


class Target(NamedTuple):
    """A format and the file it is written to; None means the terminal."""

    name: str
    target: Path | None

    @classmethod
    def told(cls, text: str) -> Target:
        """Parse `sarif=out.sarif`, or `sarif` or `sarif=-` for the terminal. Raises ValueError for any other format."""
        name, equals, target = text.partition("=")
        if name not in OWN and name not in FORMATS:
            raise ValueError(f"there is no format '{name}'; choose from {', '.join([*OWN, *FORMATS])}")
        if equals and not target:
            raise ValueError(f"'{text}' names no file; write {name}=FILE, or {name}=- for the terminal")
        return cls(name, None if target in ("", TERMINAL) else Path(target))


def described() -> str:
    """Every format with its purpose, for the help of the command."""
    purposes = OWN | {name: purpose for name, (_, _, purpose) in FORMATS.items()}
    return "; ".join(f"{name}: {purpose}" for name, purpose in purposes.items())


def collected(formats: Sequence[Target] | None, output: str | None) -> list[Target]:
    """All targets of a command line; `output` is the file for a single format.

    Raises InputError if two formats would be written to one place, or if it is not clear which goes where.
    """
    wanted = list(formats or [Target("text", None)])
    if output is not None:
        if len(wanted) > 1 or wanted[0].target is not None:
            what = "this is only for a single format that names no file"
            raise input_error("-o", what, "write --format FORMAT=FILE for each instead")
        wanted = [Target(wanted[0].name, None if output == TERMINAL else Path(output))]
    targets: dict[Path | None, str] = {}
    for name, target in wanted:
        place = target and target.absolute()
        if place in targets:
            both = f"{targets[place]} and {name}"
            where = f"be written to {target}" if target else "go to the terminal"
            todo = f"name a separate file, as {name}=FILE"
            raise input_error("--format", f"{both} would both {where}", todo)
        targets[place] = name
    return wanted
