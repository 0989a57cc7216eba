"""
A scenario run with a store: each step loads the dossier, decides and saves.
"""

from pathlib import Path

from psc_workflow._catalogue import contracts
from psc_workflow.cli._arguments import report_errors_of
from psc_workflow.cli._corpus import check_sqlite_store, holds_nothing
from psc_workflow.cli._seal_keys import seal_keys
from psc_workflow.stores import SQLiteStore
from psc_workflow.testing._scenarios.reading import Scenario
from psc_workflow.testing._scenarios.running import OnStep, Run, finish, run


def run_stored(scenario: Scenario, file: Path, *, on_step: OnStep | None = None) -> Run:
    """
    Run a scenario with a fresh load before each command and a save after it.

    It runs in memory first, so that a scenario that fails stores nothing.

    Args:
        file: Made if there is none; one that holds tables must be a store's.
    """
    if not holds_nothing(file):
        check_sqlite_store(file)
    run(scenario)
    registry, seals = contracts.builtin.including(scenario.dossier.contract), seal_keys()
    decisions = []
    with report_errors_of(file), SQLiteStore(file, contracts=registry, seal_keys=seals) as store:
        store.create(scenario.dossier)
        for step in scenario.steps:
            decision = store.decide(scenario.dossier.id, step.command, at=step.at, role=step.role, by=step.by)
            decisions.append(decision)
            if on_step:
                on_step(step, decision)
        return finish(scenario, decisions, store.load(scenario.dossier.id))
