"""
How the pages of the site look in a browser: what is too high, too wide or cut off, and what axe has against them.
"""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from built_site import examined, file_of, names
from chromium import overflow, violations, window

HIGHEST = 8_000
"""Pixels of a page in a window that is 1,280 wide: what is longer is not read."""

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
    """Look at every page in every width, and have axe look at those that are examined, in light and dark."""
    with window(browser, "about:blank", color_scheme="light") as context:
        page = context.new_page()
        by_axe = {*examined(language)}
        faults = {}
        for name in names(language):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(file_of(language, name).as_uri(), wait_until="domcontentloaded")
            faults[name] = [*sizes(page), *(colours(page) if name in by_axe else ())]
    return {name: wrong for name, wrong in faults.items() if wrong}


def colours(page: Page) -> Iterator[str]:
    """List what axe has against a page; in the dark, of what depends on colours."""
    page.set_viewport_size({"width": 1280, "height": 900})
    yield from violations(page)
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {fault}" for fault in violations(page, "color-contrast", "link-in-text-block"))
    page.emulate_media(color_scheme="light")


def sizes(page: Page) -> Iterator[str]:
    """List what is too high, too wide or cut off."""
    height = page.evaluate("document.documentElement.scrollHeight")
    if height > HIGHEST:
        yield f"{height} pixels high"
    yield from (f"cut off: {part}" for part in page.evaluate(CUT_OFF))
    for width in (320, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        if overflow(page) > 0:
            yield f"{overflow(page)} pixels too wide at {width}"
        yield from (f"illegible at {width}: {part}" for part in page.evaluate(ILLEGIBLE))
