"""
A plugin of pytest: it measures what each test executes and how long it takes, or puts tests in an order.

It measures under ``coverage run``. What is executed while tests are collected stands under no name.
"""

import json
import os
import time
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest
from sybil.integration.pytest import SybilItem

SECONDS = "MUTANTS_SECONDS"
"""The variable of the environment that names the file for the seconds of each test."""

ORDER = "MUTANTS_ORDER"
"""The one that names the file with the order: names of tests, those first that are not in it."""

_seconds: dict[str, float] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure one test."""
    measure = coverage.Coverage.current() if SECONDS in os.environ else None
    if measure is None:
        return (yield)
    measure.switch_context(item.nodeid)
    began = time.perf_counter()
    outcome = yield
    _seconds[item.nodeid] = time.perf_counter() - began
    measure.switch_context("")
    return outcome


def pytest_unconfigure() -> None:
    """Write down how long each test took."""
    if SECONDS in os.environ:
        Path(os.environ[SECONDS]).write_text(json.dumps(_seconds), encoding="utf-8")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in order; an example of a document never before those that stand above it."""
    if ORDER in os.environ:
        names = json.loads(Path(os.environ[ORDER]).read_text(encoding="utf-8"))
        places = {name: place for place, name in enumerate(names)}
        latest: dict[Path, int] = {}
        for item in items:
            if isinstance(item, SybilItem):
                above = latest.get(item.path, -1)
                places[item.nodeid] = latest[item.path] = max(above, places.get(item.nodeid, -1))
        items.sort(key=lambda item: places.get(item.nodeid, -1))
