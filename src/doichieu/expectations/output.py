"""What a run of the suite tells: plain data, as schemas/expectations.schema.json describes it, and lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import doichieu
from doichieu.expectations.suite import STATES, Outcome
from doichieu.files.json_positions import printable
from doichieu.files.problems import InputError, Problem
from doichieu.files.strict_json import read_json
from doichieu.model.claims import Dossier
from doichieu.validation.schemas import Schemas
from doichieu.wording.formatting import filled

VERSION = 1

_MOST_TOLD = 5  # rows in a line
_SIGNS = {"met": "✓", "failed": "▲", "errored": "◆", "not applicable": "○"}
_WORDS = {
    "vi": {
        "head": "{title}: {n} kỳ vọng về bảng dữ liệu ({engine})",
        "met": "đạt",
        "failed": "không đạt",
        "errored": "lỗi, chưa biết",
        "not applicable": "không có gì để xem",
        "documents": "tài liệu",
        "claims": "mệnh đề",
        "seen": "đã xem {looked_at}/{rows} {things}",
        "off": "{unexpected} trong {looked_at} {things} không như vậy",
        "tolerated": "{unexpected} trong {looked_at} {things} không như vậy, vẫn trong mức cho phép",
        "missing": "thiếu cột {columns}",
        "more": "và {n} dòng nữa",
        "error": "hãy chạy lại, hoặc gửi dòng này cho chúng tôi: {error}",
        "counts": "{met} đạt, {failed} không đạt, {errored} lỗi, {none} không có gì để xem",
        "pass": "ĐẠT",
        "fail": "KHÔNG ĐẠT",
    },
    "en": {
        "head": "{title}: {n} expectations of the tables ({engine})",
        "met": "met",
        "failed": "failed",
        "errored": "errored, nothing is known",
        "not applicable": "nothing to look at",
        "documents": "documents",
        "claims": "claims",
        "seen": "{looked_at} of {rows} {things} looked at",
        "off": "{unexpected} of {looked_at} {things} are not so",
        "tolerated": "{unexpected} of {looked_at} {things} are not so, which is tolerated",
        "missing": "missing: {columns}",
        "more": "and {n} more",
        "error": "run it again, or send us this line: {error}",
        "counts": "{met} met, {failed} failed, {errored} errored, {none} with nothing to look at",
        "pass": "PASS",
        "fail": "FAIL",
    },
}


def expectations_data(dossier: Dossier, engine: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How a dossier's tables stand up to the suite, as plain data."""
    return {
        "version": VERSION,
        "tool": {"name": "doichieu", "version": doichieu.__version__},
        "dossier": {
            "id": dossier.id,
            "title": {"vi": dossier.title.vi, "en": dossier.title.en},
            "language": dossier.language,
        },
        "engine": engine,
        "counts": {state: sum(one.state == state for one in outcomes) for state in STATES},
        "expectations": [_outcome(one) for one in outcomes],
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    about = one.expectation
    return {
        "name": about.name,
        "table": about.table,
        "title": {"vi": about.title.vi, "en": about.title.en},
        "source": about.source,
        "state": one.state,
        "rows": one.rows,
        "looked_at": one.looked_at,
        "unexpected": one.unexpected,
        "found": [{"document": row.document, "claim": row.claim, "values": dict(row.values)} for row in one.found],
        "missing": list(one.missing),
        "error": one.error,
    }


def read_expectations(path: Path, schemas: Schemas) -> dict[str, dict[str, Any]]:
    """What `doichieu expectations --format json` wrote, by dossier.

    Raises InputError where the file is something else.
    """
    data, _ = read_json(path)
    each: list[Any] = data if isinstance(data, list) else [data]
    problems = [problem for one in each for problem in schemas.problems("expectations", one, path, json.dumps(one))]
    if problems or not each:
        first = problems[0].what if problems else "it is empty"
        what = f"this is not a result of doichieu expectations ({first})"
        raise InputError(
            [Problem(path, 0, 0, "", what, "write it anew with doichieu expectations --format json -o FILE")]
        )
    return {one["dossier"]["id"]: one for one in each}


def expectations_lines(data: Mapping[str, Any], language: str) -> Iterator[str]:
    """The data as a person reads it on the terminal."""
    words = _WORDS[language]
    counts, title = data["counts"], data["dossier"]["title"][language]
    yield printable(filled(words["head"], language, title=title, n=len(data["expectations"]), engine=data["engine"]))
    for one in data["expectations"]:
        yield f"  {_SIGNS[one['state']]} {words[one['state']]} · {one['name']}: {one['title'][language]}"
        for line in _details(one, language):
            yield f"      {printable(line)}"
    told = filled(words["counts"], language, none=counts["not applicable"], **counts)
    yield f"{words['fail' if counts['failed'] or counts['errored'] else 'pass']}: {told}"


def _details(one: Mapping[str, Any], language: str) -> Iterator[str]:
    words = _WORDS[language]
    if one["error"] is not None:
        yield words["error"].format(error=one["error"])
    elif one["missing"]:
        yield words["missing"].format(columns=", ".join(one["missing"]))
    elif one["unexpected"]:
        yield filled(
            words["off" if one["state"] == "failed" else "tolerated"], language, things=words[one["table"]], **one
        )
        for row in one["found"][:_MOST_TOLD]:
            place = " ".join(filter(None, (row["document"], row["claim"])))
            values = ", ".join(f"{name} {_number(value)}" for name, value in row["values"].items())
            yield f"{place}: {values}" if values else place
        if one["unexpected"] > _MOST_TOLD:
            yield filled(words["more"], language, n=one["unexpected"] - min(_MOST_TOLD, len(one["found"])))
    elif one["looked_at"] and one["looked_at"] < one["rows"]:
        yield filled(words["seen"], language, things=words[one["table"]], **one)


def _number(value: object) -> str:
    return "–" if value is None else str(value)  # to the last digit: an open end is one step short of a round number
