"""
A line on the terminal that says how long a command has been working, once somebody has waited two seconds for it.
"""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

from psc_workflow.cli._output import before_printing, write_status

PATIENCE = 2.0
"""Seconds before the line appears."""

LONG = ("check", "compatibility", "judge", "reindex", "replay", "retention", "witness-paths")
"""Commands that may take long and say nothing meanwhile; those that price files have a progress bar of their own."""


@contextlib.contextmanager
def waiting(name: str) -> Iterator[None]:
    """Show, on a terminal, for how many seconds the command called *name* has been working; nothing for the others."""
    if name not in LONG or not sys.stderr.isatty():
        yield
        return
    finished, began = threading.Event(), time.monotonic()
    thread = threading.Thread(target=_show, args=(name, began, finished), daemon=True)
    thread.start()

    def stop() -> None:
        finished.set()
        thread.join()

    try:
        with before_printing(stop):
            yield
    finally:
        stop()


def _show(name: str, began: float, finished: threading.Event) -> None:
    is_shown = False
    while not finished.wait(1.0 if is_shown else PATIENCE):
        write_status(f"\r{name}: {time.monotonic() - began:.0f} s")
        is_shown = True
    if is_shown:
        write_status("\r\x1b[K")
