"""An archive is the dossier: what it was read from, packed or kept in parts, makes no difference to what is found."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doichieu.archive import cache
from doichieu.archive.archive import Archive, read_archive
from doichieu.archive.open import open_dossier
from doichieu.archive.parquet_pack import open_pack, pack
from doichieu.cli.commands import main
from doichieu.dossier.loader import load_dossier
from doichieu.files.problems import InputError
from doichieu.formats import Material, write_as
from doichieu.html.overview import overview
from doichieu.html.page import page
from doichieu.model.claims import Document
from doichieu.report.build import report, to_json
from doichieu.report.compressed import Compressed
from doichieu.runner.check_loader import load_checks
from doichieu.runner.document_checks import check_documents
from doichieu.runner.findings import Finding
from doichieu.runner.rulings import apply_rulings, today
from doichieu.runner.run import Result, run
from doichieu.tables.columns import COLUMNS
from doichieu.tables.fact_summaries import SUMMARIES
from doichieu.tables.rows import tables
from doichieu.testing.archive_generator import Planted, generate
from doichieu.validation.schemas import Schemas

ROOT = Path(__file__).parent.parent
SCHEMAS = Schemas(ROOT / "schemas")
CHECKS = load_checks(ROOT / "checks")
BRIDGE = ROOT / "claims" / "ben-mo-bridge"
HANOI = ROOT / "claims" / "hanoi-convention"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOICHIEU_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A made-up dossier of 40 documents, eleven of its claims bent, in parts of seven documents."""
    generate(tmp_path / "made-up", 800, every=2, texts=True)
    return tmp_path / "made-up"


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PARTITION_DOCUMENTS", 7)


def told(dossier: Any) -> str:
    """The report of a dossier."""
    return to_json(report(apply_rulings(run(dossier, CHECKS), today())))


# Where their rows stand in a file says nothing.
_SORTED = {name: "row" for name, columns in COLUMNS.items() if "row" in columns} | {"entities": "entity"}


