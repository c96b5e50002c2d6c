"""An article's figure is contradicted when no record can share it: against every number in reach."""

from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from doichieu.model.claims import Bilingual, Bounds, Claim, Document, Dossier, Entity, Property, Scope
from doichieu.model.interval import Interval
from doichieu.model.values import Figure, Wording
from doichieu.runner.check_loader import load_checks
from doichieu.runner.corpus import Corpus
from doichieu.runner.findings import Discrepancy

CONTRADICTED = next(
    check for check in load_checks(Path(__file__).parents[2] / "checks") if check.name == "records.contradicted"
)
WORDS = Bilingual("Cầu dài 1.200 m.", "The bridge is 1,200 m long.")
PROPERTIES = {
    "length": Property("length", WORDS, "quantity", None, True, "fixed", False, None, {}),
    "number": Property("number", WORDS, "text", None, True, "fixed", False, None, {}),
}
ENTITIES = {"bridge": Entity("bridge", "place", {"vi": ("Cầu",), "en": ("Bridge",)})}
Span = tuple[int, int]


def bounds(strict: Span, slack: int) -> Bounds:
    first, last = strict
    return Bounds(Interval(Fraction(first), Fraction(last)), Interval(Fraction(first - slack), Fraction(last + slack)))


def document(name: str, kind: str) -> Document:
    return Document(name, kind, "vi", name, None, None, "2025-01-01", "stated", None, Path())


def findings(*documents: Document) -> list[Discrepancy]:
    dossier = Dossier("d", WORDS, "vi", "UTC", Path(), documents, ENTITIES, PROPERTIES, ())
    return [finding for finding in CONTRADICTED.function(Corpus(dossier)) if isinstance(finding, Discrepancy)]


def figure(about: Document, name: str, stated: Bounds) -> None:
    value = Figure("quantity", name)
    claim = Claim(about, name, None, WORDS, "bridge", "length", value, Scope(), None, "fact", "", stated, {})
    about.claims = (*about.claims, claim)


spans = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda span: (min(span), max(span)))


@given(st.lists(spans, min_size=1, max_size=3), st.lists(spans, max_size=3), st.integers(0, 3))
def test_a_figure_is_contradicted_when_no_record_shares_a_number(
    articles: list[Span], records: list[Span], slack: int
) -> None:
    article, record = document("a", "article"), document("r", "reference")
    for index, span in enumerate(articles):
        figure(article, str(index), bounds(span, slack))
    for index, span in enumerate(records):
        figure(record, str(100 + index), bounds(span, slack))
    expected = {}
    for index, (first, last) in enumerate(articles):
        numbers = set(range(first, last + 1))
        wide = set(range(first - slack, last + slack + 1))
        if records and not any(numbers & set(range(a, b + 1)) for a, b in records):
            meets = any(wide & set(range(a - slack, b + slack + 1)) for a, b in records)
            expected[str(index)] = "tension" if meets else "contradiction"
    found = findings(article, record)
    assert {one.claims[0].id: one.verdict for one in found} == expected
    assert all(one.claims[1].document is record for one in found)


def test_a_record_without_a_quote_is_told_by_its_value() -> None:
    article, record = document("a", "article"), document("r", "reference")
    figure(article, "71", bounds((71, 71), 0))
    figure(record, "68", bounds((68, 68), 0))
    (found,) = findings(article, record)
    assert "còn tài liệu gốc “r” ghi đúng 68;" in found.vi
    assert "and the record “r” says exactly 68;" in found.en


def test_words_without_a_quote_are_told_too() -> None:
    article, record = document("a", "article"), document("r", "reference")
    for about, text in ((article, "21/2025"), (record, "12/2025")):
        value = Wording(text)
        about.claims = (Claim(about, "c", None, WORDS, "bridge", "number", value, Scope(), None, "fact", "", None, {}),)
    (found,) = findings(article, record)
    assert (found.verdict, found.working) == ("contradiction", "21/2025 ≠ 12/2025")
