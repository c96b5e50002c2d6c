"""The catalogue of words: nothing said twice, nothing beside it, a project's own words everywhere."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from doichieu.cli import commands as cli
from doichieu.files.problems import InputError
from doichieu.formats import Material, write_as
from doichieu.html.page import page
from doichieu.wording.catalogue import LANGUAGES, Catalogue, packaged
from doichieu.wording.working import letter, lettered, place_of

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "reports"
SOURCE = ROOT / "src" / "doichieu"
Edit = Callable[..., None]
Capture = pytest.CaptureFixture[str]

# Texts that are the same in one language and mean two things, which the other language tells apart.
ALIKE = {
    "vi": {
        frozenset({"verdict.note", "contents.notes"}): "one and many are alike",
        frozenset({"crashes", "crashed"}): "one and many are alike",
    },
    "en": {
        frozenset({"event-number", "kind.date"}): "a date in a drawing, a kind of value",
    },
}
# What a calendar does without in a month's name, and a letter that no ASCII letter is part of.
NOT_OURS = {"tháng ", "đ"}


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Each text with its name; of two forms each."""
    for key, text in Catalogue()[language].texts.items():
        for form in [text] if isinstance(text, str) else text:
            yield key, form


def plain(text: str) -> str:
    """A text as it is compared: with a small letter in front, without the mark behind and the names of values."""
    bare = re.sub(r"\{\w*\}", "{}", text).strip(" .:")
    return bare[:1].lower() + bare[1:]


def test_both_languages_name_the_same_words_and_values() -> None:
    vietnamese, english = (Catalogue()[language].texts for language in LANGUAGES)
    assert list(vietnamese) == list(english)
    values = {
        language: {key: set(re.findall(r"{\w+}", str(text))) for key, text in Catalogue()[language].texts.items()}
        for language in LANGUAGES
    }
    assert values["vi"] == values["en"]


def test_all_words_are_used() -> None:
    used = "".join(path.read_text(encoding="utf-8") for path in sorted((REPORTS / "templates").glob("*.j2")))
    used = re.sub(r'named_pairs\("(\w+)"', r'"\1." ~', used)
    used += "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))
    verdicts = {f"{verdict}s" for verdict in ("contradiction", "tension", "note")}  # counted by their verdict
    for key in Catalogue()["vi"].texts:
        built = [re.sub(rf"(?<=[{marks}]).*", "", key) for marks in (".", ".-")]  # "verdict." ~ … or f"verdict.{…}"
        starts = [form.format(start) for start in built for form in ('"{}" ~', '"{}{{', "'{}{{")]
        quoted = (f'"{key}"', f"'{key}'")
        assert key in verdicts or any(part in used for part in (*quoted, *starts)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_said_twice(language: str) -> None:
    said = defaultdict(set)
    for key, text in texts(language):
        if re.search(r"\w", plain(text)) and key != "ruling":
            said[plain(text)].add(key)
    twice = {frozenset(keys): text for text, keys in said.items() if len(keys) > 1}
    assert twice.keys() == ALIKE[language].keys(), twice


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module with their lines, but for its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and node.body
                  and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values),
            )


TELLERS = [
    *(path for folder in ("formats", "html", "terminal") for path in sorted((SOURCE / folder).glob("*.py"))),
    *(SOURCE / "runner" / f"{name}.py" for name in ("baseline", "record_ruling", "rulings")),
    *(SOURCE / name for name in ("pytest_plugin.py", "expectations/output.py", "drafting/write_draft.py")),
]


@pytest.mark.parametrize("path", TELLERS, ids=lambda path: path.stem)
def test_no_word_stands_in_the_source(path: Path) -> None:
    """No Vietnamese at all, and no English text of the catalogue; one small word alone is a name in the data."""
    names = {key.rpartition(".")[2] for key, _ in texts("en")}
    english = {plain(text) for _, text in texts("en") if " " in text} - names
    for line, text in literals(path):
        if text in NOT_OURS:
            continue
        assert not re.search(r"[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ\u1ea0-\u1ef9]", text.lower()), line
        assert plain(text) not in english, f"{path}:{line}"


