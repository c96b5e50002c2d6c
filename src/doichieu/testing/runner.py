"""Run the cases of checks, in the tests of doichieu and of newsrooms that write their own checks.

import pytest
from doichieu.testing import Case, load_cases

@pytest.mark.parametrize("case", load_cases(Path("checks")), ids=str)
def test_case(case: Case) -> None:
    assert case.actual() == case.expected
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from doichieu.dossier.loader import load_dossier
from doichieu.dossier.project import find_project
from doichieu.files.problems import InputError, input_error
from doichieu.files.strict_json import read_json
from doichieu.runner.check_loader import Check, load_checks
from doichieu.runner.findings import Discrepancy, Finding
from doichieu.runner.run import run
from doichieu.validation.schemas import Schemas


@dataclass(frozen=True)
class Case:
    """One case of a check: its input, and the findings that the check must yield."""

    check: Check
    data: Mapping[str, Any]
    shared: Mapping[str, Any]
    schemas: Schemas

    def __str__(self) -> str:
        return f"{self.check.name}: {self.data['case']}: {self.data['description']}"

    @property
    def expected(self) -> list[dict[str, Any]]:
        """The findings that the case file expects."""
        return list(self.data["expect"])

    def actual(self) -> list[dict[str, Any]]:
        """The findings that the check yields, in the form of `expected`; working and question only if expected.

        Raises InputError if the case is not a valid dossier, and AssertionError if the check crashes.
        """
        shown = [_shown(finding) for finding in self.findings]
        for one, wanted in zip(shown, self.expected, strict=False):
            for name in {"working", "question"} - wanted.keys():
                one.pop(name, None)
        return shown

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """The findings that the check yields; it is run once.

        Raises InputError if the case is not a valid dossier, and AssertionError if the check crashes.
        """
        with tempfile.TemporaryDirectory() as folder:
            dossier = Path(folder, "case")
            _write(self, dossier)
            result = run(load_dossier(dossier, self.schemas), [self.check])
        assert not result.crashes, f"{self.check.name} crashed: {result.crashes[0].error}"
        findings: list[Finding] = [found.discrepancy for found in result.found]
        return findings + [skipped.unverified for skipped in result.unverified]


def _shown(finding: Finding) -> dict[str, Any]:
    places = [[claim.document.id, claim.words, claim.quote.start if claim.quote else None] for claim in finding.claims]
    shown: dict[str, Any] = {"verdict": "unverified", "places": places, "vi": finding.vi, "en": finding.en}
    if isinstance(finding, Discrepancy):
        question = {"vi": finding.question.vi, "en": finding.question.en}
        shown |= {"verdict": finding.verdict, "working": finding.working, "question": question}
    return shown


def load_cases(folder: Path) -> list[Case]:
    """Every case of every check in a folder of checks.

    Raises InputError for a check without cases, a case file that is invalid by its schema, or one that lacks a good,
    bad or boundary case.
    """
    schemas = Schemas(find_project(folder).schemas)
    return [case for check in load_checks(folder) for case in _cases(check, schemas)]


def _cases(check: Check, schemas: Schemas) -> Iterator[Case]:
    data, text = read_json(check.cases)
    problems = schemas.problems("cases", data, check.cases, text)
    if problems:
        raise InputError(problems)
    assert isinstance(data, dict)  # by the schema
    missing = {"good", "bad", "boundary"} - {case["case"] for case in data["cases"]}
    if data["check"] != check.name or missing:
        what = f"no {' or '.join(sorted(missing))} case" if missing else f"these are cases of '{data['check']}'"
        raise input_error(check.cases, what, f"give '{check.name}' good, bad and boundary cases", 1, 1)
    yield from (Case(check, case, data, schemas) for case in data["cases"])


def _write(case: Case, folder: Path) -> None:
    """Write a case as the files of a dossier, so that it is loaded exactly like a real one."""
    documents = [_document(number, short, folder / "texts") for number, short in enumerate(case.data["documents"])]
    entities = dict(case.shared.get("entities", {}))
    for name in sorted(_entities(documents) - entities.keys()):
        entities[name] = {"kind": "topic", "names": {"vi": [name], "en": [name]}}
    files = {
        "dossier.json": {
            "id": "case",
            "title": {"vi": "Ca", "en": "Case"},
            "language": "vi",
            "zone": "Asia/Ho_Chi_Minh",
        },
        "entities.json": {"entities": entities},
        "properties.json": {"properties": case.shared.get("properties", {})},
        **{f"articles/{number}.json": document for number, document in enumerate(documents)},
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _document(number: int, short: Mapping[str, Any], texts: Path) -> dict[str, Any]:
    quotes = [
        claim["quote"] if isinstance(claim["quote"], str) else claim["quote"]["exact"] for claim in short["claims"]
    ]
    text = short.get("text", " … ".join(quotes))
    raw = text.encode()
    if short.get("text_state") != "missing":
        texts.mkdir(parents=True, exist_ok=True)
        (texts / f"{number}.txt").write_bytes(raw + (b"\n" if short.get("text_state") == "changed" else b""))
    kind = short.get("kind", "article")
    about = {
        "id": short["id"],
        "kind": kind,
        "language": short.get("language", "vi"),
        "title": short["id"],
        "published": {"edtf": short.get("published", "2025-01-01"), "basis": "stated"},
        "text": {
            "file": f"{number}.txt",
            "sha256": hashlib.sha256(raw).hexdigest(),
            "body": short.get("body", [[0, len(text)]]),
        },
    }
    claims = [_claim(f"{short['id']}-{index}", claim, text) for index, claim in enumerate(short["claims"])]
    return {"document": about, "claims": claims}


def _claim(name: str, short: Mapping[str, Any], text: str) -> dict[str, Any]:
    quote = short["quote"]
    if isinstance(quote, str):
        quote = {"exact": quote, "start": max(text.find(quote), 0), "occurrence": 1}
    filled = {"id": name, "statement": {"vi": name, "en": name}, "speaker": None, "mode": "fact"}
    return filled | dict(short) | {"quote": quote}


def _entities(documents: list[dict[str, Any]]) -> set[str]:
    """All entities named in the claims."""
    names: set[str] = set()
    for claim in (claim for document in documents for claim in document["claims"]):
        value, scope = claim["value"], claim.get("scope", {})
        named = [
            claim["subject"],
            claim["speaker"],
            value.get("entity"),
            value.get("of"),
            *value.get("members", ()),
        ]
        names.update(name for name in [*named, *(scope.get(part) for part in ("since", "place", "among"))] if name)
    return names
