"""Where the queries of checks run, and the checks of single documents: on Apache Spark, here or on a cluster.

The SQL is the same as on DuckDB. What is stored must be where every worker can read it, and doichieu installed there.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doichieu.engine import Rows
from doichieu.files import InputError, Problem

if TYPE_CHECKING:
    from doichieu.archive import Archive
    from doichieu.check import Check
    from doichieu.model import Stored
    from doichieu.partition import Stretch

_HERE = "local[*]"
_STRETCH = 500  # documents to a task
_SETTINGS = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
_SETTINGS_HERE = {"spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "4"}


def spark_session(master: str = "") -> Any:
    """Spark at the address of a cluster, or in this process on all its cores where none is given.

    Raises InputError where PySpark or Java is missing, or there is no such master.
    """
    if find_spec("pyspark") is None:
        raise _wrong("pyspark", "this library is not installed", "install it with pip install 'doichieu[spark]'")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise _wrong("java", "Spark runs on Java, and there is none here", "install Java 17, or leave --engine out")
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # on a cluster its own can be named
    settings = dict(_SETTINGS)
    if not master:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= _SETTINGS_HERE
    builder = SparkSession.builder.appName("doichieu").master(master or _HERE)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # whatever Spark or Java raises, the address is what the call can change
        what = f"Spark does not start at {master or _HERE} ({type(error).__name__})"
        raise _wrong("--master", what, "name a master that runs, or leave --master out") from error


def _wrong(name: str, what: str, todo: str) -> InputError:
    return InputError([Problem(Path(name), 0, 0, "", what, todo)])


class Spark:
    """The tables in Spark, as views on what is stored; see spark_session for `master` and for what it raises."""

    def __init__(self, tables: Mapping[str, Stored], master: str = "") -> None:
        self._session = spark_session(master)
        self._scratch = tempfile.TemporaryDirectory(prefix="doichieu-")
        for name, stored in tables.items():
            self._session.read.parquet(*self._paths(name, stored)).createOrReplaceTempView(name)

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """The names of the columns and the rows that a query finds."""
        found = self._session.sql(sql)
        return list(found.columns), [tuple(row) for row in found.collect()]

    def keep(self, name: str, sql: str) -> None:
        """Keep what a query finds as a table that others can read."""
        self._session.sql(sql).cache().createOrReplaceTempView(name)

    def share(self, archive: Archive, checks: Sequence[Check]) -> Iterator[Stretch]:
        """Look through the documents of an archive, so many to a task; each worker opens the archive for itself."""
        count = len(archive.documents)
        ranges = [(at, min(at + _STRETCH, count)) for at in range(0, count, _STRETCH)]
        names = tuple(check.name for check in checks)
        task = _Task(archive.origin.resolve(), archive.schemas.folder.resolve(), checks[0].folder.resolve(), names)
        tasks = self._session.sparkContext.parallelize(ranges, len(ranges)).mapPartitions(task.look)
        yield from tasks.toLocalIterator(prefetchPartitions=True)

    def stop(self) -> None:
        """End the session and take away what it kept."""
        self._session.stop()
        self._scratch.cleanup()

    def _paths(self, name: str, stored: Stored) -> list[str]:
        if isinstance(stored, tuple):
            return [str(path.resolve()) for path in stored]
        import pyarrow.parquet as pq

        path = Path(self._scratch.name, f"{name}.parquet")
        pq.write_table(stored, path)
        return [str(path)]


@dataclass(frozen=True)
class _Task:
    """What a worker needs to look through documents: where the archive, the schemas and the checks are."""

    archive: Path
    schemas: Path
    checks: Path
    names: tuple[str, ...]

    def look(self, ranges: Iterable[tuple[int, int]]) -> Iterator[Stretch]:
        """What the checks find in the documents of these numbers."""
        from doichieu.partition import look_at

        archive, checks = _opened(self)
        return (look_at(archive, checks, range(*numbers)) for numbers in ranges)


@lru_cache(maxsize=1)  # a worker's process is given one task after another
def _opened(task: _Task) -> tuple[Archive, list[Check]]:
    from doichieu.check import load_checks
    from doichieu.opening import open_archive
    from doichieu.validate import Schemas

    checks = [check for check in load_checks(task.checks) if check.name in task.names]
    return open_archive(task.archive, Schemas(task.schemas)), checks
