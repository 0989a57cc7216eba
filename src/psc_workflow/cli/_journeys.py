"""
The commands that write witness paths, for test suites of any language, and replay a file of them.
"""

from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import Parameter

from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._catalogue.regular_files import read_regular
from psc_workflow.cli._arguments import ArgumentError, FileError, report_os_errors
from psc_workflow.cli._output import visible, write, write_line
from psc_workflow.cli._targets import check_target, write_file
from psc_workflow.exceptions import InvalidDocumentError
from psc_workflow.testing import replay as replay_journey
from psc_workflow.testing import witness_paths as find_paths
from psc_workflow.testing._journey_files import JourneyFile, load
from psc_workflow.testing._journey_writing import WRITERS
from psc_workflow.testing._witnesses import journey_file

Output = Annotated[Path | None, Parameter(name=["--output", "-o"])]


def witness_paths(
    chart: str | None = None,
    /,
    *,
    contract: str = "guide-illustration",
    format: str = "json",  # noqa: A002 -- the pinned option
    output: Output = None,
) -> None:
    """
    Write journeys that take the transitions of the charts, with what is expected after each act.

    Those of guide-illustration are ready; another contract takes about a minute.

    Parameters
    ----------
    chart
        Only the journeys that are the first to reach something of this chart.
    contract
        Id of a built-in contract, or path of a TOML file.
    format
        json, md, pytest or scenario.
    output
        File to write, which is replaced; standard output if left out.
    """
    if format not in WRITERS:
        raise ArgumentError(f"--format: must be one of: {', '.join(WRITERS)}")
    own = find_contract(contract)
    if output is not None:
        check_target(output, Path(contract))  # before the search, which takes long
    journeys = find_paths(chart, contract=own)
    text = WRITERS[format](attrs.evolve(journey_file(own), journeys=journeys))
    if output is None:
        write(text)
        return
    write_file(output, text)


def replay(file: Path, /, *, contract: str | None = None) -> None:
    """
    Replay a file of journeys against this library, and tell what has changed since it was written.

    Parameters
    ----------
    file
        JSON file that witness-paths wrote.
    contract
        Id of a built-in contract, or path of a TOML file; the one that the file names if left out.
    """
    journeys = _read(file)
    own = find_contract(journeys.contract if contract is None else contract, beside=file.parent)
    different = 0
    for journey in journeys.journeys:
        differences = replay_journey(journey, own)
        different += bool(differences)
        for difference in differences:
            write_line(f"{journey.name}: {difference}")
    write_line(f"{len(journeys.journeys)} journeys replayed, of which {different} differ")
    if different:
        raise FileError(file, "the library answers in another way")


def _read(file: Path) -> JourneyFile:
    with report_os_errors(file, "cannot be read"):
        data = read_regular(file)
    try:
        return load(data)
    except InvalidDocumentError as error:
        raise type(error)(f"{visible(str(file))}:", error.faults) from None
