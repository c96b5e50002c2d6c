"""Claims folded part by part and folded again are the claims folded at once, wherever the parts end."""

import tempfile
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.dossier.loader import load_dossier
from doichieu.tables.columns import COLUMNS
from doichieu.tables.duckdb_engine import Rows, SmallDuckDB
from doichieu.tables.fact_summaries import SUMMARIES, FactSummarizer
from doichieu.tables.rows import tables
from doichieu.tables.views import CONFLICTING_DATES, CONFLICTING_FACTS, DATED, DIFFERING_FACTS, View
from doichieu.testing.archive_generator import generate
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parent.parent
SIEVES = (CONFLICTING_FACTS, DIFFERING_FACTS, DATED, CONFLICTING_DATES)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    """The tables of a made-up dossier of 40 documents, a number of its claims bent."""
    folder = tmp_path_factory.mktemp("folding") / "made-up"
    generate(folder, 800, every=2)
    return tables(load_dossier(folder, Schemas(ROOT / "schemas")))


@pytest.fixture(scope="module")
def whole(stored: dict[str, pa.Table]) -> dict[str, Rows]:
    return _sieved(stored)


def _folded(claims: pa.Table, moments: pa.Table) -> dict[str, pa.Table]:
    with tempfile.TemporaryDirectory() as folder, FactSummarizer() as fold:
        paths = Path(folder, "claims"), Path(folder, "moments")
        for path, table in zip(paths, (claims, moments), strict=True):
            pq.write_table(table, path)
        return fold.tables(*paths)


def _sieved(stored: dict[str, pa.Table]) -> dict[str, Rows]:
    """What each sieve leaves where these tables are stored."""
    engine, made = SmallDuckDB(stored), set(stored)

    def keep(base: View) -> None:
        for other in base.views:
            keep(other)
        if base.name not in made:
            engine.keep(base.name, base.sql)
            made.add(base.name)

    for base in SIEVES:
        keep(base)
    return {base.name: engine.query(f"SELECT * FROM {base.name} ORDER BY ALL")[1] for base in SIEVES}


@given(st.data())
def test_folded_in_parts_or_at_once(stored: dict[str, pa.Table], whole: dict[str, Rows], data: st.DataObject) -> None:
    last, moments = len(stored["claims"]), stored["moments"]
    ends = sorted({0, last, *data.draw(st.lists(st.integers(1, last - 1), max_size=4), label="where parts end")})
    in_parts: dict[str, list[pa.Table]] = {name: [] for name in SUMMARIES}
    for first, end in pairwise(ends):
        of_part = moments.filter([first <= row < end for row in moments["row"].to_pylist()])
        for name, table in _folded(stored["claims"].slice(first, end - first), of_part).items():
            in_parts[name].append(table)
    assert _sieved(stored | {name: pa.concat_tables(each) for name, each in in_parts.items()}) == whole


def test_a_sieve_leaves_some_facts_and_not_all(stored: dict[str, pa.Table], whole: dict[str, Rows]) -> None:
    facts = len(set(stored["claims"]["fact_id"].to_pylist()))
    assert all(0 < len(whole[base.name]) < facts / 2 for base in SIEVES)


def test_the_columns_are_those_described(stored: dict[str, pa.Table]) -> None:
    for name, table in _folded(stored["claims"], stored["moments"]).items():
        assert table.column_names == list(COLUMNS[name])
