"""
The command line, ``psc-workflow`` (extra ``cli``).

Errors go to standard error, with exit status 2; a refusal is not an error. Nor
is a portal that ``judge`` finds to differ, or a scenario that does not give what
its file expects: the exit status is then 1.
"""

import codecs
import io
import sys

from psc_workflow.cli._output import (
    discard,
    forget_impossible_sizes,
    open_missing_streams,
    visible,
    write_error,
)

ENCODING_ERRORS = "psc-workflow"
"""How characters are written that the encoding of the terminal lacks: that must not be an error."""

INTERRUPTED = 130
"""The exit status after Ctrl-C: 128, and the number of the signal."""

_SIMPLER = {"\N{NARROW NO-BREAK SPACE}": " ", "’": "'", "“": '"', "”": '"', "…": "..."}
"""Typography that old encodings lack, and what typewriters had in its place."""


def main(arguments: list[str] | None = None) -> int:
    """
    Run the command line.

    Args:
        arguments: Those of the process if ``None``.

    Returns:
        Exit status: 0, 2 after an error, 1 if what was judged differs, 130
        after Ctrl-C.
    """
    open_missing_streams()
    forget_impossible_sizes()
    try:
        return _main(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def _main(arguments: list[str]) -> int:
    try:
        from psc_workflow.cli._app import run  # noqa: PLC0415 -- the extra may be missing
    except ModuleNotFoundError as error:
        write_error(f"psc-workflow needs the extra 'cli' ({error.name} is missing): pip install 'psc_workflow[cli]'")
        return 2
    codecs.register_error(ENCODING_ERRORS, _write_simpler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ENCODING_ERRORS)
    try:
        status = run(arguments)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit) as error:
        if isinstance(error, SystemExit) and not isinstance(error.__context__, BrokenPipeError):
            raise  # rich makes one of a broken pipe
        discard(sys.stdout)  # the reader has closed the pipe (``| head``), and has what it wanted
        return 0
    except OSError as error:
        discard(sys.stdout)
        place = "the output" if error.filename is None else visible(str(error.filename))
        write_error(f"psc-workflow: {place} cannot be used: {error.strerror or error}")
        return 2
    return status


def _write_simpler(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write the first character that cannot be encoded in a simpler way, or as its number."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    simpler = _SIMPLER.get(error.object[error.start])
    if simpler is not None:
        return simpler, error.start + 1
    error.end = error.start + 1
    return codecs.backslashreplace_errors(error)
