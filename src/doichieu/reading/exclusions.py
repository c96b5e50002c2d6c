"""Recognise digits and number words that are not figures: names, labels, addresses, scores, telephone numbers."""

from __future__ import annotations

import re

from doichieu.reading.grammar import Grammar

_SENTENCE = ".!?…:;\n\"“”'‘(|-–—*•"  # characters that can precede a sentence
_OPENING = "([{\"'“‘«"
# Digits in groups: a telephone number, or 12 500 euros, which may be one number or two.
_GROUPS = re.compile("[0-9]{3,} [0-9]{2}|[0-9]{1,2}(?: [0-9]{3})+(?![0-9]|[.,][0-9])")
_FORMATION = re.compile("[0-9]+-[0-9]+-[0-9]")
_NEAR = 36  # how many characters before a number are searched for words that make it a label


def words_before(low: str, i: int, most: int = _NEAR) -> list[str]:
    """The last words before `i` on the same line, without opening brackets and quotation marks."""
    before = low[max(i - _NEAR, low.rfind("\n", max(0, i - _NEAR), i), 0) : i]
    return [word.lstrip(_OPENING) for word in before.rsplit(None, most)[-most:]]


def at_sentence_start(low: str, i: int) -> bool:
    """Whether a sentence, a line or a quotation begins here."""
    before = low[max(0, i - 4) : i].rstrip(" ")
    return not before or before[-1] in _SENTENCE


def name_end(low: str, text: str, i: int, signed: bool, g: Grammar) -> int:
    """The end of the name, identifier or score that the digits at `i` belong to; 0 if they are a number.

    `signed` is whether a currency sign precedes them.
    """
    digits = g.digits.match(low, i)
    end = digits.end() if digits else i + 1
    before, behind, next_to = low[i - 1], low[end : end + 1], low[end + 1 : end + 2]
    if not signed and (before.isalnum() or (before in "-/._–" and low[i - 2].isalpha() and not g.unit.match(low, end))):
        return _run_end(low, end)
    if behind.isalpha():
        return 0 if _is_unit(low, text, end, g) else _run_end(low, end)
    if behind == "-":
        if g.sign.match(low, end + 1):
            return 0  # A$5-A$7
        scores = 0 if _FORMATION.match(low, i) else _scores_end(low, i, g)
        if scores or _FORMATION.match(low, i) or (next_to.isalpha() and text[end + 1].isupper()):
            return scores or _run_end(low, end)
    elif behind == "/":
        return 0 if g.share.match(low, i) else _run_end(low, end)
    elif behind == "–":
        return _scores_end(low, i, g)
    elif behind == ":" and next_to.isdigit():
        return _run_end(low, end)
    elif behind == " " and _GROUPS.match(low, i):
        return _groups_end(low, end)
    return _run_end(low, end) if low[i] == "0" and low[i + 1 : i + 2].isdigit() and end - i > 3 else 0


def _is_unit(low: str, text: str, end: int, g: Grammar) -> bool:
    """Whether the letters directly after digits are a unit, a scale word or its abbreviation."""
    if low[end] in g.letters and not low[end + 1 : end + 2].isalnum() and text[end].islower():
        return True
    measure = g.measure.match(low, end)
    small = measure and (measure.end() > end + 1 or text[end].islower())  # 5g is a weight, 5G a network
    return bool(small or g.unit.match(low, end) or g.scale.match(low, end))


def _scores_end(low: str, i: int, g: Grammar) -> int:
    """The end of the scores that begin at `i`: thắng 3-1, tỷ số 21-18, 19-21; 0 if there are none."""
    hit = g.score.match(low, i)
    if hit is None:
        return 0
    home, away = hit[1], hit[2]
    is_score = int(home) >= int(away) or not g.lists["scores"].isdisjoint(words_before(low, i, 5))
    return hit.end() if is_score and not g.unit.match(low, hit.end()) else 0


def _groups_end(low: str, end: int) -> int:
    """The end of groups of digits separated by spaces, such as a telephone number."""
    while low[end : end + 1] == " " and low[end + 1 : end + 2].isdigit():
        end = _run_end(low, end + 1)
    return end


def _run_end(low: str, end: int) -> int:
    """The end of a run of letters, digits and the marks that join them."""
    while end < len(low) and (low[end].isalnum() or (low[end] in "-/.:_@+" and low[end + 1 : end + 2].isalnum())):
        end += 1
    return end


def is_label(low: str, text: str, i: int, end: int, counted: bool, g: Grammar) -> bool:
    """Whether a bare number is a label: Chỉ thị 25, lớp 12, Boeing 737, the 2. of a list.

    `counted` is whether a commonly counted noun follows it.
    """
    words = words_before(low, i, 2)
    if not words:
        return low[end : end + 1] in (".", ")")  # 1. 2. 3. number the items of a list
    last = {words[-1], " ".join(words[-2:])}
    if last & g.lists["labels"] and not last & g.lists["not_labels"]:
        return True
    if counted or (low[i] == "0" and end - i > 1):
        return False
    if last & g.lists["labels_unless_counted"]:
        return True
    if not low[i:end].isdigit() or low[i - 1] not in " -":
        return False
    at = low.rindex(words[-1], 0, i)
    return any(letter.isupper() for letter in text[at:i]) and (not at_sentence_start(low, at) or text[at].islower())


def is_age(low: str, i: int, end: int) -> bool:
    """Whether a number between commas after a name or noun is an age: her son, 45, said."""
    between = low[i - 2 : i] == ", " and low[end : end + 2] in (", ", ". ", "; ", ",")
    return between and end - i < 3 and low[i:end].isdigit() and low[i - 3].isalpha()
