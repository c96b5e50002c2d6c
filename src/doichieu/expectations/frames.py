"""The tables that expectations validate, with derived columns: the same SQL for DuckDB and Spark.

Derived in `documents`: `claims`, their number; `share_covered` and `claims_per_thousand`, null if the text is not on
the machine or too short. Derived in `claims`: `blanks`, the number of required values that are missing;
`document_known`, `subject_known`, `attributed`, 1 or 0; `remoteness`, the distance of the value from its property's
median, as a share of the plausible distance; `days_outside`, the number of days outside the window of dates;
`compared_fact`, the fact if checks compare the claim; `time_highest` and `time_lowest`, the greatest lower and the
least upper loose end of its fact at exactly its time. Null always means that there is nothing to validate.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from doichieu.expectations.suite import (
    COLUMNS,
    FIRST_YEAR,
    LEAST_EXPRESSIONS,
    LEAST_FACTOR,
    LEAST_UTTERED,
    LEAST_VALUES,
    LEAST_WORDS,
    MOST_DEVIATIONS,
    OF_TEXTS,
    YEARS_AHEAD,
    Table,
)
from doichieu.model.claims import Document, Dossier
from doichieu.model.edtf import MONTHS
from doichieu.quotes.coverage import coverage_of
from doichieu.tables.rows import tables

if TYPE_CHECKING:
    import pyarrow as pa

_ENTITIES = {"entity": "STRING"}
_MUST = ("document", "claim", "subject", "property", "kind", "mode", "fact")
_BOUNDS = ("strict_lower", "strict_upper", "loose_lower", "loose_upper")
_FINITE = 1e300
_LONG = ", ".join(f"'{unit}'" for unit in MONTHS)
_OF_MEDIAN = 0.6745  # the median absolute deviation of a normal distribution, in standard deviations

_BLANKS = " + ".join(f"CASE WHEN {name} IS NULL THEN 1 ELSE 0 END" for name in _MUST)
_ENDS = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in _BOUNDS)


def _finite(end: str, other: str) -> str:
    """One end of an interval, or the other end if the first is infinite."""
    ends = (f"CASE WHEN {name} BETWEEN -{_FINITE} AND {_FINITE} THEN {name} END" for name in (end, other))
    return f"coalesce({', '.join(ends)})"


_FIRST, _LAST = _finite("strict_lower", "strict_upper"), _finite("strict_upper", "strict_lower")

# Durations are in months or in seconds; all other values in their own unit.
_CLAIMS = f"""
    WITH measured AS (
             SELECT *, CASE WHEN kind = 'duration' AND unit IN ({_LONG}) THEN 'month'
                            WHEN kind = 'duration' THEN 'second' ELSE unit END AS measure,
                    CASE WHEN kind IN ('quantity', 'money', 'percent', 'duration')
                         THEN ({_FIRST} + {_LAST}) / 2
                         END AS middle,
                    CASE WHEN single AND NOT record AND mode <> 'opinion' AND loose_lower IS NOT NULL
                              AND loose_upper IS NOT NULL AND time_lower IS NOT NULL AND time_upper IS NOT NULL
                              AND (kind <> 'duration' OR role = 'duration')
                              AND (kind <> 'rank' OR NOT (superlative AND strict_lower = 1))
                         THEN fact END AS compared_fact
             FROM claims),
         sized AS (SELECT *, ln(CASE WHEN middle > 0 THEN middle END) AS size FROM measured),
         centres AS (SELECT property AS of_property, measure AS of_measure, median(size) AS centre FROM sized
                     WHERE size IS NOT NULL GROUP BY property, measure HAVING count(size) >= {LEAST_VALUES}),
         ranges AS (SELECT of_property, of_measure, centre,
                           greatest(ln({LEAST_FACTOR}.0), {MOST_DEVIATIONS / _OF_MEDIAN} * median(abs(size - centre)))
                             AS plausible
                    FROM sized JOIN centres ON property = of_property AND measure = of_measure
                    GROUP BY of_property, of_measure, centre),
         times AS (SELECT compared_fact AS of_fact, time_lower AS of_lower, time_upper AS of_upper,
                          max(loose_lower) AS time_highest, min(loose_upper) AS time_lowest FROM sized
                   WHERE compared_fact IS NOT NULL GROUP BY compared_fact, time_lower, time_upper),
         named AS (SELECT DISTINCT entity FROM entities),
         known AS (SELECT DISTINCT document AS id FROM documents),
         uttered AS (SELECT count(*) AS utterances FROM claims WHERE mode IN ('opinion', 'forecast')),
         latest AS (SELECT max(published_upper) AS last_day FROM documents WHERE published_upper < {_FINITE})
    SELECT {{columns}},
           {_BLANKS} + CASE WHEN ({_ENDS}) IN (0, 4) THEN 0 ELSE 1 END AS blanks,
           CASE WHEN document IS NULL THEN NULL WHEN id IS NULL THEN 0 ELSE 1 END AS document_known,
           CASE WHEN subject IS NULL THEN NULL WHEN entity IS NULL THEN 0 ELSE 1 END AS subject_known,
           CASE WHEN utterances < {LEAST_UTTERED} OR mode IS NULL OR mode NOT IN ('opinion', 'forecast') THEN NULL
                WHEN speaker IS NULL THEN 0 ELSE 1 END AS attributed,
           abs(size - centre) / plausible AS remoteness,
           CASE WHEN kind IN ('date', 'period') AND {_FIRST} IS NOT NULL
                THEN greatest(0.0, {date(FIRST_YEAR, 1, 1).toordinal()} - {_FIRST},
                              {_LAST} - last_day - {YEARS_AHEAD * 365.25}) END
             AS days_outside,
           compared_fact, time_highest, time_lowest
    FROM sized
         LEFT JOIN ranges ON property = of_property AND measure = of_measure
         LEFT JOIN times ON compared_fact = of_fact AND time_lower = of_lower AND time_upper = of_upper
         LEFT JOIN named ON entity = subject
         LEFT JOIN known ON id = document
         CROSS JOIN uttered CROSS JOIN latest"""

_DOCUMENTS = f"""
    WITH counted AS (SELECT document AS of_document, count(*) AS number FROM claims GROUP BY document)
    SELECT {{columns}},
           coalesce(number, 0) AS claims,
           CASE WHEN NOT record AND expressions >= {LEAST_EXPRESSIONS} THEN CAST(covered AS DOUBLE) / expressions END
             AS share_covered,
           CASE WHEN NOT record AND words >= {LEAST_WORDS} THEN CAST(coalesce(number, 0) * 1000 AS DOUBLE) / words END
             AS claims_per_thousand
    FROM documents LEFT JOIN counted ON of_document = document"""

# Every table that the SQL reads, with the columns it reads.
_READ: Mapping[str, Mapping[str, str]] = {
    "claims": COLUMNS["claims"],
    "documents": {**COLUMNS["documents"], **OF_TEXTS},
    "entities": _ENTITIES,
}


def dossier_tables(dossier: Dossier) -> dict[str, pa.Table]:
    """The claims, documents and entities of a dossier, with the length and coverage of each article.

    The articles of an archive are not read, so these columns are missing there.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if dossier.tables:
        stored = {name: dossier.tables[name] for name in _READ}
        return {
            name: pa.concat_tables(map(pq.read_table, table)) if isinstance(table, tuple) else table
            for name, table in stored.items()
        }
    all_tables = tables(dossier)
    known = [_of_text(document) for document in dossier.documents]
    documents = all_tables["documents"]
    for name in OF_TEXTS:
        if name not in documents.column_names:
            documents = documents.append_column(name, pa.array([one[name] for one in known], pa.int64()))
    return {"claims": all_tables["claims"], "documents": documents, "entities": all_tables["entities"]}


