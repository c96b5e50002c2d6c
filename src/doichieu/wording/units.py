"""The unit and the scale in which a figure is printed: years for bounds in months, ' tỷ đồng' for đồng."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from doichieu.language.numerals import SCALES
from doichieu.model.claims import Claim
from doichieu.model.edtf import MONTHS, SECONDS
from doichieu.model.values import Figure

_VIETNAMESE_UNITS = {
    "second": "giây",
    "minute": "phút",
    "hour": "giờ",
    "day": "ngày",
    "week": "tuần",
    "month": "tháng",
    "quarter": "quý",
    "year": "năm",
    "decade": "thập niên",
    "century": "thế kỷ",
}
_SCALE_WORDS: Mapping[str, tuple[str, str]] = {
    "thousand": ("nghìn", "thousand"),
    "million": ("triệu", "million"),
    "billion": ("tỷ", "billion"),
    "trillion": ("nghìn tỷ", "trillion"),
}


def unit_of(claim: Claim, language: str, one: bool = False) -> str:
    """The unit of a claim's bounds, as it follows a number (or `one`): ' năm', ' years', '%', ' USD', or nothing."""
    value = claim.value
    if not isinstance(value, Figure):
        return ""
    match value.kind:
        case "duration":
            if language == "vi":
                return f" {_VIETNAMESE_UNITS[value.unit]}"
            return f" {value.unit}" if one else f" {value.unit}s".replace("centurys", "centuries")
        case "percent":
            points = " điểm phần trăm" if language == "vi" else f" percentage point{'' if one else 's'}"
            return points if value.unit == "point" else "%"
        case "money":
            return " đồng" if value.unit == "VND" and language == "vi" else f" {value.unit}"
        case _:
            return ""


def per_unit(claim: Claim) -> Fraction:
    """The divisor from bounds to a claim's own unit: twelve for years, because their bounds are in months."""
    value = claim.value
    if isinstance(value, Figure) and value.kind == "duration":
        return Fraction(MONTHS.get(value.unit) or SECONDS[value.unit])
    return Fraction(1)


def scale_of(claim: Claim, language: str = "vi") -> tuple[Fraction, str]:
    """The divisor from bounds to the unit and scale they are printed in, and the scale's word: ' tỷ', ' billion'."""
    name = claim.value.scale if isinstance(claim.value, Figure) else None
    if name is None or name not in _SCALE_WORDS:
        return per_unit(claim), ""
    return per_unit(claim) * SCALES[name], f" {_SCALE_WORDS[name][language == 'en']}"
