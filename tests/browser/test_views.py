"""Every view of the page: both languages, both schemes, on a phone and at a desk."""

from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.tab import OPEN_ALL

WIDTHS, SCHEMES, LANGUAGES = (320, 390, 1280), ("light", "dark"), ("vi", "en")

# The words of the other language that are shown; those of a document stay, in elements of other kinds.
FOREIGN = """(other) => [...document.querySelectorAll(`span[lang=${other}], tspan[lang=${other}]`)]
  .filter((one) => one.getClientRects().length).map((one) => one.textContent)"""
WIDER = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !one.closest(".scroll, .unseen, .symbols");
}).map((one) => `${one.tagName}.${one.getAttribute("class")}: ${one.textContent.slice(0, 40)}`)"""
# What is written in a drawing and stands outside it, or on other words.
ASTRAY = """() => [...document.querySelectorAll("svg.drawing")].flatMap((drawing) => {
  const whole = drawing.getBoundingClientRect();
  const texts = [...drawing.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()])
    .filter(([, box]) => box.width);
  const out = texts.filter(([, box]) => box.left < whole.left - 1 || box.right > whole.right + 1).map(([text]) => text);
  const over = texts.filter(([, box], at) => texts.slice(at + 1).some(([, other]) => box.left < other.right
    && other.left < box.right && box.top + 4 < other.bottom && other.top + 4 < box.bottom)).map(([text]) => text);
  return [...out.map((text) => `out: ${text}`), ...over.map((text) => `over: ${text}`)];
})"""
BRIGHTNESS = """(name) => getComputedStyle(document.body)[name].match(/[\\d.]+/g).slice(0, 3)
  .reduce((sum, one) => sum + Number(one), 0) / 765"""
BLOCKED = """() => new Promise((done) => {
  document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), { once: true });
  setTimeout(() => done(""), 3000);
  const image = new Image();
  image.src = "http://localhost/x.png";
  document.body.append(image);
})"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_view_fits_its_width_and_speaks_one_language(
    visit: Visit, either: Path, width: int, scheme: str, language: str
) -> None:
    tab = visit(either, viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab.speak(language)
    tab.page.evaluate(OPEN_ALL)
    assert tab.page.evaluate(WIDER) == []
    assert tab.page.evaluate("document.documentElement.scrollWidth") == width
    assert tab.page.evaluate(ASTRAY) == []
    assert tab.page.evaluate("document.documentElement.lang") == language
    assert tab.sees(f"h1 [lang={language}]")
    assert tab.page.evaluate(FOREIGN, {"vi": "en", "en": "vi"}[language]) == []
    paper, ink = (float(tab.page.evaluate(BRIGHTNESS, name)) for name in ("backgroundColor", "color"))
    assert (paper > 0.9 and ink < 0.2) if scheme == "light" else (paper < 0.2 and ink > 0.8)


def test_a_number_of_an_archive_stays_in_one_line_on_a_phone(visit: Visit, sample: Path) -> None:
    tab = visit(sample, viewport={"width": 320, "height": 800})
    heights = (
        """[...document.querySelectorAll(".chip b")].map((one) => (one.textContent = "99.999.999", one.offsetHeight))"""
    )
    assert max(tab.page.evaluate(heights)) < 40
    assert tab.page.evaluate(WIDER) == []


def test_the_policy_holds(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    policy = tab.page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert tab.page.evaluate(BLOCKED) == "img-src"
    assert [fault for fault in tab.faults if "Content Security Policy" in fault]
    tab.faults.clear()  # they are this test's own


def test_nothing_is_written_in_capitals(visit: Visit, sample: Path) -> None:
    tab = visit(sample)
    shouted = "[...document.querySelectorAll('body *')].filter((one) => ['uppercase', 'capitalize', 'small-caps']"
    assert tab.page.evaluate(f"{shouted}.includes(getComputedStyle(one).textTransform)).length") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_kept_while_a_reader_moves_about(visit: Visit, sample: Path, language: str) -> None:
    tab = visit(sample, "#documents")
    tab.speak(language)
    tab.page.click(".contents a[href='#facts']")
    tab.page.click(".chip[data-view='state=open']")
    assert tab.page.is_checked(f"#to-{language}")
    matched = tab.page.inner_text("#matched")
    assert ("trong" if language == "vi" else "of") in matched
