"""Measure archives at size: load, pack, check and report, beside the bare group-by, pandas and pytest items.

nox -s bench, or: python benchmarks/archive.py [--sizes 1e4 1e5 1e6 1e7] [--folder DIR] [--plot FILE]

Each step is a process of its own, which tells its seconds and its peak memory. The archives are made up from a seed,
with conflicts that are known: a step that finds another set of them fails.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, Python looks beside it only

from benchmarks.plot import plot
from doichieu.archive.archive import Archive, read_archive
from doichieu.archive.open import open_archive
from doichieu.archive.parquet_pack import pack
from doichieu.dossier.project import starter
from doichieu.runner.check_loader import Check, load_checks, run_check
from doichieu.runner.corpus import Corpus
from doichieu.runner.run import run
from doichieu.testing.archive_generator import Planted, generate
from doichieu.validation.schemas import Schemas

ROUNDS = 5
EVERY = 1_000  # one story in so many is bent: a conflict to some 10,000 claims
MOST_ITEMS = 100_000  # one pytest item a claim takes minutes and gigabytes beyond
MOST_READ = 1_000_000  # claims whose quotes are read again: beyond, that takes a quarter of an hour and tells no more
SETTLED = 2  # seconds: the time of a file that was read when it was younger tells nothing, and it is read once more
FLOOR = """
    SELECT count(*), sum(lo) FROM (
        SELECT fact, max(strict_lower) AS lo, min(strict_upper) AS hi FROM claims GROUP BY fact) WHERE lo > hi"""

Told = dict[str, Any]


def main() -> None:
    """Measure, print a table, and draw it where a plot is asked for."""
    options = parser().parse_args()
    if options.step:
        if options.step != "pandas":
            sys.meta_path.insert(0, _AsInstalled())
        began = time.perf_counter()
        told = STEPS[options.step](options.folder)
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(json.dumps({"seconds": time.perf_counter() - began, "peak": peak * 1024} | told))
        return
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    rows = [measured(int(float(size)), options) for size in options.sizes]
    for line in table(rows):
        print(line)
    if options.plot:
        options.plot.write_text(plot(rows, CURVES), encoding="utf-8")


class _AsInstalled(MetaPathFinder):
    """Only what comes with doichieu: Arrow imports pandas and numpy wherever they are, two fifths of a second."""

    def find_spec(self, name: str, *_: object) -> None:
        if name in ("numpy", "pandas"):
            raise ModuleNotFoundError(name)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(description="Measure archives at size.")
    made.add_argument("--sizes", nargs="+", default=["1e4", "1e5", "1e6"], metavar="CLAIMS", help="how many claims")
    made.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir(), "doichieu-bench"), help="a scratch folder"
    )
    made.add_argument("--plot", type=Path, metavar="FILE", help="draw times over sizes into this SVG file")
    made.add_argument("--keep", action="store_true", help="leave the archives where they are")
    made.add_argument("--step", choices=list(STEPS), help=argparse.SUPPRESS)
    return made


def measured(size: int, options: argparse.Namespace) -> Told:
    """Every figure of one size."""
    folder = options.folder / f"{size}"
    os.environ["DOICHIEU_CACHE"] = str(folder / "cache")
    row: Told = {"size": size}
    for name in ("make", "load", "again", "pack", "check", "documents", "pandas", "items", "report"):
        told = json.loads(
            subprocess.run(
                [sys.executable, __file__, "--step", name, "--folder", str(folder)], check=True, capture_output=True
            ).stdout
        )
        row |= {f"{name}.{key}": value for key, value in told.items()}
        print(f"{size:>10,} {name:8} {told['seconds']:8.2f} s {told['peak'] / 1e6:8,.0f} MB", file=sys.stderr)
    if not options.keep:
        shutil.rmtree(folder)
    return row


def _make(folder: Path) -> Told:
    shutil.rmtree(folder, ignore_errors=True)
    planted = generate(folder / "made-up", int(folder.name), every=EVERY)
    (folder / "planted.json").write_text(json.dumps([[one.check, one.document, one.claim] for one in planted]))
    os.sync()  # what is still to be written must not slow down the next step
    time.sleep(SETTLED)
    return {"planted": len(planted)}


def _load(folder: Path) -> Told:
    """With all corpus checks, as when it is run again."""
    archive = read_archive(folder / "made-up", _schemas())
    _found(archive, folder)
    return {"claims": len(archive.claims), "documents": len(archive.documents)}


def _again(folder: Path) -> Told:
    """One article has changed since: its text alone is another."""
    path = min((folder / "made-up" / "articles").iterdir())
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Báo làm ra để thử", "Báo làm ra để thử lại"), encoding="utf-8")
    began = time.perf_counter()
    archive = read_archive(folder / "made-up", _schemas())
    _found(archive, folder)
    return {"read": archive.read, "seconds": time.perf_counter() - began}


def _pack(folder: Path) -> Told:
    claims = pack(folder / "made-up", folder / "claims.parquet", _schemas())
    return {"claims": claims, "bytes": sum(path.stat().st_size for path in folder.glob("claims.*"))}


def _check(folder: Path) -> Told:
    """All corpus checks as a run makes them, each by itself, and the floor, in turn; the best of each counts.

    What a run finds must be what was planted.
    """
    import duckdb

    floor = duckdb.connect()
    floor.read_parquet(str(folder / "claims.parquet")).create_view("claims")
    together, bare, each = math.inf, math.inf, dict[str, float]()
    for _ in range(ROUNDS):
        bare = min(bare, _seconds(lambda: floor.execute(FLOOR).fetchall()))
        archive = _packed(folder)
        began = time.perf_counter()
        _found(archive, folder)
        together = min(together, time.perf_counter() - began)
        corpus = Corpus(_packed(folder))
        for check in _corpus_checks():
            gone = _seconds(lambda check=check, corpus=corpus: run_check(check, corpus))
            each[check.name] = min(gone, each.get(check.name, math.inf))
    floor.close()
    slowest = max(each, key=each.__getitem__)
    return {"seconds": together, "floor": bare, "slowest": each[slowest], "name": slowest, "each": each}


def _documents(folder: Path) -> Told:
    """The checks of single documents, whose texts are not there: values against the words of their quotes."""
    if int(folder.name) > MOST_READ:
        return {"seconds": math.nan}
    found = run(_packed(folder), (check for check in load_checks(starter().checks) if check.of_document))
    if found.found or found.crashes:
        raise SystemExit("the quotes of a generated archive say what its values do")
    return {}


def _pandas(folder: Path) -> Told:
    import pandas as pd

    began = time.perf_counter()
    claims = pd.read_parquet(folder / "claims.parquet", columns=["fact", "strict_lower", "strict_upper"])
    groups = claims.groupby("fact", sort=False)
    hot = claims[groups["strict_lower"].transform("max") > groups["strict_upper"].transform("min")]
    return {"seconds": time.perf_counter() - began, "rows": len(hot)}


def _items(folder: Path) -> Told:
    """A test a claim, each of which looks its fact up in a table that is there already."""
    size = int(folder.name)
    if size > MOST_ITEMS:
        return {"seconds": math.nan}
    test = folder / "test_claims.py"
    test.write_text(
        "import pyarrow.parquet as pq, pytest\n"
        f"path = {str(folder / 'claims.parquet')!r}\n"
        "rows = pq.read_table(path, columns=['fact', 'strict_lower', 'strict_upper']).to_pylist()\n"
        "ends = {}\n"
        "for row in rows:\n"
        "    if row['strict_lower'] is not None:\n"
        "        low, high = ends.get(row['fact'], (row['strict_lower'], row['strict_upper']))\n"
        "        ends[row['fact']] = max(low, row['strict_lower']), min(high, row['strict_upper'])\n"
        "@pytest.mark.parametrize('row', rows, ids=range(len(rows)))\n"
        "def test_claim(row):\n"
        "    low, high = ends.get(row['fact'], (0, 0))\n"
        "    assert low is not None\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:doichieu", str(test)]
    return {"seconds": _seconds(lambda: subprocess.run(command, check=True, capture_output=True, cwd=folder))}


def _report(folder: Path) -> Told:
    """The command a person gives, without the checks of single documents, which depend on texts and on words."""
    command = [
        sys.executable,
        "-m",
        "doichieu",
        "report",
        str(folder / "claims.parquet"),
        "-o",
        str(folder / "out"),
    ]
    for check in _corpus_checks():
        command += ["--checks", check.name]
    seconds = _seconds(lambda: subprocess.run(command, check=False, capture_output=True))
    return {"seconds": seconds, "bytes": sum(path.stat().st_size for path in (folder / "out").rglob("*.*"))}


def _found(archive: Archive, folder: Path) -> None:
    """Hold what the corpus checks find against what was planted."""
    planted = {Planted(*one) for one in json.loads((folder / "planted.json").read_text())}
    bent = {(one.document, one.claim) for one in planted}
    found = set()
    for item in run(archive, _corpus_checks()).found:
        claims = [(claim.document.id, claim.id) for claim in item.discrepancy.claims]
        found.add(Planted(item.check.name, *next((claim for claim in claims if claim in bent), claims[0])))
    if found != planted:
        raise SystemExit(f"missed: {sorted(planted - found)[:5]}, not planted: {sorted(found - planted)[:5]}")


def _packed(folder: Path) -> Archive:
    return open_archive(folder / "claims.parquet", _schemas())


def _schemas() -> Schemas:
    return Schemas(starter().schemas)


def _corpus_checks() -> list[Check]:
    return [check for check in load_checks(starter().checks) if not check.of_document]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


STEPS: dict[str, Callable[[Path], Told]] = {
    "make": _make, "load": _load, "again": _again, "pack": _pack, "check": _check, "documents": _documents,
    "pandas": _pandas, "items": _items, "report": _report,
}  # fmt: skip

CURVES = {
    "load.seconds": "load from JSON", "pack.seconds": "pack", "check.seconds": "all corpus checks",
    "documents.seconds": "checks of documents", "check.floor": "bare group-by", "pandas.seconds": "pandas group-by",
    "items.seconds": "pytest items", "report.seconds": "report",
}  # fmt: skip


def table(rows: Sequence[Told]) -> Iterator[str]:
    """A table in Markdown, a column a size, and how each time grows."""
    sizes = [f"{row['size']:,}" for row in rows]
    yield f"| | {' | '.join(sizes)} | exponent |"
    yield f"|---|{'---|' * (len(rows) + 1)}"
    for name, words in (
        ("load.seconds", "load from JSON, s"),
        ("load.peak", "peak, MB"),
        ("again.seconds", "again after one change, checks and all, s"),
        ("pack.seconds", "pack from kept parts, s"),
        ("pack.bytes", "all files, MB"),
        ("check.floor", "floor: bare group-by, s"),
        ("check.seconds", "all corpus checks, s"),
        ("check.slowest", "slowest check, s"),
        ("check.peak", "peak, MB"),
        ("documents.seconds", "checks of single documents, s"),
        ("pandas.seconds", "pandas group-by, s"),
        ("items.seconds", "pytest items, one a claim, s"),
        ("report.seconds", "report of the corpus checks, s"),
        ("report.peak", "peak, MB"),
    ):
        cells = [_cell(name, row) for row in rows]
        growth = exponent(rows, name) if name.endswith(("seconds", "floor")) else ""
        yield f"| {words} | {' | '.join(cells)} | {growth} |"
    ratios = [f"{row['check.seconds'] / row['check.floor']:.1f}" for row in rows]
    yield f"| all checks ÷ floor | {' | '.join(ratios)} | |"
    slowest = [f"{row['check.slowest'] / row['check.floor']:.1f} ({row['check.name']})" for row in rows]
    yield f"| slowest ÷ floor | {' | '.join(slowest)} | |"
    rates = [f"{row['load.claims'] / row['load.seconds']:,.0f}" for row in rows]
    yield f"| claims/s from JSON | {' | '.join(rates)} | |"
    planted = [f"{row['make.planted']:,}" for row in rows]
    yield f"| planted, all found and nothing else | {' | '.join(planted)} | |"


def _cell(name: str, row: Mapping[str, Any]) -> str:
    value = row[name]
    if value != value:
        return "–"
    return f"{value / 1e6:,.0f}" if name.endswith(("peak", "bytes")) else f"{value:.2f}"


def exponent(rows: Sequence[Told], name: str) -> str:
    """How a time grows from the last size but one to the last: 1 where it takes as much longer as there is more."""
    known = [(row["size"], row[name]) for row in rows if row[name] == row[name]]
    if len(known) < 2:
        return "–"
    (size, seconds), (more, longer) = known[-2:]
    return f"{math.log(longer / seconds) / math.log(more / size):.2f}"


if __name__ == "__main__":
    main()
