"""The reading benchmark itself: a matcher that sees every fault, text that is always the same, honest clocks."""

import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from doichieu.model.edtf import edtf_bounds
from doichieu.model.values import Date, Figure, Period, Rank, Value

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.accuracy import DATES, NUMBERS, Case, Found, Score, case_from, cases, group_of, hedge_of, same, score
from benchmarks.peers import Absent, Ours, by_chrono, by_duckling, peers, without_a_day
from benchmarks.prose import PLAIN, articles, ending, sentences, texts, words
from benchmarks.reading import SENTENCES, figures, show
from benchmarks.speed import Plan, cut, plan, throughput, throughput_on
from benchmarks.start import begin
from benchmarks.stated import Days, Number, spanning

LANGUAGES = ("vi", "en")
TEXT = "Xe A05 chở gần 5 tạ, đến chợ lúc 5 giờ, trước ngày 12/5/2025, giá 7-9 triệu đồng."
READINGS: list[dict[str, Any]] = [
    {"exact": "gần 5", "value": {"kind": "quantity", "amount": "5", "hedge": "nearly"}},
    {"exact": "trước ngày 12/5/2025", "value": {"kind": "date", "edtf": "2025-05-12", "hedge": "before"}},
    {
        "exact": "7-9 triệu đồng",
        "value": {"kind": "money", "amount": "7", "to": "9", "scale": "million", "currency": "VND"},
    },
]
CASE = case_from({"about": "a load", "text": TEXT, "readings": READINGS})
TRAP = case_from({"about": "a name", "text": "Xe A05 vào bến.", "readings": []})
RIGHT = [label.value for label in CASE.labels]


def found(case: Case, values: Sequence[Value | None]) -> list[Found]:
    """What a reader finds that reads these values at the labels' places, nothing for None."""
    return [
        Found(label.start, label.end, group_of(value), partial(same, value), _hedges(value))
        for label, value in zip(case.labels, values, strict=True)
        if value
    ]


def _hedges(value: Value) -> frozenset[str]:
    return frozenset(hedge for hedge in [hedge_of(value)] if hedge)


def tallied(*read: Found, case: Case = CASE, **more: Any) -> Score:
    return score([case], lambda text, day: read, **more)


def counts(result: Score) -> tuple[int, int, int]:
    return result.overall.right, result.overall.labelled, result.overall.read


# Labels


def test_a_label_stands_at_its_own_words() -> None:
    assert [TEXT[label.start : label.end] for label in CASE.labels] == [reading["exact"] for reading in READINGS]
    five = {"exact": "5", "value": {"kind": "quantity", "amount": "5"}}
    twice = case_from({"about": "", "text": "A05, 5 xe và 5 bè", "readings": [five, five]})
    assert [label.start for label in twice.labels] == [5, 13]


def test_labels_out_of_order_are_told() -> None:
    with pytest.raises(ValueError, match=re.escape("“trước ngày 12/5/2025” does not follow in “Xe A05")):
        case_from({"about": "", "text": TEXT, "readings": READINGS[::-1]})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labelled_sentences_are_sound(language: str) -> None:
    labelled = cases(SENTENCES / f"{language}.json")
    assert len({case.text for case in labelled}) == len(labelled), "a sentence stands there twice"
    perfect = {case.text: found(case, [label.value for label in case.labels]) for case in labelled}
    result = score(labelled, lambda text, day: perfect[text])
    assert result.overall.f1 == result.hedges.recall == 1.0
    assert not result.faults
    assert (result.traps.read, result.traps.labelled) == (0, sum(not case.labels for case in labelled))
    for case in labelled:
        for label in case.labels:
            if isinstance(label.value, Date | Period):
                edtf_bounds(label.value.edtf.replace("XXXX", "2024"))


# The matcher


def test_a_right_reading_has_no_fault() -> None:
    result = tallied(*found(CASE, RIGHT))
    assert counts(result) == (3, 3, 3)
    assert (result.groups[DATES].right, result.groups[NUMBERS].right) == (1, 2)
    assert (result.hedges.right, result.hedges.labelled) == (2, 2)
    assert result.faults == []


