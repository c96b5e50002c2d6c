"""Each expectation holds on good tables and fails on those bent for it, at the rows that were bent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli import commands as cli
from doichieu.dossier.loader import load_dossier
from doichieu.expectations.frames import pandas_frames
from doichieu.expectations.run import run_suite
from doichieu.expectations.suite import SUITE, Expectation, Outcome
from doichieu.files.problems import InputError
from doichieu.validation.schemas import Schemas
from tests.expectations.tabled import FIGURES, PARTS, Rows, arrow, claim, good

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.filterwarnings("ignore", *(f"error:::doichieu.expectations.{part}" for part in PARTS))

Bend = Callable[[Rows], object]


def outcomes(rows: Rows, **more: Any) -> dict[str, Outcome]:
    from doichieu.expectations.gx import validate

    return {one.expectation.name: one for one in validate(pandas_frames(arrow(rows)), "pandas", **more)}


def _drop(rows: Rows, table: str, column: str) -> None:
    for row in rows[table]:
        del row[column]


def _no_claims(rows: Rows) -> None:
    rows["documents"].append(rows["documents"][0] | {"document": "a9"})


def _unattributed(rows: Rows) -> None:
    for row in rows["claims"][FIGURES : FIGURES + 4]:
        row["speaker"] = None


def _at(number: int, **change: Any) -> Bend:
    return lambda rows: rows["claims"][number].update(change)


def _about(number: int, **change: Any) -> Bend:
    return lambda rows: rows["documents"][number].update(change)


# How each is bent, and the rows that must then be found; None for a column that is missing.
BENT: dict[str, tuple[Bend, list[tuple[str | None, str | None]] | None]] = {
    "documents.columns": (lambda rows: _drop(rows, "documents", "language"), None),
    "documents.unique": (
        lambda rows: rows["documents"].append(dict(rows["documents"][3])),
        [("r", None), ("r", None)],
    ),
    "documents.not_empty": (_no_claims, [("a9", None)]),
    "documents.covered": (_about(1, covered=5), [("a1", None)]),
    "documents.volume": (_about(1, words=40_000), [("a1", None)]),
    "claims.columns": (lambda rows: _drop(rows, "claims", "role"), None),
    "claims.complete": (_at(2, property=None), [("a2", "c002")]),
    "claims.unique": (_at(3, claim="c000"), [("a0", "c000"), ("a0", "c000")]),
    "claims.documented": (_at(2, document="zz"), [("zz", "c002")]),
    "subjects.known": (lambda rows: rows["entities"].remove({"entity": "bridge-5"}), [("a2", "c005")]),
    "speakers.named": (_unattributed, [("a0", "c024"), ("a0", "c027"), ("a1", "c025"), ("a2", "c026")]),
    "bounds.strict_in_order": (_at(2, strict_lower=102.5), [("a2", "c002")]),
    "bounds.loose_in_order": (_at(2, loose_lower=107.5), [("a2", "c002")]),
    "bounds.nested": (_at(2, strict_lower=96.5), [("a2", "c002")]),
    "values.plausible": (_at(2, strict_lower=1e6, strict_upper=1e6), [("a2", "c002")]),
    "dates.in_window": (_at(31, strict_lower=74_000.0, strict_upper=74_001.0), [("a1", "c031")]),
    "facts.meet": (_at(33, loose_lower=105.5), [("a0", "c000"), ("a0", "c033")]),
}


def test_good_tables_are_as_expected() -> None:
    told = outcomes(good())
    assert {name: one.state for name, one in told.items()} == dict.fromkeys(told, "met")
    assert all(one.looked_at and not one.unexpected and not one.found for one in told.values())


def test_the_results_are_in_the_order_of_the_suite() -> None:
    assert list(outcomes(good())) == [one.name for one in SUITE]


@pytest.mark.parametrize("name", [one.name for one in SUITE])
def test_a_bent_table_is_found(name: str) -> None:
    bend, places = BENT[name]
    rows = good()
    bend(rows)
    one = outcomes(rows)[name]
    assert one.state == "failed", one
    if places is None:
        assert len(one.missing) == one.unexpected == 1
    else:
        assert [(row.document, row.claim) for row in one.found] == places
        assert one.unexpected == len(places)


@pytest.mark.parametrize(
    ("bend", "name"),
    [
        (_at(31, strict_lower=float("-inf"), strict_upper=74_001.0), "dates.in_window"),
        (_at(31, strict_lower=739_000.0, strict_upper=780_000.0), "dates.in_window"),
        (_at(2, strict_upper=None), "claims.complete"),
        (_at(2, strict_lower=float("nan")), "claims.complete"),
        (_at(2, strict_lower=1e6, strict_upper=float("inf")), "values.plausible"),
        (_at(2, strict_lower=0.01, strict_upper=0.01), "values.plausible"),
        (_about(1, words=201), "documents.volume"),
    ],
)
def test_other_ways_to_bend(bend: Bend, name: str) -> None:
    rows = good()
    bend(rows)
    if name == "documents.volume":
        rows["claims"] = [one for one in rows["claims"] if one["document"] != "a1"]
    assert outcomes(rows)[name].state == "failed"


@pytest.mark.parametrize(
    "bend",
    [
        _at(33, loose_lower=105.5, mode="opinion"),
        _at(33, loose_lower=105.5, single=False),
        _at(33, loose_lower=105.5, record=True),
        _at(33, loose_lower=105.5, fact="another"),
        _at(33, loose_lower=105.5, kind="duration"),  # one without its role is compared with nothing
        _at(35, time_lower=739_002.0, time_upper=739_003.0),
        _at(33, loose_lower=105.0),  # they touch
    ],
)
def test_what_checks_do_not_compare_meets(bend: Bend) -> None:
    rows = good()
    bend(rows)
    assert outcomes(rows)["facts.meet"].state == "met"


def test_times_that_overlap_are_compared_though_they_differ() -> None:
    rows = good()
    rows["claims"][34] |= {"time_lower": 739_000.0, "time_upper": 739_400.0}
    assert [row.claim for row in outcomes(rows)["facts.meet"].found] == ["c034", "c035"]
    rows["claims"].append(claim(37, fact="visitors", time_lower=739_500.0, time_upper=739_501.0))
    assert [row.claim for row in outcomes(rows)["facts.meet"].found] == ["c034", "c035"]


def test_little_to_go_by_is_not_a_pass() -> None:
    rows = good()
    rows["claims"] = rows["claims"][: FIGURES - 6]  # too few values of a property, no date, no opinion
    for row in rows["documents"]:
        row |= {"words": None, "expressions": 9, "covered": 0}
    told = outcomes(rows)
    unknown = {"documents.covered", "documents.volume", "speakers.named", "values.plausible", "dates.in_window"}
    assert {name for name, one in told.items() if one.state == "not applicable"} == unknown
    assert all(told[name].looked_at == 0 for name in unknown)


def test_a_value_ten_times_the_usual_is_still_plausible() -> None:
    rows = good()
    rows["claims"][2] |= {"strict_lower": 1100.0, "strict_upper": 1100.0}
    assert outcomes(rows)["values.plausible"].state == "met"


def test_one_that_errors_is_told_from_one_that_fails() -> None:
    wrong = replace(SUITE[2], name="wrong", arguments={"column": "no_such", "min_value": 1})
    told = outcomes(good(), suite=(wrong, SUITE[0]))
    assert [one.state for one in told.values()] == ["errored", "met"]
    assert "no_such" in str(told["wrong"].error)
    assert told["wrong"].looked_at == 0


def test_a_missing_column_errors_what_looks_at_it_and_nothing_passes_on_it() -> None:
    rows = good()
    _drop(rows, "claims", "claim")
    told = outcomes(rows)
    assert told["claims.columns"].missing == ("claim",)
    assert told["claims.unique"].state == "errored"
    assert told["claims.complete"].state == "failed"


def test_data_docs_are_written(tmp_path: Path) -> None:
    outcomes(good(), data_docs=tmp_path / "pages", language="vi")
    assert (tmp_path / "pages" / "index.html").is_file()
    (page,) = (tmp_path / "pages" / "validations").rglob("*-claims.html")
    assert SUITE[-1].title.vi in page.read_text(encoding="utf-8")


# A folder of this name goes before all others, and so every try to reach a network is told.
_GUARD = """
import os, socket, sys, types

