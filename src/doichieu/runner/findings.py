"""What a check yields: discrepancies, and what it could not look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from doichieu.model.claims import Bilingual, Bounds, Claim
from doichieu.model.values import Figure

Verdict = Literal["contradiction", "tension", "note"]
"""How grave a discrepancy is: the loose bounds do not meet, only the strict ones do not, or it is a matter of style."""

SEVERITIES: dict[Verdict, str] = {"contradiction": "error", "tension": "warning", "note": "note"}


@dataclass(frozen=True)
class Discrepancy:
    """Claims that disagree.

    `claims` are at least one, the one to look at first in front. `vi` and `en` say in one sentence what disagrees and
    why both cannot hold. `working` is the arithmetic in one line that needs no language: intervals as [3.6; 4), dates
    as 2024-12-24, a point for decimals (reports localise it). `question` is what to ask the author, left to the
    report where the check has nothing better than "which of the two?". `whole_document` is for what concerns the
    document as a whole: then its claims only give it a place, and reports do not show what they state.
    """

    claims: tuple[Claim, ...]
    verdict: Verdict
    vi: str
    en: str
    working: str
    question: Bilingual | None = None
    whole_document: bool = False

    def __post_init__(self) -> None:
        if not self.claims:
            raise ValueError("a discrepancy needs at least one claim")


@dataclass(frozen=True)
class Unverified:
    """Something a check could not look at, and why; `claims` are those it concerns."""

    claims: tuple[Claim, ...]
    vi: str
    en: str


Finding = Discrepancy | Unverified
"""What a check yields: claims that disagree, or something that it could not look at."""


def verdict(one: Bounds | None, other: Bounds | None) -> Verdict:
    """How two values disagree whose strict bounds do not meet: a tension where at least the loose ones do."""
    assert one  # only values on a line are set side by side
    assert other
    return "tension" if one.loose.meets(other.loose) else "contradiction"


def same_but_hedged(one: Claim, other: Claim) -> bool:
    """Whether two figures print the same number, one of them with a hedge: a matter of style, not of fact."""
    first, second = one.value, other.value
    if not (isinstance(first, Figure) and isinstance(second, Figure)) or (first.hedge is None) == (
        second.hedge is None
    ):
        return False
    return replace(first, hedge=None) == replace(second, hedge=None)
