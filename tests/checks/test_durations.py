"""The checks of durations against brute force: every length, every day and every year of small ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from doichieu.model.bounds import Policy, date_bounds, figure_bounds
from doichieu.model.claims import Bilingual, Bounds, Claim, Document, Scope
from doichieu.model.values import Date, Figure
from doichieu.runner.check_loader import load_checks
from doichieu.testing.runner import Case
from doichieu.validation.schemas import Schemas
from doichieu.wording.arithmetic import completed, counted, time_elapsed

ROOT = Path(__file__).parents[2]
CHECKS = {check.name: check for check in load_checks(ROOT / "checks")}
SCHEMAS = Schemas(ROOT / "schemas")

_KINDS = {
    "duration": ("duration", "fixed"),
    "time": ("period", "fixed"),
    "start": ("date", "fixed"),
    "end": ("date", "fixed"),
    "elapsed": ("duration", "changing"),
    "anniversary": ("duration", "fixed"),
}
PROPERTIES = {
    role: {
        "label": {"vi": role, "en": role},
        "kind": kind,
        "values": "single",
        "dynamics": dynamics,
        "role": role,
        **({"exact": True} if role == "anniversary" else {}),
    }
    for role, (kind, dynamics) in _KINDS.items()
}
PROPERTIES["founded"] = {**PROPERTIES["start"], "role": "time"}


def told(subject: str, role: str, value: dict[str, Any], **scope: str) -> dict[str, Any]:
    """A claim whose quote names its subject, so that a finding can be told from others."""
    claim = {"quote": f"{subject} {role}", "subject": subject, "property": role, "value": value}
    return claim | ({"scope": scope} if scope else {})


def duration(amount: int, unit: str, hedge: str | None = None) -> dict[str, Any]:
    value = {"kind": "duration", "amount": str(amount), "unit": unit}
    return value | ({"hedge": hedge} if hedge else {})


def verdicts(check: str, claims: Iterable[dict[str, Any]]) -> dict[str, str]:
    """What a check says of each subject, all of them in one article."""
    data = {"documents": [{"id": "a", "claims": list(claims)}], "expect": []}
    found = Case(CHECKS[check], data, {"properties": PROPERTIES}, SCHEMAS).actual()
    return {finding["places"][0][1].partition(" ")[0]: finding["verdict"] for finding in found}


# What the words mean in whole days, strictly and loosely, said again in another way than the engine says it.
Meaning = Callable[[int, Fraction], bool]
STRICT: dict[str | None, Meaning] = {
    None: lambda n, x: n <= x < n + 1,
    "exactly": lambda n, x: x == n,
    "nearly": lambda n, x: x < n and x >= n - 1 and 10 * x >= 9 * n,
    "over": lambda n, x: x > n and x <= n + 1 and 4 * x <= 5 * n,
    "at-least": lambda n, x: x >= n,
    "at-most": lambda n, x: x <= n,
}
LOOSE: dict[str | None, Meaning] = STRICT | {
    None: lambda n, x: n <= x < n + 1 or (10 * abs(x - n) <= n and 2 * abs(x - n) <= 1),
    "nearly": lambda n, x: x < n and (10 * x >= 8 * n or (x >= n - 1 and 10 * x >= 9 * n)),
    "over": lambda n, x: x > n,
}
# Small enough to hit every end (multiples of a twentieth) and the inside of every open one.
GRID = [Fraction(step, 40) for step in range(16 * 40)]


def grade(amount: int, hedge: str | None, lengths: list[Fraction]) -> str | None:
    if any(STRICT[hedge](amount, length) for length in lengths):
        return None
    return "tension" if any(LOOSE[hedge](amount, length) for length in lengths) else "contradiction"


PERIODS = list(product((1, 2, 4, 5, 9), range(10), STRICT))


@pytest.mark.parametrize("check", ["durations.outlasts_period", "durations.falls_short"])
def test_a_period_of_days_is_graded_as_every_length_of_it_would_be(check: str) -> None:
    first = date(2024, 2, 25)
    claims, expected = [], {}
    for number, (amount, days, hedge) in enumerate(PERIODS):
        last = first + timedelta(days)
        claims.append(told(f"s{number}", "duration", duration(amount, "day", hedge)))
        claims.append(told(f"s{number}", "time", {"kind": "period", "edtf": f"{first}/{last}"}))
        lengths = [length for length in GRID if days <= length <= days + 1]
        fault = "durations.outlasts_period" if amount > days else "durations.falls_short"
        if check == fault and (found := grade(amount, hedge, lengths)):
            expected[f"s{number}"] = found
    assert set(expected.values()) == {"contradiction", "tension"}
    assert verdicts(check, claims) == expected


def test_of_several_starts_and_ends_all_must_disagree() -> None:
    day = date(2024, 2, 25)
    claims, expected = [], {}
    for number, (amount, one, other, hedge) in enumerate(product((2, 8), range(0, 6, 2), range(6, 12, 2), STRICT)):
        subject = f"s{number}"
        claims.append(told(subject, "duration", duration(amount, "day", hedge)))
        claims.append(told(subject, "start", {"kind": "date", "edtf": str(day)}))
        claims += [told(subject, "end", {"kind": "date", "edtf": str(day + timedelta(days))}) for days in (one, other)]
        lengths = [length for days in (one, other) for length in GRID if days <= length <= days + 1]
        if found := grade(amount, hedge, lengths):
            expected[subject] = found
    assert set(expected.values()) == {"contradiction", "tension"}
    assert verdicts("durations.differs_from_dates", claims) == expected


def test_an_anniversary_agrees_where_some_two_years_differ_by_it() -> None:
    dates = {"1945": [1945], "1945-10-24": [1945], "1945/1947": [1945], "194X": range(1940, 1950)}
    kept = {"2025": [2025], "2025-01-01": [2025], "2024-12-31~": [2024, 2025], "2024/2025": [2024, 2025]}
    claims, expected = [], set()
    for number, (event, as_of, years) in enumerate(product(dates, kept, range(73, 88))):
        subject, since = f"s{number}", f"e{number}"
        claims.append(told(subject, "anniversary", duration(years, "year"), since=since, as_of=as_of))
        role, kind = ("time", "period") if "/" in event else ("founded", "date")
        claims.append(told(since, role, {"kind": kind, "edtf": event}))
        if all(late - early != years for early, late in product(dates[event], kept[as_of])):
            expected.add(subject)
    assert verdicts("durations.wrong_anniversary", claims) == dict.fromkeys(expected, "contradiction")


BIRTHS = [date(2004, 9, 5), date(2004, 1, 31), date(2003, 12, 31), date(2004, 3, 1)]
TODAYS = [date(2012, 2, 28) + timedelta(step) for step in range(0, 366, 28)] + [date(2012, 9, 5), date(2012, 9, 4)]


def test_whole_years_are_those_completed_and_never_two_off() -> None:
    claims, ages = [], {}
    for number, (born, today, off) in enumerate(product(BIRTHS, TODAYS, range(-3, 4))):
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        ages[f"s{number}"] = off
        claims.append(told(f"s{number}", "elapsed", duration(age + off, "year"), since=f"e{number}", as_of=str(today)))
        claims.append(told(f"e{number}", "founded", {"kind": "date", "edtf": str(born)}))
    found = verdicts("durations.wrong_elapsed", claims)
    for subject, off in ages.items():
        if off == 0:
            assert subject not in found
        elif abs(off) >= 2:
            assert found[subject] == "contradiction"
        else:  # rounded up or begun, at most a tension; a year too few is always seen
            assert found.get(subject) in ((None, "tension") if off == 1 else ("tension", "contradiction"))


def claimed(figure: Figure) -> Claim:
    document = Document("a", "article", "en", "a", None, None, "2025-01-01", "stated", None, Path("a.json"))
    nothing = Bilingual("", "")
    bounds = figure_bounds(figure, Policy())
    return Claim(document, "a-1", None, nothing, "s", "p", figure, Scope(), None, "fact", "", bounds, {})


@given(st.integers(1, 60), st.sampled_from(["day", "month", "year"]), st.fractions(0, 70, max_denominator=24))
def test_a_bare_whole_number_stands_for_the_units_completed_and_for_those_rounded(
    amount: int, unit: str, units: Fraction
) -> None:
    claim = claimed(Figure("duration", str(amount), unit=unit))
    size = {"day": 86400, "month": 1, "year": 12}[unit]
    assert (units * size in completed(claim).strict) == (int(units) == amount)
    rounded = amount - units <= min(Fraction(1, 2), Fraction(amount, 10)) and units < amount
    assert (units * size in counted(claim).strict) == (int(units) == amount or rounded)
    assert completed(claim).strict.within(completed(claim).loose)
    assert counted(claim).strict.within(counted(claim).loose)


@given(st.sampled_from(["nearly", "over", "about", "at-least", "exactly"]), st.integers(1, 60))
def test_a_hedged_number_is_not_a_count_of_units(hedge: str, amount: int) -> None:
    claim = claimed(Figure("duration", str(amount), unit="year", hedge=hedge))
    assert completed(claim) == counted(claim) == claim.bounds


_DAYS = st.dates(date(2019, 12, 1), date(2020, 4, 1))


@given(_DAYS, _DAYS, st.sampled_from(["day", "week"]))
def test_the_time_between_two_months_is_that_between_any_two_of_their_days(first: date, last: date, unit: str) -> None:
    assume(f"{first:%Y-%m}" < f"{last:%Y-%m}")
    between = partial(date_bounds, home="Asia/Ho_Chi_Minh")
    found = time_elapsed(
        between(Date(f"{first:%Y-%m}")), between(Date(f"{last:%Y-%m}")), claimed(Figure("duration", "1", unit=unit))
    )
    days = [
        (later - earlier).days + last_counted
        for earlier, later in product(month_of(first), month_of(last))
        for last_counted in (0, 1)
    ]
    assert isinstance(found, Bounds)
    assert (found.strict.lower, found.strict.upper) == (min(days) * 86400, max(days) * 86400)


def month_of(day: date) -> list[date]:
    first = day.replace(day=1)
    return [one for one in (first + timedelta(step) for step in range(31)) if one.month == day.month]
