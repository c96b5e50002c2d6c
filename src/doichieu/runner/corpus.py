"""What a corpus check reads: the dossier as tables that can be queried."""

from __future__ import annotations

from functools import cached_property
from types import SimpleNamespace

from doichieu.model.claims import Bilingual, Claim, Dossier
from doichieu.tables.duckdb_engine import DuckDB, Engine, SmallDuckDB
from doichieu.tables.fact_summaries import SUMMARIES
from doichieu.tables.rows import tables
from doichieu.tables.views import View

_MANY = 10_000  # claims

PAIRS, MOST_PAIRS = 30, 1000  # different statements of one fact


class Corpus:
    """A dossier as tables, for checks that query all of its documents.

    At most `pairs` different statements of one fact are compared in pairs; of more, only the two furthest apart are.
    Queries run on `engine`, by default DuckDB.
    """

    def __init__(self, dossier: Dossier, pairs: int = PAIRS, engine: Engine | None = None) -> None:
        self.dossier = dossier
        self.pairs = pairs
        self._given = engine
        self._built = set(dossier.tables or ())  # views that are stored with an archive are not built again
        self._definitions = {name: SUMMARIES.get(name, "") for name in self._built}

    @cached_property
    def _engine(self) -> Engine:
        if self._given:
            return self._given
        if self.dossier.tables:
            return DuckDB(self.dossier.tables)
        stored = tables(self.dossier)
        return SmallDuckDB(stored) if len(self.dossier.claims) < _MANY else DuckDB(stored)

    def query(self, sql: str, *views: View) -> list[SimpleNamespace]:
        """Run a query on the tables of doichieu.tables.columns and return its rows, with columns as attributes.

        `views` are the views of doichieu.tables.views that it reads. Raises ValueError if a view's name is taken.
        """
        for view in views:
            self._keep(view)
        names, rows = self._engine.query(sql)
        return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows]

    def _keep(self, view: View) -> None:
        """Build a view and the views that it reads, unless they exist.

        Raises ValueError if another table or view has its name.
        """
        if self._definitions.setdefault(view.name, view.sql) != view.sql:
            raise ValueError(f"there is another table named '{view.name}': give this one a different name")
        if view.name not in self._built:
            for other in view.views:
                self._keep(other)
            self._engine.keep(view.name, view.sql)
            self._built.add(view.name)

    def claims(self, *rows: int) -> tuple[Claim, ...]:
        """The claims of these rows, in the given order."""
        return tuple(self.dossier.claims[row] for row in rows)

    def label(self, name: str) -> Bilingual:
        """The label of an entity or a property, as reports show it."""
        if name in self.dossier.entities:
            entity = self.dossier.entities[name]
            return Bilingual(entity.label("vi"), entity.label("en"))
        return self.dossier.properties[name].label
