"""Reading JSON: every file gives its data or says, at the right place, what is wrong with it."""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from doichieu.files import json_positions as json_text
from doichieu.files import strict_json as files
from doichieu.files.json_positions import locate
from doichieu.files.problems import InputError, Problem, as_pointer, show
from doichieu.files.strict_json import OrdinaryText, read_ahead, read_json

NEEDS_VALUE = "write text in double quotes, a number, a list, an object, true, false or null"

# A file's bytes, and the lines it is refused with, without its name.
REFUSED = {
    "empty": (b"", ["1:1: the file is empty; write a JSON object {…}."]),
    "white space": (b" \n\t", ["1:1: the file is empty; write a JSON object {…}."]),
    "byte-order mark": (
        b"\xef\xbb\xbf{}",
        ["1:1: the file starts with a byte-order mark; save it as UTF-8 without one."],
    ),
    "a byte of Latin-1": (
        '{\n "ế": "'.encode() + b'\xe9"}',
        ["2:8: the byte 0xE9 is not UTF-8; save the file as UTF-8."],
    ),
    "half a character at the end": (b'"\xc3', ["1:2: the byte 0xC3 is not UTF-8; save the file as UTF-8."]),
    "comma before }": (b'{"a": 1,\n}', ["1:8: nothing follows this comma; remove it."]),
    "comma before ]": (b"[1 , ]", ["1:4: nothing follows this comma; remove it."]),
    "comma alone": (b"[,]", ["1:2: nothing follows this comma; remove it."]),
    "two commas": (b"[1,,2]", [f"1:4: ',' appears where a value is needed; {NEEDS_VALUE}."]),
    "no comma": (
        b'["a"\n "b"]',
        [
            "2:2: text appears where a comma or a closing bracket is needed; write a comma between two entries, "
            'and \\" for a quotation mark inside text.'
        ],
    ),
    "no colon": (
        b'{"a" 1}',
        ["1:6: '1' appears where a colon is needed; write ':' between a name and its value."],
    ),
    "bare name": (b"{id: 1}", ["1:2: 'id' appears where a name is needed; write the name in double quotes."]),
    "single quotes": (b"['a']", ["1:2: a single quote appears where a value is needed; write double quotes."]),
    "curly quotes": (
        "[“a”]".encode(),
        ["1:2: '“' appears where a value is needed; write straight double quotes."],
    ),
    "comment": (
        b"{} // why",
        ["1:4: '//' follows the end of the file's only value; remove the comment, since JSON has none."],
    ),
    "Python's True": (b"[True]", ["1:2: 'True' appears where a value is needed; write true."]),
    "Python's None": (b"[None]", ["1:2: 'None' appears where a value is needed; write null."]),
    "a plus sign": (b"[+1]", [f"1:2: '+1' appears where a value is needed; {NEEDS_VALUE}."]),
    "two values": (
        b"{}\n{}",
        ["2:1: '{' follows the end of the file's only value; keep one value per file."],
    ),
    "a long word": (b"a" * 99, [f"1:1: '{'a' * 59}…' appears where a value is needed; {NEEDS_VALUE}."]),
    "a control character": (b"\x1b", [f"1:1: '\\x1b' appears where a value is needed; {NEEDS_VALUE}."]),
    "open brackets": (
        b'{"a": [{"b":\n',
        ["2:1: the file ends too early; write the rest and the closing }]}."],
    ),
    "a closed list before": (
        b'[["]"], ',
        ["1:9: the file ends too early; write the rest and the closing ]."],
    ),
    "a comma is last": (b"[1,", ["1:4: the file ends too early; write the rest and the closing ]."]),
    "open text": (b'["a', ["1:2: this text is not closed; close it with a double quote."]),
    "line break in text": (
        b'["a\nb"]',
        ["1:4: a line break appears inside text; close the text with a double quote, or write \\n."],
    ),
    "tab in text": (
        b'["a\tb"]',
        ["1:4: a tab appears inside text; close the text with a double quote, or write \\t."],
    ),
    "bell in text": (
        b'["\a"]',
        ["1:3: a control character appears inside text; close the text with a double quote, or write \\u0007."],
    ),
    "unknown escape": (
        b'["C:\\q"]',
        ["1:5: \\q is not a JSON escape; write \\\\ for a backslash itself."],
    ),
    "short escape": (
        b'["\\u12"]',
        ["1:3: \\u is not a JSON escape; write \\\\ for a backslash itself."],
    ),
    "NaN": (b'{"NaN": NaN}', ["1:9: JSON has no number NaN; write a number or null."]),
    "minus infinity": (b"[-Infinity]", ["1:2: JSON has no number -Infinity; write a number or null."]),
    "1e999": (b"[0, 1e999]", ["1:5: the number 1e999 is too large; write it as text in double quotes."]),
    "-1e999": (b"[-1e999]", ["1:2: the number -1e999 is too large; write it as text in double quotes."]),
    "a whole number past 2**53": (
        b"[9007199254740991, -9007199254740992]",
        ["1:20: the number -9007199254740992 is too large; write it as text in double quotes."],
    ),
    "5,000 digits": (
        b"[" + b"1" * 5000 + b"]",
        [f"1:2: the number {'1' * 59}… is too large; write it as text in double quotes."],
    ),
    "half a character": (
        b'["\\ud83d\\ude00 \\ud83d"]',
        ["1:16: \\ud83d is half a character (a lone surrogate); write the character itself, or both halves."],
    ),
    "half a character as a name": (
        b'{"\\uDC00": 1}',
        ["1:3: \\uDC00 is half a character (a lone surrogate); write the character itself, or both halves."],
    ),
    "U+0000": (b'["\\\\u0000", "\\u0000"]', ["1:14: the character U+0000 appears in text; remove \\u0000."]),
    "names used twice": (
        b'{"a": 1,\n "b": {"a": 2, "c": 0},\n "\\u0061": 3,\n "b": "}", "d": [{"a": 1, "a": 1}], "a": 5}',
        [
            "3:2: the name 'a' appears twice in this object, first on line 1; keep one of the two.",
            "4:2: the name 'b' appears twice in this object, first on line 2; keep one of the two.",
            "4:27: the name 'a' appears twice in this object, first on line 4; keep one of the two.",
            "4:37: the name 'a' appears twice in this object, first on line 1; keep one of the two.",
        ],
    ),
    "too deep": (
        b"[\n" + b"[" * 100 + b"]" * 101,
        ["2:100: lists and objects are nested more than 100 levels deep; nest them less deeply."],
    ),
    "much too deep, and never closed": (
        b'["[[", {"a":' * 100_000,
        ["1:601: lists and objects are nested more than 100 levels deep; nest them less deeply."],
    ),
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refusal(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_json(path)
    assert str(caught.value).split("\n") == [str(problem) for problem in caught.value.problems]
    return str(caught.value).split("\n")


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    raw, lines = REFUSED[name]
    (tmp_path / "x.json").write_bytes(raw)
    assert refusal(tmp_path / "x.json") == [f"x.json:{line}" for line in lines]


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100 + b"]" * 100,
        b"[9007199254740991, -9007199254740991, 1e308, -0.0, 1E-999]",
        b'["\\ud83d\\ude00", "\\\\u0000", "\\\\ud800", "\\u00e9"]',
        b'{"a": {"a": [{"a": 1}, {"a": 1}]}, "A": 2, "": null}',
        b' \r\n"x" \t',
        b"null",
    ],
)
def test_a_good_file_is_read_as_it_stands(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "x.json").write_bytes(raw)
    assert read_json(tmp_path / "x.json") == (json.loads(raw), raw.decode())


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "shut.json").write_text("{}")
    assert refusal(tmp_path / "none.json") == ["none.json: there is no such file; check the name and the folder."]
    assert refusal(tmp_path) == [".: this is a folder; name a JSON file."]
    assert refusal(tmp_path / "pipe") == ["pipe: this is not a regular file; name a JSON file."]
    assert refusal(tmp_path / "shut.json" / "x") == [
        "shut.json/x: this file cannot be read (Not a directory); check its name and its disk."
    ]
    assert refusal(Path("a\0b")) == [
        "a\\x00b: this file cannot be read (embedded null byte); check its name and its disk."
    ]

    def shut(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", shut)
    assert refusal(tmp_path / "shut.json") == [
        "shut.json: permission to read this file is denied; ask for permission to read it."
    ]


def test_a_file_past_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"1")
    os.truncate(path, files.MAX_BYTES + 1)
    assert refusal(path) == ["x.json: this file is larger than 64 MiB; split it."]


