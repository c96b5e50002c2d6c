"""doichieu: a fact-consistency test suite for newsrooms."""

from doichieu.check import Corpus, Discrepancy, Finding, Unverified, check, same_but_hedged, verdict
from doichieu.model import Bilingual, Claim, Document

__all__ = [
    "Bilingual",
    "Claim",
    "Corpus",
    "Discrepancy",
    "Document",
    "Finding",
    "Unverified",
    "check",
    "same_but_hedged",
    "verdict",
]
__version__ = "0.1.0"
