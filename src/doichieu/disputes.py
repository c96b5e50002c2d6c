"""Claims of one fact that exclude each other: in pairs, or where very many state the fact, the two furthest apart.

All pairs of a fact that a hundred thousand claims state are five billion. So up to `Corpus.pairs` different statements
are paired, and of more only the smallest conflicting set is told: the greatest lower and the least upper end among
those that hold at one time, with how many there are and how many of them disagree with another.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations, groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from doichieu.bases import CONTESTED
from doichieu.model import Bilingual, Claim
from doichieu.wording import number

if TYPE_CHECKING:
    from doichieu.check import Corpus


# How often a fact is stated stands beside each claim, so that no join touches a fact stated too often for pairs.
_COUNTED = """
    WITH compared AS (
             SELECT row, fact, strict_lower, strict_upper, time_lower, time_upper FROM contested
             WHERE NOT record AND ({condition})),
         counted AS (
             SELECT *, count(*) OVER (PARTITION BY fact) AS times,
                    max(strict_lower) OVER (PARTITION BY fact) > min(strict_upper) OVER (PARTITION BY fact) AS hot
             FROM compared)"""

_PAIRS = """
    SELECT a.row AS one, b.row AS other, a.fact
    FROM counted AS a JOIN counted AS b ON b.fact = a.fact
    WHERE a.hot AND b.hot AND a.times <= {pairs} AND b.times <= {pairs} AND a.row < b.row
      AND (a.strict_lower > b.strict_upper OR b.strict_lower > a.strict_upper)
      AND a.time_lower <= b.time_upper AND b.time_lower <= a.time_upper"""

_CROWDS = " SELECT * FROM counted WHERE hot AND times > {pairs} ORDER BY fact, row"


class Statement(Protocol):
    """A row of a query: a claim's ends on the line, and the days for which it holds."""

    row: int
    strict_lower: float
    strict_upper: float
    time_lower: float
    time_upper: float


S = TypeVar("S", bound=Statement)


class Crowd(NamedTuple):
    """How many claims state a fact, in how many documents, and how many of them disagree with at least one other."""

    claims: int
    documents: int
    disagreeing: int

    def words(self) -> Bilingual:
        """One more sentence for a discrepancy that stands for them all, with the space before it."""
        vi = [number(count, "vi") for count in self]
        en = [number(count, "en") for count in self]
        return Bilingual(
            f" Có {vi[0]} chỗ trong {vi[1]} tài liệu nêu điều này, và {vi[2]} chỗ không khớp với ít nhất một chỗ khác.",
            f" {en[0]} claims in {en[1]} documents state this, and {en[2]} of them disagree with at least one other.",
        )


ALONE = Bilingual("", "")


def witnesses(table: str, fact: str, value: str, pairs: int) -> str:
    """SQL for the rows of a table that are set side by side where values have no order, `fact` and `value` its columns.

    Of each document the first row that gives a value for a time. Of a fact with more than `pairs` rows the first in any
    document, and only of the `pairs` values given most often; `times` says how many rows the fact has.
    """
    return f"""
        SELECT {fact}, {value}, record, time_lower, time_upper, times, min(row) AS row
        FROM (SELECT *, dense_rank() OVER (PARTITION BY {fact} ORDER BY often DESC, {value}) AS place
              FROM (SELECT *, count(*) OVER (PARTITION BY {fact}) AS times,
                           count(*) OVER (PARTITION BY {fact}, {value}) AS often
                    FROM {table}) AS counted) AS placed
        WHERE times <= {pairs} OR place <= {pairs}
        GROUP BY {fact}, {value}, record, time_lower, time_upper, times,
                 CASE WHEN times <= {pairs} THEN document END"""


def stated_often(times: int, pairs: int) -> Bilingual:
    """What to add to a discrepancy between two witnesses of a fact that so many claims state."""
    if times <= pairs:
        return ALONE
    return Bilingual(
        f" Có {number(times, 'vi')} chỗ nêu điều này; với các giá trị gặp nhiều nhất, không quá {number(pairs, 'vi')}, "
        "mỗi lúc chỉ dẫn một chỗ.",
        f" {number(times, 'en')} claims state this; of the values given most often, {number(pairs, 'en')} at most, "
        "one claim is shown for each time.",
    )


class Dispute(NamedTuple):
    """Two claims that exclude each other; `more` is what to add where they stand for a crowd, else nothing."""

    one: Claim
    other: Claim
    more: Bilingual = ALONE


class Furthest(NamedTuple):
    """The two statements furthest apart, the earlier row first, and how many disagree with some other."""

    one: int
    other: int
    disagreeing: int


def exclude(one: Statement, other: Statement) -> bool:
    """Whether two statements hold at one time and exclude each other."""
    apart = one.strict_lower > other.strict_upper or other.strict_lower > one.strict_upper
    return apart and one.time_lower <= other.time_upper and other.time_lower <= one.time_upper


