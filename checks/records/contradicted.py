"""An article must agree with the documents of record."""

from collections.abc import Iterator
from itertools import groupby

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, Verdict, check, same_but_hedged, verdict_on
from doichieu.model import End, at_mark, disagree_at_same_time
from doichieu.tables import CONTESTED, CONTESTED_MOMENTS, DIFFERING_TEXTS
from doichieu.wording import bounds, intervals_apart, quote_with_meaning, quoted, source, value_named, who_says_what

_ENDINGS: dict[Verdict, tuple[str, str]] = {
    "contradiction": (
        "hai bên không khớp, nên theo tài liệu gốc",
        "they do not agree; the record takes precedence",
    ),
    "tension": ("hai bên chỉ khớp nếu hiểu rộng", "they agree only if taken loosely"),
    "note": ("nên viết theo tài liệu gốc", "the record's spelling takes precedence"),
}
_SIDES = {"start": ("bắt đầu", "starting"), "end": ("kết thúc", "ending")}

# A figure, or the start, end or time of an event, that agrees with no record of the same fact and time.
_ON_A_LINE = """
    WITH stated AS (
           SELECT row, record, fact, '' AS mark, strict_lower, strict_upper, time_lower, time_upper FROM contested
           WHERE mode = 'fact' AND kind NOT IN ('date', 'period')
           UNION ALL
           SELECT row, record, fact, mark, strict_lower, strict_upper, time_lower, time_upper FROM contested_moments
           WHERE mode = 'fact'),
         hot AS (SELECT fact, mark FROM stated GROUP BY fact, mark HAVING max(strict_lower) > min(strict_upper)),
         pairs AS (
           SELECT a.row AS one, a.mark AS mark, b.row AS other,
                  max(CASE WHEN a.strict_lower <= b.strict_upper AND b.strict_lower <= a.strict_upper THEN 1 ELSE 0 END)
                    OVER (PARTITION BY a.row, a.mark) AS agreed
           FROM hot JOIN stated AS a ON a.fact = hot.fact AND a.mark = hot.mark
                    JOIN stated AS b ON b.fact = hot.fact AND b.mark = hot.mark
           WHERE NOT a.record AND b.record AND a.time_lower <= b.time_upper AND b.time_lower <= a.time_upper)
    SELECT one, mark, other FROM pairs WHERE agreed = 0 ORDER BY one, mark, other"""

# A text or an entity that agrees with no record; words are compared within one language, numbers (79/243) across all.
_IN_WORDS = """
    WITH given AS (
           SELECT c.row, c.record, c.fact, c.words, c.time_lower, c.time_upper,
                  CASE WHEN c.kind = 'entity' OR upper(c.words) = c.words THEN '' ELSE c.language END AS tongue
           FROM differing_texts AS c
           WHERE c.mode = 'fact' AND (c.role IS NULL OR c.role NOT IN ('title', 'office'))),
         hot AS (SELECT fact, tongue FROM given GROUP BY fact, tongue HAVING min(words) < max(words)),
         related AS (SELECT entity, broader FROM within WHERE entity IN (SELECT words FROM given)),
         pairs AS (
           SELECT a.row AS one, b.row AS other,
                  max(CASE WHEN up.entity IS NOT NULL OR down.entity IS NOT NULL
                             OR position(' ' || a.words || ' ' IN ' ' || b.words || ' ') > 0
                             OR position(' ' || b.words || ' ' IN ' ' || a.words || ' ') > 0 THEN 1 ELSE 0 END)
                    OVER (PARTITION BY a.row) AS agreed
           FROM hot JOIN given AS a ON a.fact = hot.fact AND a.tongue = hot.tongue
                    JOIN given AS b ON b.fact = hot.fact AND b.tongue = hot.tongue
                    LEFT JOIN related AS up ON up.entity = a.words AND up.broader = b.words
                    LEFT JOIN related AS down ON down.entity = b.words AND down.broader = a.words
           WHERE NOT a.record AND b.record AND a.time_lower <= b.time_upper AND b.time_lower <= a.time_upper)
    SELECT one, other FROM pairs WHERE agreed = 0 ORDER BY one, other"""


@check(
    vi="Bài báo không khớp với tài liệu gốc",
    source="documents of record outrank articles; interval comparison after XBRL Calculations 1.1",
)
def contradicted(corpus: Corpus) -> Iterator[Finding]:
    """An article contradicts the documents of record."""
    reported: set[tuple[object, ...]] = set()
    for finding in (*_on_a_line(corpus), *_in_words(corpus)):
        claim, record = finding.claims
        key = (claim.document.id, claim.subject, claim.property, claim.value, claim.scope, record.document.id)
        if key not in reported:
            reported.add(key)
            yield finding


