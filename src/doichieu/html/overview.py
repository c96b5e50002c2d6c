"""Everything that the documents of a dossier state, subject by subject, with the state of each claim."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from doichieu.html.annotated_text import AnnotatedText, annotated_text
from doichieu.model.claims import Claim, Document, Dossier
from doichieu.model.edtf import edtf_bounds
from doichieu.model.interval import Interval
from doichieu.model.values import Members, Named, Relation, Wording
from doichieu.runner.rulings import RuledResult
from doichieu.wording.formatting import bounds, join_list
from doichieu.wording.values import relation_words, value_words

State = Literal["contradiction", "tension", "note", "ruled", "unverified", "agreed", "alone"]
STATES: tuple[State, ...] = ("contradiction", "tension", "note", "ruled", "unverified", "agreed", "alone")

_FILES = ("dossier.json", "entities.json", "properties.json", "rulings.json")

Pair = Mapping[str, str]  # the same words by language


@dataclass(frozen=True, slots=True)
class Card:
    """A discrepancy that a claim is part of, and its state."""

    id: str
    state: State


@dataclass(frozen=True)
class Stated:
    """A claim with its state.

    `value` is its value in words, None if the quote says just that in both languages. `range` is the interval of its
    strict bounds in words, None if it is a single value. `cards` are its discrepancies, worst first.
    """

    claim: Claim
    value: Pair | None
    range: Pair | None
    speaker: Pair | None
    cards: tuple[Card, ...]
    state: State

    @property
    def published(self) -> str:
        """The day its document was published, in ISO 8601, marked ≈ if it is approximate."""
        edtf = self.claim.document.published
        day = edtf.rstrip("~%").partition("T")[0]
        return day if edtf[-1] not in "~%" else f"≈ {day}"


@dataclass(frozen=True)
class Fact:
    """What the documents state about one property of one subject, by date of publication."""

    label: Pair
    claims: tuple[Stated, ...]

    @cached_property
    def documents(self) -> frozenset[str]:
        return frozenset(one.claim.document.id for one in self.claims)

    @cached_property
    def state(self) -> State:
        return _worst(self.claims)

    @cached_property
    def disputed(self) -> bool:
        """Whether any of its claims is part of a discrepancy."""
        return any(one.cards for one in self.claims)

    @cached_property
    def cards(self) -> tuple[Card, ...] | None:
        """The discrepancies of its claims; None if they are not the same for every claim."""
        first, *others = (one.cards for one in self.claims)
        return first if all(cards == first for cards in others) else None

    def of(self, document: Document) -> list[Stated]:
        """What one document states about it; claims with the same value and the same discrepancies appear once."""
        said = (one for one in self.claims if one.claim.document is document)
        values = {(str(one.value or one.claim.words), one.state, one.cards): one for one in said}
        return list(values.values())


@dataclass(frozen=True)
class Subject:
    """A subject with everything stated about it; what disagrees comes first."""

    label: Pair
    facts: tuple[Fact, ...]

    @cached_property
    def claims(self) -> tuple[Stated, ...]:
        return tuple(one for fact in self.facts for one in fact.claims)

    @cached_property
    def states(self) -> list[State]:
        """The states of its claims, worst first."""
        return sorted({one.state for one in self.claims}, key=STATES.index)

    @cached_property
    def by_state(self) -> list[tuple[State, list[Fact]]]:
        """Its facts, grouped by state."""
        return [(state, list(facts)) for state, facts in groupby(self.facts, key=lambda fact: fact.state)]

    @cached_property
    def is_uncompared(self) -> bool:
        """Whether none of its claims has another to be compared with."""
        return self.states == ["alone"]


@dataclass(frozen=True)
class Input:
    """A file that the run read, and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Overview:
    """What the page shows besides its cards; `annotated_texts` is empty if the page is to include no texts."""

    claims: Mapping[Claim, Stated]
    subjects: tuple[Subject, ...]
    annotated_texts: Mapping[str, AnnotatedText]
    with_texts: bool
    inputs: tuple[Input, ...]
    day: str
    documents: tuple[Document, ...]

    @cached_property
    def shared(self) -> tuple[Subject, ...]:
        """The subjects with facts that several documents state or that are disputed, with those facts only."""
        kept = (
            (subject, tuple(fact for fact in subject.facts if len(fact.documents) > 1 or fact.disputed))
            for subject in self.subjects
        )
        return tuple(Subject(subject.label, facts) for subject, facts in kept if facts)

    @cached_property
    def marked(self) -> frozenset[str]:
        """The claims, as document:claim, that are marked in their document, so that a card can link to them."""
        shown = (claim for document in self.documents for claim in document.claims)
        marked = (claim for claim in shown if self.with_texts or self.claims[claim].cards)
        return frozenset(f"{claim.document.id}:{claim.id}" for claim in marked)

    @cached_property
    def told(self) -> frozenset[Claim]:
        """The claims that are listed among the facts."""
        return frozenset(one.claim for subject in self.subjects for one in subject.claims)

    @cached_property
    def names(self) -> frozenset[str]:
        """The ids of its documents."""
        return frozenset(document.id for document in self.documents)

    @cached_property
    def columns(self) -> tuple[Document, ...]:
        """The documents that state something about the shared subjects."""
        named = frozenset[str]().union(*(fact.documents for subject in self.shared for fact in subject.facts))
        return tuple(document for document in self.documents if document.id in named)

    def worst(self, claims: Iterable[Claim]) -> State:
        """The worst state of several claims that quote the same words."""
        return _worst(self.claims[claim] for claim in claims)


