"""The pytest plugin: `pytest claims/` runs one item per document and check, and one per ruling.

Every pytest run loads it, so it imports the engine only when a dossier is collected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from doichieu.dossier.project import Project
    from doichieu.model.claims import Document
    from doichieu.runner.baseline import Comparison
    from doichieu.runner.check_loader import Check
    from doichieu.runner.check_project import Content
    from doichieu.runner.rulings import RuledResult
    from doichieu.runner.run import Found
    from doichieu.wording.catalogue import Words


class _CheckedFolder(NamedTuple):
    """A checked dossier, and its documents by the path of their claims files."""

    ruled_result: RuledResult
    comparison: Comparison | None
    documents: Mapping[Path, Document]


_CHECKED = pytest.StashKey[dict[Path, _CheckedFolder]]()


class DisagreementError(Exception):
    """Claims disagree; the text is written for an editor."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("doichieu", "fact consistency")
    group.addoption("--ignore-rulings", action="store_true", help="also fail on discrepancies that have a ruling")
    group.addoption(
        "--doichieu-against",
        metavar="REPORT",
        help="an earlier report.json, or a folder that doichieu report wrote to; only new discrepancies then fail",
    )
    group.addoption("--require-texts", action="store_true", help="fail if an article's text is not on this machine")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_CHECKED] = {}
    config.addinivalue_line("markers", "facts: a check of doichieu on one document")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    folder = file_path.parent
    if file_path.suffix == ".json" and folder.name in ("articles", "references"):
        if (folder.parent / "dossier.json").is_file():
            return DocumentFile.from_parent(parent, path=file_path)
    elif file_path.name == "rulings.json" and (folder / "dossier.json").is_file():
        return RulingsFile.from_parent(parent, path=file_path)
    return None


def _checked(folder: Path, config: pytest.Config) -> _CheckedFolder:
    """The dossier of a folder, checked once per session."""
    known = config.stash[_CHECKED]
    if folder not in known:
        from doichieu.files.problems import InputError
        from doichieu.runner.check_project import CheckOptions, check_project

        against = config.getoption("--doichieu-against")
        options = CheckOptions(
            ignore_rulings=config.getoption("--ignore-rulings"),
            against=against and config.invocation_params.dir / against,
            one_of_several=True,
        )
        try:
            ((ruled_result, comparison),) = check_project([folder], options, _load_content)
            _words(folder, ruled_result.result.dossier.language)
        except InputError as error:
            raise pytest.Collector.CollectError(str(error)) from error
        result = ruled_result.result
        documents = {document.path: document for document in result.dossier.documents}
        known[folder] = _CheckedFolder(ruled_result, comparison, documents)
        for area in sorted({check.name.partition(".")[0] for check in result.checks}):
            config.addinivalue_line("markers", f"{area}: checks of {area}")
    return known[folder]


@lru_cache(maxsize=8)
def _load_content(project: Project) -> Content:
    from doichieu.runner.check_project import load_content

    return load_content(project)


@lru_cache(maxsize=8)
def _words(folder: Path, language: str) -> Words:
    """The words for a dossier's results in one language. Raises InputError if the project's words are invalid."""
    from doichieu.dossier.project import find_project
    from doichieu.wording.catalogue import Catalogue

    return Catalogue(find_project(folder).reports / "words")[language]


def _words_for(ruled_result: RuledResult) -> Words:
    dossier = ruled_result.result.dossier
    return _words(dossier.path, dossier.language)


class DocumentFile(pytest.File):
    """The claims file of a document."""

    def collect(self) -> Iterator[pytest.Item]:
        folder = self.path.parent.parent
        ruled_result, against, documents = _checked(folder, self.config)
        document = documents[self.path]
        for check in ruled_result.result.checks:
            if ruled_result.result.outcome(document, check) != "not applicable":
                item: CheckItem = CheckItem.from_parent(
                    self, name=check.name, check=check, document=document, ruled_result=ruled_result, against=against
                )
                yield item


