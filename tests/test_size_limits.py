"""Very large dossiers: the page says what it leaves out, where that is, and leads to nothing that it leaves out."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from doichieu.dossier.loader import load_dossier
from doichieu.html import size_limits as excerpt
from doichieu.html.overview import STATES, Overview, overview
from doichieu.html.page import page
from doichieu.report.build import report
from doichieu.runner.check_loader import load_checks
from doichieu.runner.rulings import RuledResult, apply_rulings
from doichieu.runner.run import run
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 22)


@cache
def sample() -> RuledResult:
    dossier = load_dossier(ROOT / "claims" / "ben-mo-bridge", Schemas(ROOT / "schemas"))
    return apply_rulings(run(dossier, load_checks(ROOT / "checks")), DAY, ignore=True)


def view() -> Overview:
    return overview(sample(), DAY.isoformat(), with_texts=True)


def found(made: str, section: str) -> str:
    part = re.search(rf'<section id="{section}".*?</section>', made, re.DOTALL)
    assert part
    return part[0]


def dangling(made: str) -> set[str]:
    ids = re.findall(r'\sid="([^"]+)"', made)
    assert len(ids) == len(set(ids))
    return {name for name in re.findall(r'<a [^>]*href="#([^"]+)"', made) if name not in set(ids)}


def test_a_dossier_of_an_ordinary_size_is_shown_whole() -> None:
    data, whole = report(sample()), view()
    documents = excerpt.chosen(data["documents"], data["discrepancies"])
    assert documents == data["documents"]
    cut = excerpt.excerpt(whole, documents)
    assert (cut.overview.subjects, cut.overview.documents) == (whole.subjects, whole.documents)
    assert (cut.subjects_left, cut.claims_left) == (0, 0)
    beside = excerpt.matrix(whole)
    assert (beside.subjects, beside.columns) == (whole.shared, whole.columns)
    assert (beside.rows_left, beside.columns_left) == (0, 0)
    made = page(data, ROOT / "reports", whole)
    assert dangling(made) == set()
    assert "So that this page opens quickly" not in made
    assert "This page leaves out" not in made


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> str:
    """The sample's page where there is room for next to nothing."""
    limits = {"MOST_DOCUMENTS": 2, "MOST_CLAIMS": 60, "MOST_ROWS": 3, "MOST_COLUMNS": 2, "MOST_ALIKE": 1}
    for name, most in limits.items():
        monkeypatch.setattr(excerpt, name, most)
    for name, most in {"MOST_STATIC": 3, "WORST": 2, "MOST_PACKED": 5, "MOST_LISTED": 1}.items():
        monkeypatch.setattr(f"doichieu.html.page.{name}", most)
    return page(report(sample()), ROOT / "reports", view())


def test_nothing_leads_to_what_is_left_out(narrow: str) -> None:
    # what stands in the page as data has its card made by the script
    assert {name for name in dangling(narrow) if not name.startswith("D-")} == set()


def test_it_is_told_how_much_is_left_out_and_where_it_is(narrow: str) -> None:
    data = report(sample())
    count, documents = len(data["discrepancies"]), len(data["documents"])
    open_ones = sum(item["verdict"] != "note" for item in data["discrepancies"])
    assert narrow.count('<li class="finding is-') == 2
    assert (
        f"So that this page opens quickly, it leaves out {open_ones - 5} more, less grave; report.json has them all."
        in narrow
    )
    assert f"it leaves out {count - open_ones} more, less grave" in narrow
    shown = found(narrow, "documents")
    kept = shown.count('<details class="document"')
    assert kept == 2 < documents
    assert f"So that this page opens quickly, it leaves out {documents - kept} more documents;" in shown
    assert re.search(r"\d+ more rows and \d+ more documents", found(narrow, "matrix"))
    assert found(narrow, "matrix").count('<th scope="row">') == 3
    assert re.search(r"\d+ more subjects, .*\d+ claims.* in all", found(narrow, "facts"))
    assert found(narrow, "facts").count("<dd") <= 60
    assert "more; report.json has them all." in found(narrow, "run")


def test_the_documents_of_the_gravest_are_the_ones_shown() -> None:
    documents = [{"id": str(number), "claims": 10} for number in range(1_000)]
    worst = [{"claims": [{"document": "999"}, {"document": "500"}]}]
    kept = [document["id"] for document in excerpt.chosen(documents, worst)]
    assert kept[-2:] == ["500", "999"]
    assert kept[:-2] == [str(number) for number in range(excerpt.MOST_DOCUMENTS - 2)]


def test_one_document_is_shown_however_long_it_is() -> None:
    documents: list[dict[str, Any]] = [{"id": "a", "claims": 10**6}, {"id": "b", "claims": 1}]
    assert [document["id"] for document in excerpt.chosen(documents, [])] == ["a"]


def test_of_many_that_say_the_same_the_worst_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excerpt, "MOST_ALIKE", 2)
    whole = view()
    cut = excerpt.excerpt(whole, report(sample())["documents"])
    for before, after in zip(whole.subjects, cut.overview.subjects, strict=True):
        for fact, short in zip(before.facts, after.facts, strict=True):
            assert len(short.claims) == min(2, len(fact.claims))
            left = [one for one in fact.claims if one not in short.claims]
            order = [STATES.index(one.state) for one in short.claims]
            assert all(STATES.index(one.state) >= max(order) for one in left)
    assert cut.claims_left == len(whole.claims) - sum(len(subject.claims) for subject in cut.overview.subjects) > 0
