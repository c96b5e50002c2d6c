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
    tree: dict[str, Any] = {}
    for phrase in phrases:
        branch = tree
        for letter in phrase.lower():
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _branch(tree) or "(?!)"


def _branch(tree: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _branch(rest) for letter, rest in sorted(tree.items()) if letter]
    if not branches:
        return ""
    ends = "" in tree
    return branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)}){'?' if ends else ''}"
