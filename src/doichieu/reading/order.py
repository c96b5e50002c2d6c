"""Places in an order in a text: thứ 17/194, hạng ba, the 13th, đầu tiên."""

from __future__ import annotations

import re

from doichieu.model import Rank
from doichieu.reading.calendar import roman
from doichieu.reading.forms import Forms, Found
from doichieu.reading.grammar import Grammar, Stated
from doichieu.reading.names import at_sentence_start, words_before
from doichieu.reading.numbers import counted


def order_at(low: str, text: str, i: int, forms: Forms, g: Grammar) -> Stated | None:
    """The place in an order that is printed in one of these forms at `i`."""
    found = forms.at(low, i)
    return _place(low, text, i, found, g) if found else None


def _place(low: str, text: str, i: int, found: Found, g: Grammar) -> Stated | None:
    """The place that a form gives, unless it is part of a name."""
    when, fields, hit = found
    if text[i].isupper() and text[hit.end() + 1 : hit.end() + 2].isupper() and low[hit.end() : hit.end() + 1] == " ":
        return None  # Fifth Avenue
    printed = {field: hit[group] for field, group in fields}
    if when == "first":
        return Rank("rank", 1, None, True), hit.start(), hit.end(), ""
    position = _position(printed, g)
    count = _count(printed, g)
    if not position:
        return None
    start = hit.start(fields[0][1]) if when == "inner" else hit.start()
    word = text[hit.end() - 1 - len(printed.get("ordinals") or "") : hit.end()].split()
    if printed.get("ordinals") and word[-1][:1].isupper() and not at_sentence_start(low, i) and not text[i].isupper():
        return None  # thứ Hai is a day
    before = words_before(low, i, 3)
    listed = g.lists["ordinal_before"] | g.lists["ranked"]
    adverb = printed.get("ordinals") and listed and when != "inner" and not at_sentence_start(low, i)
    if (
        adverb
        and g.lists["ordinal_before"]
        and not (before and before[-1].rpartition("’")[2].rpartition("'")[2] in listed)
    ):
        return None  # he first travelled
    if when == "rank" and before and before[-1] in g.lists["labels"]:
        return None  # Directive No. 25
    ranked = when == "rank" or count is not None or any(word in g.lists["ranked"] for word in before)
    return Rank("rank" if ranked else "ordinal", position, count), start, hit.end(), ""


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
        return None  # eleven-second is a time; only twenty and more take a second, a third
    return int(meaning) + tens


def _count(printed: dict[str, str | None], g: Grammar) -> int | None:
    """Out of how many."""
    if digits := printed.get("field"):
        return int(re.sub("[.,]", "", digits))
    return counted(printed.get("all") or "", g) if printed.get("all") else None
