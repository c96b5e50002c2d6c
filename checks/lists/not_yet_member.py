"""A list must not name a member before it has joined or after it has left."""

from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check
from doichieu.model import Grade, days_apart, outside, time_of
from doichieu.wording import (
    by_date,
    gap_notation,
    gives,
    in_period,
    join_list,
    number,
    on_day,
    plural,
    quote_with_meaning,
    quoted,
    source,
    titled,
)


@check(
    vi="Danh sách nêu một thành viên vào lúc chưa gia nhập hoặc đã rời đi",
    source="start and end qualifiers of a membership, as in Wikidata's contemporary constraint",
    kinds=("set", "entity"),
)
def not_yet_member(corpus: Corpus) -> Iterator[Finding]:
    """A list names a member at a time outside its membership."""
    rows = corpus.query("""
        WITH listed AS (
               SELECT c.fact, m.member, c.document, c.record, c.time_lower, c.time_upper, min(c.row) AS row
               FROM claims AS c JOIN members AS m ON m.row = c.row
               WHERE c.role = 'member' AND c.mode = 'fact'
               GROUP BY c.fact, m.member, c.document, c.record, c.time_lower, c.time_upper),
             hot AS (SELECT fact, member FROM listed GROUP BY fact, member HAVING max(time_lower) > min(time_upper))
        SELECT a.row AS one, b.row AS term, a.member
        FROM hot JOIN listed AS a ON a.fact = hot.fact AND a.member = hot.member
                 JOIN listed AS b ON b.fact = hot.fact AND b.member = hot.member
        WHERE NOT a.record AND a.row <> b.row AND b.time_upper - b.time_lower > 1
        ORDER BY one, member, term""")
    terms: dict[tuple[int, str], list[int]] = {}
    for row in rows:
        terms.setdefault((row.one, row.member), []).append(row.term)
    missed: dict[tuple[Claim, Claim, Grade], list[str]] = {}
    for (at, member), given in terms.items():
        (one,) = corpus.claims(at)
        found = outside(one, [claim for claim in corpus.claims(*given) if claim.scope.during])
        if found and not one.scope.during:
            missed.setdefault((one, *found), []).append(member)
    for (one, other, grade), members in missed.items():
        yield _finding(one, other, grade, members, corpus)


def _finding(one: Claim, other: Claim, grade: Grade, members: list[str], corpus: Corpus) -> Discrepancy:
    """One finding for all members of a list that the same membership claim rules out."""
    body, labels = corpus.label(one.subject), [titled(corpus.label(member)) for member in members]
    vi, en = join_list([label.vi for label in labels], "vi"), join_list([label.en for label in labels], "en")
    time, span = time_of(one).strict, time_of(other).strict
    gap, early = days_apart(time, span), time.below(span)
    by = [f"còn {source(other.document, 'vi')}", f"and {source(other.document, 'en')}"]
    if one.document is other.document:
        by = ["mà chính bài này lại", "and it also"]
    was, a_member = ("were", "members") if len(members) > 1 else ("was", "a member")
    condition = by_date(grade)
    return Discrepancy(
        (one, other),
        grade,
        vi=f"{body.vi}: {source(one.document, 'vi')} kể {vi} là thành viên {on_day(time, 'vi')} ({quoted(one)}), "
        f"{by[0]} ghi {quote_with_meaning(other, 'là thành viên ' + in_period(span, 'vi'))}, "
        f"{'muộn' if early else 'sớm'} hơn "
        f"{number(gap, 'vi')} ngày{condition.vi}.",
        en=f"{body.en}: {source(one.document, 'en')} counts {en} among the members {on_day(time, 'en')} "
        f"({quoted(one)}), {by[1]} {gives(other, a_member, 'membership', in_period(span, 'en'))}, "
        f"{plural(gap, 'day')} {'later' if early else 'earlier'}{condition.en}.",
        working=gap_notation(time, span),
        question=Bilingual(
            f"{vi} {'đã' if early else 'còn'} là thành viên của {body.vi} {on_day(time, 'vi')} "
            f"{'chưa' if early else 'không'}?",
            f"{body.en}: {was} {en} {'already' if early else 'still'} {a_member} {on_day(time, 'en')}?",
        ),
    )
