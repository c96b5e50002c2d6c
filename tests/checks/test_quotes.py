"""Each wrong place or number of a quote is reported by exactly one of the checks, and a right one by none."""

from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from doichieu.model.claims import Bilingual, Claim, Document, Quote, Scope, Text
from doichieu.model.values import Wording
from doichieu.quotes.offsets import find_occurrences
from doichieu.runner.check_loader import load_checks
from doichieu.runner.findings import Discrepancy

CHECKS = {check.name: check for check in load_checks(Path(__file__).parents[2] / "checks")}
WORDS = Bilingual("x", "x")

contents = st.text("ab ", min_size=1, max_size=8)
words = st.text("ab", min_size=1, max_size=2)
spans = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda span: (min(span), max(span)))


def reported(quote: Quote, text: Text) -> Iterator[str]:
    """The names of the checks that report the quote."""
    document = Document("a", "article", "vi", "a", None, None, "2025-01-01", "stated", text, Path())
    document.claims = (Claim(document, "c", quote, WORDS, "s", "p", Wording("x"), Scope(), None, "fact", "", None, {}),)
    for name in ("quotes.absent", "quotes.ambiguous", "quotes.in_boilerplate", "quotes.text_changed"):
        findings = list(CHECKS[name].function(document))
        assert all(isinstance(finding, Discrepancy) and finding.claims == document.claims for finding in findings)
        yield from [name] * len(findings)


@given(words, contents)
def test_places_are_counted_one_by_one(wanted: str, content: str) -> None:
    assert find_occurrences(wanted, content) == [i for i in range(len(content)) if content[i:].startswith(wanted)]


@given(contents, words, st.integers(0, 8), st.integers(1, 4))
def test_one_check_reports_a_wrong_place_or_number(content: str, exact: str, start: int, occurrence: int) -> None:
    starts = [i for i in range(len(content)) if content[i:].startswith(exact)]
    right = start in starts and starts.index(start) + 1 == occurrence
    found = list(reported(Quote(exact, start, occurrence), Text("f", "0" * 64, ((0, len(content)),), content)))
    assert len(found) == (not right)
    if not starts or (len(starts) == 1 and start not in starts):
        assert found == ["quotes.absent"]
    elif not right:
        assert found == ["quotes.ambiguous"]


@given(contents, words, st.integers(0, 8), st.integers(1, 4))
def test_in_a_changed_text_a_quote_that_moved_is_reported_with_the_text(
    content: str, exact: str, start: int, occurrence: int
) -> None:
    text = Text("f", "0" * 64, ((0, len(content)),), content, changed=True)
    found = list(reported(Quote(exact, start, occurrence), text))
    assert found.count("quotes.text_changed") == 1
    assert ("quotes.absent" in found) == (exact not in content)
    assert ("quotes.ambiguous" in found) <= (content[start:].startswith(exact))


@given(contents, words, st.lists(spans, min_size=1, max_size=3))
def test_a_quote_is_in_the_body_when_one_span_has_all_of_its_letters(
    content: str, exact: str, body: list[tuple[int, int]]
) -> None:
    start = content.find(exact)
    letters = set(range(start, start + len(exact)))
    inside = any(letters <= set(range(*span)) for span in body)
    found = list(reported(Quote(exact, max(start, 0), 1), Text("f", "0" * 64, tuple(body), content)))
    assert ("quotes.in_boilerplate" in found) == (start >= 0 and not inside)