WRONG = [
    Figure("quantity", "6", hedge="nearly"),
    Figure("quantity", "5", scale="thousand", hedge="nearly"),
    Figure("percent", "5", hedge="nearly"),
    Figure("duration", "5", unit="year"),
    Figure("quantity", "5", "6"),
    Rank("ordinal", 5),
    Date("0005"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_wrong_value_is_a_miss_and_an_extra(wrong: Value) -> None:
    result = tallied(*found(CASE, [wrong, *RIGHT[1:]]))
    assert counts(result) == (2, 3, 3)
    assert (result.hedges.right, result.hedges.labelled) == (1, 1), "a value that is wrong has no hedge to be right"
    assert [fault.partition(" in “Xe")[0] for fault in result.faults] == [
        f"a load: “gần 5” is not read as {RIGHT[0]}",
        "a load: “gần 5” is read, and the labels do not say so,",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        Figure("money", "7", scale="million", unit="VND"),
        Figure("money", "7", "9", "million", "USD"),
        Figure("money", "7", "90", "million", "VND"),
        Figure("money", "7", "9", unit="VND"),
    ],
    ids=str,
)
def test_a_range_is_right_with_both_ends_scale_and_currency(wrong: Value) -> None:
    assert counts(tallied(*found(CASE, [*RIGHT[:2], wrong]))) == (2, 3, 3)


@pytest.mark.parametrize("wrong", ["2025-05", "2025-12-05", "2025-05-12T09", "2025-05-12/2025-05-12"])
def test_another_date_is_wrong(wrong: str) -> None:
    value = Period(wrong) if "/" in wrong else Date(wrong)
    result = tallied(*found(CASE, [RIGHT[0], value, RIGHT[2]]))
    assert (result.groups[DATES].right, result.groups[DATES].read, result.groups[DATES].f1) == (0, 1, 0.0)
    assert result.groups[NUMBERS].f1 == 1.0


def test_a_missed_reading_costs_recall_alone() -> None:
    result = tallied(*found(CASE, [None, *RIGHT[1:]]))
    assert (result.overall.precision, result.overall.recall) == (1.0, 2 / 3)
    assert len(result.faults) == 1


def test_an_extra_reading_costs_precision_alone() -> None:
    extra = Found(4, 6, NUMBERS, lambda label: True)
    result = tallied(extra, *found(CASE, RIGHT))
    assert (result.overall.precision, result.overall.recall) == (3 / 4, 1.0)
    assert result.faults == [f"a load: “05” is read, and the labels do not say so, in “{TEXT}”"]


@pytest.mark.parametrize("hedge", ["over", None])
def test_a_wrong_hedge_leaves_the_value_right(hedge: str | None) -> None:
    result = tallied(*found(CASE, [Figure("quantity", "5", hedge=hedge), *RIGHT[1:]]))
    assert counts(result) == (3, 3, 3)
    assert (result.hedges.right, result.hedges.labelled) == (1, 2)
    assert result.faults == ["a load: “gần 5” is read without its hedge nearly"]


def test_the_right_value_elsewhere_is_wrong() -> None:
    here = CASE.labels[0]
    away = Found(here.end, here.end + 3, NUMBERS, lambda label: same(label, RIGHT[0]))
    assert counts(tallied(away, *found(CASE, [None, *RIGHT[1:]]))) == (2, 3, 3)


def test_one_reading_is_not_two_expressions() -> None:
    five = {"exact": "5", "value": {"kind": "quantity", "amount": "5"}}
    twice = case_from({"about": "", "text": "5 xe và 5 bè", "readings": [five, five]})
    everywhere = Found(0, 12, NUMBERS, lambda label: True)
    assert counts(tallied(everywhere, case=twice)) == (1, 2, 1)


def test_a_trap_counts_once_however_much_is_read_in_it() -> None:
    anything = [Found(4, 6, NUMBERS, lambda label: True), Found(7, 9, DATES, lambda label: True)]
    result = score([TRAP, TRAP, CASE], lambda text, day: anything if text == TRAP.text else [])
    assert (result.traps.read, result.traps.labelled) == (2, 2)
    assert result.overall.read == 4
    assert tallied(case=TRAP).traps.read == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Figure("quantity", "2.5", scale="thousand"), Figure("quantity", "2500", unit="tonne", hedge="over")),
        (Rank("rank", 1, superlative=True), Rank("ordinal", 1)),
        (Date("2025-10~", hedge="by"), Date("2025-10")),
        (Date("2025-10-25", "America/New_York", "morning", "saturday"), Date("2025-10-25")),
    ],
)
def test_what_is_no_part_of_the_value(one: Value, other: Value) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Figure("percent", "2", unit="point"), Figure("percent", "2")),
        (Figure("duration", "12", unit="month"), Figure("duration", "1", unit="year")),
        (Rank("rank", 17, 194), Rank("rank", 17)),
        (Date("2024"), Date("2024-01")),
    ],
)
def test_what_is_part_of_the_value(one: Value, other: Value) -> None:
    assert not same(one, other)


