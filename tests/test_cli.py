"""The command: exit codes, formats, and messages for every wrong input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli import commands as cli
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
Edit = Callable[..., None]


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def rule(folder: Path, fingerprint: str, until: str | None = None) -> None:
    ruling = {
        "fingerprint": fingerprint,
        "check": "figures.disagree",
        "decision": "stands",
        "reason": {"vi": "Đang hỏi tác giả.", "en": "The author is being asked."},
        "by": "Ban biên tập",
        "on": "2025-06-02",
        "until": until,
    }
    (folder / "rulings.json").write_text(json.dumps({"rulings": [ruling]}), encoding="utf-8")


def found(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    run("check", folder, "--format", "json", *more)
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def test_a_discrepancy_is_shown_with_places_working_and_question(
    bridge: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", bridge, "--lang", "en") == 1
    out = capsys.readouterr().out
    assert "claims/bridge/articles/a.json:" in out
    assert "“500 mét”" in out
    assert "“700 mét”" in out
    assert "Working: [450; 550) ∩ [650; 750) = ∅" in out
    assert "Ask: Which figure is right, “500 mét” (article a) or “700 mét” (article b)" in out
    assert "FAIL: 1 contradiction, 0 tensions, 0 notes open" in out


def test_vietnamese_is_the_dossiers_language(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("check", bridge)
    out = capsys.readouterr().out
    assert "mâu thuẫn · figures.disagree" in out
    assert "KHÔNG ĐẠT" in out


def test_agreement_is_clean(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bridge / "articles" / "b.json").unlink()
    assert run("check", bridge, "--lang", "en") == 0
    assert "PASS: 0 contradictions" in capsys.readouterr().out


def test_json_is_the_contract(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", bridge, "--format", "json") == 1
    text = capsys.readouterr().out
    data = json.loads(text)
    assert Schemas(ROOT / "schemas").problems("discrepancies", data, Path("report.json"), text) == []
    (one,) = [d for d in data["discrepancies"] if d["verdict"] == "contradiction"]
    assert one["check"] == "figures.disagree"
    assert one["severity"] == "error"
    assert one["scope"] == "documents"
    assert [claim["quote"]["exact"] for claim in one["claims"]] == ["500 mét", "700 mét"]
    assert one["claims"][0]["quote"]["start"] == 11
    assert one["claims"][0]["loose"] == {"lower": 450, "upper": 550, "lower_closed": True, "upper_closed": False}
    assert one["ruling"] is None
    assert sum(data["outcomes"].values()) == len(data["documents"]) * len(data["checks"])


def test_the_same_input_gives_the_same_bytes(bridge: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        run("check", bridge, "--format", "json", "-o", tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_several_dossiers_give_a_list(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = bridge.parent / "other"
    other.mkdir()
    for path in bridge.iterdir():
        (other / path.name).symlink_to(path)
    run("check", bridge.parent, "--format", "json")
    assert [data["dossier"]["id"] for data in json.loads(capsys.readouterr().out)] == ["bridge", "bridge"]


def test_a_ruling_turns_the_gate_green_and_ignoring_it_red(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = [d for d in found(bridge, capsys)["discrepancies"] if d["verdict"] != "note"]
    rule(bridge, one["id"])
    assert run("check", bridge, "--lang", "en") == 0
    assert "1 ruled" in capsys.readouterr().out
    assert found(bridge, capsys)["discrepancies"][0]["ruling"]["by"] == "Ban biên tập"
    assert run("check", bridge, "--ignore-rulings") == 1


def test_a_ruling_past_its_day_is_red(
    bridge: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(bridge, found(bridge, capsys)["discrepancies"][0]["id"], until="2025-06-30")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1751241600")  # 2025-06-30
    assert run("check", bridge) == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1751328000")  # 2025-07-01
    capsys.readouterr()
    assert run("check", bridge, "--lang", "en") == 1
    assert "(figures.disagree) expired on 2025-06-30; decide again" in capsys.readouterr().out


def test_a_ruling_without_its_discrepancy_is_red(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule(bridge, "D-000000000000")
    (bridge / "articles" / "b.json").unlink()
    assert run("check", bridge, "--lang", "en") == 1
    assert "ruling D-000000000000 (figures.disagree) no longer applies" in capsys.readouterr().out


def test_a_ruling_dies_when_the_facts_change_and_survives_other_edits(
    bridge: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    before = found(bridge, capsys)["discrepancies"][0]["id"]
    edit(bridge / "articles" / "a.json", "claims", 0, "statement", "en", to="Put in other words.")
    assert found(bridge, capsys)["discrepancies"][0]["id"] == before
    edit(bridge / "articles" / "b.json", "claims", 0, "value", "amount", to="701")
    assert before not in [d["id"] for d in found(bridge, capsys)["discrepancies"]]


def test_missing_texts_are_told_and_fail_only_where_required(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bridge / "articles" / "b.json").unlink()
    (bridge / "texts" / "a.txt").unlink()
    assert run("check", bridge, "--lang", "en") == 0
    assert "2 points not checked" in capsys.readouterr().out
    assert run("check", bridge, "--require-texts") == 1


def test_a_crashing_check_fails_as_the_tools_own(
    bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(tmp_path / "checks")
    folder = tmp_path / "checks" / "figures"
    folder.mkdir(parents=True)
    (folder / "broken.py").write_text(
        "from doichieu import Corpus, check\n\n\n"
        "@check(vi='hỏng', source='none')\ndef broken(corpus: Corpus):\n"
        "    '''Broken.'''\n    raise KeyError('x')\n    yield\n",
        encoding="utf-8",
    )
    assert run("check", bridge, "--lang", "en") == 3
    assert "check crashed: figures.broken: KeyError: 'x' (broken.py:7)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("source", "line", "told"),
    [
        ("", 1, "this file defines no check"),
        ("def broken(:\n", 1, "this check cannot be loaded: SyntaxError"),
        ("x = 1\nraise ValueError('no')\n", 2, "this check cannot be loaded: ValueError: no"),
    ],
)
def test_a_check_that_does_not_load_is_told_with_its_line(
    bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, line: int, told: str
) -> None:
    shutil.rmtree(tmp_path / "checks")
    (tmp_path / "checks" / "figures").mkdir(parents=True)
    (tmp_path / "checks" / "figures" / "broken.py").write_text(source, encoding="utf-8")
    assert run("check", bridge) == 2
    error = capsys.readouterr().err
    assert f"checks/figures/broken.py:{line}:1: {told}" in error


def test_a_path_without_a_dossier_is_wrong_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", tmp_path) == 2
    assert "there is no dossier here; name a folder that contains dossier.json" in capsys.readouterr().err
    (tmp_path / "file.json").write_text("{}", encoding="utf-8")
    assert run("check", tmp_path / "file.json") == 2
    assert "this is a file, not a dossier" in capsys.readouterr().err
    assert run("check", tmp_path / "nowhere") == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_wrong_input(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", bridge, "-o", bridge / "dossier.json" / "x") == 2
    assert "this cannot be written" in capsys.readouterr().err


def test_the_call_itself_wrong_exits_2() -> None:
    with pytest.raises(SystemExit) as error:
        run("chekc")
    assert error.value.code == 2


def test_a_fault_of_the_tool_exits_3(
    bridge: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(cli.COMMANDS, "check", lambda _: 1 / 0)
    assert run("check", bridge) == 3
    assert "doichieu itself failed" in capsys.readouterr().err


def test_a_report_is_written_for_each_dossier(bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run("report", bridge, "-o", out) == 1
    assert sorted(path.name for path in (out / "bridge").iterdir()) == ["index.html", "report.json"]
    page = (out / "bridge" / "index.html").read_text(encoding="utf-8")
    assert "500 mét" in page
    assert str(out / "bridge" / "index.html") in capsys.readouterr().out


def test_a_dossier_outside_any_project_is_reported_here(
    bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("schemas", "reports"):
        (tmp_path / name).unlink()
    shutil.rmtree(tmp_path / "checks")
    monkeypatch.chdir(tmp_path)
    assert run("report", bridge) == 1
    assert (tmp_path / "reports" / "bridge" / "index.html").is_file()


def test_two_dossiers_of_one_name_do_not_overwrite_each_other(
    bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(bridge, bridge.parent / "other")
    assert run("report", bridge.parent, "-o", tmp_path / "out") == 2
    assert "other/dossier.json: /id: another dossier is also called 'bridge'" in capsys.readouterr().err


def test_a_reader_that_has_enough_is_no_fault(bridge: Path) -> None:
    command = [sys.executable, "-m", "doichieu", "check", str(bridge)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=bridge) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_check_imports_nothing_heavy(bridge: Path) -> None:
    code = (
        "import sys; from doichieu.cli.commands import main; main(['check', sys.argv[1]]); "
        "heavy = {'great_expectations', 'pandas', 'pyspark', 'jinja2', 'hypothesis', 'pytest'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code, str(bridge)], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


def test_the_screen_gives_a_ci_server_no_command(bridge: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    edit(bridge / "dossier.json", "title", to={"vi": "::error::x", "en": "##[error]x"})
    run("check", bridge, "--lang", "vi")
    assert "\n: :error::x: " in capsys.readouterr().out
    run("check", bridge, "--lang", "en")
    assert "\n## [error]x: " in capsys.readouterr().out
