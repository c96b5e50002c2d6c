"""A table for spreadsheets: CSV (RFC 4180) with a byte-order mark, and no cell that would be read as a formula.

The byte-order mark tells Excel that the file is UTF-8. Excel takes the separator from the reader's locale: with a
decimal comma, as in Vietnam, it is a semicolon.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from doichieu.files.json_positions import printable
from doichieu.formats import Data, Material, Written
from doichieu.formats.messages import (
    documents_of,
    named,
    place,
    ruling_words,
    shown_claims,
    state_of,
    state_words,
    titles_of,
    verdict_words,
    without_control_characters,
    words_of,
)
from doichieu.wording.catalogue import Words
from doichieu.wording.sentences import in_quotes
from doichieu.wording.working import lettered, localised

_SEPARATORS = {"vi": ";", "en": ","}
_FORMULA = "=+-@\t\r＝＋－＠"  # with their full-width forms, which East Asian editions of Excel treat alike
_LETTERED = ("csv.document", "csv.quote", "csv.place")


def spreadsheet(material: Material) -> Written:
    """One row for each discrepancy, under one header."""
    words = material.words_for(material.reports[0])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=_SEPARATORS[words.language], quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_heads(words))
    for raw in material.reports:
        writer.writerows(_rows(without_control_characters(raw), words))
    return Written("\ufeff" + text.getvalue())


def _heads(words: Words) -> list[str]:
    about = ("csv.dossier", "csv.id", "by.state", "by.verdict", "by.check", "csv.title", "csv.message")
    pair = [words(key, letter=letter) for letter in "AB" for key in _LETTERED]
    closing = ("csv.rest", "working", "question", "perhaps-short", "decision")
    return [*map(words, about), *pair, *map(words, closing)]


def _rows(report: Data, words: Words) -> Iterator[list[str]]:
    language, documents, titles = words.language, documents_of(report), titles_of(report)
    for one in report["discrepancies"]:
        cells = [_cells(claim, documents[claim["document"]], words) for claim in one["claims"]]
        shown = shown_claims(one)
        pair = [*cells[:2], ("", "", "")][:2]
        rest = [
            f"{letter} {in_quotes(words_of(claim, documents[claim['document']]))} "
            f"({named(documents[claim['document']], words)}, {place(claim, documents[claim['document']])})"
            for letter, claim in list(lettered(shown))[2:]
        ]
        row = [
            report["dossier"]["id"],
            one["id"],
            state_words(state_of(one), words),
            verdict_words(one, words),
            one["check"],
            titles[one["check"]][language],
            one["message"][language],
            *(cell for cells in pair for cell in cells),
            "; ".join(rest),
            localised(one["working"], language),
            one["question"][language],
            " ".join(item[language] for item in one["reconciliations"]),
            ruling_words(one["ruling"], words) if one["ruling"] else "",
        ]
        yield [_guarded(cell) for cell in row]


def _cells(claim: Data, document: Data, words: Words) -> tuple[str, str, str]:
    return named(document, words), words_of(claim, document), place(claim, document)


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet reads as a formula: an apostrophe precedes what would start one."""
    shown = printable(cell)
    return f"'{shown}" if shown.lstrip().startswith(tuple(_FORMULA)) else shown
