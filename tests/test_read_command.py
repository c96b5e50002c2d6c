"""`doichieu read`: its JSON is the contract, its table fits the terminal and drops nothing, wrong input is told."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.cli import commands as cli
from doichieu.files import text as textfile
from doichieu.files.text_table import columns, screen_width
from doichieu.model.values import Date, Figure, Period, Rank
from doichieu.reading import Read, read
from doichieu.report.build import to_json
from doichieu.terminal.readings import readings_data, readings_table
from doichieu.validation.schemas import Schemas
from doichieu.wording.catalogue import Catalogue
from doichieu.wording.values import value_words

ROOT = Path(__file__).parents[1]
SCHEMAS = Schemas(ROOT / "schemas")
TEXT = "Cầu Mơ dài gần 1.200 mét.\nNgày 8/8, hơn 31% số hộ đi xe sau 5 năm chờ, vốn 640 tỷ đồng; xếp thứ 17/63."

Capsys = pytest.CaptureFixture[str]


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def told(capsys: Capsys, *arguments: object) -> list[dict[str, Any]]:
    """The readings that the command gives as JSON, which their schema accepts."""
    assert run("read", *arguments, "--format", "json") == 0
    text = capsys.readouterr().out
    readings: list[dict[str, Any]] = json.loads(text)
    assert SCHEMAS.problems("readings", readings, Path("readings.json"), text) == []
    return readings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bai.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def interval(lower: object, upper: object, closed: str = "[]") -> dict[str, object]:
    return {"lower": lower, "upper": upper, "lower_closed": closed[0] == "[", "upper_closed": closed[1] == "]"}


def test_the_json_is_the_contract(file: Path, capsys: Capsys) -> None:
    readings = told(capsys, file, "--date", "2025-08-10")
    assert [one["exact"] for one in readings] == [
        "gần 1.200", "Ngày 8/8", "hơn 31%", "5 năm", "640 tỷ đồng", "thứ 17/63"
    ]  # fmt: skip
    assert all(TEXT[one["start"] : one["end"]] == one["exact"] for one in readings)
    length, day, share, years, money, rank = readings
    assert length == {
        "start": 11,
        "end": 20,
        "exact": "gần 1.200",
        "kind": "quantity",
        "value": {"kind": "quantity", "amount": "1200", "hedge": "nearly"},
        "hedge": "nearly",
        "unit": "mét",
        "noun": "mét",
        "strict": interval(1100, 1200, "[)"),
        "loose": interval(960, 1200, "[)"),
    }
    assert day["value"] == {"kind": "date", "edtf": "2025-08-08"}
    assert day["strict"] == day["loose"] == interval("2025-08-08", "2025-08-09", "[)")
    assert (day["hedge"], day["unit"], day["noun"]) == (None, None, None)
    assert (share["hedge"], share["unit"], share["noun"]) == ("over", "percent", None)
    assert share["loose"] == interval(31, None, "()")
    assert (years["unit"], years["strict"], years["loose"]) == ("year", interval(5, 5), interval(4.5, 5.5, "[)"))
    assert (money["unit"], money["strict"]) == ("VND", interval(639_500_000_000, 640_500_000_000, "[)"))
    assert (rank["value"], rank["strict"]) == ({"kind": "rank", "position": "17", "field": "63"}, interval(17, 17))


def test_without_a_day_of_publication_a_date_without_a_year_is_on_no_line(file: Path, capsys: Capsys) -> None:
    day = told(capsys, file)[1]
    assert day["value"] == {"kind": "date", "edtf": "XXXX-08-08"}
    assert day["strict"] is day["loose"] is None


def test_a_limit_and_percentage_points_are_told(tmp_path: Path, capsys: Capsys) -> None:
    path = tmp_path / "story.txt"
    path.write_text("Before 3 May 2024 the share had grown by 2.5 percentage points.", encoding="utf-8")
    day, share = told(capsys, path, "--lang", "en")
    assert (day["hedge"], day["strict"]) == ("before", interval(None, "2024-05-03", "()"))
    assert (share["kind"], share["unit"], share["value"]["points"]) == ("percent", "point", True)


def test_places_are_counted_in_nfc(tmp_path: Path, capsys: Capsys) -> None:
    (tmp_path / "nfd.txt").write_bytes(unicodedata.normalize("NFD", TEXT).encode())
    (tmp_path / "nfc.txt").write_bytes(TEXT.encode())
    assert told(capsys, tmp_path / "nfd.txt") == told(capsys, tmp_path / "nfc.txt")


def test_line_ends_stay_what_they_are(tmp_path: Path, capsys: Capsys) -> None:
    path = tmp_path / "crlf.txt"
    path.write_bytes("Cầu Mơ.\r\nDài 500 mét.".encode())
    (one,) = told(capsys, path)
    assert one["start"] == 13


def test_a_text_comes_from_standard_input_too(file: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = told(capsys, file)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert told(capsys, "-") == expected


@given(
    st.lists(
        st.sampled_from(
            ["gần", "hơn", "từ", "đến", "ngày", "8/8", "2024", "tháng 5", "25-26/10", "năm", "ba", "triệu", "tỷ đồng",
             "%", "5", "13.750", "0,5", "thứ", "hạng", "XV", "người", "hôm qua", "quý IV", "USD", "rưỡi", "vài", ",",
             ".", "\n", "9h30", "giờ New York", "đầu", "thập niên 90", "nghìn", "-", "\u00a0", "một nửa", "phần ba"]
        ),
        max_size=14,
    ).map(" ".join),
    st.sampled_from([None, "2024-12-25~", "2025-10"]),
)  # fmt: skip
def test_whatever_is_read_follows_the_schema_and_can_be_shown(text: str, published: str | None) -> None:
    readings = read(text, "vi", published)
    data = json.loads(to_json(readings_data(readings)))
    assert SCHEMAS.problems("readings", data, Path("readings.json"), to_json(data)) == []
    for code in ("vi", "en"):
        assert len(list(readings_table(text, readings, Catalogue()[code], None))) == len(readings) + 1


def test_the_table_names_place_words_kind_value_and_bounds(file: Path, capsys: Capsys) -> None:
    assert run("read", file, "--date", "2025-08-10") == 0
    rows = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    cells = [[cell.strip() for cell in row if cell] for row in rows]
    assert cells[0] == ["vị trí", "nguyên văn", "loại", "đọc là", "hiểu chặt", "hiểu rộng"]
    assert cells[1] == ["1:12", "“gần 1.200”", "số lượng", "gần 1.200", "[1100; 1200)", "[960; 1200)"]
    assert cells[2] == ["2:1", "“Ngày 8/8”", "ngày tháng", "8/8/2025", "2025-08-08", "2025-08-08"]
    assert cells[4] == ["2:35", "“5 năm”", "thời lượng", "5 năm", "5", "[4,5; 5,5)"]
    assert cells[6] == ["2:67", "“thứ 17/63”", "thứ hạng", "hạng 17/63", "17", "17"]


def test_the_table_is_aligned(file: Path, capsys: Capsys) -> None:
    run("read", file)
    lines = capsys.readouterr().out.splitlines()
    assert len({line.index("“") for line in lines[1:]}) == 1
    assert lines[0].index("loại") == lines[1].index("số lượng") == lines[4].index("thời lượng")


def test_an_english_text_is_told_in_english(tmp_path: Path, capsys: Capsys) -> None:
    path = tmp_path / "story.txt"
    path.write_text("It took nearly 5 years.", encoding="utf-8")
    assert run("read", path, "--lang", "en") == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["place", "words", "kind", "read", "as", *["read", "strictly", "read", "loosely"]]
    assert row == "1:9    “nearly 5 years”  duration  nearly 5 years  [4.5; 5)       [4; 5)"


def test_nothing_read_is_said(tmp_path: Path, capsys: Capsys) -> None:
    path = tmp_path / "none.txt"
    path.write_text("", encoding="utf-8")
    assert run("read", path, "--lang", "en") == 0
    assert capsys.readouterr().out == "No figure, date or rank was read.\n"
    assert told(capsys, path) == []


@pytest.mark.parametrize("width", [200, 60, 40, 24])
def test_the_table_is_no_wider_than_the_terminal(
    file: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    run("read", file)
    wide = capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((width, 24)))
    run("read", file)
    shown = capsys.readouterr().out
    assert max(screen_width(line) for line in shown.splitlines()) <= width
    assert Counter(shown.replace(" ", "")) - Counter("\n" * 999) == Counter(wide.replace(" ", "")) - Counter("\n" * 999)
    assert (shown == wide) == (width == 200)


@pytest.mark.parametrize(
    ("text", "width"), [("năm", 3), ("nă\u0306m", 3), ("日本", 4), ("ｅ5", 3), ("", 0), ("a\u20dd", 1)]
)
def test_a_letter_takes_the_places_that_a_terminal_gives_it(text: str, width: int) -> None:
    assert screen_width(text) == width


cells = st.text("ab 日ế\u0301\n\x1b", max_size=12)


@given(st.integers(1, 3).flatmap(lambda n: st.lists(st.tuples(*[cells] * n), min_size=1, max_size=4)), st.data())
def test_columns_fit_and_leave_nothing_out(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    least = 4 * len(rows[0]) - 2
    width = data.draw(st.one_of(st.none(), st.integers(least, 30)))
    lines = list(columns(rows, width))
    assert all(line.isprintable() and line == line.rstrip(" ") for line in lines)
    assert all(screen_width(line) <= width for line in lines if width is not None)
    expected = "".join(cell for row in rows for cell in row).replace("\x1b", "\\x1b")
    assert Counter("".join(lines).replace(" ", "")) == Counter("".join(expected.split()))


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (Figure("duration", "5", unit="year", hedge="nearly"), "gần 5 năm", "nearly 5 years"),
        (Figure("money", "10500", scale="billion", unit="VND"), "10.500 tỷ đồng", "10,500 billion VND"),
        (Figure("percent", "5.20"), "5,20%", "5.20%"),
        (Figure("percent", "2.5", unit="point"), "2,5 điểm phần trăm", "2.5 percentage points"),
        (Figure("quantity", "3", to="5", scale="million"), "3–5 triệu", "3–5 million"),
        (Figure("quantity", "0.666666666666667"), "2/3", "2/3"),
        (Rank("rank", 17, 194), "hạng 17/194", "rank 17/194"),
        (Rank("rank", 1, superlative=True), "hạng 1", "rank 1"),
        (Rank("ordinal", 2), "thứ 2", "number 2"),
        (Period("2021/2024"), "từ 1/1/2021 đến 31/12/2024", "from 1 January 2021 to 31 December 2024"),
        (Period("XXXX-10-25/XXXX-10-26"), "25/10 đến 26/10", "25 October to 26 October"),
        (Date("2024-12"), "tháng 12/2024", "December 2024"),
        (Date("2025-10~"), "khoảng tháng 10/2025", "about October 2025"),
        (Date("XXXX-10~"), "khoảng tháng 10", "about October"),
        (Date("XXXX-33"), "XXXX-33", "XXXX-33"),
        (
            Date("2025-10-25", part="morning", weekday="saturday", hedge="before"),
            "trước sáng thứ bảy 25/10/2025",
            "before Saturday morning 25 October 2025",
        ),
        (
            Date("2025-10-25T09:30", zone="America/New_York"),
            "9h30 ngày 25/10/2025 (America/New_York)",
            "9:30 on 25 October 2025 (America/New_York)",
        ),
    ],
    ids=str,
)
def test_a_value_is_printed_as_a_person_prints_it(value: Read, vietnamese: str, english: str) -> None:
    assert (value_words(value, "vi"), value_words(value, "en")) == (vietnamese, english)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "there is no such file; check the name and the folder."),
        (lambda path: path.mkdir(), "this is a folder; name a text file, or - for standard input."),
        (lambda path: os.mkfifo(path), "this is not a regular file; name a text file, or - for standard input."),
        (lambda path: path.write_bytes(b"x" * 65), "this text is larger than 0 MiB; split it."),
    ],
    ids=["missing", "folder", "pipe", "large"],
)
def test_a_file_that_is_no_text_is_wrong_input(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, make: Any, message: str
) -> None:
    monkeypatch.setattr(textfile, "MAX_BYTES", 64)
    make(tmp_path / "bai.txt")
    assert run("read", tmp_path / "bai.txt") == 2
    assert capsys.readouterr().err.endswith(f"bai.txt: {message}\n")


def test_bad_utf_8_is_told_where_it_is(tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = "Cầu Mơ\ndài".encode() + b"\xe1\x28"
    (tmp_path / "bai.txt").write_bytes(raw)
    assert run("read", tmp_path / "bai.txt") == 2
    assert capsys.readouterr().err.endswith("bai.txt:2:4: the byte 0xE1 is not UTF-8; save the text as UTF-8.\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert run("read", "-") == 2
    assert capsys.readouterr().err == "-:2:4: the byte 0xE1 is not UTF-8; save the text as UTF-8.\n"


def test_a_name_that_no_file_can_have_is_wrong_input(capsys: Capsys) -> None:
    assert run("read", "a\0b") == 2
    assert "this file cannot be read (embedded null byte); check its name" in capsys.readouterr().err


def test_a_day_that_is_none_is_a_wrong_call(file: Path, capsys: Capsys) -> None:
    with pytest.raises(SystemExit) as error:
        run("read", file, "--date", "2025-13-01")
    assert error.value.code == 2
    assert "argument --date: '2025-13-01' is not a date in EDTF" in capsys.readouterr().err
