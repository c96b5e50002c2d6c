"""Run the suite with Great Expectations on pandas or Spark; importing this module imports great_expectations.

We define two kinds of expectation: for one row, by subclassing one of the library's, and for a group of rows, by a
metric with one condition per engine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import great_expectations as gx
from great_expectations.execution_engine import PandasExecutionEngine, SparkDFExecutionEngine
from great_expectations.expectations import core
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)

from doichieu.expectations.suite import COLUMNS, KEYS, SUITE, Expectation, Outcome, Row, State, Table

Engine = Literal["pandas", "spark"]

MOST_FOUND = 100  # rows reported for an expectation; the count includes all

_IN_FLOAT = 2**53


class ExpectUpperNotBelowLower(core.ExpectColumnPairValuesAToBeGreaterThanB):
    """The upper end of an interval (A) is not below the lower one (B); a value without bounds is skipped."""

    or_equal: bool | None = True
    ignore_row_if: Literal["both_values_are_missing", "either_value_is_missing", "neither"] = "either_value_is_missing"


class _WithinMetric(MulticolumnMapMetricProvider):
    """Whether each number of a row is at least the one before it."""

    condition_metric_name = "doichieu.in_order"
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: Any, **_: Any) -> Any:  # noqa: N805 – the library makes it a class method
        return (column_list.diff(axis=1).iloc[:, 1:].fillna(0) >= 0).all(axis=1)  # ∞ − ∞ is no number: equal

    @multicolumn_condition_partial(engine=SparkDFExecutionEngine)
    def _spark(cls, column_list: Any, **_: Any) -> Any:  # noqa: N805 – as above
        from pyspark.sql import functions as f

        names = column_list.columns
        held = f.lit(True)
        for lower, upper in pairwise(names):
            held = held & (f.col(lower) <= f.col(upper))
        return held


class ExpectStrictWithinLoose(MulticolumnMapExpectation):
    """The four ends of a value's bounds, from the loose lower one to the loose upper one, are in order."""

    map_metric = "doichieu.in_order"
    args_keys = ("column_list",)
    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "any_value_is_missing"


class _MeetMetric(MulticolumnMapMetricProvider):
    """Whether a claim's loose interval meets those of all claims of its fact whose times meet its own.

    A claim disagrees with some claim exactly if it disagrees with the greatest lower end or the least upper end. So
    these two ends are enough for each time of a fact, and the work grows with the number of a fact's different times,
    not with the square of its claims.
    """

    condition_metric_name = "doichieu.intervals_meet"
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: Any, **_: Any) -> Any:  # noqa: N805 – as above
        fact, begin, end, lower, upper, highest, lowest = column_list.columns
        facts = column_list.groupby(fact, sort=False)
        suspects = column_list[facts[lower].transform("max") > facts[upper].transform("min")]
        times = suspects.drop_duplicates([fact, begin, end])
        pairs = times[[fact, begin, end]].merge(times, on=fact, suffixes=("", "_other"))
        meeting = pairs[(pairs[begin] <= pairs[f"{end}_other"]) & (pairs[f"{begin}_other"] <= pairs[end])]
        reach = meeting.groupby([fact, begin, end], as_index=False).agg({highest: "max", lowest: "min"})
        per_claim = suspects[[fact, begin, end]].merge(reach, how="left").set_axis(suspects.index)
        held = column_list[fact].notna()
        held[suspects.index] = (suspects[upper] >= per_claim[highest]) & (suspects[lower] <= per_claim[lowest])
        return held

    @multicolumn_condition_partial(engine=SparkDFExecutionEngine)
    def _spark(cls, column_list: Any, **_: Any) -> Any:  # noqa: N805 – as above
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        fact, begin, end, lower, upper, highest, lowest = (f.col(name) for name in column_list.columns)
        ends = f.struct(begin.alias("begin"), end.alias("end"), highest.alias("highest"), lowest.alias("lowest"))
        times = f.collect_set(ends).over(Window.partitionBy(fact))
        return ~f.exists(
            times,
            lambda time: (time.begin <= end) & (begin <= time.end) & ((time.highest > upper) | (time.lowest < lower)),
        )


class ExpectLooseIntervalsToMeet(MulticolumnMapExpectation):
    """The loose intervals of one fact at one time all meet.

    Its columns are the fact, the two ends of the time, the two of the loose interval, and the greatest lower and least
    upper loose end of the fact at exactly that time.
    """

    map_metric = "doichieu.intervals_meet"
    args_keys = ("column_list",)
    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "any_value_is_missing"


