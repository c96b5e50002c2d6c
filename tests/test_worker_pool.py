"""Processes that read a folder."""

import os
from pathlib import Path

import pytest

from doichieu.files.problems import InputError
from doichieu.files.worker_pool import worker_pool

BEGUN: list[str] = []


def _begin(word: str) -> None:
    BEGUN.append(word)


def _word() -> str:
    return BEGUN[-1]


def test_each_begins_with_what_it_needs(tmp_path: Path) -> None:
    with worker_pool(tmp_path, 2, _begin, "needed") as hands:
        assert [hands.submit(_word).result() for _ in range(9)] == ["needed"] * 9
    assert not BEGUN


def test_one_that_the_system_ends_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised, worker_pool(tmp_path, 1, _begin, "") as hands:
        hands.submit(os._exit, 9).result()
    (problem,) = raised.value.problems
    assert problem.path == tmp_path
    assert "the system ended a process that was reading this" in problem.what


def test_what_goes_wrong_in_one_goes_wrong_here(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), worker_pool(tmp_path, 1, _begin, "") as hands:
        hands.submit(divmod, 1, 0).result()
