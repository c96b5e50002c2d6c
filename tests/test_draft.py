"""Drafts: valid, anchored, never overwriting, and never taken for finished; and what they propose."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.cli import commands as cli
from doichieu.dossier.loader import load_dossier
from doichieu.drafting.article import Article, read_article, sentence
from doichieu.drafting.boilerplate import body, boilerplate, stamp
from doichieu.drafting.draft import MOST_CLAIMS, About, draft, language_of
from doichieu.drafting.scope import scope_of
from doichieu.drafting.suggestions import Known, Suggester
from doichieu.files.problems import InputError
from doichieu.reading import read
from doichieu.validation.placeholders import NAME, PUBLISHED, STATEMENT
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
SCHEMAS = Schemas(ROOT / "schemas")
Edit = Callable[..., None]

ARTICLE = """Cầu Mơ thêm lối đi bộ

Ngày 3/6/2025, xã Mơ mở lối đi bộ trên cầu Mơ. Cầu dài 500 mét, xây trong gần 3 năm ròng rã.
Trong năm 2024, cầu đón hơn 12.000 lượt khách. Lối đi bộ dài 500 mét, tốn 4,5 tỷ đồng.

Tin khác
Chợ Mơ mở lại sau 10 ngày
"""
PAGE = """<!doctype html><html lang="vi"><head><title>Trạm bơm Sậy chạy thử</title>
<meta property="article:published_time" content="2026-03-14T08:10:00+07:00"></head><body>
<nav><a href="/">Trang chủ</a> <a href="/xa">Tin xã 2026</a></nav>
<article><h1>Trạm bơm Sậy chạy thử</h1>
<p>Sáng 14/3, xã Sậy chạy thử trạm bơm mới sau gần 3 năm xây dựng, trước sự chứng kiến của bà con bốn thôn ven đê.</p>
<p>Trạm có 6 tổ máy, tưới cho hơn 1.200 ha lúa; ban quản lý nói trạm sẽ chạy chính thức từ vụ mùa năm nay.</p>
</article><footer>Tòa soạn: 12 ngõ Sậy</footer></body></html>"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "Bài mới.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    return cli.main(["draft", *map(str, arguments)])


def made(path: Path) -> dict[str, Any]:
    """A draft that was written, after its schema has accepted it."""
    text = path.read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    assert SCHEMAS.problems("document", data, path, text) == []
    return data


def drafted(text: str, published: str = "2025-06-05", *, known: tuple[Known, ...] = (), language: str = "") -> Any:
    about = About("a", "a.txt", language or language_of(text), published)
    return draft(Article(Path("a.txt"), text, text.encode(), kept=True), about, known, SCHEMAS)


def anchored(text: str, claim: Any) -> bool:
    """Whether a quote stands where it says, and is the occurrence it says."""
    exact, start = claim["quote"]["exact"], claim["quote"]["start"]
    starts = [place for place in range(start + 1) if text.startswith(exact, place)]
    return start in starts and len(starts) == claim["quote"]["occurrence"]


