"""The claims as Web Annotations: every MUST of the W3C Web Annotation Data Model that concerns what we write.

Each test names the section of the Recommendation (23 February 2017) whose requirement it holds the output against.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from doichieu.cli import commands as cli
from doichieu.dossier.loader import load_dossier
from doichieu.dossier.texts import TEXTS_VARIABLE
from doichieu.formats.web_annotations import web_annotations
from doichieu.model.claims import Dossier
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
TEXTS = ROOT.parent / "shared" / "articles"
SCHEMAS = Schemas(ROOT / "schemas")
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {"describing", "classifying"}  # of those that the model defines, the ones we use
Edit = Callable[..., None]


@pytest.fixture(scope="module", params=["ben-mo-bridge", "hanoi-convention"])
def dossier(request: pytest.FixtureRequest) -> Iterator[Dossier]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(TEXTS_VARIABLE, str(TEXTS))
        yield load_dossier(ROOT / "claims" / request.param, SCHEMAS)


@pytest.fixture(scope="module")
def collection(dossier: Dossier) -> Any:
    return json.loads(web_annotations(dossier))


@pytest.fixture(scope="module")
def items(collection: Any) -> list[Any]:
    annotations: list[Any] = collection["first"]["items"]
    return annotations


def is_iri(value: object) -> bool:
    """An absolute IRI: a scheme, and nothing that RFC 3987 keeps out of one."""
    return isinstance(value, str) and bool(urlsplit(value).scheme) and not re.search(r'[\x00-\x20<>"{}|\\^`]', value)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def bodies(annotation: Any) -> Iterator[Any]:
    for body in as_list(annotation["body"]):
        yield from body["items"] if body["type"] == "Choice" else [body]


def selectors(annotation: Any, kind: str) -> Iterator[Any]:
    for target in as_list(annotation["target"]):
        waiting = list(as_list(target.get("selector", [])))
        while waiting:
            one = waiting.pop()
            waiting += as_list(one.get("refinedBy", []))
            if one["type"] == kind:
                yield one


def strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from strings(part)


def test_3_1_annotation_context_id_type_and_target(items: list[Any]) -> None:
    for one in items:
        assert one["@context"] == CONTEXT, "the only value is given as a string"
        assert is_iri(one["id"])
        assert one["type"] == "Annotation"
        assert as_list(one["target"])
    assert len({one["id"] for one in items}) == len(items)


def test_3_2_1_external_resources_have_one_iri(items: list[Any]) -> None:
    for one in items:
        for target in as_list(one["target"]):
            assert is_iri(target["source"]["id"] if target["type"] == "SpecificResource" else target["id"])


def test_3_2_4_a_textual_body_has_one_value(items: list[Any]) -> None:
    for one in items:
        for body in bodies(one):
            assert body["type"] == "TextualBody"
            assert isinstance(body["value"], str)
            assert body["value"]


def test_3_2_5_no_body_value_beside_a_body(items: list[Any]) -> None:
    assert not [one for one in items if "bodyValue" in one]


def test_3_2_7_a_choice_has_one_type_and_offers_both_languages(dossier: Dossier, items: list[Any]) -> None:
    for one in items:
        (choice,) = [body for body in as_list(one["body"]) if "items" in body]
        assert choice["type"] == "Choice"
        languages = [body["language"] for body in choice["items"]]
        assert sorted(languages) == ["en", "vi"]
        assert languages[0] == dossier.language, "the default stands first"


def test_3_3_1_times_are_in_utc_and_at_most_one(collection: Any, items: list[Any]) -> None:
    for one in (collection, *items):
        for name in ("created", "generated", "modified"):
            for time in as_list(one.get(name, [])):
                assert isinstance(one[name], str)
                assert time.endswith("Z")
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time)
                datetime.fromisoformat(time)
    assert all("generated" in one for one in items)


def test_3_3_2_an_agent_has_no_more_than_one_iri(collection: Any, items: list[Any]) -> None:
    for name, kind in (("creator", "Organization"), ("generator", "Software")):
        agent = collection[name]
        assert is_iri(agent["id"])
        assert (agent["type"], bool(agent["name"]), bool(agent["nickname"])) == (kind, True, True)
        assert {one[name] for one in items} == {agent["id"]}


def test_3_3_5_motivations_and_purposes_are_of_the_model(items: list[Any]) -> None:
    assert {one["motivation"] for one in items} <= MOTIVATIONS
    assert {body["purpose"] for one in items for body in bodies(one)} <= MOTIVATIONS


def test_4_a_specific_resource_has_one_source(items: list[Any]) -> None:
    for one in items:
        for target in as_list(one["target"]):
            assert ("source" in target) == ("selector" in target) == (target["type"] == "SpecificResource")
            assert not isinstance(target.get("source"), list)


def test_4_2_selectors_are_of_one_type_each(items: list[Any]) -> None:
    for one in items:
        for target in as_list(one["target"]):
            for selector in as_list(target.get("selector", [])):
                assert selector["type"] in {"TextQuoteSelector", "TextPositionSelector"}


def test_4_2_4_a_quote_is_the_exact_words_and_no_others(dossier: Dossier, items: list[Any]) -> None:
    for claim, one in zip(dossier.claims, items, strict=True):
        for selector in selectors(one, "TextQuoteSelector"):
            assert claim.quote
            assert selector == {"type": "TextQuoteSelector", "exact": claim.quote.exact}, "no prefix, no suffix"


def test_4_2_5_positions_are_whole_numbers_in_the_text(dossier: Dossier, items: list[Any]) -> None:
    for claim, one in zip(dossier.claims, items, strict=True):
        found = list(selectors(one, "TextPositionSelector"))
        assert len(found) == bool(claim.quote and claim.document.text)
        for selector in found:
            assert all(type(selector[name]) is int and selector[name] >= 0 for name in ("start", "end"))
            assert claim.quote
            assert (selector["start"], selector["end"]) == (claim.quote.start, claim.quote.end)


def test_4_2_5_positions_count_code_points(bridge: Path, edit: Edit) -> None:
    text = "\U0001f309 Cầu Mơ dài 500 mét."  # the bridge at night is one code point, two code units of UTF-16
    (bridge / "texts" / "a.txt").write_text(text, encoding="utf-8")
    edit(bridge / "articles" / "a.json", "claims", 0, "quote", "start", to=text.index("500"))
    first = json.loads(web_annotations(load_dossier(bridge, SCHEMAS)))["first"]["items"][0]
    (selector,) = selectors(first, "TextPositionSelector")
    assert text[selector["start"] : selector["end"]] == "500 mét"


def test_5_1_the_collection(dossier: Dossier, collection: Any) -> None:
    assert collection["@context"] == CONTEXT
    assert is_iri(collection["id"])
    assert collection["type"] == "AnnotationCollection"
    assert isinstance(collection["label"], str)
    assert type(collection["total"]) is int
    assert collection["total"] == len(dossier.claims)
    assert isinstance(collection["first"], dict)
    assert collection["last"] == collection["first"]["id"]


def test_5_2_its_only_page(collection: Any) -> None:
    page = collection["first"]
    assert "@context" not in page, "an embedded page should have none"
    assert is_iri(page["id"])
    assert page["type"] == "AnnotationPage"
    assert page["partOf"] == collection["id"]
    assert page["startIndex"] == 0
    assert len(page["items"]) == collection["total"] > 0
    assert not {"next", "prev"} & set(page)


def test_every_identity_is_its_own(collection: Any) -> None:
    ids = [collection["id"], collection["first"]["id"], collection["creator"]["id"], collection["generator"]["id"]]
    assert len(set(ids)) == len(ids)


def test_no_text_but_quotes_goes_out(dossier: Dossier) -> None:
    """Of the articles' texts nothing longer than a quote may be in it, which is a dozen words at the most."""
    if not (TEXTS.is_dir() or dossier.id == "ben-mo-bridge"):
        pytest.skip("the articles' texts are not on this machine")
    told = " ".join(" ".join(strings(json.loads(web_annotations(dossier)))).split())
    looked = 0
    for document in dossier.documents:
        words = ((document.text.content if document.text else None) or "").split()
        for at in range(len(words) - 15):
            assert " ".join(words[at : at + 15]) not in told
            looked += 1
    assert looked


