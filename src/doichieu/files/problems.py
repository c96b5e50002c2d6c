"""Problems of input files: where, what is wrong and what to do, in words that an editor understands."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from doichieu.files.json_positions import cut, printable

# How many problems of a file are listed, and how many are counted at most.
MAX_SHOWN = 20
MAX_COUNTED = 10_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=False)
class Problem:
    """One problem in a file: where it is (line 0 for the file as a whole), what is wrong, and what to do."""

    path: Path
    line: int
    column: int
    pointer: str
    what: str
    todo: str

    def __str__(self) -> str:
        where = str(shown_path(self.path))
        if self.line:
            where += f":{self.line}:{self.column}"
        if self.pointer:
            where += ": " + "/".join(cut(part) for part in self.pointer.split("/"))
        return printable(f"{where}: {self.what}; {self.todo}{'' if self.todo.endswith('?') else '.'}")


class InputError(Exception):
    """Input cannot be used. `problems` has at least one problem; the text has one line for each."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("an InputError needs at least one problem")
        super().__init__("\n".join(map(str, self.problems)))


def input_error(
    path: Path | str, what: str, todo: str, line: int = 0, column: int = 0, *, pointer: str = ""
) -> InputError:
    """An InputError with one problem; without a line it concerns the file, folder or option `path` as a whole."""
    return InputError([Problem(Path(path), line, column, pointer, what, todo)])


def as_pointer(parts: Sequence[str | int]) -> str:
    """A JSON Pointer (RFC 6901): '/claims/0/quote'; a slash in a name is written ~1."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def show(value: object) -> str:
    """A JSON value as messages show it: text in single quotes, other scalars as written, both shortened."""
    if isinstance(value, str):
        return f"'{cut(value)}'"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return cut(json.dumps(value))


def first_problems(faults: Iterable[T], problem: Callable[[T], Problem]) -> list[Problem]:
    """The problems for the first MAX_SHOWN faults and, if there are more, one that counts the rest."""
    counted = islice(faults, MAX_COUNTED)
    listed = [problem(fault) for fault in islice(counted, MAX_SHOWN)]
    for fault in counted:
        count = 1 + sum(1 for _ in counted)
        or_more = " or more" if MAX_SHOWN + count == MAX_COUNTED else ""
        what = f"{count}{or_more} further {'problem is' if count == 1 else 'problems are'} not listed"
        listed.append(replace(problem(fault), pointer="", what=what, todo="fix those above first"))
    return listed


def shown_path(path: Path) -> Path:
    """The path relative to the current folder, if it is below it."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except (ValueError, OSError):  # it is elsewhere, or the current folder has been deleted
        return path
