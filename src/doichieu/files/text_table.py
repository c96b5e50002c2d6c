"""Text in columns for the terminal: aligned by what letters take on the screen, folded where they do not fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from doichieu.files.json_positions import printable

_GAP = "  "
_LEAST = 2  # a column is no narrower, so that a wide letter fits


def columns(rows: Sequence[Sequence[str]], width: int | None = None) -> Iterator[str]:
    """The rows as lines, their cells aligned; where they are wider than `width` the widest columns are folded.

    Nothing is left out: what a cell cannot hold in one line goes on in the next. Spaces and line breaks are shown as
    one space, and what a terminal would obey instead of showing is escaped.
    """
    cells = [[printable(" ".join(cell.split())) for cell in row] for row in rows]
    widths = [max(map(screen_width, column)) for column in zip(*cells, strict=True)]
    if width is not None:
        room = width - len(_GAP) * (len(widths) - 1)
        while sum(widths) > room and max(widths) > _LEAST:
            widths[widths.index(max(widths))] -= 1
    for row in cells:
        folded = [list(_folded(cell, most)) for cell, most in zip(row, widths, strict=True)]
        for parts in zip_longest(*folded, fillvalue=""):
            filled = (part + " " * (most - screen_width(part)) for part, most in zip(parts, widths, strict=True))
            yield _GAP.join(filled).rstrip()


def screen_width(text: str) -> int:
    """How many places of a terminal a text takes: two for a wide East Asian letter, none for a mark upon another."""
    if text.isascii():
        return len(text)
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _folded(text: str, most: int) -> Iterator[str]:
    """A text in lines of at most `most` places, broken at spaces, or inside a word that is longer than a line."""
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
    """As much of the beginning of a text as takes `most` places, one letter with its marks at least."""
    taken, room = 0, most
    for letter in text:
        room -= _width(letter)
        if room < 0 and taken:
            break
        taken += 1
    return text[:taken]