def test_the_text_is_named_by_its_bytes(bridge: Path) -> None:
    first = json.loads(web_annotations(load_dossier(bridge, SCHEMAS)))["first"]["items"][0]
    (target,) = first["target"]
    name = target["source"]["id"]
    assert name.startswith("ni:///sha-256;")
    digest = urlsafe_b64decode(name.partition(";")[2] + "=")
    assert digest == hashlib.sha256((bridge / "texts" / "a.txt").read_bytes()).digest()
    assert target["selector"] == [
        {"type": "TextQuoteSelector", "exact": "500 mét"},
        {"type": "TextPositionSelector", "start": 11, "end": 18},
    ]
    data = json.loads(first["body"][1]["value"])
    assert data["value"] == {"amount": "500", "kind": "quantity", "unit": "metre"}


def test_a_published_page_is_a_target_too(bridge: Path, edit: Edit) -> None:
    edit(bridge / "articles" / "a.json", "document", "url", to="https://example.org/cầu mơ?q=<1>")
    first = json.loads(web_annotations(load_dossier(bridge, SCHEMAS)))["first"]["items"][0]
    text, page = first["target"]
    assert text["source"]["id"].startswith("ni:")
    assert page["source"]["id"] == "https://example.org/c%E1%BA%A7u%20m%C6%A1?q=%3C1%3E"
    assert is_iri(page["source"]["id"])
    assert page["selector"] == {"type": "TextQuoteSelector", "exact": "500 mét"}, "its place is counted in the text"


