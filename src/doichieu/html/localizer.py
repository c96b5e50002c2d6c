"""Functions that the page's templates call to print text in both languages, with the project's words."""

from __future__ import annotations

import json
import re
import shlex
from calendar import monthrange
from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from doichieu.html.calendar_chart import Tick
from doichieu.html.facets import several
from doichieu.html.interval_chart import Data, interval, is_dated, moment
from doichieu.model.edtf import edtf_bounds
from doichieu.model.interval import INFINITY, Interval
from doichieu.wording.catalogue import LANGUAGES as _LANGUAGES
from doichieu.wording.catalogue import Catalogue, Parts
from doichieu.wording.formatting import days, number
from doichieu.wording.sentences import in_quotes, inner_quotes
from doichieu.wording.working import lettered, localised, place_of

_MOST_QUOTED = 3  # quotes in a title
_SCALES = ((10**9, "scale-billion"), (10**6, "scale-million"))


class Localizer:
    """Prints text for the templates in both languages, of which the page shows one at a time."""

    def __init__(self, report: Data, words: Catalogue) -> None:
        self.documents: dict[str, Data] = {document["id"]: document for document in report["documents"]}
        self.checks: dict[str, Data] = {check["name"]: check for check in report["checks"]}
        self._words = {language: words[language] for language in _LANGUAGES}
        # older reports do not say where the dossier is
        self._folder = [shlex.quote(report["dossier"]["path"])] if report["dossier"].get("path") else []
        self._forms: dict[tuple[str, str, bool], Parts] = {}

    def text(self, language: str, key: str, **values: Any) -> Markup:
        """The words for `key` with `values` filled in; if they have a singular and a plural form, `n` chooses."""
        words, name = self._words[language], (language, key, values.get("n") == 1)
        if name not in self._forms:
            self._forms[name] = [(str(escape(text)), field) for text, field in words.parts(key, values.get("n"))]
        try:
            return Markup(  # noqa: S704 – both the words and the values are escaped
                "".join(
                    [
                        part if field is None else escape(_in_language(values[field], language))
                        for part, field in self._forms[name]
                    ]
                )
            )
        except KeyError as error:
            raise words.missing(key, str(error.args[0])) from error

    def pair(self, key: str, **values: Any) -> dict[str, Markup]:
        """The words for `key` in each language."""
        return {language: self.text(language, key, **values) for language in _LANGUAGES}

    def capitals(self, key: str, **values: Any) -> dict[str, Markup]:
        """The words for `key` in each language, with a capital first letter."""
        return {language: words[:1].upper() + words[1:] for language, words in self.pair(key, **values).items()}

    def say(self, key: str, **values: Any) -> Markup:
        """The words for `key` in both languages."""
        return self.both(self.pair(key, **values))

    def capital(self, key: str, **values: Any) -> Markup:
        """The words for `key` in both languages, with a capital first letter."""
        return self.both(self.capitals(key, **values))

    def both(self, pair: Data, tag: str = "span") -> Markup:
        """A text in both languages, or once if they are the same; `tag` is tspan inside a drawing."""
        if pair["vi"] == pair["en"]:
            return escape(pair["vi"])
        marked = Markup("<{0} lang={1}>{2}</{0}>")
        return Markup().join(marked.format(tag, language, pair[language]) for language in _LANGUAGES)

    def count(self, value: int | Fraction) -> dict[str, str]:
        """A number as each language prints it."""
        return {language: number(Fraction(value), language) for language in _LANGUAGES}

    def scaled(self, value: Fraction) -> Data:
        """A number shortened to fit under a line: 2 450 000 000 as 2.45 billion."""
        for scale, key in _SCALES:
            if abs(value) >= scale and value * 100 % scale == 0:
                return self.pair(key, n=self.count(value / scale))
        return self.count(value)

    def quoting(self, pair: Data, claims: Iterable[Data]) -> Markup:
        """A sentence in both languages, with the claims' words marked as being in their own language."""
        spoken = {inner_quotes(self.words(claim)): self.document(claim)["language"] for claim in claims}
        longest_first = sorted(spoken, key=lambda words: (-len(words), words))
        pattern = re.compile("|".join(re.escape(in_quotes(words)) for words in longest_first))

        def marked(text: str) -> Markup:
            marked_text, at = Markup(), 0
            for match in pattern.finditer(text):
                words = match[0][1:-1]
                marked_text += escape(text[at : match.start()]) + _in_quotes(words, spoken[words])
                at = match.end()
            return marked_text + escape(text[at:])

        return self.both({language: marked(pair[language]) for language in _LANGUAGES})

    def title(self, discrepancy: Data) -> Markup:
        """The title of a discrepancy as a question: which of these is right, or do these agree?"""
        claims = discrepancy["claims"]
        about = self._about(discrepancy)
        if discrepancy.get("whole_document"):
            return self.both(about)
        shown = [self._lettered(letter, claim) for letter, claim in lettered(claims)]
        choice = several(discrepancy) and len(claims) <= _MOST_QUOTED
        quotes = {
            language: self._listed([words[language] for words in shown], "or" if choice else "and", language)
            for language in _LANGUAGES
        }
        key = "title-one" if len(claims) == 1 else "title-or" if choice else "title-agree"
        return self.say(key, about=about, quotes=quotes)

    def _about(self, discrepancy: Data) -> dict[str, Any]:
        """What a title is about: the subject and property, else the fault that the check is named after."""
        names = discrepancy["claims"][0].get("names")
        if not names or discrepancy.get("whole_document"):
            return dict(self.checks[discrepancy["check"]]["title"])
        return {language: f"{names['subject'][language]}, {names['property'][language]}" for language in _LANGUAGES}

    def _lettered(self, letter: str, claim: Data) -> dict[str, Markup]:
        """A claim's words with its letter; for a record without a quote, the value it states."""
        document, exact = self.document(claim), claim["quote"]["exact"]
        if exact:
            phrase = dict.fromkeys(_LANGUAGES, _in_quotes(exact, document["language"]))
        elif claim["strict"]:
            value = {language: self.allowed(claim, "strict", language) for language in _LANGUAGES}
            phrase = self.pair("recorded", value=value)
        else:
            phrase = self.pair("record", title=_in_quotes(document["title"], document["language"]))
        mark = Markup('<b class="c{}">{}<sup>{}</sup></b>')
        return {language: mark.format(tone(letter), words, letter) for language, words in phrase.items()}

    def _listed(self, items: list[Markup], joint: str, language: str) -> Markup:
        if len(items) > _MOST_QUOTED:
            kept = items[: _MOST_QUOTED - 1]
            return Markup(", ").join(kept) + " " + self.text(language, "and-more", n=len(items) - len(kept))
        *first, last = items
        return Markup(", ").join(first) + (self.text(language, joint) if first else "") + last

    def document(self, claim: Data) -> Data:
        """The document of a claim."""
        return self.documents[claim["document"]]

    def words(self, claim: Data) -> str:
        """A claim's quote, or, without one, our own statement in its document's language."""
        return str(claim["quote"]["exact"] or claim["statement"][self.document(claim)["language"]])

    def day(self, edtf: str) -> dict[str, Markup]:
        """A date in each language's format."""
        date_words = {language: escape(days(edtf_bounds(edtf), language)) for language in _LANGUAGES}
        return self.pair("around", date=date_words) if edtf[-1] in "~%" else date_words

    def span(self, event: Data) -> Markup:
        """The days of a dated event."""
        days_of = Interval(moment(event["lower"], -1), moment(event["upper"]), True, False)
        return self.both({language: days(days_of, language) for language in _LANGUAGES})

    def tick(self, tick: Tick) -> dict[str, str]:
        """The label under a place on a calendar: a year, a month or a day."""
        if tick.step == "year":
            return dict.fromkeys(_LANGUAGES, str(tick.day.year))
        first = tick.day.toordinal()
        length = 1 if tick.step == "day" else monthrange(tick.day.year, tick.day.month)[1]
        words = {language: days(Interval(first, first + length, True, False), language) for language in _LANGUAGES}
        # short, since they are side by side: 11/2026 and Nov 2026, 14/11 and 14 Nov
        english = re.sub(r"[A-Z]\w+", lambda name: name[0][:3], words["en"])
        if tick.step == "day":
            return {"vi": words["vi"].rpartition("/")[0], "en": english.rpartition(" ")[0]}
        return {"vi": words["vi"].removeprefix("tháng "), "en": english}

    def link(self, claim: Data) -> str | None:
        """A link to a claim: its document's address with a text fragment for its quote."""
        address, exact = self.address(self.document(claim)), claim["quote"]["exact"]
        if not address or not exact:
            return address
        # a hyphen is syntax in a text fragment
        return f"{address}{'' if '#' in address else '#'}:~:text={quote(exact, safe='').replace('-', '%2D')}"

    def address(self, document: Data) -> str | None:
        """A document's address, if it is safe to open."""
        url = document["url"]
        return str(url) if url and url.startswith(("http://", "https://")) else None

    def working(self, working: str) -> Markup:
        """A discrepancy's working with each language's decimal mark."""
        return self.both({language: localised(working, language) for language in _LANGUAGES})

    def allows(self, claim: Data, grade: str) -> Markup:
        """The values that a claim's words allow, in both languages; `grade` is strict or loose."""
        return self.both({language: self.allowed(claim, grade, language) for language in _LANGUAGES})

    def allowed(self, claim: Data, grade: str, language: str) -> str:
        """The values that a claim's words allow, in one language; older reports have no unit."""
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
        """The command that rules on a discrepancy, for an editor to complete; unless completed, it is rejected."""
        options = " ".join(f'--{option} ""' for option in ("decision", "by", "reason-vi", "reason-en"))
        return _in_element(" ".join(["doichieu rule", name, *self._folder, options]))

    def entry(self, discrepancy: Data) -> Markup:
        """The entry for rulings.json, for an editor to complete; unless completed, the schema rejects it."""
        ruling = {"fingerprint": discrepancy["id"], "check": discrepancy["check"], "decision": ""}
        ruling |= {"reason": {"vi": "", "en": ""}, "by": "", "on": "", "until": None}
        return _in_element(json.dumps(ruling, ensure_ascii=False, indent=1))


def tone(letter: str) -> int:
    """The number of the colour, out of four, for a claim's letter."""
    return place_of(letter) % 4


def _in_element(text: str) -> Markup:
    """A text escaped for use between tags, where its many quotation marks need no escaping."""
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))  # noqa: S704


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        return value[language]
    return number(Fraction(value), language) if isinstance(value, int) else value


def _in_quotes(words: str, language: str) -> Markup:
    return Markup('“<bdi lang="{}">{}</bdi>”').format(language, inner_quotes(words))
