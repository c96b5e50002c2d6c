"""Write the draft of a claims file, with its text file, and report on it. Nothing is overwritten."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from doichieu.dossier.project import Project, find_dossiers, find_project
from doichieu.dossier.texts import TextFinder
from doichieu.drafting.article import Article, read_article
from doichieu.drafting.boilerplate import Boilerplate
from doichieu.drafting.draft import MOST_CLAIMS, About, Draft, draft, language_of
from doichieu.drafting.examples import Examples, read_examples
from doichieu.files.atomic_write import write
from doichieu.files.json_positions import cut
from doichieu.files.problems import InputError, input_error, shown_path
from doichieu.files.text import STDIN
from doichieu.model.claims import Bilingual
from doichieu.validation.placeholders import PUBLISHED
from doichieu.validation.schemas import Schemas
from doichieu.wording.catalogue import Catalogue, Words

_ID = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?")
_MOST_ID = 90  # so that the numbers of the claims can be appended
_FILE = re.compile(r"[^/\\\0\ud800-\udfff]{1,255}")


@dataclass(frozen=True)
class DraftRequest:
    """The options of a draft; what is left empty is found in the article or proposed."""

    dossier: Path | None = None
    id: str = ""
    language: str = ""
    published: str = ""
    title: str = ""
    output: Path | None = None
    to_terminal: bool = False


def begin_draft(source: str, wishes: DraftRequest) -> tuple[str, list[str]]:
    """Draft the article in a file or, for '-', on standard input, and write the claims file.

    Returns the claims file as text if it is for the terminal, else "", and the lines to print. Raises InputError if the
    article, the dossier or the options are wrong, or if a file to be written already exists.
    """
    article = read_article(source)
    folder = _dossier_folder(wishes)
    project = find_project(folder or Path.cwd())
    schemas = Schemas(project.schemas)
    examples = read_examples(folder, schemas) if folder else None
    name = _id(source, wishes, examples)
    target = wishes.output or (folder or Path()) / "articles" / f"{name}.json"
    if not wishes.to_terminal and _is_there(target):
        raise input_error(target, "this file already exists", "name another file with -o, or remove this one")
    text = _text(article, name, folder, target, wishes.to_terminal)
    language = wishes.language or language_of(article.text)
    about = About(name, text.file, language, wishes.published, wishes.title)
    made = draft(article, about, examples.known(language) if examples else (), schemas)
    data = {"$schema": _schema_path(project, target)} | made.data
    written = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if problems := schemas.problems("document", data, target, written):  # a newsroom's own schema may require more
        raise InputError(problems)
    if text.target:
        _write_new(text.target, article.raw.decode())
    if not wishes.to_terminal:
        _write_new(target, written)
    words = Catalogue(project.reports / "words")[examples.language if examples else language]
    lines = [*_report_lines(made, article.text, words, text)]
    return (written, lines) if wishes.to_terminal else ("", [str(shown_path(target)), *lines])


def _dossier_folder(wishes: DraftRequest) -> Path | None:
    """The dossier of a draft: the one named, that of -o, or the only one here; None if there is none."""
    folder = wishes.output.absolute().parent.parent if wishes.output else None
    if wishes.dossier:
        folders = find_dossiers([wishes.dossier])
    elif folder and (folder / "dossier.json").is_file():
        folders = [folder]
    else:
        here = next((path for path in (Path(), Path("claims")) if _holds_dossiers(path)), None)
        folders = find_dossiers([here]) if here else []
    if len(folders) > 1:
        listed = ", ".join(str(shown_path(folder)) for folder in folders)
        raise input_error(folders[0].parent, "there are several dossiers here", f"name one with --dossier ({listed})")
    if not folders and not wishes.output and not wishes.to_terminal:
        raise input_error("claims", "there is no dossier here", "name one with --dossier, or a file with -o")
    return folders[0] if folders else None


def _holds_dossiers(path: Path) -> bool:
    return (path / "dossier.json").is_file() or any(path.glob("*/dossier.json"))


def _id(source: str, wishes: DraftRequest, examples: Examples | None) -> str:
    """The document's id: the one given, else one made from the file's name."""
    name = wishes.id or ("" if Path(source) == STDIN else _slug(Path(source).stem))
    if not name:
        raise input_error(Path(source), "no id can be made from this name", "give it one with --id")
    if not _ID.fullmatch(name) or len(name) > _MOST_ID:
        todo = f"use lower-case letters, digits, dots, underscores and hyphens, at most {_MOST_ID}"
        raise input_error("--id", f"'{cut(name)}' is not a valid id", todo)
    if examples and name in examples.ids:
        raise input_error(examples.ids[name], f"this document already has the id '{name}'", "give another with --id")
    return name


def _slug(stem: str) -> str:
    """A file's name as an id: lower-case letters without diacritics, hyphens for what is neither letter nor digit."""
    plain = unicodedata.normalize("NFKD", stem.lower().replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9._]+", "-", letters)[:_MOST_ID].strip("-._")


