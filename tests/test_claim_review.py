"""ClaimReview: only what an editor has ruled on a published page, one a page, and never that something is false."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli import commands as cli
from doichieu.formats import Material
from doichieu.formats.claim_review import claimreview

PAGE = "https://example.org/a"
Data = dict[str, Any]


def reviews(report: Data) -> Any:
    return json.loads(claimreview(Material([report])).text)


def told(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> Any:
    cli.main(["check", str(folder), "--format", *(more or ("json",))])
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def folder(bridge: Path, edit: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> Path:
    """The bridge, its first article published, its contradiction ruled: it stands."""
    edit(bridge / "articles" / "a.json", "document", "url", to=PAGE)
    edit(bridge / "articles" / "a.json", "document", "publisher", to="Báo Mơ")
    (one,) = told(bridge, capsys)["discrepancies"]
    ruling = {
        "fingerprint": one["id"],
        "check": one["check"],
        "decision": "stands",
        "reason": {"vi": "Chưa hỏi lại được chủ đầu tư.", "en": "The builder has not been reached yet."},
        "by": "Ban biên tập",
        "on": "2025-06-02",
        "until": "2025-06-30",
    }
    (bridge / "rulings.json").write_text(json.dumps({"rulings": [ruling]}), encoding="utf-8")
    return bridge


@pytest.fixture
def ruled(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Data:
    """The report of that run, on a day when the ruling holds."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1751241600")  # 2025-06-30
    data: Data = told(folder, capsys)
    return data


def altered(report: Data, change: Callable[[Data, Data], None]) -> Data:
    """The report with its only discrepancy and its first document changed."""
    report = deepcopy(report)
    change(report["discrepancies"][0], report["documents"][0])
    return report


def test_what_stands_is_told_on_the_page_where_it_was_printed(ruled: Data) -> None:
    (one,) = ruled["discrepancies"]
    publisher = {"@type": "Organization", "name": "Báo Mơ"}
    assert reviews(ruled) == [
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": PAGE,
            "identifier": one["id"],
            "inLanguage": "vi",
            "datePublished": "2025-06-02",
            "author": publisher,
            "claimReviewed": "Mệnh đề a-length.",
            "reviewBody": f"{one['message']['vi']} Chưa hỏi lại được chủ đầu tư.",
            "reviewRating": {"@type": "Rating", "alternateName": "Không khớp nhau; giữ nguyên cả hai"},
            "itemReviewed": {
                "@type": "Claim",
                "author": publisher,
                "datePublished": "2025-06-01",
                "appearance": {"@type": "NewsArticle", "url": PAGE, "headline": "Bài a", "inLanguage": "vi"},
            },
        }
    ]


def test_the_format_gives_the_same_reviews(ruled: Data, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(folder, capsys, "claimreview") == reviews(ruled)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("decision", ["stands", "corrected"])
def test_the_rating_is_in_our_words_and_has_no_number(ruled: Data, language: str, decision: str) -> None:
    def change(one: Data, document: Data) -> None:
        one["ruling"]["decision"] = decision
        document["language"] = language

    (review,) = reviews(altered(ruled, change))
    rating = review["reviewRating"]
    assert set(rating) == {"@type", "alternateName"}
    words = {"vi": "hông khớp nhau", "en": "These disagree"}[language]
    assert words in rating["alternateName"]
    assert ("đính chính" in rating["alternateName"] or "corrected" in rating["alternateName"]) == (
        decision == "corrected"
    )
    assert not {"false", "true", "sai", "đúng"} & set(rating["alternateName"].lower().replace(";", "").split())


@pytest.mark.parametrize(
    "change",
    [
        lambda one, document: one.update(ruling=None),
        lambda one, document: one["ruling"].update(decision="dismissed"),
        lambda one, document: one.update(verdict="note"),
        lambda one, document: one.update(whole_document=True),
        lambda one, document: document.update(url=None),
        lambda one, document: document.update(url="javascript:alert(1)"),
        lambda one, document: document.update(kind="reference"),
    ],
    ids=["open", "dismissed", "note", "about a file", "unpublished", "no web page", "another's page"],
)
def test_nothing_else_is_told(ruled: Data, change: Callable[[Data, Data], None]) -> None:
    assert len(reviews(ruled)) == 1
    assert reviews(altered(ruled, change)) == []


def test_a_ruling_ignored_or_past_its_day_decides_nothing(
    ruled: Data, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(reviews(ruled)) == 1
    assert told(folder, capsys, "claimreview", "--ignore-rulings") == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1751328000")  # 2025-07-01
    assert told(folder, capsys, "claimreview") == []


def test_the_claim_on_the_published_page_is_the_one_reviewed(ruled: Data) -> None:
    def change(one: Data, document: Data) -> None:
        one["claims"].reverse()  # the unpublished article in front

    (review,) = reviews(altered(ruled, change))
    assert (review["url"], review["claimReviewed"]) == (PAGE, "Mệnh đề a-length.")


def test_a_page_carries_one_review_the_gravest(ruled: Data) -> None:
    def change(one: Data, document: Data) -> None:
        report["discrepancies"].append(deepcopy(one) | {"id": "D-000000000001"})
        report["documents"][1]["url"] = PAGE + "#comments"
        second = deepcopy(one) | {"id": "D-000000000002"}
        second["claims"].reverse()
        report["discrepancies"].append(second)

    report = deepcopy(ruled)
    change(report["discrepancies"][0], report["documents"][0])
    assert [review["identifier"] for review in reviews(report)] == [ruled["discrepancies"][0]["id"]]
    written = claimreview(Material([report, ruled]))
    assert json.loads(written.text) == reviews(report), "over all dossiers too"
    assert written.cuts == ["bỏ bớt 3 trong 4 bản kiểm chứng: mỗi trang mang một bản, bản nặng nhất."]
    english = claimreview(Material([report, ruled], "en"))
    assert english.cuts == ["3 of 4 reviews are left out: each page gets only the gravest."]
    assert claimreview(Material([ruled])).cuts == []


def test_who_says_so_is_named_as_far_as_it_is_known(ruled: Data) -> None:
    def unnamed(one: Data, document: Data) -> None:
        document["publisher"] = None
        document["published"]["edtf"] = "2025-06-01~"

    (review,) = reviews(altered(ruled, unnamed))
    assert review["author"] == {"name": "Ban biên tập"}
    assert not {"author", "datePublished"} & set(review["itemReviewed"])

    def spoken(one: Data, document: Data) -> None:
        one["claims"][0]["names"]["speaker"] = {"vi": "Chủ đầu tư", "en": "The builder"}

    (review,) = reviews(altered(ruled, spoken))
    assert review["itemReviewed"]["author"] == {"name": "Chủ đầu tư"}


def test_words_cannot_leave_the_script_element_they_go_into(ruled: Data) -> None:
    def change(one: Data, document: Data) -> None:
        document["title"] = "</script><script>alert(1)</script>\u202e<!--"

    text = claimreview(Material([altered(ruled, change)])).text
    assert "<" not in text
    assert "\u202e" not in text
    assert json.loads(text)[0]["itemReviewed"]["appearance"]["headline"].startswith("</script>")
