"""Measure how much of an article its claims cover: which checkable expressions of its text are in no quote."""

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
    """The checkable expressions of an article, and those that no claim covers; both in order."""

    expressions: tuple[Reading, ...]
    missed: tuple[Reading, ...]

    @property
    def covered(self) -> int:
        """The number of covered expressions."""
        return len(self.expressions) - len(self.missed)


def coverage_of(document: Document) -> Coverage | None:
    """The coverage of an article; None for a document of record, or if its text is not on this machine.

    A checkable expression is a value that doichieu.reading reads in the body of the article: a figure, a date, a
    period, a place in an order. It is covered if it overlaps with a claim's quote, whatever that claim states, because
    the quote of one value often contains another that belongs to it: "12 km in 2024". A quote that is not found at its
    place covers nothing. Documents of record are not measured: only what articles can be checked against is taken
    from them.
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
    """The readings of a document's whole text, cached; empty if there is no text."""
    if document not in _READINGS:
        from doichieu.reading import read

        content = document.text and document.text.content
        _READINGS[document] = tuple(read(content, document.language, document.published) if content else ())
    return _READINGS[document]


_READINGS: WeakKeyDictionary[Document, tuple[Reading, ...]] = WeakKeyDictionary()


def line_columns(content: str, readings: Iterable[Reading]) -> Iterator[tuple[int, int]]:
    """The line and column of each reading, from 1. The readings are in order, so the text is scanned once."""
    line, at, before = 1, 0, -1  # `before` is the offset of the last line break
    for reading in readings:
        line += content.count("\n", at, reading.start)
        before = max(before, content.rfind("\n", at, reading.start))
        at = reading.start
        yield line, at - before