_OWN = {one.__name__: one for one in (ExpectUpperNotBelowLower, ExpectStrictWithinLoose, ExpectLooseIntervalsToMeet)}


def validate(
    frames: Mapping[Table, Any],
    engine: Engine,
    suite: Sequence[Expectation] = SUITE,
    data_docs: Path | None = None,
    language: str = "en",
) -> list[Outcome]:
    """The outcome of each expectation on the tables, in the order of the suite.

    `frames` are pandas or Spark data frames, depending on the engine. `data_docs` is a folder for the library's own
    pages, with titles in `language`.
    """
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False}
    add = context.data_sources.add_spark if engine == "spark" else context.data_sources.add_pandas
    source = add(name="dossier")
    outcomes = {}
    for table in COLUMNS:
        asked = [one for one in suite if one.table == table]
        batch = source.add_dataframe_asset(name=table).add_batch_definition_whole_dataframe(table)
        rules = context.suites.add(
            gx.ExpectationSuite(name=table, expectations=[_expectation(one, language) for one in asked])
        )
        definition = gx.ValidationDefinition(name=table, data=batch, suite=rules)
        frame = frames[table]
        rows = frame.count() if engine == "spark" else len(frame)
        checked = context.validation_definitions.add(definition).run(
            batch_parameters={"dataframe": frame},
            result_format={
                "result_format": "SUMMARY",
                "partial_unexpected_count": MOST_FOUND,
                "unexpected_index_column_names": [key for key in KEYS[table] if key in frame.columns],
            },
        )
        results = {one.expectation_config.meta["name"]: one for one in checked.results}
        outcomes.update({one.name: _outcome(one, results.get(one.name), rows) for one in asked})
    if data_docs is not None:
        _write_data_docs(context, data_docs)
    return [outcomes[one.name] for one in suite]


def _expectation(one: Expectation, language: str) -> Any:
    of = _OWN.get(one.of) or getattr(gx.expectations, one.of)
    title = getattr(one.title, language)
    return of(**one.arguments, meta={"name": one.name}, description=f"{title} ({one.name})")


def _outcome(one: Expectation, result: Any, rows: int) -> Outcome:
    """The outcome in the library's result; an expectation that errored is not one that failed."""
    if result is None:
        return Outcome(one, "errored", rows, 0, 0, error="it was not evaluated")
    error = _error(result.exception_info)
    if error is not None:
        return Outcome(one, "errored", rows, 0, 0, error=error)
    data = result.result
    if "element_count" not in data:  # it validates columns, not rows
        missing = tuple((data.get("details") or {}).get("mismatched", {}).get("missing", ()))
        expected = len(one.arguments["column_set"])
        state: State = "met" if result.success else "failed"
        return Outcome(one, state, expected, expected, len(missing), missing=missing)
    looked_at = data["element_count"] - (data.get("missing_count") or 0)
    state = "not applicable" if not looked_at else "met" if result.success else "failed"
    found = (_row(row, one) for row in data.get("partial_unexpected_index_list") or ())
    ordered = tuple(sorted(found, key=lambda row: (row.document or "", row.claim or "")))
    return Outcome(one, state, rows, looked_at, data["unexpected_count"], ordered)


def _error(info: Mapping[str, Any]) -> str | None:
    """The error in one line; the library reports it once, or once for each metric that could not be computed."""
    parts = [info] if "raised_exception" in info else info.values()
    raised = [str(part["exception_message"]) for part in parts if part["raised_exception"]]
    return re.sub(r"\s+", " ", raised[0]).strip() if raised else None


def _row(row: Mapping[str, Any], one: Expectation) -> Row:
    names = one.told or sorted(name for name in row if name not in KEYS[one.table])
    values = {name: _plain(row[name]) for name in names}
    document, claim = (_plain(row.get(name)) for name in ("document", "claim"))
    return Row(document, claim, values)


def _plain(value: Any) -> Any:
    """A value as JSON data: no numpy types, and null for a missing end."""
    value = value.item() if hasattr(value, "item") else value
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < _IN_FLOAT else value


def _write_data_docs(context: Any, folder: Path) -> None:
    """Write the library's own pages, replacing all existing ones."""
    store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.resolve())}
    index = {"class_name": "DefaultSiteIndexBuilder"}
    context.add_data_docs_site(
        site_name="doichieu",
        site_config={"class_name": "SiteBuilder", "store_backend": store, "site_index_builder": index},
    )
    context.build_data_docs(site_names=["doichieu"])
