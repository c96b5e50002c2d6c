"""Rulings applied to a result: what stays open, what an editor has decided, and which rulings no longer apply."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime

from doichieu.model import Ruling
from doichieu.run import Found, Result


@dataclass(frozen=True)
class Judgement:
    """A result with its rulings.

    `ruled` holds the ruling in force of each decided discrepancy, by fingerprint. `gone` are rulings whose
    discrepancy no longer appears, `expired` those whose last day has passed: both need an editor's attention.
    """

    result: Result
    ruled: dict[str, Ruling]
    gone: tuple[Ruling, ...]
    expired: tuple[Ruling, ...]

    def is_open(self, found: Found) -> bool:
        """Whether a discrepancy still waits for a decision and can fail the gate; notes never do."""
        return found.fingerprint not in self.ruled and found.discrepancy.verdict != "note"

    @property
    def open(self) -> list[Found]:
        """The contradictions and tensions that nobody has decided on."""
        return [found for found in self.result.found if self.is_open(found)]

    def passes(self, require_texts: bool = False) -> bool:
        """Whether the gate is green: nothing open, no ruling that no longer applies, nothing crashed.

        What could not be verified fails the gate only where texts are required.
        """
        failed = self.open or self.gone or self.expired or self.result.crashes
        return not failed and not (require_texts and self.result.unverified)


def judge(result: Result, today: date, ignore: bool = False) -> Judgement:
    """Apply the dossier's rulings as of `today`; with `ignore` none of them, so that everything shows."""
    if ignore:
        return Judgement(result, {}, (), ())
    found = {item.fingerprint for item in result.found}
    in_force, gone, expired = {}, [], []
    for ruling in result.dossier.rulings:
        if ruling.fingerprint not in found:
            if _would_show(result, ruling):
                gone.append(ruling)
        elif ruling.until is not None and date.fromisoformat(ruling.until) < today:
            expired.append(ruling)
        else:
            in_force[ruling.fingerprint] = ruling
    return Judgement(result, in_force, tuple(gone), tuple(expired))


def _would_show(result: Result, ruling: Ruling) -> bool:
    """Whether this run would have shown the ruled discrepancy, were it still there.

    A check of the text says nothing where a text is not on this machine, nor does one that crashed.
    """
    check = next((check for check in result.checks if check.name == ruling.check), None)
    if check is None:
        return True
    if any(crash.check is check for crash in result.crashes):
        return False
    blind = any(document.text and document.text.content is None for document in result.dossier.documents)
    return not (check.of_document and blind)


def today() -> date:
    """The day against which rulings expire: SOURCE_DATE_EPOCH where it is set, so that a run can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()
