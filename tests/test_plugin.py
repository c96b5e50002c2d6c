"""The pytest plugin: its items, ids, outcomes and summary, and that it says what the command says."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from doichieu.cli.commands import main
from doichieu.dossier.loader import load_dossier
from doichieu.runner.check_loader import load_checks
from doichieu.runner.rulings import apply_rulings
from doichieu.runner.run import run
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
Edit = Callable[..., None]


@pytest.fixture
def gate(bridge: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[..., pytest.RunResult]:
    """Run pytest on the dossier, from the root of its project."""
    monkeypatch.chdir(bridge.parents[1])

    def run_pytest(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest_inprocess("claims", "-p", "no:cacheprovider", "--rootdir", ".", *arguments)

    return run_pytest


def rulings(bridge: Path, **more: str) -> None:
    result = run(load_dossier(bridge, Schemas(ROOT / "schemas")), load_checks(ROOT / "checks"))
    entries = [
        {
            "fingerprint": found.fingerprint,
            "check": found.check.name,
            "decision": "stands",
            "reason": {"vi": "Đã hỏi.", "en": "Asked."},
            "by": "Ban biên tập",
            "on": "2025-06-02",
        }
        | more
        for found in result.found
    ]
    (bridge / "rulings.json").write_text(json.dumps({"rulings": entries}), encoding="utf-8")


def test_one_item_a_document_and_check_with_ids_that_read(gate: Callable[..., pytest.RunResult]) -> None:
    result = gate("--collect-only", "-q")
    result.stdout.fnmatch_lines(["claims/bridge/articles/a.json::durations.disagree"])
    result.stdout.fnmatch_lines(["claims/bridge/articles/b.json::figures.disagree"])
    result.stdout.no_fnmatch_line("*b.json::durations.disagree")


def test_a_discrepancy_fails_in_words_an_editor_reads(gate: Callable[..., pytest.RunResult]) -> None:
    result = gate()
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "claims/bridge/articles/a.json:*: mâu thuẫn · figures.disagree · D-*",
            "  Cách so: *450; 550* ∩ *650; 750* = ∅",
            "*= bridge =*",
            "KHÔNG ĐẠT: 1 mâu thuẫn*",
            "FAILED claims/bridge/articles/a.json::figures.disagree*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_expressions_and_markers_select(gate: Callable[..., pytest.RunResult]) -> None:
    assert gate("-k", "durations").ret == 0
    assert gate("-m", "durations", "-W", "error").ret == 0
    assert gate("-m", "figures").ret == 1


def test_a_ruled_discrepancy_is_a_strict_xfail(gate: Callable[..., pytest.RunResult], bridge: Path) -> None:
    rulings(bridge)
    result = gate("-rx")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["XFAIL claims/bridge/articles/a.json::figures.disagree*giữ nguyên, *: Đã hỏi.*"])
    assert gate("--ignore-rulings").ret == 1


def test_a_ruling_whose_discrepancy_is_gone_is_red(
    gate: Callable[..., pytest.RunResult], bridge: Path, edit: Edit
) -> None:
    rulings(bridge)
    edit(bridge / "articles" / "b.json", "claims", 0, "subject", to="other")
    entities = json.loads((bridge / "entities.json").read_text(encoding="utf-8"))
    entities["entities"]["other"] = {"kind": "work", "names": {"vi": ["Khác"], "en": ["Other"]}}
    (bridge / "entities.json").write_text(json.dumps(entities), encoding="utf-8")
    result = gate()
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*XPASS(strict)*giữ nguyên, Ban biên tập*"])


def test_a_ruling_past_its_day_is_red(gate: Callable[..., pytest.RunResult], bridge: Path) -> None:
    rulings(bridge, until="2025-06-03")
    result = gate()
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*rulings.json: quyết định D-* (figures.disagree) đã hết hạn ngày 2025-06-03; *"])


def test_a_missing_text_skips_in_words_and_fails_where_required(
    gate: Callable[..., pytest.RunResult], bridge: Path
) -> None:
    (bridge / "articles" / "b.json").unlink()
    (bridge / "texts" / "a.txt").unlink()
    result = gate("-rs")
    assert result.ret == 0
    result.assert_outcomes(skipped=1, passed=result.parseoutcomes()["passed"])
    assert gate("--require-texts").ret == 1


def test_wrong_input_is_a_collection_error_in_one_line(
    gate: Callable[..., pytest.RunResult], bridge: Path, edit: Edit
) -> None:
    edit(bridge / "articles" / "a.json", "claims", 0, "mode", to="facts")
    result = gate()
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*claims/bridge/articles/a.json:*: /claims/0/mode: *did you mean 'fact'?*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_junit_carries_the_facts(gate: Callable[..., pytest.RunResult], tmp_path: Path) -> None:
    gate(f"--junitxml={tmp_path / 'junit.xml'}")
    properties = {node.get("name"): node.get("value") for node in ET.parse(tmp_path / "junit.xml").iter("property")}
    assert properties["verdict"] == "contradiction"
    assert str(properties["fingerprint"]).startswith("D-")
    assert "500 mét" in str(properties["message.vi"])


def test_the_plugin_says_what_the_engine_says(gate: Callable[..., pytest.RunResult], bridge: Path) -> None:
    ruled_result = apply_rulings(
        run(load_dossier(bridge, Schemas(ROOT / "schemas")), load_checks(ROOT / "checks")), date(2025, 6, 2)
    )
    failing = {
        f"claims/bridge/articles/{found.discrepancy.claims[0].document.path.name}::{found.check.name}"
        for found in ruled_result.open
    }
    reports = [line for line in gate("-rf").outlines if line.startswith("FAILED ")]
    assert {line.removeprefix("FAILED ").split(" - ")[0] for line in reports} == failing


def test_other_json_is_left_alone(pytester: pytest.Pytester) -> None:
    (pytester.path / "articles").mkdir()
    (pytester.path / "articles" / "x.json").write_text("{", encoding="utf-8")
    (pytester.path / "rulings.json").write_text("{", encoding="utf-8")
    assert pytester.runpytest_inprocess().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_against_an_earlier_report_only_what_is_new_fails(
    bridge: Path, gate: Callable[..., pytest.RunResult], edit: Edit
) -> None:
    assert main(["report", str(bridge), "-o", "old"]) == 1
    known = gate("--doichieu-against", "old", "-rx")
    assert known.ret == 0
    outcomes = known.parseoutcomes()
    assert outcomes["xfailed"] == gate().parseoutcomes()["failed"] > 0
    known.stdout.fnmatch_lines(["XFAIL *D-*: đã có trong báo cáo trước*"])

    edit(bridge / "articles" / "b.json", "claims", 0, "value", "amount", to="800")  # other facts, another discrepancy
    assert gate("--doichieu-against", "old").ret == 1
    assert gate("--doichieu-against", "old/bridge/report.json").ret == 1


def test_a_dossier_without_an_earlier_report_is_new(
    bridge: Path, gate: Callable[..., pytest.RunResult], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert gate("--doichieu-against", str(tmp_path / "empty")).ret == 1


def test_what_is_wrong_with_the_earlier_report_is_told(bridge: Path, gate: Callable[..., pytest.RunResult]) -> None:
    result = gate("--doichieu-against", "nothing.json")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*nothing.json: there is no such file; check the name and the folder."])


def test_a_large_dossier_is_checked_as_an_archive(
    gate: Callable[..., pytest.RunResult], bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rulings(bridge)
    outcomes = gate("-v").parseoutcomes()
    monkeypatch.setenv("DOICHIEU_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("doichieu.archive.open.MAX_TYPED_DOCUMENTS", 1)
    monkeypatch.setattr("doichieu.archive.open.load_dossier", None)  # what types a dossier as a whole
    assert gate("-v").parseoutcomes() == outcomes
    assert outcomes["xfailed"]
