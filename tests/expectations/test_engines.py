"""pandas and Spark flag the same rows, and those rows are what the checks would find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli import commands as cli
from doichieu.dossier.loader import load_dossier
from doichieu.expectations.frames import dossier_tables, pandas_frames, spark_frames
from doichieu.expectations.run import run_suite
from doichieu.expectations.suite import Outcome
from doichieu.files.problems import InputError
from doichieu.model.claims import Claim, Dossier
from doichieu.runner.check_loader import load_checks
from doichieu.runner.run import run
from doichieu.runner.spark.engine import spark_session
from doichieu.tables.rows import held, tables
from doichieu.testing.archive_generator import generate
from doichieu.validation.schemas import Schemas
from tests.expectations.tabled import PARTS, Rows, arrow, claim, good

ROOT = Path(__file__).parents[2]
SCHEMAS = Schemas(ROOT / "schemas")

pytestmark = pytest.mark.filterwarnings("ignore", *(f"error:::doichieu.expectations.{part}" for part in PARTS))


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    session = spark_session()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    folder = tmp_path_factory.mktemp("archive") / "made-up"
    generate(folder, 1000, every=5, texts=True, hot=5)
    return load_dossier(folder, SCHEMAS)


def _dossier(name: str) -> Dossier:
    return load_dossier(ROOT / "claims" / name, SCHEMAS)


def _bent() -> Rows:
    """One row bent for each expectation that looks at rows, and each column's kind of null."""
    rows = good()
    claims, documents = rows["claims"], rows["documents"]
    claims[2] |= {"strict_lower": 1e6, "strict_upper": 1e6}
    claims[3]["claim"] = "c000"
    claims[4] |= {"strict_lower": 104.5, "loose_lower": 200.0}
    claims[5]["property"] = None
    claims[6]["document"] = "zz"
    claims[7] |= {"strict_lower": float("nan")}
    claims[8] |= {"loose_lower": None}
    claims[31] |= {"strict_lower": 74_000.0}
    claims[33]["loose_lower"] = 105.5
    claims[34] |= {"time_upper": 739_400.0}
    for row in claims[24:28]:
        row["speaker"] = None
    claims.append(claim(37, fact="visitors", time_lower=739_500.0, time_upper=739_501.0))
    documents[1] |= {"covered": 5, "words": 40_000}
    documents.append(dict(documents[3]))
    documents.append(documents[0] | {"document": "a9", "expressions": None})
    rows["entities"].pop()
    return rows


def _told(raw: Any, session: Any) -> list[Outcome]:
    """What both engines find, which is the same."""
    from doichieu.expectations.gx import validate

    pandas, spark = validate(pandas_frames(raw), "pandas"), validate(spark_frames(raw, session), "spark")
    assert [one.state for one in pandas if one.state == "errored"] == []
    assert pandas == spark
    return pandas


def test_both_flag_the_same_rows_of_bent_tables(session: Any) -> None:
    told = _told(arrow(_bent()), session)
    looking_at_rows = {one.expectation.name for one in told} - {"documents.columns", "claims.columns"}
    assert {one.expectation.name for one in told if one.unexpected} == looking_at_rows
    by_name = {one.expectation.name: one for one in told}
    assert [row.claim for row in by_name["facts.meet"].found] == ["c000", "c033", "c004", "c034", "c035"]


@pytest.mark.parametrize("name", ["ben-mo-bridge", "hanoi-convention", "generated"])
def test_both_flag_the_same_rows_of_a_dossier(name: str, session: Any, generated: Dossier) -> None:
    dossier = generated if name == "generated" else _dossier(name)
    told = {one.expectation.name: one for one in _told(dossier_tables(dossier), session)}
    assert {name for name, one in told.items() if one.state == "failed"} == {"facts.meet"}
    assert told["facts.meet"].looked_at > 20


@pytest.mark.parametrize("name", ["ben-mo-bridge", "hanoi-convention", "generated"])
def test_the_facts_that_do_not_meet_are_those_that_checks_contradict(name: str, generated: Dossier) -> None:
    dossier = generated if name == "generated" else _dossier(name)
    outcome = run_suite(dossier)[-1]
    flagged = {(row.document, row.claim) for row in outcome.found}
    assert outcome.unexpected == len(outcome.found) == len(flagged)
    assert flagged == {(one.document.id, one.id) for one in _not_meeting(dossier)}
    checks = [one for one in load_checks(ROOT / "checks") if one.name.endswith(".disagree") and "names" not in one.name]
    assert [one.name for one in checks] == ["dates.disagree", "durations.disagree", "figures.disagree"]
    contradicted = {
        (claim.document.id, claim.id)
        for found in run(dossier, checks).found
        for claim in found.discrepancy.claims
        if found.discrepancy.verdict == "contradiction"
        and len({claim.property for claim in found.discrepancy.claims}) == 1
    }
    assert contradicted <= flagged


def _not_meeting(dossier: Dossier) -> Iterator[Claim]:
    """The same, one pair at a time, with exact intervals."""
    rows = tables(dossier)["claims"].to_pylist()
    compared = [
        (claim, row["fact"], held(claim, dossier))
        for claim, row in zip(dossier.claims, rows, strict=True)
        if row["single"] and not row["record"] and claim.mode != "opinion" and claim.bounds
        if claim.value.kind != "duration" or row["role"] == "duration"
        if not (claim.value.kind == "rank" and row["superlative"] and row["strict_lower"] == 1)
    ]
    for one, fact, time in compared:
        assert one.bounds
        if any(
            fact == other_fact and time.meets(other_time) and not one.bounds.loose.meets(other.bounds.loose)
            for other, other_fact, other_time in compared
            if other.bounds
        ):
            yield one


def test_one_hot_fact_does_not_explode(session: Any) -> None:
    rows = good()
    rows["claims"] += [
        claim(number, fact="hot", loose_lower=float(number), loose_upper=float(number)) for number in range(40, 3040)
    ]
    told = {one.expectation.name: one for one in _told_of_facts(rows, session)}
    assert told["facts.meet"].unexpected == 3000


def _told_of_facts(rows: Rows, session: Any) -> list[Outcome]:
    from doichieu.expectations.gx import validate
    from doichieu.expectations.suite import SUITE

    raw = arrow(rows)
    pandas = validate(pandas_frames(raw), "pandas", SUITE[-1:])
    spark = validate(spark_frames(raw, session), "spark", SUITE[-1:])
    assert [one.unexpected for one in pandas] == [one.unexpected for one in spark]
    return pandas


def test_the_command_runs_on_spark(session: Any, bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["expectations", str(bridge), "--engine", "spark", "--lang", "en"]) == 1
    on_spark = capsys.readouterr().out
    assert "17 expectations of the tables (spark)" in on_spark
    assert cli.main(["expectations", str(bridge), "--lang", "en"]) == 1
    assert capsys.readouterr().out == on_spark.replace("(spark)", "(pandas)")


def test_tables_of_spark_are_taken_as_they_are(session: Any) -> None:
    raw = {name: session.createDataFrame(table) for name, table in arrow(good()).items()}
    frames = spark_frames(raw, session)
    assert frames["claims"].count() == len(good()["claims"])


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession

    def refuses(builder: Any) -> Any:
        raise OSError("refused")

    monkeypatch.setattr(SparkSession.Builder, "getOrCreate", refuses)
    with pytest.raises(InputError, match="Spark does not start at yarn"):
        spark_session("yarn")
    with pytest.raises(InputError, match="no Spark master answers at spark://nowhere:7077"):
        spark_session("spark://nowhere:7077")
