"""What the documents state side by side: how each claim stands, and the sections of the page that show it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli import commands as cli
from doichieu.dossier.loader import load_dossier
from doichieu.html.overview import STATES, Overview, overview, stated
from doichieu.html.page import page
from doichieu.model.claims import Bilingual, Claim, Ruling
from doichieu.model.values import Figure, Members, Named, Period, Rank, Relation, Value, Wording
from doichieu.report.build import report
from doichieu.runner.check_loader import load_checks
from doichieu.runner.findings import Discrepancy, Unverified
from doichieu.runner.rulings import RuledResult, apply_rulings
from doichieu.runner.run import Found, NotChecked, Result, fingerprint, run
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
DAY = "2026-11-22"
HOSTILE = "</p></mark><script>alert(1)</script> \"'&amp; {{ 7*7 }}{% x %} \u202egnp.exe " + "ơ" * 5000

Edit = Callable[..., None]


def checked(folder: Path) -> RuledResult:
    return apply_rulings(
        run(load_dossier(folder, Schemas(ROOT / "schemas")), load_checks(ROOT / "checks")), date(2026, 11, 22)
    )


@cache
def sample() -> RuledResult:
    return checked(ROOT / "claims" / "ben-mo-bridge")


def by_name(view: Overview) -> dict[str, Any]:
    return {claim.id: one for claim, one in view.claims.items()}


def shown(ruled_result: RuledResult, with_texts: bool = False) -> str:
    return page(report(ruled_result), ROOT / "reports", overview(ruled_result, DAY, with_texts))


def section(made: str, name: str) -> str:
    found = re.search(rf'<section id="{name}".*?</section>', made, re.DOTALL)
    assert found, name
    return found[0]


def words(made: str, language: str = "vi") -> str:
    """What a reader of a language sees, spaces as one."""
    other = "en" if language == "vi" else "vi"
    own = re.sub(rf'<span lang="?{other}"?>[^<]*</span>', "", made)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", own)))


def found(claims: tuple[Claim, ...], verdict: Any, **more: Any) -> Found:
    check = sample().result.checks[0]
    told = Discrepancy(claims, verdict, "x", "x", "x", question=Bilingual("x?", "x?"), **more)
    return Found(check, told, fingerprint(check.name + verdict, claims))


def test_a_claim_stands_as_badly_as_its_worst_discrepancy(bridge: Path) -> None:
    result = checked(bridge).result
    a_length, a_time, b_length = result.dossier.claims
    note, tension = found((a_time, b_length), "note"), found((a_length, b_length), "tension")
    whole = found((a_time,), "contradiction", whole_document=True)
    ruling = Ruling(tension.fingerprint, tension.check.name, "stands", Bilingual("x", "x"), "x", "2026-01-01", None)

    def states(found: tuple[Found, ...], ruled: bool = False, unverified: tuple[Claim, ...] = ()) -> list[str]:
        points = (NotChecked(result.checks[0], Unverified(unverified, "x", "x")),)
        judged = RuledResult(
            Result(result.dossier, result.checks, found, points, ()),
            {tension.fingerprint: ruling} if ruled else {},
            (),
            (),
        )
        return [one.state for one in overview(judged, DAY).claims.values()]

    assert states(()) == ["agreed", "alone", "agreed"]
    assert states((whole,)) == ["agreed", "alone", "agreed"]
    assert states((note, tension)) == ["tension", "note", "tension"]
    assert states((note, tension), ruled=True) == ["ruled", "note", "note"]
    assert states((note,), unverified=(a_length, b_length)) == ["unverified", "note", "note"]
    assert states((found((a_length,), "contradiction"), tension)) == ["contradiction", "alone", "tension"]


def test_the_cards_of_a_claim_come_worst_first_and_each_once(bridge: Path) -> None:
    result = checked(bridge).result
    a_length, a_time, b_length = result.dossier.claims
    twice = found((a_length, b_length, a_length), "note")
    worse = found((a_length, a_time), "contradiction")
    view = overview(RuledResult(replace(result, found=(twice, worse)), {}, (), ()), DAY)
    assert [card.id for card in view.claims[a_length].cards] == [worse.fingerprint, twice.fingerprint]
    assert [card.state for card in view.claims[a_length].cards] == ["contradiction", "note"]
    assert view.worst([a_time, b_length]) == "contradiction"


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (Figure("duration", "5", unit="year", hedge="nearly"), "gần 5 năm", "nearly 5 years"),
        (Period("2021/2024"), "từ 1/1/2021 đến 31/12/2024", "from 1 January 2021 to 31 December 2024"),
        (Rank("rank", 3), "hạng 3", "rank 3"),
        (Named("bridge"), "Cầu Mơ", "Mo Bridge"),
        (Members(("bridge", "bridge")), "Cầu Mơ và Cầu Mơ", "Mo Bridge and Mo Bridge"),
        (Relation("on-the-eve-of", "bridge"), "ngay trước: Cầu Mơ", "on the eve of: Mo Bridge"),
        (Wording("Bến Mơ"), "Bến Mơ", "Bến Mơ"),
    ],
)
def test_a_value_of_every_kind_has_words(bridge: Path, value: Value, vietnamese: str, english: str) -> None:
    dossier = checked(bridge).result.dossier
    claim = replace(dossier.claims[0], value=value)
    assert (stated(claim, dossier, "vi"), stated(claim, dossier, "en")) == (vietnamese, english)


def test_every_claim_of_the_sample_has_a_value_in_both_languages() -> None:
    dossier = sample().result.dossier
    for claim in dossier.claims:
        assert stated(claim, dossier, "vi")
        assert stated(claim, dossier, "en")


def test_the_value_and_its_range_are_told_where_they_say_more_than_the_quote() -> None:
    told = by_name(overview(sample(), DAY))
    assert told["002-construction-duration"].value == {"vi": "gần 4 năm", "en": "nearly 4 years"}
    assert told["002-construction-duration"].range["en"] == "from 3.6 to under 4 years"
    assert told["002-lanes"].value == {"vi": "4", "en": "4"}
    assert told["002-lanes"].range is None
    assert told["r-opening"].range is None
    assert told["001-lanh-office"].claim.quote.exact != told["001-lanh-office"].value["vi"]


def test_facts_come_by_date_of_publication_and_what_disagrees_in_front(bridge: Path, edit: Edit) -> None:
    edit(bridge / "articles" / "a.json", "document", "published", "edtf", to="2025-07-01~")
    (subject,) = overview(checked(bridge), DAY).subjects
    assert [fact.label["vi"] for fact in subject.facts] == ["quantity", "duration"]
    assert [(one.claim.id, one.published) for one in subject.facts[0].claims] == [
        ("b-length", "2025-06-01"),
        ("a-length", "≈ 2025-07-01"),
    ]
    assert subject.states == ["contradiction", "alone"]
    assert [(state, len(facts)) for state, facts in subject.by_state] == [("contradiction", 1), ("alone", 1)]


def test_side_by_side_stands_what_two_documents_say_or_a_discrepancy_concerns() -> None:
    view = overview(sample(), DAY)
    facts = [fact for subject in view.shared for fact in subject.facts]
    assert facts
    assert all(len(fact.documents) > 1 or fact.disputed for fact in facts)
    left = [fact for subject in view.subjects for fact in subject.facts if fact.label not in [f.label for f in facts]]
    assert left
    assert all(len(fact.documents) == 1 and not fact.disputed for fact in left)
    named = {one.claim.document.id for fact in facts for one in fact.claims}
    assert [document.id for document in view.columns] == [d.id for d in view.documents if d.id in named]


def test_a_cell_tells_a_value_once_however_often_it_is_printed(bridge: Path) -> None:
    result = checked(bridge).result
    a_length, *_ = result.dossier.claims
    again = replace(a_length, id="again")
    other = replace(a_length, id="other", value=Figure("quantity", "9", unit="metre"))
    a_length.document.claims = (*a_length.document.claims, again, other)
    del result.dossier.__dict__["claims"]
    view = overview(RuledResult(replace(result, found=()), {}, (), ()), DAY)
    assert len(view.subjects[0].facts[0].claims) == 4
    assert [one.value["en"] for one in view.shared[0].facts[0].of(a_length.document) if one.value] == ["500", "9"]


def test_the_inputs_are_told_with_the_hash_of_their_bytes(bridge: Path) -> None:
    inputs = overview(checked(bridge), DAY).inputs
    assert [one.name for one in inputs] == [
        "dossier.json",
        "entities.json",
        "properties.json",
        "articles/a.json",
        "articles/b.json",
    ]
    for one in inputs:
        assert one.sha256 == hashlib.sha256((bridge / one.name).read_bytes()).hexdigest()


@pytest.mark.parametrize("with_texts", [False, True])
def test_every_link_of_the_sections_leads_somewhere(with_texts: bool) -> None:
    made = re.sub(r"<script.*?</script>", "", shown(sample(), with_texts), flags=re.DOTALL)
    ids = re.findall(r' id="([^"]+)"', made)
    assert len(ids) == len(set(ids))
    assert {link for link in re.findall(r'href="#([^"]+)"', made) if not link.startswith("i-")} - set(ids) == set()
    assert set(re.findall(r'aria-labelledby="([^"]+)"', section(made, "matrix"))) <= set(ids)


def test_every_claim_is_marked_in_its_article_and_its_mark_leads_to_its_card() -> None:
    documents = section(shown(sample(), with_texts=True), "documents")
    view = overview(sample(), DAY)
    for claim, one in view.claims.items():
        name = f"{claim.document.id}:{claim.id}"
        target = one.cards[0].id if one.cards else f"f:{name}"
        (mark,) = re.findall(rf'<(?:a|li)[^>]* id="c:{re.escape(name)}".*?</a>', documents)
        assert f'href="#{target}"' in mark, name
    assert '<mark class="unclaimed">' in documents
    assert 'class="outside">Cập nhật ngày 10/11' in documents


def test_a_state_is_always_a_word_and_a_class_that_has_a_shape() -> None:
    style = (ROOT / "reports" / "templates" / "sections.css").read_text(encoding="utf-8")
    documents = section(shown(sample(), with_texts=True), "documents")
    for state in STATES:
        assert re.search(rf'<span class="tag is-{state}"><span lang="?vi"?>\w', documents)
    shapes = re.findall(r'\.tag[^{]*::before \{ content: "(.) "', style)
    assert len(set(shapes)) == len(shapes) == len(STATES)


def test_without_being_asked_the_page_holds_no_text_and_says_how_to_get_it(bridge: Path) -> None:
    kept, asked = shown(checked(bridge)), shown(checked(bridge), with_texts=True)
    assert "xây trong" not in kept
    assert "xây trong" in asked
    assert "doichieu report --with-texts" in section(kept, "documents")
    assert "--with-texts" not in section(asked, "documents")
    assert words(section(kept, "documents")).index("“500 mét”") < words(section(kept, "documents")).index("“3 năm”")


def test_where_the_text_is_not_on_this_machine_the_claims_stand_in_order(bridge: Path) -> None:
    (bridge / "texts" / "a.txt").unlink()
    documents = section(shown(checked(bridge), with_texts=True), "documents")
    first, second = documents.split('<details class="document"')[1:]
    assert '<div class="prose"' not in first
    assert "“500 mét”" in first
    assert '<div class="prose"' in second


def test_a_claim_that_has_lost_its_place_is_listed_under_the_text(bridge: Path) -> None:
    (bridge / "texts" / "a.txt").write_text("Cầu Mơ dài 800 mét, xây trong 3 năm.", encoding="utf-8")
    documents = words(section(shown(checked(bridge), with_texts=True), "documents"))
    assert documents.index("xây trong") < documents.index("Mệnh đề không nằm đúng chỗ") < documents.index("“500 mét”")


def test_what_a_text_says_is_only_ever_text(bridge: Path) -> None:
    path = bridge / "texts" / "a.txt"
    plain = shown(checked(bridge), with_texts=True)
    path.write_text(path.read_text(encoding="utf-8") + "\n" + HOSTILE, encoding="utf-8")
    made = shown(checked(bridge), with_texts=True)
    assert made.count("<script") == plain.count("<script")
    prose = section(made, "documents")
    assert "&lt;script&gt;alert(1)" in prose
    assert "{{ 7*7 }}{% x %}" in words(prose)
    assert re.search(r'<bdi class="outside">[^<]*\u202e[^<]*</bdi></p>', prose)  # it turns nothing but itself around
    assert set(re.findall(r"<(\w+)", made)) == set(re.findall(r"<(\w+)", plain))


def test_the_facts_tell_quote_value_range_and_state_in_both_languages() -> None:
    facts = section(shown(sample()), "facts")
    vietnamese, english = words(facts), words(facts, "en")
    assert "gần 4 năm (hiểu chặt: từ 3,6 đến dưới 4 năm)" in vietnamese
    assert "nearly 4 years (read strictly: from 3.6 to under 4 years)" in english
    assert "chưa thấy lệch" in vietnamese
    assert "nothing found" in english


def test_the_matrix_marks_what_is_open(bridge: Path) -> None:
    matrix = section(shown(checked(bridge)), "matrix")
    cells = re.findall(r"<td>(.*?)</td>", matrix, re.DOTALL)
    assert [words(cell).strip() for cell in cells] == ["500 mâu thuẫn", "700 mâu thuẫn"]
    assert all('href="#D-' in cell and "is-contradiction" in cell for cell in cells)
    assert 'scope="rowgroup"' in matrix


def test_a_dossier_in_which_nothing_is_shared_says_so(bridge: Path) -> None:
    (bridge / "articles" / "b.json").unlink()
    made = shown(checked(bridge))
    assert "Không có điều gì được từ hai tài liệu trở lên nói đến." in words(section(made, "matrix"))
    assert "1 đối tượng còn lại không có gì để đối chiếu" in words(section(made, "facts"))


def test_this_run_tells_its_day_its_inputs_and_its_checks(bridge: Path) -> None:
    told = section(shown(checked(bridge)), "run")
    assert "Quyết định được xét theo ngày 22/11/2026." in words(told)
    assert "Rulings are judged as of 22 November 2026." in words(told, "en")
    assert hashlib.sha256((bridge / "articles" / "a.json").read_bytes()).hexdigest() in told
    assert hashlib.sha256((bridge / "texts" / "a.txt").read_bytes()).hexdigest() in told
    checks = load_checks(ROOT / "checks")
    assert all(check.name in told for check in checks)


def test_what_the_page_does_not_look_at_stands_with_what_was_not_checked(bridge: Path) -> None:
    told = section(shown(checked(bridge)), "unchecked")
    assert "whether what is printed is true" in words(told, "en").lower()


def test_only_the_page_holds_texts_and_only_when_asked(bridge: Path, tmp_path: Path) -> None:
    def written(*options: str) -> dict[str, str]:
        assert cli.main(["report", str(bridge), "-o", str(tmp_path / "out"), *options]) == 1
        return {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "bridge").iterdir()}

    kept, asked = written(), written("--with-texts")
    assert kept["report.json"] == asked["report.json"]
    assert "xây trong" not in kept["index.html"] + asked["report.json"]
    assert "xây trong" in asked["index.html"]


def test_the_same_run_gives_the_same_bytes() -> None:
    assert shown(sample(), with_texts=True) == shown(checked(ROOT / "claims" / "ben-mo-bridge"), with_texts=True)


def test_discrepancies_that_a_whole_fact_shares_are_told_once(bridge: Path) -> None:
    judged = checked(bridge)
    (card,) = {found.fingerprint for found in judged.open}
    facts = section(shown(judged), "facts")
    assert facts.count(f'href="#{card}"') == 1
    result = judged.result
    a_length, *_ = result.dossier.claims
    own = replace(judged, result=replace(result, found=(found((a_length,), "note"),)))
    facts = section(shown(own), "facts")
    assert re.search(r"“<bdi lang=\W?vi\W?>500 mét</bdi>”[^\n]*is-note", facts)
    assert re.search(r"“<bdi lang=\W?vi\W?>700 mét</bdi>”[^\n]*is-agreed", facts)
