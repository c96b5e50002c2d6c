"""The page an editor reads: report.json as one HTML file that asks the network for nothing.

The templates and the words are content, found in the project's reports/ folder, and a newsroom may restyle them;
everything that comes from a document is escaped, whatever they do with it.
"""

from __future__ import annotations

import json
import re
import shlex
from base64 import b64encode
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from doichieu.dates import edtf_bounds
from doichieu.drawing import Data, drawing, interval, is_dated, lettered, moment, reading
from doichieu.excerpt import chosen, excerpt, matrix
from doichieu.files import InputError, Problem, read_json
from doichieu.front import choices, facts, pile, piles, several, spoken
from doichieu.interval import INFINITY, Interval
from doichieu.notation import localised
from doichieu.overview import Overview
from doichieu.packing import packed
from doichieu.sentences import in_quotes, nested
from doichieu.shelving import whole
from doichieu.spellings import spellings
from doichieu.timeline import Tick, timeline
from doichieu.wording import days, number

_LANGUAGES = ("vi", "en")
_MOST_QUOTED = 3  # a title names no more
# Of more than the first, which a browser takes a second to open, only the worst are HTML.
_MOST_STATIC, _WORST = 500, 100
MOST_PACKED = 10_000  # of more only the worst are in the page
_MOST_LISTED = 200  # points of a kind, of which report.json has all
_SCALES = ((10**9, "scale-billion"), (10**6, "scale-million"))
_Form = list[tuple[str, str | None]]
_SECTIONS = ("documents", "matrix", "facts", "run")


def page(report: Data, folder: Path, overview: Overview | None = None, expectations: Data | None = None) -> str:
    """The report as one HTML page; `folder` holds templates/ and words/. The same report gives the same page.

    With an overview the page also shows what every document states, not only what disagrees; with the data of
    doichieu.expectations_told also how the tables stand up to the suite.
    Raises InputError where a template, the style, the script or the words are at fault.
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
    tell = _Teller(report, folder / "words")
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
        both=tell.both,
        drawing=drawing,
        lettered=lettered,
        reading=reading,
        style=style,
        script=script,
        without_scripts=without_scripts,
        policy=_policy((style, without_scripts), script),
        spellings=spellings,
        spoken=spoken,
        several=several,
        timeline=timeline,
        tone=_tone,
        **front,
    )
    environment.filters["agreeing"] = _agreeing
    try:
        return environment.get_template("index.html.j2").render()
    except TemplateError as error:
        at, line = _fault(error, templates)
        problem = Problem(at, line, 1, "", f"the page cannot be made ({error})", "mend the template")
        raise InputError([problem]) from error


def _fault(error: BaseException, templates: Path) -> tuple[Path, int]:
    """The template and the line that an error came from."""
    at, trace = (templates / "index.html.j2", 1), error.__traceback__
    while trace:
        if Path(trace.tb_frame.f_code.co_filename).parent == templates:
            at = Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno
        trace = trace.tb_next
    return at


def _own(path: Path) -> Markup:
    """A style sheet or script of the project itself, without the indents and the lines that are comments."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        kept = [
            line
            for line in lines
            if line and not line.startswith("//") and not (line[:2] == "/*" and line[-2:] == "*/")
        ]
        return Markup("\n".join(kept))  # noqa: S704 – never words from a document
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([Problem(path, 0, 0, "", f"this cannot be read ({error})", "put the file back")]) from error


def _policy(styles: Iterable[str], script: str) -> str:
    """A Content-Security-Policy that lets these styles and this script in, and nothing else."""
    own = " ".join(f"'sha256-{_digest(style)}'" for style in styles)
    scripts = f"script-src 'sha256-{_digest(script)}'"
    return f"default-src 'none'; style-src {own}; {scripts}; img-src data:; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _front(report: Data, overview: Overview | None, tell: _Teller, templates: Path) -> dict[str, Any]:
    """What the front of the page counts, lists and filters by."""
    found = report["discrepancies"]
    told = piles(report)
    near, far = _near(told)
    kept = [*chain.from_iterable(near.values()), *far]
    documents = chosen(report["documents"], kept)
    cut = excerpt(overview, documents) if overview else None
    in_page = Counter(pile(item) for item in kept)
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
        "piles": told,
        **told,
        "near": near,
        "overview": cut and cut.overview,
        "left": cut,
        "matrix": cut and matrix(cut.overview),
        "listed": documents,
        "named_in": named_in,
        "cut": {name: len(told[name]) - in_page[name] for name in told},
        "most": _MOST_LISTED,
        "far": packed(((facts(item, tell.documents), item) for item in far), tell.allowed) if far else None,
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
        "named_pairs": lambda key, names: [(name, tell.pair(f"{key}.{name}")) for name in names],
    }


