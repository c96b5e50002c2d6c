"""The tables that checks query: what stands in them, and that a query finds what comparing every pair finds."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.model.bounds import Policy, moments, value_bounds
from doichieu.model.claims import Bilingual, Claim, Document, Dossier, Entity, Property, Quote, Scope, Text, facts_of
from doichieu.model.edtf import edtf_bounds
from doichieu.model.interval import ANY, INFINITY, Interval
from doichieu.model.values import Date, Figure, Members, Named, Period, Rank, Relation, Value, Wording, value_from
from doichieu.runner.conflicts import Conflict, conflicts, exclude, furthest
from doichieu.runner.corpus import Corpus
from doichieu.tables.rows import held, plain, tables

HOME = "Asia/Ho_Chi_Minh"
WORDS = Bilingual("Cầu", "Bridge")


def _property(
    name: str,
    kind: str = "quantity",
    *,
    unit: str | None = None,
    single: bool = True,
    dynamics: str = "fixed",
    role: str | None = None,
    arithmetic: Mapping[str, Any] | None = None,
) -> Property:
    return Property(name, WORDS, kind, unit, single, dynamics, False, role, arithmetic or {})


PROPERTIES = {
    about.id: about
    for about in (
        _property("length", unit="metre"),
        _property("price", "money", dynamics="changing"),
        _property("workers", dynamics="cumulative"),
        _property("remarks", single=False),
        _property("opening", "date", role="start"),
        _property("closing", "date", role="end"),
        _property("building", "period", role="time"),
        _property("festival", "date", role="time"),
        _property("visit", "date"),
        _property("stay", "period"),
        _property("name", "text", role="name"),
        _property("chief", "entity", role="office"),
        _property("crew", "set", role="member"),
        _property("place", "rank"),
        _property("order", "relation"),
        _property("total", arithmetic={"sum": ["length", "workers"]}),
        _property("share", "percent", arithmetic={"part": "length", "whole": "total"}),
        _property("growth", "percent", arithmetic={"change": "price"}),
    )
}
ENTITIES = {
    "bridge": Entity("bridge", "work", {"vi": ("Cầu",), "en": ("Bridge",)}, "city"),
    "city": Entity("city", "place", {"vi": ("Thành phố",), "en": ("City",)}, "country"),
    "country": Entity("country", "place", {"vi": ("Nước",), "en": ("Country",)}),
    "mayor": Entity("mayor", "office", {"vi": ("Thị trưởng",), "en": ("Mayor",)}, None, 1),
}


def _document(name: str, published: str = "2024-06-01", kind: str = "article") -> Document:
    return Document(name, kind, "vi", name, None, None, published, "stated", None, Path(name))


def _claim(
    document: Document,
    value: Value,
    prop: str = "length",
    *,
    subject: str = "bridge",
    mode: str = "fact",
    scope: Scope | None = None,
) -> Claim:
    bounds = value_bounds(value, Policy(), HOME)
    return Claim(
        document=document,
        id=f"{document.id}-{len(document.claims)}",
        quote=None,
        statement=WORDS,
        subject=subject,
        property=prop,
        value=value,
        scope=scope or Scope(),
        speaker=None,
        mode=mode,
        facts="",
        bounds=bounds,
        moments=moments(value, bounds, PROPERTIES[prop].role),
    )


def _dossier(documents: Sequence[Document], entities: Mapping[str, Entity] = ENTITIES) -> Dossier:
    return Dossier("case", WORDS, "vi", HOME, Path(), tuple(documents), entities, PROPERTIES, ())


def _rows(dossier: Dossier, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tables(dossier)[table].to_pylist()
    return rows


def _row(value: Value, prop: str = "length", *, mode: str = "fact", subject: str = "bridge", **scope: str) -> Any:
    """The claims row of one claim in an article of 1 June 2024."""
    document = _document("a")
    document.claims = (_claim(document, value, prop, subject=subject, mode=mode, scope=Scope(**scope)),)
    (row,) = _rows(_dossier([document]), "claims")
    return row


FIVE = Figure("quantity", "5", unit="metre")


def test_a_row_of_a_figure() -> None:
    row = _row(Figure("quantity", "13750", unit="metre", hedge="about"), during="2023", place="city")
    assert row["row"] == 0
    assert (row["document"], row["record"], row["claim"]) == ("a", False, "a-0")
    assert (row["kind"], row["unit"], row["hedge"], row["amount"]) == ("quantity", "metre", "about", "13750")
    assert (row["strict_lower"], row["strict_upper"]) == (13745, 13755)
    assert (row["loose_lower"], row["loose_upper"]) == (11000, 16500)
    assert (row["single"], row["cumulative"], row["mode"]) == (True, False, "fact")
    assert (row["published_lower"], row["time_lower"]) == (edtf_bounds("2024-06-01").lower, float("-inf"))


def test_an_open_end_is_a_step_inside() -> None:
    row = _row(Figure("quantity", "5", unit="metre", hedge="nearly"))
    assert row["strict_upper"] < 5 < row["strict_upper"] + 1e-9
    assert _row(Figure("quantity", "5", unit="metre", hedge="over"))["loose_upper"] == float("inf")
    assert _row(Figure("quantity", "5", unit="metre", hedge="at-most"))["strict_lower"] == float("-inf")


@pytest.mark.parametrize(
    ("value", "prop", "column", "expected"),
    [
        (Wording("Cầu  Mơ!"), "name", "words", "cầu mơ"),
        (Named("mayor"), "chief", "words", "mayor"),
        (Rank("rank", 1, 5_000_000_000, True), "place", "field", 5_000_000_000),
        (Rank("rank", 1, None, True), "place", "superlative", True),
        (Relation("before", "mayor"), "order", "relation", "before"),
        (Relation("before", "mayor"), "order", "of", "mayor"),
        (Date("2024-12-24", weekday="tuesday"), "visit", "weekday", "tuesday"),
        (Date("2024-12-24", hedge="by"), "visit", "hedge", "by"),
        (Members(("bridge",)), "crew", "strict_lower", None),
        (FIVE, "length", "words", None),
        (FIVE, "length", "weekday", None),
    ],
)
def test_what_each_kind_of_value_puts_in_its_row(value: Value, prop: str, column: str, expected: object) -> None:
    assert _row(value, prop)[column] == expected


def test_a_figure_takes_the_unit_of_its_property() -> None:
    assert _row(Figure("quantity", "5"))["fact"] == _row(FIVE)["fact"]
    assert _row(Figure("quantity", "5", unit="mile"))["fact"] != _row(FIVE)["fact"]


_SCOPES = [
    {"during": "2023"},
    {"during": "2024"},
    {"from_": "2023"},
    {"since": "mayor"},
    {"place": "city"},
    {"among": "city"},
    {"qualifier": "net"},
    {"qualifier": "gross"},
    {},
]


def test_another_scope_is_another_fact() -> None:
    keys = [_row(FIVE, **scope)["fact"] for scope in _SCOPES]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"during": "2023"}, {"during": "2023-01/2023-12"}),
        ({"during": "2024-02"}, {"during": "2024-02-01/2024-02-29"}),
        ({"during": "2024-21"}, {"during": "2024-03/2024-05"}),
        ({"from_": "2023"}, {"from_": "2023-01-01/2023-12-31"}),
        ({}, {"as_of": "2020"}),
    ],
)
def test_the_same_scope_in_other_words_is_the_same_fact(one: dict[str, str], other: dict[str, str]) -> None:
    assert _row(FIVE, **one)["fact"] == _row(FIVE, **other)["fact"]


def test_another_subject_property_or_mode_is_another_fact() -> None:
    rows = [
        _row(FIVE),
        _row(FIVE, "workers"),
        _row(FIVE, mode="plan"),
        _row(FIVE, subject="city"),
    ]
    assert len({row["fact"] for row in rows}) == len(rows)
    points, percent = (_row(Figure("percent", "5", unit=unit), "share") for unit in ("point", ""))
    assert points["fact"] != percent["fact"]


def test_amount_hedge_and_speaker_are_no_part_of_the_fact() -> None:
    assert _row(Figure("quantity", "7", unit="metre", hedge="over"))["fact"] == _row(FIVE)["fact"]


def test_a_period_of_holding_is_no_part_of_the_fact() -> None:
    former, later = (_row(Named("mayor"), "chief", during=years) for years in ("2019/2021", "2022/.."))
    assert former["fact"] == later["fact"]
    assert former["time_upper"] < later["time_lower"]
    assert later["time_upper"] == float("inf")


@pytest.mark.parametrize(
    ("prop", "mode", "scope", "days"),
    [
        ("length", "fact", {}, ANY),
        ("length", "fact", {"as_of": "2020"}, ANY),
        ("length", "plan", {}, edtf_bounds("2024-06-01")),
        ("length", "forecast", {"as_of": "2020"}, edtf_bounds("2020")),
        ("price", "fact", {}, edtf_bounds("2024-06-01")),
        ("price", "fact", {"as_of": "2020"}, edtf_bounds("2020")),
        ("workers", "fact", {"as_of": "2020-05/2020-06"}, edtf_bounds("2020-05/2020-06")),
    ],
)
def test_how_long_a_claim_holds(prop: str, mode: str, scope: dict[str, str], days: Interval) -> None:
    document = _document("a")
    claim = _claim(document, FIVE, prop, mode=mode, scope=Scope(**scope))
    assert held(claim, _dossier([document])) == days
    row = _row(FIVE, prop, mode=mode, **scope)
    assert (row["time_lower"], row["time_upper"]) == days.inside()


@pytest.mark.parametrize(
    ("value", "prop", "marks"),
    [
        (Date("2024"), "opening", {"start": "2024"}),
        (Date("2024"), "closing", {"end": "2024"}),
        (Date("2024"), "festival", {"start": "2024", "end": "2024"}),
        (Date("2024"), "visit", {"time": "2024"}),
        (Period("2021/2024-07"), "building", {"start": "2021", "end": "2024-07"}),
        (Period("2021/2024-07"), "stay", {"start": "2021", "end": "2024-07"}),
        (Date("2024-12-25~"), "opening", {"start": "2024-12-25"}),
        (FIVE, "length", {}),
    ],
)
def test_moments(value: Value, prop: str, marks: dict[str, str]) -> None:
    document = _document("a")
    document.claims = (_claim(document, value, prop),)
    rows = _rows(_dossier([document]), "moments")
    assert {row["mark"]: (row["strict_lower"], row["strict_upper"]) for row in rows} == {
        mark: edtf_bounds(days).inside() for mark, days in marks.items()
    }
    assert all(row["loose_lower"] <= row["strict_lower"] for row in rows)


def test_moments_with_a_role_compare_and_others_only_with_their_like() -> None:
    document = _document("a")
    said: list[tuple[Value, str]] = [
        (Date("2024"), "opening"),
        (Period("2021/2024"), "building"),
        (Date("2024"), "visit"),
        (Period("2021/2024"), "stay"),
    ]
    document.claims = tuple(_claim(document, value, prop) for value, prop in said)
    facts = {(row["property"], row["mark"]): row["fact"] for row in _rows(_dossier([document]), "moments")}
    assert facts["opening", "start"] == facts["building", "start"]
    assert facts["building", "start"] != facts["building", "end"]
    assert facts["stay", "start"] != facts["building", "start"]
    assert facts["visit", "time"] not in {fact for (prop, _), fact in facts.items() if prop != "visit"}


def test_members_are_those_of_lists_and_single_entities() -> None:
    document = _document("a")
    document.claims = (
        _claim(document, FIVE),
        _claim(document, Members(("bridge", "city")), "crew"),
        _claim(document, Named("mayor"), "chief"),
    )
    rows = [(row["row"], row["member"]) for row in _rows(_dossier([document]), "members")]
    assert rows == [(1, "bridge"), (1, "city"), (2, "mayor")]


def test_documents_entities_and_arithmetic() -> None:
    dossier = _dossier([_document("a", "2024-06"), _document("b", kind="reference")])
    june, _ = edtf_bounds("2024-06").inside()
    assert [(row["document"], row["record"], row["language"]) for row in _rows(dossier, "documents")] == [
        ("a", False, "vi"),
        ("b", True, "vi"),
    ]
    assert _rows(dossier, "documents")[0]["published_lower"] == june
    assert [(row["entity"], row["kind"], row["holders"]) for row in _rows(dossier, "entities")][-1] == (
        "mayor",
        "office",
        1,
    )
    assert [(row["property"], row["operation"], row["operand"]) for row in _rows(dossier, "arithmetic")] == [
        ("total", "sum", "length"),
        ("total", "sum", "workers"),
        ("share", "part", "length"),
        ("share", "whole", "total"),
        ("growth", "change", "price"),
    ]


def test_an_empty_dossier_has_every_table() -> None:
    empty = tables(_dossier([], {}))
    assert {name: len(table) for name, table in empty.items() if name != "arithmetic"} == dict.fromkeys(
        ("claims", "moments", "members", "documents", "entities", "within", "parts"), 0
    )


@given(st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=1, max_size=7))
def test_within_is_everything_broader(parents: list[int | None]) -> None:
    names: Mapping[str, tuple[str, ...]] = {"vi": ("x",), "en": ("x",)}
    # A parent comes before its child, so that there is no circle.
    above = {str(n): str(p) if p is not None and p < n else None for n, p in enumerate(parents)}
    entities = {name: Entity(name, "place", names, broader) for name, broader in above.items()}
    rows = _rows(_dossier([], entities), "within")
    pairs = {(row["entity"], row["broader"]) for row in rows}
    assert len(pairs) == len(rows)
    assert all((name, name) in pairs for name in entities)
    assert all((one, far) in pairs for one, near in pairs for nearer, far in pairs if near == nearer)
    assert pairs >= {(name, broader) for name, broader in above.items() if broader}
    assert not any((other, one) in pairs for one, other in pairs if one != other)


def test_parts_are_within_their_whole_or_named_below_it() -> None:
    names: Mapping[str, tuple[str, ...]] = {"vi": ("x",), "en": ("x",)}
    above = {"fair": None, "fair/opening": None, "fair/opening/song": None, "fairground": None, "stall": "fair/opening"}
    entities = {name: Entity(name, "event", names, broader) for name, broader in above.items()}
    rows = _rows(_dossier([], entities), "parts")
    pairs = {(row["whole"], row["part"]) for row in rows}
    assert len(pairs) == len(rows)
    assert pairs - {(name, name) for name in entities} == {
        ("fair", "fair/opening"),
        ("fair", "fair/opening/song"),
        ("fair/opening", "fair/opening/song"),
        ("fair/opening", "stall"),
    }
    assert len(pairs) == len(entities) + 4


def test_a_spelling_is_the_text_however_its_accents_are_encoded() -> None:
    assert _row(Wording("Cầu  Mo\u031b"), "name")["spelling"] == "Cầu Mơ"
    assert _row(Wording("cầu mơ."), "name")["spelling"] == "cầu mơ."
    assert _row(FIVE)["spelling"] is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Cầu Mơ", "cầu  mơ.", True),
        ("Cầu Mơ", "cầu mo\u031b", True),
        ("Cầu Mơ", "cầu mo", False),
        ("UBND-TP", "ubnd tp", True),
        ("“Đổi mới”", "đổi mới", True),
        ("phần 1", "phần 2", False),
    ],
)
def test_words_are_compared_without_case_and_punctuation_but_with_diacritics(one: str, other: str, same: bool) -> None:
    assert (plain(one) == plain(other)) == same


quantities = st.builds(
    Figure,
    st.just("quantity"),
    st.sampled_from(["3", "4", "5", "5.0", "10", "0", "-4"]),
    st.none(),
    st.sampled_from([None, None, None, "thousand"]),
    st.sampled_from(["metre", "metre", "metre", "mile", ""]),
    st.sampled_from([None, "nearly", "over", "under", "about", "at-least", "at-most", "up-to"]),
)
scopes = st.builds(
    Scope,
    as_of=st.sampled_from([None, "2023", "2024", "2023/2024"]),
    during=st.sampled_from([None, None, None, None, "2023", "2023-01/2023-12"]),
    place=st.sampled_from([None, None, None, None, "city"]),
)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    documents = [_document("a"), _document("b", "2023-05"), _document("c", kind="reference")]
    for document in documents:
        for _ in range(draw(st.integers(0, 6))):
            about = draw(st.sampled_from(["length", "price", "price", "remarks"]))
            mode = draw(st.sampled_from(["fact", "fact", "fact", "fact", "plan", "opinion"]))
            claim = _claim(document, draw(quantities), about, mode=mode, scope=draw(scopes))
            document.claims = (*document.claims, claim)
    return _dossier(documents)


def _fact(claim: Claim) -> tuple[object, ...]:
    """What a claim is about, in other words than the table's."""
    assert isinstance(claim.value, Figure)
    unit = claim.value.unit or ("metre" if claim.property == "length" else "")
    year = "2023" if claim.scope.during else None
    return claim.subject, claim.property, unit, claim.mode, year, claim.scope.place


