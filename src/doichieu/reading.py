"""What the words of a quote say: the numbers printed in them, with hedge, scale and unit, and places in an order.

A quote is a dozen words, and only these words are read: what a statement leaves to its context is left open here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from doichieu.language import Language, Token, language, tokens_of, touching
from doichieu.numerals import SCALES, decimal_of, digits_total, scale_at, spelled_at


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is printed.

    `amount` holds its digits with a decimal point, `scale` and `hedge` are the names that value.schema.json gives
    them, `unit` is "percent", "point", the code of a currency, the unit of a duration or "". `spelled` says that it
    is written out or put together, so that only its `total` counts. `hedge_optional` marks words that loosen the
    number or only compare it ("cao hơn 5 %"). `start` and `end` are its tokens, hedge and unit left out.
    """

    amount: str
    total: Fraction
    scale: str | None = None
    unit: str = ""
    hedge: str | None = None
    hedge_optional: bool = False
    to: Number | None = None
    spelled: bool = False
    start: int = 0
    end: int = 0


@lru_cache(maxsize=4096)
def numbers(text: str, code: str) -> tuple[Number, ...]:
    """The numbers printed in a text, in order; a range is one number whose `to` is its far end."""
    return tuple(_numbers(tokens_of(text), language(code)))


def _numbers(tokens: Sequence[Token], words: Language) -> Iterator[Number]:
    i = 0
    while i < len(tokens):
        first = _number_at(tokens, i, words)
        if first is None:
            i += 1
            continue
        found, after = _with_unit(tokens, first, words)
        far = _far_end(tokens, i, after, words)
        if far:
            last, after = _with_unit(tokens, far, words)
            mixed = bool(found.scale and last.scale and found.scale != last.scale)
            last = replace(last, spelled=last.spelled or mixed)
            scale, unit = found.scale or last.scale, found.unit or last.unit
            found = replace(found, to=last, scale=scale, unit=unit, spelled=found.spelled or mixed)
        hedge, optional = _hedge(tokens, found.start, after, words)
        yield replace(found, hedge=hedge, hedge_optional=optional)
        i = after


def _number_at(tokens: Sequence[Token], i: int, words: Language) -> Number | None:
    """The number that begins at token `i`, scale and a following half included, its unit not."""
    if i >= len(tokens):
        return None
    if tokens[i].is_number:
        return _digits_at(tokens, i, words)
    if words.half.at(tokens, i):
        after = words.half.at(tokens, i)
        factor, _, end = scale_at(tokens, after[1], words) if after else (Fraction(1), None, i)
        return Number("", Fraction(factor, 2), spelled=True, start=i, end=end)
    spelled = spelled_at(tokens, i, words)
    if spelled is None:
        return None
    total, factor, end = spelled
    half = words.halves.at(tokens, end)
    if half:  # ba triệu rưỡi, one and a half million
        size, _, end = scale_at(tokens, half[1], words)
        total = (total + factor / 2) * size
    return Number("", total, spelled=True, start=i, end=end)


def _digits_at(tokens: Sequence[Token], i: int, words: Language) -> Number | None:
    """A number in digits; None where they are part of a name or a document's number (A05, 5G, 57-NQ/TW)."""
    amount = decimal_of(tokens[i].raw, words)
    if amount is None or _in_name(tokens, i, words):
        return None
    factor, scale, end = scale_at(tokens, i + 1, words)
    total, spelled = Fraction(amount) * factor, factor > 1 and scale is None
    if factor > 1 and end < len(tokens) and tokens[end].is_number:  # 2 triệu 300 nghìn
        smaller = _digits_at(tokens, end, words)
        if smaller and smaller.total > digits_total(tokens[end].raw, words) and smaller.total < factor:
            total, end, spelled = total + smaller.total, smaller.end, True
    half = words.halves.at(tokens, end)
    if half:
        total, end, spelled = total + Fraction(factor, 2), half[1], True
    if _is_negative(tokens, i, words):
        amount, total = f"-{amount}", -total
    return Number(amount, total, scale, spelled=spelled, start=i, end=end)


def _in_name(tokens: Sequence[Token], i: int, words: Language) -> bool:
    if touching(tokens, i):
        before = tokens[i - 1]
        if before.is_word and not words.units.before(tokens, i):
            return True
        if before.raw in "-/" and touching(tokens, i - 1) and tokens[i - 2].raw.isupper():
            return True
    if not touching(tokens, i + 1) or words.units.at(tokens, i + 1) or words.scales.at(tokens, i + 1):
        return False
    after = tokens[i + 1]
    if after.raw in ("-", "/") and touching(tokens, i + 2):
        after = tokens[i + 2]
        return after.is_word and after.raw.isupper()
    return after.is_word and after.raw.isupper()


def _is_negative(tokens: Sequence[Token], i: int, words: Language) -> bool:
    if i and tokens[i - 1].word in words.numerals["minus"]:
        return True
    signed = i and tokens[i - 1].raw in ("-", "−") and touching(tokens, i)
    return bool(signed) and (i == 1 or not (touching(tokens, i - 1) or tokens[i - 2].is_number))


