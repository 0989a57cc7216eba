"""
The command that writes the skeleton of a whole contract.
"""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from psc_workflow._catalogue.reading import DATA
from psc_workflow.cli._output import write
from psc_workflow.cli._targets import check_target, write_new_file

_SKELETON = DATA / "new-contract.toml"


def new_contract(*, output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None) -> None:
    """
    Write the skeleton of a whole contract of your own: ``check`` lists what is to be filled in.

    Parameters
    ----------
    output
        TOML file to write, which must not exist; standard output if left out.
    """
    text = _SKELETON.read_text(encoding="utf-8")
    if output is None:
        write(text)
        return
    check_target(output)
    write_new_file(output, text)