def _days(claim: Claim) -> Interval:
    if claim.property != "price" and claim.mode == "fact":
        return ANY
    return edtf_bounds(claim.scope.as_of or claim.document.published)


def _disputed(dossier: Dossier) -> list[tuple[Claim, Claim]]:
    """Every pair that disagrees, by looking at every pair."""
    return [
        (one, other)
        for one, other in itertools.combinations(dossier.claims, 2)
        if not one.document.is_record and not other.document.is_record
        if one.property != "remarks" and one.mode != "opinion" and _fact(one) == _fact(other)
        if _days(one).meets(_days(other)) and not _strict(one).meets(_strict(other))
    ]


def _strict(claim: Claim) -> Interval:
    assert claim.bounds
    return claim.bounds.strict


def _value(pair: tuple[Claim, Claim]) -> frozenset[object]:
    return frozenset((claim.document.id, _fact(claim), claim.bounds) for claim in pair)


@given(dossiers())
def test_disputes_are_what_comparing_every_pair_finds(dossier: Dossier) -> None:
    every = _disputed(dossier)
    found = [(one, other) for one, other, _ in conflicts(Corpus(dossier), "kind = 'quantity'")]
    assert set(found) <= set(every)
    assert {_value(pair) for pair in found} == {_value(pair) for pair in every}
    assert len({_value(pair) for pair in found}) == len(found)


