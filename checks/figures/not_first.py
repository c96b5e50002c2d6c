"""What is called the first must not have another place or a rival."""

from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check
from doichieu.tables import CONTESTED, FIRSTS
from doichieu.wording import quoted, span, titled, topic, which_rank, who_says_what


@check(
    vi="Nói là đứng đầu nhưng con số hoặc nơi khác lại nói khác",
    source="an order has one first place: a superlative is a rank of 1, held by one",
    kinds=("rank",),
)
def not_first(corpus: Corpus) -> Iterator[Finding]:
    """What is called the first has another place elsewhere, or a rival.

    Rivals are two subjects called the first by the same property in the same field (scope.among) at the
    same time. A part and its whole are not rivals, nor are subjects whose field is not named.
    """
    yield from _placed_elsewhere(corpus)
    yield from _rivals(corpus)


def _placed_elsewhere(corpus: Corpus) -> Iterator[Finding]:
    rows = corpus.query(
        """
        SELECT first.row AS first, placed.row AS placed
        FROM contested AS first JOIN contested AS placed ON placed.fact = first.fact
        WHERE first.kind = 'rank' AND first.superlative AND first.strict_lower = 1 AND placed.strict_lower > 1
          AND NOT first.record AND NOT placed.record
          AND first.time_lower <= placed.time_upper AND placed.time_lower <= first.time_upper
        ORDER BY first, placed""",
        CONTESTED,
    )
    reported = set()
    for row in rows:
        first, placed = corpus.claims(row.first, row.placed)
        point = (first.document.id, placed.document.id, first.subject, first.property, placed.bounds)
        if point in reported:
            continue
        reported.add(point)
        assert placed.bounds  # every rank has them
        vi, en = (who_says_what(first, placed, quoted(first), quoted(placed), language) for language in ("vi", "en"))
        yield Discrepancy(
            (first, placed),
            "contradiction",
            vi=f"{topic(corpus.dossier, first, 'vi')}: {vi}; đã đứng đầu thì không thể ở vị trí khác.",
            en=f"{topic(corpus.dossier, first, 'en')}: {en}; what is first cannot have another place.",
            working=f"1 ≠ {span(placed.bounds.strict)}",
            question=which_rank(first, placed),
        )


def _rivals(corpus: Corpus) -> Iterator[Finding]:
    rows = corpus.query(
        """
        SELECT one.row AS one, other.row AS other
        FROM firsts AS one JOIN firsts AS other
          ON other.property = one.property AND other.mode = one.mode AND other.scope = one.scope
        LEFT JOIN within AS up ON up.entity = one.subject AND up.broader = other.subject
        LEFT JOIN within AS down ON down.entity = other.subject AND down.broader = one.subject
        WHERE up.entity IS NULL AND down.entity IS NULL AND one.row < other.row AND one.subject <> other.subject
          AND one.time_lower <= other.time_upper AND other.time_lower <= one.time_upper
        ORDER BY one, other""",
        FIRSTS,
    )
    reported = set()
    for row in rows:
        one, other = corpus.claims(row.one, row.other)
        point = (frozenset((one.subject, other.subject)), one.property, one.scope.among)
        if one.scope.among is None or point in reported:
            continue
        reported.add(point)
        vi, en = (
            who_says_what(one, other, _named(corpus, one, language), _named(corpus, other, language), language)
            for language in ("vi", "en")
        )
        label, among = corpus.label(one.property), corpus.label(one.scope.among)
        first, second = (titled(corpus.label(claim.subject)) for claim in (one, other))
        yield Discrepancy(
            (one, other),
            "contradiction",
            vi=f"{among.vi}, {label.vi}: {vi}; chỉ một bên có thể đứng đầu.",
            en=f"{among.en}, {label.en}: {en}; only one can be first.",
            working=f"{one.subject} = 1; {other.subject} = 1",
            question=Bilingual(
                f"Bên nào đứng đầu, {first.vi} hay {second.vi}, hay đó là hai bảng xếp hạng khác nhau?",
                f"Which is first, {first.en} or {second.en}, or are these two different rankings?",
            ),
        )


def _named(corpus: Corpus, claim: Claim, language: str) -> str:
    """'“dẫn đầu” về “Trường A”'."""
    label = titled(corpus.label(claim.subject))
    return f"{quoted(claim)} về {label.vi}" if language == "vi" else f"{quoted(claim)} of {label.en}"
