"""Pack the discrepancies that are too many for HTML as compressed data, which the page's script shows on demand.

Nothing is repeated: checks, subjects and speakers are in shared tables, and the texts of a discrepancy refer to its
quotes, labels, documents and numbers by index. The rest compresses well because similar data are next to each other.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any

from doichieu.html.facets import Facts
from doichieu.html.interval_chart import Data
from doichieu.wording.sentences import in_quotes

_LANGUAGES = ("vi", "en")
# The marks in a text: each is followed by the index of what it replaces, as a letter from a on.
_QUOTE, _STRICT, _LOOSE, _LABEL, _DOCUMENT, _PLAIN, _GROUPED = map(chr, range(1, 8))
_MOST = 26
_GROUPS = {"vi": (".", ","), "en": (",", ".")}
_CONTROLS = re.compile(r"[\x01-\x07]")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?!\w)")

Allowed = Callable[[Data, str, str], str]


class _Table:
    """Values that many discrepancies share, each with a number."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._numbers: dict[str, int] = {}

    def number(self, key: str, row: Any) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(row)
        return self._numbers[key]


def overflow_data(items: Iterable[tuple[Facts, Data]], allowed: Allowed) -> str:
    """The discrepancies as base64 of gzipped JSON; `allowed` gives the values a claim allows, in one language."""
    tables = {name: _Table() for name in ("checks", "subjects", "speakers", "properties")}
    columns: dict[str, list[Any]] = {}
    for facts, item in items:
        for name, value in _row(facts, item, tables, allowed).items():
            columns.setdefault(name, []).append(value)
    data = {name: table.rows for name, table in tables.items()} | {"columns": columns}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def _row(facts: Facts, item: Data, tables: dict[str, _Table], allowed: Allowed) -> dict[str, Any]:
    claims = item["claims"]
    writer = _Writer(claims, allowed)
    row = {
        "id": item["id"][2:],
        "verdict": facts.verdict,
        "bucket": facts.bucket,
        "scope": item["scope"],
        "change": facts.change,
        "day": facts.newest,
        "check": tables["checks"].number(item["check"], item["check"]),
        "documents": [claim["document"] for claim in claims],
        "subjects": [_named(tables["subjects"], claim, "subject") for claim in claims],
        "properties": [_named(tables["properties"], claim, "property") for claim in claims],
        "speakers": [_named(tables["speakers"], claim, "speaker") if claim["speaker"] else -1 for claim in claims],
        "modes": "".join(claim["mode"][0] for claim in claims),
        "quotes": [writer.numbered(claim["quote"]["exact"], "vi") for claim in claims],
        "statements": [writer.both(claim["statement"]) for claim in claims],
        "allows": [
            [[writer.numbered(words, language) for words in each[language]] for language in _LANGUAGES]
            for each in writer.meanings
        ],
        "message": writer.both(item["message"]),
        "question": writer.both(item["question"]),
        "working": writer.numbered(item["working"], "en"),
        "perhaps": [[*writer.both(other), other["working"]] for other in item["reconciliations"]],
        "ruling": item["ruling"]
        and {name: value for name, value in item["ruling"].items() if name not in ("fingerprint", "check")},
        "whole": int(bool(item.get("whole_document"))),
    }
    return row | {"numbers": writer.numbers}


def _named(table: _Table, claim: Data, what: str) -> int:
    label = (claim.get("names") or {}).get(what) or dict.fromkeys(_LANGUAGES, claim[what])
    return table.number(claim[what], [claim[what], *(label[language] for language in _LANGUAGES)])


class _Writer:
    """Writes the texts of one discrepancy with marks in place of what is elsewhere in its row."""

    def __init__(self, claims: list[Data], allowed: Allowed) -> None:
        self.numbers: list[str] = []
        self.meanings = [_meanings(claim, allowed) for claim in claims]
        self._marks = {language: self._known(claims[:_MOST], language) for language in _LANGUAGES}

    def _known(self, claims: list[Data], language: str) -> list[tuple[str, str]]:
        """The texts elsewhere in the row, each with its mark, longest first."""
        marks: dict[str, str] = {}
        for place, claim in enumerate(claims):
            letter = chr(97 + place)
            if claim["quote"]["exact"]:
                marks.setdefault(in_quotes(claim["quote"]["exact"]), _QUOTE + letter)
            for mark, meaning in zip((_STRICT, _LOOSE), self.meanings[place][language], strict=False):
                marks.setdefault(f"({meaning})", mark + letter)
            names = claim.get("names") or {}
            if label := names.get("subject"):
                marks.setdefault(label[language], _LABEL + letter)
            marks.setdefault(claim["document"], _DOCUMENT + letter)
        return sorted(marks.items(), key=lambda known: (-len(known[0]), known[0]))

    def both(self, pair: Data) -> list[str]:
        """A text in both languages."""
        return [self.text(pair[language], language) for language in _LANGUAGES]

    def text(self, words: str, language: str) -> str:
        """A text with marks for what is elsewhere in the row."""
        parts = [_CONTROLS.sub(" ", words)]  # a newspaper's text has none
        for known, mark in self._marks[language]:
            if known in words:
                # every second part is already a mark: skip it
                split = [_split(part, known, mark) if not at % 2 else [part] for at, part in enumerate(parts)]
                parts = [piece for pieces in split for piece in pieces]
        return self.numbered("".join(parts), language)

    def numbered(self, words: str, language: str) -> str:
        """A text in which each number is replaced by its index in the row's numbers."""
        return _NUMBER.sub(lambda found: self._number(found[0], language), words)

    def _number(self, digits: str, language: str) -> str:
        group, point = _GROUPS[language]
        plain = digits.replace(group, "").replace(point, ".")
        written = (_PLAIN, digits) if digits.isdecimal() else (_GROUPED, plain)
        if written[0] == _GROUPED and grouped(plain, language) != digits:
            return digits
        if written[1] not in self.numbers:
            if len(self.numbers) == _MOST:
                return digits
            self.numbers.append(written[1])
        return written[0] + chr(97 + self.numbers.index(written[1]))


def grouped(plain: str, language: str) -> str:
    """A plain decimal number in a language's format; the page's script does the same."""
    group, point = _GROUPS[language]
    whole, _, decimals = plain.partition(".")
    return re.sub(r"\B(?=(\d{3})+$)", group, whole) + (point + decimals if decimals else "")


def _split(text: str, known: str, mark: str) -> list[str]:
    """A text split where `known` occurs as whole words, with the mark between the parts."""
    parts, begun, at = [], 0, text.find(known)
    while at >= 0:
        end = at + len(known)
        if _is_in_word(text[at - 1 : at]) or _is_in_word(text[end : end + 1]):
            at = text.find(known, at + 1)
            continue
        parts += [text[begun:at], mark]
        begun, at = end, text.find(known, end)
    return [*parts, text[begun:]]


def _is_in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _meanings(claim: Data, allowed: Allowed) -> dict[str, list[str]]:
    """The values a claim allows, strictly and loosely, by language; once if they are the same, none without bounds."""
    if not claim["strict"]:
        return {language: [] for language in _LANGUAGES}
    grades = ("strict",) if claim["strict"] == claim["loose"] else ("strict", "loose")
    phrases = {language: [str(allowed(claim, grade, language)) for grade in grades] for language in _LANGUAGES}
    return {language: list(dict.fromkeys(meanings)) for language, meanings in phrases.items()}
