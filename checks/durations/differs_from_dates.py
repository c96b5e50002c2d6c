"""A stated duration must be the time from the start to the end that other claims give."""

from collections import defaultdict
from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, verdict
from doichieu.notation import compared, day_notation
from doichieu.reckoning import completed, lasted, nearest
from doichieu.sentences import cited, says
from doichieu.wording import limit

# A period with both ends known answers by itself, in outlasts_period and falls_short.
#
# The subjects first of which some duration may miss every span from a start to an end: it is longer than the longest
# or shorter than the shortest of them, or falls between two. Where not all hold at one time, or a start comes after
# an end, some spans do not count, and it is enough that it may miss one. n months are n × 30.436875 days give or take
# a week; a bare whole number may count units completed, so its upper end is one unit further.
_SQL = """
    WITH told AS (
             SELECT event_id, role, time_lower, time_upper,
                    CASE WHEN role = 'start' THEN strict_lower END AS begun_lower,
                    CASE WHEN role = 'start' THEN strict_upper END AS begun_upper,
                    CASE WHEN role = 'end' THEN strict_lower END AS ended_lower,
                    CASE WHEN role = 'end' THEN strict_upper END AS ended_upper,
                    CASE WHEN role = 'duration' AND NOT record THEN strict_lower END AS length_lower,
                    CASE WHEN role = 'duration' AND NOT record THEN
                        CASE WHEN hedge IS NULL AND amount NOT LIKE '%.%' AND CAST(amount AS DOUBLE) > 0
                             THEN strict_upper * (1 + 1 / CAST(amount AS DOUBLE)) ELSE strict_upper END
                        END AS length_upper,
                    CASE WHEN unit IN ('second', 'minute', 'hour', 'day', 'week')
                         THEN 1e0 / 86400 ELSE 30.436875e0 END AS days
             FROM claims
             WHERE role IN ('start', 'end', 'duration') AND single AND mode <> 'opinion'
               AND (role = 'duration' OR strict_lower > 0 AND strict_upper < 1e9)
             UNION ALL
             SELECT m.event_id, 'time', c.time_lower, c.time_upper,
                    CASE WHEN m.mark = 'start' THEN m.strict_lower END,
                    CASE WHEN m.mark = 'start' THEN m.strict_upper END,
                    CASE WHEN m.mark = 'end' THEN m.strict_lower END,
                    CASE WHEN m.mark = 'end' THEN m.strict_upper END,
                    NULL, NULL, NULL
             FROM claims AS c JOIN moments AS m ON m.row = c.row
             WHERE c.kind = 'period' AND c.role = 'time' AND c.single AND c.mode <> 'opinion'
               AND m.strict_lower > 0 AND m.strict_upper < 1e9),
         spans AS (
             SELECT event_id,
                    max(length_lower * days) + 7 AS longest, min(length_upper * days) - 7 AS shortest,
                    max(ended_upper) - min(begun_lower) AS longest_upper,
                    min(ended_upper) - max(begun_lower) AS shortest_upper,
                    max(ended_lower) - min(begun_upper) AS longest_lower,
                    min(ended_lower) - max(begun_upper) AS shortest_lower,
                    min(time_lower) = max(time_lower) AND min(time_upper) = max(time_upper) AS at_once
             FROM told GROUP BY event_id),
         hot AS (
             SELECT event_id FROM spans
             WHERE CASE WHEN at_once AND shortest_upper > 0
                        THEN longest >= longest_upper OR shortest <= shortest_lower
                             OR longest >= shortest_upper AND shortest <= longest_lower
                        ELSE longest >= shortest_upper OR shortest <= longest_lower END),
         near AS (
             SELECT c.row, c.subject, c.scope, c.mode, c.role, c.kind, c.record, c.time_lower, c.time_upper
             FROM claims AS c JOIN hot ON c.event_id = hot.event_id
             WHERE c.single AND c.mode <> 'opinion'
               AND (c.role IN ('start', 'end', 'duration') OR c.role = 'time' AND c.kind = 'period')),
         ends AS (
             SELECT n.*, m.mark
             FROM near AS n JOIN moments AS m ON m.row = n.row
             WHERE n.role <> 'duration' AND m.strict_lower > 0 AND m.strict_upper < 1e9),
         whole AS (
             SELECT row, subject, scope, mode FROM ends
             GROUP BY row, subject, scope, mode HAVING min(mark) = 'end' AND max(mark) = 'start')
    SELECT d.row AS duration, s.row AS begun, e.row AS ended
    FROM near AS d
    JOIN ends AS s ON s.subject = d.subject AND s.scope = d.scope AND s.mode = d.mode AND s.mark = 'start'
    JOIN ends AS e ON e.subject = d.subject AND e.scope = d.scope AND e.mode = d.mode AND e.mark = 'end'
    WHERE d.role = 'duration' AND NOT d.record
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
    """A duration is not the time between the start and the end of the same thing."""
    spans: dict[Claim, list[tuple[Claim, Claim]]] = defaultdict(list)
    for row in corpus.query(_SQL):
        duration, start, end = corpus.claims(row.duration, row.begun, row.ended)
        spans[duration].append((start, end))
    seen: set[tuple[object, ...]] = set()
    for duration, pairs in spans.items():
        stated = completed(duration)
        found = nearest(
            stated,
            {
                (start, end): lasted(begun, over, duration)
                for start, end in pairs
                if (begun := start.moments["start"]).strict.lower < (over := end.moments["end"]).strict.upper
            },
        )
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
            vi=f"{label.vi}: {said['vi']}, trong khi tính từ khi bắt đầu là {cited(start, duration, 'vi')} "
            f"đến khi kết thúc là {cited(end, duration, 'vi')} thì {'chỉ ' * longest}dài {span['vi']}.",
            en=f"{label.en}: {said['en']}, while from its start, {cited(start, duration, 'en')}, "
            f"to its end, {cited(end, duration, 'en')}, it is {span['en']} long.",
            working=f"{day_notation(first)} → {day_notation(last)}: {compared(length, stated, duration)}",
            question=Bilingual(
                "Thời lượng hay ngày tháng nhầm, hay thời lượng tính từ một mốc khác?",
                "Is the duration or a date wrong, or is it counted from another point?",
            ),
        )
