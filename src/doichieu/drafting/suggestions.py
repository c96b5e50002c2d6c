"""Suggest the subject and property of a new claim: those of the dossier's claims with the most similar wording.

Similarity is the cosine of TF-IDF vectors of words and pairs of words, without digits. The sentence around the new
value is compared with the sentence around each known claim and, with half that weight, the few words next to the
value with the known quote. Only properties that accept the value's kind are suggested.
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

    `kind` and `unit` are those that its property accepts; `around` is its sentence and other words that show what it
    is about, `near` its own words.
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
    """A suggested subject and property, and the dossier's most similar claim with them: `claim` of `document`.

    `score` ranges from 0 (no word in common) to 1 (the same words).
    """

    subject: str
    property: str
    score: float
    document: str
    claim: str


class Suggester:
    """The claims of a dossier, indexed for comparison."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = list(known)
        counted = [_terms(f"{known.around} {known.near}") for known in self._known]
        frequency = Counter(term for terms in counted for term in terms)
        self._rare = math.log(1 + len(counted)) + 1
        self._weights = {term: self._rare - math.log(1 + count) for term, count in frequency.items()}
        self._around = _index(self._vector(known.around) for known in self._known)
        self._near = _index(self._vector(known.near) for known in self._known)

    def suggest(self, around: str, near: str, kind: str, unit: str = "", most: int = 3) -> list[Suggestion]:
        """The best subjects and properties for a value of a kind, best first; none without a word in common.

        `around` is the sentence around the value, `near` the words next to it. `unit` is its currency or unit of time:
        a property that is always given in another one is not suggested.
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
        """The TF-IDF weights of a text's terms, normalised to length 1."""
        terms = _terms(text)
        vector = {term: (1 + math.log(count)) * self._weights.get(term, self._rare) for term, count in terms.items()}
        length = math.sqrt(sum(value * value for value in vector.values()))
        return {term: value / length for term, value in vector.items()}


def _index(vectors: Iterable[Vector]) -> Mapping[str, Sequence[tuple[int, float]]]:
    """For each term, the index of each text that contains it and its weight there."""
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term, value in vector.items():
            index[term].append((number, value))
    return index


def _terms(text: str) -> Counter[str]:
    words = _WORD.findall(text.casefold())
    return Counter([*words, *(f"{one} {two}" for one, two in pairwise(words))])
