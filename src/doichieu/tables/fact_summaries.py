"""Claims folded by fact, part by part as parts are made: a sieve then reads rows of facts, not of claims.

`facts` one row a fact on which claims can disagree, opinions set aside. `statements` on a line, their greatest lower
        and least upper end, the first and the last of the words. Each day on which one holds sets a bit of `days`, and
        each amount one of `amounts`: of the lower 31 where it is bare, of the next 31 where it has a hedge. `days` has
        fewer bits than there are statements where one of them holds for longer than a day.
`dates` the same of moments: the extremes of their ends, and the days for which all hold. `bounding` tells those that
        bound the time that an event takes.

A fact that stands in several parts has a row in each: whoever reads these tables folds them once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

BOUNDING = "(role IN ('start', 'end') OR role = 'time' AND kind = 'period') AND strict_lower > 0 AND strict_upper < 1e9"
"""Which moments bound the time that an event takes: its start and its end, known on both sides; no day amid it."""

# No bit is the sign's. `hash` gives other numbers on other engines: what one of them has folded another may fold
# again, but none may set its own bits beside those of another.
SUMMARIES: Mapping[str, str] = {
    "facts": """
    SELECT fact_id, count(strict_lower) AS statements,
           max(strict_lower) AS most_lower, min(strict_upper) AS least_upper,
           bit_or(CASE WHEN strict_lower IS NOT NULL AND floor(time_lower) = floor(time_upper) THEN
                         CAST(1 AS BIGINT) << least(CAST(floor(time_lower) AS INTEGER) & 63, 62) ELSE 0 END) AS days,
           bit_or(CASE WHEN amount IS NULL OR record OR hedge = 'exactly' THEN 0
                       WHEN hedge IS NULL THEN CAST(1 AS BIGINT) << least(CAST(hash(amount) & 31 AS INTEGER), 30)
                       ELSE CAST(1 AS BIGINT) << (least(CAST(hash(amount) & 31 AS INTEGER), 30) + 31) END) AS amounts,
           min(coalesce(spelling, words)) AS first_words, max(coalesce(spelling, words)) AS last_words
    FROM claims WHERE single AND mode <> 'opinion'
    GROUP BY fact_id""",
    "dates": f"""
    SELECT fact_id, event_id, mark, bounding,
           min(strict_lower) AS least_lower, max(strict_lower) AS most_lower,
           min(strict_upper) AS least_upper, max(strict_upper) AS most_upper,
           max(time_lower) AS time_lower, min(time_upper) AS time_upper
    FROM (SELECT *, coalesce({BOUNDING}, false) AS bounding FROM moments WHERE single AND mode <> 'opinion') AS told
    GROUP BY fact_id, event_id, mark, bounding""",
}
"""The queries that fold, by the names of the tables that they make."""


class FactSummarizer:
    """Folds one part after another. Its database begins with the first: no process is to be copied that has one."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> FactSummarizer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection:
            self._connection.close()

    def begin(self) -> None:
        """Have the database there before the first part is."""
        import duckdb
        import pyarrow as pa  # noqa: F401 - in its tables DuckDB will give what it finds

        self._connection = duckdb.connect(config={"threads": 1, "python_enable_replacements": False})

    def tables(self, claims: Path, moments: Path) -> dict[str, pa.Table]:
        """The folded tables of a part whose claims and moments are in these files."""
        if not self._connection:
            self.begin()
        for name, path in (("claims", claims), ("moments", moments)):
            self._connection.read_parquet(str(path)).create_view(name, replace=True)
        ordered = {name: f"SELECT * FROM ({sql}) AS folded ORDER BY ALL" for name, sql in SUMMARIES.items()}
        return {name: self._connection.sql(sql).to_arrow_table() for name, sql in ordered.items()}
