"""Every case of every check; and a check without good, bad and boundary cases does not pass."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from doichieu.files.problems import InputError
from doichieu.model.claims import Bilingual
from doichieu.runner.check_loader import load_checks
from doichieu.runner.findings import Discrepancy
from doichieu.testing.runner import Case, load_cases

ROOT = Path(__file__).parents[1]


CASES = load_cases(ROOT / "checks")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    assert case.actual() == case.expected
    for finding in case.findings:
        if isinstance(finding, Discrepancy):
            is_one_question(finding.question)


def is_one_question(question: Bilingual) -> None:
    """One sentence that asks, in each language."""
    for words in (question.vi, question.en):
        own = re.sub(r"“[^”]*”|\b\w+\.json\b", "“”", words)
        assert own == own.strip()
        assert re.match(r"[\w“]", own), words
        assert re.fullmatch(r"[^?.;\n{}]+\?", own), words
    assert re.search(r"[à-ỹÀ-Ỹ]", question.vi), question.vi
    assert not re.search(r"[à-ỹÀ-Ỹ]", re.sub("“[^”]*”", "", question.en)), question.en


@pytest.mark.parametrize("check", sorted({case.check.name for case in CASES}))
def test_a_bad_case_of_every_check_states_the_question(check: str) -> None:
    bad = [case for case in CASES if case.check.name == check and case.data["case"] == "bad"]
    assert any("question" in wanted for case in bad for wanted in case.expected)


def test_no_two_checks_ask_the_same_unless_they_share_the_words() -> None:
    shared = {"figures.disagree", "figures.not_first"}  # of two places in one order
    of: dict[str, set[str]] = {}
    for case in CASES:
        for wanted in case.expected:
            if "question" in wanted:
                asked = re.sub(r"“[^”]*”( \([^)]*\))?|\d+", "", wanted["question"]["en"])
                of.setdefault(asked, set()).add(case.check.name)
    assert [checks for checks in of.values() if len(checks) > 1] == [shared]


def test_every_check_is_told_in_two_languages_with_its_source() -> None:
    checks = load_checks(ROOT / "checks")
    for check in checks:
        assert check.title.vi
        assert check.title.en.endswith(".")
        assert check.source
        assert check.name == f"{check.path.parent.name}.{check.path.stem}"
    assert len({check.title.en for check in checks}) == len({check.title.vi for check in checks}) == len(checks)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one check that finds every figure, and no cases."""
    (tmp_path / "schemas").symlink_to(ROOT / "schemas")
    (tmp_path / "checks" / "figures" / "cases").mkdir(parents=True)
    (tmp_path / "checks" / "figures" / "any.py").write_text(
        "from doichieu import Bilingual, Corpus, Discrepancy, check\n\n\n"
        "@check(vi='Có một con số', source='none')\ndef any(corpus: Corpus):\n"
        "    '''There is a figure.'''\n"
        "    for claim in corpus.dossier.claims:\n"
        "        if claim.value.amount == '0':\n            raise ValueError('none')\n"
        "        asked = Bilingual('Sao?', 'Why?')\n"
        "        yield Discrepancy((claim,), 'note', vi='Có.', en='There is.', working='1', question=asked)\n",
        encoding="utf-8",
    )
    return tmp_path


def write(project: Path, kinds: list[str], check: str = "figures.any", amount: str = "5") -> None:
    value = {"kind": "quantity", "amount": amount}
    claims = [{"quote": "5 cây", "subject": "park", "property": "trees", "value": value}]
    expect = [{"verdict": "note", "places": [["a", "5 cây", 0]], "vi": "Có.", "en": "There is.", "working": "1"}]
    about = {"label": {"vi": "cây", "en": "trees"}, "kind": "quantity", "values": "single", "dynamics": "fixed"}
    cases: list[dict[str, Any]] = [
        {"case": kind, "description": f"number {index}", "documents": [{"id": "a", "claims": claims}], "expect": expect}
        for index, kind in enumerate(kinds)
    ]
    data = {"check": check, "properties": {"trees": about}, "cases": cases}
    path = project / "checks" / "figures" / "cases" / "any.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_a_newsrooms_own_check_runs_its_cases(project: Path) -> None:
    write(project, ["good", "bad", "boundary"])
    cases = load_cases(project / "checks")
    assert str(cases[0]) == "figures.any: good: number 0"
    assert all(case.actual() == case.expected for case in cases)


def test_a_case_that_states_another_question_fails(project: Path) -> None:
    write(project, ["good", "bad", "boundary"])
    path = project / "checks" / "figures" / "cases" / "any.json"
    text = path.read_text(encoding="utf-8")
    for asks, same in (("Why?", True), ("When?", False)):
        question = json.dumps({"vi": "Sao?", "en": asks})
        path.write_text(text.replace('"working": "1"', f'"question": {question}'), encoding="utf-8")
        case = load_cases(project / "checks")[0]
        assert (case.actual() == case.expected) is same


def test_a_check_that_crashes_on_a_case_fails_it(project: Path) -> None:
    write(project, ["good", "bad", "boundary"], amount="0")
    with pytest.raises(AssertionError, match=r"figures\.any crashed: ValueError: none \(any\.py:9\)"):
        load_cases(project / "checks")[0].actual()


def test_a_check_without_cases_does_not_load(project: Path) -> None:
    with pytest.raises(InputError, match=r"cases/any\.json"):
        load_cases(project / "checks")


def test_cases_of_one_kind_only_do_not_load(project: Path) -> None:
    write(project, ["good", "good", "bad"])
    with pytest.raises(InputError, match=r"no boundary case; give 'figures\.any' good, bad and boundary cases"):
        load_cases(project / "checks")


def test_cases_of_another_check_do_not_load(project: Path) -> None:
    write(project, ["good", "bad", "boundary"], check="figures.none")
    with pytest.raises(InputError, match=r"these are cases of 'figures\.none'"):
        load_cases(project / "checks")


def test_a_case_file_that_its_schema_refuses_does_not_load(project: Path) -> None:
    write(project, ["good", "bad", "bad"])
    path = project / "checks" / "figures" / "cases" / "any.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"expect"', '"expects"'), encoding="utf-8")
    with pytest.raises(InputError, match="expect"):
        load_cases(project / "checks")
