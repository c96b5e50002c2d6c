"""Where claims stand, as other programs want it told: a file's path in the project, and lines and columns in it."""

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

_KEPT = 64  # documents whose lines were counted last


def path_in_project(path: Path, dossier: Dossier) -> str:
    """The path of a dossier's file from its project's folder, or from the dossier's own parent where it has none.

    With slashes on every system, and never absolute: the same files give the same path on every machine.
    """
    return (dossier.place / path.relative_to(dossier.path)).as_posix()


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
    lines, ends = _quotes(claim.document)
    return lines.span(*ends[claim.id])


def in_text(claim: Claim) -> Span | None:
    """From where to where its quote stands in its document's text; None where it does not, or there is no text."""
    document = claim.document
    content = document.text.content if document.text else None
    if content is None or claim.quote is None or not quote_is_there(content, claim.quote):
        return None
    return _lines(document).span(claim.quote.start, claim.quote.end)


@lru_cache(maxsize=_KEPT)
def _quotes(document: Document) -> tuple[_Lines, dict[str, tuple[int, int]]]:
    """The lines of a claims file, and from where to where the quote of each claim stands in it."""
    content = document.source()
    # An archive would type each of the claims only to tell its id.
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
