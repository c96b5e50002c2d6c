"""The command that records a ruling: what it writes, what it leaves as it is, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli import commands as cli
from doichieu.cli.parser import parser
from doichieu.runner.record_ruling import with_entry

RULING = {"fingerprint": "D-000000000001", "reason": {"vi": "Đã hỏi.", "en": "Asked."}, "until": None}
CALL = {
    "--decision": "stands",
    "--reason-vi": "Hai cách đo “khác nhau”.",
    "--reason-en": "Measured in two ways.",
    "--by": "Ban biên tập",
}


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026


def rule(fingerprint: str, *paths: Path, **more: str) -> int:
    call = CALL | {f"--{name.replace('_', '-')}": value for name, value in more.items()}
    parts = [part for pair in call.items() for part in pair]
    return cli.main(["rule", fingerprint, *map(str, paths), *parts])


def found(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    cli.main(["check", str(folder), "--format", "json"])
    data: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["discrepancies"]
    return data


def fingerprint(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    return str(next(item["id"] for item in found(folder, capsys) if item["verdict"] != "note"))


def test_a_decision_closes_its_discrepancy(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = fingerprint(bridge, capsys)
    assert rule(name, bridge, until="2027-01-31") == 0
    told = capsys.readouterr().out
    assert "claims/bridge/rulings.json:3:5: " in told
    assert "đã ghi quyết định “giữ nguyên”" in told
    now = next(item for item in found(bridge, capsys) if item["id"] == name)
    assert now["ruling"] == {
        "fingerprint": name,
        "check": now["check"],
        "decision": "stands",
        "reason": {"vi": "Hai cách đo “khác nhau”.", "en": "Measured in two ways."},
        "by": "Ban biên tập",
        "on": "2026-11-22",
        "until": "2027-01-31",
    }
    assert [path.name for path in bridge.iterdir() if path.name.startswith(".")] == []


def test_the_dossier_need_not_be_named(
    bridge: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = fingerprint(bridge, capsys)
    monkeypatch.chdir(bridge.parents[1])
    assert rule(name, lang="en") == 0
    assert f"{name} (" in capsys.readouterr().out
    assert cli.main(["check"]) == 0


def test_a_new_file_names_its_schema_where_the_dossier_does(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    about = json.loads((bridge / "dossier.json").read_text(encoding="utf-8"))
    about["$schema"] = "../../schemas/dossier.schema.json"
    (bridge / "dossier.json").write_text(json.dumps(about), encoding="utf-8")
    assert rule(fingerprint(bridge, capsys), bridge) == 0
    made = (bridge / "rulings.json").read_text(encoding="utf-8")
    assert made.startswith('{\n  "$schema": "../../schemas/rulings.schema.json",\n  "rulings": [\n    {\n')
    assert made.endswith("    }\n  ]\n}\n")


LAYOUTS = {
    "as we write it": '{\n  "rulings": [\n    {\n      "a": 1\n    }\n  ]\n}\n',
    "four spaces": '{\n    "rulings": [\n        {\n            "a": 1\n        }\n    ]\n}',
    "tabs": '{\n\t"rulings": [\n\t\t{\n\t\t\t"a": 1\n\t\t}\n\t]\n}\n',
    "a line an entry": '{"rulings": [\n  {"a": 1},\n  {"b": [2, {}]}\n]}\n',
    "all in one line": '{"rulings": [{"a": 1}], "$schema": "x"}',
    "odd spaces": '{ "rulings" :\n[ {"a":   1}\n\n\n] ,\n"$schema":"x" }\n\n',
    "line ends of Windows": '{\r\n  "rulings": [\r\n    {\r\n      "a": 1\r\n    }\r\n  ]\r\n}\r\n',
    "empty": '{\n  "rulings": []\n}\n',
    "empty, in one line": '{"rulings": [ ]}',
    "empty, with tabs": '{\n\t"$schema": "x",\n\t"rulings": [\n\t]\n}\n',
    "a bracket in a text": '{\n  "rulings": [\n    {"a": "]}, \\"rulings\\": ["}\n  ]\n}\n',
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_what_others_wrote_stays_as_it_is(text: str) -> None:
    written = with_entry(text, RULING)
    data = json.loads(text)
    assert json.loads(written) == data | {"rulings": [*data["rulings"], RULING]}
    # all that was there is there in its order: what is new is one stretch (of an empty list, in place of its spaces)
    same = next(at for at in range(len(text), -1, -1) if written.startswith(text[:at]))
    assert written.endswith(text[same:].lstrip())
    assert ("\r\n" in text) == ("\r\n" in written)
    assert "\n" not in written.replace("\r\n", "") or "\r\n" not in text
    twice = with_entry(written, RULING)
    assert json.loads(twice)["rulings"][-2:] == [RULING, RULING]


def test_an_entry_is_laid_out_as_those_before_it() -> None:
    assert with_entry(LAYOUTS["tabs"], {"b": {"c": 2}}) == (
        '{\n\t"rulings": [\n\t\t{\n\t\t\t"a": 1\n\t\t},\n\t\t{\n\t\t\t"b": {\n\t\t\t\t"c": 2\n\t\t\t}\n\t\t}\n\t]\n}\n'
    )
    assert with_entry(LAYOUTS["a line an entry"], {"c": 3}) == (
        '{"rulings": [\n  {"a": 1},\n  {"b": [2, {}]},\n  {"c": 3}\n]}\n'
    )
    assert with_entry(LAYOUTS["all in one line"], {"c": 3}) == '{"rulings": [{"a": 1}, {"c": 3}], "$schema": "x"}'
    assert with_entry(LAYOUTS["empty"], {"c": 3}) == '{\n  "rulings": [\n    {\n      "c": 3\n    }\n  ]\n}\n'


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason_vi": ""}, "the reason is missing in Vietnamese; give it in a sentence with --reason-vi"),
        ({"reason_en": "  "}, "the reason is missing in English; give it in a sentence with --reason-en"),
        ({"by": ""}, "the name of who decided is missing; give it with --by"),
        ({"until": "2026-11-21"}, "2026-11-21 has passed; give --until a later day"),
        ({"by": "x" * 201}, "by: this text has 201 characters where at most 200 are allowed"),
        ({"reason_en": "x" * 1001}, "reason/en: this text has 1,001 characters"),
        ({"by": "\udcff"}, "is not UTF-8"),
    ],
)
def test_a_call_that_lacks_something_writes_nothing(
    bridge: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, str], told: str
) -> None:
    name = fingerprint(bridge, capsys)
    assert rule(name, bridge, **wrong) == 2
    assert told in capsys.readouterr().err
    assert not (bridge / "rulings.json").exists()


@pytest.mark.parametrize(("option", "value"), [("decision", ""), ("decision", "maybe"), ("until", "hôm nay")])
def test_a_call_that_says_something_else_is_refused(bridge: Path, option: str, value: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        rule("D-000000000001", bridge, **{option: value})
    assert stopped.value.code == 2


def test_what_this_run_does_not_find_is_not_ruled(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rule("D-000000000001", bridge) == 2
    assert "this run finds no discrepancy 'D-000000000001' in bridge; take its name" in capsys.readouterr().err
    assert not (bridge / "rulings.json").exists()


def test_what_is_ruled_is_not_ruled_again(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = fingerprint(bridge, capsys)
    assert rule(name, bridge, until="2026-12-01") == 0
    before = (bridge / "rulings.json").read_bytes()
    assert rule(name, bridge, decision="dismissed") == 2
    assert (
        f"claims/bridge/rulings.json:3:5: {name} already has a ruling: stands, by Ban biên tập on 2026-11-22 "
        "until 2026-12-01; change this entry."
    ) in capsys.readouterr().err
    assert (bridge / "rulings.json").read_bytes() == before


def test_a_ruling_without_its_point_is_told_from_one_unknown(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stale = RULING | {"check": "figures.disagree", "decision": "stands", "by": "Ban", "on": "2026-01-01"}
    (bridge / "rulings.json").write_text(json.dumps({"rulings": [stale]}), encoding="utf-8")
    assert rule("D-000000000001", bridge) == 2
    assert (
        "the ruling D-000000000001 no longer applies because its discrepancy is gone; remove its entry from"
        in capsys.readouterr().err
    )


def test_a_file_that_cannot_be_written_is_told(
    bridge: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    name = fingerprint(bridge, capsys)
    monkeypatch.setattr("doichieu.runner.record_ruling.write", full)
    assert rule(name, bridge) == 2
    assert (
        "this cannot be written (No space left on device); ask for permission to write it." in capsys.readouterr().err
    )


def test_the_decisions_are_those_of_the_schema() -> None:
    schema = json.loads((Path(__file__).parents[1] / "schemas" / "rulings.schema.json").read_text(encoding="utf-8"))
    for decision in schema["properties"]["rulings"]["items"]["properties"]["decision"]["enum"]:
        options = ["--decision", decision, "--by", "a", "--reason-vi", "a", "--reason-en", "a"]
        assert parser().parse_args(["rule", "D-000000000000", *options]).decision == decision


def test_a_discrepancy_of_a_run_with_more_pairs_is_ruled_with_as_many(
    bridge: Path, edit: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bridge / "articles" / "b.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    (length,) = data["claims"]
    several = [length | {"id": f"b-{n}", "value": length["value"] | {"amount": str(900 + n)}} for n in range(40)]
    edit(path, "claims", to=[length, *several])
    few = {item["id"] for item in found(bridge, capsys)}
    cli.main(["check", str(bridge), "--format", "json", "--pairs", "100"])
    many = {item["id"] for item in json.loads(capsys.readouterr().out)["discrepancies"]}
    name = min(many - few)
    assert rule(name, bridge) == 2
    assert f"this run finds no discrepancy '{name}'" in capsys.readouterr().err
    assert rule(name, bridge, pairs="100") == 0
