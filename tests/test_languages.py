"""A third language is a file: French sentences are read with one that is not in the package."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest

import doichieu.language.lexicon
from doichieu.language.lexicon import language
from doichieu.reading import read, value_data
from doichieu.reading.grammar import grammar

PACKAGE = doichieu.language.lexicon.FOLDER
FRENCH = Path(__file__).parent / "data" / "languages"
DAY = "2025-10-26"
FILES = [PACKAGE / "vi.toml", PACKAGE / "en.toml", FRENCH / "fr.toml"]
# Tables of tables and lists; in any other the names are what the phrases mean, and a language may have fewer.
FIXED = ("numerals", "superlatives", "dates", "read", "read.lists")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty folder that stands in for the package's; nothing read from it is remembered."""
    monkeypatch.setattr(doichieu.language.lexicon, "FOLDER", tmp_path)
    language.cache_clear()
    grammar.cache_clear()
    yield tmp_path
    language.cache_clear()
    grammar.cache_clear()


@pytest.fixture
def french(folder: Path) -> None:
    (folder / "fr.toml").write_bytes((FRENCH / "fr.toml").read_bytes())


def data(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def entries(table: dict[str, Any], name: str = "") -> Iterator[str]:
    """The full names of what a file holds, but for the phrases' meanings."""
    for key, value in table.items():
        full = f"{name}.{key}".lstrip(".")
        yield full
        if full in FIXED:
            yield from entries(value, full)


def quantity(amount: str, **more: str) -> dict[str, str]:
    return {"kind": "quantity", "amount": amount, **more}


def money(amount: str, currency: str, **more: str) -> dict[str, str]:
    return {"kind": "money", "amount": amount, "currency": currency, **more}


def on(edtf: str, **more: str) -> dict[str, str]:
    return {"kind": "date", "edtf": edtf, **more}


def period(edtf: str) -> dict[str, str]:
    return {"kind": "period", "edtf": edtf}


SENTENCES: list[tuple[str, dict[str, dict[str, Any]]]] = [
    (
        "Près de 3\u202f000 personnes et d’environ 12\u00a0500 élèves ont signé.",
        {
            "Près de 3\u202f000": quantity("3000", hedge="nearly"),
            "d’environ 12\u00a0500": quantity("12500", hedge="about"),
        },
    ),
    (
        "Le chantier a coûté plus de 2,4 milliards d'euros, soit 12,5 % de plus que prévu.",
        {
            "plus de 2,4 milliards d'euros": money("2.4", "EUR", scale="billion", hedge="over"),
            "12,5 %": {"kind": "percent", "amount": "12.5"},
        },
    ),
    (
        "La ligne vaut plus d'un million de dollars, la gare entre 3 et 5 millions d’euros.",
        {
            "plus d'un million de dollars": money("1", "USD", scale="million", hedge="over"),
            "entre 3 et 5 millions d’euros": money("3", "EUR", to="5", scale="million"),
        },
    ),
    (
        "Le pont ouvrira samedi 1er novembre 2025 à 9 h 30.",
        {"samedi 1er novembre 2025 à 9 h 30": on("2025-11-01T09:30", weekday="saturday")},
    ),
    ("Le salon se tient du 25 au 26 octobre 2025.", {"25 au 26 octobre 2025": period("2025-10-25/2025-10-26")}),
    (
        "Le port a gagné 0,3 point de pourcentage au troisième trimestre 2025.",
        {
            "0,3 point de pourcentage": {"kind": "percent", "amount": "0.3", "points": True},
            "troisième trimestre 2025": on("2025-35"),
        },
    ),
    (
        "Il y a trois ans, dix-sept communes étaient reliées.",
        {"Il y a trois ans": on("2022"), "dix-sept": quantity("17")},
    ),
    (
        "Les travaux ont duré deux ans et demi, au lieu de dix-huit mois.",
        {
            "deux ans et demi": {"kind": "duration", "amount": "2.5", "unit": "year"},
            "dix-huit mois": {"kind": "duration", "amount": "18", "unit": "month"},
        },
    ),
    (
        "C'est le 3e pont de la vallée, et la ville se classe 17e sur 194.",
        {
            "3e": {"kind": "ordinal", "position": "3"},
            "17e sur 194": {"kind": "rank", "position": "17", "field": "194"},
        },
    ),
    (
        "Hier, au moins un demi-million de voyageurs ont attendu ; des milliers attendent depuis début 2024.",
        {
            "Hier": on("2025-10-25"),
            "au moins un demi-million": quantity("0.5", scale="million", hedge="at-least"),
            "milliers": quantity("1", scale="thousand", hedge="at-least"),
            "depuis début 2024": on("2024-37", hedge="from"),
        },
    ),
    (
        "Trois mille deux cents habitants ont voté avant le 15 mars et voteront encore jusqu'au 31 décembre 2030.",
        {
            "Trois mille deux cents": quantity("3200"),
            "avant le 15 mars": on("2026-03-15", hedge="before"),
            "jusqu'au 31 décembre 2030": on("2030-12-31", hedge="by"),
        },
    ),
    (
        "Les deux tiers des logements des années 1990 ont été refaits ces cinq dernières années.",
        {
            "deux tiers": quantity("0.666666666666667"),
            "années 1990": on("199X"),
            "cinq dernières années": period("2020-10-26/2025-10-26"),
        },
    ),
    # What only looks like it: a new bridge is not nine, a light year is no time, "moins" in "au moins" is no minus.
    (
        "Neuf communes ont un pont neuf, et l'étoile est à au moins 4 années-lumière.",
        {"Neuf": quantity("9"), "au moins 4": quantity("4", hedge="at-least")},
    ),
    ("Le premier ministre a cité l'article 25, puis les Verts ont gagné 3-1.", {}),
    # No number that the reader cannot put together is read in part.
    ("Vingt et un élèves, soixante-quinze ans, quatre-vingt-dix-sept pays, cent cinquante euros, 12 500 euros.", {}),
    ("Deux cent soixante-dix élèves, deux mille cent vingt habitants.", {}),
]


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_french_is_read(text: str, expected: dict[str, dict[str, Any]]) -> None:
    readings = read(text, "fr", DAY)
    assert [(one.exact, value_data(one.value)) for one in readings] == list(expected.items())
    assert all(text[one.start : one.end] == one.exact for one in readings)


@pytest.mark.usefixtures("french")
def test_the_sentences_of_the_documentation_are_read() -> None:
    page = (PACKAGE.parents[2] / "docs" / "languages.md").read_text(encoding="utf-8")
    block = re.search(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    cases = json.loads(block[1])["cases"] if block else []
    assert [len(case["readings"]) for case in cases] == [2, 0]
    for case in cases:
        readings = read(case["text"], "fr", case["date"])
        assert [{"exact": one.exact, "value": value_data(one.value)} for one in readings] == case["readings"]


@pytest.mark.usefixtures("french")
def test_the_folder_takes_the_place_of_the_packages() -> None:
    with pytest.raises(FileNotFoundError):
        language("vi")


@pytest.mark.parametrize("path", FILES[1:], ids=lambda path: path.stem)
def test_every_language_has_the_same_tables(path: Path) -> None:
    first, own = data(FILES[0]), data(path)
    assert sorted(entries(own)) == sorted(entries(first))
    for name in ("hedges", "relations"):
        assert own[name].keys() == first[name].keys()
    for name in ("months", "weekdays", "parts"):
        assert own["dates"][name].keys() == first["dates"][name].keys()


@pytest.mark.parametrize("name", sorted(entries(data(FRENCH / "fr.toml"))))
def test_a_missing_entry_is_told_by_file_and_name(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, table = folder / "fr.toml", data(FRENCH / "fr.toml")
    path.touch()
    *steps, last = name.split(".")
    del reduce(getitem, steps, table)[last]
    monkeypatch.setattr(tomllib, "load", lambda file: table)
    told = f"{path}: missing: {name}; add each, empty if the language has no such words"
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        grammar("fr")


def test_a_table_that_is_left_out_of_a_file_is_told(folder: Path) -> None:
    text = (FRENCH / "fr.toml").read_text(encoding="utf-8")
    start, end = text.index("[read.which]"), text.index("[read.third]")
    (folder / "fr.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(ValueError, match=r"fr\.toml: missing: read\.which; add each"):
        read("Le 3 mars 2025.", "fr")
