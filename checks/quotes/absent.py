"""A quote must be copied from the text exactly, with its position."""

from collections.abc import Iterator
from itertools import zip_longest

from doichieu import Bilingual, Discrepancy, Document, Finding, Unverified, check
from doichieu.quotes import describe_place, find_occurrences, looks_alike
from doichieu.wording import number, quoted, source


@check(
    vi="Trích dẫn không có trong văn bản, hoặc không ở chỗ đã ghi",
    source="W3C Web Annotation Data Model: TextQuoteSelector, TextPositionSelector",
)
def absent(document: Document) -> Iterator[Finding]:
    """The words of a quote are not in the text, or not at the position given."""
    claims = tuple(claim for claim in document.claims if claim.quote)
    text = document.text
    vi, en = source(document, "vi"), source(document, "en")
    if text is None or not claims:
        return
    if text.content is None:
        count = number(len(claims), "vi"), number(len(claims), "en")
        yield Unverified(
            claims,
            vi=f"Máy này không có văn bản của {vi} (tệp {text.file}) nên chưa đối chiếu được {count[0]} trích dẫn; "
            "hãy đặt tệp vào thư mục texts của hồ sơ, hoặc khai thư mục chứa tệp trong DOICHIEU_TEXTS.",
            en=f"The text of {en} (file {text.file}) is not on this machine, so its quotes ({count[1]} in all) could "
            "not be checked; put the file into the dossier's texts folder, or set DOICHIEU_TEXTS to its folder.",
        )
        return
    question = Bilingual(f"Nguyên văn trong {vi} là gì?", f"What exactly does {en} print?")
    for claim in claims:
        assert claim.quote  # only such claims were selected
        start, places = claim.quote.start, find_occurrences(claim.quote.exact, text.content)
        if not places and (alike := looks_alike(claim.quote.exact, text.content)):
            there = [describe_place(text.content, alike[0], language) for language in ("vi", "en")]
            yield Discrepancy(
                (claim,),
                "note",
                vi=f"Ở {there[0]}, {vi} in {quoted(claim)} với loại dấu cách khác hoặc ký tự ẩn mà người đọc không "
                "thấy; hãy chép lại trích dẫn từ văn bản.",
                en=f"At {there[1]}, {en} prints {quoted(claim)} with another kind of space, or with a character that "
                "no reader sees; copy the quote from the text again.",
                working=_unseen(claim.quote.exact, alike[1]),
                question=Bilingual(
                    f"Dấu cách hoặc ký tự ẩn trong {quoted(claim)} có được in cố ý không?",
                    f"Is the space or the unseen character in {quoted(claim)} meant to be there?",
                ),
            )
        elif not places:
            yield Discrepancy(
                (claim,),
                "contradiction",
                vi=f"Không chỗ nào trong {vi} in nguyên văn {quoted(claim)}; hãy chép lại trích dẫn từ văn bản.",
                en=f"The words {quoted(claim)} do not occur in {en}; copy the quote from the text again.",
                working=f"{quoted(claim)} × 0",
                question=question,
            )
        # Words that occur several times are left to quotes.ambiguous, a changed text to quotes.text_changed.
        elif places != [start] and len(places) == 1 and not text.changed:
            there = [describe_place(text.content, places[0], language) for language in ("vi", "en")]
            yield Discrepancy(
                (claim,),
                "contradiction",
                vi=f"Trong {vi}, {quoted(claim)} nằm ở {there[0]}, không phải ở vị trí {start} như trích dẫn ghi; "
                "hãy sửa lại vị trí.",
                en=f"In {en}, {quoted(claim)} is at {there[1]}, not at position {start} as the quote says; "
                "correct its start.",
                working=f"{start} ≠ {places[0]}",
                question=question,
            )


def _unseen(quote: str, printed: str) -> str:
    """The first characters that differ, by number: U+00A0 ≠ U+0020."""
    one, other = next(((a, b) for a, b in zip_longest(printed, quote, fillvalue="") if a != b), ("", ""))
    return " ≠ ".join(f"U+{ord(sign):04X}" if sign else "∅" for sign in (one, other))
