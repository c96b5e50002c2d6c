"""How much of an article its claims cover: which of the checkable expressions in its text stand in no quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from doichieu.model.claims import Document
from doichieu.quotes.offsets import quote_is_there

if TYPE_CHECKING:
    from doichieu.reading import Reading


@dataclass(frozen=True, slots=True)
class Coverage:
    """The checkable expressions of an article, and those of them that no claim covers; both in order."""

    expressions: tuple[Reading, ...]
    missed: tuple[Reading, ...]

    @property
    def covered(self) -> int:
        """How many a claim covers."""
        return len(self.expressions) - len(self.missed)


def coverage_of(document: Document) -> Coverage | None:
    """How much of an article its claims cover; None where its text is not on this machine.

    A checkable expression is what the reader reads in the article itself, its body: a figure, a date, a period, a
    place in an order. It is covered where the words of a claim's quote and its own have a letter in common, whatever
    the claim says of them: a quote states one value and often holds another that belongs to it, "12 km in 2024". A
    quote that does not stand at its place covers nothing. A document of record is not counted, because of what it
    says only that is taken up which an article can be held against.
    """
    text = document.text
    if document.is_record or text is None or text.content is None:
        return None
    quoted = bytearray(len(text.content))
    for claim in document.claims:
        if claim.quote and quote_is_there(text.content, claim.quote):
            quoted[claim.quote.start : claim.quote.end] = b"\1" * len(claim.quote.exact)
    expressions = tuple(reading for reading in readings_of(document) if text.in_body(reading.start, reading.end))
    return Coverage(expressions, tuple(one for one in expressions if 1 not in quoted[one.start : one.end]))


def readings_of(document: Document) -> tuple[Reading, ...]:
    """What is read in the whole text of a document, once for all who ask; nothing where there is no text."""
    if document not in _READINGS:
        from doichieu.reading import read

        content = document.text and document.text.content
        _READINGS[document] = tuple(read(content, document.language, document.published) if content else ())
    return _READINGS[document]


_READINGS: WeakKeyDictionary[Document, tuple[Reading, ...]] = WeakKeyDictionary()


def line_columns(content: str, readings: Iterable[Reading]) -> Iterator[tuple[int, int]]:
    """The line and the column of each reading, both from 1; they come in order, so the text is walked once."""
    line, at, before = 1, 0, -1  # of the line break before it
    for reading in readings:
        line += content.count("\n", at, reading.start)
        before = max(before, content.rfind("\n", at, reading.start))
        at = reading.start
        yield line, at - before
