"""An office that only one person can hold has one holder at a time."""

from collections.abc import Iterator

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check, disagreements
from doichieu.model import time_of
from doichieu.tables import OFFICES
from doichieu.wording import day_notation, inside_sentence, on_day, who_says_when

_SQL = """
    WITH shared AS (
           SELECT o.* FROM offices AS o
           JOIN (SELECT hash(office, scope) AS hot FROM offices
                 GROUP BY hash(office, scope) HAVING min(subject) < max(subject)) AS h
             ON hash(o.office, o.scope) = h.hot),
         held AS ({representatives}),
         hot AS (
           SELECT several.office, several.scope
           FROM (SELECT office, scope FROM held GROUP BY office, scope
                 HAVING min(subject) < max(subject)) AS several
           JOIN entities AS e ON e.entity = several.office WHERE e.holders = 1)
    SELECT a.row AS one, b.row AS other, a.office AS office, a.times AS times
    FROM hot JOIN held AS a ON a.office = hot.office AND a.scope = hot.scope
             JOIN held AS b ON b.office = hot.office AND b.scope = hot.scope
    WHERE NOT a.record AND a.row < b.row AND a.subject <> b.subject
      AND a.time_lower <= b.time_upper AND b.time_lower <= a.time_upper
    ORDER BY one, other, office"""


@check(
    vi="Hai người cùng được ghi giữ một chức vụ chỉ dành cho một người",
    source="entities.json: an office's holders",
    kinds=("entity", "set"),
)
def two_holders(corpus: Corpus) -> Iterator[Finding]:
    """Two people hold an office that only one person can hold."""
    for one, other, grade, more, row in disagreements(corpus, _SQL, OFFICES, ("shared", "office, scope", "subject")):
        office, first, second = (corpus.label(name) for name in (row.office, one.subject, other.subject))
        vi, en = "mỗi lúc chỉ một người giữ chức vụ này", "only one person holds it at a time"
        if grade == "tension":
            vi = "cả hai chỉ đúng nếu chức vụ này đổi người trong khoảng thời gian ấy"
            en = "both hold only if the office changed hands in that time"
        days = [time_of(claim).strict for claim in (one, other)]
        yield Discrepancy(
            (one, other),
            grade,
            vi=f"{office.vi}: {who_says_when(one, other, first.vi, second.vi, 'vi')}; {vi}.{more.vi}",
            en=f"{office.en}: {who_says_when(one, other, first.en, second.en, 'en')}; {en}.{more.en}",
            working=f"{first.vi} @ {day_notation(days[0])} ≠ {second.vi} @ {day_notation(days[1])}",
            question=Bilingual(
                f"Ai giữ chức {office.vi} {on_day(days[0], 'vi')}: {first.vi} hay {second.vi}?",
                f"Who was {inside_sentence(office).en} {on_day(days[0], 'en')}: {first.en} or {second.en}?",
            ),
        )
