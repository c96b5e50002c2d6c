"""The commands and options of doichieu."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from doichieu import __version__
from doichieu.runner.corpus import MOST_PAIRS, PAIRS

if TYPE_CHECKING:
    from doichieu.formats.targets import Target

    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    whole = argparse.ArgumentParser(
        prog="doichieu",
        description="Check that facts agree: within an article, between articles, and with documents of record.",
        epilog="Exit codes: 0 clean, 1 discrepancies, 2 the input or the call is wrong, 3 the tool itself failed.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"doichieu {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    for add in (_check, _report, _pack, _rule, _coverage, _expectations, _annotations, _read, _draft, _init):
        add(commands)
    return whole


def _check(commands: Commands) -> None:
    parser = commands.add_parser("check", help="check dossiers and list the discrepancies", allow_abbrev=False)
    _add_common(parser)
    _add_formats(parser)


def _report(commands: Commands) -> None:
    parser = commands.add_parser("report", help="check dossiers and write their reports", allow_abbrev=False)
    _add_common(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        help="where to write one folder per dossier (default: the project's reports/, outside a project reports/ here)",
    )
    parser.add_argument(
        "--with-texts", action="store_true", help="include the articles in the page, if their texts are on this machine"
    )
    parser.add_argument(
        "--expectations",
        metavar="FILE",
        type=Path,
        help="output of doichieu expectations --format json to include in the page",
    )


def _pack(commands: Commands) -> None:
    parser = commands.add_parser("pack", help="write a dossier as Parquet tables", allow_abbrev=False)
    parser.add_argument("path", metavar="PATH", type=Path, help="a dossier")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        default=Path("claims.parquet"),
        help="the table of claims; the other tables are written next to it (default: claims.parquet)",
    )


def _rule(commands: Commands) -> None:
    parser = commands.add_parser("rule", help="record a decision on a discrepancy in rulings.json", allow_abbrev=False)
    parser.add_argument(
        "fingerprint", metavar="FINGERPRINT", help="the discrepancy's fingerprint, D-…, as shown on its card"
    )
    _add_paths(parser)
    _add_pairs(parser)
    parser.add_argument(
        "--decision",
        required=True,
        choices=("stands", "corrected", "dismissed"),
        help="stands: left as it is; corrected: corrected in print; dismissed: not a discrepancy",
    )
    parser.add_argument("--reason-vi", default="", metavar="TEXT", help="the reason, as a sentence in Vietnamese")
    parser.add_argument("--reason-en", default="", metavar="TEXT", help="the reason, as a sentence in English")
    parser.add_argument("--by", default="", metavar="NAME", help="who decided")
    parser.add_argument(
        "--until", metavar="DAY", type=_day, help="the last day on which the ruling holds (default: no end)"
    )
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of the output (default: the dossier's)")


def _coverage(commands: Commands) -> None:
    parser = commands.add_parser("coverage", help="list figures and dates that no claim covers", allow_abbrev=False)
    _add_paths(parser)
    _add_format(parser)
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of the output (default: the dossier's)")


def _expectations(commands: Commands) -> None:
    parser = commands.add_parser(
        "expectations",
        help="validate the tables of claims and documents with Great Expectations",
        allow_abbrev=False,
    )
    _add_paths(parser)
    parser.add_argument(
        "--engine", choices=("pandas", "spark"), default="pandas", help="the engine to run on (default: pandas)"
    )
    parser.add_argument(
        "--master",
        metavar="URL",
        default="",
        help="with --engine spark: the cluster, such as spark://host:7077 (default: local[2])",
    )
    parser.add_argument(
        "--data-docs",
        metavar="DIR",
        type=Path,
        help="also write the Data Docs pages of Great Expectations to this folder",
    )
    _add_format(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="where to write; - for the terminal (default: -)"
    )
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of the output (default: the dossier's)")


def _annotations(commands: Commands) -> None:
    parser = commands.add_parser(
        "annotations", help="write the claims of a dossier as W3C Web Annotations", allow_abbrev=False
    )
    parser.add_argument("path", metavar="PATH", type=Path, help="a dossier")
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="where to write; - for the terminal (default: -)"
    )


def _read(commands: Commands) -> None:
    parser = commands.add_parser("read", help="show the figures and dates in a text", allow_abbrev=False)
    parser.add_argument("file", metavar="FILE", type=Path, help="a UTF-8 text file; - for standard input")
    _add_format(parser)
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="the language of the text (default: vi)")
    parser.add_argument(
        "--date",
        metavar="EDTF",
        type=_edtf,
        help="the publication date, such as 2025-10-26, for relative dates such as 'hôm qua'",
    )


def _draft(commands: Commands) -> None:
    parser = commands.add_parser("draft", help="start an article's claims file, for you to finish", allow_abbrev=False)
    parser.add_argument(
        "article", metavar="ARTICLE", help="a UTF-8 .txt file or saved .html page; - for standard input"
    )
    parser.add_argument(
        "--dossier", metavar="DIR", type=Path, help="the dossier to add it to (default: the only one in claims/)"
    )
    parser.add_argument("--id", default="", help="the document's id (default: from the file name)")
    parser.add_argument(
        "--lang", choices=("vi", "en"), default="", help="the language of the article (default: detected)"
    )
    parser.add_argument(
        "--date", metavar="EDTF", type=_edtf, help="the publication date, such as 2025-10-26 (default: detected)"
    )
    parser.add_argument("--title", default="", help="a short title (default: the headline)")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="a new file; - for the terminal (default: articles/ID.json in the dossier)",
    )


def _init(commands: Commands) -> None:
    parser = commands.add_parser("init", help="start a project: schemas, checks, report templates and a sample dossier")
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="the folder of the project; existing files are never overwritten"
    )


def _add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="a dossier or a folder of dossiers (default: claims/)")


def _add_pairs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pairs",
        metavar="N",
        type=_pairs,
        default=PAIRS,
        help=f"compare in pairs up to N different statements of one fact, 1 to {MOST_PAIRS} (default: {PAIRS}); "
        "of more, only the two furthest apart are shown",
    )


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help="the output format (default: text)")


def _add_formats(parser: argparse.ArgumentParser) -> None:
    from doichieu.formats.targets import described

    parser.add_argument(
        "--format",
        action="append",
        metavar="FORMAT[=FILE]",
        type=_wanted,
        help=f"the output format and where to write it; repeatable (default: text) – {described()}",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where to write a single format; - for the terminal (default: -)"
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser)
    parser.add_argument("--ignore-rulings", action="store_true", help="treat all discrepancies as undecided")
    parser.add_argument(
        "--against",
        metavar="REPORT",
        type=Path,
        help="compare with an earlier report.json, or a folder that report wrote to; only new discrepancies then fail",
    )
    parser.add_argument(
        "--checks",
        metavar="PATTERN",
        action="append",
        help="run only the checks whose names match, such as figures.*; repeatable",
    )
    _add_pairs(parser)
    parser.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help="the query engine (default: duckdb)"
    )
    parser.add_argument(
        "--master",
        metavar="URL",
        default="",
        help="with --engine spark: the address of the cluster (default: this machine)",
    )
    parser.add_argument("--require-texts", action="store_true", help="fail if a text is not on this machine")
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of the output (default: the dossier's)")


def _wanted(text: str) -> Target:
    """The target of a --format option. Raises ArgumentTypeError."""
    from doichieu.formats.targets import Target

    try:
        return Target.told(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _day(text: str) -> str:
    """A day in the call, in ISO 8601. Raises ArgumentTypeError."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as 2026-11-30") from error


def _pairs(text: str) -> int:
    """The number of statements to pair. Raises ArgumentTypeError."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_PAIRS:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 to {MOST_PAIRS}")


def _edtf(text: str) -> str:
    """A publication date in the call, in EDTF. Raises ArgumentTypeError."""
    from doichieu.model.edtf import edtf_bounds

    try:
        edtf_bounds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text
