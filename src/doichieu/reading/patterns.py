"""Compile the forms of dates and of places in an order, as a language file gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

FIRST_WORD = re.compile(r"[^\W\d_]+")
_FIELD = re.compile(r"<(\w+)>")


class Form(NamedTuple):
    """A printed form: when it counts, its fields, and its expression, in which each field is a group."""

    when: str
    fields: tuple[str, ...]
    expression: str


# A matched form: when it counts, its fields with the group of each, and the match.
Found = tuple[str, Sequence[tuple[str, int]], re.Match[str]]


class Forms:
    """The forms that begin with one word, as one expression that tries them in order.

    An empty group after each form identifies the one that matched. Most texts need the forms of few words, so the
    expression is compiled when first needed.
    """

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = forms

    @cached_property
    def led(self) -> Forms:
        """The forms that count after a date: those marked never are left out."""
        forms = [form for form in self._forms if form.when != "never"]
        return Forms(forms) if len(forms) < len(self._forms) else self

    @cached_property
    def _match(self) -> Callable[[str, int], re.Match[str] | None]:
        return re.compile("|".join(f"{form.expression}()" for form in self._forms)).match

    @cached_property
    def _groups(self) -> Mapping[int, tuple[str, Sequence[tuple[str, int]]]]:
        """When each form counts and the groups of its fields, by the number of the empty group after it."""
        groups, last = {}, 0
        for form in self._forms:
            fields = [(field, number) for number, field in enumerate(form.fields, last + 1)]
            last += len(fields) + 1
            groups[last] = form.when, fields
        return groups

    def at(self, low: str, i: int) -> Found | None:
        """The first form that matches at `i`."""
        hit = self._match(low, i)
        return (*self._groups[hit.lastindex], hit) if hit and hit.lastindex else None


@lru_cache(maxsize=4096)  # the same phrases of a language occur again and again
def first_word(phrase: str) -> str:
    """The first word of a phrase in lower case, "0" for digits and marks."""
    word = FIRST_WORD.match(phrase.lower())
    return word[0] if word else "0"


def filled(form: str, fields: Mapping[str, str]) -> str:
    """The expression of a form, with each <field> replaced by the group that reads it."""
    return _FIELD.sub(lambda hit: fields[hit[1]], form)


def forms_by_word(
    forms: Iterable[tuple[str, str]], fields: Mapping[str, str], openings: Mapping[str, Iterable[str]]
) -> dict[str, Forms]:
    """The forms by first word, "0" for digits, in their order; a form can have several first words.

    `openings` gives the phrases that each field can begin with.
    """
    found: dict[str, list[Form]] = {}
    for when, text in forms:
        form = Form(when, tuple(_FIELD.findall(text)), rf"(?:{filled(text, fields)})(?!\w)")
        for word in dict.fromkeys(_first_words(text, openings)):
            found.setdefault(word, []).append(form)
    return {word: Forms(known) for word, known in found.items()}


def _first_words(form: str, openings: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The words that a form can begin with, "0" for digits."""
    for branch in _branches(form):
        if branch.startswith("(?<"):  # a lookbehind
            yield from _first_words(branch[_closing(branch) + 1 :], openings)
        elif branch.startswith("(?:"):
            end = _closing(branch)
            yield from _first_words(branch[3:end], openings)
            if branch[end + 1 : end + 2] == "?":
                yield from _first_words(branch[end + 2 :], openings)
        elif field := _FIELD.match(branch):
            for phrase in openings[field[1]]:
                yield first_word(phrase)
        else:
            yield first_word(branch)


def _closing(form: str) -> int:
    """The index of the bracket that closes the group at the start of a form; ValueError if there is none."""
    depth = 0
    for place, letter in enumerate(form):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place
    raise ValueError(f"a bracket is not closed: {form}")


def _branches(form: str) -> list[str]:
    """The alternatives of a form or group."""
    branches, depth = [""], 0
    for letter in form:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            branches.append("")
        else:
            branches[-1] += letter
    return branches
