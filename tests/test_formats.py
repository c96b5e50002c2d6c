"""The machine formats: each by its own validator, with one new and one ruled discrepancy, and with hostile words."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from doichieu.cli import commands as cli
from doichieu.formats import FORMATS, Material, sarif, write_as
from doichieu.formats.messages import without_control_characters
from doichieu.formats.targets import OWN
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
STANDARDS = ROOT.parent / "shared" / "standards"
SAMPLE = ROOT / "claims" / "ben-mo-bridge"
Data = dict[str, Any]

official = pytest.mark.skipif(not STANDARDS.is_dir(), reason=f"the official schemas are not at {STANDARDS.name}")


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


@pytest.fixture
def bridge(bridge: Path) -> Path:
    """The bridge of conftest, whose articles disagree on its length, which is new, and on its time, which is ruled."""
    text = "Cầu Mơ dài 700 mét.\nThợ xây trong 5 năm."
    path = bridge / "articles" / "b.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    about = data["document"]["text"]
    about["sha256"], about["body"] = hashlib.sha256(text.encode()).hexdigest(), [[0, len(text)]]
    time = deepcopy(data["claims"][0])
    time |= {"id": "b-time", "property": "duration"}
    time["quote"] |= {"exact": "5 năm", "start": text.find("5 năm")}
    time["value"] = {"kind": "duration", "amount": "5", "unit": "year"}
    data["claims"].append(time)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    (bridge / "texts" / "b.txt").write_text(text, encoding="utf-8")
    time_found = next(one for one in _report(bridge)["discrepancies"] if one["claims"][0]["property"] == "duration")
    ruling = {
        "fingerprint": time_found["id"],
        "check": time_found["check"],
        "decision": "stands",
        "reason": {"vi": "Mỗi bài tính một mốc.", "en": "Each article counts from its own day."},
        "by": "Ban biên tập",
        "on": "2025-06-02",
        "until": None,
    }
    (bridge / "rulings.json").write_text(json.dumps({"rulings": [ruling]}), encoding="utf-8")
    return bridge


def _report(folder: Path) -> Data:
    out = folder.parent.parent / "report.json"
    run("check", folder, "--format", f"json={out}")
    data: Data = json.loads(out.read_text(encoding="utf-8"))
    return data


def _new_and_ruled(report: Data) -> tuple[Data, Data]:
    (new,) = [one for one in report["discrepancies"] if one["verdict"] != "note" and not one["ruling"]]
    (ruled,) = [one for one in report["discrepancies"] if one["ruling"]]
    return new, ruled


def _told(folder: Path, name: str, *more: object) -> str:
    out = folder.parent.parent / name
    run("check", folder, "--format", f"{name}={out}", *more)
    return out.read_bytes().decode()


@cache
def sample() -> Data:
    """The report of the sample dossier, which holds something of every kind; half of its rulings are lifted."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        run("check", SAMPLE, "--format", "json")
    data: Data = json.loads(out.getvalue())
    for one in data["discrepancies"][::2]:
        one["ruling"] = None
    return data


# The report itself


def test_places_are_told_from_the_project_and_in_both_files(bridge: Path) -> None:
    report = _report(bridge)
    text = json.dumps(report)
    assert Schemas(ROOT / "schemas").problems("discrepancies", report, Path("report.json"), text) == []
    assert str(bridge.parents[1]) not in text
    assert report["dossier"]["path"] == "claims/bridge"
    paths = {document["id"]: (document["path"], document["text_path"]) for document in report["documents"]}
    assert paths["b"] == ("claims/bridge/articles/b.json", "claims/bridge/texts/b.txt")
    _, ruled = _new_and_ruled(report)
    claim = next(claim for claim in ruled["claims"] if claim["document"] == "b")
    assert claim["in_text"] == {"line": 2, "column": 15, "end_line": 2, "end_column": 20}
    assert _cut(bridge / "articles" / "b.json", claim["at"]).startswith('{\n    "exact": "5 năm"')
    assert _cut(bridge / "articles" / "b.json", claim["at"]).endswith("}")
    assert _cut(bridge / "texts" / "b.txt", claim["in_text"]) == "5 năm"


def _cut(path: Path, span: dict[str, int]) -> str:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)[span["line"] - 1 : span["end_line"]]
    behind = len(lines[-1]) - span["end_column"] + 1
    text = "".join(lines)[span["column"] - 1 :]
    return text[: len(text) - behind]


