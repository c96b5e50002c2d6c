"""Find the positions of values in JSON text, and explain what is wrong with malformed text.

This is slow, plain Python, so it is used only for files that have a problem.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

MAX_DEPTH = 100
# The largest integer that every JSON reader represents exactly (RFC 7493, I-JSON, section 2.2).
MAX_WHOLE = 2**53 - 1

Pointer = tuple[str | int, ...]
Fault = tuple[int, int, str, str]  # line, column, what is wrong, what to do

_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.)*+"(?P<colon>[ \t\n\r]*+:)?'
    r"|(?P<opener>[\[{])|(?P<closer>[\]}])|(?P<constant>NaN|-?Infinity)|(?P<number>-?\d[\d.eE+-]*)"
)
# A surrogate pair is one character, so pairs are matched before lone surrogates.
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<nul>\\u0000)|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
_decode = json.JSONDecoder().raw_decode
_FOUND = re.compile(r"//|/\*|[\w.+-]+|.", re.DOTALL)
_CLOSERS = {"[": "]", "{": "}"}

_STRAY = {
    "'": "write double quotes",
    **dict.fromkeys("“”„‘’«»", "write straight double quotes"),
    **dict.fromkeys(("//", "/*", "#"), "remove the comment, since JSON has none"),
    **dict.fromkeys(("True", "TRUE"), "write true"),
    **dict.fromkeys(("False", "FALSE"), "write false"),
    **dict.fromkeys(("None", "Null", "NULL"), "write null"),
}
_EXPECTED = {
    "Extra data": ("follows the end of the file's only value", "keep one value per file"),
    "Expecting property name": ("appears where a name is needed", "write the name in double quotes"),
    "Expecting ':'": ("appears where a colon is needed", "write ':' between a name and its value"),
    "Expecting ','": (
        "appears where a comma or a closing bracket is needed",
        'write a comma between two entries, and \\" for a quotation mark inside text',
    ),
    "Expecting value": (
        "appears where a value is needed",
        "write text in double quotes, a number, a list, an object, true, false or null",
    ),
}
_NAMES = {"'": "a single quote", '"': "text"}
_CONTROLS = {"\n": ("a line break", "\\n"), "\r": ("a line break", "\\n"), "\t": ("a tab", "\\t")}


def printable(text: str) -> str:
    """The text with unprintable characters (control characters, lone surrogates) escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def cut(text: str, limit: int = 60) -> str:
    """The text, escaped and cut to about `limit` characters."""
    return printable(text if len(text) <= limit else text[: limit - 1] + "…")


def skip(text: str, at: int) -> int:
    """The first offset from `at` on that is not white space."""
    match = _SPACE.match(text, at)
    return match.end() if match else at


