"""Loading a dossier: what is wrong is told all at once, with its place; texts are found, bounded and never left."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doichieu.dossier.loader import load_dossier
from doichieu.dossier.project import find_dossiers, find_project, starter
from doichieu.dossier.texts import TEXTS_VARIABLE
from doichieu.files.problems import InputError
from doichieu.model.claims import Dossier
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parents[1]
SCHEMAS = Schemas(ROOT / "schemas")
Edit = Callable[..., None]


def load(folder: Path) -> Dossier:
    return load_dossier(folder, SCHEMAS)


def problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        load(folder)
    return [str(problem) for problem in error.value.problems]


def test_a_dossier_is_loaded_whole(bridge: Path) -> None:
    dossier = load(bridge)
    assert [document.id for document in dossier.documents] == ["a", "b"]
    assert [claim.id for claim in dossier.claims] == ["a-length", "a-time", "b-length"]
    assert dossier.documents[0].text
    assert str(dossier.documents[0].text.content).startswith("Cầu Mơ")
    assert dossier.rulings == ()


@pytest.mark.parametrize(
    ("file", "pointer", "to", "told"),
    [
        ("articles/a.json", ("claims", 0, "subject"), "brigde", "there is no entity 'brigde'; did you mean 'bridge'?"),
        ("articles/a.json", ("claims", 0, "speaker"), "x", "there is no entity 'x'; add it to entities.json"),
        ("articles/a.json", ("claims", 0, "scope"), {"place": "x"}, "there is no entity 'x'"),
        ("articles/a.json", ("claims", 0, "property"), "lenght", "no property 'lenght'; did you mean 'length'?"),
        ("articles/a.json", ("claims", 1, "id"), "a-length", "the id 'a-length' is taken by another claim"),
        ("articles/a.json", ("claims", 0, "quote"), None, "a claim of an article has no quote"),
        ("articles/a.json", ("claims", 0, "value", "unit"), "foot", "'length' is counted in 'metre', not 'foot'"),
        (
            "articles/a.json",
            ("claims", 0, "value"),
            {"kind": "percent", "amount": "5"},
            "'length' takes a quantity, not a percent",
        ),
        (
            "articles/a.json",
            ("claims", 0, "value"),
            {"kind": "quantity", "amount": "9", "to": "5"},
            "a range runs from the smaller number to the greater",
        ),
        ("articles/b.json", ("document", "id"), "a", "the id 'a' is taken by another document"),
        ("entities.json", ("entities", "bridge", "broader"), "bridge", "'bridge' is part of itself"),
        ("entities.json", ("entities", "bridge", "broader"), "bridges", "there is no entity 'bridges'"),
        (
            "properties.json",
            ("properties", "length", "arithmetic"),
            {"count": "lengths"},
            "there is no property 'lengths'",
        ),
        (
            "properties.json",
            ("properties", "length", "arithmetic"),
            {"sum": ["length", "x"]},
            "/properties/length/arithmetic/sum/1: there is no property 'x'",
        ),
        ("properties.json", ("properties", "duration", "role"), "elapsed", "'duration' does not say since when"),
        ("dossier.json", ("zone",), "Asia/Hanoi", "there is no time zone 'Asia/Hanoi'"),
    ],
)
def test_what_no_schema_can_say(
    bridge: Path, edit: Edit, file: str, pointer: tuple[str | int, ...], to: Any, told: str
) -> None:
    edit(bridge / file, *pointer, to=to)
    lines = problems(bridge)
    assert any(told in line for line in lines), lines
    assert all(line.split(":")[1].isdigit() for line in lines), lines  # file:line:column


def test_every_file_is_told_at_once(bridge: Path, edit: Edit) -> None:
    edit(bridge / "articles" / "a.json", "claims", 0, "mode", to="facts")
    (bridge / "entities.json").write_bytes(b"\xff")
    (bridge / "properties.json").write_bytes(b"")
    told = "\n".join(problems(bridge))
    assert "a.json" in told
    assert "entities.json" in told
    assert "properties.json" in told


def test_a_missing_file_is_told(bridge: Path) -> None:
    (bridge / "entities.json").unlink()
    assert "entities.json" in problems(bridge)[0]


def test_a_policy_changes_the_bounds(bridge: Path, edit: Edit) -> None:
    edit(bridge / "articles" / "a.json", "claims", 0, "value", "hedge", to="nearly")
    first = load(bridge).claims[0].bounds
    edit(bridge / "dossier.json", "policy", to={"nearly_loose": "0.5"})
    second = load(bridge).claims[0].bounds
    assert first
    assert second
    assert (first.loose.lower, second.loose.lower) == (400, 250)


def test_texts_are_looked_up_beside_and_in_the_named_folders(
    bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bridge / "texts" / "a.txt").rename(tmp_path / "a.txt")
    text = load(bridge).documents[0].text
    assert text
    assert text.content is None
    monkeypatch.setenv(TEXTS_VARIABLE, str(tmp_path))
    text = load(bridge).documents[0].text
    assert text
    assert text.content


def test_a_text_that_changed_is_told(bridge: Path) -> None:
    (bridge / "texts" / "a.txt").write_text("Khác.", encoding="utf-8")
    text = load(bridge).documents[0].text
    assert text
    assert text.changed


def test_a_link_out_of_the_texts_is_not_followed(bridge: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("bí mật", encoding="utf-8")
    (bridge / "texts" / "a.txt").unlink()
    (bridge / "texts" / "a.txt").symlink_to(tmp_path / "secret.txt")
    text = load(bridge).documents[0].text
    assert text
    assert text.content is None


def test_a_path_in_a_file_cannot_leave_the_dossier(bridge: Path, edit: Edit) -> None:
    edit(bridge / "articles" / "a.json", "document", "text", "file", to="../../../etc/passwd")
    assert "/document/text/file" in problems(bridge)[0]


def test_text_is_normalised_to_nfc(bridge: Path) -> None:
    path = bridge / "texts" / "a.txt"
    composed = path.read_text(encoding="utf-8")
    path.write_text(unicodedata.normalize("NFD", composed), encoding="utf-8")
    text = load(bridge).documents[0].text
    assert text
    assert text.content == composed


def test_the_project_is_the_nearest_with_schemas_and_checks(bridge: Path, tmp_path: Path) -> None:
    assert find_project(bridge).root == tmp_path
    assert find_project(Path("/")).root == starter().root
    assert (starter().root / "schemas").is_dir()


def test_dossiers_are_found_once_in_order(bridge: Path) -> None:
    assert find_dossiers([bridge.parent, bridge]) == [bridge]


def test_the_shipped_dossiers_load() -> None:
    folders = find_dossiers([ROOT / "claims"])
    assert {folder.name for folder in folders} == {"ben-mo-bridge", "hanoi-convention"}
    for folder in folders:
        assert load(folder).claims


def test_facts_do_not_depend_on_the_order_of_members(bridge: Path) -> None:
    before = load(bridge).claims[0].facts
    path = bridge / "articles" / "a.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["claims"][0] = dict(reversed(data["claims"][0].items()))
    path.write_text(json.dumps(data), encoding="utf-8")
    assert load(bridge).claims[0].facts == before
