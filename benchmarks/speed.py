"""How fast readers read: the same text for all, in turn, new text each round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.peers import Ours, Tool
from benchmarks.prose import Article, articles, texts

PEER_SECONDS = 4  # a peer gets as much text as it reads in this time,
PEER_BYTES = (5_000, 100_000)  # but neither less nor more than this


class Plan(NamedTuple):
    """What a tool is given at a time (an article, a paragraph or a sentence), and how many bytes a round."""

    piece: str
    size: int


class Rate(NamedTuple):
    """Bytes of UTF-8 that a tool reads in a second: the best round and the median; and how much faster doichieu is."""

    language: str
    tool: str
    best: float
    median: float
    behind: float
    plan: Plan


def throughput(tools: Sequence[Tool], language: str, megabytes: float, rounds: int) -> Iterator[Rate]:
    """The rate of each tool that reads the language, doichieu among them."""
    tools = [tool for tool in tools if language in tool.languages]
    size = int(megabytes * 1_000_000)
    plans = {tool.name: plan(tool, language, size) for tool in tools}
    rates: dict[str, list[float]] = {tool.name: [] for tool in tools}
    for number in range(1, rounds + 1):
        made = articles(language, number, size)  # new, so that nothing read in the round before helps
        for tool in tools:
            rates[tool.name].append(rate(tool, language, cut(made, plans[tool.name])))
    yield from compared(language, rates, plans)


def throughput_on(
    tools: Sequence[Tool], language: str, articles: Sequence[str], rounds: int, times: int = 20
) -> Iterator[Rate]:
    """The same on given articles, the same each round; doichieu, which is done at once, reads them so many times."""
    tools = [tool for tool in tools if language in tool.languages]
    size = sum(len(text.encode()) for text in articles)
    paragraphs = [line for text in articles for line in text.splitlines() if line.strip()]
    plans = {tool.name: Plan("article" if isinstance(tool, Ours) else "paragraph", size) for tool in tools}
    rates: dict[str, list[float]] = {tool.name: [] for tool in tools}
    for _ in range(rounds):
        for tool in tools:
            rates[tool.name].append(rate(tool, language, [*articles] * times if isinstance(tool, Ours) else paragraphs))
    yield from compared(f"{language}, articles", rates, plans)


def compared(language: str, rates: Mapping[str, Sequence[float]], plans: Mapping[str, Plan]) -> Iterator[Rate]:
    """The rate of each tool, and how far behind doichieu it is in the same round."""
    for name, mine in rates.items():
        behind = median(ours / theirs for ours, theirs in zip(rates[Ours.name], mine, strict=True))
        yield Rate(language, name, max(mine), median(mine), behind, plans[name])


def plan(tool: Tool, language: str, size: int) -> Plan:
    """Articles for doichieu, as in use; for a peer paragraphs or sentences, whichever is faster for it."""
    least, most = PEER_BYTES
    sample = articles(language, 0, least)
    tool.seconds(cut(sample, Plan("paragraph", least // 5)), language)  # what it loads at first is not counted
    if isinstance(tool, Ours):
        return Plan("article", size)
    rates = {piece: rate(tool, language, cut(sample, Plan(piece, least))) for piece in ("paragraph", "sentence")}
    piece = max(rates, key=lambda piece: rates[piece])
    return Plan(piece, min(size, most, max(least, int(rates[piece] * PEER_SECONDS))))


def cut(made: Sequence[Article], wanted: Plan) -> list[str]:
    """The first texts of the articles, until they have the size that is wanted."""
    taken, size = list[str](), 0
    for text in texts(made, wanted.piece):
        if size >= wanted.size:
            break
        taken.append(text)
        size += len(text.encode())
    return taken


def rate(tool: Tool, language: str, given: Sequence[str]) -> float:
    """How many bytes a second a tool reads of these texts."""
    return sum(len(text.encode()) for text in given) / tool.seconds(given, language)
