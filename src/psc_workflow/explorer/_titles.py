"""
What steps are called, in the words of the contract: as ``psc-workflow run`` and the history call them.
"""

import datetime as dt
from collections.abc import Iterable

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import Tick
from psc_workflow._model.steps import Step
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Role
from psc_workflow._snapshot.history import describe_steps
from psc_workflow.explorer._subjects import Act
from psc_workflow.states._charts import journey_of
from psc_workflow.states._offers import Offer


def of_act(act: Act, at: dt.datetime) -> Text:
    """
    Return what the step of *act* is called in its journey; for the clock, what it brought.

    Args:
        at: Instant of the step.
    """
    command, dossier = act.step.command, act.decision.dossier
    wording = dossier.contract.wording
    if not isinstance(command, Tick):
        journey = journey_of(command.event, dossier.as_of(at).record)
        return wording.read_by(act.step.role).command_label(command.event, journey)
    brought = [of_step(step, dossier.contract) for step in act.decision.steps]
    return join_titles(brought or [wording.command_label(command.event, None)])


def of_offer(offer: Offer, role: Role, contract: Contract) -> dict[str, str]:
    """Write what *offer* is called to *role*."""
    text = contract.wording.read_by(role).command_label(offer.command.event, offer.journey)
    return {"fr": text.fr, "en": text.en}


def of_step(step: Step, contract: Contract) -> Text:
    """Return what a step of a history is called."""
    french, english = (describe_steps([step], locale, contract=contract)[0]["what"] for locale in ("fr", "en"))
    return Text(french, english)


def join_titles(titles: Iterable[Text]) -> Text:
    """Join what happens at one instant."""
    several = list(titles)
    return Text(" · ".join(title.fr for title in several), " · ".join(title.en for title in several))
