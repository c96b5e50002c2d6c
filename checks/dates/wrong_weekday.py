"""A date printed with a day of the week must fall on that day."""

from collections.abc import Iterator
from datetime import date
from math import ceil, floor

from doichieu import Bilingual, Corpus, Discrepancy, Finding, check
from doichieu.model import edtf_bounds, printed
from doichieu.wording import days, quoted, source

_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_VIETNAMESE = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

_SQL = """
    SELECT row, weekday FROM claims
    WHERE weekday IS NOT NULL AND kind = 'date' AND NOT record AND mode <> 'opinion'
    ORDER BY row"""


@check(
    vi="Thứ trong tuần không đúng với ngày",
    source="the Gregorian calendar, ISO 8601",
    kinds=("date",),
)
def wrong_weekday(corpus: Corpus) -> Iterator[Finding]:
    """A date falls on another day of the week than the one printed with it."""
    for row in corpus.query(_SQL):
        (claim,) = corpus.claims(row.row)
        day = printed(claim)
        first = date.fromordinal(floor(day.strict.lower))
        possible = range(floor(day.loose.lower), ceil(day.loose.upper))
        named = _NAMES.index(row.weekday)
        if any(date.fromordinal(one).weekday() == named for one in possible):
            continue  # always true of a month or a year, which contains every weekday
        whole = edtf_bounds(first.isoformat())
        year, week, true = first.isocalendar()
        label = corpus.label(claim.subject)
        yield Discrepancy(
            (claim,),
            "contradiction",
            vi=f"{label.vi}: {source(claim.document, 'vi')} ghi {quoted(claim)}, nhưng {days(whole, 'vi')} "
            f"là {_VIETNAMESE[true - 1]}, không phải {_VIETNAMESE[named]}.",
            en=f"{label.en}: {source(claim.document, 'en')} says {quoted(claim)}, but {days(whole, 'en')} "
            f"is a {_NAMES[true - 1].title()}, not a {_NAMES[named].title()}.",
            working=f"{first} = {year}-W{week:02d}-{true}; {true} ≠ {named + 1}",
            question=Bilingual("Ngày hay thứ bị nhầm?", "Is the date wrong, or the day of the week?"),
        )
