"""Build the rows of the tables, from typed claims or from the data of claims files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from doichieu.language.spelling import one_spelling
from doichieu.model.claims import Bounds, Claim, Document, Dossier, Entity, Property, Scope
from doichieu.model.edtf import MONTHS, edtf_bounds
from doichieu.model.interval import ANY, Interval
from doichieu.model.lazy_entities import entity_cells
from doichieu.model.values import Date, Figure, Members, Named, Rank, Relation, Value, Wording
from doichieu.tables.columns import BOUNDS_COLUMNS, COLUMNS, Cells, arrow_table, arrow_type, table

if TYPE_CHECKING:
    import pyarrow as pa

# Kinds of value whose `during` is the time they hold, not the time over which they were counted.
_LASTING = ("set", "entity", "text")


def tables(dossier: Dossier) -> dict[str, pa.Table]:
    """The tables of a dossier by name."""
    rows = Rows()
    first = 0
    for document in dossier.documents:
        about = document_cells(document)
        rows.documents.append((*about, first, len(document.claims)))
        for row, claim in enumerate(document.claims, first):
            _add(rows, row, about, claim, dossier)
        first += len(document.claims)
    return rows.tables() | common_tables(dossier.entities, dossier.properties)


def common_tables(entities: Mapping[str, Entity], properties: Mapping[str, Property]) -> dict[str, pa.Table]:
    """The tables that need no document."""
    rows = entity_cells(entities)
    broader = {name: above for name, _, _, above in rows}
    return {
        "entities": table("entities", (cells[:3] for cells in rows)),
        "within": table("within", _within(broader)),
        "parts": table("parts", _parts(broader)),
        "arithmetic": table("arithmetic", _arithmetic(properties)),
    }


class Rows:
    """The rows of the tables that documents fill.

    Many claims share a document, property, scope or value. Each is kept as one object and turned into cells once.
    """

    def __init__(self) -> None:
        self.documents: list[Cells] = []
        # Flat lists: a tuple per row would take several times the memory and the time.
        self._claims: list[Any] = []
        self._moments: list[Any] = []
        self._members: list[Cells] = []

    def add(
        self,
        row: int,
        document: Cells,
        claim: str,
        about: Property,
        subject: str,
        said: tuple[str, str | None],
        scope: Cells,
        value: ValueCells,
    ) -> None:
        """Add a claim.

        `document` and `scope` are from `document_cells` and `scope_cells`; `said` is the mode and the speaker.
        """
        mode, speaker = said
        key = scope[0]
        fact = f"{subject}|{about.id}|{value.measure}|{mode}|{key}"
        event = f"{subject}|{mode}|{key}"
        self._claims += (row, document, claim, subject, about, mode, speaker, fact, event, scope, value)
        for mark, cells in value.moments:
            # Dates of one event are comparable across properties; a date without a role only within its property.
            fact = f"{subject}|{mark if about.role else f'{about.id}.{mark}'}|{mode}|{key}"
            self._moments += (row, document, subject, about, fact, event, mark, mode, scope, value.cells[0], *cells)
        for member in value.members:
            self._members.append((row, member))

    def tables(self) -> dict[str, pa.Table]:
        """The added rows as tables."""
        return {
            "claims": _claims(self._claims),
            "moments": _moments(self._moments),
            "members": table("members", self._members),
            "documents": table("documents", self.documents),
        }


_DOCUMENT = ("document", "record", "language", "published_lower", "published_upper")
_PROPERTY = ("property", "role", "single", "cumulative")
_SCOPE = ("scope", "since", "time_lower", "time_upper")
_VALUE = (
    "kind", "unit", "hedge", "amount", *BOUNDS_COLUMNS, "words", "spelling", "superlative", "field", "relation", "of",
    "weekday",
)  # fmt: skip


def _claims(cells: Sequence[Any]) -> pa.Table:
    row, document, claim, subject, about, mode, speaker, fact, event, scope, value = (cells[at::11] for at in range(11))
    own = {"row": row, "claim": claim, "subject": subject, "mode": mode, "speaker": speaker}
    return arrow_table(
        "claims",
        own
        | _numbered(fact, "fact_id", "fact")
        | _numbered(event, "event_id")
        | _shared(document, _DOCUMENT, tuple)
        | _shared(about, _PROPERTY, _property_cells)
        | _shared(scope, _SCOPE, tuple)
        | _shared(value, _VALUE, attrgetter("cells")),
    )


def _moments(cells: Sequence[Any]) -> pa.Table:
    row, document, subject, about, fact, event, mark, mode, scope, kind, *bounds = (cells[at::14] for at in range(14))
    own = {"row": row, "subject": subject, "mark": mark, "mode": mode, "kind": kind}
    return arrow_table(
        "moments",
        own
        | dict(zip(BOUNDS_COLUMNS, bounds, strict=True))
        | _numbered(fact, "fact_id", "fact")
        | _numbered(event, "event_id")
        | _shared(document, _DOCUMENT, tuple)
        | _shared(about, _PROPERTY, _property_cells)
        | _shared(scope, _SCOPE, tuple),
    )


def _property_cells(about: Property) -> Cells:
    return about.id, about.role, about.single, about.dynamics == "cumulative"


def _numbered(names: Sequence[str], number: str, *column: str) -> dict[str, Any]:
    """The column `number` of hashes of facts or events and, if `column` is given, the column of their names.

    A name that occurs many times is hashed once.
    """
    distinct = dict.fromkeys(names)
    places = {name: place for place, name in enumerate(distinct)}
    rows = [(number_of(name), name)[: 1 + len(column)] for name in distinct]
    return _taken((number, *column), rows, map(places.__getitem__, names))


def _shared(objects: Sequence[Any], names: Sequence[str], cells_of: Callable[[Any], Cells]) -> dict[str, Any]:
    """The columns of objects that rows share; `cells_of` is called once per object, which is identified by id()."""
    ids = list(map(id, objects))
    distinct = dict(zip(ids, objects, strict=True))
    places = {one: place for place, one in enumerate(distinct)}
    return _taken(names, list(map(cells_of, distinct.values())), map(places.__getitem__, ids))


def _taken(names: Sequence[str], rows: Sequence[Cells], places: Iterable[int]) -> dict[str, Any]:
    """The columns of `rows` taken at `places`, which may repeat."""
    import pyarrow as pa

    kinds = {**COLUMNS["documents"], **COLUMNS["claims"]}
    taken = pa.array(list(places), pa.int32())
    columns = zip(names, zip(*rows, strict=True), strict=True) if rows else ((name, ()) for name in names)
    return {name: pa.array(cells, arrow_type(kinds[name])).take(taken) for name, cells in columns}


class ValueCells:
    """What a value adds to the tables: `cells` of `claims`, `moments`, `members`, and `measure`, the unit compared in.

    `names` are the entities that it names.
    """

    __slots__ = ("cells", "measure", "members", "moments", "names")

    def __init__(self, value: Value, bounds: Bounds | None, moments: Mapping[str, Bounds], about: Property) -> None:
        unit = (value.unit or about.unit or "") if isinstance(value, Figure) else ""
        # Durations compare in their bounds' unit: days with weeks, months with years.
        self.measure = ("month" if unit in MONTHS else "second") if value.kind == "duration" else unit
        self.cells: Cells = (
            value.kind,
            unit,
            value.hedge if isinstance(value, Figure | Date) else None,
            value.amount if isinstance(value, Figure) else None,
            *_bounds(bounds),
            _words(value),
            _spelling(value.text) if isinstance(value, Wording) else None,
            value.superlative if isinstance(value, Rank) else None,
            value.field if isinstance(value, Rank) else None,
            value.relation if isinstance(value, Relation) else None,
            value.of if isinstance(value, Relation) else None,
            value.weekday if isinstance(value, Date) else None,
        )
        self.moments = tuple((mark, _bounds(bounds)) for mark, bounds in moments.items())
        self.members = (
            value.members if isinstance(value, Members) else (value.entity,) if isinstance(value, Named) else ()
        )
        self.names = (*self.members, value.of) if isinstance(value, Relation) else self.members


def document_cells(document: Document) -> Cells:
    """The id, whether it is of record, the language, and the first and last day of publication."""
    return document_cells_of(document.id, document.is_record, document.language, document.published)


def document_cells_of(name: str, is_record: bool, language: str, published: str) -> Cells:
    """The same for a document that is not typed; `published` is in EDTF."""
    return (name, is_record, language, *edtf_bounds(published).inside())


def scope_cells(scope: Scope, kind: str, mode: str, about: Property, published: str) -> Cells:
    """The scope key, the event that the value is counted from, and the first and last day on which the claim holds."""
    return (_scope_key(scope, kind), scope.since, *_held(scope, kind, mode, about.dynamics, published).inside())


def number_of(name: str) -> int:
    """A signed 64-bit hash of a fact or an event, the same on every machine; grouping by text would be far slower."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def _add(rows: Rows, row: int, document: Cells, claim: Claim, dossier: Dossier) -> None:
    about = dossier.properties[claim.property]
    scope = scope_cells(claim.scope, claim.value.kind, claim.mode, about, claim.document.published)
    value = ValueCells(claim.value, claim.bounds, claim.moments, about)
    rows.add(row, document, claim.id, about, claim.subject, (claim.mode, claim.speaker), scope, value)


