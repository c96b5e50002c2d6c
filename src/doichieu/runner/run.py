"""Run checks on a dossier: collect the findings and the outcome of every check on every document."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal

from doichieu.archive.archive import Archive
from doichieu.model.claims import Claim, Document, Dossier
from doichieu.runner.check_loader import Check, run_check
from doichieu.runner.corpus import PAIRS, Corpus
from doichieu.runner.corpus_checks import run_concurrently
from doichieu.runner.document_checks import PlainFinding, Share, check_documents
from doichieu.runner.findings import Discrepancy, Finding, Unverified
from doichieu.tables.duckdb_engine import DuckDB, Engine

Outcome = Literal["consistent", "inconsistent", "unverified", "not applicable", "crashed"]

# For a dossier with more documents than this, reports list only those with findings, and at most this many.
LISTED = 1_000

_WORST_FIRST = {"contradiction": 0, "tension": 1, "note": 2}


@dataclass(frozen=True)
class Found:
    """A discrepancy with the check that found it and the fingerprint by which rulings name it."""

    check: Check
    discrepancy: Discrepancy
    fingerprint: str


@dataclass(frozen=True)
class NotChecked:
    """Something that a check could not verify."""

    check: Check
    unverified: Unverified


@dataclass(frozen=True)
class Crash:
    """A check that crashed, which always fails the run. `document` is None for a corpus check."""

    check: Check
    document: Document | None
    error: str


@dataclass(frozen=True, eq=False)
class Result:
    """What a run found. Discrepancies are sorted worst first, in the same order in every run.

    `unlisted` counts, by check, the claims of an archive that could not be verified and are not in `unverified`.
    """

    dossier: Dossier
    checks: tuple[Check, ...]
    found: tuple[Found, ...]
    unverified: tuple[NotChecked, ...]
    crashes: tuple[Crash, ...]
    unlisted: Mapping[str, int] = field(default_factory=dict)

    def outcome(self, document: Document, check: Check) -> Outcome:
        """The outcome of one check on one document.

        A discrepancy counts for the document of its first claim, an unverified point for every document concerned.
        """
        return self._outcome(document.id, check)

    def _outcome(self, document: str, check: Check) -> Outcome:
        if {(check.name, None), (check.name, document)} & self._crashed:
            return "crashed"
        if (check.name, document) in self._found:
            return "inconsistent"
        if (check.name, document) in self._unverified:
            return "unverified"
        return _without_findings(check, self.dossier.kinds[document])

    def found_in(self, document: Document, check: Check) -> list[Found]:
        """The discrepancies of a check that count for a document."""
        return self._found.get((check.name, document.id), [])

    @cached_property
    def _crashed(self) -> set[tuple[str, str | None]]:
        return {(crash.check.name, crash.document.id if crash.document else None) for crash in self.crashes}

    @cached_property
    def _found(self) -> dict[tuple[str, str], list[Found]]:
        index: dict[tuple[str, str], list[Found]] = {}
        for found in self.found:
            index.setdefault((found.check.name, found.discrepancy.claims[0].document.id), []).append(found)
        return index

    @cached_property
    def _unverified(self) -> set[tuple[str, str]]:
        return {(item.check.name, claim.document.id) for item in self.unverified for claim in item.unverified.claims}

    @cached_property
    def shown(self) -> Dossier:
        """The dossier whose documents reports list; a large one is reduced to the documents of the worst findings."""
        if len(self.dossier.documents) <= LISTED:
            return self.dossier
        return self.dossier.extract(sorted(islice(self._named.values(), LISTED), key=_place))

    @cached_property
    def concerned(self) -> Sequence[Document]:
        """The documents that reports name: all, or only those in discrepancies if the dossier is large."""
        if len(self.dossier.documents) <= LISTED:
            return self.dossier.documents
        return sorted(self._named.values(), key=_place)

    @cached_property
    def _named(self) -> dict[str, Document]:
        """The documents with a claim in a discrepancy, by id; those of the worst discrepancies first."""
        return {claim.document.id: claim.document for found in self.found for claim in found.discrepancy.claims}

    @cached_property
    def outcomes(self) -> dict[Outcome, int]:
        """How often each outcome occurs, one per check and document."""
        stating, counts = Counter(self.dossier.kinds.values()), Counter[Outcome]()
        for check in self.checks:
            if (check.name, None) in self._crashed:
                counts["crashed"] += len(self.dossier.kinds)
                continue
            for stated, documents in stating.items():
                counts[_without_findings(check, stated)] += documents
        found = {
            (check, document) for pairs in (self._crashed, self._found, self._unverified) for check, document in pairs
        }
        by_name = {check.name: check for check in self.checks}
        for name, document in found:
            if document is not None and (name, None) not in self._crashed:
                counts[_without_findings(by_name[name], self.dossier.kinds[document])] -= 1
                counts[self._outcome(document, by_name[name])] += 1
        return {outcome: counts[outcome] for outcome in sorted(counts) if counts[outcome]}


def _place(document: Document) -> tuple[bool, str]:
    """The sort key of documents in a dossier."""
    return document.is_record, document.id


def _without_findings(check: Check, stated: frozenset[str]) -> Outcome:
    """The outcome without findings: a check does not apply to a document that states none of its kinds."""
    return "consistent" if (stated & check.kinds if check.kinds else stated) else "not applicable"


def run(
    dossier: Dossier,
    checks: Iterable[Check],
    *,
    pairs: int = PAIRS,
    engine: Engine | None = None,
    share: Share | None = None,
) -> Result:
    """Run every check on the dossier; a check that raises is reported as crashed, and the others continue.

    At most `pairs` different statements of one fact are compared in pairs. Queries of corpus checks run on `engine`,
    by default DuckDB. `share` distributes the documents of an archive for document checks, by default among processes
    (doichieu.runner.document_checks).

    Raises InputError if an archive's files have changed meanwhile or the engine has stopped.
    """
    checks = tuple(checks)
    collected = _Collector()
    by_document = [check for check in checks if check.of_document]
    if isinstance(dossier, Archive) and len(dossier.documents) > LISTED:
        for check, number, found in check_documents(dossier, by_document, share):
            collected.add_plain(check, dossier.documents[number], found)
    else:
        for document in dossier.documents if by_document else ():
            for check in by_document:
                collected.add(check, document, run_check(check, document))
    of_corpus = [check for check in checks if not check.of_document]
    for check, findings in zip(of_corpus, _check_corpus(of_corpus, dossier, pairs, engine), strict=True):
        collected.add(check, None, findings)
    return collected.result(dossier, checks)


def _check_corpus(
    checks: Sequence[Check], dossier: Dossier, pairs: int, engine: Engine | None
) -> Iterable[Sequence[Finding] | str]:
    if isinstance(dossier, Archive) and engine is None:
        return run_concurrently(checks, dossier, pairs, DuckDB(dossier.tables or {}))
    corpus = Corpus(dossier, pairs, engine)
    return (run_check(check, corpus) for check in checks)


class _Collector:
    """Collects what the checks find."""

    def __init__(self) -> None:
        self._found: dict[str, Found] = {}
        self._unverified: defaultdict[str, list[NotChecked]] = defaultdict(list)
        self._crashes: list[Crash] = []
        self._unlisted: Counter[str] = Counter()

    def add(self, check: Check, document: Document | None, findings: Sequence[Finding] | str) -> None:
        """Add a result of `run_check`; `document` is None for a corpus check."""
        if isinstance(findings, str):
            self._crashes.append(Crash(check, document, findings))
            return
        for finding in findings:
            if isinstance(finding, Unverified):
                self._unverified[check.name].append(NotChecked(check, finding))
            else:
                item = Found(check, finding, fingerprint(check.name, finding.claims))
                self._found.setdefault(item.fingerprint, item)

    def add_plain(self, check: Check, document: Document, found: str | Sequence[PlainFinding]) -> None:
        """Add what was found in a document of an archive; unverified points beyond LISTED are only counted."""
        findings: list[Finding] = []
        for plain in () if isinstance(found, str) else found:
            if plain.kind is Unverified and len(self._unverified[check.name]) >= LISTED:
                self._unlisted[check.name] += len(plain.places)
            else:
                findings.append(plain.whole(document))
        self.add(check, document, found if isinstance(found, str) else findings)

    def result(self, dossier: Dossier, checks: tuple[Check, ...]) -> Result:
        """The result, in the order of reports."""
        unverified = tuple(skipped for check in checks for skipped in self._unverified[check.name])
        place = {check.name: number for number, check in enumerate(checks)}
        crashes = tuple(sorted(self._crashes, key=lambda crash: place[crash.check.name]))
        found = tuple(sorted(self._found.values(), key=_order))
        return Result(dossier, checks, found, unverified, crashes, dict(self._unlisted))


def fingerprint(check: str, claims: Iterable[Claim]) -> str:
    """The name of a discrepancy, `D-` and 12 hex digits: a hash of the check and of what its claims state.

    The order and wording of the claims do not matter. It survives edits elsewhere and changes with the facts.
    """
    stated = sorted(f"{claim.document.id}\n{claim.id}\n{claim.facts}" for claim in claims)
    return "D-" + hashlib.sha256("\n\n".join([check, *stated]).encode()).hexdigest()[:12]


def _order(found: Found) -> tuple[object, ...]:
    first = found.discrepancy.claims[0]
    start = first.quote.start if first.quote else 0
    return (
        _WORST_FIRST[found.discrepancy.verdict],
        first.document.id,
        start,
        found.check.name,
        found.fingerprint,
    )
