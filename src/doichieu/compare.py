"""What has changed since an earlier report: new, gone, still there, ruled since; told apart by fingerprint.

An earlier report is a file that someone hands in: it is held against doichieu's own schema before it is believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from doichieu.files import InputError, Problem, locate, read_json
from doichieu.model import Dossier
from doichieu.rulings import Judgement
from doichieu.run import Found
from doichieu.validate import Schemas

State = Literal["new", "unchanged", "ruled-since"]
Data = Mapping[str, Any]

_REPORT = "report.json"


@dataclass(frozen=True)
class Earlier:
    """An earlier report of a dossier, as far as a comparison asks; without one (`sha256` is None) everything is new.

    `discrepancies` are by fingerprint, worst first.
    """

    sha256: str | None = None
    version: str | None = None
    discrepancies: Mapping[str, Data] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """A judged run beside an earlier report."""

    judgement: Judgement
    earlier: Earlier

    def state(self, found: Found) -> State:
        """New to the earlier report, or to what waits there for a decision; else whether it has been ruled since."""
        then = self.earlier.discrepancies.get(found.fingerprint)
        waited = then is not None and then["ruling"] is None and then["verdict"] != "note"
        if then is None or (self.judgement.is_open(found) and not waited):
            return "new"
        ruled = found.fingerprint in self.judgement.ruled
        return "ruled-since" if ruled and then["ruling"] is None else "unchanged"

    @cached_property
    def gone(self) -> list[Data]:
        """What the earlier report had and this run, which looked, does not find."""
        return [item for item in self._missing if not self._is_unseen(item)]

    @cached_property
    def unseen(self) -> list[Data]:
        """What the earlier report had and this run had no means to find: silence about it says nothing."""
        return [item for item in self._missing if self._is_unseen(item)]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many discrepancies are in each state, how many are gone, and how many could not be looked for."""
        states = Counter(self.state(found) for found in self.judgement.result.found)
        here = {state: states[state] for state in get_args(State)}
        return here | {"gone": len(self.gone), "unseen": len(self.unseen)}

    def passes(self, require_texts: bool = False) -> bool:
        """Whether the gate is green: that of `Judgement.passes`, but for what waited for a decision even then."""
        judgement = self.judgement
        new = any(self.state(found) == "new" for found in judgement.open)
        failed = new or judgement.gone or judgement.expired or judgement.result.crashes
        return not failed and not (require_texts and judgement.result.unverified)

    @cached_property
    def _missing(self) -> list[Data]:
        found = {item.fingerprint for item in self.judgement.result.found}
        return [item for name, item in self.earlier.discrepancies.items() if name not in found]

    def _is_unseen(self, item: Data) -> bool:
        """Whether its check is no more, crashed, or could not look at something in one of its documents."""
        result, check = self.judgement.result, item["check"]
        documents = {claim["document"] for claim in item["claims"]}
        if not documents <= result.dossier.ids:
            return False  # with a document taken out it is gone, whoever looks
        known = any(one.name == check for one in result.checks)
        return not known or any((check, document) in self._blind for document in (None, *documents))

    @cached_property
    def _blind(self) -> set[tuple[str, str | None]]:
        """Where a check could not look: its name and a document, None for a check of the whole dossier."""
        result = self.judgement.result
        crashed = {(crash.check.name, crash.document.id if crash.document else None) for crash in result.crashes}
        points = ((skipped.check.name, skipped.unverified.claims) for skipped in result.unverified)
        return crashed | {(check, claim.document.id) for check, claims in points for claim in claims}


def earlier_reports(at: Path, dossiers: Sequence[Dossier], schemas: Schemas) -> list[Earlier]:
    """The earlier report of each dossier: the file `at`, or what stands in the folder `at` as `doichieu report` writes.

    In a folder that has reports of other dossiers, a dossier without one is new itself. Raises InputError.
    """
    paths = [_report_of(dossier, at) for dossier in dossiers]
    if not any(paths):
        what = f"there is no earlier report here, neither {dossiers[0].id}/{_REPORT} nor {_REPORT}"
        raise InputError([Problem(at, 0, 0, "", what, f"name a {_REPORT}, or a folder that doichieu report wrote to")])
    return [
        _earlier(path, dossier, schemas) if path else Earlier() for path, dossier in zip(paths, dossiers, strict=True)
    ]


def earlier_report(at: Path, dossier: Dossier, schemas: Schemas) -> Earlier:
    """As `earlier_reports`, where it is not known what other dossiers there are: one without a report is new."""
    path = _report_of(dossier, at)
    return _earlier(path, dossier, schemas) if path else Earlier()


def _report_of(dossier: Dossier, at: Path) -> Path | None:
    try:
        if not at.is_dir():
            return at
        return next((path for path in (at / dossier.id / _REPORT, at / _REPORT) if path.exists()), None)
    except OSError as error:
        what = f"this folder cannot be looked into ({error.strerror})"
        raise InputError([Problem(at, 0, 0, "", what, "ask for the right to read it")]) from error


def _earlier(path: Path, dossier: Dossier, schemas: Schemas) -> Earlier:
    data, text = read_json(path)
    problems = schemas.problems("discrepancies", data, path, text)
    for problem in problems:
        if problem.pointer == "/version":  # then nothing else that is wrong with it means anything
            what = "this report is of a version that this doichieu does not read"
            raise InputError([replace(problem, what=what, todo="write it again with the doichieu that compares")])
    if problems:
        raise InputError(problems)
    assert isinstance(data, dict)
    if data["dossier"]["id"] != dossier.id:
        what = f"this is a report of the dossier '{data['dossier']['id']}', not of '{dossier.id}'"
        where = locate(text, ("dossier", "id"))
        raise InputError([Problem(path, *where, "/dossier/id", what, f"name an earlier report of '{dossier.id}'")])
    return Earlier(
        sha256(text.encode()).hexdigest(),
        data["tool"]["version"],
        {item["id"]: item for item in data["discrepancies"]},
    )
