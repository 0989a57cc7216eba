"""
One browser for all tests of a process; a portal of its own for each test that asks for one.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import chromium
from portal_people import Person, seed, site, somebody


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser."""
    with chromium.chromium() as started:
        yield started


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a demonstration that has just begun."""
    return seed(tmp_path_factory.mktemp("seeded"))


@pytest.fixture
def address(seeded: Path, tmp_path: Path) -> Iterator[str]:
    """Serve a copy of it."""
    with site(seeded, tmp_path) as served:
        yield served


@pytest.fixture
def invited(tmp_path: Path) -> Iterator[str]:
    """Serve a demonstration in which nobody has an account yet."""
    (tmp_path / "seeded").mkdir()
    with site(seed(tmp_path / "seeded", joined=False), tmp_path) as served:
        yield served


@pytest.fixture
def agent(browser: Browser, address: str) -> Iterator[Person]:
    """Sit an agent down before it."""
    with somebody(browser, address) as person:
        yield person


@pytest.fixture
def staff(browser: Browser, address: str) -> Iterator[Person]:
    """Sit somebody of the desk down, in a window of their own."""
    with somebody(browser, address) as person:
        yield person
