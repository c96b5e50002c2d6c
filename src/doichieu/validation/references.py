"""Find what no schema can: references in a dossier to undefined names, and ids that are used twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from doichieu.validation.placeholders import NAME, PUBLISHED, STATEMENT, open_placeholders

# A property's kind of value, its unit, and whether its claims need scope.since.
_Form = tuple[str, str | None, bool]
_SINCE = ("elapsed", "anniversary")
_VI, _EN = STATEMENT["vi"], STATEMENT["en"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in the document with the given number or, if that is None, in `file`."""

    document: int | None
    file: str
    pointer: tuple[str | int, ...]
    what: str
    todo: str


def dangling_references(
    entities: Mapping[str, Any], properties: Mapping[str, Any], documents: Iterable[Any]
) -> Iterator[Fault]:
    """Yield every fault of a dossier whose files are valid by their schemas, file by file."""
    yield from _in_entities(entities)
    yield from _in_properties(properties)
    links = Links(entities, properties)
    seen: set[str] = set()
    for number, data in enumerate(documents):
        about = data["document"]["id"]
        if about in seen:
            yield Fault(
                number,
                "",
                ("document", "id"),
                f"the id '{about}' is taken by another document",
                "give each document its own id",
            )
        seen.add(about)
        yield from links.dangling(data, number)


class Links:
    """The entities and properties that claims may refer to."""

    def __init__(self, entities: Mapping[str, Any], properties: Mapping[str, Any]) -> None:
        self._entities, self._properties = entities, properties
        self._forms = {name: _form(about) for name, about in properties.items() if name != NAME}
        self._known = {name for name in entities if name != NAME}

    def dangling(self, data: Any, number: int = 0) -> Iterator[Fault]:
        """Yield every fault of the document with this number."""
        if _is_sound(data, self._known, self._forms):
            return
        yield from (Fault(number, "", pointer, what, todo) for pointer, what, todo in open_placeholders(data))
        for pointer, what, todo in _in_claims(data, self._entities, self._properties):
            yield Fault(number, "", pointer, what, todo)


def _form(about: Mapping[str, Any]) -> _Form:
    return about["kind"], about.get("unit"), about.get("role") in _SINCE


def _is_sound(data: Any, known: set[str], forms: Mapping[str, _Form]) -> bool:
    """Whether a document has none of the faults of `open_placeholders` and `_in_claims`; False if in doubt.

    Nearly every document is sound, so this is a fast test; only the others are examined in detail.
    """
    claims = data["claims"]
    if "draft" in data or data["document"]["published"]["edtf"] == PUBLISHED:
        return False
    if len({claim["id"] for claim in claims}) < len(claims):
        return False
    is_article = data["document"]["kind"] == "article"
    for claim in claims:
        if is_article and claim["quote"] is None:
            return False
        form = forms.get(claim["property"])
        if form is None or not _is_sound_claim(claim, known, *form):
            return False
    return True


def _is_sound_claim(claim: Any, known: set[str], kind: str, unit: str | None, needs_since: bool) -> bool:
    subject, statement, value = claim["subject"], claim["statement"], claim["value"]
    if subject not in known or statement["vi"] == _VI or statement["en"] == _EN:
        return False
    if value["kind"] != kind or (unit and value.get("unit", unit) != unit):
        return False
    # A missing member defaults to the subject, which is known.
    if value.get("entity", subject) not in known or value.get("of", subject) not in known:
        return False
    if "members" in value and not known.issuperset(value["members"]):
        return False
    if claim.get("speaker") and claim["speaker"] not in known:
        return False
    scope = claim.get("scope")
    if not scope:
        return not needs_since
    return (
        ("since" in scope or not needs_since)
        and scope.get("since", subject) in known
        and scope.get("place", subject) in known
        and scope.get("among", subject) in known
    )


