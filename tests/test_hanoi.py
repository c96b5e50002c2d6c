"""The Hanoi dossier: what it holds is found, what only looks alike stays silent, and no encoding can be bent unseen."""

from __future__ import annotations

import copy
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from doichieu.dossier.loader import load_dossier
from doichieu.dossier.texts import TEXTS_VARIABLE
from doichieu.report.explanations import reconciliations
from doichieu.runner.check_loader import load_checks
from doichieu.runner.rulings import apply_rulings
from doichieu.runner.run import Result, run
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "claims" / "hanoi-convention"
TEXTS = ROOT.parent / "shared" / "articles"

# Every discrepancy of the five articles: the check, the verdict, and the claims that disagree.
FOUND = {
    ("dates.disagree", "contradiction", "003-negotiation-period", "004-negotiation-start"),
    ("dates.wrong_order", "contradiction", "001-signing-before-anniversary"),
    ("durations.disagree", "contradiction", "003-negotiation-lead", "003-negotiation-box"),
    ("durations.outlasts_period", "tension", "003-negotiation-box", "003-negotiation-period"),
    ("durations.wrong_elapsed", "contradiction", "003-years-since-untoc", "r13"),
    ("figures.not_first", "contradiction", "001-rank-first", "001-rank-17"),
    ("lists.not_yet_member", "contradiction", "001-asean-members", "r16-member"),
    ("records.contradicted", "contradiction", "003-articles", "r09"),
    ("records.contradicted", "tension", "004-signature-end", "r06"),
}

# Claims that an eager tool would set against each other: another measure, time, scope, event or precision.
LOOK_ALIKES = [
    ("000-confirmed-countries", "001-countries"),
    ("001-countries", "004-negotiating-states"),
    ("000-incidents", "004-serious-attacks"),
    ("003-damage-2023", "003-damage-2025"),
    ("001-adoption-date", "003-adoption-date"),
    ("003-adoption-date", "004-draft-date"),
    ("000-signing-period", "001-signing-start"),
    ("003-chapters", "r10"),
    ("004-un-members", "r17"),
    ("000-giang-office", "004-office-lead"),
]


@cache
def result(folder: Path = FOLDER) -> Result:
    return run(load_dossier(folder, Schemas(ROOT / "schemas")), load_checks(ROOT / "checks"))


def pairs(found: Result) -> set[tuple[str, ...]]:
    return {
        (f.check.name, f.discrepancy.verdict, *(claim.id for claim in f.discrepancy.claims))
        for f in found.found
        if f.discrepancy.verdict != "note"
    }


def test_what_the_articles_hold_is_found_and_nothing_else() -> None:
    actual = {row[:3] if row[0] == "dates.wrong_order" else row for row in pairs(result())}
    assert actual == FOUND


def test_the_length_of_the_negotiation_is_shown_with_its_working_and_what_would_explain_it() -> None:
    contradiction, tension = (
        next(f.discrepancy for f in result().found if f.check.name == name)
        for name in ("durations.disagree", "durations.outlasts_period")
    )
    assert contradiction.working == "[3.2; 4) ∩ [4; 5) = ∅"
    assert "[4.5; 5) = ∅" in tension.working
    explained = [item.en for item in reconciliations(contradiction, result())]
    assert any("Organisational session" in line and "10 May 2021" in line for line in explained)
    assert any("27 December 2019" in line and "24 December 2024" in line for line in explained)


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_look_alikes_stay_silent(one: str, other: str) -> None:
    ids = {claim.id for claim in result().dossier.claims}
    assert {one, other} <= ids
    assert not any({one, other} <= set(row) for row in pairs(result()))


def test_the_gate_is_green_and_each_ruling_holds_something() -> None:
    ruled_result = apply_rulings(result(), date(2026, 11, 22))
    assert ruled_result.passes()
    assert len(ruled_result.ruled) == len(FOUND) == len(result().dossier.rulings)


