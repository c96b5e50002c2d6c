"""Whatever is changed in a value while its quote stays, readings.differ must see it, once; unchanged it is silent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.model.claims import Bilingual, Claim, Document, Dossier, Entity, Property, Quote, Scope
from doichieu.model.values import value_from
from doichieu.runner.check_loader import load_checks
from doichieu.runner.findings import Discrepancy, Finding, Unverified

DIFFER = next(check for check in load_checks(Path(__file__).parents[2] / "checks") if check.name == "readings.differ")

HEDGES = {
    "vi": {"nearly": "gần", "over": "hơn", "about": "khoảng", "at-least": "ít nhất", "up-to": "lên đến"},
    "en": {"nearly": "nearly", "over": "more than", "about": "about", "at-least": "at least", "up-to": "up to"},
}
SCALES = {
    "vi": {"thousand": "nghìn", "million": "triệu", "billion": "tỷ", "trillion": "nghìn tỷ"},
    "en": {"thousand": "thousand", "million": "million", "billion": "billion", "trillion": "trillion"},
}
UNITS = {"vi": {"day": "ngày", "week": "tuần", "month": "tháng", "year": "năm"}}
UNITS["en"] = {unit: f"{unit}s" for unit in UNITS["vi"]}
MONEY = {"vi": {"VND": "đồng", "USD": "USD", "EUR": "euro"}, "en": {"VND": "dong", "USD": "dollars", "EUR": "euros"}}
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ENTITIES = {
    "an": Entity("an", "person", {"vi": ("Trần Văn An",), "en": ("Tran Van An",)}),
    "binh": Entity("binh", "person", {"vi": ("Lê Thị Bình",), "en": ("Le Thi Binh",)}),
}

languages = st.sampled_from(["vi", "en"])
hedges = st.sampled_from([None, *HEDGES["vi"]])
amounts = st.decimals(0, 999_999, places=2).map(lambda amount: f"{amount:f}") | st.integers(2, 99_999).map(str)


def findings(
    value: dict[str, Any],
    quote: str,
    code: str,
    role: str | None = None,
    entities: Mapping[str, Entity] = ENTITIES,
) -> list[Finding]:
    """What the check says of one claim."""
    name = Bilingual("x", "x")
    about = Property("p", name, value["kind"], None, True, "fixed", False, role, {})
    document = Document("a", "article", code, "a", None, None, "2025-06-15", "stated", None, Path("a.json"))
    document.claims = (
        Claim(
            document=document,
            id="c",
            quote=Quote(quote, 0, 1),
            statement=name,
            subject="s",
            property="p",
            value=value_from(value),
            scope=Scope(),
            speaker=None,
            mode="fact",
            facts="{}",
            bounds=None,
            moments={},
        ),
    )
    dossier = Dossier("d", name, "vi", "Asia/Ho_Chi_Minh", Path(), (document,), entities, {"p": about}, ())
    document.dossier = dossier
    return list(DIFFER.function(document))


def assert_seen(value: dict[str, Any], quote: str, code: str, changes: list[dict[str, Any]], **more: Any) -> None:
    """The value is silent, and every change of it is exactly one contradiction."""
    assert findings(value, quote, code, **more) == []
    for change in changes:
        changed = {name: part for name, part in {**value, **change}.items() if part is not None}
        found = findings(changed, quote, code, **more)
        assert [isinstance(one, Discrepancy) and one.verdict for one in found] == ["contradiction"], (changed, quote)


def printed(amount: str, code: str) -> str:
    """A decimal number as a newspaper prints it."""
    whole, _, decimals = amount.partition(".")
    text = f"{int(whole):,}" + (f".{decimals}" if decimals else "")
    return text.translate(str.maketrans(",.", ".,")) if code == "vi" else text


def others(table: dict[str, str], name: str | None) -> list[str]:
    return [other for other in table if other != name]


def more_digits(amount: str) -> str:
    return amount + "1" if "." in amount else amount + ".1"


@given(amounts, hedges, st.sampled_from([None, *SCALES["vi"]]), st.sampled_from([*MONEY["vi"]]), languages)
def test_every_part_of_a_sum_of_money_is_seen(
    amount: str, hedge: str | None, scale: str | None, currency: str, code: str
) -> None:
    words = [HEDGES[code].get(hedge or ""), printed(amount, code), SCALES[code].get(scale or ""), MONEY[code][currency]]
    value = {"kind": "money", "amount": amount, "currency": currency}
    value |= ({"hedge": hedge} if hedge else {}) | ({"scale": scale} if scale else {})
    changes: list[dict[str, Any]] = [{"amount": more_digits(amount)}, {"amount": "7" + amount}, {"to": "9999999"}]
    changes += [{"hedge": other} for other in others(HEDGES[code], hedge)] + ([{"hedge": None}] if hedge else [])
    changes += [{"scale": other} for other in others(SCALES[code], scale)] + ([{"scale": None}] if scale else [])
    changes += [{"currency": other} for other in others(MONEY[code], currency)]
    assert_seen(value, " ".join(word for word in words if word), code, changes)


@given(st.integers(2, 9999), hedges, st.sampled_from([*UNITS["vi"]]), languages)
def test_every_part_of_a_duration_is_seen(amount: int, hedge: str | None, unit: str, code: str) -> None:
    words = f"{HEDGES[code].get(hedge or '', '')} {printed(str(amount), code)} {UNITS[code][unit]}"
    value = {"kind": "duration", "amount": str(amount), "unit": unit} | ({"hedge": hedge} if hedge else {})
    changes: list[dict[str, Any]] = [{"amount": str(amount + 1)}, {"to": str(amount + 2)}]
    changes += [{"unit": other} for other in others(UNITS[code], unit)]
    changes += [{"hedge": other} for other in others(HEDGES[code], hedge)] + ([{"hedge": None}] if hedge else [])
    assert_seen(value, words.strip(), code, changes)


@given(st.integers(1, 98), st.integers(1, 500), languages)
def test_both_ends_of_a_range_and_points_are_seen(low: int, width: int, code: str) -> None:
    words = f"từ {low} đến {low + width}%" if code == "vi" else f"from {low} to {low + width}%"
    value = {"kind": "percent", "amount": str(low), "to": str(low + width)}
    changes: list[dict[str, Any]] = [{"amount": str(low - 1)}, {"to": str(low + width + 1)}, {"to": None}]
    changes.append({"points": True})
    assert_seen(value, words, code, changes)


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), languages)
def test_every_part_of_a_date_is_seen(day: date, code: str) -> None:
    words = f"{day.day}/{day.month}/{day.year}" if code == "vi" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    value = {"kind": "date", "edtf": day.isoformat()}
    month, date_ = f"{day.month % 12 + 1:02d}", f"{day.day % 28 + 1:02d}"
    changes: list[dict[str, Any]] = [
        {"edtf": f"{day.year + 1}-{day.month:02d}-28"},
        {"edtf": f"{day.year - 1}-{day.month:02d}-{min(day.day, 28):02d}"},
        {"edtf": f"{day.year}-{month}-{min(day.day, 28):02d}"},
        {"edtf": f"{day.year}-{day.month:02d}-{date_}"},
        {"edtf": f"{day.year}-{day.month:02d}"},
        {"edtf": f"{day.year}"},
        {"hedge": "before"},
        {"part": "morning"},
        {"weekday": "monday"},
    ]
    assert_seen(value, words, code, changes)


@pytest.mark.parametrize(("code", "words"), [("vi", "Chiều {0}/{1}"), ("en", "the afternoon of {2} {0}")])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_year_left_out_is_that_of_publication(code: str, words: str, month: int) -> None:
    quote = words.format(8, month, MONTHS[month - 1])
    value = {"kind": "date", "edtf": f"2025-{month:02d}-08", "part": "afternoon"}
    changes: list[dict[str, Any]] = [{"edtf": f"2023-{month:02d}-08"}, {"edtf": f"2027-{month:02d}-08"}]
    changes += [{"edtf": f"2025-{month:02d}-09"}, {"part": "evening"}, {"edtf": f"2025-{month % 12 + 1:02d}-08"}]
    assert_seen(value, quote, code, changes)


@pytest.mark.parametrize(
    ("code", "words", "value", "changes"),
    [
        ("vi", "25-26/10", {"edtf": "2025-10-25/2025-10-26"}, ["2025-10-24/2025-10-26", "2025-10-25/2025-11-26"]),
        ("vi", "2021 -2024", {"edtf": "2021/2024"}, ["2022/2024", "2021/2023", "2021-01/2024-12"]),
        ("en", "from May to July 2025", {"edtf": "2025-05/2025-07"}, ["2025-04/2025-07", "2025-05/2025-08"]),
        ("vi", "từ năm 2022", {"edtf": "2022/.."}, ["2021/..", "2023/.."]),
    ],
)
def test_both_ends_of_a_period_are_seen(code: str, words: str, value: dict[str, Any], changes: list[str]) -> None:
    assert_seen({"kind": "period", **value}, words, code, [{"edtf": change} for change in changes])


@given(st.integers(2, 150), st.integers(151, 300), languages)
def test_both_numbers_of_a_rank_are_seen(position: int, count: int, code: str) -> None:
    words = f"đứng thứ {position}/{count} nước" if code == "vi" else f"ranked {position}/{count}"
    value = {"kind": "rank", "position": str(position), "field": str(count)}
    changes: list[dict[str, Any]] = [{"position": str(position + 1)}, {"field": str(count + 1)}, {"field": None}]
    assert_seen(value, words, code, changes)


@pytest.mark.parametrize(
    ("code", "words", "value", "changes", "role"),
    [
        ("vi", "Thứ tư", {"kind": "ordinal", "position": "4"}, [{"position": "5"}], None),
        ("en", "Third", {"kind": "ordinal", "position": "3"}, [{"position": "2"}], None),
        (
            "vi",
            "nước đầu tiên",
            {"kind": "rank", "position": "1", "superlative": True},
            [{"position": "2"}, {"superlative": None}],
            None,
        ),
        ("vi", "ông Trần Văn An", {"kind": "text", "text": "Trần Văn An"}, [{"text": "Trần văn An"}], "name"),
        ("vi", "ông Trần Văn An", {"kind": "text", "text": "Trần Văn An"}, [{"text": "Trần Văn Ấn"}], None),
        ("vi", "Đại tá An", {"kind": "text", "text": "đại tá"}, [{"text": "Thượng tá"}], "title"),
        ("en", "Tran Van An said", {"kind": "entity", "entity": "an"}, [{"entity": "binh"}], None),
        ("vi", "Trần Văn An", {"kind": "set", "members": ["an"]}, [{"members": ["an", "binh"]}], None),
        (
            "en",
            "on the eve of the vote",
            {"kind": "relation", "relation": "on-the-eve-of", "of": "an"},
            [{"relation": "before"}, {"relation": "after"}],
            None,
        ),
        ("vi", "giảm 5%", {"kind": "percent", "amount": "-5"}, [{"amount": "-6"}], None),
        ("vi", "tăng 5%", {"kind": "percent", "amount": "5"}, [{"amount": "-5"}], None),
        (
            "vi",
            "ba đến năm triệu đồng",
            {"kind": "money", "amount": "3", "to": "5", "scale": "million", "currency": "VND"},
            [{"amount": "2"}, {"to": "6"}, {"to": None}],
            None,
        ),
        (
            "vi",
            "từ đầu năm 2023 đến nay",
            {"kind": "period", "edtf": "2023-01/2025-06"},
            [{"edtf": "2022-01/2025-06"}, {"edtf": "2023-01/2023-06"}],
            None,
        ),
        ("vi", "5% số hộ", {"kind": "percent", "amount": "5"}, [{"kind": "quantity"}], None),
        ("vi", "lúc 9h30 ngày 5/3", {"kind": "date", "edtf": "2025-03-05T09:30"}, [{"edtf": "2025-03-05T09:00"}], None),
        ("vi", "3 giờ chiều 5/3", {"kind": "date", "edtf": "2025-03-05T15:00"}, [{"edtf": "2025-03-05T03:00"}], None),
        ("vi", "năm ngoái", {"kind": "date", "edtf": "2024"}, [{"edtf": "2025"}, {"edtf": "2023"}], None),
        ("vi", "hôm qua", {"kind": "date", "edtf": "2025-06-14"}, [{"edtf": "2025-06-15"}], None),
        (
            "vi",
            "trước ngày 1/3",
            {"kind": "date", "edtf": "2025-03-01", "hedge": "before"},
            [{"hedge": None}, {"hedge": "by"}],
            None,
        ),
    ],
)
def test_every_other_kind_is_seen(
    code: str, words: str, value: dict[str, Any], changes: list[dict[str, Any]], role: str | None
) -> None:
    assert_seen(value, words, code, changes, role=role)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hàng trăm người", {"kind": "quantity", "amount": "300"}),
        ("lễ hội", {"kind": "date", "edtf": "2025-06-01"}),
        ("ngày 5/3", {"kind": "date", "edtf": "202X"}),
        ("lễ hội", {"kind": "period", "edtf": "2024/2025"}),
        ("lễ hội", {"kind": "ordinal", "position": "2"}),
        ("lễ hội", {"kind": "relation", "relation": "after", "of": "an"}),
    ],
)
def test_a_quote_that_says_nothing_of_the_kind_is_unverified(words: str, value: dict[str, Any]) -> None:
    assert [isinstance(one, Unverified) for one in findings(value, words, "vi")] == [True]


VALUES: list[dict[str, Any]] = [
    {"kind": "quantity", "amount": "-3", "to": "5"},
    {"kind": "date", "edtf": "2025-06-15T09:00", "part": "night"},
    {"kind": "period", "edtf": "../2025-06"},
    {"kind": "rank", "position": "2", "field": "3"},
    {"kind": "text", "text": "(.*"},
    {"kind": "set", "members": ["an"]},
    {"kind": "relation", "relation": "before", "of": "an"},
]


quotes = st.text(min_size=1, max_size=80) | st.from_regex(r"[0-9./,:\- hđ%nămthứ]{1,40}")


@given(quotes, st.sampled_from(VALUES), languages)
def test_no_quote_makes_it_crash(quote: str, value: dict[str, Any], code: str) -> None:
    assert len(findings(value, quote, code)) <= 1


few_words = st.lists(st.sampled_from(["nữ", "sĩ", "văn", "an"]), min_size=1, max_size=3).map(tuple)


@given(
    st.lists(st.tuples(st.sampled_from(["person", "place"]), few_words), min_size=1, max_size=6),
    st.lists(st.sampled_from(["nữ", "sĩ", "văn", "an", "và"]), max_size=7),
)
def test_who_is_named_is_found_as_by_looking_for_each_name_everywhere(
    named: list[tuple[str, tuple[str, ...]]], quote: list[str]
) -> None:
    """A name is there where its words are, unless only inside a longer one of another of its kind."""
    stands = [
        (entity, kind, first, first + len(name))
        for entity, (kind, name) in enumerate(named)
        for first in range(len(quote))
        if tuple(quote[first : first + len(name)]) == name
    ]
    expected = {
        entity
        for entity, kind, first, end in stands
        if not any(
            begin <= first and end <= last and last - begin > end - first and kin == kind
            for other, kin, begin, last in stands
            if other != entity
        )
    }
    entities = {}
    for number, (kind, name) in enumerate(named):
        names = (" ".join(name),)
        entities[f"e{number}"] = Entity(f"e{number}", kind, {"vi": names, "en": names})
    for number in range(len(named)):
        found = findings({"kind": "entity", "entity": f"e{number}"}, " ".join(quote), "vi", entities=entities)
        assert bool(found) == (number not in expected)
