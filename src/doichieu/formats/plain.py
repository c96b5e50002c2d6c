"""Plain text for a letter or a log, with carets under each quote, shown in its line of the article if available.

It is the only format that shows the words around a quote; they come from the texts on this machine, not the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from doichieu.files.atomic_write import harmless
from doichieu.files.json_positions import printable
from doichieu.files.text_table import screen_width
from doichieu.formats import Data, Material, Written
from doichieu.formats.messages import (
    closing_lines,
    documents_of,
    head,
    named,
    place,
    rulings_path,
    shown_claims,
    stale_words,
    unlisted_words,
    without_control_characters,
    words_of,
)
from doichieu.wording.catalogue import Words
from doichieu.wording.working import lettered

_AROUND = 40  # characters on each side of a quote
_LONGEST = 200  # characters of a quote


def plain(material: Material) -> Written:
    """Every discrepancy, undecided first, then worst first; after them, what could not be checked."""
    lines: list[str] = []
    for number, report in enumerate(material.reports):
        texts = material.texts[number] if material.texts else {}
        lines += _dossier(report, texts, material.words_for(report))
    return Written("".join(f"{line}\n" for line in lines))


def _dossier(raw: Data, texts: Mapping[str, str], words: Words) -> Iterator[str]:
    report = without_control_characters(raw)
    documents = documents_of(report)
    for one, untamed in zip(report["discrepancies"], raw["discrepancies"], strict=True):
        first = one["claims"][0]
        yield f"{place(first, documents[first['document']])}: {head(one, words)}"
        yield f"  {harmless(one['message'][words.language])}"
        claims = zip(lettered(shown_claims(one)), shown_claims(untamed), strict=True)
        for (letter, claim), exact in claims:
            document = documents[claim["document"]]
            yield f"  {letter}  {harmless(named(document, words))}  {place(claim, document)}"
            yield from _marked(exact, words_of(claim, document), texts.get(document["id"]))
        yield from (f"  {harmless(line)}" for line in closing_lines(one, words))
        yield ""
    for kind in ("gone", "expired"):
        for ruling in report["rulings"][kind]:
            yield f"{printable(rulings_path(report))}: {stale_words(ruling, kind, words)}"
    for crash in report["crashes"]:
        yield f"{words('crashed')}: {crash['check']}: {harmless(crash['error'])}"
    for skipped in report["unverified"]:
        yield f"{words('outcome.unverified')} · {skipped['check']}: {harmless(skipped['message'][words.language])}"
    for check, counted in unlisted_words(report, words):
        yield f"{words('outcome.unverified')} · {check}: {counted}"


def _marked(claim: Data, words: str, content: str | None) -> Iterator[str]:
    """The quote with carets under it: within its line of the text if it is found there, else alone."""
    before = after = ""
    if content is not None and claim["in_text"]:
        start, end = claim["quote"]["start"], claim["quote"]["end"]
        before, after = content[:start].rpartition("\n")[2], content[end:].partition("\n")[0]
        before = before if len(before) <= _AROUND else "…" + before[-_AROUND:]
        after = after if len(after) <= _AROUND else after[:_AROUND] + "…"
    lead, quote, tail = (harmless(str(without_control_characters(part))) for part in (before, _short(words), after))
    line = f"     | {lead}{quote}{tail}"
    yield line.rstrip()
    yield "     | " + " " * screen_width(lead) + "^" * screen_width(quote)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
