"""A claim beside its own words: where its quote stands, what the words say, what no claim quotes."""

from doichieu.quotes.coverage import coverage, places
from doichieu.quotes.misread_dates import date_misread, period_misread
from doichieu.quotes.misread_figures import figure_misread, year_misread
from doichieu.quotes.misread_ranks import rank_misread
from doichieu.quotes.misreading import Misreading, UnreadError, relation_misread, text_misread
from doichieu.quotes.offsets import place_in, places_of, stands

__all__ = [
    "Misreading",
    "UnreadError",
    "coverage",
    "date_misread",
    "figure_misread",
    "period_misread",
    "place_in",
    "places",
    "places_of",
    "rank_misread",
    "relation_misread",
    "stands",
    "text_misread",
    "year_misread",
]
