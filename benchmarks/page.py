"""What the report page costs at size: its bytes, the time until it can be used, and until a typed letter is answered.

    python benchmarks/page.py [--findings 10000] [--chromium /usr/bin/chromium]

The discrepancies are made up, from words of our own and a seed. It needs Playwright and a Chromium that is installed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import random
import tempfile
import time
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from doichieu.html.page import page

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "reports"

_THINGS = (
    ("Cầu", "Bridge"), ("Đê", "Dyke"), ("Chợ", "Market"), ("Trường", "School"), ("Bến xe", "Coach station"),
    ("Bệnh viện", "Hospital"), ("Hồ", "Lake"), ("Đường", "Road"), ("Nhà máy", "Factory"), ("Lễ hội", "Festival"),
)  # fmt: skip
_PLACES = (
    "An Lạc", "Bãi Sậy", "Cồn Mây", "Đồng Ráng", "Gò Quao", "Hoa Lam", "Khe Trà", "Lau Xanh", "Mỏ Nhạn", "Nà Sương",
    "Phú Vọng", "Quán Gió", "Rạch Dừa", "Sông Mơ", "Thạch Tuyền", "Vàm Lá", "Xóm Nổi", "Yên Mạc", "Suối Vọng",
)  # fmt: skip
_PROPERTIES = (
    ("duration", ("thời gian thi công", "time to build"), (" năm", " years"), "năm thi công", 3, 60),
    ("cost", ("tổng chi phí", "total cost"), (" VND", " VND"), "tỷ đồng", 20, 9_000),
    ("length", ("chiều dài", "length"), (" m", " m"), "mét", 30, 4_000),
    ("workers", ("số người làm", "number of workers"), ("", ""), "người làm", 20, 2_000),
    ("visitors", ("số lượt khách", "number of visitors"), ("", ""), "lượt khách", 900, 90_000),
)
_HEDGES = ("", "gần ", "hơn ", "khoảng ", "chừng ", "tổng cộng ", "có đến ", "đã là ")
_PEOPLE = ("Nguyễn Thị Lành", "Trần Văn Thuận", "Lê Quốc Bảo", "Phạm Hồng Vân", "Đỗ Minh Tuấn", "Vũ Thanh Hà")


def made_up(findings: int, seed: int = 1) -> dict[str, Any]:
    """The data of a report with so many discrepancies, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 – nothing is kept secret with it
    documents = [_document(number) for number in range(max(4, findings // 50))]
    found = [_discrepancy(chance, documents) for _ in range(findings)]
    outcomes = {document["id"]: "inconsistent" for document in documents}
    names = sorted({item["check"] for item in found})
    return {
        "version": 1,
        "tool": {"name": "doichieu", "version": "0"},
        "dossier": {"id": "made-up", "title": {"vi": "Hồ sơ thử tải", "en": "A dossier made up"}, "language": "vi"},
        "documents": documents,
        "discrepancies": sorted(found, key=lambda item: ("contradiction", "tension", "note").index(item["verdict"])),
        "unverified": [],
        "crashes": [],
        "rulings": {"gone": [], "expired": []},
        "outcomes": {"inconsistent": len(names) * len(documents)},
        "checks": [
            {
                "name": name,
                "title": {"vi": f"Hai con số không khớp ({name})", "en": f"Two figures do not agree ({name})"},
                "source": "interval arithmetic",
                "outcomes": outcomes,
            }
            for name in names
        ],
        "coverage": [
            {"document": document["id"], "claims": document["claims"], "anchored": 0, "compared": 0, "alone": []}
            for document in documents
        ],
    }


def _document(number: int) -> dict[str, Any]:
    record = number % 10 == 9
    return {
        "id": f"{'r-' if record else ''}{number:04d}",
        "kind": "reference" if record else "article",
        "language": "vi",
        "title": f"Chuyện ở {_PLACES[number % len(_PLACES)]}, kỳ {number}",
        "publisher": "Báo Thử",
        "url": None,
        "published": {
            "edtf": f"20{10 + number % 16:02d}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            "basis": "stated",
        },
        "file": f"{number:04d}.json",
        "sha256": f"{number:064x}",
        "text": "read",
        "claims": 100,
    }


def _discrepancy(chance: random.Random, documents: list[dict[str, Any]]) -> dict[str, Any]:
    (thing_vi, thing_en), place = chance.choice(_THINGS), chance.choice(_PLACES)
    kind, label, unit, noun, least, most = chance.choice(_PROPERTIES)
    number = chance.randint(1, 12)
    subject = {"vi": f"{thing_vi} {place} {number}", "en": f"{place} {thing_en} {number}"}
    verdict = chance.choices(("contradiction", "tension", "note"), (5, 4, 1))[0]
    first = chance.randint(least, most)
    claims = [
        _claim(chance, chance.choice(documents), figure, (kind, label, unit, noun), subject)
        for figure in (first, first + chance.randint(2, max(3, first // 3)))
    ]
    says = [(f"“{claim['quote']['exact']}”", claim["document"], claim["loose"]) for claim in claims]
    (one, here, low), (other, there, high) = says
    scope = "document" if here == there else "record" if "r-" in here + there else "documents"
    name = f"D-{chance.getrandbits(48):012x}"
    return {
        "id": name,
        "check": f"figures.{kind}_differs",
        "verdict": verdict,
        "severity": {"contradiction": "error", "tension": "warning", "note": "note"}[verdict],
        "scope": scope,
        "claims": claims,
        "message": {
            "vi": f"{subject['vi']}, {label[0]}: bài {here} ghi {one}, còn bài {there} ghi {other}; "
            "không con số nào hợp với cả hai.",
            "en": f"{subject['en']}, {label[1]}: article {here} says {one}, and article {there} says {other}; "
            "no figure fits both.",
        },
        "working": f"[{low['lower']}; {low['upper']}] ∩ [{high['lower']}; {high['upper']}] = ∅",
        "question": {
            "vi": f"Con số nào đúng, {one} (bài {here}) hay {other} (bài {there})?",
            "en": f"Which figure is right, {one} (article {here}) or {other} (article {there})?",
        },
        "reconciliations": [],
        "ruling": None if verdict == "note" or chance.random() < 0.7 else _ruling(chance, name, kind),
        "whole_document": False,
    }


def _claim(
    chance: random.Random,
    document: Mapping[str, Any],
    figure: int,
    about: tuple[str, tuple[str, str], tuple[str, str], str],
    subject: dict[str, str],
) -> dict[str, Any]:
    kind, label, unit, noun = about
    person = chance.choice(_PEOPLE) if chance.random() < 0.3 else None
    bounds = {"lower": figure - 1, "upper": figure, "lower_closed": True, "upper_closed": True}
    start = chance.randint(0, 5_000)
    exact = f"{chance.choice(_HEDGES)}{figure:,} {noun}".replace(",", ".")
    return {
        "document": document["id"],
        "claim": f"{document['id']}-{start}",
        "quote": {"exact": exact, "start": start, "end": start + len(exact)},
        "statement": {
            "vi": f"{subject['vi']}: {label[0]} là {figure}.",
            "en": f"{subject['en']}: the {label[1]} is {figure}.",
        },
        "subject": _name(subject["en"]),
        "property": kind,
        "speaker": person and _name(person),
        "mode": "fact",
        "strict": bounds,
        "loose": bounds | {"lower": figure - 1},
        "unit": {"vi": unit[0], "en": unit[1]},
        "names": {
            "subject": subject,
            "property": {"vi": label[0], "en": label[1]},
            "speaker": person and {"vi": person, "en": person},
        },
    }


def _name(words: str) -> str:
    """An id made of words: plain letters and hyphens."""
    plain = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace(" ", "-")


def _ruling(chance: random.Random, name: str, kind: str) -> dict[str, Any]:
    return {
        "fingerprint": name,
        "check": f"figures.{kind}_differs",
        "decision": chance.choice(("stands", "corrected", "dismissed")),
        "reason": {"vi": "Hai cách đếm khác nhau.", "en": "Counted in two ways."},
        "by": chance.choice(_PEOPLE),
        "on": f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        "until": None,
    }


_READY = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"""
_ALL_THERE = "!document.getElementById('far') || Boolean(document.documentElement.dataset.ready)"
_KEY = """async (text) => {
  const field = document.querySelector("#filters [name=q]");
  const begun = performance.now();
  if (!text) field.focus();
  else {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  document.body.offsetHeight;
  return performance.now() - begun;
}"""


def measured(path: Path, chromium: str, rounds: int = 5) -> dict[str, float]:
    """Milliseconds, the median of some rounds: until the front can be used, the slowest of focus and letters."""
    driver: Any = importlib.import_module("playwright.sync_api")  # not a dependency; only this needs it
    ready, keys, settled = [], [], []
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(rounds):
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            tab.goto(path.as_uri(), wait_until="domcontentloaded")
            ready.append(float(tab.evaluate(_READY)))
            while not tab.evaluate(_ALL_THERE):  # the page lets no string become a script, so it cannot be waited for
                tab.wait_for_timeout(20)
            settled.append(float(tab.evaluate("performance.now()")))
            tab.wait_for_timeout(1500)  # as a reader does before the first letter
            word = "lau xanh 7"
            keys.append(max(float(tab.evaluate(_KEY, word[:end])) for end in range(len(word) + 1)))
            tab.close()
        browser.close()
    middle = rounds // 2
    return {"ready": sorted(ready)[middle], "all": sorted(settled)[middle], "key": sorted(keys)[middle]}


def main() -> None:
    """Make the page, measure it and say what came out."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--findings", type=int, default=10_000)
    options.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        text = page(made_up(chosen.findings), REPORTS)
        took = time.perf_counter() - begun
        path = Path(folder, "index.html")
        path.write_text(text, encoding="utf-8")
        size, small = path.stat().st_size / 1e6, len(gzip.compress(text.encode())) / 1e6
        print(f"{chosen.findings} findings: {size:.2f} MB ({small:.2f} MB gzipped), made in {took:.1f} s")
        times = measured(path, chosen.chromium)
        print(f"front usable after {times['ready']:.0f} ms, all there after {times['all']:.0f} ms, ", end="")
        print(f"slowest letter {times['key']:.0f} ms")


if __name__ == "__main__":
    main()
