"""
One browser for all tests of a process.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser."""
    with chromium.chromium() as started:
        yield started
