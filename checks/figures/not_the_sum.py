"""A total must be the sum of its parts."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, product

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, same_but_hedged, verdict
from doichieu.model import Dossier, Interval, exactly
from doichieu.tables import ARITHMETIC_CLAIMS, held
from doichieu.wording import (
    bounds_shown,
    computed,
    computed_apart,
    derived,
    join_list,
    nearest,
    quote_with_source,
    quoted,
    rounded,
    says,
    topic,
)


def total(*parts: Interval) -> Interval:
    """The possible sums of the parts."""
    return sum(parts, start=exactly(0))


def _sum(*parts: str) -> str:
    return " + ".join(parts)


@check(
    vi="Các phần cộng lại không ra con số tổng",
    source="XBRL Calculations 1.1: the interval of the sum must meet the interval of the total",
    kinds=("quantity", "money", "percent"),
)
def not_the_sum(corpus: Corpus) -> Iterator[Finding]:
    """The parts do not add up to the stated total.

    Every part must be stated for the same scope and time, in the unit of the total. Where a part is stated
    more than once, a finding needs every combination to miss, and reports the one that misses least. A
    record may give a part. A sum that fits another total stated for the same thing is left to the check
    that compares the two totals.
    """
    rows = corpus.query(
        """
        SELECT whole.row AS whole, needed.operand AS operand,
               part.row AS part, part.time_lower AS time_lower, part.time_upper AS time_upper
        FROM arithmetic_claims AS whole
        JOIN arithmetic AS needed ON needed.property = whole.property AND needed.operation = 'sum'
        LEFT JOIN arithmetic_claims AS part
          ON part.subject = whole.subject AND part.property = needed.operand AND part.scope = whole.scope
         AND part.mode = whole.mode AND part.kind = whole.kind AND part.unit = whole.unit
         AND part.time_lower <= whole.time_upper AND whole.time_lower <= part.time_upper
        WHERE NOT whole.record AND whole.mode <> 'opinion' AND whole.kind IN ('quantity', 'money', 'percent')
        ORDER BY whole, operand, part""",
        ARITHMETIC_CLAIMS,
    )
    totals, reported = _totals(corpus), set()
    for whole, found in groupby(rows, key=lambda row: row.whole):
        (stated,) = corpus.claims(whole)
        choices = [list(group) for _, group in groupby(found, key=lambda row: row.operand)]
        results = {}
        for chosen in product(*choices):
            if all(row.part is not None for row in chosen) and max(row.time_lower for row in chosen) <= min(
                row.time_upper for row in chosen
            ):
                parts = corpus.claims(*sorted(row.part for row in chosen))
                results[parts] = derived(total, parts)
        meaning = rounded(stated)
        miss = nearest(meaning, results)
        if miss is None or (stated.document.id, stated.facts) in reported:
            continue
        reported.add((stated.document.id, stated.facts))
        parts, result = miss
        others = [other for other in totals.get(stated, ()) if _contests(other, stated, corpus.dossier)]
        if any(result.strict.meets(rounded(other).strict) for other in others):
            continue
        grade = verdict(meaning, result)
        vi, en = (
            f"{topic(corpus.dossier, stated, language)}: {says(stated, meaning, grade, language)}, "
            f"{but} "
            f"{join_list([quote_with_source(part, stated, language) for part in parts], language)} {make} "
            f"{computed(bounds_shown(result, grade), stated, language)}."
            for language, but, make in (("vi", "nhưng", "cộng lại ra"), ("en", "but", "add up to"))
        )
        yield Discrepancy(
            (stated, *parts),
            grade,
            vi=vi,
            en=en,
            working=computed_apart(_sum, parts, result, stated),
            question=_asked(stated, short=result.strict.below(meaning.strict)),
        )


def _asked(stated: Claim, *, short: bool) -> Bilingual:
    vi, en = "hay có phần bị tính hai lần", "or is something counted twice"
    if short:
        vi, en = "hay còn thiếu một phần", "or is a part missing"
    return Bilingual(
        f"Sai ở tổng {quoted(stated)}, ở một trong các phần, {vi}?",
        f"Is the total {quoted(stated)} wrong, or one of its parts, {en}?",
    )


def _totals(corpus: Corpus) -> dict[Claim, list[Claim]]:
    """Each total with all totals stated for the same fact, those of records included."""
    rows = corpus.query(
        """
        SELECT row, fact FROM arithmetic_claims
        WHERE single AND mode <> 'opinion' AND property IN (SELECT property FROM arithmetic WHERE operation = 'sum')
        ORDER BY row""",
        ARITHMETIC_CLAIMS,
    )
    by_fact: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        by_fact[row.fact] += corpus.claims(row.row)
    return {claim: totals for totals in by_fact.values() for claim in totals}


def _contests(other: Claim, stated: Claim, dossier: Dossier) -> bool:
    """Whether another total disagrees with the stated one, and is reported for it."""
    apart = not rounded(other).strict.meets(rounded(stated).strict) and not same_but_hedged(other, stated)
    return apart and held(other, dossier).meets(held(stated, dossier))
