"""
What an explorer is about: the steps of a scenario, a stored dossier, or contracts alone.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import attrs

from psc_workflow._catalogue.contracts import Contract, builtin
from psc_workflow._model.decision import Decision
from psc_workflow._model.people import Agent
from psc_workflow._model.steps import Step
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError
from psc_workflow.testing._scenarios.reading import Scenario
from psc_workflow.testing._scenarios.running import run
from psc_workflow.testing._scenarios.steps import ScenarioStep

StoreKind = Literal["SQLiteStore", "SQLAlchemyStore", "document"]
"""What a dossier was read from: the SQLite file of a store, or a file that holds its document alone."""

_AFTERNOON = dt.timedelta(hours=15)
"""After midnight: the same day in every time zone that is asked for values."""


@attrs.frozen
class Act:
    """
    One step of a scenario, and what became of it.

    Args:
        number: Its place among the steps of the scenario; the first is 1.
    """

    step: ScenarioStep
    decision: Decision[Dossier]
    number: int


@attrs.frozen(repr=False)
class Subject:
    """
    What is explored.

    Args:
        kind: ``scenario``, ``store`` or ``contract``.
        name: Name of the file without its folder, or id of the contract.
        about: What happens, in a sentence; empty if nobody says.
        contracts: That of the dossier first.
        dossier: As it was opened, or as it is stored.
        acts: The steps of a scenario; none of anything else.
        history: The last steps of a stored dossier, without values.
        store_kind: What the file of a stored dossier is.
        contract_file: Name of the file of the dossier's contract; empty if
            that is built in.
    """

    kind: str
    name: str
    about: str
    contracts: tuple[Contract, ...]
    dossier: Dossier
    acts: tuple[Act, ...] = ()
    history: tuple[Step, ...] = ()
    store_kind: StoreKind = "SQLiteStore"
    contract_file: str = ""

    def __repr__(self) -> str:
        return f"<subject {self.kind} {self.name}: {len(self.acts)} steps>"

    def situations(self) -> Iterator[tuple[Act | None, Dossier, dt.datetime]]:
        """List the dossier as it was opened or stored, then after each step, each with its instant."""
        at = self.dossier.record.at
        yield None, self.dossier, at
        for act in self.acts:
            at = max(at, act.step.at)
            yield act, act.decision.dossier, at


def of_scenario(scenario: Scenario, *, name: str = "") -> Subject:
    """
    Explore *scenario*, which is run.

    Args:
        name: Name of its file; that of the scenario if empty.

    Raises:
        InvalidDocumentError: A step needs a value that the contract lacks.
    """
    decisions = run(scenario).decisions
    steps = zip(scenario.steps, decisions, strict=True)
    acts = tuple(Act(step, decision, number) for number, (step, decision) in enumerate(steps, 1))
    contract = scenario.dossier.contract
    path = Path(scenario.contract_name)
    return Subject(
        "scenario",
        name or f"{scenario.name}.json",
        scenario.about,
        (contract,),
        scenario.dossier,
        acts,
        contract_file=_own(contract, path.name if path.is_absolute() else scenario.contract_name),
    )


def of_dossier(
    dossier: Dossier, *, store: str, store_kind: StoreKind = "SQLiteStore", contract_file: str = ""
) -> Subject:
    """
    Explore *dossier* as it is stored.

    Args:
        store: Name of the file in which it is.
        store_kind: What that file is: the SQLite file of a ``SQLiteStore`` or
            of a ``SQLAlchemyStore``, or the ``document`` alone.
        contract_file: Name of the file of its contract, if that is your own;
            its id and ``.toml`` if empty.
    """
    return Subject(
        "store",
        store,
        "",
        (dossier.contract,),
        dossier,
        history=dossier.record.history.steps,
        store_kind=store_kind,
        contract_file=_own(dossier.contract, contract_file),
    )


def of_contracts(contracts: Iterable[Contract], *, contract_file: str = "") -> Subject:
    """
    Explore *contracts*; an agent of whom nothing is known is invited under the first one, on the day it takes effect.

    Args:
        contract_file: Name of the file of the first one, if that is your own;
            its id and ``.toml`` if empty.

    Raises:
        HostError: There is none.
    """
    several = tuple(contracts)
    if not several:
        raise HostError("`contracts` must hold at least one contract")
    first = several[0]
    invited_at = first.start_of(first.effect.values[-1].known_value) + _AFTERNOON
    dossier = Dossier.open(first, id="example", agent=Agent(), invited_at=invited_at)
    return Subject("contract", first.id, "", several, dossier, contract_file=_own(first, contract_file))


def _own(contract: Contract, file: str) -> str:
    """Return the name of the file of *contract*, which has none that matters if it is built in."""
    return "" if builtin.get(contract.id) == contract else file or f"{contract.id}.toml"
