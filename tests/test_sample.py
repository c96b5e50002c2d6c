"""The sample dossier: every check finds something in it, what only looks alike stays silent, and its rulings hold."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from doichieu.dossier.loader import load_dossier
from doichieu.model.claims import Claim, Ruling
from doichieu.quotes.offsets import find_occurrences
from doichieu.runner.check_loader import Check, load_checks
from doichieu.runner.rulings import apply_rulings
from doichieu.runner.run import Result, run
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "claims" / "ben-mo-bridge"
DAY = date(2026, 11, 22)

# Their quotes are wrong on purpose: words that stand nowhere, the other occurrence, a teaser below the article.
MISQUOTED = {"004-deck", "004-bus-west-trips", "002-say-closure"}

LOOK_ALIKES = {
    "by ferry and by bridge": ("002-ferry-time", "002-bridge-time"),
    "the whole and a part of it": ("002-cost", "002-central-funds"),
    "parts that do add up": ("002-length", "002-approaches"),
    "a person's fare and a motorbike's": ("001-fare-person", "001-fare-motorbike"),
    "5.000 đồng and 5,000 dong": ("001-fare-person", "004-fare-person"),
    "crossings of two days": ("003-crossings-15", "003-crossings-17"),
    "crossings of a day and of all days": ("003-crossings-17", "003-crossings-total"),
    "a forecast for 2030": ("003-crossings-17", "004-forecast"),
    "a month and a day in it": ("002-construction-start", "r-construction-start"),
    "a year and a day in it": ("004-approval", "r-approval"),
    "an hour and its day": ("002-opening-hour", "r-opening"),
    "the right day of the week": ("002-opening", "r-opening"),
    "the last ferry, the day before the opening": ("002-last-trip", "002-opening"),
    "nearly four years within 2023–2026": ("002-construction-duration", "004-construction-period"),
    "over 38 years since 1988": ("002-ferry-years", "002-ferry-founding"),
    "four days after the opening": ("003-days-since-opening", "002-opening"),
    "about 1,200 and 1,150": ("002-guests", "r-guests"),
    "lanes planned and lanes built": ("001-lanes-plan", "002-lanes"),
    "trees planned and trees planted": ("002-trees-plan", "004-trees"),
    "an engineer who is a doctor too": ("002-man-title", "003-man-title"),
    "a chair and her deputy": ("003-loc-office", "004-hoa-office"),
    "a director and the deputy": ("001-lanh-office", "002-khoat-office"),
    "one director on two days": ("002-khoat-office", "003-khoat-office"),
    "members before one more joins": ("r-alliance", "r-con-may"),
    "a name in two languages": ("002-bridge-name", "004-bridge-name"),
    "two bus lines": ("004-bus-east-trips", "004-bus-west-trips"),
}


@cache
def result() -> Result:
    return run(load_dossier(SAMPLE, Schemas(ROOT / "schemas")), load_checks(ROOT / "checks"))


def rulings() -> tuple[Ruling, ...]:
    return result().dossier.rulings


def claims() -> dict[str, Claim]:
    return {claim.id: claim for claim in result().dossier.claims}


def test_every_check_could_look() -> None:
    assert not result().crashes
    assert not result().unverified


@pytest.mark.parametrize("check", load_checks(ROOT / "checks"), ids=lambda check: check.name)
def test_every_check_finds_something(check: Check) -> None:
    names = {found.check.name for found in result().found}
    assert check.name in names, f"give the sample dossier a discrepancy that {check.name} finds"


@pytest.mark.parametrize("claim", [claim for claim in claims().values() if claim.quote], ids=lambda claim: claim.id)
def test_every_quote_stands_at_its_place(claim: Claim) -> None:
    quote, text = claim.quote, claim.document.text
    assert quote
    assert text
    assert text.content
    places = find_occurrences(quote.exact, text.content)
    stands = places[quote.occurrence - 1 : quote.occurrence] == [quote.start] and text.in_body(quote.start, quote.end)
    assert stands == (claim.id not in MISQUOTED)


@pytest.mark.parametrize("pair", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_look_alikes_stay_silent(pair: tuple[str, str]) -> None:
    assert set(pair) <= claims().keys()
    for found in result().found:
        blamed, *others = (claim.id for claim in found.discrepancy.claims)
        assert not (blamed in pair and set(pair) <= {blamed, *others}), found.discrepancy.en


def test_most_claims_are_at_fault_in_nothing() -> None:
    blamed = {claim.id for found in result().found for claim in found.discrepancy.claims[:1]}
    assert len(blamed) < len(claims()) / 3


def test_the_gate_is_green() -> None:
    ruled_result = apply_rulings(result(), DAY)
    assert ruled_result.passes(require_texts=True)
    assert not ruled_result.gone
    assert not ruled_result.expired


@pytest.mark.parametrize("ruling", rulings(), ids=lambda ruling: f"{ruling.check} {ruling.fingerprint}")
def test_without_one_ruling_the_gate_is_red(ruling: Ruling) -> None:
    rest = tuple(other for other in rulings() if other is not ruling)
    dossier = replace(result().dossier, rulings=rest)
    assert not apply_rulings(replace(result(), dossier=dossier), DAY).passes()
