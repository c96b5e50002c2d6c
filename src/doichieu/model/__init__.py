"""Claims, their values, and the intervals of days and numbers that the values stand for."""

from doichieu.model.claims import Bounds, Dossier, Entity
from doichieu.model.edtf import edtf_bounds
from doichieu.model.interval import INFINITY, End, Interval, exactly
from doichieu.model.validity import (
    Grade,
    as_of,
    at_mark,
    days_apart,
    disagree_at_same_time,
    edtf_of,
    outside,
    printed,
    published,
    time_of,
)
from doichieu.model.values import Date, Figure, Members, Named, Period, Rank, Relation, Wording

__all__ = [
    "INFINITY",
    "Bounds",
    "Date",
    "Dossier",
    "End",
    "Entity",
    "Figure",
    "Grade",
    "Interval",
    "Members",
    "Named",
    "Period",
    "Rank",
    "Relation",
    "Wording",
    "as_of",
    "at_mark",
    "days_apart",
    "disagree_at_same_time",
    "edtf_bounds",
    "edtf_of",
    "exactly",
    "outside",
    "printed",
    "published",
    "time_of",
]
