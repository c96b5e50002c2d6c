"""The text of an article: from a text file, a saved web page or standard input."""

from __future__ import annotations

import importlib
import logging
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from doichieu.files.json_positions import place
from doichieu.files.problems import input_error
from doichieu.files.text import STDIN, text_from

_LIMIT = 250_000  # characters; a long read of twenty pages has a quarter of that
_PAGE_LIMIT = 8_000_000  # characters of a page with its markup and scripts
_PAGES = (".html", ".htm", ".xhtml")
_PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_SENTENCE_END = re.compile(r"\n|[.!?…][\"”’')\]]*\s")
_REACH = 1000  # how many characters are searched for the ends of a sentence


@dataclass(frozen=True)
class Article:
    """An article to draft claims for.

    Offsets refer to `text`, which is `raw` decoded and in NFC. `raw` is the content of the article's text file; if
    `kept` is false, there is no such file yet, because the text came from a page or from standard input. `title` and
    `published` are what a page gives as its own, else empty.
    """

    path: Path
    text: str
    raw: bytes
    kept: bool
    title: str = ""
    published: str = ""


def read_article(name: str) -> Article:
    """Read the article in a file, or on standard input for '-'; for a saved page, its main text.

    Raises InputError if there is none, it is too large, or it is not UTF-8 text.
    """
    path = Path(name)
    text = text_from(path)
    if "\0" in text:
        raise input_error(path, "this is not text", "save the article as .txt or .html", *place(text, text.index("\0")))
    if path.suffix.lower() in _PAGES or (path == STDIN and _PAGE_START.match(text)):
        return _page(_bounded(text, _PAGE_LIMIT, path), path)
    if not _bounded(text, _LIMIT, path).strip():
        raise input_error(path, "this file contains no text", "name the file of an article")
    kept = path != STDIN
    return Article(path, text, path.read_bytes() if kept else text.encode(), kept)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence or line around a span starts and ends."""
    nearest = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    first = max((mark.end() for mark in _SENTENCE_END.finditer(text, nearest, start)), default=nearest)
    last = _SENTENCE_END.search(text, end, end + _REACH)
    return first, last.end() if last else min(end + _REACH, len(text))


def _page(html: str, path: Path) -> Article:
    """The main text of a saved page. Its links are not followed and nothing is fetched."""
    try:
        trafilatura = importlib.import_module("trafilatura")
    except ModuleNotFoundError:
        todo = "install doichieu[html], or save the article's text as .txt"
        raise input_error(path, "reading a web page needs an optional package that is not installed", todo) from None
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # failures are reported here, once
    page = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
    text = unicodedata.normalize("NFC", page.text or "").strip() if page else ""
    if not text:
        raise input_error(path, "no article was found in this page", "save the article's text as .txt")
    text = _bounded(text, _LIMIT, path)
    return Article(path, text, (text + "\n").encode(), kept=False, title=page.title or "", published=page.date or "")


def _bounded(text: str, limit: int, path: Path) -> str:
    if len(text) > limit:
        what = f"this has {len(text):,} characters, more than the limit of {limit:,}"
        raise input_error(path, what, "save only the article itself, or split it")
    return text
