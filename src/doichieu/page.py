"""The page an editor reads: report.json as one HTML file that asks the network for nothing.

The templates and the words are content, found in the project's reports/ folder, and a newsroom may restyle them;
everything that comes from a document is escaped, whatever they do with it.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from doichieu.dates import edtf_bounds
from doichieu.drawing import Data, drawing, interval, is_dated, lettered, reading
from doichieu.files import InputError, Problem, read_json
from doichieu.interval import INFINITY, Interval
from doichieu.notation import localised
from doichieu.sentences import in_quotes, nested
from doichieu.wording import days, number

_LANGUAGES = ("vi", "en")
_MOST_QUOTED = 3  # a title names no more


def page(report: Data, folder: Path) -> str:
    """The report as one HTML page; `folder` holds templates/ and words/. The same report gives the same page.

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
    style, script = (_own(templates / name) for name in ("page.css", "page.js"))
    environment.globals.update(
        report=report,
        tell=tell,
        say=tell.say,
        both=tell.both,
        drawing=drawing,
        lettered=lettered,
        reading=reading,
        style=style,
        script=script,
        policy=_policy(style, script),
        **_piles(report["discrepancies"]),
    )
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
    """A style sheet or script of the project itself, which goes into the page as it is."""
    try:
        return Markup(path.read_text(encoding="utf-8"))  # noqa: S704 – never words from a document
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([Problem(path, 0, 0, "", f"this cannot be read ({error})", "put the file back")]) from error


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy that lets this style and this script in, and nothing else."""
    own = "; ".join(f"{kind}-src 'sha256-{_digest(text)}'" for kind, text in (("style", style), ("script", script)))
    return f"default-src 'none'; {own}; img-src data:; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _piles(discrepancies: Iterable[Data]) -> dict[str, list[Data]]:
    """The discrepancies that wait for a decision, those that have one, and the notes that need none."""
    piles: dict[str, list[Data]] = {"open": [], "ruled": [], "notes": []}
    for item in discrepancies:
        piles["ruled" if item["ruling"] else "notes" if item["verdict"] == "note" else "open"].append(item)
    return piles


class _Teller:
    """What the templates call to tell something in both languages, of which the page shows one."""

    def __init__(self, report: Data, folder: Path) -> None:
        self.documents: dict[str, Data] = {document["id"]: document for document in report["documents"]}
        self.checks: dict[str, Data] = {check["name"]: check for check in report["checks"]}
        self._files = {language: folder / f"{language}.json" for language in _LANGUAGES}
        self._words = {language: _words(path) for language, path in self._files.items()}

    def text(self, language: str, key: str, **values: Any) -> Markup:
        """The words for `key`, `values` in their places; where they have a form for 1 and one for more, `n` chooses."""
        words = self._words[language].get(key)
        if isinstance(words, list):
            words = words[0 if values["n"] == 1 else -1]
        try:
            if words is None:
                raise KeyError(key)
            return escape(words).format(**{name: _told(value, language) for name, value in values.items()})
        except (KeyError, IndexError, ValueError) as error:
            what = f"the words for '{key}' are missing or name a value that is not there"
            raise InputError([Problem(self._files[language], 1, 1, f"/{key}", what, "put them back")]) from error

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
        marked = Markup('<{0} lang="{1}">{2}</{0}>')
        return Markup().join(marked.format(tag, language, pair[language]) for language in _LANGUAGES)

    def count(self, value: int | Fraction) -> dict[str, str]:
        """A number as each language prints it."""
        return {language: number(Fraction(value), language) for language in _LANGUAGES}

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

    def title(self, claims: Iterable[Data]) -> Markup:
        """A question: do these agree?"""
        named: dict[str, dict[str, Markup]] = {}
        for claim in claims:
            document, exact = self.document(claim), claim["quote"]["exact"]
            marked = _in_quotes(exact or document["title"], document["language"])
            named.setdefault(marked, dict.fromkeys(_LANGUAGES, marked) if exact else self.pair("record", title=marked))
        shown = list(named.values())
        if len(shown) > _MOST_QUOTED:
            shown[_MOST_QUOTED - 1 :] = [self.pair("and-more", n=len(shown) - _MOST_QUOTED + 1)]
        quotes = {language: self._listed([words[language] for words in shown], language) for language in _LANGUAGES}
        return self.say("title-agree" if len(shown) > 1 else "title-one", quotes=quotes)

    def _listed(self, items: list[Markup], language: str) -> Markup:
        *first, last = items
        return Markup(", ").join(first) + (self.text(language, "and") if first else "") + last

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

    def entry(self, discrepancy: Data) -> str:
        """The entry for rulings.json that an editor completes; as it stands, the schema refuses it."""
        ruling = {"fingerprint": discrepancy["id"], "check": discrepancy["check"], "decision": ""}
        ruling |= {"reason": {"vi": "", "en": ""}, "by": "", "on": "", "until": None}
        return json.dumps(ruling, ensure_ascii=False, indent=2)


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
