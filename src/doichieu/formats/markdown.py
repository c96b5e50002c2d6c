"""Markdown (CommonMark with tables): for a ticket, a chat, a wiki, and the summary page of a job."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from doichieu.formats import Data, Material, Written
from doichieu.formats.messages import (
    documents_of,
    named,
    place,
    ruling_words,
    shown_claims,
    stale_words,
    state_of,
    state_words,
    unlisted,
    unlisted_words,
    verdict_words,
    without_control_characters,
    words_of,
)
from doichieu.wording.catalogue import Words
from doichieu.wording.formatting import number
from doichieu.wording.sentences import capital, in_quotes
from doichieu.wording.working import lettered, localised

# Characters that are markup inside a line; text never begins a line, where others would be markup too. The colon of
# "http://" and the full stop of "www." would make a link in the dialect of code hosts.
_MARKS = re.compile(r"([\\`*_\[\]<|~&$]|(?<=[A-Za-z]):(?=/)|(?<=www)\.)", re.IGNORECASE)


def markdown(material: Material) -> Written:
    """The report of every dossier, one after the other."""
    return Written("".join(block for report in material.reports for block in blocks(report, material)))


def blocks(raw: Data, material: Material) -> Iterator[str]:
    """The report of one dossier, worst first, in parts of whole paragraphs, so that it can be cut between them."""
    report = without_control_characters(raw)
    words, documents = material.words_for(report), documents_of(report)
    language = words.language
    piles: dict[str, list[Data]] = {"open": [], "known": [], "note": [], "ruled": []}
    for one in report["discrepancies"]:
        state = state_of(one)
        piles["open" if state == "new" else state].append(one)
    unverified = sum(len(one["claims"]) for one in report["unverified"]) + sum(unlisted(report).values())
    waiting = len(piles["open"]) + len(piles["known"])
    counts = words(
        "markdown.counts",
        open=waiting,
        notes=words("notes", n=len(piles["note"])),
        ruled=len(piles["ruled"]),
        points=words("points", n=unverified),
    )
    yield f"## {safe(report['dossier']['title'][language])}\n\n{counts}\n\n"
    if not waiting:
        yield f"{words('none-open')}\n\n"
    lost = [f"{crash['check']} · {crash['error']}" for crash in report["crashes"]]
    stale = [
        f"{ruling['check']} · {stale_words(ruling, kind, words)}"
        for kind in ("gone", "expired")
        for ruling in report["rulings"][kind]
    ]
    skipped = [f"{one['check']} · {one['message'][language]}" for one in report["unverified"]]
    skipped += [f"{check} · {counted}" for check, counted in unlisted_words(report, words)]
    yield from _listed(words("crashes"), lost, language)
    yield from _listed(words("rulings"), stale, language)
    for state, pile in piles.items():
        for at, one in enumerate(pile):
            heading = "" if at else f"### {_heading(state, words)} ({number(len(pile), language)})\n\n"
            yield heading + "\n".join(_discrepancy(one, documents, words)) + "\n\n"
    yield from _listed(words.capital("outcome.unverified"), skipped, language)


def _listed(heading: str, lines: list[str], language: str) -> Iterator[str]:
    """Lines under a heading; each begins with the name of a check, because other text could start a list or a title."""
    for at, line in enumerate(lines):
        begin = "" if at else f"### {heading} ({number(len(lines), language)})\n\n"
        end = "\n\n" if at == len(lines) - 1 else "\n"
        yield f"{begin}- {safe(line)}{end}"


def _heading(state: str, words: Words) -> str:
    return words("contents.notes") if state == "note" else words.capital(f"state.{state}")


def _discrepancy(one: Data, documents: Mapping[str, Data], words: Words) -> Iterator[str]:
    language = words.language
    yield f"**{capital(verdict_words(one, words))}** · {safe(one['message'][language])}\n"
    yield from _quotes(one, documents, words)
    yield f"- {words('working')}: {safe(localised(one['working'], language))}"
    yield from (f"- {words('perhaps-short')}: {safe(item[language])}" for item in one["reconciliations"])
    yield f"- {words('question-short')}: {safe(one['question'][language])}"
    first = one["claims"][0]
    where = safe(place(first, documents[first["document"]]))
    yield f"- {safe(one['check'])} · {one['id']} · {state_words(state_of(one), words)} · {where}"
    if one["ruling"]:
        yield f"- {words.capital('state.ruled')}: {safe(ruling_words(one['ruling'], words))}"


def _quotes(one: Data, documents: Mapping[str, Data], words: Words) -> Iterator[str]:
    """The quotes side by side in a table; a single quote as a line of the list."""
    claims = shown_claims(one)
    cells = []
    for letter, claim in lettered(claims):
        document = documents[claim["document"]]
        cells.append((letter, named(document, words), in_quotes(words_of(claim, document))))
    if len(cells) == 2:
        yield "| " + " | ".join(f"{letter}: {safe(source)}" for letter, source, _ in cells) + " |"
        yield "|---|---|"
        yield "| " + " | ".join(safe(quote) for _, _, quote in cells) + " |\n"
    else:
        yield from (f"- {letter}: {safe(quote)} ({safe(source)})" for letter, source, quote in cells)


def safe(text: str) -> str:
    """Escape text for use inside a line of Markdown: no link, no markup, no HTML, no table cell."""
    return _MARKS.sub(r"\\\1", text)
