"""The places of claims as other programs expect them: a file's path in the project, with lines and columns."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from doichieu.files.json_positions import offsets
from doichieu.model.claims import Claim, Document, Dossier
from doichieu.quotes.offsets import quote_is_there

Span = dict[str, int]

_KEPT = 64  # the number of documents whose lines are cached


def path_in_project(path: Path, dossier: Dossier) -> str:
    """A file's path relative to the project's folder, or to the dossier's parent if there is no project.

    It has slashes on every system and is never absolute: the same files give the same path on every machine.
    """
    return (dossier.place / path.relative_to(dossier.path)).as_posix()


def text_path(document: Document, dossier: Dossier) -> str | None:
    """The path of a document's text in the project; None if it is elsewhere or not on this machine."""
    text, folder = document.text, dossier.path / "texts"
    if text is None or text.content is None:
        return None
    path = folder / text.file
    inside = path.is_file() and path.resolve().parent == folder.resolve()
    return path_in_project(path, dossier) if inside else None


def in_claims_file(claim: Claim) -> Span:
    """The span of a claim's quote in its claims file; without a quote, of the null in its place."""
    lines, ends = _quotes(claim.document)
    return lines.span(*ends[claim.id])


def in_text(claim: Claim) -> Span | None:
    """The span of a claim's quote in its document's text; None if it is not found or there is no text."""
    document = claim.document
    content = document.text.content if document.text else None
    if content is None or claim.quote is None or not quote_is_there(content, claim.quote):
        return None
    return _lines(document).span(claim.quote.start, claim.quote.end)


@lru_cache(maxsize=_KEPT)
def _quotes(document: Document) -> tuple[_Lines, dict[str, tuple[int, int]]]:
    """The lines of a claims file, and the span of each claim's quote in it."""
    content = document.source()
    # An archive would otherwise type every claim only for its id.
    quotes = {("claims", index, "quote"): one["id"] for index, one in enumerate(json.loads(content)["claims"])}
    found = offsets(content, quotes)
    decode = json.JSONDecoder().raw_decode
    ends = {name: (found[at][1], decode(content, found[at][1])[1]) for at, name in quotes.items()}
    return _Lines(content), ends


@lru_cache(maxsize=_KEPT)
def _lines(document: Document) -> _Lines:
    """The lines of a document's text."""
    assert document.text
    return _Lines(document.text.content or "")


class _Lines:
    """The starts of the lines of a text, found once, because many claims are looked up in it."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """The line and column of both ends, from 1, in code points; the end column is one past the last character."""
        line, last = bisect_right(self._starts, start), bisect_right(self._starts, end)
        return {
            "line": line,
            "column": start - self._starts[line - 1] + 1,
            "end_line": last,
            "end_column": end - self._starts[last - 1] + 1,
        }
