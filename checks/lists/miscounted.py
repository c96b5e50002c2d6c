"""A stated count must be the number of things listed."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, Verdict, check
from doichieu.model import INFINITY, Interval, exactly
from doichieu.tables import ARITHMETIC_CLAIMS
from doichieu.wording import plural, quote_with_source, quoted, result_missed, says, source, topic


class _List(NamedTuple):
    claim: Claim
    size: int
    ordinal: bool
    complete: bool


def possible(size: int, complete: bool) -> Interval:
    """How many there can be where a list names `size`: exactly so many if it is complete, else at least so many."""
    return exactly(size) if complete else Interval(exactly(size).lower, INFINITY)


@check(
    vi="Con số nêu ra không khớp với danh sách kể ra",
    source="counting: the members of a complete list, or the last number counted off",
    kinds=("quantity", "set", "ordinal"),
)
def miscounted(corpus: Corpus) -> Iterator[Finding]:
    """A stated count is not the number of things listed.

    A list given as complete must have as many members as stated; any other list must not have more. Items
    counted off ("first, second …") must not go beyond the count. In the same document they should reach
    it: stopping short is a tension, since an article may list only some. Where there are several complete
    lists, a finding needs all of them to miss. Either the list or the count may come from a record.
    """
    rows = corpus.query(
        """
        WITH sizes AS (
            SELECT m.row, count(DISTINCT m.member) AS size
            FROM members AS m JOIN arithmetic_claims AS r ON r.row = m.row GROUP BY m.row),
        ends AS (
            SELECT c.document, c.fact, max(c.strict_lower) AS size
            FROM claims AS c JOIN arithmetic_claims AS r ON r.row = c.row
            WHERE r.kind = 'ordinal' AND NOT r.record AND r.mode <> 'opinion' GROUP BY c.document, c.fact),
        lists AS (
            SELECT row, size FROM sizes
            UNION ALL
            SELECT min(claims.row) AS row, ends.size AS size
            FROM ends JOIN claims ON claims.document = ends.document AND claims.fact = ends.fact
            WHERE claims.kind = 'ordinal' AND claims.strict_lower = ends.size
            GROUP BY ends.document, ends.fact, ends.size)
        SELECT stated.row AS stated, listed.row AS listed, lists.size AS size,
               listed.kind = 'ordinal' AS ordinal, listed.document = stated.document AS together
        FROM arithmetic_claims AS stated
        JOIN arithmetic AS needed ON needed.property = stated.property AND needed.operation = 'count'
        JOIN arithmetic_claims AS listed
          ON listed.subject = stated.subject AND listed.property = needed.operand
         AND listed.scope = stated.scope AND listed.mode = stated.mode
        JOIN lists ON lists.row = listed.row
        WHERE stated.kind = 'quantity' AND stated.mode <> 'opinion' AND listed.kind IN ('set', 'ordinal')
          AND NOT (stated.record AND listed.record)
          AND listed.time_lower <= stated.time_upper AND stated.time_lower <= listed.time_upper
        ORDER BY stated, size, listed""",
        ARITHMETIC_CLAIMS,
    )
    reported = set()
    for row, found in groupby(rows, key=lambda row: row.stated):
        (stated,) = corpus.claims(row)
        lists = []
        for one in found:
            (claim,) = corpus.claims(one.listed)
            complete = one.together if one.ordinal else bool(getattr(claim.value, "exhaustive", False))
            lists.append(_List(claim, int(one.size), one.ordinal, complete))
        wrong = _wrong(stated, lists)
        if wrong and (stated.document.id, stated.facts) not in reported:
            reported.add((stated.document.id, stated.facts))
            yield _discrepancy(corpus, stated, wrong)


def _wrong(stated: Claim, lists: list[_List]) -> _List | None:
    """The list to report: the nearest complete one if none of those fits, else the longest that exceeds the count."""
    assert stated.bounds  # a count lies on a line
    strict = stated.bounds.strict
    complete = [one for one in lists if one.complete]
    misfits = [one for one in complete if one.size not in strict]
    if complete and len(misfits) == len(complete):
        return min(misfits, key=lambda one: strict.gap(exactly(one.size)))
    beyond = [one for one in lists if not one.complete and strict.below(exactly(one.size))]
    return beyond[-1] if beyond else None


def _discrepancy(corpus: Corpus, stated: Claim, wrong: _List) -> Discrepancy:
    assert stated.bounds  # a count lies on a line
    sizes = possible(wrong.size, wrong.complete)
    short = sizes.below(stated.bounds.strict)
    tension = (wrong.ordinal and short) or sizes.meets(stated.bounds.loose)
    working = result_missed(sizes, stated.bounds.strict if tension else stated.bounds.loose)
    if sizes.meets(stated.bounds.loose):
        working = f"strict {working}; loose {result_missed(sizes, stated.bounds.loose)}"
    grade: Verdict = "tension" if tension else "contradiction"
    vi, en = (
        f"{topic(corpus.dossier, stated, language)}: {says(stated, stated.bounds, grade, language)}, "
        f"{_but(wrong, stated, short, language)}."
        for language in ("vi", "en")
    )
    claims = (wrong.claim, stated) if stated.document.is_record else (stated, wrong.claim)
    return Discrepancy(claims, grade, vi=vi, en=en, working=working, question=_asked(wrong, stated, short))


def _asked(wrong: _List, stated: Claim, short: bool) -> Bilingual:
    vi, en = "danh sách kể thừa", "does the list name too many"
    if short and wrong.ordinal:
        vi, en = "bài chỉ kể một phần", "does the article list only some"
    elif short:
        vi, en = "danh sách kể thiếu", "does the list leave something out"
    elif wrong.ordinal:
        vi, en = "đếm thừa", "are too many counted off"
    return Bilingual(f"Con số {quoted(stated)} sai, hay {vi}?", f"Is the count {quoted(stated)} wrong, or {en}?")


def _but(wrong: _List, stated: Claim, short: bool, language: str) -> str:
    words, size, document = quote_with_source(wrong.claim, stated, language), wrong.size, wrong.claim.document
    if wrong.ordinal:
        who = {"vi": "lại", "en": "it"}[language] if document is stated.document else source(document, language)
        vi = f"nhưng {'chỉ' if short else who} đếm đến {quoted(wrong.claim)}, tức mục số {size}"
        en = f"but {who} counts {'only ' if short else ''}as far as {quoted(wrong.claim)}, number {size}"
    elif wrong.complete:
        vi = f"nhưng danh sách {words} có {size} tên"
        en = f"but the list {words} has {plural(size, 'name')}"
    else:
        vi = f"nhưng danh sách {words} mới kể một phần đã có {size} tên"
        en = f"but the list {words}, though not complete, already has {plural(size, 'name')}"
    return vi if language == "vi" else en
