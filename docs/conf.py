"""
How the site is built: Sphinx, MyST and furo; pages of charts, states and findings are generated at every build.

The site has two languages, each built by itself: ``-t fr`` is the French one, which stands in the folder ``fr`` of the other.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).parent))

import amount_pages
import api_pages
import chart_pages
import command_pages
import embedding
import figures
import finding_pages
import generated_pages
import law_pages
import moved
import personal_pages
import pictures
import rule_pages
import situation_pages
import strategy_pages
import translation
import value_pages
import writing
from sphinx.application import Sphinx

from psc_workflow import __version__

language = "fr" if tags.has("fr") else "en"  # noqa: F821 -- Sphinx puts it here

addressed = (
    finding_pages.pages(language)
    | command_pages.pages(language)
    | law_pages.pages(language)
    | value_pages.pages(language)
    | amount_pages.pages(language)
)
others = (
    chart_pages.pages(language)
    | chart_pages.drawings(language)
    | generated_pages.pages(language)
    | rule_pages.pages(language)
    | personal_pages.pages(language)
    | situation_pages.pages(language)
    | strategy_pages.pages(language)
)
pages = addressed | {f"reference/generated/{name}": text for name, text in others.items()}
in_both = tuple(pages)
pages |= api_pages.pages() | embedding.pages(language) | pictures.files(language)
writing.clear(pages)
generated_pages.write(Path(__file__).parent, pages)

project = "psc_workflow"
author = "The psc_workflow authors"
copyright = "2026, the psc_workflow authors"  # noqa: A001 -- the name Sphinx reads
version = release = __version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
    "name_index",
    "embedding",
    "picture_directive",
    "moved",
]
exclude_patterns = ["_build", embedding.FOLDER, pictures.FOLDER]
templates_path = ["_templates"]
html_theme = "furo"
html_theme_options = {"top_of_page_buttons": []}  # the sources of a generated page help nobody
html_title = "psc_workflow"
html_split_index = True
html_domain_indices = False  # no page leads to the list of modules; the index and the page "API" have their names
html_static_path = ["_static", "pictures", embedding.FOLDER, pictures.FOLDER]
html_css_files = ["site.css"]
html_js_files = ["filters.js", "moved.js"]
html_context = {
    "french": (*translation.PAGES, *translation.BILINGUAL, *in_both, *moved.gone()),
    "words_of_theme": translation.words_of_theme() if language == "fr" else {},
}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
locale_dirs = ["locale"]
gettext_compact = False


def setup(app: Sphinx) -> None:
    """Have the figures of the benchmarks speak French on the French site."""
    if language == "fr":
        app.connect("source-read", lambda _app, _page, source: source.__setitem__(0, figures.french(source[0])))
