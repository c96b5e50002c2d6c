"""What every format tells of a report, in one place: its words, its quotes and places, and who waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from doichieu.files.json_positions import printable
from doichieu.formats import Data
from doichieu.wording.formatting import filled
from doichieu.wording.sentences import in_quotes
from doichieu.wording.working import localised

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PATHS = {"path", "text_path"}
_BREAKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))

WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "contradiction": "mâu thuẫn",
        "tension": "vênh nhau",
        "note": "ghi chú",
        "stands": "giữ nguyên",
        "corrected": "đã sửa",
        "dismissed": "bỏ qua",
        "ruled": "đã quyết",
        "open": "chờ quyết định",
        "new": "mới",
        "known": "đã có trong báo cáo trước",
        "unverified": "chưa kiểm được",
        "unlisted": "còn {n} mệnh đề chưa kiểm được, không liệt kê ở đây",
        "crashed": "phép kiểm bị lỗi",
        "gone": "quyết định {fingerprint} ({check}) không còn đối tượng; hãy bỏ mục này",
        "expired": "quyết định {fingerprint} ({check}) hết hạn ngày {until}; hãy quyết lại",
        "article": "bài {id}",
        "record": "tài liệu gốc {title}",
        "working": "Phép so",
        "may": "Có thể",
        "question": "Hỏi",
        "ruling": "{decision}, {by}, {on}: {reason}",
        "until": " (đến hết {until})",
        "check": "phép kiểm",
        "and": "và",
        "rulings": "quyết định",
        "source": "Quy tắc lấy từ",
        "page": "Trang mô tả",
    },
    "en": {
        "contradiction": "contradiction",
        "tension": "tension",
        "note": "note",
        "stands": "stands",
        "corrected": "corrected",
        "dismissed": "dismissed",
        "ruled": "ruled",
        "open": "to decide",
        "new": "new",
        "known": "known from the earlier report",
        "unverified": "not checked",
        "unlisted": "{n:more claim} not checked, which this does not list",
        "crashed": "check failed itself",
        "gone": "ruling {fingerprint} ({check}) has lost its point; take its entry out",
        "expired": "ruling {fingerprint} ({check}) expired on {until}; decide again",
        "article": "article {id}",
        "record": "the record {title}",
        "working": "Working",
        "may": "Perhaps",
        "question": "Ask",
        "ruling": "{decision}, {by}, {on}: {reason}",
        "until": " (until {until})",
        "check": "check",
        "and": "and",
        "rulings": "rulings",
        "source": "Where the rule comes from",
        "page": "Its page",
    },
}


def without_control_characters(data: Any) -> Any:
    """The data with nothing in its words that a reader would obey instead of show, line breaks as spaces.

    Control characters, marks that turn the direction of writing and half characters come out escaped. Paths stay as
    they are, because an escaped one leads nowhere; a format that prints one sees to it itself.
    """
    if isinstance(data, str):
        return data if data.isprintable() else printable(data.translate(_BREAKS))
    if isinstance(data, dict):
        return {name: part if name in _PATHS else without_control_characters(part) for name, part in data.items()}
    return [without_control_characters(part) for part in data] if isinstance(data, list) else data


def named(document: Data, language: str) -> str:
    """What a message calls a document: 'bài a', 'tài liệu gốc “Biên bản”'."""
    kind = "record" if document["kind"] == "reference" else "article"
    return WORDS[language][kind].format(id=document["id"], title=in_quotes(document["title"]))


def documents_of(report: Data) -> dict[str, Data]:
    """The documents by their ids."""
    return {document["id"]: document for document in report["documents"]}


def titles_of(report: Data) -> dict[str, Data]:
    """What each check finds, in both languages, by its name."""
    return {check["name"]: check["title"] for check in report["checks"]}


def words_of(claim: Data, document: Data) -> str:
    """The words to show for a claim: its quote, or our own statement where a record is not quoted."""
    return str(claim["quote"]["exact"] or claim["statement"][document["language"]])


def shown_claims(discrepancy: Data) -> list[Data]:
    """The claims whose words are part of it: none where it concerns the whole document and they only give a place."""
    return [] if discrepancy["whole_document"] else list(discrepancy["claims"])


def lettered(claims: list[Data]) -> Iterator[tuple[str, Data]]:
    """Each claim with its letter: A to Z, then A2, B2 and so on."""
    for index, claim in enumerate(claims):
        turn, letter = divmod(index, len(LETTERS))
        yield LETTERS[letter] + (str(turn + 1) if turn else ""), claim


def quotes(discrepancy: Data, documents: Mapping[str, Data], language: str) -> str:
    """Every quote with its document, for readers who are shown one place only: 'A “12” (bài a); B “13” (bài b)'."""
    parts = []
    for letter, claim in lettered(shown_claims(discrepancy)):
        document = documents[claim["document"]]
        parts.append(f"{letter} {in_quotes(words_of(claim, document))} ({named(document, language)})")
    return "; ".join(parts)


def full_message(discrepancy: Data, documents: Mapping[str, Data], language: str) -> str:
    """Its sentence, and behind it every quote where the sentence leaves one out."""
    message = str(discrepancy["message"][language])
    said = (in_quotes(words_of(one, documents[one["document"]])) for one in shown_claims(discrepancy))
    if all(words in message for words in said):
        return message
    return f"{message} {quotes(discrepancy, documents, language)}."


def place(claim: Data, document: Data) -> str:
    """The place of a claim as file:line:column of its claims file, fit to be shown."""
    return f"{printable(document['path'])}:{claim['at']['line']}:{claim['at']['column']}"


def head(discrepancy: Data, language: str) -> str:
    """Its verdict, its check, its name and its state, in one line."""
    words = WORDS[language]
    parts = (words[discrepancy["verdict"]], discrepancy["check"], discrepancy["id"], words[state_of(discrepancy)])
    return " · ".join(parts)


def closing_lines(discrepancy: Data, language: str) -> Iterator[str]:
    """What comes after its quotes: the working, what would reconcile them, the question and the ruling."""
    words = WORDS[language]
    yield f"{words['working']}: {localised(discrepancy['working'], language)}"
    yield from (f"{words['may']}: {item[language]}" for item in discrepancy["reconciliations"])
    yield f"{words['question']}: {discrepancy['question'][language]}"
    if discrepancy["ruling"]:
        yield f"{words['ruled']}: {ruling_words(discrepancy['ruling'], language)}"


def unlisted(report: Data) -> dict[str, int]:
    """How many claims of an archive could not be checked and are not listed, by check."""
    counts: dict[str, int] = report.get("archive", {}).get("unverified", {})
    return counts


def unlisted_words(report: Data, language: str) -> Iterator[tuple[str, str]]:
    """The same in words, each with the name of its check."""
    for check, count in unlisted(report).items():
        yield check, filled(WORDS[language]["unlisted"], language, n=count)


def ruling_words(ruling: Data, language: str) -> str:
    """Who decided what, when and why, in one line."""
    told = WORDS[language]["ruling"].format(
        decision=WORDS[language][ruling["decision"]],
        by=ruling["by"],
        on=ruling["on"],
        reason=ruling["reason"][language],
    )
    return told + (WORDS[language]["until"].format(until=ruling["until"]) if ruling["until"] else "")


def stale_words(ruling: Data, kind: str, language: str) -> str:
    """What is the matter with a ruling that is `gone` or `expired`."""
    return WORDS[language][kind].format(**{name: ruling[name] for name in ("fingerprint", "check", "until")})


def rulings_path(report: Data) -> str:
    """The path of a dossier's rulings from the project's folder."""
    return f"{report['dossier']['path']}/rulings.json".removeprefix("./")


def is_open(discrepancy: Data) -> bool:
    """Whether it still waits for a decision; a note never does."""
    return discrepancy["ruling"] is None and discrepancy["verdict"] != "note"


def fails(discrepancy: Data) -> bool:
    """Whether it closes the gate: it is open, and was not yet open in the earlier report, where there is one."""
    return is_open(discrepancy) and discrepancy.get("state", "new") == "new"


def state_of(discrepancy: Data) -> str:
    """Its state as a word of WORDS: ruled, note, open, or of a compared report new or known."""
    if discrepancy["ruling"]:
        return "ruled"
    if discrepancy["verdict"] == "note":
        return "note"
    if not fails(discrepancy):
        return "known"
    return "new" if discrepancy.get("state") == "new" else "open"


class Entry(NamedTuple):
    """A discrepancy with its report, and the documents of that by their ids."""

    discrepancy: Data
    report: Data
    documents: Mapping[str, Data]


def worst_first(reports: list[Data]) -> list[Entry]:
    """Every discrepancy: undecided before ruled, then worst first; else in the order of the reports."""
    order = ("contradiction", "tension", "note")
    found = [
        Entry(discrepancy, report, documents)
        for report, documents in ((report, documents_of(report)) for report in reports)
        for discrepancy in report["discrepancies"]
    ]
    return sorted(
        found, key=lambda one: (one.discrepancy["ruling"] is not None, order.index(one.discrepancy["verdict"]))
    )
