"""Editors' rulings on published pages, as schema.org ClaimReview for search engines and fact-check archives.

Nothing in it is a machine's finding: it contains only discrepancies that an editor has ruled on, in words (“these
disagree”) that never call a statement false. The markup goes into the page that it names, so it names only articles
with an address, never a document of record, because that page belongs to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urldefrag

from doichieu.formats import Data, Material, Written
from doichieu.formats.messages import without_control_characters
from doichieu.report.build import to_json
from doichieu.wording.catalogue import Catalogue

_PUBLIC = ("stands", "corrected")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def claimreview(material: Material) -> Written:
    """The reviews of all dossiers as one JSON-LD list."""
    candidates = [
        review for report in material.reports for review in _reviews(without_control_characters(report), material.words)
    ]
    kept, cuts = _one_a_page(candidates), []
    if len(kept) < len(candidates):
        left = len(candidates) - len(kept)
        cuts.append(material.words_for(material.reports[0])("cut.reviews", left=left, all=len(candidates)))
    # in an HTML page, a “<” in a quote could end the script element
    return Written(to_json(kept).replace("<", "\\u003c"), cuts)


def _one_a_page(reviews: Iterable[Data]) -> list[Data]:
    """The first and therefore gravest review of each page; addresses that differ only in the fragment are one page."""
    pages: dict[str, Data] = {}
    for review in reviews:
        pages.setdefault(urldefrag(review["url"]).url, review)
    return list(pages.values())


def _reviews(report: Data, words: Catalogue) -> list[Data]:
    """A review for each discrepancy to publish, on the page of its first published claim."""
    documents = {document["id"]: document for document in report["documents"]}
    reviews = []
    for item in report["discrepancies"]:
        places = [(claim, documents[claim["document"]]) for claim in item["claims"]]
        place = next((place for place in places if _is_published(place[1])), None)
        if place and _is_public(item):
            reviews.append(_review(item, *place, words))
    return reviews


def _is_public(item: Data) -> bool:
    """Whether an editor has ruled that statements disagree; notes are left out: they are about style or files."""
    decided = item["ruling"] is not None and item["ruling"]["decision"] in _PUBLIC
    return decided and item["verdict"] != "note" and not item.get("whole_document")


def _is_published(document: Data) -> bool:
    return document["kind"] == "article" and str(document["url"]).startswith(("http://", "https://"))


def _review(item: Data, claim: Data, document: Data, words: Catalogue) -> Data:
    language, ruling = document["language"], item["ruling"]
    publisher = {"@type": "Organization", "name": document["publisher"]} if document["publisher"] else None
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": document["url"],
        "identifier": item["id"],
        "inLanguage": language,
        "datePublished": ruling["on"],
        "author": publisher or {"name": ruling["by"]},  # may be a person or a desk
        "claimReviewed": claim["statement"][language],
        "reviewBody": f"{item['message'][language]} {ruling['reason'][language]}",
        "reviewRating": {"@type": "Rating", "alternateName": words[language](f"review.{ruling['decision']}")},
        "itemReviewed": _claim(claim, document, publisher),
    }


def _claim(claim: Data, document: Data, publisher: Data | None) -> Data:
    """Who said what and where; the day of publication only if it is an exact day."""
    language, published = document["language"], document["published"]["edtf"]
    speaker = (claim.get("names") or {}).get("speaker")
    author: Any = {"name": speaker[language]} if speaker else publisher
    appearance = {"@type": "NewsArticle", "url": document["url"], "headline": document["title"]}
    return {
        "@type": "Claim",
        **({"author": author} if author else {}),
        **({"datePublished": published} if _DAY.fullmatch(published) else {}),
        "appearance": appearance | {"inLanguage": language},
    }