def test_without_texts_the_same_is_found_and_the_quotes_are_unverified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(TEXTS_VARIABLE, raising=False)
    copied = shutil.copytree(FOLDER, tmp_path / "hanoi-convention")
    blind = result(copied)
    assert pairs(blind) == pairs(result())
    quoted = {claim.id for claim in blind.dossier.claims if claim.quote}
    assert {claim.id for skipped in blind.unverified for claim in skipped.unverified.claims} == quoted
    assert apply_rulings(blind, date(2026, 11, 22)).passes()
    assert not apply_rulings(blind, date(2026, 11, 22)).passes(require_texts=True)


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the articles' texts are not beside the project")
def test_with_texts_every_quote_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TEXTS_VARIABLE, os.fspath(TEXTS))
    seen = result(shutil.copytree(FOLDER, tmp_path / "hanoi-convention"))
    assert seen.unverified == ()
    assert pairs(seen) == pairs(result())


def test_quotes_are_short_and_in_the_body() -> None:
    for claim in result().dossier.claims:
        if claim.quote:
            assert len(claim.quote.exact.split()) <= 12
            assert claim.document.text
            assert claim.document.text.in_body(claim.quote.start, claim.quote.end)


Change = Callable[[dict[str, Any]], dict[str, Any] | None]


def _digits(field: str) -> Change:
    def change(value: dict[str, Any]) -> dict[str, Any] | None:
        if field not in value:
            return None
        last = (int(value[field][-1]) + 1) % 10
        return value | {field: value[field][:-1] + str(last or (1 if len(value[field]) == 1 else 0))}

    return change


def _year(step: int) -> Change:
    def change(value: dict[str, Any]) -> dict[str, Any] | None:
        if "edtf" not in value:
            return None
        ends = value["edtf"].split("/")
        return value | {"edtf": "/".join(f"{int(end[:4]) + step}{end[4:]}" for end in ends)}

    return change


def _hedge(value: dict[str, Any]) -> dict[str, Any] | None:
    if "amount" not in value:
        return None
    return value | {"hedge": "over" if value.get("hedge") == "nearly" else "nearly"}


def _no_hedge(value: dict[str, Any]) -> dict[str, Any] | None:
    if "amount" not in value or "hedge" not in value:
        return None
    return {name: part for name, part in value.items() if name != "hedge"}


def _words(value: dict[str, Any]) -> dict[str, Any] | None:
    return value | {"text": "Phó " + value["text"]} if "text" in value else None


def _entity(value: dict[str, Any]) -> dict[str, Any] | None:
    return value | {"entity": "uncac" if value["entity"] != "uncac" else "untoc"} if "entity" in value else None


CHANGES: dict[str, Change] = {
    "amount": _digits("amount"),
    "position": _digits("position"),
    "field": _digits("field"),
    "year before": _year(-1),
    "year after": _year(1),
    "hedge": _hedge,
    "no hedge": _no_hedge,
    "name or title": _words,
    "office or entity": _entity,
}


def _changed(folder: Path, change: Change) -> Iterator[str]:
    """Change every claim of the articles at once; give the ids of those that could be changed."""
    for path in sorted((folder / "articles").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for claim in data["claims"]:
            value = change(copy.deepcopy(claim["value"]))
            if value is not None and value != claim["value"]:
                claim["value"] = value
                yield claim["id"]
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_a_changed_year_of_what_was_counted_is_red_where_the_quote_prints_it(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "hanoi-convention")
    path = folder / "articles" / "004-interview-on-the-draft.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    changed = {"004-fraud-reports", "004-internet-users", "004-fraud-change"}
    for claim in data["claims"]:
        if claim["id"] in changed:
            claim["scope"] = {name: f"{int(time[:4]) + 5}{time[4:]}" for name, time in claim["scope"].items()}
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    found = result(folder).found
    assert {f.discrepancy.claims[0].id for f in found if f.check.name == "readings.differ"} == changed


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_figure_year_hedge_name_or_office_is_red(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "hanoi-convention")
    changed = set(_changed(folder, CHANGES[name]))
    found = result(folder).found
    seen = {f.discrepancy.claims[0].id for f in found if f.check.name == "readings.differ"}
    assert changed
    assert changed - seen == set()
