"""Regular expressions for lists of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def whole(phrases: Iterable[str]) -> str:
    """The expression for the longest of these phrases as whole words."""
    return rf"{spelled(phrases)}(?!(?<=\w)\w)"


def spelled(phrases: Iterable[str]) -> str:
    """The expression for the longest of these phrases, built letter by letter so that it fails at once."""
    return _branch(_tree(phrases)) or "(?!)"


def opening(phrases: Iterable[str]) -> str:
    """The expression for the shortest of these phrases: what says soonest that none of them stands here."""
    return _branch(_tree(phrases), shortest=True) or "(?!)"


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
