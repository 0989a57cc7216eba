"""
What ``psc-workflow run`` does with a scenario file: a story, or one JSON object, and where it is not as expected.
"""

import sys
from pathlib import Path

from psc_workflow._model.money import Locale
from psc_workflow.cli._arguments import print_json
from psc_workflow.cli._printing import Printer
from psc_workflow.cli._scenario import run_stored
from psc_workflow.cli._story import Storyteller
from psc_workflow.testing._scenarios import running
from psc_workflow.testing._scenarios.reading import Scenario, read
from psc_workflow.testing._scenarios.running import OnStep, Run

DIFFERS = 1
"""The exit status if a step does not give what is expected of it."""


def run_file(file: Path, store: Path | None, *, json: bool, locale: Locale) -> int:
    """Run the scenario of *file*, with *store* if there is one; return the exit status."""
    scenario = read(file)
    if json:
        result = _run(scenario, store, None)
        print_json(running.as_json(scenario, result))
    else:
        result = _tell(scenario, store, Printer(locale))
    for mismatch in result.mismatches:
        print(mismatch.report(locale), file=sys.stderr)
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
