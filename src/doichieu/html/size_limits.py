"""Choose the parts of a very large dossier that the page shows, so that it still opens, and count what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from doichieu.html.interval_chart import Data
from doichieu.html.overview import STATES, Fact, Overview, Stated, Subject
from doichieu.model.claims import Document

MOST_DOCUMENTS, MOST_CLAIMS = 300, 3_000
MOST_ROWS, MOST_COLUMNS = 250, 40  # of the matrix
MOST_ALIKE = 100  # claims about one property of one subject


@dataclass(frozen=True)
class Matrix:
    """Documents side by side: subjects with their rows, the columns, and how many of each were left out."""

    subjects: tuple[Subject, ...]
    columns: tuple[Document, ...]
    rows_left: int
    columns_left: int


@dataclass(frozen=True)
class Excerpt:
    """An overview cut to fit one page, and how many subjects and claims were left out."""

    overview: Overview
    subjects_left: int
    claims_left: int


def chosen(documents: Sequence[Data], found: Iterable[Data]) -> list[Data]:
    """The documents that a page has room for, in order: those with the gravest discrepancies, then the first ones."""
    by_id = {document["id"]: document for document in documents}
    wanted = dict.fromkeys(claim["document"] for item in found for claim in item["claims"]) | dict.fromkeys(by_id)
    kept, room = set[str](), MOST_CLAIMS
    for name in wanted:
        if len(kept) < MOST_DOCUMENTS and (by_id[name]["claims"] <= room or not kept):
            kept.add(name)
            room -= by_id[name]["claims"]
    return [document for document in documents if document["id"] in kept]


def excerpt(overview: Overview, documents: Iterable[Data]) -> Excerpt:
    """The overview of these documents and of the worst subjects overall."""
    names = {document["id"] for document in documents}
    subjects = tuple(_fitting(overview.subjects))
    claims = sum(len(subject.claims) for subject in subjects)
    kept = replace(
        overview,
        subjects=subjects,
        annotated_texts={name: text for name, text in overview.annotated_texts.items() if name in names},
        documents=tuple(document for document in overview.documents if document.id in names),
    )
    return Excerpt(kept, len(overview.subjects) - len(subjects), len(overview.claims) - claims)


def _fitting(subjects: Iterable[Subject]) -> Iterator[Subject]:
    """The subjects, worst first, while there is room; each fact with at most MOST_ALIKE claims."""
    claims = 0
    for subject in subjects:
        facts = tuple(_short(fact) for fact in subject.facts)
        claims += sum(len(fact.claims) for fact in facts)
        if claims > MOST_CLAIMS:
            return
        yield subject if facts == subject.facts else replace(subject, facts=facts)


def _short(fact: Fact) -> Fact:
    if len(fact.claims) <= MOST_ALIKE:
        return fact
    worst = {one.claim for one in sorted(fact.claims, key=lambda one: STATES.index(one.state))[:MOST_ALIKE]}
    return replace(fact, claims=tuple(one for one in fact.claims if one.claim in worst))


def matrix(overview: Overview) -> Matrix:
    """The shared subjects against the documents that state most of what is disputed about them."""
    rows, subjects = 0, list[Subject]()
    for subject in overview.shared:
        facts = subject.facts[: MOST_ROWS - rows]
        rows += len(facts)
        if facts:
            subjects.append(subject if facts == subject.facts else replace(subject, facts=facts))
    said = [one for subject in subjects for one in subject.claims]
    most = [name for name, _ in _weights(said).most_common(MOST_COLUMNS)]
    columns = tuple(document for document in overview.columns if document.id in set(most))
    everything = sum(len(subject.facts) for subject in overview.shared)
    return Matrix(tuple(subjects), columns, everything - rows, len(overview.columns) - len(columns))


def _weights(said: Iterable[Stated]) -> Counter[str]:
    """How much each document states; what is disputed counts most."""
    weights: Counter[str] = Counter()
    for one in said:
        weights[one.claim.document.id] += 1_000 if one.cards else 1
    return weights
