"""A stated time since an event must be the time since its date."""

from collections import defaultdict
from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, verdict
from doichieu.model import as_of
from doichieu.tables import COUNTED_FROM
from doichieu.wording import (
    bounds_apart,
    counted,
    day_notation,
    days,
    limit,
    nearest,
    says,
    source,
    time_elapsed,
    titled,
)

# Every date given for the event that the time is counted from, or for a part of it.
_SQL = """
    SELECT DISTINCT a.row AS elapsed, m.row AS event, m.record AS record
    FROM counted_from AS a JOIN moments AS m ON m.subject = a.part
    WHERE a.role = 'elapsed' AND m.mode = 'fact'
    ORDER BY elapsed, record DESC, event"""


@check(
    vi="Thời gian đã trôi qua không khớp với ngày của sự kiện mốc",
    source="calendar arithmetic on EDTF bounds, ISO 8601-2; whole years may be completed or rounded",
    kinds=("duration",),
)
def wrong_elapsed(corpus: Corpus) -> Iterator[Finding]:
    """A stated time since an event is not the time since any date given for it."""
    events: dict[Claim, list[Claim]] = defaultdict(list)
    for row in corpus.query(_SQL, COUNTED_FROM):
        stated, event = corpus.claims(row.elapsed, row.event)
        events[stated].append(event)
    seen: set[tuple[object, ...]] = set()
    for stated, candidates in events.items():
        now, meaning = as_of(stated), counted(stated)
        found = nearest(
            meaning,
            {
                (event,): time_elapsed(dates, now, stated)
                for event in candidates
                if (dates := event.bounds) and dates.strict.lower < now.strict.upper
            },
        )
        same = (stated.subject, stated.scope, stated.document.id, stated.bounds)
        if not found or same in seen:
            continue
        seen.add(same)
        (event,), length = found
        assert event.bounds  # only dated events were measured
        grade, longest = verdict(meaning, length), length.strict.below(meaning.strict)
        label, since = corpus.label(stated.subject), titled(corpus.label(event.subject))
        day, today = event.bounds.strict, now.strict
        said = {language: says(stated, meaning, grade, language) for language in ("vi", "en")}
        span = {language: limit(length.strict, stated, longest, language) for language in ("vi", "en")}
        yield Discrepancy(
            (stated, event),
            grade,
            vi=f"{label.vi}: {said['vi']}, nhưng mốc gần khớp nhất là {since.vi} ({days(day, 'vi')}, theo "
            f"{source(event.document, 'vi')}), tính đến {days(today, 'vi')} {'mới' if longest else 'đã'} {span['vi']}.",
            en=f"{label.en}: {said['en']}, but the event that comes nearest is {since.en} ({days(day, 'en')}, in "
            f"{source(event.document, 'en')}), and from it to {days(today, 'en')} it is {span['en']}.",
            working=f"{day_notation(day)} → {day_notation(today)}: {bounds_apart(length, meaning, stated)}",
            question=Bilingual(
                "Khoảng thời gian này được tính từ mốc nào?",
                "From which event, and which date, is this time counted?",
            ),
        )