def overview(ruled_result: RuledResult, day: str, with_texts: bool = False) -> Overview:
    """The overview of a run on `day`; it includes the documents' texts only if `with_texts` is true."""
    dossier = ruled_result.result.shown
    claims = _stated(ruled_result)
    texts = ((document.id, annotated_text(document)) for document in dossier.documents) if with_texts else ()
    return Overview(
        claims,
        _subjects(dossier, claims.values()),
        {name: text for name, text in texts if text},
        with_texts,
        tuple(_inputs(dossier)),
        day,
        tuple(dossier.documents),
    )


def _stated(ruled_result: RuledResult) -> dict[Claim, Stated]:
    result = ruled_result.result
    cards: defaultdict[Claim, list[Card]] = defaultdict(list)
    for found in result.found:
        state: State = "ruled" if found.fingerprint in ruled_result.ruled else found.discrepancy.verdict
        # a discrepancy of a whole document says nothing about the claims that locate it
        for claim in dict.fromkeys(() if found.discrepancy.whole_document else found.discrepancy.claims):
            cards[claim].append(Card(found.fingerprint, state))
    dossier = result.shown
    unverified = {claim for point in result.unverified for claim in point.unverified.claims}

    def state_of(claim: Claim) -> State:
        if claim in cards:
            return cards[claim][0].state
        return "unverified" if claim in unverified else "alone" if dossier.is_uncompared(claim) else "agreed"

    for own in cards.values():
        own.sort(key=lambda card: STATES.index(card.state))
    return {
        claim: Stated(
            claim,
            *_meaning(claim, dossier),
            _label(claim.speaker, dossier) if claim.speaker else None,
            tuple(cards[claim]) if claim in cards else (),
            state_of(claim),
        )
        for claim in dossier.claims
    }


def _meaning(claim: Claim, dossier: Dossier) -> tuple[Pair | None, Pair | None]:
    """A claim's value and its range in words; None for either if it would only repeat what is shown."""
    value = _both(lambda language: stated(claim, dossier, language))
    exact = claim.quote.exact if claim.quote else ""
    strict = claim.bounds and claim.bounds.strict
    span = _range(strict, claim) if strict and strict.lower < strict.upper else None
    return (None if set(value.values()) == {exact} else value), (None if span == value else span)


def stated(claim: Claim, dossier: Dossier, language: str) -> str:
    """The value of a claim as a report prints it; words that are the value stay in their own language."""
    match claim.value:
        case Named(entity=entity):
            return dossier.entities[entity].label(language)
        case Members(members=members):
            return join_list([dossier.entities[member].label(language) for member in members], language)
        case Wording(text=text):
            return text
        case Relation(relation=relation, of=of):
            return relation_words(relation, dossier.entities[of].label(language), language)
        case value:
            return value_words(value, language)


def _subjects(dossier: Dossier, claims: Iterable[Stated]) -> tuple[Subject, ...]:
    """Subjects and their facts, the worst disagreements first, else in order of appearance."""
    grouped: dict[str, dict[str, list[Stated]]] = {}
    for one in claims:
        grouped.setdefault(one.claim.subject, {}).setdefault(one.claim.property, []).append(one)

    def fact(name: str, said: list[Stated]) -> Fact:
        label = dossier.properties[name].label
        return Fact({"vi": label.vi, "en": label.en}, tuple(sorted(said, key=_published)))

    subjects = (
        Subject(
            _label(name, dossier),
            tuple(sorted((fact(prop, said) for prop, said in facts.items()), key=lambda one: STATES.index(one.state))),
        )
        for name, facts in grouped.items()
    )
    return tuple(sorted(subjects, key=lambda subject: _place(subject.claims)))


def _published(one: Stated) -> tuple[object, ...]:
    document, quote = one.claim.document, one.claim.quote
    return edtf_bounds(document.published).lower, document.is_record, document.id, quote.start if quote else 0


def _worst(claims: Iterable[Stated]) -> State:
    return min((one.state for one in claims), key=STATES.index)


def _place(claims: Iterable[Stated]) -> int:
    """The sort key of claims: their worst state; all states without a discrepancy rank alike."""
    return min(STATES.index(_worst(claims)), STATES.index("unverified"))


def _inputs(dossier: Dossier) -> Iterable[Input]:
    for name in _FILES:
        path = dossier.path / name
        if path.is_file():
            yield Input(name, hashlib.sha256(path.read_bytes()).hexdigest())
    for document in dossier.documents:
        yield Input(f"{document.path.parent.name}/{document.path.name}", document.sha256)


def _range(interval: Interval, claim: Claim) -> Pair:
    return _both(lambda language: bounds(interval, claim, language))


def _label(entity: str, dossier: Dossier) -> Pair:
    return _both(dossier.entities[entity].label)


def _both(words: Callable[[str], str]) -> Pair:
    return {language: words(language) for language in ("vi", "en")}
