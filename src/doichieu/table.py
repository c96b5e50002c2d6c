"""One table of claims, and the small tables that checks join to it, for SQL.

`claims`    one row a claim. `row` is its place in Dossier.claims.
            `fact` names what it is about so that only like is compared with like: subject, property, unit, mode and
            scope; two claims can disagree only where their facts are equal and their times meet.
            `time_lower`, `time_upper`: the days for which it holds (for ever, where the property is fixed).
            `strict_lower` … `loose_upper`: its bounds, null where the value is not on a line; an open end is moved one
            step inside, so that two intervals meet exactly when each lower end <= the other's upper end.
            `words`: a name, text or entity in the form in which it is compared; `spelling`: a text as it is written.
`moments`   when events start and end: `fact` (subject, mark, mode and scope), `mark` (start, end or time), bounds.
`members`   one row a member of a list, an office held, or any entity that is a value.
`documents` id, kind, language and publication in days.
`entities`  id, kind, holders.
`within`    every entity with itself and everything broader.
`parts`     every entity, as `whole`, with itself and its parts: what is within it, or has an id that begins with its.
`arithmetic` one row an operand: property, operation (sum, part, whole, change, count), operand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from doichieu.dates import MONTHS, edtf_bounds
from doichieu.interval import ANY, Interval
from doichieu.model import Bounds, Claim, Date, Dossier, Figure, Members, Named, Rank, Relation, Wording

if TYPE_CHECKING:
    import pyarrow as pa

# Values whose `during` says for how long they hold, not over what they were counted.
_LASTING = ("set", "entity", "text")

_BOUNDS = ("strict_lower", "strict_upper", "loose_lower", "loose_upper")


def tables(dossier: Dossier) -> dict[str, pa.Table]:
    """The tables of a dossier by name."""
    import pyarrow as pa

    text, number, whole, flag = pa.string(), pa.float64(), pa.int64(), pa.bool_()
    bounds = dict.fromkeys(_BOUNDS, number)
    schemas: dict[str, Mapping[str, Any]] = {
        "claims": {
            "row": whole, "document": text, "record": flag, "claim": text, "subject": text, "property": text,
            "role": text, "kind": text, "unit": text, "hedge": text, "amount": text, "mode": text, "speaker": text,
            "fact": text, "scope": text, "single": flag, "cumulative": flag, "published_lower": number,
            "published_upper": number, "time_lower": number, "time_upper": number, **bounds, "words": text,
            "spelling": text, "superlative": flag, "field": whole, "since": text, "relation": text, "of": text,
            "weekday": text,
        },
        "moments": {
            "row": whole, "document": text, "record": flag, "subject": text, "property": text, "fact": text,
            "mark": text, "mode": text, "scope": text, **bounds,
        },
        "members": {"row": whole, "member": text},
        "documents": {
            "document": text, "record": flag, "language": text, "published_lower": number, "published_upper": number,
        },
        "entities": {"entity": text, "kind": text, "holders": whole},
        "within": {"entity": text, "broader": text},
        "parts": {"whole": text, "part": text},
        "arithmetic": {"property": text, "operation": text, "operand": text},
    }  # fmt: skip
    rows = {
        "claims": _claims(dossier),
        "moments": _moments(dossier),
        "members": _members(dossier.claims),
        "documents": _documents(dossier),
        "entities": ({"entity": e.id, "kind": e.kind, "holders": e.holders} for e in dossier.entities.values()),
        "within": _within(dossier),
        "parts": _parts(dossier),
        "arithmetic": _arithmetic(dossier),
    }
    return {
        name: pa.Table.from_pylist(list(rows[name]), pa.schema(list(columns.items())))
        for name, columns in schemas.items()
    }


def _claims(dossier: Dossier) -> Iterator[dict[str, object]]:
    for row, claim in enumerate(dossier.claims):
        about = dossier.properties[claim.property]
        value = claim.value
        unit = (value.unit or about.unit or "") if isinstance(value, Figure) else ""
        # Durations compare in their bounds' unit: days with weeks, months with years.
        measure = ("month" if unit in MONTHS else "second") if value.kind == "duration" else unit
        scope = scope_key(claim)
        published = edtf_bounds(claim.document.published).inside()
        time = held(claim, dossier).inside()
        yield {
            "row": row,
            "document": claim.document.id,
            "record": claim.document.is_record,
            "claim": claim.id,
            "subject": claim.subject,
            "property": claim.property,
            "role": about.role,
            "kind": value.kind,
            "unit": unit,
            "hedge": value.hedge if isinstance(value, Figure | Date) else None,
            "amount": value.amount if isinstance(value, Figure) else None,
            "mode": claim.mode,
            "speaker": claim.speaker,
            "fact": _key(claim.subject, claim.property, measure, claim.mode, scope),
            "scope": scope,
            "single": about.single,
            "cumulative": about.dynamics == "cumulative",
            "published_lower": published[0],
            "published_upper": published[1],
            "time_lower": time[0],
            "time_upper": time[1],
            **_bounds(claim.bounds),
            "words": _words(claim),
            "spelling": _spelling(value.text) if isinstance(value, Wording) else None,
            "superlative": value.superlative if isinstance(value, Rank) else None,
            "field": value.field if isinstance(value, Rank) else None,
            "since": claim.scope.since,
            "relation": value.relation if isinstance(value, Relation) else None,
            "of": value.of if isinstance(value, Relation) else None,
            "weekday": value.weekday if isinstance(value, Date) else None,
        }


def _moments(dossier: Dossier) -> Iterator[dict[str, object]]:
    for row, claim in enumerate(dossier.claims):
        role = dossier.properties[claim.property].role
        scope = scope_key(claim)
        for mark, bounds in claim.moments.items():
            # Two dates of one event compare whatever they are called; a date without a role only with its like.
            named = mark if role else f"{claim.property}.{mark}"
            yield {
                "row": row,
                "document": claim.document.id,
                "record": claim.document.is_record,
                "subject": claim.subject,
                "property": claim.property,
                "fact": _key(claim.subject, named, claim.mode, scope),
                "mark": mark,
                "mode": claim.mode,
                "scope": scope,
                **_bounds(bounds),
            }


def _bounds(bounds: Bounds | None) -> dict[str, float | None]:
    ends = (*bounds.strict.inside(), *bounds.loose.inside()) if bounds else (None,) * 4
    return dict(zip(_BOUNDS, ends, strict=True))


def held(claim: Claim, dossier: Dossier) -> Interval:
    """The days for which a claim holds: for ever where its property is fixed and nothing else is said.

    What is planned or forecast holds as of the day it is said, since plans change.
    """
    if claim.value.kind in _LASTING and claim.scope.during:
        return edtf_bounds(claim.scope.during)
    if claim.mode == "fact" and dossier.properties[claim.property].dynamics == "fixed":
        return ANY
    return edtf_bounds(claim.scope.as_of or claim.document.published)


def scope_key(claim: Claim) -> str:
    """What sets a claim's fact apart from others of its subject and property, time of holding aside."""
    scope = claim.scope
    during = None if claim.value.kind in _LASTING or not scope.during else edtf_bounds(scope.during)
    start = edtf_bounds(scope.from_) if scope.from_ else None
    days = (f"{part.lower}..{part.upper}" if part else None for part in (during, start))
    return _key(*days, scope.since, scope.place, scope.among, scope.qualifier)


