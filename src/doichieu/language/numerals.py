"""Parse numbers as newspapers write them: digits with the language's separators, and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from doichieu.language.lexicon import Language, Token

SCALES: Mapping[str, int] = {
    "ten": 10,
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "ten-thousand": 10**4,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_LONGEST = 40  # digits; no figure in a newspaper is longer


def decimal_of(raw: str, words: Language) -> str | None:
    """Grouped digits as plain decimal digits: '13.750' is 13750 in Vietnamese; None if they are not a number."""
    if len(raw) > _LONGEST:
        return None
    grouping, decimal = words.data["grouping"], words.data["decimal"]
    whole, mark, decimals = raw.partition(decimal)
    groups = whole.split(grouping)
    if len(groups) > 1 and not (0 < len(groups[0]) < 4 and all(len(group) == 3 for group in groups[1:])):
        if len(groups) != 2 or mark:
            return None
        groups, decimals = groups[:1], groups[1]  # the other language's decimal mark
    if not decimals.isdigit() and decimals:
        return decimal_of(raw.replace(decimal, grouping), words) if grouping not in raw else None
    return ("".join(groups).lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def spelled_at(tokens: Sequence[Token], i: int, words: Language) -> tuple[Fraction, Fraction, int] | None:
    """A number in words: its total, the size of its last scale word, and the index of the token after it."""
    lists = words.numerals
    total = group = small = 0  # finished millions and thousands; what the next scale word multiplies; its last part
    last, factor, j = "", 1, i
    while j < len(tokens):
        word, scale = tokens[j].word, words.scales.at(tokens, j)
        if word in lists["times_ten"] and last == "one":
            group, small, last = group + small * 9, small * 10, "tens"
        elif word in lists["only_inside"] and last == "one" and 1 < small < 10:  # hai mốt
            group, small, last = group + small * 9 + lists["ones"][word], lists["ones"][word], "both"
        elif word in lists["ones"] and last not in ("one", "both") and _is_one(tokens, j, i, last, words):
            small = lists["ones"][word]
            group, last = group + small, "one"
        elif word in lists["tens"] and last in ("", "hundred", "scale", "filler"):
            small = lists["tens"][word]
            group, last = group + small, "tens"
        elif not last and word in lists["articles"] and _is_counted(tokens, j + 1, words):
            group = small = 1
            last = "one"
        elif scale and last not in ("", "filler"):
            factor, j = SCALES[scale[0]], scale[1] - 1
            total, group, small, last = _multiplied(factor, total, group, small, last)
        elif word in lists["zero_hundred"] and last == "scale" and words.scales.at(tokens, j + 1):
            j, last = j + 1, "hundred"
        elif word in lists["fillers"] and _is_filler(tokens, j, last, words):
            last = "filler"
        else:
            break
        j += 1
    return (Fraction(total + group), Fraction(factor), j) if last and total < 10**30 else None


def _multiplied(factor: int, total: int, group: int, small: int, last: str) -> tuple[int, int, int, str]:
    """The state of spelled_at after a scale word."""
    if factor < 1000:
        group += small * (factor - 1)
        return total, group, group, "hundred"
    if last == "scale":
        return total * factor, group, small, last
    return total + group * factor, 0, small, "scale"


def _is_one(tokens: Sequence[Token], j: int, start: int, last: str, words: Language) -> bool:
    """Whether a word is a digit here: 'năm' can be the year, 'tư' counts only inside a number."""
    lists, word = words.numerals, tokens[j].word
    if word in lists["only_inside"] and last not in ("tens", "filler"):
        return False
    if word not in lists["homonyms"] or last == "filler":
        return True
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    if following is None or not following.is_word:
        return False
    if following.word in lists["homonyms"] or following.word in lists["times_ten"] or words.scales.at(tokens, j + 1):
        return True
    return j == start and following.word not in lists["not_after_homonym"]


def _is_counted(tokens: Sequence[Token], j: int, words: Language) -> bool:
    """Whether an article before token `j` means one: a million, a year."""
    return bool(words.scales.at(tokens, j) or words.units.at(tokens, j))


def _is_filler(tokens: Sequence[Token], j: int, last: str, words: Language) -> bool:
    """Whether a word only joins two parts of a number: 'hundred and five', 'twenty-five', 'trăm linh năm'."""
    following = tokens[j + 1].word if j + 1 < len(tokens) else ""
    if following in words.numerals["ones"]:
        return last == "tens" if tokens[j].word == "-" else last in ("hundred", "scale")
    return following in words.numerals["tens"] and last in ("hundred", "scale")
