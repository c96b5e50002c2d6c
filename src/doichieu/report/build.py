"""Build the data of report.json, which schemas/discrepancies.schema.json describes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import doichieu
from doichieu.model.claims import Bilingual, Bounds, Claim, Document, Dossier, Ruling
from doichieu.model.interval import End, Interval
from doichieu.model.values import Members, Period
from doichieu.quotes.coverage import coverage_of
from doichieu.quotes.offsets import quote_is_there
from doichieu.report.compressed import Compressed, whole
from doichieu.report.explanations import reconciliations
from doichieu.report.source_positions import in_claims_file, in_text, path_in_project, text_path
from doichieu.runner.baseline import Comparison
from doichieu.runner.findings import SEVERITIES, Discrepancy
from doichieu.runner.rulings import RuledResult
from doichieu.runner.run import LISTED, Found, Result
from doichieu.wording.units import per_unit, unit_of
from doichieu.wording.working import iso

VERSION = 1


def report(ruled_result: RuledResult, against: Comparison | None = None, at_hand: int | None = None) -> dict[str, Any]:
    """The results of a run as plain data: everything found, ruled, agreed or not checked. Equal runs give equal data.

    With a comparison, it includes what is new and what is gone since the baseline. Discrepancies beyond the first
    `at_hand` are Compressed, which `json_parts` writes like the others.
    """
    result = ruled_result.result
    dossier = result.dossier
    documents = result.shown.documents
    return {
        "version": VERSION,
        "tool": {"name": "doichieu", "version": doichieu.__version__},
        "dossier": {
            "id": dossier.id,
            "title": _both(dossier.title),
            "language": dossier.language,
            "path": path_in_project(dossier.path, dossier),
        },
        "documents": [_document(document, dossier) for document in result.concerned],
        "discrepancies": [
            data if at_hand is None or place < at_hand else Compressed(data)
            for place, data in enumerate(_discrepancy(found, ruled_result, against) for found in result.found)
        ],
        "unverified": [
            {
                "check": skipped.check.name,
                "claims": [_place(claim) for claim in skipped.unverified.claims],
                "message": {"vi": skipped.unverified.vi, "en": skipped.unverified.en},
            }
            for skipped in result.unverified
        ],
        "crashes": [
            {
                "check": crash.check.name,
                "document": crash.document and crash.document.id,
                "error": crash.error,
            }
            for crash in result.crashes
        ],
        "rulings": {
            "gone": [_ruling(ruling) for ruling in ruled_result.gone],
            "expired": [_ruling(ruling) for ruling in ruled_result.expired],
        },
        "outcomes": result.outcomes,
        "checks": [
            {
                "name": check.name,
                "title": _both(check.title),
                "source": check.source,
                "outcomes": {document.id: result.outcome(document, check) for document in documents},
            }
            for check in result.checks
        ],
        "coverage": _coverage(ruled_result),
        **({"against": _against(against)} if against else {}),
        **({"archive": _archive(result)} if len(dossier.documents) > LISTED else {}),
    }


def _archive(result: Result) -> dict[str, Any]:
    """The totals of an archive, of which only a part is listed."""
    dossier = result.dossier
    return {
        "documents": len(dossier.documents),
        "claims": len(dossier.claims),
        "alone": dossier.alone,
        "unverified": dict(result.unlisted),
    }


def to_json(data: Any) -> str:
    """Data as JSON text; equal data give equal bytes."""
    return "".join(json_parts(data))


def json_parts(data: Any) -> Iterator[str]:
    """The text of `to_json` in parts, so that a large report is not in memory twice."""
    yield from json.JSONEncoder(ensure_ascii=False, indent=1, default=whole).iterencode(data)
    yield "\n"


def _both(words: Bilingual) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}


def _document(document: Document, dossier: Dossier) -> dict[str, Any]:
    return {
        "id": document.id,
        "kind": document.kind,
        "language": document.language,
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "published": {"edtf": document.published, "basis": document.published_basis},
        "file": document.path.name,
        "path": path_in_project(document.path, dossier),
        "text_path": text_path(document, dossier),
        "sha256": document.sha256,
        "text": _text_state(document),
        "claims": len(document.claims),
    }


def _text_state(document: Document) -> str:
    """The state of the text: read, changed or missing, or none if the document refers to no text."""
    text = document.text
    if text is None:
        return "none"
    return "missing" if text.content is None else "changed" if text.changed else "read"


def _discrepancy(found: Found, ruled_result: RuledResult, against: Comparison | None) -> dict[str, Any]:
    discrepancy = found.discrepancy
    ruling = ruled_result.ruled.get(found.fingerprint)
    return {
        "id": found.fingerprint,
        "check": found.check.name,
        "verdict": discrepancy.verdict,
        "severity": SEVERITIES[discrepancy.verdict],
        "scope": scope_of(discrepancy),
        "claims": [_claim(claim, ruled_result.result.dossier) for claim in discrepancy.claims],
        "message": {"vi": discrepancy.vi, "en": discrepancy.en},
        "working": discrepancy.working,
        "question": _both(discrepancy.question),
        "reconciliations": _reconciliations(discrepancy, ruled_result.result),
        "ruling": _ruling(ruling) if ruling else None,
        "whole_document": discrepancy.whole_document,
        **({"state": against.state(found)} if against else {}),
    }


def _against(comparison: Comparison) -> dict[str, Any]:
    """The baseline of the run, and its discrepancies that are no longer found."""
    baseline = comparison.baseline
    return {
        "sha256": baseline.sha256,
        "version": baseline.version,
        "counts": comparison.counts,
        "gone": [_past(item) for item in comparison.gone],
        "unseen": [_past(item) for item in comparison.unseen],
    }


def _past(item: Mapping[str, Any]) -> dict[str, Any]:
    """A discrepancy of the baseline, shortened."""
    claims = [{name: claim[name] for name in ("document", "claim", "quote")} for claim in item["claims"]]
    return {name: item[name] for name in ("id", "check", "verdict", "message", "ruling")} | {"claims": claims}


def _reconciliations(discrepancy: Discrepancy, result: Result) -> list[dict[str, Any]]:
    found = () if discrepancy.whole_document else reconciliations(discrepancy, result)
    return [
        {
            "claim": item.claim.id,
            "vi": item.vi,
            "en": item.en,
            "working": item.working,
            "events": [
                {"document": event.document.id, "label": _label(event.subject, result.dossier), **_days(days)}
                for event, days in item.events
            ],
        }
        for item in found
    ]


def _days(days: Interval) -> dict[str, str | None]:
    return {"lower": _moment(days.lower), "upper": _moment(days.upper)}


def _moment(end: End) -> str | None:
    return iso(end) if isinstance(end, Fraction) else None


def scope_of(discrepancy: Discrepancy) -> str:
    """Where the claims are: in one `document`, in several `documents`, or one in a document of `record`."""
    if any(claim.document.is_record for claim in discrepancy.claims):
        return "record"
    return "document" if len({claim.document.id for claim in discrepancy.claims}) == 1 else "documents"


def _place(claim: Claim) -> dict[str, Any]:
    quote = claim.quote
    return {
        "document": claim.document.id,
        "claim": claim.id,
        "quote": {
            "exact": quote.exact if quote else "",
            "start": quote.start if quote else None,
            "end": quote.end if quote else None,
        },
        "at": in_claims_file(claim),
        "in_text": in_text(claim),
    }


def _claim(claim: Claim, dossier: Dossier) -> dict[str, Any]:
    return _place(claim) | {
        "statement": _both(claim.statement),
        "subject": claim.subject,
        "property": claim.property,
        "speaker": claim.speaker,
        "mode": claim.mode,
        **bounds_data(claim),
        "unit": {"vi": unit_of(claim, "vi"), "en": unit_of(claim, "en")},
        "names": {
            "subject": _label(claim.subject, dossier),
            "property": _both(dossier.properties[claim.property].label),
            "speaker": _label(claim.speaker, dossier) if claim.speaker else None,
        },
        **_parts(claim, dossier),
    }


def _parts(claim: Claim, dossier: Dossier) -> dict[str, Any]:
    """What a drawing needs besides the bounds: the ends of a period, and the names in a list."""
    match claim.value:
        case Period():
            return {"ends": {name: _days(end.strict) for name, end in claim.moments.items()}}
        case Members(members=members):
            return {"members": [_label(member, dossier) for member in members]}
        case _:
            return {}


def _label(entity: str, dossier: Dossier) -> dict[str, str]:
    return {language: dossier.entities[entity].label(language) for language in ("vi", "en")}


def bounds_data(claim: Claim) -> dict[str, Any]:
    """Both bounds, durations in the claim's own unit and dates in ISO 8601; null if the value has no bounds."""
    bounds: Bounds | None = claim.bounds
    sides = {"strict": bounds and bounds.strict, "loose": bounds and bounds.loose}
    return {name: _interval(side, claim) if side else None for name, side in sides.items()}


