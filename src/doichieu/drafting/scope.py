"""Find the time for which a figure holds, if its sentence says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doichieu.drafting.article import sentence
from doichieu.model.values import Date, Period, Rank
from doichieu.reading import Reading

_SCOPED = frozenset(("quantity", "money", "percent", "rank"))
_AS_OF = re.compile(r"(?:tính (?:đến|tới)|\bas (?:of|at))\s+(?:the\s+)?\Z", re.IGNORECASE)
_DURING = re.compile(r"\b(?:trong|vào|suốt|in|during|over|throughout)\s+(?:cả\s+|the\s+)?\Z", re.IGNORECASE)
_DAY_LENGTH = len("2025-10-26")
_REACH = 30  # characters before a date that are searched for its preposition


def scope_of(text: str, reading: Reading, readings: Sequence[Reading]) -> dict[str, str]:
    """The member of a claim's scope that its sentence gives, 'during' or 'as_of'; empty if it gives none.

    The next date after the figure governs it, unless another figure is between them; else the last date before it.
    Durations and a mere "the first" get no scope.
    """
    if reading.kind not in _SCOPED or (isinstance(reading.value, Rank) and reading.value.superlative):
        return {}
    first, last = sentence(text, reading.start, reading.end)
    before: dict[str, str] = {}
    for other in readings:
        if other.end <= first or other == reading:
            continue
        found = _governing(text, other, first)
        if other.start < reading.start:
            before = found or before
        elif not isinstance(other.value, Date | Period) or other.start >= last:
            break
        elif found:
            return found
    return before


def _governing(text: str, reading: Reading, first: int) -> dict[str, str]:
    """The scope that a date gives to its sentence, which starts at `first`.

    A period always gives one; a date gives one after "tính đến" or "as of"; and a date less precise than a day after
    "trong", "in" and the like, or at the start of the sentence: "Năm 2023, …".
    """
    value, before = reading.value, text[max(first, reading.start - _REACH) : reading.start]
    if isinstance(value, Period):
        return {"during": value.edtf}
    if not isinstance(value, Date):
        return {}
    if _AS_OF.search(before):
        return {"as_of": value.edtf}
    if value.hedge or len(value.edtf) >= _DAY_LENGTH:
        return {}
    leads = not before.strip() and text.startswith(",", reading.end)
    return {"during": value.edtf} if leads or _DURING.search(before) else {}
