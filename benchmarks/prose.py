"""Newspaper-like text without end, of our own words: as much of it as a benchmark wants, the same for the same seed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

WORDS = Path(__file__).parent / "words"
PLAIN = 0.7  # the share of sentences that state nothing the reader reads, as dense as the five articles of the dossier
LONG = 0.35  # the share of sentences that go on after a comma
HEDGED = 0.35  # the share of figures with a hedge before them, where the expression has room for one

_SLOT = re.compile(r"\{(\w+)\}")


Article = list[list[str]]  # paragraphs of sentences


class Sentence(NamedTuple):
    """A sentence, and how many expressions stand in it."""

    text: str
    expressions: int


@cache
def words(language: str) -> dict[str, Any]:
    """The words and sentences of a language."""
    return tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))


def sentences(language: str, seed: int) -> Iterator[list[Sentence]]:
    """Paragraphs of three to six sentences on one topic, for ever; no sentence comes twice."""
    rng, data, seen = Random(f"{language} {seed}"), words(language), set[str]()  # noqa: S311 - a benchmark, no secret
    while True:
        topic, paragraph = rng.choice(data["topic"]), list[Sentence]()
        templates = {kind: rng.sample(topic[kind], len(topic[kind])) for kind in ("plain", "sentences")}
        for _ in range(rng.randint(3, 6)):
            kind = "plain" if templates["plain"] and rng.random() < PLAIN else "sentences"
            template = templates[kind].pop()  # each once in a paragraph
            sentence = _sentence(rng, template, data, topic)
            while sentence.text in seen:
                sentence = _sentence(rng, template, data, topic)
            seen.add(sentence.text)
            paragraph.append(sentence)
        yield paragraph


def articles(language: str, seed: int, size: int) -> list[Article]:
    """Articles of eight paragraphs each, of `size` bytes of UTF-8 together, or a little more."""
    paragraphs = ([sentence.text for sentence in paragraph] for paragraph in sentences(language, seed))
    made, done = list[Article](), 0
    while done < size:
        made.append(list(islice(paragraphs, 8)))
        done += sum(len(text.encode()) for text in texts(made[-1:], "article"))
    return made


def texts(made: Iterable[Article], piece: str) -> Iterator[str]:
    """Articles as texts, each an `article`, a `paragraph` or a `sentence`."""
    for article in made:
        paragraphs = [" ".join(paragraph) for paragraph in article]
        match piece:
            case "article":
                yield "\n\n".join(paragraphs)
            case "paragraph":
                yield from paragraphs
            case _:
                yield from (sentence for paragraph in article for sentence in paragraph)


def _sentence(rng: Random, template: str, data: dict[str, Any], topic: dict[str, Any]) -> Sentence:
    if rng.random() < LONG:
        template = f"{template.rstrip('.')}, {rng.choice(data['words']['tail'])}."
    text = _fill(rng, template, data, topic)
    return Sentence(text[0].upper() + text[1:], sum(name.isupper() for name in _SLOT.findall(template)))


def _fill(rng: Random, template: str, data: dict[str, Any], topic: dict[str, Any]) -> str:
    """The template with a word, or an expression, in each of its slots."""

    def word(slot: re.Match[str]) -> str:
        name = slot[1]
        if name.isupper():
            expression: str = rng.choice(data["expressions"][name])
            return expression.format_map(values(rng, data))
        return _fill(rng, rng.choice(topic.get(name) or data["words"][name]), data, topic)

    return _SLOT.sub(word, template)


def values(rng: Random, data: dict[str, Any]) -> dict[str, str | int]:
    """What one expression may print: numbers, and the parts of one date, so that weekday and day agree."""
    day = date(2023, 1, 1) + timedelta(rng.randrange(1030))
    grouping, decimal = data["grouping"], data["decimal"]
    low, nth, hour = rng.randint(2, 12), rng.randint(4, 60), rng.randint(6, 22)
    return {
        "hedge": rng.choice(data["words"]["hedge"]) + " " if rng.random() < HEDGED else "",
        "spelled": rng.choice(data["words"]["spelled"]),
        "small": rng.randint(2, 99),
        "grouped": f"{rng.randint(1000, 99_999):,}".replace(",", grouping),
        "decimal": f"{rng.randint(11, 9899) / 100:.{rng.choice((1, 1, 2))}f}".replace(".", decimal),
        "tenth": f"0.{rng.randint(1, 9)}".replace(".", decimal),
        "low": low,
        "high": low + rng.randint(1, 8),
        "nth": f"{nth}{ending(nth)}",
        "age": rng.randint(18, 92),
        "hour": hour,
        "hour12": (hour - 1) % 12 + 1,
        "minute": f"{rng.randrange(5, 60, 5):02}",
        "d": min(day.day, 23),
        "d2": min(day.day, 23) + rng.randint(1, 5),
        "m": day.month,
        "y": day.year,
        "month": data["month_names"][day.month - 1],
        "weekday": data["weekdays"][day.replace(day=min(day.day, 23)).weekday()],
        "quarter": ("I", "II", "III", "IV")[(day.month - 1) // 3],
        "nth_quarter": ("first", "second", "third", "fourth")[(day.month - 1) // 3],
        "earlier": day.year - rng.randint(1, 8),
        "older": day.year - rng.randint(9, 60),
        "later": 2026 + rng.randint(0, 14),
    }


def ending(number: int) -> str:
    """What English writes after the digits of an ordinal: 1st, 12th, 23rd."""
    return "th" if number // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
