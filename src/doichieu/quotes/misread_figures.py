"""Compare the figure encoded for a claim, and the year it is for, with the words of its quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from doichieu.language.lexicon import Language, language, tokens_of
from doichieu.language.numerals import SCALES, decimal_of
from doichieu.model.claims import Scope
from doichieu.model.edtf import edtf_bounds
from doichieu.model.values import Date, Figure, Period, Rank
from doichieu.quotes.misreading import Misreading, both, compared, differs, readings_of_quote
from doichieu.reading import Reading
from doichieu.reading.grammar import grammar
from doichieu.wording.working import decimal

_YEAR = re.compile(r"([0-9]{4})(?:-[0-9]{2})?[~?%]?")  # a year, or a part of one down to a month
_ENDLESS = 15  # decimals of a non-terminating fraction, such as two thirds
_MANY = ("at-least", "over")  # both can encode "hàng trăm"


def figure_misread(figure: Figure, quote: str, code: str) -> Misreading | None:
    """How a figure differs from the nearest one in its quote.

    Raises UnreadError if there is none, or only words that are too vague, such as "hàng trăm" for 300.
    """
    words = language(code)
    value = _without_sign(figure) if figure.amount.startswith("-") and _falls(quote, words) else figure
    candidates = []
    for reading in readings_of_quote(quote, code):
        compared_with = _hedge_before(quote[: reading.start], words)
        for printed in _figures(reading):
            if _is_vague(reading, code):
                differences = _vague_differs(value, printed)
            else:
                differences = _differs(value, printed, _in_digits(printed, reading, words), compared_with)
            if differences is not None:
                candidates.append((differences, printed))
    return compared(figure, candidates, both)


def _without_sign(figure: Figure) -> Figure:
    to = figure.to and figure.to.removeprefix("-")
    return replace(figure, amount=figure.amount.removeprefix("-"), to=to)


def _falls(quote: str, words: Language) -> bool:
    return bool({token.word for token in tokens_of(quote)} & set(words.numerals["decrease"]))


def _figures(reading: Reading) -> Iterator[Figure]:
    """The figures that a reading can mean: the 80th anniversary is 80 years, 17/194 says that there are 194."""
    match reading.value:
        case Figure() as figure:
            yield figure
        case Rank(superlative=False, position=position, field=field):
            yield from (Figure("quantity", str(number)) for number in (position, field) if number)


def _in_digits(printed: Figure, reading: Reading, words: Language) -> bool:
    """Whether a figure is printed in digits, not in words, nor composed as in "2 triệu 300 nghìn"."""
    digits = {decimal_of(token.raw, words) for token in tokens_of(reading.exact) if token.is_number}
    return digits.issuperset(end.removeprefix("-") for end in (printed.amount, printed.to) if end)


def _hedge_before(words_before: str, words: Language) -> str | None:
    """A hedge that only compares or measures, so that a claim may omit it: cao hơn 5%, trên 63 tỉnh."""
    tokens = tokens_of(words_before)
    i = len(tokens)
    while i and tokens[i - 1].word in words.numerals["before"]:
        i -= 1
    hit = words.hedges.before(tokens, i)
    return hit[0].rstrip("?") if hit else None


def _differs(value: Figure, printed: Figure, in_digits: bool, compared_with: str | None) -> list[str]:
    """The differences by field: of digits and scale if they are printed, else of the total amount."""
    differences: list[str] = []
    for field, end, other in (("amount", value.amount, printed.amount), ("to", value.to, printed.to)):
        if in_digits or end is None or other is None:
            differences += differs(field, end and _unpadded(end), other)
        else:
            differences += _total_differs(field, value, end, printed, other)
    if in_digits:
        differences += differs("scale", value.scale, printed.scale)
    if value.hedge is None or value.hedge != compared_with:
        differences += differs("hedge", value.hedge, printed.hedge)
    return differences + _unit_differs(value, printed)


def _unpadded(amount: str) -> str:
    """An amount without padding zeros: 06 is 6."""
    return re.sub(r"^(-?)0+(?=[0-9])", r"\1", amount)


def _total_differs(field: str, value: Figure, end: str, printed: Figure, other: str) -> list[str]:
    """How two numbers differ; a non-terminating fraction may be rounded, and a share may be given in per cent."""
    stated, read = _total(end, value), _total(other, printed)
    if value.kind == "percent" and not value.unit and printed.kind == "quantity" and 0 < read < 1:
        read *= 100
    if len(other.partition(".")[2]) >= _ENDLESS:
        rounding = Fraction(1, 2 * 10 ** len(end.partition(".")[2])) * SCALES.get(value.scale or "", 1)
        if abs(stated - read) <= min(rounding, read / 20):
            return []
    return differs(field, decimal(stated), decimal(read)) if stated != read else []


def _total(amount: str, figure: Figure) -> Fraction:
    return Fraction(amount) * SCALES.get(figure.scale or "", 1)


def _unit_differs(value: Figure, printed: Figure) -> list[str]:
    """How a printed unit differs; a quantity's noun is not compared, but a quantity is not percent or money."""
    if printed.kind == "quantity" or (value.kind, printed.kind) == ("quantity", "duration"):  # 1.250 ngày công
        return []
    if value.kind == "quantity":
        return differs("kind", value.kind, printed.kind)
    return differs("unit", value.unit or value.kind, printed.unit or printed.kind)


def _is_vague(reading: Reading, code: str) -> bool:
    """Whether the words give only the magnitude of a number: hàng trăm, vài chục, several."""
    words = reading.exact.lower()
    return bool(grammar(code).many.search(words) or grammar(code).few.search(words))


def _vague_differs(value: Figure, printed: Figure) -> list[str] | None:
    """How a value differs from vague words that exclude it; None if they allow it."""
    lowest, highest = _total(printed.amount, printed), _total(printed.to or "0", printed)
    first, last = _total(value.amount, value), _total(value.to or value.amount, value)
    if (first, value.to and last) == (lowest, printed.to and highest):
        hedges = (None,) if printed.to else _MANY
        differences = [] if value.hedge in hedges else differs("hedge", value.hedge, printed.hedge)
        return differences + _unit_differs(value, printed)
    if first < lowest or (printed.to and last > highest):
        return differs("amount", decimal(first), decimal(lowest) + (f"–{decimal(highest)}" if printed.to else ""))
    return None


def year_misread(scope: Scope, quote: str, code: str) -> Misreading | None:
    """A year that the quote gives and the scope does not: what was counted in 2023 is encoded for another year.

    A scope without a time cannot be compared. The year of a full date is ignored, because the date of an event in a
    quote is seldom the time of its figure.
    """
    times = [text for text in (scope.as_of, scope.during, scope.from_) if text]
    for year in _years(quote, code) if times else []:
        if not any(edtf_bounds(year).meets(edtf_bounds(time)) for time in times):
            encoded = " / ".join(times)
            return Misreading((f"“{encoded}”",) * 2, (f"“{year}”",) * 2, f"{encoded} ∌ {year}")
    return None


def _years(quote: str, code: str) -> Iterator[str]:
    """The years printed in a quote, and the periods between two of them."""
    for reading in readings_of_quote(quote, code):
        if isinstance(reading.value, Date | Period):
            years = [_YEAR.fullmatch(end) for end in reading.value.edtf.split("/")]
            if all(years):
                yield "/".join(dict.fromkeys(year[1] for year in years if year))
