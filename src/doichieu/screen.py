"""What the terminal shows: each discrepancy with its places, its working and its question, and a summary."""

from __future__ import annotations

from collections.abc import Iterator

from doichieu.compare import Comparison
from doichieu.coverage import coverage, places
from doichieu.files import shown_path
from doichieu.json_text import printable
from doichieu.model import Claim, Document, Ruling
from doichieu.notation import localised
from doichieu.output import harmless
from doichieu.positions import in_claims_file
from doichieu.reconcile import reconciliations
from doichieu.rulings import Judgement
from doichieu.run import Found
from doichieu.sentences import in_quotes, quoted
from doichieu.wording import filled

_WORDS = {
    "vi": {
        "contradiction": "mâu thuẫn",
        "tension": "vênh nhau",
        "note": "ghi chú",
        "ruled": "đã quyết",
        "gone": "quyết định không còn đối tượng: {check} {fingerprint} không còn thấy; hãy bỏ mục này",
        "expired": "quyết định hết hạn ngày {until}: {check} {fingerprint}; hãy quyết lại",
        "crashed": "kiểm tra bị lỗi: {check}: {error}",
        "unverified": "chưa kiểm được",
        "summary": "{dossier}: {documents} tài liệu, {claims} mệnh đề, {checks} phép kiểm",
        "counts": "{contradiction} mâu thuẫn, {tension} vênh nhau, {note} ghi chú còn mở; {ruled} đã quyết; "
        "{unverified} điểm chưa kiểm được; {crashed} phép kiểm bị lỗi; {alone} mệnh đề không có gì để đối chiếu",
        "since": "so với báo cáo trước: {new} điểm mới, {gone} không còn, {unchanged} vẫn còn, {ruled} đã quyết từ đó",
        "first": "hồ sơ này chưa có báo cáo trước: {new} điểm đều là mới",
        "unseen-now": "; {unseen} lần này không xem được",
        "new": "mới",
        "covered": "; mệnh đề bao quát {covered}/{expressions} chi tiết kiểm được",
        "share": "{file}: mệnh đề bao quát {covered}/{expressions} chi tiết kiểm được",
        "missed": "trong các chi tiết còn lại, hãy lập mệnh đề cho chi tiết nào đáng kiểm",
        "unseen": "{file}: chưa xem, vì máy này không có văn bản (tệp {text}); "
        "hãy đặt tệp vào thư mục texts của hồ sơ, hoặc khai thư mục chứa tệp trong DOICHIEU_TEXTS.",
        "pass": "ĐẠT",
        "fail": "KHÔNG ĐẠT",
        "question": "Hỏi",
        "working": "Phép so",
        "may": "Có thể",
    },
    "en": {
        "contradiction": "contradiction",
        "tension": "tension",
        "note": "note",
        "ruled": "ruled",
        "gone": "ruling without its point: {check} {fingerprint} no longer appears; take its entry out",
        "expired": "ruling expired on {until}: {check} {fingerprint}; decide again",
        "crashed": "check failed itself: {check}: {error}",
        "unverified": "not checked",
        "summary": "{dossier}: {documents:document}, {claims:claim}, {checks:check}",
        "counts": "{contradiction:contradiction}, {tension:tension}, {note:note} open; {ruled} ruled; "
        "{unverified:point} not checked; {crashed:check} failed; {alone:claim} with nothing to compare",
        "since": "since the earlier report: {new} new, {gone} gone, {unchanged} still there, {ruled} ruled since",
        "first": "no earlier report of this dossier: {new} new",
        "unseen-now": "; {unseen} could not be looked at this time",
        "new": "new",
        "covered": "; claims cover {covered} of {expressions:checkable expression}",
        "share": "{file}: claims cover {covered} of {expressions:checkable expression}",
        "missed": "write a claim for each of the rest that is worth checking",
        "unseen": "{file}: not looked at, since its text (file {text}) is not on this machine; "
        "put the file into the dossier's folder texts, or name its folder in DOICHIEU_TEXTS.",
        "pass": "PASS",
        "fail": "FAIL",
        "question": "Ask",
        "working": "Working",
        "may": "Perhaps",
    },
}


def lines(
    judgement: Judgement, language: str, require_texts: bool = False, against: Comparison | None = None
) -> Iterator[str]:
    """The whole screen, worst last, so that it stands above the prompt; `against` marks what has come up since."""
    yield from map(harmless, _lines(judgement, language, require_texts, against))


def _lines(judgement: Judgement, language: str, require_texts: bool, against: Comparison | None) -> Iterator[str]:
    words = _WORDS[language]
    result = judgement.result
    for skipped in result.unverified:
        yield f"{words['unverified']} · {skipped.check.name}: {getattr(skipped.unverified, language)}"
    shown = [found for found in result.found if found.fingerprint not in judgement.ruled]
    for found in reversed(shown):
        yield ""
        yield from discrepancy_lines(found, judgement, language, against)
    if shown or result.unverified:
        yield ""
    for ruling, kind in [
        *((r, "gone") for r in judgement.gone),
        *((r, "expired") for r in judgement.expired),
    ]:
        yield ruling_line(ruling, kind, judgement, language)
    for crash in result.crashes:
        yield words["crashed"].format(check=crash.check.name, error=crash.error)
    yield from summary(judgement, language, require_texts, against)


