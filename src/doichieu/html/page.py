"""The page an editor reads: report.json as one HTML file that makes no network requests.

The templates and words are content in the project's reports/ folder, which a newsroom may change; everything that
comes from a document is escaped, whatever a template does with it.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup

from doichieu.files.problems import InputError, Problem, input_error
from doichieu.html.calendar_chart import timeline
from doichieu.html.facets import bucket, buckets, choices, facts, several, spoken
from doichieu.html.interval_chart import Data, drawing, reading
from doichieu.html.localizer import Localizer, tone
from doichieu.html.overflow import overflow_data
from doichieu.html.overview import Overview
from doichieu.html.size_limits import chosen, excerpt, matrix
from doichieu.html.word_diff import word_diff
from doichieu.report.compressed import whole
from doichieu.wording.catalogue import Catalogue
from doichieu.wording.working import lettered

# A browser opens the first number of discrepancies in a second; if there are more, only the worst are HTML.
MOST_STATIC, WORST = 500, 100
MOST_PACKED = 10_000  # if there are more, the page holds only the worst
MOST_LISTED = 200  # points of a kind; report.json has all
# The words for the states of claims, and for the sections that are named after a state.
_MARKS = {
    **{verdict: f"verdict.{verdict}" for verdict in ("contradiction", "tension", "note")},
    "ruled": "state.ruled",
    "unverified": "partly",
    "agreed": "agreed",
    "alone": "alone",
}
_HEADINGS = {"decide": "state.open", "ruled": "state.ruled"}
_SECTIONS = ("documents", "matrix", "facts", "run")


def page(report: Data, folder: Path, overview: Overview | None = None, expectations: Data | None = None) -> str:
    """The report as one HTML page; `folder` contains templates/ and words/. Equal reports give equal pages.

    With an overview, the page also shows what every document states, not only what disagrees; with the data of
    doichieu.expectations.output, also the results of the expectation suite.
    Raises InputError if a template, a style sheet, a script or the words are faulty.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

    templates = folder / "templates"
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tell = Localizer(report, Catalogue(folder / "words"))
    front = _front(report, overview, tell, templates)
    scripts = ("page", "far", "sections") if front["far"] else ("page", "sections")
    style = Markup("\n").join(_own(templates / f"{name}.css") for name in ("page", "sections"))
    script = Markup("\n").join(_own(templates / f"{name}.js") for name in scripts)
    without_scripts = _own(templates / "without-scripts.css")
    environment.globals.update(
        report=report,
        expectations=expectations,
        tell=tell,
        say=tell.say,
        capital=tell.capital,
        marks=_MARKS,
        headings=_HEADINGS,
        both=tell.both,
        drawing=drawing,
        lettered=lettered,
        reading=reading,
        style=style,
        script=script,
        without_scripts=without_scripts,
        policy=_policy((style, without_scripts), script),
        spellings=word_diff,
        spoken=spoken,
        several=several,
        timeline=timeline,
        tone=tone,
        **front,
    )
    environment.filters["agreeing"] = _agreeing
    try:
        return environment.get_template("index.html.j2").render()
    except TemplateError as error:
        at, line = _fault(error, templates)
        problem = Problem(at, line, 1, "", f"the page cannot be rendered ({error})", "fix the template")
        raise InputError([problem]) from error


def _fault(error: BaseException, templates: Path) -> tuple[Path, int]:
    """The template and the line where an error was raised."""
    at, trace = (templates / "index.html.j2", 1), error.__traceback__
    while trace:
        if Path(trace.tb_frame.f_code.co_filename).parent == templates:
            at = Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno
        trace = trace.tb_next
    return at


def _own(path: Path) -> Markup:
    """A style sheet or script of the project, without indentation and comment lines."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        kept = [
            line
            for line in lines
            if line and not line.startswith("//") and not (line[:2] == "/*" and line[-2:] == "*/")
        ]
        return Markup("\n".join(kept))  # noqa: S704 – never text from a document
    except (OSError, UnicodeDecodeError) as error:
        raise input_error(path, f"this file cannot be read ({error})", "restore the file") from error


def _policy(styles: Iterable[str], script: str) -> str:
    """A Content-Security-Policy that allows these styles and this script, and nothing else."""
    own = " ".join(f"'sha256-{_digest(style)}'" for style in styles)
    scripts = f"script-src 'sha256-{_digest(script)}'"
    return f"default-src 'none'; style-src {own}; {scripts}; img-src data:; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _front(report: Data, overview: Overview | None, tell: Localizer, templates: Path) -> dict[str, Any]:
    """The counts, lists and filters of the first part of the page."""
    found = report["discrepancies"]
    by_bucket = buckets(report)
    near, far = _near(by_bucket)
    kept = [*chain.from_iterable(near.values()), *far]
    documents = chosen(report["documents"], kept)
    cut = excerpt(overview, documents) if overview else None
    in_page = Counter(bucket(item) for item in kept)
    named_in = {claim["document"] for item in kept for claim in item["claims"]}
    states = Counter(item.get("state") for item in found)
    past = report.get("against") or {}
    pointed = {claim["document"] for point in report["unverified"] for claim in point["claims"]}
    unread = [one for one in report["documents"] if one["text"] in ("missing", "changed") and one["id"] not in pointed]
    in_all = report.get("archive") or {
        "documents": len(report["documents"]),
        "claims": sum(one["claims"] for one in report["documents"]),
        "alone": sum(len(row["alone"]) for row in report["coverage"]),
        "unverified": {},
    }
    named = [name for name in _SECTIONS if overview or name not in ("matrix", "facts")]
    return {
        "buckets": by_bucket,
        **by_bucket,
        "near": near,
        "overview": cut and cut.overview,
        "left": cut,
        "matrix": cut and matrix(cut.overview),
        "listed": documents,
        "named_in": named_in,
        "cut": {name: len(by_bucket[name]) - in_page[name] for name in by_bucket},
        "most": MOST_LISTED,
        "far": overflow_data(((facts(item, tell.documents), item) for item in far), tell.allowed) if far else None,
        "facts_of": lambda item: facts(item, tell.documents),
        "choices": {
            name: [(choice.value, choice.label) for choice in each]
            for name, each in choices({**report, "discrepancies": kept}).items()
        },
        "verdicts": Counter(item["verdict"] for item in found),
        "changes": {name: states[name] for name in ("new", "unchanged", "ruled-since")}
        | {"gone": len(past.get("gone", ()))},
        "in_all": in_all,
        "unseen": len(report["unverified"]) + len(report["crashes"]) + len(unread) + sum(in_all["unverified"].values()),
        "sections": [name for name in named if (templates / f"{name}.html.j2").exists()],
        "named_pairs": lambda key, names: [(name, tell.capitals(f"{key}.{name}")) for name in names],
    }


def _near(by_bucket: dict[str, list[Data]]) -> tuple[dict[str, list[Data]], list[Data]]:
    """The discrepancies of each bucket to render as HTML, and those to pack as data because HTML would be too large."""
    left = sum(map(len, by_bucket.values()))
    if left <= MOST_STATIC:
        return {name: list(map(whole, items)) for name, items in by_bucket.items()}, []
    near, far, room = {}, [], WORST
    for name, items in by_bucket.items():
        near[name] = list(map(whole, items[:room]))
        far += items[room:]
        room -= len(near[name])
    return near, list(map(whole, far[: MOST_PACKED - WORST]))


def _agreeing(outcomes: Data) -> list[str]:
    return [document for document, outcome in outcomes.items() if outcome == "consistent"]