@pytest.mark.parametrize(
    ("names", "last"),
    [
        (21, "1:101: 1 further problem is not listed; fix those above first."),
        (40, "1:101: 20 further problems are not listed; fix those above first."),
        (10_100, "1:101: 9980 or more further problems are not listed; fix those above first."),
    ],
)
def test_past_twenty_problems_are_counted(tmp_path: Path, names: int, last: str) -> None:
    (tmp_path / "x.json").write_text("[" + "NaN, " * names + "0]")
    lines = refusal(tmp_path / "x.json")
    assert len(lines) == 21
    # 20 entries of five characters stand before the first that is not listed.
    assert lines[-1] == f"x.json:{last.replace('1:101', '1:102')}"


def test_twenty_problems_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[" + "NaN, " * 20 + "0]")
    assert all("JSON has no number" in line for line in refusal(tmp_path / "x.json"))


@given(raw=st.binary() | st.text(alphabet='{}[]",:\\u0dN1e-. \n', max_size=60).map(str.encode))
@example(raw=b"-")
@example(raw=b'"\\')
@example(raw=b"]" * 3)
def test_any_bytes_give_data_or_an_input_error(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(raw)
    try:
        data, text = read_json(path)
    except InputError as error:
        lines = raw.decode(errors="replace").split("\n")
        for problem in error.problems:
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
            assert str(problem).isprintable()
    else:
        assert text.encode() == raw
        assert data == json.loads(raw)
        json.dumps(data, allow_nan=False, ensure_ascii=False).encode()


# Two ways to read: the quick one gives what the careful one gives, or nothing.


SPACES = st.sampled_from(["", "", "", "", " ", "\n", "\t", "\r", "\n "])
# What could be taken for the end of a name, and names that are one name in two spellings.
WORDS = st.sampled_from(
    [
        "a",
        "b",
        "\\u0061",
        "",
        ":",
        '\\":',
        '\\" :',
        "\\\\",
        " :",
        "x\\n:",
        "ế",
        "\\u0000",
        "\\ud800",
        "\\u003a",
        "\t:",
        '":',
    ]
)
QUOTED = WORDS.map(lambda word: f'"{word}"')
NUMBERS = st.sampled_from(
    [
        *(
            "0",
            "-7",
            "123456789012345",
            "1234567890123456",
            "-123456789012345",
            "9007199254740991",
            "9007199254740992",
            "-9007199254740992",
            "18446744073709551616",
            "-0",
            "1.5",
            "2.0",
            "1e2",
        ),
        *("1e999", "NaN", "-Infinity", "null", "true", "[]", "{}", "-", "01", "[,]"),
    ]
)


@st.composite
def json_texts(draw: st.DrawFn) -> str:
    """JSON as some hand or program may write it, now and then with a fault."""

    def put(parts: list[str], opener: str, closer: str) -> str:
        inner = ",".join(parts) + draw(st.sampled_from(["", "", "", "", "", ","]))
        return opener + inner + closer

    def member(value: str) -> str:
        return f"{draw(SPACES)}{draw(QUOTED)}{draw(SPACES)}:{draw(SPACES)}{value}{draw(SPACES)}"

    def value(depth: int) -> str:
        match draw(st.integers(0, 5 if depth else 2)):
            case 0:
                return draw(QUOTED)
            case 1 | 2:
                return draw(NUMBERS)
            case 3:
                return put([value(depth - 1) for _ in range(draw(st.integers(0, 3)))], "[", "]")
            case _:
                return put([member(value(depth - 1)) for _ in range(draw(st.integers(0, 4)))], "{", "}")

    wrapped = draw(st.sampled_from([0, 0, 0, 0, 98, 99, 100, 101, 5000]))
    return "[" * wrapped + value(3) + "]" * wrapped


def both_ways(raw: bytes) -> tuple[object, object]:
    """The data and the text, or the problem: as files are read, and as they are where the quick reader gives up."""
    quick = parsed(raw)
    with mock.patch("orjson.loads", side_effect=ValueError):
        return quick, parsed(raw)


def parsed(raw: bytes) -> object:
    try:
        return files.parse_json(raw, Path("/x.json"))
    except InputError as error:
        return str(error)


def is_quick(read: object) -> bool:
    return isinstance(read, tuple) and isinstance(read[1], files.OrdinaryText)


@settings(max_examples=5 * settings().max_examples)
@given(raw=json_texts().map(str.encode) | st.binary(max_size=20))
@example(raw=b'{"a" : 1, "a": "\\":"}')  # as many quotation marks before colons as names
@example(raw=b'{"a" :1,"a":1}')
@example(raw=b'{"a"\n:1,"a":1}')
@example(raw=b'{"a"\t:1,"a":1}')
@example(raw=b'{"a"\r:1,"a":1}')
@example(raw=b'{"a":1,"\\u0061":1}')
@example(raw=b"\xef\xbb\xbf{}")
@example(raw=b"[" * 101 + b"]" * 101)
@example(raw=b"[" * 100 + b"1.5" + b"]" * 100)
@example(raw=b"[" * 100 + b"9007199254740992" + b"]" * 100)
@example(raw=b"[" * 2000 + b"]" * 2000)
@example(raw=b'"\x7f\xc2\x80\xe2\x80\xa8"')  # what only some readers take for the end of a line
@example(raw=b'"\xed\xa0\x80"')
@example(raw=b'"a\tb"')
@example(raw=b"\x0b1")
@example(raw=b"-0")
@example(raw=b"18446744073709551616")
@example(raw=b"[" * 100 + b"{}" + b"]" * 100)
def test_the_quick_way_reads_what_the_careful_one_reads(raw: bytes) -> None:
    quick, careful = both_ways(raw)
    assert repr(quick) == repr(careful)  # to Python, 1 is the same as true
    assert not is_quick(careful)
    if is_quick(quick):
        json.loads(raw, parse_float=pytest.fail)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'{"a": 1, "b": [{"a": "17:30"}]}', True),
        (b'{"a" : 1, "b": [{"a": "1730"}]}', True),
        (b'{"a" : 1, "b": [{"a": "17:30"}]}', False),
        (b'{"a": "say \\"b\\": c"}', False),
        (b'{"a": "say \\"b\\" c", "b": -12345678901234}', True),
        (b'{"a": 1234567890123456, "b": [-9007199254740991]}', True),
        (b'{"a": 9007199254740992}', False),
        (b'{"a": [-9007199254740992]}', False),
        (b'{"a": [{"b": 1e2}]}', False),
        (b'{"a": 0.5}', False),
        (b'{"a": "\\u00e9"}', False),
        (b"[" * 99 + b"{}" + b"]" * 99, True),
        (b"7", True),
    ],
)
def test_an_ordinary_file_is_read_the_quick_way(raw: bytes, expected: bool) -> None:
    quick, careful = both_ways(raw)
    assert quick == careful
    assert is_quick(quick) == expected


