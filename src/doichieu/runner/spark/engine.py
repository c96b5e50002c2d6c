"""Where the queries of checks run, and the checks of single documents: on Apache Spark, here or on a cluster.

The SQL is the same as on DuckDB. What is stored must be where every worker can read it, and doichieu installed there.
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
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doichieu import __version__
from doichieu.files.problems import InputError, input_error
from doichieu.tables.duckdb_engine import Rows

if TYPE_CHECKING:
    from doichieu.archive.archive import Archive
    from doichieu.model.claims import Stored
    from doichieu.runner.check_loader import Check
    from doichieu.runner.document_checks import Stretch

_HERE = "local[*]"
_PATIENCE = 10  # seconds for a master to answer
_STRETCH = 500  # documents to a task
_SMALL = 100_000  # claims: of fewer, planning and compiling a query takes longer than running it

_LOG = Path(__file__).with_name("log4j2.properties").as_uri()
_SETTINGS = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
_SETTINGS_HERE = {"spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "4"}
# The second compiler of Java, too, is for what runs long. With the first alone Java reserves a fifth of the usual room
# for compiled code, and what Spark compiles fills it: then Java may fail to link a class, on which Spark exits.
_JAVA = f"-Dlog4j2.configurationFile={_LOG}"
_JAVA_SMALL = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
_FEW = {
    "spark.executor.defaultJavaOptions": _JAVA_SMALL,
    "spark.locality.wait": "0s",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def spark_session(master: str = "", *, small: bool = False) -> Any:
    """Spark at the address of a cluster, or in this process on all its cores where none is given.

    `small` is for tables of which a query takes a moment. Raises InputError where PySpark or Java is missing, or there
    is no such master.
    """
    if find_spec("pyspark") is None:
        raise input_error("pyspark", "this library is not installed", "install it with pip install 'doichieu[spark]'")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise input_error(
            "java", "Spark runs on Java, and there is none here", "install Java 17, or leave --engine out"
        )
    _refuse_silent(master)
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # on a cluster its own can be named
    settings = dict(_SETTINGS)
    if not master:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= _SETTINGS_HERE
    settings |= {"spark.driver.defaultJavaOptions": f"{_JAVA} {_JAVA_SMALL}" if small else _JAVA}
    builder = SparkSession.builder.appName("doichieu").master(master or _HERE)
    for name, value in (settings | (_FEW if small else {})).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # whatever Spark or Java raises, the address is what the call can change
        what = f"Spark does not start at {master or _HERE} ({type(error).__name__})"
        raise input_error("--master", what, "name a master that runs, or leave --master out") from error


class Spark:
    """The tables in Spark, as views on what is stored; see spark_session for `master` and for what it raises."""

    def __init__(self, tables: Mapping[str, Stored], master: str = "") -> None:
        self._small = _rows(tables["claims"]) < _SMALL
        self._session = spark_session(master, small=self._small)
        self._kept: list[Any] = []
        try:
            stored = [path for each in tables.values() if isinstance(each, tuple) for path in each]
            _refuse_blind_workers(self._session, stored)
        except InputError:
            self.stop()
            raise
        for name, each in tables.items():
            self._frame(each).createOrReplaceTempView(name)

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """The names of the columns and the rows that a query finds. Raises InputError where Spark has stopped."""
        with self._running():
            found = self._session.sql(sql)
            return list(found.columns), [tuple(row) for row in found.collect()]

    def keep(self, name: str, sql: str) -> None:
        """Keep what a query finds as a table that others can read. Raises InputError where Spark has stopped."""
        with self._running():
            found = self._session.sql(sql)
            if self._small:  # rows at hand are planned and read faster than a cache
                found = self._session.createDataFrame(found.toArrow())
            else:
                self._kept.append(found.cache())
            found.createOrReplaceTempView(name)

    def share(self, archive: Archive, checks: Sequence[Check]) -> Iterator[Stretch]:
        """Look through the documents of an archive, so many to a task; each worker opens the archive for itself.

        Raises InputError where Spark has stopped, or a worker failed or does not see what it must read.
        """
        count = len(archive.documents)
        ranges = [(at, min(at + _STRETCH, count)) for at in range(0, count, _STRETCH)]
        task = _Task.of(archive, checks)
        with self._running():
            _refuse_blind_workers(self._session, [path for path in (task.archive, task.schemas, task.checks) if path])
            tasks = self._session.sparkContext.parallelize(ranges, len(ranges)).mapPartitions(task.look)
            try:
                yield from tasks.toLocalIterator(prefetchPartitions=True)
            except Exception as error:  # what a worker raised comes as Java's
                what = f"a worker of Spark failed on the documents: {_last_line(error)}"
                todo = "mend that on the workers, or check without --engine"
                raise input_error(str(archive.origin), what, todo) from error

    def release(self) -> None:
        """Give back what was kept; the session goes on."""
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
        except Exception as error:  # whatever a query raises is its own fault, unless Spark is gone
            if self._has_stopped():
                what = "Spark stopped before all was checked (what it wrote above may say why)"
                todo = "give it more memory if that was short (spark.driver.memory), or leave --engine out"
                raise input_error("--engine", what, todo) from error
            raise

    def _has_stopped(self) -> bool:
        try:
            return bool(self._session.sparkContext._jsc.sc().isStopped())
        except Exception:  # its process is gone: what this raises depends on how it went
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
    """What a worker needs to look through documents: where the archive, the schemas, the checks and the texts are.

    Schemas and checks that came with doichieu are those that came with it there.
    """

    archive: Path
    schemas: Path | None
    checks: Path | None
    names: tuple[str, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, archive: Archive, checks: Sequence[Check]) -> _Task:
        """What a worker needs for these checks of an archive."""
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

    def look(self, ranges: Iterable[tuple[int, int]]) -> Iterator[Stretch]:
        """What the checks find in the documents of these numbers."""
        from doichieu.runner.document_checks import look_at

        archive, checks = _opened(self)
        return (look_at(archive, checks, range(*numbers)) for numbers in ranges)


@lru_cache(maxsize=1)  # a worker's process is given one task after another
def _opened(task: _Task) -> tuple[Archive, list[Check]]:
    from doichieu.archive.open import open_archive
    from doichieu.dossier.project import starter
    from doichieu.dossier.texts import TEXTS_VARIABLE
    from doichieu.runner.check_loader import load_checks
    from doichieu.validation.schemas import Schemas

    # Relative to another folder than where the command was called; a worker may name folders of its own as well.
    os.environ[TEXTS_VARIABLE] = os.pathsep.join([*task.texts, os.environ.get(TEXTS_VARIABLE, "")])
    checks = [check for check in load_checks(task.checks or starter().checks) if check.name in task.names]
    return open_archive(task.archive, Schemas(task.schemas or starter().schemas)), checks


def _refuse_silent(master: str) -> None:
    """Refuse a standalone master that nobody listens at: Spark itself would try for a minute. Any one of several does.

    Raises InputError.
    """
    scheme, _, places = master.partition("://")
    for place in places.split(",") if scheme == "spark" else ():
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE):
                return
        except (OSError, ValueError, OverflowError):
            continue
    if scheme == "spark":
        what = f"no master of Spark answers at {master}"
        raise input_error("--master", what, "name one that runs, as spark://host:7077, or leave --master out")


def _refuse_blind_workers(session: Any, paths: Sequence[Path]) -> None:
    """Refuse a cluster whose workers lack doichieu, or do not see what they must read. Raises InputError."""
    context = session.sparkContext
    if not paths or context.master.startswith("local"):
        return
    tasks = 2 * max(2, context.defaultParallelism)  # so that each worker is likely to get one
    look = partial(_unseen, tuple(str(path.resolve()) for path in paths))
    try:
        seen = context.parallelize(range(tasks), tasks).map(look).collect()
    except Exception as error:  # what a worker raised comes as Java's
        if "No module named 'doichieu'" in str(error):
            todo = "install doichieu there, or name the Python that has it in PYSPARK_PYTHON"
            raise input_error("--master", "a worker's Python lacks doichieu", todo) from error
        what = f"a worker of Spark failed at once: {_last_line(error)}"
        raise input_error("--master", what, "mend that on the workers, or check without --engine") from error
    for host, version, missing in seen:
        if version != __version__:
            what = f"the worker {host} has doichieu {version}, and this is {__version__}"
            raise input_error("--master", what, "install the same version on all workers")
        if missing:
            todo = "pack the dossier to storage that all workers have at the same path, and check what was packed"
            raise input_error(missing, f"the worker {host} does not see this file", todo)


def _unseen(paths: tuple[str, ...], _number: int) -> tuple[str, str, str]:
    """On a worker: its name, the version of doichieu there, and the first of these paths that does not exist there."""
    return socket.gethostname(), __version__, next((path for path in paths if not Path(path).exists()), "")


def _last_line(error: Exception) -> str:
    """The error of a worker's Python in what Java tells of it, else the first line of all."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [""]
    python = (line for line in lines if re.match(r"(\w+\.)*\w+(Error|Exception): ", line))
    return next((line for line in python if not line.startswith(("org.", "py4j."))), lines[0])
