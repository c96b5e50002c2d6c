"""Text in columns for the terminal: aligned by display width, and wrapped if it does not fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from doichieu.files.json_positions import printable

_GAP = "  "
_LEAST = 2  # minimum width of a column, so that a wide letter fits


def columns(rows: Sequence[Sequence[str]], width: int | None = None) -> Iterator[str]:
    """The rows as lines with aligned cells; if they are wider than `width`, the widest columns are wrapped.

    Nothing is cut: a cell continues on the next line. White space is collapsed to one space, and control characters
    are escaped.
    """
    cells = [[printable(" ".join(cell.split())) for cell in row] for row in rows]
    widths = [max(map(screen_width, column)) for column in zip(*cells, strict=True)]
    if width is not None:
        room = width - len(_GAP) * (len(widths) - 1)
        while sum(widths) > room and max(widths) > _LEAST:
            widths[widths.index(max(widths))] -= 1
    for row in cells:
        wrapped = [list(_wrapped(cell, most)) for cell, most in zip(row, widths, strict=True)]
        for parts in zip_longest(*wrapped, fillvalue=""):
            filled = (part + " " * (most - screen_width(part)) for part, most in zip(parts, widths, strict=True))
            yield _GAP.join(filled).rstrip()


def screen_width(text: str) -> int:
    """The width of a text in terminal cells: two for a wide East Asian letter, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _wrapped(text: str, most: int) -> Iterator[str]:
    """Wrap a text to lines of at most `most` cells, at spaces or within a word that is longer than a line."""
    line = ""
    for word in text.split(" "):
        rest = word
        if line and screen_width(f"{line} {rest}") <= most:
            line = f"{line} {rest}"
            continue
        if line:
            yield line
        while screen_width(rest) > most:
            head = _head(rest, most)
            yield head
            rest = rest[len(head) :]
        line = rest
    yield line


def _head(text: str, most: int) -> str:
    """The longest start of a text that fits in `most` cells; at least one letter with its marks."""
    taken, room = 0, most
    for letter in text:
        room -= _width(letter)
        if room < 0 and taken:
            break
        taken += 1
    return text[:taken]