@given(dossiers())
def test_rows_meet_when_their_bounds_do(dossier: Dossier) -> None:
    rows = _rows(dossier, "claims")
    for (one, first), (other, second) in itertools.product(zip(dossier.claims, rows, strict=True), repeat=2):
        assert one.bounds
        assert other.bounds
        for side, name in ((0, "strict"), (1, "loose")):
            sides = [(bounds.strict, bounds.loose)[side] for bounds in (one.bounds, other.bounds)]
            meet = (
                first[f"{name}_lower"] <= second[f"{name}_upper"] and second[f"{name}_lower"] <= first[f"{name}_upper"]
            )
            assert meet == sides[0].meets(sides[1])
        assert (first["fact"] == second["fact"]) == (_fact(one) == _fact(other))


def _two(first: Value, second: Value, **scope: str) -> list[Conflict]:
    one, other = _document("a"), _document("b")
    one.claims = (_claim(one, first, scope=Scope(**scope)),)
    other.claims = (_claim(other, second, scope=Scope(**scope)),)
    return conflicts(Corpus(_dossier([one, other])), "true")


def test_values_closer_than_a_float_can_tell_are_judged_exactly() -> None:
    number = "123456789012345678901234567891"
    assert _two(Figure("quantity", number, hedge="nearly"), Figure("quantity", number, hedge="at-most")) == []
    assert _two(Figure("quantity", "1" + "0" * 29, hedge="over"), Figure("quantity", "1" + "0" * 28 + "1")) == []
    assert _two(FIVE, Figure("quantity", "6", unit="metre"))


