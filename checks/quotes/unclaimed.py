"""A figure or a date that no claim quotes is not checked."""

from collections.abc import Iterator
from itertools import islice

from doichieu import Bilingual, Discrepancy, Document, Finding, check
from doichieu.quotes import coverage_of, line_columns
from doichieu.wording import cut, in_quotes, join_list, plural, source

_SHOWN = 5


@check(
    vi="Có con số, ngày tháng hoặc thứ hạng không nằm trong mệnh đề nào",
    source="coverage: what no claim quotes is compared with nothing",
)
def unclaimed(document: Document) -> Iterator[Finding]:
    """A figure, a date or a rank in the text is in no claim.

    Each document gets one note, since not every figure is worth a claim; `doichieu coverage` lists them all. The note
    is placed at the claim after which the first missing one belongs. A document without claims gets none.
    """
    covered, text = coverage_of(document), document.text
    claims = [(claim.quote.start, claim) for claim in document.claims if claim.quote]
    if covered is None or not covered.missed or not claims or text is None or text.content is None:
        return
    first, more = covered.missed[0], len(covered.missed) - _SHOWN
    _, nearest = min(claims, key=lambda item: (item[0] > first.start, abs(first.start - item[0])))
    found = list(zip(islice(covered.missed, _SHOWN), line_columns(text.content, covered.missed), strict=False))
    words = [(in_quotes(cut(" ".join(one.exact.split()))), f"{line}:{column}") for one, (line, column) in found]
    vi, en = [f"{one} (dòng {at})" for one, at in words], [f"{one} (line {at})" for one, at in words]
    if more > 0:
        vi.append(f"{more} chi tiết khác")
        en.append(plural(more, "other"))
    total = len(covered.expressions)
    yield Discrepancy(
        (nearest,),
        "note",
        vi=f"Trong {source(document, 'vi')}, mệnh đề mới bao gồm {covered.covered}/{total} chi tiết kiểm được, còn "
        f"thiếu {join_list(vi, 'vi')}; hãy lập mệnh đề cho chi tiết nào đáng kiểm.",
        en=f"In {source(document, 'en')}, claims cover {covered.covered} of {plural(total, 'checkable expression')} "
        f"and leave out {join_list(en, 'en')}; write a claim for each that is worth checking.",
        working=f"{covered.covered}/{total}",
        question=Bilingual("Những chi tiết này lấy từ nguồn nào?", "Which source do these come from?"),
        whole_document=True,
    )
