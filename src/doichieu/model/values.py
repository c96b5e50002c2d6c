"""The types of the values that claims can state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity, sum of money, percentage or duration: the printed digits, their scale word, unit and hedge."""

    kind: str
    amount: str
    to: str | None = None
    scale: str | None = None
    unit: str = ""
    hedge: str | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A day, month, year or moment in EDTF."""

    edtf: str
    zone: str | None = None
    part: str | None = None
    weekday: str | None = None
    hedge: str | None = None
    kind: str = "date"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, an EDTF interval whose ends are both included."""

    edtf: str
    kind: str = "period"


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in an order (`kind` rank), or the number of an item in a sequence (`kind` ordinal)."""

    kind: str
    position: int
    field: int | None = None
    superlative: bool = False


@dataclass(frozen=True, slots=True)
class Members:
    """The entities that a list names; `exhaustive` if the document presents the list as complete."""

    members: tuple[str, ...]
    exhaustive: bool = False
    kind: str = "set"


@dataclass(frozen=True, slots=True)
class Named:
    """One entity."""

    entity: str
    kind: str = "entity"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that are themselves the value."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation in time of the subject to another event."""

    relation: str
    of: str
    kind: str = "relation"


Value = Figure | Date | Period | Rank | Members | Named | Wording | Relation


def value_from(data: Mapping[str, Any]) -> Value:
    """The typed value of a claim's `value`, which value.schema.json describes."""
    kind = data["kind"]
    match kind:
        case "quantity" | "money" | "percent" | "duration":
            unit = data.get("currency") or data.get("unit") or ("point" if data.get("points") else "")
            return Figure(kind, data["amount"], data.get("to"), data.get("scale"), unit, data.get("hedge"))
        case "date":
            return Date(data["edtf"], data.get("zone"), data.get("part"), data.get("weekday"), data.get("hedge"))
        case "period":
            return Period(data["edtf"])
        case "rank" | "ordinal":
            count = data.get("field")
            return Rank(kind, int(data["position"]), count and int(count), data.get("superlative", False))
        case "set":
            return Members(tuple(data["members"]), data.get("exhaustive", False))
        case "entity":
            return Named(data["entity"])
        case "text":
            return Wording(data["text"])
        case _:
            return Relation(data["relation"], data["of"])
