"""The default engine for the queries of checks: DuckDB, in this process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from doichieu.model.claims import Stored

Rows = list[tuple[Any, ...]]

# Beyond this, DuckDB spills to disk; a large archive would use more memory.
_MEMORY = "3GB"


class Engine(Protocol):
    """Runs queries on the tables of doichieu.tables.columns."""

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """Run a query and return its column names and rows."""

    def keep(self, name: str, sql: str) -> None:
        """Keep a query's result as a table for other queries."""


# Queries must not see Python variables. Rows are ordered only if the query has ORDER BY.
_CONFIG: dict[str, Any] = {"python_enable_replacements": False, "preserve_insertion_order": False}


class SmallDuckDB:
    """Tables in memory, queried by one thread of DuckDB, one query at a time.

    Opening a database costs 25 ms, more than all queries of a check. So the process opens one, and each dossier has a
    connection to it whose temporary tables no other connection sees. A table is copied into it once a query names it.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._connection = _database().cursor()
        self._waiting = dict(tables)

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """Run a query and return its column names and rows."""
        self._copy_named(sql)
        result = self._connection.execute(sql)
        return [column[0] for column in result.description or ()], result.fetchall()

    def keep(self, name: str, sql: str) -> None:
        """Keep a query's result as a table for other queries."""
        self._copy_named(sql)
        self._connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")

    def _copy_named(self, sql: str) -> None:
        for name in [name for name in self._waiting if name in sql]:
            self._connection.register("stored", self._waiting.pop(name))
            self._connection.execute(f"CREATE TEMP TABLE {name} AS FROM stored")
            self._connection.unregister("stored")


@cache
def _database() -> DuckDBPyConnection:
    import duckdb

    return duckdb.connect(config=_CONFIG | {"threads": 1})


class DuckDB:
    """The tables in a DuckDB database that uses all cores; those stored in files become views of the files.

    Several threads may run queries at the same time.
    """

    def __init__(self, tables: Mapping[str, Stored]) -> None:
        import duckdb

        self._connection = duckdb.connect(config=_CONFIG | {"memory_limit": _MEMORY})
        for name, stored in tables.items():
            if isinstance(stored, tuple):
                self._connection.read_parquet([str(path) for path in stored]).create_view(name)
            else:  # a registered table is visible to one connection only, so it is copied
                self._connection.register("stored", stored)
                self._connection.execute(f"CREATE TABLE {name} AS FROM stored")
                self._connection.unregister("stored")
        self._connection.execute("SET GLOBAL parquet_metadata_cache = true")  # each file is read many times

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """Run a query and return its column names and rows."""
        result = self._connection.cursor().execute(sql)
        return [column[0] for column in result.description or ()], result.fetchall()

    def keep(self, name: str, sql: str) -> None:
        """Keep a query's result as a table for other queries."""
        self._connection.cursor().execute(f"CREATE TABLE {name} AS {sql}")