def _in_entities(entities: Mapping[str, Any]) -> Iterator[Fault]:
    for name, entity in entities.items():
        pointer = ("entities", name, "broader")
        broader = entity.get("broader")
        if broader is not None and broader not in entities:
            yield Fault(
                None,
                "entities.json",
                pointer,
                f"there is no entity '{broader}'",
                nearest(broader, entities, "entities.json"),
            )
        if broader is None:
            continue
        path = [name]
        while (broader := entities.get(path[-1], {}).get("broader")) is not None and broader not in path:
            path.append(broader)
        if broader == name:
            yield Fault(
                None,
                "entities.json",
                pointer,
                f"'{name}' is part of itself, through {' → '.join(path)}",
                "remove one of these steps",
            )


def _in_properties(properties: Mapping[str, Any]) -> Iterator[Fault]:
    for name, about in properties.items():
        for role, operand in about.get("arithmetic", {}).items():
            for index, other in enumerate([operand] if isinstance(operand, str) else operand):
                if other not in properties:
                    pointer = (
                        "properties",
                        name,
                        "arithmetic",
                        role,
                        *([] if isinstance(operand, str) else [index]),
                    )
                    yield Fault(
                        None,
                        "properties.json",
                        pointer,
                        f"there is no property '{other}'",
                        nearest(other, properties, "properties.json"),
                    )


def _in_claims(
    data: Any, entities: Mapping[str, Any], properties: Mapping[str, Any]
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    article = data["document"]["kind"] == "article"
    seen: set[str] = set()
    for index, claim in enumerate(data["claims"]):
        at = ("claims", index)
        if claim["id"] in seen:
            yield (
                (*at, "id"),
                f"the id '{claim['id']}' is taken by another claim of this document",
                "give each claim its own id",
            )
        seen.add(claim["id"])
        if article and claim["quote"] is None:
            yield (*at, "quote"), "a claim of an article has no quote", "quote the words that state the claim"
        for pointer, name in _entities_of(claim):
            if name not in entities and (pointer, name) != (("subject",), NAME):
                yield (
                    (*at, *pointer),
                    f"there is no entity '{name}'",
                    nearest(name, entities, "entities.json"),
                )
        about = properties.get(claim["property"])
        if claim["property"] == NAME:
            continue
        if about is None:
            yield (
                (*at, "property"),
                f"there is no property '{claim['property']}'",
                nearest(claim["property"], properties, "properties.json"),
            )
        else:
            yield from (((*at, *pointer), what, todo) for pointer, what, todo in _misfits(claim, about))


def _entities_of(claim: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("subject",), claim["subject"]
    if claim.get("speaker"):
        yield ("speaker",), claim["speaker"]
    for name in ("since", "place", "among"):
        if name in claim.get("scope", {}):
            yield ("scope", name), claim["scope"][name]
    value = claim["value"]
    for name in ("entity", "of"):
        if name in value:
            yield ("value", name), value[name]
    for index, member in enumerate(value.get("members", ())):
        yield ("value", "members", index), member


def _misfits(claim: Any, about: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    value, name = claim["value"], claim["property"]
    if value["kind"] != about["kind"]:
        yield (
            ("value", "kind"),
            f"'{name}' takes a {about['kind']}, not a {value['kind']}",
            "write the value in that kind or name another property",
        )
    unit = about.get("unit")
    if unit and value.get("unit", unit) != unit:
        yield (
            ("value", "unit"),
            f"'{name}' is counted in '{unit}', not '{value['unit']}'",
            "write that unit or name another property",
        )
    if about.get("role") in _SINCE and "since" not in claim.get("scope", {}):
        yield (
            ("value",),
            f"'{name}' does not say since when",
            "name the event it is counted from in scope.since",
        )


def nearest(name: str, known: Iterable[str], where: str) -> str:
    """Say what to do about an unknown name: suggest the closest known one, or say where to add it."""
    from difflib import get_close_matches  # needed only where something is wrong

    close = get_close_matches(name, list(known), n=1)
    return f"did you mean '{close[0]}'?" if close else f"add it to {where} or use an existing one"