def test_a_text_elsewhere_has_no_path_and_a_text_that_is_not_there_no_place(
    bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (bridge / "texts").rename(elsewhere)
    monkeypatch.setenv("DOICHIEU_TEXTS", str(elsewhere))
    report = _report(bridge)
    assert {document["text_path"] for document in report["documents"]} == {None}
    assert _new_and_ruled(report)[0]["claims"][0]["in_text"]
    monkeypatch.delenv("DOICHIEU_TEXTS")
    assert {claim["in_text"] is None for one in _report(bridge)["discrepancies"] for claim in one["claims"]} == {True}


def test_a_dossier_outside_any_project_is_told_from_its_own_folder(bridge: Path, tmp_path: Path) -> None:
    for name in ("schemas", "reports"):
        (tmp_path / name).unlink()
    shutil.rmtree(tmp_path / "checks")
    report = _report(bridge)
    assert report["dossier"]["path"] == "bridge"
    assert report["documents"][0]["path"] == "bridge/articles/a.json"


# SARIF


def _run(text: str) -> Data:
    run: Data = json.loads(text)["runs"][0]
    return run


def _links(text: str) -> list[tuple[str, int]]:
    """The embedded links of a plain text message, by the grammar of SARIF 3.11.6."""
    found = re.findall(r"(?<!\\)(?:\\\\)*\[((?:[^\\\[\]]|\\[\\\[\]])*)\]\(([^)]*)\)", text)
    return [(re.sub(r"\\([\\\[\]])", r"\1", words), int(target)) for words, target in found]


def _assert_sarif(text: str) -> None:
    """What the schema lets pass: rules that are not there, levels that do not fit the kind, links that lead nowhere."""
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    assert len(log["runs"]) == 1
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    known = {artifact["location"]["uri"] for artifact in run["artifacts"]}
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["kind"] == "fail"
        assert result["level"] in ("error", "warning", "note")
        ids = [place["id"] for place in result.get("relatedLocations", []) if "id" in place]
        assert len(set(ids)) == len(ids)
        targets = [target for _, target in _links(result["message"]["text"])]
        assert set(targets) <= set(ids)
        assert result["locations"]
        for place in (*result["locations"], *result.get("relatedLocations", [])):
            artifact = place["physicalLocation"]["artifactLocation"]
            assert artifact["uriBaseId"] in run["originalUriBaseIds"]
            assert artifact["uri"] in known
            assert not artifact["uri"].startswith("/")
    for kind in ("toolExecutionNotifications", "toolConfigurationNotifications"):
        for told in run["invocations"][0][kind]:
            assert told["message"]["text"]
            if "associatedRule" in told:
                assert rules[told["associatedRule"]["index"]]["id"] == told["associatedRule"]["id"]


@cache
def _sarif_validator() -> Any:
    from jsonschema import Draft4Validator, FormatChecker

    schema = json.loads((STANDARDS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    return Draft4Validator(schema, format_checker=FormatChecker())


def _sarif_faults(text: str) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in _sarif_validator().iter_errors(json.loads(text))]


@official
@pytest.mark.parametrize("name", ["sarif", "sarif-upload"])
def test_sarif_is_valid_by_the_official_schema(name: str) -> None:
    text = write_as(name, Material([sample()])).text
    assert _sarif_faults(text) == []
    broken = text.replace('"level": "error"', '"level": "grave"', 1)
    assert len(_sarif_faults(broken)) == 1  # or the validator would accept everything


@pytest.mark.parametrize("name", ["sarif", "sarif-upload"])
def test_sarif_holds_what_no_schema_checks(name: str) -> None:
    _assert_sarif(write_as(name, Material([sample()])).text)


def test_sarif_shows_one_new_and_one_ruled(bridge: Path) -> None:
    new, ruled = _new_and_ruled(_report(bridge))
    run = _run(_told(bridge, "sarif", "--lang", "en"))
    results = {result["properties"]["fingerprint"]: result for result in run["results"]}
    assert "suppressions" not in results[new["id"]]
    (suppression,) = results[ruled["id"]]["suppressions"]
    assert suppression == {
        "kind": "external",
        "status": "accepted",
        "justification": "left as it is, Ban biên tập, 2025-06-02: Each article counts from its own day.",
    }
    assert results[new["id"]]["partialFingerprints"] == {"doichieu/v1": f"bridge/{new['id']}"}
    linked = _links(results[new["id"]]["message"]["text"])
    assert linked == [("“500 mét”", 1), ("“700 mét”", 2)]
    places = results[new["id"]]["locations"]
    assert [place["physicalLocation"]["artifactLocation"]["uri"] for place in places] == [
        "claims/bridge/articles/a.json",
        "claims/bridge/texts/a.txt",
    ]
    assert places[1]["physicalLocation"]["region"]["startColumn"] == 12
    assert not any("baselineState" in result for result in results.values())


def test_rules_speak_both_languages_and_name_their_page() -> None:
    rules = _run(write_as("sarif", Material([sample()])).text)["tool"]["driver"]["rules"]
    assert len(rules) == len(sample()["checks"])
    for rule, check in zip(rules, sample()["checks"], strict=True):
        for title in check["title"].values():
            assert title.rstrip(".") in rule["help"]["text"].replace("{{", "{")
            assert title in rule["fullDescription"]["text"]
        assert f"docs/reference/checks.md#{check['name'].replace('.', '')}" in rule["help"]["text"]
        assert "helpUri" not in rule  # the project has no address


def test_rules_link_to_their_page_where_the_project_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    home = {"Project-URL": ["Homepage, https://a.example/", "Repository, https://b.example/code"]}

    class Metadata:
        def get_all(self, name: str) -> list[str] | None:
            return home.get(name)

    monkeypatch.setattr(sarif, "metadata", lambda _: Metadata())
    driver = _run(write_as("sarif", Material([sample()])).text)["tool"]["driver"]
    assert driver["informationUri"] == "https://b.example/code"
    assert driver["rules"][0]["helpUri"].startswith("https://b.example/code/docs/reference/checks.md#")


def test_baseline_states_come_from_the_comparison_of_runs(bridge: Path, tmp_path: Path) -> None:
    new, ruled = _new_and_ruled(_report(bridge))
    (bridge / "rulings.json").unlink()
    old = _report(bridge)
    gone = deepcopy(new) | {"id": "D-00000000000a"}
    old["discrepancies"] = [ruled | {"ruling": None}, gone]
    (tmp_path / "old.json").write_text(json.dumps(old), encoding="utf-8")
    text = _told(bridge, "sarif", "--against", tmp_path / "old.json")
    _assert_sarif(text)
    states = {
        result["partialFingerprints"]["doichieu/v1"].partition("/")[2]: result["baselineState"]
        for result in _run(text)["results"]
    }
    assert states[new["id"]] == "new"
    assert states[ruled["id"]] == "unchanged"
    assert states["D-00000000000a"] == "absent"
    if STANDARDS.is_dir():
        assert _sarif_faults(text) == []
    cases = _cases(_told(bridge, "junit", "--against", tmp_path / "old.json"))
    assert [kind for name, (kind, _) in cases.items() if new["id"] in name] == ["failure"]
    assert [kind for name, (kind, _) in cases.items() if ruled["id"] in name] == [
        "skipped"
    ]  # known, so it fails nothing


def test_a_ruling_made_since_updates_the_result(bridge: Path, tmp_path: Path) -> None:
    report = _report(bridge)
    _, ruled = _new_and_ruled(report)
    ruled["ruling"] = None
    (tmp_path / "old.json").write_text(json.dumps(report), encoding="utf-8")
    results = _run(_told(bridge, "sarif", "--against", tmp_path / "old.json"))["results"]
    states = {result["properties"]["fingerprint"]: result["baselineState"] for result in results}
    assert states[ruled["id"]] == "updated"


def test_the_upload_leaves_out_what_is_ruled(bridge: Path) -> None:
    new, ruled = _new_and_ruled(_report(bridge))
    text = _told(bridge, "sarif-upload")
    found = [result["properties"]["fingerprint"] for result in _run(text)["results"]]
    assert new["id"] in found
    assert ruled["id"] not in found
    assert "suppressions" not in text


def test_two_discrepancies_on_one_line_are_two_alerts() -> None:
    results = _run(write_as("sarif-upload", Material([sample()])).text)["results"]
    hashes = [(result["ruleId"], result["partialFingerprints"]["primaryLocationLineHash"]) for result in results]
    assert len(set(hashes)) == len(hashes)


def test_the_upload_keeps_within_the_limits_and_says_what_it_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 5)
    monkeypatch.setattr(sarif, "MOST_SHOWN", 3)
    monkeypatch.setattr(sarif, "MOST_LOCATIONS", 4)
    open_ones = [one for one in sample()["discrepancies"] if not one["ruling"]]
    written = write_as("sarif-upload", Material([sample()], "en"))
    _assert_sarif(written.text)
    run = _run(written.text)
    assert len(run["results"]) == 5
    levels = ["error", "warning", "note"]
    kept = [levels.index(result["level"]) for result in run["results"]]
    assert kept == sorted(levels.index(one["severity"]) for one in open_ones)[:5]
    assert max(len(result["locations"]) + len(result["relatedLocations"]) for result in run["results"]) == 4
    assert written.cuts[0] == f"{len(open_ones) - 5} of {len(open_ones)} discrepancies are left out (the least grave)."
    assert written.cuts[1] == "Of the 5 discrepancies written, the code host shows only the first 3."
    assert re.fullmatch(r"In \d discrepancies, places after the first 4 are left out\.", written.cuts[2])
    notified = [told["message"]["text"] for told in run["invocations"][0]["toolExecutionNotifications"]]
    assert notified[:3] == written.cuts
    vietnamese = write_as("sarif-upload", Material([sample()], "vi")).cuts
    assert vietnamese[0].startswith(f"{len(open_ones) - 5}/{len(open_ones)} điểm không khớp không ghi")


def test_no_limit_is_reached_without_a_word() -> None:
    assert write_as("sarif-upload", Material([sample()])).cuts == []
    assert (sarif.MOST_RESULTS, sarif.MOST_SHOWN, sarif.MOST_LOCATIONS) == (25_000, 5_000, 1_000)


def test_a_discrepancy_of_more_quotes_than_places_still_tells_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_LOCATIONS", 3)
    report = deepcopy(sample())
    one = next(one for one in report["discrepancies"] if len(one["claims"]) == 3 and not one["whole_document"])
    one["ruling"] = None
    report["discrepancies"] = [one]
    text = write_as("sarif-upload", Material([report])).text
    _assert_sarif(text)
    (result,) = _run(text)["results"]
    assert len(_links(result["message"]["text"])) == 1
    for claim in one["claims"]:
        assert claim["quote"]["exact"] in result["message"]["text"]


def test_what_was_not_looked_at_is_notified(bridge: Path) -> None:
    (bridge / "texts" / "a.txt").unlink()
    invocation = _run(_told(bridge, "sarif"))["invocations"][0]
    assert invocation["executionSuccessful"]
    notified = invocation["toolExecutionNotifications"]
    assert {told["level"] for told in notified} == {"note"}
    assert notified[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("a.json")


def _with_troubles() -> Data:
    """The sample with a check that crashed, and a ruling that is gone and one that has expired."""
    report = deepcopy(sample())
    check = report["checks"][0]
    check["outcomes"] = dict.fromkeys(check["outcomes"], "crashed")
    report["discrepancies"] = [one for one in report["discrepancies"] if one["check"] != check["name"]]
    report["crashes"] = [{"check": check["name"], "document": None, "error": "KeyError: 'x' (dates.py:7)"}]
    ruling = next(one["ruling"] for one in report["discrepancies"] if one["ruling"])
    report["rulings"] = {"gone": [ruling], "expired": [ruling | {"until": "2026-01-01"}]}
    return report


def test_crashes_and_rulings_out_of_date_are_in_every_format_that_can_fail() -> None:
    material = Material([_with_troubles()], "en")
    text = write_as("sarif", material).text
    _assert_sarif(text)
    invocation = _run(text)["invocations"][0]
    assert not invocation["executionSuccessful"]
    assert "KeyError" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert len(invocation["toolConfigurationNotifications"]) == 2
    root = ElementTree.fromstring(write_as("junit", material).text)
    assert len(root.findall(".//error")) == len(sample()["documents"])
    assert [told.get("type") for told in root.findall("testsuite[last()]//failure")] == ["gone", "expired"]
    for name in ("annotations", "markdown", "summary", "plain"):
        told = write_as(name, material).text
        assert "KeyError: 'x'" in told, name
        assert "expired on 2026-01-01" in told, name
        assert "no longer applies" in told, name


# JUnit


def _cases(text: str) -> dict[str, tuple[str, str]]:
    """What each case came to, and its message, by its name and class."""
    told = {}
    for case in ElementTree.fromstring(text).iter("testcase"):
        result = next(iter(case), None)
        kind = "passed" if result is None else result.tag
        told[f"{case.get('classname')} {case.get('name')}"] = kind, "" if result is None else result.get("message", "")
    return told


@cache
def _junit_schema() -> Any:
    etree = import_module("lxml.etree")
    return etree.XMLSchema(etree.parse(str(STANDARDS / "junit-10.xsd")))


def _junit_is_valid(text: str) -> bool:
    return bool(_junit_schema().validate(import_module("lxml.etree").fromstring(text.encode())))


@official
def test_junit_is_valid_by_the_schema_of_the_servers() -> None:
    for report in (sample(), _with_troubles()):
        text = write_as("junit", Material([report])).text
        assert _junit_is_valid(text), _junit_schema().error_log
    assert not _junit_is_valid(text.replace("<testcase ", "<testcase line='1' ", 1))


def test_junit_shows_one_new_and_one_ruled_with_readable_names(bridge: Path) -> None:
    new, ruled = _new_and_ruled(_report(bridge))
    text = _told(bridge, "junit")
    cases = _cases(text)
    kinds = Counter(kind for kind, _ in cases.values())
    assert kinds["failure"] == 1
    failed = next((name, message) for name, (kind, message) in cases.items() if kind == "failure")
    assert new["id"] in failed[0]
    assert "“500 mét”" in failed[1]
    assert "“700 mét”" in failed[1]
    skipped = {name: message for name, (kind, message) in cases.items() if kind == "skipped"}
    (name,) = [name for name in skipped if ruled["id"] in name]
    assert "Ban biên tập, 2025-06-02: Mỗi bài tính một mốc." in skipped[name]
    assert "“3 năm”" in skipped[name]
    assert "“5 năm”" in skipped[name]
    root = ElementTree.fromstring(text)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == (str(len(cases)), "1", "0")
    assert '<testsuite name="bridge: bài a"' in text
    assert "&#" not in text  # Vietnamese names stay readable


def test_junit_counts_what_could_not_be_checked_as_the_gate_does(bridge: Path) -> None:
    (bridge / "texts" / "a.txt").unlink()
    kinds = Counter(kind for kind, _ in _cases(_told(bridge, "junit")).values())
    strict = Counter(kind for kind, _ in _cases(_told(bridge, "junit", "--require-texts")).values())
    moved = strict["failure"] - kinds["failure"]
    assert moved > 0
    assert kinds["skipped"] - strict["skipped"] == moved


# Workflow commands and the summary page


def _commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """What a runner reads: each line that begins with a command, its properties and its message."""
    for line in text.split("\n"):
        if line.lstrip().startswith("::"):
            found = re.fullmatch(r"::([a-z]+)(?: ([^:]*))?::(.*)", line)
            assert found, line
            pairs = (pair.partition("=") for pair in (found[2] or "").split(",") if pair)
            yield found[1], {name: unquote(value) for name, _, value in pairs}, unquote(found[3])


def test_annotations_mark_what_is_new_and_only_log_what_is_ruled(bridge: Path) -> None:
    new, ruled = _new_and_ruled(_report(bridge))
    text = _told(bridge, "annotations")
    commands = list(_commands(text))
    ((kind, about, message),) = [one for one in commands if one[0] == "error"]
    assert about["file"] == "claims/bridge/articles/a.json"
    assert about["line"] == str(new["claims"][0]["at"]["line"])
    assert new["id"] in about["title"]
    assert "“500 mét”" in message
    assert "“700 mét”" in message
    group = text.partition("::group::")[2].partition("::endgroup::")[0]
    assert ruled["id"] in group
    assert "“5 năm”" in group
    assert ruled["id"] not in "".join(message for _, _, message in commands)
    assert kind == "error"


def test_annotations_stop_at_ten_of_a_kind_and_say_so(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = deepcopy(sample())
    for one in report["discrepancies"]:
        one["ruling"] = None
    written = write_as("annotations", Material([report], "en"))
    kinds = Counter(kind for kind, _, _ in _commands(written.text))
    found = Counter(one["severity"] for one in report["discrepancies"])
    assert kinds["error"] == 10
    assert (
        written.cuts[0]
        == f"{found['error'] - 10} of {found['error']} error annotations are left out (the least grave)."
    )
    run("check", SAMPLE, "--ignore-rulings", "--lang", "en", "--format", "annotations")
    assert written.cuts[0] in capsys.readouterr().err


def test_a_summary_is_cut_to_what_a_page_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    material = Material([sample()])
    whole = write_as("summary", material)
    assert whole.text == write_as("markdown", material).text
    assert whole.cuts == []
    monkeypatch.setattr(import_module("doichieu.formats.annotations"), "MOST_BYTES", 4_000)
    cut = write_as("summary", material)
    assert 2_000 < len(cut.text.encode()) <= 4_000
    assert whole.text.startswith(cut.text.rpartition("\n\n")[0])
    (told,) = cut.cuts
    assert re.fullmatch(r"\d+/\d+ phần không ghi được vào trang này; hãy xem báo cáo đầy đủ\.", told)
    assert cut.text.endswith(f"\n\n{told}\n")


# GitLab


def test_gitlab_shows_one_new_and_one_ruled(bridge: Path) -> None:
    new, ruled = _new_and_ruled(_report(bridge))
    text = _told(bridge, "gitlab")
    assert text.startswith("[")  # its parser refuses a byte-order mark
    findings = {one["fingerprint"]: one for one in json.loads(text)}
    assert len(findings) == len(json.loads(text))
    for one in findings.values():
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert one["location"]["lines"]["begin"] >= 1
        assert one["location"]["path"].startswith("claims/")
    first = findings[f"bridge/{new['id']}"]
    assert first["severity"] == "critical"
    assert "“500 mét”" in first["description"]
    assert "“700 mét”" in first["description"]
    assert findings[f"bridge/{ruled['id']}"]["severity"] == "info"
    assert findings[f"bridge/{ruled['id']}"]["description"].startswith("đã quyết: giữ nguyên, Ban biên tập")


def test_gitlab_gets_an_empty_list_where_nothing_disagrees() -> None:
    report = deepcopy(sample()) | {"discrepancies": []}
    assert write_as("gitlab", Material([report])).text == "[]\n"


# CSV


def _rows(text: str, separator: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator, strict=True))


def test_csv_shows_one_new_and_one_ruled(bridge: Path) -> None:
    new, ruled = _new_and_ruled(_report(bridge))
    rows = {row[1]: row for row in _rows(_told(bridge, "csv"), ";")}
    assert rows[new["id"]][2:5] == ["chờ quyết định", "mâu thuẫn", new["check"]]
    assert rows[new["id"]][7:13:3] == ["bài a", "bài b"]
    assert rows[new["id"]][8:13:3] == ["500 mét", "700 mét"]
    assert rows[ruled["id"]][2] == "đã quyết"
    assert rows[ruled["id"]][-1] == "giữ nguyên, Ban biên tập, 2025-06-02: Mỗi bài tính một mốc."
    english = _rows(_told(bridge, "csv", "--lang", "en"), ",")
    assert {len(row) for row in english} == {len(english[0])}
    assert [row[2] for row in english if row[1] == ruled["id"]] == ["ruled"]


def test_csv_has_windows_line_ends_and_every_cell_in_quotes() -> None:
    text = write_as("csv", Material([sample()])).text
    assert text.endswith('"\r\n')
    assert text.count("\r\n") == text.count("\n") == len(sample()["discrepancies"]) + 1


@pytest.mark.parametrize("begin", [*"=+-@\t\r＝＋－＠", " =", "\n="])
def test_no_cell_is_a_formula(begin: str) -> None:
    report = deepcopy(sample())
    report["discrepancies"][0]["message"]["vi"] = f"{begin}HYPERLINK(1)"
    cell = _rows(write_as("csv", Material([report])).text, ";")[1][6]
    assert cell.startswith("'") or cell[0] in "\\ "
    assert not cell.lstrip(" ").startswith(tuple("=+-@＝＋－＠"))


# Markdown and plain text


def _inline(text: str) -> Iterator[Any]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


def test_markdown_shows_one_new_and_one_ruled(bridge: Path) -> None:
    new, ruled = _new_and_ruled(_report(bridge))
    text = _told(bridge, "markdown")
    first, _, second = text.partition("### Đã quyết (1)")
    assert "1 chờ quyết định, " in first
    assert new["id"] in first
    assert "| “500 mét” | “700 mét” |" in first
    assert ruled["id"] in second
    assert ruled["id"] not in first
    assert "Ban biên tập, 2025-06-02: Mỗi bài tính một mốc." in second
    assert Counter(token.type for token in _inline(text))["table_open"] == len(
        [one for one in _report(bridge)["discrepancies"] if len(one["claims"]) == 2 and not one["whole_document"]]
    )


def test_plain_text_puts_carets_under_the_quote_in_its_line(bridge: Path) -> None:
    new, ruled = _new_and_ruled(_report(bridge))
    lines = _told(bridge, "plain").split("\n")
    line = lines.index("     | Cầu Mơ dài 500 mét, xây trong 3 năm.")
    assert lines[line + 1] == "     | " + " " * 11 + "^" * 7
    assert "     | Thợ xây trong 5 năm." in lines  # and not the line before it
    assert any(new["id"] in line and "chờ quyết định" in line for line in lines)
    assert any(ruled["id"] in line and "đã quyết" in line for line in lines)


def test_plain_text_shows_the_quote_alone_where_there_is_no_text(bridge: Path) -> None:
    for path in (bridge / "texts").iterdir():
        path.unlink()
    text = _told(bridge, "plain")
    assert "     | 500 mét\n     | ^^^^^^^\n" in text
    assert "xây trong" not in text


def test_carets_stand_under_wide_letters_and_marks(bridge: Path) -> None:
    report = _report(bridge)
    new, _ = _new_and_ruled(report)
    content = "漢字 và e\u0323\u0302 dài 500 mét."
    claim = new["claims"][0]
    claim["quote"] = {"exact": "500 mét", "start": content.find("500"), "end": content.find("500") + 7}
    text = write_as("plain", Material([report], None, [{"a": content}])).text
    assert "     | " + content + "\n     | " + " " * 14 + "^" * 7 + "\n" in text


def test_a_long_line_is_cut_around_the_quote(bridge: Path) -> None:
    report = _report(bridge)
    claim = _new_and_ruled(report)[0]["claims"][0]
    content = "x" * 500 + "500 mét" + "y" * 500
    claim["quote"] = {"exact": "500 mét", "start": 500, "end": 507}
    text = write_as("plain", Material([report], None, [{"a": content}])).text
    assert "     | …" + "x" * 40 + "500 mét" + "y" * 40 + "…\n" in text


# All of them


ALL = sorted(FORMATS)


@pytest.mark.parametrize("name", ALL)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    before = json.dumps(sample())
    first = write_as(name, Material([sample()])).text
    again = write_as(name, Material([json.loads(before)])).text
    assert first == again
    assert json.dumps(sample()) == before  # and a format leaves the report as it was


@pytest.mark.parametrize("name", [name for name in ALL if name != "claimreview"])
def test_every_format_speaks_the_language_asked_for(name: str) -> None:
    vietnamese, english = (write_as(name, Material([sample()], language)).text for language in ("vi", "en"))
    one = next(one for one in sample()["discrepancies"] if not one["ruling"])
    told = {language: one["message"][language][:20] for language in ("vi", "en")}
    assert told["vi"] in vietnamese
    assert told["en"] in english
    assert vietnamese != english


@pytest.mark.parametrize("name", ALL)
def test_two_dossiers_go_into_one_file(name: str) -> None:
    other = deepcopy(sample())
    other["dossier"] |= {"id": "other", "path": "claims/other"}
    text = write_as(name, Material([sample(), other])).text
    if name.startswith("sarif"):
        _assert_sarif(text)
    if name in ("sarif", "sarif-upload", "gitlab", "csv", "junit"):
        assert "other" in text
        assert sample()["dossier"]["id"] in text


def _breakable(text: str) -> bool:
    """Whether something in it turns the screen or the reading around."""
    return any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") and letter != "\n" for letter in text)


HOSTILE = (
    *("]]>", "<![CDATA[", "\n", "\r\n", "%0A", "%", "::error::no", "::set-output name=a::b", "##[error]no", "<script>"),
    *("</testsuites>", "&amp;", "&lt;", "|", "`", "```", "*", "_", "~~", "# ", "- ", "1. ", "[x](https://a.example)"),
    *(
        "https://a.example",
        "www.a.example",
        "![i](j)",
        "{0}",
        "}}",
        "\\",
        "\\[",
        "](2)",
        '"',
        "'",
        ";",
        ",",
        "\t",
        "=1+1",
    ),
    *(
        "@SUM(1)",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\x00",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufffe",
        "\ud800",
    ),
    *("Đông", "漢字", "e\u0301", "🙂"),
)
pieces = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=6)
hostile = st.lists(pieces, min_size=1, max_size=8).map("".join)


def _spoilt(words: str) -> Data:
    """A report in which everything that people write holds these words."""
    report = deepcopy(sample())
    ones = [one for one in report["discrepancies"] if not one["whole_document"]]
    open_one = next(one for one in ones if not one["ruling"] and len(one["claims"]) == 2)
    ruled = next(one for one in ones if one["ruling"])
    report["discrepancies"] = [open_one, ruled]
    report["checks"] = [check for check in report["checks"] if check["name"] in (open_one["check"], ruled["check"])]
    for one in (open_one, ruled):
        for text in (one["message"], one["question"]):
            text |= {language: f"{words} {text[language]} {words}" for language in ("vi", "en")}
        one["working"] += words
        one["reconciliations"] = [{"claim": "x", "vi": words, "en": words, "working": words, "events": []}]
        for claim in one["claims"]:
            claim["quote"]["exact"] = words
    ruled["ruling"] |= {"reason": {"vi": words, "en": words}, "by": words}
    report["dossier"]["title"] = {"vi": words, "en": words}
    for document in report["documents"]:
        document["title"] = words
    report["unverified"] = [
        {"check": "quotes.absent", "claims": open_one["claims"][:1], "message": {"vi": words, "en": words}}
    ]
    report["crashes"] = [{"check": "dates.disagree", "document": None, "error": words}]
    return report


def _by_name(report: Data) -> dict[str, str]:
    texts = [{document["id"]: "x" * 10_000 for document in report["documents"]}]
    return {name: write_as(name, Material([report], "en", texts)).text for name in ALL}


@given(hostile)
def test_hostile_words_stay_words(words: str) -> None:
    report = _spoilt(words)
    told = _by_name(report)
    shown = without_control_characters(words)
    for name, text in told.items():
        text.encode()
        assert not _breakable(text.removeprefix("\ufeff").replace("\r\n", "\n")), name

    _assert_sarif(told["sarif"])
    _assert_sarif(told["sarif-upload"])
    results = _run(told["sarif"])["results"]
    assert len(results) == 2
    for result, one in zip(results, report["discrepancies"], strict=True):
        links = _links(result["message"]["text"])
        assert [target for _, target in links] == list(range(1, len(one["claims"]) + 1))
        doubled = shown.replace("{", "{{").replace("}", "}}")
        assert all(doubled.translate(str.maketrans("“”", "‘’")) in text for text, _ in links if one["claims"])

    cases = _cases(told["junit"])
    assert Counter(kind for kind, _ in cases.values())["failure"] == 1
    assert any(shown in message for kind, message in cases.values() if kind == "failure")

    commands = list(_commands(told["annotations"]))
    assert [kind for kind, _, _ in commands] == ["error", "error", "group", "endgroup"]
    assert "##[" not in told["annotations"]

    assert len(json.loads(told["gitlab"])) == 2

    rows = _rows(told["csv"], ",")
    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any(cell.lstrip().startswith(tuple("=+-@＝＋－＠")) for row in rows for cell in row)

    tokens = list(_inline(told["markdown"]))
    kinds = {token.type for token in tokens}
    assert not kinds & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "code_inline",
        "fence",
        "code_block",
        "s_open",
    }
    assert not kinds & {"ordered_list_open", "blockquote_open", "hr", "em_open"}
    assert {token.tag for token in tokens if token.type == "heading_open"} == {"h2", "h3"}
    assert Counter(token.type for token in tokens)["table_open"] == sum(
        len(one["claims"]) == 2 for one in report["discrepancies"]
    )

    assert "##[" not in told["plain"]
    assert not any(line.lstrip().startswith("::") for line in told["plain"].split("\n"))
    assert sum(bool(re.fullmatch(r" +\| *\^+", line)) for line in told["plain"].split("\n")) == sum(
        len(one["claims"]) for one in report["discrepancies"]
    )


