"""
Runs the examples of the documentation: docstrings of the sources, the README and the pages of docs.
"""

import os

import pytest
from sybil import Sybil
from sybil.parsers.myst import DocTestDirectiveParser, PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

_sources = Sybil(parsers=[DocTestParser()], patterns=["*.py"], path="src", excludes=["**/cli/*.py"])
_pages = Sybil(
    parsers=[DocTestDirectiveParser(), PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
    excludes=[
        f"docs/{folder}/**"
        for folder in ("_build", "reference/generated", "findings", "commands", "rules", "values", "amounts")
    ],
)

pytest_collect_file = (_sources + _pages).pytest()

os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # its processes find each other whatever the machine is called


@pytest.hookimpl(tryfirst=True)  # before pytest selects by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the page that needs PySpark."""
    for item in items:
        if item.path.name == "price-a-ministry.md":
            item.add_marker(pytest.mark.spark)
