"""Record a ruling: one more entry in a dossier's rulings.json, all else in the file left as its writers have it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from doichieu.catalogue import Catalogue
from doichieu.files import InputError, Problem, locate, read_json, shown_path
from doichieu.json_text import cut, offsets, skip
from doichieu.model import Dossier
from doichieu.output import write
from doichieu.rulings import Judgement
from doichieu.run import Found
from doichieu.validate import Schemas

DECISIONS = ("stands", "corrected", "dismissed")

_FILE = "rulings.json"
_CALL = Path("doichieu rule")
_MAY = "ask for the right to write it"


@dataclass(frozen=True)
class Wish:
    """What an editor decided, as the call gives it."""

    fingerprint: str
    decision: str
    reason: Mapping[str, str]
    by: str
    until: str | None = None


def refuse_incomplete(wish: Wish, today: date) -> None:
    """Raise InputError for what is missing in the call or is too late; it takes no run to see that."""
    wrong = [
        _wrong(f"the reason is missing in {name}", f"give it with --reason-{language}, in a sentence")
        for language, name in (("vi", "Vietnamese"), ("en", "English"))
        if not wish.reason[language].strip()
    ]
    if not wish.by.strip():
        wrong.append(_wrong("it is not said who decided", "give a name with --by"))
    if wish.until and date.fromisoformat(wish.until) < today:
        wrong.append(_wrong(f"{wish.until} has passed", "give --until a day to come, or leave it out"))
    if wrong:
        raise InputError(wrong)
    if not all(_is_text(words) for words in (wish.by, *wish.reason.values())):
        raise InputError([_wrong("a text of the call is not UTF-8", "set the terminal to UTF-8 and give it again")])


def _is_text(words: str) -> bool:
    """Whether the terminal's bytes were letters: what was none comes as half a surrogate pair."""
    return not any("\ud800" <= letter <= "\udfff" for letter in words)


def record(
    wish: Wish,
    judgements: Sequence[Judgement],
    schemas: Schemas,
    today: date,
    language: str | None,
    words: Catalogue | None = None,
) -> str:
    """Write the ruling into the dossier that has the discrepancy, and return the line to tell.

    Raises InputError where no run found the discrepancy, where rulings.json has a ruling on it, and where the file is
    not one that it can be added to.
    """
    dossier, found = _found(wish.fingerprint, judgements)
    told = (words or Catalogue())[language or dossier.language]  # before anything is written, lest they be at fault
    path = (dossier.path / _FILE).resolve()  # a link stays a link
    ruling = {
        "fingerprint": found.fingerprint,
        "check": found.check.name,
        "decision": wish.decision,
        "reason": {name: wish.reason[name].strip() for name in ("vi", "en")},
        "by": wish.by.strip(),
        "on": today.isoformat(),
        "until": wish.until,
    }
    # read now, not when the dossier was: another editor may have decided something while the checks ran
    text = read_json(path)[1] if path.exists() else _empty(dossier)
    before = json.loads(text)
    if problems := schemas.problems("rulings", before, path, text):
        raise InputError(problems)
    _refuse_ruled(wish.fingerprint, before, text, dossier.path / _FILE)
    written = with_entry(text, ruling)
    after = json.loads(written)
    assert after == before | {"rulings": [*before["rulings"], ruling]}, "a ruling was not added where it belongs"
    if problems := schemas.problems("rulings", after, path, written):  # the call is at fault: the file was in order
        raise InputError(_wrong(f"{one.pointer.split('/', 3)[3]}: {one.what}", one.todo) for one in problems)
    try:
        write(path, written)
    except OSError as error:
        raise InputError([Problem(path, 0, 0, "", f"this cannot be written ({error.strerror})", _MAY)]) from error
    line, column = locate(written, ("rulings", len(before["rulings"])))
    decision = told(f"decision.{wish.decision}")
    recorded = told("rule-recorded", fingerprint=found.fingerprint, check=found.check.name, decision=decision)
    return f"{shown_path(dossier.path / _FILE)}:{line}:{column}: {recorded}"


def _found(fingerprint: str, judgements: Sequence[Judgement]) -> tuple[Dossier, Found]:
    for judgement in judgements:
        for found in judgement.result.found:
            if found.fingerprint == fingerprint:
                return judgement.result.dossier, found
    for judgement in judgements:
        for ruling in judgement.gone:
            if ruling.fingerprint == fingerprint:
                what = f"the ruling {fingerprint} no longer applies because its discrepancy is gone"
                raise _refusal(judgement.result.dossier.path / _FILE, what, "take its entry out of rulings.json")
    dossiers = ", ".join(judgement.result.dossier.id for judgement in judgements)
    raise InputError(
        [
            _wrong(
                f"this run finds no discrepancy '{cut(fingerprint)}' in {dossiers}",
                "take its name, D-…, from a report made of the files as they are now",
            )
        ]
    )


def _refuse_ruled(fingerprint: str, data: Mapping[str, Any], text: str, path: Path) -> None:
    for place, ruling in enumerate(data["rulings"]):
        if ruling["fingerprint"] == fingerprint:
            what = f"{fingerprint} is ruled already: {ruling['decision']}, by {cut(ruling['by'])} on {ruling['on']}"
            if ruling.get("until"):
                what += f" until {ruling['until']}"
            raise _refusal(path, what, "change this entry", *locate(text, ("rulings", place)))


def _empty(dossier: Dossier) -> str:
    """A file without rulings that names its schema as dossier.json names its own."""
    about, _ = read_json(dossier.path / "dossier.json")
    named = about.get("$schema") if isinstance(about, dict) else None
    schema = {"$schema": named.replace("dossier.schema", "rulings.schema")} if isinstance(named, str) else {}
    return json.dumps(schema | {"rulings": []}, ensure_ascii=False, indent=2) + "\n"


def with_entry(text: str, ruling: Mapping[str, Any]) -> str:
    """The text of a valid rulings.json with one more ruling at its end, laid out as the last one there is."""
    ends = "\r\n" if "\r\n" in text else "\n"
    rulings, start = ("rulings",), offsets(text, [("rulings",)])["rulings",][1]
    decoded, end = json.JSONDecoder().raw_decode(text, start)
    last = len(text[: end - 1].rstrip())  # behind the last entry, or behind the bracket that opens the list
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
    """The white space that the line of an offset begins with."""
    found = re.match(r"[ \t]*", text[text.rfind("\n", 0, at) + 1 : at])
    return found[0] if found else ""


def _wrong(what: str, todo: str) -> Problem:
    return Problem(_CALL, 0, 0, "", what, todo)


def _refusal(path: Path, what: str, todo: str, line: int = 0, column: int = 0) -> InputError:
    return InputError([Problem(path, line, column, "", what, todo)])
