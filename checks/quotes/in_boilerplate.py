"""A claim must quote the article itself."""

from collections.abc import Iterator

from doichieu import Bilingual, Discrepancy, Document, Finding, check
from doichieu.quotes import describe_place, quote_is_there
from doichieu.wording import quoted, source


@check(
    vi="Trích dẫn nằm ngoài phần thân bài",
    source="the body spans that the claims file declares; what surrounds an article is not its statement",
)
def in_boilerplate(document: Document) -> Iterator[Finding]:
    """A quote lies outside the article's body: in navigation, teasers or other headlines."""
    text = document.text
    if text is None or text.content is None:
        return
    for claim in document.claims:
        quote = claim.quote
        if quote is None or not quote_is_there(text.content, quote) or text.in_body(quote.start, quote.end):
            continue
        nearest = min(text.body, key=lambda span: max(span[0] - quote.start, quote.end - span[1]))
        vi, en = (describe_place(text.content, quote.start, language) for language in ("vi", "en"))
        yield Discrepancy(
            (claim,),
            "contradiction",
            vi=f"Trong {source(document, 'vi')}, {quoted(claim)} ở {vi} nằm ngoài phần thân bài (gần nhất là đoạn "
            f"{nearest[0]}–{nearest[1]}); hãy trích từ thân bài, hoặc sửa khai báo thân bài.",
            en=f"In {source(document, 'en')}, {quoted(claim)} at {en} lies outside the body (its nearest span is "
            f"{nearest[0]}–{nearest[1]}); quote the article itself, or correct the body's spans.",
            working=f"[{quote.start}; {quote.end}) ⊄ [{nearest[0]}; {nearest[1]})",
            question=Bilingual(
                f"{quoted(claim)} là lời của bài hay của phần bao quanh trang?",
                f"Does {quoted(claim)} belong to the article or to the page around it?",
            ),
        )
