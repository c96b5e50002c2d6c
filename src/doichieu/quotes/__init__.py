"""Compare claims with their quotes: where a quote is, what its words say, and what no claim quotes."""

from doichieu.quotes.coverage import coverage_of, line_columns
from doichieu.quotes.misread_dates import date_misread, period_misread
from doichieu.quotes.misread_figures import figure_misread, year_misread
from doichieu.quotes.misread_ranks import rank_misread
from doichieu.quotes.misreading import Misreading, UnreadError, relation_misread, text_misread
from doichieu.quotes.offsets import describe_place, find_occurrences, looks_alike, quote_is_there

__all__ = [
    "Misreading",
    "UnreadError",
    "coverage_of",
    "date_misread",
    "describe_place",
    "figure_misread",
    "find_occurrences",
    "line_columns",
    "looks_alike",
    "period_misread",
    "quote_is_there",
    "rank_misread",
    "relation_misread",
    "text_misread",
    "year_misread",
]