def project(bridge: Path, **changed: str) -> Path:
    """The project of the dossier with a copy of the words, of which some are changed in Vietnamese."""
    root = bridge.parents[1]
    (root / "reports").unlink()  # a link to ours
    for name in ("templates", "words"):
        shutil.copytree(packaged().parent / name, root / "reports" / name)
    path = root / "reports" / "words" / "vi.json"
    words = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(words | changed, ensure_ascii=False, indent=1), encoding="utf-8")
    return root


OURS = {"verdict.contradiction": "trái ngược", "decision.stands": "để nguyên", "state.ruled": "xong rồi"}
FORMATS = ("text", "sarif", "junit", "annotations", "summary", "gitlab", "csv", "markdown", "plain")


def test_a_projects_words_are_seen_wherever_they_are_said(
    bridge: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    root = project(bridge, **OURS)
    out = dict.fromkeys(FORMATS, "")
    for name in FORMATS:
        cli.main(["check", str(bridge), "--format", name])
        out[name] = capsys.readouterr().out
        assert "mâu thuẫn ·" not in out[name]
    assert [name for name in FORMATS if "trái ngược" not in out[name].lower()] == ["sarif"]  # it has none in words
    fingerprint = re.findall(r"D-[0-9a-f]{12}", out["text"])[0]
    reasons = ["--reason-vi", "Đã hỏi.", "--reason-en", "Asked."]
    assert cli.main(["rule", fingerprint, str(bridge), "--decision", "stands", "--by", "Lan", *reasons]) == 0
    assert "“để nguyên”" in capsys.readouterr().out
    for name in ("sarif", "junit", "annotations", "summary", "gitlab", "csv", "markdown", "plain"):
        cli.main(["check", str(bridge), "--format", name])
        assert "để nguyên, Lan" in capsys.readouterr().out, name
    cli.main(["report", str(bridge), "-o", str(root / "out")])
    made = (root / "out" / "bridge" / "index.html").read_text(encoding="utf-8")
    assert all(words in made for words in ("Trái ngược", "Để nguyên", "Xong rồi"))
    assert not any(words in made for words in ("Giữ nguyên", "Đã quyết<"))
    monkeypatch.chdir(root)
    result = pytester.runpytest_inprocess("claims", "-p", "no:cacheprovider", "--rootdir", ".", "-rx")
    result.stdout.fnmatch_lines([f"XFAIL *{fingerprint}: để nguyên, Lan*"])


def test_a_word_that_an_older_copy_lacks_is_ours(tmp_path: Path) -> None:
    (tmp_path / "vi.json").write_text('{"verdict.note": "lưu ý", "own.desk": "Ban {name}"}', encoding="utf-8")
    words = Catalogue(tmp_path)["vi"]
    assert (words("verdict.note"), words.capital("state.ruled")) == ("lưu ý", "Đã quyết")
    assert words("own.desk", name="Thời sự") == "Ban Thời sự"
    assert Catalogue(tmp_path)["en"]("verdict.note") == "note"
    assert Catalogue(tmp_path / "none")["vi"]("verdict.note") == "ghi chú"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{\n "clain": "x"}', ":2:2: /clain: doichieu has no text named 'clain'; write 'claims' if that was meant, "),
        ('{\n "zzz": "x"}', ":2:2: /zzz: doichieu has no text named 'zzz'; remove it, or begin"),
        ('{\n "gone": 3}', ":2:10: /gone: this is not a text; write a text, or a list of two: singular and plural."),
        ('{\n "more": "{n}"}', ":2:10: /more: {n} is not a value of this text; write it without braces."),
        ('{\n "claims": "{m}"}', ":2:12: /claims: {m} is not a value of this text; use only {n}."),
        ('{\n "claims": "{n"}', ":2:12: /claims: the braces in '{n' do not match"),
        ('{"claims": }', ":1:12: "),
        ('"claims"', ":1:1: the words are not an object; write each under its name."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_projects_words_is_told_where_it_is(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "vi.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        Catalogue(tmp_path)["vi"]("more")
    assert str(error.value).startswith(f"{tmp_path / 'vi.json'}{told}")


def test_wrong_words_stop_the_command_and_record_no_ruling(bridge: Path, capsys: Capture) -> None:
    project(bridge, zzz="x")
    cli.main(["check", str(bridge), "--format", "json"])
    fingerprint = json.loads(capsys.readouterr().out)["discrepancies"][0]["id"]
    assert cli.main(["check", str(bridge)]) == 2
    reasons = ["--reason-vi", "Đã hỏi.", "--reason-en", "Asked."]
    assert cli.main(["rule", fingerprint, str(bridge), "--decision", "stands", "--by", "Lan", *reasons]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert all("vi.json:" in line and "/zzz: doichieu has no text named" in line for line in told)
    assert not (bridge / "rulings.json").exists()


def test_counts_have_a_form_for_one_and_for_more() -> None:
    english, vietnamese = Catalogue()["en"], Catalogue()["vi"]
    assert [english("claims", n=n) for n in (0, 1, 1858)] == ["0 claims", "1 claim", "1,858 claims"]
    assert vietnamese("claims", n=1858) == "1.858 mệnh đề"
    with pytest.raises(InputError, match=r"the words for 'claims' use \{n\}, which is not given"):
        english("claims")


def test_letters_are_those_of_a_spreadsheet() -> None:
    assert [letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert all(place_of(letter(place)) == place for place in range(2000))
    assert all((len(one), one) < (len(other), other) for one, other in pairwise(map(letter, range(2000))))
    assert list(lettered("xy")) == [("A", "x"), ("B", "y")]


def crowded(report: dict[str, Any]) -> dict[str, Any]:
    """The report with a discrepancy of thirty claims."""
    found = report["discrepancies"][0]
    claim = found["claims"][0]
    found["claims"] = [claim | {"quote": claim["quote"] | {"exact": f"{n} mét"}} for n in range(30)]
    return report


def test_claims_past_z_are_lettered_alike_everywhere(bridge: Path, capsys: Capture) -> None:
    cli.main(["check", str(bridge), "--format", "json"])
    report = crowded(json.loads(capsys.readouterr().out))
    for name in ("plain", "junit", "markdown", "csv", "sarif"):
        text = write_as(name, Material([report], "vi", [{}])).text
        assert all(re.search(rf"\b{one}\b", text) for one in ("Z", "AA", "AD")), name
    assert all(f"<b>{one}</b>" in page(report, REPORTS) for one in ("Z", "AA", "AD"))
    assert "và 26 chỗ nữa" in page(report, REPORTS)


def test_the_terminal_says_how_many_claims_it_leaves_out(
    bridge: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("doichieu.terminal.findings.MOST_SHOWN", 1)
    cli.main(["check", str(bridge), "--lang", "en"])
    told = capsys.readouterr().out
    assert "\n  A  “500 mét”" in told
    assert "\n  B  " not in told
    assert "\n  and 1 more\n" in told


def test_a_ruling_that_no_longer_applies_is_told_in_one_wording(bridge: Path, capsys: Capture) -> None:
    entry = {
        "fingerprint": "D-000000000000", "check": "figures.disagree", "decision": "stands",
        "reason": {"vi": "a", "en": "b"}, "by": "Lan", "on": "2025-06-02",
    }  # fmt: skip
    (bridge / "rulings.json").write_text(json.dumps({"rulings": [entry]}), encoding="utf-8")
    for language, start in (("vi", "uyết định D-"), ("en", "uling D-")):
        told = Catalogue()[language]("gone", fingerprint=entry["fingerprint"], check=entry["check"])
        assert start in told
        for name in ("text", "sarif", "junit", "annotations", "markdown", "plain"):
            cli.main(["check", str(bridge), "--format", name, "--lang", language])
            assert told[1:] in capsys.readouterr().out.replace("\\", ""), name
        cli.main(["report", str(bridge), "-o", str(bridge / "out")])
        assert told[1:] in (bridge / "out" / "bridge" / "index.html").read_text(encoding="utf-8")