def test_a_text_that_is_ordinary_says_so(tmp_path: Path) -> None:
    (tmp_path / "whole.json").write_text('{"a": 2}')
    (tmp_path / "point.json").write_text('{"a": 2.0}')
    assert isinstance(read_json(tmp_path / "whole.json")[1], OrdinaryText)
    assert not isinstance(read_json(tmp_path / "point.json")[1], OrdinaryText)


@pytest.mark.parametrize("size", [0, 3, 6, 8, 100])
def test_a_file_is_read_whole_though_its_size_is_not_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"a":1}')
    about = os.stat_result([path.stat().st_mode, 0, 0, 0, 0, 0, size, 0, 0, 0])
    monkeypatch.setattr(Path, "stat", lambda _: about)
    assert read_json(path) == ({"a": 1}, '{"a":1}')


def test_a_file_that_comes_in_parts_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.json"
    path.write_text("12345")
    monkeypatch.setattr(Path, "open", lambda _, __, size=-1: io.BytesIO(b"123" if size == 0 else b"12345"))
    assert read_json(path) == (12345, "12345")


def test_whatever_a_malformed_file_says_the_json_module_refuses_it_too() -> None:
    for raw, lines in REFUSED.values():
        if any(
            word in lines[0] for word in ("appears where", "follows", "not closed", "inside text", "not a JSON escape")
        ):
            with pytest.raises(json.JSONDecodeError):
                json.loads(raw)


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (lambda here: Problem(here / "a" / "b.json", 3, 7, "/x/0", "w", "t"), "a/b.json:3:7: /x/0: w; t."),
        (
            lambda here: Problem(here / "b.json", 3, 7, "", "w", "did you mean 't'?"),
            "b.json:3:7: w; did you mean 't'?",
        ),
        (lambda here: Problem(Path("/b.json"), 0, 0, "", "w", "t"), "/b.json: w; t."),
        (
            lambda here: Problem(Path("b\n.json"), 1, 1, "", "\x1b[31m\u202e", "t\r"),
            "b\\n.json:1:1: \\x1b[31m\\u202e; t\\r.",
        ),
        (lambda here: Problem(Path("b"), 1, 1, f"/{'k' * 99}/v", "w", "t"), f"b:1:1: /{'k' * 59}…/v: w; t."),
    ],
)
def test_a_problem_is_one_line(tmp_path: Path, problem: Callable[[Path], Problem], line: str) -> None:
    assert str(problem(tmp_path)) == line


