"""
What a command would change, before anything changes.
"""

import datetime as dt

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command, Submission
from psc_workflow._model.decision import Outcome
from psc_workflow._model.preview import Preview
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import Role
from psc_workflow.states._answers import parked
from psc_workflow.states._course import as_of
from psc_workflow.states._dates import Days, first_instant
from psc_workflow.states._deciding import decide
from psc_workflow.states._instants import instant_of
from psc_workflow.states._quoting import quote
from psc_workflow.states._screens import ahead, has_answer


def preview(days: Days, command: Command | Submission, *, at: dt.datetime, role: Role | None) -> Preview:
    """Compare the dossier before *command* with the dossier after it; arguments as for ``Dossier.decide``."""
    decision = decide(days, command, at=at, key=None, role=role, expected_revision=None)
    before = as_of(days, instant_of(days.record, at)).record
    after = decision.dossier if decision.outcome is Outcome.ACCEPTED else before
    parked_before, parked_after = parked(before), parked(after)
    in_effect = _in_effect(before, after, days.contract, at)
    without, having = quote(days, in_effect), quote(Days(decision.dossier, days.contract), in_effect)
    still_to_pass = (before.states.affiliation, *_to_pass_again(before, before.answers))
    return Preview(
        outcome=decision.outcome,
        verdict=decision.verdict,
        parked=tuple(name for name in parked_after if name not in parked_before),
        unparked=tuple(name for name in parked_before if name not in parked_after),
        reopened=tuple(
            screen for screen in _to_pass_again(after, before.answers, after.answers) if screen not in still_to_pass
        ),
        premium_before=without.debited if without is not None else None,
        premium_after=having.debited if having is not None else None,
        quote_before=without,
        quote_after=having,
        on=days.contract.civil_day(in_effect) if in_effect > at else None,
    )


def _in_effect(before: Record, after: Record, contract: Contract, at: dt.datetime) -> dt.datetime:
    """
    Find the instant from which *after* counts: that of the last day on which somebody is to leave the cover, or *at*.

    What else is decided for a later day, an end or a suspension, leaves no premium to compare.
    """
    new = [plan for plan in after.membership.plans if plan.ref and plan not in before.membership.plans]
    return max([at, *(first_instant(contract, plan.on) for plan in new)])


def _to_pass_again(record: Record, *versions: Answers) -> tuple[str, ...]:
    """List the screens that lie ahead and have an answer in any of *versions*."""
    return tuple(screen for screen in ahead(record) if any(has_answer(answers, screen) for answers in versions))