def finish(path: Path, subject: str, property_: str) -> None:
    """Keep the first claim on this property's kind of value and decide it."""
    data = json.loads(path.read_text(encoding="utf-8"))
    claim = next(claim for claim in data["claims"] if claim["quote"]["exact"] == "500 mét")
    claim |= {
        "subject": subject,
        "property": property_,
        "statement": {"vi": "Cầu dài 500 mét.", "en": "It is 500 m long."},
    }
    data["claims"] = [claim]
    del data["draft"]
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_a_draft_is_valid_and_anchored(bridge: Path, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(article, "--dossier", bridge, "--date", "2025-06-05") == 0
    path = bridge / "articles" / "bai-moi.json"
    data = made(path)
    assert data["$schema"] == "../../../schemas/document.schema.json"
    assert (path.parent / data["$schema"]).resolve() == ROOT / "schemas" / "document.schema.json"
    about = data["document"]
    assert (about["id"], about["language"], about["title"]) == ("bai-moi", "vi", "Cầu Mơ thêm lối đi bộ")
    assert about["published"] == {"edtf": "2025-06-05", "basis": "stated"}
    assert [ARTICLE[slice(*span)][-16:] for span in about["text"]["body"]] == ["tốn 4,5 tỷ đồng."]
    claims = data["claims"]
    assert all(anchored(ARTICLE, claim) for claim in claims)
    assert [(claim["id"], claim["quote"]["exact"], claim["quote"]["occurrence"]) for claim in claims] == [
        ("bai-moi-1", "Ngày 3/6/2025", 1),
        ("bai-moi-2", "500 mét", 1),
        ("bai-moi-3", "gần 3 năm ròng rã", 1),
        ("bai-moi-4", "năm 2024", 1),
        ("bai-moi-5", "hơn 12.000 lượt khách", 1),
        ("bai-moi-6", "500 mét", 2),
        ("bai-moi-7", "4,5 tỷ đồng", 1),
    ]
    assert claims[4]["value"] == {"kind": "quantity", "amount": "12000", "hedge": "over"}
    assert [claim.get("scope") for claim in claims[3:6]] == [None, {"during": "2024"}, None]
    out = capsys.readouterr().out
    assert "claims/bridge/articles/bai-moi.json" in out
    assert "dòng 6–7 (danh sách bài khác)" in out
    assert "hãy đặt Bài mới.txt vào" in out


def test_nothing_in_a_draft_is_decided_but_suggested(bridge: Path, article: Path) -> None:
    run(article, "--dossier", bridge)
    data = made(bridge / "articles" / "bai-moi.json")
    assert {(claim["subject"], claim["property"]) for claim in data["claims"]} == {(NAME, NAME)}
    assert all(claim["statement"] == STATEMENT for claim in data["claims"])
    suggestions = data["draft"]["suggestions"]
    assert list(suggestions) == [claim["id"] for claim in data["claims"]]
    first = suggestions["bai-moi-2"][0]
    assert {first.pop("score") > 0, *first.values()} == {True, "bridge", "length", "a", "a-length"}
    kinds = {"bai-moi-3": ["duration"], "bai-moi-7": []}
    assert {name: [found["property"] for found in suggestions[name]] for name in kinds} == kinds


def test_an_unfinished_draft_fails_the_gate(bridge: Path, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(article, "--dossier", bridge, "--date", "2025-06-05")
    capsys.readouterr()
    assert cli.main(["check", str(bridge)]) == 2
    told = capsys.readouterr().err.splitlines()
    path = bridge / "articles" / "bai-moi.json"
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if '"undecided"' in text)
    assert told[0].startswith(
        f"{path}:{line}:18: /claims/0/subject: “Ngày 3/6/2025” has no subject, property or statement"
    )
    assert told[1].endswith("write them (nearest in wording: length of bridge) or remove the claim.")
    assert told[6].endswith("“4,5 tỷ đồng” has no subject, property or statement yet; write them or remove the claim.")
    assert "/draft: this is a draft, 7 of its 7 claims undecided; remove this member once they are" in told[7]
    assert len(told) == 8


def test_a_finished_draft_passes_the_gate(bridge: Path, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bridge / "articles" / "b.json").unlink()
    run(article, "--dossier", bridge, "--date", "2025-06-05")
    (bridge / "texts" / article.name).write_bytes(article.read_bytes())
    finish(bridge / "articles" / "bai-moi.json", "bridge", "length")
    assert cli.main(["check", str(bridge), "--require-texts"]) == 0
    assert "3 mệnh đề" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("pointer", "to", "told"),
    [
        (("claims", 0, "subject"), NAME, "“500 mét” has no subject yet; write it or remove the claim."),
        (("claims", 0, "property"), NAME, "“500 mét” has no property yet; write it or remove the claim."),
        (("claims", 0, "statement", "en"), STATEMENT["en"], "“500 mét” has no statement yet; write it or remove the"),
        (("draft",), {"suggestions": {}}, "/draft: this is a draft, 0 of its 1 claims undecided;"),
        (("document", "published", "edtf"), PUBLISHED, "/document/published/edtf: the day of publication is not known"),
    ],
)
def test_every_placeholder_left_fails_the_gate(
    bridge: Path, article: Path, edit: Edit, pointer: tuple[str | int, ...], to: object, told: str
) -> None:
    run(article, "--dossier", bridge, "--date", "2025-06-05")
    path = bridge / "articles" / "bai-moi.json"
    finish(path, "bridge", "length")
    load_dossier(bridge, SCHEMAS)
    edit(path, *pointer, to=to)
    with pytest.raises(InputError) as error:
        load_dossier(bridge, SCHEMAS)
    assert told in str(error.value)
    assert len(error.value.problems) == 1


