"""Propose which parts of a saved text are not the article, by rules that a person can follow.

Boilerplate is: date stamps, rules and pictures from a page's markup, navigation, small print, lists of other articles
from their heading on, and teasers at the end, several of which break off. Captions are part of an article: they name
people, offices and places, and are quoted like the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from doichieu.model.claims import Bilingual

Span = tuple[int, int]

_STAMP = Bilingual("dấu ngày giờ", "date stamp")
_MARKUP = Bilingual("ký hiệu trình bày", "markup")
_NAVIGATION = Bilingual("phần điều hướng", "navigation")
_FOOTER = Bilingual("chân trang", "footer")
_OTHERS = Bilingual("danh sách bài khác", "other articles")
_TEASERS = Bilingual("đoạn giới thiệu bài khác", "teasers of other articles")

# Headings of lists of other articles; one followed by a colon names another article on the same line.
_HEADINGS = (
    "bài (?:viết )?liên quan|bài đọc nhiều|(?:bài |tin )?cùng chuyên mục|có thể bạn (?:quan tâm|thích)|đọc nhiều|"
    "đọc thêm|đọc tiếp|nên đọc|nên xem|tin (?:bài |tức )?khác|tin liên quan|tin mới nhất|tin nổi bật|tin xem nhiều|"
    "xem nhiều|xem thêm|"
    "also read|editors?['’]? picks?|further reading|keep reading|latest (?:news|stories)|more from .{1,40}|"
    "more (?:news|stories|on this(?: story)?)|most (?:popular|read|viewed)|read (?:also|more|next)|"
    "recommended(?: for you)?|related(?: (?:articles|news|stories|topics|coverage))?|see also|trending(?: now)?|"
    "up next|you (?:may|might)(?: also)? (?:like|be interested in)"
)
# Words that a page puts on a separate line.
_ALONE = (
    "bình luận|chia sẻ|quảng cáo|advertisement|comments?|share|share this(?: article| story)?|"
    "(?:từ khóa|tags?)(?:: .{0,300})?"
)
_BULLETS = r"[\s>»•●■▪*#|–—-]{0,20}"
_HEADING = re.compile(rf"{_BULLETS}(?:{_HEADINGS}){_BULLETS}:?\s*", re.IGNORECASE)
_HEADED = re.compile(rf"{_BULLETS}(?:{_HEADINGS}){_BULLETS}:\s", re.IGNORECASE)
_LONE = re.compile(rf"{_BULLETS}(?:{_ALONE}):?\s*", re.IGNORECASE)

_WEEKDAY = (
    r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = (
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{4}-\d\d-\d\d|"
    rf"\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}}|ngày \d{{1,2}} tháng \d{{1,2}} năm \d{{4}})"
)
_CLOCK = r"(?:\d{1,2}\s?[:hg]\s?\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?)"
_ZONE = r"(?:\(?(?:GMT|UTC)\s?[+-]?\d{0,2}(?::?\d\d)?\)?|\(?ICT\)?)"
_LABEL = (
    r"(?:date|ngày đăng|đăng lúc|xuất bản|cập nhật(?: lúc| ngày)?|posted|published|updated|last updated)(?: on| at)?"
)
_BETWEEN = r"[\s,|·•T–-]*"
_TIMED = rf"(?:{_DAY}{_BETWEEN}{_CLOCK}|{_CLOCK}{_BETWEEN}(?:{_WEEKDAY}{_BETWEEN})?{_DAY}){_BETWEEN}{_ZONE}?"
_DATED = rf"(?:{_WEEKDAY}{_BETWEEN})?{_TIMED}"
_STAMPED = re.compile(rf"\s*(?:{_LABEL}\s*:?\s*)?(?:{_DATED}|(?:{_WEEKDAY}{_BETWEEN})?{_DAY})\s*", re.IGNORECASE)
_STAMP_AHEAD = re.compile(rf"\s*(?:date {_DAY}|{_DATED})(?=\s)", re.IGNORECASE)
_STAMP_BEHIND = re.compile(rf"(?<=\s){_DATED}\s*\Z", re.IGNORECASE)
_STAMP_LENGTH = 80

_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)")
_BARS = re.compile(r"\A\s*\|\s|\s\|\s*\Z|\A[\s|:-]+\Z")
_CRUMBS = re.compile(r"\s*(?:trang chủ|home|home page|homepage)\s*(?:[|>»/›·]\s*[^|>»/›·]{1,40})+", re.IGNORECASE)
_SMALL_PRINT = re.compile(
    r"\s*(?:©|\(c\)\s|copyright\b|bản quyền (?:thuộc|©)|all rights reserved|giấy phép (?:số|hoạt động|xuất bản))",
    re.IGNORECASE,
)

_CUT_OFF = re.compile(r"(?:\.\.\.|…)\s*\Z")
_SENTENCE = re.compile(r"[.!?;:…][\"”’)]*\s*\Z")
_WORD = re.compile(r"[^\W\d_]+")
_TEASERS_MIN = 3
_HEADLINE_WORDS = 30
_KEY_LINES = 3  # a pair of words that occurs in so many lines belongs to the article's topic
_FOREIGN = 0.1  # a line with a smaller share of such pairs is about something else
_MOST_SPANS = 1000  # the limit of a claims file


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A part of a text that is probably not the article, and why."""

    start: int
    end: int
    why: Bilingual


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    share: float | None  # of its pairs of words that belong to the article's topic; None if unknown

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_foreign(self) -> bool:
        return self.share is not None and self.share < _FOREIGN

    @property
    def is_list_item(self) -> bool:
        """Whether it can be in a list of other articles: a heading, a headline, or a line that ends with a stamp."""
        headline = len(self.text.split()) <= _HEADLINE_WORDS and not _SENTENCE.search(self.text)
        return headline or bool(_HEADING.fullmatch(self.text) or _stamp_behind(self.text))


