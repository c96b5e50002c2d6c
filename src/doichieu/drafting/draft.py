"""Draft an article's claims file: a claim for each value read in its body, complete except for what it means.

Subject, property and statement are for a person to decide. The draft has placeholders for them and, separate from the
claims, suggestions from the dossier's existing claims. While a placeholder is left, the gate fails (see
doichieu.validation.placeholders).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from doichieu.drafting.article import Article, sentence
from doichieu.drafting.boilerplate import Boilerplate, Span, body, boilerplate, stamp
from doichieu.drafting.scope import scope_of
from doichieu.drafting.suggestions import Known, Suggester
from doichieu.model.values import Figure
from doichieu.quotes.offsets import find_occurrences
from doichieu.reading import Reading, read, value_data
from doichieu.reading.grammar import grammar
from doichieu.validation.placeholders import NAME, PUBLISHED, STATEMENT
from doichieu.validation.schemas import Schemas

MOST_CLAIMS = 1000
_MOST_WORDS = 12
_MOST_LETTERS = 200
_HEADLINE_WORDS = 25
_TITLE_LETTERS = 300
# The words next to a value: how many before and after it, and within how many characters.
_BEFORE, _AFTER, _NEAR = 2, 3, 60

_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_SPACE = re.compile(r"[\s\ufeff]+")  # JSON Schema treats a byte-order mark as white space, Python does not
_CLAUSE_WORD = re.compile(r"[ \u00a0]([^\W\d_]+)(?!\w)")
_CLAUSE_END = re.compile(r"[.,;:!?)\]”\"\n]|\Z")


@dataclass(frozen=True)
class About:
    """What is known about an article before it is read; an empty title or day is looked for in the article."""

    id: str
    file: str
    language: str
    published: str = ""
    title: str = ""


@dataclass(frozen=True)
class Draft:
    """A draft as the JSON data of a claims file, and what to report about it.

    `parts` is the boilerplate, `left_out` the number of values that a claims file cannot contain, and `more` whether
    the article states more values than a draft can contain.
    """

    data: dict[str, Any]
    parts: Sequence[Boilerplate]
    left_out: int
    more: bool


def language_of(text: str) -> str:
    """Vietnamese if at least one letter in a hundred is specific to Vietnamese, else English."""
    return "vi" if len(_VIETNAMESE.findall(text)) * 100 >= len(text) else "en"


def draft(article: Article, about: About, known: Iterable[Known], schemas: Schemas) -> Draft:
    """Draft the claims file of an article, with suggestions from the known claims."""
    text = article.text
    parts = boilerplate(text)
    spans = body(text, parts)
    published, basis = _published(article, about)
    found = (r for r in read(text, about.language, published) if _span(r, spans))
    readings = list(islice(found, MOST_CLAIMS + 1))
    stops = frozenset(grammar(about.language).lists["no_nouns"])
    suggester = Suggester(known)
    occurrences: dict[str, list[int]] = {}
    claims: list[dict[str, Any]] = []
    suggestions = {}
    for reading in readings[:MOST_CLAIMS]:
        value = value_data(reading.value)
        if not _can_be_held(value, schemas):
            continue
        name = f"{about.id}-{len(claims) + 1}"
        start, end = _quoted(text, reading, _span(reading, spans), readings, stops)
        exact = text[start:end]
        if exact not in occurrences:
            occurrences[exact] = find_occurrences(exact, text)
        scope = scope_of(text, reading, readings)
        claims.append(
            {
                "id": name,
                "quote": {"exact": exact, "start": start, "occurrence": occurrences[exact].index(start) + 1},
                "statement": STATEMENT,
                "subject": NAME,
                "property": NAME,
                "value": value,
                **({"scope": scope} if scope else {}),
                "speaker": None,
                "mode": "fact",
            }
        )
        nearest = suggester.suggest(
            *surroundings(text, reading.start, reading.end), reading.kind, value.get("unit", "")
        )
        suggestions[name] = [asdict(suggestion) for suggestion in nearest]
    document = {
        "id": about.id,
        "kind": "article",
        "language": about.language,
        "title": _title(article, about, spans),
        "publisher": None,
        "url": None,
        "published": {"edtf": published or PUBLISHED, "basis": basis},
        "text": {
            "file": about.file,
            "sha256": hashlib.sha256(article.raw).hexdigest(),
            "body": [list(span) for span in spans],
        },
    }
    data = {"document": document, "claims": claims, "draft": {"suggestions": suggestions}}
    drafted = readings[:MOST_CLAIMS]
    return Draft(data, parts, len(drafted) - len(claims), len(readings) > len(drafted))


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The sentence around a value, and the few words next to it."""
    first, last = sentence(text, start, end)
    before = text[max(first, start - _NEAR) : start].split()[-_BEFORE:]
    after = text[end : min(last, end + _NEAR)].split()[:_AFTER]
    return text[first:last], " ".join([*before, text[start:end], *after])