@dataclass(frozen=True)
class _Text:
    """The text file of a draft: its name, where to write it if it must be written, and what to report about it."""

    file: str
    target: Path | None = None
    message: str = ""
    about: str = ""


def _text(article: Article, name: str, folder: Path | None, target: Path, to_terminal: bool) -> _Text:
    """The text file of an article: one saved as a file stays where it is, the text of a page is to be written."""
    file = article.path.name if article.kept else f"{name}.txt"
    if not _FILE.fullmatch(file):
        raise input_error(article.path, "a claims file cannot refer to this file name", "rename it in plain letters")
    texts = folder / "texts" if folder else target.absolute().parent
    if folder:
        sha256 = hashlib.sha256(article.raw).hexdigest()
        found = TextFinder(folder).find({"file": file, "sha256": sha256, "body": []})
        if found.changed:
            todo = "rename this one" if article.kept else "give another id with --id"
            raise input_error(article.path, f"the dossier already has another text named '{file}'", todo)
        if found.content is not None:
            return _Text(file)
    if article.kept:
        return _Text(file, None, "put", str(shown_path(texts))) if folder else _Text(file)
    if to_terminal:
        return _Text(file, None, "unkept")
    if _is_there(texts / file):
        raise input_error(texts / file, "this file already exists", "give another id with --id")
    return _Text(file, texts / file, "kept", str(shown_path(texts / file)))


def _schema_path(project: Project, target: Path) -> str:
    """The relative path from a claims file to its schema, for code editors with completion."""
    inside = target.resolve().is_relative_to(project.root)
    start = target.resolve().parent if inside else project.root / "claims" / "dossier" / "articles"
    return Path(os.path.relpath(project.schemas / "document.schema.json", start)).as_posix()


def _report_lines(made: Draft, content: str, words: Words, text: _Text) -> Iterator[str]:
    """The report on a draft, line by line."""
    suggestions = made.data["draft"]["suggestions"]
    claims, near = words("claims", n=len(suggestions)), sum(map(bool, suggestions.values()))
    yield "  " + words("draft.made", claims=claims, near=near)
    for first, last, why in _lines(made.parts, content):
        lines = str(first) if first == last else f"{first}–{last}"
        yield "  " + words("draft.part", lines=lines, why=getattr(why, words.language))
    if made.left_out:
        yield "  " + words("draft.left-out", n=made.left_out)
    if made.more:
        yield "  " + words("draft.more", most=MOST_CLAIMS)
    if made.data["document"]["published"]["edtf"] == PUBLISHED:
        yield "  " + words("draft.unpublished")
    if text.message:
        yield "  " + words(f"draft.{text.message}", file=text.file, folder=text.about, path=text.about)


def _lines(parts: Iterable[Boilerplate], content: str) -> Iterator[tuple[int, int, Bilingual]]:
    """The first and last line of each part, with adjacent parts that have the same reason combined."""
    section: tuple[int, int, Bilingual] | None = None
    for part in parts:
        first, last = (content.count("\n", 0, place) + 1 for place in (part.start, part.end))
        if section and section[2] is part.why and first <= section[1] + 1:
            section = (section[0], last, part.why)
            continue
        if section:
            yield section
        section = (first, last, part.why)
    if section:
        yield section


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _write_new(target: Path, text: str) -> None:
    """Write a new file, whole or not at all; never overwrite one."""
    try:
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".draft-") as folder:
            whole = Path(folder, "whole")
            write(whole, text)
            _name(whole, target)
    except OSError as error:
        there = isinstance(error, FileExistsError) and target.parent.is_dir()
        what = "this file already exists" if there else f"this file cannot be written ({error.strerror})"
        raise input_error(target, what, "name another file with -o") from error


def _name(whole: Path, target: Path) -> None:
    """Give a finished file its name, unless another file has it."""
    try:
        target.hardlink_to(whole)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        with target.open("xb") as file:
            file.write(whole.read_bytes())
