"""An anniversary must be the year of its celebration minus the year of the event."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from math import ceil, floor, isinf

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check
from doichieu.model import Interval, as_of, exactly
from doichieu.tables import COUNTED_FROM
from doichieu.wording import notation, plural, quoted, source, titled

# Every start given for the event celebrated or for a part of it.
_SQL = """
    SELECT a.row AS anniversary, m.row AS event, m.mark AS mark
    FROM counted_from AS a JOIN moments AS m ON m.subject = a.part
    WHERE a.role = 'anniversary' AND a.unit IN ('year', 'decade', 'century')
      AND m.mode = 'fact' AND m.mark IN ('start', 'time') AND m.strict_lower > 0 AND m.strict_upper < 1e9
    ORDER BY anniversary, m.record DESC, event, mark"""


@check(
    vi="Năm kỷ niệm không khớp với năm của sự kiện",
    source="an anniversary is the difference of two calendar years, ISO 8601",
    kinds=("duration",),
)
def wrong_anniversary(corpus: Corpus) -> Iterator[Finding]:
    """An anniversary is not the year of its celebration minus the year of the event."""
    events: dict[Claim, list[tuple[Claim, int]]] = defaultdict(list)
    for row in corpus.query(_SQL, COUNTED_FROM):
        stated, event = corpus.claims(row.anniversary, row.event)
        events[stated].extend((event, year) for year in years(event.moments[row.mark].loose))
    seen: set[tuple[object, ...]] = set()
    for stated, candidates in events.items():
        assert stated.bounds  # every duration has them; years are counted in months
        meant = stated.bounds.strict
        gone = [
            (kept - year, kept, event)
            for event, year in candidates
            for kept in years(as_of(stated).loose)
            if kept >= year
        ]
        same = (stated.subject, stated.scope, stated.document.id, meant)
        if same in seen or not gone or any(passed * 12 in meant for passed, _, _ in gone):
            continue
        seen.add(same)
        passed, kept, event = min(gone, key=lambda one: meant.gap(exactly(one[0] * 12)))
        since, label = titled(corpus.label(event.subject)), corpus.label(stated.subject)
        year = kept - passed
        yield Discrepancy(
            (stated, event),
            "contradiction",
            vi=f"{label.vi}: {source(stated.document, 'vi')} ghi {quoted(stated)} cho năm {kept}, nhưng {since.vi} "
            f"là năm {year} (theo {source(event.document, 'vi')}), tính ra {passed} năm.",
            en=f"{label.en}: {source(stated.document, 'en')} says {quoted(stated)} for {kept}, but {since.en} "
            f"was in {year} ({source(event.document, 'en')}), which makes {plural(passed, 'year')}.",
            working=f"{kept} − {year} = {passed} ≠ {notation(meant, stated)}",
            question=Bilingual(
                "Đây là lần kỷ niệm thứ mấy, của sự kiện nào?", "Which anniversary is it, and of which event?"
            ),
        )


def years(when: Interval) -> range:
    """The calendar years that an interval touches; none if it is unbounded."""
    if isinf(when.lower) or isinf(when.upper):
        return range(0)
    return range(date.fromordinal(floor(when.lower)).year, date.fromordinal(ceil(when.upper) - 1).year + 1)
