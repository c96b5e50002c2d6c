"""The page: whole, in two languages, asking the network for nothing, whatever a document says."""

import gzip
import hashlib
import json
import re
import shlex
from base64 import b64decode
from collections.abc import Callable
from copy import deepcopy
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli.parser import parser
from doichieu.html.page import page
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "reports"
REPORT = Path(__file__).parent / "data" / "report.json"  # something of everything
HOSTILE = "</q><script>alert(1)</script>\"'&amp;{{ 7*7 }}{% x %}\u202egnp.exe" + "a" * 300
VOID = {"meta", "link", "input", "br"}

Report = dict[str, Any]


class Reader(HTMLParser):
    """What a browser would find: the elements, each closed in its turn, and their ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.shown: dict[str, list[str]] = {"vi": [], "en": []}
        self.styles: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs))
        self.elements.append(element)
        if tag in ("td", "th"):
            self.handle_data(" ")
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "style":
            self.styles.append(data)
        languages = [about["lang"] for tag, about in self.open if tag in ("span", "tspan") and "lang" in about]
        if not any(tag in ("style", "script", "title", "desc") for tag, _ in self.open):
            for language, shown in self.shown.items():
                if all(lang == language for lang in languages):
                    shown.append(data)

    def all(self, tag: str, attribute: str) -> list[str]:
        """The values of an attribute over the elements of a kind; every kind for '*'."""
        return [str(about[attribute]) for name, about in self.elements if tag in (name, "*") and attribute in about]

    def reads(self, language: str) -> str:
        """The words a reader of that language sees, spaces as one."""
        return re.sub(r"\s+", " ", "".join(self.shown[language]))


@pytest.fixture
def report() -> Report:
    return dict(json.loads(REPORT.read_text(encoding="utf-8")))


def strings(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    """The report with every string changed that a document or an editor words freely."""
    free = {"vi", "en", "exact", "title", "publisher", "by", "error", "source", "working", "url", "file", "alone"}
    if isinstance(value, dict):
        return {name: strings(item, change, name) for name, item in value.items()}
    if isinstance(value, list):
        return [strings(item, change, key) for item in value]
    return change(value) if isinstance(value, str) and key in free else value


def test_the_report_is_one_that_the_schema_knows_and_so_is_an_older_one(report: Report) -> None:
    """Members are added within a version: what an older report does not tell, the page does without."""
    for item in (one for found in report["discrepancies"] for one in found["claims"]):
        del item["unit"], item["names"]
    text = json.dumps(report)
    assert not Schemas(ROOT / "schemas").problems("discrepancies", report, Path("report.json"), text)
    vietnamese = Reader(page(report, REPORTS)).reads("vi")
    assert "A “gần 4 năm”: từ 3,2 đến dưới 4 B" in vietnamese
    assert "Thi công cầu" not in vietnamese


def test_every_element_is_closed_and_every_id_is_its_own(report: Report) -> None:
    read = Reader(page(report, REPORTS))
    ids = read.all("*", "id")
    assert len(ids) == len(set(ids))
    assert {item["id"] for item in report["discrepancies"]} <= set(ids)
    for attribute in ("aria-labelledby", "data-copy"):
        assert {name for value in read.all("*", attribute) for name in value.split()} <= set(ids)
    assert {link[1:] for link in read.all("a", "href") + read.all("use", "href") if link[0] == "#"} <= set(ids)


def test_the_page_asks_the_network_for_nothing(report: Report) -> None:
    made = page(report, REPORTS)
    read = Reader(made)
    assert read.all("*", "src") == []
    assert read.all("link", "href") == ["data:,"]
    assert not re.search(r"@import|url\((?!#)", "".join(read.styles))
    assert {link for link in read.all("a", "href") if link[0] != "#"} == {"https://example.org/a#b"}


def test_the_policy_lets_in_only_the_styles_and_the_script_of_the_page(report: Report) -> None:
    made = page(report, REPORTS)
    policy = Reader(made).all("meta", "content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for kind, tag in (("style", "style"), ("script", "script")):
        texts = re.findall(rf"<{tag}>(.*?)</{tag}>", made, re.DOTALL)
        allowed = re.search(rf"{kind}-src (?:'sha256-[^']+' ?)+;", policy)
        assert allowed
        digests = re.findall(r"'sha256-([^']+)'", allowed[0])
        assert [b64decode(digest) for digest in digests] == [hashlib.sha256(text.encode()).digest() for text in texts]
    assert not re.search(r"<[^>]+ (style|on[a-z]+)=", made)


def test_a_missing_text_that_a_point_tells_of_is_counted_once(report: Report) -> None:
    assert "Chưa kiểm được 2" in Reader(page(report, REPORTS)).reads(
        "vi"
    )  # a point about 004, whose text is missing; a crash
    report["unverified"] = []
    assert "Chưa kiểm được 2" in Reader(page(report, REPORTS)).reads("vi")  # the missing text itself


def test_what_a_document_says_is_only_ever_text(report: Report) -> None:
    made = page(strings(report, lambda text: text + HOSTILE), REPORTS)
    read = Reader(made)
    assert made.count("<script") == 1
    assert "&lt;script&gt;alert(1)" in made
    assert "49" not in read.reads("vi")
    assert "{{ 7*7 }}" in read.reads("vi")
    assert {tag for tag, _ in read.elements} == {tag for tag, _ in Reader(page(report, REPORTS)).elements}


def test_only_an_address_of_the_web_becomes_a_link(report: Report) -> None:
    report["documents"][2]["url"] = "javascript:alert(1)"
    assert "javascript" not in page(report, REPORTS)


def test_a_link_takes_the_reader_to_the_quoted_words(report: Report) -> None:
    report["documents"][0]["url"] = "https://example.org/x"
    report["discrepancies"][0]["claims"][0]["quote"]["exact"] = "3-4 năm, gần"
    links = Reader(page(report, REPORTS)).all("a", "href")
    assert "https://example.org/x#:~:text=3%2D4%20n%C4%83m%2C%20g%E1%BA%A7n" in links


def test_both_languages_stand_in_the_page_and_quotes_stay_in_their_own(report: Report) -> None:
    read = Reader(page(report, REPORTS))
    vietnamese, english = read.reads("vi"), read.reads("en")
    assert "Đã đối chiếu 3 tài liệu và thấy 3 điểm không khớp: 1 chờ quyết định, 1 đã quyết, 1 ghi chú." in vietnamese
    assert "3 documents compared, 3 discrepancies found: 1 to decide, 1 ruled, 1 note." in english
    assert "Thi công cầu, thời gian: “gần 4 năm”A hay “gần 5 năm”B?" in vietnamese
    assert "Bridge works, duration: “gần 4 năm”A or “gần 5 năm”B?" in english
    assert "Bridge works, duration: “gần 4 năm”A or 24 December 2024 (the record)B?" in english
    assert "A “gần 4 năm”: từ 3,2 đến dưới 4 năm" in vietnamese
    assert "A “gần 4 năm”: from 3.2 to under 4 years" in english
    assert "[3,2; 4) ∩ [4; 5) = ∅" in vietnamese
    assert "[3.2; 4) ∩ [4; 5) = ∅" in english
    assert "khoảng 25/12/2024" in vietnamese
    assert "about 25 December 2024" in english
    assert "có hiệu lực đến hết 31/12/2026" in vietnamese
    assert set(read.all("blockquote", "lang")) == {"vi"}


def test_a_quote_inside_a_quote_is_still_marked_with_its_language(report: Report) -> None:
    found = report["discrepancies"][0]
    found["claims"][0]["quote"]["exact"] = "gần “4” năm"
    found["message"] = {"vi": "Bài ghi “gần ‘4’ năm”.", "en": "It says “gần ‘4’ năm”."}
    assert 'It says “<bdi lang="vi">gần ‘4’ năm</bdi>”.' in page(report, REPORTS)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_opens_in_the_language_of_the_dossier(report: Report, language: str) -> None:
    report["dossier"]["language"] = language
    read = Reader(page(report, REPORTS))
    assert read.all("html", "lang") == [language]
    assert [about["value"] for tag, about in read.elements if tag == "input" and "checked" in about] == [language]


def test_the_order_is_what_waits_then_what_is_decided_then_notes(report: Report) -> None:
    report["discrepancies"].reverse()
    made = page(report, REPORTS)
    assert re.findall(r'<li class="finding is-(\w+)"', made) == ["contradiction", "tension", "note"]
    named = ("summary", "decide", "ruled", "rulings", "notes", "documents", "unchecked", "agreed", "run")
    places = [made.index(f'id="{name}"') for name in named]
    assert places == sorted(places)


def test_what_was_not_checked_is_told(report: Report) -> None:
    english = Reader(page(report, REPORTS)).reads("en")
    assert "There is no text." in english
    assert "Article 004 “Tựa 004”: its text is not on this machine" in english
    assert "ZeroDivisionError: division by zero" in english
    assert "1 of 9 claims has nothing to be compared with." in english
    assert "Every document could be checked" not in english


def test_only_what_is_open_offers_an_entry_for_rulings(report: Report) -> None:
    found = re.findall(r'<pre id="(D-\w+)-call">(.*?)</pre>.*?<pre>(.*?)</pre>', page(report, REPORTS), re.DOTALL)
    ((name, call, told),) = found
    assert name == "D-000000000001"
    parts = shlex.split(unescape(call))
    assert parts[:3] == ["doichieu", "rule", name]
    with pytest.raises(SystemExit):  # it has to be filled in
        parser().parse_args(parts[1:])
    filled = [part or {"--decision": "stands"}.get(option, "a") for option, part in pairwise(parts)]
    options = parser().parse_args(filled)
    assert (options.decision, options.by, options.reason_vi, options.reason_en) == ("stands", "a", "a", "a")
    entry = json.loads(unescape(told))
    text = json.dumps({"rulings": [entry]})
    schemas, path = Schemas(ROOT / "schemas"), Path("rulings.json")
    assert schemas.problems("rulings", {"rulings": [entry]}, path, text)
    done = {
        "rulings": [entry | {"decision": "stands", "reason": {"vi": "a", "en": "b"}, "by": "Lan", "on": "2026-01-05"}]
    }
    assert not schemas.problems("rulings", done, path, json.dumps(done))


def test_a_report_with_nothing_found_says_so(report: Report) -> None:
    report |= {"discrepancies": [], "unverified": [], "crashes": [], "rulings": {"gone": [], "expired": []}}
    report["documents"] = report["documents"][:1]
    report["coverage"] = report["coverage"][:1]
    english = Reader(page(report, REPORTS)).reads("en")
    assert "1 document compared, no discrepancy found." in english
    assert "Nothing is waiting for a decision." in english
    assert "Every document could be checked" in english


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert page(report, REPORTS) == page(deepcopy(report), REPORTS)


def bounds(lower: object, upper: object, closed: str) -> Report:
    """Bounds as a report tells them; `closed` is [], [), (] or ()."""
    return {"lower": lower, "upper": upper, "lower_closed": closed[0] == "[", "upper_closed": closed[1] == "]"}


@pytest.mark.parametrize(
    ("values", "vietnamese", "english"),
    [
        (bounds(71, 71, "[]"), "đúng 71 năm", "exactly 71 years"),
        (bounds(13750, None, "[)"), "từ 13.750 năm trở lên", "13,750 years or more"),
        (bounds(150, None, "()"), "trên 150 năm", "over 150 years"),
        (bounds(None, 2.5, "(]"), "tối đa 2,5 năm", "at most 2.5 years"),
        (bounds(None, 2.5, "()"), "dưới 2,5 năm", "under 2.5 years"),
        (bounds(1, 2, "(]"), "trên 1 đến 2 năm", "from over 1 to 2 years"),
        (bounds(None, None, "()"), "không giới hạn", "no limit"),
        (bounds("2024-12-24T14:30", "2024-12-24T14:31", "[)"), "14h30 ngày 24/12/2024", "14:30 on 24 December 2024"),
        (bounds("2021-01-01", "2022-01-01", "[)"), "năm 2021", "2021"),
        (bounds("2021-01-01", None, "[)"), "từ 1/1/2021 trở đi", "from 1 January 2021 on"),
    ],
)
def test_an_interval_is_told_in_words(report: Report, values: Report, vietnamese: str, english: str) -> None:
    report["discrepancies"][0]["claims"][0]["loose"] = values
    read = Reader(page(report, REPORTS))
    assert f"A “gần 4 năm”: {vietnamese} " in read.reads("vi")
    assert f"A “gần 4 năm”: {english} " in read.reads("en")


def test_many_claims_are_lettered_and_the_title_names_three_at_most(report: Report) -> None:
    found = report["discrepancies"][0]
    claim = found["claims"][0]
    found["claims"] = [claim | {"quote": claim["quote"] | {"exact": f"{n} năm"}} for n in range(28)]
    english = Reader(page(report, REPORTS)).reads("en")
    assert "Bridge works, duration: do “0 năm”A, “1 năm”B and 26 more agree?" in english
    assert "AB “27 năm”: from 3.2 to under 4 years" in english


def test_a_row_tells_what_it_can_be_filtered_by(report: Report) -> None:
    found = report["discrepancies"][0]
    found["claims"][1] |= {
        "speaker": "lan",
        "names": found["claims"][1]["names"] | {"speaker": {"vi": "Lan", "en": "Lan"}},
    }
    (row,) = (about for tag, about in Reader(page(report, REPORTS)).elements if about.get("data-state") == "open")
    assert row["data-verdict"] == "contradiction"
    assert row["data-check"] == "durations.disagree"
    assert row["data-document"] == "003"
    assert row["data-subject"] == "bridge/works"
    assert row["data-speaker"] == "lan"
    assert "data-change" not in row


def test_a_link_to_a_card_opens_it_without_scripts(report: Report) -> None:
    """A browser opens the details around what an address names; so each card stands inside them, not beside."""
    for card in re.findall(
        r'<details>\n<summary>.*?</summary>\s*<article class="card" id="(D-\w+)"', page(report, REPORTS), re.DOTALL
    ):
        report["discrepancies"] = [item for item in report["discrepancies"] if item["id"] != card]
    assert report["discrepancies"] == []


def test_what_has_changed_since_an_earlier_report_is_told(report: Report) -> None:
    for item, state in zip(report["discrepancies"], ("new", "ruled-since", "unchanged"), strict=True):
        item["state"] = state
    past = {"id": "D-00000000000a", "check": "durations.disagree", "message": {"vi": "Đã sửa.", "en": "It was mended."}}
    report["against"] = {"sha256": "ab" * 32, "version": "0.1.0", "counts": {}, "gone": [past], "unseen": []}
    read = Reader(page(report, REPORTS))
    assert "Since the earlier report: 1 new, 1 gone, 1 still there, 1 ruled since." in read.reads("en")
    assert "So với báo cáo trước: 1 điểm mới, 1 không còn, 1 vẫn còn, 1 đã quyết từ đó." in read.reads("vi")
    assert "It was mended." in read.reads("en")
    assert read.all("li", "data-change") == ["new", "ruled-since", "unchanged"]
    assert "change" in read.all("select", "name")


def test_parts_and_a_whole_stand_in_a_table(report: Report) -> None:
    _, second = report["discrepancies"][0]["claims"]
    second["property"] = "share"
    english = Reader(page(report, REPORTS)).reads("en")
    assert "Each figure (read loosely)" in english
    assert "A duration: “gần 4 năm” from 3.2 to under 4 years" in english


def test_lists_are_set_side_by_side(report: Report) -> None:
    lan, minh = ({"vi": name, "en": name} for name in ("Lan", "Minh"))
    first, second = report["discrepancies"][0]["claims"]
    first["members"] = [lan, minh]
    assert "The list has 2 names Lan Minh" in Reader(page(report, REPORTS)).reads("en")
    second["members"] = [lan]
    assert "Name A B Lan named named Minh named not named" in Reader(page(report, REPORTS)).reads("en")


def test_what_is_written_differently_is_marked(report: Report) -> None:
    for claim, words in zip(report["discrepancies"][0]["claims"], ("Bến Mơ cũ", "bến Mơ cũ"), strict=True):
        claim |= {"strict": None, "loose": None, "quote": claim["quote"] | {"exact": words}}
    made = page(report, REPORTS)
    assert "<mark>Bến</mark> Mơ cũ" in made
    assert "<mark>bến</mark> Mơ cũ" in made


def test_a_long_report_holds_the_worst_as_html_and_the_rest_as_data(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doichieu.html.page.MOST_STATIC", 2)
    monkeypatch.setattr("doichieu.html.page.WORST", 1)
    made = page(report, REPORTS)
    read = Reader(made)
    assert read.all("article", "id") == ["D-000000000001"]
    assert "This page holds 1 more; turn on JavaScript to see it, or open report.json." in read.reads("en")
    (text,) = re.findall(r'<script type="application/gzip" id="far">([\w+/=]+)</script>', made)
    data = json.loads(gzip.decompress(b64decode(text)))
    assert data["columns"]["id"] == ["000000000002", "000000000003"]
    assert data["columns"]["bucket"] == ["ruled", "notes"]
    assert data["columns"]["message"][0] == ["Bài ghi \x01a.", "It says \x01a."]
    assert data["columns"]["numbers"][0][0] == "4"
    assert page(report, REPORTS) == made