def discrepancy_lines(
    found: Found, judgement: Judgement, language: str, against: Comparison | None = None
) -> Iterator[str]:
    """One discrepancy: what and where in one line, then its words, places, working, readings and question."""
    words, discrepancy = _WORDS[language], found.discrepancy
    ruled = f" · {words['ruled']}" if found.fingerprint in judgement.ruled else ""
    since = f" · {words['new']}" if against and against.state(found) == "new" else ""
    head = f"{words[discrepancy.verdict]} · {found.check.name} · {found.fingerprint}{ruled}{since}"
    yield f"{where(discrepancy.claims[0])}: {head}"
    yield f"  {getattr(discrepancy, language)}"
    claims = () if discrepancy.whole_document else discrepancy.claims
    for letter, claim in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", claims, strict=False):
        yield f"  {letter}  {quoted(claim)}  {where(claim)}"
    yield f"  {words['working']}: {localised(discrepancy.working, language)}"
    for item in reconciliations(discrepancy, judgement.result) if claims else ():
        yield f"  {words['may']}: {getattr(item, language)}"
    yield f"  {words['question']}: {getattr(discrepancy.question, language)}"


def ruling_line(ruling: Ruling, kind: str, judgement: Judgement, language: str) -> str:
    """A ruling that wants an editor's hand: `kind` is gone or expired."""
    path = shown_path(judgement.result.dossier.path / "rulings.json")
    text = _WORDS[language][kind].format(check=ruling.check, fingerprint=ruling.fingerprint, until=ruling.until)
    return f"{path}: {text}"


def summary(
    judgement: Judgement, language: str, require_texts: bool = False, against: Comparison | None = None
) -> Iterator[str]:
    """The last lines: what was looked at, what has changed, what was found, and whether the gate is green."""
    words, result = _WORDS[language], judgement.result
    still = [found.discrepancy.verdict for found in result.found if found.fingerprint not in judgement.ruled]
    yield filled(
        words["summary"],
        language,
        dossier=getattr(result.dossier.title, language),
        documents=len(result.dossier.documents),
        claims=len(result.dossier.claims),
        checks=len(result.checks),
    )
    counts = filled(
        words["counts"],
        language,
        **{verdict: still.count(verdict) for verdict in ("contradiction", "tension", "note")},
        ruled=len(judgement.ruled),
        unverified=sum(len(skipped.unverified.claims) for skipped in result.unverified) + sum(result.unlisted.values()),
        crashed=len(result.crashes),
        alone=result.dossier.alone,
    )
    known = [found for document in result.shown.documents if (found := coverage(document))]
    if known:
        counts += filled(
            words["covered"],
            language,
            covered=sum(found.covered for found in known),
            expressions=sum(len(found.expressions) for found in known),
        )
    if against:
        yield _changes(against, language)
    yield f"{words['pass'] if (against or judgement).passes(require_texts) else words['fail']}: {counts}"


def _changes(against: Comparison, language: str) -> str:
    """What has changed since the earlier report, in one line."""
    words, counts = _WORDS[language], against.counts
    if against.earlier.sha256 is None:
        return filled(words["first"], language, new=counts["new"])
    told = filled(
        words["since"],
        language,
        new=counts["new"],
        gone=counts["gone"],
        unchanged=counts["unchanged"],
        ruled=counts["ruled-since"],
    )
    return told + (filled(words["unseen-now"], language, unseen=counts["unseen"]) if counts["unseen"] else "")


def coverage_lines(document: Document, language: str) -> Iterator[str]:
    """How much of an article its claims cover, and each expression that they miss, at its place in the text."""
    words, known, text = _WORDS[language], coverage(document), document.text
    file = shown_path(document.path)
    if known is None or text is None or text.content is None:
        yield words["unseen"].format(file=file, text=printable(text.file) if text else "")
        return
    told = filled(words["share"], language, file=file, covered=known.covered, expressions=len(known.expressions))
    share = f" ({100 * known.covered // len(known.expressions)}%)" if known.expressions else ""
    yield told + share + (f"; {words['missed']}:" if known.missed else ".")
    for one, (line, column) in zip(known.missed, places(text.content, known.missed), strict=True):
        yield f"  {printable(text.file)}:{line}:{column}: {in_quotes(printable(' '.join(one.exact.split())))}"


def where(claim: Claim) -> str:
    """A claim's place as file:line:column of its claims file."""
    at = in_claims_file(claim)
    return f"{shown_path(claim.document.path)}:{at['line']}:{at['column']}"
