"""A person can hold an office only during a term of it."""

from collections.abc import Iterator
from itertools import groupby

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check
from doichieu.model import days_apart, outside, time_of
from doichieu.tables import OFFICES
from doichieu.wording import (
    by_date,
    gap_notation,
    gives,
    in_period,
    inside_sentence,
    number,
    on_day,
    plural,
    quote_with_meaning,
    source,
)


@check(
    vi="Một người được ghi giữ chức vụ vào lúc ngoài nhiệm kỳ",
    source="start and end qualifiers of a position held, as in Wikidata's contemporary constraint",
    kinds=("entity", "set"),
)
def out_of_office(corpus: Corpus) -> Iterator[Finding]:
    """A person is said to hold an office at a time outside the term given for it."""
    rows = corpus.query(
        """
        WITH held AS (
               SELECT o.subject, o.scope, o.office, o.document, o.record, o.time_lower, o.time_upper, min(o.row) AS row
               FROM offices AS o
               JOIN (SELECT event_id FROM offices
                     GROUP BY event_id HAVING max(time_lower) > min(time_upper)) AS h
                 ON o.event_id = h.event_id
               GROUP BY o.subject, o.scope, o.office, o.document, o.record, o.time_lower, o.time_upper),
             hot AS (SELECT subject, scope FROM held GROUP BY subject, scope HAVING max(time_lower) > min(time_upper))
        SELECT a.row AS one, a.office, b.row AS term, b.office AS held
        FROM hot JOIN held AS a ON a.subject = hot.subject AND a.scope = hot.scope
                 JOIN within AS w ON w.broader = a.office
                 JOIN held AS b ON b.subject = hot.subject AND b.scope = hot.scope AND b.office = w.entity
        WHERE NOT a.record AND a.document <> b.document AND b.time_upper - b.time_lower > 1
        ORDER BY one, office, term""",
        OFFICES,
    )
    for (at, office), found in groupby(rows, lambda row: (row.one, row.office)):
        (one,) = corpus.claims(at)
        given_terms = [(corpus.claims(row.term)[0], row.held) for row in found]
        terms = [(given, held) for given, held in given_terms if given.scope.during]
        # A narrower office (permanent deputy) implies this one, so its term can excuse a claim but not contradict it.
        if one.scope.during or outside(one, [given for given, _ in terms]) is None:
            continue
        missed = outside(one, [given for given, held in terms if held == office])
        if missed is None:
            continue
        given, grade = missed
        person, post = corpus.label(one.subject), inside_sentence(corpus.label(office))
        time, span = time_of(one).strict, time_of(given).strict
        gap, condition = days_apart(time, span), by_date(grade)
        yield Discrepancy(
            (one, given),
            grade,
            vi=f"{person.vi}: {source(one.document, 'vi')} ghi {quote_with_meaning(one, post.vi, on_day(time, 'vi'))}, "
            f"còn {source(given.document, 'vi')} ghi {quote_with_meaning(given, 'giữ chức ' + in_period(span, 'vi'))}, "
            f"cách nhau {number(gap, 'vi')} ngày{condition.vi}.",
            en=f"{person.en}: {source(one.document, 'en')} says "
            f"{quote_with_meaning(one, post.en, on_day(time, 'en'))}, and {source(given.document, 'en')} "
            f"{gives(given, 'in office', 'a term', in_period(span, 'en'))}, "
            f"{plural(gap, 'day')} apart{condition.en}.",
            working=gap_notation(time, span),
            question=Bilingual(
                f"{person.vi} có giữ chức {post.vi} {on_day(time, 'vi')} không, hay bài nên ghi “nguyên”, “tân”?",
                f"Was {inside_sentence(person).en} {post.en} {on_day(time, 'en')}, "
                "or should the article say former or next?",
            ),
        )
