"""The forms in which a report goes to other programs: their names here, each in a module that is imported when asked.

A format is a function that takes the `Material` and returns a `Written`; `FORMATS` tells where it stands and what it
is for. It sees the data of report.json and nothing else, so what one format can say all of them can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from doichieu.wording.catalogue import Catalogue, Words

Data = dict[str, Any]

# Name: module and function, and what it is for as `doichieu check --help` tells it.
FORMATS: Mapping[str, tuple[str, str, str]] = {
    "sarif": ("sarif", "sarif", "SARIF 2.1.0, for editors and viewers"),
    "sarif-upload": ("sarif", "upload", "SARIF for a code host, without what is ruled"),
    "junit": ("junit", "junit", "JUnit XML, for CI servers"),
    "annotations": ("annotations", "commands", "workflow commands that mark lines of a pull request"),
    "summary": ("annotations", "summary", "Markdown for a job's summary page, at most 1 MiB"),
    "gitlab": ("gitlab", "gitlab", "GitLab code quality"),
    "csv": ("spreadsheet", "spreadsheet", "a table for Excel or another spreadsheet"),
    "markdown": ("markdown", "markdown", "Markdown"),
    "claimreview": ("claim_review", "claimreview", "schema.org ClaimReview of what is ruled on published pages"),
    "plain": ("plain", "plain", "plain text with carets under each quote"),
}


def _packaged() -> Catalogue:
    from doichieu.wording.catalogue import Catalogue

    return Catalogue()


@dataclass(frozen=True)
class Material:
    """What a format is made of.

    `reports` is the data of report.json, one a dossier. `language` is the one asked for; without it each report speaks
    its dossier's. `texts` holds for each report the texts that are on this machine, by document: only the format that
    shows the words around a quote looks at them. `require_texts` makes what could not be checked a failure. `words` are
    those of the project.
    """

    reports: Sequence[Data]
    language: str | None = None
    texts: Sequence[Mapping[str, str]] = ()
    require_texts: bool = False
    words: Catalogue = field(default_factory=_packaged)

    def language_of(self, report: Data) -> str:
        """The language in which a report speaks."""
        return self.language or str(report["dossier"]["language"])

    def words_for(self, report: Data) -> Words:
        """The words of the language in which a report speaks."""
        return self.words[self.language_of(report)]


@dataclass(frozen=True)
class Written:
    """The text of a file, and what was left out of it because its reader takes no more: a sentence for each cut."""

    text: str
    cuts: list[str] = field(default_factory=list)


def write_as(name: str, material: Material) -> Written:
    """The material in the format of this name."""
    module, function, _ = FORMATS[name]
    written: Written = getattr(import_module(f"doichieu.formats.{module}"), function)(material)
    return written
