"""report.json: on the sample dossier, which holds something of every kind, and where texts or checks fail."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doichieu.dossier.loader import load_dossier
from doichieu.model.claims import Bilingual, Dossier
from doichieu.report.build import report, scope_of, to_json
from doichieu.runner.check_loader import Check, load_checks
from doichieu.runner.findings import Discrepancy
from doichieu.runner.rulings import apply_rulings
from doichieu.runner.run import run
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sample() -> Dossier:
    return load_dossier(ROOT / "claims" / "ben-mo-bridge", Schemas(ROOT / "schemas"))


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    return load_checks(ROOT / "checks")


def test_the_report_of_the_sample_follows_its_schema(sample: Dossier, checks: list[Check]) -> None:
    text = to_json(report(apply_rulings(run(sample, checks), DAY)))
    data = json.loads(text)
    assert Schemas(ROOT / "schemas").problems("discrepancies", data, Path("report.json"), text) == []
    assert {one["scope"] for one in data["discrepancies"]} == {"document", "documents", "record"}
    assert {one["severity"] for one in data["discrepancies"]} == {"error", "warning", "note"}
    for one in data["discrepancies"]:
        assert one["working"]
        assert one["question"]["vi"].endswith("?"), one["check"]
        assert one["question"]["en"].endswith("?"), one["check"]
        assert (one["ruling"] is None) == (one["verdict"] == "note")
    assert data["outcomes"] == Counter(outcome for check in data["checks"] for outcome in check["outcomes"].values())


def test_messages_are_one_sentence_with_the_quotes(sample: Dossier, checks: list[Check]) -> None:
    for found in run(sample, checks).found:
        for words in (found.discrepancy.vi, found.discrepancy.en):
            assert words == words.strip()
            assert "\n" not in words
            assert words.endswith(".")
            assert "“" in words or found.check.name == "quotes.text_changed"  # which is about a file, not a quote


def test_a_discrepancy_has_a_question(sample: Dossier) -> None:
    with pytest.raises(TypeError, match="question"):
        Discrepancy((sample.claims[0],), "note", "", "", "")  # type: ignore[call-arg]


def test_a_record_among_the_claims_sets_the_scope(sample: Dossier) -> None:
    record = next(claim for claim in sample.claims if claim.document.is_record)
    found = Discrepancy((sample.claims[0], record), "note", "", "", "", question=Bilingual("?", "?"))
    assert scope_of(found) == "record"


def _spoilt(check: Check) -> Check:
    def spoilt(_: Any) -> Any:
        raise KeyError("x")

    return Check(check.name, check.title, check.source, check.kinds, check.path, spoilt, check.of_document)


def test_a_crash_is_in_the_report_and_its_rulings_are_not_called_gone(sample: Dossier, checks: list[Check]) -> None:
    ruled_result = apply_rulings(run(sample, [_spoilt(check) for check in checks]), DAY)
    assert not ruled_result.passes()
    assert ruled_result.gone == ()
    data = report(ruled_result)
    assert set(data["outcomes"]) == {"crashed"}
    documents = {crash["document"] for crash in data["crashes"] if crash["check"] == "quotes.absent"}
    assert documents == {document.id for document in sample.documents}


def test_a_ruling_of_a_check_that_is_no_more_is_gone(sample: Dossier) -> None:
    assert len(apply_rulings(run(sample, []), DAY).gone) == len(sample.rulings)


def test_without_texts_rulings_on_them_are_kept(tmp_path: Path, checks: list[Check]) -> None:
    folder = shutil.copytree(ROOT / "claims" / "ben-mo-bridge", tmp_path / "ben-mo-bridge")
    shutil.rmtree(folder / "texts")
    ruled_result = apply_rulings(run(load_dossier(folder, Schemas(ROOT / "schemas")), checks), DAY)
    assert ruled_result.gone == ()
    assert {document["text"] for document in report(ruled_result)["documents"]} == {"missing"}
    assert ruled_result.passes()
    assert not ruled_result.passes(require_texts=True)
