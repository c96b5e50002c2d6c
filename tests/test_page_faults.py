"""A fault in the templates or the words, which a newsroom may rewrite, is told in one line at its place."""

import json
from pathlib import Path

import pytest

from doichieu.files.problems import InputError
from doichieu.html.page import page

REPORTS = Path(__file__).parent.parent / "reports"
REPORT = json.loads((Path(__file__).parent / "data" / "report.json").read_text(encoding="utf-8"))


def broken(tmp_path: Path, file: str, text: str) -> Path:
    """The project's templates and words with one file rewritten."""
    for path in REPORTS.glob("*/*.*"):
        if path.parent.name in ("templates", "words"):
            copy = tmp_path / path.parent.name / path.name
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "templates/how.html.j2",
            "ok\n{% endfor %}",
            "how.html.j2:2:1: the page cannot be rendered (Encountered unknown tag 'endfor'.); fix the template.",
        ),
        (
            "templates/how.html.j2",
            "\n\n{{ nobody }}",
            "how.html.j2:3:1: the page cannot be rendered ('nobody' is undefined); fix the template.",
        ),
        (
            "templates/how.html.j2",
            '{{ say("nothing") }}',
            "vi.json:1:1: /nothing: the words for 'nothing' are missing; restore them.",
        ),
        ("words/en.json", "[]", "en.json:1:1: the words are not an object; write each under its name."),
    ],
)
def test_a_fault_in_the_templates_or_words_is_told_where_it_is(tmp_path: Path, file: str, text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        page(REPORT, broken(tmp_path, file, text))
    assert str(error.value).endswith(told)


def test_a_missing_style_is_told(tmp_path: Path) -> None:
    folder = broken(tmp_path, "templates/page.css", "")
    (folder / "templates" / "page.css").unlink()
    with pytest.raises(InputError, match=r"page\.css: this file cannot be read"):
        page(REPORT, folder)
