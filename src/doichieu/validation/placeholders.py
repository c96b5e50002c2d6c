"""The placeholders that a draft leaves for a person to replace, and how to find them in a claims file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from doichieu.files.problems import MAX_SHOWN

# A draft never writes a suggestion here: a name that does not exist cannot pass for a decision.
NAME = "undecided"
STATEMENT = {"vi": "Chưa viết.", "en": "Not written yet."}
PUBLISHED = "../.."  # any day: both ends of the interval are open

Fault = tuple[tuple[str | int, ...], str, str]  # pointer, what is wrong, what to do


def has_placeholders(claim: Mapping[str, Any]) -> bool:
    """Whether a claim still contains a placeholder."""
    return bool(_open_parts(claim))


def open_placeholders(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what a person must still decide in a claims file that is valid by its schema."""
    if data["document"]["published"]["edtf"] == PUBLISHED:
        yield (
            ("document", "published", "edtf"),
            "the day of publication is not known yet",
            "write it, such as 2025-10-26",
        )
    claims = [(index, claim) for index, claim in enumerate(data["claims"]) if has_placeholders(claim)]
    suggestions = data.get("draft", {}).get("suggestions", {})
    for index, claim in claims[:MAX_SHOWN]:
        parts = _open_parts(claim)
        words = f"“{claim['quote']['exact']}”" if claim["quote"] else f"'{claim['id']}'"
        what = f"{words} has no {_listed(parts)} yet"
        yield ("claims", index, parts[0]), what, _todo(parts, suggestions.get(claim["id"], ()))
    if len(claims) > MAX_SHOWN:
        what = f"{len(claims) - MAX_SHOWN} further claims are not decided yet"
        yield ("claims", claims[MAX_SHOWN][0]), what, "decide those above first"
    if "draft" in data:
        what = f"this is a draft, {len(claims)} of its {len(data['claims'])} claims undecided"
        todo = "remove this member once they are decided and you have checked body, day, scopes and modes"
        yield ("draft",), what, todo


def _open_parts(claim: Mapping[str, Any]) -> list[str]:
    parts = [part for part in ("subject", "property") if claim[part] == NAME]
    written = all(claim["statement"][language] != words for language, words in STATEMENT.items())
    return parts if written else [*parts, "statement"]


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def _todo(parts: list[str], suggestions: Any) -> str:
    them = "it" if len(parts) == 1 else "them"
    near = ", ".join(f"{found['property']} of {found['subject']}" for found in suggestions)
    if near and parts != ["statement"]:
        return f"write {them} (nearest in wording: {near}) or remove the claim"
    return f"write {them} or remove the claim"
