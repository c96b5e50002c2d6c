"""What a check is, and how it is loaded from its file and run."""

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
    """One check: its name is its path, its title the first line of its docstring."""

    name: str
    title: Bilingual
    source: str
    kinds: frozenset[str]
    path: Path
    function: Callable[[Any], Iterator[Finding]]
    of_document: bool = field(default=False)

    @property
    def folder(self) -> Path:
        """The folder of checks that it was loaded from."""
        return self.path.parents[1]

    @property
    def cases(self) -> Path:
        """The file of its good, bad and boundary cases."""
        return self.path.parent / "cases" / f"{self.path.stem}.json"


def check(
    *, vi: str, source: str, kinds: tuple[str, ...] = ()
) -> Callable[[Callable[[Any], Iterator[Finding]]], Callable[[Any], Iterator[Finding]]]:
    """Make a function a check.

    The function takes a Corpus (then it sees every claim, as tables) or a Document, and yields findings. The first
    line of its docstring is the title an English editor reads, `vi` the same for a Vietnamese one; `source` says
    where the rule comes from. `kinds` are the kinds of value it compares: a document that states none is one the
    check does not apply to.
    """

    def mark(function: Callable[[Any], Iterator[Finding]]) -> Callable[[Any], Iterator[Finding]]:
        function.__dict__["doichieu"] = SimpleNamespace(vi=vi, source=source, kinds=frozenset(kinds))
        return function

    return mark


def load_checks(folder: Path) -> list[Check]:
    """Every check of a folder, by name: each in a file of its own, <area>/<name>.py.

    Raises InputError for a file that does not hold exactly one check named like itself, with a docstring.
    """
    return [_load(path, folder) for path in sorted(folder.glob("*/*.py")) if path.name != "__init__.py"]


def _load(path: Path, folder: Path) -> Check:
    name = ".".join(path.relative_to(folder).with_suffix("").parts)
    function = getattr(_module(path, f"doichieu_checks.{name}"), path.stem, None)
    marked = getattr(function, "doichieu", None)
    title = (inspect.getdoc(function) or "").partition("\n")[0]
    if function is None or marked is None or not title:
        todo = f"write one function '{path.stem}' there, decorated with @check, whose docstring says what is at fault"
        raise input_error(path, "this file holds no check", todo, 1, 1)
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
    """Import a file by its path; it is in sys.modules before it runs, as dataclasses need."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec  # a .py file always has both
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a newsroom's file raises is told with its line
        del sys.modules[name]
        line = getattr(error, "lineno", None) or line_in(error, path)
        raise input_error(
            path, f"this check does not load: {type(error).__name__}: {error}", "mend it", line, 1
        ) from error
    return module


def run_check(check: Check, target: Corpus | Document) -> Sequence[Finding] | str:
    """What a check finds in a document or in the corpus or, where it raises, the error and its place.

    Raises InputError as it comes: what the check was given is at fault then, not the check.
    """
    try:
        return list(check.function(target))
    except InputError:
        raise
    except Exception as error:  # whatever a check raises is its own failing outcome
        return f"{type(error).__name__}: {error} ({check.path.name}:{line_in(error, check.path)})"


def line_in(error: BaseException, path: Path) -> int:
    """The last line of `path` that the error passed through."""
    trace, line = error.__traceback__, 1
    while trace:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
