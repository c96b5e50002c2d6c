"""The page looks as it did: pictures compared with a tolerance, square by square. `nox -s picture` makes new ones."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.browser.pictures import FOLDER, MOST, README, SHOTS, Shot, off, taken


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_the_page_looks_as_in_its_picture(browser: Browser, sample: Path, tmp_path: Path, shot: Shot) -> None:
    now = taken(browser, sample, shot)
    now.save(tmp_path / f"{shot.name}.png")
    share = off(now, Image.open(FOLDER / f"{shot.name}.png").convert("RGB"))
    assert share <= MOST, (
        f"{share:.1%} of {shot.name}.png is off: compare it with {tmp_path / shot.name}.png, "
        "and make the pictures anew (nox -s picture) where the change is meant"
    )


def test_pictures_of_nothing_else_are_kept() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == {shot.name for shot in SHOTS}
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) <= 600_000
    assert README.stat().st_size <= 150_000


def test_a_changed_picture_is_told_from_one_drawn_a_little_otherwise() -> None:
    before = Image.open(FOLDER / f"{SHOTS[0].name}.png").convert("RGB")
    moved = Image.new("RGB", before.size, "white")
    moved.paste(before, (1, 0))
    assert off(before, moved) <= MOST
    changed = before.copy()
    ImageDraw.Draw(changed).rectangle((200, 200, 360, 240), fill="red")
    assert off(before, changed) > MOST
    assert off(before, before.resize((before.width, before.height - 40))) == 1
