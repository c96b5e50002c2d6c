"""Checks of an archive two at a time: while one waits for the answer to a query, another goes on.

DuckDB keeps every processor busy for most of a query, but not while it plans it or brings it to its end, nor while a
check puts what was found into words. Only queries run side by side: of the checks themselves, one at a time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock

from doichieu.model.claims import Dossier
from doichieu.runner.check_loader import Check, run_check
from doichieu.runner.corpus import Corpus
from doichieu.runner.findings import Finding
from doichieu.tables.duckdb_engine import Engine, Rows

_AT_A_TIME = 2


def run_concurrently(
    checks: Sequence[Check], dossier: Dossier, pairs: int, engine: Engine
) -> list[Sequence[Finding] | str]:
    """What `run_check` gives for each of these corpus checks, in their order; `pairs` and `engine` as for a Corpus."""
    turns = _Turns(engine)
    corpus = Corpus(dossier, pairs, turns)

    def look_in_turn(check: Check) -> Sequence[Finding] | str:
        with turns.turn:
            return run_check(check, corpus)

    collecting = gc.isenabled()
    gc.disable()  # what is found is kept, and what is not is let go of by itself: looking for garbage only costs
    try:
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            return list(pool.map(look_in_turn, checks))
    finally:
        if collecting:
            gc.enable()


class _Turns:
    """An engine whose askers let others go on while they wait; what one of them keeps is kept for all."""

    def __init__(self, engine: Engine) -> None:
        self.turn = Lock()
        self._engine = engine
        self._keeping: dict[str, Lock] = {}
        self._kept: set[str] = set()

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """As the engine's, while others go on."""
        with self._others_go_on():
            return self._engine.query(sql)

    def keep(self, name: str, sql: str) -> None:
        """As the engine's, once."""
        keeping = self._keeping.setdefault(name, Lock())
        with self._others_go_on(), keeping:
            if name not in self._kept:
                self._engine.keep(name, sql)
                self._kept.add(name)

    @contextmanager
    def _others_go_on(self) -> Iterator[None]:
        self.turn.release()
        try:
            yield
        finally:
            self.turn.acquire()
