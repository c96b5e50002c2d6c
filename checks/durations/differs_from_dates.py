"""A stated duration must equal the time from the start to the end that other claims give."""

from collections import defaultdict
from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, verdict
from doichieu.model import Bounds
from doichieu.tables import BOUNDING, DATED, View
from doichieu.wording import (
    bounds_apart,
    completed,
    day_notation,
    limit,
    nearest,
    quote_with_source,
    says,
    time_elapsed,
)

# Periods with both ends known are left to outlasts_period and falls_short.
#
# A sieve: the subjects with a duration that may miss every span from a start to an end, because it is longer than the
# longest, shorter than the shortest, or between two of them. Where the claims do not all hold at one time, or a start
# comes after an end, some spans do not count; then it is enough that the duration may miss one span. n months are taken
# as n × 30.436875 days, give or take a week. A bare whole number may count completed units, so its upper end is raised
# by one unit.
_MISFITS = View(
    "misfits",
    """
    WITH lengths AS (
             SELECT event_id, max(strict_lower * days) + 7 AS longest,
                    min(CASE WHEN hedge IS NULL AND amount NOT LIKE '%.%' AND CAST(amount AS DOUBLE) > 0
                             THEN strict_upper * (1 + 1 / CAST(amount AS DOUBLE)) ELSE strict_upper END * days)
                      - 7 AS shortest,
                    max(time_lower) AS time_lower, min(time_upper) AS time_upper
             FROM (SELECT *, CASE WHEN unit IN ('second', 'minute', 'hour', 'day', 'week')
                                  THEN 1e0 / 86400 ELSE 30.436875e0 END AS days
                   FROM claims WHERE role = 'duration' AND single AND mode <> 'opinion' AND NOT record) AS durations
             GROUP BY event_id),
         spans AS (
             SELECT l.event_id, l.longest, l.shortest,
                    e.most_upper - b.least_lower AS longest_upper, e.least_upper - b.most_lower AS shortest_upper,
                    e.most_lower - b.least_upper AS longest_lower, e.least_lower - b.most_upper AS shortest_lower,
                    greatest(l.time_lower, b.time_lower, e.time_lower)
                      <= least(l.time_upper, b.time_upper, e.time_upper) AS at_once
             FROM lengths AS l
             JOIN dated AS b ON b.event_id = l.event_id AND b.bounding AND b.mark = 'start'
             JOIN dated AS e ON e.event_id = l.event_id AND e.bounding AND e.mark = 'end')
    SELECT event_id FROM spans
    WHERE CASE WHEN at_once AND shortest_upper > 0
               THEN longest >= longest_upper OR shortest <= shortest_lower
                    OR longest >= shortest_upper AND shortest <= longest_lower
               ELSE longest >= shortest_upper OR shortest <= longest_lower END""",
    (DATED,),
)

_SQL = f"""
    WITH ends AS (
             SELECT row, subject, scope, mode, mark, time_lower, time_upper FROM moments
             WHERE event_id IN (SELECT event_id FROM misfits) AND single AND mode <> 'opinion' AND {BOUNDING}),
         whole AS (
             SELECT row, subject, scope, mode FROM ends
             GROUP BY row, subject, scope, mode HAVING min(mark) = 'end' AND max(mark) = 'start')
    SELECT d.row AS duration, s.row AS begun, e.row AS ended
    FROM claims AS d
    JOIN ends AS s ON s.subject = d.subject AND s.scope = d.scope AND s.mode = d.mode AND s.mark = 'start'
    JOIN ends AS e ON e.subject = d.subject AND e.scope = d.scope AND e.mode = d.mode AND e.mark = 'end'
    WHERE d.event_id IN (SELECT event_id FROM misfits)
      AND d.role = 'duration' AND d.single AND d.mode <> 'opinion' AND NOT d.record
      AND s.time_lower <= d.time_upper AND d.time_lower <= s.time_upper
      AND e.time_lower <= d.time_upper AND d.time_lower <= e.time_upper
      AND NOT EXISTS (SELECT * FROM whole AS w WHERE w.subject = d.subject AND w.scope = d.scope AND w.mode = d.mode)
    ORDER BY duration, begun, ended"""


@check(
    vi="Thời lượng không khớp với ngày bắt đầu và ngày kết thúc",
    source="calendar arithmetic on EDTF bounds, ISO 8601-2",
    kinds=("duration", "date", "period"),
)
def differs_from_dates(corpus: Corpus) -> Iterator[Finding]:
    """A duration differs from the time between the start and the end of the same thing."""
    rows = corpus.query(_SQL, _MISFITS)
    selected = sorted({at for row in rows for at in (row.duration, row.begun, row.ended)})
    claims = dict(zip(selected, corpus.claims(*selected), strict=True))
    # Many documents give the same span: its length is computed once per unit.
    spans: dict[Claim, dict[tuple[Bounds, Bounds], tuple[Claim, Claim]]] = defaultdict(dict)
    for row in rows:
        start, end = claims[row.begun], claims[row.ended]
        begun, over = start.moments["start"], end.moments["end"]
        if begun.strict.lower < over.strict.upper:
            spans[claims[row.duration]].setdefault((begun, over), (start, end))
    lengths: dict[tuple[object, ...], Bounds | None] = {}
    seen: set[tuple[object, ...]] = set()
    for duration, pairs in spans.items():
        stated = completed(duration)
        results: dict[tuple[Claim, ...], Bounds | None] = {}
        for dates, pair in pairs.items():
            key = (*dates, getattr(duration.value, "unit", ""))
            if key not in lengths:
                lengths[key] = time_elapsed(*dates, duration)
            results[pair] = lengths[key]
        found = nearest(stated, results)
        same = (duration.subject, duration.document.id, duration.bounds)
        if not found or same in seen:
            continue
        seen.add(same)
        (start, end), length = found
        first, last = start.moments["start"].strict, end.moments["end"].strict
        grade, longest = verdict(stated, length), length.strict.below(stated.strict)
        label = corpus.label(duration.subject)
        said = {language: says(duration, stated, grade, language) for language in ("vi", "en")}
        span = {language: limit(length.strict, duration, longest, language) for language in ("vi", "en")}
        yield Discrepancy(
            (duration, start, end),
            grade,
            vi=f"{label.vi}: {said['vi']}, trong khi tính từ khi bắt đầu là {quote_with_source(start, duration, 'vi')} "
            f"đến khi kết thúc là {quote_with_source(end, duration, 'vi')} thì {'chỉ ' * longest}dài {span['vi']}.",
            en=f"{label.en}: {said['en']}, while from its start, {quote_with_source(start, duration, 'en')}, "
            f"to its end, {quote_with_source(end, duration, 'en')}, it is {span['en']} long.",
            working=f"{day_notation(first)} → {day_notation(last)}: {bounds_apart(length, stated, duration)}",
            question=Bilingual(
                "Thời lượng hay ngày tháng nhầm, hay thời lượng tính từ một mốc khác?",
                "Is the duration or a date wrong, or is it counted from another point?",
            ),
        )
