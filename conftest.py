"""
Runs the examples of the documentation: docstrings of the sources, the README and the pages of docs.
"""

from sybil import Sybil
from sybil.parsers.myst import DocTestDirectiveParser, PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

_sources = Sybil(parsers=[DocTestParser()], patterns=["*.py"], path="src", excludes=["**/cli/*.py"])
_pages = Sybil(
    parsers=[DocTestDirectiveParser(), PythonCodeBlockParser()],
    patterns=["README.md", "docs/**/*.md"],
    excludes=["docs/_build/**", "docs/reference/generated/**"],
)

pytest_collect_file = (_sources + _pages).pytest()
