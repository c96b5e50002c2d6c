"""Turn a language's words and forms, from language/<language>.toml, into the regular expressions that read a text.

Every expression is matched at one offset or scans the text once. Repeats are possessive or bounded, so that reading
takes time linear in the length of any text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from doichieu.language.lexicon import Language, language
from doichieu.model.edtf import MONTHS, SECONDS
from doichieu.model.values import Date, Figure, Period, Rank
from doichieu.reading.patterns import FIRST_WORD, Forms, filled, first_word, forms_by_word
from doichieu.reading.phrases import glimpse, opening, spelled, whole

THIN = "\u2009"  # stands for every space that groups the digits of a number
SPANS = (*SECONDS, *MONTHS)
# What can precede an expression. Spaces are listed one by one: a class such as \s would be slower.
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_LEAD = rf"[{_SPACES}(\"'“‘’«\[{{/:;,.!?|*•>~=…–—−-]"
_INSIDE = r"[^\W_][-–.,:/]"  # what precedes digits that belong to the characters before them: the 10 of 25/10
_ROMAN = r"[ivxlc]{1,7}(?!\w)"
_DAY, _MONTH, _YEAR = (
    "(0?[1-9]|[12][0-9]|3[01])(?![0-9])",
    "(0?[1-9]|1[0-2])(?![0-9])",
    "((?:1[0-9]|2[01])[0-9]{2})(?![0-9])",
)
_PRINTED = {  # fields that begin with digits
    "day": _DAY,
    "day_to": _DAY,
    "month": _MONTH,
    "month_to": _MONTH,
    "year": _YEAR,
    "year_to": _YEAR,
    "year_end": "([0-9]{2})(?![0-9])",
    "decade": "((?:1[0-9]|20)?[0-9]0)(?![0-9])",
    "century": f"([12]?[0-9](?![0-9])|{_ROMAN})",
    "hour": "([01]?[0-9]|2[0-4])(?![0-9])",
    "minute": "([0-5][0-9])(?![0-9])",
    "position": "([1-9][0-9]{0,3})(?![0-9])",
    "field": "([1-9][0-9]{0,2}(?:[.,][0-9]{3})+|[1-9][0-9]{0,4})(?![0-9])",
}
Read = Figure | Date | Period | Rank
Stated = tuple[Read, int, int, str]
"""A value, the start and end of its words, and the counted noun after it."""

_DATE_TABLES = ("parts", "weekdays", "months", "days_off", "years_off")
_DATE_TABLES_READ = ("third", "season", "halfyear", "months_off", "weeks_off")
_TABLES = ("quarters", "minutes", "gone", "gone_by", "zones", "fractions", "few", "plurals", "ordinals", "which")


class Opener(NamedTuple):
    """What can begin with the words that the gate found.

    `never`: nothing, although it looks so. `dated`: a date. `limiting`: the limit of a date. `orders`: the forms of a
    place in an order, or None. `counted`: a figure.
    """

    never: bool
    dated: bool
    limiting: bool
    orders: Forms | None
    counted: bool


class Openers(dict[str, Opener]):
    """The openers by the words that the gate found, each computed when first needed."""

    def __init__(
        self,
        never: Container[str],
        dated: Container[str],
        limits: Container[str],
        orders: Mapping[str, Forms],
        counted: Container[str],
    ) -> None:
        """Take the words that begin nothing, and the first words of dates, limits, places in an order and figures."""
        self._never, self._dated, self._limits, self._orders, self._counted = never, dated, limits, orders, counted

    def __missing__(self, words: str) -> Opener:
        first = first_word(words)
        dated = first in self._dated and (first != "0" or words[0].isdigit())  # $5 begins no date
        never, limiting, counted = words in self._never, first in self._limits, first in self._counted
        self[words] = Opener(never, dated, limiting, self._orders.get(first), counted)
        return self[words]


@dataclass(frozen=True, eq=False)
class Grammar:
    """The expressions and tables that read the texts of a language.

    `gate` finds where an expression can begin: its first group is the whole beginning, its second the part after hedges
    and similar words. `forms` are the forms of dates by first word, "0" for digits. `openers` gives what can begin with
    the words that the gate found. `leading` are the first words of what can precede a date, `follow` of what can follow
    one. `undated` matches digits that cannot begin a date: 100 quốc gia, 1841,5; four digits alone can be a year.
    `plain` matches the most common form of figures as a whole. `meanings` gives, table by table, what each phrase
    stands for.
    """

    words: Language
    meanings: Mapping[str, Mapping[str, str]]
    lists: Mapping[str, frozenset[str]]
    letters: Mapping[str, str]
    forms: Mapping[str, Forms]
    openers: Openers
    leading: frozenset[str]
    follow: frozenset[str]
    gate: re.Pattern[str]
    first_word: re.Pattern[str]
    word: re.Pattern[str]
    undated: re.Pattern[str]
    glue: re.Pattern[str]
    joiner: re.Pattern[str]
    limit: re.Pattern[str]
    limit_after: re.Pattern[str]
    now: re.Pattern[str]
    zone: re.Pattern[str]
    hedge: re.Pattern[str]
    hedge_after: re.Pattern[str]
    digits: re.Pattern[str]
    plain: re.Pattern[str]
    score: re.Pattern[str]
    share: re.Pattern[str]
    fraction: re.Pattern[str]
    many: re.Pattern[str]
    few: re.Pattern[str]
    of: re.Pattern[str]
    of_one: re.Pattern[str]
    counting: re.Pattern[str]
    scale: re.Pattern[str]
    and_half: re.Pattern[str]
    sign: re.Pattern[str]
    before_digits: re.Pattern[str]
    unit: re.Pattern[str]
    measure: re.Pattern[str]
    half_of_day: re.Pattern[str]
    following: re.Pattern[str]
    behind_number: re.Pattern[str]
    to: re.Pattern[str]
    opened: re.Pattern[str]
    out_of: re.Pattern[str]
    noun: re.Pattern[str]


class _Words:
    """The phrases of a language, and the expressions built from them that several patterns share."""

    def __init__(self, code: str) -> None:
        self.language = language(code)
        self.data = self.language.data
        self.read, self.numerals, self.meanings = self.data["read"], self.data["numerals"], _meanings(self.data)
        numerals, meanings = self.numerals, self.meanings
        self.numbers = [*numerals["ones"], *numerals["tens"], *numerals["articles"], *meanings["scale"]]
        inside = [*numerals["fillers"], *numerals["zero_hundred"], *numerals["times_ten"]]
        self.number, self.scale = whole([*self.numbers, *inside]), whole(meanings["scale"])
        self.plural = whole(meanings["plurals"])
        self.of = f"(?:[ -]| {whole(self.read['lists']['of'])} )"
        self.scales = f"({self.scale}(?:{self.of}{self.scale}){{0,3}}+)"
        self.idle = [word for word in numerals["before"] if word[0].isalpha() and word not in numerals["articles"]]
        self.loosening = [*meanings["hedge"], *meanings["limits"], *self.idle]
        self.before, self.signs = whole(self.loosening), _signs(self.data["units"])
        self.figures = [*self.numbers, *numerals["half"], *numerals["minus"], *self.read["ages"], *self.read["vague"]]
        self.figures += [phrase for name in ("fractions", "few", "plurals") for phrase in meanings[name]]
        # "One", often an article, is considered only if something it can count follows.
        self.one = [phrase for phrase, value in numerals["ones"].items() if value == 1] + numerals["articles"]


@lru_cache(maxsize=8)
def grammar(code: str) -> Grammar:
    """The grammar of a language, cached.

    Raises FileNotFoundError for a language without a language file.
    """
    w = _Words(code)
    fields = _fields(w)
    openings = {**{field: ["0"] for field in fields}, **w.meanings, "count": ["0", *w.numbers], "nth": w.numbers}
    forms = forms_by_word(w.read["forms"], fields, openings)
    orders = forms_by_word(w.read["orders"], fields, openings)
    dated = frozenset([*forms, *map(first_word, w.read["now"])])
    limits = frozenset(map(first_word, [*w.meanings["limits"], *w.data["hedges"]["about"]]))
    counted = frozenset(first_word(phrase) for phrase in ["0", *w.figures, *w.signs])
    lists = {name: frozenset(phrase.lower() for phrase in phrases) for name, phrases in w.read["lists"].items()}
    behind = (word for phrase in _behind(w.read, w.meanings) for word in FIRST_WORD.findall(phrase))
    return Grammar(
        words=w.language,
        meanings=w.meanings,
        lists=lists,
        letters=w.read["letters"],
        forms=forms,
        openers=Openers(lists["never"], dated, limits, orders, counted),
        leading=dated | limits,
        follow=frozenset([*forms, *behind]),
        gate=_gate(w, orders),
        first_word=FIRST_WORD,
        word=re.compile(r"[ -][^\W\d_]+"),
        **_date_patterns(w),
        **_figure_patterns(w, fields),
    )


def _fields(w: _Words) -> dict[str, str]:
    """The expression for each field in the forms of dates and of places in an order."""
    return {
        **{name: f"({whole(table)})" for name, table in w.meanings.items()},
        **_PRINTED,
        "count": f"([0-9]{{1,4}}(?![0-9.,])|{w.number}(?:[ -]{w.number}){{0,6}})",
        "quarter": f"([1-4](?![0-9])|{whole(w.meanings['quarters'])})",
        "months_to": f"({whole(w.meanings['months'])})",
        "roman": f"({_ROMAN})",
        "nth": f"({w.number}(?:[ -]{w.number}){{0,6}})",
        "all": f"({w.number}(?:[ -]{w.number}){{0,6}})",
        "scales": w.scales,
        "many": f"({w.plural}(?:{w.of}{w.plural}){{0,3}}+)",
    }


def _gate(w: _Words, orders: Container[str]) -> re.Pattern[str]:
    """The expression that finds where any value can begin."""
    starts = [*w.figures, *w.read["lists"]["never"], *w.read["starts"], *w.read["now"]]
    starts += [phrase for name in (*_DATE_TABLES, *_DATE_TABLES_READ, "span") for phrase in w.meanings[name]]
    starts += [phrase for phrase in w.meanings["ordinals"] if phrase in orders]
    third = w.meanings["third"]
    counts = [*w.numbers, *w.numerals["halves"], *w.meanings["unit"], *w.meanings["ordinals"]]
    counts += [*w.read["lists"]["out_of"], *w.read["lists"]["range_words"]]
    dates = [*w.read["starts"], *w.meanings["months"], *w.meanings["years_off"], *w.meanings["quarters"]]
    single = f"{whole(w.one)}(?=[ -]{whole(counts)})|{whole(third)}(?=[ -](?:[0-9]|{whole(dates)}))"
    starts = [phrase for phrase in starts if phrase not in w.one and phrase not in third]
    # Most words begin nothing; a lookahead rejects them faster than the tables would.
    lead = [phrase for phrase in (*w.loosening, *starts, *w.one, *third, *w.signs) if not phrase[0].isdecimal()]
    ahead = f"(?=[0-9](?<!{_INSIDE}.)|{glimpse(lead)})"
    return re.compile(
        f"{_LEAD}{ahead}((?:{w.before}[ -]){{0,8}}+({whole(starts)}|{single}|[0-9]|{spelled(w.signs)} ?[0-9]))"
    )


def _date_patterns(w: _Words) -> dict[str, re.Pattern[str]]:
    """Patterns for what comes before, between and after the parts of a date."""
    return {
        "undated": re.compile(
            r"[0-9]++(?:,[0-9]|[.][0-9]{3}|%)|(?:[0-9]{1,3}(?![0-9])|[0-9]{5,}+) "
            rf"(?!{spelled(w.read['lists']['after_digits'])}(?![^\W\d_]))[^\W\d_]"
        ),
        "glue": re.compile("|".join(w.read["glue"])),
        "joiner": re.compile("|".join(w.read["joiners"])),
        "limit": re.compile(
            f"({whole(w.meanings['limits'])}) (?:{whole(w.read['the'])} )?|{whole(w.data['hedges']['about'])} ",
        ),
        "limit_after": re.compile(f" ({whole(w.meanings['limits_after'])})"),
        "now": re.compile(whole(w.read["now"])),
        "zone": re.compile(rf",? ?(?:\(({whole(w.meanings['zones'])})\)|({whole(w.meanings['zones'])}))"),
        "half_of_day": re.compile(f" ?{whole(w.meanings['half'])}"),
    }


def _figure_patterns(w: _Words, fields: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """Patterns for the parts of a figure and what comes before and after it."""
    unit = f"((?>{whole(w.meanings['unit'])}))(?!(?<=[$€£¥₩₫₹]) ?[0-9])"
    to = "|".join(w.read["to"])
    behind = f"{to}|[ -]?{opening([*w.meanings['unit'], *w.meanings['half']])}|,? {opening(w.numbers)}"
    return {
        "hedge": re.compile(f"({whole(w.meanings['hedge'])})[ -](?:{whole(w.idle)} ){{0,4}}+|{w.before} "),
        "hedge_after": re.compile(
            r"(?:[ -][^\W\d_]++){0,3}?"
            f"[ -]?({whole(w.meanings['hedges_after'])})(?! {whole(w.read['lists']['not_after'])})"
        ),
        "digits": re.compile(f"[0-9]{{1,3}}(?:{THIN}[0-9]{{3}})++|[0-9]++(?:[.,][0-9]++)*+"),
        "plain": re.compile(
            rf"([1-9][0-9]*+(?:[.,][0-9]++)*+)(?: ({w.scale}))?+"
            rf"(?:(?! ?{whole(w.meanings['half'])})(?: |(?=%)){unit}|(?=[ ,.;)\n])(?![ ,.][0-9]|{behind}))"
            rf"(?!{to}|[ -]{whole(w.numerals['halves'])})"
        ),
        "score": re.compile(
            "([0-9]{1,3})[-–]([0-9]{1,3})(?![0-9]|[.,][0-9])"
            f"(?:,? (?:{whole(w.read['lists']['and'])} )?[0-9]{{1,3}}[-–][0-9]{{1,3}}){{0,8}}+"
        ),
        "share": re.compile(r"([0-9]{1,3})/([1-9][0-9]{0,2})(?![0-9/]|[-/.]\w)"),
        "fraction": re.compile(whole(w.meanings["fractions"])),
        "many": re.compile(filled(w.read["many"], fields)),
        "few": re.compile(f"({whole(w.meanings['few'])})"),
        "of": re.compile(f" {whole(w.read['lists']['of'])}(?= )"),
        "of_one": re.compile(f"(?: {whole(w.read['lists']['of'])})? {whole(w.numerals['articles'])}(?= )"),
        "counting": re.compile(f"{w.number}(?:[ -]{w.number}){{0,24}}+"),
        "scale": re.compile(f"[ -]?{w.scales}"),
        "and_half": re.compile(f"[ -]{whole(w.numerals['halves'])}"),
        "sign": re.compile(f"({spelled(w.signs)}) ?(?=[0-9])"),
        "before_digits": re.compile(
            f"(?:(?P<age>{whole(w.read['ages'])}) (?:{whole(w.read['opened'])} )?|(?P<sign>{spelled(w.signs)}) ?"
            f"|(?P<minus>{whole(w.numerals['minus'])}) )(?=[0-9])"
        ),
        "unit": re.compile(f"[ -]?{unit}"),
        "measure": re.compile(whole(w.read["measures"])),
        "following": re.compile(f",? (?={w.number})"),
        "behind_number": re.compile(behind),
        "to": re.compile(to),
        "opened": re.compile(rf"(?<!\w){whole(w.read['opened'])} $"),
        "out_of": re.compile(f" {whole(w.read['lists']['out_of'])} (?:[0-9]|{w.number}|{whole(w.read['the'])})"),
        "noun": re.compile(rf"[ -]({whole(w.read['lists']['nouns'])}|[^\W\d_]+)"),
    }


def _meanings(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What each phrase stands for, table by table."""
    dates, read = data["dates"], data["read"]
    tables = {name: dates[name] for name in _DATE_TABLES}
    tables |= {name: read[name] for name in (*_DATE_TABLES_READ, *_TABLES)}
    tables |= {"limits": dates["hedges"], "limits_after": dates["hedges_after"], "hedges_after": data["hedges_after"]}
    tables |= {"scale": data["scales"], "unit": data["units"], "half": read["half_of_day"]}
    tables["span"] = {unit: phrases for unit, phrases in data["units"].items() if unit in SPANS}
    # A comparison can be a hedge or compare two numbers. It is marked with "?" and not read as a hedge.
    compared = {f"{hedge}?": phrases for hedge, phrases in data["comparisons"].items()}
    meanings = {name: _by_phrase(table) for name, table in tables.items()}
    meanings["hedge"] = _by_phrase(compared) | _by_phrase(data["hedges"])
    meanings["tens"] = {word: str(number) for word, number in data["numerals"]["tens"].items() if number > 10}
    meanings["scale"] |= meanings["plurals"]
    return meanings


def _behind(read: Mapping[str, Any], meanings: Mapping[str, Iterable[str]]) -> list[str]:
    """The phrases that can follow a part of a date and belong to it."""
    return [*read["glue"], *read["joiners"], *read["now"], *meanings["limits_after"], *meanings["zones"]]


def _by_phrase(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {phrase.lower(): meaning for meaning, phrases in table.items() for phrase in phrases}


def _signs(units: Mapping[str, Iterable[str]]) -> list[str]:
    """The signs and codes of currencies that can precede a sum of money."""
    currencies = [phrase for unit, phrases in units.items() if unit.isupper() for phrase in phrases]
    return [phrase for phrase in currencies if not phrase[-1].isalpha() or (len(phrase) == 3 and phrase.isupper())]
