"""A table for a spreadsheet: CSV after RFC 4180, with a byte-order mark and no cell that would be a formula.

Excel reads the byte-order mark as UTF-8. It takes the separator from the reader's country: where numbers have a decimal
comma, as in Vietnam, that is a semicolon.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from doichieu.files.json_positions import printable
from doichieu.formats import Data, Material, Written
from doichieu.formats.messages import (
    WORDS,
    documents_of,
    lettered,
    named,
    place,
    ruling_words,
    shown_claims,
    state_of,
    titles_of,
    without_control_characters,
    words_of,
)
from doichieu.wording.sentences import in_quotes
from doichieu.wording.working import localised

_SEPARATORS = {"vi": ";", "en": ","}
_FORMULA = "=+-@\t\r＝＋－＠"  # with their wide twins, which East Asian editions of Excel read alike
_HEADS = {
    "vi": (
        *("Hồ sơ", "Mã", "Tình trạng", "Mức độ", "Phép kiểm", "Phép kiểm tìm gì", "Điểm không khớp"),
        *("Tài liệu A", "Trích A", "Vị trí A", "Tài liệu B", "Trích B", "Vị trí B", "Trích khác"),
        *("Phép so", "Câu hỏi", "Có thể", "Quyết định"),
    ),
    "en": (
        *("Dossier", "Id", "State", "Verdict", "Check", "What it finds", "Discrepancy"),
        *("Document A", "Quote A", "Place A", "Document B", "Quote B", "Place B", "Further quotes"),
        *("Working", "Question", "Perhaps", "Ruling"),
    ),
}


def spreadsheet(material: Material) -> Written:
    """A row a discrepancy, under one head."""
    language = material.language_of(material.reports[0])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=_SEPARATORS[language], quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_HEADS[language])
    for raw in material.reports:
        writer.writerows(_rows(without_control_characters(raw), language))
    return Written("\ufeff" + text.getvalue())


def _rows(report: Data, language: str) -> Iterator[list[str]]:
    words, documents, titles = WORDS[language], documents_of(report), titles_of(report)
    for one in report["discrepancies"]:
        told = [_cells(claim, documents[claim["document"]], language) for claim in one["claims"]]
        shown = shown_claims(one)
        pair = [*told[:2], ("", "", "")][:2]
        rest = [
            f"{letter} {in_quotes(words_of(claim, documents[claim['document']]))} "
            f"({named(documents[claim['document']], language)}, {place(claim, documents[claim['document']])})"
            for letter, claim in list(lettered(shown))[2:]
        ]
        row = [
            report["dossier"]["id"],
            one["id"],
            words[state_of(one)],
            words[one["verdict"]],
            one["check"],
            titles[one["check"]][language],
            one["message"][language],
            *(cell for cells in pair for cell in cells),
            "; ".join(rest),
            localised(one["working"], language),
            one["question"][language],
            " ".join(item[language] for item in one["reconciliations"]),
            ruling_words(one["ruling"], language) if one["ruling"] else "",
        ]
        yield [_guarded(cell) for cell in row]


def _cells(claim: Data, document: Data, language: str) -> tuple[str, str, str]:
    return named(document, language), words_of(claim, document), place(claim, document)


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what would begin one."""
    shown = printable(cell)
    return f"'{shown}" if shown.lstrip().startswith(tuple(_FORMULA)) else shown
