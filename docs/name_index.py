"""
The end of the page "API": every public name, each with the address that it had when all of them stood on that page.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from sphinx.application import Sphinx
from writing import say

PAGE = "reference/api"
KINDS = {"class", "exception", "function", "module"}


def setup(app: Sphinx) -> dict[str, bool]:
    """Have the names written when the page is."""
    app.connect("html-page-context", add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Write the names below the page."""
    if page == PAGE:
        heading = say("Tous les noms", "Every name", "fr" if app.config.language == "fr" else "en")
        names = "\n".join(entries(app))
        context["body"] += (
            f'<section id="every-name"><h2>{heading}</h2>\n<ul class="names">\n{names}\n</ul></section>\n'
        )


def entries(app: Sphinx) -> Iterator[str]:
    """Write each name as a link to where it is documented."""
    for name, _, kind, document, anchor, _ in sorted(app.env.domains["py"].get_objects()):
        if kind in KINDS and document.startswith(f"{PAGE}/"):
            address = f"{document.removeprefix('reference/')}.html#{anchor}"
            shown = escape(name.removeprefix("psc_workflow."))
            yield f'<li id="{anchor}" class="moved"><a href="{address}"><code>{shown}</code></a></li>'
