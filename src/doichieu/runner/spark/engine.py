"""Run the queries of checks, and document checks, on Apache Spark: locally or on a cluster.

The SQL is the same as on DuckDB. Every worker must be able to read the stored files and have doichieu installed.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doichieu.files.problems import InputError, input_error
from doichieu.tables.duckdb_engine import Rows

if TYPE_CHECKING:
    from doichieu.archive.archive import Archive
    from doichieu.model.claims import Stored
    from doichieu.runner.check_loader import Check
    from doichieu.runner.document_checks import Batch

_LOCAL = "local[*]"
_TIMEOUT = 10  # seconds for a master to answer
_BATCH = 500  # documents per task
SMALL = 100_000  # claims: with fewer, planning and compiling a query takes longer than running it

_LOG = Path(__file__).with_name("log4j2.properties").as_uri()
_SETTINGS = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
_SETTINGS_LOCAL = {"spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "4"}
# Java's second compiler, too, pays off only in long runs. With the first alone, Java reserves a fifth of the usual code
# cache, and what Spark compiles fills it: Java may then fail to link a class, and Spark exits.
_JAVA = f"-Dlog4j2.configurationFile={_LOG}"
_JAVA_SMALL = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
SMALL_SETTINGS = {
    "spark.executor.defaultJavaOptions": _JAVA_SMALL,
    "spark.locality.wait": "0s",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def spark_session(master: str = "", *, small: bool = False) -> Any:
    """A Spark session at `master`, the address of a cluster; by default local, on all cores.

    `small` tunes it for small tables, on which queries are short. Raises InputError if PySpark or Java is missing, or
    the master does not answer.
    """
    if find_spec("pyspark") is None:
        raise input_error("pyspark", "this library is not installed", "install it with pip install 'doichieu[spark]'")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise input_error("java", "Spark needs Java, which is not installed", "install Java 17, or leave --engine out")
    _refuse_silent(master)
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # a cluster may need another
    settings = dict(_SETTINGS)
    if not master:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= _SETTINGS_LOCAL
    settings |= {"spark.driver.defaultJavaOptions": f"{_JAVA} {_JAVA_SMALL}" if small else _JAVA}
    builder = SparkSession.builder.appName("doichieu").master(master or _LOCAL)
    for name, value in (settings | (SMALL_SETTINGS if small else {})).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # whatever Spark or Java raises, the caller can only change the address
        what = f"Spark does not start at {master or _LOCAL} ({type(error).__name__})"
        raise input_error("--master", what, "name a running master, or leave --master out") from error


class Spark:
    """An engine that runs queries on Spark; its tables are views of the stored files.

    `master` is as for spark_session. Raises InputError as spark_session does, or if workers cannot read the files.
    """

    def __init__(self, tables: Mapping[str, Stored], master: str = "") -> None:
        self._small = _rows(tables["claims"]) < SMALL
        self._session = spark_session(master, small=self._small)
        self._kept: list[Any] = []
        try:
            stored = [path for each in tables.values() if isinstance(each, tuple) for path in each]
            refuse_blind_workers(self._session, stored)
        except InputError:
            self.stop()
            raise
        for name, each in tables.items():
            self._frame(each).createOrReplaceTempView(name)

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """Run a query and return its column names and rows. Raises InputError if Spark has stopped."""
        with self._running():
            found = self._session.sql(sql)
            return list(found.columns), [tuple(row) for row in found.collect()]

    def keep(self, name: str, sql: str) -> None:
        """Keep a query's result as a view for other queries. Raises InputError if Spark has stopped."""
        with self._running():
            found = self._session.sql(sql)
            if self._small:  # rows in memory are planned and read faster than a cache
                found = self._session.createDataFrame(found.toArrow())
            else:
                self._kept.append(found.cache())
            found.createOrReplaceTempView(name)

    def share(self, archive: Archive, checks: Sequence[Check]) -> Iterator[Batch]:
        """Check the documents of an archive in tasks of 500; each worker opens the archive itself.

        Raises InputError if Spark has stopped, or a worker failed or cannot read the files.
        """
        count = len(archive.documents)
        ranges = [(at, min(at + _BATCH, count)) for at in range(0, count, _BATCH)]
        task = _Task.of(archive, checks)
        with self._running():
            refuse_blind_workers(self._session, [path for path in (task.archive, task.schemas, task.checks) if path])
            tasks = self._session.sparkContext.parallelize(ranges, len(ranges)).mapPartitions(task.check)
            try:
                yield from tasks.toLocalIterator(prefetchPartitions=True)
            except Exception as error:  # a worker's error arrives as Java's
                what = f"a Spark worker failed on the documents: {_last_line(error)}"
                todo = "fix that on the workers, or leave --engine out"
                raise input_error(str(archive.origin), what, todo) from error

    def release(self) -> None:
        """Free the results that were kept; the session stays open."""
        for frame in self._kept:
            frame.unpersist()
        self._kept.clear()

    def stop(self) -> None:
        """End the session."""
        if not self._has_stopped():
            self._session.stop()

    @contextmanager
    def _running(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # a query's own error is raised again, unless Spark has stopped
            if self._has_stopped():
                what = "Spark stopped before the checks were finished (its messages above may say why)"
                todo = "give it more memory (spark.driver.memory), or leave --engine out"
                raise input_error("--engine", what, todo) from error
            raise

    def _has_stopped(self) -> bool:
        try:
            return bool(self._session.sparkContext._jsc.sc().isStopped())
        except Exception:  # its process has ended; the error depends on how
            return True

    def _frame(self, stored: Stored) -> Any:
        if isinstance(stored, tuple):
            return self._session.read.parquet(*(str(path.resolve()) for path in stored))
        return self._session.createDataFrame(stored)


def _rows(stored: Stored) -> int:
    if not isinstance(stored, tuple):
        return len(stored)
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in stored)


