"""The same texts of SQL, and the same checks of documents, find the same on DuckDB and on Spark, to the byte."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from doichieu.archive.archive import Archive, read_archive
from doichieu.archive.open import open_dossier
from doichieu.archive.parquet_pack import pack
from doichieu.dossier.loader import load_dossier
from doichieu.files.problems import InputError
from doichieu.model.claims import Dossier
from doichieu.report.build import report, to_json
from doichieu.runner.check_loader import load_checks
from doichieu.runner.document_checks import Batch
from doichieu.runner.rulings import apply_rulings, today
from doichieu.runner.run import run
from doichieu.runner.spark import engine as spark
from doichieu.runner.spark.engine import Spark, spark_session
from doichieu.tables.rows import tables
from doichieu.testing.archive_generator import generate
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[2]
SCHEMAS = Schemas(ROOT / "schemas")
CHECKS = load_checks(ROOT / "checks")


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """One session for all tests: to start one takes seconds."""
    session = spark_session(small=True)
    yield session
    session.stop()


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOICHIEU_CACHE", str(tmp_path / "cache"))


class Counting(Spark):
    """Spark that counts what is asked of it, so that no comparison is one of DuckDB with itself."""

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier.tables or tables(dossier))
        self.queries, self.documents = 0, 0

    def query(self, sql: str) -> Any:
        self.queries += 1
        return super().query(sql)

    def share(self, *given: Any) -> Iterator[Batch]:
        for stretch in super().share(*given):
            self.documents += stretch.documents
            yield stretch


def told(dossier: Dossier, engine: Counting | None = None) -> str:
    found = run(dossier, CHECKS, engine=engine, share=engine.share if engine else None)
    assert found.crashes == ()
    return to_json(report(apply_rulings(found, today())))


def compared(dossier: Dossier) -> tuple[dict[str, Any], Counting]:
    """The report, which is the same from both, and what Spark was asked."""
    engine = Counting(dossier)
    try:
        on_spark = told(dossier, engine)
    finally:
        engine.release()
    assert on_spark == told(dossier)
    assert engine.queries >= 30
    return json.loads(on_spark), engine


@pytest.mark.parametrize("name", ["ben-mo-bridge", "hanoi-convention"])
def test_a_dossier_of_the_project(name: str, session: Any) -> None:
    assert compared(load_dossier(ROOT / "claims" / name, SCHEMAS))[0]["discrepancies"]


def test_a_typed_dossier_with_a_fact_that_very_many_state(tmp_path: Path, session: Any) -> None:
    planted = generate(tmp_path / "made-up", 1000, every=2, texts=True, hot=200)
    found, _ = compared(load_dossier(tmp_path / "made-up", SCHEMAS))
    assert {one.check for one in planted} <= {item["check"] for item in found["discrepancies"]}
    assert [item for item in found["discrepancies"] if item["claims"][0]["document"].startswith("hot")]


def test_a_packed_archive_whose_documents_are_shared_out(tmp_path: Path, session: Any) -> None:
    generate(tmp_path / "made-up", 20_500, every=50, texts=True)
    path = next((tmp_path / "made-up" / "texts").iterdir())
    path.write_text(path.read_text(encoding="utf-8").replace("mét", "dặm"), encoding="utf-8")  # a quote that is gone
    pack(tmp_path / "made-up", tmp_path / "packed" / "claims.parquet", SCHEMAS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOICHIEU_TEXTS", str(tmp_path / "made-up" / "texts"))
        archive = open_dossier(tmp_path / "packed" / "claims.parquet", SCHEMAS)
        found, engine = compared(archive)
    assert engine.documents == len(archive.documents) > 1000
    assert {item["check"] for item in found["discrepancies"]} >= {"quotes.absent", "figures.disagree"}
    assert not found["unverified"]


def test_a_dossier_that_is_almost_empty(tmp_path: Path, session: Any) -> None:
    generate(tmp_path / "made-up", 100)
    first, *rest = sorted((tmp_path / "made-up" / "articles").iterdir())
    for path in [*rest, *(tmp_path / "made-up" / "references").iterdir()]:
        path.unlink()
    data = json.loads(first.read_text(encoding="utf-8"))
    first.write_text(json.dumps(data | {"claims": data["claims"][:1]}), encoding="utf-8")
    assert compared(load_dossier(tmp_path / "made-up", SCHEMAS))[0]["discrepancies"] == []


def test_tables_too_large_to_be_at_hand_are_cached(tmp_path: Path, session: Any, monkeypatch: Any) -> None:
    """With the settings of large tables, whatever their size: compiled queries, shuffles and cached bases."""
    generate(tmp_path / "made-up", 1000, every=4)
    monkeypatch.setattr(spark, "SMALL", 0)
    before = {name: session.conf.get(name, None) for name in spark.SMALL_SETTINGS if session.conf.isModifiable(name)}
    assert len(before) >= 5
    large = {"spark.sql.shuffle.partitions": "4", "spark.sql.codegen.factoryMode": "FALLBACK"}
    try:
        for name in before:
            session.conf.set(name, large.get(name, "2" if name.endswith("Parallelism") else "true"))
        compared(read_archive(tmp_path / "made-up", SCHEMAS))
    finally:
        for name, value in before.items():
            session.conf.set(name, value)
    used, reserved = _compiled(session)
    assert 0 < used < reserved / 2


def _compiled(session: Any) -> tuple[int, int]:
    """The bytes of what Java compiled, at their most, and those reserved for it: once they are full Spark may exit."""
    pools = session.sparkContext._jvm.java.lang.management.ManagementFactory.getMemoryPoolMXBeans()
    code = [pool for pool in pools if "Code" in pool.getName()]  # one or three, as Java divides them
    return sum(pool.getPeakUsage().getUsed() for pool in code), sum(pool.getUsage().getMax() for pool in code)


class _Elsewhere:
    """This machine's Spark under the name of a cluster, so that its workers are asked what they see."""

    master = "spark://elsewhere:7077"

    def __init__(self, session: Any) -> None:
        self._context = session.sparkContext

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


