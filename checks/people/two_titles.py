"""A person holds one rank at a time."""

import re
from collections.abc import Iterator

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check, disagreements
from doichieu.model import time_of
from doichieu.tables import DIFFERING_TEXTS
from doichieu.wording import day_notation, if_changed, inside_sentence, on_day, value_named, who_says_when

# Degrees and professions that one person can hold together, and with a rank; the rest of a title is the rank.
_LEARNED = re.compile(
    r"\b(phó giáo sư|giáo sư|tiến sĩ khoa học|tiến sĩ|thạc sĩ|cử nhân|bác sĩ|kỹ sư|luật sư|p?gs|ts|tskh|ths|bs|ks|ls"
    r"|(?:assistant |associate )?professor|doctor|engineer|prof|dr|phd)\b"
)


_SQL = """
    WITH titled AS (SELECT * FROM differing_texts WHERE role = 'title' AND kind = 'text'),
         borne AS ({representatives}),
         hot AS (SELECT fact, language FROM borne GROUP BY fact, language HAVING min(words) < max(words))
    SELECT a.row AS one, b.row AS other, a.words AS first, b.words AS second, a.times AS times
    FROM hot JOIN borne AS a ON a.fact = hot.fact AND a.language = hot.language
             JOIN borne AS b ON b.fact = hot.fact AND b.language = hot.language
    WHERE NOT a.record AND a.row < b.row AND a.words <> b.words
      AND a.time_lower <= b.time_upper AND b.time_lower <= a.time_upper
    ORDER BY one, other"""


@check(
    vi="Một người được ghi hai cấp hàm khác nhau",
    source="one value at a time for a property whose values are single, as Wikidata's single-value constraint",
    kinds=("text",),
)
def two_titles(corpus: Corpus) -> Iterator[Finding]:
    """One person has two different ranks at the same time."""
    columns = "titled", "fact, language", "words"
    for one, other, grade, more, row in disagreements(corpus, _SQL, DIFFERING_TEXTS, columns):
        if not exclusive(row.first, row.second):
            continue
        label, title = corpus.label(one.subject), corpus.label(one.property)
        first, second = (value_named(claim, corpus.dossier, "vi") for claim in (one, other))
        vi = f"mỗi lúc một người chỉ mang một {title.vi}"
        en = f"a person holds one {title.en} at a time"
        if grade == "tension":
            vi, en = if_changed(title).vi, if_changed(title).en
        days = [time_of(claim).strict for claim in (one, other)]
        yield Discrepancy(
            (one, other),
            grade,
            vi=f"{label.vi}: {who_says_when(one, other, first, second, 'vi')}; {vi}.{more.vi}",
            en=f"{label.en}: {who_says_when(one, other, first, second, 'en')}; {en}.{more.en}",
            working=f"{first} @ {day_notation(days[0])} ≠ {second} @ {day_notation(days[1])}",
            question=Bilingual(
                f"{label.vi} mang {title.vi} nào {on_day(days[0], 'vi')}?",
                f"What was the {title.en} of {inside_sentence(label).en} {on_day(days[0], 'en')}?",
            ),
        )


def exclusive(one: str, other: str) -> bool:
    """Whether one person cannot hold both: apart from degrees they differ, and neither contains the other."""
    ranks = [" ".join(_LEARNED.sub(" ", title).split()) for title in (one, other)]
    return all(ranks) and not _contains(*ranks) and not _contains(*reversed(ranks))


def _contains(longer: str, shorter: str) -> bool:
    """Whether a title contains another, abbreviated words included: 'major general' contains 'gen'."""
    words, wanted = longer.split(), shorter.split()
    starts = range(len(words) - len(wanted) + 1)
    return any(all(map(_same_word, words[start:], wanted)) for start in starts)


def _same_word(one: str, other: str) -> bool:
    """Whether two words are equal or one abbreviates the other: 'gen' or 'lt' for 'general' or 'lieutenant'."""
    short, full = sorted((one, other), key=len)
    letters = iter(full)
    initials = 2 * len(short) <= len(full) and short[0] == full[0] and all(letter in letters for letter in short)
    return full.startswith(short) or initials