def test_the_same_values_for_two_years_are_two_disputes() -> None:
    one, other = _document("a"), _document("b")
    for document, amount in ((one, "5"), (other, "7")):
        for year in ("2022", "2023"):
            value = Figure("quantity", amount, unit="metre")
            document.claims = (*document.claims, _claim(document, value, scope=Scope(during=year)))
    assert len(conflicts(Corpus(_dossier([one, other])), "true")) == 2


@pytest.mark.parametrize(
    ("one", "other", "many"), [("2023", "2024", 0), ("2023", "2023-05", 1), ("2023/2024", "2024", 1)]
)
def test_what_changes_is_disputed_only_at_one_time(one: str, other: str, many: int) -> None:
    first, second = _document("a"), _document("b")
    for document, amount, time in ((first, "5", one), (second, "7", other)):
        document.claims = (_claim(document, Figure("money", amount, unit="VND"), "price", scope=Scope(as_of=time)),)
    assert len(conflicts(Corpus(_dossier([first, second])), "true")) == many


def test_a_time_is_compared_as_days_not_as_words() -> None:
    first, second = _document("a"), _document("b")
    for document, amount, time in ((first, "5", "2023"), (second, "6", "2023-01/2023-12")):
        document.claims = (_claim(document, Figure("quantity", amount, unit="metre"), scope=Scope(during=time)),)
    assert len(conflicts(Corpus(_dossier([first, second])), "true")) == 1


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (
            {"kind": "quantity", "amount": "5.20", "to": "6", "scale": "million", "unit": "metre", "hedge": "about"},
            Figure("quantity", "5.20", "6", "million", "metre", "about"),
        ),
        ({"kind": "money", "amount": "5", "currency": "VND"}, Figure("money", "5", unit="VND")),
        ({"kind": "percent", "amount": "5"}, Figure("percent", "5")),
        ({"kind": "percent", "amount": "5", "points": True}, Figure("percent", "5", unit="point")),
        ({"kind": "duration", "amount": "5", "unit": "year"}, Figure("duration", "5", unit="year")),
        (
            {"kind": "date", "edtf": "2024-12-24", "zone": "UTC", "part": "noon", "weekday": "tuesday", "hedge": "by"},
            Date("2024-12-24", "UTC", "noon", "tuesday", "by"),
        ),
        ({"kind": "period", "edtf": "2021/2024"}, Period("2021/2024")),
        ({"kind": "rank", "position": "17", "field": "194"}, Rank("rank", 17, 194)),
        ({"kind": "rank", "position": "1", "superlative": True}, Rank("rank", 1, None, True)),
        ({"kind": "ordinal", "position": "3"}, Rank("ordinal", 3)),
        ({"kind": "set", "members": ["a", "b"], "exhaustive": True}, Members(("a", "b"), True)),
        ({"kind": "entity", "entity": "a"}, Named("a")),
        ({"kind": "text", "text": "A"}, Wording("A")),
        ({"kind": "relation", "relation": "before", "of": "a"}, Relation("before", "a")),
    ],
)
def test_the_typed_value_of_a_claim(data: dict[str, Any], value: Value) -> None:
    assert value_from(data) == value
    assert value_from(data).kind == data["kind"]


