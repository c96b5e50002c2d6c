"""Find the words of a quote in a text."""

from __future__ import annotations

import re

from doichieu.model.claims import Quote

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def find_occurrences(words: str, content: str) -> list[int]:
    """Every offset at which the words occur in a text, including overlapping ones."""
    places, place = [], content.find(words)
    while place >= 0:
        places.append(place)
        place = content.find(words, place + 1)
    return places


def looks_alike(words: str, content: str) -> tuple[int, str] | None:
    """Where a text first prints what a reader takes for these words, and its own characters there.

    They differ in kinds of spaces, or in characters that nothing shows, such as a zero-width space.
    """
    signs = (r"\s+" if sign.isspace() else re.escape(sign) for sign in " ".join(_UNSEEN.sub("", words).split()))
    hit = re.search(f"{_UNSEEN.pattern}*".join(signs), content) if words.strip() else None
    return (hit.start(), hit[0]) if hit else None


def quote_is_there(content: str, quote: Quote) -> bool:
    """Whether the words of a quote are at its place in a text."""
    return content[quote.start : quote.end] == quote.exact


def describe_place(content: str, place: int, language: str) -> str:
    """A place in a text, for an editor to find: 'vị trí 47 (dòng 3)', 'position 47 (line 3)'."""
    line = content.count("\n", 0, place) + 1
    return f"vị trí {place} (dòng {line})" if language == "vi" else f"position {place} (line {line})"
