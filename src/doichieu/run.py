"""Run checks over a dossier: findings, and the outcome of every check on every document."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from doichieu.check import PAIRS, Check, Corpus, Discrepancy, Finding, Unverified, line_in
from doichieu.model import Claim, Document, Dossier

Outcome = Literal["consistent", "inconsistent", "unverified", "not applicable", "crashed"]

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
        if {(check.name, None), (check.name, document.id)} & self._crashed:
            return "crashed"
        if self.found_in(document, check):
            return "inconsistent"
        if (check.name, document.id) in self._unverified:
            return "unverified"
        stated = self._kinds[document.id]
        return "consistent" if (stated & check.kinds if check.kinds else stated) else "not applicable"

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
    def _kinds(self) -> dict[str, frozenset[str]]:
        return {
            document.id: frozenset(claim.value.kind for claim in document.claims) for document in self.dossier.documents
        }


def alone(dossier: Dossier) -> set[Claim]:
    """The claims that had nothing to be compared with: no other on the same subject and property, or opinions."""
    stated = Counter((claim.subject, claim.property) for claim in dossier.claims if claim.mode != "opinion")
    return {c for c in dossier.claims if c.mode == "opinion" or stated[c.subject, c.property] == 1}


def run(dossier: Dossier, checks: Iterable[Check], pairs: int = PAIRS) -> Result:
    """Run every check over the dossier; one that raises is reported as crashed and the rest go on."""
    checks = tuple(checks)
    corpus = Corpus(dossier, pairs)
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
