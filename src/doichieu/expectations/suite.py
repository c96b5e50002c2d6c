"""The expectation suite as data: what a data team expects of the claims and documents tables beyond the schemas.

An expectation names a Great Expectations class and its arguments. Its columns are those of doichieu.tables.columns and
the derived ones of doichieu.expectations.frames. It is about the tables, not about facts: a value that fails is more
likely a mistake in the claims file. All limits are wide, because a false alarm costs more than a missed mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from doichieu.model.claims import Bilingual

State = Literal["met", "failed", "errored", "not applicable"]
STATES: tuple[State, ...] = ("met", "failed", "errored", "not applicable")

Table = Literal["documents", "claims"]

KEYS: Mapping[Table, tuple[str, ...]] = {"documents": ("document",), "claims": ("document", "claim")}

# The required columns, with their types in the SQL that DuckDB and Spark share.
COLUMNS: Mapping[Table, Mapping[str, str]] = {
    "documents": {"document": "STRING", "record": "BOOLEAN", "language": "STRING", "published_upper": "DOUBLE"},
    "claims": {
        "document": "STRING", "record": "BOOLEAN", "claim": "STRING", "subject": "STRING", "property": "STRING",
        "role": "STRING", "kind": "STRING", "unit": "STRING", "mode": "STRING", "speaker": "STRING", "fact": "STRING",
        "single": "BOOLEAN", "superlative": "BOOLEAN", "time_lower": "DOUBLE", "time_upper": "DOUBLE",
        "strict_lower": "DOUBLE", "strict_upper": "DOUBLE", "loose_lower": "DOUBLE", "loose_upper": "DOUBLE",
    },
}  # fmt: skip
# The columns that need an article's text on the machine.
OF_TEXTS: Mapping[str, str] = {"words": "BIGINT", "expressions": "BIGINT", "covered": "BIGINT"}

# Each limit with its reason.
LEAST_COVERED = 0.5  # of an article's checkable expressions; measured on real and made-up dossiers: 0.85 to 1
LEAST_EXPRESSIONS = 10  # a share of fewer says little
LEAST_CLAIMS, MOST_CLAIMS = 5, 1000  # per thousand words; measured: 26 to 66 on long news, 400 on bare lists of facts
LEAST_WORDS = 200  # a rate over fewer says little
LEAST_ATTRIBUTED = 0.5  # of opinions and forecasts; measured: 0.67 and 1
LEAST_UTTERED = 5  # opinions and forecasts in the dossier; a share of fewer says little
LEAST_VALUES = 20  # of a property; with fewer, its usual range is unknown
MOST_DEVIATIONS = 7  # twice the source's 3.5, because the figures of a property have heavy tails
LEAST_FACTOR = 10  # a value within an order of magnitude of the median is never implausible
FIRST_YEAR = 1000  # a year of fewer digits is more often a typing error (202 for 2020) than history
YEARS_AHEAD = 100  # after the last publication; nothing is planned for later, and 2205 is meant as 2025


@dataclass(frozen=True)
class Expectation:
    """One expectation: `of` is its Great Expectations class, `title` what is expected, `source` its justification.

    For an unexpected row, the columns `told` are reported, or else all columns that the class validates.
    """

    name: str
    table: Table
    title: Bilingual
    source: str
    of: str
    arguments: Mapping[str, Any]
    told: tuple[str, ...] = ()


SUITE: tuple[Expectation, ...] = (
    Expectation(
        "documents.columns",
        "documents",
        Bilingual("Bảng tài liệu có đủ các cột", "The table of documents has every required column"),
        "the table that checks read",
        "ExpectTableColumnsToMatchSet",
        {"column_set": sorted(COLUMNS["documents"]), "exact_match": False},
    ),
    Expectation(
        "documents.unique",
        "documents",
        Bilingual("Mỗi tài liệu chỉ đứng một lần trong bảng", "Each document is in the table once"),
        "a document is identified by its id",
        "ExpectColumnValuesToBeUnique",
        {"column": "document"},
    ),
    Expectation(
        "documents.not_empty",
        "documents",
        Bilingual("Tài liệu nào cũng có mệnh đề", "Every document has claims"),
        "nothing can be checked in a document without claims",
        "ExpectColumnValuesToBeBetween",
        {"column": "claims", "min_value": 1},
    ),
    Expectation(
        "documents.covered",
        "documents",
        Bilingual(
            "Mệnh đề bao gồm ít nhất một nửa số chi tiết kiểm được của mỗi bài",
            "Claims cover at least half of the checkable expressions of each article",
        ),
        f"articles of {LEAST_EXPRESSIONS} expressions or more; 0.85 to 1 in the dossiers measured",
        "ExpectColumnValuesToBeBetween",
        {"column": "share_covered", "min_value": LEAST_COVERED},
    ),
    Expectation(
        "documents.volume",
        "documents",
        Bilingual(
            f"Mỗi bài có từ {LEAST_CLAIMS} đến {MOST_CLAIMS} mệnh đề trên một nghìn chữ",
            f"Each article has {LEAST_CLAIMS} to {MOST_CLAIMS} claims per thousand words",
        ),
        f"articles of {LEAST_WORDS} words or more; 26 to 140 in the dossiers measured",
        "ExpectColumnValuesToBeBetween",
        {"column": "claims_per_thousand", "min_value": LEAST_CLAIMS, "max_value": MOST_CLAIMS},
    ),
    Expectation(
        "claims.columns",
        "claims",
        Bilingual("Bảng mệnh đề có đủ các cột", "The table of claims has every required column"),
        "the table that checks read",
        "ExpectTableColumnsToMatchSet",
        {"column_set": sorted(COLUMNS["claims"]), "exact_match": False},
    ),
    Expectation(
        "claims.complete",
        "claims",
        Bilingual("Mệnh đề nào cũng ghi đủ các mục bắt buộc", "Every claim has all required values"),
        "the document schema; bounds have four ends or none",
        "ExpectColumnValuesToBeBetween",
        {"column": "blanks", "max_value": 0},
    ),
    Expectation(
        "claims.unique",
        "claims",
        Bilingual("Trong một tài liệu, mỗi tên mệnh đề chỉ dùng một lần", "Claim names are unique within a document"),
        "a ruling refers to a claim by its document and its name",
        "ExpectCompoundColumnsToBeUnique",
        {"column_list": ["document", "claim"]},
    ),
    Expectation(
        "claims.documented",
        "claims",
        Bilingual("Mệnh đề nào cũng thuộc một tài liệu có trong bảng", "Every claim is from a document in the table"),
        "a claim is anchored in its document",
        "ExpectColumnValuesToBeBetween",
        {"column": "document_known", "min_value": 1},
    ),
    Expectation(
        "subjects.known",
        "claims",
        Bilingual("Chủ thể nào cũng có trong danh mục thực thể", "Every subject is one of the entities"),
        "claims about one thing are compared only if they give it the same name",
        "ExpectColumnValuesToBeBetween",
        {"column": "subject_known", "min_value": 1},
    ),
    Expectation(
        "speakers.named",
        "claims",
        Bilingual(
            "Ít nhất một nửa số ý kiến và dự báo ghi rõ ai nói",
            "At least half the opinions and forecasts name a speaker",
        ),
        f"dossiers of {LEAST_UTTERED} opinions and forecasts or more; 0.67 to 1 in the dossiers measured",
        "ExpectColumnValuesToBeBetween",
        {"column": "attributed", "min_value": 1, "mostly": LEAST_ATTRIBUTED},
    ),
    Expectation(
        "bounds.strict_in_order",
        "claims",
        Bilingual("Đầu dưới của khoảng chặt không vượt đầu trên", "The lower strict bound is not above the upper one"),
        "an interval contains a number",
        "ExpectUpperNotBelowLower",
        {"column_A": "strict_upper", "column_B": "strict_lower"},
    ),
    Expectation(
        "bounds.loose_in_order",
        "claims",
        Bilingual("Đầu dưới của khoảng rộng không vượt đầu trên", "The lower loose bound is not above the upper one"),
        "an interval contains a number",
        "ExpectUpperNotBelowLower",
        {"column_A": "loose_upper", "column_B": "loose_lower"},
    ),
    Expectation(
        "bounds.nested",
        "claims",
        Bilingual("Khoảng chặt nằm trong khoảng rộng", "The strict interval lies within the loose one"),
        "a fair reader accepts whatever a careful copy editor does",
        "ExpectStrictWithinLoose",
        {"column_list": ["loose_lower", "strict_lower", "strict_upper", "loose_upper"]},
    ),
    Expectation(
        "values.plausible",
        "claims",
        Bilingual(
            "Giá trị nằm trong khoảng thường gặp của thuộc tính đó", "Values lie in the usual range of their property"
        ),
        f"modified z-score of logarithms (Iglewicz and Hoaglin 1993), at most {MOST_DEVIATIONS}, and never "
        f"within a factor of {LEAST_FACTOR} of the median; properties of {LEAST_VALUES} values or more in one unit",
        "ExpectColumnValuesToBeBetween",
        {"column": "remoteness", "max_value": 1},
    ),
    Expectation(
        "dates.in_window",
        "claims",
        Bilingual(
            f"Ngày tháng không trước năm {FIRST_YEAR} và không quá {YEARS_AHEAD} năm sau bài cuối cùng",
            f"Dates are not before the year {FIRST_YEAR} or over {YEARS_AHEAD} years after the last publication",
        ),
        "a mistyped digit puts a year outside; history and plans in the news are inside",
        "ExpectColumnValuesToBeBetween",
        {"column": "days_outside", "max_value": 0},
    ),
    Expectation(
        "facts.meet",
        "claims",
        Bilingual(
            "Với cùng một điều tại cùng một thời điểm, các khoảng rộng đều gặp nhau",
            "All loose intervals of one fact at one time meet",
        ),
        "what checks compare: single values stated by articles, except opinions",
        "ExpectLooseIntervalsToMeet",
        {
            "column_list": [
                "compared_fact", "time_lower", "time_upper", "loose_lower", "loose_upper", "time_highest",
                "time_lowest",
            ]
        },
        told=("compared_fact", "loose_lower", "loose_upper"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """An unexpected row: its document, its claim (None for a row of documents) and the validated values."""

    document: str | None
    claim: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """The outcome of an expectation.

    Of the table's `rows`, `looked_at` had something to validate and `unexpected` of those failed; `found` are the first
    of these. `missing` are columns that do not exist. `error` says what went wrong if the expectation itself errored;
    then nothing is known about the table.
    """

    expectation: Expectation
    state: State
    rows: int
    looked_at: int
    unexpected: int
    found: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()
    error: str | None = None
