"""JUnit XML for CI servers: a suite per document, a case per check or, if it found any, per discrepancy.

It does not use pytest's writer, which escapes Vietnamese names. It follows the schema of the Jenkins xunit plugin,
which has no properties for a case, so the details of a case are in its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from doichieu.files.json_positions import printable
from doichieu.formats import Data, Material, Written
from doichieu.formats.messages import (
    closing_lines,
    documents_of,
    fails,
    full_message,
    head,
    is_open,
    named,
    place,
    ruling_words,
    rulings_path,
    shown_claims,
    stale_words,
    state_of,
    state_words,
    titles_of,
    without_control_characters,
    words_of,
)
from doichieu.wording.catalogue import Words
from doichieu.wording.sentences import in_quotes
from doichieu.wording.working import lettered

_KINDS = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def junit(material: Material) -> Written:
    """One XML document with the suites of all dossiers."""
    root = ElementTree.Element("testsuites", name="doichieu")
    for raw in material.reports:
        report = without_control_characters(raw)
        words = material.words_for(report)
        for document in report["documents"]:
            _suite(root, report, named(document, words), list(_cases(document, report, material)))
        stale = list(_stale(report, words))
        if stale:
            _suite(root, report, words("rulings"), stale)
    for counted in ("tests", "failures", "errors"):
        root.set(counted, str(sum(int(suite.get(counted, "0")) for suite in root)))
    ElementTree.indent(root)
    return Written('<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n")


def _suite(root: ElementTree.Element, report: Data, name: str, cases: list[ElementTree.Element]) -> None:
    title = f"{report['dossier']['id']}: {name}"
    suite = ElementTree.SubElement(root, "testsuite", name=title, tests=str(len(cases)))
    for kind, counted in _KINDS.items():
        suite.set(counted, str(sum(case.find(kind) is not None for case in cases)))
    suite.set("package", report["dossier"]["id"])
    suite.extend(cases)


def _cases(document: Data, report: Data, material: Material) -> Iterator[ElementTree.Element]:
    words = material.words_for(report)
    titles, documents = titles_of(report), documents_of(report)
    found: dict[str, list[Data]] = {}
    for one in report["discrepancies"]:
        if one["claims"][0]["document"] == document["id"]:  # a discrepancy belongs to the document of its first claim
            found.setdefault(one["check"], []).append(one)
    for check in report["checks"]:
        outcome, name = check["outcomes"][document["id"]], check["name"]
        title = titles[name][words.language].rstrip(".")
        if outcome == "crashed":
            yield _crashed(_case(document, report, name, title), name, document, report, words)
        elif outcome == "unverified":
            case = _case(document, report, name, title)
            yield _unverified(case, name, document, report, words, material.require_texts)
        elif outcome == "consistent":
            yield _case(document, report, name, title)
        for one in found.get(name, []):
            yield _discrepancy(_case(document, report, name, f"{title} · {one['id']}"), one, documents, words)


def _case(document: Data, report: Data, check: str, name: str) -> ElementTree.Element:
    classname = f"{report['dossier']['id']}.{document['id'].replace('.', '-')}.{check}"
    return ElementTree.Element("testcase", classname=classname, name=name)


def _discrepancy(
    case: ElementTree.Element, one: Data, documents: Mapping[str, Data], words: Words
) -> ElementTree.Element:
    message = full_message(one, documents, words)
    if fails(one):
        node = ElementTree.SubElement(case, "failure", type=one["verdict"], message=message)
    elif is_open(one):
        node = ElementTree.SubElement(
            case, "skipped", type="known", message=f"{state_words(state_of(one), words)}: {message}"
        )
    elif one["ruling"]:
        why = f"{words('state.ruled')}: {ruling_words(one['ruling'], words)} – {message}"
        node = ElementTree.SubElement(case, "skipped", type="ruled", message=why)
    else:
        node = ElementTree.SubElement(case, "system-out")
    node.text = "\n".join(_lines(one, documents, words))
    return case


def _lines(one: Data, documents: Mapping[str, Data], words: Words) -> Iterator[str]:
    """All details of a discrepancy, line by line, for a page of test results."""
    first = one["claims"][0]
    yield head(one, words)
    yield place(first, documents[first["document"]])
    yield one["message"][words.language]
    for letter, claim in lettered(shown_claims(one)):
        document = documents[claim["document"]]
        yield f"{letter}  {in_quotes(words_of(claim, document))}  {place(claim, document)}"
    yield from closing_lines(one, words)


def _crashed(case: ElementTree.Element, check: str, document: Data, report: Data, words: Words) -> ElementTree.Element:
    errors = [
        crash["error"]
        for crash in report["crashes"]
        if crash["check"] == check and crash["document"] in (None, document["id"])
    ]
    message = f"{words('crashed')}: {'; '.join(errors)}"
    ElementTree.SubElement(case, "error", type="crashed", message=message).text = message
    return case


def _unverified(
    case: ElementTree.Element, check: str, document: Data, report: Data, words: Words, required: bool
) -> ElementTree.Element:
    reasons = [
        skipped["message"][words.language]
        for skipped in report["unverified"]
        if skipped["check"] == check and any(claim["document"] == document["id"] for claim in skipped["claims"])
    ]
    message = f"{words('outcome.unverified')}: {'; '.join(reasons)}"
    ElementTree.SubElement(case, "failure" if required else "skipped", type="unverified", message=message)
    return case


def _stale(report: Data, words: Words) -> Iterator[ElementTree.Element]:
    for kind in ("gone", "expired"):
        for ruling in report["rulings"][kind]:
            classname = f"{report['dossier']['id']}.rulings.{ruling['check']}"
            case = ElementTree.Element("testcase", classname=classname, name=ruling["fingerprint"])
            message = stale_words(ruling, kind, words)
            node = ElementTree.SubElement(case, "failure", type=kind, message=message)
            node.text = f"{printable(rulings_path(report))}\n{message}\n{ruling_words(ruling, words)}"
            yield case