# The benefit of the doubt


def test_readings_of_the_same_words_count_by_the_best_of_them_for_peers_alone() -> None:
    place = CASE.labels[0]
    wrong = Found(place.start, place.end, DATES, lambda label: False)
    read = [
        wrong,
        *found(CASE, RIGHT),
        Found(4, 6, NUMBERS, lambda label: False),
        Found(5, 6, DATES, lambda label: False),
    ]
    assert counts(tallied(*read, lenient=True)) == (3, 3, 4)
    assert counts(tallied(*read)) == (3, 3, 6)


def test_of_readings_that_are_right_the_one_with_the_hedge_counts() -> None:
    place = CASE.labels[0]
    bare = Found(place.start, place.end, NUMBERS, partial(same, RIGHT[0]))
    assert tallied(bare, *found(CASE, RIGHT), lenient=True).hedges.recall == 1.0


def test_both_ends_one_by_one_are_the_range_for_peers_alone() -> None:
    start = CASE.labels[2].start
    low = Found(start, start + 1, NUMBERS, lambda label: same(label, Figure("money", "7", None, "million", "VND")))
    high = Found(start + 2, start + 3, NUMBERS, lambda label: same(label, Figure("money", "9", None, "million", "VND")))
    rest = found(CASE, [*RIGHT[:2], None])
    assert counts(tallied(*rest, low, high, lenient=True)) == (3, 3, 3)
    assert counts(tallied(*rest, low, lenient=True)) == (2, 3, 3)
    either = Found(start, start + 3, NUMBERS, lambda label: isinstance(label, Figure) and not label.to)
    assert counts(tallied(*rest, either, lenient=True)) == (2, 3, 3)
    assert counts(tallied(*rest, low, high)) == (2, 3, 4)


def test_a_reader_of_numbers_may_see_them_in_dates_but_not_the_other_way_round() -> None:
    number = Found(CASE.labels[1].start + 11, CASE.labels[1].end, NUMBERS, lambda label: False)
    result = tallied(number, *found(CASE, [RIGHT[0], None, RIGHT[2]]), groups=frozenset({NUMBERS}))
    assert counts(result) == (2, 2, 2)
    day = Found(CASE.labels[2].start, CASE.labels[2].end, DATES, lambda label: False)
    assert counts(tallied(day, *found(CASE, [None, RIGHT[1], None]), groups=frozenset({DATES}))) == (1, 1, 2)


BILLION = Figure("money", "1.5", scale="billion", unit="USD")


@pytest.mark.parametrize(
    ("number", "label", "right"),
    [
        (Number(1.5e9), BILLION, True),
        (Number(1.5e9, kind="money", unit="$"), BILLION, True),
        (Number(1.5e9, kind="money", unit="USD"), BILLION, True),
        (Number(1.5e9, kind="money", unit="€"), BILLION, False),
        (Number(1.5e9, kind="duration", unit="year"), BILLION, False),
        (Number(1.5), BILLION, False),
        (Number(1.5e9, 2e9), BILLION, False),
        (Number(7, 9, "quantity"), Figure("quantity", "7", "9"), True),
        (Number(7, kind="quantity"), Figure("quantity", "7", "9"), False),
        (Number(0.2 + 0.1), Figure("quantity", "0.3"), True),
        (Number(7.5), Figure("percent", "7.5"), True),
        (Number(30, kind="duration", unit="month"), Figure("duration", "2.5", unit="year"), True),
        (Number(30, kind="duration", unit="day"), Figure("duration", "1", unit="month"), False),
        (Number(14, kind="duration", unit="day"), Figure("duration", "2", unit="week"), True),
        (Number(3, kind="order"), Rank("rank", 3), True),
        (Number(3, kind="money"), Rank("rank", 3), False),
        (Number(3, 5), Rank("rank", 3), False),
        (Number(3, kind="order"), Figure("quantity", "3"), False),
        (Number(2024), Date("2024"), False),
    ],
)
def test_a_number_of_a_peer(number: Number, label: Value, right: bool) -> None:
    assert number.states(label) == right


