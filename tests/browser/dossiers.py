"""Reports to look at: the sample dossier as an editor finds it on a working day, Hanoi, and one too long for HTML."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from doichieu.cli.commands import DISCREPANCIES, main
from doichieu.html.page import page

ROOT = Path(__file__).parents[2]
SAMPLE, HANOI = "ben-mo-bridge", "hanoi-convention"
DAY = "1795305600"  # 22 November 2026
UNDECIDED = 9  # so many of the sample's rulings are taken away
LONG = 10_000

sys.path.insert(0, str(ROOT))

from benchmarks.page import made_up  # noqa: E402 – the benchmarks are no package of the project


def sample(folder: Path) -> Path:
    """The sample's page with its texts: some discrepancies open, one of them new, one gone, the others ruled."""
    dossier = folder / "claims" / SAMPLE
    for name in ("schemas", "checks", "reports"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "claims" / SAMPLE, dossier)
    _change(dossier / "rulings.json", "rulings", lambda rulings: rulings[UNDECIDED:])
    earlier = folder / "earlier"
    _report(dossier, earlier)
    _change(earlier / SAMPLE / "report.json", "discrepancies", _as_it_was)
    _report(dossier, folder / "out", "--with-texts", "--against", str(earlier / SAMPLE / "report.json"))
    return folder / "out" / SAMPLE / "index.html"


def _as_it_was(found: list[Any]) -> list[Any]:
    """Without the first that is open, and with one that has gone since."""
    first = next(item for item in found if not item["ruling"])
    return [item for item in found if item is not first] + [first | {"id": "D-0123456789ab"}]


def hanoi(folder: Path) -> Path:
    """The page on Hanoi as anyone can make it, who does not have the articles."""
    _report(ROOT / "claims" / HANOI, folder)
    return folder / HANOI / "index.html"


def long_report() -> dict[str, Any]:
    """Ten thousand discrepancies of the benchmark's making."""
    return made_up(LONG)


def long(folder: Path) -> Path:
    """The page on them."""
    path = folder / "index.html"
    path.write_text(page(long_report(), ROOT / "reports"), encoding="utf-8")
    return path


def data(file: Path) -> dict[str, Any]:
    """The report.json beside a page."""
    return dict(json.loads(file.with_name("report.json").read_text(encoding="utf-8")))


def _report(dossier: Path, target: Path, *options: str) -> None:
    with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": DAY}):
        os.environ.pop("DOICHIEU_TEXTS", None)
        code = main(["report", str(dossier), "-o", str(target), *options])
    assert code <= DISCREPANCIES, f"the report on {dossier.name} was not written (exit code {code})"


def _change(path: Path, member: str, change: Any) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    content[member] = change(content[member])
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
