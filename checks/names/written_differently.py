"""A name is spelled in one way."""

from collections.abc import Iterator
from itertools import groupby

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check
from doichieu.tables import DIFFERING_TEXTS
from doichieu.wording import in_quotes, number, source, value_named


@check(
    vi="Một cái tên được viết nhiều cách",
    source="newsroom style: one spelling of a name, as Wikidata's single-value constraint",
    kinds=("text",),
)
def written_differently(corpus: Corpus) -> Iterator[Finding]:
    """One name is written in several ways."""
    # Every spelling of a name counts. Other words count only if they differ in nothing but case, signs and spaces; the
    # capital that begins a sentence is not another spelling.
    rows = corpus.query(
        """
        WITH written AS (
               SELECT c.row, c.fact, c.time_lower, c.time_upper, c.language,
                      CASE WHEN c.role = 'name' THEN '' ELSE c.words END AS form,
                      CASE WHEN c.role = 'name' THEN c.spelling
                           ELSE lower(substr(c.spelling, 1, 1)) || substr(c.spelling, 2) END AS spelling
               FROM differing_texts AS c WHERE c.kind = 'text' AND NOT c.record),
             spellings AS (
               SELECT fact, form, language, time_lower, time_upper, min(row) AS row, count(*) AS times
               FROM written GROUP BY fact, form, language, time_lower, time_upper, spelling),
             several AS (
               SELECT fact, form, language, time_lower, time_upper, min(row) AS first
               FROM spellings GROUP BY fact, form, language, time_lower, time_upper HAVING count(*) > 1)
        SELECT g.first, s.row, s.times
        FROM several AS g JOIN spellings AS s
          ON s.fact = g.fact AND s.form = g.form AND s.language = g.language
         AND s.time_lower = g.time_lower AND s.time_upper = g.time_upper
        ORDER BY g.first, s.times DESC, s.row""",
        DIFFERING_TEXTS,
    )
    for _, group in groupby(rows, lambda row: row.first):
        yield _note([(corpus.claims(row.row)[0], row.times) for row in group], corpus)


def _note(spellings: list[tuple[Claim, int]], corpus: Corpus) -> Discrepancy:
    """The spellings of one thing, the most frequent first, each with the first claim that uses it."""
    claims = tuple(claim for claim, _ in spellings)
    label, about = corpus.label(claims[0].subject), corpus.label(claims[0].property)
    written = [(value_named(claim, corpus.dossier, "vi"), claim, times) for claim, times in spellings]
    vi, en = (
        "; ".join(f"{in_quotes(text)} {_where(claim, times, language)}" for text, claim, times in written)
        for language in ("vi", "en")
    )
    return Discrepancy(
        claims,
        "note",
        vi=f"{label.vi}: {about.vi} được viết {len(written)} cách ({vi}); nên thống nhất một cách viết.",
        en=f"{label.en}: the {about.en} is written in {len(written)} ways ({en}); settle on one.",
        working=" ≠ ".join(f"{text} ×{times}" for text, _, times in written),
        question=Bilingual("Tòa soạn chọn cách viết nào?", "Which of these is the house style?"),
    )


def _where(claim: Claim, times: int, language: str) -> str:
    """'ở bài a', 'in article a, 3 times in all'."""
    first, count = source(claim.document, language), number(times, language)
    if language == "vi":
        return f"ở {first}" + (f", cả thảy {count} lần" if times > 1 else "")
    return f"in {first}" + (f", {count} times in all" if times > 1 else "")
