"""
How long the command line takes to start: processor time of a process of its own, compiled before.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.report import Row

QUOTE = "quote --contract guide-illustration --on 2026-05-01 --formula option_1 --partner 1972-10-09 --child 2019-09-09"
PEER = "import polars"
LIMIT = 0.3
"""Seconds; a limit, unlike a ratio, depends on the processor."""

ROUNDS = 11


def start(_: int | None = None) -> Iterator[Row]:
    """Commands that need no state machine, and an import that takes about as long on every machine."""
    run = "from psc_workflow.cli import main; main({!r})"
    programs = {
        "psc-workflow quote": run.format(QUOTE.split()),
        "psc-workflow contracts": run.format(["contracts"]),
        "psc-workflow --help": run.format(["--help"]),
        PEER: PEER,
    }
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = compiled
        for count in range(ROUNDS + 1):
            for name, program in programs.items():
                used = _processor_time([sys.executable, "-c", program], environment)
                if count:  # the first one compiles
                    seconds[name].append(used)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    peer = medians.pop(PEER)
    for name, ours in medians.items():
        yield Row(f"{name}, processor time", ours, "the limit", LIMIT, f"under {LIMIT:g} s", most=1)
        yield Row(f"{name}, processor time", ours, PEER, peer)


def _processor_time(command: list[str], environment: dict[str, str]) -> float:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime
