"""What a check yields: discrepancies, and points that it could not check."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from doichieu.model.bounds import cut_off
from doichieu.model.claims import Bilingual, Bounds, Claim
from doichieu.model.values import Figure

Verdict = Literal["contradiction", "tension", "note"]
"""How serious a discrepancy is.

Contradiction: the loose bounds do not meet. Tension: only the strict bounds do not meet. Note: a matter of style.
"""

SEVERITIES: dict[Verdict, str] = {"contradiction": "error", "tension": "warning", "note": "note"}


@dataclass(frozen=True)
class Discrepancy:
    """Claims that disagree.

    `claims` has at least one claim; the first is the one to look at first. `vi` and `en` say in one sentence what
    disagrees and why both cannot be right. `working` is the arithmetic in one line without words: intervals as
    [3.6; 4), dates as 2024-12-24, a point for decimals (reports localise it). `question` is what an editor would ask
    the author, one sentence in both languages. `whole_document` marks a discrepancy of a document as a whole: its
    claims then only locate it, and reports do not show their values. Raises ValueError without claims.
    """

    claims: tuple[Claim, ...]
    verdict: Verdict
    vi: str
    en: str
    working: str
    question: Bilingual = field(kw_only=True)
    whole_document: bool = False

    def __post_init__(self) -> None:
        if not self.claims:
            raise ValueError("a discrepancy needs at least one claim")


@dataclass(frozen=True)
class Unverified:
    """Something that a check could not verify: `vi` and `en` say why, `claims` are the claims concerned."""

    claims: tuple[Claim, ...]
    vi: str
    en: str


Finding = Discrepancy | Unverified
"""What a check yields: claims that disagree, or something that it could not verify."""


def verdict(one: Bounds | None, other: Bounds | None) -> Verdict:
    """The verdict on two values whose strict bounds do not meet: a tension if their loose bounds meet."""
    assert one  # only values with bounds are compared
    assert other
    return "tension" if one.loose.meets(other.loose) else "contradiction"


def verdict_on(one: Claim, other: Claim) -> Verdict:
    """The verdict on two claims whose strict bounds do not meet; also a tension if one may be the other cut off."""
    return "tension" if cut_off(one, other) else verdict(one.bounds, other.bounds)


def same_but_hedged(one: Claim, other: Claim) -> bool:
    """Whether two values are the same figure except that only one has a hedge: a matter of style, not of fact."""
    first, second = one.value, other.value
    if not (isinstance(first, Figure) and isinstance(second, Figure)) or (first.hedge is None) == (
        second.hedge is None
    ):
        return False
    return replace(first, hedge=None) == replace(second, hedge=None)
