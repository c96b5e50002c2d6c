"""Quotes must be anchored in the current text."""

from collections.abc import Iterator

from doichieu import Bilingual, Discrepancy, Document, Finding, check
from doichieu.quotes import quote_is_there
from doichieu.wording import quoted, source

_SHOWN = 3


@check(
    vi="Văn bản đã thay đổi sau khi trích dẫn",
    source="SHA-256 of the text file, kept with its quotes",
)
def text_changed(document: Document) -> Iterator[Finding]:
    """The text has changed since its quotes were anchored."""
    text = document.text
    claims = [claim for claim in document.claims if claim.quote]
    if text is None or text.content is None or not text.changed or not claims:
        return
    moved = [claim for claim in claims if claim.quote and not quote_is_there(text.content, claim.quote)]
    words = ", ".join(quoted(claim) for claim in moved[:_SHOWN]) + (", …" if len(moved) > _SHOWN else "")
    if moved:
        vi = f"{len(moved)} trong {len(claims)} trích dẫn không còn ở chỗ cũ ({words}); hãy gắn lại"
        en = f"{len(moved)} of {len(claims)} quotes are no longer at their positions ({words}); anchor them again"
    else:
        vi = "mọi trích dẫn vẫn ở chỗ cũ; hãy xem lại thay đổi rồi ghi mã SHA-256 mới"
        en = "every quote is still at its position; review the change, then record the new SHA-256"
    yield Discrepancy(
        tuple(moved) or (claims[0],),
        "tension",
        vi=f"Tệp {text.file} của {source(document, 'vi')} đã thay đổi từ khi trích dẫn, {vi}.",
        en=f"The file {text.file} of {source(document, 'en')} has changed since it was quoted, and {en}.",
        working=f"SHA-256 ≠ {text.sha256[:12]}…; {len(claims) - len(moved)}/{len(claims)}",
        question=Bilingual("Bài đã sửa những gì sau khi đăng?", "What was changed after publication?"),
    )
