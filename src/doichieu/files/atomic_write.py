"""Write what a run tells: to a file all at once, or to the terminal."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

# What the log of a CI server is read for: '::' before all else in a line, and '##[' or '##vso[' anywhere.
_COMMAND = re.compile(r"^\s*:(?=:)|(?<=[\r\v\f\x1c-\x1e\x85\u2028\u2029]):(?=:)|##(?=\w*\[)", re.MULTILINE)


def harmless(text: str) -> str:
    """Words that a CI server, which reads its log for commands, does not take for one."""
    return _COMMAND.sub(r"\g<0> ", text)


def write(target: Path | None, text: str | Iterable[str]) -> None:
    """Write a text, whole or in parts, to a file; to the terminal for None.

    A reader of the file sees the old bytes or the new and never half.

    Raises OSError where the file cannot be written.
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