def _bounds(bounds: Bounds | None) -> tuple[float | None, ...]:
    return (*bounds.strict.inside(), *bounds.loose.inside()) if bounds else (None,) * 4


def held(claim: Claim, dossier: Dossier) -> Interval:
    """The days for which a claim holds: for ever if its property is fixed and its scope does not limit it.

    A plan or forecast holds only on the day it is stated, since plans change.
    """
    dynamics = dossier.properties[claim.property].dynamics
    return _held(claim.scope, claim.value.kind, claim.mode, dynamics, claim.document.published)


def _held(scope: Scope, kind: str, mode: str, dynamics: str, published: str) -> Interval:
    if kind in _LASTING and scope.during:
        return edtf_bounds(scope.during)
    if mode == "fact" and dynamics == "fixed":
        return ANY
    return edtf_bounds(scope.as_of or published)


def _scope_key(scope: Scope, kind: str) -> str:
    during = None if kind in _LASTING or not scope.during else edtf_bounds(scope.during)
    start = edtf_bounds(scope.from_) if scope.from_ else None
    days = (f"{time.lower}..{time.upper}" if time else None for time in (during, start))
    return "|".join(text or "" for text in (*days, scope.since, scope.place, scope.among, scope.qualifier))


def plain(text: str) -> str:
    """Words in the form in which they are compared: in one spelling, without case, punctuation and spacing."""
    return " ".join(re.findall(r"\w+", one_spelling(text).casefold()))


