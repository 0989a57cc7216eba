"""
The command that prints what a shell needs to complete commands and options.
"""

import typing
from typing import Literal

from psc_workflow.cli._arguments import ArgumentError
from psc_workflow.cli._output import write

_Shell = Literal["bash", "zsh", "fish", "powershell"]


def completion(shell: str, /) -> None:
    """
    Print a script with which a shell completes commands and options.

    Parameters
    ----------
    shell
        bash, zsh, fish or powershell.
    """
    from psc_workflow.cli._app import app  # noqa: PLC0415 -- which loads this module

    for candidate in typing.get_args(_Shell):
        if shell == candidate:
            write(app.generate_completion(shell=typing.cast("_Shell", shell)) + "\n")
            return
    raise ArgumentError(f"SHELL: must be one of: {', '.join(typing.get_args(_Shell))}")
