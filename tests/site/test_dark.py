"""
Pictures in the dark: no plot, chart, photograph or screen shines there, whether the window is dark or the reader chose it.
"""

import io

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser

from built_site import file_of
from chromium import window

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("site")]

PICTURES = {
    "plot": ("amounts/men-2026/agent-base-solidarity", '.picture img[src$=".svg"]', 60),
    "chart": ("reference/guide/affiliation", "svg.psc-chart", 60),
    "photograph": ("how-to/build-the-screens", '.picture img[src$=".png"]', 200),
    "screen": ("how-to/send-mails", "iframe.screen", 200),
}
"""Of each kind: a page, where the picture stands on it, and the brightest it may be in the dark, of 255."""

BRIGHT = 215
"""What a picture in daylight is at least: it has dark letters, and a light ground."""


def brightness(browser: Browser, kind: str, scheme: str, theme: str) -> float:
    """Return how bright the picture is in a window of *scheme*, if the reader chose *theme*."""
    name, place, _ = PICTURES[kind]
    with window(browser, "about:blank", color_scheme=scheme, viewport={"width": 1280, "height": 900}) as context:
        context.add_init_script(f"localStorage.setItem('theme', '{theme}')")
        page = context.new_page()
        page.goto(file_of("en", name).as_uri())
        picture = page.locator(place).first
        picture.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        shot = Image.open(io.BytesIO(picture.screenshot())).convert("L")
    return float(ImageStat.Stat(shot).mean[0])


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize(("scheme", "theme"), [("dark", "auto"), ("light", "dark")])
def test_no_picture_shines_in_the_dark(browser: Browser, kind: str, scheme: str, theme: str) -> None:
    assert brightness(browser, kind, scheme, theme) < PICTURES[kind][2]


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize(("scheme", "theme"), [("light", "auto"), ("dark", "light")])
def test_every_picture_is_bright_in_daylight(browser: Browser, kind: str, scheme: str, theme: str) -> None:
    assert brightness(browser, kind, scheme, theme) > BRIGHT
