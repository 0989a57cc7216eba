"""
Each portal of ``examples/portals``, running.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from driven_portals import PORTALS, Portal, World
from people import NOW


@pytest.fixture(params=PORTALS.values(), ids=PORTALS)
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """Run a portal on which one dossier is open, ``D1``."""
    with request.param(World(), tmp_path) as running:
        assert running.open().status == 201
        running.world.now = NOW
        yield running