@official
@settings(max_examples=20)
@given(hostile)
def test_hostile_words_leave_the_files_valid(words: str) -> None:
    told = _by_name(_spoilt(words))
    assert _sarif_faults(told["sarif"]) == []
    assert _sarif_faults(told["sarif-upload"]) == []
    assert _junit_is_valid(told["junit"])


def test_a_hostile_path_leads_to_its_file_and_nowhere_else() -> None:
    report = deepcopy(sample())
    path = "claims/x,y:z %0A\n::error::no/b ột\u202e.json"
    for document in report["documents"]:
        document["path"] = path
    told = _by_name(report)
    first = _run(told["sarif"])["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(first) == path
    assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", first)
    errors = [about for kind, about, _ in _commands(told["annotations"]) if kind == "error"]
    assert {about["file"] for about in errors} == {path}
    assert json.loads(told["gitlab"])[0]["location"]["path"] == path
    for name in ("junit", "csv", "markdown", "plain"):
        assert not _breakable(told[name].removeprefix("\ufeff").replace("\r\n", "\n")), name


# The command


def test_several_formats_are_written_at_once(bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    code = run("check", bridge, "--format", "text", *(f"--format={name}={out / name}" for name in [*ALL, "json"]))
    assert code == 1
    assert "500 mét" in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == sorted([*ALL, "json"])  # and no half-written file beside them
    assert json.loads((out / "json").read_text(encoding="utf-8"))["version"] == 1


def test_a_dash_pipes(bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    piped = []
    for call in (["--format", "gitlab"], ["--format=gitlab=-"], ["--format", "gitlab", "-o", "-"]):
        run("check", bridge, *call)
        piped.append(json.loads(capsys.readouterr().out))
    run("check", bridge, "--format", "gitlab", "-o", tmp_path / "gitlab.json")
    written = json.loads((tmp_path / "gitlab.json").read_text(encoding="utf-8"))
    assert len(written) > 0
    assert piped == [written] * 3
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            ["--format", "text", "--format", "sarif"],
            "--format: text and sarif would both go to the terminal; name a separate file, as sarif=FILE.\n",
        ),
        (
            ["--format", "gitlab=x", "--format", "sarif=./x"],
            "--format: gitlab and sarif would both be written to x; name a separate file, as sarif=FILE.\n",
        ),
        (
            ["--format", "sarif=a", "-o", "b"],
            "-o: this is only for a single format that names no file; write --format FORMAT=FILE for each instead.\n",
        ),
        (
            ["--format", "sarif", "--format", "text", "-o", "b"],
            "-o: this is only for a single format that names no file; write --format FORMAT=FILE for each instead.\n",
        ),
    ],
)
def test_a_call_that_cannot_be_meant_is_told_in_one_line(
    bridge: Path, capsys: pytest.CaptureFixture[str], call: list[str], told: str
) -> None:
    assert run("check", bridge, *call) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == told


@pytest.mark.parametrize(
    ("text", "told"),
    [("sarf", "there is no format 'sarf'; choose from text, json, sarif, "), ("sarif=", "'sarif=' names no file")],
)
def test_an_unknown_format_is_told_with_those_there_are(
    bridge: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    with pytest.raises(SystemExit) as error:
        run("check", bridge, "--format", text)
    assert error.value.code == 2
    assert told in capsys.readouterr().err


def test_nothing_is_written_where_one_of_the_formats_cannot_be_made(
    bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "csv", ("nowhere", "csv", ""))
    assert run("check", bridge, f"--format=sarif={tmp_path / 'a'}", f"--format=csv={tmp_path / 'b'}") == 3
    assert not (tmp_path / "a").exists()


def test_a_format_is_imported_only_where_it_is_asked_for(bridge: Path) -> None:
    program = (
        "import sys; from doichieu.cli.commands import main; main(['check', sys.argv[1]]); "
        "print([name for name in sys.modules if name.startswith('doichieu.formats.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(bridge)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.splitlines()[-1] == "['doichieu.formats.targets']"


def test_every_format_is_named_in_the_docs() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    for name in (*OWN, *FORMATS):
        assert f"`{name}`" in page
