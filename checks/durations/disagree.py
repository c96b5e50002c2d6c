"""Two stated durations of the same thing must be able to be the same length."""

from collections.abc import Iterator

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check, disputes, same_but_hedged, verdict
from doichieu.wording import apart, cited, quoted, said


@check(
    vi="Hai thời lượng nêu cho cùng một việc không khớp nhau",
    source="interval comparison of hedged figures, after XBRL Calculations 1.1",
    kinds=("duration",),
)
def disagree(corpus: Corpus) -> Iterator[Finding]:
    """Two durations stated for the same thing do not agree."""
    for one, other, more in disputes(corpus, "role = 'duration'"):
        if same_but_hedged(one, other):
            continue
        grade = verdict(one.bounds, other.bounds)
        label = corpus.label(one.subject)
        yield Discrepancy(
            (one, other),
            grade,
            vi=f"{label.vi}: {said(one, other, 'vi', grade)}; không có độ dài nào hợp với cả hai.{more.vi}",
            en=f"{label.en}: {said(one, other, 'en', grade)}; no length fits both.{more.en}",
            working=apart(one, other),
            question=Bilingual(
                f"{quoted(one)} và {cited(other, one, 'vi')} được tính từ mốc nào đến mốc nào?",
                f"From which point to which do {quoted(one)} and {cited(other, one, 'en')} count?",
            ),
        )
