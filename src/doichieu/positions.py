"""Where claims stand, as other programs want it told: a file's path in the project, and lines and columns in it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from pathlib import Path
from weakref import WeakKeyDictionary

from doichieu.json_text import offsets
from doichieu.model import Claim, Document, Dossier
from doichieu.places import stands
from doichieu.project import find_project

Span = dict[str, int]


def path_in_project(path: Path, dossier: Dossier) -> str:
    """The path of a dossier's file from its project's folder, or from the dossier's own parent where it has none.

    With slashes on every system, and never absolute: the same files give the same path on every machine.
    """
    folder = dossier.path.resolve()
    root = find_project(folder).root
    start = folder.relative_to(root) if folder.is_relative_to(root) else Path(folder.name)
    return (start / path.relative_to(dossier.path)).as_posix()


def text_path(document: Document, dossier: Dossier) -> str | None:
    """The path of a document's text in the project; None where it lies elsewhere, or is not on this machine."""
    text, folder = document.text, dossier.path / "texts"
    if text is None or text.content is None:
        return None
    path = folder / text.file
    inside = path.is_file() and path.resolve().parent == folder.resolve()
    return path_in_project(path, dossier) if inside else None


def in_claims_file(claim: Claim) -> Span:
    """From where to where its quote stands in its claims file; of a claim that is not quoted, the null in its place."""
    document = claim.document
    if document not in _CLAIMS:
        content = document.path.read_text(encoding="utf-8")
        quotes = {("claims", index, "quote"): one.id for index, one in enumerate(document.claims)}
        found = offsets(content, quotes)
        decode = json.JSONDecoder().raw_decode
        ends = {name: (found[at][1], decode(content, found[at][1])[1]) for at, name in quotes.items()}
        _CLAIMS[document] = _Lines(content), ends
    lines, ends = _CLAIMS[document]
    return lines.span(*ends[claim.id])


def in_text(claim: Claim) -> Span | None:
    """From where to where its quote stands in its document's text; None where it does not, or there is no text."""
    document = claim.document
    content = document.text.content if document.text else None
    if content is None or claim.quote is None or not stands(content, claim.quote):
        return None
    if document not in _TEXTS:
        _TEXTS[document] = _Lines(content)
    return _TEXTS[document].span(claim.quote.start, claim.quote.end)


class _Lines:
    """Where the lines of a text begin, found once, since many claims are looked up in it."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """The line and the column of both ends, from 1, in code points; the end column is the one behind the last."""
        line, last = bisect_right(self._starts, start), bisect_right(self._starts, end)
        return {
            "line": line,
            "column": start - self._starts[line - 1] + 1,
            "end_line": last,
            "end_column": end - self._starts[last - 1] + 1,
        }


_CLAIMS: WeakKeyDictionary[Document, tuple[_Lines, dict[str, tuple[int, int]]]] = WeakKeyDictionary()
_TEXTS: WeakKeyDictionary[Document, _Lines] = WeakKeyDictionary()
