"""
Each portal of ``examples/portals``, running.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from driven_portals import PORTALS, Portal, running


@pytest.fixture(params=PORTALS)
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """Run a portal on which one dossier is open, ``D1``."""
    with running(request.param, tmp_path) as portal:
        yield portal
