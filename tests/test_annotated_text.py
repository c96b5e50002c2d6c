"""A text as prose: nothing is lost or doubled, and every claim is marked where it stands, whatever overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from doichieu.html.annotated_text import Paragraph, Piece, annotated_text
from doichieu.model.claims import Bilingual, Claim, Document, Quote, Scope, Text
from doichieu.model.values import Wording
from tests.steps import steps

NOTHING = Bilingual("x", "x")
BREAKS = "\n\r\v\f\x85\u2028\u2029"


def article(content: str | None, quotes: Iterable[Quote | None] = (), kind: str = "article", **more: Any) -> Document:
    text = Text("a.txt", "0" * 64, more.get("body", ((0, len(content or "")),)), content)
    document = Document("a", kind, "vi", "a", None, None, "2025-06-01", "stated", text, Path("a.json"))
    document.claims = tuple(
        Claim(document, f"c{n}", quote, NOTHING, "s", "p", Wording("x"), Scope(), None, "fact", "", None, {})
        for n, quote in enumerate(quotes)
    )
    return document


def told(paragraphs: Iterable[Paragraph]) -> list[list[str]]:
    """The pieces of each paragraph, each with the claims that quote it."""
    return [[piece.text + "".join(f" {c.id}" for c in piece.claims) for piece in each] for each in paragraphs]


def test_a_line_is_a_paragraph_and_a_quote_a_piece_of_it() -> None:
    found = annotated_text(article("Cầu Mơ\r\n\r\n  \nDài rất dài.\u2028Hết", [Quote("rất", 17, 1)]))
    assert found
    assert told(found.paragraphs) == [["Cầu Mơ"], ["Dài ", "rất c0", " dài."], ["Hết"]]
    assert found.astray == ()


def test_quotes_that_overlap_and_hold_one_another_become_pieces_that_do_not() -> None:
    found = annotated_text(
        article("abcdefgh", [Quote("bcdef", 1, 1), Quote("cd", 2, 1), Quote("fgh", 5, 1), Quote("cd", 2, 1)])
    )
    assert found
    (pieces,) = found.paragraphs
    assert told([pieces]) == [["a", "b c0", "cd c0 c1 c3", "e c0", "f c0 c2", "gh c2"]]
    assert [[claim.id for claim in piece.begins] for piece in pieces] == [[], ["c0"], ["c1", "c3"], [], ["c2"], []]
    assert [[claim.id for claim in piece.ends] for piece in pieces] == [[], [], ["c1", "c3"], [], ["c0"], ["c2"]]


def test_a_quote_over_a_line_break_is_marked_on_both_sides_of_it() -> None:
    found = annotated_text(article("ab\n\ncd", [Quote("b\n\nc", 1, 1)]))
    assert found
    assert told(found.paragraphs) == [["a", "b c0"], ["c c0", "d"]]
    assert [len(piece.ends) for each in found.paragraphs for piece in each] == [0, 0, 1, 0]


def test_a_quote_that_runs_on_into_a_line_break_ends_with_its_last_word() -> None:
    found = annotated_text(article("ab \ncd", [Quote("b \n", 1, 1), Quote("\ncd", 3, 1)]))
    assert found
    assert told(found.paragraphs) == [["a", "b  c0"], ["cd c1"]]
    assert [[c.id for c in piece.ends] for each in found.paragraphs for piece in each] == [[], ["c0"], ["c1"]]


def test_claims_that_are_not_in_their_place_are_told_apart() -> None:
    found = annotated_text(article("Cầu Mơ\n\nSông", [Quote("Sông", 0, 1), None, Quote("\n\n", 6, 1)]))
    assert found
    assert told(found.paragraphs) == [["Cầu Mơ"], ["Sông"]]
    assert [claim.id for claim in found.astray] == ["c0", "c1", "c2"]


def test_what_no_claim_covers_and_what_stands_around_the_article_are_marked() -> None:
    content = "7 bình luận\nCầu dài 500 mét, 31% vốn vay."
    found = annotated_text(article(content, [Quote("dài 500 mét", 16, 1)], body=((12, len(content)),)))
    assert found
    pieces = [piece for each in found.paragraphs for piece in each]
    assert [piece.text for piece in pieces if piece.outside] == ["7 bình luận"]
    assert [piece.text for piece in pieces if piece.unclaimed] == ["31%"]


def test_a_document_of_record_has_prose_in_which_nothing_is_unclaimed() -> None:
    found = annotated_text(article("Cầu dài 500 mét.", kind="reference"))
    assert found
    assert found.paragraphs == ((Piece("Cầu dài 500 mét."),),)


def test_without_a_text_there_is_no_prose() -> None:
    assert annotated_text(article(None)) is None
    document = article("")
    document.text = None
    assert annotated_text(document) is None


@given(st.text("ab \n\r\u2028", max_size=24), st.lists(st.tuples(st.integers(0, 23), st.integers(1, 9)), max_size=6))
def test_every_letter_stands_once_and_every_claim_begins_and_ends_once(
    content: str, spans: list[tuple[int, int]]
) -> None:
    quotes = [Quote(content[start : start + size], start, 1) for start, size in spans]
    document = article(content, [quote for quote in quotes if quote.exact], kind="reference", body=((2, 9), (9, 14)))
    found = annotated_text(document)
    assert found
    pieces = [piece for each in found.paragraphs for piece in each]
    lines = "".join(" " if letter in BREAKS else letter for letter in content)
    assert "".join(piece.text for piece in pieces).replace(" ", "") == lines.replace(" ", "")
    assert all(piece.text for piece in pieces)
    for claim in document.claims:
        assert claim.quote
        begins, ends = ([n for n, one in enumerate(pieces) if claim in side(one)] for side in (_begins, _ends))
        own = [n for n, piece in enumerate(pieces) if claim in piece.claims]
        if claim in found.astray:
            assert not claim.quote.exact.strip()
            assert not own
        else:
            assert (begins, ends) == ([own[0]], [own[-1]])
            assert own == list(range(own[0], own[-1] + 1))
            letters = "".join(pieces[n].text for n in own)
            assert "".join(letters.split()) == "".join(claim.quote.exact.split())


def _begins(piece: Piece) -> tuple[Claim, ...]:
    return piece.begins


def _ends(piece: Piece) -> tuple[Claim, ...]:
    return piece.ends


def test_a_line_without_end_full_of_claims_takes_no_more_than_its_length() -> None:
    def work(times: int) -> int:
        content = "Cầu Bến Mơ ơi " * times
        quotes = [Quote("Mơ", place, 1) for place in range(8, len(content) - 14, 14)]
        document = article(content, [*quotes], kind="reference")
        assert len(annotated_text(document).paragraphs[0]) > 2 * (times - 2)  # type: ignore[union-attr] # it has a text
        return steps(lambda: annotated_text(document))

    assert work(2_000) < 5 * work(500)
