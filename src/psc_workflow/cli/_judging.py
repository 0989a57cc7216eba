"""
The command that judges a running portal.
"""

from pathlib import Path
from typing import Any

from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.regular_files import read_regular
from psc_workflow.cli._arguments import ArgumentError, AsJson, FileError, Lang, locale, print_json, report_os_errors
from psc_workflow.cli._output import shown_name, visible, write
from psc_workflow.exceptions import HostError, InvalidDocumentError
from psc_workflow.testing import replay
from psc_workflow.testing._conformance.course import read_replay
from psc_workflow.testing._conformance.paths import actions_of
from psc_workflow.testing._journey_files import FORMAT, JourneyFile, load
from psc_workflow.testing._judging.adapter import Adapter
from psc_workflow.testing._judging.adapter import load as load_adapter
from psc_workflow.testing._judging.judging import Judgement, Piece
from psc_workflow.testing._judging.judging import judge as judge_portal

DIFFERS = 1
"""The exit status if the portal does not conform."""


def judge(
    url: str,
    /,
    *,
    journeys: Path | None = None,
    adapter: Path | None = None,
    contract: str | None = None,
    seconds: float = 60.0,
    seed: int = 0,
    json: AsJson = False,
    lang: Lang = None,
) -> int:
    """
    Judge a running portal: play journeys through it and this library, and tell the first difference.

    The portal must take the instant and the role from headers; exit status 1 if it differs.

    Parameters
    ----------
    url
        Address of the portal, such as http://127.0.0.1:8000.
    journeys
        JSON file that witness-paths wrote, or a report with its replay line; the witness journeys if left out.
    adapter
        TOML file: paths, headers, fields and statuses in which the portal differs from the examples.
    contract
        Id of a built-in contract, or path of a TOML file.
    seconds
        After that, no other journey begins.
    seed
        Orders the journeys; 0 plays the shortest first.
    json
        Print the judgement as one JSON object.
    lang
        fr or en.
    """
    if not seconds > 0:
        raise ArgumentError("--seconds: must be more than 0")
    file = None if journeys is None else _read(journeys)
    in_file = getattr(file, "contract", None) or "guide-illustration"
    own = find_contract(in_file if contract is None else contract)
    judgement = judge_portal(
        url,
        contract=own,
        adapter=Adapter() if adapter is None else load_adapter(adapter),
        journeys=None if journeys is None else _pieces(journeys, file, own),
        seconds=seconds,
        seed=seed,
        locale=locale(lang),
    )
    print_json(as_json(judgement)) if json else write(_text(judgement) + "\n")
    return DIFFERS if judgement.failure is not None else 0


def _read(path: Path) -> JourneyFile | None:
    """Read a file of journeys; ``None`` if it is none, but perhaps a report."""
    with report_os_errors(path, "cannot be read"):
        data = read_regular(path)
    if FORMAT.encode() not in data:
        return None
    try:
        return load(data)
    except InvalidDocumentError as error:
        raise type(error)(f"{visible(str(path))}:", error.faults) from None


def _pieces(path: Path, file: JourneyFile | None, contract: Contract) -> list[Piece]:
    """
    List what to play.

    Raises:
        FileError: There is nothing in it, or this library answers otherwise than it expects.
    """
    if file is None:
        try:
            return [(shown_name(path), read_replay(path))]
        except (HostError, UnicodeDecodeError):
            raise FileError(path, "holds neither journeys nor the replay line of a report") from None
    for journey in file.journeys:
        differences = replay(journey, contract)
        if differences:
            raise FileError(
                path, f"this library answers in another way: {journey.name}: {differences[0]}; see psc-workflow replay"
            )
    return [(journey.name, actions_of(journey)) for journey in file.journeys]


def as_json(judgement: Judgement) -> dict[str, Any]:
    """Return the answer that ``--json`` prints."""
    failure = judgement.failure
    answer = {
        "conforms": failure is None,
        "journeys": judgement.journeys,
        "of": judgement.of,
        "acts": judgement.acts,
        "not_told": list(judgement.untold),
        "difference": None,
    }
    if failure is not None:
        discrepancy = failure.discrepancy
        answer["difference"] = {
            "oracle": discrepancy.oracle,
            "step": failure.index + 1,
            "host": discrepancy.host,
            "library": discrepancy.library,
            "because": [finding.code for finding in discrepancy.because],
            "acts": [action.as_json() for action in failure.actions],
            "report": judgement.report,
        }
    return answer


def _text(judgement: Judgement) -> str:
    if judgement.failure is not None:
        return judgement.report
    played = f"The portal conforms: {judgement.journeys} of {judgement.of} journeys played, no difference."
    return f"{played}\n{judgement.report}"
