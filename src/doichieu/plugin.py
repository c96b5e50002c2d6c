"""The pytest plugin: `pytest claims/` runs one item a document and check, and one a ruling.

Loaded with every pytest run, so it imports the engine only when a dossier is collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from doichieu.catalogue import Words
    from doichieu.check import Check
    from doichieu.compare import Comparison, Earlier
    from doichieu.model import Document, Dossier
    from doichieu.rulings import Judgement
    from doichieu.run import Found

_JUDGEMENTS = pytest.StashKey[dict[Path, "Judgement"]]()
_COMPARISONS = pytest.StashKey[dict[Path, "Comparison"]]()


class DisagreementError(Exception):
    """Claims disagree; the text is what an editor reads."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("doichieu", "facts that agree")
    group.addoption("--ignore-rulings", action="store_true", help="fail on decided discrepancies too")
    group.addoption(
        "--doichieu-against",
        metavar="REPORT",
        help="an earlier report.json, or a folder that doichieu report wrote to; then only new discrepancies fail",
    )
    group.addoption("--require-texts", action="store_true", help="fail where an article's text is not on this machine")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_JUDGEMENTS] = {}
    config.stash[_COMPARISONS] = {}
    config.addinivalue_line("markers", "facts: a check of doichieu on one document")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    folder = file_path.parent
    if file_path.suffix == ".json" and folder.name in ("articles", "references"):
        if (folder.parent / "dossier.json").is_file():
            return DocumentFile.from_parent(parent, path=file_path)
    elif file_path.name == "rulings.json" and (folder / "dossier.json").is_file():
        return RulingsFile.from_parent(parent, path=file_path)
    return None


def _judgement(folder: Path, config: pytest.Config) -> Judgement:
    """The dossier of a folder, checked once a session."""
    known = config.stash[_JUDGEMENTS]
    if folder not in known:
        from doichieu.files import InputError
        from doichieu.project import find_project, load_dossier
        from doichieu.rulings import judge, today
        from doichieu.run import run

        try:
            project = find_project(folder)
            checks, schemas = _content(project.root)
            dossier = load_dossier(folder, schemas)
            earlier = _earlier(dossier, config)
            _words(folder, dossier.language)
            result = run(dossier, checks)
        except InputError as error:
            raise pytest.Collector.CollectError(str(error)) from error
        known[folder] = judge(result, today(), ignore=config.getoption("--ignore-rulings"))
        if earlier:
            from doichieu.compare import Comparison

            config.stash[_COMPARISONS][folder] = Comparison(known[folder], earlier)
        for area in sorted({check.name.partition(".")[0] for check in result.checks}):
            config.addinivalue_line("markers", f"{area}: checks of {area}")
    return known[folder]


def _earlier(dossier: Dossier, config: pytest.Config) -> Earlier | None:
    """The earlier report of a dossier, where the call names one."""
    at = config.getoption("--doichieu-against")
    if at is None:
        return None
    from doichieu.compare import earlier_report
    from doichieu.project import starter

    # what doichieu wrote it can read, whatever a project has made of its copy of the schemas
    return earlier_report(config.invocation_params.dir / at, dossier, _content(starter().root)[1])


@lru_cache(maxsize=8)
def _content(root: Path) -> tuple[tuple[Check, ...], Any]:
    from doichieu.check import load_checks
    from doichieu.validate import Schemas

    return tuple(load_checks(root / "checks")), Schemas(root / "schemas")


@lru_cache(maxsize=8)
def _words(folder: Path, language: str) -> Words:
    """The words that a dossier's results are told in. Raises InputError where the project's are at fault."""
    from doichieu.catalogue import Catalogue
    from doichieu.project import find_project

    return Catalogue(find_project(folder).reports / "words")[language]


def _words_for(judgement: Judgement) -> Words:
    dossier = judgement.result.dossier
    return _words(dossier.path, dossier.language)


class DocumentFile(pytest.File):
    """The claims file of a document."""

    def collect(self) -> Iterator[pytest.Item]:
        folder = self.path.parent.parent
        judgement = _judgement(folder, self.config)
        against = self.config.stash[_COMPARISONS].get(folder)
        document = next(d for d in judgement.result.dossier.documents if d.path == self.path)
        for check in judgement.result.checks:
            if judgement.result.outcome(document, check) != "not applicable":
                item: CheckItem = CheckItem.from_parent(
                    self, name=check.name, check=check, document=document, judgement=judgement, against=against
                )
                yield item