@dataclass(frozen=True)
class _Task:
    """What a worker needs to check documents: the paths of the archive, the schemas, the checks and the texts.

    Schemas and checks are None if they are doichieu's own: the worker then uses those of its installation.
    """

    archive: Path
    schemas: Path | None
    checks: Path | None
    names: tuple[str, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, archive: Archive, checks: Sequence[Check]) -> _Task:
        """The task for these checks of an archive."""
        from doichieu.dossier.project import starter
        from doichieu.dossier.texts import TEXTS_VARIABLE

        ours = starter()
        schemas, folder = archive.schemas.folder, checks[0].folder
        texts = [str(archive.path / "texts"), *os.environ.get(TEXTS_VARIABLE, "").split(os.pathsep)]
        return cls(
            archive.origin.resolve(),
            None if schemas.samefile(ours.schemas) else schemas.resolve(),
            None if folder.samefile(ours.checks) else folder.resolve(),
            tuple(check.name for check in checks),
            tuple(str(Path(text).resolve()) for text in texts if text),
        )

    def check(self, ranges: Iterable[tuple[int, int]]) -> Iterator[Batch]:
        """What the checks find in the documents with these numbers."""
        from doichieu.runner.document_checks import check_batch

        archive, checks = _opened(self)
        return (check_batch(archive, checks, range(*numbers)) for numbers in ranges)


@lru_cache(maxsize=1)  # a worker process gets many tasks
def _opened(task: _Task) -> tuple[Archive, list[Check]]:
    from doichieu.archive.open import open_archive
    from doichieu.dossier.project import starter
    from doichieu.dossier.texts import TEXTS_VARIABLE
    from doichieu.runner.check_loader import load_checks
    from doichieu.validation.schemas import Schemas

    # A worker runs in another folder, so paths are absolute; it may also have its own text folders.
    os.environ[TEXTS_VARIABLE] = os.pathsep.join([*task.texts, os.environ.get(TEXTS_VARIABLE, "")])
    checks = [check for check in load_checks(task.checks or starter().checks) if check.name in task.names]
    return open_archive(task.archive, Schemas(task.schemas or starter().schemas)), checks


def _refuse_silent(master: str) -> None:
    """Raise InputError if no standalone master answers; Spark itself would try for a minute.

    Of several masters, one is enough.
    """
    scheme, _, places = master.partition("://")
    for place in places.split(",") if scheme == "spark" else ():
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=_TIMEOUT):
                return
        except (OSError, ValueError, OverflowError):
            continue
    if scheme == "spark":
        what = f"no Spark master answers at {master}"
        raise input_error("--master", what, "name a running one, as spark://host:7077, or leave --master out")


def refuse_blind_workers(session: Any, paths: Sequence[Path]) -> None:
    """Raise InputError if a cluster's workers lack doichieu, have another version, or cannot see these paths."""
    context = session.sparkContext
    if not paths or context.master.startswith("local"):
        return
    tasks = 2 * max(2, context.defaultParallelism)  # so that each worker is likely to get one
    probe = partial(_probe, tuple(str(path.resolve()) for path in paths))
    try:
        answers = context.parallelize(range(tasks), tasks).map(probe).collect()
    except Exception as error:  # a worker's error arrives as Java's
        if "No module named 'doichieu'" in str(error):
            todo = "install it there, or name the Python that has it in PYSPARK_PYTHON"
            raise input_error("--master", "doichieu is not installed in a worker's Python", todo) from error
        what = f"a Spark worker failed at the start: {_last_line(error)}"
        raise input_error("--master", what, "fix that on the workers, or leave --engine out") from error
    for host, version, missing in answers:
        if version != (here := metadata.version("doichieu")):
            what = f"the worker {host} has doichieu {version}, but this is {here}"
            raise input_error("--master", what, "install the same version on all workers")
        if missing:
            todo = "pack the dossier to storage that all workers have at the same path, and check the packed dossier"
            raise input_error(missing, f"the worker {host} cannot see this file", todo)


def _probe(paths: tuple[str, ...], _number: int) -> tuple[str, str, str]:
    """On a worker: its host name, its version of doichieu, and the first of these paths that it lacks, or ""."""
    return (
        socket.gethostname(),
        metadata.version("doichieu"),
        next((path for path in paths if not Path(path).exists()), ""),
    )


def _last_line(error: Exception) -> str:
    """The line of Java's report with the error of the worker's Python, else the report's first line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [""]
    python = (line for line in lines if re.match(r"(\w+\.)*\w+(Error|Exception): ", line))
    return next((line for line in python if not line.startswith(("org.", "py4j."))), lines[0])
