"""Views: named queries that several checks read, each built once per corpus, when a check first needs it.

Most are sieves over all claims, so that checks pair only claims that may disagree. Their SQL, like that of the checks,
runs on DuckDB and on Spark. `hash` differs between the two, but equal facts always get equal numbers; if different
facts share a number, the sieve only lets more claims through.
"""

from __future__ import annotations

from typing import NamedTuple

from doichieu.tables.fact_summaries import SUMMARIES


class View(NamedTuple):
    """A named query that other queries may read like a table; `views` are the views that its SQL reads."""

    name: str
    sql: str
    views: tuple[View, ...] = ()


FACTS, DATES = (View(name, sql) for name, sql in SUMMARIES.items())
"""Claims and moments by fact, see doichieu.tables.fact_summaries; an archive stores them by partition."""

# Changing figures are mostly stated as of one day, each time another, and then nothing disagrees. Two statements
# can hold at once only if they share a day or one holds for longer than a day.
CONFLICTING_FACTS = View(
    "conflicting_facts",
    """
    SELECT fact_id, contested, (amounts & (amounts >> 31)) <> 0 AS hedged
    FROM (
        SELECT fact_id, bit_or(amounts) AS amounts,
               max(most_lower) > min(least_upper) AND bit_count(bit_or(days)) < sum(statements) AS contested
        FROM facts WHERE statements > 0
        GROUP BY fact_id) AS grouped
    WHERE contested OR (amounts & (amounts >> 31)) <> 0""",
    (FACTS,),
)
"""The ids of facts with bounds of which two statements may exclude each other or differ only by a hedge."""

CONFLICTING_ROWS = View(
    "conflicting_rows",
    """
    SELECT c.row, u.contested, u.hedged FROM claims AS c JOIN conflicting_facts AS u ON u.fact_id = c.fact_id
    WHERE c.strict_lower IS NOT NULL AND c.single AND c.mode <> 'opinion'""",
    (CONFLICTING_FACTS,),
)
"""The rows of the claims of these facts; the other columns need then be read only for these rows."""

CONFLICTING_CLAIMS = View(
    "conflicting_claims",
    """
    SELECT c.row, c.record, c.property, c.role, c.kind, c.unit, c.hedge, c.amount, c.mode, c.fact, c.superlative,
           c.field, c.time_lower, c.time_upper, c.strict_lower, c.strict_upper, c.loose_lower, c.loose_upper,
           s.contested, s.hedged
    FROM claims AS c JOIN conflicting_rows AS s ON s.row = c.row""",
    (CONFLICTING_ROWS,),
)
"""The claims of these facts, including those of records."""

CONTESTED = View("contested", "SELECT * FROM conflicting_claims WHERE contested", (CONFLICTING_CLAIMS,))
"""Claims of facts whose statements may exclude each other at times that may meet, including those of records."""

DIFFERING_FACTS = View(
    "differing_facts",
    """
    SELECT fact_id FROM facts WHERE first_words IS NOT NULL
    GROUP BY fact_id HAVING min(first_words) < max(last_words)""",
    (FACTS,),
)
"""The ids of facts that are not always spelled the same."""

DIFFERING_TEXTS = View(
    "differing_texts",
    """
    SELECT row, document, record, role, kind, mode, fact, time_lower, time_upper, words, spelling, language
    FROM claims
    WHERE fact_id IN (SELECT fact_id FROM differing_facts)
      AND kind IN ('text', 'entity') AND single AND mode <> 'opinion'""",
    (DIFFERING_FACTS,),
)
"""Claims of these facts whose value is a text or an entity, including those of records."""

DATED = View(
    "dated",
    """
    SELECT fact_id, event_id, mark, bounding,
           min(least_lower) AS least_lower, max(most_lower) AS most_lower,
           min(least_upper) AS least_upper, max(most_upper) AS most_upper,
           max(time_lower) AS time_lower, min(time_upper) AS time_upper
    FROM dates
    GROUP BY fact_id, event_id, mark, bounding""",
    (DATES,),
)
"""The summaries of `dates` combined over all partitions: one row per moment of an event."""

CONFLICTING_DATES = View(
    "conflicting_dates",
    "SELECT fact_id FROM dated GROUP BY fact_id HAVING max(most_lower) > min(least_upper)",
    (DATED,),
)
"""The ids of facts with two dates that exclude each other."""