def test_the_facts_of_a_claim_are_not_its_wording() -> None:
    claim = {"subject": "a", "property": "p", "mode": "fact", "value": {"kind": "text", "text": "Ủy ban"}, "scope": {}}
    reworded = {"statement": {"vi": "khác"}, "id": "x", **dict(reversed(claim.items()))}
    assert facts_of(reworded) == facts_of(claim)
    assert facts_of({name: part for name, part in claim.items() if name != "scope"}) == facts_of(claim)
    assert facts_of({**claim, "mode": "plan"}) != facts_of(claim)
    assert facts_of({**claim, "scope": {"place": "b"}}) != facts_of(claim)
    assert "Ủy ban" in facts_of(claim)


def test_where_a_quote_stands() -> None:
    assert Quote("bốn năm", 10, 1).end == 17
    text = Text("a.txt", "0" * 64, ((0, 90), (95, 120)))
    assert text.in_body(80, 90)
    assert text.in_body(95, 120)
    assert not text.in_body(80, 91)
    assert not text.in_body(90, 95)


def test_the_names_of_things() -> None:
    assert ENTITIES["city"].label("vi") == "Thành phố"
    assert ENTITIES["city"].label("en") == "City"
    claim = _claim(_document("a"), FIVE)
    assert claim.words == "Cầu"


