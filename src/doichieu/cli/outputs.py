"""What a run prints, in each format."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doichieu.formats import Material, Written
    from doichieu.runner.check_project import Checked
    from doichieu.wording.catalogue import Catalogue


def project_words(place: Path) -> Catalogue:
    """The catalogue of the project that contains `place`."""
    from doichieu.dossier.project import find_project
    from doichieu.wording.catalogue import Catalogue

    return Catalogue(find_project(place).reports / "words")


class Outputs:
    """A run in each format; the report data is built once, and only if a format needs it."""

    def __init__(self, checked: Sequence[Checked], options: argparse.Namespace) -> None:
        self._checked, self._options = checked, options

    def written(self, name: str) -> Written:
        """The run in the format with this name."""
        from doichieu.formats import Written, write_as
        from doichieu.report.build import to_json

        if name == "text":
            return Written("\n\n".join(map(self._screen, self._checked)) + "\n")
        if name == "json":
            reports = self._material.reports
            return Written(to_json(reports[0] if len(reports) == 1 else reports))
        return write_as(name, self._material)

    def _screen(self, checked: Checked) -> str:
        from doichieu.terminal.findings import lines

        ruled_result, against = checked
        words = self._words[self._options.lang or ruled_result.result.dossier.language]
        return "\n".join(lines(ruled_result, words, self._options.require_texts, against))

    @cached_property
    def _words(self) -> Catalogue:
        return project_words(self._checked[0][0].result.dossier.path)

    @cached_property
    def _material(self) -> Material:
        from doichieu.formats import Material
        from doichieu.report.build import report

        dossiers = [ruled_result.result.shown for ruled_result, _ in self._checked]
        texts = [{one.id: one.text.content or "" for one in dossier.documents if one.text} for dossier in dossiers]
        reports = [report(*checked) for checked in self._checked]
        return Material(reports, self._options.lang, texts, self._options.require_texts, self._words)
