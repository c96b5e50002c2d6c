"""Write what a run tells: to a file all at once, or to the terminal."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path


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
