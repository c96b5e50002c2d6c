"""An event must start before it ends."""

from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, verdict
from doichieu.tables import DATED, View
from doichieu.wording import day_notation, days, quote_with_day, quoted, source

# The end of a plan and the start of a fact are compared only within one document: elsewhere the plan may have changed.
# In all other pairs both claims have the same mode and are about the same event.
_NEAR = View(
    "near",
    """
    WITH hot AS (
             SELECT event_id FROM dated
             WHERE mark IN ('start', 'end')
             GROUP BY event_id
             HAVING min(CASE WHEN mark = 'end' THEN least_upper END)
                    < max(CASE WHEN mark = 'start' THEN most_lower END)),
         planned AS (
             SELECT DISTINCT document, subject, scope FROM moments
             WHERE mark IN ('start', 'end') AND mode IN ('plan', 'forecast'))
    SELECT row FROM moments WHERE event_id IN (SELECT event_id FROM hot)
    UNION
    SELECT m.row FROM moments AS m
    JOIN planned AS p ON p.document = m.document AND p.subject = m.subject AND p.scope = m.scope""",
    (DATED,),
)

_SQL = """
    WITH stated AS (
             SELECT * FROM moments
             WHERE row IN (SELECT row FROM near) AND mark IN ('start', 'end') AND mode <> 'opinion' AND single)
    SELECT s.row AS begun, e.row AS ended
    FROM stated AS s JOIN stated AS e ON e.subject = s.subject AND e.scope = s.scope
    WHERE s.mark = 'start' AND e.mark = 'end' AND e.strict_upper < s.strict_lower AND e.row <> s.row
      AND NOT (e.record AND s.record)
      AND (e.mode = s.mode OR e.document = s.document)
      AND e.time_lower <= s.time_upper AND s.time_lower <= e.time_upper
    ORDER BY begun, ended"""


@check(
    vi="Kết thúc trước khi bắt đầu",
    source="order of EDTF dates, ISO 8601-2",
    kinds=("date", "period"),
)
def ends_before_start(corpus: Corpus) -> Iterator[Finding]:
    """An event ends before it starts."""
    seen: set[tuple[object, ...]] = set()
    for row in corpus.query(_SQL, _NEAR):
        start, end = corpus.claims(row.begun, row.ended)
        begun, over = start.moments["start"], end.moments["end"]
        same = (start.subject, start.document.id, end.document.id, begun, over)
        if same in seen or compared_already(start, end):
            continue
        seen.add(same)
        label, grade = corpus.label(start.subject), verdict(over, begun)
        if end.document.is_record:
            pair, vi, en = (start, end), ("bắt đầu", "sau khi đã kết thúc"), ("start", "after its end,")
        else:
            pair, vi, en = (end, start), ("kết thúc", "trước cả lúc bắt đầu"), ("end", "before its start,")
        times = {start: begun.strict, end: over.strict}
        one, other = pair
        words = {
            language: (
                source(one.document, language),
                f"{quoted(one)} ({days(times[one], language)})",
                quote_with_day(other, times[other], language, one),
            )
            for language in ("vi", "en")
        }
        yield Discrepancy(
            pair,
            grade,
            vi=f"{label.vi}: {words['vi'][0]} ghi {vi[0]} {words['vi'][1]}, {vi[1]} {words['vi'][2]}.",
            en=f"{label.en}: {words['en'][0]} gives its {en[0]} as {words['en'][1]}, {en[1]} {words['en'][2]}.",
            working=f"{day_notation(over.strict)} < {day_notation(begun.strict)}",
            question=Bilingual("Ngày nào trong hai ngày này bị nhầm?", "Which of the two dates is wrong?"),
        )


def compared_already(one: Claim, other: Claim) -> bool:
    """Whether the two give the same moment differently: dates.disagree reports that."""
    shared = one.moments.keys() & other.moments.keys()
    return any(not one.moments[mark].strict.meets(other.moments[mark].strict) for mark in shared)
