"""Fact summaries: one row for all claims of a fact in a partition, so that a sieve reads facts instead of claims.

`facts` one row per fact on which claims can disagree; opinions are left out. `statements` is the number of claims with
        bounds, `most_lower` and `least_upper` their greatest lower and least upper end, `first_words` and `last_words`
        the extremes of their words. Each day on which a claim holds sets a bit of `days`, and each amount a bit of
        `amounts`: one of the lower 31 without a hedge, one of the next 31 with a hedge. A claim that holds for longer
        than a day sets no bit of `days`, so `days` then has fewer bits than there are statements.
`dates` the same for moments: the extremes of their ends, and the days for which all of them hold. `bounding` marks
        moments that bound the duration of an event.

A fact in several partitions has a row in each, so queries on these tables aggregate once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

BOUNDING = "(role IN ('start', 'end') OR role = 'time' AND kind = 'period') AND strict_lower > 0 AND strict_upper < 1e9"
"""Which moments bound the duration of an event: its start and end if known on both sides, but not a day within it."""

# The sign bit stays unused. `hash` differs between engines: one engine may aggregate the summaries of another, but it
# must not combine bits that it computed itself with bits from another engine.
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
    FROM (SELECT *, coalesce({BOUNDING}, false) AS bounding FROM moments WHERE single AND mode <> 'opinion') AS bounded
    GROUP BY fact_id, event_id, mark, bounding""",
}
"""The summary queries, by the names of the tables that they build."""


class FactSummarizer:
    """Summarizes partitions one by one. Its database opens late, because a process that has one must not be forked."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> FactSummarizer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection:
            self._connection.close()

    def begin(self) -> None:
        """Open the database before the first partition is ready."""
        import duckdb
        import pyarrow as pa  # noqa: F401 - DuckDB returns results as its tables

        self._connection = duckdb.connect(config={"threads": 1, "python_enable_replacements": False})

    def tables(self, claims: Path, moments: Path) -> dict[str, pa.Table]:
        """The summary tables of a partition whose claims and moments are in these files."""
        if not self._connection:
            self.begin()
        for name, path in (("claims", claims), ("moments", moments)):
            self._connection.read_parquet(str(path)).create_view(name, replace=True)
        ordered = {name: f"SELECT * FROM ({sql}) AS summaries ORDER BY ALL" for name, sql in SUMMARIES.items()}
        return {name: self._connection.sql(sql).to_arrow_table() for name, sql in ordered.items()}
