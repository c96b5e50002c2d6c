"""A small dossier on disk that tests may spoil: two articles on one bridge that disagree on its length."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb  # noqa: F401 – pytester forgets what is imported in its runs, and this cannot be imported twice
import pytest

ROOT = Path(__file__).parents[1]
# What the dossier needs: most tests that run it are not of the checks, and all of them take four times as long.
CHECKS = (
    "durations/disagree.py",
    "figures/disagree.py",
    "quotes/absent.py",
    "quotes/text_changed.py",
    "quotes/unclaimed.py",
    "readings/differ.py",
    "records/contradicted.py",
)
TEXTS = {"a": "Cầu Mơ dài 500 mét, xây trong 3 năm.", "b": "Cầu Mơ dài 700 mét."}


def figure(amount: str, kind: str = "quantity", unit: str = "metre", **more: str) -> dict[str, Any]:
    return {"kind": kind, "amount": amount, "unit": unit, **more}


def claim(name: str, exact: str, text: str, prop: str, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "quote": {"exact": exact, "start": text.find(exact), "occurrence": 1},
        "statement": {"vi": f"Mệnh đề {name}.", "en": f"Claim {name}."},
        "subject": "bridge",
        "property": prop,
        "value": value,
        "speaker": None,
        "mode": "fact",
        **more,
    }


def document(name: str, claims: list[dict[str, Any]]) -> dict[str, Any]:
    text = TEXTS[name]
    about = {
        "id": name,
        "kind": "article",
        "language": "vi",
        "title": f"Bài {name}",
        "publisher": None,
        "url": None,
        "published": {"edtf": "2025-06-01", "basis": "stated"},
        "text": {
            "file": f"{name}.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "body": [[0, len(text)]],
        },
    }
    return {"document": about, "claims": claims}


def prop(kind: str, **more: Any) -> dict[str, Any]:
    label = {"vi": more.pop("vi", kind), "en": more.pop("en", kind)}
    return {"label": label, "kind": kind, "values": "single", "dynamics": "fixed", **more}


def write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def make(folder: Path) -> Path:
    """Write the dossier and return its folder."""
    lengths = [
        claim("a-length", "500 mét", TEXTS["a"], "length", figure("500")),
        claim("a-time", "3 năm", TEXTS["a"], "duration", figure("3", "duration", "year")),
    ]
    write(
        folder / "dossier.json",
        {"id": "bridge", "title": {"vi": "Cầu Mơ", "en": "Mo Bridge"}, "language": "vi", "zone": "Asia/Ho_Chi_Minh"},
    )
    write(
        folder / "entities.json",
        {"entities": {"bridge": {"kind": "work", "names": {"vi": ["Cầu Mơ"], "en": ["Mo Bridge"]}}}},
    )
    write(
        folder / "properties.json",
        {"properties": {"length": prop("quantity", unit="metre"), "duration": prop("duration", role="duration")}},
    )
    write(folder / "articles" / "a.json", document("a", lengths))
    other = [claim("b-length", "700 mét", TEXTS["b"], "length", figure("700"))]
    write(folder / "articles" / "b.json", document("b", other))
    (folder / "texts").mkdir()
    for name, text in TEXTS.items():
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    """The dossier, in a project with doichieu's schemas and report templates, and a few of its checks."""
    for name in ("schemas", "reports"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in CHECKS:
        path = tmp_path / "checks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(ROOT / "checks" / name)
    return make(tmp_path / "claims" / "bridge")


@pytest.fixture
def edit() -> Callable[..., None]:
    """Change one value of a JSON file: edit(path, 'claims', 0, 'value', 'amount', to='900')."""

    def change(path: Path, *pointer: str | int, to: Any) -> None:
        data = json.loads(path.read_text(encoding="utf-8"))
        node = data
        for part in pointer[:-1]:
            node = node[part]
        node[pointer[-1]] = to
        write(path, data)

    return change
