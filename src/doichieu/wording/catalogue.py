"""The words of a project: one bilingual catalogue for the page, the terminal, every format and pytest.

A project's reports/words has one file per language, which a newsroom may change. Words that are missing there, such as
those of a newer doichieu, are taken from the files packaged with doichieu. A name that doichieu does not use is
rejected, unless it begins with `own.`: such words are for a newsroom's templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from doichieu.files.json_positions import locate
from doichieu.files.problems import InputError, Problem, as_pointer, input_error
from doichieu.files.strict_json import read_json
from doichieu.wording.formatting import number

LANGUAGES = ("vi", "en")
OWN = "own."

Text = str | list[str]
Parts = list[tuple[str, str | None]]


class Words:
    """The words of one language. Calling it with a name and values returns the text with the values filled in.

    A text may have a singular and a plural form; the value `n` chooses. Whole numbers are printed in the format of the
    language. Raises InputError if the name does not exist or a value is not given.
    """

    def __init__(self, language: str, texts: Mapping[str, Text], path: Path) -> None:
        self.language, self.texts, self._path = language, texts, path
        self._parts: dict[tuple[str, bool], Parts] = {}

    def __call__(self, key: str, **values: object) -> str:
        shown: list[str] = []
        for text, field in self.parts(key, values.get("n")):
            if field is None:
                shown.append(text)
                continue
            if field not in values:
                raise self.missing(key, field)
            value = values[field]
            shown.append(number(value, self.language) if isinstance(value, int) else str(value))
        return "".join(shown)

    def capital(self, key: str, **values: object) -> str:
        """The same with a capital first letter, as for the start of a line."""
        text = self(key, **values)
        return text[:1].upper() + text[1:]

    def parts(self, key: str, n: object = None) -> Parts:
        """The text in parts: (literal text, None), or ("", the name of a value to fill in)."""
        name = key, n == 1
        if name not in self._parts:
            if key not in self.texts:
                raise self.missing(key)
            text = self.texts[key]
            self._parts[name] = list(_parted(text if isinstance(text, str) else text[0 if n == 1 else -1]))
        return self._parts[name]

    def missing(self, key: str, field: str | None = None) -> InputError:
        """The error for a name without words, or for words that use a value that is not given."""
        what = f"the words for '{key}' " + ("are missing" if field is None else f"use {{{field}}}, which is not given")
        todo = "restore them" if field is None else "write them without it"
        return input_error(self._path, what, todo, 1, 1, pointer=as_pointer((key,)))


class Catalogue:
    """The words of a project: those in `folder`, else those packaged with doichieu. A language is read on first use.

    `catalogue["vi"]` raises InputError if the project's file of that language is faulty.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or packaged()
        self._words: dict[str, Words] = {}

    def __getitem__(self, language: str) -> Words:
        if language not in self._words:
            self._words[language] = _words(language, self._folder / f"{language}.json")
        return self._words[language]


def packaged() -> Path:
    """The folder of the words packaged with doichieu: in the wheel, or in a source checkout."""
    package = Path(__file__).parents[1]
    starter = package / "starter"
    return (starter if starter.is_dir() else package.parents[1]) / "reports" / "words"


def _words(language: str, path: Path) -> Words:
    ours = packaged() / path.name
    known, _ = _read(ours)
    if not path.exists() or path.resolve() == ours.resolve():
        return Words(language, known, ours)
    texts, text = _read(path)
    problems = [_problem(key, known, path, text, *fault) for key in texts for fault in _faults(key, texts[key], known)]
    if problems:
        raise InputError(problems)
    return Words(language, {**known, **texts}, path)


def _read(path: Path) -> tuple[dict[str, Text], str]:
    data, text = read_json(path)
    if not isinstance(data, dict):
        raise input_error(path, "the words are not an object", "write each under its name", 1, 1)
    return data, text


def _problem(key: str, known: Mapping[str, Text], path: Path, text: str, what: str, todo: str) -> Problem:
    line, column = locate(text, (key,), key=key not in known)
    return Problem(path, line, column, as_pointer((key,)), what, todo)


def _faults(key: str, text: object, known: Mapping[str, Text]) -> Iterator[tuple[str, str]]:
    """What is wrong with one entry of a project's file, and what to do."""
    own = key.startswith(OWN)
    if not own and known.get(key) == text:
        return
    if not own and key not in known:
        from difflib import get_close_matches  # needed only for errors

        near = get_close_matches(key, known, 1)
        meant = f"write '{near[0]}' if that was meant, " if near else ""
        yield f"doichieu has no text named '{key}'", f"{meant}remove it, or begin the name with '{OWN}'"
        return
    forms = [text] if isinstance(text, str) else text
    if not isinstance(forms, list) or len(forms) not in (1, 2) or not all(isinstance(form, str) for form in forms):
        yield "this is not a text", "write a text, or a list of two: singular and plural"
        return
    for form in forms:
        try:
            fields = _fields(form)
        except ValueError as error:
            yield f"the braces in '{form}' do not match ({error})", "write {{ or }} for a literal brace"
            continue
        allowed = fields if own else set().union(*(_fields(one) for one in _forms(known[key])))
        if extra := sorted(fields - allowed):
            named = ", ".join(f"{{{field}}}" for field in sorted(allowed))
            todo = f"use only {named}" if named else "write it without braces"
            yield f"{{{extra[0]}}} is not a value of this text", todo


def _forms(text: Text) -> list[str]:
    return [text] if isinstance(text, str) else text


def _fields(text: str) -> set[str]:
    return {field for _, field in _parted(text) if field is not None}


def _parted(text: str) -> Iterator[tuple[str, str | None]]:
    """Split a text into parts. Raises ValueError if its braces do not match or contain more than a name."""
    for said, field, how, conversion in Formatter().parse(text):
        if said:
            yield said, None
        if field is not None:
            if how or conversion or not field.isidentifier():
                raise ValueError(f"{{{field}}} is not a name")
            yield "", field
