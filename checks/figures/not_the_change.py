"""A change in percent must follow from the figures before and after it."""

from collections.abc import Iterator
from itertools import groupby

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, verdict
from doichieu.model import INFINITY, Interval, edtf_bounds, edtf_of, exactly
from doichieu.tables import ARITHMETIC_CLAIMS
from doichieu.wording import (
    bounds_shown,
    computed,
    computed_apart,
    derived,
    nearest,
    quote_with_source,
    quoted,
    rounded,
    says,
    topic,
)

_POINTS = Bilingual("Có phải ý là điểm phần trăm?", "Are percentage points meant?")


def growth(before: Interval, after: Interval) -> Interval | None:
    """The possible changes in percent from one figure to another; None where the first may be zero.

    A limit without a lower end ("at most 40") starts at zero, since only counted things grow in percent.
    """
    if after.lower == -INFINITY and after.upper > 0:
        after = Interval(0, after.upper, True, after.upper_closed)
    ratio = after.over(before)
    return ratio and (ratio - exactly(1)).times(100)


def points(before: Interval, after: Interval) -> Interval:
    """The possible differences from one percentage to another, in percentage points."""
    return after - before


@check(
    vi="Mức tăng giảm không khớp với con số trước và sau",
    source="percentage change is (after − before) ÷ before; interval arithmetic on the printed precision",
    kinds=("percent",),
)
def not_the_change(corpus: Corpus) -> Iterator[Finding]:
    """A change in percent does not follow from the figures before and after.

    The figure before must be for exactly scope.from, the figure after for exactly scope.during or as_of;
    the rest of their scopes must be equal. Percentage points are a difference of percentages. Where a
    figure is stated more than once, a finding needs every combination to miss, and reports the one that
    misses least. A record may give either figure.
    """
    rows = corpus.query(
        """
        SELECT change.row AS change, figure.row AS figure, change.unit = 'point' AS in_points,
               figure.kind = 'percent' AS percent, figure.unit AS unit
        FROM arithmetic_claims AS change
        JOIN arithmetic AS needed ON needed.property = change.property AND needed.operation = 'change'
        JOIN arithmetic_claims AS figure
          ON figure.subject = change.subject AND figure.property = needed.operand
         AND figure.mode IN (change.mode, 'fact')
        WHERE NOT change.record AND change.mode <> 'opinion' AND change.kind = 'percent'
          AND (figure.kind = 'percent' OR figure.kind IN ('quantity', 'money') AND change.unit <> 'point')
        ORDER BY change, unit, figure""",
        ARITHMETIC_CLAIMS,
    )
    reported = set()
    for (row, in_points, percent), found in groupby(rows, key=lambda row: (row.change, row.in_points, row.percent)):
        (stated,) = corpus.claims(row)
        choices: list[tuple[Claim, Claim]] = []
        for _, group in groupby(found, key=lambda row: row.unit):
            choices += _choices(stated, corpus.claims(*(row.figure for row in group)))
        rule, meaning = points if in_points else growth, rounded(stated)
        miss = nearest(meaning, {operands: derived(rule, operands) for operands in choices})
        if miss is None or (stated.document.id, stated.facts) in reported:
            continue
        reported.add((stated.document.id, stated.facts))
        operands, result = miss
        grade = verdict(meaning, result)
        difference = derived(points, operands)
        mixed_up = percent and not in_points and difference and difference.strict.meets(meaning.strict)
        vi, en = (
            f"{topic(corpus.dossier, stated, language)}: {says(stated, meaning, grade, language)}, "
            f"{but} {quote_with_source(operands[0], stated, language)} {to} "
            f"{quote_with_source(operands[1], stated, language)} {equals} "
            f"{_change(bounds_shown(result, grade), stated, language)}."
            for language, but, to, equals in (
                ("vi", "nhưng từ", "đến", "là"),
                ("en", "but from", "to", "is"),
            )
        )
        working = computed_apart(_points if in_points else _growth, operands, result, stated)
        question = _POINTS if mixed_up else _asked(stated)
        yield Discrepancy((stated, *operands), grade, vi=vi, en=en, working=working, question=question)


def _asked(stated: Claim) -> Bilingual:
    return Bilingual(
        f"Sai ở {quoted(stated)}, ở một trong hai con số trước và sau, hay mức ấy so với một mốc khác?",
        f"Is {quoted(stated)} wrong, or one of the two figures, or is the change counted from another time?",
    )


def _choices(change: Claim, figures: tuple[Claim, ...]) -> list[tuple[Claim, Claim]]:
    """Every combination of a figure before and a figure after."""
    before = [figure for figure in figures if _at(figure, change, change.scope.from_)]
    after = [figure for figure in figures if figure.mode == change.mode and _at(figure, change, edtf_of(change))]
    return [(one, other) for one in before for other in after]


def _at(figure: Claim, change: Claim, time: str | None) -> bool:
    """Whether a figure is for a time that a change is measured from or to, with otherwise equal scopes."""
    one, other = figure.scope, change.scope
    alike = (one.since, one.place, one.among, one.qualifier) == (
        other.since,
        other.place,
        other.among,
        other.qualifier,
    )
    if time is None or one.from_ or not alike or bool(one.during) != bool(other.during):
        return False
    return edtf_bounds(edtf_of(figure)) == edtf_bounds(time)


def _growth(before: str, after: str) -> str:
    return f"100 × ({after} ÷ {before} − 1)"


def _points(before: str, after: str) -> str:
    return f"{after} − {before}"


def _change(change: Interval, like: Claim, language: str) -> str:
    """'tăng ≈ 64,95%', 'a fall of exactly 20%'."""
    if change.upper <= 0 and change.lower < 0:
        words, change = ("giảm", "a fall of"), -change
    else:
        words = ("tăng", "a rise of") if change.lower >= 0 else ("thay đổi", "a change")
    return f"{words[language == 'en']} {computed(change, like, language)}"