ends = st.integers(0, 5)


@st.composite
def statements(draw: st.DrawFn) -> list[SimpleNamespace]:
    """Rows as a query gives them, of few numbers and days, so that many meet."""
    rows = []
    for row in range(draw(st.integers(0, 9))):
        lower, upper = sorted((draw(ends), draw(ends)))
        since, until = sorted((draw(ends), draw(ends)))
        always = draw(st.integers(0, 3)) == 0
        rows.append(
            SimpleNamespace(
                row=row,
                strict_lower=float(lower) if lower else -INFINITY,
                strict_upper=float(upper) if upper < 5 else INFINITY,
                time_lower=-INFINITY if always else float(since),
                time_upper=INFINITY if always else float(until),
            )
        )
    return rows


def _gap(one: SimpleNamespace, other: SimpleNamespace) -> float:
    return float(max(one.strict_lower - other.strict_upper, other.strict_lower - one.strict_upper))


@given(statements())
def test_the_furthest_apart_are_those_of_every_pair(rows: list[SimpleNamespace]) -> None:
    every = [pair for pair in itertools.combinations(rows, 2) if exclude(*pair)]
    found = furthest(rows)
    assert (found is None) == (not every)
    if found:
        pair = rows[found.one], rows[found.other]
        assert pair in every
        assert _gap(*pair) == max(_gap(*other) for other in every)
        assert found.disagreeing == len({row.row for pair in every for row in pair})


