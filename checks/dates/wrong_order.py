"""The dates of two events must fit the order in which a document puts them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check
from doichieu.model import INFINITY, End, Interval
from doichieu.tables import RELATIONS
from doichieu.wording import day_notation, quote_with_day, quoted, source, titled

# The dates of the subject, and those of the other event or of its parts. The order of a plan is checked against planned
# dates. Only claims whose dates can be out of order are kept: before and after need every pair of starts to be so,
# same-time-as only one pair of dates.
_SQL = """
    WITH ones AS (
             SELECT r.row AS stated, a.row, a.mark, a.strict_lower, a.strict_upper
             FROM relations AS r
             JOIN moments AS a ON a.subject = r.subject AND a.scope = r.scope AND a.mode = r.mode
             WHERE a.subject IN (SELECT subject FROM relations)
               AND (a.mark = 'start' OR a.mark = 'end' AND r.relation = 'same-time-as')),
         others AS (
             SELECT r.row AS stated, b.row, b.mark, b.strict_lower, b.strict_upper
             FROM (SELECT s.*, p.part FROM relations AS s JOIN parts AS p ON p.whole = s.of) AS r
             JOIN moments AS b ON b.subject = r.part
             WHERE (b.mode = 'fact' OR b.mode = r.mode) AND b.subject <> r.subject
               AND (b.mark = 'start' OR b.mark = 'end' AND r.relation = 'same-time-as')),
         first AS (
             SELECT stated, min(strict_lower) AS lower, max(strict_upper) AS upper, min(strict_upper) AS least,
                    max(strict_lower) AS greatest FROM ones GROUP BY stated),
         last AS (
             SELECT stated, min(strict_lower) AS lower, max(strict_upper) AS upper, min(strict_upper) AS least,
                    max(strict_lower) AS greatest FROM others GROUP BY stated),
         hot AS (
             SELECT r.row, r.relation, r.of
             FROM relations AS r JOIN first ON first.stated = r.row JOIN last ON last.stated = r.row
             WHERE CASE r.relation WHEN 'after' THEN first.upper <= last.lower
                                   WHEN 'same-time-as' THEN first.greatest > last.least OR last.greatest > first.least
                                   ELSE last.upper <= first.lower END)
    SELECT DISTINCT r.row AS stated, r.relation AS relation, r.of AS event, a.row AS one, b.row AS other
    FROM hot AS r JOIN ones AS a ON a.stated = r.row JOIN others AS b ON b.stated = r.row
    ORDER BY stated, one, other"""

_FOUND = {"before": ">", "on-the-eve-of": ">", "after": "<", "same-time-as": "≠"}
_WORDS = {
    "before": Bilingual("trước", "before"),
    "on-the-eve-of": Bilingual("ngay trước", "on the eve of"),
    "after": Bilingual("sau", "after"),
    "same-time-as": Bilingual("cùng lúc với", "at the same time as"),
}


@check(
    vi="Thứ tự trước sau không khớp với ngày tháng",
    source="order of EDTF dates, ISO 8601-2",
    kinds=("relation",),
)
def wrong_order(corpus: Corpus) -> Iterator[Finding]:
    """An event is said to come before or after another, but the dates say otherwise."""
    pairs: dict[tuple[Claim, str, str], list[tuple[Claim, Claim]]] = defaultdict(list)
    for row in corpus.query(_SQL, RELATIONS):
        stated, one, other = corpus.claims(row.stated, row.one, row.other)
        pairs[stated, row.relation, row.event].append((one, other))
    seen: set[tuple[object, ...]] = set()
    for (stated, relation, event), dates in pairs.items():
        known = [
            _Dates(one, other, left, right)
            for one, other in dates
            if (left := time(one, relation)) and (right := time(other, relation))
        ]
        same = (stated.subject, stated.scope, stated.document.id, stated.value)
        if same in seen or not known or not all(rules_out(relation, one.left[0], one.right[0]) for one in known):
            continue
        seen.add(same)
        loosely = [one for one in known if not rules_out(relation, one.left[1], one.right[1])]
        yield _worded(corpus, stated, relation, event, min(loosely or known, key=gap), bool(loosely))


@dataclass(frozen=True)
class _Dates:
    """A date of the subject and one of the other event, each with its strict and loose bounds."""

    one: Claim
    other: Claim
    left: tuple[Interval, Interval]
    right: tuple[Interval, Interval]


def time(claim: Claim, relation: str) -> tuple[Interval, Interval] | None:
    """The strict and loose time that a relation compares: the whole event for same-time-as, else its start."""
    start, end = claim.moments.get("start"), claim.moments.get("end")
    if relation != "same-time-as":
        return (start.strict, start.loose) if start else None
    return (
        Interval(start.strict.lower if start else -INFINITY, end.strict.upper if end else INFINITY, True, False),
        Interval(start.loose.lower if start else -INFINITY, end.loose.upper if end else INFINITY, True, False),
    )


def rules_out(relation: str, one: Interval, other: Interval) -> bool:
    """Whether the relation holds between no moment of the one and any moment of the other."""
    match relation:
        case "after":
            return one.below(other)
        case "same-time-as":
            return not one.meets(other)
        case _:
            return other.below(one)


def gap(dates: _Dates) -> End:
    """The number of days between the two."""
    return dates.left[0].gap(dates.right[0])


def _worded(corpus: Corpus, stated: Claim, relation: str, event: str, dates: _Dates, tension: bool) -> Discrepancy:
    one, other, left, right = dates.one, dates.other, dates.left[0], dates.right[0]
    label, of, word = corpus.label(one.subject), titled(corpus.label(event)), _WORDS[relation]
    whole, part = other.subject == event, titled(corpus.label(other.subject))
    first = {language: quote_with_day(one, left, language, stated) for language in ("vi", "en")}
    last = {language: quote_with_day(other, right, language, stated) for language in ("vi", "en")}
    return Discrepancy(
        (stated, one, other),
        "tension" if tension else "contradiction",
        vi=f"{label.vi}: {source(stated.document, 'vi')} ghi {quoted(stated)}, tức {word.vi} {of.vi}, "
        f"nhưng hai ngày ấy lần lượt là {first['vi']} và {last['vi']}{'' if whole else f' của {part.vi}'}.",
        en=f"{label.en}: {source(stated.document, 'en')} says {quoted(stated)}, that is {word.en} {of.en}, "
        f"but their dates are {first['en']} and {last['en']}{'' if whole else f' for {part.en}'}.",
        working=f"{day_notation(left)} {_FOUND[relation]} {day_notation(right)}",
        question=Bilingual("Việc nào diễn ra trước?", "Which of the two came first?"),
    )
