"""The calendar: everything between its ends, what is certain solid, what begins or ends somewhere else not."""

from typing import Any

import pytest

from doichieu.html.calendar_chart import Timeline, timeline

Data = dict[str, Any]

DOCUMENTS: dict[str, Any] = {"a": {"kind": "article"}, "r": {"kind": "reference"}}


def claim(name: str, lower: object, upper: object, **more: Any) -> Data:
    bounds = {"lower": lower, "upper": upper, "lower_closed": True, "upper_closed": False}
    return {"claim": name, "strict": bounds, "loose": bounds} | more


def event(day: str, upper: str, document: str = "r", label: str = "Lễ khởi công") -> Data:
    return {"document": document, "label": {"vi": label, "en": label}, "lower": day, "upper": upper}


def drawn(*claims: Data, told: tuple[Data, ...] = ()) -> Timeline:
    picture = timeline({"verdict": "contradiction", "claims": list(claims), "reconciliations": list(told)}, DOCUMENTS)
    assert picture
    return picture


DAY = claim("day", "2024-12-24", "2024-12-25")
YEAR = claim("year", "2024-01-01", "2025-01-01")


def test_a_day_is_certain_and_a_day_somewhere_in_a_year_is_not() -> None:
    day, year = drawn(DAY, YEAR).lines
    assert [bar.sure for bar in (*day.bars, *year.bars)] == [True, False]
    assert year.bars[0].start < day.bars[0].start < day.bars[0].end <= year.bars[0].end + 1.2


def test_a_period_is_certain_between_its_beginning_and_its_end() -> None:
    ends = {
        "start": {"lower": "2021-01-01", "upper": "2022-01-01"},
        "end": {"lower": "2024-01-01", "upper": "2025-01-01"},
    }
    period, _ = drawn(claim("period", "2021-01-01", "2025-01-01", ends=ends), DAY).lines
    assert [bar.sure for bar in period.bars] == [False, True, False]
    assert period.bars[0].end == period.bars[1].start
    assert period.bars[1].end == period.bars[2].start


def test_a_length_is_drawn_from_event_to_event_which_are_numbered_by_date() -> None:
    length = claim("length", 3.2, 4)
    start, end = event("2021-05-10", "2021-05-11"), event("2024-12-24", "2024-12-25", "a", "Lễ thông xe")
    picture = drawn(length, told=({"claim": "length", "events": [start, end]},))
    (line,) = picture.lines
    assert line.events == (1, 2)
    assert [(one.number, one.record) for one in picture.events] == [(1, True), (2, False)]
    assert picture.events[0].at == line.bars[0].start
    assert [tick.step for tick in picture.ticks] == ["year"] * len(picture.ticks)


@pytest.mark.parametrize(
    ("claims", "step"),
    [
        ((DAY, claim("next", "2024-12-25", "2024-12-26")), "day"),
        ((claim("morning", "2024-12-24", "2024-12-24T12:00"), DAY), "day"),
        ((YEAR, claim("early", "2024-03-01", "2024-04-01")), "month"),
        ((DAY, claim("old", "1945-10-24", "1945-10-25")), "year"),
        ((DAY, claim("first", "0001-01-01", "0002-01-01")), "year"),
        ((DAY, claim("before", None, "2024-01-01")), "month"),
        ((DAY, claim("since", "9999-12-30", None)), "year"),
    ],
)
def test_everything_stands_on_the_calendar_and_ticks_are_few(claims: tuple[Data, ...], step: str) -> None:
    picture = drawn(*claims)
    bars = [bar for line in picture.lines for bar in line.bars]
    assert all(12 <= bar.start < bar.end <= 98.2 for bar in bars)
    assert {tick.step for tick in picture.ticks} == {step}
    assert 1 <= len(picture.ticks) <= 7
    assert all(12 <= tick.at <= 97 for tick in picture.ticks)


@pytest.mark.parametrize(
    "claims",
    [(DAY,), (claim("length", 3.2, 4), claim("other", 5, 6)), (claim("always", None, None),) * 2, ()],
    ids=["one day", "no day", "no limit", "nothing"],
)
def test_what_cannot_be_compared_in_time_has_no_calendar(claims: tuple[Data, ...]) -> None:
    assert timeline({"verdict": "tension", "claims": list(claims), "reconciliations": []}, DOCUMENTS) is None
