"""doichieu: a fact-consistency test suite for newsrooms."""

from doichieu.model.claims import Bilingual, Claim, Document
from doichieu.runner.check_loader import check
from doichieu.runner.conflicts import (
    NO_NOTE,
    Statement,
    are_many,
    conflict_of_many,
    conflicts,
    disagreements,
    distinct,
    exclude,
    note_on_many,
)
from doichieu.runner.corpus import Corpus
from doichieu.runner.findings import Discrepancy, Finding, Unverified, Verdict, same_but_hedged, verdict, verdict_on

__all__ = [
    "NO_NOTE",
    "Bilingual",
    "Claim",
    "Corpus",
    "Discrepancy",
    "Document",
    "Finding",
    "Statement",
    "Unverified",
    "Verdict",
    "are_many",
    "check",
    "conflict_of_many",
    "conflicts",
    "disagreements",
    "distinct",
    "exclude",
    "note_on_many",
    "same_but_hedged",
    "verdict",
    "verdict_on",
]
__version__ = "0.1.0"
