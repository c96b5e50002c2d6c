"""Workflow commands that annotate the lines of a pull request, and the summary page of a job.

A step may write ten annotations of each kind, and a summary may have one mebibyte. The host drops anything beyond that,
so the worst comes first and the number left out is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from doichieu.formats import Data, Material, Written
from doichieu.formats.markdown import blocks
from doichieu.formats.messages import (
    full_message,
    ruling_words,
    rulings_path,
    stale_words,
    verdict_words,
    without_control_characters,
    worst_first,
)
from doichieu.wording.catalogue import Words
from doichieu.wording.formatting import number

MOST_OF_A_KIND = 10
MOST_BYTES = 1024 * 1024

_KINDS = {"error": "error", "warning": "warning", "note": "notice"}


def commands(material: Material) -> Written:
    """A command for each place to annotate, and the ruled discrepancies in a folded group of the log."""
    reports = [without_control_characters(report) for report in material.reports]
    screen = material.words_for(reports[0])
    marks = [mark for report in reports for mark in _faults(report, material.words_for(report))]
    ruled: list[str] = []
    for one, report, documents in worst_first(reports):
        words = material.words_for(report)
        if one["ruling"]:
            ruled.append(f"{one['id']} {ruling_words(one['ruling'], words)} – {full_message(one, documents, words)}")
        else:
            marks.append((_KINDS[one["severity"]], _mark(one, documents, words)))
    counted: Counter[str] = Counter()
    lines, cuts = [], []
    for kind, mark in marks:
        counted[kind] += 1
        if counted[kind] <= MOST_OF_A_KIND:
            lines.append(f"::{kind} {mark}")
    for kind, count in sorted(counted.items()):
        if count > MOST_OF_A_KIND:
            cuts.append(screen("cut.marks", left=count - MOST_OF_A_KIND, all=count, kind=kind))
    if ruled:
        lines += [
            f"::group::{_data(screen('state.ruled'))} ({number(len(ruled), screen.language)})",
            *map(_logged, ruled),
            "::endgroup::",
        ]
    return Written("".join(f"{line}\n" for line in lines), cuts)


def _faults(report: Data, words: Words) -> Iterator[tuple[str, str]]:
    """What fails the gate besides discrepancies: checks that crashed, and outdated rulings."""
    for crash in report["crashes"]:
        title = words("crashed")
        yield "error", f"title={_property(title)}::{_data(crash['check'] + ': ' + crash['error'])}"
    for kind in ("gone", "expired"):
        for ruling in report["rulings"][kind]:
            about = f"file={_property(rulings_path(report))},title={_property(ruling['check'])}"
            yield "error", f"{about}::{_data(stale_words(ruling, kind, words))}"


def _mark(one: Data, documents: Mapping[str, Data], words: Words) -> str:
    first = one["claims"][0]
    at = first["at"]
    title = f"{verdict_words(one, words)} · {one['check']} · {one['id']}"
    properties = {
        "file": documents[first["document"]]["path"],
        "line": str(at["line"]),
        "col": str(at["column"]),
        "title": title,
    }
    about = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"{about}::{_data(full_message(one, documents, words))}"


def _data(text: str) -> str:
    """Escape text for the message of a command: whatever would end it, and the older form of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("##[", "## [")


def _property(text: str) -> str:
    """Escape text for a property of a command, which a colon or a comma also ends."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _logged(line: str) -> str:
    """A line of the log that is never read as a command, whatever it contains."""
    return "  · " + line.replace("##[", "## [")


def summary(material: Material) -> Written:
    """The report as Markdown, worst first, cut to the limit of a summary page."""
    parts = [block for report in material.reports for block in blocks(report, material)]
    words = material.words_for(material.reports[0])
    room = MOST_BYTES - len(words("cut.page", left=len(parts), all=len(parts)).encode()) - 1
    kept = 0
    for part in parts:
        room -= len(part.encode())
        if room < 0:
            break
        kept += 1
    left = len(parts) - kept
    if not left:
        return Written("".join(parts))
    cut_note = words("cut.page", left=left, all=len(parts))
    return Written("".join(parts[:kept]) + cut_note + "\n", [cut_note])
