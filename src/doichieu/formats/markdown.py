"""Markdown (CommonMark with tables): for a ticket, a chat, a wiki, and the summary page of a job."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from doichieu.formats import Data, Material, Written
from doichieu.formats.messages import (
    WORDS,
    documents_of,
    lettered,
    named,
    place,
    ruling_words,
    shown_claims,
    stale_words,
    state_of,
    unlisted,
    unlisted_words,
    without_control_characters,
    words_of,
)
from doichieu.wording.formatting import filled, number
from doichieu.wording.sentences import capital, in_quotes
from doichieu.wording.working import localised

# What means something inside a line; what only means something where a line begins never comes there. The colon of
# "http://" and the stop of "www." would make a link in the dialect that code hosts speak.
_MARKS = re.compile(r"([\\`*_\[\]<|~&$]|(?<=[A-Za-z]):(?=/)|(?<=www)\.)", re.IGNORECASE)

_TEXT = {
    "vi": {
        "open": "Chờ quyết định",
        "known": "Đã có trong báo cáo trước",
        "note": "Ghi chú",
        "ruled": "Đã quyết",
        "unverified": "Chưa kiểm được",
        "stale": "Quyết định cần xem lại",
        "crashes": "Phép kiểm bị lỗi",
        "none": "Không có điểm nào chờ quyết định.",
        "counts": "{open} chờ quyết định, {note} ghi chú, {ruled} đã quyết, {unverified} điểm chưa kiểm được.",
    },
    "en": {
        "open": "To decide",
        "known": "Known from the earlier report",
        "note": "Notes",
        "ruled": "Ruled",
        "unverified": "Not checked",
        "stale": "Rulings that want a hand",
        "crashes": "Checks that failed themselves",
        "none": "Nothing waits for a decision.",
        "counts": "{open} to decide, {note} of note, {ruled} ruled, {unverified} not checked.",
    },
}


def markdown(material: Material) -> Written:
    """Every dossier, one after the other."""
    return Written("".join(block for report in material.reports for block in blocks(report, material)))


def blocks(raw: Data, material: Material) -> Iterator[str]:
    """The parts of one dossier, each a whole number of paragraphs, worst first, so that it can be cut between them."""
    report = without_control_characters(raw)
    language = material.language_of(report)
    words, documents = _TEXT[language], documents_of(report)
    piles: dict[str, list[Data]] = {"open": [], "known": [], "note": [], "ruled": []}
    for one in report["discrepancies"]:
        state = state_of(one)
        piles["open" if state == "new" else state].append(one)
    unverified = sum(len(one["claims"]) for one in report["unverified"]) + sum(unlisted(report).values())
    counts = {"open": len(piles["open"]) + len(piles["known"]), "note": len(piles["note"])}
    counts |= {"ruled": len(piles["ruled"]), "unverified": unverified}
    yield f"## {safe(report['dossier']['title'][language])}\n\n{filled(words['counts'], language, **counts)}\n\n"
    if not counts["open"]:
        yield f"{words['none']}\n\n"
    lost = [f"{crash['check']} · {crash['error']}" for crash in report["crashes"]]
    stale = [
        f"{ruling['check']} · {stale_words(ruling, kind, language)}"
        for kind in ("gone", "expired")
        for ruling in report["rulings"][kind]
    ]
    skipped = [f"{one['check']} · {one['message'][language]}" for one in report["unverified"]]
    skipped += [f"{check} · {told}" for check, told in unlisted_words(report, language)]
    yield from _listed(words["crashes"], lost, language)
    yield from _listed(words["stale"], stale, language)
    for state, pile in piles.items():
        for at, one in enumerate(pile):
            heading = "" if at else f"### {words[state]} ({number(len(pile), language)})\n\n"
            yield heading + "\n".join(_discrepancy(one, documents, language)) + "\n\n"
    yield from _listed(words["unverified"], skipped, language)


def _listed(heading: str, lines: list[str], language: str) -> Iterator[str]:
    """Lines under a heading; each begins with the name of a check, since other words could begin a list or a title."""
    for at, line in enumerate(lines):
        begin = "" if at else f"### {heading} ({number(len(lines), language)})\n\n"
        end = "\n\n" if at == len(lines) - 1 else "\n"
        yield f"{begin}- {safe(line)}{end}"


def _discrepancy(one: Data, documents: Mapping[str, Data], language: str) -> Iterator[str]:
    words = WORDS[language]
    yield f"**{capital(words[one['verdict']])}** · {safe(one['message'][language])}\n"
    yield from _quotes(one, documents, language)
    yield f"- {words['working']}: {safe(localised(one['working'], language))}"
    yield from (f"- {words['may']}: {safe(item[language])}" for item in one["reconciliations"])
    yield f"- {words['question']}: {safe(one['question'][language])}"
    first = one["claims"][0]
    where = safe(place(first, documents[first["document"]]))
    yield f"- {safe(one['check'])} · {one['id']} · {words[state_of(one)]} · {where}"
    if one["ruling"]:
        yield f"- {capital(words['ruled'])}: {safe(ruling_words(one['ruling'], language))}"


def _quotes(one: Data, documents: Mapping[str, Data], language: str) -> Iterator[str]:
    """The quotes side by side, where there are two or more; a single one as a line of the list."""
    claims = shown_claims(one)
    cells = []
    for letter, claim in lettered(claims):
        document = documents[claim["document"]]
        cells.append((letter, named(document, language), in_quotes(words_of(claim, document))))
    if len(cells) == 2:
        yield "| " + " | ".join(f"{letter}: {safe(source)}" for letter, source, _ in cells) + " |"
        yield "|---|---|"
        yield "| " + " | ".join(safe(quote) for _, _, quote in cells) + " |\n"
    else:
        yield from (f"- {letter}: {safe(quote)} ({safe(source)})" for letter, source, quote in cells)


def safe(text: str) -> str:
    """Words that stand inside a line of Markdown as they are: no link, no markup, no HTML, no cell of a table."""
    return _MARKS.sub(r"\\\1", text)
