"""A rank must not exceed the number of those ranked."""

from collections.abc import Iterator

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check
from doichieu.wording import quoted, source, topic


@check(
    vi="Thứ hạng vượt quá số bên được xếp hạng",
    source="arithmetic: a place is a whole number from 1 to the number of those placed",
    kinds=("rank",),
)
def beyond_field(corpus: Corpus) -> Iterator[Finding]:
    """A rank is higher than the number of those ranked."""
    rows = corpus.query("""
        SELECT min(row) AS row, strict_lower AS place, field
        FROM claims
        WHERE row IN (
            SELECT row FROM claims WHERE kind = 'rank' AND NOT record AND mode <> 'opinion' AND strict_lower > field)
        GROUP BY document, fact, strict_lower, field
        ORDER BY row""")
    for row in rows:
        (claim,) = corpus.claims(row.row)
        place = int(row.place)
        yield Discrepancy(
            (claim,),
            "contradiction",
            vi=f"{topic(corpus.dossier, claim, 'vi')}: {source(claim.document, 'vi')} ghi {quoted(claim)}; "
            f"không thể đứng thứ {place} khi chỉ có {row.field} vị trí.",
            en=f"{topic(corpus.dossier, claim, 'en')}: {source(claim.document, 'en')} says {quoted(claim)}; "
            f"there is no place {place} in a field of {row.field}.",
            working=f"{place} > {row.field}",
            question=Bilingual(
                f"Thứ hạng {place} bị nhầm, hay thật ra có nhiều hơn {row.field} bên được xếp hạng?",
                f"Is place {place} wrong, or are there more than {row.field} places?",
            ),
        )
