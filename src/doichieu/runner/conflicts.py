"""Find claims of one fact that exclude each other: all pairs or, if many claims state the fact, the furthest apart.

A fact stated by 100,000 claims has five billion pairs, so at most `Corpus.pairs` different statements are paired. If
there are more, only the two furthest apart that hold at the same time are reported: the greatest lower and the least
upper end, with the number of claims and how many of them disagree with another.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations, groupby
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from doichieu.model.claims import Bilingual, Claim
from doichieu.model.validity import Grade, disagree_at_same_time
from doichieu.tables.views import CONTESTED, View
from doichieu.wording.formatting import number

if TYPE_CHECKING:
    from doichieu.runner.corpus import Corpus


# Each claim carries the count of its fact, so that the join skips facts stated too often for pairs.
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


class ManyStatements(NamedTuple):
    """How many claims state a fact, in how many documents, and how many of them disagree with at least one other."""

    claims: int
    documents: int
    disagreeing: int

    def words(self) -> Bilingual:
        """A sentence to append to the discrepancy that represents them all, with a leading space."""
        vi = [number(count, "vi") for count in self]
        en = [number(count, "en") for count in self]
        return Bilingual(
            f" Có {vi[0]} chỗ trong {vi[1]} tài liệu nêu điều này, và {vi[2]} chỗ không khớp với ít nhất một chỗ khác.",
            f" {en[0]} claims in {en[1]} documents state this, and {en[2]} of them disagree with at least one other.",
        )


NO_NOTE = Bilingual("", "")
"""The empty note, for a discrepancy of two claims that represent no others."""


def representatives(table: str, fact: str, value: str, pairs: int) -> str:
    """SQL for the rows to compare if values have no order; `fact` and `value` are columns of the table.

    It keeps the first row of each document for each value and time. Of a fact with more than `pairs` rows it keeps
    the first row of any document, and only for the `pairs` most frequent values. `times` is the fact's number of rows.
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


def note_on_representatives(times: int, pairs: int) -> Bilingual:
    """The note to append to a discrepancy between two representatives of a fact that `times` claims state."""
    if times <= pairs:
        return NO_NOTE
    return Bilingual(
        f" Có {number(times, 'vi')} chỗ nêu điều này; với các giá trị gặp nhiều nhất, không quá {number(pairs, 'vi')}, "
        "mỗi lúc chỉ dẫn một chỗ.",
        f" {number(times, 'en')} claims state this; of the values given most often, {number(pairs, 'en')} at most, "
        "one claim is shown for each time.",
    )


class Disagreement(NamedTuple):
    """Two claims with different values at one time; `more` is the note to append, `row` what the query gave."""

    one: Claim
    other: Claim
    grade: Grade
    more: Bilingual
    row: Any


def disagreements(corpus: Corpus, sql: str, base: View, columns: tuple[str, str, str]) -> Iterator[Disagreement]:
    """The pairs that `sql` selects and that disagree at the same time, for values without an order.

    `columns` names a table of `sql`, which reads `base`, and the table's columns of fact and value. In `sql`,
    {representatives} stands for the rows of that table to compare: the first of each document for each value and time,
    with `times`, how many rows the fact has. Of a fact with more than `corpus.pairs` rows they are the first of any
    document, for the most frequent values. `sql` selects `one`, `other` and `times`.
    """
    rows = corpus.query(sql.format(representatives=representatives(*columns, corpus.pairs)), base)
    for row in rows:
        one, other = corpus.claims(row.one, row.other)
        if grade := disagree_at_same_time(one, other, corpus.dossier):
            yield Disagreement(one, other, grade, note_on_representatives(row.times, corpus.pairs), row)


class Conflict(NamedTuple):
    """Two claims that exclude each other; `more` is the note to append if they represent many claims."""

    one: Claim
    other: Claim
    more: Bilingual = NO_NOTE


class Furthest(NamedTuple):
    """The rows of the two statements furthest apart, in order, and how many statements disagree with another."""

    one: int
    other: int
    disagreeing: int


def exclude(one: Statement, other: Statement) -> bool:
    """Whether the times of two statements meet and their values exclude each other."""
    apart = one.strict_lower > other.strict_upper or other.strict_lower > one.strict_upper
    return apart and one.time_lower <= other.time_upper and other.time_lower <= one.time_upper


