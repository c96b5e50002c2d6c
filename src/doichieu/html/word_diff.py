"""Show word by word where several spellings of one thing differ."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from doichieu.html.interval_chart import Data

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.5  # texts with less in common are not one thing written twice
_LONGEST = 300  # characters; longer texts take too long to compare

Parts = list[tuple[str, bool]]


def word_diff(discrepancy: Data) -> list[Parts] | None:
    """Each claim's words in parts, each marked if it is not in the first claim's words (for the first: the second's).

    None if the claims do not state one thing in similar words.
    """
    claims = discrepancy["claims"]
    words = [str(claim["quote"]["exact"]) for claim in claims]
    about = {(claim["subject"], claim["property"]) for claim in claims}
    if len(claims) < 2 or len(about) > 1 or any(claim["strict"] or claim.get("members") for claim in claims):
        return None
    if not all(words) or max(map(len, words)) > _LONGEST:
        return None
    split = [_WORDS.findall(text) for text in words]
    folded = [[word.casefold() for word in each] for each in split]
    if any(SequenceMatcher(None, folded[0], each, autojunk=False).ratio() < _ALIKE for each in folded[1:]):
        return None
    return [_parts(split[index], split[index == 0]) for index in range(len(split))]


def _parts(words: list[str], other: list[str]) -> Parts:
    parts: Parts = []
    for kind, start, end, _, _ in SequenceMatcher(None, words, other, autojunk=False).get_opcodes():
        if start < end:
            parts.append(("".join(words[start:end]), kind != "equal"))
    return parts
