"""What a check is, what it may look at, and what it yields."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

from doichieu.bases import Base
from doichieu.engine import DuckDB, Engine
from doichieu.files import InputError, Problem
from doichieu.folding import FOLDED
from doichieu.model import Bilingual, Bounds, Claim, Document, Dossier, Figure
from doichieu.table import tables

Verdict = Literal["contradiction", "tension", "note"]

_MANY = 10_000  # claims

PAIRS, MOST_PAIRS = 30, 1000  # different statements of one fact

SEVERITIES: dict[Verdict, str] = {"contradiction": "error", "tension": "warning", "note": "note"}


@dataclass(frozen=True)
class Discrepancy:
    """Claims that disagree.

    `claims` are at least one, the one to look at first in front. `vi` and `en` say in one sentence what disagrees and
    why both cannot hold. `working` is the arithmetic in one line that needs no language: intervals as [3.6; 4), dates
    as 2024-12-24, a point for decimals (reports localise it). `question` is what an editor would ask the author, one
    sentence in both languages. `whole_document` is for what concerns the document as a whole: then its claims only
    give it a place, and reports do not show what they state.
    """

    claims: tuple[Claim, ...]
    verdict: Verdict
    vi: str
    en: str
    working: str
    question: Bilingual = field(kw_only=True)
    whole_document: bool = False

    def __post_init__(self) -> None:
        if not self.claims:
            raise ValueError("a discrepancy needs at least one claim")


@dataclass(frozen=True)
class Unverified:
    """Something a check could not look at, and why; `claims` are those it concerns."""

    claims: tuple[Claim, ...]
    vi: str
    en: str


Finding = Discrepancy | Unverified


def verdict(one: Bounds | None, other: Bounds | None) -> Verdict:
    """How two values disagree whose strict bounds do not meet: a tension where at least the loose ones do."""
    assert one  # only values on a line are set side by side
    assert other
    return "tension" if one.loose.meets(other.loose) else "contradiction"


def same_but_hedged(one: Claim, other: Claim) -> bool:
    """Whether two figures print the same number, one of them with a hedge: a matter of style, not of fact."""
    first, second = one.value, other.value
    if not (isinstance(first, Figure) and isinstance(second, Figure)) or (first.hedge is None) == (
        second.hedge is None
    ):
        return False
    return replace(first, hedge=None) == replace(second, hedge=None)


class Corpus:
    """A dossier as tables: what a check over several documents asks its query of.

    `pairs` is how many different statements of one fact are set side by side, each with each; of more only the two
    furthest apart are. Queries are asked of `engine`, of DuckDB where none is given.
    """

    def __init__(self, dossier: Dossier, pairs: int = PAIRS, engine: Engine | None = None) -> None:
        self.dossier = dossier
        self.pairs = pairs
        self._given = engine
        self._made = set(dossier.tables or ())  # a base that is stored with an archive is not made again
        self._meant = {name: FOLDED.get(name, "") for name in self._made}

    @cached_property
    def _engine(self) -> Engine:
        if self._given:
            return self._given
        stored = self.dossier.tables or tables(self.dossier)
        # A second thread costs more than it gives where there is little to do.
        return DuckDB(stored, threads=1 if len(self.dossier.claims) < _MANY else 0)

    def query(self, sql: str, *bases: Base) -> list[SimpleNamespace]:
        """The rows that `sql` finds in the tables of doichieu.table, each with its columns as attributes.

        `bases` are those of doichieu.bases that it reads too.
        """
        for base in bases:
            self._keep(base)
        names, rows = self._engine.query(sql)
        return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows]

    def _keep(self, base: Base) -> None:
        """Make a base, and first those that it reads, unless they are there.

        Raises ValueError where its name stands for something else.
        """
        if self._meant.setdefault(base.name, base.sql) != base.sql:
            raise ValueError(f"there is another table named '{base.name}': give this one a name of its own")
        if base.name not in self._made:
            for other in base.bases:
                self._keep(other)
            self._engine.keep(base.name, base.sql)
            self._made.add(base.name)

    def claims(self, *rows: int) -> tuple[Claim, ...]:
        """The claims of these rows, in the order asked for."""
        return tuple(self.dossier.claims[row] for row in rows)

    def label(self, name: str) -> Bilingual:
        """What a report calls an entity or a property."""
        if name in self.dossier.entities:
            entity = self.dossier.entities[name]
            return Bilingual(entity.label("vi"), entity.label("en"))
        return self.dossier.properties[name].label


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
        raise InputError([Problem(path, 1, 1, "", "this file holds no check", todo)])
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
        raise InputError(
            [Problem(path, line, 1, "", f"this check does not load: {type(error).__name__}: {error}", "mend it")]
        ) from error
    return module


def look(check: Check, target: Corpus | Document) -> Sequence[Finding] | str:
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
