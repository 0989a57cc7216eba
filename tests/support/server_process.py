"""
A server as a process of its own, on a free port of this machine.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from paths import ROOT

PATIENCE = 60
"""Seconds until a server must listen."""


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment(**named: str) -> dict[str, str]:
    """Return the environment of a process that imports the sources, the examples and the helpers of tests."""
    folders = [ROOT / "src", ROOT / "examples", ROOT / "tests" / "support"]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders)), "PYTHONUNBUFFERED": "1", **named}


@contextlib.contextmanager
def serving(arguments: Sequence[str], port: int, log: Path, env: Mapping[str, str]) -> Iterator[subprocess.Popen]:
    """Run Python with *arguments* until the block ends; *log* has what it prints."""
    with log.open("ab") as output:
        process = subprocess.Popen([sys.executable, *arguments], env=dict(env), stdout=output, stderr=output)
        try:
            _wait(process, port, log)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    for _ in range(PATIENCE * 20):
        if process.poll() is not None:
            raise AssertionError(f"the server ended:\n{log.read_text(encoding='utf-8')}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on port {port}")
