"""
The command line, called in this process.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from connections import every_connection_is_closed
from household_files import ON
from psc_workflow.cli import main
from psc_workflow.cli._files import reading

__all__ = ["Result", "call", "every_connection_is_closed", "price_file", "small"]


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


@pytest.fixture
def price_file(call: Callable[..., Result]) -> Callable[..., Result]:
    """Call ``price`` on a file of households."""

    def call_price(
        file: Path, output: Path, *options: object, lang: str = "en", contract: str = "men-2026", on: str = ON
    ) -> Result:
        return call("price", file, "--contract", contract, "--on", on, "-o", output, "--lang", lang, *options)

    return call_price


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few rows be a batch already."""
    monkeypatch.setattr(reading, "ROWS", 3)
    monkeypatch.setattr(reading, "BLOCK", 600)
