"""Find readings under which both sides are right, by other dated events of the story, as questions to the editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from doichieu.model.claims import Claim
from doichieu.model.edtf import edtf_bounds, elapsed
from doichieu.model.interval import Interval
from doichieu.model.values import Figure
from doichieu.runner.findings import Discrepancy
from doichieu.runner.run import Result
from doichieu.wording.formatting import days
from doichieu.wording.sentences import in_quotes, quoted
from doichieu.wording.units import per_unit
from doichieu.wording.working import day_notation, notation

_DAYS = 7  # an event whose start is less exact than this explains nothing
_MOST = 3  # if more events than this would explain a claim, none is offered


@dataclass(frozen=True)
class Reconciliation:
    """A reading under which one claim of a discrepancy is right; `events` are those it counts from and to."""

    claim: Claim
    vi: str
    en: str
    working: str
    events: tuple[tuple[Claim, Interval], ...]


def reconciliations(discrepancy: Discrepancy, result: Result) -> list[Reconciliation]:
    """The readings that the dossier's dated events allow for the claims of a discrepancy, claim by claim."""
    found: list[Reconciliation] = []
    for claim in discrepancy.claims:
        if claim.document.is_record:
            continue
        if isinstance(claim.value, Figure) and claim.value.kind == "duration":
            options = list(_other_start(claim, result))
        elif claim.value.kind in ("date", "period"):
            options = list(_other_event(claim, result))
        else:
            options = []
        found += options if len(options) <= _MOST else []
    return found


def _other_start(claim: Claim, result: Result) -> Iterator[Reconciliation]:
    """Events from which the stated length runs to the last event of the story before the claim was published."""
    value, bounds = claim.value, claim.bounds
    assert isinstance(value, Figure)
    assert bounds
    root = (claim.scope.since or claim.subject).split("/")[0]
    events = _stories(result).get(root, [])
    known = edtf_bounds(claim.document.published).upper
    ends = [(days, event) for event, days in events if days.lower < known]
    if not ends:
        return
    end_days, end = max(ends, key=lambda pair: (pair[0].lower, pair[0].upper, pair[1].document.is_record))
    for event, start_days in events:
        length = elapsed(start_days, end_days, value.unit)
        if event.subject == end.subject or length is None:
            continue
        if length.times(per_unit(claim)).within(bounds.strict):
            start_label, end_label = (result.dossier.entities[item.subject] for item in (event, end))
            yield Reconciliation(
                claim,
                vi=f"{quoted(claim)} khớp nếu tính từ {in_quotes(start_label.label('vi'))} ({days(start_days, 'vi')}) "
                f"đến {in_quotes(end_label.label('vi'))} ({days(end_days, 'vi')}).",
                en=f"{quoted(claim)} fits if counted from {in_quotes(start_label.label('en'))} "
                f"({days(start_days, 'en')}) to {in_quotes(end_label.label('en'))} ({days(end_days, 'en')}).",
                working=f"{day_notation(start_days)} → {day_notation(end_days)} = "
                f"{notation(length.times(per_unit(claim)), claim)} ⊂ {notation(bounds.strict, claim)}",
                events=((event, start_days), (end, end_days)),
            )


def _other_event(claim: Claim, result: Result) -> Iterator[Reconciliation]:
    """Another event of the story that a document of record dates within the stated time."""
    bounds = claim.moments.get("start") or claim.bounds
    assert bounds
    for event, event_days in _stories(result).get(claim.subject.split("/")[0], []):
        if not event.document.is_record or event.subject == claim.subject or not event_days.within(bounds.strict):
            continue
        label = result.dossier.entities[event.subject]
        vi, en = ("nói về", "it means")
        if claim.value.kind == "period" or claim.moments.keys() == {"start"}:
            vi, en = ("tính từ", "counted from")
        yield Reconciliation(
            claim,
            vi=f"{quoted(claim)} khớp nếu {vi} {in_quotes(label.label('vi'))} ({days(event_days, 'vi')}).",
            en=f"{quoted(claim)} fits if {en} {in_quotes(label.label('en'))} ({days(event_days, 'en')}).",
            working=f"{day_notation(event_days)} ⊂ {day_notation(bounds.strict)}",
            events=((event, event_days),),
        )


@lru_cache(maxsize=1)  # of the current run: called for each claim of each discrepancy
def _stories(result: Result) -> dict[str, list[tuple[Claim, Interval]]]:
    """The starts of the events of each story, each event once, from a document of record if one dates it.

    Only stories with a discrepancy, and only starts known to within a few days, because no others can explain a claim.
    """
    claims = (claim for found in result.found for claim in found.discrepancy.claims)
    subjects = {name.split("/")[0] for claim in claims for name in (claim.subject, claim.scope.since) if name}
    best: dict[str, tuple[Claim, Interval]] = {}
    for claim in sorted(result.dossier.dated(subjects), key=lambda claim: not claim.document.is_record):
        start = claim.moments.get("start") or claim.moments.get("time")
        if start and claim.mode == "fact" and start.strict.upper - start.strict.lower <= _DAYS:
            best.setdefault(claim.subject, (claim, start.strict))
    stories: dict[str, list[tuple[Claim, Interval]]] = {}
    for subject, event in best.items():
        stories.setdefault(subject.split("/")[0], []).append(event)
    return stories
