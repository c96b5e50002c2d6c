"""Beginning a project, and writing files whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from doichieu.cli import commands as cli
from doichieu.cli.init_project import begin
from doichieu.files import atomic_write as output
from doichieu.files.problems import InputError


def test_a_new_project_checks_its_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "newsroom"
    assert cli.main(["init", str(folder)]) == 0
    assert "Next: cd" in capsys.readouterr().out
    names = {path.name for path in folder.iterdir()}
    assert names == {
        ".gitignore", "claims", "schemas", "checks", "reports", "conftest.py", "pyproject.toml", "noxfile.py"
    }  # fmt: skip
    assert cli.main(["check", str(folder / "claims")]) == 0


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "noxfile.py").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="this file already exists"):
        begin(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["noxfile.py"]
    assert (tmp_path / "noxfile.py").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert cli.main(["init", str(tmp_path / "file" / "below")]) == 2
    assert "a project cannot be written here" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("  ::add-mask::1\n::stop-commands::2", "  : :add-mask::1\n: :stop-commands::2"),
        ("a\r::error::x", "a\r: :error::x"),
        ("“##[group]x” ##vso[task.x]", "“## [group]x” ## vso[task.x]"),
        ("at 10::30, a ## b", "at 10::30, a ## b"),
    ],
)
def test_a_ci_server_takes_no_words_for_a_command(text: str, shown: str) -> None:
    assert output.harmless(text) == shown


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.json"
    output.write(target, "old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        output.write(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
