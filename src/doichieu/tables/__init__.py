"""Claims as tables for SQL; doichieu.tables.columns describes each column."""

from doichieu.tables.fact_summaries import BOUNDING
from doichieu.tables.rows import held, plain
from doichieu.tables.views import (
    ARITHMETIC_CLAIMS,
    CONFLICTING_CLAIMS,
    CONTESTED,
    CONTESTED_MOMENTS,
    COUNTED_FROM,
    DATED,
    DIFFERING_TEXTS,
    FALLING,
    FIRSTS,
    OFFICES,
    PERIOD_DURATIONS,
    PLANS,
    RELATIONS,
    View,
)

__all__ = [
    "ARITHMETIC_CLAIMS",
    "BOUNDING",
    "CONFLICTING_CLAIMS",
    "CONTESTED",
    "CONTESTED_MOMENTS",
    "COUNTED_FROM",
    "DATED",
    "DIFFERING_TEXTS",
    "FALLING",
    "FIRSTS",
    "OFFICES",
    "PERIOD_DURATIONS",
    "PLANS",
    "RELATIONS",
    "View",
    "held",
    "plain",
]
