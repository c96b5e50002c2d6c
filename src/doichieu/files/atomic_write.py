"""Write output: to a file atomically, or to the terminal."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

# What CI servers read as commands in a log: '::' at the start of a line, and '##[' or '##vso[' anywhere.
_COMMAND = re.compile(r"^\s*:(?=:)|(?<=[\r\v\f\x1c-\x1e\x85\u2028\u2029]):(?=:)|##(?=\w*\[)", re.MULTILINE)


def harmless(text: str) -> str:
    """The text, changed so that a CI server that scans its log for commands finds none."""
    return _COMMAND.sub(r"\g<0> ", text)


def write(target: Path | None, text: str | Iterable[str]) -> None:
    """Write a text, whole or in parts, to the file `target`, or to the terminal if it is None.

    Readers of the file see the old content or the new, never a mixture. Raises OSError if it cannot be written.
    """
    parts = [text] if isinstance(text, str) else text
    if target is None:
        sys.stdout.writelines(parts)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
