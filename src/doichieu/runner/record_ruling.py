"""Record a ruling: append an entry to a dossier's rulings.json and leave the rest of the file as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from doichieu.files.atomic_write import write
from doichieu.files.json_positions import cut, locate, offsets, skip
from doichieu.files.problems import InputError, Problem, input_error, shown_path
from doichieu.files.strict_json import read_json
from doichieu.model.claims import Dossier
from doichieu.runner.rulings import RuledResult
from doichieu.runner.run import Found
from doichieu.validation.schemas import Schemas
from doichieu.wording.catalogue import Catalogue

_FILE = "rulings.json"
_CALL = Path("doichieu rule")
_WRITABLE = "ask for permission to write it"


@dataclass(frozen=True)
class RulingRequest:
    """An editor's decision as given in the call; `reason` is by language, `until` the last day in ISO 8601."""

    fingerprint: str
    decision: str
    reason: Mapping[str, str]
    by: str
    until: str | None = None


def refuse_incomplete(request: RulingRequest, today: date) -> None:
    """Raise InputError for what is missing in the call or has expired, before any check runs."""
    problems = [
        _problem(f"the reason is missing in {name}", f"give it in a sentence with --reason-{language}")
        for language, name in (("vi", "Vietnamese"), ("en", "English"))
        if not request.reason[language].strip()
    ]
    if not request.by.strip():
        problems.append(_problem("the name of who decided is missing", "give it with --by"))
    if request.until and date.fromisoformat(request.until) < today:
        problems.append(_problem(f"{request.until} has passed", "give --until a later day, or leave it out"))
    if problems:
        raise InputError(problems)
    if not all(_is_text(words) for words in (request.by, *request.reason.values())):
        raise InputError([_problem("a text in the call is not UTF-8", "set the terminal to UTF-8 and try again")])


