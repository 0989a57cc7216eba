"""
How the site is built: Sphinx, MyST and furo; pages of charts, states and findings are generated at every build.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).parent))

import generated_pages
import law_pages
import personal_pages
import pictures
import rule_pages
import situation_pages
import strategy_pages

from psc_workflow import __version__

generated_pages.write(
    Path(__file__).parent / "reference" / "generated",
    generated_pages.pages()
    | law_pages.pages()
    | rule_pages.pages()
    | personal_pages.pages()
    | situation_pages.pages()
    | strategy_pages.pages()
    | pictures.pictures(),
)

project = "psc_workflow"
author = "The psc_workflow authors"
copyright = "2026, the psc_workflow authors"  # noqa: A001 -- the name Sphinx reads
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "psc_workflow"
html_static_path = ["_static"]
html_css_files = ["law.css"]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
myst_heading_anchors = 3
