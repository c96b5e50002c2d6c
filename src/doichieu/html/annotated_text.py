"""An article's text for display: its paragraphs cut into pieces, each with the claims whose quotes include it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from doichieu.model.claims import Claim, Document
from doichieu.quotes.coverage import coverage_of
from doichieu.quotes.offsets import quote_is_there

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph that the same claims quote.

    `claims` are all claims that quote it; `begins` and `ends` are those whose quotes begin or end here. Quotes may
    overlap or contain one another; pieces never do. `unclaimed` marks a checkable expression that no claim covers,
    `outside` text that is not part of the article's body.
    """

    text: str
    claims: tuple[Claim, ...] = ()
    begins: tuple[Claim, ...] = ()
    ends: tuple[Claim, ...] = ()
    unclaimed: bool = False
    outside: bool = False


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """The paragraphs of a text, and the claims whose quotes are not found at their place in it."""

    paragraphs: tuple[Paragraph, ...]
    astray: tuple[Claim, ...]


def annotated_text(document: Document) -> AnnotatedText | None:
    """A document's text as paragraphs, one per line; None if the text is not on this machine."""
    text = document.text
    if text is None or text.content is None:
        return None
    content = text.content
    claims = sorted((one for one in document.claims if one.quote and quote_is_there(content, one.quote)), key=_span)
    known = coverage_of(document)
    missed = [(one.start, one.end) for one in known.missed] if known else []
    waiting, open_, shown = claims[::-1], list[Claim](), set[Claim]()

    def piece(start: int, end: int) -> Piece:
        nonlocal open_
        begins = []
        while waiting and _span(waiting[-1])[0] < end:
            begins.append(waiting.pop())
        begins = [claim for claim in begins if _span(claim)[1] > start]
        shown.update(begins)
        under = open_ + begins
        # a quote may run on into a line break, which is not shown
        open_ = [claim for claim in under if content[end : _span(claim)[1]].strip()]
        ends = [claim for claim in under if claim not in open_]
        within = bisect_right(missed, (start, len(content))) - 1
        unclaimed = within >= 0 and end <= missed[within][1]
        outside = not text.in_body(start, end)
        return Piece(content[start:end], tuple(under), tuple(begins), tuple(ends), unclaimed, outside)

    cuts = sorted({place for span in (*map(_span, claims), *missed, *text.body) for place in span})
    lines = (line.span() for line in _LINE.finditer(content) if not line[0].isspace())
    paragraphs = tuple(tuple(piece(*span) for span in line) for line in _cut(lines, cuts))
    return AnnotatedText(paragraphs, tuple(claim for claim in document.claims if claim not in shown))


def _cut(lines: Iterable[Span], cuts: list[int]) -> Iterator[list[Span]]:
    """Split each line at the cuts inside it; both are sorted."""
    for start, end in lines:
        inner = cuts[bisect_right(cuts, start) : bisect_right(cuts, end - 1)]
        yield list(zip([start, *inner], [*inner, end], strict=True))


def _span(claim: Claim) -> Span:
    quote = claim.quote
    assert quote  # callers pass only claims whose quotes are found
    return quote.start, quote.end