CONTESTED_MOMENTS = View(
    "contested_moments",
    """
    SELECT m.row, m.record, m.fact, m.mark, m.mode, m.strict_lower, m.strict_upper, m.time_lower, m.time_upper
    FROM moments AS m JOIN conflicting_dates AS h ON m.fact_id = h.fact_id
    WHERE m.single AND m.mode <> 'opinion'""",
    (CONFLICTING_DATES,),
)
"""The moments of these facts, including those of records."""

ARITHMETIC_CLAIMS = View(
    "arithmetic_claims",
    """
    SELECT row, document, record, subject, property, kind, unit, mode, fact, scope, single, time_lower, time_upper
    FROM claims
    WHERE property IN (SELECT property FROM arithmetic UNION SELECT operand FROM arithmetic)""",
)
"""Claims used in arithmetic: totals and shares, their parts, changes, counts and the lists that are counted."""

OFFICES = View(
    "offices",
    """
    SELECT c.row, m.member AS office, c.subject, c.event_id, c.scope, c.document, c.record, c.time_lower, c.time_upper
    FROM claims AS c JOIN members AS m ON m.row = c.row
    WHERE c.role = 'office' AND c.mode = 'fact'""",
)
"""Claims about who holds which office."""

PERIOD_DURATIONS = View(
    "period_durations",
    """
    SELECT d.row AS duration, p.row AS period, d.strict_lower, d.strict_upper,
           d.unit IN ('second', 'minute', 'hour', 'day', 'week') AS in_seconds,
           e.strict_lower - s.strict_upper AS shortest, e.strict_upper - s.strict_lower AS longest
    FROM claims AS d
    JOIN (SELECT row, subject, scope, mode, time_lower, time_upper FROM claims
          WHERE kind = 'period' AND role = 'time' AND single) AS p
      ON p.subject = d.subject AND p.mode = d.mode AND p.scope = d.scope
    JOIN moments AS s ON s.row = p.row AND s.mark = 'start'
    JOIN moments AS e ON e.row = p.row AND e.mark = 'end'
    WHERE d.role = 'duration' AND d.single AND NOT d.record AND d.mode <> 'opinion'
      AND d.time_lower <= p.time_upper AND p.time_lower <= d.time_upper""",
)
"""Each duration with each period of the same thing; `shortest` and `longest` are the period's bounds in days."""

COUNTED = View(
    "counted",
    """
    SELECT row, role, unit, since FROM claims
    WHERE role IN ('anniversary', 'elapsed') AND NOT record AND mode <> 'opinion'""",
)
"""Times that articles count from an event: anniversaries and elapsed times."""

COUNTED_FROM = View(
    "counted_from",
    "SELECT c.row, c.role, c.unit, p.part FROM counted AS c JOIN parts AS p ON p.whole = c.since",
    (COUNTED,),
)
"""The same, joined to the event and each of its parts. It is mostly small, so it is built before moments are joined."""

PLANS = View(
    "plans",
    """
    SELECT row, document, subject, property, unit, scope, published_lower, strict_lower, strict_upper
    FROM claims
    WHERE mode IN ('plan', 'forecast') AND NOT record AND single""",
)
"""Plans and forecasts in articles."""

RELATIONS = View(
    "relations",
    """
    SELECT row, subject, scope, mode, relation, of FROM claims
    WHERE kind = 'relation' AND NOT record AND mode <> 'opinion'""",
)
"""Statements in articles that one event came before or after another."""

FIRSTS = View(
    "firsts",
    """
    SELECT subject, property, mode, scope, time_lower, time_upper, min(row) AS row
    FROM claims
    WHERE kind = 'rank' AND superlative AND strict_lower = 1 AND single AND mode <> 'opinion' AND NOT record
      AND split_part(scope, '|', 5) <> ''
    GROUP BY subject, property, mode, scope, time_lower, time_upper""",
)
"""Claims in articles that something is the first in a named group (scope.among), one per time they hold."""

FALLING = View(
    "falling",
    """
    WITH running AS (
             SELECT fact_id, strict_upper, max(strict_lower) OVER (PARTITION BY fact_id ORDER BY time_lower) AS reached
             FROM claims WHERE cumulative AND single AND mode = 'fact')
    SELECT c.row, c.fact, c.record, c.strict_lower, c.strict_upper, c.time_lower, c.time_upper,
           count(*) OVER (PARTITION BY c.fact) AS times
    FROM claims AS c JOIN (SELECT DISTINCT fact_id FROM running WHERE reached > strict_upper) AS h
      ON c.fact_id = h.fact_id
    WHERE c.cumulative AND c.single AND c.mode = 'fact'""",
)
"""Cumulative figures of facts in which a later figure is smaller; `times` is the number of claims of the fact."""
