"""Read figures in a text: quantities, money, percentages and durations, with or without hedges."""

from __future__ import annotations

from fractions import Fraction

from doichieu.language.numerals import SCALES, decimal_of
from doichieu.model.values import Figure
from doichieu.reading.exclusions import is_age, is_label, name_end, words_before
from doichieu.reading.grammar import SPANS, Grammar, Stated
from doichieu.reading.numbers import Number, decimal, half_end, noun_at, number_at

_UNITS = {"percent": "", "age": "year"}
_LARGE = ("million", "billion", "trillion")


def figure_at(low: str, text: str, start: int, done: int, g: Grammar, currency: str) -> Stated | int:
    """The figure whose first hedge or digit is at `start`; else the end of the name that the digits belong to, or 0.

    `done` is the end of the last reading, `currency` the currency of the last sum of money in the paragraph, or "".
    """
    start, i, hedge, phrase = _hedge(low, start, g)
    found = _plain(low, text, i, g) or _step_by_step(low, text, i, start == i, bool(hedge), g)
    if isinstance(found, int):
        return found
    number, unit, at, end = found
    start, unit = min(start, at), unit or ("age" if is_age(low, at, end) else "")
    noun = "" if unit else noun_at(low, end, g)
    counted = noun in g.lists["nouns"] or noun in g.meanings["unit"]
    bare = not (unit or hedge or number.scale) and low[at].isdigit()
    if bare and is_label(low, text, at, end, counted, g):
        return end
    behind = None if low[end] in ".,;:)\n" else g.hedge_after.match(low, end)
    if behind:  # 100 hộ dân trở lên
        hedge, end = g.meanings["hedges_after"][behind[1]], end if noun else behind.end()
    if (number.to or behind) and (opened := g.opened.search(low, max(0, start - 8), start)):
        start = opened.start()
    if hedge and (hedge.endswith("?") or _is_none(low, start, done, phrase, number, unit, g)):
        start, hedge = at, None  # nhiều hơn 5, trên 63 tỉnh
    value = _figure(number, unit, number.hedge or hedge, "" if counted else currency)
    return value, start, end, noun


def _hedge(low: str, start: int, g: Grammar) -> tuple[int, int, str | None, str]:
    """The start and end of the hedges before a figure, their meaning and words; any other hedge overrides 'about'."""
    i, hedge, phrase = start, None, ""
    while not low[i].isdigit():
        hit = g.hedge.match(low, i)
        if hit is None:
            break
        if hit[1] is None:  # the limit of a date, or a word that is not part of an expression
            start, hedge = hit.end(), None
        elif hedge in (None, "about") or g.meanings["hedge"][hit[1]] != "about":
            phrase = hit[1]
            hedge = g.meanings["hedge"][phrase]
        i = hit.end()
    return start, i, hedge, phrase


def _plain(low: str, text: str, i: int, g: Grammar) -> tuple[Number, str, int, int] | None:
    """Read the most common form, digits with a scale word and unit; None if the number is more complex."""
    hit = g.plain.match(low, i) if low[i - 1] in " (\n" else None
    if hit is None:
        return None
    digits, scale, unit = hit.groups()
    amount = decimal_of(digits, g.words)
    name = g.meanings["unit"][unit] if unit else ""
    if amount is None or name == "none" or (name in SPANS and text[hit.start(3)].isupper()):
        return None
    number = Number(amount, hit.end(2) if scale else hit.end(1), g.meanings["scale"][scale] if scale else None)
    return number, name, i, hit.end()


def _step_by_step(
    low: str, text: str, i: int, first: bool, hedged: bool, g: Grammar
) -> tuple[Number, str, int, int] | int:
    """Any number, its unit, start and end; else the end of the name that the digits belong to, or 0.

    `first` is whether no word before `i` belongs to it.
    """
    lead = None if low[i].isdigit() else g.before_digits.match(low, i)
    age, sign, minus = lead.group("age", "sign", "minus") if lead else (None, None, None)
    at = lead.end() if lead else i
    if low[at].isdigit():
        if end := name_end(low, text, at, bool(sign), g):
            return end
        if low[at - 1] in "-−" and low[at - 2] in " (\n" and first and at == i:
            at -= 1
    number = number_at(low, text, at, g, hedged, bool(sign))
    if number and minus:
        number = number._replace(amount=f"-{number.amount}")
    measured = number and _measured(low, text, number, at, bool(sign), g)
    if measured is None:
        return number.end if number else 0
    number, unit, end = measured
    return number, unit or (g.meanings["unit"][sign] if sign else "age" if age else ""), at, end