class CheckItem(pytest.Item):
    """One check on one document; a discrepancy with a ruling, or known from before, is expected to fail, strictly."""

    def __init__(
        self, *, check: Check, document: Document, judgement: Judgement, against: Comparison | None, **others: Any
    ) -> None:
        super().__init__(**others)
        self.check, self.document, self.judgement, self.against = check, document, judgement, against
        self.found = judgement.result.found_in(document, check)
        self.add_marker(pytest.mark.facts)
        self.add_marker(check.name.partition(".")[0])
        if not self._failing() and (expected := list(self._expected())):
            reason = "; ".join(reason for _, reason in expected)
            self.add_marker(pytest.mark.xfail(reason=reason, raises=DisagreementError, strict=True))
        self.user_properties += _properties(self.found)

    def _failing(self) -> list[Found]:
        """What is open, and with an earlier report new."""
        open_ones = [found for found in self.found if self.judgement.is_open(found)]
        return [found for found in open_ones if self.against is None or self.against.state(found) == "new"]

    def _expected(self) -> Iterator[tuple[Found, str]]:
        """What may disagree without failing the gate, and why."""
        from doichieu.screen import ruling_words

        words = _words_for(self.judgement)
        for found in self.found:
            ruling = self.judgement.ruled.get(found.fingerprint)
            if ruling:
                yield found, f"{ruling.fingerprint}: {ruling_words(ruling, words)}"
            elif self.judgement.is_open(found):
                yield found, f"{found.fingerprint}: {words('state.known')}"

    def runtest(self) -> None:
        from doichieu.screen import discrepancy_lines

        outcome = self.judgement.result.outcome(self.document, self.check)
        words = _words_for(self.judgement)
        if outcome == "crashed":
            errors = [crash.error for crash in self.judgement.result.crashes if crash.check is self.check]
            raise RuntimeError(f"{words('crashed')}: {self.check.name}: {errors[0]}")
        failing = self._failing() or [found for found, _ in self._expected()]
        if failing:
            raise DisagreementError(
                "\n\n".join("\n".join(discrepancy_lines(found, self.judgement, words)) for found in failing)
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
    """The facts of each discrepancy, for JUnit."""
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
    language = item.judgement.result.dossier.language
    return "; ".join(
        getattr(skipped.unverified, language)
        for skipped in item.judgement.result.unverified
        if skipped.check is item.check and any(c.document is item.document for c in skipped.unverified.claims)
    )


class RulingsFile(pytest.File):
    """The rulings of a dossier."""

    def collect(self) -> Iterator[pytest.Item]:
        judgement = _judgement(self.path.parent, self.config)
        for ruling in judgement.result.dossier.rulings:
            item: RulingItem = RulingItem.from_parent(self, name=ruling.fingerprint, judgement=judgement)
            yield item


class RulingItem(pytest.Item):
    """One ruling: it fails as expected while its discrepancy is there, and passes, an error, once that is gone."""

    def __init__(self, *, judgement: Judgement, **others: Any) -> None:
        from doichieu.screen import ruling_words

        super().__init__(**others)
        self.judgement = judgement
        self.ruling = next(r for r in judgement.result.dossier.rulings if r.fingerprint == self.name)
        self.add_marker(pytest.mark.facts)
        if self.ruling not in judgement.expired:
            reason = ruling_words(self.ruling, _words_for(judgement))
            self.add_marker(pytest.mark.xfail(reason=reason, raises=DisagreementError, strict=True))

    def runtest(self) -> None:
        from doichieu.screen import ruling_line

        if self.ruling in self.judgement.expired:
            words = _words_for(self.judgement)
            raise DisagreementError(ruling_line(self.ruling, "expired", self.judgement, words))
        if self.ruling not in self.judgement.gone:
            raise DisagreementError(f"{self.ruling.check} {self.ruling.fingerprint}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return (
            str(excinfo.value) if isinstance(excinfo.value, DisagreementError) else super().repr_failure(excinfo, style)
        )

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    judgements = config.stash[_JUDGEMENTS].values()
    if not judgements:
        return
    from doichieu.screen import summary

    for judgement in judgements:
        terminalreporter.section(judgement.result.dossier.id)
        for line in summary(judgement, _words_for(judgement), config.getoption("--require-texts")):
            terminalreporter.write_line(line)