def _interval(interval: Interval, claim: Claim) -> dict[str, Any]:
    return {
        "lower": _end(interval.lower, claim),
        "upper": _end(interval.upper, claim),
        "lower_closed": interval.lower_closed,
        "upper_closed": interval.upper_closed,
    }


def _end(end: End, claim: Claim) -> str | int | float | None:
    if not isinstance(end, Fraction):
        return None
    if claim.value.kind in ("date", "period"):
        return iso(end)
    number = end / per_unit(claim)
    return number.numerator if number.denominator == 1 else float(number)


def _ruling(ruling: Ruling) -> dict[str, Any]:
    return {
        "fingerprint": ruling.fingerprint,
        "check": ruling.check,
        "decision": ruling.decision,
        "reason": _both(ruling.reason),
        "by": ruling.by,
        "on": ruling.on,
        "until": ruling.until,
    }


def _coverage(ruled_result: RuledResult) -> list[dict[str, Any]]:
    """How much of each document could be checked; the claims in `alone` had nothing to be compared with."""
    dossier = ruled_result.result.shown
    rows: list[dict[str, Any]] = []
    for document in dossier.documents:
        content = (document.text.content if document.text else None) or ""
        anchored = sum(1 for claim in document.claims if claim.quote and quote_is_there(content, claim.quote))
        left = [claim.id for claim in document.claims if dossier.is_uncompared(claim)]
        rows.append(
            {
                "document": document.id,
                "claims": len(document.claims),
                "anchored": anchored,
                "compared": len(document.claims) - len(left),
                "alone": left,
                **covered(document),
            }
        )
    return rows


def covered(document: Document) -> dict[str, Any]:
    """The number of an article's checkable expressions, those covered, and the rest; null if its text was not read."""
    known = coverage_of(document)
    if known is None:
        return {"expressions": None, "covered": None, "missed": None}
    missed = [{"exact": one.exact, "start": one.start, "end": one.end} for one in known.missed]
    return {"expressions": len(known.expressions), "covered": known.covered, "missed": missed}
