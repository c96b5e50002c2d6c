"""Expectations, as far as they need no library of the extra: the suite, the derived columns, what is told of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli import commands as cli
from doichieu.dossier.loader import load_dossier
from doichieu.expectations.output import expectations_data, expectations_lines
from doichieu.expectations.suite import COLUMNS, SUITE, Outcome, Row
from doichieu.files.strict_json import read_json
from doichieu.validation.schemas import Schemas
from doichieu.wording.catalogue import Catalogue

ROOT = Path(__file__).parents[1]
SCHEMAS = Schemas(ROOT / "schemas")
BY_NAME = {one.name: one for one in SUITE}
Edit = Callable[..., None]


@pytest.fixture
def told(bridge: Path) -> dict[str, Any]:
    """A run in which each way to come out occurs."""
    dossier = load_dossier(bridge, SCHEMAS)
    rows = tuple(
        Row("a", f"c{number:02}", {"loose_lower": 1.25, "loose_upper": None, "of": "x"}) for number in range(12)
    )
    outcomes = [
        Outcome(BY_NAME["documents.columns"], "failed", 4, 4, 1, missing=("language",)),
        Outcome(BY_NAME["documents.covered"], "not applicable", 2, 0, 0),
        Outcome(BY_NAME["claims.complete"], "errored", 40, 0, 0, error="no column <blanks>\x1b[31m"),
        Outcome(BY_NAME["speakers.named"], "met", 40, 9, 1, rows[:1]),
        Outcome(BY_NAME["bounds.nested"], "met", 40, 30, 0),
        Outcome(BY_NAME["facts.meet"], "failed", 40, 30, 14, rows),
    ]
    return expectations_data(dossier, "pandas", outcomes)


def write(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_each_expectation_has_its_own_name_and_sentence_in_both_languages() -> None:
    assert len(BY_NAME) == len({one.title.vi for one in SUITE}) == len({one.title.en for one in SUITE}) == len(SUITE)
    assert all(one.source and one.table in COLUMNS for one in SUITE)


def test_the_data_are_as_their_schema_says(told: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path / "told.json", told)
    data, text = read_json(path)
    assert SCHEMAS.problems("expectations", data, path, text) == []
    assert told["counts"] == {"met": 2, "failed": 2, "errored": 1, "not applicable": 1}
    wrongs: list[dict[str, Any]] = [{"version": 2}, {"engine": "duckdb"}, {"expectations": [{}]}, {"more": 1}]
    for wrong in wrongs:
        assert SCHEMAS.problems("expectations", told | wrong, path, json.dumps(told | wrong))


def test_the_lines_in_english(told: dict[str, Any]) -> None:
    lines = list(expectations_lines(told, Catalogue()["en"]))
    assert lines[0] == "Mo Bridge: 6 expectations of the tables (pandas)"
    assert "  ▲ failed · documents.columns: The table of documents has every required column" in lines
    assert "      missing columns: language" in lines
    assert any(line.startswith("  ○ nothing to check · documents.covered") for line in lines)
    assert "      run it again, or send us this line: no column <blanks>\\x1b[31m" in lines
    assert "      1 of the 9 rows checked does not meet it, which is still tolerated" in lines
    assert "      30 of 40 rows were checked" in lines
    assert "      a c04: loose_lower 1.25, loose_upper –, of x" in lines
    assert not any("c05" in line for line in lines)
    assert "      and 9 more rows" in lines
    assert lines[-1] == "FAIL: 2 met, 2 failed, 1 errored, 1 with nothing to check"


def test_the_lines_in_vietnamese(told: dict[str, Any]) -> None:
    lines = list(expectations_lines(told, Catalogue()["vi"]))
    assert lines[0] == "Cầu Mơ: 6 kỳ vọng về bảng dữ liệu (pandas)"
    assert "      thiếu cột language" in lines
    assert lines[-1] == "KHÔNG ĐẠT: 2 đạt, 2 không đạt, 1 lỗi, 1 không có gì để kiểm"


def test_nothing_failed_is_a_pass(told: dict[str, Any]) -> None:
    told["counts"] |= {"failed": 0, "errored": 0}
    assert list(expectations_lines(told, Catalogue()["en"]))[-1].startswith("PASS")
    told["counts"]["errored"] = 1
    assert list(expectations_lines(told, Catalogue()["en"]))[-1].startswith("FAIL")


def _page(bridge: Path, told: Any, tmp_path: Path) -> str:
    file = write(tmp_path / "told.json", told)
    cli.main(["report", str(bridge), "-o", str(tmp_path / "out"), "--expectations", str(file)])
    return (tmp_path / "out" / "bridge" / "index.html").read_text(encoding="utf-8")


def test_the_page_shows_each_in_word_shape_and_colour(
    told: dict[str, Any], bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = _page(bridge, told, tmp_path)
    section = page[page.index('<section id="data"') :].partition("</section>")[0]
    for sign, word in (("ruled", "met"), ("contradiction", "failed"), ("tension", "errored")):
        assert f'<span class="tag is-{sign}">' in section
        assert f"<span lang=en>{word}</span>" in section
    assert '<span class="tag is-alone">' in section
    assert "Missing columns: language</span>." in section
    assert "no column &lt;blanks&gt;" in section
    assert "14 of the 30 rows checked do not meet it</span>:" in section
    assert "which is still tolerated" in section
    assert "a · c09: <code>loose_lower 1.25, loose_upper –, of x</code>" in section
    assert "c10" not in section
    assert "and 4 more rows" in section
    capsys.readouterr()


def test_the_page_has_no_such_section_without(
    told: dict[str, Any], bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["report", str(bridge), "-o", str(tmp_path / "out")])
    assert 'id="data"' not in (tmp_path / "out" / "bridge" / "index.html").read_text(encoding="utf-8")
    other = told | {"dossier": told["dossier"] | {"id": "other"}}
    assert 'id="data"' in _page(bridge, [other, told], tmp_path)
    capsys.readouterr()


@pytest.mark.parametrize("content", ["{}", "[]", "[1]", "null", '{"version": 1}', '[{"version": 1}, {"more": 2}]'])
def test_another_file_is_refused(
    content: str, bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "told.json"
    file.write_text(content, encoding="utf-8")
    assert cli.main(["report", str(bridge), "-o", str(tmp_path / "out"), "--expectations", str(file)]) == 2
    error = capsys.readouterr().err
    assert "this is not a result of doichieu expectations" in error
    assert error.count("\n") == 1


def test_a_result_of_another_dossier_is_refused(
    told: dict[str, Any], bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told["dossier"]["id"] = "other"
    file = write(tmp_path / "told.json", told)
    assert cli.main(["report", str(bridge), "-o", str(tmp_path / "out"), "--expectations", str(file)]) == 2
    assert "there is no result for 'bridge'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missing", "engine", "extra"),
    [
        ("great_expectations", "pandas", "gx"),
        ("pandas", "pandas", "gx"),
        ("pyspark", "spark", "spark"),
    ],
)
def test_a_missing_library_is_told(
    missing: str,
    engine: str,
    extra: str,
    bridge: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("doichieu.expectations.run.find_spec", lambda name: None if name == missing else object())
    assert cli.main(["expectations", str(bridge), "--engine", engine]) == 2
    error = capsys.readouterr().err
    assert error == f"{missing}: this library is not installed; install it with pip install 'doichieu[{extra}]'.\n"


def test_without_java_spark_is_not_tried(
    bridge: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from doichieu.files.problems import InputError
    from doichieu.runner.spark.engine import spark_session

    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("doichieu.runner.spark.engine.find_spec", lambda name: name)
    monkeypatch.setattr("doichieu.runner.spark.engine.shutil.which", lambda name: None)
    with pytest.raises(InputError, match="Spark needs Java, which is not installed"):
        spark_session()
