"""The arithmetic of the checks on figures against brute force: small numbers, every one of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.model.interval import Interval, exactly
from doichieu.runner.check_loader import Check, load_checks
from doichieu.runner.findings import Discrepancy
from doichieu.testing.runner import Case
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[2]
CHECKS = {check.name: check for check in load_checks(ROOT / "checks")}
SCHEMAS = Schemas(ROOT / "schemas")

ENDS = st.integers(1, 12).map(lambda number: Fraction(number, 2))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    lower, upper = sorted((draw(ENDS), draw(ENDS)))
    if lower == upper:
        return exactly(lower)
    return Interval(lower, upper, draw(st.booleans()), draw(st.booleans()))


def rule(check: str, name: str) -> Any:
    """A function of a check's file."""
    return CHECKS[check].function.__globals__[name]


@given(intervals(), intervals(), ENDS)
def test_a_total_is_reached_exactly_where_what_one_part_leaves_is_in_the_other(
    one: Interval, other: Interval, number: Fraction
) -> None:
    rest = exactly(number) - one
    assert (number in rule("figures.not_the_sum", "total")(one, other)) == rest.meets(other)


@given(intervals(), intervals(), ENDS, ENDS)
def test_a_share_is_reached_exactly_where_that_share_of_the_whole_is_in_the_part(
    part: Interval, whole: Interval, above: Fraction, below: Fraction
) -> None:
    percent = 100 * above / below
    found = rule("figures.not_the_share", "share")(part, whole)
    assert (percent in found) == whole.times(percent / 100).meets(part)


@given(intervals(), intervals(), ENDS, ENDS)
def test_a_change_is_reached_exactly_where_the_changed_figure_is_among_those_after(
    before: Interval, after: Interval, above: Fraction, below: Fraction
) -> None:
    percent = 100 * (above / below - 1)
    found = rule("figures.not_the_change", "growth")(before, after)
    assert (percent in found) == before.times(1 + percent / 100).meets(after)


@given(intervals(), intervals(), ENDS)
def test_points_are_reached_exactly_where_adding_them_leads_from_before_to_after(
    before: Interval, after: Interval, number: Fraction
) -> None:
    found = rule("figures.not_the_change", "points")(before, after)
    assert (number in found) == (before + exactly(number)).meets(after)


def test_a_whole_that_may_be_nothing_has_no_shares() -> None:
    share = rule("figures.not_the_share", "share")
    assert share(exactly(1), Interval(0, 5)) is None
    assert share(Interval(Fraction(-1), Fraction(5)), exactly(5)) is None


