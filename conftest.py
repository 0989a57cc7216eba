"""
Runs the examples of the documentation: docstrings of the sources, the README and the pages of docs.
"""

import os
from typing import Any

import pytest
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

os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # its processes find each other whatever the machine is called


SPARK = ("docs/how-to/price-a-ministry.md", "tests/pricing/frame/test_spark.py")


@pytest.hookimpl(tryfirst=True)  # before pytest selects by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the page that needs PySpark."""
    for item in items:
        if item.path.name == "price-a-ministry.md":
            item.add_marker(pytest.mark.spark)


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """
    Share tests between processes one by one, but keep the examples of a file together: each goes on from the last.

    What needs Spark, which takes long to start, runs in one process. The groups
    of pytest-xdist 3.8 do nothing under pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 -- the mutants' environment has no pytest-xdist

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            if file in SPARK:
                return "spark"
            return nodeid if file.startswith("tests/") else file

    return Scheduling(config, log)
