"""The value of a claim must be what its quote says."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from doichieu import Bilingual, Claim, Discrepancy, Document, Finding, Unverified, check
from doichieu.model import Date, Dossier, Entity, Figure, Members, Named, Period, Rank, Relation, Wording
from doichieu.quotes import (
    Misreading,
    UnreadError,
    date_misread,
    figure_misread,
    period_misread,
    rank_misread,
    relation_misread,
    text_misread,
    year_misread,
)
from doichieu.tables import plain
from doichieu.wording import capital, in_quotes, quoted, source

_SOUGHT = {
    "date": ("ngày tháng", "date"),
    "period": ("khoảng thời gian", "period"),
    "rank": ("thứ hạng", "rank"),
    "ordinal": ("số thứ tự", "ordinal"),
    "relation": ("trình tự trước sau", "order in time"),
}


@check(
    vi="Giá trị đã ghi khác với chính câu chữ được trích",
    source="the data must say what its source says: W3C Web Annotation, the body is about its exact quote",
)
def differ(document: Document) -> Iterator[Finding]:
    """A claim's value is not what its quote says."""
    names = _names(document.dossier)
    for claim in document.claims:
        if claim.quote is None:
            continue
        try:
            found = _unnamed(claim, names) or _misread(claim, document.dossier)
        except UnreadError:
            yield _not_read(claim)
            continue
        if isinstance(found, Misreading):
            yield _discrepancy(claim, found)
        elif found:
            yield _names_none(claim, found)


@lru_cache(maxsize=1)  # of the current dossier: each of its documents asks
def _names(dossier: Dossier) -> "_Names":
    return _Names(dossier.entities)


def _misread(claim: Claim, dossier: Dossier) -> Misreading | None:
    """The difference between a value and its quote, for the kinds of value that can be read from words."""
    quote, code, published = claim.words, claim.document.language, claim.document.published
    match claim.value:
        case Figure() as value:
            return figure_misread(value, quote, code) or year_misread(claim.scope, quote, code)
        case Date() as value:
            return date_misread(value, quote, code, published, dossier.zone)
        case Period() as value:
            return period_misread(value, quote, code, published)
        case Rank() as value:
            return rank_misread(value, quote, code)
        case Relation() as value:
            return relation_misread(value, quote, code)
        case Wording(text=text):
            return text_misread(text, quote, exact=dossier.properties[claim.property].role == "name")
        case _:
            return None


def _unnamed(claim: Claim, names: "_Names") -> list[Entity]:
    """The entities of the value that the quote does not name."""
    match claim.value:
        case Named(entity=entity):
            return names.missing(claim.words, [entity])
        case Members(members=members):
            return names.missing(claim.words, members)
        case _:
            return []


class _Names:
    """Every name of every entity, to be looked up in the words of a quote."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._entities = entities
        self._named: dict[tuple[str, ...], list[str]] = {}
        # The lengths of names by first word: for "Nguyễn", only word runs of these lengths are looked up.
        self._lengths: dict[str, set[int]] = {}
        for entity in entities.values():
            for name in {plain(name) for names in entity.names.values() for name in names} - {""}:
                words = tuple(name.split())
                self._named.setdefault(words, []).append(entity.id)
                self._lengths.setdefault(words[0], set()).add(len(words))

    def missing(self, quote: str, wanted: Sequence[str]) -> list[Entity]:
        """The wanted entities that the quote does not name; a name inside a longer one of the same kind does not count.

        "Đại hội đồng Liên hợp quốc" names the assembly, not the United Nations.
        """
        words = plain(quote).split()
        hits = [
            (first, first + length, entity)
            for first, word in enumerate(words)
            for length in self._lengths.get(word, ())
            if first + length <= len(words)
            for entity in self._named.get(tuple(words[first : first + length]), ())
        ]
        sought = [hit for hit in hits if hit[2] in wanted]
        named = {hit[2] for hit in sought if not any(self._inside(hit, other) for other in hits)}
        return [self._entities[entity] for entity in wanted if entity not in named]

    def _inside(self, hit: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
        longer = other[0] <= hit[0] and hit[1] <= other[1] and other[1] - other[0] > hit[1] - hit[0]
        return longer and other[2] != hit[2] and self._entities[hit[2]].kind == self._entities[other[2]].kind


def _discrepancy(claim: Claim, found: Misreading) -> Discrepancy:
    return Discrepancy(
        (claim,),
        "contradiction",
        vi=f"{capital(source(claim.document, 'vi'))}: hồ sơ ghi {quoted(claim)} là {found.encoded[0]}, "
        f"nhưng chính câu chữ ấy đọc là {found.read[0]}.",
        en=f"{capital(source(claim.document, 'en'))}: {quoted(claim)} is encoded as {found.encoded[1]}, "
        f"but it reads {found.read[1]}.",
        working=found.working,
        question=Bilingual(
            "Sửa giá trị cho khớp với câu chữ được trích, hay trích lại đúng những chữ nêu giá trị này?",
            "Correct the value to what the quote says, or quote the words that do state it?",
        ),
    )


def _names_none(claim: Claim, missing: list[Entity]) -> Discrepancy:
    vi, en = (", ".join(in_quotes(entity.label(code)) for entity in missing) for code in ("vi", "en"))
    return Discrepancy(
        (claim,),
        "contradiction",
        vi=f"{capital(source(claim.document, 'vi'))}: hồ sơ ghi {quoted(claim)} là nói về {vi}, "
        "nhưng đoạn trích không nhắc tên ấy.",
        en=f"{capital(source(claim.document, 'en'))}: {quoted(claim)} is encoded as {en}, "
        "but the quote does not name it.",
        working=f"{', '.join(entity.id for entity in missing)} ∉ {quoted(claim)}",
        question=Bilingual(
            "Trích những chữ có tên ấy, hay thêm cách gọi này vào entities.json?",
            "Quote the words that name it, or add this way of writing it to entities.json?",
        ),
    )


def _not_read(claim: Claim) -> Unverified:
    vi, en = _SOUGHT.get(claim.value.kind, ("con số", "number"))
    return Unverified(
        (claim,),
        vi=f"{capital(source(claim.document, 'vi'))}: chưa đối chiếu được {quoted(claim)} với giá trị đã ghi, "
        f"vì không đọc ra {vi} nào trong đó; hãy trích đủ những chữ nêu giá trị.",
        en=f"{capital(source(claim.document, 'en'))}: {quoted(claim)} could not be compared with its value, "
        f"because no {en} can be read in it; quote the words that state the value.",
    )
