"""How right a reader is: what it reads in labelled sentences, held against what the labels say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from doichieu.language.numerals import SCALES
from doichieu.model.values import Date, Figure, Period, Rank, Value, value_from

DATES, NUMBERS = "dates", "numbers"


class Label(NamedTuple):
    """An expression of a sentence: where it stands and what it states."""

    start: int
    end: int
    exact: str
    value: Value


class Case(NamedTuple):
    """A labelled sentence; without labels it is a trap, in which nothing is to be read."""

    about: str
    text: str
    date: str | None
    labels: tuple[Label, ...]


class Found(NamedTuple):
    """What a tool read at a place, as a question: does it state this value?

    `hedges` are those it may stand for; `spans` the first and last days that a peer's date may mean.
    """

    start: int
    end: int
    group: str
    states: Callable[[Value], bool]
    hedges: frozenset[str] = frozenset()
    spans: tuple[tuple[date, date], ...] = ()


@dataclass
class Tally:
    """How many expressions are labelled, how many values were read, and how many of those are right."""

    right: int = 0
    labelled: int = 0
    read: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        total = self.read + self.labelled
        return 2 * self.right / total if total else 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.labelled + other.labelled, self.read + other.read)


@dataclass
class Score:
    """A tool's score on the sentences of a language, and each fault in words.

    `hedges` counts the hedged expressions whose value was found, and those whose hedge is right too; `traps` the
    sentences without an expression, and those in which something was read.
    """

    groups: dict[str, Tally] = field(default_factory=lambda: {DATES: Tally(), NUMBERS: Tally()})
    hedges: Tally = field(default_factory=Tally)
    traps: Tally = field(default_factory=Tally)
    faults: list[str] = field(default_factory=list)

    @property
    def overall(self) -> Tally:
        return self.groups[DATES] + self.groups[NUMBERS]


def cases(path: Path) -> list[Case]:
    """The labelled sentences of a file, each label at its place in the text."""
    return [case_from(data) for data in json.loads(path.read_text(encoding="utf-8"))["cases"]]


def case_from(data: dict[str, Any]) -> Case:
    """A case of the file; raises ValueError where a label's words are not in the text, in this order."""
    labels, end = list[Label](), 0
    for reading in data["readings"]:
        start, end = _place(reading["exact"], data["text"], end)
        labels.append(Label(start, end, reading["exact"], value_from(reading["value"])))
    return Case(data["about"], data["text"], data.get("date"), tuple(labels))


def _place(exact: str, text: str, after: int) -> tuple[int, int]:
    """Where the words stand from `after` on; whole words first, for the label "5" is not the 5 of "A05"."""
    words = re.escape(exact)
    for pattern in (rf"(?<!\w){words}(?!\w)", words):
        if place := re.compile(pattern).search(text, after):
            return place.span()
    raise ValueError(f"“{exact}” does not follow in “{text}”; write the words as they stand, in order of appearance")


def group_of(value: Value) -> str:
    """Whether a value counts among the dates or among the numbers."""
    return DATES if isinstance(value, Date | Period) else NUMBERS


def same(label: Value, value: Value) -> bool:
    """Whether two values are equal, their hedges aside."""
    return _stated(label) == _stated(value)


def _stated(value: Value) -> tuple[object, ...]:
    """What must be right: total, kind and unit of a figure, the place in an order, the EDTF of a date."""
    match value:
        case Figure():
            factor = SCALES[value.scale] if value.scale else 1
            far = Fraction(value.to) * factor if value.to else None
            # What a quantity counts is a matter of the noun, not of the number.
            return value.kind, Fraction(value.amount) * factor, far, "" if value.kind == "quantity" else value.unit
        case Rank():
            return "order", value.position, value.field
        case Date() | Period():
            return "time", value.edtf.replace("~", "")
        case _:
            raise TypeError(f"a text states no {value.kind}")


def hedge_of(value: Value) -> str | None:
    """The hedge of a figure or a date."""
    return value.hedge if isinstance(value, Figure | Date) else None


def ends(value: Value) -> tuple[Value, Value] | None:
    """The two ends of a range or a period as values of their own; None for what has none."""
    if isinstance(value, Figure) and value.to:
        return replace(value, to=None), replace(value, amount=value.to, to=None)
    if isinstance(value, Period) and ".." not in value.edtf:
        first, _, last = value.edtf.partition("/")
        return Date(first), Date(last)
    return None


def score(
    labelled: Iterable[Case],
    read: Callable[[str, str | None], Sequence[Found]],
    groups: frozenset[str] = frozenset({DATES, NUMBERS}),
    lenient: bool = False,
) -> Score:
    """Read every case and hold it against its labels.

    `groups` is what the tool reads at all: labels of another group are not held against it, nor are the numbers that
    a reader of numbers alone sees in dates. `lenient` is for tools that say less than a label: several readings of the
    same words count as one, by the best of them, and both ends of a range, read one by one, count as the range.
    """
    result = Score()
    for case in labelled:
        found = list(read(case.text, case.date))
        if not case.labels:
            result.traps += Tally(labelled=1, read=bool(found))
        asked = [label for label in case.labels if group_of(label.value) in groups]
        other = [label for label in case.labels if group_of(label.value) == DATES and DATES not in groups]
        used = set[int]()
        for label in asked:
            mine = _match(label, found, used, lenient)
            right = bool(mine)
            result.groups[group_of(label.value)] += Tally(right=right, labelled=1, read=right)
            used.update(mine)
            if not right:
                result.faults.append(f"{case.about}: “{label.exact}” is not read as {label.value} in “{case.text}”")
            elif hedge := hedge_of(label.value):
                hedged = any(hedge in found[i].hedges for i in mine)
                result.hedges += Tally(right=hedged, labelled=1, read=1)
                if not hedged:
                    result.faults.append(f"{case.about}: “{label.exact}” is read without its hedge {hedge}")
        for extra in _extras(found, used, other, lenient):
            result.groups[extra.group] += Tally(read=1)
            words = case.text[extra.start : extra.end]
            result.faults.append(f"{case.about}: “{words}” is read, and the labels do not say so, in “{case.text}”")
    return result


def _match(label: Label, found: Sequence[Found], used: set[int], lenient: bool) -> list[int]:
    """Which of what was found states the label's value, and stands where it does."""
    free = [i for i, one in enumerate(found) if i not in used and _overlap(one, label)]
    whole = [i for i in free if found[i].states(label.value)]
    if whole:
        # Of several readings of the same words, one that has the hedge too.
        return [min(whole, key=lambda i: hedge_of(label.value) not in found[i].hedges)]
    if lenient and (pair := ends(label.value)):
        halves = [next((i for i in free if found[i].states(end)), None) for end in pair]
        if None not in halves and halves[0] != halves[1]:
            return [i for i in halves if i is not None]
    return []


def _extras(found: Sequence[Found], used: set[int], other: Sequence[Label], lenient: bool) -> Iterator[Found]:
    """What was read, and is not right."""
    counted = [found[i] for i in used]
    for i, one in enumerate(found):
        if i in used or any(_overlap(one, label) for label in other):
            continue
        if lenient:
            if any(_overlap(one, before) for before in counted):
                continue
            counted.append(one)
        yield one


def _overlap(one: Found | Label, other: Found | Label) -> bool:
    return one.start < other.end and other.start < one.end
