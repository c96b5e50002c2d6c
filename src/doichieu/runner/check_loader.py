"""Define, load and run checks."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from doichieu.files.problems import InputError, input_error
from doichieu.model.claims import Bilingual, Document
from doichieu.runner.corpus import Corpus
from doichieu.runner.findings import Finding


@dataclass(frozen=True)
class Check:
    """One check. Its name is its path; its title is the first line of its docstring."""

    name: str
    title: Bilingual
    source: str
    kinds: frozenset[str]
    path: Path
    function: Callable[[Any], Iterator[Finding]]
    of_document: bool = field(default=False)

    @property
    def folder(self) -> Path:
        """The checks folder that it was loaded from."""
        return self.path.parents[1]

    @property
    def cases(self) -> Path:
        """The file of its good, bad and boundary cases."""
        return self.path.parent / "cases" / f"{self.path.stem}.json"


def check(
    *, vi: str, source: str, kinds: tuple[str, ...] = ()
) -> Callable[[Callable[[Any], Iterator[Finding]]], Callable[[Any], Iterator[Finding]]]:
    """Turn a function into a check.

    The function takes a Corpus (every claim, as tables) or a Document, and yields findings. The first line of its
    docstring is the English title, `vi` the Vietnamese one. `source` says where the rule comes from. `kinds` are the
    kinds of value it compares: it does not apply to documents that state none of them.
    """

    def mark(function: Callable[[Any], Iterator[Finding]]) -> Callable[[Any], Iterator[Finding]]:
        function.__dict__["doichieu"] = SimpleNamespace(vi=vi, source=source, kinds=frozenset(kinds))
        return function

    return mark


def load_checks(folder: Path) -> list[Check]:
    """Load every check of a folder, sorted by name; each has its own file, <area>/<name>.py.

    Raises InputError for a file that cannot be imported, or has no check with the file's name and a docstring.
    """
    return [_load(path, folder) for path in sorted(folder.glob("*/*.py")) if path.name != "__init__.py"]


def _load(path: Path, folder: Path) -> Check:
    name = ".".join(path.relative_to(folder).with_suffix("").parts)
    function = getattr(_module(path, f"doichieu_checks.{name}"), path.stem, None)
    marked = getattr(function, "doichieu", None)
    title = (inspect.getdoc(function) or "").partition("\n")[0]
    if function is None or marked is None or not title:
        todo = f"add a function '{path.stem}' decorated with @check, with a docstring that says what the fault is"
        raise input_error(path, "this file defines no check", todo, 1, 1)
    takes = next(iter(inspect.signature(function).parameters.values()))
    return Check(
        name,
        Bilingual(marked.vi, title),
        marked.source,
        marked.kinds,
        path,
        function,
        of_document=takes.annotation in (Document, "Document"),
    )


def _module(path: Path, name: str) -> object:
    """Import a file by its path. It is in sys.modules before it runs, because dataclasses need it there."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec  # a .py file always has both
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a newsroom's file raises is reported with its line
        del sys.modules[name]
        line = getattr(error, "lineno", None) or line_in(error, path)
        raise input_error(
            path, f"this check cannot be loaded: {type(error).__name__}: {error}", "fix the error", line, 1
        ) from error
    return module


def run_check(check: Check, target: Corpus | Document) -> Sequence[Finding] | str:
    """Run a check on a document or the corpus; return its findings or, if it crashes, the error with its line.

    An InputError is raised again: the input is wrong then, not the check.
    """
    try:
        return list(check.function(target))
    except InputError:
        raise
    except Exception as error:  # anything else that a check raises is reported as a crash
        return f"{type(error).__name__}: {error} ({check.path.name}:{line_in(error, check.path)})"


def line_in(error: BaseException, path: Path) -> int:
    """The last line of `path` in the error's traceback, or 1."""
    trace, line = error.__traceback__, 1
    while trace:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
