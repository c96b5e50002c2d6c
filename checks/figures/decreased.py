"""A figure that can only grow must not be smaller at a later date."""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby
from types import SimpleNamespace

from doichieu import NO_NOTE, Bilingual, Claim, Corpus, Discrepancy, Finding, Statement, check, note_on_many, verdict_on
from doichieu.model import as_of
from doichieu.tables import FALLING
from doichieu.wording import day_notation, days, either, intervals_apart, says, topic

_PAIRS = """
    SELECT early.row AS early, late.row AS late
    FROM falling AS early JOIN falling AS late ON late.fact = early.fact
    WHERE NOT (early.record AND late.record) AND early.times <= {pairs} AND late.times <= {pairs}
      AND early.time_upper < late.time_lower AND early.strict_lower > late.strict_upper
    ORDER BY early, late"""

_CROWDS = "SELECT * FROM falling WHERE times > {pairs} ORDER BY fact, row"


@check(
    vi="Con số cộng dồn về sau lại nhỏ hơn trước",
    source="a cumulative property never falls: order of dates against order of figures, both as intervals",
    kinds=("quantity", "money", "percent", "duration"),
)
def decreased(corpus: Corpus) -> Iterator[Finding]:
    """A figure that can only grow is smaller at a later date.

    A record may give one of the two figures. In a long series only neighbouring figures are reported, not
    a fall that a figure in between already shows.
    """
    rows = corpus.query(_PAIRS.format(pairs=corpus.pairs), FALLING)
    pairs = [
        (early, late)
        for (early,), (late,) in ((corpus.claims(row.early), corpus.claims(row.late)) for row in rows)
        if as_of(early).loose.below(as_of(late).loose) and _below(late, early)
    ]
    falls: list[tuple[Claim, Claim, Bilingual]] = [(*pair, NO_NOTE) for pair in _neighbours(pairs)]
    many = corpus.query(_CROWDS.format(pairs=corpus.pairs), FALLING)
    for _, group in groupby(many, lambda row: row.fact):
        falls += _of_crowd(corpus, list(group))
    for early, late, more in falls:
        grade = verdict_on(early, late)
        first, second = (early, late) if late.document.is_record else (late, early)
        vi, en = (
            f"{_says(first, grade, language)}, {joined} {_says(second, grade, language)}"
            for language, joined in (("vi", "còn"), ("en", "and"))
        )
        order = f"{day_notation(as_of(early).strict)} < {day_notation(as_of(late).strict)}"
        yield Discrepancy(
            (first, second),
            grade,
            vi=f"{topic(corpus.dossier, late, 'vi')}: {vi}; con số cộng dồn này chỉ có thể tăng.{more.vi}",
            en=f"{topic(corpus.dossier, late, 'en')}: {en}; a running total can only grow.{more.en}",
            working=f"{order}; {intervals_apart(early, late)}",
            question=Bilingual(
                f"Con số nào bị nhầm, {either(first, second, 'vi')}, hay hai con số được đếm theo hai cách?",
                f"Which figure is wrong, {either(first, second, 'en')}, or do the two count different things?",
            ),
        )


def _of_crowd(corpus: Corpus, crowd: Sequence[Statement]) -> Iterator[tuple[Claim, Claim, Bilingual]]:
    """The greatest fall in a fact that very many claims state, with a note on how many claims take part in any fall."""
    falls = sorted(steepest(crowd), key=lambda fall: -fall[0])
    touched = {at for _, early, late in falls for at in (early, late)}
    touched |= {-at for _, early, late in steepest([_mirrored(it) for it in crowd]) for at in (early, late)}
    for _, *rows in falls:
        early, late = corpus.claims(*rows)
        both_records = early.document.is_record and late.document.is_record
        if not both_records and as_of(early).loose.below(as_of(late).loose) and _below(late, early):
            yield early, late, note_on_many(corpus, crowd, len(touched))
            return


def steepest(statements: Sequence[Statement]) -> Iterator[tuple[float, int, int]]:
    """For each statement below an earlier one: how far it is below the highest of those, and the two rows."""
    ended = deque(sorted(statements, key=lambda it: it.time_upper))
    highest: Statement | None = None
    for late in sorted(statements, key=lambda it: it.time_lower):
        while ended and ended[0].time_upper < late.time_lower:
            early = ended.popleft()
            if highest is None or early.strict_lower > highest.strict_lower:
                highest = early
        if highest and highest.strict_lower > late.strict_upper:
            yield highest.strict_lower - late.strict_upper, highest.row, late.row


def _mirrored(it: Statement) -> SimpleNamespace:
    """A statement with time and value negated, so that earlier statements become later ones."""
    return SimpleNamespace(
        row=-it.row,
        strict_lower=-it.strict_upper,
        strict_upper=-it.strict_lower,
        time_lower=-it.time_upper,
        time_upper=-it.time_lower,
    )


def _below(one: Claim, other: Claim) -> bool:
    return bool(one.bounds and other.bounds and one.bounds.strict.below(other.bounds.strict))


def _neighbours(pairs: Sequence[tuple[Claim, Claim]]) -> list[tuple[Claim, Claim]]:
    """The falls that no claim in between already shows; the same figures in the same two documents only once."""
    against: dict[Claim, list[Claim]] = {}
    for early, late in pairs:
        against.setdefault(early, []).append(late)
        against.setdefault(late, []).append(early)
    kept: dict[tuple[str, ...], tuple[Claim, Claim]] = {}
    for early, late in pairs:
        begin, end = as_of(early).loose, as_of(late).loose
        if not any(
            begin.below(as_of(it).loose) and as_of(it).loose.below(end) for it in against[early] + against[late]
        ):
            kept.setdefault((early.document.id, early.facts, late.document.id, late.facts), (early, late))
    return list(kept.values())


def _says(claim: Claim, grade: str, language: str) -> str:
    assert claim.bounds  # every figure has them
    as_at = f"{'tính đến' if language == 'vi' else 'as of'} {days(as_of(claim).strict, language)}"
    return f"{says(claim, claim.bounds, grade, language)} {as_at}"