def place(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of an offset, both from 1, in code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def locate(text: str, pointer: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
    """The line and the column of the value at a pointer in valid JSON, or of its name if `key` is set.

    If the pointer leads to nothing, the position of the last of its parts that exists.
    """
    found = offsets(text, [pointer])
    return place(text, found[max(found, key=len)][0 if key else 1])


def offsets(text: str, pointers: Iterable[Sequence[str | int]]) -> dict[Pointer, tuple[int, int]]:
    """The offsets of the name and the value at each pointer in valid JSON, and at each of its prefixes.

    Pointers that lead to nothing are left out. One pass finds all; values without a pointer are skipped quickly.
    """
    wanted: dict[str | int, Any] = {}
    count = 1
    for pointer in pointers:
        node = wanted
        for part in pointer:
            count += part not in node
            node = node.setdefault(part, {})
    start = skip(text, 0)
    found: dict[Pointer, tuple[int, int]] = {(): (start, start)}
    _walk(text, start, wanted, count, (), found)
    return found


def _walk(
    text: str,
    at: int,
    wanted: dict[str | int, Any],
    count: int,
    here: Pointer,
    found: dict[Pointer, tuple[int, int]],
) -> int:
    """Record the offsets of the wanted parts of the value at `at`; return its end, or where all `count` were found."""
    if not wanted or text[at] not in _CLOSERS:
        return _decode(text, at)[1]
    closer, is_object, index = _CLOSERS[text[at]], text[at] == "{", 0
    at = skip(text, at + 1)
    while text[at] != closer:
        name: str | int = index
        named_at = at
        if is_object:
            name, at = _decode(text, at)
            at = skip(text, skip(text, at) + 1)
        inner = wanted.get(name)
        if inner is None:
            at = skip(text, _decode(text, at)[1])
        else:
            found[*here, name] = (named_at, at)
            at = skip(text, _walk(text, at, inner, count, (*here, name), found))
            if len(found) == count:
                return at
        if text[at] == ",":
            at = skip(text, at + 1)
        index += 1
    return at + 1


def is_too_large(digits: str) -> bool:
    """Whether a number, as written, is too large for some JSON readers."""
    if digits.lstrip("-").isdigit():
        return len(digits) > 17 or abs(int(digits)) > MAX_WHOLE  # int() refuses more than 4,300 digits
    return float(digits) in (float("inf"), float("-inf"))


def has_bad_escape(text: str) -> bool:
    """Whether valid JSON has an escape for U+0000 or for a lone surrogate."""
    return "\\u" in text and any(match["nul"] or match["half"] for match in _ESCAPE.finditer(text))


def too_deep_at(text: str) -> int:
    """The offset of the bracket that exceeds MAX_DEPTH."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += bool(token["opener"]) - bool(token["closer"])
        if depth > MAX_DEPTH:
            return token.start()
    return len(text)


def oddities(text: str) -> Iterator[Fault]:
    """Everything in valid JSON that two readers could interpret differently (RFC 7493), in order."""
    line, line_start, last = 1, 0, 0
    names: list[dict[str, int]] = []
    for token in _TOKEN.finditer(text):
        start = token.start()
        if breaks := text.count("\n", last, start):
            line, line_start = line + breaks, text.rfind("\n", last, start) + 1
        last = start
        column = start - line_start + 1
        if token["opener"]:
            names.append({})
        elif token["closer"]:
            names.pop()
        elif token["constant"]:
            yield line, column, f"JSON has no number {token[0]}", "write a number or null"
        elif token["number"]:
            if is_too_large(token[0]):
                what = f"the number {cut(token[0])} is too large"
                yield line, column, what, "write it as text in double quotes"
        else:
            yield from ((line, column + at, what, todo) for at, what, todo in _bad_escapes(token[0]))
            if token["colon"]:
                name = json.loads(token[0].rpartition('"')[0] + '"')
                if name in names[-1]:
                    first = f"first on line {names[-1][name]}"
                    what = f"the name '{cut(name)}' appears twice in this object, {first}"
                    yield line, column, what, "keep one of the two"
                else:
                    names[-1][name] = line


def _bad_escapes(token: str) -> Iterator[tuple[int, str, str]]:
    for escape in _ESCAPE.finditer(token) if "\\u" in token else ():
        if escape["nul"]:
            yield escape.start(), "the character U+0000 appears in text", "remove \\u0000"
        elif escape["half"]:
            todo = "write the character itself, or both halves"
            yield escape.start(), f"{escape[0]} is half a character (a lone surrogate)", todo


def malformed(text: str, error: json.JSONDecodeError) -> Fault:
    """The position of the json module's error, and what it means in plain words."""
    at, what, todo = _malformed(text, error)
    return *place(text, at), what, todo


def _malformed(text: str, error: json.JSONDecodeError) -> tuple[int, str, str]:
    if error.msg.startswith("Unterminated string"):
        return error.pos, "this text is not closed", "close it with a double quote"
    if error.msg.startswith("Invalid control character"):
        unnamed = ("a control character", f"\\u{ord(text[error.pos]):04x}")
        name, escape = _CONTROLS.get(text[error.pos], unnamed)
        todo = f"close the text with a double quote, or write {escape}"
        return error.pos, f"{name} appears inside text", todo
    if error.msg.startswith("Invalid \\"):
        at = text.rfind("\\", 0, error.pos + 1)
        what = f"{cut(text[at : at + 2])} is not a JSON escape"
        return at, what, "write \\\\ for a backslash itself"
    at = skip(text, error.pos)
    # Python 3.13 points at the comma itself, 3.11 and 3.12 at the bracket after it.
    comma = at if text.startswith(",", at) else len(text[:at].rstrip(" \t\n\r")) - 1
    if comma >= 0 and text[comma] == "," and text.startswith(("]", "}"), skip(text, comma + 1)):
        return comma, "nothing follows this comma", "remove it"
    if at == len(text):
        closers = cut(_missing(text))
        return (
            at,
            "the file ends too early",
            f"write the rest and the closing {closers}" if closers else "write the rest",
        )
    found = _FOUND.match(text, at)
    word = found[0] if found else ""
    quoted = f"'{cut(word)}'"
    what, todo = next(
        (words for message, words in _EXPECTED.items() if error.msg.startswith(message)),
        _EXPECTED["Expecting value"],
    )
    return at, f"{_NAMES.get(word, quoted)} {what}", _STRAY.get(word, todo)


def _missing(text: str) -> str:
    """The missing closing brackets, innermost first."""
    missing: list[str] = []
    for token in _TOKEN.finditer(text):
        if token["opener"]:
            missing.append(_CLOSERS[token[0]])
        elif token["closer"]:
            del missing[-1:]
    return "".join(reversed(missing))
