"""The readers that are measured: doichieu's own, and others of numbers and dates, asked what it is asked.

A peer is imported only when it is wanted; one that is not there says so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from zoneinfo import TZPATH

from benchmarks.accuracy import DATES, NUMBERS, Found, group_of, hedge_of, same
from benchmarks.stated import Days, Number, spanning
from doichieu.model.edtf import MONTHS, SECONDS
from doichieu.reading import read

TODAY, ANOTHER_DAY = "2025-10-26", "2031-03-12"  # where a text has no day of publication, for peers must be told one
Spans = tuple[tuple[date, date], ...]
CHRONO = Path(__file__).with_name("chrono.mjs")

# What a fresh process reads first.
FIRST: Mapping[str, str] = {
    "vi": "Ngày 24/12/2024, gần 5 triệu người ở 34 tỉnh đã đi bầu, tăng 7,5% so với năm ngoái.",
    "en": "On 24 December 2024, nearly 5 million people in 34 provinces voted, 7.5% more than last year.",
}


class Tool(Protocol):
    """A reader that is measured."""

    name: str
    languages: tuple[str, ...]
    groups: frozenset[str]
    hedges: bool  # whether it can say that a value is loosened
    version: str

    def read(self, text: str, language: str, day: str | None) -> list[Found]:
        """What it reads in a text that appeared on a day."""

    def seconds(self, texts: Sequence[str], language: str) -> float:
        """How long it takes to read these texts."""

    def start(self, language: str) -> list[str]:
        """The command of a process that loads it and reads one sentence."""


class Absent(NamedTuple):
    """A reader that cannot be measured here, and why."""

    name: str
    reason: str


class Ours:
    """doichieu's own reader."""

    name = "doichieu"
    languages: tuple[str, ...] = ("vi", "en")
    groups = frozenset({DATES, NUMBERS})
    hedges = True

    def __init__(self) -> None:
        self.version = version("doichieu")

    def read(self, text: str, language: str, day: str | None) -> list[Found]:
        return [
            Found(one.start, one.end, group_of(one.value), partial(same, one.value), _hedges(hedge_of(one.value)))
            for one in read(text, language, day)
        ]

    def seconds(self, texts: Sequence[str], language: str) -> float:
        return _timed(lambda text: read(text, language, TODAY), texts)

    def start(self, language: str) -> list[str]:
        return _python(f"from doichieu.reading import read; read({FIRST[language]!r}, {language!r}, {TODAY!r})")


class Duckling:
    """Duckling, compiled to a native wheel; its rules are those of the Haskell original."""

    name = "duckling"
    languages: tuple[str, ...] = ("vi", "en")
    groups = frozenset({DATES, NUMBERS})
    hedges = True
    dimensions: Sequence[str] = (
        *("amount-of-money", "distance", "duration", "number", "ordinal"),
        *("quantity", "temperature", "time", "volume"),
    )
    locales: Mapping[str, str] = {"vi": "VI_XX", "en": "EN_GB"}

    def __init__(self) -> None:
        self._duckling = import_module("duckling")
        folder = next((path for path in TZPATH if Path(path).is_dir()), None)
        if not folder:
            raise ImportError("there is no database of time zones on this machine")
        self._folder, self._zones = folder, self._duckling.load_time_zones(folder)
        self._dimensions = self._duckling.parse_dimensions(list(self.dimensions))
        self.version = version("pyduckling-native-phihos")

    def _context(self, language: str, day: str | None) -> Any:
        duckling, noon = self._duckling, datetime.fromisoformat(f"{day or TODAY}T12:00:00+07:00")
        now = duckling.parse_ref_time(self._zones, "Asia/Ho_Chi_Minh", int(noon.timestamp()))
        plain = duckling.default_locale_lang(duckling.parse_lang(language.upper()))
        return duckling.Context(now, duckling.parse_locale(self.locales[language], plain))

    def read(self, text: str, language: str, day: str | None) -> list[Found]:
        results = self._duckling.parse(text, self._context(language, day), self._dimensions, False)
        reference = date.fromisoformat(day or TODAY)
        return [found for result in results if (found := by_duckling(result, reference))]

    def seconds(self, texts: Sequence[str], language: str) -> float:
        context = self._context(language, TODAY)
        return _timed(lambda text: self._duckling.parse(text, context, self._dimensions, False), texts)

    def start(self, language: str) -> list[str]:
        # Written out, so that the process loads nothing of ours.
        return _python(
            f"import duckling as d; z = d.load_time_zones({self._folder!r}); "
            f"l = d.default_locale_lang(d.parse_lang({language.upper()!r})); "
            f"l = d.parse_locale({self.locales[language]!r}, l); "
            "c = d.Context(d.parse_ref_time(z, 'Asia/Ho_Chi_Minh', 1761454800), l); "
            f"d.parse({FIRST[language]!r}, c, d.parse_dimensions({list(self.dimensions)}), False)"
        )


