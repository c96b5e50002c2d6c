"""The session `coverage`: a worker's data is written before the worker can be killed, and missing data is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("coverage", reason="it is installed in the session `coverage` alone")

ROOT = Path(__file__).parents[1]
CONFIG = """
[tool.coverage.run]
source_pkgs = ["measured"]
parallel = true
patch = ["subprocess"]
"""
KILLED = """
import os

def pytest_unconfigure(config):
    if hasattr(config, "workerinput"):
        os._exit(9)
"""
SILENT = """
from coverage import Coverage

Coverage.save = lambda self: None
Coverage.get_data = lambda self: type("Data", (), {"data_filename": lambda self: "nowhere"})()
"""


def measure(folder: Path, conftest: str) -> subprocess.CompletedProcess[str]:
    """Run two tests in two workers, with this conftest.py, and combine the coverage of what they call."""
    (folder / "pyproject.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "measured.py").write_text("def one():\n    return 1\n\n\ndef two():\n    return 2\n", encoding="utf-8")
    two = "".join(f"def test_{name}():\n    assert measured.{name}()\n\n\n" for name in ("one", "two"))
    (folder / "test_it.py").write_text(f"import measured\n\n\n{two}", encoding="utf-8")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]), "PYTEST_ADDOPTS": ""}
    for name in [name for name in environment if name.startswith(("COV_", "COVERAGE_", "PYTEST_XDIST"))]:
        del environment[name]

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "coverage", *command], cwd=folder, env=environment, capture_output=True, text=True
        )

    tests = run("run", "-m", "pytest", "-q", "-n2", "-p", "tests.covered", "-p", "no:cacheprovider", "test_it.py")
    run("combine", "--quiet")
    report = run("report", "--include=measured.py")
    return subprocess.CompletedProcess("", tests.returncode, tests.stdout, report.stdout)


def test_a_worker_that_is_killed_after_its_tests_has_written_its_data(tmp_path: Path) -> None:
    done = measure(tmp_path, KILLED)
    assert done.returncode == 0, done.stdout
    assert done.stderr.splitlines()[2].split() == ["measured.py", "4", "0", "100%"]


def test_a_worker_without_data_fails_the_run_and_is_named(tmp_path: Path) -> None:
    done = measure(tmp_path, SILENT)
    assert done.returncode == 1
    assert "2 passed" in done.stdout
    for worker in ("gw0", "gw1"):
        assert f"coverage data of worker {worker} is missing" in done.stdout
