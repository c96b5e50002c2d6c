"""A property with one value at a time cannot have two."""

from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, disagreements
from doichieu.tables import DIFFERING_TEXTS
from doichieu.wording import (
    capital,
    if_changed,
    in_quotes,
    quote_with_meaning,
    titled,
    value_named,
    who_says_what,
    who_says_when,
)

# Words are compared within one language, numbers (79/243) across all. A text inside another is a short form of it.
_SQL = """
    WITH worded AS (
           SELECT *, CASE WHEN kind = 'entity' OR upper(words) = words THEN '' ELSE language END AS tongue
           FROM differing_texts
           WHERE NOT record AND (role IS NULL OR role NOT IN ('name', 'title', 'office'))),
         given AS ({representatives}),
         hot AS (SELECT fact, tongue FROM given GROUP BY fact, tongue HAVING min(words) < max(words))
    SELECT a.row AS one, b.row AS other, a.times AS times
    FROM hot JOIN given AS a ON a.fact = hot.fact AND a.tongue = hot.tongue
             JOIN given AS b ON b.fact = hot.fact AND b.tongue = hot.tongue
             LEFT JOIN within AS up ON up.entity = a.words AND up.broader = b.words
             LEFT JOIN within AS down ON down.entity = b.words AND down.broader = a.words
    WHERE a.row < b.row AND a.words <> b.words AND up.entity IS NULL AND down.entity IS NULL
      AND position(' ' || a.words || ' ' IN ' ' || b.words || ' ') = 0
      AND position(' ' || b.words || ' ' IN ' ' || a.words || ' ') = 0
      AND a.time_lower <= b.time_upper AND b.time_lower <= a.time_upper
    ORDER BY one, other"""


@check(
    vi="Hai giá trị khác nhau được nêu cho điều chỉ có một",
    source="one value at a time for a property whose values are single, as Wikidata's single-value constraint",
    kinds=("text", "entity"),
)
def disagree(corpus: Corpus) -> Iterator[Finding]:
    """Two different values are given for what has only one."""
    columns = "worded", "fact, tongue", "words"
    for one, other, grade, more, _ in disagreements(corpus, _SQL, DIFFERING_TEXTS, columns):
        label, about = corpus.label(one.subject), corpus.label(one.property)
        vi, en = f"{about.vi} chỉ có một", f"there is only one {about.en}"
        if grade == "tension":
            vi, en = if_changed(about).vi, if_changed(about).en
        yield Discrepancy(
            (one, other),
            grade,
            vi=f"{label.vi}: {_said(one, other, corpus, 'vi')}; {vi}.{more.vi}",
            en=f"{label.en}: {_said(one, other, corpus, 'en')}; {en}.{more.en}",
            working=f"{value_named(one, corpus.dossier, 'vi')} ≠ {value_named(other, corpus.dossier, 'vi')}",
            question=_asked(one, other, corpus),
        )


def _asked(one: Claim, other: Claim, corpus: Corpus) -> Bilingual:
    """'Nhà thầu chính của “Cầu Mới” là “A” hay “B”?'."""
    label, about = titled(corpus.label(one.subject)), corpus.label(one.property)
    vi, en = ([in_quotes(value_named(claim, corpus.dossier, code)) for claim in (one, other)] for code in ("vi", "en"))
    return Bilingual(
        f"{capital(about.vi)} của {label.vi} là {vi[0]} hay {vi[1]}?",
        f"Which is the {about.en} of {label.en}: {en[0]} or {en[1]}?",
    )


def _said(one: Claim, other: Claim, corpus: Corpus, language: str) -> str:
    """Who says what; a value that never changes needs no dates."""
    first, second = (value_named(claim, corpus.dossier, language) for claim in (one, other))
    if corpus.dossier.properties[one.property].dynamics == "fixed":
        return who_says_what(one, other, quote_with_meaning(one, first), quote_with_meaning(other, second), language)
    return who_says_when(one, other, first, second, language)
