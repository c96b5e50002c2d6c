"""The counting of the checks on lists against brute force: every short list, every small count."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path
from typing import Any

from doichieu.runner.check_loader import load_checks
from doichieu.testing.runner import Case
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[2]
CHECKS = {check.name: check for check in load_checks(ROOT / "checks")}
SCHEMAS = Schemas(ROOT / "schemas")
LABEL = {"vi": "số", "en": "number"}


def findings(check: str, properties: dict[str, Any], claims: list[dict[str, Any]]) -> dict[str, str]:
    """What a check says of the claims of one article: verdict by subject, which every quote starts with."""
    data = {"case": "bad", "description": "", "documents": [{"id": "a", "claims": claims}], "expect": []}
    found = Case(CHECKS[check], data, {"properties": properties}, SCHEMAS).actual()
    subjects = [finding["places"][0][1].split()[0] for finding in found]
    assert len(subjects) == len(set(subjects))
    return {subject: finding["verdict"] for subject, finding in zip(subjects, found, strict=True)}


def claim(subject: str, name: str, words: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"quote": f"{subject} {words}", "subject": subject, "property": name, "value": value}


def about(kind: str, values: str, **more: object) -> dict[str, Any]:
    return {"label": LABEL, "kind": kind, "values": values, "dynamics": "fixed", **more}


def test_every_short_list_is_judged_as_by_walking_along_it() -> None:
    lists = [numbers for length in range(1, 5) for numbers in product(range(1, 5), repeat=length)]
    claims, expected = [], {}
    for numbers in lists:
        subject = "s-" + "-".join(map(str, numbers))
        claims += [
            claim(subject, "item", f"item {place}", {"kind": "ordinal", "position": str(number)})
            for place, number in enumerate(numbers)
        ]
        walk = sorted(numbers)
        stumbles = [after - before != 1 for before, after in pairwise(walk)]
        if any(stumbles) and walk[0] <= 2:
            expected[subject] = "tension"
    assert findings("lists.skipped", {"item": about("ordinal", "many")}, claims) == expected


def test_every_small_count_is_judged_as_by_counting_the_list() -> None:
    properties = {
        "count": about("quantity", "single", exact=True, arithmetic={"count": "member"}),
        "member": about("set", "many"),
    }
    claims, expected = [], {}
    for stated, size, complete in product(range(6), range(1, 6), (True, False)):
        subject = f"s-{stated}-{size}-{'all' if complete else 'some'}"
        members = {
            "kind": "set",
            "members": [f"m-{number}" for number in range(size)],
            "exhaustive": complete,
        }
        claims.append(claim(subject, "count", "count", {"kind": "quantity", "amount": str(stated)}))
        claims.append(claim(subject, "member", "list", members))
        if size > stated or (complete and size != stated):
            expected[subject] = "contradiction"
    assert findings("lists.miscounted", properties, claims) == expected


def test_every_small_count_is_judged_as_by_counting_off() -> None:
    properties = {
        "count": about("quantity", "single", exact=True, arithmetic={"count": "item"}),
        "item": about("ordinal", "many"),
    }
    claims, expected = [], {}
    for stated, last in product(range(1, 6), repeat=2):
        subject = f"s-{stated}-{last}"
        claims.append(claim(subject, "count", "count", {"kind": "quantity", "amount": str(stated)}))
        claims += [
            claim(subject, "item", f"item {place}", {"kind": "ordinal", "position": str(place)})
            for place in range(1, last + 1)
        ]
        if stated != last:
            expected[subject] = "contradiction" if last > stated else "tension"
    assert findings("lists.miscounted", properties, claims) == expected
