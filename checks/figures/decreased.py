"""A figure that can only grow must not be smaller later on."""

from collections.abc import Iterator, Sequence

from doichieu import Claim, Corpus, Discrepancy, Finding, check, verdict
from doichieu.notation import apart, day_notation
from doichieu.sentences import says, topic
from doichieu.timing import as_of
from doichieu.wording import days


@check(
    vi="Con số cộng dồn về sau lại nhỏ hơn trước",
    source="a cumulative property never falls: order of dates against order of figures, both as intervals",
    kinds=("quantity", "money", "percent", "duration"),
)
def decreased(corpus: Corpus) -> Iterator[Finding]:
    """A figure that can only grow is smaller at a later date.

    A record may give one of the two figures. Of a long row of figures only neighbours are told: not a
    fall that a figure in between already shows.
    """
    rows = corpus.query("""
        WITH told AS (
               SELECT row, fact, record, strict_lower, strict_upper, time_lower, time_upper,
                      max(strict_lower) OVER (PARTITION BY hash(fact) ORDER BY time_lower) AS reached
               FROM claims WHERE cumulative AND single AND mode = 'fact'),
             fallen AS (SELECT * FROM told WHERE reached > strict_upper),
             hot AS (SELECT DISTINCT hash(fact) AS hot FROM fallen),
             before AS (
               SELECT c.row, c.fact, c.record, c.strict_lower, c.time_upper
               FROM claims AS c JOIN hot ON hash(c.fact) = hot.hot WHERE c.cumulative)
        SELECT early.row AS early, late.row AS late
        FROM before AS early JOIN fallen AS late ON late.fact = early.fact
        WHERE NOT (early.record AND late.record)
          AND early.time_upper < late.time_lower AND early.strict_lower > late.strict_upper
        ORDER BY early, late""")
    pairs = [
        (early, late)
        for early, late in (corpus.claims(row.early, row.late) for row in rows)
        if as_of(early).loose.below(as_of(late).loose) and _below(late, early)
    ]
    for early, late in _neighbours(pairs):
        grade = verdict(early.bounds, late.bounds)
        first, second = (early, late) if late.document.is_record else (late, early)
        vi, en = (
            f"{_says(first, grade, language)}, {joined} {_says(second, grade, language)}"
            for language, joined in (("vi", "còn"), ("en", "and"))
        )
        order = f"{day_notation(as_of(early).strict)} < {day_notation(as_of(late).strict)}"
        yield Discrepancy(
            (first, second),
            grade,
            vi=f"{topic(corpus.dossier, late, 'vi')}: {vi}; con số cộng dồn này chỉ có thể tăng.",
            en=f"{topic(corpus.dossier, late, 'en')}: {en}; a running total can only grow.",
            working=f"{order}; {apart(early, late)}",
        )


def _below(one: Claim, other: Claim) -> bool:
    return bool(one.bounds and other.bounds and one.bounds.strict.below(other.bounds.strict))


def _neighbours(pairs: Sequence[tuple[Claim, ...]]) -> list[tuple[Claim, ...]]:
    """The falls that no claim in between shows, the same figures in the same two documents once."""
    against: dict[Claim, list[Claim]] = {}
    for early, late in pairs:
        against.setdefault(early, []).append(late)
        against.setdefault(late, []).append(early)
    kept: dict[tuple[str, ...], tuple[Claim, ...]] = {}
    for early, late in pairs:
        begin, end = as_of(early).loose, as_of(late).loose
        if not any(
            begin.below(as_of(it).loose) and as_of(it).loose.below(end) for it in against[early] + against[late]
        ):
            kept.setdefault((early.document.id, early.facts, late.document.id, late.facts), (early, late))
    return list(kept.values())


def _says(claim: Claim, grade: str, language: str) -> str:
    assert claim.bounds  # figures lie on a line
    as_at = f"{'tính đến' if language == 'vi' else 'as of'} {days(as_of(claim).strict, language)}"
    return f"{says(claim, claim.bounds, grade, language)} {as_at}"
