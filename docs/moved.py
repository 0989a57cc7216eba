"""
Old addresses: what stood under a heading of a page, and stands elsewhere now, is still found by the address that it had.

``moved.toml`` has them. Each gets a line at the end of its page, which is shown to nobody but who comes by the old address: ``moved.js``
follows its link at once, and a browser without scripts shows the line.
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

_logger = logging.getLogger(__name__)


def read() -> Mapping[str, Mapping[str, str]]:
    """Return, by page and old address, where its text stands: a page, and what follows the sign ``#``, if anything."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Have the lines written when a page is."""
    app.connect("html-page-context", add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Write the lines below the page."""
    if lines := list(lines_of(app, page)):
        context["body"] += "\n".join(["<div>", *lines, "</div>", ""])


def lines_of(app: Sphinx, page: str) -> Iterator[str]:
    """Write each old address of the page as a link to where its text stands."""
    words = say(*WORDS, "fr" if app.config.language == "fr" else "en")
    for old, now in read().get(page, {}).items():
        target, _, anchor = now.partition("#")
        if target not in app.env.titles:
            _logger.warning("moved.toml: %s#%s: there is no page %s", page, old, target)
            continue
        address = app.builder.get_relative_uri(page, target) + (f"#{anchor}" if anchor else "")
        title = escape(app.env.titles[target].astext())
        yield f'<p id="{escape(old)}" class="moved">{words} <a href="{escape(address)}">{title}</a></p>'
