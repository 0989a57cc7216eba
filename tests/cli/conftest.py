"""
The command line, called in this process.
"""

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from psc_workflow.cli import main


@attrs.frozen
class Result:
    """What a call printed, and its exit status."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Read what was printed; the call must have succeeded."""
        assert self.status == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Call the command line with arguments of any type."""

    def call_with(*arguments: object) -> Result:
        status = main([str(argument) for argument in arguments])
        return Result(status, *capsys.readouterr())

    return call_with
