"""Run document checks over an archive, with its documents distributed among processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from doichieu.archive.archive import Archive
from doichieu.files.progress import Progress
from doichieu.files.worker_pool import CAN_FORK, worker_pool
from doichieu.model.claims import Document
from doichieu.runner.check_loader import Check, run_check
from doichieu.runner.findings import Finding

BATCH = 200  # documents that a process checks before it returns results


@dataclass(frozen=True)
class PlainFinding:
    """A finding with its claims replaced by their indexes in the document, so that it can be sent between processes."""

    kind: type[Finding]
    words: dict[str, Any]
    places: tuple[int, ...]

    @classmethod
    def of(cls, finding: Finding, document: Document) -> PlainFinding:
        """Make one from a finding on this document."""
        place = {claim.id: index for index, claim in enumerate(document.claims)}
        words = {name: value for name, value in vars(finding).items() if name != "claims"}
        return cls(type(finding), words, tuple(place[claim.id] for claim in finding.claims))

    def whole(self, document: Document) -> Finding:
        """The finding with its claims, taken from its document."""
        return self.kind(claims=tuple(document.claims[index] for index in self.places), **self.words)


# The name of a check, the number of a document, and the findings in it or the error of a check that crashed.
Checked = tuple[str, int, str | list[PlainFinding]]


@dataclass(frozen=True)
class Batch:
    """What was found in consecutive documents; how many documents and claims were checked."""

    documents: int
    claims: int
    found: list[Checked]


# Distributes the documents of an archive among processes and yields what each found.
Share = Callable[[Archive, Sequence[Check]], Iterator[Batch]]


def check_documents(
    archive: Archive, checks: Sequence[Check], share: Share | None = None
) -> Iterator[tuple[Check, int, str | list[PlainFinding]]]:
    """What the checks find in the documents of an archive; documents without findings are left out.

    `share` distributes the documents, by default among the processors of this machine.
    """
    by_name = {check.name: check for check in checks}
    progress = Progress(len(archive.documents) if checks else 0)
    for batch in (share or among_processes)(archive, checks) if checks else ():
        progress.add(batch.documents, batch.claims)
        yield from ((by_name[name], number, found) for name, number, found in batch.found)
    progress.end()


def check_batch(archive: Archive, checks: Sequence[Check], numbers: range) -> Batch:
    """What the checks find in the documents with these numbers, as data that can be sent between processes."""
    found, claims = list[Checked](), 0
    for number in numbers:
        document = archive.documents[number]
        typed = list(document.claims)  # typed once for all checks: an archive frees claims without a reference
        for check in checks:
            findings = run_check(check, document)
            if isinstance(findings, str):
                found.append((check.name, number, findings))
            elif findings:
                found.append((check.name, number, [PlainFinding.of(finding, document) for finding in findings]))
        claims += len(typed)
    return Batch(len(numbers), claims, found)


def among_processes(archive: Archive, checks: Sequence[Check]) -> Iterator[Batch]:
    """Check the documents of an archive on all processors of this machine."""
    count = len(archive.documents)
    ranges = [range(at, min(at + BATCH, count)) for at in range(0, count, BATCH)]
    workers = min(os.cpu_count() or 1, len(ranges))
    if workers < 2 or not CAN_FORK:  # checks cannot be pickled, so processes must be forked
        yield from (check_batch(archive, checks, numbers) for numbers in ranges)
        return
    with worker_pool(archive.origin, workers, _begin, archive, checks) as pool:
        yield from pool.map(_check, ranges)


# What a worker process needs for each batch; set once, when it starts.
_WORKER: list[tuple[Archive, Sequence[Check]]] = []


def _begin(archive: Archive, checks: Sequence[Check]) -> None:
    _WORKER[:] = [(archive, checks)]


def _check(numbers: range) -> Batch:
    return check_batch(*_WORKER[0], numbers)
