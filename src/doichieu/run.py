"""Run checks over a dossier: findings, and the outcome of every check on every document."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from doichieu.check import Check, Corpus, Discrepancy, Finding, Unverified, line_in
from doichieu.model import Claim, Document, Dossier

Outcome = Literal["consistent", "inconsistent", "unverified", "not applicable", "crashed"]

# In a dossier with more documents, reports list only those that something was found in, and no more of these.
LISTED = 1_000

_WORST_FIRST = {"contradiction": 0, "tension": 1, "note": 2}


@dataclass(frozen=True)
class Found:
    """A discrepancy with the check that found it and the fingerprint that a ruling names it by."""

    check: Check
    discrepancy: Discrepancy
    fingerprint: str


@dataclass(frozen=True)
class NotChecked:
    """Something that a check could not look at."""

    check: Check
    unverified: Unverified


@dataclass(frozen=True)
class Crash:
    """A check that failed itself; a failing outcome, never a silent one. `document` is None for a corpus check."""

    check: Check
    document: Document | None
    error: str


@dataclass(frozen=True)
class Result:
    """What a run found: discrepancies worst first, the same order in every run."""

    dossier: Dossier
    checks: tuple[Check, ...]
    found: tuple[Found, ...]
    unverified: tuple[NotChecked, ...]
    crashes: tuple[Crash, ...]

    def outcome(self, document: Document, check: Check) -> Outcome:
        """The outcome of one check on one document.

        A discrepancy counts for the document of its first claim, an unverified point for each document it concerns.
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
        """What reports list by document: the whole dossier or, of a large one, what discrepancies were found in."""
        if len(self.dossier.documents) <= LISTED:
            return self.dossier
        return self.dossier.extract(self.concerned[:LISTED])

    @cached_property
    def concerned(self) -> Sequence[Document]:
        """The documents that reports name: all or, of a large dossier, those with a claim in a discrepancy."""
        if len(self.dossier.documents) <= LISTED:
            return self.dossier.documents
        named = {claim.document.id: claim.document for found in self.found for claim in found.discrepancy.claims}
        return sorted(named.values(), key=lambda document: (document.is_record, document.id))

    @cached_property
    def outcomes(self) -> dict[Outcome, int]:
        """How often each outcome stands for a check and a document."""
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


def _without_findings(check: Check, stated: frozenset[str]) -> Outcome:
    """The outcome where nothing was found: a check does not apply to a document that states none of its kinds."""
    return "consistent" if (stated & check.kinds if check.kinds else stated) else "not applicable"


def run(dossier: Dossier, checks: Iterable[Check]) -> Result:
    """Run every check over the dossier; one that raises is reported as crashed and the rest go on."""
    checks = tuple(checks)
    corpus = Corpus(dossier)
    found: dict[str, Found] = {}
    unverified: list[NotChecked] = []
    crashes: list[Crash] = []
    for check in checks:
        for target in dossier.documents if check.of_document else (None,):
            try:
                findings: Sequence[Finding] = list(check.function(target or corpus))
            except Exception as error:  # whatever a check raises is its own failing outcome
                place = f"{check.path.name}:{line_in(error, check.path)}"
                crashes.append(Crash(check, target, f"{type(error).__name__}: {error} ({place})"))
                continue
            for finding in findings:
                if isinstance(finding, Unverified):
                    unverified.append(NotChecked(check, finding))
                else:
                    item = Found(check, finding, fingerprint(check.name, finding.claims))
                    found.setdefault(item.fingerprint, item)
    return Result(dossier, checks, tuple(sorted(found.values(), key=_order)), tuple(unverified), tuple(crashes))


def fingerprint(check: str, claims: Iterable[Claim]) -> str:
    """The name of a discrepancy: its check and what its claims state, whatever their order or wording.

    It survives an edit elsewhere in the article and dies when the facts change.
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
