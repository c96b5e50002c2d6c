"""The formats in which a report is written for other programs; each is in its own module, imported on demand.

A format is a function that takes a `Material` and returns a `Written`; `FORMATS` gives its place and its purpose. It
sees only the data of report.json, so every format can contain the same information.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from doichieu.wording.catalogue import Catalogue, Words

Data = dict[str, Any]

# Name: module, function, and the purpose that `doichieu check --help` prints.
FORMATS: Mapping[str, tuple[str, str, str]] = {
    "sarif": ("sarif", "sarif", "SARIF 2.1.0, for editors and viewers"),
    "sarif-upload": ("sarif", "upload", "SARIF for a code host, without ruled discrepancies"),
    "junit": ("junit", "junit", "JUnit XML, for CI servers"),
    "annotations": ("annotations", "commands", "workflow commands that mark lines of a pull request"),
    "summary": ("annotations", "summary", "Markdown for a job's summary page, at most 1 MiB"),
    "gitlab": ("gitlab", "gitlab", "GitLab code quality"),
    "csv": ("spreadsheet", "spreadsheet", "a table for Excel or another spreadsheet"),
    "markdown": ("markdown", "markdown", "Markdown"),
    "claimreview": ("claim_review", "claimreview", "schema.org ClaimReview of rulings on published pages"),
    "plain": ("plain", "plain", "plain text with carets under each quote"),
}


def _packaged() -> Catalogue:
    from doichieu.wording.catalogue import Catalogue

    return Catalogue()


@dataclass(frozen=True)
class Material:
    """The input of a format.

    `reports` is the data of report.json, one for each dossier. `language` is the requested language; without it, each
    report is in its dossier's language. `texts` holds for each report the texts on this machine, by document; only the
    format that shows the words around a quote reads them. With `require_texts`, what could not be checked counts as a
    failure. `words` are those of the project.
    """

    reports: Sequence[Data]
    language: str | None = None
    texts: Sequence[Mapping[str, str]] = ()
    require_texts: bool = False
    words: Catalogue = field(default_factory=_packaged)

    def language_of(self, report: Data) -> str:
        """The language of a report."""
        return self.language or str(report["dossier"]["language"])

    def words_for(self, report: Data) -> Words:
        """The words in the language of a report."""
        return self.words[self.language_of(report)]


@dataclass(frozen=True)
class Written:
    """The text of a file, and a sentence for each cut that its reader's limits required."""

    text: str
    cuts: list[str] = field(default_factory=list)


def write_as(name: str, material: Material) -> Written:
    """Write the material in the named format."""
    module, function, _ = FORMATS[name]
    written: Written = getattr(import_module(f"doichieu.formats.{module}"), function)(material)
    return written
