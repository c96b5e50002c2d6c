"""The types that checks work with: documents, their claims, and the values that the claims state.

All data comes from files that are valid by the schemas; field names are those of the schemas.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

from doichieu.model.interval import Interval
from doichieu.model.values import Value

if TYPE_CHECKING:
    import pyarrow as pa

    Stored: TypeAlias = tuple[Path, ...] | pa.Table  # as Parquet files, or in memory


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words of a claim and their place, in code points of the NFC text."""

    exact: str
    start: int
    occurrence: int

    @property
    def end(self) -> int:
        return self.start + len(self.exact)


@dataclass(frozen=True, slots=True)
class Scope:
    """The time, place and group for which a claim holds."""

    as_of: str | None = None
    during: str | None = None
    from_: str | None = None
    since: str | None = None
    place: str | None = None
    among: str | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """The strict and loose interval of a value; in months or seconds for durations, in days for dates."""

    strict: Interval
    loose: Interval


@dataclass(frozen=True, eq=False)
class Claim:
    """One checkable statement of a document.

    `bounds` are those of its value (None for values that are not numbers or times); `moments` are the bounds of the
    `start` and `end` that a date or a period gives. `facts` is the part of the claim that a ruling depends on.
    """

    document: Document
    id: str
    quote: Quote | None
    statement: Bilingual
    subject: str
    property: str
    value: Value
    scope: Scope
    speaker: str | None
    mode: str
    facts: str
    bounds: Bounds | None
    moments: Mapping[str, Bounds]

    @cached_property
    def words(self) -> str:
        """The words to show for it: its quote, or our own statement for a reference without a quote."""
        if self.quote:
            return self.quote.exact
        return self.statement.vi if self.document.language == "vi" else self.statement.en


@dataclass(frozen=True)
class Text:
    """The text in which a document's quotes are anchored.

    `content` is None if the file is not on this machine; then nothing about the text is checked. `changed` means that
    the file's bytes differ from those in which the quotes were anchored.
    """

    file: str
    sha256: str
    body: tuple[tuple[int, int], ...]
    content: str | None = None
    changed: bool = False

    def in_body(self, start: int, end: int) -> bool:
        """Whether a span is in the article's body, not in boilerplate."""
        return any(first <= start and end <= last for first, last in self.body)


@dataclass(eq=False)
class Document:
    """An article, or a reference: a document of record."""

    id: str
    kind: str
    language: str
    title: str
    publisher: str | None
    url: str | None
    published: str
    published_basis: str
    text: Text | None
    path: Path
    sha256: str = ""
    claims: Sequence[Claim] = ()
    archived: Callable[[], str] | None = None
    dossier: Dossier = field(init=False, repr=False)

    def source(self) -> str:
        """Its claims file as text: from the archive that contains it, or else from its path."""
        return self.archived() if self.archived else self.path.read_text(encoding="utf-8")

    @property
    def is_record(self) -> bool:
        return self.kind == "reference"


@dataclass(frozen=True, slots=True)
class Entity:
    """A person or thing that claims are about."""

    id: str
    kind: str
    names: Mapping[str, tuple[str, ...]]
    broader: str | None = None
    holders: int | None = None

    def label(self, language: str) -> str:
        """Its first name in the language."""
        return self.names[language][0]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of entities, and what checks may conclude from it."""

    id: str
    label: Bilingual
    kind: str
    unit: str | None
    single: bool
    dynamics: str
    exact: bool
    role: str | None
    arithmetic: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ruling:
    """An editor's decision on a discrepancy."""

    fingerprint: str
    check: str
    decision: str
    reason: Bilingual
    by: str
    on: str
    until: str | None


@dataclass(eq=False)
class Dossier:
    """The documents on one story, with their entities, properties and rulings.

    `place` is its folder relative to the project's, as printed in reports; never absolute. `tables` are those of
    doichieu.tables.columns if they exist already, as for an archive, which is not typed as a whole.
    """

    id: str
    title: Bilingual
    language: str
    zone: str
    path: Path
    documents: Sequence[Document]
    entities: Mapping[str, Entity]
    properties: Mapping[str, Property]
    rulings: tuple[Ruling, ...]
    place: PurePosixPath = field(default_factory=PurePosixPath)
    tables: Mapping[str, Stored] | None = None

    @cached_property
    def claims(self) -> Sequence[Claim]:
        """Every claim, document by document; a claim's index here is its row in the tables."""
        return tuple(claim for document in self.documents for claim in document.claims)

    def document_of(self, row: int) -> Hashable:
        """A key that identifies the document of a claim without typing the claim."""
        return self.claims[row].document.id

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of its documents."""
        return frozenset(document.id for document in self.documents)

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """The kinds of value that each document states."""
        return {document.id: frozenset(claim.value.kind for claim in document.claims) for document in self.documents}

    @cached_property
    def mentions(self) -> Mapping[tuple[str, str], int]:
        """The number of claims, except opinions, about each subject and property."""
        return Counter((claim.subject, claim.property) for claim in self.claims if claim.mode != "opinion")

    def mentions_of(self, subjects: Collection[str]) -> Mapping[tuple[str, str], int]:
        """The same as `mentions` for some subjects."""
        return {key: count for key, count in self.mentions.items() if key[0] in subjects}

    def extract(self, documents: Iterable[Document]) -> Dossier:
        """The same dossier with only some of its documents; `mentions` still counts the claims of all."""
        part = Dossier(
            self.id, self.title, self.language, self.zone, self.path, tuple(documents), self.entities,
            self.properties, self.rulings, self.place,
        )  # fmt: skip
        part.mentions = self.mentions_of({claim.subject for claim in part.claims})
        return part

    def dated(self, stories: Collection[str]) -> Iterable[Claim]:
        """The claims that date an event of these stories: the ids of their subjects, up to the first slash."""
        return (claim for claim in self.claims if claim.moments and claim.subject.split("/")[0] in stories)

    def is_uncompared(self, claim: Claim) -> bool:
        """Whether a claim has nothing to be compared with: an opinion, or the only one on its subject and property."""
        return claim.mode == "opinion" or self.mentions.get((claim.subject, claim.property)) == 1

    @cached_property
    def alone(self) -> int:
        """The number of claims that have nothing to be compared with."""
        return sum(map(self.is_uncompared, self.claims))


def facts_of(claim: Mapping[str, Any]) -> str:
    """What a claim states, without its wording: canonical JSON, from which fingerprints are computed."""
    stated = {name: claim.get(name) or None for name in ("subject", "property", "value", "scope", "mode")}
    return json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
