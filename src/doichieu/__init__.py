"""doichieu: a fact-consistency test suite for newsrooms."""

from doichieu.model.claims import Bilingual, Claim, Document
from doichieu.runner.check_loader import check
from doichieu.runner.conflicts import (
    ALONE,
    Statement,
    crowd,
    crowded,
    disputes,
    distinct,
    exclude,
    is_crowd,
    stated_often,
    witnesses,
)
from doichieu.runner.corpus import Corpus
from doichieu.runner.findings import Discrepancy, Finding, Unverified, Verdict, same_but_hedged, verdict

__all__ = [
    "ALONE",
    "Bilingual",
    "Claim",
    "Corpus",
    "Discrepancy",
    "Document",
    "Finding",
    "Statement",
    "Unverified",
    "Verdict",
    "check",
    "crowd",
    "crowded",
    "disputes",
    "distinct",
    "exclude",
    "is_crowd",
    "same_but_hedged",
    "stated_often",
    "verdict",
    "witnesses",
]
__version__ = "0.1.0"
