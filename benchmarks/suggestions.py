"""How good the proposals of `doichieu draft` are, on a dossier that people have written.

    python benchmarks/suggestions.py [DOSSIER]

Suggestions: each article in turn is left out, drafted from its text, and its claims are compared with those that were
written for it by kind and place. Nothing that only the article left out tells is known: neither its claims
nor the names of what only they speak of. Body: what is proposed as not the body is held against the body that was
declared, letter by letter, white space left out. Articles whose text is not on this machine are counted as such.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doichieu.dossier.project import find_project
from doichieu.dossier.texts import TextFinder
from doichieu.drafting.article import Article
from doichieu.drafting.boilerplate import body, boilerplate
from doichieu.drafting.draft import About, draft
from doichieu.drafting.examples import READ_KINDS, Examples, known, read_examples
from doichieu.validation.schemas import Schemas

_TOP = 3
Pair = tuple[str, str]


@dataclass
class Count:
    """How many of the written claims there are, and of how many the right subject and property is first, or near it."""

    claims: int = 0
    drafted: int = 0
    first: int = 0
    top: int = 0

    def add(self, place: int | None, drafted: bool) -> None:
        """Count one claim; `place` is that of the right suggestion, from 0."""
        self.claims += 1
        self.drafted += drafted
        self.first += place == 0
        self.top += place is not None and place < _TOP

    def __str__(self) -> str:
        shares = (f"{name} {count} ({count / self.claims:.0%})" for name, count in self._counts() if self.claims)
        return ", ".join([f"{self.claims} claims", *shares])

    def _counts(self) -> Iterator[tuple[str, int]]:
        yield from (("drafted", self.drafted), ("first", self.first), (f"among the first {_TOP}", self.top))


def main() -> None:
    """Print the shares."""
    options = argparse.ArgumentParser(description="Measure the proposals of doichieu draft on a dossier.")
    options.add_argument("dossier", nargs="?", type=Path, default=Path("claims/hanoi-convention"))
    folder = options.parse_args().dossier
    schemas = Schemas(find_project(folder).schemas)
    examples = read_examples(folder, schemas)
    texts = dict(_texts(examples))
    articles = [data for data in examples.documents.values() if data["document"]["kind"] == "article"]
    print(f"{folder}: {len(texts)} of {len(articles)} texts on this machine")
    everything, stated = Count(), Count()
    for data in articles:
        if data["document"]["id"] in texts:
            here, here_stated = _suggestions(data, texts[data["document"]["id"]], examples, schemas)
            print(f"  {data['document']['id']}: {here}")
            _add(everything, here)
            _add(stated, here_stated)
    print(f"suggestions, all claims: {everything}")
    print(f"suggestions, where another document speaks of the same subject and property: {stated}")
    print(f"body: {_bodies(articles, texts)}")


def _texts(examples: Examples) -> Iterator[tuple[str, str]]:
    finder = TextFinder(examples.folder)
    for data in examples.documents.values():
        about = data["document"]
        content = finder.find(about["text"]).content if about.get("text") else None
        if content is not None and about["kind"] == "article":
            yield about["id"], content


def _suggestions(data: Mapping[str, Any], text: str, examples: Examples, schemas: Schemas) -> tuple[Count, Count]:
    """The places of the right suggestions for an article that the others do not know."""
    document = data["document"]
    others = [other for other in examples.documents.values() if other is not data]
    finder = TextFinder(examples.folder)
    language = document["language"]
    taught = list(known(examples.entities, examples.properties, others, finder, language))
    pairs = {(one.subject, one.property) for one in taught}
    article = Article(Path(document["text"]["file"]), text, text.encode(), kept=True)
    about = About("draft", document["text"]["file"], language, document["published"]["edtf"])
    made = draft(article, about, taught, schemas).data
    everything, stated = Count(), Count()
    for claim in data["claims"]:
        if claim["value"]["kind"] not in READ_KINDS:
            continue
        found = next((one for one in made["claims"] if _same(one, claim)), None)
        place = _place(claim, made["draft"]["suggestions"][found["id"]]) if found else None
        everything.add(place, found is not None)
        if (claim["subject"], claim["property"]) in pairs:
            stated.add(place, found is not None)
    return everything, stated


def _same(drafted: Mapping[str, Any], claim: Mapping[str, Any]) -> bool:
    """Whether a drafted claim is that which was written: a value of one kind, in words that overlap."""
    one, other = drafted["quote"], claim["quote"]
    apart = one["start"] >= other["start"] + len(other["exact"]) or other["start"] >= one["start"] + len(one["exact"])
    return not apart and bool(drafted["value"]["kind"] == claim["value"]["kind"])


def _place(claim: Mapping[str, Any], suggestions: list[Mapping[str, Any]]) -> int | None:
    right = (claim["subject"], claim["property"])
    places = [index for index, one in enumerate(suggestions) if (one["subject"], one["property"]) == right]
    return places[0] if places else None


def _add(total: Count, more: Count) -> None:
    for name in vars(total):
        setattr(total, name, getattr(total, name) + getattr(more, name))


def _bodies(articles: list[Mapping[str, Any]], texts: Mapping[str, str]) -> str:
    """How much of what is proposed as not the body is declared so, and how much of what is declared so is proposed."""
    right = proposed = declared = 0
    for data in articles:
        text = texts.get(data["document"]["id"])
        if text is not None:
            mine = _outside(text, body(text, boilerplate(text)))
            theirs = _outside(text, data["document"]["text"]["body"])
            right, proposed, declared = right + len(mine & theirs), proposed + len(mine), declared + len(theirs)
    found = f"recall {right / declared:.1%}" if declared else "none declared"
    sure = f"precision {right / proposed:.1%}" if proposed else "none proposed"
    return f"{proposed} letters proposed as not the body, {declared} declared; {sure}, {found}"


def _outside(text: str, spans: Any) -> set[int]:
    inside = {place for start, end in spans for place in range(start, end)}
    return {place for place, letter in enumerate(text) if not letter.isspace()} - inside


if __name__ == "__main__":
    main()
