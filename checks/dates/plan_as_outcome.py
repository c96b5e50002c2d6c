"""What one document reports as done cannot still be planned in a later one."""

from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check
from doichieu.model import Interval, as_of, edtf_bounds, published
from doichieu.tables import PLANS
from doichieu.wording import day_notation, days, iso, quoted, source

# A plan published on the last day on which the fact's document can have been published, or later.
_PAIRS = """
    SELECT f.row AS fact, p.row AS plan
    FROM claims AS f
    JOIN plans AS p ON p.subject = f.subject AND p.property = f.property AND p.unit = f.unit AND p.scope = f.scope
    WHERE f.mode = 'fact' AND f.single AND NOT f.record AND f.document <> p.document
      AND f.kind IN ('quantity', 'money', 'percent', 'date', 'period')
      AND f.strict_lower <= p.strict_upper AND p.strict_lower <= f.strict_upper
      AND p.published_lower >= floor(f.published_upper)
    ORDER BY fact, plan"""

# Figures for a period (the first part of the scope; a scope without one begins with "|") or as of a day after their
# document. The scope gives the first day as a number. Where that is not a whole number, the exact comparison decides.
_TIMED = """
    SELECT row FROM claims
    WHERE mode = 'fact' AND NOT record AND kind IN ('quantity', 'money', 'percent') AND time_lower > published_upper
    UNION
    SELECT row FROM claims
    WHERE mode = 'fact' AND NOT record AND kind IN ('quantity', 'money', 'percent') AND scope < '|'
      AND coalesce(TRY_CAST(split_part(scope, '..', 1) AS DOUBLE), 1e9) > published_upper
    ORDER BY row"""


@check(
    vi="Điều mới dự kiến được thuật lại như kết quả",
    source="order of publication and of EDTF dates, ISO 8601-2",
    kinds=("quantity", "money", "percent", "date", "period"),
)
def plan_as_outcome(corpus: Corpus) -> Iterator[Finding]:
    """A plan or a forecast is reported as an outcome."""
    seen: set[tuple[object, ...]] = set()
    for row in corpus.query(_TIMED):
        (claim,) = corpus.claims(row.row)
        same: tuple[object, ...] = (claim.document.id, claim.subject, claim.property, claim.scope, claim.bounds)
        if too_early(claim) and same not in seen:
            seen.add(same)
            yield _of_the_future(corpus, claim)
    for row in corpus.query(_PAIRS, PLANS):
        fact, plan = corpus.claims(row.fact, row.plan)
        same = (fact.document.id, plan.document.id, fact.subject, fact.property, fact.bounds, plan.bounds)
        if same not in seen and still_planned(fact, plan):
            seen.add(same)
            yield _still_planned(corpus, fact, plan)


def time_for(claim: Claim) -> Interval | None:
    """The time that a figure is for, if its scope gives one."""
    edtf = claim.scope.during or claim.scope.as_of
    return edtf_bounds(edtf) if edtf else None


def too_early(claim: Claim) -> bool:
    """Whether a figure is for a time that had not begun when its document was published."""
    time = time_for(claim)
    return time is not None and published(claim.document).strict.below(time)


def still_planned(fact: Claim, plan: Claim) -> bool:
    """Whether the planned time, as far as is known, was still to come when the fact's document was published."""
    fact_out, plan_out = published(fact.document).strict, published(plan.document).strict
    if plan.value.kind in ("date", "period"):
        begun, reported = plan.moments.get("start"), fact.moments.get("start")
        # A start reported for a day still to come is left to not_yet_done.
        return bool(begun and reported and fact_out.below(begun.strict) and not fact_out.below(reported.strict))
    time = time_for(plan)
    if too_early(fact):
        return False
    if time is None:
        return True
    if plan.scope.during:
        return fact_out.upper < time.upper and plan_out.upper <= time.upper
    return fact_out.upper < time.upper and time.meets(as_of(fact).strict)


def _of_the_future(corpus: Corpus, claim: Claim) -> Discrepancy:
    out, time, label = published(claim.document), time_for(claim), corpus.label(claim.subject)
    assert time  # as too_early found
    sure = claim.document.published_basis == "stated" and out.loose.below(time)
    dated = {language: (source(claim.document, language), days(out.strict, language)) for language in ("vi", "en")}
    return Discrepancy(
        (claim,),
        "contradiction" if sure else "tension",
        vi=f"{label.vi}: {dated['vi'][0]} ({dated['vi'][1]}) ghi {quoted(claim)} như kết quả đã có, "
        f"nhưng thời gian được tính ({days(time, 'vi')}) lúc ấy còn chưa tới.",
        en=f"{label.en}: {dated['en'][0]} ({dated['en'][1]}) gives {quoted(claim)} as an outcome, "
        f"but the time it is for ({days(time, 'en')}) was still to come.",
        working=f"{day_notation(time)} > {day_notation(out.strict)}",
        question=Bilingual("Đây là kết quả hay mới là dự kiến?", "Is this an outcome, or still a plan?"),
    )


def _still_planned(corpus: Corpus, fact: Claim, plan: Claim) -> Discrepancy:
    first, second, label = (
        published(fact.document).strict,
        published(plan.document).strict,
        corpus.label(fact.subject),
    )
    begun = plan.moments.get("start")
    time = begun.strict if begun else time_for(plan)
    stated = fact.document.published_basis == plan.document.published_basis == "stated"
    kind = {"plan": ("dự kiến", "a plan"), "forecast": ("dự báo", "a forecast")}[plan.mode]
    dated = {
        language: [
            f"{source(claim.document, language)} ({days(out, language)})"
            for claim, out in ((fact, first), (plan, second))
        ]
        for language in ("vi", "en")
    }
    return Discrepancy(
        (fact, plan),
        "contradiction" if stated and time else "tension",
        vi=f"{label.vi}: {dated['vi'][0]} ghi {quoted(fact)} như việc đã xảy ra, "
        f"còn {dated['vi'][1]} vẫn coi {quoted(plan)} là {kind[0]}.",
        en=f"{label.en}: {dated['en'][0]} reports {quoted(fact)} as done, "
        f"while {dated['en'][1]} still calls {quoted(plan)} {kind[1]}.",
        working=f"{day_notation(first)} ≤ {day_notation(second)}"
        + (f"; {day_notation(first)} < {iso(begun.strict.lower if begun else time.upper - 1)}" if time else ""),
        question=Bilingual("Việc này đã xong hay mới dự kiến?", "Had this been done, or was it only planned?"),
    )
