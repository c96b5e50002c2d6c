"""Two articles must give one event the same start, the same end or the same day."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, groupby
from types import SimpleNamespace

from doichieu import (
    NO_NOTE,
    Bilingual,
    Claim,
    Corpus,
    Discrepancy,
    Finding,
    are_many,
    check,
    conflict_of_many,
    distinct,
    exclude,
    verdict,
)
from doichieu.model import Interval, at_mark
from doichieu.tables import CONTESTED_MOMENTS
from doichieu.wording import both_say, days, intervals_apart, titled

# Facts in conflict first, then their pairs. A plan is compared only with what was planned at the same time.
_COUNTED = """
    WITH stated AS (SELECT * FROM contested_moments WHERE NOT record),
         counted AS (
             SELECT *, count(*) OVER (PARTITION BY fact) AS times,
                    max(strict_lower) OVER (PARTITION BY fact) > min(strict_upper) OVER (PARTITION BY fact) AS hot
             FROM stated)"""

_PAIRS = """
    SELECT a.row AS one, b.row AS other, a.fact AS fact, a.mark AS mark
    FROM counted AS a JOIN counted AS b ON b.fact = a.fact AND a.row < b.row
    WHERE a.hot AND b.hot AND a.times <= {pairs} AND b.times <= {pairs}
      AND (a.strict_lower > b.strict_upper OR b.strict_lower > a.strict_upper)
      AND a.time_lower <= b.time_upper AND b.time_lower <= a.time_upper"""

_CROWDS = " SELECT * FROM counted WHERE hot AND times > {pairs} ORDER BY fact, row"

_WHAT = {
    "start": Bilingual("hai thời điểm bắt đầu không trùng nhau", "the two starts do not agree"),
    "end": Bilingual("hai thời điểm kết thúc không trùng nhau", "the two ends do not agree"),
    "both": Bilingual("hai thời điểm không trùng nhau", "the two dates do not agree"),
}
_ASKED = {
    "start": Bilingual("{} bắt đầu khi nào: {} hay {}?", "Which start is right for {}: {} or {}?"),
    "end": Bilingual("{} kết thúc khi nào: {} hay {}?", "Which end is right for {}: {} or {}?"),
    "both": Bilingual("Thời điểm nào của {} là đúng: {} hay {}?", "Which date is right for {}: {} or {}?"),
}


@check(
    vi="Hai bài nêu ngày giờ khác nhau cho cùng một sự kiện",
    source="interval comparison of EDTF dates, ISO 8601-2",
    kinds=("date", "period"),
)
def disagree(corpus: Corpus) -> Iterator[Finding]:
    """Two dates given for the same thing do not agree."""
    marks: dict[tuple[Claim, Claim], list[str]] = defaultdict(list)
    reported: dict[tuple[str, ...], list[tuple[Interval, Interval]]] = defaultdict(list)
    rows = corpus.query(_COUNTED + _PAIRS.format(pairs=corpus.pairs), CONTESTED_MOMENTS)
    many = corpus.query(_COUNTED + _CROWDS.format(pairs=corpus.pairs), CONTESTED_MOMENTS)
    more: dict[tuple[Claim, Claim], Bilingual] = {}
    for _, group in groupby(many, lambda row: row.fact):
        crowd = list(group)
        if are_many(corpus, crowd) or len(different := distinct(corpus, crowd)) > corpus.pairs:
            for one, other, words in conflict_of_many(corpus, crowd):
                marks[one, other].append(crowd[0].mark)
                more[one, other] = words
        else:
            rows += [_pair(a, b) for a, b in combinations(different, 2) if exclude(a, b)]
    for row in sorted(sorted(rows, key=lambda row: row.mark, reverse=True), key=lambda row: (row.one, row.other)):
        one, other = corpus.claims(row.one, row.other)
        first, second = one.moments[row.mark].strict, other.moments[row.mark].strict
        known = reported[row.fact, one.document.id, other.document.id]
        if not any(first.meets(left) and second.meets(right) for left, right in known):
            marks[one, other].append(row.mark)
        known.append((first, second))
        if one.document is other.document:
            known.append((second, first))
    for (one, other), differing in marks.items():
        label, mark = corpus.label(one.subject), differing[0]
        point = mark if len(differing) == 1 and mark in _WHAT else "both"
        what, asked, name = _WHAT[point], _ASKED[point], titled(label)
        left, right = one.moments[mark], other.moments[mark]
        added = more.get((one, other), NO_NOTE)
        grade = "tension" if one_day_of(one, other) or one_day_of(other, one) else verdict(left, right)
        yield Discrepancy(
            (one, other),
            grade,
            vi=f"{label.vi}: {both_say(one, other, 'vi', grade)}; {what.vi}.{added.vi}",
            en=f"{label.en}: {both_say(one, other, 'en', grade)}; {what.en}.{added.en}",
            working=intervals_apart(at_mark(one, mark), at_mark(other, mark)),
            question=Bilingual(
                asked.vi.format(name.vi, days(left.strict, "vi"), days(right.strict, "vi")),
                asked.en.format(name.en, days(left.strict, "en"), days(right.strict, "en")),
            ),
        )


def _pair(one: SimpleNamespace, other: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(one=one.row, other=other.row, fact=one.fact, mark=one.mark)


def one_day_of(day: Claim, period: Claim) -> bool:
    """Whether one claim dates the event to a day, such as the first, within the period that the other gives."""
    if day.value.kind != "date" or period.value.kind != "period" or not (day.bounds and period.bounds):
        return False
    return len(day.moments) == 2 and day.bounds.strict.within(period.bounds.strict)
