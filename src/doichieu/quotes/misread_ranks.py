"""Compare the rank encoded for a claim with the words of its quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doichieu.language.lexicon import Language, Token, language, tokens_of
from doichieu.model.values import Figure, Rank
from doichieu.quotes.misreading import Misreading, compared, differs, readings_of_quote
from doichieu.reading.grammar import grammar

_PAIR = re.compile(r"(?<![\w/.,-])([1-9][0-9]{0,5})/([1-9][0-9]{0,5})(?![\w/-]|[.,][0-9])")
_SHORTEST = 5  # letters of a superlative recognised by its ending; "best" is shorter


def rank_misread(rank: Rank, quote: str, code: str) -> Misreading | None:
    """How a rank differs from those in its quote. Raises UnreadError if there is none."""
    candidates = [
        (
            differs("position", rank.position, place.position)
            + differs("field", rank.field, place.field)
            + differs("superlative", rank.superlative, place.superlative),
            place,
        )
        for place in _places(rank, quote, code)
    ]
    return compared(rank, candidates, _words)


def _places(rank: Rank, quote: str, code: str) -> Iterator[Rank]:
    """The ranks that the words can mean: those read, with what the claim adds if the words allow it."""
    words, readings = language(code), readings_of_quote(quote, code)
    if pairs := _PAIR.findall(quote):  # 17/194, and 14/12, which is not a rank but looks like one
        yield from (Rank("rank", int(position), int(count)) for position, count in pairs)
        return
    first = is_superlative(tokens_of(quote), words)
    numbers = [int(r.value.amount) for r in readings if isinstance(r.value, Figure) and r.value.amount.isdigit()]
    ordinals = [(r.value, r.exact.lower()) for r in readings if isinstance(r.value, Rank)]
    for place, exact in ordinals:
        fields = [place.field] if place.field and rank.field else _fields(rank, place.position, numbers)
        # "xếp thứ nhất" and "the second largest" can be encoded either way, "đầu tiên" only as a superlative
        if place.superlative:
            either = rank.kind == "ordinal" or exact in grammar(code).meanings["ordinals"]
        else:
            either = first or place.position == 1
        superlative = rank.superlative if either else place.superlative
        yield from (Rank("rank", place.position, field, superlative) for field in fields)
    if not ordinals:
        positions = [1] if first else numbers
        for position in positions:
            yield from (Rank("rank", position, field, first) for field in _fields(rank, position, numbers))


def _fields(rank: Rank, position: int, numbers: Sequence[int]) -> list[int | None]:
    """What a rank can be out of: any other printed number, if the claim gives one."""
    if not rank.field:
        return [None]
    return [number for number in numbers if number != position or number == 1] or [None]


def is_superlative(tokens: Sequence[Token], words: Language) -> bool:
    """Whether a text says that something is the first or the most of its kind: đứng đầu, lớn nhất, the largest."""
    if "first" in words.superlatives.found(tokens):
        return True
    firsts = words.data["superlatives"]
    endings = tuple(firsts["endings"])
    return bool(endings) and any(
        len(token.word) >= _SHORTEST and token.word.endswith(endings) and token.word not in firsts["never"]
        for token in tokens
    )


def _words(place: Rank) -> tuple[str, str]:
    of = f"/{place.field}" if place.field else ""
    if place.superlative:
        return f"vị trí {place.position}{of}, đứng đầu", f"place {place.position}{of}, the very first"
    return f"vị trí {place.position}{of}", f"place {place.position}{of}"