def _words(value: Value) -> str | None:
    match value:
        case Wording(text=text):
            return plain(text)
        case Named(entity=entity):
            return entity
        case _:
            return None


def _spelling(text: str) -> str:
    """A text with its letters as written, but accents encoded (NFC) and words spaced in one way."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _within(broader: Mapping[str, str | None]) -> Iterator[Cells]:
    for entity in broader:
        for above in _broader(entity, broader):
            yield entity, above


def _broader(entity: str, broader: Mapping[str, str | None]) -> Iterator[str]:
    """An entity and each broader one, from the narrowest up."""
    step: str | None = entity
    while step is not None:
        yield step
        step = broader[step]


def _parts(broader: Mapping[str, str | None]) -> Iterator[Cells]:
    for part, above in broader.items():
        if above is None and "/" not in part:  # nearly always
            yield part, part
            continue
        steps = part.split("/")
        longer = ("/".join(steps[:depth]) for depth in range(1, len(steps)))
        wholes = {*_broader(part, broader), *(whole for whole in longer if whole in broader)}
        for whole in sorted(wholes):
            yield whole, part


def _arithmetic(properties: Mapping[str, Property]) -> Iterator[Cells]:
    for about in properties.values():
        for operation, operands in about.arithmetic.items():
            for operand in [operands] if isinstance(operands, str) else operands:
                yield about.id, operation, operand