def by_duckling(result: Mapping[str, Any], reference: date) -> Found | None:
    """One of Duckling's results; None for a date outside the calendar."""
    start, end = result["start"], result["end"]  # its "body" takes the text's bytes for Latin-1, and so do its units
    value, dimension, hedges = result["value"], result["dim"], _hedges()
    lower, upper = (value, None) if value["type"] == "value" else (value.get("from"), value.get("to"))
    if dimension == "time":
        try:
            spans, hedges = _duckling_days(lower, upper, reference)
        except ValueError:
            return None
        return _dates(start, end, spans, hedges)
    if lower is None:
        lower, upper, hedges = upper, None, _hedges("under", "at-most", "up-to")
    elif lower is not value and upper is None:
        hedges = _hedges("over", "at-least")
    unit = lower.get("unit", "").encode("latin-1", "replace").decode("utf-8", "replace")
    kind = {"amount-of-money": "money", "duration": "duration", "ordinal": "order", "number": ""}.get(
        dimension, "quantity"
    )
    if unit == "unknown":
        kind = ""
    whole = 100 if unit == "cent" else 1
    number = Number(lower["value"] / whole, upper and upper["value"] / whole, kind, unit)
    return Found(start, end, NUMBERS, number.states, hedges)


def _duckling_days(
    lower: Mapping[str, Any] | None, upper: Mapping[str, Any] | None, reference: date
) -> tuple[Spans, frozenset[str]]:
    """The days of a date or an interval of dates, and the hedges it may stand for."""
    if lower and upper and lower["grain"] == "second" and _day(lower) == reference:
        lower = None  # "by 2030" begins at this second
    if lower and upper:
        last = datetime.fromisoformat(upper["value"]) - timedelta(microseconds=1)  # the end is not in the interval
        return ((_day(lower), last.date()),), _hedges()
    end = lower or upper
    assert end
    day, grain = _day(end), end["grain"]
    if "type" in end:  # a date, not an end of an interval
        return (spanning(day, grain),), _hedges()
    # "after 2020" may begin on the first day of 2020 or of 2021.
    around = spanning(day, grain), spanning(day - timedelta(1), grain)
    return around, _hedges("from", "after") if lower else _hedges("before", "by")


def _day(value: Mapping[str, Any]) -> date:
    return datetime.fromisoformat(value["value"]).date()


class Dateparser:
    """The search of dateparser by one of its two strategies; it gives no positions, so its words are looked for."""

    languages: tuple[str, ...] = ("vi", "en")
    groups = frozenset({DATES})
    hedges = False

    def __init__(self, strategy: str) -> None:
        self.name = f"dateparser {strategy}"
        self._strategy = strategy
        self._search = import_module("dateparser.search").search_dates
        self.version = version("dateparser")

    def _dates(self, text: str, language: str, day: str | None) -> list[tuple[str, datetime, str]]:
        settings = {"RELATIVE_BASE": datetime.fromisoformat(day or TODAY)}
        dates: list[tuple[str, datetime, str]] | None = self._search(
            text, languages=[language], settings=settings, add_period=True, strategy=self._strategy
        )
        return dates or []

    def read(self, text: str, language: str, day: str | None) -> list[Found]:
        found, end = list[Found](), 0
        for words, moment, period in self._dates(text, language, day):
            start = text.find(words, end)
            if start < 0:
                continue  # the words are not the text's any more: not counted at all
            end = start + len(words)
            found.append(_dates(start, end, (spanning(moment.date(), period),)))
        return found

    def seconds(self, texts: Sequence[str], language: str) -> float:
        return _timed(lambda text: self._dates(text, language, TODAY), texts)

    def start(self, language: str) -> list[str]:
        call = f"search_dates({FIRST[language]!r}, languages=[{language!r}], strategy={self._strategy!r})"
        return _python(f"from dateparser.search import search_dates; {call}")


class Quantulum:
    """quantulum3, without the classifier that is an extra of its own."""

    name = "quantulum3"
    languages: tuple[str, ...] = ("en",)
    groups = frozenset({NUMBERS})
    hedges = False

    def __init__(self) -> None:
        self._parse = import_module("quantulum3.parser").parse
        self.version = version("quantulum3")

    def read(self, text: str, language: str, day: str | None) -> list[Found]:  # noqa: ARG002 - it reads English only
        quantities = ((one.span, by_quantulum(one)) for one in self._parse(text))
        return [Found(start, end, NUMBERS, number.states) for (start, end), number in quantities]

    def seconds(self, texts: Sequence[str], language: str) -> float:  # noqa: ARG002
        return _timed(self._parse, texts)

    def start(self, language: str) -> list[str]:
        return _python(f"from quantulum3 import parser; parser.parse({FIRST[language]!r})")


