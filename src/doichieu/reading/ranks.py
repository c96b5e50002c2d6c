"""Read places in an order: thứ 17/194, hạng ba, the 13th, đầu tiên."""

from __future__ import annotations

import re

from doichieu.model.values import Rank
from doichieu.reading.calendar import roman
from doichieu.reading.exclusions import at_sentence_start, words_before
from doichieu.reading.grammar import Grammar, Stated
from doichieu.reading.numbers import counted
from doichieu.reading.patterns import Forms, Found


def order_at(low: str, text: str, i: int, forms: Forms, g: Grammar) -> Stated | None:
    """The place in an order that one of these forms reads at `i`; None if there is none."""
    found = forms.at(low, i)
    return _place(low, text, i, found, g) if found else None


def _place(low: str, text: str, i: int, found: Found, g: Grammar) -> Stated | None:
    """The place that a form gives; None if it is part of a name."""
    when, fields, hit = found
    end = hit.end()
    if text[i].isupper() and low[end] == " " and text[end + 1 : end + 2].isupper():
        return None  # Fifth Avenue
    if when == "first":
        return Rank("rank", 1, None, True), i, end, ""
    printed = {field: hit[group] for field, group in fields}
    position = _position(printed, g)
    if not position:
        return None
    before = words_before(low, i, 3)
    if (ordinal := printed.get("ordinals")) and not at_sentence_start(low, i):
        word = text[end - 1 - len(ordinal) : end].split()[-1]
        if word[0].isupper() and not text[i].isupper():
            return None  # thứ Hai is a day
        if when != "inner" and g.lists["ordinal_before"] and not _is_led(before, g):
            return None  # he first travelled
    if when == "rank" and before and before[-1] in g.lists["labels"]:
        return None  # Directive No. 25
    count = _count(printed, g)
    ranked = when == "rank" or count is not None or not g.lists["ranked"].isdisjoint(before)
    start = hit.start(fields[0][1]) if when == "inner" else i
    return Rank("rank" if ranked else "ordinal", position, count), start, end, ""


def _is_led(before: list[str], g: Grammar) -> bool:
    """Whether the word before allows a place in an order: the first, his first, ranked first."""
    word = before[-1].rpartition("’")[2].rpartition("'")[2] if before else ""
    return word in g.lists["ordinal_before"] or word in g.lists["ranked"]


def _position(printed: dict[str, str | None], g: Grammar) -> int | None:
    if digits := printed.get("position"):
        return int(digits)
    if words := printed.get("nth"):
        return counted(words, g)
    if numeral := printed.get("roman"):
        return roman(numeral)
    meaning = g.meanings["ordinals"].get(printed.get("ordinals") or "")
    tens = int(g.meanings["tens"].get(printed.get("tens") or "", "0"))
    if not meaning or 0 < tens < 20:
        return None  # eleven-second is a time; only tens from twenty on take second or third
    return int(meaning) + tens


def _count(printed: dict[str, str | None], g: Grammar) -> int | None:
    """The size of the field that the place is in."""
    if digits := printed.get("field"):
        return int(re.sub("[.,]", "", digits))
    return counted(printed.get("all") or "", g) if printed.get("all") else None
