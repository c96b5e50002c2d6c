"""No coverage data is lost: each worker writes its own before it ends, and a run where one did not fails and names it.

A worker that still writes ten seconds after the tests are over is ended, however much it has not yet written. What it
wrote here is there before it says that it is through.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

_WRITTEN = "coverage_data"
_lost: list[str] = []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a worker: write its data and tell where. Where the tests were shared out: fail if a worker told of none."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is None:
        if _lost:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return
    measured = Coverage.current()
    if measured is not None:
        measured.stop()
        measured.save()
        output[_WRITTEN] = measured.get_data().data_filename()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Look for the data of a worker that has ended, whether it came to its end or not."""
    written = getattr(node, "workeroutput", {}).get(_WRITTEN)
    if written is None or not Path(written).is_file():
        _lost.append(node.gateway.id)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name whose data is missing."""
    for worker in _lost:
        terminalreporter.write_line(f"coverage data of worker {worker} is missing", red=True)