def by_quantulum(quantity: Any) -> Number:
    """A quantity; it gives a range as the middle and half the width."""
    unit, amount, to = quantity.unit, quantity.value, None
    if quantity.uncertainty:
        amount, to = amount - quantity.uncertainty, amount + quantity.uncertainty
    if unit.entity.name == "currency":
        return Number(amount, to, "money", unit.currency_code or "")
    if unit.name in MONTHS or unit.name in SECONDS:
        return Number(amount, to, "duration", unit.name)
    return Number(amount, to)


class Chrono:
    """chrono-node, in a process of Node that is asked line by line."""

    name = "chrono-node"
    languages: tuple[str, ...] = ("vi", "en")
    groups = frozenset({DATES})
    hedges = False

    def __init__(self, folder: Path) -> None:
        node = shutil.which("node")
        if not node:
            raise ImportError("there is no node on this machine")
        self._package = folder.resolve() / "node_modules" / "chrono-node"
        if not self._package.is_dir():
            raise ImportError(f"it is not installed in {folder}; run: npm install --prefix {folder} chrono-node")
        self._node = node
        self._process = subprocess.Popen(
            [node, CHRONO, self._package], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.version: str = self._answer()["version"]

    def _answer(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise ImportError("node does not load it")
        return json.loads(line)

    def _ask(self, texts: Sequence[str], language: str, day: str | None, timed: bool) -> Any:
        assert self._process.stdin
        request = {"texts": texts, "language": language, "day": day or TODAY, "timed": timed}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def read(self, text: str, language: str, day: str | None) -> list[Found]:
        (results,) = self._ask([text], language, day, timed=False)["found"]
        return [by_chrono(result) for result in results]

    def seconds(self, texts: Sequence[str], language: str) -> float:
        taken: float = self._ask(texts, language, TODAY, timed=True)["seconds"]
        return taken

    def start(self, language: str) -> list[str]:
        chrono = f"require({json.dumps(str(self._package))})"
        reader = chrono if language == "en" else f"{chrono}.{language}"
        return [self._node, "-e", f"{reader}.parse({json.dumps(FIRST[language])})"]


def by_chrono(result: Mapping[str, Any]) -> Found:
    """A result: the year, month and day of its first and last date, as far as it knows them."""
    (first, _), (_, last) = (_known(parts) for parts in (result["first"], result["last"] or result["first"]))
    return _dates(result["start"], result["end"], ((first, last),))


def _known(parts: Sequence[int]) -> tuple[date, date]:
    year, month, day = (*parts, 1, 1)[:3]
    return spanning(date(year, month, day), ("year", "month", "day")[len(parts) - 1])


def peers(folder: Path) -> Iterator[Tool | Absent]:
    """Every peer, or why it is absent; `folder` is the one that chrono-node was installed into."""
    makers: Mapping[str, Callable[[], Tool]] = {
        Duckling.name: Duckling,
        **{f"dateparser {strategy}": partial(Dateparser, strategy) for strategy in ("split", "ngram")},
        Quantulum.name: Quantulum,
        Chrono.name: lambda: Chrono(folder),
    }
    for name, make in makers.items():
        try:
            yield make()
        except (ImportError, OSError) as error:
            yield Absent(name, str(error))


def without_a_day(tool: Tool, text: str, language: str) -> list[Found]:
    """What a peer reads in a text without a day of publication: not what it reckons from the day it had to be told.

    It is told two days, years and months apart. What moves to another month with them is reckoned from them, and so is
    a whole year that moves; a day or a month whose year alone moves is printed.
    """
    later = {(one.start, one.end): one.spans for one in tool.read(text, language, ANOTHER_DAY)}
    return [
        one
        for one in tool.read(text, language, TODAY)
        if not _is_reckoned(one.spans, later.get((one.start, one.end), one.spans))
    ]


def _is_reckoned(spans: Spans, later: Spans) -> bool:
    if not spans or not later or spans == later:
        return False
    (first, last), (then, _) = spans[0], later[0]
    return first.month != then.month or spanning(first, "year") == (first, last)


def _dates(start: int, end: int, spans: Spans, hedges: frozenset[str] = frozenset()) -> Found:
    return Found(start, end, DATES, Days(spans).states, hedges, spans)


def _hedges(*names: str | None) -> frozenset[str]:
    return frozenset(name for name in names if name)


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _timed(read_one: Callable[[str], object], texts: Sequence[str]) -> float:
    begun = time.perf_counter()
    for text in texts:
        read_one(text)
    return time.perf_counter() - begun
