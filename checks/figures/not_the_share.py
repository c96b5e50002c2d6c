"""A percentage must be the part divided by the whole."""

from collections.abc import Iterator
from itertools import groupby

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check, verdict
from doichieu.model import INFINITY, Interval
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


def share(part: Interval, whole: Interval) -> Interval | None:
    """The possible percentages that a part is of a whole; None where the whole may be zero.

    A limit without a lower end ("at most 40") starts at zero, since only counted things have shares.
    """
    if part.lower == -INFINITY and part.upper > 0:
        part = Interval(0, part.upper, True, part.upper_closed)
    quotient = part.over(whole)
    return quotient and quotient.times(100)


def _quotient(part: str, whole: str) -> str:
    return f"100 × {part} ÷ {whole}"


@check(
    vi="Tỷ lệ phần trăm không khớp với phần chia cho toàn thể",
    source="interval arithmetic on the printed precision, as statcheck recomputes reported figures",
    kinds=("percent",),
)
def not_the_share(corpus: Corpus) -> Iterator[Finding]:
    """A percentage is not the part divided by the whole.

    All three must be for the same scope and time, with part and whole in one unit. A percentage without a
    hedge counts as rounded at its last digit. Where a part or a whole is stated more than once, a finding
    needs every combination to miss, and reports the one that misses least. A record may give the part or
    the whole.
    """
    rows = corpus.query(
        """
        SELECT share.row AS share, part.row AS part, whole.row AS whole
        FROM arithmetic_claims AS share
        JOIN arithmetic AS above ON above.property = share.property AND above.operation = 'part'
        JOIN arithmetic AS below ON below.property = share.property AND below.operation = 'whole'
        JOIN arithmetic_claims AS part
          ON part.subject = share.subject AND part.property = above.operand AND part.scope = share.scope
         AND part.mode = share.mode
        JOIN arithmetic_claims AS whole
          ON whole.subject = share.subject AND whole.property = below.operand AND whole.scope = share.scope
         AND whole.mode = share.mode AND whole.kind = part.kind AND whole.unit = part.unit
        WHERE share.kind = 'percent' AND share.unit <> 'point' AND share.mode <> 'opinion'
          AND NOT share.record AND part.kind IN ('quantity', 'money', 'percent', 'duration')
          AND greatest(share.time_lower, part.time_lower, whole.time_lower)
           <= least(share.time_upper, part.time_upper, whole.time_upper)
        ORDER BY share, part, whole""",
        ARITHMETIC_CLAIMS,
    )
    reported = set()
    for row, found in groupby(rows, key=lambda row: row.share):
        (stated,) = corpus.claims(row)
        choices = [corpus.claims(chosen.part, chosen.whole) for chosen in found]
        meaning = rounded(stated)
        miss = nearest(meaning, {operands: derived(share, operands) for operands in choices})
        if miss is None or (stated.document.id, stated.facts) in reported:
            continue
        reported.add((stated.document.id, stated.facts))
        (part, whole), result = miss
        grade = verdict(meaning, result)
        vi, en = (
            f"{topic(corpus.dossier, stated, language)}: {says(stated, meaning, grade, language)}, "
            f"{but} {quote_with_source(part, stated, language)} {of} "
            f"{quote_with_source(whole, stated, language)} {equals} "
            f"{computed(bounds_shown(result, grade), stated, language)}."
            for language, but, of, equals in (("vi", "nhưng", "trên", "là"), ("en", "but", "of", "is"))
        )
        working = computed_apart(_quotient, (part, whole), result, stated)
        question = Bilingual(
            f"Sai ở tỷ lệ {quoted(stated)}, ở con số phần hay toàn thể, hay tỷ lệ này tính trên một tổng khác?",
            f"Is the share {quoted(stated)} wrong, or the part or the whole, or is it a share of something else?",
        )
        yield Discrepancy((stated, part, whole), grade, vi=vi, en=en, working=working, question=question)
