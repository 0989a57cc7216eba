"""
Old addresses: what stood under a heading of a page, and stands elsewhere now, is still found by the address that it had.

``moved.toml`` has them. Each gets a line at the end of its page, which is shown to nobody but who comes by the old address: ``moved.js``
follows its link at once, and a browser without scripts shows the line. A page that is no more is written as one that leads on by itself.
"""

import tomllib
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging
from writing import say

FILE = Path(__file__).with_name("moved.toml")

WORDS = ("Ce passage se trouve maintenant à la page :", "This has moved to the page:")
WHOLE = ("Cette page se trouve maintenant ici :", "This page has moved to:")

_logger = logging.getLogger(__name__)


def read() -> Mapping[str, Mapping[str, str]]:
    """Return, by page and old address, where its text stands: a page, and what follows the sign ``#``, if anything.

    The old address of a whole page is empty.
    """
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Have the lines written when a page is."""
    app.connect("html-page-context", add)
    app.connect("html-collect-pages", lead_on)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Write the lines below the page."""
    if lines := list(lines_of(app, page)):
        context["body"] += "\n".join(["<div>", *lines, "</div>", ""])


def gone() -> Mapping[str, str]:
    """Return the pages that are no more, each with where its text stands."""
    return {page: addresses[""] for page, addresses in read().items() if "" in addresses}


def lead_on(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the pages that are no more: each leads at once to where its text stands."""
    for page, now in gone().items():
        if link := link_of(app, page, "", now):
            address, title = link
            body = f'<h1>{title}</h1>\n<p>{words(app, WHOLE)} <a href="{address}">{title}</a></p>'
            refresh = f'<meta http-equiv="refresh" content="0; url={address}">'
            yield page, {"title": title, "body": body, "metatags": refresh}, "page.html"


def lines_of(app: Sphinx, page: str) -> Iterator[str]:
    """Write each old address of the page as a link to where its text stands."""
    for old, now in read().get(page, {}).items():
        if old and (link := link_of(app, page, old, now)):
            address, title = link
            yield f'<p id="{escape(old)}" class="moved">{words(app, WORDS)} <a href="{address}">{title}</a></p>'


def words(app: Sphinx, texts: tuple[str, str]) -> str:
    """Say in the language of the site that something has moved."""
    return say(*texts, "fr" if app.config.language == "fr" else "en")


def link_of(app: Sphinx, page: str, old: str, now: str) -> tuple[str, str] | None:
    """Return the address from *page* of where a text stands, and the title of that page; warn if there is none."""
    target, _, anchor = now.partition("#")
    if target not in app.env.titles:
        _logger.warning("moved.toml: %s#%s: there is no page %s", page, old, target)
        return None
    address = app.builder.get_relative_uri(page, target) + (f"#{anchor}" if anchor else "")
    return escape(address), escape(app.env.titles[target].astext())
