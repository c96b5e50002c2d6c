"""The doichieu command.

Exit codes: 0 clean, 1 discrepancies (with --against only new ones) or a ruling that wants a hand, 2 the input or the
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
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doichieu import __version__
from doichieu.check import MOST_PAIRS, PAIRS
from doichieu.files import InputError, Problem
from doichieu.output import write

if TYPE_CHECKING:
    from doichieu.check import Check
    from doichieu.compare import Comparison, Earlier
    from doichieu.formats import Material, Written
    from doichieu.formats.wanted import Wanted
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
        code = int(options.run(options))
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


def parser() -> argparse.ArgumentParser:
    """The command line."""
    whole = argparse.ArgumentParser(
        prog="doichieu",
        description="Check that what articles state agrees: inside each, between them, and with documents of record.",
        epilog="Exit codes: 0 clean, 1 discrepancies, 2 the input or the call is wrong, 3 the tool itself failed.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"doichieu {__version__}")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="check dossiers and show what disagrees", allow_abbrev=False)
    _add_common(check)
    _add_formats(check)
    check.set_defaults(run=_check)

    report = commands.add_parser("report", help="check dossiers and write their reports", allow_abbrev=False)
    _add_common(report)
    report.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        help="the folder that gets a folder a dossier (the project's reports/, else reports/ here)",
    )
    report.add_argument(
        "--with-texts", action="store_true", help="show the articles in the page, where their texts are on this machine"
    )
    report.add_argument(
        "--expectations",
        metavar="FILE",
        type=Path,
        help="what doichieu expectations --format json wrote, to show in the page",
    )
    report.set_defaults(run=_report)

    pack = commands.add_parser("pack", help="write a dossier as tables in Parquet", allow_abbrev=False)
    pack.add_argument("path", metavar="PATH", type=Path, help="a dossier")
    pack.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        default=Path("claims.parquet"),
        help="the table of claims; those that belong to it are written beside it (claims.parquet)",
    )
    pack.set_defaults(run=_pack)

    rule = commands.add_parser("rule", help="record a decision on a discrepancy in rulings.json", allow_abbrev=False)
    rule.add_argument("fingerprint", metavar="FINGERPRINT", help="the discrepancy's name, D-…, as its card shows it")
    _add_paths(rule)
    rule.add_argument(
        "--decision",
        required=True,
        choices=("stands", "corrected", "dismissed"),
        help="it stands as found, was corrected in print, or is dismissed",
    )
    rule.add_argument("--reason-vi", default="", metavar="TEXT", help="why, in a sentence in Vietnamese")
    rule.add_argument("--reason-en", default="", metavar="TEXT", help="why, in a sentence in English")
    rule.add_argument("--by", default="", metavar="NAME", help="who decided")
    rule.add_argument("--until", metavar="DAY", type=_day, help="the last day on which it holds (for good)")
    rule.add_argument("--lang", choices=("vi", "en"), help="the language of the screen (the dossier's)")
    rule.set_defaults(run=_rule)

    coverage = commands.add_parser(
        "coverage", help="list the figures and dates that no claim covers", allow_abbrev=False
    )
    _add_paths(coverage)
    _add_format(coverage)
    coverage.add_argument("--lang", choices=("vi", "en"), help="the language of the screen (the dossier's)")
    coverage.set_defaults(run=_coverage)

    expectations = commands.add_parser(
        "expectations",
        help="hold the tables of claims and documents against what a data team expects of them",
        allow_abbrev=False,
    )
    _add_paths(expectations)
    expectations.add_argument(
        "--engine", choices=("pandas", "spark"), default="pandas", help="what it runs on (pandas)"
    )
    expectations.add_argument(
        "--master", metavar="URL", default="", help="with --engine spark: the cluster, as spark://host:7077 (local[2])"
    )
    expectations.add_argument(
        "--data-docs", metavar="DIR", type=Path, help="the folder that gets Great Expectations' own pages as well"
    )
    _add_format(expectations)
    expectations.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="where it goes; - for the terminal (-)"
    )
    expectations.add_argument("--lang", choices=("vi", "en"), help="the language of the screen (the dossier's)")
    expectations.set_defaults(run=_expectations)

    annotations = commands.add_parser(
        "annotations", help="write the claims of a dossier as W3C Web Annotations", allow_abbrev=False
    )
    annotations.add_argument("path", metavar="PATH", type=Path, help="a dossier")
    annotations.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="where to write them; - for the terminal (-)"
    )
    annotations.set_defaults(run=_annotations)

    read = commands.add_parser("read", help="show the figures and dates that a text states", allow_abbrev=False)
    read.add_argument("file", metavar="FILE", type=Path, help="a text in UTF-8; - for standard input")
    _add_format(read)
    read.add_argument("--lang", choices=("vi", "en"), default="vi", help="the language of the text (vi)")
    read.add_argument(
        "--date",
        metavar="EDTF",
        type=_edtf,
        help="when it was published, as 2025-10-26: what 'hôm qua' is counted from",
    )
    read.set_defaults(run=_read)

    draft = commands.add_parser("draft", help="begin an article's claims file, for you to finish", allow_abbrev=False)
    draft.add_argument("article", metavar="ARTICLE", help="a .txt or saved .html file in UTF-8; - for standard input")
    draft.add_argument("--dossier", metavar="DIR", type=Path, help="the dossier it is for (the only one in claims/)")
    draft.add_argument("--id", default="", help="the document's id (made from the file's name)")
    draft.add_argument("--lang", choices=("vi", "en"), default="", help="the language of the article (found out)")
    draft.add_argument("--date", metavar="EDTF", type=_edtf, help="when it was published, as 2025-10-26 (looked for)")
    draft.add_argument("--title", default="", help="a short title (its headline)")
    draft.add_argument(
        "-o", "--output", metavar="FILE", help="a new file; - for the terminal (articles/ID.json in the dossier)"
    )
    draft.set_defaults(run=_draft)

    init = commands.add_parser("init", help="begin a project: schemas, checks, report templates and a sample dossier")
    init.add_argument("folder", metavar="DIR", type=Path, help="where; nothing that is there is overwritten")
    init.set_defaults(run=_init)
    return whole


def _add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="a dossier or a folder of dossiers (claims/)")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help="what to write (text)")


def _add_formats(parser: argparse.ArgumentParser) -> None:
    from doichieu.formats.wanted import described

    parser.add_argument(
        "--format",
        action="append",
        metavar="FORMAT[=FILE]",
        type=_wanted,
        help=f"what to write and where, as often as wanted (text) – {described()}",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where a single format goes; - for the terminal (-)")


def _add_common(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser)
    parser.add_argument("--ignore-rulings", action="store_true", help="show all, decided or not")
    parser.add_argument(
        "--against",
        metavar="REPORT",
        type=Path,
        help="compare with an earlier report.json, or a folder that report wrote to; then only new discrepancies fail",
    )
    parser.add_argument(
        "--checks",
        metavar="PATTERN",
        action="append",
        help="only the checks of such names, as often as wanted: figures.*",
    )
    parser.add_argument(
        "--pairs",
        metavar="N",
        type=_pairs,
        default=PAIRS,
        help=f"up to how many different statements of one fact are paired, at most {MOST_PAIRS} ({PAIRS}); "
        "of more only the two furthest apart are shown",
    )
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="where queries run (duckdb)")
    parser.add_argument(
        "--master", metavar="URL", default="", help="with --engine spark: the cluster's address (this machine)"
    )
    parser.add_argument("--require-texts", action="store_true", help="fail where a text is not on this machine")
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of the screen (the dossier's)")


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
        language = self._options.lang or judgement.result.dossier.language
        return "\n".join(lines(judgement, language, self._options.require_texts, against))

    @cached_property
    def _material(self) -> Material:
        from doichieu.formats import Material
        from doichieu.report import report

        dossiers = [judgement.result.shown for judgement, _ in self._pairs]
        texts = [{one.id: one.text.content or "" for one in dossier.documents if one.text} for dossier in dossiers]
        reports = [report(*pair) for pair in self._pairs]
        return Material(reports, self._options.lang, texts, self._options.require_texts)


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
    _write(None, record(wish, judgements, Schemas(project.schemas), day, options.lang) + "\n")
    return CLEAN


def _report(options: argparse.Namespace) -> int:
    from doichieu.overview import overview
    from doichieu.page import page
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
        data = report(judgement, against)
        _write(folder / "report.json", json_parts(data))
        beside = overview(judgement, today().isoformat(), options.with_texts)
        _write(folder / "index.html", page(data, project.reports, beside, expectations.get(dossier.id)))
        print(folder / "index.html")
        for line in summary(judgement, options.lang or dossier.language, options.require_texts, against):
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

    _, dossiers = _dossiers(options)
    told = []
    for dossier in dossiers:
        docs, language = options.data_docs and options.data_docs / dossier.id, options.lang or dossier.language
        outcomes = held_against_suite(dossier, options.engine, options.master, docs, language)
        told.append((expectations_data(dossier, options.engine, outcomes), language))
    if options.format == "json":
        text = to_json(told[0][0] if len(told) == 1 else [data for data, _ in told])
    else:
        text = "".join(f"{line}\n" for data, language in told for line in expectations_lines(data, language))
    _write(None if options.output == "-" else Path(options.output), text)
    states = {state for data, _ in told for state, count in data["counts"].items() if count}
    return FAILED if "errored" in states else DISCREPANCIES if "failed" in states else CLEAN


def _coverage(options: argparse.Namespace) -> int:
    from doichieu.report import covered, to_json
    from doichieu.screen import coverage_lines

    _, dossiers = _dossiers(options)
    articles = [(dossier, document) for dossier in dossiers for document in dossier.documents if not document.is_record]
    rows = [{"dossier": dossier.id, "document": document.id, **covered(document)} for dossier, document in articles]
    if options.format == "json":
        text = to_json(rows)
    else:
        told = (coverage_lines(document, options.lang or dossier.language) for dossier, document in articles)
        text = "".join(f"{line}\n" for lines in told for line in lines)
    _write(None, text)
    return DISCREPANCIES if any(row["missed"] for row in rows) else CLEAN


def _annotations(options: argparse.Namespace) -> int:
    from doichieu.formats.web_annotations import web_annotations

    options.paths = [options.path]
    _, dossiers = _dossiers(options)
    if len(dossiers) > 1:
        what = f"there are {len(dossiers)} dossiers here, and a collection holds the claims of one"
        raise InputError([Problem(options.path, 0, 0, "", what, f"name one of them, such as {dossiers[0].path}")])
    _write(None if options.output == "-" else Path(options.output), web_annotations(dossiers[0]))
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
        _write(None, "".join(f"{line}\n" for line in readings_table(text, readings, options.lang, width)))
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


def _wanted(text: str) -> Wanted:
    """A format of the call, or argparse's own error with the reason."""
    from doichieu.formats.wanted import Wanted

    try:
        return Wanted.told(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _day(text: str) -> str:
    """A day given in the call, or argparse's own error with the reason."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no day; write it as 2026-11-30") from error


def _pairs(text: str) -> int:
    """How many statements are paired, given in the call, or argparse's own error with what it may be."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_PAIRS:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 1 to {MOST_PAIRS}; give one")


def _edtf(text: str) -> str:
    """A day of publication given in the call, or argparse's own error with the reason."""
    from doichieu.dates import edtf_bounds

    try:
        edtf_bounds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


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


def entry() -> None:
    """The console script."""
    sys.exit(main())


if __name__ == "__main__":
    entry()