def boilerplate(text: str) -> list[Boilerplate]:
    """The parts of a text that are probably not the article, in order and without overlaps."""
    lines = _lines(text)
    whole = dict(_whole_lines(lines))
    parts: list[Boilerplate] = []
    for index, line in enumerate(lines):
        if index in whole:
            parts.append(Boilerplate(line.start, line.end, whole[index]))
        else:
            parts += _in_line(line)
    return _joined(parts)


def body(text: str, parts: Sequence[Boilerplate]) -> list[Span]:
    """The spans of a text outside its boilerplate, without white space at their ends.

    The whole text if no span or too many would be left.
    """
    edges = [0, *(edge for part in parts for edge in (part.start, part.end)), len(text)]
    spans = [_trimmed(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    left = [(start, end) for start, end in spans if start < end]
    return left if 0 < len(left) <= _MOST_SPANS else [(0, len(text))]


def stamp(text: str) -> str:
    """The day in a date stamp of the first lines, as YYYY-MM-DD; empty if there is none."""
    for line in [line for line in text.split("\n") if line.strip()][:5]:
        for words in (_ahead(line), line if _is_stamp(line) else "", _stamp_behind(line)):
            if iso := _iso(words):
                return iso
    return ""


def _lines(text: str) -> list[_Line]:
    starts, lines = 0, []
    for line in text.split("\n"):
        if line.strip():
            lines.append((starts, line.rstrip("\r")))
        starts += len(line) + 1
    pairs = [_pairs(line) for _, line in lines]
    counted = Counter(pair for found in pairs for pair in set(found))
    key = {pair for pair, count in counted.items() if count >= _KEY_LINES}
    shares = [sum(pair in key for pair in found) / len(found) if key and found else None for found in pairs]
    return [_Line(start, line, share) for (start, line), share in zip(lines, shares, strict=True)]


def _pairs(line: str) -> list[tuple[str, str]]:
    return list(pairwise(_WORD.findall(line.casefold())))


def _whole_lines(lines: Sequence[_Line]) -> Iterator[tuple[int, Bilingual]]:
    """The indexes of the lines that are boilerplate as a whole, each with the reason."""
    last = len(lines)  # from here on, no line is a paragraph of the article
    while last and (lines[last - 1].is_list_item or lines[last - 1].is_foreign):
        last -= 1
    in_list = False
    for index, line in enumerate(lines):
        in_list = bool(_HEADING.fullmatch(line.text)) or (in_list and (line.is_list_item or index >= last))
        if in_list or _HEADED.match(line.text):
            yield index, _OTHERS
        elif _CRUMBS.fullmatch(line.text[:500]) or _LONE.fullmatch(line.text):
            yield index, _NAVIGATION
        elif _SMALL_PRINT.match(line.text) and len(line.text.split()) <= _HEADLINE_WORDS:
            yield index, _FOOTER
        elif _is_stamp(line.text):
            yield index, _STAMP
    yield from ((index, _TEASERS) for index in _teasers(lines))


def _teasers(lines: Sequence[_Line]) -> range:
    """The last lines, if at least three of them break off and the others are about something else."""
    first = len(lines)
    while first and (_CUT_OFF.search(lines[first - 1].text) or lines[first - 1].is_foreign):
        first -= 1
    cut = sum(1 for line in lines[first:] if _CUT_OFF.search(line.text))
    return range(first, len(lines)) if cut >= _TEASERS_MIN else range(0)


def _in_line(line: _Line) -> Iterator[Boilerplate]:
    """The stamps and the markup in a line of the article."""
    if ahead := _ahead(line.text):
        yield Boilerplate(line.start, line.start + len(ahead), _STAMP)
    elif behind := _stamp_behind(line.text):
        yield Boilerplate(line.end - len(behind), line.end, _STAMP)
    for pattern in (_PICTURE, _BARS):
        for mark in pattern.finditer(line.text):
            yield Boilerplate(line.start + mark.start(), line.start + mark.end(), _MARKUP)


def _is_stamp(line: str) -> bool:
    return len(line) <= _STAMP_LENGTH and bool(_STAMPED.fullmatch(line))


def _ahead(line: str) -> str:
    """The stamp that a line starts with."""
    match = _STAMP_AHEAD.match(line[:_STAMP_LENGTH])
    return match[0] if match else ""


def _stamp_behind(line: str) -> str:
    """The stamp that a line ends with."""
    match = _STAMP_BEHIND.search(line[-_STAMP_LENGTH:])
    return match[0] if match else ""


def _iso(words: str) -> str:
    """The day in a numeric stamp, with the day before the month as in Vietnam; empty if there is none."""
    if match := re.search(r"(\d{4})-(\d\d)-(\d\d)", words):
        year, month, day = match.groups()
    elif match := re.search(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})", words):
        day, month, year = match.groups()
    else:
        return ""
    valid = 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and int(year) > 0
    return f"{year}-{int(month):02}-{int(day):02}" if valid else ""


def _joined(parts: Sequence[Boilerplate]) -> list[Boilerplate]:
    """The parts in order and without overlaps; consecutive lines with the same reason are one part."""
    joined: list[Boilerplate] = []
    for part in sorted(parts, key=lambda part: (part.start, part.end)):
        last = joined[-1] if joined else None
        if last and (part.start < last.end or (part.why is last.why and part.start <= last.end + 2)):
            joined[-1] = Boilerplate(last.start, max(last.end, part.end), last.why)
        else:
            joined.append(part)
    return joined


def _trimmed(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
