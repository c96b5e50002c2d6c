"""Workflow commands that mark the lines of a pull request, and the summary page of a job.

A step may mark ten places of each kind and a summary may have one mebibyte; past that the host drops what comes, so the
worst comes first and what is left out is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from doichieu.formats import Data, Material, Written
from doichieu.formats.markdown import blocks
from doichieu.formats.messages import (
    WORDS,
    full_message,
    ruling_words,
    rulings_path,
    stale_words,
    without_control_characters,
    worst_first,
)
from doichieu.wording.formatting import filled, number

MOST_OF_A_KIND = 10
MOST_BYTES = 1024 * 1024

_KINDS = {"error": "error", "warning": "warning", "note": "notice"}
_CUTS = {
    "vi": {
        "marks": "{left}/{all} chú thích loại {kind} không được ghi ra, là những chú thích nhẹ nhất.",
        "page": "{left}/{all} phần không ghi được vào trang này; hãy xem báo cáo đầy đủ.",
    },
    "en": {
        "marks": "{left} of {all} {kind} annotations are left out, the least grave.",
        "page": "{left} of {all} parts do not fit on this page; see the full report.",
    },
}


def commands(material: Material) -> Written:
    """A command for each place to mark, and what is ruled in a folded group of the log, where it marks nothing."""
    reports = [without_control_characters(report) for report in material.reports]
    screen = material.language_of(reports[0])
    marks = [mark for report in reports for mark in _faults(report, material.language_of(report))]
    ruled: list[str] = []
    for one, report, documents in worst_first(reports):
        language = material.language_of(report)
        if one["ruling"]:
            ruled.append(
                f"{one['id']} {ruling_words(one['ruling'], language)} – {full_message(one, documents, language)}"
            )
        else:
            marks.append((_KINDS[one["severity"]], _mark(one, documents, language)))
    counted: Counter[str] = Counter()
    lines, cuts = [], []
    for kind, mark in marks:
        counted[kind] += 1
        if counted[kind] <= MOST_OF_A_KIND:
            lines.append(f"::{kind} {mark}")
    for kind, count in sorted(counted.items()):
        if count > MOST_OF_A_KIND:
            cuts.append(filled(_CUTS[screen]["marks"], screen, left=count - MOST_OF_A_KIND, all=count, kind=kind))
    if ruled:
        lines += [
            f"::group::{_data(WORDS[screen]['ruled'])} ({number(len(ruled), screen)})",
            *map(_logged, ruled),
            "::endgroup::",
        ]
    return Written("".join(f"{line}\n" for line in lines), cuts)


def _faults(report: Data, language: str) -> Iterator[tuple[str, str]]:
    """What closes the gate besides discrepancies: checks that failed themselves, and rulings out of date."""
    for crash in report["crashes"]:
        title = WORDS[language]["crashed"]
        yield "error", f"title={_property(title)}::{_data(crash['check'] + ': ' + crash['error'])}"
    for kind in ("gone", "expired"):
        for ruling in report["rulings"][kind]:
            about = f"file={_property(rulings_path(report))},title={_property(ruling['check'])}"
            yield "error", f"{about}::{_data(stale_words(ruling, kind, language))}"


def _mark(one: Data, documents: Mapping[str, Data], language: str) -> str:
    first = one["claims"][0]
    at = first["at"]
    title = f"{WORDS[language][one['verdict']]} · {one['check']} · {one['id']}"
    properties = {
        "file": documents[first["document"]]["path"],
        "line": str(at["line"]),
        "col": str(at["column"]),
        "title": title,
    }
    about = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"{about}::{_data(full_message(one, documents, language))}"


def _data(text: str) -> str:
    """Words as the message of a command: what would end it is escaped, and so is the older form of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("##[", "## [")


def _property(text: str) -> str:
    """Words as a property of a command, where a colon and a comma end it too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _logged(line: str) -> str:
    """A line of the log that is no command, whatever it says."""
    return "  · " + line.replace("##[", "## [")


def summary(material: Material) -> Written:
    """The report as Markdown, cut to what a summary page takes, worst first."""
    parts = [block for report in material.reports for block in blocks(report, material)]
    language = material.language_of(material.reports[0])
    words = _CUTS[language]["page"]
    room = MOST_BYTES - len(filled(words, language, left=len(parts), all=len(parts)).encode()) - 1
    kept = 0
    for part in parts:
        room -= len(part.encode())
        if room < 0:
            break
        kept += 1
    left = len(parts) - kept
    if not left:
        return Written("".join(parts))
    told = filled(words, language, left=left, all=len(parts))
    return Written("".join(parts[:kept]) + told + "\n", [told])
