"""Measure the reader beside others: how right it is, how fast, and what a fresh process costs.

nox -s bench-reading, or: python benchmarks/reading.py [--megabytes N] [--rounds N] [--no-peers] [--faults]
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import warnings
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, Python looks beside it only

from benchmarks.accuracy import DATES, NUMBERS, Case, Found, Score, Tally, cases, score
from benchmarks.peers import Absent, Ours, Tool, peers, without_a_day
from benchmarks.speed import throughput, throughput_on
from benchmarks.start import starts

LANGUAGES = ("vi", "en")
SENTENCES = Path(__file__).parent / "sentences"
STARTS = 7
NONE = "–"

Row = Sequence[str]


def main() -> None:
    """Measure, and print a table a question."""
    warnings.simplefilter("ignore")  # the peers' own
    options = parser().parse_args()
    others = [] if options.no_peers else list(peers(options.chrono))
    tools: list[Tool] = [Ours(), *(one for one in others if not isinstance(one, Absent))]
    show("Readers", readers(tools, others))
    show("Accuracy in %", accuracy(tools, options.faults))
    show(f"Throughput in MB of UTF-8 a second, rounds in turn: {options.rounds}", rates(tools, options))
    show(f"Start of a fresh process with its first sentence, median of {STARTS}", beginnings(tools))


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(description="Measure the reader beside others.")
    made.add_argument("--megabytes", type=float, default=1, help="how much doichieu reads a round and a language")
    made.add_argument("--rounds", type=int, default=5, help="how often the readers read in turn")
    made.add_argument("--no-peers", action="store_true", help="measure doichieu alone")
    made.add_argument("--chrono", type=Path, default=Path(), metavar="FOLDER", help="where chrono-node is installed")
    made.add_argument(
        "--articles",
        type=Path,
        metavar="FOLDER",
        default=os.environ.get("DOICHIEU_TEXTS"),
        help="real Vietnamese articles (.txt) to time on as well ($DOICHIEU_TEXTS)",
    )
    made.add_argument("--faults", action="store_true", help="tell each of doichieu's faults on standard error")
    return made


def readers(tools: Sequence[Tool], others: Sequence[Tool | Absent]) -> Iterator[Row]:
    """Who takes part, and who is absent."""
    yield ("reader", "version", "reads", "in")
    for tool in tools:
        yield (tool.name, tool.version, " and ".join(sorted(tool.groups)), " and ".join(tool.languages))
    for one in others:
        if isinstance(one, Absent):
            yield (one.name, "absent", one.reason, "")
    yield ("Python", platform.python_version(), f"{platform.system()} {platform.machine()}", f"{os.cpu_count()} cores")


def accuracy(tools: Sequence[Tool], faults: bool) -> Iterator[Row]:
    """A row a language and reader: precision, recall and F1, right hedges, traps in which something was read."""
    yield (
        "",
        "reader",
        *(f"{of} {what}" for of in ("all", DATES, NUMBERS) for what in ("P", "R", "F1")),
        "hedges",
        "traps",
    )
    for language in LANGUAGES:
        path = SENTENCES / f"{language}.json"
        if not path.exists():
            yield (language, f"not measured: there is no {path}")
            continue
        labelled = cases(path)
        for tool in tools:
            if language in tool.languages:
                result = scored(tool, language, labelled)
                yield (language, tool.name, *figures(tool, result))
                if faults and isinstance(tool, Ours):
                    print(*result.faults, sep="\n", file=sys.stderr)


def scored(tool: Tool, language: str, labelled: Sequence[Case]) -> Score:
    """A reader's score; peers have the benefit of the doubt."""
    ours = isinstance(tool, Ours)

    def read(text: str, day: str | None) -> list[Found]:
        return tool.read(text, language, day) if ours or day else without_a_day(tool, text, language)

    return score(labelled, read, tool.groups, lenient=not ours)


def figures(tool: Tool, result: Score) -> Iterator[str]:
    """The cells of a score; a dash for what the reader cannot say."""
    yield from shares(result.overall if len(tool.groups) > 1 else None)
    for group in (DATES, NUMBERS):
        yield from shares(result.groups[group] if group in tool.groups else None)
    yield f"{100 * result.hedges.recall:.1f}" if tool.hedges else NONE
    yield f"{result.traps.read} of {result.traps.labelled}"


def shares(tally: Tally | None) -> tuple[str, str, str]:
    """Precision, recall and F1."""
    if not tally:
        return NONE, NONE, NONE
    return f"{100 * tally.precision:.1f}", f"{100 * tally.recall:.1f}", f"{100 * tally.f1:.1f}"


def rates(tools: Sequence[Tool], options: argparse.Namespace) -> Iterator[Row]:
    """A row a language and reader: its best and median rate, and how many times as fast doichieu is."""
    yield ("", "reader", "best", "median", "doichieu is", "text a round", "read by the")
    found = [throughput(tools, language, options.megabytes, options.rounds) for language in LANGUAGES]
    if options.articles:
        real = [path.read_text(encoding="utf-8") for path in sorted(Path(options.articles).glob("*.txt"))]
        found.append(throughput_on(tools, "vi", real, options.rounds))
    for one in chain.from_iterable(found):
        ratio = NONE if one.tool == Ours.name else f"{one.behind:,.1f} × as fast"
        size, rate = f"{one.plan.size / 1000:,.0f} kB", f"{one.best / 1e6:.4g}"
        yield (one.language, one.tool, rate, f"{one.median / 1e6:.4g}", ratio, size, one.plan.piece)


def beginnings(tools: Sequence[Tool]) -> Iterator[Row]:
    """A row a reader: time and memory, and how much of it is more than a bare Python needs."""
    yield ("reader", "ms", "more than Python", "peak MB", "more than Python")
    bare = None
    for name, one in starts(tools, "en", STARTS):
        bare = bare or one  # the first is the bare Python
        more = f"{(one.seconds - bare.seconds) * 1000:.0f}", f"{(one.memory - bare.memory) / 1e6:.1f}"
        yield (name, f"{one.seconds * 1000:.0f}", more[0], f"{one.memory / 1e6:.1f}", more[1])


def show(title: str, rows: Iterator[Row]) -> None:
    """Print a table; columns of numbers stand to the right."""
    header, *body = rows
    print(f"\n{title}")
    columns = [[row[i] for row in body if i < len(row)] for i in range(len(header))]
    widths = [max(map(len, [name, *column])) for name, column in zip(header, columns, strict=True)]
    right = [all(cell[:1].isdigit() or cell == NONE for cell in column) for column in columns]
    for row in (header, *body):
        cells = (cell.rjust(w) if r else cell.ljust(w) for cell, w, r in zip(row, widths, right, strict=False))
        print("  " + "  ".join(cells).rstrip())
    sys.stdout.flush()


if __name__ == "__main__":
    main()
