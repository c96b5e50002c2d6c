"""A stated duration must be the time from the start to the end that other claims give."""

from collections import defaultdict
from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, verdict
from doichieu.notation import compared, day_notation
from doichieu.reckoning import completed, lasted, nearest
from doichieu.sentences import cited, says
from doichieu.wording import limit

# A period with both ends known answers by itself, in outlasts_period and falls_short.
_SQL = """
    WITH lengths AS (SELECT * FROM claims WHERE role = 'duration' AND single AND NOT record AND mode <> 'opinion'),
         ends AS (
             SELECT m.row, m.subject, m.scope, m.mode, m.mark, c.time_lower, c.time_upper, c.kind
             FROM moments AS m JOIN claims AS c ON c.row = m.row
             WHERE c.single AND (c.role IN ('start', 'end') OR c.kind = 'period' AND c.role = 'time')
               AND m.strict_lower > 0 AND m.strict_upper < 1e9),
         whole AS (
             SELECT s.subject, s.scope, s.mode FROM ends AS s JOIN ends AS e ON e.row = s.row
             WHERE s.mark = 'start' AND e.mark = 'end')
    SELECT d.row AS duration, s.row AS begun, e.row AS ended
    FROM lengths AS d
    JOIN ends AS s ON s.subject = d.subject AND s.scope = d.scope AND s.mode = d.mode AND s.mark = 'start'
    JOIN ends AS e ON e.subject = d.subject AND e.scope = d.scope AND e.mode = d.mode AND e.mark = 'end'
    WHERE s.time_lower <= d.time_upper AND d.time_lower <= s.time_upper
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