@given(dossiers(), st.integers(1, 4))
def test_of_a_fact_in_many_statements_one_dispute_stands_for_all(dossier: Dossier, pairs: int) -> None:
    every = _disputed(dossier)
    found = conflicts(Corpus(dossier, pairs), "kind = 'quantity'")
    crowds = {_fact(one): (one, other) for one, other, more in found if more.en}
    assert {(one, other) for one, other, _ in found} <= set(every)
    assert {_fact(one) for one, _ in every} == {_fact(one) for one, _, _ in found}
    few = [pair for pair in every if _fact(pair[0]) not in crowds]
    assert {_value(pair) for pair in few} == {_value((one, other)) for one, other, more in found if not more.en}
    for fact, pair in crowds.items():
        told = [one for one in dossier.claims if _fact(one) == fact and not one.document.is_record]
        assert len({(one.document.id, one.bounds, _days(one)) for one in told}) > pairs
        assert _strict(pair[0]).gap(_strict(pair[1])) == max(
            _strict(one).gap(_strict(other)) for one, other in every if _fact(one) == fact
        )


def test_a_crowd_says_how_many_state_the_fact_and_how_many_disagree() -> None:
    documents = [_document(f"d{number}") for number in range(40)]
    for number, document in enumerate(documents):
        document.claims = (_claim(document, Figure("quantity", str(min(number, 35) + 10), unit="metre")),)
    dossier = _dossier(documents)
    (dispute,) = conflicts(Corpus(dossier), "true")
    assert [claim.document.id for claim in dispute[:2]] == ["d0", "d35"]
    assert dispute.more.en == " 40 claims in 40 documents state this, and 40 of them disagree with at least one other."
    assert "40 chỗ trong 40 tài liệu" in dispute.more.vi
    assert len(conflicts(Corpus(dossier, 40), "true")) == 40 * 39 // 2 - 5 * 4 // 2
