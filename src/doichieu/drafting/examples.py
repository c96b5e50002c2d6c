"""A dossier's claims as examples for a draft: what each is about, and the wording that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doichieu.dossier.texts import TextFinder
from doichieu.drafting.article import sentence
from doichieu.drafting.suggestions import Known
from doichieu.files.problems import InputError, Problem
from doichieu.files.strict_json import read_json
from doichieu.validation.placeholders import has_placeholders
from doichieu.validation.schemas import Schemas

READ_KINDS = frozenset(("quantity", "money", "percent", "duration", "date", "period", "rank", "ordinal"))


@dataclass(frozen=True)
class Examples:
    """The files of a dossier that a draft uses, as JSON data; `documents` are by path."""

    folder: Path
    language: str
    entities: Mapping[str, Any]
    properties: Mapping[str, Any]
    documents: Mapping[Path, Any]

    @property
    def ids(self) -> dict[str, Path]:
        """The path of each document by its id."""
        return {data["document"]["id"]: path for path, data in self.documents.items()}

    def known(self, language: str) -> Iterator[Known]:
        """The claims, with statements and labels in the language of the draft."""
        return known(self.entities, self.properties, self.documents.values(), TextFinder(self.folder), language)


def read_examples(folder: Path, schemas: Schemas) -> Examples:
    """Read the examples in a dossier, which may contain other drafts.

    Raises InputError if one of its files is not well formed.
    """
    problems: list[Problem] = []

    def load(path: Path, kind: str) -> Any:
        data, text = read_json(path)
        problems.extend(schemas.problems(kind, data, path, text))
        return data

    about = load(folder / "dossier.json", "dossier")
    entities = load(folder / "entities.json", "entities")
    properties = load(folder / "properties.json", "properties")
    paths = [path for part in ("articles", "references") for path in sorted((folder / part).glob("*.json"))]
    documents = {path: load(path, "document") for path in paths}
    if problems:
        raise InputError(problems)
    return Examples(folder, about["language"], entities["entities"], properties["properties"], documents)


def known(
    entities: Mapping[str, Any],
    properties: Mapping[str, Any],
    documents: Iterable[Any],
    texts: TextFinder,
    language: str,
) -> Iterator[Known]:
    """Every claim without placeholders whose value is of a kind that can be read in a text.

    Its words are those of its sentence if the text is on this machine, else of its quote; of our statement of it; of
    the names of its subject; and of the label of its property.
    """
    for data in documents:
        about = data["document"]
        text = texts.find(about["text"]).content if about.get("text") else None
        for claim in data["claims"]:
            subject, said = entities.get(claim["subject"]), properties.get(claim["property"])
            if has_placeholders(claim) or not subject or not said or said["kind"] not in READ_KINDS:
                continue
            statement, label = claim["statement"][language], said["label"][language]
            words = claim["quote"]["exact"] if claim["quote"] else statement
            yield Known(
                subject=claim["subject"],
                property=claim["property"],
                kind=said["kind"],
                unit=said.get("unit", ""),
                around=" ".join([_sentence(text, claim["quote"]), statement, *subject["names"][language], label]),
                near=f"{words} {label}",
                document=about["id"],
                claim=claim["id"],
            )


def _sentence(text: str | None, quote: Any) -> str:
    """The sentence around a quote; the quote itself if the text is not available or has changed."""
    if quote is None:
        return ""
    start, end = quote["start"], quote["start"] + len(quote["exact"])
    if text is None or text[start:end] != quote["exact"]:
        return str(quote["exact"])
    return text[slice(*sentence(text, start, end))]
