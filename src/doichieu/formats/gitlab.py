"""GitLab code quality: a list of findings, each on one line of a claims file; ruled ones have severity info."""

from __future__ import annotations

from doichieu.formats import Data, Material, Written
from doichieu.formats.messages import (
    documents_of,
    full_message,
    ruling_words,
    verdict_words,
    without_control_characters,
)
from doichieu.report.build import to_json
from doichieu.wording.catalogue import Words

_SEVERITIES = {"contradiction": "critical", "tension": "major", "note": "minor"}


def gitlab(material: Material) -> Written:
    """The findings of all dossiers in one list."""
    findings = []
    for raw in material.reports:
        report = without_control_characters(raw)
        words = material.words_for(report)
        documents = documents_of(report)
        findings += [_finding(one, report, documents, words) for one in report["discrepancies"]]
    return Written(to_json(findings))


def _finding(one: Data, report: Data, documents: dict[str, Data], words: Words) -> Data:
    ruling = one["ruling"]
    state = f"{words('state.ruled')}: {ruling_words(ruling, words)}" if ruling else verdict_words(one, words)
    first = one["claims"][0]
    return {
        "description": f"{state} – {full_message(one, documents, words)}",
        "check_name": one["check"],
        "fingerprint": f"{report['dossier']['id']}/{one['id']}",  # dossiers may share a fingerprint
        "severity": "info" if ruling else _SEVERITIES[one["verdict"]],
        "location": {
            "path": documents[first["document"]]["path"],
            "lines": {"begin": first["at"]["line"], "end": first["at"]["end_line"]},
        },
    }
