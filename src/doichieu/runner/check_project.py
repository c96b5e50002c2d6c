"""Check the dossiers that a call names, as its options say: for the command, `rule` and the pytest plugin alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from doichieu.archive.open import open_dossier
from doichieu.dossier.project import Project, find_dossiers, find_project, starter
from doichieu.files.problems import input_error
from doichieu.model.claims import Dossier
from doichieu.runner.baseline import Baseline, Comparison, read_baseline, read_baselines
from doichieu.runner.check_loader import Check, load_checks
from doichieu.runner.corpus import PAIRS
from doichieu.runner.rulings import RuledResult, apply_rulings, today
from doichieu.runner.run import Result, run
from doichieu.validation.schemas import Schemas


@dataclass(frozen=True)
class CheckOptions:
    """How dossiers are checked.

    `checks` are patterns of names of checks, as `figures.*`; without one all run. `pairs` is as for a Corpus. `engine`
    is duckdb or spark, `master` the address of a Spark cluster. With `ignore_rulings` nothing counts as decided.
    `against` is the baseline: a report.json, or a folder that reports were written to. A folder must hold a report of
    one of the dossiers, unless the call sees only some of them (`one_of_several`).
    """

    checks: Sequence[str] = ()
    pairs: int = PAIRS
    engine: str = "duckdb"
    master: str = ""
    ignore_rulings: bool = False
    against: Path | None = None
    one_of_several: bool = False


class Content(NamedTuple):
    """What dossiers are checked with: the checks and the schemas of a project."""

    checks: Sequence[Check]
    schemas: Schemas


class Checked(NamedTuple):
    """A checked dossier with its rulings applied and, where the call names a baseline, what has changed since."""

    ruled_result: RuledResult
    comparison: Comparison | None


def load_content(project: Project) -> Content:
    """The checks and the schemas of a project. Raises InputError for a check that cannot be loaded."""
    return Content(load_checks(project.checks), Schemas(project.schemas))


def open_dossiers(paths: Sequence[Path]) -> list[Dossier]:
    """The dossiers at these paths, validated by the schemas of the first one's project. Raises InputError."""
    folders = find_dossiers(paths)
    schemas = Schemas(find_project(folders[0]).schemas)
    return [open_dossier(folder, schemas) for folder in folders]


def check_project(
    paths: Sequence[Path],
    options: CheckOptions,
    load: Callable[[Project], Content] = load_content,
) -> list[Checked]:
    """Check every dossier at these paths; each is a dossier, a folder of dossiers or a packed one.

    Schemas and checks are those of the first one's project, as `load` gives them. Raises InputError for whatever is
    wrong with the call or the files; errors in the baseline are found before the checks run.
    """
    if options.master and options.engine != "spark":
        what = "a cluster's address is of use with --engine spark only"
        raise input_error("--master", what, "add --engine spark or leave it out")
    folders = find_dossiers(paths)
    checks, schemas = load(find_project(folders[0]))
    dossiers = [open_dossier(folder, schemas) for folder in folders]
    baselines = _baselines(dossiers, options)
    chosen, day = _chosen(checks, options.checks), today()
    for dossier in dossiers if options.checks else ():  # a ruling on a check that is left out is neither kept nor gone
        names = {check.name for check in chosen}
        dossier.rulings = tuple(ruling for ruling in dossier.rulings if ruling.check in names)
    ruled_results = [
        apply_rulings(_run(dossier, chosen, options), day, ignore=options.ignore_rulings) for dossier in dossiers
    ]
    pairs = zip(ruled_results, baselines, strict=True)
    return [
        Checked(ruled_result, Comparison(ruled_result, earlier) if earlier else None) for ruled_result, earlier in pairs
    ]


def _baselines(dossiers: Sequence[Dossier], options: CheckOptions) -> Sequence[Baseline | None]:
    if options.against is None:
        return [None] * len(dossiers)
    # doichieu can read the reports that it wrote, whatever a project has made of its copy of the schemas
    schemas = Schemas(starter().schemas)
    if options.one_of_several:
        return [read_baseline(options.against, dossier, schemas) for dossier in dossiers]
    return read_baselines(options.against, dossiers, schemas)


def _chosen(checks: Sequence[Check], patterns: Sequence[str]) -> list[Check]:
    """The checks whose names fit one of the patterns; all without a pattern. Raises InputError where none fits."""
    for pattern in patterns:
        if not any(fnmatchcase(check.name, pattern) for check in checks):
            what = f"no check is named '{pattern}'"
            raise input_error("--checks", what, "name one as a report does, or several: figures.*")
    return [check for check in checks if not patterns or any(fnmatchcase(check.name, one) for one in patterns)]


def _run(dossier: Dossier, checks: Sequence[Check], options: CheckOptions) -> Result:
    if options.engine == "duckdb":
        return run(dossier, checks, pairs=options.pairs)
    from doichieu.runner.spark.engine import Spark
    from doichieu.tables.rows import tables

    spark = Spark(dossier.tables or tables(dossier), options.master)
    try:
        return run(dossier, checks, pairs=options.pairs, engine=spark, share=spark.share)
    finally:
        spark.stop()
