"""Run by `nox -s wheel` where only the built wheel is installed: begin a project and run its gate both ways."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

STARTER = ("schemas/", "checks/", "claims/ben-mo-bridge/texts/", "reports/templates/", "reports/words/")


def main(wheel: str) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in STARTER:
        assert any(name.startswith(f"doichieu/starter/{folder}") for name in names), f"{folder} is not in the wheel"
    assert not any("hanoi" in name or "__pycache__" in name for name in names)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "newsroom")
        run(folder, "doichieu", "init", "newsroom")
        run(home, "doichieu", "check", "--require-texts")
        run(home, "doichieu", "report")
        assert (home / "reports" / "ben-mo-bridge" / "index.html").stat().st_size > 10_000
        run(home, sys.executable, "-m", "pytest", "claims", "-q")
        run(home, "doichieu", "check", "--ignore-rulings", expect=1)
    print("1 passed, 0 failed")


def run(folder: str | Path, *command: str, expect: int = 0) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == expect, f"{' '.join(command)} exited {done.returncode}:\n{done.stdout}{done.stderr}"


if __name__ == "__main__":
    main(sys.argv[1])
