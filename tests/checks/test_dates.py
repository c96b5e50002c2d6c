"""The checks of dates against brute force: every day and every pair of dates of small ranges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import pytest

from doichieu.model.interval import Interval
from doichieu.runner.check_loader import load_checks
from doichieu.testing.runner import Case
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[2]
CHECKS = {check.name: check for check in load_checks(ROOT / "checks")}
SCHEMAS = Schemas(ROOT / "schemas")

PROPERTIES = {
    name: {
        "label": {"vi": name, "en": name},
        "kind": kind,
        "values": "single",
        "dynamics": "fixed",
        **({"role": name} if kind == "date" else {}),
    }
    for name, kind in {
        "start": "date",
        "end": "date",
        "time": "date",
        "order": "relation",
        "visitors": "quantity",
    }.items()
}

# Dates as they are printed, and the days each may be: to the day, to the month, to the year.
DATES = ["2024-01-01", "2024-01-31", "2024-01", "2024-02-01", "2024-02", "2023-12-31", "2023-12", "2023", "2024"]


@cache
def days_of(edtf: str) -> list[date]:
    first = date.fromisoformat(edtf + "-01-01"[len(edtf) - 4 :] if len(edtf) == 4 else (edtf + "-01")[:10])
    every = (first + timedelta(step) for step in range(366))
    return [day for day in every if str(day).startswith(edtf)]


def told(subject: str, name: str, value: str | dict[str, Any], **more: Any) -> dict[str, Any]:
    """A claim whose quote names its subject, so that a finding can be told from others."""
    data = {"kind": "date", "edtf": value} if isinstance(value, str) else value
    return {"quote": f"{subject} {name}", "subject": subject, "property": name, "value": data, **more}


def verdicts(check: str, *documents: Iterable[dict[str, Any]], published: str = "2025") -> dict[str, str]:
    """What a check says of each subject, one finding for each at the most."""
    articles = [
        {"id": f"d{number}", "published": day, "claims": list(claims)}
        for number, (day, claims) in enumerate(zip(published.split(), documents, strict=True))
    ]
    found = Case(CHECKS[check], {"documents": articles, "expect": []}, {"properties": PROPERTIES}, SCHEMAS).actual()
    subjects = [finding["places"][0][1].partition(" ")[0] for finding in found]
    assert len(subjects) == len(set(subjects))
    return dict(zip(subjects, (finding["verdict"] for finding in found), strict=True))


def contradicted(pairs: Iterable[tuple[str, bool]]) -> dict[str, str]:
    return {subject: "contradiction" for subject, wrong in pairs if wrong}


PAIRS = {f"s{number}": pair for number, pair in enumerate(product(DATES, DATES))}


def test_the_days_of_a_date() -> None:
    assert [len(days_of(edtf)) for edtf in DATES] == [1, 1, 31, 1, 29, 1, 31, 365, 366]


def test_two_dates_disagree_where_they_share_no_day() -> None:
    found = verdicts(
        "dates.disagree",
        (told(subject, "time", one) for subject, (one, _) in PAIRS.items()),
        (told(subject, "time", other) for subject, (_, other) in PAIRS.items()),
        published="2025 2025",
    )
    apart = ((subject, not set(days_of(one)) & set(days_of(other))) for subject, (one, other) in PAIRS.items())
    assert found == contradicted(apart)


def test_an_event_ends_too_early_where_its_last_day_is_before_its_first() -> None:
    found = verdicts(
        "dates.ends_before_start",
        (told(subject, "start", one) for subject, (one, _) in PAIRS.items()),
        (told(subject, "end", other) for subject, (_, other) in PAIRS.items()),
        published="2025 2025",
    )
    assert found == contradicted(
        (subject, max(days_of(other)) < min(days_of(one))) for subject, (one, other) in PAIRS.items()
    )


@pytest.mark.parametrize("published", DATES)
def test_an_event_is_still_to_come_where_all_of_its_days_are(published: str) -> None:
    claims = [told(f"s{number}", "time", edtf) for number, edtf in enumerate(DATES)]
    assert verdicts("dates.not_yet_done", claims, published=published) == contradicted(
        (f"s{number}", min(days_of(edtf)) > max(days_of(published))) for number, edtf in enumerate(DATES)
    )


ENDS = [Fraction(step, 2) for step in range(9)]
SPANS = [Interval(lower, upper, True, False) for lower, upper in combinations(ENDS, 2)]


@pytest.mark.parametrize("relation", ["before", "on-the-eve-of", "after", "same-time-as"])
def test_an_order_is_missed_where_no_two_moments_keep_it(relation: str) -> None:
    rules_out = CHECKS["dates.wrong_order"].function.__globals__["rules_out"]
    moments = {span: [Fraction(step, 4) for step in range(17) if Fraction(step, 4) in span] for span in SPANS}
    for one, other in product(SPANS, SPANS):
        pairs = list(product(moments[one], moments[other]))
        keeps = {
            "before": any(mine <= its for mine, its in pairs),
            "after": any(mine >= its for mine, its in pairs),
            "same-time-as": any(mine == its for mine, its in pairs),
        }
        assert rules_out(relation, one, other) != keeps["before" if relation == "on-the-eve-of" else relation]


RELATIONS = ["before", "after", "same-time-as"]
TRIPLES = dict(enumerate(product(RELATIONS, permutations(DATES[:4], 2), DATES[::2])))


def test_of_several_dates_all_must_miss_the_order() -> None:
    claims, wrong = [], []
    for number, (relation, dates, other) in TRIPLES.items():
        subject, event = f"s{number}", f"e{number}"
        claims.append(told(subject, "order", {"kind": "relation", "relation": relation, "of": event}))
        claims += [told(subject, "time", edtf) for edtf in dates]
        claims.append(told(event, "time", other))
        misses = {
            "before": [min(days_of(mine)) > max(days_of(other)) for mine in dates],
            "after": [max(days_of(mine)) < min(days_of(other)) for mine in dates],
            "same-time-as": [not set(days_of(mine)) & set(days_of(other)) for mine in dates],
        }
        wrong.append((subject, all(misses[relation])))
    assert verdicts("dates.wrong_order", claims) == contradicted(wrong)


WEEKDAYS = ["saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday"]


def test_weekdays_follow_each_other_from_a_known_saturday() -> None:
    first = date(2000, 1, 1)  # a Saturday
    steps = range(-400, 9000, 25)
    claims: list[dict[str, Any]] = []
    wrong: list[tuple[str, bool]] = []
    for step, off in product(steps, (0, 1, 6)):
        weekday = WEEKDAYS[(step + off) % 7]
        value = {"kind": "date", "edtf": str(first + timedelta(step)), "weekday": weekday}
        subject = f"s{len(wrong)}"
        claims.append(told(subject, "time", value))
        wrong.append((subject, off > 0))
    assert verdicts("dates.wrong_weekday", claims) == contradicted(wrong)


def test_a_plan_turned_out_otherwise_where_the_fact_is_on_none_of_its_days() -> None:
    found = verdicts(
        "dates.turned_out_otherwise",
        (told(subject, "time", plan, mode="plan") for subject, (plan, _) in PAIRS.items()),
        (told(subject, "time", fact) for subject, (_, fact) in PAIRS.items()),
        published="2022 2025",
    )
    apart = ((subject, not set(days_of(plan)) & set(days_of(fact))) for subject, (plan, fact) in PAIRS.items())
    assert found == dict.fromkeys(contradicted(apart), "note")


def test_a_figure_is_an_outcome_where_some_day_of_its_time_had_come() -> None:
    for published in DATES:
        value = {"kind": "quantity", "amount": "7"}
        claims = [told(f"s{number}", "visitors", value, scope={"during": edtf}) for number, edtf in enumerate(DATES)]
        assert verdicts("dates.plan_as_outcome", claims, published=published) == contradicted(
            (f"s{number}", min(days_of(edtf)) > max(days_of(published))) for number, edtf in enumerate(DATES)
        )
