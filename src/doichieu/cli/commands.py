"""The doichieu command.

Exit codes: 0 clean, 1 discrepancies (with --against only new ones) or a ruling that needs attention, 2 the input or the
call is wrong, 3 the tool itself failed or a check crashed.
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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doichieu.cli.outputs import Outputs, project_words
from doichieu.cli.parser import parser
from doichieu.files.atomic_write import write
from doichieu.files.problems import InputError, input_error

if TYPE_CHECKING:
    from doichieu.model.claims import Dossier
    from doichieu.runner.check_project import Checked

CLEAN, DISCREPANCIES, WRONG_INPUT, FAILED = range(4)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    options = parser().parse_args(arguments)
    gc.set_threshold(100_000)  # a short run makes little garbage, and collection would take 5% of the time
    try:
        code = COMMANDS[options.command](options)
        sys.stdout.flush()
        return code
    except InputError as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader, such as head, has closed the pipe
        return CLEAN
    except Exception:  # any other error is a bug in doichieu
        traceback.print_exc()
        print("doichieu itself failed; please report the lines above.", file=sys.stderr)
        return FAILED


def _paths(options: argparse.Namespace) -> list[Path]:
    return [Path(path) for path in options.paths or ["claims"]]


def _dossiers(options: argparse.Namespace) -> list[Dossier]:
    from doichieu.runner.check_project import open_dossiers

    return open_dossiers(_paths(options))


def _checked(options: argparse.Namespace) -> list[Checked]:
    """Check every dossier that the call names, with the options of the call."""
    from doichieu.runner.check_project import CheckOptions, check_project

    how = CheckOptions(
        checks=options.checks or (),
        pairs=options.pairs,
        engine=options.engine,
        master=options.master,
        ignore_rulings=options.ignore_rulings,
        against=options.against,
    )
    return check_project(_paths(options), how)


def _code(checked: Sequence[Checked], options: argparse.Namespace) -> int:
    if any(ruled_result.result.crashes for ruled_result, _ in checked):
        return FAILED
    gates = [comparison or ruled_result for ruled_result, comparison in checked]
    return CLEAN if all(gate.passes(options.require_texts) for gate in gates) else DISCREPANCIES


def _check(options: argparse.Namespace) -> int:
    from doichieu.formats.targets import collected

    targets = collected(options.format, options.output)
    checked = _checked(options)
    outputs = Outputs(checked, options)
    for one, written in [(one, outputs.written(one.name)) for one in targets]:  # build all before writing any
        _write(one.target, written.text)
        for cut in written.cuts:
            print(f"{one.name}: {cut}", file=sys.stderr)
    return _code(checked, options)


def _rule(options: argparse.Namespace) -> int:
    from doichieu.dossier.project import find_project
    from doichieu.runner.check_project import CheckOptions, check_project
    from doichieu.runner.record_ruling import RulingRequest, record, refuse_incomplete
    from doichieu.runner.rulings import today
    from doichieu.validation.schemas import Schemas

    reason = {"vi": options.reason_vi, "en": options.reason_en}
    request, day = RulingRequest(options.fingerprint, options.decision, reason, options.by, options.until), today()
    refuse_incomplete(request, day)
    checked = check_project(_paths(options), CheckOptions(pairs=options.pairs))
    ruled_results = [one.ruled_result for one in checked]
    folder = ruled_results[0].result.dossier.path
    schemas = Schemas(find_project(folder).schemas)
    _write(None, record(request, ruled_results, schemas, day, options.lang, project_words(folder)) + "\n")
    return CLEAN


def _report(options: argparse.Namespace) -> int:
    from doichieu.dossier.project import find_project
    from doichieu.html.overview import overview
    from doichieu.html.page import MOST_PACKED, page
    from doichieu.report.build import json_parts, report
    from doichieu.runner.rulings import today
    from doichieu.terminal.findings import summary

    checked = _checked(options)
    expectations = _read_expectations(options, [ruled_result.result.dossier.id for ruled_result, _ in checked])
    taken: set[Path] = set()
    for ruled_result, against in checked:
        dossier = ruled_result.result.dossier
        project = find_project(dossier.path)
        inside = dossier.path.resolve().is_relative_to(project.root)  # else it is the starter, which is read-only
        folder = Path(options.output or (project.reports if inside else "reports")) / dossier.id
        if folder in taken:
            what = f"another dossier is also called '{dossier.id}', and its report is at {folder}"
            raise input_error(dossier.path / "dossier.json", what, "give each its own id", pointer="/id")
        taken.add(folder)
        data = report(ruled_result, against, MOST_PACKED)
        _write(folder / "report.json", json_parts(data))
        documents = overview(ruled_result, today().isoformat(), options.with_texts)
        _write(folder / "index.html", page(data, project.reports, documents, expectations.get(dossier.id)))
        print(folder / "index.html")
        words = project_words(dossier.path)[options.lang or dossier.language]
        for line in summary(ruled_result, words, options.require_texts, against):
            print(f"  {line}")
    return _code(checked, options)


def _pack(options: argparse.Namespace) -> int:
    from doichieu.archive.parquet_pack import pack
    from doichieu.dossier.project import PACKED, find_project
    from doichieu.validation.schemas import Schemas

    if options.output.suffix != PACKED:
        raise input_error(options.output, "this is not the name of a Parquet file", "use a name that ends in .parquet")
    folder = _only_dossier(options.path)
    try:
        claims = pack(folder, options.output, Schemas(find_project(folder).schemas))
    except OSError as error:
        what = f"this cannot be written ({error.strerror})"
        raise input_error(options.output, what, "name another place with -o") from error
    print(f"{options.output}: {claims:,} claims")
    return CLEAN


def _only_dossier(path: Path) -> Path:
    """The only dossier at a path. Raises InputError if there are several."""
    from doichieu.dossier.project import find_dossiers

    folders = find_dossiers([path])
    if len(folders) > 1:
        what = f"there are {len(folders)} dossiers here, but this command takes only one"
        raise input_error(path, what, f"name one of them, such as {folders[0]}")
    return folders[0]


def _read_expectations(options: argparse.Namespace, asked: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The results that an earlier `doichieu expectations` wrote, by dossier."""
    if options.expectations is None:
        return {}
    from doichieu.dossier.project import starter
    from doichieu.expectations.output import read_expectations
    from doichieu.validation.schemas import Schemas

    found = read_expectations(options.expectations, Schemas(starter().schemas))
    if not found.keys() & set(asked):
        what, todo = f"there is no result for '{asked[0]}'", "name the file that doichieu expectations wrote for it"
        raise input_error(options.expectations, what, todo)
    return found