def test_a_problem_is_told_even_when_the_current_folder_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise FileNotFoundError

    monkeypatch.setattr("os.getcwd", gone)
    assert str(Problem(Path("b.json"), 1, 1, "", "w", "t")) == "b.json:1:1: w; t."


def test_an_input_error_needs_a_problem() -> None:
    with pytest.raises(ValueError, match="at least one problem"):
        InputError([])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a", "'a'"),
        ("a\n", "'a\\n'"),
        ("é" * 61, f"'{'é' * 59}…'"),
        (1.5, "1.5"),
        (True, "true"),
        (None, "null"),
        ({"a": 1}, "an object"),
        ([1], "a list"),
    ],
)
def test_a_value_is_shown_as_it_is_written(value: object, shown: str) -> None:
    assert show(value) == shown


def test_a_pointer_escapes_what_it_is_made_of() -> None:
    assert as_pointer(()) == ""
    assert as_pointer(("a/b", 0, "~", "")) == "/a~1b/0/~0/"


LOCATED = '\n{"a": [10, {"ế": "x"},\r\n  []],\n "b" : null , "{": [1,[2,3]]}'


@pytest.mark.parametrize(
    ("pointer", "value", "name"),
    [
        ((), (2, 1), (2, 1)),
        (("a",), (2, 7), (2, 2)),
        (("a", 0), (2, 8), (2, 8)),
        (("a", 1, "ế"), (2, 18), (2, 13)),
        (("a", 2), (3, 3), (3, 3)),
        (("b",), (4, 8), (4, 2)),
        (("{", 1, 1), (4, 26), (4, 26)),
        (("a", 9), (2, 7), (2, 2)),  # past what is there: the nearest that is
        (("a", 2, 0), (3, 3), (3, 3)),
        (("b", "c"), (4, 8), (4, 2)),
        (("a", "0"), (2, 7), (2, 2)),
        (("no", "such"), (2, 1), (2, 1)),
    ],
)
def test_a_pointer_is_located(pointer: tuple[str | int, ...], value: tuple[int, int], name: tuple[int, int]) -> None:
    assert locate(LOCATED, pointer) == value
    assert locate(LOCATED, pointer, key=True) == name


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


