"""The tutorial does what it says: its files are written and its commands run in order, their output compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial.md"

# What can change without making the tutorial wrong is written … there, in a line or as a line of its own.
BLOCK = re.compile(r"^```(console|diff|json|python|text) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_tutorial(tmp_path: Path) -> None:
    folder, commands = tmp_path, 0
    for kind, name, block in BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        if kind == "console":
            for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                folder = run(step, folder)
                commands += 1
        elif kind == "diff":
            change(folder / name, block)
        elif name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(block, encoding="utf-8")
    assert commands > 10


def run(step: str, folder: Path) -> Path:
    """Run one command as a reader would, compare its output, and return the folder the reader is in now."""
    command, expected = re.fullmatch(r"((?:.*\\\n)*.*)\n?((?s:.*))", step).groups()  # type: ignore[union-attr] # always
    if command.startswith("cd "):
        return folder / command.removeprefix("cd ")
    bin_folder = str(Path(sys.executable).parent)
    # `pytest` runs the cases of doichieu's checks too, as test_cases.py does: here only those of the reader's own.
    own = {
        "DOICHIEU_TEXTS": "",
        "PYTEST_ADDOPTS": "-k 'not test_case or false_precision'",
        "SOURCE_DATE_EPOCH": "1795305600",
        "COLUMNS": "80",
    }
    environment = {**os.environ, **own, "PATH": bin_folder + os.pathsep + os.environ["PATH"]}
    done = subprocess.run(
        command, cwd=folder, env=environment, shell=True, text=True, encoding="utf-8", stdout=-1, stderr=-2, check=False
    )
    shown = "".join(f"{line.rstrip()}\n" for line in done.stdout.strip("\n").split("\n"))
    pattern = "".join(
        "(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + "\n"
        for line in expected.strip("\n").split("\n")
    )
    assert re.fullmatch(pattern, shown), f"$ {command}\n{shown}\nbut the tutorial shows\n\n{expected}"
    return folder


def change(path: Path, block: str) -> None:
    """Change a file as a diff block says: its lines marked − are there once, those marked + take their place."""
    lines = block.splitlines(keepends=True)
    before, after = ("".join(line[1:] for line in lines if line[0] in " " + mark) for mark in "-+")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path} does not hold once:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")
