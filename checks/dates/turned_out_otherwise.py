"""A later fact that differs from a plan or a forecast is worth knowing, though it is not an error."""

from collections.abc import Iterator

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check
from doichieu.model import at_mark
from doichieu.wording import intervals_apart, quote_with_bounds, source

# Figures and moments in one list. A fact is later if its document is; a timeless fact of a record always counts as
# later. A total that can only grow may still reach its plan. A plan that any later fact meets is not reported.
_SQL = """
    WITH planned AS (SELECT DISTINCT subject FROM claims WHERE mode IN ('plan', 'forecast')),
         stated AS (
             SELECT row, subject, scope, property AS what, unit, '' AS mark, loose_lower, loose_upper
             FROM claims
             WHERE kind IN ('quantity', 'money', 'percent', 'duration') AND subject IN (SELECT subject FROM planned)
             UNION ALL
             SELECT row, subject, scope, CASE WHEN mark = 'time' THEN property ELSE '' END, '', mark,
                    loose_lower, loose_upper
             FROM moments WHERE subject IN (SELECT subject FROM planned)),
         plans AS (
             SELECT t.*, c.published_lower, c.published_upper, c.time_lower, c.time_upper, c.cumulative
             FROM stated AS t JOIN claims AS c ON c.row = t.row
             WHERE c.mode IN ('plan', 'forecast') AND NOT c.record AND c.single),
         facts AS (
             SELECT t.*, c.record, c.published_lower, c.time_lower, c.time_upper
             FROM stated AS t JOIN claims AS c ON c.row = t.row
             WHERE c.mode = 'fact' AND c.single),
         later AS (
             SELECT p.row AS plan, f.row AS fact, p.mark AS mark, f.record AS record,
                    p.loose_lower <= f.loose_upper AND f.loose_lower <= p.loose_upper AS met
             FROM plans AS p
             JOIN facts AS f ON f.subject = p.subject AND f.scope = p.scope AND f.what = p.what
                            AND f.unit = p.unit AND f.mark = p.mark
             WHERE (f.published_lower > p.published_upper OR f.record AND f.time_lower < 0)
               AND (f.time_lower < 0 OR p.time_lower <= p.published_upper
                    OR f.time_lower <= p.time_upper AND p.time_lower <= f.time_upper)
               AND NOT (p.cumulative AND f.loose_upper < p.loose_lower))
    SELECT plan, mark, fact FROM later AS l
    WHERE NOT met AND NOT EXISTS (SELECT * FROM later AS k WHERE k.plan = l.plan AND k.mark = l.mark AND k.met)
    ORDER BY plan, record DESC, fact, mark DESC"""

_ASKED = {
    "plan": Bilingual(
        "Vì sao dự kiến này thay đổi, và bạn đọc đã được báo chưa?",
        "Why did the plan change, and have readers been told?",
    ),
    "forecast": Bilingual(
        "Vì sao dự báo này không đúng, và bạn đọc đã được báo chưa?",
        "Why did the forecast not hold, and have readers been told?",
    ),
}


@check(
    vi="Kết quả khác với dự kiến hay dự báo đã nêu",
    source="interval comparison of a plan and a later fact, after XBRL Calculations 1.1",
    kinds=("quantity", "money", "percent", "duration", "date", "period"),
)
def turned_out_otherwise(corpus: Corpus) -> Iterator[Finding]:
    """The outcome differs from the plan or the forecast."""
    seen: set[object] = set()
    for row in corpus.query(_SQL):
        plan, fact = corpus.claims(row.plan, row.fact)
        same = (plan.document.id, plan.subject, plan.property, plan.scope, plan.bounds)
        if same in seen:
            continue
        seen.add(same)
        label = corpus.label(plan.subject)
        assert plan.bounds
        assert fact.bounds  # the query selects only kinds that have bounds
        words = {
            language: (
                quote_with_bounds(plan, plan.bounds, "contradiction", language),
                quote_with_bounds(fact, fact.bounds, "contradiction", language),
            )
            for language in ("vi", "en")
        }
        vi, en = {"plan": ("dự kiến", "the plan"), "forecast": ("dự báo", "the forecast")}[plan.mode]
        yield Discrepancy(
            (plan, fact),
            "note",
            vi=f"{label.vi}: {source(plan.document, 'vi')} nêu {vi} {words['vi'][0]}, "
            f"còn {source(fact.document, 'vi')} ghi {words['vi'][1]}: kết quả khác {vi}.",
            en=f"{label.en}: {source(plan.document, 'en')} gave {en} as {words['en'][0]}, "
            f"and {source(fact.document, 'en')} says {words['en'][1]}: it turned out otherwise.",
            working=intervals_apart(at_mark(plan, row.mark), at_mark(fact, row.mark)),
            question=_ASKED[plan.mode],
        )
