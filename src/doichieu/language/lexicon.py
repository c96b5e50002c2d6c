"""The words in which a language prints numbers and dates, read from language/<language>.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

# The entries of every file by table (docs/languages.md); entries for which a language has no words are empty.
_ENTRIES = {
    "": """grouping decimal day_first
        hedges comparisons hedges_after numerals scales units superlatives relations dates read""",
    "numerals": """ones tens times_ten fillers only_inside homonyms not_after_homonym articles halves half zero_hundred
        minus before decrease""",
    "superlatives": "words endings never",
    "dates": "months weekdays parts hedges hedges_after days_off years_off",
    "read": """starts joiners glue the now forms vague many to opened ages measures orders lists
        gone gone_by which third season halfyear quarters months_off weeks_off zones minutes half_of_day
        fractions few letters plurals ordinals""",
    "read.lists": """of and not_after change_to change_from
        up_to of_ages not_labels out_of range_words during ordinal_before clock_before rate_before
        after_digits labels labels_unless_counted scores shares_before shares_behind ranked on changes never
        month_before between between_before no_nouns nouns""",
}
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W0-9_]+|[^\w\s]|_")
_SPACED_THOUSANDS = re.compile(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")


@dataclass(frozen=True, slots=True)
class Token:
    """A run of digits with their separators, a word, or one other character; comparisons use `word`."""

    raw: str
    word: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return "0" <= self.raw[0] <= "9"

    @property
    def is_word(self) -> bool:
        return self.raw[0].isalpha()


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text; spaces that group thousands are removed first, so offsets refer to the shortened text."""
    text = _SPACED_THOUSANDS.sub("", unicodedata.normalize("NFC", text))
    return tuple(Token(hit[0], hit[0].casefold(), hit.start(), hit.end()) for hit in _TOKEN.finditer(text))


class Lexicon:
    """Phrases, each with a meaning, to be found in a sequence of tokens; the longest phrase wins."""

    def __init__(self, meanings: Mapping[str, Iterable[str]]) -> None:
        self.first = {meaning: next(iter(phrases), "") for meaning, phrases in meanings.items()}
        self._meaning: dict[tuple[str, ...], str] = {}
        for meaning, phrases in meanings.items():
            for phrase in phrases:
                self._meaning.setdefault(tuple(token.word for token in tokens_of(phrase)), meaning)
        self._longest = max((len(words) for words in self._meaning), default=0)
        self._first_words = {words[0] for words in self._meaning}
        self._last_words = {words[-1] for words in self._meaning}

    def at(self, tokens: Sequence[Token], i: int) -> tuple[str, int] | None:
        """The meaning of the phrase that begins at token `i`, and the index of the token after it."""
        if i >= len(tokens) or tokens[i].word not in self._first_words:
            return None
        for size in range(min(self._longest, len(tokens) - i), 0, -1):
            meaning = self._meaning.get(tuple(token.word for token in tokens[i : i + size]))
            if meaning is not None:
                return meaning, i + size
        return None

    def before(self, tokens: Sequence[Token], i: int) -> tuple[str, int] | None:
        """The meaning of the phrase that ends just before token `i`, and the index of its first token."""
        if not 0 < i <= len(tokens) or tokens[i - 1].word not in self._last_words:
            return None
        for size in range(min(self._longest, i), 0, -1):
            meaning = self._meaning.get(tuple(token.word for token in tokens[i - size : i]))
            if meaning is not None:
                return meaning, i - size
        return None

    def found(self, tokens: Sequence[Token]) -> list[str]:
        """The meanings of all phrases in the tokens, in order."""
        meanings, i = [], 0
        while i < len(tokens):
            hit = self.at(tokens, i)
            if hit:
                meanings.append(hit[0])
            i = hit[1] if hit else i + 1
        return meanings


@dataclass(frozen=True, eq=False)
class Language:
    """One language's words; the TOML file explains each list."""

    code: str
    data: Mapping[str, Any]
    hedges: Lexicon
    scales: Lexicon
    units: Lexicon
    superlatives: Lexicon
    relations: Lexicon
    dates: Mapping[str, Lexicon]

    @property
    def numerals(self) -> Mapping[str, Any]:
        numerals: Mapping[str, Any] = self.data["numerals"]
        return numerals


@lru_cache(maxsize=8)
def language(code: str) -> Language:
    """The words of a language by its code, "vi" or "en".

    Raises FileNotFoundError for a language without a language file, ValueError if its file lacks an entry.
    """
    path = FOLDER / f"{code}.toml"
    with path.open("rb") as file:
        data = tomllib.load(file)
    if missing := ", ".join(_missing(data)):
        raise ValueError(f"{path}: missing: {missing}; add each, empty if the language has no such words")
    # A comparison is a hedge that a claim may omit; it is marked with "?".
    hedges = {**data["hedges"], **{f"{hedge}?": words for hedge, words in data["comparisons"].items()}}
    for name in ("ones", "tens"):
        data["numerals"][name] = {word: int(n) for n, words in data["numerals"][name].items() for word in words}
    firsts = data["superlatives"]
    return Language(
        code,
        data,
        Lexicon(hedges),
        Lexicon(data["scales"]),
        Lexicon(data["units"]),
        Lexicon({"first": firsts["words"], "never": firsts["never"]}),
        Lexicon(data["relations"]),
        {name: Lexicon(words) for name, words in data["dates"].items()},
    )


def _missing(data: Mapping[str, Any]) -> Iterator[str]:
    """The entries that a language's file lacks, by their full names: read.lists.never."""
    tables: dict[str, Any] = {"": data}
    for table, names in _ENTRIES.items():
        for name in names.split() if table in tables else ():  # a missing table is reported once
            full = f"{table}.{name}".lstrip(".")
            if name in tables[table]:
                tables[full] = tables[table][name]
            else:
                yield full