def test_a_placeholder_is_no_speaker(bridge: Path, edit: Edit) -> None:
    edit(bridge / "articles" / "a.json", "claims", 0, "speaker", to=NAME)
    with pytest.raises(InputError, match="there is no entity 'undecided'"):
        load_dossier(bridge, SCHEMAS)


def test_of_many_undecided_claims_the_first_are_told(bridge: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text("\n".join(f"Thôn {name} có {n} người." for n, name in enumerate("abcdefghijklmnopqrstuvwxy", 30)))
    run(path, "--dossier", bridge, "--date", "2025-06-05", "--lang", "vi")
    with pytest.raises(InputError) as error:
        load_dossier(bridge, SCHEMAS)
    assert len(error.value.problems) == 22
    assert "/claims/20: 5 further claims are not decided yet; decide those above first." in str(error.value)


def test_drafts_do_not_teach_each_other(bridge: Path, article: Path, tmp_path: Path) -> None:
    run(article, "--dossier", bridge)
    other = tmp_path / "other.txt"
    other.write_text(ARTICLE.replace("500", "510"), encoding="utf-8")
    assert run(other, "--dossier", bridge) == 0
    found = made(bridge / "articles" / "other.json")["draft"]["suggestions"]
    assert {one["document"] for suggestions in found.values() for one in suggestions} == {"a", "b"}


def test_nothing_is_overwritten(bridge: Path, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = bridge / "articles" / "a.json"
    before = target.read_bytes()
    assert run(article, "--dossier", bridge, "-o", target) == 2
    assert "articles/a.json: this file already exists; name another file with -o" in capsys.readouterr().err
    assert target.read_bytes() == before
    assert not list(target.parent.glob(".draft-*"))


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    bridge: Path, article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = bridge / "articles" / "new.json"

    def slowly(*given: Any) -> Any:
        target.write_text("theirs", encoding="utf-8")
        return draft(*given)

    monkeypatch.setattr("doichieu.drafting.write_draft.draft", slowly)
    assert run(article, "--dossier", bridge, "-o", target) == 2
    assert "this file already exists" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "theirs"


def test_a_disk_without_links_gets_the_file_all_the_same(
    bridge: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert run(article, "--dossier", bridge) == 0
    assert len(made(bridge / "articles" / "bai-moi.json")["claims"]) == 7


def test_a_place_that_cannot_be_written_is_told(
    bridge: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(article, "--dossier", bridge, "-o", bridge / "dossier.json" / "x.json") == 2
    assert "this file cannot be written" in capsys.readouterr().err


def test_a_text_that_is_at_hand_stays_where_it_is(
    bridge: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, article: Path
) -> None:
    texts = bridge / "texts" / "c.txt"
    texts.write_text(ARTICLE, encoding="utf-8")
    assert run(texts, "--dossier", bridge) == 0
    assert "hãy đặt" not in capsys.readouterr().out
    monkeypatch.setenv("DOICHIEU_TEXTS", str(article.parent))
    assert run(article, "--dossier", bridge) == 0
    assert "hãy đặt" not in capsys.readouterr().out
    assert sorted(path.name for path in texts.parent.iterdir()) == ["a.txt", "b.txt", "c.txt"]


def test_another_text_of_the_same_name_is_told(
    bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "b.txt"
    other.write_text(ARTICLE, encoding="utf-8")
    assert run(other, "--dossier", bridge, "--id", "c") == 2
    assert "the dossier already has another text named 'b.txt'; rename this one." in capsys.readouterr().err


def from_stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_standard_input_is_kept_beside(
    bridge: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from_stdin(monkeypatch, ARTICLE)
    assert run("-", "--id", "c", "--dossier", bridge, "--date", "2025-06-05") == 0
    assert (bridge / "texts" / "c.txt").read_text(encoding="utf-8") == ARTICLE
    assert "văn bản được lưu ở" in capsys.readouterr().out
    data = made(bridge / "articles" / "c.json")
    assert data["document"]["text"]["file"] == "c.txt"
    assert all(anchored(ARTICLE, claim) for claim in data["claims"])
    from_stdin(monkeypatch, ARTICLE)
    assert run("-", "--dossier", bridge) == 2
    assert "-: no id can be made from this name; give it one with --id." in capsys.readouterr().err


def test_a_kept_text_is_not_overwritten_either(
    bridge: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (bridge / "texts" / "b.txt").read_bytes()
    (bridge / "articles" / "b.json").unlink()
    from_stdin(monkeypatch, ARTICLE)
    assert run("-", "--id", "b", "--dossier", bridge) == 2
    assert "the dossier already has another text named 'b.txt'; give another id with --id." in capsys.readouterr().err
    assert (bridge / "texts" / "b.txt").read_bytes() == before
    assert not (bridge / "articles" / "b.json").exists()


def test_a_draft_for_the_terminal_writes_no_file(
    bridge: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from_stdin(monkeypatch, ARTICLE)
    before = sorted(bridge.rglob("*"))
    assert run("-", "--id", "c", "--dossier", bridge, "-o", "-") == 0
    out, err = capsys.readouterr()
    assert SCHEMAS.problems("document", json.loads(out), Path("out"), out) == []
    assert "văn bản không được lưu" in err
    assert sorted(bridge.rglob("*")) == before


def test_a_saved_page_is_drafted_from_its_main_text(
    bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("trafilatura")
    page = tmp_path / "Trạm bơm.html"
    page.write_text(PAGE, encoding="utf-8")
    assert run(page, "--dossier", bridge) == 0
    data = made(bridge / "articles" / "tram-bom.json")
    assert data["document"]["title"] == "Trạm bơm Sậy chạy thử"
    assert data["document"]["published"] == {"edtf": "2026-03-14", "basis": "inferred"}
    text = (bridge / "texts" / "tram-bom.txt").read_text(encoding="utf-8")
    quotes = [claim["quote"]["exact"] for claim in data["claims"]]
    assert {"gần 3 năm xây dựng", "6 tổ", "hơn 1.200 ha"} <= set(quotes)
    assert "12 ngõ" not in text
    assert "2026" not in text
    assert all(anchored(text, claim) for claim in data["claims"])
    from_stdin(monkeypatch, "<!-- saved -->\n" + PAGE)
    assert read_article("-").text + "\n" == text


@pytest.mark.parametrize("content", ["<html><body></body></html>", " "])
def test_a_page_without_an_article_is_told(tmp_path: Path, content: str) -> None:
    pytest.importorskip("trafilatura")
    page = tmp_path / "page.htm"
    page.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"no article was found in this page; save the article's text as \.txt"):
        read_article(str(page))


def test_a_page_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("trafilatura")
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address))
    page = tmp_path / "page.html"
    address = "https://example.org/article.html"
    linked = PAGE.replace("<p>", f'<p><a href="{address}">x</a>')
    for content, kept in ((address, address), (linked, "chạy thử trạm bơm")):
        page.write_text(content, encoding="utf-8")
        assert kept in read_article(str(page)).text
    assert asked == []


def test_a_page_without_the_extra_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(InputError, match=r"an optional package that is not installed; install doichieu\[html\]"):
        read_article(str(page))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "this file contains no text"),
        (b" \n\t\n", "this file contains no text"),
        ("Xã Mơ\ncó 5 ".encode() + b"\xa0", ":2:6: the byte 0xA0 is not UTF-8"),
        (b"PK\x03\x04\n\x00", ":2:1: this is not text"),
        (b"a" * 250_001, "this has 250,001 characters, more than the limit of 250,000"),
    ],
)
def test_what_is_no_article_is_told(tmp_path: Path, raw: bytes, told: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    with pytest.raises(InputError) as error:
        read_article(str(path))
    assert told in str(error.value)


def test_what_cannot_be_read_is_told(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bridge / "none.txt", "--dossier", bridge) == 2
    assert "there is no such file" in capsys.readouterr().err
    assert run(bridge, "--dossier", bridge) == 2
    assert "this is a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Đường Số 7.txt", "duong-so-7"),
        ("003_hà-nội.v2.txt", "003_ha-noi.v2"),
        ("x" * 100 + ".txt", "x" * 90),
    ],
)
def test_an_id_is_made_from_the_file_name(bridge: Path, tmp_path: Path, name: str, wanted: str) -> None:
    path = tmp_path / name
    path.write_text(ARTICLE, encoding="utf-8")
    assert run(path, "--dossier", bridge) == 0
    assert made(bridge / "articles" / f"{wanted}.json")["document"]["id"] == wanted


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--id", "a"], "articles/a.json: this document already has the id 'a'; give another with --id."),
        (["--id", "Bài 5"], "--id: 'Bài 5' is not a valid id; use lower-case letters"),
        (["--id", "x" * 91], "is not a valid id"),
        (["--dossier", "nowhere"], "nowhere: there is no such folder"),
    ],
)
def test_a_wrong_call_is_told(
    bridge: Path,
    article: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(bridge.parents[1])
    assert run(article, *options) == 2
    assert told in capsys.readouterr().err


def test_a_name_that_no_claims_file_can_hold_is_told(bridge: Path, tmp_path: Path) -> None:
    path = tmp_path / "a\\b.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    assert run(path, "--dossier", bridge) == 2


def test_the_dossier_is_found(
    bridge: Path, article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(bridge)
    assert run(article) == 0
    monkeypatch.chdir(bridge / "articles")
    assert run(article, "--id", "two", "-o", "two.json") == 0
    monkeypatch.chdir(bridge.parents[1])
    assert run(article, "--id", "three") == 0
    assert {path.name for path in (bridge / "articles").iterdir()} >= {"bai-moi.json", "two.json", "three.json"}
    assert all(
        made(bridge / "articles" / f"{name}.json")["draft"]["suggestions"][f"{name}-2"] for name in ("two", "three")
    )
    (bridge.parent / "other").mkdir()
    (bridge.parent / "other" / "dossier.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert run(article, "--id", "four") == 2
    told = "claims: there are several dossiers here; name one with --dossier (claims/bridge, claims/other)."
    assert told in capsys.readouterr().err


def test_without_a_dossier_there_are_no_suggestions(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(article) == 2
    assert "there is no dossier here; name one with --dossier, or a file with -o." in capsys.readouterr().err
    assert run(article, "-o", tmp_path / "draft.json") == 0
    assert not any(made(tmp_path / "draft.json")["draft"]["suggestions"].values())
    from_stdin(monkeypatch, ARTICLE)
    assert run("-", "--id", "c", "-o", tmp_path / "c.json") == 0
    assert (tmp_path / "c.txt").read_text(encoding="utf-8") == ARTICLE


def test_a_dossier_that_is_not_well_formed_is_told(
    bridge: Path, article: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(bridge / "articles" / "a.json", "claims", 0, "mode", to="guess")
    assert run(article, "--dossier", bridge) == 2
    assert "/claims/0/mode" in capsys.readouterr().err


def test_a_newsrooms_own_schema_is_obeyed(
    bridge: Path, article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "schemas").unlink()
    (tmp_path / "schemas").mkdir()
    for path in (ROOT / "schemas").iterdir():
        text = path.read_text(encoding="utf-8")
        (tmp_path / "schemas" / path.name).write_text(text.replace('"draft": {"$ref"', '"other": {"$ref"'), "utf-8")
    assert run(article, "--dossier", bridge) == 2
    assert "/draft" in capsys.readouterr().err
    assert not (bridge / "articles" / "bai-moi.json").exists()


def test_without_a_day_the_draft_says_so(bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a-day.txt"
    path.write_text("Lối đi bộ mở ngày 8/8 cho 50 người đầu tiên.", encoding="utf-8")
    assert run(path, "--dossier", bridge, "--lang", "vi") == 0
    data = made(bridge / "articles" / "a-day.json")
    assert data["document"]["published"]["edtf"] == PUBLISHED
    assert "8/8" not in " ".join(claim["quote"]["exact"] for claim in data["claims"])
    out = capsys.readouterr().out
    assert "không thấy ngày đăng" in out
    assert "1 giá trị bị bỏ qua" in out


def test_an_english_dossier_is_told_in_english(
    bridge: Path, article: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(bridge / "dossier.json", "language", to="en")
    run(article, "--dossier", bridge)
    out = capsys.readouterr().out
    assert "7 claims to finish, 4 with suggestions for subject and property" in out
    assert "probably not the article's body: line 6–7 (other articles)" in out
    assert "no day of publication was found" in out


def test_what_is_left_out_is_told_line_by_line(
    bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.txt"
    rows = "".join(f"| Thôn {n} | {n} người |\n" for n in range(20, MOST_CLAIMS + 50))
    path.write_text(f"Cầu mở\n14/3/2026 08:10\n{rows}Hết bảng.\n| Thôn |", encoding="utf-8")
    assert run(path, "--dossier", bridge, "--lang", "vi") == 0
    told = capsys.readouterr().out.splitlines()[2:6]
    assert told[0] == "  đề xuất không tính là thân bài: dòng 2 (dấu ngày giờ)"
    assert told[1] == f"  đề xuất không tính là thân bài: dòng 3–{MOST_CLAIMS + 32} (ký hiệu trình bày)"
    assert told[2] == f"  đề xuất không tính là thân bài: dòng {MOST_CLAIMS + 34} (ký hiệu trình bày)"
    assert told[3].startswith("  bản nháp chỉ có 1.000 giá trị đầu")


def test_without_texts_the_quotes_themselves_are_the_examples(bridge: Path, article: Path, edit: Edit) -> None:
    for path in (bridge / "texts").iterdir():
        path.unlink()
    edit(bridge / "articles" / "b.json", "document", "kind", to="reference")
    edit(bridge / "articles" / "b.json", "document", "text", to=None)
    edit(bridge / "articles" / "b.json", "claims", 0, "quote", to=None)
    assert run(article, "--dossier", bridge) == 0
    found = made(bridge / "articles" / "bai-moi.json")["draft"]["suggestions"]["bai-moi-2"]
    assert [(one["property"], one["claim"]) for one in found] == [("length", "a-length")]


def test_a_text_beside_a_draft_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.txt").write_text("mine", encoding="utf-8")
    from_stdin(monkeypatch, ARTICLE)
    assert run("-", "--id", "c", "-o", "c.json") == 2
    assert "c.txt: this file already exists; give another id with --id." in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["c.txt"]
    assert (tmp_path / "c.txt").read_text(encoding="utf-8") == "mine"


def test_a_draft_has_so_many_claims_at_most() -> None:
    result = drafted("".join(f"Có {n} người. " for n in range(20, MOST_CLAIMS + 50)), language="vi")
    assert result.more
    assert len(result.data["claims"]) == MOST_CLAIMS


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Dự án kéo dài gần 5 năm thương lượng.", ["gần 5 năm thương lượng"]),
        ("Dự án kéo dài gần 5 năm nay.", ["gần 5 năm"]),
        ("Dự án kéo dài gần 5 năm kể từ đầu.", ["gần 5 năm"]),
        ("Dự án kéo dài gần 5 năm, rất lâu.", ["gần 5 năm"]),
        ("Dân số tăng 3% mỗi năm.", ["3%"]),
        ("Xã có 40 hộ dân mới.", ["40 hộ dân"]),
        ("The bridge took nearly five years to build.", ["nearly five years"]),
        ("They sold 40 boats in May 2024.", ["40 boats", "May 2024"]),
        (
            "Thi công từ ngày 3 tháng 5 năm 2011 đến ngày 5 tháng 11 năm 2025.",
            ["3 tháng 5 năm 2011 đến ngày 5 tháng 11 năm 2025"],
        ),
    ],
)
def test_a_quote_is_the_value_and_what_belongs_to_it(text: str, quotes: list[str]) -> None:
    found = [claim["quote"]["exact"] for claim in drafted(text).data["claims"]]
    assert found == quotes


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("Trong năm 2023, xã đón 500 khách.", [{"during": "2023"}]),
        ("Năm 2023, xã đón 500 khách.", [{"during": "2023"}]),
        ("Xã đón 500 khách trong năm 2023 và 700 khách vào năm 2024.", [{"during": "2023"}, {"during": "2024"}]),
        ("Tính đến ngày 6/10/2024, xã có 500 hộ dân.", [{"as_of": "2024-10-06"}]),
        ("Xã đón 500 khách. Trong năm 2023, chợ đóng cửa.", [{}]),
        ("Xã đón 500 khách, nhiều hơn so với năm 2022.", [{}]),
        ("Xã đón 500 khách trước năm 2022.", [{}]),
        ("Ngày 6/10/2024, xã đón 500 khách.", [{}]),
        ("Trong năm 2023, cầu xây xong sau 3 năm.", [{}]),
        ("Giai đoạn 2021-2024, xã đón 500 khách.", [{"during": "2021/2024"}]),
        ("As of 6 October 2024, the town had 500 houses.", [{"as_of": "2024-10-06"}]),
        ("The town had 500 visitors in 2023.", [{"during": "2023"}]),
    ],
)
def test_a_scope_is_what_the_sentence_says(text: str, scopes: list[dict[str, str]]) -> None:
    readings = read(text, language_of(text), "2025-06-05")
    figures = [reading for reading in readings if reading.kind in ("quantity", "duration")]
    assert [scope_of(text, reading, readings) for reading in figures] == scopes


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("Cầu mở.\nCầu dài 5 m.", []),
        ("Khai mạc 25/10/2025 09:50\nCầu mở cửa.", ["25/10/2025 09:50"]),
        ("Thứ bảy, 25/10/2025, 09:50 (GMT+7)\nCầu mở cửa.", ["Thứ bảy, 25/10/2025, 09:50 (GMT+7)"]),
        ("Bridge opens\nPublished: 14 March 2026\nIt is long.", ["Published: 14 March 2026"]),
        ("date 2025-10-08 Chiều nay cầu mở cửa.", ["date 2025-10-08"]),
        ("Vé bán đến ngày 31/12/2026\nCầu mở cửa.", []),
        ("Trang chủ | Thời sự | Xã\nCầu mở cửa.", ["Trang chủ | Thời sự | Xã"]),
        ("![](a.jpg) |\n| Cầu mở cửa. |", ["![](a.jpg) |\n| ", " |"]),
        ("Cầu mở cửa. (Ảnh: An Sậy)", []),
        ("Cầu mở.\nẢnh: AN SẬY\nCầu dài.", []),
        (
            "Cầu mở.\nTin khác\nChợ cháy\nĐường vắng 10/12/2025 17:52",
            ["Tin khác\nChợ cháy\nĐường vắng 10/12/2025 17:52"],
        ),
        ("Cầu mở.\nĐọc thêm: Chợ cháy\nCầu dài.", ["Đọc thêm: Chợ cháy"]),
        ("Cầu mở.\nRead more\nMarket burns\nThe bridge is long.", ["Read more\nMarket burns"]),
        ("Cầu mở.\nADVERTISEMENT\nCầu dài.", ["ADVERTISEMENT"]),
        ("Cầu mở.\n© 2026 Báo Mẫu", ["© 2026 Báo Mẫu"]),
        ("Cầu mở.\nChợ họp…\nĐò chạy…\nXe qua...", ["Chợ họp…\nĐò chạy…\nXe qua..."]),
        ("Cầu mở.\nChợ họp…\nĐò chạy…", []),
        ("Tin khác\nChợ cháy", ["Tin khác\nChợ cháy"]),
    ],
)
def test_what_surrounds_an_article_is_proposed(text: str, outside: list[str]) -> None:
    parts = boilerplate(text)
    assert [text[part.start : part.end] for part in parts] == outside
    spans = body(text, parts)
    left = "".join("".join(text[start:end].split()) for start, end in spans)
    around = "".join("".join(words.split()) for words in outside)
    assert (
        spans == [(0, len(text))]
        if len(around) == len("".join(text.split()))
        else sorted(left + around) == sorted("".join(text.split()))
    )


def test_a_teaser_that_speaks_of_something_else_goes_with_its_like() -> None:
    about = "Hội chợ làng gốm mở cửa. Hội chợ làng gốm bán chum.\n"
    text = about * 3 + "Tàu cá về bến an toàn sau bão lớn hôm qua.\nXe khách…\nMưa đá…\nTrộm bò…"
    (part,) = boilerplate(text)
    assert text[part.start :].startswith("Tàu cá")
    assert part.why.en == "teasers of other articles"


def test_a_paragraph_after_a_list_is_the_articles_again() -> None:
    about = "Hội chợ làng gốm mở cửa. Hội chợ làng gốm bán chum.\n"
    text = about * 3 + "Tin liên quan\nTàu cá về bến\n" + about + "Tin khác\nTàu cá về bến an toàn sau bão lớn hôm qua."
    assert [text[part.start : part.end].partition("\n")[0] for part in boilerplate(text)] == [
        "Tin liên quan",
        "Tin khác",
    ]
    assert [text[slice(*span)] for span in body(text, boilerplate(text))] == [(about * 3).strip(), about.strip()]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Cầu mở 25/10/2025 09:50\nCầu dài.", "2025-10-25"),
        ("date 2025-10-08 Cầu mở.", "2025-10-08"),
        ("Cầu mở\nCập nhật: 5/1/2026", "2026-01-05"),
        ("Cầu mở 45/10/2025 09:50", ""),
        ("Cầu mở ngày 25/10/2025.", ""),
        ("Cầu mở\nPosted on 14 March 2026", ""),
        ("a\nb\nc\nd\ne\n25/10/2025 09:50", ""),
    ],
)
def test_the_day_is_taken_from_a_stamp_above(text: str, day: str) -> None:
    assert stamp(text) == day