class CheckItem(pytest.Item):
    """One check on one document. If all its discrepancies have rulings or are in the baseline, it is a strict xfail."""

    def __init__(
        self, *, check: Check, document: Document, ruled_result: RuledResult, against: Comparison | None, **others: Any
    ) -> None:
        super().__init__(**others)
        self.check, self.document, self.ruled_result, self.against = check, document, ruled_result, against
        self.found = ruled_result.result.found_in(document, check)
        self.add_marker(pytest.mark.facts)
        self.add_marker(check.name.partition(".")[0])
        if not self._failing() and (expected := list(self._expected())):
            reason = "; ".join(reason for _, reason in expected)
            self.add_marker(pytest.mark.xfail(reason=reason, raises=DisagreementError, strict=True))
        self.user_properties += _properties(self.found)

    def _failing(self) -> list[Found]:
        """The open discrepancies; with a baseline, only the new ones."""
        open_ones = [found for found in self.found if self.ruled_result.is_open(found)]
        return [found for found in open_ones if self.against is None or self.against.state(found) == "new"]

    def _expected(self) -> Iterator[tuple[Found, str]]:
        """The discrepancies that do not fail the gate, each with the reason."""
        from doichieu.terminal.findings import ruling_words

        words = _words_for(self.ruled_result)
        for found in self.found:
            ruling = self.ruled_result.ruled.get(found.fingerprint)
            if ruling:
                yield found, f"{ruling.fingerprint}: {ruling_words(ruling, words)}"
            elif self.ruled_result.is_open(found):
                yield found, f"{found.fingerprint}: {words('state.known')}"

    def runtest(self) -> None:
        from doichieu.terminal.findings import discrepancy_lines

        outcome = self.ruled_result.result.outcome(self.document, self.check)
        words = _words_for(self.ruled_result)
        if outcome == "crashed":
            errors = [crash.error for crash in self.ruled_result.result.crashes if crash.check is self.check]
            raise RuntimeError(f"{words('crashed')}: {self.check.name}: {errors[0]}")
        failing = self._failing() or [found for found, _ in self._expected()]
        if failing:
            raise DisagreementError(
                "\n\n".join("\n".join(discrepancy_lines(found, self.ruled_result, words)) for found in failing)
            )
        if outcome == "unverified":
            reason = _why_unverified(self)
            if self.config.getoption("--require-texts"):
                raise DisagreementError(reason)
            pytest.skip(reason)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, DisagreementError | RuntimeError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


def _properties(found: list[Found]) -> list[tuple[str, object]]:
    """The data of each discrepancy, for JUnit reports."""
    rows: list[tuple[str, object]] = []
    for item in found:
        discrepancy = item.discrepancy
        rows += [("fingerprint", item.fingerprint), ("verdict", discrepancy.verdict)]
        rows += [
            ("message.vi", discrepancy.vi),
            ("message.en", discrepancy.en),
            ("working", discrepancy.working),
        ]
        rows += [("quote", f"{claim.document.id}: {claim.words}") for claim in discrepancy.claims]
    return rows


def _why_unverified(item: CheckItem) -> str:
    language = item.ruled_result.result.dossier.language
    return "; ".join(
        getattr(skipped.unverified, language)
        for skipped in item.ruled_result.result.unverified
        if skipped.check is item.check
        and any(claim.document.id == item.document.id for claim in skipped.unverified.claims)
    )


class RulingsFile(pytest.File):
    """The rulings of a dossier."""

    def collect(self) -> Iterator[pytest.Item]:
        ruled_result = _checked(self.path.parent, self.config).ruled_result
        for ruling in ruled_result.result.dossier.rulings:
            item: RulingItem = RulingItem.from_parent(self, name=ruling.fingerprint, ruled_result=ruled_result)
            yield item


class RulingItem(pytest.Item):
    """One ruling, a strict xfail: an expected failure while its discrepancy exists, an error once that is gone."""

    def __init__(self, *, ruled_result: RuledResult, **others: Any) -> None:
        from doichieu.terminal.findings import ruling_words

        super().__init__(**others)
        self.ruled_result = ruled_result
        self.ruling = next(r for r in ruled_result.result.dossier.rulings if r.fingerprint == self.name)
        self.add_marker(pytest.mark.facts)
        if self.ruling not in ruled_result.expired:
            reason = ruling_words(self.ruling, _words_for(ruled_result))
            self.add_marker(pytest.mark.xfail(reason=reason, raises=DisagreementError, strict=True))

    def runtest(self) -> None:
        from doichieu.terminal.findings import ruling_line

        if self.ruling in self.ruled_result.expired:
            words = _words_for(self.ruled_result)
            raise DisagreementError(ruling_line(self.ruling, "expired", self.ruled_result, words))
        if self.ruling not in self.ruled_result.gone:
            raise DisagreementError(f"{self.ruling.check} {self.ruling.fingerprint}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return (
            str(excinfo.value) if isinstance(excinfo.value, DisagreementError) else super().repr_failure(excinfo, style)
        )

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    checked = config.stash[_CHECKED].values()
    if not checked:
        return
    from doichieu.terminal.findings import summary

    for ruled_result, _, _ in checked:
        terminalreporter.section(ruled_result.result.dossier.id)
        for line in summary(ruled_result, _words_for(ruled_result), config.getoption("--require-texts")):
            terminalreporter.write_line(line)
