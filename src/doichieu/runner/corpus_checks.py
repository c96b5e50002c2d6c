"""Run two corpus checks of an archive concurrently: while one waits for a query, the other continues.

DuckDB uses every processor for most of a query, but not while it plans or finishes it, nor while a check words its
findings. Only queries run concurrently; the code of only one check runs at a time.
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
    """The results of `run_check` for these corpus checks, in their order; `pairs` and `engine` are as for Corpus."""
    shared = _SharedEngine(engine)
    corpus = Corpus(dossier, pairs, shared)

    def run_in_turn(check: Check) -> Sequence[Finding] | str:
        with shared.turn:
            return run_check(check, corpus)

    collecting = gc.isenabled()
    gc.disable()  # findings are kept and the rest is freed by reference counts: garbage collection only costs time
    try:
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            return list(pool.map(run_in_turn, checks))
    finally:
        if collecting:
            gc.enable()


class _SharedEngine:
    """An engine for several threads: each gives up its turn while its query runs. Views are built once for all."""

    def __init__(self, engine: Engine) -> None:
        self.turn = Lock()
        self._engine = engine
        self._keeping: dict[str, Lock] = {}
        self._kept: set[str] = set()

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """Run a query of the engine while other checks continue."""
        with self._without_turn():
            return self._engine.query(sql)

    def keep(self, name: str, sql: str) -> None:
        """Keep a query's result in the engine, once for all threads."""
        keeping = self._keeping.setdefault(name, Lock())
        with self._without_turn(), keeping:
            if name not in self._kept:
                self._engine.keep(name, sql)
                self._kept.add(name)

    @contextmanager
    def _without_turn(self) -> Iterator[None]:
        self.turn.release()
        try:
            yield
        finally:
            self.turn.acquire()
