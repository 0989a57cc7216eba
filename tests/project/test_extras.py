"""
Whoever imports a part of the library without its extra reads which one it is.
"""

import subprocess
import sys

import pytest

EXTRAS = {
    "psc_workflow.campaigns.durable": ("campaign", "dbos"),
    "psc_workflow.campaigns.sql": ("sqlalchemy", "sqlalchemy"),
    "psc_workflow.django": ("django", "django"),
    "psc_workflow.fastapi": ("fastapi", "fastapi"),
    "psc_workflow.flask": ("flask", "flask"),
    "psc_workflow.pricing.frame": ("batch", "narwhals"),
    "psc_workflow.pricing.plots": ("plots", "matplotlib"),
    "psc_workflow.stores.frame": ("batch", "narwhals"),
    "psc_workflow.stores.sql": ("sqlalchemy", "sqlalchemy"),
    "psc_workflow.stores.sql.AsyncSQLAlchemyStore": ("asyncio", "greenlet"),
    "psc_workflow.testing.JourneyConformance": ("testing", "hypothesis"),
    "psc_workflow.testing.strategies": ("testing", "hypothesis"),
}
"""What each part needs: an extra, and a package of it."""

USES = {
    "psc_workflow.stores.frame": "from psc_workflow.stores import SQLiteStore, frame; next(frame(SQLiteStore(':memory:')))",
    "psc_workflow.stores.sql.AsyncSQLAlchemyStore": "from psc_workflow.stores.sql import AsyncSQLAlchemyStore",
    "psc_workflow.testing.JourneyConformance": "from psc_workflow.testing._conformance import walks",
}
"""What needs the extra where importing a module is not what does: a function, a class, a walk of the testing kit."""

PROGRAM = """
import sys
for name, (_, package) in EXTRAS.items():
    sys.modules[package] = None
    try:
        exec(USES.get(name, f"import {name}"))
        print(f"{name} was imported")
    except ModuleNotFoundError as error:
        print(error)
    del sys.modules[package]
"""


@pytest.fixture(scope="module")
def answers() -> dict[str, str]:
    program = f"EXTRAS, USES = {EXTRAS}, {USES}\n{PROGRAM}"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return dict(zip(EXTRAS, run.stdout.splitlines(), strict=True))


@pytest.mark.parametrize("name", EXTRAS)
def test_without_its_extra_a_module_says_which_one_it_needs(name: str, answers: dict[str, str]) -> None:
    extra, package = EXTRAS[name]
    needs = f"{name} needs the extra '{extra}' ({package} is missing): pip install 'psc_workflow[{extra}]'"
    assert answers[name] == needs
