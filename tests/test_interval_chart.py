"""The drawing of intervals: every end where it belongs, and a gap only where there is one."""

from typing import Any

import pytest

from doichieu.html.interval_chart import Drawing, drawing

Data = dict[str, Any]


def claim(lower: object, upper: object, closed: str = "[]", **changed: Any) -> Data:
    """A claim with the same bounds in both readings; `closed` is [], [), (] or ()."""
    bounds = {"lower": lower, "upper": upper, "lower_closed": closed[0] == "[", "upper_closed": closed[1] == "]"}
    about = {"subject": "bridge/works", "property": "duration", "unit": {"vi": " năm", "en": " years"}}
    return about | {"strict": bounds, "loose": bounds} | changed


def drawn(*claims: Data, verdict: str = "contradiction") -> Drawing:
    picture = drawing({"verdict": verdict, "claims": list(claims)})
    assert picture
    return picture


FOUR = claim(3.2, 4, "[)")
FIVE = claim(4, 5, "[)")


def test_ends_that_touch_leave_a_gap_without_width() -> None:
    four, five = (picture := drawn(FOUR, FIVE)).rows
    assert [(row.letter, row.start_mark, row.end_mark) for row in (four, five)] == [
        ("A", "filled", "hollow"),
        ("B", "filled", "hollow"),
    ]
    assert four.start < four.end == five.start < five.end
    assert picture.gap == (four.end, five.start)
    assert [float(tick) for _, tick in picture.ticks] == [3, 3.5, 4, 4.5, 5]


def test_the_gap_lies_between_the_two_that_are_furthest_apart() -> None:
    six, three, _ = (picture := drawn(claim(6, 7), claim(2, 3), claim(2.5, 6.5))).rows
    assert picture.gap == (three.end, six.start)


def test_no_gap_is_shown_where_all_meet() -> None:
    assert drawn(FOUR, claim(2, 6)).gap is None


def test_a_tension_is_drawn_as_read_strictly() -> None:
    strict = {"strict": {"lower": 3.6, "upper": 3.8, "lower_closed": True, "upper_closed": True}}
    wide, narrow = (drawn(FOUR | strict, FIVE, verdict=verdict).rows[0] for verdict in ("contradiction", "tension"))
    assert narrow.end - narrow.start < wide.end - wide.start


def test_an_end_without_a_limit_is_an_arrow_at_the_end_of_the_line() -> None:
    over, hundred = (picture := drawn(claim(150, None, "()"), claim(100, 100))).rows
    assert (over.start_mark, over.end_mark, over.end) == ("hollow", "arrow", 92)
    assert hundred.start == hundred.end
    assert picture.gap == (hundred.end, over.start)
    below = drawn(claim(None, 4, "(]"), claim(5, 6)).rows[0]
    assert (below.start_mark, below.start) == ("arrow", 12)


@pytest.mark.parametrize(
    "claims",
    [
        (FOUR, FIVE),
        (claim(71, 71), claim(68, 68)),
        (claim(5, 5), claim(5, 5)),
        (claim(0, 0), claim(0, 0)),
        (claim(-3, -1), claim(2, 3)),
        (claim(0.001, 0.002), claim(0.003, 0.004)),
        (claim(9.5e12, 1.05e13), claim(1, 2)),
    ],
)
def test_everything_stands_on_the_line_and_ticks_are_few(claims: tuple[Data, ...]) -> None:
    picture = drawn(*claims)
    places = [place for row in picture.rows for place in (row.start, row.end)] + [place for place, _ in picture.ticks]
    assert all(12 <= place <= 92 for place in places)
    assert 1 <= len(picture.ticks) <= 5


@pytest.mark.parametrize(
    "other",
    [
        claim("2024-12-24", "2024-12-25", "[)"),
        claim(58, 58, unit={"vi": " tháng", "en": " months"}),
        claim(2, 2, property="share"),
        claim(2, 2, subject="tunnel/works"),
        claim(2, 2, loose=None, strict=None),
        {name: value for name, value in FIVE.items() if name != "unit"},
    ],
    ids=["days", "another unit", "another property", "another subject", "no number", "unit not told"],
)
def test_what_shares_no_line_is_not_drawn(other: Data) -> None:
    assert drawing({"verdict": "contradiction", "claims": [FOUR, other]}) is None


def test_claims_without_a_limit_at_all_are_not_drawn() -> None:
    assert drawing({"verdict": "tension", "claims": [claim(None, None, "()")] * 2}) is None
