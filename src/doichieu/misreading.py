"""How the value encoded for a claim differs from what the words of its own quote say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from doichieu.dates import edtf_bounds
from doichieu.language import language, tokens_of
from doichieu.model import Figure, Rank, Relation, Scope
from doichieu.numerals import SCALES
from doichieu.reading import Number, Places, in_words, numbers, places, relations
from doichieu.table import plain

_YEAR = re.compile(r"(?<![\w.,/-])(?:1[5-9]|20)[0-9]{2}(?![\w/-]|[.,][0-9])")
_MOST_WORDS = 12  # of a quote, as document.schema.json says


@dataclass(frozen=True, slots=True)
class Misreading:
    """What differs: the value and the reading as a person would print them in each language, and field by field."""

    encoded: tuple[str, str]
    read: tuple[str, str]
    working: str


class UnreadError(Exception):
    """The quote says nothing of the kind that its claim's value is."""


def compared(encoded: tuple[str, str], candidates: Iterable[tuple[list[str], tuple[str, str]]]) -> Misreading | None:
    """The misreading by the candidate that is nearest to the value; None where one agrees.

    Each candidate is what differs, field by field, and how the reading is printed. Raises UnreadError where there
    is no candidate.
    """
    nearest = min(candidates, key=lambda candidate: len(candidate[0]), default=None)
    if nearest is None:
        raise UnreadError
    differences, read = nearest
    return Misreading(encoded, read, "; ".join(differences)) if differences else None


def differs(field: str, value: object, read: object) -> list[str]:
    """One line of working where a field is not what is read: 'amount: 5 ≠ 4'."""
    return [] if value == read else [f"{field}: {_shown(value)} ≠ {_shown(read)}"]


def _shown(value: object) -> str:
    return "∅" if value is None or value == "" else str(value)


def both(number: Number) -> tuple[str, str]:
    """A number as Vietnamese and as English print it."""
    return in_words(number, "vi"), in_words(number, "en")


def figure_misread(figure: Figure, quote: str, code: str) -> Misreading | None:
    """How a figure differs from the nearest number in its quote. Raises UnreadError where there is no number."""
    value = _as_number(figure)
    down = figure.amount.startswith("-") and _falls(quote, code)
    return compared(both(value), ((_different(figure, value, read, down), both(read)) for read in numbers(quote, code)))


def _as_number(figure: Figure) -> Number:
    unit = {"quantity": "", "percent": figure.unit or "percent"}.get(figure.kind, figure.unit)
    factor = SCALES.get(figure.scale or "", 1)
    to = Number(_digits(figure.to), Fraction(figure.to) * factor) if figure.to else None
    return Number(_digits(figure.amount), Fraction(figure.amount) * factor, figure.scale, unit, figure.hedge, to=to)


def _digits(amount: str) -> str:
    """Without the zeros that pad it: 06 is 6."""
    sign, digits = ("-", amount[1:]) if amount[0] == "-" else ("", amount)
    return sign + re.sub(r"^0+(?=[0-9])", "", digits)


def _falls(quote: str, code: str) -> bool:
    words = language(code).numerals["decrease"]
    return bool({token.word for token in tokens_of(quote)} & set(words))


def _different(figure: Figure, value: Number, read: Number, down: bool) -> list[str]:
    differences = _amount_differs("amount", value, read, down)
    if (value.to is None) != (read.to is None):
        differences += differs("to", value.to and value.to.amount, read.to and (read.to.amount or read.to.total))
    elif value.to and read.to:
        differences += _amount_differs("to", value.to, read.to, down)
    if not read.spelled:
        differences += differs("scale", value.scale, read.scale)
    if not (read.hedge_optional and value.hedge is None):
        differences += differs("hedge", value.hedge, read.hedge)
    return differences + _unit_differs(figure, value, read)


def _amount_differs(field: str, value: Number, read: Number, down: bool) -> list[str]:
    if not read.spelled:
        return differs(field, value.amount.removeprefix("-") if down else value.amount, read.amount)
    total = -value.total if down else value.total
    # In "ba đến năm triệu" the near end leaves its scale to the far one.
    return [] if read.total in (total, Fraction(value.amount)) else differs(field, total, read.total)


