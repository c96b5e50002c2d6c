"""What the doichieu command can be called with."""

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
    """The command line."""
    whole = argparse.ArgumentParser(
        prog="doichieu",
        description="Check that what articles state agrees: inside each, between them, and with documents of record.",
        epilog="Exit codes: 0 clean, 1 discrepancies, 2 the input or the call is wrong, 3 the tool itself failed.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"doichieu {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    for add in (_check, _report, _pack, _rule, _coverage, _expectations, _annotations, _read, _draft, _init):
        add(commands)
    return whole


def _check(commands: Commands) -> None:
    parser = commands.add_parser("check", help="check dossiers and show what disagrees", allow_abbrev=False)
    _add_common(parser)
    _add_formats(parser)


def _report(commands: Commands) -> None:
    parser = commands.add_parser("report", help="check dossiers and write their reports", allow_abbrev=False)
    _add_common(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        help="the folder that gets a folder a dossier (the project's reports/, else reports/ here)",
    )
    parser.add_argument(
        "--with-texts", action="store_true", help="show the articles in the page, where their texts are on this machine"
    )
    parser.add_argument(
        "--expectations",
        metavar="FILE",
        type=Path,
        help="what doichieu expectations --format json wrote, to show in the page",
    )


def _pack(commands: Commands) -> None:
    parser = commands.add_parser("pack", help="write a dossier as tables in Parquet", allow_abbrev=False)
    parser.add_argument("path", metavar="PATH", type=Path, help="a dossier")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        default=Path("claims.parquet"),
        help="the table of claims; those that belong to it are written beside it (claims.parquet)",
    )


def _rule(commands: Commands) -> None:
    parser = commands.add_parser("rule", help="record a decision on a discrepancy in rulings.json", allow_abbrev=False)
    parser.add_argument("fingerprint", metavar="FINGERPRINT", help="the discrepancy's name, D-…, as its card shows it")
    _add_paths(parser)
    _add_pairs(parser)
    parser.add_argument(
        "--decision",
        required=True,
        choices=("stands", "corrected", "dismissed"),
        help="stands: left as it is; corrected: corrected in print; dismissed: no discrepancy",
    )
    parser.add_argument("--reason-vi", default="", metavar="TEXT", help="why, in a sentence in Vietnamese")
    parser.add_argument("--reason-en", default="", metavar="TEXT", help="why, in a sentence in English")
    parser.add_argument("--by", default="", metavar="NAME", help="who decided")
    parser.add_argument("--until", metavar="DAY", type=_day, help="the last day on which it holds (for good)")
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of the screen (the dossier's)")


def _coverage(commands: Commands) -> None:
    parser = commands.add_parser("coverage", help="list the figures and dates that no claim covers", allow_abbrev=False)
    _add_paths(parser)
    _add_format(parser)
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of the screen (the dossier's)")


def _expectations(commands: Commands) -> None:
    parser = commands.add_parser(
        "expectations",
        help="hold the tables of claims and documents against what a data team expects of them",
        allow_abbrev=False,
    )
    _add_paths(parser)
    parser.add_argument("--engine", choices=("pandas", "spark"), default="pandas", help="what it runs on (pandas)")
    parser.add_argument(
        "--master", metavar="URL", default="", help="with --engine spark: the cluster, as spark://host:7077 (local[2])"
    )
    parser.add_argument(
        "--data-docs", metavar="DIR", type=Path, help="the folder that gets Great Expectations' own pages as well"
    )
    _add_format(parser)
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where it goes; - for the terminal (-)")
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of the screen (the dossier's)")


def _annotations(commands: Commands) -> None:
    parser = commands.add_parser(
        "annotations", help="write the claims of a dossier as W3C Web Annotations", allow_abbrev=False
    )
    parser.add_argument("path", metavar="PATH", type=Path, help="a dossier")
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="where to write them; - for the terminal (-)"
    )


def _read(commands: Commands) -> None:
    parser = commands.add_parser("read", help="show the figures and dates that a text states", allow_abbrev=False)
    parser.add_argument("file", metavar="FILE", type=Path, help="a text in UTF-8; - for standard input")
    _add_format(parser)
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="the language of the text (vi)")
    parser.add_argument(
        "--date",
        metavar="EDTF",
        type=_edtf,
        help="when it was published, as 2025-10-26: what 'hôm qua' is counted from",
    )


def _draft(commands: Commands) -> None:
    parser = commands.add_parser("draft", help="begin an article's claims file, for you to finish", allow_abbrev=False)
    parser.add_argument("article", metavar="ARTICLE", help="a .txt or saved .html file in UTF-8; - for standard input")
    parser.add_argument("--dossier", metavar="DIR", type=Path, help="the dossier it is for (the only one in claims/)")
    parser.add_argument("--id", default="", help="the document's id (made from the file's name)")
    parser.add_argument("--lang", choices=("vi", "en"), default="", help="the language of the article (found out)")
    parser.add_argument("--date", metavar="EDTF", type=_edtf, help="when it was published, as 2025-10-26 (looked for)")
    parser.add_argument("--title", default="", help="a short title (its headline)")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="a new file; - for the terminal (articles/ID.json in the dossier)"
    )


def _init(commands: Commands) -> None:
    parser = commands.add_parser("init", help="begin a project: schemas, checks, report templates and a sample dossier")
    parser.add_argument("folder", metavar="DIR", type=Path, help="where; nothing that is there is overwritten")


def _add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="a dossier or a folder of dossiers (claims/)")


def _add_pairs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pairs",
        metavar="N",
        type=_pairs,
        default=PAIRS,
        help=f"up to how many different statements of one fact are paired, at most {MOST_PAIRS} ({PAIRS}); "
        "of more only the two furthest apart are shown",
    )


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help="what to write (text)")


def _add_formats(parser: argparse.ArgumentParser) -> None:
    from doichieu.formats.targets import described

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
    _add_pairs(parser)
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="where queries run (duckdb)")
    parser.add_argument(
        "--master", metavar="URL", default="", help="with --engine spark: the cluster's address (this machine)"
    )
    parser.add_argument("--require-texts", action="store_true", help="fail where a text is not on this machine")
    parser.add_argument("--lang", choices=("vi", "en"), help="the language of the screen (the dossier's)")


def _wanted(text: str) -> Target:
    """A format of the call, or argparse's own error with the reason."""
    from doichieu.formats.targets import Target

    try:
        return Target.told(text)
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
    from doichieu.model.edtf import edtf_bounds

    try:
        edtf_bounds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text
