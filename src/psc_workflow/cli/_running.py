"""
The command that runs a scenario file: a story, or one JSON object, and where it is not as expected.
"""

from pathlib import Path

from psc_workflow.cli._arguments import AsJson, Lang, locale, print_json
from psc_workflow.cli._output import write_error
from psc_workflow.cli._printing import Printer
from psc_workflow.cli._scenario import run_stored
from psc_workflow.cli._story import Storyteller
from psc_workflow.testing._scenarios import packaged, running
from psc_workflow.testing._scenarios.reading import Scenario, read
from psc_workflow.testing._scenarios.running import OnStep, Run

DIFFERS = 1
"""The exit status if a step does not give what is expected of it."""


def run_scenario(file: Path, /, *, store: Path | None = None, json: AsJson = False, lang: Lang = None) -> int:
    """
    Run a scenario; exit status 1 if a step does not give what the file expects of it.

    Parameters
    ----------
    file
        Scenario file (JSON), - for standard input, or the name of one that comes with the library, such as
        reference-family.
    store
        SQLite file: each step is a fresh load, a decision, a save.
    json
        Print the answer as one JSON object.
    lang
        fr or en.
    """
    printer, scenario = Printer(locale(lang)), read(packaged.find(file))
    if json:
        result = _run(scenario, store, None)
        print_json(running.as_json(scenario, result))
    else:
        result = _tell(scenario, store, printer)
    for mismatch in result.mismatches:
        write_error(mismatch.report(printer.locale))
    return DIFFERS if result.mismatches else 0


def _run(scenario: Scenario, store: Path | None, on_step: OnStep | None) -> Run:
    if store is None:
        return running.run(scenario, on_step=on_step)
    return run_stored(scenario, store, on_step=on_step)


def _tell(scenario: Scenario, store: Path | None, printer: Printer) -> Run:
    """Print a line a step, and the quote at the end."""
    storyteller = Storyteller(printer)
    storyteller.prefilled(running.check_agent(scenario))
    result = _run(scenario, store, storyteller.step)
    quote = result.dossier.quote(at=result.ended_at)
    if quote is not None:
        printer.line()
        printer.quote(quote)
    return result