def furthest(statements: Sequence[Statement]) -> Furthest | None:
    """The two furthest apart of those that exclude each other; None where none do. It takes n log n steps.

    In the order in which they begin to hold each is set against the extremes of those that still hold. Who has met
    nobody to disagree with waits in `calm` until someone comes who excludes it.
    """
    best: tuple[float, int, int] | None = None
    at_odds: set[int] = set()
    highest, lowest = _Ends(statements), _Ends(statements)
    calm_high, calm_low = _Ends(statements), _Ends(statements)
    order = sorted(range(len(statements)), key=lambda at: (statements[at].time_lower, statements[at].row))
    for at in order:
        it = statements[at]
        above, below = highest.top(it.time_lower), lowest.top(it.time_lower)
        gaps = [(-above[0] - it.strict_upper, above[1])] if above else []
        gaps += [(it.strict_lower - below[0], below[1])] if below else []
        for gap, whose in gaps:
            if gap > 0:
                at_odds.add(at)
                if best is None or gap > best[0]:
                    best = (gap, whose, at)
        while (top := calm_high.top(it.time_lower)) and -top[0] > it.strict_upper:
            at_odds.add(calm_high.pop())
        while (top := calm_low.top(it.time_lower)) and top[0] < it.strict_lower:
            at_odds.add(calm_low.pop())
        highest.push(-it.strict_lower, at)
        lowest.push(it.strict_upper, at)
        if at not in at_odds:
            calm_high.push(-it.strict_lower, at)
            calm_low.push(it.strict_upper, at)
    if best is None:
        return None
    one, other = sorted(statements[at].row for at in best[1:])
    return Furthest(one, other, len(at_odds))


class _Ends:
    """Ends of statements, the least on top; those that no longer hold are dropped when they get there."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        self._heap: list[tuple[float, int]] = []

    def push(self, end: float, at: int) -> None:
        heapq.heappush(self._heap, (end, at))

    def pop(self) -> int:
        return heapq.heappop(self._heap)[1]

    def top(self, now: float) -> tuple[float, int] | None:
        """The least end, and whose it is, of those that hold on."""
        while self._heap and self._statements[self._heap[0][1]].time_upper < now:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None


def disputes(corpus: Corpus, condition: str) -> list[Dispute]:
    """Articles' claims on the same fact at the same time whose strict bounds do not meet.

    `condition` is SQL on the columns of `contested`, those of `claims` that doichieu.bases lists. The groups in
    conflict are found first, and only those are paired; of the same values in the same two documents only the first
    pair is given, and of a fact in more than `pairs` different statements only the two furthest apart.
    """
    rows = corpus.query(_COUNTED.format(condition=condition) + _PAIRS.format(pairs=corpus.pairs), CONTESTED)
    pairs = [(row.one, row.other, row.fact) for row in rows]
    crowds: list[Dispute] = []
    many = corpus.query(_COUNTED.format(condition=condition) + _CROWDS.format(pairs=corpus.pairs), CONTESTED)
    for fact, group in groupby(many, key=lambda row: row.fact):
        told = list(group)
        if is_crowd(corpus, told) or len(different := distinct(corpus, told)) > corpus.pairs:
            crowds += [it for it in crowd(corpus, told) if not _meet(it.one, it.other)]
        else:
            pairs += [(a.row, b.row, fact) for a, b in combinations(different, 2) if exclude(a, b)]
    return [*_paired(corpus, pairs), *crowds]


def crowd(corpus: Corpus, told: Sequence[Statement]) -> Iterator[Dispute]:
    """The dispute that stands for a fact that very many claims state, if any of them exclude each other."""
    found = furthest(told)
    if found:
        one, other = corpus.claims(found.one, found.other)
        yield Dispute(one, other, crowded(corpus, told, found.disagreeing))


def crowded(corpus: Corpus, told: Sequence[Statement], disagreeing: int) -> Bilingual:
    """What to add to a discrepancy that stands for all of these, of which so many disagree with another."""
    documents = {corpus.dossier.document_of(it.row) for it in told}
    return Crowd(len(told), len(documents), disagreeing).words()


def _meet(one: Claim, other: Claim) -> bool:
    """Whether the values meet after all, since they are apart only by less than a float can tell."""
    return bool(one.bounds and other.bounds and one.bounds.strict.meets(other.bounds.strict))


def is_crowd(corpus: Corpus, told: Sequence[Statement]) -> bool:
    """Whether there are more different statements than are paired, as far as their ends and times tell."""
    ends = {(it.strict_lower, it.strict_upper, it.time_lower, it.time_upper) for it in told}
    return len(ends) > corpus.pairs


def distinct(corpus: Corpus, told: Sequence[S]) -> list[S]:
    """The first of those that state the same in the same document for the same time."""
    first: dict[Hashable, S] = {}
    for it, claim in zip(told, corpus.claims(*(it.row for it in told)), strict=True):
        key = (claim.document.id, claim.property, claim.bounds, it.time_lower, it.time_upper)
        first.setdefault(key, it)
    return list(first.values())


def _paired(corpus: Corpus, pairs: Sequence[tuple[int, int, str]]) -> list[Dispute]:
    """The pairs that do exclude each other, of the same values in the same two documents only the first."""
    kept: dict[tuple[object, ...], Dispute] = {}
    for first, second, fact in sorted(pairs):
        one, other = corpus.claims(first, second)
        if _meet(one, other):
            continue
        key = (fact, frozenset((claim.document.id, claim.property, claim.bounds) for claim in (one, other)))
        kept.setdefault(key, Dispute(one, other))
    return list(kept.values())
