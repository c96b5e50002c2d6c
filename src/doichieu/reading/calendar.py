"""Turn the printed parts of a date into EDTF; missing parts are resolved from the day of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from doichieu.model.edtf import DAYS, MONTHS

_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_TENS = tuple(ones.translate(str.maketrans("ivx", "xlc")) for ones in _ONES)
_ROMAN = {"c" * (n // 100) + _TENS[n // 10 % 10] + _ONES[n % 10]: n for n in range(1, 400)}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

_SIMPLE = frozenset(("year", "month", "day", "hour", "minute", "part", "weekday", "zone", "half"))

Parts = Mapping[str, str]


def day_of(published: str | None) -> date | None:
    """The day of an EDTF date; None if it is not a full date, is invalid or is outside the years 1000 to 2999."""
    hit = _DAY.match(published or "")
    try:
        return date(*(int(part) for part in hit.groups())) if hit and "1000" <= hit[1] < "3000" else None
    except ValueError:
        return None


def roman(text: str) -> int | None:
    """The number, from 1 to 399, of a Roman numeral in lower case; None if it is malformed."""
    return _ROMAN.get(text)


def edtf(printed: Parts, day: date | None) -> str | None:
    """The EDTF of a date, or of a period if the parts give two ends; None if there is no such date.

    `printed` holds the parts by name. `day` is the day of publication. Without it, a day and month without a year
    become XXXX-MM-DD, and relative dates give None.
    """
    if "year" in printed and printed.keys() <= _SIMPLE:
        return _plain(printed)
    parts = dict(printed)
    if "span" in parts:
        return _counted(parts, day)
    if "weeks_off" in parts:
        return _week(int(parts["weeks_off"]), day) if day else None
    if not _settled(parts, day):
        return None
    if "days_off" in parts and day:
        return (day + timedelta(int(parts["days_off"]))).isoformat()
    if "decade" in parts:
        return _decade(parts["decade"])
    if "century" in parts:
        return _century(parts["century"], int(parts.get("tens", "0")))
    return _part_of_year(parts) or _years(parts) or _plain(parts)


def _part_of_year(parts: Parts) -> str | None:
    """A half, quarter, season or third of a year as EDTF numbers it, or the first months of a year."""
    year = parts.get("year")
    for name, first in (("halfyear", 39), ("quarter", 32), ("third", 36)):
        if name in parts and "month" not in parts:
            return f"{year}-{first + int(parts[name])}"
    if "season" in parts:
        return f"{year}-{_SEASONS[parts['season']]}"
    if "count" in parts and 1 < int(parts["count"]) <= 12:  # the first nine months
        return f"{year}-01/{year}-{int(parts['count']):02d}"
    return None


def _years(parts: Parts) -> str | None:
    """The period from one year to another: 2021-2024, 2021–24."""
    year = parts.get("year", "")
    end = parts.get("year_to") or (year[:2] + parts["year_end"] if "year_end" in parts else "")
    return f"{year}/{end}" if end > year else None


def _plain(parts: Parts) -> str | None:
    year, month = parts.get("year", "XXXX"), parts.get("month")
    if month is None:
        return year if year != "XXXX" else None
    start = f"{year}-{int(month):02d}"
    if "month_to" in parts:
        return f"{start}/{year}-{int(parts['month_to']):02d}" if int(parts["month_to"]) > int(month) else None
    if "day" not in parts:
        return start + ("~" if "third" in parts else "")
    if int(parts["day"]) > monthrange(int(year) if year.isdigit() else 2000, int(month))[1]:
        return None
    if "day_to" not in parts:
        return f"{start}-{int(parts['day']):02d}"
    first, last = int(parts["day"]), int(parts["day_to"])
    if last > monthrange(int(year) if year.isdigit() else 2000, int(month))[1]:
        return None
    if first < last:
        return f"{start}-{first:02d}/{start}-{last:02d}"
    before = (int(month) + 10) % 12 + 1  # 30-2/10 begins in September
    if first == last or year == "XXXX" or first < 15:
        return None
    return f"{int(year) - (before == 12)}-{before:02d}-{first:02d}/{start}-{last:02d}"


def _settled(parts: dict[str, str], day: date | None) -> bool:
    """Add the year, month and day that follow from the day of publication; False if something is still missing."""
    for name, unit in (("years_off", "year"), ("months_off", "month"), ("days_off", "day")):
        if name in parts and day is None:
            return False
        if unit == "year" and name in parts and day:
            parts["year"] = str(day.year + int(parts[name]))
        if unit == "month" and name in parts and day:
            parts["year"], parts["month"] = _months_from(day, int(parts[name]))
    if "month" in parts:
        parts.pop("days_off", None)
    if "year" in parts or {"days_off", "decade", "century"} & parts.keys():
        return True
    if "weekday" in parts and not {"day", "month"} & parts.keys():
        return _by_weekday(parts, day)
    if day is None:
        return "month" in parts and not {"quarter", "halfyear", "season"} & parts.keys()
    if "month" in parts or "day" in parts:
        return _nearest(parts, day)
    parts["year"] = str(day.year)
    return bool({"quarter", "halfyear", "count"} & parts.keys())


def _nearest(parts: dict[str, str], day: date) -> bool:
    """Add the year, and the month if only a day is printed, that bring the date closest to publication."""
    candidates = []
    month = int(parts.get("month", day.month))
    steps = range(month - day.month - 12, 24, 12) if "month" in parts else (-1, 0, 1)
    for months in steps:
        year, month = (int(part) for part in _months_from(day, months))
        if int(parts.get("day", 15)) <= monthrange(year, month)[1]:
            candidates.append(date(year, month, int(parts.get("day", 15))))
    if not candidates:
        return False
    near = min(candidates, key=lambda candidate: (abs(candidate - day), candidate))
    parts["year"], parts["month"] = str(near.year), str(near.month)
    return True


def _by_weekday(parts: dict[str, str], day: date | None) -> bool:
    """Resolve a weekday alone to the day of publication or the last such weekday before it."""
    if day is None:
        return False
    found = _weekday(_WEEKDAYS.index(parts["weekday"]), parts.get("which", ""), day)
    parts["year"], parts["month"], parts["day"] = str(found.year), str(found.month), str(found.day)
    return True


def _weekday(weekday: int, which: str, day: date) -> date:
    """The next or last such weekday, or the one in the week that is `which` weeks from this one."""
    if which == "next":
        return day + timedelta((weekday - day.weekday() - 1) % 7 + 1)
    if which == "last":
        return day - timedelta((day.weekday() - weekday - 1) % 7 + 1)
    if which:
        return day + timedelta(weekday - day.weekday(), weeks=int(which))
    return day - timedelta((day.weekday() - weekday) % 7)


def _months_from(day: date, months: int) -> tuple[str, str]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return f"{year:04d}", str(month + 1)


def _week(weeks: int, day: date) -> str:
    monday = day - timedelta(day.weekday()) + timedelta(weeks=weeks)
    return f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}"


def _decade(decade: str) -> str:
    if len(decade) == 2:
        decade = ("20" if int(decade) < 30 else "19") + decade
    return f"{decade[:3]}X"


def _century(printed: str, tens: int) -> str | None:
    """A century such as nineteenth, XIX or twenty-first; an ordinal unit follows only tens from twenty on."""
    number = int(printed) + tens if printed.isdigit() else roman(printed)
    return f"{number - 1:02d}XX" if number and number < 40 and not 0 < tens < 20 else None


def _counted(parts: Parts, day: date | None) -> str | None:
    """A count of days, months or years before or after publication: a date, or the period between the two."""
    count = int(parts.get("count", "1"))
    if day is None or count > 9999 or parts["span"] not in DAYS | MONTHS:
        return None
    gone = parts.get("gone", "ago")
    sign = 1 if gone == "coming" else -1
    moved = _moved(day, sign * count, parts["span"])
    if moved is None:
        return None
    if gone == "past":
        return f"{moved.isoformat()}/{day.isoformat()}"
    if gone == "coming":
        return f"{day.isoformat()}/{moved.isoformat()}"
    if parts["span"] == "day":
        return moved.isoformat()
    if parts["span"] == "week":
        return f"{moved.isoformat()}~"
    return moved.isoformat()[: 7 if parts["span"] in ("month", "quarter") else 4]


def _moved(day: date, count: int, span: str) -> date | None:
    try:
        if span in DAYS:
            return day + timedelta(count * DAYS[span])
        year, month = (int(part) for part in _months_from(day, count * MONTHS[span]))
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return None
