"""What the terminal shows: each discrepancy with its places, its working and its question, and a summary."""

from __future__ import annotations

from collections.abc import Iterator

from doichieu.catalogue import Words
from doichieu.check import SEVERITIES
from doichieu.compare import Comparison
from doichieu.coverage import coverage, places
from doichieu.files import shown_path
from doichieu.json_text import printable
from doichieu.model import Claim, Document, Ruling
from doichieu.notation import lettered, localised
from doichieu.output import harmless
from doichieu.positions import in_claims_file
from doichieu.reconcile import reconciliations
from doichieu.report import question
from doichieu.rulings import Judgement
from doichieu.run import Found
from doichieu.sentences import in_quotes, quoted

_MOST_SHOWN = 26  # claims of one discrepancy


def lines(
    judgement: Judgement, words: Words, require_texts: bool = False, against: Comparison | None = None
) -> Iterator[str]:
    """The whole screen, worst last, so that it stands above the prompt; `against` marks what has come up since."""
    yield from map(harmless, _lines(judgement, words, require_texts, against))


def _lines(judgement: Judgement, words: Words, require_texts: bool, against: Comparison | None) -> Iterator[str]:
    result = judgement.result
    for skipped in result.unverified:
        yield f"{words('outcome.unverified')} · {skipped.check.name}: {getattr(skipped.unverified, words.language)}"
    shown = [found for found in result.found if found.fingerprint not in judgement.ruled]
    for found in reversed(shown):
        yield ""
        yield from discrepancy_lines(found, judgement, words, against)
    if shown or result.unverified:
        yield ""
    for ruling, kind in [
        *((r, "gone") for r in judgement.gone),
        *((r, "expired") for r in judgement.expired),
    ]:
        yield ruling_line(ruling, kind, judgement, words)
    for crash in result.crashes:
        yield f"{words('crashed')}: {crash.check.name}: {crash.error}"
    yield from summary(judgement, words, require_texts, against)


def discrepancy_lines(
    found: Found, judgement: Judgement, words: Words, against: Comparison | None = None
) -> Iterator[str]:
    """One discrepancy: what and where in one line, then its words, places, working, readings and question."""
    discrepancy, language = found.discrepancy, words.language
    ruled = f" · {words('state.ruled')}" if found.fingerprint in judgement.ruled else ""
    since = f" · {words('change.new')}" if against and against.state(found) == "new" else ""
    head = f"{words(f'verdict.{discrepancy.verdict}')} · {found.check.name} · {found.fingerprint}{ruled}{since}"
    yield f"{where(discrepancy.claims[0])}: {head}"
    yield f"  {getattr(discrepancy, language)}"
    claims = () if discrepancy.whole_document else discrepancy.claims
    for letter, claim in lettered(claims[:_MOST_SHOWN]):
        yield f"  {letter}  {quoted(claim)}  {where(claim)}"
    if len(claims) > _MOST_SHOWN:
        yield f"  {words('and-more', n=len(claims) - _MOST_SHOWN)}"
    yield f"  {words('working')}: {localised(discrepancy.working, language)}"
    for item in reconciliations(discrepancy, judgement.result) if claims else ():
        yield f"  {words('perhaps-short')}: {getattr(item, language)}"
    yield f"  {words('question-short')}: {getattr(question(discrepancy), language)}"


def ruling_line(ruling: Ruling, kind: str, judgement: Judgement, words: Words) -> str:
    """A ruling that needs an editor's attention: `kind` is gone or expired."""
    path = shown_path(judgement.result.dossier.path / "rulings.json")
    return f"{path}: {words(kind, check=ruling.check, fingerprint=ruling.fingerprint, until=ruling.until)}"


def ruling_words(ruling: Ruling, words: Words) -> str:
    """What was decided, by whom, when and why, in one line."""
    return words(
        "ruling",
        decision=words(f"decision.{ruling.decision}"),
        by=ruling.by,
        on=ruling.on,
        reason=getattr(ruling.reason, words.language),
    )


def summary(
    judgement: Judgement, words: Words, require_texts: bool = False, against: Comparison | None = None
) -> Iterator[str]:
    """The last lines: what was looked at, what has changed, what was found, and whether the gate is green."""
    result = judgement.result
    still = [found.discrepancy.verdict for found in result.found if found.fingerprint not in judgement.ruled]
    yield words(
        "screen.summary",
        dossier=getattr(result.dossier.title, words.language),
        documents=words("documents", n=len(result.dossier.documents)),
        claims=words("claims", n=len(result.dossier.claims)),
        checks=words("checks", n=len(result.checks)),
    )
    unverified = sum(len(skipped.unverified.claims) for skipped in result.unverified) + sum(result.unlisted.values())
    counts = words(
        "screen.counts",
        **{f"{verdict}s": words(f"{verdict}s", n=still.count(verdict)) for verdict in SEVERITIES},
        ruled=len(judgement.ruled),
        points=words("points", n=unverified),
        checks=words("checks", n=len(result.crashes)),
        claims=words("claims", n=result.dossier.alone),
    )
    known = [found for document in result.shown.documents if (found := coverage(document))]
    if known:
        covered, expressions = sum(one.covered for one in known), sum(len(one.expressions) for one in known)
        counts += f"; {words('covered', covered=covered, n=expressions)}"
    if against:
        yield _changes(against, words)
    yield f"{words('pass' if (against or judgement).passes(require_texts) else 'fail')}: {counts}"


def _changes(against: Comparison, words: Words) -> str:
    """What has changed since the earlier report, in one line."""
    counts = against.counts
    if against.earlier.sha256 is None:
        return words("since-first", new=counts["new"])
    told = words(
        "since",
        new=counts["new"],
        gone=counts["gone"],
        unchanged=counts["unchanged"],
        ruled=counts["ruled-since"],
    )
    return told + (f"; {words('since.unseen', n=counts['unseen'])}" if counts["unseen"] else "")


def coverage_lines(document: Document, words: Words) -> Iterator[str]:
    """How much of an article its claims cover, and each expression that they miss, at its place in the text."""
    known, text = coverage(document), document.text
    file = shown_path(document.path)
    if known is None or text is None or text.content is None:
        yield f"{file}: {words('screen.unseen', text=printable(text.file) if text else '')}"
        return
    told = f"{file}: {words('covered', covered=known.covered, n=len(known.expressions))}"
    share = f" ({100 * known.covered // len(known.expressions)}%)" if known.expressions else ""
    yield told + share + (f"; {words('screen.missed')}:" if known.missed else ".")
    for one, (line, column) in zip(known.missed, places(text.content, known.missed), strict=True):
        yield f"  {printable(text.file)}:{line}:{column}: {in_quotes(printable(' '.join(one.exact.split())))}"


def where(claim: Claim) -> str:
    """A claim's place as file:line:column of its claims file."""
    at = in_claims_file(claim)
    return f"{shown_path(claim.document.path)}:{at['line']}:{at['column']}"
