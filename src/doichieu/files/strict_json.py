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
_AHEAD = 8  # files that are open before they are read
_HOLDERS = (dict, list)
# A colon that belongs to a name, though no quotation mark stands before it.
_GAPS = (b" :", b"\n:", b"\t:", b"\r:")


class OrdinaryText(str):
    """The text of JSON in which every number is whole: no reader takes the data of it for something else."""

    __slots__ = ()


def read_json(path: Path) -> tuple[object, str]:
    """The data of a JSON file and its text.

    Stricter than the json module: what two readers could take differently (a name used twice, NaN, half a
    surrogate pair, a number too large) is refused, after RFC 7493 (I-JSON). Raises InputError.
    """
    return parse_json(read_bytes(path), path)


def parse_json(raw: bytes, path: Path) -> tuple[object, str]:
    """The same of the bytes of a file that is said to stand at `path`. Raises InputError."""
    return _read_quickly(raw) or _read_carefully(path, raw)


def _read_quickly(raw: bytes) -> tuple[object, str] | None:
    """What `_read_carefully` gives, in half the time, for most files; None for the others, good or bad."""
    if b"\\" in raw and b"\\u" in raw:  # to look for one character is much the faster
        return None
    try:
        data: object = orjson.loads(raw)
    except (ValueError, RecursionError):
        return None
    names = _count_names(data)
    return None if names is None or _may_repeat_a_name(raw, names) else (data, OrdinaryText(raw, "utf-8"))


def _count_names(data: object) -> int | None:
    """How many names the objects in the data have, all together.

    None where they may stand too deep, or where a number is not whole or larger than every reader keeps.
    """
    level, names = [data], 0
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for value in level:
            kind = type(value)
            if kind is str:  # most are, so that they come first
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
    """Whether JSON may hold more names than its data, which keeps one of two that are the same.

    A colon follows each. There are more colons where text holds some; those that follow a quotation mark are all
    that follow a name, if none follows a gap.
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
        what = f"lists and objects stand more than {MAX_DEPTH} deep in one another"
        line, column = place(text, too_deep_at(text))
        raise input_error(path, what, "nest them less deeply", line, column)
    if odd or has_bad_escape(text):
        raise InputError(first_problems(oddities(text), lambda odd: Problem(path, *odd[:2], "", *odd[2:])))
    return data, text


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, if it is an ordinary one and not too large. Raises InputError."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe, for one, would never end
            what = "this is a folder" if stat.S_ISDIR(about.st_mode) else "this is no ordinary file"
            raise input_error(path, what, "name a JSON file")
        size = min(about.st_size, MAX_BYTES)
        with path.open("rb", 0) as file:
            raw = file.read(size + 1)
        if len(raw) != size:  # it is too large, or being written, or came in parts
            with path.open("rb") as whole:
                raw = whole.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise input_error(path, "there is no such file", "check the name and the folder") from None
    except PermissionError:
        raise input_error(path, "this file may not be read", "ask for the right to read it") from None
    except (OSError, ValueError) as error:  # ValueError: a U+0000 in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise input_error(path, f"this file cannot be read ({reason})", "check its name and its disk") from None
    if len(raw) > MAX_BYTES:
        raise input_error(path, f"this file is larger than {MAX_BYTES // 1024**2} MiB", "split it")
    return raw


def read_ahead(files: Iterable[tuple[str, int]]) -> Iterator[bytes | None]:
    """The bytes of files of these paths and sizes, one after another; the next few are called from the disk meanwhile.

    None where it cannot be done so, or the file is not what was said of it: `read_bytes` reads it, or tells why not.
    """
    files = iter(files)
    waiting = deque(map(_called, islice(files, _AHEAD)))
    try:
        while waiting:
            file, size = waiting.popleft()
            waiting.extend(map(_called, islice(files, 1)))
            yield None if file is None else _taken(file, size)
    finally:
        for file, _ in waiting:
            if file is not None:
                os.close(file)


def _called(named: tuple[str, int]) -> tuple[int | None, int]:
    """A file that is open, its bytes on their way; None for one that is better not waited for."""
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
