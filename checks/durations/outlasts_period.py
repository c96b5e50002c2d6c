"""A stated duration must fit into the period given for the same thing."""

from collections.abc import Iterator

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check, verdict
from doichieu.tables import PERIOD_DURATIONS
from doichieu.wording import bounds_apart, completed, day_notation, limit, quote_with_source, says, time_elapsed

# A month has at most 31 days, so this coarse sieve keeps every duration that is longer than its period.
_SQL = """
    SELECT duration, period FROM period_durations
    WHERE strict_lower * CASE WHEN in_seconds THEN 1e0 / 86400 ELSE 31 END >= longest
    ORDER BY duration, period"""


@check(
    vi="Thời lượng dài hơn giai đoạn nêu cho cùng một việc",
    source="calendar arithmetic on EDTF bounds, ISO 8601-2",
    kinds=("duration", "period"),
)
def outlasts_period(corpus: Corpus) -> Iterator[Finding]:
    """A duration is longer than the period given for the same thing."""
    seen: set[tuple[object, ...]] = set()
    for row in corpus.query(_SQL, PERIOD_DURATIONS):
        duration, period = corpus.claims(row.duration, row.period)
        same = (duration.subject, duration.document.id, duration.bounds, period.document.id, period.bounds)
        start, end = period.moments["start"], period.moments["end"]
        stated, length = completed(duration), time_elapsed(start, end, duration)
        if length is None or not length.strict.below(stated.strict) or same in seen:
            continue
        seen.add(same)
        grade, label = verdict(stated, length), corpus.label(duration.subject)
        said = {language: says(duration, stated, grade, language) for language in ("vi", "en")}
        span = {language: limit(length.strict, duration, True, language) for language in ("vi", "en")}
        yield Discrepancy(
            (duration, period),
            grade,
            vi=f"{label.vi}: {said['vi']}, dài hơn cả giai đoạn {quote_with_source(period, duration, 'vi')}, "
            f"chỉ dài {span['vi']}.",
            en=f"{label.en}: {said['en']}, longer than the whole period {quote_with_source(period, duration, 'en')}, "
            f"which is {span['en']} long.",
            working=f"{day_notation(start.strict.hull(end.strict))} → {bounds_apart(length, stated, duration)}",
            question=Bilingual(
                "Thời lượng này tính từ mốc nào, và giai đoạn kia có bao trọn việc ấy không?",
                "From when is the duration counted, and does the period cover all of it?",
            ),
        )