def _of_text(document: Document) -> dict[str, int | None]:
    found = coverage_of(document)
    if found is None or document.text is None or document.text.content is None:
        return dict.fromkeys(OF_TEXTS)
    words = sum(len(document.text.content[start:end].split()) for start, end in document.text.body)
    return {"words": words, "expressions": len(found.expressions), "covered": found.covered}


def reading_sql(name: str, present: Collection[str]) -> str:
    """The query for a view of `raw_<name>` with every column that the derived ones need.

    Missing columns are null, and so is NaN, which the engines would compare differently.
    """
    columns = ", ".join(_column(column, kind, present) for column, kind in _READ[name].items())
    return f"SELECT {columns} FROM raw_{name}"


def _column(column: str, kind: str, present: Collection[str]) -> str:
    if column not in present:
        return f"CAST(NULL AS {kind}) AS {column}"
    return f"CASE WHEN NOT isnan({column}) THEN {column} END AS {column}" if kind == "DOUBLE" else column


def deriving_sql(table: Table, present: Collection[str]) -> str:
    """The query for a table with its derived columns and those of its other columns that are present."""
    columns = ", ".join(column for column in _READ[table] if column in present)
    return (_CLAIMS if table == "claims" else _DOCUMENTS).format(columns=columns or "1 AS nothing")


def pandas_frames(raw: Mapping[str, pa.Table]) -> dict[Table, Any]:
    """Both tables with their derived columns as pandas data frames."""
    import duckdb

    connection = duckdb.connect(config={"python_enable_replacements": False})
    for name in _READ:
        connection.register(f"raw_{name}", raw[name])
        connection.execute(f"CREATE VIEW {name} AS {reading_sql(name, raw[name].column_names)}")
    return {
        table: connection.sql(deriving_sql(table, raw[table].column_names)).to_arrow_table().to_pandas()
        for table in COLUMNS
    }


def spark_frames(raw: Mapping[str, Any], session: Any) -> dict[Table, Any]:
    """Both tables as Spark data frames; `raw` holds Spark data frames, paths of Parquet files, or Arrow tables."""

    def as_frame(stored: Any) -> Any:
        if isinstance(stored, tuple):
            return session.read.parquet(*(str(path.resolve()) for path in stored))
        return stored if hasattr(stored, "toArrow") else session.createDataFrame(stored)

    frames = {name: as_frame(raw[name]) for name in _READ}
    for name, frame in frames.items():
        frame.createOrReplaceTempView(f"raw_{name}")
        session.sql(reading_sql(name, frame.columns)).createOrReplaceTempView(name)
    # Cached, because each expectation runs several queries and Spark would derive the columns again for each.
    return {table: session.sql(deriving_sql(table, frames[table].columns)).localCheckpoint() for table in COLUMNS}
