"""Write what a run tells: to a file all at once, or to the terminal."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def write(target: Path | None, text: str) -> None:
    """Write text to a file, so that a reader sees the old bytes or the new and never half; to the terminal for None.

    Raises OSError where the file cannot be written.
    """
    if target is None:
        sys.stdout.write(text)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
