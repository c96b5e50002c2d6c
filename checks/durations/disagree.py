"""Two stated durations of the same thing must have a length in common."""

from collections.abc import Iterator

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check, conflicts, same_but_hedged, verdict_on
from doichieu.wording import both_say, intervals_apart, quote_with_source, quoted


@check(
    vi="Hai thời lượng nêu cho cùng một việc không khớp nhau",
    source="interval comparison of hedged figures, after XBRL Calculations 1.1",
    kinds=("duration",),
)
def disagree(corpus: Corpus) -> Iterator[Finding]:
    """Two durations stated for the same thing do not agree."""
    for one, other, more in conflicts(corpus, "role = 'duration'"):
        if same_but_hedged(one, other):
            continue
        grade = verdict_on(one, other)
        label = corpus.label(one.subject)
        yield Discrepancy(
            (one, other),
            grade,
            vi=f"{label.vi}: {both_say(one, other, 'vi', grade)}; không có độ dài nào hợp với cả hai.{more.vi}",
            en=f"{label.en}: {both_say(one, other, 'en', grade)}; no length fits both.{more.en}",
            working=intervals_apart(one, other),
            question=Bilingual(
                f"{quoted(one)} và {quote_with_source(other, one, 'vi')} được tính từ mốc nào đến mốc nào?",
                f"Between which two points do {quoted(one)} and {quote_with_source(other, one, 'en')} count?",
            ),
        )
