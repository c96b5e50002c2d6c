"""Where the queries of checks run: DuckDB, in this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
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


class DuckDB:
    """The tables in DuckDB, those in files as views on them. `threads`: how many work on a query, all there are for 0.

    Several queries may be asked at a time, each from a thread of its own.
    """

    def __init__(self, tables: Mapping[str, Stored], threads: int = 0) -> None:
        import duckdb

        # No query may see Python's names. Rows come ordered where a query orders them, and then only.
        config: dict[str, Any] = {"python_enable_replacements": False, "preserve_insertion_order": False}
        config |= {"threads": threads} if threads else {"memory_limit": _MEMORY}
        self._connection = duckdb.connect(config=config)
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
