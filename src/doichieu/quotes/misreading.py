"""How the value encoded for a claim differs from what the words of its own quote say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from doichieu.language.lexicon import language, tokens_of
from doichieu.model.values import Relation
from doichieu.reading import Read, Reading, read
from doichieu.tables.rows import plain
from doichieu.wording.values import value_words

T = TypeVar("T")

_MOST_WORDS = 12  # of a quote, as document.schema.json says


@dataclass(frozen=True, slots=True)
class Misreading:
    """What differs: the value and the reading as a person would print them in each language, and field by field."""

    encoded: tuple[str, str]
    read: tuple[str, str]
    working: str


class UnreadError(Exception):
    """The quote says nothing of the kind that its claim's value is."""


@lru_cache(maxsize=1024)
def readings_of_quote(quote: str, code: str, published: str | None = None) -> tuple[Reading, ...]:
    """What is read in a quote; without the day of publication only what the quote itself prints."""
    return tuple(read(quote, code, published))


def compared(
    encoded: T, candidates: Iterable[tuple[list[str], T]], told: Callable[[T], tuple[str, str]]
) -> Misreading | None:
    """The misreading by the candidate that is nearest to the value; None where one agrees.

    Each candidate is what differs, field by field, and what is read; `told` puts that into the words of each language.
    Raises UnreadError where there is no candidate.
    """
    nearest = min(candidates, key=lambda candidate: len(candidate[0]), default=None)
    if nearest is None:
        raise UnreadError
    differences, read_as = nearest
    return Misreading(told(encoded), told(read_as), "; ".join(differences)) if differences else None


def differs(field: str, value: object, printed: object) -> list[str]:
    """One line of working where a field is not what is read: 'amount: 5 ≠ 4'."""
    return [] if value == printed else [f"{field}: {_shown(value)} ≠ {_shown(printed)}"]


def _shown(value: object) -> str:
    return "∅" if value is None or value == "" else str(value)


def both(value: Read) -> tuple[str, str]:
    """A value as Vietnamese and as English print it."""
    return value_words(value, "vi"), value_words(value, "en")


def relation_misread(relation: Relation, quote: str, code: str) -> Misreading | None:
    """How an order in time differs from the words for one in its quote. Raises UnreadError where there are none."""
    printed = language(code).relations.found(tokens_of(quote))
    candidates = ((differs("relation", relation.relation, order), order) for order in printed)
    return compared(relation.relation, candidates, _order)


def _order(relation: str) -> tuple[str, str]:
    vi, en = (language(code).relations.first[relation] for code in ("vi", "en"))
    return f"“{vi}”", f"“{en}”"


def text_misread(text: str, quote: str, exact: bool) -> Misreading | None:
    """Whether words that are a value are not those of the quote; `exact`, for names, to the letter.

    A quote holds twelve words at most; of a longer text it has to be the beginning.
    """
    inner, outer = (text, quote) if exact else (plain(text), plain(quote))
    begun = len(text.split()) > _MOST_WORDS and inner.startswith(outer)
    if begun or contains_words(outer, inner):
        return None
    shown = f"“{text}”"
    return Misreading((shown, shown), (f"“{quote}”",) * 2, f"“{text}” ≠ “{quote}”")


def contains_words(outer: str, inner: str) -> bool:
    """Whether words stand in others as whole words."""
    return re.search(rf"(?<!\w){re.escape(inner.strip())}(?!\w)", outer) is not None if inner.strip() else False
