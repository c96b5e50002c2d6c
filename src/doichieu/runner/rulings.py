"""Apply rulings to a result: what is open, what an editor has decided, and which rulings need attention."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime

from doichieu.model.claims import Ruling
from doichieu.runner.run import Found, Result


@dataclass(frozen=True)
class RuledResult:
    """A result with its rulings.

    `ruled` maps the fingerprint of each decided discrepancy to the ruling in force. `gone` are rulings whose
    discrepancy no longer appears, `expired` those whose last day has passed: both need an editor's attention.
    """

    result: Result
    ruled: dict[str, Ruling]
    gone: tuple[Ruling, ...]
    expired: tuple[Ruling, ...]

    def is_open(self, found: Found) -> bool:
        """Whether a discrepancy is undecided and fails the run; a note never does."""
        return found.fingerprint not in self.ruled and found.discrepancy.verdict != "note"

    @property
    def open(self) -> list[Found]:
        """The contradictions and tensions without a ruling in force."""
        return [found for found in self.result.found if self.is_open(found)]

    def passes(self, require_texts: bool = False) -> bool:
        """Whether the run passes: nothing is open, no ruling is gone or expired, and no check crashed.

        With `require_texts` it also fails where something could not be verified.
        """
        failed = self.open or self.gone or self.expired or self.result.crashes
        return not failed and not (require_texts and self.result.unverified)


def apply_rulings(result: Result, today: date, ignore: bool = False) -> RuledResult:
    """Apply the dossier's rulings as of `today`; with `ignore`, apply none, so that everything is shown."""
    if ignore:
        return RuledResult(result, {}, (), ())
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
    return RuledResult(result, in_force, tuple(gone), tuple(expired))


def _would_show(result: Result, ruling: Ruling) -> bool:
    """Whether this run would have found the ruled discrepancy if it were still there.

    A check that crashed finds nothing, and a document check may find nothing if a text is not on this machine.
    """
    check = next((check for check in result.checks if check.name == ruling.check), None)
    if check is None:
        return True
    if any(crash.check is check for crash in result.crashes):
        return False
    blind = any(document.text and document.text.content is None for document in result.dossier.documents)
    return not (check.of_document and blind)


def today() -> date:
    """The current day; that of SOURCE_DATE_EPOCH if it is set, so that runs are reproducible."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()
