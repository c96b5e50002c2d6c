"""The discrepancies in the order in which an editor works through them, and the values to filter them by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from doichieu.html.interval_chart import Data
from doichieu.model.edtf import edtf_bounds
from doichieu.report.compressed import whole
from doichieu.wording.working import lettered

_VERDICTS = ("contradiction", "tension", "note")


@dataclass(frozen=True)
class Facts:
    """What a discrepancy is filtered and sorted by; `newest` is the day its newest article was published, or 0."""

    verdict: str
    bucket: str
    check: str
    documents: tuple[str, ...]
    subjects: tuple[str, ...]
    speakers: tuple[str, ...]
    change: str
    newest: int


@dataclass(frozen=True)
class Choice:
    """One value to filter by, its label in both languages, and how many discrepancies have it."""

    value: str
    label: Mapping[str, str]
    count: int


def bucket(discrepancy: Data) -> str:
    """The bucket of a discrepancy: `open` if it needs a decision, `ruled` if it has one, `notes` if it needs none."""
    if discrepancy["ruling"]:
        return "ruled"
    return "notes" if discrepancy["verdict"] == "note" else "open"


def facts(discrepancy: Data, documents: Mapping[str, Data]) -> Facts:
    """The facts that a discrepancy is filtered and sorted by."""
    claims = discrepancy["claims"]
    named = _once(claim["document"] for claim in claims)
    return Facts(
        discrepancy["verdict"],
        bucket(discrepancy),
        discrepancy["check"],
        named,
        _once(claim["subject"] for claim in claims),
        _once(claim["speaker"] for claim in claims if claim["speaker"]),
        discrepancy.get("state") or "",
        max((_day(documents[name]) for name in named if documents[name]["kind"] == "article"), default=0),
    )


def buckets(report: Data) -> dict[str, list[Data]]:
    """The discrepancies of each bucket, sorted by gravity, then new ones first, then by the newest article."""
    documents = {document["id"]: document for document in report["documents"]}
    found: dict[str, list[tuple[Facts, Data]]] = {"open": [], "ruled": [], "notes": []}
    for item in report["discrepancies"]:
        about = facts(whole(item), documents)
        found[about.bucket].append((about, item))
    return {name: [item for _, item in sorted(items, key=_urgency)] for name, items in found.items()}


def _urgency(item: tuple[Facts, Data]) -> tuple[int, bool, int]:
    about, _ = item
    return _VERDICTS.index(about.verdict), about.change != "new", -about.newest


def choices(report: Data) -> dict[str, list[Choice]]:
    """The checks, documents, subjects and speakers that occur in the discrepancies, by name of the filter."""
    documents = {document["id"]: document for document in report["documents"]}
    titles = {check["name"]: check["title"] for check in report["checks"]}
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("check", "document", "subject", "speaker")}
    labels: dict[str, dict[str, Mapping[str, str]]] = {name: {} for name in counts}
    for item in report["discrepancies"]:
        about = facts(item, documents)
        counts["check"][about.check] += 1
        counts["document"].update(about.documents)
        counts["subject"].update(about.subjects)
        counts["speaker"].update(about.speakers)
        labels["check"][about.check] = titles[about.check]
        for claim in item["claims"]:
            names = claim.get("names") or {}
            labels["subject"][claim["subject"]] = names.get("subject") or _alike(claim["subject"])
            labels["document"][claim["document"]] = _called(documents[claim["document"]])
            if claim["speaker"]:
                labels["speaker"][claim["speaker"]] = names.get("speaker") or _alike(claim["speaker"])
    return {
        name: sorted(
            (Choice(value, labels[name][value], count) for value, count in counted.items()),
            key=lambda choice: choice.value,
        )
        for name, counted in counts.items()
    }


def _called(document: Data) -> dict[str, str]:
    if document["kind"] == "reference":
        return _alike(document["title"])
    return _alike(f"{document['id']}: {document['title']}")


def _alike(words: str) -> dict[str, str]:
    return {"vi": words, "en": words}


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _day(document: Data) -> int:
    """The first day on which a document can have been published, as an ordinal."""
    return int(edtf_bounds(document["published"]["edtf"]).lower)


def spoken(discrepancy: Data) -> Iterator[tuple[str, list[str]]]:
    """The documents of a discrepancy, each with the letters of its claims."""
    letters: dict[str, list[str]] = {}
    for letter, claim in lettered(discrepancy["claims"]):
        letters.setdefault(claim["document"], []).append(letter)
    yield from letters.items()


def several(discrepancy: Data) -> bool:
    """Whether the claims state different values of one thing, so that the question is which of them is right."""
    claims = discrepancy["claims"]
    return len(claims) > 1 and len({(claim["subject"], claim["property"]) for claim in claims}) == 1
