"""
The keys of a store: from a file or the environment, never from the command line, which others on the machine can read.
"""

import os
from pathlib import Path

from psc_workflow._catalogue.regular_files import read_regular
from psc_workflow.cli._arguments import report_errors_of, report_os_errors
from psc_workflow.stores import SealKeys

_VARIABLE = "PSC_SEAL_KEYS"


def seal_keys(file: Path | None = None) -> SealKeys | None:
    """
    Read the keys in *file*, or else in the environment variable ``PSC_SEAL_KEYS``; ``None`` if neither is there.

    Raises:
        FileError: They are no keys; it names the file, or the variable.
    """
    if file is not None:
        with report_os_errors(file, "cannot be read"):
            text = read_regular(file).decode("ascii", errors="replace")
    elif not (text := os.environ.get(_VARIABLE, "")):
        return None
    with report_errors_of(file or Path(_VARIABLE)):
        return SealKeys.parse(text)