@pytest.mark.parametrize(
    ("first", "last", "edtf", "right"),
    [
        ("2024-12-24", "2024-12-24", "2024-12-24", True),
        ("2024-12-24", "2024-12-24", "2024-12-24T09:30", True),
        ("2024-12-24", "2024-12-24", "XXXX-12-24", True),
        ("2024-12-24", "2024-12-24", "XXXX-12-25", False),
        ("2024-12-24", "2024-12-24", "2024", True),
        ("2024-01-01", "2024-12-31", "2024-12-24", False),
        ("2024-12-31", "2025-01-01", "2024", False),
        ("2025-10-11", "2025-10-20", "2025-10~", True),
        ("2024-07-01", "2024-09-30", "2024-35", True),
        ("2024-07-01", "2024-07-01", "2024-35", False),
        ("1990-01-01", "1999-12-31", "199X", True),
        ("1990-01-01", "1990-12-31", "199X", False),
        ("2021-01-01", "2024-12-31", "2021/2024", True),
        ("2021-01-01", "2023-12-31", "2021/2024", False),
        ("2025-10-25", "2025-10-26", "2025-10-25/2025-10-26", True),
    ],
)
def test_days_of_a_peer(first: str, last: str, edtf: str, right: bool) -> None:
    days = Days(((date.fromisoformat(first), date.fromisoformat(last)),))
    assert days.states(Period(edtf) if "/" in edtf else Date(edtf)) == right
    assert not days.states(Figure("quantity", "2024"))


@pytest.mark.parametrize(
    ("grain", "first", "last"),
    [
        ("year", "2024-01-01", "2024-12-31"),
        ("quarter", "2024-01-01", "2024-03-31"),
        ("month", "2024-02-01", "2024-02-29"),
        ("week", "2024-02-12", "2024-02-18"),
        ("time", "2024-02-14", "2024-02-14"),
    ],
)
def test_days_around_a_day(grain: str, first: str, last: str) -> None:
    around = spanning(date(2024, 2, 14), grain)
    assert tuple(map(str, around)) == (first, last)
    assert spanning(date(2024, 12, 30), "month")[1] == date(2024, 12, 31)
    assert spanning(date(2024, 10, 1), "quarter")[1] == date(2024, 12, 31)


def _duckling(dimension: str, **value: Any) -> Found:
    made = by_duckling({"start": 2, "end": 9, "dim": dimension, "value": value}, date(2025, 10, 26))
    assert made
    return made


def _end(day: str, grain: str) -> dict[str, str]:
    return {"value": f"{day}T00:00:00.000+07:00", "grain": grain}


def test_numbers_of_duckling() -> None:
    one = _duckling("amount-of-money", type="value", value=1500000000, unit="$")
    assert (one.start, one.end, one.group, one.hedges) == (2, 9, NUMBERS, frozenset())
    assert one.states(BILLION)
    over = _duckling("amount-of-money", type="interval", **{"from": {"value": 8, "unit": "Â£"}})
    assert over.hedges == {"over", "at-least"}
    assert over.states(Figure("money", "8", unit="GBP"))
    assert not over.states(Figure("money", "8", unit="EUR"))
    under = _duckling("distance", type="interval", to={"value": 5, "unit": "kilometre"})
    assert "under" in under.hedges
    assert under.states(Figure("quantity", "5"))
    ends = {"from": {"value": 3, "unit": "unknown"}, "to": {"value": 5, "unit": "unknown"}}
    assert _duckling("amount-of-money", type="interval", **ends).states(Figure("percent", "3", "5"))
    assert _duckling("amount-of-money", type="value", value=50, unit="cent").states(Figure("money", "0.5", unit="USD"))
    assert _duckling("ordinal", type="value", value=3).states(Rank("rank", 3))


def test_dates_of_duckling() -> None:
    assert _duckling("time", type="value", **_end("2024-12-01", "month")).states(Date("2024-12"))
    both = {"from": _end("2024-05-01", "month"), "to": _end("2024-08-01", "month")}
    assert _duckling("time", type="interval", **both).states(Period("2024-05/2024-07"))
    until = {"from": {"value": "2025-10-26T12:00:00.000+07:00", "grain": "second"}, "to": _end("2030-01-01", "second")}
    by = _duckling("time", type="interval", **until)
    assert by.states(Date("2030"))
    assert by.hedges == {"before", "by"}
    since = _duckling("time", type="interval", **{"from": _end("2021-01-01", "year")})
    assert since.states(Date("2020"))
    assert since.states(Date("2021"))
    assert since.hedges == {"from", "after"}
    out = {"type": "value", **_end("12024-01-01", "year")}
    assert by_duckling({"start": 0, "end": 1, "dim": "time", "value": out}, date(2025, 10, 26)) is None