def _with_unit(tokens: Sequence[Token], number: Number, words: Language) -> tuple[Number, int]:
    """The number with the unit printed after it, or before it as in US$8, and the token after both."""
    i = number.end
    if i < len(tokens) and tokens[i].word in words.data["ordinals"]["suffixes"] and touching(tokens, i):
        i += 1
    dashed = i < len(tokens) and tokens[i].raw == "-" and touching(tokens, i) and touching(tokens, i + 1)
    hit = words.units.at(tokens, i + 1 if dashed else i)
    if hit is None:
        before = words.units.before(tokens, number.start)
        signs = before and before[0].isupper()  # only currencies stand in front
        return replace(number, unit=before[0] if before and signs else ""), i
    if hit[0] == "none":
        return number, i
    half = words.halves.at(tokens, hit[1])
    if half:
        number = replace(number, total=number.total + Fraction(1, 2), spelled=True)
    return replace(number, unit=hit[0]), half[1] if half else hit[1]


def _far_end(tokens: Sequence[Token], start: int, i: int, words: Language) -> Number | None:
    """The number at the far end of a range: 3-5, từ 3 đến 5, between 3 and 5."""
    if i >= len(tokens):
        return None
    joiner, lists = tokens[i].word, words.numerals
    between = start > 0 and tokens[start - 1].word == "between"
    if joiner in lists["ranges"] or (between and joiner in lists["between"]):
        return _number_at(tokens, i + 1, words)
    return None


def _hedge(tokens: Sequence[Token], start: int, after: int, words: Language) -> tuple[str | None, bool]:
    """The hedge of a number and whether it may be left out; 'about' yields to a hedge beside it."""
    found: list[str] = []
    i = start
    while i > 0:
        hit = words.hedges.before(tokens, i)
        if hit:
            found.append(hit[0])
            i = hit[1]
        elif tokens[i - 1].word in words.numerals["before"] or tokens[i - 1].raw in "-−":
            i -= 1
        elif (sign := words.units.before(tokens, i)) and sign[0].isupper():
            i = sign[1]
        else:
            break
    for j in range(after, min(after + 4, len(tokens))):  # 100 người trở lên
        behind = words.hedges_after.at(tokens, j)
        if behind:
            found.append(behind[0])
        if behind or not tokens[j].is_word:
            break
    hedge = next((hedge for hedge in found if hedge != "about"), found[0] if found else None)
    return (hedge.rstrip("?"), hedge.endswith("?")) if hedge else (None, False)


@dataclass(frozen=True, slots=True)
class Places:
    """The places in an order that a text prints: `pairs` as 17/194, `numbers` any others, `first` a superlative."""

    pairs: tuple[tuple[int, int], ...]
    ordinals: tuple[int, ...]
    numbers: tuple[int, ...]
    first: bool


def places(text: str, code: str) -> Places:
    """The places in an order printed in a text: thứ 17/194, thứ hai, first, the largest."""
    tokens, words = tokens_of(text), language(code)
    ordinals: list[int] = []
    printed: list[int] = []
    i = 0
    while i < len(tokens):
        if hit := words.ordinals.at(tokens, i):
            ordinals.append(int(hit[0]))
            i = hit[1]
            continue
        prefix = words.prefixes.at(tokens, i)
        number = _number_at(tokens, prefix[1] if prefix else i, words)
        if number is None or number.total.denominator > 1:
            i += 1
            continue
        suffix = touching(tokens, number.end) and tokens[number.end].word in words.data["ordinals"]["suffixes"]
        (ordinals if prefix or suffix else printed).append(int(number.total))
        i = number.end
    whole = [decimal_of(token.raw, words) if token.is_number else None for token in tokens]
    pairs = [
        (int(whole[i - 1] or 0), int(whole[i + 1] or 0))
        for i in range(1, len(tokens) - 1)
        if tokens[i].raw == "/" and (whole[i - 1] or ".").isdigit() and (whole[i + 1] or ".").isdigit()
    ]
    return Places(tuple(pairs), tuple(ordinals), tuple(printed), _superlative(tokens, words))


def _superlative(tokens: Sequence[Token], words: Language) -> bool:
    if "first" in words.superlatives.found(tokens):
        return True
    firsts = words.data["superlatives"]
    endings = tuple(firsts["endings"])
    return bool(endings) and any(
        token.word.endswith(endings) and len(token.word) > 4 and token.word not in firsts["never"] for token in tokens
    )


def relations(text: str, code: str) -> list[str]:
    """The orders in time that a text puts into words, by the names of value.schema.json."""
    return language(code).relations.found(tokens_of(text))


def in_words(number: Number, code: str) -> str:
    """A number as the language prints it: 'lên đến 10.500 tỷ USD', 'nearly 4 years'."""
    words = language(code)
    parts = [words.hedges.first[number.hedge]] if number.hedge else []
    amount = _grouped(number, words)
    if number.to:
        amount += f"–{_grouped(number.to, words)}"
    if number.unit == "percent":
        amount += "%"
    parts.append(amount)
    if number.scale:
        parts.append(words.scales.first.get(number.scale, str(SCALES[number.scale])))
    if number.unit and number.unit != "percent":
        unit = words.units.first[number.unit]
        if code == "en" and number.unit.islower() and number.total != 1 and not unit.endswith("s"):
            unit = unit.replace("century", "centurie") + "s"
        parts.append(unit)
    return " ".join(parts)


def _grouped(number: Number, words: Language) -> str:
    text = number.amount
    if number.spelled or not text:
        total = number.total / SCALES.get(number.scale or "", 1)
        text = str(total.numerator) if total.denominator == 1 else f"{float(total):g}"
    sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text)
    whole, _, decimals = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", words.data["grouping"]) if whole.isdigit() else whole
    return sign + grouped + (words.data["decimal"] + decimals if decimals else "")