def _expectations(options: argparse.Namespace) -> int:
    from doichieu.expectations.output import expectations_data, expectations_lines
    from doichieu.expectations.run import run_suite
    from doichieu.report.build import to_json

    dossiers = _dossiers(options)
    words, results = project_words(dossiers[0].path), []
    for dossier in dossiers:
        docs, language = options.data_docs and options.data_docs / dossier.id, options.lang or dossier.language
        outcomes = run_suite(dossier, options.engine, options.master, docs, language)
        results.append((expectations_data(dossier, options.engine, outcomes), language))
    if options.format == "json":
        text = to_json(results[0][0] if len(results) == 1 else [data for data, _ in results])
    else:
        text = "".join(f"{line}\n" for data, language in results for line in expectations_lines(data, words[language]))
    _write(None if options.output == "-" else Path(options.output), text)
    states = {state for data, _ in results for state, count in data["counts"].items() if count}
    return FAILED if "errored" in states else DISCREPANCIES if "failed" in states else CLEAN


def _coverage(options: argparse.Namespace) -> int:
    from doichieu.report.build import covered, to_json
    from doichieu.terminal.findings import coverage_lines

    dossiers = _dossiers(options)
    words = project_words(dossiers[0].path)
    articles = [(dossier, document) for dossier in dossiers for document in dossier.documents if not document.is_record]
    rows = [{"dossier": dossier.id, "document": document.id, **covered(document)} for dossier, document in articles]
    if options.format == "json":
        text = to_json(rows)
    else:
        listed = (coverage_lines(document, words[options.lang or dossier.language]) for dossier, document in articles)
        text = "".join(f"{line}\n" for lines in listed for line in lines)
    _write(None, text)
    return DISCREPANCIES if any(row["missed"] for row in rows) else CLEAN


def _annotations(options: argparse.Namespace) -> int:
    from doichieu.formats.web_annotations import web_annotations

    options.paths = [_only_dossier(options.path)]
    (dossier,) = _dossiers(options)
    text = web_annotations(dossier, project_words(dossier.path))
    _write(None if options.output == "-" else Path(options.output), text)
    return CLEAN


def _read(options: argparse.Namespace) -> int:
    from doichieu.files.text import text_from
    from doichieu.reading import read
    from doichieu.report.build import to_json
    from doichieu.terminal.readings import readings_data, readings_table

    text = text_from(options.file)
    readings = read(text, options.lang, options.date)
    if options.format == "json":
        _write(None, to_json(readings_data(readings)))
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        table = readings_table(text, readings, project_words(Path.cwd())[options.lang], width)
        _write(None, "".join(f"{line}\n" for line in table))
    return CLEAN


def _draft(options: argparse.Namespace) -> int:
    from doichieu.drafting.write_draft import DraftRequest, begin_draft

    to_terminal = options.output == "-"
    output = Path(options.output) if options.output and not to_terminal else None
    request = DraftRequest(
        options.dossier, options.id, options.lang, options.date or "", options.title, output, to_terminal
    )
    text, lines = begin_draft(options.article, request)
    _write(None, text)
    print("\n".join(lines), file=sys.stderr if to_terminal else sys.stdout)
    return CLEAN


def _init(options: argparse.Namespace) -> int:
    from doichieu.cli.init_project import begin

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
        raise input_error(target or Path("-"), what, "name another place with -o") from error


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
