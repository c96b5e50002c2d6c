"""Where the queries of checks run, and the checks of single documents: on Apache Spark, here or on a cluster.

The SQL is the same as on DuckDB. What is stored must be where every worker can read it, and doichieu installed there.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from doichieu.engine import Rows
from doichieu.files import InputError, Problem

if TYPE_CHECKING:
    from doichieu.archive import Archive
    from doichieu.check import Check
    from doichieu.model import Stored
    from doichieu.partition import Stretch

_HERE = "local[*]"
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "16",  # groups are few and small once the sieves are through
}
_STRETCH = 500  # documents to a task


class Spark:
    """The tables in Spark, as views on what is stored. `master` is the address of a cluster; else it runs here.

    Raises InputError where PySpark is not installed, or there is no Java or no such master.
    """

    def __init__(self, tables: Mapping[str, Stored], master: str | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ModuleNotFoundError:
            what, todo = "PySpark is not installed", "install the extra: pip install 'doichieu[spark]'"
            raise InputError([Problem(Path("--engine"), 0, 0, "", what, todo)]) from None
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # here; on a cluster its own is named
        builder = SparkSession.builder.appName("doichieu").master(master or os.environ.get("MASTER") or _HERE)
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
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
    from doichieu.archive import open_archive
    from doichieu.check import load_checks
    from doichieu.validate import Schemas

    checks = [check for check in load_checks(task.checks) if check.name in task.names]
    return open_archive(task.archive, Schemas(task.schemas)), checks