def judged(check: Check, properties: dict[str, Any], claims: list[dict[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """What a check finds among the claims of one article."""
    return case(check, properties, claims).actual()


def case(check: Check, properties: dict[str, Any], claims: list[dict[str, Any]]) -> Case:
    """One article with these claims, and no finding expected."""
    data = {"case": "bad", "description": "", "documents": [{"id": "a", "claims": claims}], "expect": []}
    return Case(check, data, {"properties": properties}, SCHEMAS)


def verdicts(check: Check, properties: dict[str, Any], claims: list[dict[str, Any]]) -> dict[str, str]:
    """What a check says of the claims of one article, by the words of the first claim of each finding."""
    found = judged(check, properties, claims)
    assert len(found) == len({finding["places"][0][1] for finding in found})
    return {finding["places"][0][1]: finding["verdict"] for finding in found}


def about(kind: str, **more: object) -> dict[str, Any]:
    labels = {"vi": "số", "en": "number"}
    return {"label": labels, "kind": kind, "values": "single", "dynamics": "fixed", **more}


def claim(subject: str, name: str, number: int, **more: Any) -> dict[str, Any]:
    kind = more.pop("kind", "quantity")
    value = {"kind": kind, "amount": str(number)}
    return {
        "quote": f"{subject} {name} {number}",
        "subject": subject,
        "property": name,
        "value": value,
        **more,
    }


def loosely(percent: int) -> Fraction:
    """Half the last printed digit, or the rounding that a bare whole number may have had, if that is more."""
    grain = 1
    while percent and percent % (10 * grain) == 0:
        grain *= 10
    return max(Fraction(1, 2), min(Fraction(grain, 2), Fraction(abs(percent), 10)))


def test_every_small_sum_is_judged_as_by_adding_up() -> None:
    numbers = [(a, b, c) for a in range(4) for b in range(4) for c in range(7)]
    claims = [
        one
        for a, b, c in numbers
        for s in [f"s-{a}-{b}-{c}"]
        for one in (claim(s, "all", c), claim(s, "left", a), claim(s, "right", b))
    ]
    properties = {
        "all": about("quantity", exact=True, arithmetic={"sum": ["left", "right"]}),
        "left": about("quantity", exact=True),
        "right": about("quantity", exact=True),
    }
    expected = {f"s-{a}-{b}-{c} all {c}": "contradiction" for a, b, c in numbers if a + b != c}
    assert verdicts(CHECKS["figures.not_the_sum"], properties, claims) == expected


def shares() -> Iterator[tuple[int, int, int]]:
    for whole in range(1, 9):
        for part in range(whole + 1):
            floor = 100 * part // whole
            yield from ((part, whole, floor + step) for step in (-7, 0, 1, 2) if floor + step >= 0)


def graded(off: Fraction, stated: int) -> str:
    """The verdict on a whole percentage that is that much off the exact one; '' for none."""
    if off <= Fraction(1, 2):
        return ""
    return "tension" if off <= loosely(stated) else "contradiction"


def test_every_small_share_is_judged_as_by_dividing() -> None:
    properties = {
        "share": about("percent", arithmetic={"part": "part", "whole": "whole"}),
        "part": about("quantity", exact=True),
        "whole": about("quantity", exact=True),
    }
    claims, expected = [], {}
    for part, whole, stated in shares():
        s = f"s-{part}-{whole}-{stated}"
        claims += [
            claim(s, "share", stated, kind="percent"),
            claim(s, "part", part),
            claim(s, "whole", whole),
        ]
        if grade := graded(abs(Fraction(100 * part, whole) - stated), stated):
            expected[f"{s} share {stated}"] = grade
    assert {"tension", "contradiction"} == set(expected.values())
    assert verdicts(CHECKS["figures.not_the_share"], properties, claims) == expected


def test_every_small_change_is_judged_as_by_computing_it() -> None:
    properties = {
        "change": about("percent", arithmetic={"change": "figure"}),
        "figure": about("quantity", exact=True),
    }
    claims, expected = [], {}
    for before in range(1, 7):
        for after in range(7):
            true = Fraction(100 * (after - before), before)
            for stated in {int(true), int(true) + 1, int(true) - 3, round(int(true), -1)}:
                s = f"s-{before}-{after}-{stated}".replace("--", "-minus-")
                claims += [
                    claim(s, "change", stated, kind="percent", scope={"from": "2022", "during": "2023"}),
                    claim(s, "figure", before, scope={"during": "2022"}),
                    claim(s, "figure", after, scope={"during": "2023"}) | {"quote": f"{s} after {after}"},
                ]
                if grade := graded(abs(true - stated), stated):
                    expected[f"{s} change {stated}"] = grade
    assert {"tension", "contradiction"} == set(expected.values())
    assert verdicts(CHECKS["figures.not_the_change"], properties, claims) == expected


@pytest.mark.parametrize(("stated", "asked"), [(11, True), (14, False)])
def test_points_mistaken_for_percent_are_asked_about(stated: int, asked: bool) -> None:
    properties = {"change": about("percent", arithmetic={"change": "rate"}), "rate": about("percent")}
    claims = [
        claim("school", "change", stated, kind="percent", scope={"from": "2022", "during": "2023"}),
        claim("school", "rate", 42, kind="percent", scope={"during": "2022"}),
        claim("school", "rate", 53, kind="percent", scope={"during": "2023"}),
    ]
    (found,) = case(CHECKS["figures.not_the_change"], properties, claims).findings
    assert isinstance(found, Discrepancy)
    assert ("points" in found.question.en) == asked


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 6), st.integers(0, 2)), max_size=8))
def test_the_steepest_falls_are_those_of_every_pair(told: list[tuple[int, int, int, int]]) -> None:
    rows = [
        SimpleNamespace(
            row=row, time_lower=day, time_upper=day + days, strict_lower=number, strict_upper=number + width
        )
        for row, (day, days, number, width) in enumerate(told)
    ]
    falls: dict[int, int] = {}
    for early, late in itertools.permutations(rows, 2):
        fall = early.strict_lower - late.strict_upper
        if early.time_upper < late.time_lower and fall > 0:
            falls[late.row] = max(falls.get(late.row, 0), fall)
    assert {late: fall for fall, _, late in rule("figures.decreased", "steepest")(rows)} == falls
