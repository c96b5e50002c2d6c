"""Format the findings for the terminal: each discrepancy with places, working and question, and a summary."""

from __future__ import annotations

from collections.abc import Iterator

from doichieu.files.atomic_write import harmless
from doichieu.files.json_positions import printable
from doichieu.files.problems import shown_path
from doichieu.model.claims import Claim, Document, Ruling
from doichieu.quotes.coverage import coverage_of, line_columns
from doichieu.report.explanations import reconciliations
from doichieu.report.source_positions import in_claims_file
from doichieu.runner.baseline import Comparison
from doichieu.runner.findings import SEVERITIES
from doichieu.runner.rulings import RuledResult
from doichieu.runner.run import Found
from doichieu.wording.catalogue import Words
from doichieu.wording.sentences import in_quotes, quoted
from doichieu.wording.working import lettered, localised

MOST_SHOWN = 26  # claims that the terminal lists of one discrepancy


def lines(
    ruled_result: RuledResult, words: Words, require_texts: bool = False, against: Comparison | None = None
) -> Iterator[str]:
    """The whole output, worst last, so that it is just above the prompt; `against` marks the new ones."""
    yield from map(harmless, _lines(ruled_result, words, require_texts, against))


def _lines(ruled_result: RuledResult, words: Words, require_texts: bool, against: Comparison | None) -> Iterator[str]:
    result = ruled_result.result
    for skipped in result.unverified:
        yield f"{words('outcome.unverified')} · {skipped.check.name}: {getattr(skipped.unverified, words.language)}"
    shown = [found for found in result.found if found.fingerprint not in ruled_result.ruled]
    for found in reversed(shown):
        yield ""
        yield from discrepancy_lines(found, ruled_result, words, against)
    if shown or result.unverified:
        yield ""
    for ruling, kind in [
        *((r, "gone") for r in ruled_result.gone),
        *((r, "expired") for r in ruled_result.expired),
    ]:
        yield ruling_line(ruling, kind, ruled_result, words)
    for crash in result.crashes:
        yield f"{words('crashed')}: {crash.check.name}: {crash.error}"
    yield from summary(ruled_result, words, require_texts, against)


def discrepancy_lines(
    found: Found, ruled_result: RuledResult, words: Words, against: Comparison | None = None
) -> Iterator[str]:
    """One discrepancy: a heading, then its sentence, places, working, reconciliations and question."""
    discrepancy, language = found.discrepancy, words.language
    ruled = f" · {words('state.ruled')}" if found.fingerprint in ruled_result.ruled else ""
    since = f" · {words('change.new')}" if against and against.state(found) == "new" else ""
    head = f"{words(f'verdict.{discrepancy.verdict}')} · {found.check.name} · {found.fingerprint}{ruled}{since}"
    yield f"{where(discrepancy.claims[0])}: {head}"
    yield f"  {getattr(discrepancy, language)}"
    claims = () if discrepancy.whole_document else discrepancy.claims
    for letter, claim in lettered(claims[:MOST_SHOWN]):
        yield f"  {letter}  {quoted(claim)}  {where(claim)}"
    if len(claims) > MOST_SHOWN:
        yield f"  {words('and-more', n=len(claims) - MOST_SHOWN)}"
    yield f"  {words('working')}: {localised(discrepancy.working, language)}"
    for item in reconciliations(discrepancy, ruled_result.result) if claims else ():
        yield f"  {words('perhaps-short')}: {getattr(item, language)}"
    yield f"  {words('question-short')}: {getattr(discrepancy.question, language)}"


def ruling_line(ruling: Ruling, kind: str, ruled_result: RuledResult, words: Words) -> str:
    """A ruling that needs an editor's attention: `kind` is gone or expired."""
    path = shown_path(ruled_result.result.dossier.path / "rulings.json")
    return f"{path}: {words(kind, check=ruling.check, fingerprint=ruling.fingerprint, until=ruling.until)}"


def ruling_words(ruling: Ruling, words: Words) -> str:
    """A decision with its editor, date and reason, in one line."""
    return words(
        "ruling",
        decision=words(f"decision.{ruling.decision}"),
        by=ruling.by,
        on=ruling.on,
        reason=getattr(ruling.reason, words.language),
    )


def summary(
    ruled_result: RuledResult, words: Words, require_texts: bool = False, against: Comparison | None = None
) -> Iterator[str]:
    """The last lines: what was checked, what has changed, what was found, and whether the gate passes."""
    result = ruled_result.result
    still = [found.discrepancy.verdict for found in result.found if found.fingerprint not in ruled_result.ruled]
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
        ruled=len(ruled_result.ruled),
        points=words("points", n=unverified),
        checks=words("checks", n=len(result.crashes)),
        claims=words("claims", n=result.dossier.alone),
    )
    known = [found for document in result.shown.documents if (found := coverage_of(document))]
    if known:
        covered, expressions = sum(one.covered for one in known), sum(len(one.expressions) for one in known)
        counts += f"; {words('covered', covered=covered, n=expressions)}"
    if against:
        yield _changes(against, words)
    yield f"{words('pass' if (against or ruled_result).passes(require_texts) else 'fail')}: {counts}"


def _changes(against: Comparison, words: Words) -> str:
    """The changes since the baseline, in one line."""
    counts = against.counts
    if against.baseline.sha256 is None:
        return words("since-first", new=counts["new"])
    sentence = words(
        "since",
        new=counts["new"],
        gone=counts["gone"],
        unchanged=counts["unchanged"],
        ruled=counts["ruled-since"],
    )
    return sentence + (f"; {words('since.unseen', n=counts['unseen'])}" if counts["unseen"] else "")


def coverage_lines(document: Document, words: Words) -> Iterator[str]:
    """The coverage of an article, and each expression that no claim covers, with its place in the text."""
    known, text = coverage_of(document), document.text
    file = shown_path(document.path)
    if known is None or text is None or text.content is None:
        yield f"{file}: {words('screen.unseen', text=printable(text.file) if text else '')}"
        return
    sentence = f"{file}: {words('covered', covered=known.covered, n=len(known.expressions))}"
    share = f" ({100 * known.covered // len(known.expressions)}%)" if known.expressions else ""
    yield sentence + share + (f"; {words('screen.missed')}:" if known.missed else ".")
    for one, (line, column) in zip(known.missed, line_columns(text.content, known.missed), strict=True):
        yield f"  {printable(text.file)}:{line}:{column}: {in_quotes(printable(' '.join(one.exact.split())))}"


def where(claim: Claim) -> str:
    """The place of a claim as file:line:column of its claims file."""
    at = in_claims_file(claim)
    return f"{shown_path(claim.document.path)}:{at['line']}:{at['column']}"
