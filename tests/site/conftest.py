"""
One browser for all tests of a process; the site must be built.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

import chromium
from built_site import ROOTS, file_of


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser."""
    with chromium.chromium() as started:
        yield started


@pytest.fixture(scope="session")
def site() -> None:
    """Fail if the site was not built, in either language."""
    assert all(file_of(language, "index").is_file() for language in ROOTS), "make docs builds the site"
