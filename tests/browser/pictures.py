"""Pictures of the page: docs/picture.png for the README, and the references that test_look.py holds the page against.

    python -m tests.browser.pictures    (nox -s picture)

They show the sample dossier, whose words are our own. Few colours keep them small.
"""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

from tests.browser.dossiers import ROOT, data, sample
from tests.browser.tab import Tab, started

FOLDER = Path(__file__).parent / "screenshots"
README, TALLEST = ROOT / "docs" / "picture.png", 1_500
BLOCK = 16  # the sides of the squares, in pixels, whose mean colours are compared
DIFFERENT = 24  # of 255: so far may the mean of a square be off, which a letter drawn otherwise is not
MOST = 0.005  # the share of squares that may be further off


@dataclass(frozen=True)
class Shot:
    """One picture: a place of the page, as some reader has it."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    language: str
    place: str = ""
    opened: bool = False  # the card of CARD
    part: str = ""  # a selector; the screen where it is empty
    media: Literal["screen", "print"] = "screen"


CARD = "durations.disagree"  # whose card has two quotes, a drawing and a way to reconcile them
SHOTS = (
    Shot("front-desk-light-vi", 1280, 900, "light", "vi"),
    Shot("front-phone-dark-en", 390, 844, "dark", "en"),
    Shot("card-desk-dark-vi", 1280, 900, "dark", "vi", "#CARD", part=".finding:has(#CARD)"),
    Shot("card-phone-light-en", 390, 844, "light", "en", opened=True, part=".finding:has(#CARD)"),
    Shot("filtered-phone-light-vi", 320, 700, "light", "vi", "#?state=ruled&document=003", part="#decide"),
    Shot("text-phone-light-vi", 390, 844, "light", "vi", "#doc:002", part="details.document[open] .prose"),
    Shot("matrix-desk-light-en", 1280, 900, "light", "en", part="#matrix .scroll"),
    Shot("paper-light-en", 794, 1123, "light", "en", "#CARD", part=".finding:has(#CARD)", media="print"),
)


def taken(browser: Browser, file: Path, shot: Shot, scale: float = 1) -> Image.Image:
    """The picture as the page is now."""
    card = next(item["id"] for item in data(file)["discrepancies"] if item["check"] == CARD)
    size = {"width": shot.width, "height": shot.height}
    settings = {"viewport": size, "color_scheme": shot.scheme, "device_scale_factor": scale}
    tab = Tab(browser, file, shot.place.replace("CARD", card), **settings)
    tab.speak(shot.language)
    tab.page.emulate_media(media=shot.media, color_scheme=shot.scheme)
    if shot.opened:
        tab.page.locator(f"details:has(> #{card})").evaluate("(one) => { one.open = true; }")
    tab.page.mouse.move(0, 0)
    tab.page.evaluate("document.activeElement.blur()")
    part = tab.page.locator(shot.part.replace("CARD", card)).first if shot.part else tab.page
    made = part.screenshot(animations="disabled")
    tab.close()
    return Image.open(io.BytesIO(made)).convert("RGB")


def off(one: Image.Image, other: Image.Image) -> float:
    """The share of squares in which two pictures are not alike; 1 where they are not of one size."""
    if abs(one.width - other.width) > 1 or abs(one.height - other.height) > BLOCK:
        return 1.0
    size = (min(one.width, other.width), min(one.height, other.height))
    squares = (max(1, size[0] // BLOCK), max(1, size[1] // BLOCK))
    means = [image.crop((0, 0, *size)).resize(squares, Image.Resampling.BOX) for image in (one, other)]
    furthest = ImageChops.difference(*means).convert("RGB").split()
    worst = ImageChops.lighter(ImageChops.lighter(furthest[0], furthest[1]), furthest[2])
    return float(ImageStat.Stat(worst.point(lambda value: 255 * (value > DIFFERENT))).mean[0]) / 255


def kept(image: Image.Image, path: Path, colours: int = 64) -> None:
    """Write a picture, small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Make the references and the README's picture, and say how heavy they are."""
    with tempfile.TemporaryDirectory() as folder, started() as browser:
        file = sample(Path(folder))
        for shot in SHOTS:
            kept(taken(browser, file, shot), FOLDER / f"{shot.name}.png")
        readme = taken(browser, file, Shot("", 900, 1200, "light", "en", opened=True, part=".finding:has(#CARD)"), 1.5)
        kept(readme.crop((0, 0, readme.width, min(readme.height, TALLEST))), README)
    for path in (README, *sorted(FOLDER.glob("*.png"))):
        print(f"{path.stat().st_size / 1000:6.1f} kB  {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