def _is_text(words: str) -> bool:
    """Whether the terminal's bytes were UTF-8: Python turns others into lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in words)


def record(
    request: RulingRequest,
    ruled_results: Sequence[RuledResult],
    schemas: Schemas,
    today: date,
    language: str | None,
    words: Catalogue | None = None,
) -> str:
    """Write the ruling to the dossier that has the discrepancy, and return a line that confirms it.

    Raises InputError if no run found the discrepancy, if rulings.json already has a ruling on it, or if the file is
    invalid or cannot be written.
    """
    dossier, found = _found(request.fingerprint, ruled_results)
    say = (words or Catalogue())[
        language or dossier.language
    ]  # before anything is written, because the catalogue may be invalid
    path = (dossier.path / _FILE).resolve()  # a symbolic link is kept
    ruling = {
        "fingerprint": found.fingerprint,
        "check": found.check.name,
        "decision": request.decision,
        "reason": {name: request.reason[name].strip() for name in ("vi", "en")},
        "by": request.by.strip(),
        "on": today.isoformat(),
        "until": request.until,
    }
    # read again here: another editor may have recorded a ruling while the checks ran
    text = read_json(path)[1] if path.exists() else _empty(dossier)
    before = json.loads(text)
    if problems := schemas.problems("rulings", before, path, text):
        raise InputError(problems)
    _refuse_ruled(request.fingerprint, before, text, dossier.path / _FILE)
    written = with_entry(text, ruling)
    after = json.loads(written)
    assert after == before | {"rulings": [*before["rulings"], ruling]}, "a ruling was not added at the end"
    if problems := schemas.problems("rulings", after, path, written):  # the file was valid, so the call is wrong
        raise InputError(_problem(f"{one.pointer.split('/', 3)[3]}: {one.what}", one.todo) for one in problems)
    try:
        write(path, written)
    except OSError as error:
        raise input_error(path, f"this cannot be written ({error.strerror})", _WRITABLE) from error
    line, column = locate(written, ("rulings", len(before["rulings"])))
    decision = say(f"decision.{request.decision}")
    recorded = say("rule-recorded", fingerprint=found.fingerprint, check=found.check.name, decision=decision)
    return f"{shown_path(dossier.path / _FILE)}:{line}:{column}: {recorded}"


def _found(fingerprint: str, ruled_results: Sequence[RuledResult]) -> tuple[Dossier, Found]:
    for ruled_result in ruled_results:
        for found in ruled_result.result.found:
            if found.fingerprint == fingerprint:
                return ruled_result.result.dossier, found
    for ruled_result in ruled_results:
        for ruling in ruled_result.gone:
            if ruling.fingerprint == fingerprint:
                what = f"the ruling {fingerprint} no longer applies because its discrepancy is gone"
                todo = "remove its entry from rulings.json"
                raise input_error(ruled_result.result.dossier.path / _FILE, what, todo)
    dossiers = ", ".join(ruled_result.result.dossier.id for ruled_result in ruled_results)
    raise InputError(
        [
            _problem(
                f"this run finds no discrepancy '{cut(fingerprint)}' in {dossiers}",
                "take its name, D-…, from a report of the current files",
            )
        ]
    )


def _refuse_ruled(fingerprint: str, data: Mapping[str, Any], text: str, path: Path) -> None:
    for place, ruling in enumerate(data["rulings"]):
        if ruling["fingerprint"] == fingerprint:
            what = f"{fingerprint} already has a ruling: {ruling['decision']}, by {cut(ruling['by'])} on {ruling['on']}"
            if ruling.get("until"):
                what += f" until {ruling['until']}"
            raise input_error(path, what, "change this entry", *locate(text, ("rulings", place)))


def _empty(dossier: Dossier) -> str:
    """The text of a file without rulings; it names its schema as dossier.json does."""
    about, _ = read_json(dossier.path / "dossier.json")
    named = about.get("$schema") if isinstance(about, dict) else None
    schema = {"$schema": named.replace("dossier.schema", "rulings.schema")} if isinstance(named, str) else {}
    return json.dumps(schema | {"rulings": []}, ensure_ascii=False, indent=2) + "\n"


def with_entry(text: str, ruling: Mapping[str, Any]) -> str:
    """The text of a valid rulings.json with one more ruling at its end, formatted like the last one."""
    ends = "\r\n" if "\r\n" in text else "\n"
    rulings, start = ("rulings",), offsets(text, [("rulings",)])["rulings",][1]
    decoded, end = json.JSONDecoder().raw_decode(text, start)
    last = len(text[: end - 1].rstrip())  # after the last entry, or after the list's opening bracket
    if not decoded:
        outer = _indent(text, offsets(text, [rulings])[rulings][0])
        step = outer or "  "
        return text[:last] + ends + _laid_out(ruling, outer + step, step, ends) + ends + outer + text[end - 1 :]
    first = skip(text, start + 1)
    entry = offsets(text, [("rulings", len(decoded) - 1)])["rulings", len(decoded) - 1][1]
    own_lines = "\n" in text[start:first]
    inner = _indent(text, entry) if own_lines else ""
    if "\n" in text[entry:last]:
        member = skip(text, entry + 1)
        laid = _laid_out(ruling, inner, _indent(text, member).removeprefix(inner) or "  ", ends)
    else:
        laid = inner + json.dumps(ruling, ensure_ascii=False)
    return text[:last] + "," + (ends if own_lines else " ") + laid + text[last:]


def _laid_out(ruling: Mapping[str, Any], indent: str, step: str, ends: str) -> str:
    lines = json.dumps(ruling, ensure_ascii=False, indent=step).split("\n")
    return ends.join(indent + line for line in lines)


def _indent(text: str, at: int) -> str:
    """The indentation of the line that contains this offset."""
    found = re.match(r"[ \t]*", text[text.rfind("\n", 0, at) + 1 : at])
    return found[0] if found else ""


def _problem(what: str, todo: str) -> Problem:
    return Problem(_CALL, 0, 0, "", what, todo)
