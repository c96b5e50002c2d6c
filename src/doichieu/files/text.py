"""Read an article's text from a file or standard input: limited in size, and valid UTF-8 or an error with its place."""

from __future__ import annotations

import stat
import sys
import unicodedata
from pathlib import Path

from doichieu.files.json_positions import place
from doichieu.files.problems import input_error
from doichieu.files.strict_json import MAX_BYTES

STDIN = Path("-")


def text_from(path: Path) -> str:
    """The text of a file, or of standard input for `-`, in NFC, as offsets in texts require.

    Line ends and a byte-order mark are kept, as in the texts of a dossier. Raises InputError.
    """
    raw = _bytes(path)
    if len(raw) > MAX_BYTES:
        raise input_error(path, f"this text is larger than {MAX_BYTES // 1024**2} MiB", "split it")
    try:
        return unicodedata.normalize("NFC", raw.decode())
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        what = f"the byte 0x{raw[error.start]:02X} is not UTF-8"
        raise input_error(path, what, "save the text as UTF-8", *place(before, len(before))) from None


def _bytes(path: Path) -> bytes:
    """At most one byte more than the limit, so that endless input does not fill the memory."""
    if path == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # a device, for example, may never end
            what = "this is a folder" if stat.S_ISDIR(mode) else "this is not a regular file"
            raise input_error(path, what, "name a text file, or - for standard input")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise input_error(path, "there is no such file", "check the name and the folder") from None
    except (OSError, ValueError) as error:  # ValueError: a U+0000 in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise input_error(path, f"this file cannot be read ({reason})", "check its name and its disk") from None