def pointers(value: object, here: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], object]]:
    parts = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [(here, value), *(found for name, part in parts for found in pointers(part, (*here, name)))]


@given(value=json_values, indent=st.sampled_from([None, 0, 2]), ascii_only=st.booleans())
def test_what_stands_at_a_place_is_the_value(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    everything = pointers(value)
    starts = json_text.offsets(text, [pointer for pointer, _ in everything])
    assert set(starts) == {pointer for pointer, _ in everything}
    for pointer, part in everything:
        name_at, value_at = starts[pointer]
        assert json.JSONDecoder().raw_decode(text, value_at)[0] == part
        if pointer and isinstance(pointer[-1], str):
            assert json.JSONDecoder().raw_decode(text, name_at)[0] == pointer[-1]
        line, column = locate(text, pointer)
        assert len("\n".join(text.split("\n")[: line - 1])) + (line > 1) + column - 1 == value_at


def test_files_that_are_read_ahead_are_those_that_are_read_one_by_one(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.json" for number in range(30)]
    for number, path in enumerate(paths):
        path.write_bytes(b"x" * number * 1000)
    paths[7].unlink()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    sizes = {path: path.stat().st_size for path in paths if path.exists()}
    sizes |= {paths[7]: 5, paths[9]: 8_999, paths[11]: 11_001, tmp_path / "pipe": 3, tmp_path / "folder": 4096}
    found = dict(zip(sizes, read_ahead((str(path), size) for path, size in sizes.items()), strict=True))
    odd = {paths[0], paths[7], paths[9], paths[11], tmp_path / "pipe", tmp_path / "folder"}
    for path, raw in found.items():
        assert raw is None if path in odd else raw == path.read_bytes()


def test_files_that_were_called_are_closed(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}").write_text("x")
    before = set(Path("/dev/fd").iterdir())
    for raw in read_ahead((str(path), 1) for path in tmp_path.iterdir()):
        assert raw == b"x"
        break
    assert set(Path("/dev/fd").iterdir()) == before
