"""Read JSON strictly, and say where and what is wrong in words that an editor understands."""

import json
import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import orjson

from doichieu.files.json_positions import (
    MAX_DEPTH,
    MAX_WHOLE,
    has_bad_escape,
    is_too_large,
    malformed,
    oddities,
    place,
    skip,
    too_deep_at,
)
from doichieu.files.problems import InputError, Problem, first_problems, input_error

MAX_BYTES = 64 * 1024 * 1024
_AHEAD = 8  # files that are opened ahead of reading
_HOLDERS = (dict, list)
# White space before a colon: the colon may follow a name without directly following its quotation mark.
_GAPS = (b" :", b"\n:", b"\t:", b"\r:")


class OrdinaryText(str):
    """JSON text whose numbers are all integers, so that all readers get the same data from it."""

    __slots__ = ()


def read_json(path: Path) -> tuple[object, str]:
    """The data of a JSON file and its text.

    Stricter than the json module: as in RFC 7493 (I-JSON), what two readers could interpret differently (a duplicate
    name, NaN, a lone surrogate, a number too large) is rejected. Raises InputError.
    """
    return parse_json(read_bytes(path), path)


def parse_json(raw: bytes, path: Path) -> tuple[object, str]:
    """The data and the text of JSON bytes; `path` is named in problems. Raises InputError."""
    return _read_quickly(raw) or _read_carefully(path, raw)


def _read_quickly(raw: bytes) -> tuple[object, str] | None:
    """The result of `_read_carefully` in half the time for most files; None for the others, valid or not."""
    if b"\\" in raw and b"\\u" in raw:  # searching for one character is much faster
        return None
    try:
        data: object = orjson.loads(raw)
    except (ValueError, RecursionError):
        return None
    names = _count_names(data)
    return None if names is None or _may_repeat_a_name(raw, names) else (data, OrdinaryText(raw, "utf-8"))


def _count_names(data: object) -> int | None:
    """The total number of names in the objects of the data.

    None if it may be nested too deeply, or if a number is not an integer or too large for some readers.
    """
    level, names = [data], 0
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for value in level:
            kind = type(value)
            if kind is str:  # most values are text, so this comes first
                continue
            if type(value) is dict:
                names += len(value)
                inner += value.values()
            elif type(value) is list:
                inner += value
            elif kind is float or (type(value) is int and not -MAX_WHOLE <= value <= MAX_WHOLE):
                return None
        if not inner:
            return names
        level = inner
    return None


def _may_repeat_a_name(raw: bytes, names: int) -> bool:
    """Whether JSON may have more names than its data, which keeps only one of two equal names.

    A colon follows each name, and text may contain more. If no colon follows white space, then the colons after a
    quotation mark include one for each name.
    """
    if raw.count(b":") == names:
        return False
    return raw.count(b'":') != names or any(gap[0] in raw and gap in raw for gap in _GAPS)


def _read_carefully(path: Path, raw: bytes) -> tuple[object, str]:
    text = _decoded(path, raw)
    odd = False

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal odd
        made = dict(pairs)
        odd |= len(made) != len(pairs)
        return made

    def constant(_: str) -> None:
        nonlocal odd
        odd = True

    def whole(digits: str) -> int:
        nonlocal odd
        if len(digits) < 16 or not is_too_large(digits):  # most numbers are short
            return int(digits)
        odd = True
        return 0

    def decimal(digits: str) -> float:
        nonlocal odd
        odd |= is_too_large(digits)
        return float(digits)

    try:
        data: object = json.loads(
            text, object_pairs_hook=members, parse_constant=constant, parse_int=whole, parse_float=decimal
        )
        deep = _is_too_deep(data)
    except json.JSONDecodeError as error:
        line, column, what, todo = malformed(text, error)
        raise input_error(path, what, todo, line, column) from None
    except RecursionError:
        deep = True
    if deep:
        what = f"lists and objects are nested more than {MAX_DEPTH} levels deep"
        line, column = place(text, too_deep_at(text))
        raise input_error(path, what, "nest them less deeply", line, column)
    if odd or has_bad_escape(text):
        raise InputError(first_problems(oddities(text), lambda odd: Problem(path, *odd[:2], "", *odd[2:])))
    return data, text


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises InputError if it is missing, not a regular file, too large or unreadable."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe, for example, may never end
            what = "this is a folder" if stat.S_ISDIR(about.st_mode) else "this is not a regular file"
            raise input_error(path, what, "name a JSON file")
        size = min(about.st_size, MAX_BYTES)
        with path.open("rb", 0) as file:
            raw = file.read(size + 1)
        if len(raw) != size:  # it is too large, is being written, or was read in part
            with path.open("rb") as whole:
                raw = whole.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise input_error(path, "there is no such file", "check the name and the folder") from None
    except PermissionError:
        raise input_error(path, "permission to read this file is denied", "ask for permission to read it") from None
    except (OSError, ValueError) as error:  # ValueError: a U+0000 in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise input_error(path, f"this file cannot be read ({reason})", "check its name and its disk") from None
    if len(raw) > MAX_BYTES:
        raise input_error(path, f"this file is larger than {MAX_BYTES // 1024**2} MiB", "split it")
    return raw


def read_ahead(files: Iterable[tuple[str, int]]) -> Iterator[bytes | None]:
    """Yield the bytes of files, given their paths and sizes; the next few are read from disk in the background.

    Yields None for a file that cannot be read this way or has another size; use `read_bytes` for it.
    """
    files = iter(files)
    waiting = deque(map(_opened, islice(files, _AHEAD)))
    try:
        while waiting:
            file, size = waiting.popleft()
            waiting.extend(map(_opened, islice(files, 1)))
            yield None if file is None else _taken(file, size)
    finally:
        for file, _ in waiting:
            if file is not None:
                os.close(file)


def _opened(named: tuple[str, int]) -> tuple[int | None, int]:
    """An open file descriptor whose bytes are being read ahead, or None, and the expected size."""
    path, size = named
    if not 0 < size <= MAX_BYTES or not hasattr(os, "posix_fadvise"):
        return None, size
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None, size
    with suppress(OSError):
        os.posix_fadvise(file, 0, size, os.POSIX_FADV_WILLNEED)
    return file, size


def _taken(file: int, size: int) -> bytes | None:
    try:
        raw = os.read(file, size + 1)
    except OSError:
        return None
    finally:
        os.close(file)
    return raw if len(raw) == size else None


def _decoded(path: Path, raw: bytes) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        raise input_error(path, "the file starts with a byte-order mark", "save it as UTF-8 without one", 1, 1)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        what = f"the byte 0x{raw[error.start]:02X} is not UTF-8"
        raise input_error(path, what, "save the file as UTF-8", *place(before, len(before))) from None
    if skip(text, 0) == len(text):
        raise input_error(path, "the file is empty", "write a JSON object {…}", 1, 1)
    return text


def _is_too_deep(data: object) -> bool:
    level: list[object] = [data]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for value in level
            if isinstance(value, _HOLDERS)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return any(isinstance(value, _HOLDERS) for value in level)
