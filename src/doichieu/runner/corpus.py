"""What a check over several documents works on: the dossier as tables, to be queried."""

from __future__ import annotations

from functools import cached_property
from types import SimpleNamespace

from doichieu.model.claims import Bilingual, Claim, Dossier
from doichieu.runner.conflicts import conflicts
from doichieu.tables.duckdb_engine import DuckDB, Engine
from doichieu.tables.fact_summaries import SUMMARIES
from doichieu.tables.rows import tables
from doichieu.tables.views import View

_MANY = 10_000  # claims

PAIRS, MOST_PAIRS = 30, 1000  # different statements of one fact


class Corpus:
    """A dossier as tables: what a check over several documents asks its query of.

    `pairs` is how many different statements of one fact are set side by side, each with each; of more only the two
    furthest apart are. Queries are asked of `engine`, of DuckDB where none is given.
    """

    def __init__(self, dossier: Dossier, pairs: int = PAIRS, engine: Engine | None = None) -> None:
        self.dossier = dossier
        self.pairs = pairs
        self._given = engine
        self._made = set(dossier.tables or ())  # a base that is stored with an archive is not made again
        self._meant = {name: SUMMARIES.get(name, "") for name in self._made}

    @cached_property
    def _engine(self) -> Engine:
        if self._given:
            return self._given
        stored = self.dossier.tables or tables(self.dossier)
        # A second thread costs more than it gives where there is little to do.
        return DuckDB(stored, threads=1 if len(self.dossier.claims) < _MANY else 0)

    def query(self, sql: str, *views: View) -> list[SimpleNamespace]:
        """The rows that `sql` finds in the tables of doichieu.tables.columns, each with its columns as attributes.

        `views` are those of doichieu.tables.views that it reads too.
        """
        for view in views:
            self._keep(view)
        names, rows = self._engine.query(sql)
        return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows]

    def _keep(self, view: View) -> None:
        """Make a base, and first those that it reads, unless they are there.

        Raises ValueError where its name stands for something else.
        """
        if self._meant.setdefault(view.name, view.sql) != view.sql:
            raise ValueError(f"there is another table named '{view.name}': give this one a name of its own")
        if view.name not in self._made:
            for other in view.views:
                self._keep(other)
            self._engine.keep(view.name, view.sql)
            self._made.add(view.name)

    def claims(self, *rows: int) -> tuple[Claim, ...]:
        """The claims of these rows, in the order asked for."""
        return tuple(self.dossier.claims[row] for row in rows)

    def disputed(self, condition: str) -> list[tuple[Claim, Claim]]:
        """Pairs of articles' claims on the same fact at the same time whose strict bounds do not meet.

        `condition` is SQL on the columns of `contested`, those of `claims` that doichieu.tables.views lists. Of a fact
        in more than `pairs` different statements only the two furthest apart are given.
        """
        return [(dispute.one, dispute.other) for dispute in conflicts(self, condition)]

    def label(self, name: str) -> Bilingual:
        """What a report calls an entity or a property."""
        if name in self.dossier.entities:
            entity = self.dossier.entities[name]
            return Bilingual(entity.label("vi"), entity.label("en"))
        return self.dossier.properties[name].label
