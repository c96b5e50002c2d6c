"""Where the queries of checks run: DuckDB, in this process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from doichieu.model.claims import Stored

Rows = list[tuple[Any, ...]]

# More would be taken for a large archive: the rest goes to the disk.
_MEMORY = "3GB"


class Engine(Protocol):
    """What answers queries on the tables of doichieu.tables.columns."""

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """The names of the columns and the rows that a query finds."""

    def keep(self, name: str, sql: str) -> None:
        """Keep what a query finds as a table that others can read."""


# No query may see Python's names. Rows come ordered where a query orders them, and then only.
_CONFIG: dict[str, Any] = {"python_enable_replacements": False, "preserve_insertion_order": False}


class SmallDuckDB:
    """Tables in memory, queried by one thread of DuckDB, one query at a time.

    Opening a database costs 25 ms, more than all queries of a check. So the process opens one, and each dossier has a
    connection to it whose temporary tables no other connection sees.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._connection = _database().cursor()
        for name, table in tables.items():
            self._connection.register("stored", table)
            self.keep(name, "FROM stored")
            self._connection.unregister("stored")

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """The names of the columns and the rows that a query finds."""
        result = self._connection.execute(sql)
        return [column[0] for column in result.description or ()], result.fetchall()

    def keep(self, name: str, sql: str) -> None:
        """Keep what a query finds as a table that others can read."""
        self._connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")


@cache
def _database() -> DuckDBPyConnection:
    import duckdb

    return duckdb.connect(config=_CONFIG | {"threads": 1})


class DuckDB:
    """The tables in a DuckDB of its own that uses every processor, those in files as views on them.

    Several queries may be asked at a time, each from a thread of its own.
    """

    def __init__(self, tables: Mapping[str, Stored]) -> None:
        import duckdb

        self._connection = duckdb.connect(config=_CONFIG | {"memory_limit": _MEMORY})
        for name, stored in tables.items():
            if isinstance(stored, tuple):
                self._connection.read_parquet([str(path) for path in stored]).create_view(name)
            else:  # what is registered belongs to one connection alone
                self._connection.register("stored", stored)
                self._connection.execute(f"CREATE TABLE {name} AS FROM stored")
                self._connection.unregister("stored")
        self._connection.execute("SET GLOBAL parquet_metadata_cache = true")  # each file is asked many times

    def query(self, sql: str) -> tuple[list[str], Rows]:
        """The names of the columns and the rows that a query finds."""
        result = self._connection.cursor().execute(sql)
        return [column[0] for column in result.description or ()], result.fetchall()

    def keep(self, name: str, sql: str) -> None:
        """Keep what a query finds as a table that others can read."""
        self._connection.cursor().execute(f"CREATE TABLE {name} AS {sql}")
