"""Which subject and property a new claim may be about: those of the dossier's claims whose wording is nearest.

Wording is compared as TF-IDF vectors of words and of pairs of words, digits left out, by their cosine: the sentence
around the new value with the sentence around each known claim, and, with half that weight, the few words beside the
value with the known quote. Only properties that take the value's kind are named.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+")
_NEAR_WEIGHT = 0.5

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Known:
    """A claim of the dossier as an example.

    `kind` and `unit` are what its property takes; `around` is its sentence and what else tells what it is about,
    `near` its own words.
    """

    subject: str
    property: str
    kind: str
    unit: str
    around: str
    near: str
    document: str
    claim: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A subject and property that the dossier's claim `claim` of `document` states in the nearest words.

    `score` is from 0 (no word in common) to 1 (the same words).
    """

    subject: str
    property: str
    score: float
    document: str
    claim: str


class Suggester:
    """The claims of a dossier, ready to be compared with."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = list(known)
        counted = [_terms(f"{known.around} {known.near}") for known in self._known]
        frequency = Counter(term for terms in counted for term in terms)
        self._rare = math.log(1 + len(counted)) + 1
        self._weights = {term: self._rare - math.log(1 + count) for term, count in frequency.items()}
        self._around = _index(self._vector(known.around) for known in self._known)
        self._near = _index(self._vector(known.near) for known in self._known)

    def suggest(self, around: str, near: str, kind: str, unit: str = "", most: int = 3) -> list[Suggestion]:
        """The nearest subjects and properties for a value of a kind, nearest first; none without a word in common.

        `around` is the sentence that the value stands in, `near` the words beside it. `unit` is its currency or its
        unit of time: a property that is always given in another one is not named.
        """
        scores: dict[int, float] = defaultdict(float)
        for weight, text, index in ((1.0, around, self._around), (_NEAR_WEIGHT, near, self._near)):
            for term, value in self._vector(text).items():
                for number, other in index.get(term, ()):
                    scores[number] += weight * value * other / (1 + _NEAR_WEIGHT)
        nearest: dict[tuple[str, str], Suggestion] = {}
        for number, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
            known = self._known[number]
            if known.kind == kind and (not unit or not known.unit or known.unit == unit):
                found = Suggestion(known.subject, known.property, round(score, 2), known.document, known.claim)
                nearest.setdefault((known.subject, known.property), found)
        return [suggestion for suggestion in list(nearest.values())[:most] if suggestion.score]

    def _vector(self, text: str) -> Vector:
        """The terms of a text by how much each tells, of length 1."""
        terms = _terms(text)
        vector = {term: (1 + math.log(count)) * self._weights.get(term, self._rare) for term, count in terms.items()}
        length = math.sqrt(sum(value * value for value in vector.values()))
        return {term: value / length for term, value in vector.items()}


def _index(vectors: Iterable[Vector]) -> Mapping[str, Sequence[tuple[int, float]]]:
    """For each term the numbers of the texts that have it, and how much it tells there."""
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term, value in vector.items():
            index[term].append((number, value))
    return index


def _terms(text: str) -> Counter[str]:
    words = _WORD.findall(text.casefold())
    return Counter([*words, *(f"{one} {two}" for one, two in pairwise(words))])