def furthest(statements: Sequence[Statement]) -> Furthest | None:
    """The two statements furthest apart among those that exclude each other, or None. O(n log n).

    Statements are processed in the order of their first days, each against the extremes of those that still hold.
    Statements that disagree with none so far wait in the `calm` heaps until a later one excludes them.
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
    """A heap of the ends of statements, least first; statements that no longer hold are dropped from the top."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        self._heap: list[tuple[float, int]] = []

    def push(self, end: float, at: int) -> None:
        heapq.heappush(self._heap, (end, at))

    def pop(self) -> int:
        return heapq.heappop(self._heap)[1]

    def top(self, now: float) -> tuple[float, int] | None:
        """The least end among the statements that still hold `now`, and the statement's index; None if none holds."""
        while self._heap and self._statements[self._heap[0][1]].time_upper < now:
            heapq.heappop(self._heap)
        return self._heap[0] if self._heap else None


def conflicts(corpus: Corpus, condition: str) -> list[Conflict]:
    """Pairs of articles' claims about the same fact at the same time whose strict bounds do not meet.

    `condition` is SQL on the columns of `contested`, those of `claims` that doichieu.tables.views lists. Facts in
    conflict are found first, and only their claims are paired. Of pairs with the same values in the same two documents,
    only the first is returned; of a fact with too many different statements, only the two furthest apart.
    """
    rows = corpus.query(_COUNTED.format(condition=condition) + _PAIRS.format(pairs=corpus.pairs), CONTESTED)
    pairs = [(row.one, row.other, row.fact) for row in rows]
    crowds: list[Conflict] = []
    many = corpus.query(_COUNTED.format(condition=condition) + _CROWDS.format(pairs=corpus.pairs), CONTESTED)
    for fact, group in groupby(many, key=lambda row: row.fact):
        stated = list(group)
        if are_many(corpus, stated) or len(different := distinct(corpus, stated)) > corpus.pairs:
            crowds += [it for it in conflict_of_many(corpus, stated) if not _meet(it.one, it.other)]
        else:
            pairs += [(a.row, b.row, fact) for a, b in combinations(different, 2) if exclude(a, b)]
    return [*_paired(corpus, pairs), *crowds]


def conflict_of_many(corpus: Corpus, stated: Sequence[Statement]) -> Iterator[Conflict]:
    """Yield the one conflict that represents a fact with many claims, if any of them exclude each other."""
    found = furthest(stated)
    if found:
        one, other = corpus.claims(found.one, found.other)
        yield Conflict(one, other, note_on_many(corpus, stated, found.disagreeing))


def note_on_many(corpus: Corpus, stated: Sequence[Statement], disagreeing: int) -> Bilingual:
    """The note on a discrepancy that represents these statements, of which `disagreeing` disagree with another."""
    documents = {corpus.dossier.document_of(it.row) for it in stated}
    return ManyStatements(len(stated), len(documents), disagreeing).words()


def _meet(one: Claim, other: Claim) -> bool:
    """Whether the exact values meet, so that only a rounding error of floats kept them apart."""
    return bool(one.bounds and other.bounds and one.bounds.strict.meets(other.bounds.strict))


def are_many(corpus: Corpus, stated: Sequence[Statement]) -> bool:
    """Whether there are more different statements than `corpus.pairs`, by their ends and times."""
    ends = {(it.strict_lower, it.strict_upper, it.time_lower, it.time_upper) for it in stated}
    return len(ends) > corpus.pairs


def distinct(corpus: Corpus, stated: Sequence[S]) -> list[S]:
    """The statements without repetitions: the first of those with the same document, property, bounds and time."""
    first: dict[Hashable, S] = {}
    for it, claim in zip(stated, corpus.claims(*(it.row for it in stated)), strict=True):
        key = (claim.document.id, claim.property, claim.bounds, it.time_lower, it.time_upper)
        first.setdefault(key, it)
    return list(first.values())


def _paired(corpus: Corpus, pairs: Sequence[tuple[int, int, str]]) -> list[Conflict]:
    """The pairs whose exact values exclude each other; of the same values in the same two documents, the first."""
    kept: dict[tuple[object, ...], Conflict] = {}
    for first, second, fact in sorted(pairs):
        one, other = corpus.claims(first, second)
        if _meet(one, other):
            continue
        key = (fact, frozenset((claim.document.id, claim.property, claim.bounds) for claim in (one, other)))
        kept.setdefault(key, Conflict(one, other))
    return list(kept.values())
