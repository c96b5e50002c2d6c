"""What a document reports as done must not be dated after the document."""

from collections.abc import Iterator

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check
from doichieu.model import published
from doichieu.wording import day_notation, days, quoted, source

# Only starts: that something ends on a later day can already be a fact.
# Dates without a role (a target year, a deadline) and open limits (from 2026 on) do not say what has been done.
_SQL = """
    SELECT DISTINCT m.row, m.strict_lower
    FROM moments AS m JOIN claims AS c ON c.row = m.row
    WHERE m.mode = 'fact' AND NOT m.record AND m.mark = 'start' AND c.role IN ('start', 'time')
      AND m.strict_lower > c.published_upper AND m.strict_upper < 1e9
    ORDER BY m.row"""


@check(
    vi="Bài báo ra trước cả việc mà nó thuật như đã xảy ra",
    source="order of EDTF dates, ISO 8601-2",
    kinds=("date", "period"),
)
def not_yet_done(corpus: Corpus) -> Iterator[Finding]:
    """A document reports something as done that comes after its own date."""
    seen: set[tuple[object, ...]] = set()
    for row in corpus.query(_SQL):
        (claim,) = corpus.claims(row.row)
        start, out = claim.moments["start"], published(claim.document)
        same = (claim.subject, claim.document.id, start)
        if same in seen:
            continue
        seen.add(same)
        sure = claim.document.published_basis == "stated" and out.loose.below(start.loose)
        label = corpus.label(claim.subject)
        yield Discrepancy(
            (claim,),
            "contradiction" if sure else "tension",
            vi=f"{label.vi}: {source(claim.document, 'vi')} ({days(out.strict, 'vi')}) thuật như đã xảy ra "
            f"{quoted(claim)} ({days(start.strict, 'vi')}), trong khi lúc ấy còn chưa tới.",
            en=f"{label.en}: {source(claim.document, 'en')} ({days(out.strict, 'en')}) reports as done "
            f"{quoted(claim)} ({days(start.strict, 'en')}), which was still to come.",
            working=f"{day_notation(start.strict)} > {day_notation(out.strict)}",
            question=Bilingual(
                "Đây là việc đã diễn ra hay mới chỉ dự kiến, hay ngày tháng bị nhầm?",
                "Had this happened, was it only planned, or is the date wrong?",
            ),
        )
