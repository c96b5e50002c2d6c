"""One table of claims, and the small tables that checks join to it, for SQL.

`claims`    one row per claim. `row` is its index in Dossier.claims.
            `fact` identifies what the claim is about: subject, property, unit, mode and scope. Two claims can disagree
            only if their facts are equal and their times meet. `fact_id` is a 64-bit hash of the fact for grouping;
            different facts rarely share one, so compare `fact` in the end. `event_id` is a hash of subject, mode and
            scope.
            `time_lower`, `time_upper`: the days for which it holds (for ever if the property is fixed).
            `strict_lower` … `loose_upper`: its bounds, null if the value has no order; an open end is moved one step
            inside, so that two intervals meet exactly when each lower end <= the other's upper end.
            `words`: a name, text or entity in the form in which it is compared; `spelling`: a text as it is written.
`moments`   when events start and end: `fact` (subject, mark, mode and scope), `mark` (start, end or time), bounds; the
            other columns are those of the claim that states it.
`members`   one row per member of a list; also one per value that is an entity, such as an office held.
`documents` id, kind, language and publication in days; `first` is the row of its first claim, `claims` its claim count.
`facts`     claims summarized by fact, and `dates` the same for moments; see doichieu.tables.fact_summaries. They are
            stored only with archives.
`entities`  id, kind, holders.
`within`    every entity with itself and each broader entity.
`parts`     every entity, as `whole`, with itself and its parts: entities within it, or whose id continues its id.
`arithmetic` one row per operand: property, operation (sum, part, whole, change, count), operand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

BOUNDS_COLUMNS = dict.fromkeys(("strict_lower", "strict_upper", "loose_lower", "loose_upper"), "number")

# What each column holds: text, number (a float), whole (an integer) or flag.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "claims": {
        "row": "whole", "document": "text", "record": "flag", "language": "text", "published_lower": "number",
        "published_upper": "number", "claim": "text", "subject": "text", "property": "text", "role": "text",
        "single": "flag", "cumulative": "flag", "mode": "text", "speaker": "text", "fact": "text", "fact_id": "whole",
        "event_id": "whole", "scope": "text", "since": "text", "time_lower": "number", "time_upper": "number",
        "kind": "text", "unit": "text", "hedge": "text", "amount": "text", **BOUNDS_COLUMNS, "words": "text",
        "spelling": "text", "superlative": "flag", "field": "whole", "relation": "text", "of": "text",
        "weekday": "text",
    },
    "moments": {
        "row": "whole", "document": "text", "record": "flag", "subject": "text", "property": "text", "role": "text",
        "single": "flag", "fact": "text", "fact_id": "whole", "event_id": "whole", "mark": "text", "mode": "text",
        "scope": "text", "time_lower": "number", "time_upper": "number", "kind": "text", **BOUNDS_COLUMNS,
    },
    "members": {"row": "whole", "member": "text"},
    "documents": {
        "document": "text", "record": "flag", "language": "text", "published_lower": "number",
        "published_upper": "number", "first": "whole", "claims": "whole",
    },
    "facts": {
        "fact_id": "whole", "statements": "whole", "most_lower": "number", "least_upper": "number", "days": "whole",
        "amounts": "whole", "first_words": "text", "last_words": "text",
    },
    "dates": {
        "fact_id": "whole", "event_id": "whole", "mark": "text", "bounding": "flag", "least_lower": "number",
        "most_lower": "number", "least_upper": "number", "most_upper": "number", "time_lower": "number",
        "time_upper": "number",
    },
    "entities": {"entity": "text", "kind": "text", "holders": "whole"},
    "within": {"entity": "text", "broader": "text"},
    "parts": {"whole": "text", "part": "text"},
    "arithmetic": {"property": "text", "operation": "text", "operand": "text"},
}  # fmt: skip

Cells = tuple[object, ...]


def table(name: str, rows: Iterable[Cells]) -> pa.Table:
    """A table of these rows; the cells of a row are in the order of the columns."""
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS[name])
    return arrow_table(name, dict(zip(COLUMNS[name], columns, strict=True)))


def arrow_table(name: str, columns: Mapping[str, Any]) -> pa.Table:
    """A table from columns by name, each a list of cells or an Arrow array; columns of other tables are ignored."""
    import pyarrow as pa

    schema = pa.schema([(column, arrow_type(kind)) for column, kind in COLUMNS[name].items()])
    arrays = []
    for field in schema:
        cells = columns[field.name]
        arrays.append(cells if isinstance(cells, pa.Array) else pa.array(cells, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def arrow_type(kind: str) -> Any:
    """The Arrow type for a kind of column: text, number, whole or flag."""
    import pyarrow as pa

    return {"text": pa.string(), "number": pa.float64(), "whole": pa.int64(), "flag": pa.bool_()}[kind]
