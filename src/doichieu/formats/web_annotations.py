"""The claims as a W3C Web Annotation Collection: each quote, its place, and what it states in our own words.

It follows the Web Annotation Data Model (W3C Recommendation, 23 February 2017). The context's address is only a name;
nothing is fetched.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import quote as percent
from uuid import NAMESPACE_URL, uuid5

import doichieu
from doichieu.model.claims import Claim, Document, Dossier, Quote, Text
from doichieu.report.build import to_json
from doichieu.runner.rulings import today
from doichieu.wording.catalogue import Catalogue

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

_HOME = "https://doichieu.example/"


def web_annotations(dossier: Dossier, words: Catalogue | None = None) -> str:
    """The claims of a dossier as JSON-LD, one annotation per claim; the same input on the same day gives equal bytes.

    Quotes are written without the words around them, which belong to the newspaper. If the same words occur earlier
    in the text, only the position says which occurrence is meant.
    """
    language, name = dossier.language, _named(dossier.id)
    title = getattr(dossier.title, language)
    collection: dict[str, Any] = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": title,
        "creator": {
            "id": _named(dossier.id, "writers"),
            "type": "Organization",
            "name": (words or Catalogue())[language]("writers", title=title),
            "nickname": dossier.id,
        },
        "generator": {
            "id": _HOME,
            "type": "Software",
            "name": f"doichieu {doichieu.__version__}",
            "nickname": "doichieu",
        },
        "total": len(dossier.claims),
    }
    if dossier.claims:  # a page must have at least one annotation
        page = _named(dossier.id, "page")
        items = [_annotation(claim, dossier) for claim in dossier.claims]
        collection["first"] = {"id": page, "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
        collection["last"] = page
    return to_json(collection)


def _annotation(claim: Claim, dossier: Dossier) -> dict[str, Any]:
    """The annotation of one claim, with its own context, so that it can be used alone."""
    return {
        "@context": CONTEXT,
        "id": _named(dossier.id, claim.document.id, claim.id, _source(claim.document)),
        "type": "Annotation",
        "motivation": "describing",
        "creator": _named(dossier.id, "writers"),
        "generator": _HOME,
        "generated": f"{today().isoformat()}T00:00:00Z",  # only the day, so that a run can be reproduced
        "body": _bodies(claim, dossier.language),
        "target": _targets(claim),
    }


def _bodies(claim: Claim, language: str) -> list[dict[str, Any]]:
    """What the claim states: in words, one language of which a viewer shows, and as data."""
    languages = sorted(("vi", "en"), key=lambda one: one != language)
    words = [
        {
            "type": "TextualBody",
            "value": getattr(claim.statement, one),
            "format": "text/plain",
            "language": one,
            "purpose": "describing",
        }
        for one in languages
    ]
    data = {"type": "TextualBody", "value": claim.facts, "format": "application/json", "purpose": "classifying"}
    return [{"type": "Choice", "items": words}, data]


def _targets(claim: Claim) -> list[dict[str, Any]]:
    """The claim's place in the text that its offsets refer to, and on the page where it was published."""
    document, quote = claim.document, claim.quote
    about = {"type": "Text", "language": document.language}
    if quote is None:
        return [{"id": _page(document) or _source(document), **about}]
    targets = []
    if document.text:
        source = {"id": _source(document), **about, "format": "text/plain"}
        targets.append({"type": "SpecificResource", "source": source, "selector": _selector(quote)})
    page = _page(document)
    if page and quote.occurrence == 1:  # a later occurrence could not be found by words alone
        targets.append({"type": "SpecificResource", "source": {"id": page, **about}, "selector": _exact(quote)})
    return targets or [{"id": page or _source(document), **about}]


def _selector(quote: Quote) -> Any:
    """The quote's words and position as alternatives; if the words also occur earlier, the words at that position."""
    position = {"type": "TextPositionSelector", "start": quote.start, "end": quote.end}
    return [_exact(quote), position] if quote.occurrence == 1 else position | {"refinedBy": _exact(quote)}


def _exact(quote: Quote) -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": quote.exact}


def _page(document: Document) -> str | None:
    """The address of a document as an IRI; characters that it may not contain are percent-encoded."""
    return percent(document.url, safe="%/:?#[]@!$&'()*+,;=~") if document.url else None


def _source(document: Document) -> str:
    """The name of a document's text: its SHA-256 (RFC 6920), because offsets refer to exactly these bytes."""
    return _digest(document.text) if document.text else _page(document) or _named("document", document.id)


def _digest(text: Text) -> str:
    return "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(text.sha256)).decode().rstrip("=")


def _named(*parts: str) -> str:
    """A name that is the same in every run, for something without an address."""
    return uuid5(NAMESPACE_URL, _HOME + "annotations/" + "/".join(parts)).urn
