"""
Engines that are tested as they are where a package is missing.
"""

import pytest

from engines import PYARROW_ALONE
from psc_workflow.pricing.frame import _rows


@pytest.fixture(autouse=True)
def _without_polars(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    if parameters.get("engine") == PYARROW_ALONE:
        monkeypatch.setattr(_rows, "has_polars", lambda: False)
