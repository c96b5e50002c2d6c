"""Describe how the value encoded for a claim differs from the words of its quote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from doichieu.language.lexicon import language, tokens_of
from doichieu.language.spelling import one_spelling
from doichieu.model.values import Relation
from doichieu.reading import Read, Reading, read
from doichieu.tables.rows import plain
from doichieu.wording.values import value_words

T = TypeVar("T")

_MOST_WORDS = 12  # in a quote, by document.schema.json


@dataclass(frozen=True, slots=True)
class Misreading:
    """A difference: the value and the reading in words of each language, and the differing fields."""

    encoded: tuple[str, str]
    read: tuple[str, str]
    working: str


class UnreadError(Exception):
    """Raised if the quote contains no value of the claim's kind."""


@lru_cache(maxsize=1024)
def readings_of_quote(quote: str, code: str, published: str | None = None) -> tuple[Reading, ...]:
    """The readings of a quote; without `published`, only what the quote itself gives."""
    return tuple(read(quote, code, published))


def compared(
    encoded: T, candidates: Iterable[tuple[list[str], T]], as_words: Callable[[T], tuple[str, str]]
) -> Misreading | None:
    """The misreading with the candidate nearest to the value; None if one agrees.

    Each candidate is a list of differing fields and the value read; `as_words` puts a value into each language.
    Raises UnreadError if there is no candidate.
    """
    nearest = min(candidates, key=lambda candidate: len(candidate[0]), default=None)
    if nearest is None:
        raise UnreadError
    differences, read_as = nearest
    return Misreading(as_words(encoded), as_words(read_as), "; ".join(differences)) if differences else None


def differs(field: str, value: object, printed: object) -> list[str]:
    """One line of working if a field differs from what is read: 'amount: 5 ≠ 4'."""
    return [] if value == printed else [f"{field}: {_shown(value)} ≠ {_shown(printed)}"]


def _shown(value: object) -> str:
    return "∅" if value is None or value == "" else str(value)


def both(value: Read) -> tuple[str, str]:
    """A value in Vietnamese and in English words."""
    return value_words(value, "vi"), value_words(value, "en")


def relation_misread(relation: Relation, quote: str, code: str) -> Misreading | None:
    """How a relation in time differs from the words for one in its quote. Raises UnreadError if there are none."""
    printed = language(code).relations.found(tokens_of(quote))
    candidates = ((differs("relation", relation.relation, order), order) for order in printed)
    return compared(relation.relation, candidates, _order)


def _order(relation: str) -> tuple[str, str]:
    vi, en = (language(code).relations.first[relation] for code in ("vi", "en"))
    return f"“{vi}”", f"“{en}”"


def text_misread(text: str, quote: str, exact: bool) -> Misreading | None:
    """How words that are a value differ from those of the quote; with `exact`, for names, case counts too.

    A quote has at most twelve words; for a longer text, it must be the beginning.
    """
    inner, outer = (one_spelling(text), one_spelling(quote)) if exact else (plain(text), plain(quote))
    begun = len(text.split()) > _MOST_WORDS and inner.startswith(outer)
    if begun or contains_words(outer, inner):
        return None
    shown = f"“{text}”"
    return Misreading((shown, shown), (f"“{quote}”",) * 2, f"“{text}” ≠ “{quote}”")


def contains_words(outer: str, inner: str) -> bool:
    """Whether `outer` contains `inner` as whole words."""
    return re.search(rf"(?<!\w){re.escape(inner.strip())}(?!\w)", outer) is not None if inner.strip() else False
