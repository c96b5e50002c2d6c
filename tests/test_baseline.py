"""Comparison with an earlier report: the states, the gate, the screen, and every earlier report that is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli import commands as cli
from doichieu.dossier.loader import load_dossier
from doichieu.files.problems import InputError
from doichieu.model.claims import Dossier
from doichieu.report.build import report, to_json
from doichieu.runner.baseline import Baseline, Comparison, read_baselines
from doichieu.runner.check_loader import Check, load_checks
from doichieu.runner.rulings import apply_rulings
from doichieu.runner.run import run
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
SCHEMAS = Schemas(ROOT / "schemas")
DAY = date(2026, 11, 22)
Edit = Callable[..., None]
Capture = pytest.CaptureFixture[str]


def call(*arguments: object) -> int:
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


def told(folder: Path, capsys: Capture, *more: object) -> Any:
    call("check", folder, "--format", "json", *more)
    return json.loads(capsys.readouterr().out)


def the_open(data: Any) -> Any:
    (one,) = [item for item in data["discrepancies"] if item["verdict"] == "contradiction"]
    return one


def change(data: Any, edit: Callable[[Any], None], path: Path) -> Path:
    edit(data)
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture
def earlier(bridge: Path, tmp_path: Path, capsys: Capture) -> Path:
    """The report of the dossier as it is: one contradiction, open."""
    path = tmp_path / "earlier.json"
    assert call("check", bridge, "--format", "json", "-o", path) == 1
    capsys.readouterr()
    return path


def print_instead(folder: Path, edit: Edit, metres: str) -> None:
    """Have article b print another length."""
    article, text = folder / "articles" / "b.json", f"Cầu Mơ dài {metres} mét."
    (folder / "texts" / "b.txt").write_text(text, encoding="utf-8")
    edit(article, "document", "text", "sha256", to=hashlib.sha256(text.encode()).hexdigest())
    edit(article, "claims", 0, "quote", "exact", to=f"{metres} mét")
    edit(article, "claims", 0, "value", "amount", to=metres)


def test_what_was_there_does_not_fail_again(bridge: Path, earlier: Path, capsys: Capture) -> None:
    assert call("check", bridge, "--lang", "en") == 1
    capsys.readouterr()
    assert call("check", bridge, "--against", earlier, "--lang", "en") == 0
    out = capsys.readouterr().out
    assert "since the earlier report: 0 new, 0 gone, 1 still there, 0 ruled since\nPASS: 1 contradiction" in out
    assert "· new" not in out


def test_the_report_tells_what_it_was_compared_with(bridge: Path, earlier: Path, capsys: Capture) -> None:
    data = told(bridge, capsys, "--against", earlier)
    assert SCHEMAS.problems("discrepancies", data, Path("report.json"), to_json(data)) == []
    assert the_open(data)["state"] == "unchanged"
    assert data["against"] == {
        "sha256": hashlib.sha256(earlier.read_bytes()).hexdigest(),
        "version": json.loads(earlier.read_text(encoding="utf-8"))["tool"]["version"],
        "counts": {"new": 0, "unchanged": 1, "ruled-since": 0, "gone": 0, "unseen": 0},
        "gone": [],
        "unseen": [],
    }


def test_without_the_option_the_report_has_neither_member(bridge: Path, capsys: Capture) -> None:
    data = told(bridge, capsys)
    assert "against" not in data
    assert "state" not in the_open(data)


def test_other_facts_are_one_gone_and_one_new(bridge: Path, earlier: Path, edit: Edit, capsys: Capture) -> None:
    before = the_open(json.loads(earlier.read_text(encoding="utf-8")))
    print_instead(bridge, edit, "800")
    assert call("check", bridge, "--against", earlier, "--lang", "vi") == 1
    out = capsys.readouterr().out
    assert f"mâu thuẫn · figures.disagree · {the_open(told(bridge, capsys))['id']} · mới" in out
    assert "so với báo cáo trước: 1 điểm mới, 1 không còn, 0 vẫn còn, 0 đã quyết từ đó\nKHÔNG ĐẠT" in out
    data = told(bridge, capsys, "--against", earlier)
    assert the_open(data)["state"] == "new"
    (gone,) = data["against"]["gone"]
    assert gone["id"] == before["id"]
    assert gone["message"] == before["message"]
    assert [claim["quote"]["exact"] for claim in gone["claims"]] == ["500 mét", "700 mét"]
    assert SCHEMAS.problems("discrepancies", data, Path("report.json"), to_json(data)) == []


def test_an_edit_elsewhere_leaves_it_unchanged(bridge: Path, earlier: Path, edit: Edit, capsys: Capture) -> None:
    edit(bridge / "articles" / "a.json", "claims", 0, "statement", "en", to="Put in other words.")
    assert the_open(told(bridge, capsys, "--against", earlier))["state"] == "unchanged"


def test_what_is_gone_is_told(bridge: Path, earlier: Path, capsys: Capture) -> None:
    (bridge / "articles" / "b.json").unlink()
    assert call("check", bridge, "--against", earlier, "--lang", "en") == 0
    assert "0 new, 1 gone, 0 still there, 0 ruled since\n" in capsys.readouterr().out


def test_a_ruling_made_since_is_told(bridge: Path, earlier: Path, capsys: Capture) -> None:
    rule(bridge, the_open(told(bridge, capsys))["id"])
    data = told(bridge, capsys, "--against", earlier)
    assert the_open(data)["state"] == "ruled-since"
    assert data["against"]["counts"]["ruled-since"] == 1
    assert call("check", bridge, "--against", earlier, "--lang", "en") == 0
    assert "0 new, 0 gone, 0 still there, 1 ruled since" in capsys.readouterr().out


def test_a_ruling_that_was_there_is_nothing_new(bridge: Path, tmp_path: Path, capsys: Capture) -> None:
    rule(bridge, the_open(told(bridge, capsys))["id"])
    call("check", bridge, "--format", "json", "-o", tmp_path / "ruled.json")
    assert the_open(told(bridge, capsys, "--against", tmp_path / "ruled.json"))["state"] == "unchanged"


@pytest.mark.parametrize("until", [None, "2025-06-30"])
def test_a_ruling_withdrawn_or_expired_makes_it_new(
    bridge: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, until: str | None
) -> None:
    rule(bridge, the_open(told(bridge, capsys))["id"], until)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1751241600")  # 2025-06-30
    assert call("check", bridge, "--format", "json", "-o", tmp_path / "ruled.json") == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1751328000")  # 2025-07-01
    if until is None:
        (bridge / "rulings.json").unlink()
    assert call("check", bridge, "--against", tmp_path / "ruled.json") == 1
    capsys.readouterr()
    assert the_open(told(bridge, capsys, "--against", tmp_path / "ruled.json"))["state"] == "new"


def test_what_was_only_a_note_is_new_once_it_is_more(bridge: Path, earlier: Path, capsys: Capture) -> None:
    def soften(data: Any) -> None:
        the_open(data).update(verdict="note", severity="note")

    path = change(json.loads(earlier.read_text(encoding="utf-8")), soften, earlier)
    assert the_open(told(bridge, capsys, "--against", path))["state"] == "new"
    assert call("check", bridge, "--against", path) == 1


def test_a_ruling_without_its_point_fails_all_the_same(bridge: Path, earlier: Path) -> None:
    rule(bridge, "D-000000000000")
    assert call("check", bridge, "--against", earlier) == 1


def test_missing_texts_and_crashes_fail_all_the_same(bridge: Path, earlier: Path, tmp_path: Path) -> None:
    (bridge / "texts" / "b.txt").unlink()
    assert call("check", bridge, "--against", earlier) == 0
    assert call("check", bridge, "--against", earlier, "--require-texts") == 1
    crashing(tmp_path, "figures", "disagree")
    assert call("check", bridge, "--against", earlier) == 3


def crashing(project: Path, area: str, name: str) -> None:
    """Put a check of this name, which crashes, in the place of all checks."""
    shutil.rmtree(project / "checks")
    folder = project / "checks" / area
    folder.mkdir(parents=True)
    (folder / f"{name}.py").write_text(
        "from doichieu import Corpus, check\n\n\n"
        f"@check(vi='hỏng', source='none')\ndef {name}(corpus: Corpus):\n"
        "    '''Broken.'''\n    raise KeyError('x')\n    yield\n",
        encoding="utf-8",
    )


@pytest.mark.parametrize("name", ["disagree", "another"])
def test_what_a_crashed_or_missing_check_found_is_not_called_gone(
    bridge: Path, earlier: Path, tmp_path: Path, capsys: Capture, name: str
) -> None:
    crashing(tmp_path, "figures", name)
    data = told(bridge, capsys, "--against", earlier)
    assert data["against"]["gone"] == []
    assert [item["check"] for item in data["against"]["unseen"]] == ["figures.disagree"]
    assert SCHEMAS.problems("discrepancies", data, Path("report.json"), to_json(data)) == []
    call("check", bridge, "--against", earlier, "--lang", "en")
    assert (
        "0 gone, 0 still there, 0 ruled since; 1 from the earlier report could not be checked"
        in capsys.readouterr().out
    )


def test_what_was_found_in_a_text_that_is_missing_now_is_not_called_gone(
    bridge: Path, tmp_path: Path, edit: Edit, capsys: Capture
) -> None:
    edit(bridge / "articles" / "a.json", "claims", 1, "quote", "exact", to="4 năm")
    path = tmp_path / "earlier.json"
    call("check", bridge, "--format", "json", "-o", path)
    absent = {item["id"] for item in json.loads(path.read_text(encoding="utf-8"))["discrepancies"]} - {
        item["id"] for item in told(bridge, capsys)["discrepancies"] if item["check"] == "figures.disagree"
    }
    (bridge / "texts" / "a.txt").unlink()
    against = told(bridge, capsys, "--against", path)["against"]
    assert absent & {item["id"] for item in against["unseen"]}
    assert not {item["id"] for item in against["gone"] if item["check"] == "quotes.absent"}
    (bridge / "articles" / "a.json").unlink()
    against = told(bridge, capsys, "--against", path)["against"]
    assert absent <= {item["id"] for item in against["gone"]}, "with its document a discrepancy is gone"


def test_a_report_beside_its_own_earlier_one(bridge: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    call("report", bridge, "-o", out)
    first = (out / "bridge" / "report.json").read_bytes()
    assert call("report", bridge, "-o", out, "--against", out, "--lang", "en") == 0
    assert "  since the earlier report: 0 new, 0 gone, 1 still there" in capsys.readouterr().out
    data = json.loads((out / "bridge" / "report.json").read_text(encoding="utf-8"))
    assert data["against"]["sha256"] == hashlib.sha256(first).hexdigest()
    assert call("check", bridge, "--against", out / "bridge") == 0, "a report that was itself compared will do"


def test_reports_do_not_compare_unasked(bridge: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert call("report", bridge, "-o", tmp_path / "out") == 1
    assert "against" not in json.loads((tmp_path / "out" / "bridge" / "report.json").read_text(encoding="utf-8"))


def test_a_dossier_without_an_earlier_report_is_all_new(
    bridge: Path, tmp_path: Path, edit: Edit, capsys: Capture
) -> None:
    out = tmp_path / "out"
    call("report", bridge, "-o", out)
    shutil.copytree(bridge, bridge.parent / "other")
    edit(bridge.parent / "other" / "dossier.json", "id", to="other")
    capsys.readouterr()
    one, other = told(bridge.parent, capsys, "--against", out)
    assert the_open(one)["state"] == "unchanged"
    assert the_open(other)["state"] == "new"
    assert (other["against"]["sha256"], other["against"]["version"]) == (None, None)
    assert SCHEMAS.problems("discrepancies", other, Path("report.json"), to_json(other)) == []
    assert call("check", bridge.parent, "--against", out, "--lang", "en") == 1
    assert "no earlier report of this dossier: 1 new\n" in capsys.readouterr().out
    assert call("check", bridge, bridge.parent / "other", "--against", out / "bridge" / "report.json") == 2
    assert "this is a report of the dossier 'bridge', not of 'other'" in capsys.readouterr().err


def _set(*pointer: str | int, to: Any) -> Callable[[Any], None]:
    def edit(data: Any) -> None:
        for part in pointer[:-1]:
            data = data[part]
        data[pointer[-1]] = to

    return edit


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (_set("version", to=2), "1:13: /version: this version of doichieu cannot read the version of this report"),
        (_set("dossier", "id", to="other"), "/dossier/id: this is a report of the dossier 'other', not of 'bridge'"),
        (_set("mood", to="fine"), "/mood: "),
        (_set("discrepancies", 0, "id", to="D-1"), "/discrepancies/0/id: "),
        (_set("discrepancies", 0, "claims", to=[]), "/discrepancies/0/claims: "),
        (_set("discrepancies", to={}), "/discrepancies: "),
    ],
)
def test_an_earlier_report_is_held_against_the_schema(
    bridge: Path, earlier: Path, edit: Callable[[Any], None], expected: str
) -> None:
    path = change(json.loads(earlier.read_text(encoding="utf-8")), edit, earlier)
    with pytest.raises(InputError) as error:
        read_baselines(path, [load_dossier(bridge, SCHEMAS)], SCHEMAS)
    assert str(error.value).startswith(f"{path}:1:")
    assert expected in str(error.value)
    assert len(error.value.problems) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "the file is empty"),
        ("{", ":1:"),
        ("[]", ":1:1"),
        ('{"version": 1, "version": 2}', "version"),
        ("[" * 1_000, "deep"),
    ],
)
def test_a_file_that_is_no_report_is_refused(bridge: Path, tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=expected):
        read_baselines(path, [load_dossier(bridge, SCHEMAS)], SCHEMAS)


def test_a_project_cannot_loosen_what_an_earlier_report_is_held_against(
    bridge: Path, earlier: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "schemas").unlink()
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    loose = {"$id": "https://doichieu.example/schemas/1/discrepancies.schema.json", "$defs": {}}
    strict = json.loads((ROOT / "schemas" / "discrepancies.schema.json").read_text(encoding="utf-8"))
    loose["$defs"] = strict["$defs"]
    (tmp_path / "schemas" / "discrepancies.schema.json").write_text(json.dumps(loose), encoding="utf-8")
    path = change(json.loads(earlier.read_text(encoding="utf-8")), _set("mood", to="fine"), earlier)
    assert call("check", bridge, "--against", path) == 2


def test_a_path_without_a_report_is_refused(bridge: Path, tmp_path: Path, capsys: Capture) -> None:
    assert call("check", bridge, "--against", tmp_path / "nowhere.json") == 2
    assert "nowhere.json: there is no such file" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert call("check", bridge, "--against", tmp_path / "empty") == 2
    assert (
        "empty: there is no earlier report here, neither bridge/report.json nor report.json" in capsys.readouterr().err
    )


def test_a_folder_that_cannot_be_looked_into_is_refused(
    bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    dossier = load_dossier(bridge, SCHEMAS)
    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(InputError, match=r"this folder cannot be read \(Permission denied\)"):
        read_baselines(tmp_path, [dossier], SCHEMAS)


OF_A_CLAIM = {"document", "claim", "quote", "statement", "subject", "property", "speaker", "mode", "strict", "loose"}
OF_A_DOCUMENT = {"id", "kind", "language", "title", "publisher", "url", "published", "file", "sha256", "text", "claims"}


@pytest.fixture(scope="module")
def sample() -> Dossier:
    return load_dossier(ROOT / "claims" / "ben-mo-bridge", SCHEMAS)


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    return load_checks(ROOT / "checks")


def test_a_run_beside_its_own_report_has_nothing_new(sample: Dossier, checks: list[Check], tmp_path: Path) -> None:
    ruled_result = apply_rulings(run(sample, checks), DAY)
    path = tmp_path / "report.json"
    path.write_text(to_json(report(ruled_result)), encoding="utf-8")
    (earlier,) = read_baselines(path, [sample], SCHEMAS)
    comparison = Comparison(ruled_result, earlier)
    found = len(ruled_result.result.found)
    assert found
    assert comparison.counts == {"new": 0, "unchanged": found, "ruled-since": 0, "gone": 0, "unseen": 0}
    ignoring = Comparison(apply_rulings(ruled_result.result, DAY, ignore=True), earlier)
    assert ignoring.counts["new"] == len(ruled_result.ruled), "without its ruling each is open again"
    assert not ignoring.passes()


def test_beside_nothing_all_is_new(sample: Dossier, checks: list[Check]) -> None:
    ruled_result = apply_rulings(run(sample, checks), DAY)
    comparison = Comparison(ruled_result, Baseline())
    assert comparison.counts["new"] == len(ruled_result.result.found)
    assert comparison.passes() == ruled_result.passes()


def test_a_report_with_what_is_required_and_no_more_can_be_compared_with(
    sample: Dossier, checks: list[Check], tmp_path: Path
) -> None:
    """An older doichieu of the same version knew fewer members; those it wrote are `required`, and no others may be."""
    data = report(apply_rulings(run(sample, checks), DAY))
    for item in data["discrepancies"]:
        del item["whole_document"]
        for claim in item["claims"]:
            for name in set(claim) - OF_A_CLAIM:
                del claim[name]
    for document in data["documents"]:
        for name in set(document) - OF_A_DOCUMENT:
            del document[name]
    for row in data["coverage"]:
        for name in ("expressions", "covered", "missed"):
            del row[name]
    data["dossier"] = {name: data["dossier"][name] for name in ("id", "title", "language")}
    path = tmp_path / "report.json"
    path.write_text(to_json(data), encoding="utf-8")
    (earlier,) = read_baselines(path, [sample], SCHEMAS)
    assert set(earlier.discrepancies) == {item["id"] for item in data["discrepancies"]}


def test_what_is_wrong_with_the_earlier_report_is_told_before_anything_is_checked(
    bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the checks ran")

    monkeypatch.setattr("doichieu.runner.run.run", never)
    for command in ("check", "report"):
        assert call(command, bridge, "--against", tmp_path / "nothing.json") == 2
        assert "there is no such file" in capsys.readouterr().err