def _unit_differs(figure: Figure, value: Number, read: Number) -> list[str]:
    """A printed unit must be the value's own; a quantity's noun is not read, but percent or money it is not."""
    if not read.unit:
        return []
    if figure.kind == "quantity":
        counted = read.unit not in ("percent", "point") and not read.unit.isupper()
        return [] if counted else differs("kind", "quantity", "money" if read.unit.isupper() else "percent")
    return differs("unit", value.unit, read.unit)


def rank_misread(rank: Rank, quote: str, code: str) -> Misreading | None:
    """How a place in an order differs from those in its quote. Raises UnreadError where there is none."""
    candidates = [
        (
            differs("position", rank.position, position)
            + differs("field", rank.field, count)
            + differs("superlative", rank.superlative, superlative),
            _place(position, count),
        )
        for position, count, superlative in _places(rank, places(quote, code))
    ]
    return compared(_place(rank.position, rank.field), candidates)


def _places(rank: Rank, read: Places) -> list[tuple[int, int | None, bool]]:
    """The places that the words can mean: position, out of how many, and whether a superlative says it."""
    if read.pairs:
        return [(position, count, False) for position, count in read.pairs]
    counts: tuple[int | None, ...] = (read.numbers or (None,)) if rank.field else (None,)
    if read.ordinals:  # "xếp thứ nhất" and "the second largest" can be encoded either way
        either = {ordinal: read.first or ordinal == 1 for ordinal in read.ordinals}
        said = [(ordinal, rank.superlative and both_ways) for ordinal, both_ways in either.items()]
    else:
        said = [(1, True)] if read.first else [(number, False) for number in read.numbers]
    return [(position, count, how) for position, how in said for count in counts if count != position or count == 1]


def _place(position: int, count: int | None) -> tuple[str, str]:
    of = f"/{count}" if count else ""
    return f"vị trí {position}{of}", f"place {position}{of}"


def relation_misread(relation: Relation, quote: str, code: str) -> Misreading | None:
    """How an order in time differs from the words for one in its quote. Raises UnreadError where there are none."""
    candidates = ((differs("relation", relation.relation, read), _order(read)) for read in relations(quote, code))
    return compared(_order(relation.relation), candidates)


def _order(relation: str) -> tuple[str, str]:
    vi, en = (language(code).relations.first[relation] for code in ("vi", "en"))
    return f"“{vi}”", f"“{en}”"


def year_misread(figure: Figure, scope: Scope, quote: str) -> Misreading | None:
    """A year that the quote prints and the scope does not: what was counted in 2023 is encoded for another year.

    A scope that names no time leaves nothing to compare; a year inside a longer number or date is not read.
    """
    times = [edtf_bounds(text) for text in (scope.as_of, scope.during, scope.from_) if text]
    for printed in _YEAR.findall(quote) if times else []:
        is_amount = printed in (figure.amount, figure.to)
        if not is_amount and not any(edtf_bounds(printed).meets(time) for time in times):
            encoded = " / ".join(text for text in (scope.as_of, scope.during, scope.from_) if text)
            return Misreading((f"“{encoded}”",) * 2, (f"“{printed}”",) * 2, f"{encoded} ∌ {printed}")
    return None


def text_misread(text: str, quote: str, exact: bool) -> Misreading | None:
    """Whether words that are a value are not those of the quote; `exact`, for names, to the letter.

    A quote holds twelve words at most; of a longer text it has to be the beginning.
    """
    inner, outer = (text, quote) if exact else (plain(text), plain(quote))
    begun = len(text.split()) > _MOST_WORDS and inner.startswith(outer)
    if begun or holds(outer, inner):
        return None
    shown = f"“{text}”"
    return Misreading((shown, shown), (f"“{quote}”",) * 2, f"“{text}” ≠ “{quote}”")


def holds(outer: str, inner: str) -> bool:
    """Whether words stand in others as whole words."""
    return re.search(rf"(?<!\w){re.escape(inner.strip())}(?!\w)", outer) is not None if inner.strip() else False