def content(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """The tables of an archive, row by row, with rows counted without gaps."""
    assert archive.tables
    rows = {
        first + index: None for first, size in zip(archive.firsts, archive.sizes, strict=True) for index in range(size)
    }
    place = {row: number for number, row in enumerate(sorted(rows))}
    found: dict[str, list[tuple[object, ...]]] = {}
    for name, stored in archive.tables.items():
        if name in SUMMARIES:  # a row for each part that a fact stands in
            continue
        table = stored if isinstance(stored, pa.Table) else pa.concat_tables([pq.read_table(path) for path in stored])
        lines = table.select(list(COLUMNS[name])).to_pylist()
        if name in _SORTED:
            lines.sort(key=lambda line: line[_SORTED[name]])
        for line in lines:
            if "row" in line:
                line["row"] = place[line["row"]]
            line.pop("first", None)
        found[name] = [tuple(line.values()) for line in lines]
    return found


def expected(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The same of a dossier that is typed as a whole."""
    found = {}
    for name, table in tables(load_dossier(folder, SCHEMAS)).items():
        lines = table.to_pylist()
        if name in _SORTED:
            lines.sort(key=lambda line: line[_SORTED[name]])
        for line in lines:
            line.pop("first", None)
        found[name] = [tuple(line.values()) for line in lines]
    return found


@pytest.mark.parametrize("folder", [BRIDGE, HANOI], ids=lambda folder: folder.name)
def test_a_packed_dossier_gives_the_same_report_to_the_byte(folder: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(ROOT)
    plain = folder.relative_to(ROOT)
    assert main(["pack", str(plain), "-o", str(tmp_path / "out" / "claims.parquet")]) == 0
    outputs = [tmp_path / name for name in ("a.json", "b.json", "a.txt", "b.txt")]
    for source, data, text in (
        (str(plain), outputs[0], outputs[2]),
        (str(tmp_path / "out" / "claims.parquet"), outputs[1], outputs[3]),
    ):
        main(["check", source, "--format", f"json={data}", "--format", f"text={text}"])
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert outputs[2].read_bytes() == outputs[3].read_bytes()
    assert len(outputs[0].read_bytes()) > 10_000


def test_what_was_planted_is_found_and_nothing_else(tmp_path: Path) -> None:
    planted = generate(tmp_path / "made-up", 4_000, every=4)
    assert len({one.check for one in planted}) == 9
    result = run(load_dossier(tmp_path / "made-up", SCHEMAS), [check for check in CHECKS if not check.of_document])
    assert found_in(result, planted) == set(planted)


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    one, other, third = (tmp_path / name for name in ("one", "other", "third"))
    assert generate(one, 200, every=1) == generate(other, 200, every=1)
    generate(third, 200, every=1, seed=2)
    texts = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.json")} for folder in (one, other)
    ]
    assert texts[0] == texts[1]
    assert texts[0] != {path.relative_to(third): path.read_bytes() for path in third.rglob("*.json")}


def found_in(result: Result, planted: list[Planted]) -> set[Planted]:
    """What was found, told by the bent claim that is in it or else by the first."""
    bent = {(one.document, one.claim) for one in planted}
    found = set()
    for item in result.found:
        claims = [(claim.document.id, claim.id) for claim in item.discrepancy.claims]
        found.add(Planted(item.check.name, *next((claim for claim in claims if claim in bent), claims[0])))
    return found


@pytest.mark.parametrize("folder", [BRIDGE, HANOI], ids=lambda folder: folder.name)
def test_the_tables_of_an_archive_are_those_of_the_dossier(folder: Path, small_parts: None) -> None:
    assert content(read_archive(folder, SCHEMAS)) == expected(folder)


def test_parts_make_no_difference(made: Path, small_parts: None) -> None:
    archive = read_archive(made, SCHEMAS)
    assert archive.tables
    assert len(archive.tables["claims"]) == 6
    assert content(archive) == expected(made)
    assert told(archive) == told(load_dossier(made, SCHEMAS))


def test_a_second_run_reads_what_has_changed(made: Path, small_parts: None) -> None:
    assert read_archive(made, SCHEMAS).read == 40
    assert read_archive(made, SCHEMAS).read == 0
    path = made / "articles" / "a000003-2.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    del data["claims"][5]
    path.write_text(json.dumps(data), encoding="utf-8")
    archive = read_archive(made, SCHEMAS)
    assert archive.read == 1
    assert content(archive) == expected(made)
    assert read_archive(made, SCHEMAS).read == 0


def _remove(folder: Path, name: str) -> None:
    (folder / "articles" / f"{name}.json").unlink(missing_ok=True)


def _shorten(folder: Path, name: str) -> None:
    path = folder / "articles" / f"{name}.json"
    if path.exists():
        data = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(data | {"claims": data["claims"][:-1]}), encoding="utf-8")


def _copy(folder: Path, name: str) -> None:
    path = folder / "articles" / f"{name}.json"
    if path.exists():
        data = json.loads(path.read_text(encoding="utf-8"))
        data["document"]["id"] += "x"
        path.with_name(f"{name}x.json").write_text(json.dumps(data), encoding="utf-8")


def _empty(folder: Path, name: str) -> None:
    path = folder / "articles" / f"{name}.json"
    if path.exists():
        data = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(data | {"claims": []}), encoding="utf-8")


def _touch(folder: Path, name: str) -> None:
    path = folder / "articles" / f"{name}.json"
    if path.exists():
        path.touch()


NAMES = [f"a{pair:06}-{number}" for pair in range(3) for number in range(4)]
EDITS = st.lists(
    st.tuples(st.sampled_from([_remove, _shorten, _copy, _empty, _touch]), st.sampled_from(NAMES)), max_size=4
)


@given(rounds=st.lists(EDITS, min_size=1, max_size=3))
@settings(
    max_examples=settings().max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_after_any_edits_an_archive_is_as_if_read_anew(
    rounds: list[list[tuple[Callable[[Path, str], None], str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "PARTITION_DOCUMENTS", 4)
    folder = tmp_path / "edited"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    generate(folder, 300, every=2)
    read_archive(folder, SCHEMAS)
    for edits in rounds:
        for edit, name in edits:
            edit(folder, name)
        assert content(read_archive(folder, SCHEMAS)) == expected(folder)


def test_a_damaged_part_is_made_anew(made: Path, small_parts: None, tmp_path: Path) -> None:
    read_archive(made, SCHEMAS)
    damaged = sorted((tmp_path / "cache").rglob("*.claims.parquet"))[2]
    damaged.write_bytes(damaged.read_bytes()[:-9] + b"x" * 9)
    archive = read_archive(made, SCHEMAS)
    assert archive.read == 7
    assert content(archive) == expected(made)


def test_a_part_of_which_a_figure_was_altered_is_not_believed(made: Path, small_parts: None, tmp_path: Path) -> None:
    read_archive(made, SCHEMAS)
    path = min((tmp_path / "cache").rglob("*.part.json"))
    text = path.read_text(encoding="utf-8")
    assert "[20,20," in text
    path.write_text(text.replace("[20,20,", "[20,21,", 1), encoding="utf-8")
    archive = read_archive(made, SCHEMAS)
    assert archive.read == 40
    assert sum(archive.sizes) == 800


def test_a_damaged_table_of_entities_is_made_anew(made: Path, tmp_path: Path) -> None:
    for name in ("entities", "within", "parts", "about"):
        read_archive(made, SCHEMAS)
        (damaged,) = (tmp_path / "cache").rglob(f"entities/*.{name}.parquet")
        damaged.write_bytes(damaged.read_bytes()[:-9] + b"x" * 9)
        assert content(read_archive(made, SCHEMAS)) == expected(made)
        damaged.unlink()
        assert content(read_archive(made, SCHEMAS)) == expected(made)


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"key": "another", "files": {}, "left": {}}'])
def test_a_foreign_list_of_kept_tables_is_not_believed(made: Path, tmp_path: Path, kept: str) -> None:
    read_archive(made, SCHEMAS)
    (path,) = (tmp_path / "cache").rglob("kept.json")
    path.write_text(kept, encoding="utf-8")
    archive = read_archive(made, SCHEMAS)
    assert archive.read == 0
    assert content(archive) == expected(made)
    assert json.loads(path.read_text(encoding="utf-8"))["key"] not in ("", "another")


def test_entities_that_have_changed_are_read_anew(made: Path) -> None:
    read_archive(made, SCHEMAS)
    path = made / "entities.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["entities"]["s0000003"] |= {"names": {"vi": ["Cầu mới"], "en": ["New bridge"]}, "broader": "s0000004"}
    path.write_text(json.dumps(data), encoding="utf-8")
    for _ in range(2):
        archive = read_archive(made, SCHEMAS)
        assert archive.read == 0
        assert content(archive) == expected(made)
        assert archive.entities["s0000003"] == load_dossier(made, SCHEMAS).entities["s0000003"]
        assert dict(archive.entities) == dict(load_dossier(made, SCHEMAS).entities)
        assert "s0000003" in archive.entities
        assert "nobody" not in archive.entities
    data["entities"]["s0000003"]["broader"] = "nobody"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match="there is no entity 'nobody'"):
        read_archive(made, SCHEMAS)


def test_what_was_in_order_is_not_read_again_once_the_rest_is_mended(made: Path, small_parts: None) -> None:
    path = made / "articles" / "a000003-2.json"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace('"fact"', '"fakt"', 1), encoding="utf-8")
    with pytest.raises(InputError) as first:
        read_archive(made, SCHEMAS)
    with pytest.raises(InputError) as second:
        read_archive(made, SCHEMAS)
    assert str(second.value) == str(first.value)
    path.write_text(good, encoding="utf-8")
    archive = read_archive(made, SCHEMAS)
    assert archive.read == 7
    assert content(archive) == expected(made)


def test_a_file_may_change_within_the_grain_of_the_clock(
    made: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made / "articles" / "a000003-2.json"
    text, about = path.read_text(encoding="utf-8"), path.stat()
    read_archive(made, SCHEMAS)
    path.write_text(text.replace('"2019"', '"2018"'), encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert path.stat().st_size == about.st_size
    later = time.time_ns() + 10**10
    monkeypatch.setattr(time, "time_ns", lambda: later)
    archive = read_archive(made, SCHEMAS)
    assert archive.read == 1
    assert content(archive) == expected(made)


def test_a_claims_file_that_is_not_there_is_told(made: Path, small_parts: None) -> None:
    (made / "articles" / "gone.json").symlink_to(made / "nowhere.json")
    with pytest.raises(InputError, match=r"gone\.json: there is no such file"):
        read_archive(made, SCHEMAS)


def test_a_run_beside_another_takes_nothing_away_from_it(
    made: Path, small_parts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = expected(made)
    first = read_archive(made, SCHEMAS)
    _shorten(made, "a000003-2")
    read_archive(made, SCHEMAS)
    assert content(first) == before
    count = len(list((tmp_path / "cache").rglob("*.claims.parquet")))
    monkeypatch.setattr("doichieu.archive.cache_index.KEPT_SECONDS", -1)
    assert content(read_archive(made, SCHEMAS)) == expected(made)
    assert len(list((tmp_path / "cache").rglob("*.claims.parquet"))) == count - 1


def test_two_runs_at_once_find_the_same(made: Path, tmp_path: Path) -> None:
    read = "import sys, pathlib, doichieu.archive.archive as a, doichieu.archive.cache as p\n"
    read += "import doichieu.validation.schemas as v\n"
    read += "p.PARTITION_DOCUMENTS = 7\n"
    read += f"made = a.read_archive(pathlib.Path({str(made)!r}), v.Schemas(pathlib.Path({str(ROOT / 'schemas')!r})))\n"
    read += "print(made.engine.query('SELECT count(*), sum(hash(fact)) FROM claims')[1])"
    runs = [subprocess.Popen([sys.executable, "-c", read], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = {run.communicate()[0] for run in runs}
    assert {run.returncode for run in runs} == {0}
    assert len(told) == 1
    assert "(800, " in told.pop()
    assert content(read_archive(made, SCHEMAS)) == expected(made)


@pytest.mark.parametrize(
    "index", ["", "{}", "[]", "nothing", '{"code_key": "someone else", "entities": "", "partitions": []}']
)
def test_a_foreign_index_is_not_believed(made: Path, small_parts: None, tmp_path: Path, index: str) -> None:
    read_archive(made, SCHEMAS)
    (path,) = (tmp_path / "cache").rglob("index.json")
    path.write_text(index, encoding="utf-8")
    assert read_archive(made, SCHEMAS).read == 40


def test_other_properties_or_policies_make_every_part_anew(made: Path) -> None:
    read_archive(made, SCHEMAS)
    path = made / "dossier.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"policy": {"about_loose": "0.25"}}), "utf-8")
    archive = read_archive(made, SCHEMAS)
    assert archive.read == 40
    assert content(archive) == expected(made)


def test_an_entity_that_is_taken_away_is_missed_where_it_is_named(made: Path, small_parts: None) -> None:
    read_archive(made, SCHEMAS)
    path = made / "entities.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    del data["entities"]["s0000003"]
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match="there is no entity 's0000003'") as whole:
        load_dossier(made, SCHEMAS)
    with pytest.raises(InputError) as kept:
        read_archive(made, SCHEMAS)
    assert sorted(map(str, kept.value.problems)) == sorted(map(str, whole.value.problems))


def test_paths_that_are_not_in_the_order_of_the_ids(made: Path, small_parts: None) -> None:
    (made / "articles" / "a000000-0.json").rename(made / "articles" / "zzz.json")
    assert content(read_archive(made, SCHEMAS)) == expected(made)
    assert read_archive(made, SCHEMAS).read == 0


def test_an_id_that_two_documents_have(made: Path, small_parts: None) -> None:
    shutil.copy(made / "articles" / "a000000-0.json", made / "articles" / "zzz.json")
    with pytest.raises(InputError, match="the id 'a000000-0' is taken by another document"):
        read_archive(made, SCHEMAS)


def test_faults_of_claims_files_are_those_of_a_whole_dossier(made: Path, small_parts: None) -> None:
    for number, (old, new) in enumerate(
        [
            ('"fact"', '"fakt"'),
            ('"kind": "money"', '"kind": "mony"'),
            ('"VND"', '"VND", "x": 1'),
            ('"2019"', '"2019-13"'),
        ]
    ):
        path = made / "articles" / f"a00000{number}-1.json"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as whole:
        load_dossier(made, SCHEMAS)
    with pytest.raises(InputError) as kept:
        read_archive(made, SCHEMAS)
    assert sorted(map(str, kept.value.problems)) == sorted(map(str, whole.value.problems))
    assert len(kept.value.problems) >= 4


@pytest.fixture
def packed(made: Path, tmp_path: Path) -> Path:
    target = tmp_path / "packed" / "claims.parquet"
    assert pack(made, target, SCHEMAS) == 800
    return target


def test_what_was_packed_is_opened(packed: Path, made: Path) -> None:
    assert content(open_pack(packed, SCHEMAS)) == expected(made)


def test_packing_twice_gives_the_same_bytes(packed: Path, made: Path) -> None:
    before = {path.name: path.read_bytes() for path in packed.parent.iterdir()}
    pack(made, packed, SCHEMAS)
    assert {path.name: path.read_bytes() for path in packed.parent.iterdir()} == before


def test_a_table_of_other_origin_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "claims.parquet"
    pq.write_table(pa.table({"row": [1]}), path)
    with pytest.raises(InputError, match="was not written by this version of doichieu pack; pack the dossier again"):
        open_dossier(path, SCHEMAS)
    path.write_bytes(b"no table at all")
    with pytest.raises(InputError, match="this cannot be read as a Parquet file"):
        open_dossier(path, SCHEMAS)


@pytest.mark.parametrize("name", ["moments.parquet", "documents.parquet", "entities.parquet", "sources.arrow"])
def test_a_table_that_is_missing_or_of_another_dossier_is_refused(packed: Path, tmp_path: Path, name: str) -> None:
    beside = packed.with_name(f"claims.{name}")
    beside.unlink()
    with pytest.raises(InputError, match="this file of the archive is missing"):
        open_pack(packed, SCHEMAS)
    generate(tmp_path / "other", 100, seed=3)
    pack(tmp_path / "other", tmp_path / "others" / "claims.parquet", SCHEMAS)
    shutil.copy(tmp_path / "others" / beside.name, beside)
    with pytest.raises(InputError, match=r"this file does not belong to claims\.parquet"):
        open_pack(packed, SCHEMAS)


def test_a_table_without_one_of_its_columns_is_refused(packed: Path) -> None:
    table = pq.read_table(packed)
    pq.write_table(table.drop_columns(["fact"]), packed)
    with pytest.raises(InputError, match="this table lacks the column 'fact'"):
        open_pack(packed, SCHEMAS)


def test_metadata_that_no_schema_accepts_are_refused(packed: Path) -> None:
    table = pq.read_table(packed)
    about = json.loads(table.schema.metadata[b"doichieu"])
    about["dossier"]["zone"] = 5
    pq.write_table(table.replace_schema_metadata({b"doichieu": json.dumps(about).encode()}), packed)
    with pytest.raises(InputError, match="pack the dossier again"):
        open_pack(packed, SCHEMAS)


def test_a_claims_file_that_changes_while_it_is_packed(made: Path, tmp_path: Path, monkeypatch: Any) -> None:
    load = cache.load_partitions

    def change(*given: Any) -> Any:
        loaded = load(*given)
        (made / "articles" / "a000001-1.json").write_text("{}", encoding="utf-8")
        return loaded

    monkeypatch.setattr("doichieu.archive.parquet_pack.load_partitions", change)
    with pytest.raises(InputError, match="this claims file changed while it was being packed"):
        pack(made, tmp_path / "claims.parquet", SCHEMAS)
    assert not (tmp_path / "claims.parquet").exists()


def test_the_command_says_what_it_wants(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", str(BRIDGE), "-o", str(tmp_path / "claims.csv")]) == 2
    assert "use a name that ends in .parquet" in capsys.readouterr().err
    assert main(["pack", str(ROOT / "claims"), "-o", str(tmp_path / "claims.parquet")]) == 2
    assert (
        "there are 2 dossiers here, but this command takes only one; name one of them, such as"
        in capsys.readouterr().err
    )
    (tmp_path / "file").write_text("")
    assert main(["pack", str(BRIDGE), "-o", str(tmp_path / "file" / "claims.parquet")]) == 2
    assert "name another place with -o" in capsys.readouterr().err
    assert main(["check", str(BRIDGE), "--checks", "figure.*"]) == 2
    assert "no check is named 'figure.*'" in capsys.readouterr().err
    assert main(["check", str(BRIDGE), "--master", "spark://127.0.0.1:7077"]) == 2
    assert "add --engine spark, or leave --master out" in capsys.readouterr().err


def test_chosen_checks_only(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(BRIDGE), "--checks", "figures.*", "--checks", "durations.disagree", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert {check["name"].partition(".")[0] for check in data["checks"]} == {"figures", "durations"}
    assert data["rulings"]["gone"] == []


@pytest.mark.parametrize(("language", "words"), [("vi", "1.200 mệnh đề"), ("en", "1,200 claims")])
def test_many_are_told_as_the_language_writes_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    generate(tmp_path / "made-up", 1_200)
    main(["check", str(tmp_path / "made-up"), "--checks", "figures.disagree", "--lang", language])
    assert words in capsys.readouterr().out


def test_a_large_archive_is_told_in_short(made: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(load_dossier(made, SCHEMAS), CHECKS)
    for module in ("runner.run", "report.build"):
        monkeypatch.setattr(f"doichieu.{module}.LISTED", 8)
    archive = read_archive(made, SCHEMAS)
    result = run(archive, CHECKS)
    assert [one.fingerprint for one in result.found] == [one.fingerprint for one in whole.found]
    assert len({one.discrepancy.claims[0].document.id for one in result.found}) > 5
    assert result.outcomes == whole.outcomes
    data = report(apply_rulings(result, today()))
    path = made / "report.json"
    assert not SCHEMAS.problems("discrepancies", data, path, to_json(data))
    typed = whole.dossier
    assert data["archive"] == {"documents": 40, "claims": 800, "alone": typed.alone, "unverified": {}}
    named = {claim["document"] for one in data["discrepancies"] for claim in one["claims"]}
    assert {document["id"] for document in data["documents"]} == named
    assert len(data["coverage"]) == 8
    alone = {row["document"]: row["alone"] for row in report(apply_rulings(whole, today()))["coverage"]}
    assert all(row["alone"] == alone[row["document"]] for row in data["coverage"])
    beside = overview(apply_rulings(result, today()), "2026-11-30")
    told = page(data, ROOT / "reports", beside)
    assert "40 documents" in told
    shelved = report(apply_rulings(result, today()), at_hand=2)
    assert [isinstance(one, Compressed) for one in shelved["discrepancies"][1:4]] == [False, True, True]
    assert [dict(one) for one in shelved["discrepancies"]] == data["discrepancies"]
    assert to_json(shelved) == to_json(data)
    assert page(shelved, ROOT / "reports", beside) == told


def test_what_cannot_be_checked_is_counted_past_a_bound(
    made: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("runner.run", "report.build"):
        monkeypatch.setattr(f"doichieu.{module}.LISTED", 8)
    shutil.rmtree(made / "texts")
    result = run(read_archive(made, SCHEMAS), CHECKS)
    listed = [skipped for skipped in result.unverified if skipped.check.name == "quotes.absent"]
    assert len(listed) == 8
    assert result.unlisted == {"quotes.absent": (32 - 8) * 20}
    ruled_result = apply_rulings(result, today())
    data = report(ruled_result)
    told = page(data, ROOT / "reports", overview(ruled_result, "2026-11-30"))
    assert "480 more claims were not checked" in told
    assert f"{data['archive']['alone']} trong số 800 mệnh đề" in told.partition('<section id="unchecked"')[2]
    material = Material([data], "en", [{}])
    unverified = sum(len(one.unverified.claims) for one in result.unverified) + 480
    assert f"{unverified:,} points not checked" in write_as("markdown", material).text
    for name in ("markdown", "plain", "sarif"):
        assert "480 more claims were not checked and are not listed here" in write_as(name, material).text


def test_a_check_that_fails_in_one_document_is_told(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: Document) -> Iterator[Finding]:
        if document.id == "a000001-1":
            raise ValueError("no")
        yield from ()

    monkeypatch.setattr("doichieu.runner.run.LISTED", 8)
    check = next(check for check in CHECKS if check.of_document)
    result = run(read_archive(made, SCHEMAS), [replace(check, function=fail)])
    assert [(crash.document and crash.document.id, crash.error[:14]) for crash in result.crashes] == [
        ("a000001-1", "ValueError: no")
    ]


def test_files_that_change_while_they_are_checked_are_told_once(made: Path) -> None:
    archive = read_archive(made, SCHEMAS)
    for path in (made / "articles").iterdir():
        path.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="the member 'document' is missing"):
        run(archive, [check for check in CHECKS if not check.of_document])


def test_one_process_finds_what_several_find(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(made / "texts")
    archive = read_archive(made, SCHEMAS)
    checks = [check for check in CHECKS if check.of_document]
    monkeypatch.setattr("doichieu.runner.document_checks.BATCH", 7)
    several = list(check_documents(archive, checks))
    monkeypatch.setattr("doichieu.runner.document_checks.CAN_FORK", False)
    monkeypatch.delattr("doichieu.runner.document_checks.worker_pool")
    assert list(check_documents(archive, checks)) == several
    assert several


def test_where_no_process_can_be_copied_the_same_is_read(
    made: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("files.worker_pool", "archive.cache"):
        monkeypatch.setattr(f"doichieu.{module}.CAN_FORK", False)
    archive = read_archive(made, SCHEMAS)
    assert (archive.read, content(archive)) == (40, expected(made))
    path = min((made / "articles").iterdir())
    path.write_text(path.read_text("utf-8").replace("Báo làm ra", "Báo  làm ra"), "utf-8")
    archive = read_archive(made, SCHEMAS)
    assert (archive.read, content(archive)) == (1, expected(made))


def test_progress_is_told_on_a_terminal_alone(
    made: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read_archive(made, SCHEMAS)
    assert capsys.readouterr().err == ""
    shutil.rmtree(cache.cache_folder(made))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    read_archive(made, SCHEMAS)
    told = capsys.readouterr().err
    assert "40 of 40 documents, " in told
    assert " claims/s, 0:00 left" in told
    assert told.endswith("\r\x1b[K")


def test_a_fact_that_very_many_state_is_one_discrepancy(tmp_path: Path, small_parts: None) -> None:
    generate(tmp_path / "hot", 100, hot=45)
    check = [check for check in CHECKS if check.name == "figures.disagree"]
    for dossier in (load_dossier(tmp_path / "hot", SCHEMAS), read_archive(tmp_path / "hot", SCHEMAS)):
        (found,) = [one for one in run(dossier, check).found if one.discrepancy.claims[0].subject == "hot"]
        assert [claim.words for claim in found.discrepancy.claims] == ["1.000 mét", "1.044 mét"]
        assert "45 claims in 45 documents state this, and 45 of them disagree with" in found.discrepancy.en
        paired = [one for one in run(dossier, check, pairs=45).found if one.discrepancy.claims[0].subject == "hot"]
        assert len(paired) == 45 * 44 // 2


def test_a_cache_that_cannot_be_written_is_told(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DOICHIEU_CACHE", str(tmp_path / "file"))
    with pytest.raises(InputError, match="name another folder in DOICHIEU_CACHE"):
        read_archive(made, SCHEMAS)