def _is_none(low: str, start: int, done: int, phrase: str, number: Number, unit: str, g: Grammar) -> bool:
    """Whether the words are not a hedge here: trên 63 tỉnh, 9 trên 11 nhóm, over three days, rose up to 5 %."""
    before = words_before(low, start, 1) or [""]
    if phrase in g.lists["up_to"]:
        return before[0] in g.lists["changes"]
    if phrase in g.lists["on"] and (before[0].isdigit() or before[0] in g.words.numerals["ones"]):
        return True
    if phrase in g.lists["of_ages"]:
        return unit != "age"
    if unit:
        return unit in SPANS and phrase in g.lists["during"] and start - done == 1  # 5 % over three days
    return phrase in g.lists["on"] and not number.scale and (number.total < 10 or number.total % 10 != 0)


def _measured(low: str, text: str, number: Number, at: int, signed: bool, g: Grammar) -> tuple[Number, str, int] | None:
    """The number with what follows it, its unit and the end of both; None for a time of day."""
    if not g.behind_number.match(low, number.end):
        return number, "", number.end
    return None if g.half_of_day.match(low, number.end) else _with_unit(low, text, number, at, signed, g)


def _with_unit(low: str, text: str, number: Number, at: int, signed: bool, g: Grammar) -> tuple[Number, str, int]:
    """The number with the upper end of its range, the unit after them, and the end of both."""
    unit, end = _unit(low, text, number.end, g)
    share = number.spelled and number.total < 1
    joint = None if number.to or share else g.to.match(low, end)
    if joint and _ranges(low, joint[0], at, g):
        sign = g.sign.match(low, joint.end())
        far = number_at(low, text, (sign or joint).end(), g, True, signed or bool(sign), far=True)
        other, far_end = _unit(low, text, far.end, g) if far else ("", 0)
        if far and not far.to and unit in ("", other) and (range_ := _joined(number, far, bool(unit))):
            return range_, other, far_end
    if number.spelled and not unit and (hit := g.following.match(low, end)):  # ba, bốn ngày
        far = number_at(low, text, hit.end(), g, True, False, far=True)
        if far and not far.to and far.total == number.total + 1 and _unit(low, text, far.end, g)[0]:
            return number._replace(end=far.end, to=far.amount), *_unit(low, text, far.end, g)
    if unit and not number.to and (half := half_end(low, end, g)):  # 2 năm rưỡi
        return number._replace(amount=decimal(Fraction(number.amount) + Fraction(1, 2))), unit, half
    return number, unit, end


def _unit(low: str, text: str, i: int, g: Grammar) -> tuple[str, int]:
    """The unit at `i` and its end; "" and `i` if there is none."""
    hit = g.unit.match(low, i)
    unit = g.meanings["unit"][hit[1]] if hit else "none"
    if hit is None or unit == "none":
        return "", i
    name = unit in SPANS and text[hit.start(1)].isupper() and text[hit.start(1) : hit.end()].istitle()
    return ("", i) if name else (unit, hit.end())  # đường 3 Tháng 2


def _ranges(low: str, joint: str, at: int, g: Grammar) -> bool:
    """Whether the words between two numbers make a range: 'and' after 'between'; 'to', except after 'rose from'."""
    joint, words = joint.strip(), words_before(low, at)
    if joint in g.lists["between"]:
        return not g.lists["between_before"].isdisjoint(words[-2:])
    if joint not in g.lists["change_to"] or g.lists["change_from"].isdisjoint(words[-2:]):
        return True
    return g.lists["changes"].isdisjoint(words)


def _joined(near: Number, far: Number, apart: bool) -> Number | None:
    """The range between two numbers; the first takes the scale word of the second unless `apart`."""
    if near.spelled and near.total < 10 and far.tens > 1 and not near.scale:  # hai đến ba chục
        near = near._replace(amount=decimal(near.total * far.tens))
    if far.scale and not near.scale and not apart:
        near = near._replace(scale=far.scale)
    if near.scale != far.scale:
        near, far = near.plain(), far.plain()
    return near._replace(end=far.end, to=far.amount, spelled=True) if near.total < far.total else None


def _figure(number: Number, unit: str, hedge: str | None, currency: str) -> Figure:
    if unit.isupper() or (not unit and currency and number.scale in _LARGE):
        return Figure("money", number.amount, number.to, number.scale, unit or currency, hedge)
    if not unit:
        return Figure("quantity", number.amount, number.to, number.scale, "", hedge)
    amount, to = number.amount, number.to
    if number.scale:  # percentages and durations have no scale
        size = SCALES[number.scale]
        amount, to = decimal(Fraction(amount) * size), to and decimal(Fraction(to) * size)
    kind = "percent" if unit in ("percent", "point") else "duration"
    return Figure(kind, amount, to, None, _UNITS.get(unit, unit), hedge)
