"""Claims as tables, for SQL: see doichieu.tables.columns for what each column holds."""

from doichieu.tables.fact_summaries import BOUNDING
from doichieu.tables.rows import held, plain
from doichieu.tables.views import (
    CONTESTED,
    CONTESTED_MOMENTS,
    COUNTED_FROM,
    DATED,
    FALLING,
    FIRSTS,
    OFFICES,
    PERIODS,
    PLANS,
    RECKONED,
    RELATIONS,
    REWORDED,
    SUSPECTS,
    Base,
)

__all__ = [
    "BOUNDING",
    "CONTESTED",
    "CONTESTED_MOMENTS",
    "COUNTED_FROM",
    "DATED",
    "FALLING",
    "FIRSTS",
    "OFFICES",
    "PERIODS",
    "PLANS",
    "RECKONED",
    "RELATIONS",
    "REWORDED",
    "SUSPECTS",
    "Base",
    "held",
    "plain",
]
