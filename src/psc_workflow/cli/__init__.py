"""
The command line, ``psc-workflow`` (extra ``cli``).

Errors go to standard error, with exit status 2; a refusal is not an error.
"""

import io
import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """
    Run the command line.

    Args:
        arguments: Those of the process if ``None``.

    Returns:
        Exit status: 0, or 2 after an error.
    """
    try:
        from psc_workflow.cli._app import run  # noqa: PLC0415 -- the extra may be missing
    except ModuleNotFoundError as error:
        print(
            f"psc-workflow needs the extra 'cli' ({error.name} is missing): pip install 'psc_workflow[cli]'",
            file=sys.stderr,
        )
        return 2
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # old encodings lack the arrows; that must not be an error
    try:
        status = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has closed the pipe (``| head``); what Python flushes at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status
