"""The position and the occurrence number of a quote must name the same place."""

from collections.abc import Iterator

from doichieu import Bilingual, Discrepancy, Document, Finding, check
from doichieu.quotes import describe_place, find_occurrences
from doichieu.wording import quoted, source


@check(
    vi="Vị trí và số lần xuất hiện của trích dẫn chỉ hai chỗ khác nhau",
    source="W3C Web Annotation Data Model: TextQuoteSelector, TextPositionSelector; occurrences counted from 1",
)
def ambiguous(document: Document) -> Iterator[Finding]:
    """The position of a quote and its occurrence number name two different places."""
    text = document.text
    if text is None or text.content is None:
        return
    for claim in document.claims:
        if claim.quote is None:
            continue
        start, wanted = claim.quote.start, claim.quote.occurrence
        places = find_occurrences(claim.quote.exact, text.content)
        meant = places[wanted - 1] if wanted <= len(places) else None
        # Words with only one other occurrence are left to quotes.absent, a changed text to quotes.text_changed.
        if meant == start or (start not in places and (len(places) < 2 or text.changed)):
            continue
        actual = places.index(start) + 1 if start in places else None
        vi, en = (_places(text.content, places, actual, meant, start, wanted, language) for language in ("vi", "en"))
        yield Discrepancy(
            (claim,),
            "contradiction",
            vi=f"Trong {source(document, 'vi')}, {quoted(claim)} {vi}; hãy ghi lại đúng chỗ định trích.",
            en=f"In {source(document, 'en')}, {quoted(claim)} {en}; say which of the two is meant.",
            working=f"{start} = {f'#{actual}' if actual else '∅'} ≠ #{wanted} = {'∅' if meant is None else meant}",
            question=Bilingual(f"Định trích {quoted(claim)} ở chỗ nào?", f"Which {quoted(claim)} is meant?"),
        )


def _places(
    content: str, places: list[int], actual: int | None, meant: int | None, start: int, wanted: int, language: str
) -> str:
    """The place at `start` and the one that the occurrence number names, where they exist."""
    here = describe_place(content, start, language)
    there = None if meant is None else describe_place(content, meant, language)
    if language == "vi":
        first = f"ở {here} là lần xuất hiện thứ {actual}" if actual else f"không nằm ở vị trí {start}"
        second = f"ở {there}" if there else f"mà cả bài chỉ có {len(places)} lần"
        return f"{first}, trong khi trích dẫn ghi lần thứ {wanted}, {second}"
    first = f"at {here} is occurrence {actual}" if actual else f"is not at position {start}"
    second = f"at {there}" if there else f"of only {len(places)}"
    return f"{first}, while the quote names occurrence {wanted}, {second}"
