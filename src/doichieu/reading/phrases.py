"""Regular expressions for lists of phrases."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

_FEW = 4  # phrases that begin with a letter, at most, where it shares a branch with others


def whole(phrases: Iterable[str]) -> str:
    """The expression for the longest of these phrases as whole words."""
    return rf"{spelled(phrases)}(?!(?<=\w)\w)"


def spelled(phrases: Iterable[str]) -> str:
    """The expression for the longest of these phrases, built letter by letter so that it fails at once."""
    return _branch(_tree(phrases)) or "(?!)"


def opening(phrases: Iterable[str]) -> str:
    """The expression for the shortest of these phrases: what says soonest that none of them stands here."""
    return _branch(_tree(phrases), shortest=True) or "(?!)"


def glimpse(phrases: Iterable[str]) -> str:
    """The expression for how these phrases begin, which few other words do; it costs a fifth less than `opening`.

    Every branch is tried at every word of a text. So letters with which few phrases begin share one branch, which asks
    for the first three letters of any of them.
    """
    by_letter: dict[str, list[str]] = {}
    for phrase in map(str.lower, phrases):
        by_letter.setdefault(phrase[0], []).append(phrase)
    shared = [phrase[:3] for known in by_letter.values() if len(known) <= _FEW for phrase in known]
    own = [phrase for known in by_letter.values() if len(known) > _FEW for phrase in known]
    alike = filter(None, (_letters([word for word in shared if len(word) == size]) for size in (3, 2, 1)))
    return "|".join(filter(None, [opening(own), *alike]))


def _letters(words: Collection[str]) -> str:
    """The expression for words of one length that have, at each place, a letter that one of these has there."""
    return "".join(f"[{''.join(map(re.escape, sorted(set(letters))))}]" for letters in zip(*words, strict=True))


def _tree(phrases: Iterable[str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for phrase in phrases:
        branch = tree
        for letter in phrase.lower():
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return tree


def _branch(tree: dict[str, Any], shortest: bool = False) -> str:
    ends = "" in tree
    branches = [re.escape(letter) + _branch(rest, shortest) for letter, rest in sorted(tree.items()) if letter]
    if not branches or (ends and shortest):
        return ""
    return branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)}){'?' if ends else ''}"
