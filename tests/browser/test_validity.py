"""The Nu Html Checker, the reference validator, finds no error in the pages, their style and their drawings."""

import os
import subprocess
from pathlib import Path

NU = os.environ.get("NU", "")  # the checker's vnu.jar; the session `browser` installs it


def errors(*files: Path) -> list[str]:
    """Its errors, one a line, with the place; it is a Java program, so it is started once for all files."""
    assert NU, "NU does not name the checker's vnu.jar"
    command = ["java", "-jar", NU, "--errors-only", "--stdout", "--format", "gnu", *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    assert run.stderr == ""
    return run.stdout.splitlines()


def test_the_pages_are_valid(sample: Path, hanoi: Path, long: Path) -> None:
    assert errors(sample, hanoi, long) == []


def test_the_checker_sees_a_fault(sample: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.html"
    spoilt.write_text(sample.read_text(encoding="utf-8").replace("<main>", "<main><p><div></p>"), encoding="utf-8")
    assert errors(spoilt)