def told(*what):
    with open(os.environ["REACHED"], "a") as file:
        print(*what, file=file)
    raise OSError("no network here")

class Guarded(socket.socket):
    def connect(self, address):
        told("connect", address)
    connect_ex = sendto = connect

socket.socket, socket.getaddrinfo, socket.create_connection = Guarded, told, told
posthog = types.ModuleType("posthog")
posthog.__getattr__ = lambda name: (lambda *a, **k: told("posthog", name))
sys.modules["posthog"] = posthog
"""


def guarded(tmp_path: Path, *arguments: object, code: str = "") -> tuple[subprocess.CompletedProcess[str], str]:
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(_GUARD, encoding="utf-8")
    reached = tmp_path / "reached"
    reached.touch()
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "guard"), str(ROOT / "src")]),
        "REACHED": str(reached),
        "GX_ANALYTICS_ENABLED": "true",
    }
    call = ["-c", code] if code else ["-m", "doichieu"]
    done = subprocess.run(
        [sys.executable, *call, *map(str, arguments)], capture_output=True, text=True, env=environment, cwd=tmp_path
    )
    return done, reached.read_text(encoding="utf-8")


def test_nothing_is_sent_anywhere(bridge: Path, tmp_path: Path) -> None:
    done, reached = guarded(tmp_path, "expectations", bridge, "--lang", "en", "--data-docs", tmp_path / "pages")
    assert done.returncode == 1, done.stderr
    assert "▲ failed · facts.meet" in done.stdout
    assert done.stderr == ""
    assert reached == ""
    assert (tmp_path / "pages" / "bridge" / "index.html").is_file()


def test_the_guard_would_tell(tmp_path: Path) -> None:
    code = "import socket\ntry: socket.create_connection(('127.0.0.1', 9))\nexcept OSError: pass"
    _, reached = guarded(tmp_path, code=code)
    assert "127.0.0.1" in reached


def test_analytics_are_off_whatever_the_environment_says(bridge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GX_ANALYTICS_ENABLED", "true")
    import great_expectations as gx

    made: list[Any] = []
    original = gx.get_context

    def remembered(**more: Any) -> Any:
        made.append(original(**more))
        return made[-1]

    monkeypatch.setattr(gx, "get_context", remembered)
    run_suite(load_dossier(bridge, Schemas(ROOT / "schemas")))
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
    assert [context.config.analytics_enabled for context in made] == [False]


def test_a_check_imports_neither_the_library_nor_spark(bridge: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from doichieu.cli.commands import main; main(['check', sys.argv[1]]); "
        "sys.exit(str({'great_expectations', 'pyspark'} & set(sys.modules) or ''))"
    )
    done, _ = guarded(tmp_path, bridge, code=code)
    assert done.stderr.strip() == "", done.stderr


@pytest.mark.parametrize(("states", "code"), [((), 0), (("failed",), 1), (("errored",), 3), (("failed", "errored"), 3)])
def test_exit_codes(
    states: tuple[str, ...],
    code: int,
    bridge: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def some(*_: Any) -> list[Outcome]:
        each: list[Any] = ["met", "not applicable", *states]
        return [Outcome(one, state, 1, 1, 0) for one, state in zip(SUITE, each, strict=False)]

    monkeypatch.setattr("doichieu.expectations.run.run_suite", some)
    assert cli.main(["expectations", str(bridge)]) == code
    capsys.readouterr()


def test_the_command_writes_what_the_report_shows(
    bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "expectations.json"
    assert cli.main(["expectations", str(bridge), "--format", "json", "-o", str(file)]) == 1
    text = file.read_text(encoding="utf-8")
    data = json.loads(text)
    assert Schemas(ROOT / "schemas").problems("expectations", data, file, text) == []
    (one,) = [each for each in data["expectations"] if each["state"] == "failed"]
    assert [(row["document"], row["claim"]) for row in one["found"]] == [("a", "a-length"), ("b", "b-length")]
    again = tmp_path / "again.json"
    cli.main(["expectations", str(bridge), "--format", "json", "-o", str(again)])
    assert again.read_bytes() == file.read_bytes()
    cli.main(["report", str(bridge), "-o", str(tmp_path / "out"), "--expectations", str(file)])
    page = (tmp_path / "out" / "bridge" / "index.html").read_text(encoding="utf-8")
    assert 'id="data"' in page
    assert "b · b-length" in page
    capsys.readouterr()


def test_a_version_that_leaves_the_process_is_told(bridge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Leaving:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "doichieu.expectations.gx":
                raise SystemExit(0)

    monkeypatch.delitem(sys.modules, "doichieu.expectations.gx", raising=False)
    monkeypatch.delattr("doichieu.expectations.gx", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Leaving(), *sys.meta_path])
    dossier = load_dossier(bridge, Schemas(ROOT / "schemas"))
    with pytest.raises(InputError, match="doichieu\\[spark\\]"):
        run_suite(dossier)


def test_an_expectation_names_a_class_there_is() -> None:
    import great_expectations as gx

    from doichieu.expectations import gx as expectations_gx

    assert all(hasattr(gx.expectations, one.of) or hasattr(expectations_gx, one.of) for one in SUITE)
    assert isinstance(SUITE[0], Expectation)
