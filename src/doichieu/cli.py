"""The doichieu command.

Exit codes: 0 clean, 1 discrepancies (with --against only new ones) or a ruling that needs attention, 2 the input or the
call is wrong, 3 the tool itself failed, a check that crashed included.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doichieu.arguments import parser
from doichieu.files import InputError, Problem
from doichieu.output import write

if TYPE_CHECKING:
    from doichieu.catalogue import Catalogue
    from doichieu.check import Check
    from doichieu.compare import Comparison, Earlier
    from doichieu.formats import Material, Written
    from doichieu.model import Dossier
    from doichieu.project import Project
    from doichieu.rulings import Judgement
    from doichieu.run import Result

CLEAN, DISCREPANCIES, WRONG_INPUT, FAILED = range(4)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    options = parser().parse_args(arguments)
    gc.set_threshold(100_000)  # a short run makes little garbage; looking for it costs a twentieth of the time
    try:
        code = COMMANDS[options.command](options)
        sys.stdout.flush()
        return code
    except InputError as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader had enough
        return CLEAN
    except Exception:  # whatever is left is our own fault, and the exit code says so
        traceback.print_exc()
        print("doichieu itself failed; please report the lines above.", file=sys.stderr)
        return FAILED


def _dossiers(options: argparse.Namespace) -> tuple[Project, list[Dossier]]:
    """The dossiers that the paths name, and the project whose schemas and checks they follow."""
    from doichieu.opening import open_dossier
    from doichieu.project import find_dossiers, find_project
    from doichieu.validate import Schemas

    folders = find_dossiers([Path(path) for path in options.paths or ["claims"]])
    project = find_project(folders[0])
    schemas = Schemas(project.schemas)
    return project, [open_dossier(folder, schemas) for folder in folders]


def _judgements(options: argparse.Namespace) -> tuple[list[Judgement], list[Comparison | None]]:
    """Check every dossier that the paths name, and set each beside its earlier report, where the call names one."""
    from doichieu.check import load_checks
    from doichieu.compare import Comparison
    from doichieu.rulings import judge, today

    project, dossiers = _dossiers(options)
    earlier = _earlier(dossiers, options)  # before the checks: what is wrong with it is told at once
    checks, day = _chosen(load_checks(project.checks), options.checks), today()
    for dossier in dossiers if options.checks else ():  # the other checks have nothing to say on their rulings now
        names = {check.name for check in checks}
        dossier.rulings = tuple(ruling for ruling in dossier.rulings if ruling.check in names)
    judgements = [judge(_run(dossier, checks, options), day, ignore=options.ignore_rulings) for dossier in dossiers]
    beside = zip(judgements, earlier, strict=True)
    return judgements, [Comparison(judgement, one) if one else None for judgement, one in beside]


def _chosen(checks: list[Check], patterns: list[str] | None) -> list[Check]:
    """The checks whose names fit one of the patterns; all where there is none. Raises InputError where none fits."""
    from fnmatch import fnmatchcase

    for pattern in patterns or ():
        if not any(fnmatchcase(check.name, pattern) for check in checks):
            what = f"no check is named '{pattern}'"
            raise InputError(
                [Problem(Path("--checks"), 0, 0, "", what, "name one as a report does, or several: figures.*")]
            )
    return [check for check in checks if not patterns or any(fnmatchcase(check.name, one) for one in patterns)]


def _run(dossier: Dossier, checks: list[Check], options: argparse.Namespace) -> Result:
    from doichieu.run import run

    if options.engine == "duckdb":
        if options.master:
            what = "a cluster's address is of use with --engine spark only"
            raise InputError([Problem(Path("--master"), 0, 0, "", what, "add --engine spark or leave it out")])
        return run(dossier, checks, pairs=options.pairs)
    from doichieu.spark import Spark
    from doichieu.table import tables

    spark = Spark(dossier.tables or tables(dossier), options.master)
    try:
        return run(dossier, checks, pairs=options.pairs, engine=spark, share=spark.share)
    finally:
        spark.stop()


def _earlier(dossiers: list[Dossier], options: argparse.Namespace) -> Sequence[Earlier | None]:
    if options.against is None:
        return [None] * len(dossiers)
    from doichieu.compare import earlier_reports
    from doichieu.project import starter
    from doichieu.validate import Schemas

    # what doichieu wrote it can read, whatever a project has made of its copy of the schemas
    return earlier_reports(options.against, dossiers, Schemas(starter().schemas))


def _words(place: Path) -> Catalogue:
    """The words of the project that a place is in."""
    from doichieu.catalogue import Catalogue
    from doichieu.project import find_project

    return Catalogue(find_project(place).reports / "words")


def _code(judgements: list[Judgement], comparisons: list[Comparison | None], options: argparse.Namespace) -> int:
    if any(judgement.result.crashes for judgement in judgements):
        return FAILED
    gates = [against or judgement for judgement, against in zip(judgements, comparisons, strict=True)]
    return CLEAN if all(gate.passes(options.require_texts) for gate in gates) else DISCREPANCIES


def _check(options: argparse.Namespace) -> int:
    from doichieu.formats.wanted import collected

    wanted = collected(options.format, options.output)
    judgements, comparisons = _judgements(options)
    made = _Made(judgements, comparisons, options)
    for one, written in [(one, made.written(one.name)) for one in wanted]:  # nothing is written that is not all there
        _write(one.target, written.text)
        for cut in written.cuts:
            print(f"{one.name}: {cut}", file=sys.stderr)
    return _code(judgements, comparisons, options)


class _Made:
    """What a run is told in: the data of its reports, made once, and only where a format asks for them."""

    def __init__(
        self, judgements: list[Judgement], comparisons: list[Comparison | None], options: argparse.Namespace
    ) -> None:
        self._pairs, self._options = list(zip(judgements, comparisons, strict=True)), options

    def written(self, name: str) -> Written:
        """The run in the format of this name."""
        from doichieu.formats import Written, write_as
        from doichieu.report import to_json

        if name == "text":
            return Written("\n\n".join(map(self._screen, self._pairs)) + "\n")
        if name == "json":
            reports = self._material.reports
            return Written(to_json(reports[0] if len(reports) == 1 else reports))
        return write_as(name, self._material)

    def _screen(self, pair: tuple[Judgement, Comparison | None]) -> str:
        from doichieu.screen import lines

        judgement, against = pair
        words = self._words[self._options.lang or judgement.result.dossier.language]
        return "\n".join(lines(judgement, words, self._options.require_texts, against))

    @cached_property
    def _words(self) -> Catalogue:
        return _words(self._pairs[0][0].result.dossier.path)

    @cached_property
    def _material(self) -> Material:
        from doichieu.formats import Material
        from doichieu.report import report

        dossiers = [judgement.result.shown for judgement, _ in self._pairs]
        texts = [{one.id: one.text.content or "" for one in dossier.documents if one.text} for dossier in dossiers]
        reports = [report(*pair) for pair in self._pairs]
        return Material(reports, self._options.lang, texts, self._options.require_texts, self._words)


def _rule(options: argparse.Namespace) -> int:
    from doichieu.check import load_checks
    from doichieu.deciding import Wish, record, refuse_incomplete
    from doichieu.rulings import judge, today
    from doichieu.run import run
    from doichieu.validate import Schemas

    reason = {"vi": options.reason_vi, "en": options.reason_en}
    wish, day = Wish(options.fingerprint, options.decision, reason, options.by, options.until), today()
    refuse_incomplete(wish, day)
    project, dossiers = _dossiers(options)
    checks = load_checks(project.checks)
    judgements = [judge(run(dossier, checks), day) for dossier in dossiers]
    words = _words(dossiers[0].path)
    _write(None, record(wish, judgements, Schemas(project.schemas), day, options.lang, words) + "\n")
    return CLEAN


def _report(options: argparse.Namespace) -> int:
    from doichieu.overview import overview
    from doichieu.page import MOST_PACKED, page
    from doichieu.project import find_project
    from doichieu.report import json_parts, report
    from doichieu.rulings import today
    from doichieu.screen import summary

    judgements, comparisons = _judgements(options)
    expectations = _read_expectations(options, judgements)
    taken: set[Path] = set()
    for judgement, against in zip(judgements, comparisons, strict=True):
        dossier = judgement.result.dossier
        project = find_project(dossier.path)
        inside = dossier.path.resolve().is_relative_to(project.root)  # else it is the starter's, not ours to write to
        folder = Path(options.output or (project.reports if inside else "reports")) / dossier.id
        if folder in taken:
            what = f"another dossier is called '{dossier.id}' too, and its report stands at {folder}"
            raise InputError([Problem(dossier.path / "dossier.json", 0, 0, "/id", what, "give each an id of its own")])
        taken.add(folder)
        data = report(judgement, against, MOST_PACKED)
        _write(folder / "report.json", json_parts(data))
        beside = overview(judgement, today().isoformat(), options.with_texts)
        _write(folder / "index.html", page(data, project.reports, beside, expectations.get(dossier.id)))
        print(folder / "index.html")
        words = _words(dossier.path)[options.lang or dossier.language]
        for line in summary(judgement, words, options.require_texts, against):
            print(f"  {line}")
    return _code(judgements, comparisons, options)


def _pack(options: argparse.Namespace) -> int:
    from doichieu.pack import pack
    from doichieu.project import PACKED, find_project
    from doichieu.validate import Schemas

    if options.output.suffix != PACKED:
        raise InputError([Problem(options.output, 0, 0, "", "this is no name of a Parquet file", "end it in .parquet")])
    folder = _only_dossier(options.path)
    try:
        claims = pack(folder, options.output, Schemas(find_project(folder).schemas))
    except OSError as error:
        what = f"this cannot be written ({error.strerror})"
        raise InputError([Problem(options.output, 0, 0, "", what, "name another place with -o")]) from error
    print(f"{options.output}: {claims:,} claims")
    return CLEAN


def _only_dossier(path: Path) -> Path:
    """The one dossier at a path. Raises InputError where there are more."""
    from doichieu.project import find_dossiers

    folders = find_dossiers([path])
    if len(folders) > 1:
        what = f"there are {len(folders)} dossiers here, and one is wanted"
        raise InputError([Problem(path, 0, 0, "", what, f"name one of them, such as {folders[0]}")])
    return folders[0]


def _read_expectations(options: argparse.Namespace, judgements: list[Judgement]) -> dict[str, dict[str, Any]]:
    """What an earlier call of expectations found, by dossier."""
    if options.expectations is None:
        return {}
    from doichieu.expectations_told import read_expectations
    from doichieu.project import starter
    from doichieu.validate import Schemas

    found = read_expectations(options.expectations, Schemas(starter().schemas))
    asked = [judgement.result.dossier.id for judgement in judgements]
    if not found.keys() & set(asked):
        what, todo = f"it holds no result of '{asked[0]}'", "name the file that doichieu expectations wrote for it"
        raise InputError([Problem(options.expectations, 0, 0, "", what, todo)])
    return found


def _expectations(options: argparse.Namespace) -> int:
    from doichieu.expectations_run import held_against_suite
    from doichieu.expectations_told import expectations_data, expectations_lines
    from doichieu.report import to_json

    project, dossiers = _dossiers(options)
    words, told = _words(project.root), []
    for dossier in dossiers:
        docs, language = options.data_docs and options.data_docs / dossier.id, options.lang or dossier.language
        outcomes = held_against_suite(dossier, options.engine, options.master, docs, language)
        told.append((expectations_data(dossier, options.engine, outcomes), language))
    if options.format == "json":
        text = to_json(told[0][0] if len(told) == 1 else [data for data, _ in told])
    else:
        text = "".join(f"{line}\n" for data, language in told for line in expectations_lines(data, words[language]))
    _write(None if options.output == "-" else Path(options.output), text)
    states = {state for data, _ in told for state, count in data["counts"].items() if count}
    return FAILED if "errored" in states else DISCREPANCIES if "failed" in states else CLEAN


def _coverage(options: argparse.Namespace) -> int:
    from doichieu.report import covered, to_json
    from doichieu.screen import coverage_lines

    project, dossiers = _dossiers(options)
    words = _words(project.root)
    articles = [(dossier, document) for dossier in dossiers for document in dossier.documents if not document.is_record]
    rows = [{"dossier": dossier.id, "document": document.id, **covered(document)} for dossier, document in articles]
    if options.format == "json":
        text = to_json(rows)
    else:
        told = (coverage_lines(document, words[options.lang or dossier.language]) for dossier, document in articles)
        text = "".join(f"{line}\n" for lines in told for line in lines)
    _write(None, text)
    return DISCREPANCIES if any(row["missed"] for row in rows) else CLEAN


def _annotations(options: argparse.Namespace) -> int:
    from doichieu.formats.web_annotations import web_annotations

    options.paths = [options.path]
    project, dossiers = _dossiers(options)
    if len(dossiers) > 1:
        what = f"there are {len(dossiers)} dossiers here, and a collection holds the claims of one"
        raise InputError([Problem(options.path, 0, 0, "", what, f"name one of them, such as {dossiers[0].path}")])
    _write(None if options.output == "-" else Path(options.output), web_annotations(dossiers[0], _words(project.root)))
    return CLEAN


def _read(options: argparse.Namespace) -> int:
    from doichieu.reading import read
    from doichieu.readout import readings_data, readings_table
    from doichieu.report import to_json
    from doichieu.textfile import text_from

    text = text_from(options.file)
    readings = read(text, options.lang, options.date)
    if options.format == "json":
        _write(None, to_json(readings_data(readings)))
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        table = readings_table(text, readings, _words(Path.cwd())[options.lang], width)
        _write(None, "".join(f"{line}\n" for line in table))
    return CLEAN


def _draft(options: argparse.Namespace) -> int:
    from doichieu.drafting import Wishes, begin_draft

    to_terminal = options.output == "-"
    output = Path(options.output) if options.output and not to_terminal else None
    wishes = Wishes(options.dossier, options.id, options.lang, options.date or "", options.title, output, to_terminal)
    text, lines = begin_draft(options.article, wishes)
    _write(None, text)
    print("\n".join(lines), file=sys.stderr if to_terminal else sys.stdout)
    return CLEAN


def _init(options: argparse.Namespace) -> int:
    from doichieu.starter import begin

    for path in begin(options.folder):
        print(path)
    print(f"Next: cd {options.folder} && doichieu report")
    return CLEAN


def _write(target: Path | None, text: str | Iterable[str]) -> None:
    try:
        write(target, text)
    except BrokenPipeError:
        raise
    except OSError as error:
        what = f"this cannot be written ({error.strerror})"
        raise InputError([Problem(target or Path("-"), 0, 0, "", what, "name another place with -o")]) from error


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "report": _report,
    "pack": _pack,
    "rule": _rule,
    "coverage": _coverage,
    "expectations": _expectations,
    "annotations": _annotations,
    "read": _read,
    "draft": _draft,
    "init": _init,
}


def entry() -> None:
    """The console script."""
    sys.exit(main())


if __name__ == "__main__":
    entry()