def example(subject: str, property_: str, around: str, near: str, kind: str = "quantity", unit: str = "") -> Known:
    return Known(subject, property_, kind, unit, around, near, "d", f"{subject}-{property_}")


def test_the_nearest_wording_comes_first() -> None:
    known = [
        example("fair", "visitors", "Hội chợ gốm đón 900 khách trong tuần", "900 khách"),
        example("fair", "stalls", "Hội chợ gốm có 40 gian hàng trong tuần", "40 gian hàng"),
        example("ferry", "visitors", "Đò chở 70 khách", "70 khách"),
        example("fair", "start", "Hội chợ gốm mở tuần này", "tuần này", kind="date"),
    ]
    found = Suggester(known).suggest("Tuần qua hội chợ gốm đón nhiều khách", "1.200 khách", "quantity")
    assert [(one.subject, one.property, one.claim) for one in found] == [
        ("fair", "visitors", "fair-visitors"),
        ("ferry", "visitors", "ferry-visitors"),
        ("fair", "stalls", "fair-stalls"),
    ]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert Suggester(known).suggest("Giá lúa lên", "giá", "quantity") == []
    assert Suggester(()).suggest("Giá lúa lên", "giá", "quantity") == []


def test_the_same_words_score_one_and_a_unit_must_fit() -> None:
    known = [example("work", "duration", "kéo dài ba năm", "ba năm", "duration", "month")]
    (found,) = Suggester(known).suggest("kéo dài ba năm", "ba năm", "duration")
    assert found.score == 1
    assert Suggester(known).suggest("kéo dài ba năm", "ba năm", "duration", "year") == []
    assert Suggester(known).suggest("kéo dài ba năm", "ba năm", "duration", "month") == [found]


