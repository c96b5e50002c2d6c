"""A number that is hedged in one place should be hedged wherever it is repeated."""

from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, same_but_hedged
from doichieu.tables import CONFLICTING_CLAIMS
from doichieu.wording import notation, quoted, topic, who_says_what


@check(
    vi="Cùng một con số nhưng chỗ có, chỗ không có từ ước chừng",
    source="newsroom style: a figure keeps its hedge wherever it is repeated",
    kinds=("quantity", "money", "percent", "duration"),
)
def hedge_dropped(corpus: Corpus) -> Iterator[Finding]:
    """The same number is hedged in one place and bare in another.

    Each fact gets one note. Dropping "exactly" does not count. Where even the loose bounds do not meet (a
    count that is never rounded), it is a disagreement and not a matter of style.
    """
    rows = corpus.query(
        """
        WITH distinct_figures AS (
            SELECT fact, amount, hedge, time_lower, time_upper, loose_lower, loose_upper, min(row) AS row
            FROM conflicting_claims WHERE hedged AND NOT record AND amount IS NOT NULL
            GROUP BY fact, amount, hedge, time_lower, time_upper, loose_lower, loose_upper)
        SELECT bare.fact AS fact, bare.row AS bare, hedged.row AS hedged
        FROM distinct_figures AS bare JOIN distinct_figures AS hedged
          ON hedged.fact = bare.fact AND hedged.amount = bare.amount
        WHERE bare.hedge IS NULL AND hedged.hedge <> 'exactly'
          AND bare.loose_lower <= hedged.loose_upper AND hedged.loose_lower <= bare.loose_upper
          AND bare.time_lower <= hedged.time_upper AND hedged.time_lower <= bare.time_upper
        ORDER BY bare, hedged""",
        CONFLICTING_CLAIMS,
    )
    noted: dict[str, tuple[Claim, ...]] = {}
    for row in rows:
        pair = corpus.claims(row.bare, row.hedged)
        if row.fact not in noted and same_but_hedged(*pair):
            noted[row.fact] = pair
    for bare, hedged in noted.values():
        assert bare.bounds  # every figure has them
        assert hedged.bounds
        vi, en = (
            f"{topic(corpus.dossier, bare, language)}: "
            f"{who_says_what(bare, hedged, quoted(bare), quoted(hedged), language)}"
            for language in ("vi", "en")
        )
        yield Discrepancy(
            (bare, hedged),
            "note",
            vi=f"{vi}; cùng một con số nhưng chỉ một chỗ kèm từ như “gần”, “hơn”, “ít nhất”.",
            en=f"{en}; the number is the same, but only one of them is hedged.",
            working=f"{notation(bare.bounds.loose, bare)} ∩ {notation(hedged.bounds.loose, hedged)} ≠ ∅",
            question=Bilingual(
                f"{quoted(bare)} là con số chính xác, hay cũng phải ghi như {quoted(hedged)}?",
                f"Is {quoted(bare)} exact, or should it be hedged like {quoted(hedged)}?",
            ),
        )
