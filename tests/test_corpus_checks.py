"""Checks of an archive take turns: their queries run side by side, they themselves do not."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any

import pytest

from doichieu.model.claims import Bilingual, Dossier
from doichieu.runner.check_loader import Check
from doichieu.runner.corpus import Corpus
from doichieu.runner.corpus_checks import run_concurrently
from doichieu.runner.findings import Finding, Unverified
from doichieu.tables.duckdb_engine import Rows
from doichieu.tables.views import View

_SOON = 10  # seconds: a test that waits so long for a second check has failed
_BASE = View("base", "SELECT 1")
_ABOVE = View("above", "SELECT 2", (_BASE,))


class _Answers:
    """An engine that answers with what `ask` gives, and writes down what it keeps."""

    def __init__(self, ask: Callable[[], object] = int) -> None:
        self._ask = ask
        self.kept: list[str] = []

    def query(self, sql: str) -> tuple[list[str], Rows]:
        self._ask()
        return ["asked"], [(sql,)]

    def keep(self, name: str, sql: str) -> None:
        self._ask()
        if name == "broken":
            raise ValueError(sql)
        self.kept.append(name)


def _looked(engine: _Answers, *functions: Callable[[Corpus], Iterator[Finding]]) -> list[Any]:
    checks = [
        Check(function.__name__, Bilingual("", ""), "", frozenset(), Path("check.py"), function)
        for function in functions
    ]
    dossier = Dossier("empty", Bilingual("", ""), "vi", "+07:00", Path(), (), {}, {}, ())
    return run_concurrently(checks, dossier, 30, engine)


def _told(looked: Sequence[Finding]) -> list[str]:
    return [finding.en for finding in looked]


def test_one_goes_on_while_another_waits_for_its_answer() -> None:
    both = Barrier(2)

    def check(corpus: Corpus) -> Iterator[Finding]:
        (row,) = corpus.query("SELECT")
        yield Unverified((), "", row.asked)

    looked = _looked(_Answers(lambda: both.wait(_SOON)), check, check)
    assert list(map(_told, looked)) == [["SELECT"], ["SELECT"]]


def test_never_do_two_go_on_at_a_time() -> None:
    at_work: list[str] = []

    def check(corpus: Corpus) -> Iterator[Finding]:
        for _ in range(5):
            at_work.append("one")
            assert at_work == ["one"]
            sleep(0.001)
            at_work.clear()
            corpus.query("SELECT")
        yield from ()

    assert _looked(_Answers(), check, check, check) == [[], [], []]


def test_what_is_found_comes_in_the_order_of_the_checks() -> None:
    def slow(corpus: Corpus) -> Iterator[Finding]:
        for _ in range(20):
            corpus.query("SELECT")
        yield Unverified((), "", "slow")

    def quick(_: Corpus) -> Iterator[Finding]:
        yield Unverified((), "", "quick")

    assert list(map(_told, _looked(_Answers(), slow, quick, quick))) == [["slow"], ["quick"], ["quick"]]


def test_a_base_is_made_once_and_after_those_that_it_reads() -> None:
    def check(corpus: Corpus) -> Iterator[Finding]:
        corpus.query("SELECT", _ABOVE)
        yield from ()

    engine = _Answers()
    assert _looked(engine, check, check, check) == [[], [], []]
    assert engine.kept == ["base", "above"]


@pytest.mark.parametrize("sql", ["SELECT 4", "SELECT 1 "])
def test_a_name_stands_for_one_base(sql: str) -> None:
    def first(corpus: Corpus) -> Iterator[Finding]:
        corpus.query("SELECT", _BASE)
        yield from ()

    def second(corpus: Corpus) -> Iterator[Finding]:
        corpus.query("SELECT", View("base", sql))
        yield from ()

    told = "ValueError: there is another table named 'base': give this one a different name (check.py:1)"
    assert _looked(_Answers(), first, second) == [[], told]


def test_no_base_takes_the_name_of_a_table_that_is_stored() -> None:
    dossier = Dossier("empty", Bilingual("", ""), "vi", "+07:00", Path(), (), {}, {}, (), tables={"claims": ()})
    corpus = Corpus(dossier, engine=_Answers())
    with pytest.raises(ValueError, match="another table named 'claims'"):
        corpus.query("SELECT", View("claims", "SELECT 1"))


def test_one_that_fails_stops_no_other() -> None:
    def failing(corpus: Corpus) -> Iterator[Finding]:
        corpus.query("SELECT", View("broken", "SELECT 3"))
        yield from ()

    def check(corpus: Corpus) -> Iterator[Finding]:
        corpus.query("SELECT", _BASE)
        yield Unverified((), "", "looked")

    looked = _looked(_Answers(), failing, check, failing, check)
    assert [looked[0], looked[2]] == ["ValueError: SELECT 3 (check.py:1)"] * 2
    assert [_told(looked[1]), _told(looked[3])] == [["looked"], ["looked"]]


def test_a_wish_to_stop_is_not_held_back() -> None:
    def stopped(_: Corpus) -> Iterator[Finding]:
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        _looked(_Answers(), stopped)