def test_a_later_occurrence_is_known_by_its_position_alone(bridge: Path, edit: Edit) -> None:
    text = "Cầu Mơ dài 500 mét, xây trong 3 năm; 500 mét."
    (bridge / "texts" / "a.txt").write_text(text, encoding="utf-8")
    article = bridge / "articles" / "a.json"
    edit(article, "document", "url", to="https://example.org/a")
    edit(article, "document", "text", "sha256", to=hashlib.sha256(text.encode()).hexdigest())
    edit(article, "document", "text", "body", to=[[0, len(text)]])
    edit(article, "claims", 0, "quote", to={"exact": "500 mét", "start": text.rindex("500"), "occurrence": 2})
    first = json.loads(web_annotations(load_dossier(bridge, SCHEMAS)))["first"]["items"][0]
    (target,) = first["target"]
    assert target["selector"] == {
        "type": "TextPositionSelector",
        "start": 37,
        "end": 44,
        "refinedBy": {"type": "TextQuoteSelector", "exact": "500 mét"},
    }


@pytest.mark.parametrize("url", [None, "https://example.org/record"])
def test_a_record_that_is_not_quoted_is_a_target_as_a_whole(bridge: Path, edit: Edit, url: str | None) -> None:
    article = bridge / "articles" / "b.json"
    (bridge / "references").mkdir()
    record = article.rename(bridge / "references" / "b.json")
    edit(record, "document", "kind", to="reference")
    edit(record, "document", "text", to=None)
    edit(record, "document", "url", to=url)
    edit(record, "claims", 0, "quote", to=None)
    last = json.loads(web_annotations(load_dossier(bridge, SCHEMAS)))["first"]["items"][-1]
    (target,) = last["target"]
    assert set(target) == {"id", "type", "language"}
    assert is_iri(target["id"])
    assert target["id"] == url if url else target["id"].startswith("urn:uuid:")


def test_a_dossier_without_claims_has_no_page(bridge: Path) -> None:
    for path in (bridge / "articles").iterdir():
        path.unlink()
    collection = json.loads(web_annotations(load_dossier(bridge, SCHEMAS)))
    assert collection["total"] == 0
    assert not {"first", "last"} & set(collection)


def test_the_command_writes_one_dossier(bridge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "claims.jsonld"
    assert cli.main(["annotations", str(bridge), "-o", str(out)]) == 0
    assert cli.main(["annotations", str(bridge.parent)]) == 0, "a folder of one dossier names it"
    assert capsys.readouterr().out == out.read_text(encoding="utf-8")
    (bridge.parent / "other").symlink_to(bridge)
    assert cli.main(["annotations", str(bridge.parent)]) == 0, "a link to the same is the same"
    capsys.readouterr()


def test_the_command_refuses_several(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["annotations", str(ROOT / "claims")]) == 2
    what = "there are 2 dossiers here, but this command takes only one; name one"
    assert what in capsys.readouterr().err


def test_the_same_day_gives_the_same_bytes(bridge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = load_dossier(bridge, SCHEMAS)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1751241600")
    told = web_annotations(dossier)
    assert told == web_annotations(load_dossier(bridge, SCHEMAS))
    assert '"generated": "2025-06-30T00:00:00Z"' in told