def _span(reading: Reading, spans: Sequence[Span]) -> Span | None:
    """The span of the body that contains a reading; None if none does."""
    return next((span for span in spans if span[0] <= reading.start and reading.end <= span[1]), None)


def _can_be_held(value: Mapping[str, Any], schemas: Schemas) -> bool:
    """Whether a claims file can contain a value: not a day without a year or a number of 50 digits."""
    return not schemas.problems("value", value, Path("value"), json.dumps(value, ensure_ascii=False))


def _quoted(text: str, reading: Reading, span: Span | None, readings: Sequence[Reading], stops: frozenset[str]) -> Span:
    """The span to quote: a reading with its counted noun or the words that belong to it, at most twelve words."""
    following = (other.start for other in readings if other.start >= reading.end)
    room = text[reading.end : min([span[1] if span else len(text), *following])]
    return _trimmed(text, reading.start, reading.end + _natural(room, reading, stops))


def _natural(room: str, reading: Reading, stops: frozenset[str]) -> int:
    """How many characters after a reading belong to it: the counted noun or two words, 'gần 5 năm thương lượng'."""
    if reading.noun:
        counted = re.match(rf"[\s-]?{re.escape(reading.noun)}(?!\w)", room, re.IGNORECASE)
        return counted.end() if counted else 0
    first = _CLAUSE_WORD.match(room) if isinstance(reading.value, Figure) else None
    if not first or first[1].casefold() in stops:
        return 0
    second = _CLAUSE_WORD.match(room, first.end())
    if second:
        return 0 if second[1].casefold() in stops else second.end()
    return first.end() if _CLAUSE_END.match(room, first.end()) else 0


def _trimmed(text: str, start: int, end: int) -> Span:
    """A span without white space at its ends, cut to its last twelve words and 200 characters."""
    words = list(_words(text, start, end))[-_MOST_WORDS:]
    end = words[-1][1]
    start = next((word for word, _ in words if end - word <= _MOST_LETTERS), end - _MOST_LETTERS)
    return start, end


def _words(text: str, start: int, end: int) -> Iterator[Span]:
    for space in _SPACE.finditer(text, start, end):
        if space.start() > start:
            yield start, space.start()
        start = space.end()
    if start < end:
        yield start, end


def _published(article: Article, about: About) -> tuple[str, str]:
    """The day of publication, empty if unknown, and whether the document states it."""
    stated = about.published or stamp(article.text)
    return (stated, "stated") if stated else (article.published, "inferred")


def _title(article: Article, about: About, spans: Sequence[Span]) -> str:
    """The title given by the user or the page, else the first line if it is a headline, else the id."""
    line, _, rest = article.text[slice(*spans[0])].partition("\n")
    is_headline = (rest or spans[1:]) and len(line.split()) <= _HEADLINE_WORDS and not line.rstrip().endswith(".")
    for title in (about.title, article.title, line if is_headline else ""):
        shown = " ".join("".join(c if c.isprintable() else " " for c in title).split())
        if shown:
            return shown[:_TITLE_LETTERS].strip()
    return about.id
