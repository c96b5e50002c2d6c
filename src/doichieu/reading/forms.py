"""The ways in which dates and places in an order are printed, as a language's file gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

FIRST_WORD = re.compile(r"[^\W\d_]+")
_FIELD = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Form:
    """One way of printing: when it counts, what its groups are, and the expression itself."""

    when: str
    fields: tuple[str, ...]
    expression: str

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """Match it at a place; compiled when it is first needed, for most texts need few of them."""
        return re.compile(self.expression).match


def first_word(phrase: str) -> str:
    """The first word of a phrase in small letters, "0" for digits and marks."""
    word = FIRST_WORD.match(phrase.lower())
    return word[0] if word else "0"


def filled(form: str, fields: Mapping[str, str]) -> str:
    """A form's expression, each <field> as the group that reads it."""
    return _FIELD.sub(lambda hit: fields[hit[1]], form)


def forms_by_word(
    forms: Iterable[tuple[str, str]], fields: Mapping[str, str], openings: Mapping[str, Iterable[str]]
) -> dict[str, tuple[Form, ...]]:
    """The forms by the first word of each, "0" for digits, in their order; a form can have several first words.

    `openings` gives the phrases that each field can begin with.
    """
    found: dict[str, tuple[Form, ...]] = {}
    for when, text in forms:
        form = Form(when, tuple(_FIELD.findall(text)), rf"(?:{filled(text, fields)})(?!\w)")
        for word in dict.fromkeys(_first_words(text, openings)):
            found[word] = (*found.get(word, ()), form)
    return found


def _first_words(form: str, openings: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The words that a form can begin with, "0" for digits."""
    for branch in _branches(form):
        if branch.startswith("(?<"):  # a look behind
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
    """Where the group that a form begins with is closed."""
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
