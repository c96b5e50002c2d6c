"""Compare a run with a baseline, an earlier report, by fingerprint: what is new, unchanged, ruled since or gone.

A baseline is untrusted input: it is validated against doichieu's own schema first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from doichieu.files.json_positions import locate
from doichieu.files.problems import InputError, input_error
from doichieu.files.strict_json import read_json
from doichieu.model.claims import Dossier
from doichieu.runner.rulings import RuledResult
from doichieu.runner.run import Found
from doichieu.validation.schemas import Schemas

State = Literal["new", "unchanged", "ruled-since"]
Data = Mapping[str, Any]

_REPORT = "report.json"


@dataclass(frozen=True)
class Baseline:
    """What a comparison needs of an earlier report. `sha256` is None if there is none; everything is new then.

    `discrepancies` maps fingerprints to data of the report, worst first.
    """

    sha256: str | None = None
    version: str | None = None
    discrepancies: Mapping[str, Data] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """A run with its rulings, compared with a baseline."""

    ruled_result: RuledResult
    baseline: Baseline

    def state(self, found: Found) -> State:
        """The state of a discrepancy; one that is open now but was not open in the baseline is new, too."""
        then = self.baseline.discrepancies.get(found.fingerprint)
        was_open = then is not None and then["ruling"] is None and then["verdict"] != "note"
        if then is None or (self.ruled_result.is_open(found) and not was_open):
            return "new"
        ruled = found.fingerprint in self.ruled_result.ruled
        return "ruled-since" if ruled and then["ruling"] is None else "unchanged"

    @cached_property
    def gone(self) -> list[Data]:
        """Discrepancies of the baseline that this run looked for and did not find."""
        return [item for item in self._missing if not self._is_unseen(item)]

    @cached_property
    def unseen(self) -> list[Data]:
        """Discrepancies of the baseline that this run could not look for, so they may still be there."""
        return [item for item in self._missing if self._is_unseen(item)]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many discrepancies are in each state, are gone, or could not be looked for."""
        states = Counter(self.state(found) for found in self.ruled_result.result.found)
        counts = {state: states[state] for state in get_args(State)}
        return counts | {"gone": len(self.gone), "unseen": len(self.unseen)}

    def passes(self, require_texts: bool = False) -> bool:
        """Whether the run passes, as in `RuledResult.passes`; what was open in the baseline does not fail it."""
        ruled_result = self.ruled_result
        new = any(self.state(found) == "new" for found in ruled_result.open)
        failed = new or ruled_result.gone or ruled_result.expired or ruled_result.result.crashes
        return not failed and not (require_texts and ruled_result.result.unverified)

    @cached_property
    def _missing(self) -> list[Data]:
        found = {item.fingerprint for item in self.ruled_result.result.found}
        return [item for name, item in self.baseline.discrepancies.items() if name not in found]

    def _is_unseen(self, item: Data) -> bool:
        """Whether its check was not run, crashed, or could not check something in one of its documents."""
        result, check = self.ruled_result.result, item["check"]
        documents = {claim["document"] for claim in item["claims"]}
        if not documents <= result.dossier.ids:
            return False  # without one of its documents, the discrepancy is gone
        known = any(one.name == check for one in result.checks)
        return not known or any((check, document) in self._blind for document in (None, *documents))

    @cached_property
    def _blind(self) -> set[tuple[str, str | None]]:
        """Where a check could not look: pairs of its name and a document's id, or None for all documents."""
        result = self.ruled_result.result
        crashed = {(crash.check.name, crash.document.id if crash.document else None) for crash in result.crashes}
        points = ((skipped.check.name, skipped.unverified.claims) for skipped in result.unverified)
        return crashed | {(check, claim.document.id) for check, claims in points for claim in claims}


def read_baselines(at: Path, dossiers: Sequence[Dossier], schemas: Schemas) -> list[Baseline]:
    """Read the baseline of each dossier from the file `at`, or from a folder that `doichieu report` wrote to.

    A dossier without a report in the folder gets an empty baseline. Raises InputError if no dossier has one or a
    report cannot be used.
    """
    paths = [_report_of(dossier, at) for dossier in dossiers]
    if not any(paths):
        what = f"there is no earlier report here, neither {dossiers[0].id}/{_REPORT} nor {_REPORT}"
        raise input_error(at, what, f"name a {_REPORT}, or a folder that doichieu report wrote to")
    return [
        _baseline(path, dossier, schemas) if path else Baseline() for path, dossier in zip(paths, dossiers, strict=True)
    ]


def read_baseline(at: Path, dossier: Dossier, schemas: Schemas) -> Baseline:
    """Read the baseline of one of several dossiers; it is empty if the folder has no report of it.

    Raises InputError if a report cannot be used.
    """
    path = _report_of(dossier, at)
    return _baseline(path, dossier, schemas) if path else Baseline()


def _report_of(dossier: Dossier, at: Path) -> Path | None:
    try:
        if not at.is_dir():
            return at
        return next((path for path in (at / dossier.id / _REPORT, at / _REPORT) if path.exists()), None)
    except OSError as error:
        what = f"this folder cannot be read ({error.strerror})"
        raise input_error(at, what, "ask for permission to read it") from error


def _baseline(path: Path, dossier: Dossier, schemas: Schemas) -> Baseline:
    data, text = read_json(path)
    problems = schemas.problems("discrepancies", data, path, text)
    for problem in problems:
        if problem.pointer == "/version":  # the other problems follow from this one
            what = "this version of doichieu cannot read the version of this report"
            raise InputError([replace(problem, what=what, todo="write the report again with this doichieu")])
    if problems:
        raise InputError(problems)
    assert isinstance(data, dict)
    if data["dossier"]["id"] != dossier.id:
        what = f"this is a report of the dossier '{data['dossier']['id']}', not of '{dossier.id}'"
        where = locate(text, ("dossier", "id"))
        raise input_error(path, what, f"name an earlier report of '{dossier.id}'", *where, pointer="/dossier/id")
    return Baseline(
        sha256(text.encode()).hexdigest(),
        data["tool"]["version"],
        {item["id"]: item for item in data["discrepancies"]},
    )