def test_a_sentence_ends_where_it_ends() -> None:
    text = "Một câu. “Câu hai, dài 1.200 m!” Câu ba?\nDòng mới"
    place = text.index("1.200")
    assert text[slice(*sentence(text, place, place + 5))] == "“Câu hai, dài 1.200 m!” "
    assert text[slice(*sentence(text, len(text) - 1, len(text)))] == "Dòng mới"


def test_the_proposals_on_the_sample_are_good() -> None:
    command = [sys.executable, "benchmarks/suggestions.py", "claims/ben-mo-bridge"]
    out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, encoding="utf-8").stdout
    known = next(line for line in out.splitlines() if "another document" in line)
    shares = [int(part.partition("%")[0].rpartition("(")[2]) for part in known.split(", ")[-2:]]
    assert shares[0] >= 70
    assert shares[1] >= 90
    assert "precision 100.0%" in out


pieces = st.sampled_from(
    ["gần ", "5 ", "5.000 ", "năm ", "tỷ đồng", "%", "ngày 8/8", "25/10/2025 09:50", "|", "\n", "\ufeff", "\x1c",
     "\x85", "…", "Tin khác", "in 2023 ", "nearly ", "thứ ", "17/194", "1" * 40, "x" * 250, "\u2028", "a\u0301"]
)  # fmt: skip
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.lists(pieces, max_size=30).map("".join),
)


@given(texts, st.sampled_from(["", "2025-06-05"]), st.sampled_from(["vi", "en"]))
def test_any_text_drafts_and_is_valid(text: str, published: str, language: str) -> None:
    text = unicodedata.normalize("NFC", text)
    data = drafted(text, published, language=language).data
    written = json.dumps(data, ensure_ascii=False)
    assert SCHEMAS.problems("document", json.loads(written), Path("a"), written) == []
    assert all(anchored(text, claim) for claim in data["claims"])
    spans = data["document"]["text"]["body"]
    places = [(claim["quote"]["start"], claim["quote"]["exact"]) for claim in data["claims"]]
    assert all(any(a <= start and start + len(exact) <= b for a, b in spans) for start, exact in places)


@given(texts)
def test_body_and_boilerplate_are_the_whole_text(text: str) -> None:
    parts = boilerplate(text)
    spans = body(text, parts)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= part.start < part.end <= len(text) for part in parts)
    inside = {place for start, end in spans for place in range(start, end)}
    outside = {place for part in parts for place in range(part.start, part.end)}
    assert len(spans) == 1 or not inside & outside
    assert {place for place, letter in enumerate(text) if not letter.isspace()} <= inside | outside
