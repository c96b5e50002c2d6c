"""Read numbers in a text, in digits or in words, with the scale words after them."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from doichieu.language.lexicon import tokens_of
from doichieu.language.numerals import SCALES, decimal_of, spelled_at
from doichieu.model.interval import INFINITY
from doichieu.reading.exclusions import at_sentence_start, words_before
from doichieu.reading.grammar import THIN, Grammar

_NAMES = {size: name for name, size in SCALES.items()}
_LARGEST = sorted(SCALES.values(), reverse=True)
_PLACES = 15  # decimals that a value may have
_WINDOW = 120  # characters within which a number in words must end
_WORD = 16  # characters after it that may decide what its last word means
_NOT_A_DATE = 20  # a fraction with a larger denominator is read only before a noun


class Number(NamedTuple):
    """A printed number with its scale word and its end.

    `to` is the upper end of a range. `hedge` comes from vague words. `spelled`: more than digits. `tens`
    is the size of the last word of a number in words, such as a dozen, ten or a hundred.
    """

    amount: str
    end: int
    scale: str | None = None
    to: str | None = None
    hedge: str | None = None
    spelled: bool = False
    tens: int = 1

    @property
    def total(self) -> Fraction:
        amount = int(self.amount) if self.amount.isdecimal() else self.amount
        return Fraction(amount) * SCALES[self.scale] if self.scale else Fraction(amount)

    def plain(self) -> Number:
        """The same number without its scale word."""
        return self if self.scale is None else self._replace(amount=decimal(self.total), scale=None)


def decimal(total: Fraction) -> str:
    """A number in decimal digits, rounded to the 15 decimals that a value may have."""
    if total.denominator == 1:
        return str(total.numerator)
    digits = str(round(abs(total) * 10**_PLACES)).zfill(_PLACES + 1)
    return f"{'-' * (total < 0)}{digits[:-_PLACES]}.{digits[-_PLACES:]}".rstrip("0").rstrip(".")


def number_at(low: str, text: str, i: int, g: Grammar, hedged: bool, signed: bool, far: bool = False) -> Number | None:
    """The number at `i`; None if there is none.

    `hedged`, `signed` and `far` are whether a hedge, a currency sign or the lower end of a range precedes it.
    """
    minus = low[i : i + 1] in ("-", "−")
    digits = g.digits.match(low, i + minus)
    if digits:
        return _in_digits(low, digits.start(), digits.end(), minus, signed, g)
    if (hit := g.fraction.match(low, i)) and (share := _share(low, hit[0], hit.end(), hedged, g)):
        return share
    if hit := g.many.match(low, i):  # hàng trăm, tens of thousands
        of = g.of.match(low, hit.end())
        end = of.end() if of and g.unit.match(low, of.end()) else hit.end()
        return _of_size(Fraction(1), _size(hit[1], g), end, "at-least")
    if hit := g.few.match(low, i):
        amount, to = g.meanings["few"][hit[1]].split("-")
        return _scaled(low, Number(amount, hit.end(), None, to, spelled=True), g)
    return _in_words(low, text, i, g, hedged, far)


def noun_at(low: str, i: int, g: Grammar) -> str:
    """The noun after a number: the longest that the language file lists, or the next word that can be one."""
    if hit := g.unit.match(low, i):
        return hit[1] if g.meanings["unit"][hit[1]] == "none" else ""
    hit = g.noun.match(low, i)
    return hit[1] if hit and hit[1] not in g.lists["no_nouns"] else ""


def half_end(low: str, i: int, g: Grammar) -> int:
    """The end of the words 'and a half' after a number; 0 if they do not follow."""
    hit = g.and_half.match(low, i)
    return hit.end() if hit else 0


def _in_digits(
    low: str, i: int, end: int, negative: bool, signed: bool, g: Grammar, below: float = INFINITY
) -> Number | None:
    if low[end : end + 1] == "/":
        hit = g.share.match(low, i)
        over, under = (int(part) for part in hit.groups()) if hit else (1, 1)
        if hit is None or over >= under or (under > _NOT_A_DATE and noun_at(low, hit.end(), g) not in g.lists["nouns"]):
            return None
        return Number(decimal(Fraction(over, under)), hit.end(), spelled=True)
    amount = decimal_of(low[i:end].replace(THIN, ""), g.words)
    if amount is None:
        return None
    if part := g.meanings["fractions"].get(low[end]):  # 2½
        amount, end = decimal(Fraction(amount) + Fraction(part)), end + 1
    number = Number(f"-{amount}" if negative else amount, end)
    letter = g.letters.get(low[end : end + 1])
    if letter and not low[end + 1 : end + 2].isalnum() and (signed or noun_at(low, end + 1, g) in g.lists["nouns"]):
        return number._replace(scale=letter, end=end + 1)
    return _scaled(low, number, g, below)


def _scaled(low: str, number: Number, g: Grammar, below: float = INFINITY) -> Number:
    """The number with the scale words after it, if below `below`: 78,44 triệu; 2 triệu 300 nghìn; 5 triệu rưỡi."""
    hit = g.scale.match(low, number.end)
    if hit is None:
        return number
    size, end = _size(hit[1], g), hit.end()
    if size >= below:
        return number
    if number.to:
        low_end, high_end = (_of_size(Fraction(amount), size, end) for amount in (number.amount, number.to))
        return low_end._replace(to=high_end.amount)
    if half := half_end(low, end, g):
        return _of_size(Fraction(number.amount) + Fraction(1, 2), size, half)
    if digits := g.digits.match(low, end + 1):
        smaller = _in_digits(low, digits.start(), digits.end(), False, False, g, size)
        if smaller and smaller.scale and smaller.total < size:
            return _of_size(Fraction(number.amount) + smaller.total / size, size, smaller.end)
    if size in _NAMES:
        return Number(number.amount, end, _NAMES[size], None, number.hedge, number.spelled, number.tens)
    return _of_size(Fraction(number.amount), size, end)


def _of_size(amount: Fraction, size: int, end: int, hedge: str | None = None) -> Number:
    """A number multiplied by a scale word, in terms of the largest scale that has a name and divides it."""
    scale = next((known for known in _LARGEST if known <= size and size % known == 0), 1)
    amount = amount if size == scale else amount * size / scale
    return Number(decimal(amount), end, _NAMES.get(scale), None, hedge, spelled=True)


def _size(phrase: str, g: Grammar) -> int:
    """The product of a run of scale words, matching the longest phrases first."""
    if scale := g.meanings["scale"].get(phrase):
        return SCALES[scale]
    words, size = [word for word in phrase.replace("-", " ").split() if word not in g.lists["of"]], 1
    while words:
        count = next((n for n in range(len(words), 0, -1) if " ".join(words[:n]) in g.meanings["scale"]), 0)
        if count:
            size *= SCALES[g.meanings["scale"][" ".join(words[:count])]]
        words = words[count or 1 :]
    return size


def _share(low: str, phrase: str, end: int, hedged: bool, g: Grammar) -> Number | None:
    """A fraction in words, with or without a scale word: half a million, a third of; not 'a third party'."""
    over, under = g.meanings["fractions"][phrase].split("/")
    share = Fraction(int(over), int(under))
    of = g.of_one.match(low, end)
    for behind in (end, of.end()) if of else (end,):
        if scale := g.scale.match(low, behind):
            return _of_size(share, _size(scale[1], g), scale.end())
        if behind > end and g.unit.match(low, behind):  # a quarter of a percentage point
            return Number(decimal(share), behind, spelled=True)
    article = phrase.split()[0] in g.words.numerals["articles"]
    return None if article and not hedged and noun_at(low, end, g) else Number(decimal(share), end, spelled=True)


def _in_words(low: str, text: str, i: int, g: Grammar, hedged: bool, far: bool) -> Number | None:
    """A number in words; None for an article, a name or an idiom."""
    run = g.counting.match(low, i)
    if run is None:
        return None
    first = low[i : i + 20].split(maxsplit=1)[0]
    behind = text[i + len(first) + 1 : i + len(first) + 2]
    if text[i].isupper() and (
        not at_sentence_start(low, i) or (behind.isupper() and _is_title(low, text, i + len(first), run.end(), g))
    ):
        return None  # part of a name
    if hedged and (scale := g.scale.match(low, i - 1)):  # gần trăm, hơn nghìn tỷ
        return _of_size(Fraction(1), _size(scale[1], g), scale.end())
    if total := g.words.numerals["ones"].get(run[0]) or g.words.numerals["tens"].get(run[0]):
        return _of_one_word(low, run[0], run.end(), total, hedged, far, g)
    tokens = tokens_of(low[i : min(run.end(), i + _WINDOW) + _WORD])
    found = spelled_at(tokens, 0, g.words)
    if found is None:
        return None
    total, size, count = found
    end, scale_size = i + tokens[count - 1].end, int(size)
    if half := half_end(low, end, g):
        if scale_size >= 100:
            return _of_size(total / scale_size + Fraction(1, 2), scale_size, half)
        return _scaled(low, Number(decimal(total + Fraction(1, 2)), half, spelled=True), g)
    if count == 1 and total < 10 and not _is_counted(low, end, first, total, hedged, g):
        return None
    if scale_size >= 1000 and total % scale_size == 0:
        return _of_size(total / scale_size, scale_size, end)
    return Number(decimal(total), end, spelled=True, tens=scale_size)


def _of_one_word(low: str, word: str, end: int, total: int, hedged: bool, far: bool, g: Grammar) -> Number | None:
    """A number of one word, with 'and a half' if it follows; one below ten must count something."""
    if word in g.words.numerals["only_inside"]:
        return None
    if half := half_end(low, end, g):
        return _scaled(low, Number(decimal(total + Fraction(1, 2)), half, spelled=True), g)
    counts = total >= 10 or far or _is_counted(low, end, word, total, hedged, g)
    return Number(str(total), end, spelled=True) if counts else None


def _is_title(low: str, text: str, i: int, end: int, g: Grammar) -> bool:
    """Whether a number and the capitalised word at `i` make a name; `end` is the end of the whole number.

    "Seven Samurai was" has a name; "Two American tourists" and "One Australian dollar" do not.
    """
    unit = g.unit.match(low, end)
    if unit and not text[unit.start(1) : unit.end()].istitle():  # Six Million Dollar Man is a name
        return False
    word = g.word.match(low, i)
    return word is None or not noun_at(low, word.end(), g)


def _is_counted(low: str, end: int, word: str, total: Fraction | int, hedged: bool, g: Grammar) -> bool:
    """Whether a unit or noun shows that a number of one word counts something; stricter for homonyms such as 'năm'."""
    if (unit := g.unit.match(low, end)) and g.meanings["unit"][unit[1]] != "none":
        return word not in g.words.numerals["articles"] or not (
            unit[1] == "second" or _is_rate(low, end - len(word), g)
        )
    if g.scale.match(low, end) or (total > 1 and g.out_of.match(low, end)):
        return True
    if (joint := g.to.match(low, end)) and (
        total > 1 or joint[0].strip() not in g.lists["between"] or _opens(low, end - len(word), g)
    ):
        return low[joint.end()].isdigit() or bool(g.counting.match(low, joint.end()))
    noun = noun_at(low, end, g)
    return (
        (noun in g.lists["nouns"] or (hedged and bool(noun)))
        if word in g.words.numerals["homonyms"]
        else total > 1 and bool(noun)
    )


def _opens(low: str, i: int, g: Grammar) -> bool:
    """Whether 'between' comes before a number."""
    return not g.lists["between_before"].isdisjoint(words_before(low, i, 1))


def _is_rate(low: str, i: int, g: Grammar) -> bool:
    """Whether 'a day' is a rate: 8 trips a day, twice a day."""
    word = (words_before(low, i, 1) or [""])[0]
    return word in g.lists["nouns"] or word in g.lists["rate_before"]


def counted(phrase: str, g: Grammar) -> int | None:
    """The value of a whole number in digits or words; None if it is not one."""
    if phrase.isdigit():
        return int(phrase)
    if phrase in g.words.numerals["articles"]:
        return 1
    if phrase in g.words.numerals["ones"]:
        return int(g.words.numerals["ones"][phrase])
    tokens = tokens_of(phrase)
    found = spelled_at(tokens, 0, g.words)
    return int(found[0]) if found and found[2] == len(tokens) and found[0].denominator == 1 else None
