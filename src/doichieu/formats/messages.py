"""The texts that all formats share: a report's words, quotes, places and states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from doichieu.files.json_positions import printable
from doichieu.formats import Data
from doichieu.wording.catalogue import Words
from doichieu.wording.sentences import in_quotes
from doichieu.wording.working import lettered, localised

_PATHS = {"path", "text_path"}
_BREAKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))


def without_control_characters(data: Any) -> Any:
    """The data without characters that a viewer would interpret instead of showing; line breaks become spaces.

    Control characters, marks that change the direction of writing, and lone surrogates are escaped. Paths are not
    changed, because an escaped path leads nowhere; a format that prints one must escape it itself.
    """
    if isinstance(data, str):
        return data if data.isprintable() else printable(data.translate(_BREAKS))
    if isinstance(data, dict):
        return {name: part if name in _PATHS else without_control_characters(part) for name, part in data.items()}
    return [without_control_characters(part) for part in data] if isinstance(data, list) else data


def named(document: Data, words: Words) -> str:
    """The name of a document in messages: 'bài a', 'tài liệu gốc “Biên bản”'."""
    if document["kind"] == "reference":
        return words("record", title=in_quotes(document["title"]))
    return words("document.article", id=document["id"])


def documents_of(report: Data) -> dict[str, Data]:
    """The documents by id."""
    return {document["id"]: document for document in report["documents"]}


def titles_of(report: Data) -> dict[str, Data]:
    """The title of each check in both languages, by the check's name."""
    return {check["name"]: check["title"] for check in report["checks"]}


def words_of(claim: Data, document: Data) -> str:
    """The words to show for a claim: its quote, or our own statement for a record without a quote."""
    return str(claim["quote"]["exact"] or claim["statement"][document["language"]])


def shown_claims(discrepancy: Data) -> list[Data]:
    """The claims to quote; none if the discrepancy is about a whole document and its claims only locate it."""
    return [] if discrepancy["whole_document"] else list(discrepancy["claims"])


def quotes(discrepancy: Data, documents: Mapping[str, Data], words: Words) -> str:
    """Every quote with its document, for viewers that show only one place: 'A “12” (bài a); B “13” (bài b)'."""
    parts = []
    for letter, claim in lettered(shown_claims(discrepancy)):
        document = documents[claim["document"]]
        parts.append(f"{letter} {in_quotes(words_of(claim, document))} ({named(document, words)})")
    return "; ".join(parts)


def full_message(discrepancy: Data, documents: Mapping[str, Data], words: Words) -> str:
    """The sentence of a discrepancy, followed by all quotes if the sentence omits one."""
    message = str(discrepancy["message"][words.language])
    said = (in_quotes(words_of(one, documents[one["document"]])) for one in shown_claims(discrepancy))
    if all(quote in message for quote in said):
        return message
    return f"{message} {quotes(discrepancy, documents, words)}."


def place(claim: Data, document: Data) -> str:
    """The place of a claim as file:line:column of its claims file, safe to print."""
    return f"{printable(document['path'])}:{claim['at']['line']}:{claim['at']['column']}"


def verdict_words(discrepancy: Data, words: Words) -> str:
    """The verdict of a discrepancy in words."""
    return words(f"verdict.{discrepancy['verdict']}")


def state_words(state: str, words: Words) -> str:
    """A state from `state_of` in words."""
    return words({"new": "change.new", "note": "verdict.note"}.get(state, f"state.{state}"))


def head(discrepancy: Data, words: Words) -> str:
    """The verdict, check, fingerprint and state of a discrepancy in one line."""
    state = state_words(state_of(discrepancy), words)
    return " · ".join((verdict_words(discrepancy, words), discrepancy["check"], discrepancy["id"], state))


def closing_lines(discrepancy: Data, words: Words) -> Iterator[str]:
    """The lines after the quotes: working, reconciliations, question and ruling."""
    language = words.language
    yield f"{words('working')}: {localised(discrepancy['working'], language)}"
    yield from (f"{words('perhaps-short')}: {item[language]}" for item in discrepancy["reconciliations"])
    yield f"{words('question-short')}: {discrepancy['question'][language]}"
    if discrepancy["ruling"]:
        yield f"{words('state.ruled')}: {ruling_words(discrepancy['ruling'], words)}"


def unlisted(report: Data) -> dict[str, int]:
    """The number of an archive's claims that could not be checked and are not listed, by check."""
    counts: dict[str, int] = report.get("archive", {}).get("unverified", {})
    return counts


def unlisted_words(report: Data, words: Words) -> Iterator[tuple[str, str]]:
    """The numbers of `unlisted` in words, each with the name of its check."""
    for check, count in unlisted(report).items():
        yield check, words("unlisted", n=count)


def ruling_words(ruling: Data, words: Words) -> str:
    """Who decided what, when and why, in one line."""
    sentence = words(
        "ruling",
        decision=words(f"decision.{ruling['decision']}"),
        by=ruling["by"],
        on=ruling["on"],
        reason=ruling["reason"][words.language],
    )
    return words("ruling-until", ruling=sentence, until=ruling["until"]) if ruling["until"] else sentence


def stale_words(ruling: Data, kind: str, words: Words) -> str:
    """Why a ruling is outdated, in words; `kind` is gone or expired."""
    return words(kind, **{name: ruling[name] for name in ("fingerprint", "check", "until")})


def rulings_path(report: Data) -> str:
    """The path of a dossier's rulings, relative to the project's folder."""
    return f"{report['dossier']['path']}/rulings.json".removeprefix("./")


def is_open(discrepancy: Data) -> bool:
    """Whether a discrepancy still needs a decision; a note never does."""
    return discrepancy["ruling"] is None and discrepancy["verdict"] != "note"


def fails(discrepancy: Data) -> bool:
    """Whether a discrepancy fails the gate: it is open, and not known from the baseline if there is one."""
    return is_open(discrepancy) and discrepancy.get("state", "new") == "new"


def state_of(discrepancy: Data) -> str:
    """The state of a discrepancy: ruled, note or open; new or known instead of open if there is a baseline."""
    if discrepancy["ruling"]:
        return "ruled"
    if discrepancy["verdict"] == "note":
        return "note"
    if not fails(discrepancy):
        return "known"
    return "new" if discrepancy.get("state") == "new" else "open"


class Entry(NamedTuple):
    """A discrepancy with its report and the report's documents by id."""

    discrepancy: Data
    report: Data
    documents: Mapping[str, Data]


def worst_first(reports: list[Data]) -> list[Entry]:
    """All discrepancies: undecided before ruled, then worst first, otherwise in the order of the reports."""
    order = ("contradiction", "tension", "note")
    found = [
        Entry(discrepancy, report, documents)
        for report, documents in ((report, documents_of(report)) for report in reports)
        for discrepancy in report["discrepancies"]
    ]
    return sorted(
        found, key=lambda one: (one.discrepancy["ruling"] is not None, order.index(one.discrepancy["verdict"]))
    )
