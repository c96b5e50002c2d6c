"""SARIF 2.1.0 (OASIS) with errata 01: complete for viewers, or cut to a code host's limits.

The message contains every quote as a link to its place, because most viewers show only one location. A code host
ignores suppressions and would open an alert for what an editor has already decided, so its file leaves that out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata
from urllib.parse import quote

from doichieu.formats import Data, Material, Written
from doichieu.formats.messages import (
    Entry,
    documents_of,
    named,
    ruling_words,
    rulings_path,
    shown_claims,
    stale_words,
    unlisted_words,
    without_control_characters,
    words_of,
    worst_first,
)
from doichieu.report.build import to_json
from doichieu.wording.catalogue import Catalogue, Words
from doichieu.wording.sentences import in_quotes
from doichieu.wording.working import lettered

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
PAGE = "docs/reference/checks.md"

# A code host's limits for a run and a result, and how many results it shows; it rejects a file beyond the first limit.
MOST_RESULTS, MOST_SHOWN, MOST_LOCATIONS = 25_000, 5_000, 1_000

_SOURCE = "%SRCROOT%"
_FINGERPRINT = "doichieu/v1"
_LEVELS = {"contradiction": "error", "tension": "warning", "note": "note"}
_STATES = {"new": "new", "unchanged": "unchanged", "ruled-since": "updated"}
_BRACKETS = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"})


def sarif(material: Material) -> Written:
    """Every discrepancy; ruled ones are suppressed, with the reason."""
    reports = [without_control_characters(report) for report in material.reports]
    log = _log(reports, material, worst_first(reports), [])
    log["runs"][0]["results"] += _absent(reports, material)
    return Written(to_json(log))


def upload(material: Material) -> Written:
    """The discrepancies that a code host may show as alerts: unruled ones, worst first, up to its limits."""
    reports = [without_control_characters(report) for report in material.reports]
    wanted = [entry for entry in worst_first(reports) if entry.discrepancy["ruling"] is None]
    kept = wanted[:MOST_RESULTS]
    words, cuts = material.words_for(reports[0]), []
    if len(wanted) > MOST_RESULTS:
        cuts.append(words("cut.results", left=len(wanted) - MOST_RESULTS, all=len(wanted)))
    if len(kept) > MOST_SHOWN:
        cuts.append(words("cut.shown", all=len(kept), shown=MOST_SHOWN))
    crowded = sum(_location_count(entry.discrepancy) > MOST_LOCATIONS for entry in kept)
    if crowded:
        cuts.append(words("cut.places", shown=MOST_LOCATIONS, all=crowded))
    return Written(to_json(_log(reports, material, kept, cuts, MOST_LOCATIONS)), cuts)


def _log(
    reports: list[Data],
    material: Material,
    found: list[Entry],
    cuts: list[str],
    most: int | None = None,
) -> Data:
    """One run for all dossiers, because a code host accepts one run per tool and category."""
    language = material.language_of(reports[0])
    checks = {check["name"]: check for report in reports for check in report["checks"]}
    index = {name: place for place, name in enumerate(checks)}
    driver: Data = {
        "name": "doichieu",
        "version": reports[0]["tool"]["version"],
        "language": language,
        "rules": [_rule(check, language, material.words) for check in checks.values()],
    }
    home = _home()
    if home:
        driver["informationUri"] = home
    run: Data = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "doichieu/"},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_SOURCE: {"description": {"text": "The folder of the project."}}},
        "invocations": [_invocation(reports, material, index, cuts)],
        "artifacts": list(_artifacts(reports)),
        "results": [_result(entry, material.words_for(entry.report), index, most) for entry in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(check: Data, language: str, words: Catalogue) -> Data:
    title = check["title"]
    other = "en" if language == "vi" else "vi"
    anchor = f"{PAGE}#{check['name'].replace('.', '')}"
    page = {code: f"{words[code]('rule-page')}: {anchor}" for code in (language, other)}
    source = {code: f"{words[code]('rule-from')}: {check['source']}" for code in (language, other)}
    helped = [f"{title[code].rstrip('.')}. {source[code]}. {page[code]}" for code in (language, other)]
    rule: Data = {
        "id": check["name"],
        "name": "".join(part.capitalize() for part in check["name"].replace(".", "_").split("_")),
        "shortDescription": {"text": _plain(title[language])},
        "fullDescription": {"text": _plain(f"{title[language]} · {title[other]}")},
        "help": {"text": _plain("\n\n".join(helped))},
        "properties": {"title": title, "tags": [check["name"].partition(".")[0]]},
    }
    home = _home()
    if home:
        rule["helpUri"] = f"{home.rstrip('/')}/{anchor}"
    return rule


def _home() -> str | None:
    """The address of the project from its metadata, preferably of its documentation; None if it has none."""
    try:
        named_urls = metadata("doichieu").get_all("Project-URL") or []
    except PackageNotFoundError:  # run from a folder, not installed
        return None
    urls = {name.strip().casefold(): url.strip() for name, _, url in (line.partition(",") for line in named_urls)}
    return next((urls[name] for name in ("documentation", "repository", "source", "homepage") if name in urls), None)


def _invocation(reports: list[Data], material: Material, index: Mapping[str, int], cuts: Iterable[str]) -> Data:
    """Whether the run itself succeeded, and what it could not check."""
    ran: list[Data] = [{"level": "warning", "message": {"text": _plain(cut)}} for cut in cuts]
    wanting: list[Data] = []
    for report in reports:
        words, documents = material.words_for(report), documents_of(report)
        for crash in report["crashes"]:
            text = f"{words('crashed')}: {crash['check']}: {crash['error']}"
            ran.append(_notification("error", text, crash["check"], index))
        for skipped in report["unverified"]:
            entry = _notification("note", skipped["message"][words.language], skipped["check"], index)
            entry["locations"] = [_in_claims(claim, documents[claim["document"]]) for claim in skipped["claims"]]
            ran.append(entry)
        for check, text in unlisted_words(report, words):
            ran.append(_notification("note", text, check, index))
        for kind in ("gone", "expired"):
            for ruling in report["rulings"][kind]:
                entry = {"level": "warning", "message": {"text": _plain(stale_words(ruling, kind, words))}}
                entry["locations"] = [{"physicalLocation": {"artifactLocation": _artifact(rulings_path(report))}}]
                wanting.append(entry)
    crashed = any(report["crashes"] for report in reports)
    return {
        "executionSuccessful": not crashed,
        "toolExecutionNotifications": ran,
        "toolConfigurationNotifications": wanting,
    }


def _notification(level: str, text: str, check: str, index: Mapping[str, int]) -> Data:
    notification: Data = {"level": level, "message": {"text": _plain(text)}}
    if check in index:
        notification["associatedRule"] = {"id": check, "index": index[check]}
    return notification


def _artifacts(reports: Iterable[Data]) -> Iterator[Data]:
    seen: set[str] = set()
    for report in reports:
        for document in report["documents"]:
            if document["path"] not in seen:
                seen.add(document["path"])
                yield {
                    "location": _artifact(document["path"]),
                    "mimeType": "application/json",
                    "encoding": "UTF-8",
                    "hashes": {"sha-256": document["sha256"]},
                }
            if document["text_path"] and document["text_path"] not in seen:
                seen.add(document["text_path"])
                yield {
                    "location": _artifact(document["text_path"]),
                    "mimeType": "text/plain",
                    "encoding": "UTF-8",
                    "sourceLanguage": document["language"],
                }


def _result(entry: Entry, words: Words, index: Mapping[str, int], most: int | None) -> Data:
    one, report, documents = entry
    locations, related, text = _linked(one, documents, words, most)
    fingerprint = {_FINGERPRINT: f"{report['dossier']['id']}/{one['id']}"}
    if most is not None:  # the only one a code host reads; its own would confuse A against B with A against C
        fingerprint["primaryLocationLineHash"] = f"{one['id'].removeprefix('D-')}:1"
    result: Data = {
        "ruleId": one["check"],
        "ruleIndex": index[one["check"]],
        "kind": "fail",
        "level": one["severity"],
        "message": {"text": text},
        "locations": locations,
        "relatedLocations": related,
        "partialFingerprints": fingerprint,
        "properties": {"fingerprint": one["id"], "dossier": report["dossier"]["id"]},
    }
    if most is None:  # a code host does not show it, and its limit is 10 MB
        result["properties"] |= {
            name: one[name] for name in ("verdict", "scope", "message", "working", "question", "ruling")
        }
    if one["ruling"]:
        why = ruling_words(one["ruling"], words)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    if one.get("state") in _STATES:
        result["baselineState"] = _STATES[one["state"]]
    return result


def _absent(reports: Iterable[Data], material: Material) -> Iterator[Data]:
    """Results of the baseline that the run no longer found; their locations are no longer known."""
    for report in reports:
        documents, language = documents_of(report), material.language_of(report)
        for one in report.get("against", {}).get("gone", []):
            place = documents.get(one["claims"][0]["document"])
            yield {
                "ruleId": one["check"],
                "kind": "fail",
                "level": _LEVELS[one["verdict"]],
                "message": {"text": _plain(one["message"][language])},
                "locations": [{"physicalLocation": {"artifactLocation": _artifact(place["path"])}}] if place else [],
                "partialFingerprints": {_FINGERPRINT: f"{report['dossier']['id']}/{one['id']}"},
                "baselineState": "absent",
            }


def _location_count(one: Data) -> int:
    in_texts = sum(claim["in_text"] is not None for claim in one["claims"])
    return 1 + bool(one["claims"][0]["in_text"]) + len(one["claims"]) + in_texts


def _linked(
    one: Data, documents: Mapping[str, Data], words: Words, most: int | None
) -> tuple[list[Data], list[Data], str]:
    """The locations of a result, those of each claim, and the message that links to them; at most `most` in all."""
    first = one["claims"][0]
    home = documents[first["document"]]
    locations = [_in_claims(first, home), *_in_text(first, home)]
    room = None if most is None else most - len(locations)
    related: list[Data] = []
    links: list[str] = []
    texts: list[Data] = []
    for number, (letter, claim) in enumerate(lettered(one["claims"]), 1):
        document = documents[claim["document"]]
        exact, source = in_quotes(words_of(claim, document)), named(document, words)
        about = {"text": _plain(f"{letter}: {exact} ({source})")}
        linked = room is None or number <= room
        if linked:
            related.append({"id": number, **_in_claims(claim, document), "message": about})
            texts += [{**place, "message": about} for place in _in_text(claim, document)]
        target = f"[{_plain(exact)}]({number})" if linked else _plain(exact)
        links.append(f"{letter} {target} ({_plain(source)})")
    said = _plain(one["message"][words.language])
    text = f"{said} {'; '.join(links)}." if shown_claims(one) else said
    return locations, (related + texts)[:room], text


def _in_claims(claim: Data, document: Data) -> Data:
    return {"physicalLocation": {"artifactLocation": _artifact(document["path"]), "region": _region(claim["at"])}}


def _in_text(claim: Data, document: Data) -> list[Data]:
    """The claim's place in the text, if the reader of the file can open the text too."""
    if not (document["text_path"] and claim["in_text"]):
        return []
    region = _region(claim["in_text"]) | {"sourceLanguage": document["language"]}
    return [{"physicalLocation": {"artifactLocation": _artifact(document["text_path"]), "region": region}}]


def _region(span: Mapping[str, int]) -> Data:
    return {
        "startLine": span["line"],
        "startColumn": span["column"],
        "endLine": span["end_line"],
        "endColumn": span["end_column"],
    }


def _artifact(path: str) -> Data:
    return {"uri": quote(path, safe="/", errors="surrogateescape"), "uriBaseId": _SOURCE}


def _plain(text: str) -> str:
    """Escape text for a plain text message: brackets make no link, braces no placeholder (3.11.5, 3.11.6)."""
    return text.translate(_BRACKETS)
