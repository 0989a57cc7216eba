"""
The explorer on a page of the site: made when the site is built, in the language of the site, and shown in a frame.
"""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from writing import say

from psc_workflow import explorer
from psc_workflow._model.money import Locale
from psc_workflow.testing import scenarios

SCENARIO = Path(__file__).parents[1] / "examples" / "scenarios" / "reference-family.json"
FOLDER = "_explored"
"""Where the page is written; Sphinx copies it to ``_static``."""
FILE = "explorer.html"

TITLE = ("L’explorateur : la famille de référence du guide", "The explorer: the guide’s reference family")
ALONE = ("L’ouvrir seul", "Open it by itself")


def pages(locale: Locale) -> dict[str, str]:
    """Return the page, by its name."""
    subject = explorer.of_scenario(scenarios.read(SCENARIO), name=SCENARIO.name)
    return {f"{FOLDER}/{FILE}": explorer.page(subject, locale=locale)}


class Explorer(SphinxDirective):
    """A frame with the explorer, and a link to it."""

    def run(self) -> list[nodes.Node]:
        """Write the frame."""
        locale: Locale = "fr" if self.config.language == "fr" else "en"
        address = f"{'../' * self.env.docname.count('/')}_static/{FILE}"
        frame = f'<iframe class="explorer" src="{address}" title="{say(*TITLE, locale)}" loading="lazy"></iframe>'
        link = f'<p><a href="{address}">{say(*ALONE, locale)}</a></p>'
        return [nodes.raw("", f"{frame}\n{link}", format="html")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the directive known."""
    app.add_directive("explorer", Explorer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
