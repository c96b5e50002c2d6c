"""The checks of single documents over an archive: its documents are shared out, what is found comes back as data."""

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

_STRETCH = 200  # documents that are looked at before something is told


@dataclass(frozen=True)
class PlainFinding:
    """A finding without its claims: only their places in their document, so that it can be sent to another process."""

    kind: type[Finding]
    words: dict[str, Any]
    places: tuple[int, ...]

    @classmethod
    def of(cls, finding: Finding, document: Document) -> PlainFinding:
        """A finding of a check of one document."""
        place = {claim.id: index for index, claim in enumerate(document.claims)}
        words = {name: value for name, value in vars(finding).items() if name != "claims"}
        return cls(type(finding), words, tuple(place[claim.id] for claim in finding.claims))

    def whole(self, document: Document) -> Finding:
        """The finding with the claims of its document."""
        return self.kind(claims=tuple(document.claims[index] for index in self.places), **self.words)


# A check, the number of a document, and what was found in it or how the check failed.
Told = tuple[str, int, str | list[PlainFinding]]


@dataclass(frozen=True)
class Stretch:
    """What was looked at and found in some documents in a row."""

    documents: int
    claims: int
    told: list[Told]


# Shares the documents of an archive out among processes, and tells what each found.
Share = Callable[[Archive, Sequence[Check]], Iterator[Stretch]]


def check_documents(
    archive: Archive, checks: Sequence[Check], share: Share | None = None
) -> Iterator[tuple[Check, int, str | list[PlainFinding]]]:
    """What the checks find in each document of an archive; nothing is told of what is in order.

    `share` deals the documents out, among the processors of this machine where it is not given.
    """
    by_name = {check.name: check for check in checks}
    progress = Progress(len(archive.documents) if checks else 0)
    for stretch in (share or among_processes)(archive, checks) if checks else ():
        progress.add(stretch.documents, stretch.claims)
        yield from ((by_name[name], number, found) for name, number, found in stretch.told)
    progress.end()


def look_at(archive: Archive, checks: Sequence[Check], numbers: range) -> Stretch:
    """What the checks find in the documents of these numbers, as data that can be sent from process to process."""
    told, claims = list[Told](), 0
    for number in numbers:
        document = archive.documents[number]
        held = list(document.claims)  # typed once for all checks: an archive lets go of what nobody holds
        for check in checks:
            findings = run_check(check, document)
            if isinstance(findings, str):
                told.append((check.name, number, findings))
            elif findings:
                told.append((check.name, number, [PlainFinding.of(finding, document) for finding in findings]))
        claims += len(held)
    return Stretch(len(numbers), claims, told)


def among_processes(archive: Archive, checks: Sequence[Check]) -> Iterator[Stretch]:
    """Look through the documents of an archive on all processors of this machine."""
    count = len(archive.documents)
    ranges = [range(at, min(at + _STRETCH, count)) for at in range(0, count, _STRETCH)]
    workers = min(os.cpu_count() or 1, len(ranges))
    if workers < 2 or not CAN_FORK:  # a check cannot be sent to a process
        yield from (look_at(archive, checks, numbers) for numbers in ranges)
        return
    with worker_pool(archive.origin, workers, _begin, archive, checks) as hands:
        yield from hands.map(_do, ranges)


# What a copied process needs for each stretch; set once, when it begins.
_LOOKING: list[tuple[Archive, Sequence[Check]]] = []


def _begin(archive: Archive, checks: Sequence[Check]) -> None:
    _LOOKING[:] = [(archive, checks)]


def _do(numbers: range) -> Stretch:
    return look_at(*_LOOKING[0], numbers)
