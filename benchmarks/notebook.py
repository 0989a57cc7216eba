"""
Figures of a run that takes hours, written down one by one: a run that was stopped goes on where it was.
"""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from benchmarks.report import ROOT

FILE = ROOT / "build" / "campaign-figures.json"
"""Removed at the end of a whole run; remove it to begin again."""


@attrs.frozen
class Notebook:
    """What has been measured so far."""

    file: Path = FILE

    def measure(self, name: str, measure: Callable[[], Any]) -> Any:
        """Measure, and write it down; or return what was written down before. JSON alone."""
        figures = self._read()
        if name not in figures:
            figures[name] = measure()
            self.file.parent.mkdir(exist_ok=True)
            self.file.write_text(json.dumps(figures, indent=1), encoding="utf-8")
            print(f"  {name}: {figures[name]}", flush=True)
        return figures[name]

    def close(self) -> None:
        """End the run: the next one measures anew."""
        self.file.unlink(missing_ok=True)

    def _read(self) -> dict[str, Any]:
        with contextlib.suppress(FileNotFoundError):
            figures: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
            return figures
        return {}