def _near(told: dict[str, list[Data]]) -> tuple[dict[str, list[Data]], list[Data]]:
    """What of each pile the page holds as HTML, and what it holds as data: all of it while a browser bears that."""
    left = sum(len(pile) for pile in told.values())
    if left <= _MOST_STATIC:
        return {name: list(map(whole, items)) for name, items in told.items()}, []
    near, far, room = {}, [], _WORST
    for name, items in told.items():
        near[name] = list(map(whole, items[:room]))
        far += items[room:]
        room -= len(near[name])
    return near, list(map(whole, far[: MOST_PACKED - _WORST]))


def _tone(letter: str) -> int:
    """Which of the four colours a claim's letter has."""
    return (ord(letter[0]) - 65 + 26 * int(letter[1:] or 0)) % 4


def _agreeing(outcomes: Data) -> list[str]:
    return [document for document, outcome in outcomes.items() if outcome == "consistent"]


class _Teller:
    """What the templates call to tell something in both languages, of which the page shows one."""

    def __init__(self, report: Data, folder: Path) -> None:
        self.documents: dict[str, Data] = {document["id"]: document for document in report["documents"]}
        self.checks: dict[str, Data] = {check["name"]: check for check in report["checks"]}
        self._files = {language: folder / f"{language}.json" for language in _LANGUAGES}
        self._words = {language: _words(path) for language, path in self._files.items()}
        # an older report does not tell where the dossier is
        self._folder = [shlex.quote(report["dossier"]["path"])] if report["dossier"].get("path") else []
        self._forms: dict[tuple[str, str, int], _Form] = {}

    def text(self, language: str, key: str, **values: Any) -> Markup:
        """The words for `key`, `values` in their places; where they have a form for 1 and one for more, `n` chooses."""
        try:
            name = language, key, 0 if values.get("n") == 1 else -1
            form = self._forms.get(name) or self._forms.setdefault(name, self._form(*name))
            return Markup(  # noqa: S704 – escaped, the words as well as what stands in them
                "".join([part if field is None else escape(_told(values[field], language)) for part, field in form])
            )
        except (KeyError, IndexError, ValueError) as error:
            what = f"the words for '{key}' are missing or name a value that is not there"
            raise InputError([Problem(self._files[language], 1, 1, f"/{key}", what, "put them back")]) from error

    def _form(self, language: str, key: str, number: int) -> _Form:
        """The words for `key`, escaped, in parts: words, and the names of the values that stand between them."""
        words = self._words[language][key]
        parts = Formatter().parse(escape(words[number] if isinstance(words, list) else words))
        form: _Form = []
        for text, field, how, conversion in parts:
            form.append((text, None))
            if field is not None:
                if how or conversion or not field.isidentifier():
                    raise ValueError(field)
                form.append(("", field))
        return form

    def pair(self, key: str, **values: Any) -> dict[str, Markup]:
        """The words for `key` in each language."""
        return {language: self.text(language, key, **values) for language in _LANGUAGES}

    def say(self, key: str, **values: Any) -> Markup:
        """The words for `key` in both languages."""
        return self.both(self.pair(key, **values))

    def both(self, pair: Data, tag: str = "span") -> Markup:
        """A text in both languages, once where they are the same; `tag` is tspan inside a drawing."""
        if pair["vi"] == pair["en"]:
            return escape(pair["vi"])
        marked = Markup("<{0} lang={1}>{2}</{0}>")
        return Markup().join(marked.format(tag, language, pair[language]) for language in _LANGUAGES)

    def count(self, value: int | Fraction) -> dict[str, str]:
        """A number as each language prints it."""
        return {language: number(Fraction(value), language) for language in _LANGUAGES}

    def scaled(self, value: Fraction) -> Data:
        """A number as it stands under a line, where little room is: 2 450 000 000 as 2.45 billion."""
        for scale, key in _SCALES:
            if abs(value) >= scale and value * 100 % scale == 0:
                return self.pair(key, n=self.count(value / scale))
        return self.count(value)

    def quoting(self, pair: Data, claims: Iterable[Data]) -> Markup:
        """A sentence in both languages in which the claims' words are marked with their own language."""
        spoken = {nested(self.words(claim)): self.document(claim)["language"] for claim in claims}
        longest_first = sorted(spoken, key=lambda words: (-len(words), words))
        pattern = re.compile("|".join(re.escape(in_quotes(words)) for words in longest_first))

        def marked(text: str) -> Markup:
            told, at = Markup(), 0
            for match in pattern.finditer(text):
                words = match[0][1:-1]
                told += escape(text[at : match.start()]) + _in_quotes(words, spoken[words])
                at = match.end()
            return told + escape(text[at:])

        return self.both({language: marked(pair[language]) for language in _LANGUAGES})

    def title(self, discrepancy: Data) -> Markup:
        """A question: which of these is it, or do these agree?"""
        claims = discrepancy["claims"]
        about = self._about(discrepancy)
        if discrepancy.get("whole_document"):
            return self.both(about)
        shown = [self._lettered(letter, claim) for letter, claim in lettered(claims)]
        if len(shown) > _MOST_QUOTED:
            shown[_MOST_QUOTED - 1 :] = [self.pair("and-more", n=len(shown) - _MOST_QUOTED + 1)]
        choice = several(discrepancy) and len(claims) <= _MOST_QUOTED
        quotes = {
            language: self._listed([words[language] for words in shown], "or" if choice else "and", language)
            for language in _LANGUAGES
        }
        key = "title-one" if len(claims) == 1 else "title-or" if choice else "title-agree"
        return self.say(key, about=about, quotes=quotes)

    def _about(self, discrepancy: Data) -> dict[str, Any]:
        """What a title is about: the subject and what is said of it, else the fault that the check is named by."""
        names = discrepancy["claims"][0].get("names")
        if not names or discrepancy.get("whole_document"):
            return dict(self.checks[discrepancy["check"]]["title"])
        return {language: f"{names['subject'][language]}, {names['property'][language]}" for language in _LANGUAGES}

    def _lettered(self, letter: str, claim: Data) -> dict[str, Markup]:
        """A claim's words with its letter; of a record that is not quoted, what it states."""
        document, exact = self.document(claim), claim["quote"]["exact"]
        if exact:
            told = dict.fromkeys(_LANGUAGES, _in_quotes(exact, document["language"]))
        elif claim["strict"]:
            value = {language: self.allowed(claim, "strict", language) for language in _LANGUAGES}
            told = self.pair("recorded", value=value)
        else:
            told = self.pair("record", title=_in_quotes(document["title"], document["language"]))
        mark = Markup('<b class="c{}">{}<sup>{}</sup></b>')
        return {language: mark.format(_tone(letter), words, letter) for language, words in told.items()}

    def _listed(self, items: list[Markup], joint: str, language: str) -> Markup:
        *first, last = items
        return Markup(", ").join(first) + (self.text(language, joint) if first else "") + last

    def document(self, claim: Data) -> Data:
        """The document a claim stands in."""
        return self.documents[claim["document"]]

    def words(self, claim: Data) -> str:
        """A claim's quote, or our own statement in its document's language where it is not quoted."""
        return str(claim["quote"]["exact"] or claim["statement"][self.document(claim)["language"]])

    def day(self, edtf: str) -> dict[str, Markup]:
        """A date in each language's format."""
        told = {language: escape(days(edtf_bounds(edtf), language)) for language in _LANGUAGES}
        return self.pair("around", date=told) if edtf[-1] in "~%" else told

    def span(self, event: Data) -> Markup:
        """The days of a dated event."""
        days_of = Interval(moment(event["lower"], -1), moment(event["upper"]), True, False)
        return self.both({language: days(days_of, language) for language in _LANGUAGES})

    def tick(self, tick: Tick) -> dict[str, str]:
        """What stands under a place on a calendar: a year, a month or a day."""
        if tick.step == "year":
            return dict.fromkeys(_LANGUAGES, str(tick.day.year))
        first = tick.day.toordinal()
        length = 1 if tick.step == "day" else monthrange(tick.day.year, tick.day.month)[1]
        words = {language: days(Interval(first, first + length, True, False), language) for language in _LANGUAGES}
        # short, since they stand side by side: 11/2026 and Nov 2026, 14/11 and 14 Nov
        english = re.sub(r"[A-Z]\w+", lambda name: name[0][:3], words["en"])
        if tick.step == "day":
            return {"vi": words["vi"].rpartition("/")[0], "en": english.rpartition(" ")[0]}
        return {"vi": words["vi"].removeprefix("tháng "), "en": english}

    def link(self, claim: Data) -> str | None:
        """Where a claim can be read: its document's address, with its words for the browser to find."""
        address, exact = self.address(self.document(claim)), claim["quote"]["exact"]
        if not address or not exact:
            return address
        # a hyphen has a meaning of its own in a text fragment
        return f"{address}{'' if '#' in address else '#'}:~:text={quote(exact, safe='').replace('-', '%2D')}"

    def address(self, document: Data) -> str | None:
        """A document's address, where it is one that a reader may safely open."""
        url = document["url"]
        return str(url) if url and url.startswith(("http://", "https://")) else None

    def working(self, working: str) -> Markup:
        """A working with each language's decimal mark."""
        return self.both({language: localised(working, language) for language in _LANGUAGES})

    def allows(self, claim: Data, grade: str) -> Markup:
        """What a claim's words allow, in words; `grade` is strict or loose."""
        return self.both({language: self.allowed(claim, grade, language) for language in _LANGUAGES})

    def allowed(self, claim: Data, grade: str, language: str) -> str:
        """What a claim's words allow, in one language; an older report does not tell the unit."""
        values = interval(claim[grade])
        if is_dated(claim[grade]):
            return days(values, language)
        return self._figures(values, claim["unit"][language] if "unit" in claim else "", language)

    def _figures(self, values: Interval, unit: str, language: str) -> Markup:
        lower, upper = values.lower, values.upper
        least, most = (None if abs(end) == INFINITY else number(end, language) for end in (lower, upper))
        if least is None and most is None:
            return self.text(language, "anything")
        if lower == upper:
            return self.text(language, "exactly", lower=least, unit=unit)
        if least is None:
            return self.text(language, "at-most" if values.upper_closed else "under", upper=most, unit=unit)
        if most is None:
            return self.text(language, "at-least" if values.lower_closed else "over", lower=least, unit=unit)
        start = self.text(language, "from-closed" if values.lower_closed else "from-open", lower=least)
        end = "to-closed" if values.upper_closed else "to-open"
        return self.text(language, end, start=start, upper=most, unit=unit)

    def command(self, name: str) -> Markup:
        """The command that rules on a discrepancy, for an editor to complete; as it stands, it is refused."""
        options = " ".join(f'--{option} ""' for option in ("decision", "by", "reason-vi", "reason-en"))
        return _in_element(" ".join(["doichieu rule", name, *self._folder, options]))

    def entry(self, discrepancy: Data) -> Markup:
        """The entry for rulings.json that an editor completes; as it stands, the schema refuses it."""
        ruling = {"fingerprint": discrepancy["id"], "check": discrepancy["check"], "decision": ""}
        ruling |= {"reason": {"vi": "", "en": ""}, "by": "", "on": "", "until": None}
        return _in_element(json.dumps(ruling, ensure_ascii=False, indent=1))


def _in_element(text: str) -> Markup:
    """A text escaped as it has to be between tags, where quotation marks, of which it is full, mean nothing."""
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))  # noqa: S704


def _words(path: Path) -> dict[str, Any]:
    words, _ = read_json(path)
    if not isinstance(words, dict):
        raise InputError([Problem(path, 1, 1, "", "the words are not an object", "write each under its name")])
    return words


def _told(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        return value[language]
    return number(Fraction(value), language) if isinstance(value, int) else value


def _in_quotes(words: str, language: str) -> Markup:
    return Markup('“<bdi lang="{}">{}</bdi>”').format(language, nested(words))