def test_workers_that_do_not_see_the_archive(tmp_path: Path, session: Any) -> None:
    refuse = partial(spark.refuse_blind_workers, SimpleNamespace(sparkContext=_Elsewhere(session)))
    there = tmp_path / "claims.parquet"
    there.touch()
    refuse([there])
    with pytest.raises(InputError, match=r"cannot see this file; pack the dossier to storage that all workers have"):
        refuse([there, tmp_path / "gone.parquet"])


def test_a_worker_that_fails_on_a_document(tmp_path: Path, session: Any) -> None:
    generate(tmp_path / "made-up", 100)
    archive = read_archive(tmp_path / "made-up", SCHEMAS)
    assert isinstance(archive, Archive)
    engine = Counting(archive)
    path = next((tmp_path / "made-up" / "articles").iterdir())
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="a Spark worker failed on the documents"):
        list(engine.share(archive, [check for check in CHECKS if check.of_document]))


@pytest.mark.parametrize("master", ["spark://127.0.0.1:1", "spark://127.0.0.1:none", "spark://:99999"])
def test_a_master_that_is_not_there_is_told_at_once(master: str) -> None:
    with pytest.raises(InputError, match=rf"no Spark master answers at {master}; name a running one"):
        spark_session(master)


def test_an_address_of_no_kind_that_spark_knows() -> None:
    """Asked in a process of its own, where no session runs that it could be given instead."""
    call = "from doichieu.runner.spark.engine import spark_session; spark_session('sparkle')"
    ran = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True)
    assert "Spark does not start at sparkle" in ran.stderr


def test_spark_that_stops_is_told_once(tmp_path: Path) -> None:
    """Not by each check, and not as a check's fault. In a process of its own: this one's Spark is still needed."""
    generate(tmp_path / "made-up", 100)
    call = """
import sys
from pathlib import Path
from pyspark import SparkContext
from doichieu.archive.archive import read_archive
from doichieu.cli.commands import main
from doichieu.files.problems import InputError
from doichieu.runner.check_loader import load_checks
from doichieu.runner.spark import engine as spark
from doichieu.validation.schemas import Schemas

archive = read_archive(Path(sys.argv[1]), Schemas(Path("schemas")))

class Stopping(spark.Spark):
    def query(self, sql):
        SparkContext._gateway.proc.kill()
        SparkContext._gateway.proc.wait()
        try:
            next(self.share(archive, load_checks(Path("checks"))))
        except InputError as error:
            print("documents", error)
        return super().query(sql)

spark.Spark = Stopping
sys.exit(main(["check", "claims/ben-mo-bridge", "--engine", "spark"]))
"""
    ran = subprocess.run([sys.executable, "-c", call, tmp_path / "made-up"], capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 2
    assert ran.stderr.count("Spark stopped before the checks were finished") == 1
    assert ran.stdout.startswith("documents --engine: Spark stopped before the checks were finished")
    assert "Traceback" not in ran.stderr + ran.stdout