def _on_a_line(corpus: Corpus) -> Iterator[Discrepancy]:
    """Figures and moments, each claim with the nearest record; a wrong start and end are one finding."""
    missed: dict[int, list[Discrepancy]] = {}
    for (row, mark), rows in groupby(
        corpus.query(_ON_A_LINE, CONTESTED, CONTESTED_MOMENTS), lambda row: (row.one, row.mark)
    ):
        (claim,) = corpus.claims(row)
        records = corpus.claims(*(row.other for row in rows))
        if not any(agree(claim, record, mark) for record in records):
            nearest = min(records, key=lambda record: distance(at_mark(claim, mark), at_mark(record, mark)))
            grade = verdict_on(at_mark(claim, mark), at_mark(nearest, mark))
            missed.setdefault(row, []).append(_finding(claim, nearest, mark, grade, corpus))
    for findings in missed.values():
        yield min(findings, key=lambda finding: finding.verdict == "tension")


def agree(claim: Claim, record: Claim, mark: str) -> bool:
    """Whether they agree after all: a day within the period of the event, or the same figure but for a hedge."""
    day, lasting = sorted((claim, record), key=lambda one: one.value.kind == "period")
    if day.value.kind == "date" and lasting.value.kind == "period" and day.moments.keys() == lasting.moments.keys():
        mark = ""  # a day of the event need not be its first or last
    one, other = at_mark(claim, mark).bounds, at_mark(record, mark).bounds
    return bool(one and other and one.strict.meets(other.strict)) or same_but_hedged(claim, record)


def distance(one: Claim, other: Claim) -> End:
    """How far apart the loose bounds are, which also decide the grade."""
    assert one.bounds
    assert other.bounds  # the query selects only values that have them
    return one.bounds.loose.gap(other.bounds.loose)


def _in_words(corpus: Corpus) -> Iterator[Discrepancy]:
    """Texts and entities, each claim with the first record; a different spelling of a name is only a note."""
    for row, rows in groupby(corpus.query(_IN_WORDS, DIFFERING_TEXTS), lambda row: row.one):
        (claim,) = corpus.claims(row)
        records = corpus.claims(*(row.other for row in rows))
        grades = [disagree_at_same_time(claim, record, corpus.dossier) for record in records]
        if grades[0] and None not in grades:
            is_name = corpus.dossier.properties[claim.property].role == "name"
            yield _finding(claim, records[0], "", "note" if is_name else grades[0], corpus)


def _finding(claim: Claim, record: Claim, mark: str, grade: Verdict, corpus: Corpus) -> Discrepancy:
    label, about = corpus.label(claim.subject), corpus.label(claim.property)
    one, other = at_mark(claim, mark), at_mark(record, mark)
    vi, en = _ENDINGS[grade]
    if claim.bounds is None:
        working = f"{value_named(claim, corpus.dossier, 'vi')} ≠ {value_named(record, corpus.dossier, 'vi')}"
    else:
        working = intervals_apart(one, other)
    return Discrepancy(
        (claim, record),
        grade,
        vi=f"{label.vi} ({about.vi}): {_said(one, other, mark, grade, corpus, 'vi')}; {vi}.",
        en=f"{label.en} ({about.en}): {_said(one, other, mark, grade, corpus, 'en')}; {en}.",
        working=working,
        question=Bilingual(
            f"{quoted(claim)} lấy từ đâu mà khác {source(record.document, 'vi')}?",
            f"Where does {quoted(claim)} come from, and why does it differ from {source(record.document, 'en')}?",
        ),
    )


def _said(one: Claim, other: Claim, mark: str, grade: Verdict, corpus: Corpus, language: str) -> str:
    """'bài a ghi A, còn tài liệu gốc “b” ghi B', each with what it means."""
    first, second = (
        quote_with_meaning(claim, _meaning(claim, mark, grade, corpus, language)) for claim in (one, other)
    )
    return who_says_what(one, other, first, second, language)


def _meaning(claim: Claim, mark: str, grade: Verdict, corpus: Corpus, language: str) -> str:
    """What a claim means: its loose bounds for a contradiction, else its strict ones."""
    if claim.bounds is None:
        return value_named(claim, corpus.dossier, language)
    if claim.value.kind in ("rank", "ordinal") and claim.quote:
        return claim.words  # already clear
    words = bounds(claim.bounds.loose if grade == "contradiction" else claim.bounds.strict, claim, language)
    return f"{_SIDES[mark][language == 'en']} {words}" if claim.value.kind == "period" else words
