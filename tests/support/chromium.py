"""
Debian's Chromium, driven by Playwright: browsers for tests, and what axe finds on a page.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

EXECUTABLE = shutil.which(os.environ.get("CHROMIUM", "chromium"))
FLAGS = (
    "--no-sandbox",  # it runs as root, on pages of this repository alone
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # no machine but this one is asked for anything
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000
"""Milliseconds that a page may take, on a machine that does other things besides."""

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "320 px": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
}
"""How people look at a page: what a context of the browser is made with."""

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=list(FLAGS), timeout=60_000)
        yield browser
        browser.close()


@contextlib.contextmanager
def window(browser: Browser, url: str, **options: Any) -> Iterator[BrowserContext]:
    """Open a window with cookies of its own; addresses begin with *url*, and no other machine is reached."""
    context = browser.new_context(base_url=url, **{"locale": "fr-FR", "reduced_motion": "reduce", **options})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def violations(page: Page, *rules: str) -> list[str]:
    """List what axe finds on *page*, each with the element it is about; by these rules alone, if there are any."""
    asked = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": WCAG}
    results = Axe().run(page, options={"runOnly": asked, "resultTypes": ["violations"]})
    return [
        f"{rule['id']} ({rule['help']}): {' '.join(map(str, node['target']))}"
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels *page* is wider than its window: nobody should have to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