def test_dates_of_chrono() -> None:
    month = by_chrono({"start": 3, "end": 9, "first": [2024, 12], "last": None})
    assert (month.start, month.end, month.group) == (3, 9, DATES)
    assert month.states(Date("2024-12"))
    assert not month.states(Date("2024-12-24"))
    months = by_chrono({"start": 3, "end": 9, "first": [2024, 5], "last": [2024, 7]})
    assert months.states(Period("2024-05/2024-07"))


def test_a_peer_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("duckling", "dateparser.search", "quantulum3.parser"):
        monkeypatch.setitem(sys.modules, module, None)
    absent = [one for one in peers(tmp_path) if isinstance(one, Absent)]
    names = [one.name for one in absent]
    assert names == ["duckling", "dateparser split", "dateparser ngram", "quantulum3", "chrono-node"]
    assert all(one.reason for one in absent)


class Told(Ours):
    """A reader that reckons from the day it is told: yesterday, last year, the next 8 August and, in print, 2024."""

    def read(self, text: str, language: str, day: str | None) -> list[Found]:
        today = date.fromisoformat(day or "")
        yesterday = [today.year, today.month, today.day - 1]
        dates = [yesterday, [today.year - 1], [today.year, 8, 8], [2024]]
        return [by_chrono({"start": i, "end": i + 1, "first": one, "last": None}) for i, one in enumerate(dates)]


def test_what_a_peer_reckons_from_a_day_it_had_to_be_told_is_not_held_against_it() -> None:
    read = without_a_day(Told(), "", "vi")
    assert [one.start for one in read] == [2, 3]
    assert read[0].states(Date("XXXX-08-08"))
    assert len(Told().read("", "vi", "2025-10-26")) == 4


def test_our_own_reading_is_told_as_it_is() -> None:
    (one,) = Ours().read("Có 12 người.", "vi", None)
    assert (one.group, one.hedges) == (NUMBERS, frozenset())
    assert one.states(Figure("quantity", "12"))
    assert not one.states(Figure("quantity", "13"))


# The text


@pytest.mark.parametrize("language", LANGUAGES)
def test_prose_is_the_same_for_the_same_seed(language: str) -> None:
    assert articles(language, 1, 20_000) == articles(language, 1, 20_000)
    assert articles(language, 1, 20_000) != articles(language, 2, 20_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_prose_looks_like_a_newspaper(language: str) -> None:
    paragraphs = list(islice(sentences(language, 3), 1_000))
    made = [sentence for paragraph in paragraphs for sentence in paragraph]
    assert {len(paragraph) for paragraph in paragraphs} == {3, 4, 5, 6}
    assert len({sentence.text for sentence in made}) == len(made), "a sentence comes twice"
    assert sum(not sentence.expressions for sentence in made) / len(made) == pytest.approx(PLAIN, abs=0.03)
    letters = sum(len(sentence.text) + 1 for sentence in made)
    assert letters / sum(sentence.expressions for sentence in made) == pytest.approx(210, abs=25)
    vocabulary = {word.lower() for sentence in made for word in re.findall(r"[^\W\d_]+", sentence.text)}
    assert len(vocabulary) > 500
    for sentence in made:
        assert not re.search(r"[{}]|  | [,.]|\.\.", sentence.text), sentence.text
        assert sentence.text[0] == sentence.text[0].upper()
        assert sentence.text[-1] == "."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_sentence_has_no_expression_in_it(language: str) -> None:
    data = words(language)
    plain = [template for topic in data["topic"] for template in topic["plain"]]
    others = [template for topic in data["topic"] for template in topic["sentences"]]
    assert not [template for template in plain if re.search(r"\d|\{[A-Z_]+\}", template)]
    assert not [template for template in others if not re.search(r"\{[A-Z_]+\}", template)]
    assert not [template for template in [*plain, *others, *data["words"]["tail"]] if re.search(r"\d", template)]


def test_ordinals_in_english() -> None:
    assert [f"{n}{ending(n)}" for n in (1, 2, 3, 4, 11, 12, 13, 21, 42, 53)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "42nd", "53rd"]
    )


