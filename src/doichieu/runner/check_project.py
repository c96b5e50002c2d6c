"""Check the dossiers that a call names; shared by `check`, `report`, `rule` and the pytest plugin."""

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

    `checks` are patterns for the names of checks, such as `figures.*`; without any, all checks run. `pairs` is as for
    Corpus. `engine` is duckdb or spark, `master` the address of a Spark cluster. `ignore_rulings` treats every
    discrepancy as undecided. `against` is the baseline: a report.json, or a folder that reports were written to. The
    folder must hold a report of at least one of the dossiers, unless the call covers only some (`one_of_several`).
    """

    checks: Sequence[str] = ()
    pairs: int = PAIRS
    engine: str = "duckdb"
    master: str = ""
    ignore_rulings: bool = False
    against: Path | None = None
    one_of_several: bool = False


class Content(NamedTuple):
    """The checks and the schemas of a project."""

    checks: Sequence[Check]
    schemas: Schemas


class Checked(NamedTuple):
    """A checked dossier with its rulings applied, and the comparison if the call names a baseline."""

    ruled_result: RuledResult
    comparison: Comparison | None


def load_content(project: Project) -> Content:
    """Load the checks and the schemas of a project. Raises InputError for a check that cannot be loaded."""
    return Content(load_checks(project.checks), Schemas(project.schemas))


def open_dossiers(paths: Sequence[Path]) -> list[Dossier]:
    """Open the dossiers at these paths, with the schemas of the first one's project. Raises InputError."""
    folders = find_dossiers(paths)
    schemas = Schemas(find_project(folders[0]).schemas)
    return [open_dossier(folder, schemas) for folder in folders]


def check_project(
    paths: Sequence[Path],
    options: CheckOptions,
    load: Callable[[Project], Content] = load_content,
) -> list[Checked]:
    """Check every dossier at these paths; each is a dossier, a folder of dossiers or a packed dossier.

    All are checked with the first one's project, which `load` loads. Raises InputError for errors in the call or the
    files; those in the baseline are raised before the checks run.
    """
    if options.master and options.engine != "spark":
        what = "the address of a cluster can only be used with --engine spark"
        raise input_error("--master", what, "add --engine spark, or leave --master out")
    folders = find_dossiers(paths)
    checks, schemas = load(find_project(folders[0]))
    dossiers = [open_dossier(folder, schemas) for folder in folders]
    baselines = _baselines(dossiers, options)
    chosen, day = _chosen(checks, options.checks), today()
    for dossier in (
        dossiers if options.checks else ()
    ):  # rulings on checks that do not run are neither in force nor gone
        names = {check.name for check in chosen}
        dossier.rulings = tuple(ruling for ruling in dossier.rulings if ruling.check in names)
    ruled_results = [
        apply_rulings(_run(dossier, chosen, options), day, ignore=options.ignore_rulings) for dossier in dossiers
    ]
    pairs = zip(ruled_results, baselines, strict=True)
    return [
        Checked(ruled_result, Comparison(ruled_result, baseline) if baseline else None)
        for ruled_result, baseline in pairs
    ]


def _baselines(dossiers: Sequence[Dossier], options: CheckOptions) -> Sequence[Baseline | None]:
    if options.against is None:
        return [None] * len(dossiers)
    # A project may have changed its copy of the schemas; doichieu must still read its own reports.
    schemas = Schemas(starter().schemas)
    if options.one_of_several:
        return [read_baseline(options.against, dossier, schemas) for dossier in dossiers]
    return read_baselines(options.against, dossiers, schemas)


def _chosen(checks: Sequence[Check], patterns: Sequence[str]) -> list[Check]:
    """The checks whose names match a pattern, or all without patterns. Raises InputError if a pattern matches none."""
    for pattern in patterns:
        if not any(fnmatchcase(check.name, pattern) for check in checks):
            what = f"no check is named '{pattern}'"
            raise input_error("--checks", what, "use a name as shown in a report, or a pattern such as figures.*")
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
