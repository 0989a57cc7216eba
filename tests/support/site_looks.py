"""
How the pages of the site look in a browser: what is too high, too wide or cut off, and what axe has against them.
"""

from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import Browser, Page

from built_site import file_of, names
from chromium import overflow, violations, window

Scheme = Literal["light", "dark"]

HIGHEST = 8_000
"""Pixels of a page in a window that is 1,280 wide: what is longer is not read."""

EXAMINED: dict[Scheme, int] = {"light": 1600, "dark": 320}
"""How axe looks at a page: the colours of its window, and the width."""

CUT_OFF = """
[...document.querySelectorAll("article pre, article img, article svg.psc-chart, article iframe")]
    .filter((part) => part.tagName === "PRE" ? part.scrollWidth > part.clientWidth + 1
        : part.getBoundingClientRect().right > part.closest("article").getBoundingClientRect().right + 1)
    .map((part) => part.outerHTML.slice(0, 80))
"""

ILLEGIBLE = """
[...document.querySelectorAll("article img")]
    .filter((image) => image.getBoundingClientRect().width < 500 || !image.closest(".picture[tabindex]"))
    .map((image) => image.outerHTML.slice(0, 80))
"""
"""On a narrow screen a picture keeps the size of its letters, in a box that the keyboard scrolls."""


def faults_of_site(browser: Browser, language: str) -> dict[str, list[str]]:
    """Look at every page in every width, and have axe look at it in light and dark."""
    faults = {}
    with window(browser, "about:blank") as context:
        page = context.new_page()
        for name in names(language):
            page.goto(file_of(language, name).as_uri(), wait_until="domcontentloaded")
            faults[name] = [*sizes(page), *by_axe(page)]
    return {name: wrong for name, wrong in faults.items() if wrong}


def by_axe(page: Page) -> Iterator[str]:
    """List what axe has against a page, wide in light, and narrow in the dark."""
    for scheme, width in EXAMINED.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        yield from (f"{scheme}, {width} pixels wide: {fault}" for fault in violations(page))


def sizes(page: Page) -> Iterator[str]:
    """List what is too high, too wide or cut off."""
    page.set_viewport_size({"width": 1280, "height": 900})
    height = page.evaluate("document.documentElement.scrollHeight")
    if height > HIGHEST:
        yield f"{height} pixels high"
    yield from (f"cut off: {part}" for part in page.evaluate(CUT_OFF))
    for width in (320, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        if overflow(page) > 0:
            yield f"{overflow(page)} pixels too wide at {width}"
        yield from (f"illegible at {width}: {part}" for part in page.evaluate(ILLEGIBLE))