def test_every_piece_is_the_same_text() -> None:
    made = articles("vi", 1, 10_000)
    assert sum(len(text.encode()) for text in texts(made, "article")) >= 10_000
    for piece in ("paragraph", "sentence"):
        assert "".join(texts(made, piece)).replace(" ", "") == re.sub(r"\s", "", "".join(texts(made, "article")))
    assert len(list(texts(made, "sentence"))) > 3 * len(list(texts(made, "paragraph"))) > 9 * len(made)


# Speed and start


class Slow:
    """A reader that takes a second a text of any length, so paragraphs suit it better than sentences."""

    name = "slow"
    version = "1"
    languages: tuple[str, ...] = ("vi",)
    groups = frozenset({DATES})
    hedges = False

    def read(self, text: str, language: str, day: str | None) -> list[Found]:
        return []

    def seconds(self, texts: Sequence[str], language: str) -> float:
        return float(len(texts))

    def start(self, language: str) -> list[str]:
        return []


class Steady(Slow):
    """A reader of so many bytes a second."""

    def __init__(self, name: str, rate: float) -> None:
        self.name, self.rate = name, rate

    def seconds(self, texts: Sequence[str], language: str) -> float:
        return sum(len(text.encode()) for text in texts) / self.rate


def test_a_peer_is_given_what_suits_it() -> None:
    assert plan(Slow(), "vi", 1_000_000) == Plan("paragraph", 5_000)
    assert plan(Ours(), "vi", 30_000) == Plan("article", 30_000)
    made = articles("vi", 1, 30_000)
    given = cut(made, Plan("paragraph", 5_000))
    assert given == list(texts(made, "paragraph"))[: len(given)]
    assert sum(len(text.encode()) for text in given[:-1]) < 5_000 <= sum(len(text.encode()) for text in given)


def test_throughput_is_bytes_by_seconds() -> None:
    slow, ours = throughput([Steady("slow", 2_000), Steady(Ours.name, 100_000)], "vi", 0.02, 2)
    assert (slow.tool, slow.plan.size, ours.plan.size) == ("slow", 8_000, 20_000)
    assert (slow.best, slow.median, slow.behind) == pytest.approx((2_000, 2_000, 50))
    assert (ours.best, ours.median, ours.behind) == pytest.approx((100_000, 100_000, 1))
    assert list(throughput([Slow()], "en", 0.02, 2)) == []


def test_throughput_on_given_articles_is_that_of_all_of_them() -> None:
    given = ["Họp ngày 24/10.\n\nCó 12 nước.", "Hết."]
    slow, ours = throughput_on([Steady("slow", 2_000), Steady(Ours.name, 100_000)], "vi", given, 2)
    assert (slow.language, slow.plan.size, slow.plan.piece) == (
        "vi, articles",
        len("".join(given).encode()),
        "paragraph",
    )
    assert (slow.best, slow.behind, ours.best) == pytest.approx((2_000, 50, 100_000))


@pytest.mark.skipif(os.name == "nt", reason="a process is not measured so there")
def test_a_start_is_measured_by_itself() -> None:
    ballast = bytearray(60_000_000)  # of this process, not of the one that is measured
    bare = begin([sys.executable, "-c", "pass"])
    grown = begin([sys.executable, "-c", "import time; a = bytearray(30_000_000); time.sleep(0.2)"])
    assert 1e6 < bare.memory < len(ballast) / 2
    assert grown.memory - bare.memory > 25e6
    assert grown.seconds > 0.2
    with pytest.raises(RuntimeError, match="No module named 'nothing_here'"):
        begin([sys.executable, "-c", "import nothing_here"])


# The tables


def test_a_reader_has_a_dash_for_what_it_cannot_say() -> None:
    cells = list(figures(Slow(), tallied(*found(CASE, [None, RIGHT[1], None]), groups=frozenset({DATES}))))
    assert cells == ["–", "–", "–", "100.0", "100.0", "100.0", "–", "–", "–", "–", "0 of 0"]


def test_a_table_keeps_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    show("A table", iter([("reader", "MB/s"), ("ours", "12.5"), ("other one", "3")]))
    assert capsys.readouterr().out == "\nA table\n  reader     MB/s\n  ours       12.5\n  other one     3\n"


def test_the_sentences_are_data_with_a_language() -> None:
    for language in LANGUAGES:
        assert json.loads((SENTENCES / f"{language}.json").read_text(encoding="utf-8"))["language"] == language