def _key(*parts: str | None) -> str:
    return "|".join(part or "" for part in parts)


def plain(text: str) -> str:
    """Words in the form in which they are compared: case, punctuation and spaces set aside, diacritics kept."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def _words(claim: Claim) -> str | None:
    match claim.value:
        case Wording(text=text):
            return plain(text)
        case Named(entity=entity):
            return entity
        case _:
            return None


def _spelling(text: str) -> str:
    """A text letter by letter, however its accents are encoded and its words are spaced."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _members(claims: Iterable[Claim]) -> Iterator[dict[str, object]]:
    for row, claim in enumerate(claims):
        match claim.value:
            case Members(members=members):
                yield from ({"row": row, "member": member} for member in members)
            case Named(entity=entity):
                yield {"row": row, "member": entity}


def _documents(dossier: Dossier) -> Iterator[dict[str, object]]:
    for document in dossier.documents:
        lower, upper = edtf_bounds(document.published).inside()
        yield {
            "document": document.id,
            "record": document.is_record,
            "language": document.language,
            "published_lower": lower,
            "published_upper": upper,
        }


def _within(dossier: Dossier) -> Iterator[dict[str, object]]:
    for entity in dossier.entities:
        for broader in _broader(entity, dossier):
            yield {"entity": entity, "broader": broader}


def _broader(entity: str, dossier: Dossier) -> Iterator[str]:
    """An entity and everything broader, step by step."""
    step: str | None = entity
    while step is not None:
        yield step
        step = dossier.entities[step].broader


def _parts(dossier: Dossier) -> Iterator[dict[str, object]]:
    for part in dossier.entities:
        steps = part.split("/")
        above = ("/".join(steps[:depth]) for depth in range(1, len(steps)))
        wholes = {*_broader(part, dossier), *(whole for whole in above if whole in dossier.entities)}
        for whole in sorted(wholes):
            yield {"whole": whole, "part": part}


def _arithmetic(dossier: Dossier) -> Iterator[dict[str, object]]:
    for about in dossier.properties.values():
        for operation, operands in about.arithmetic.items():
            for operand in [operands] if isinstance(operands, str) else operands:
                yield {"property": about.id, "operation": operation, "operand": operand}
