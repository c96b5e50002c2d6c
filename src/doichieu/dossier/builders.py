"""Build typed dossiers, documents, claims and properties from the data of validated files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any

from doichieu.dossier.texts import TextFinder
from doichieu.model.bounds import Policy, moments, value_bounds
from doichieu.model.claims import Bilingual, Claim, Document, Dossier, Property, Quote, Ruling, Scope, facts_of
from doichieu.model.lazy_entities import Entities
from doichieu.model.values import value_from

# The errors of a value that is valid by its schema but impossible: a day that does not exist, an unknown time zone.
VALUE_ERRORS = (ValueError, KeyError, OSError)


@dataclass(frozen=True)
class DossierHeader:
    """A dossier without its documents: what all of them share, both as data and typed."""

    dossier: Dossier
    policy: Policy
    about: Mapping[str, Any]
    entities: Mapping[str, Any]
    properties: Mapping[str, Any]
    rulings: Sequence[Any]
    entities_sha256: str = ""


def build_header(folder: Path, place: str, about: Any, entities: Any, properties: Any, rulings: Any) -> DossierHeader:
    """A dossier without its documents, from the data of its other files; `rulings` may be None."""
    dossier = Dossier(
        id=about["id"],
        title=_bilingual(about["title"]),
        language=about["language"],
        zone=about["zone"],
        path=folder,
        documents=(),
        entities=Entities(entities["entities"]),
        properties={name: build_property(name, data) for name, data in properties["properties"].items()},
        rulings=tuple(_ruling(data) for data in rulings["rulings"]) if rulings else (),
        place=PurePosixPath(place),
    )
    policy = Policy(**{name: Fraction(width) for name, width in about.get("policy", {}).items()})
    listed = rulings["rulings"] if rulings else ()
    return DossierHeader(dossier, policy, about, entities["entities"], properties["properties"], listed)


def value_fault(index: int, error: BaseException) -> tuple[tuple[str | int, ...], str, str]:
    """The pointer, the fault and what to do, for an impossible value of a claim."""
    return ("claims", index, "value"), str(error).strip("\"'"), "write the value as it is printed in the quote"


def _bilingual(data: Mapping[str, str]) -> Bilingual:
    return Bilingual(data["vi"], data["en"])


def build_property(name: str, data: Mapping[str, Any]) -> Property:
    """The typed property of this name, from its data in properties.json."""
    return Property(
        name,
        _bilingual(data["label"]),
        data["kind"],
        data.get("unit"),
        data["values"] == "single",
        data["dynamics"],
        data.get("exact", False),
        data.get("role"),
        data.get("arithmetic", {}),
    )


def _ruling(data: Mapping[str, Any]) -> Ruling:
    return Ruling(
        data["fingerprint"],
        data["check"],
        data["decision"],
        _bilingual(data["reason"]),
        data["by"],
        data["on"],
        data.get("until"),
    )


def build_document(data: Any, text: str, path: Path, texts: TextFinder) -> Document:
    """The typed document of a claims file, without its claims."""
    about = data["document"]
    return Document(
        about["id"],
        about["kind"],
        about["language"],
        about["title"],
        about.get("publisher"),
        about.get("url"),
        about["published"]["edtf"],
        about["published"]["basis"],
        texts.find(about["text"]) if about.get("text") else None,
        path,
        hashlib.sha256(text.encode()).hexdigest(),
    )


def build_scope(data: Mapping[str, str]) -> Scope:
    """The typed scope of a claim, from its data."""
    return Scope(**{("from_" if name == "from" else name): value for name, value in data.items()})


def build_claim(document: Document, data: Any, common: DossierHeader) -> Claim:
    """The typed claim of a document. Raises one of VALUE_ERRORS for a value that cannot be."""
    about = common.dossier.properties[data["property"]]
    value = value_from(data["value"])
    bounds = value_bounds(value, common.policy, common.dossier.zone, about.exact)
    return Claim(
        document=document,
        id=data["id"],
        quote=Quote(**data["quote"]) if data["quote"] else None,
        statement=_bilingual(data["statement"]),
        subject=data["subject"],
        property=data["property"],
        value=value,
        scope=build_scope(data.get("scope", {})),
        speaker=data.get("speaker"),
        mode=data["mode"],
        facts=facts_of(data),
        bounds=bounds,
        moments=moments(value, bounds, about.role),
    )
