"""
Which way to go: read off the household, the same predicates forward and back; or off the command; or off the past.
"""

from typing import TYPE_CHECKING, Protocol

from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.vocabulary import PriorMembership
from psc_workflow.states._guard import Route, route, turn

if TYPE_CHECKING:
    from psc_workflow.states._context import Context


class HasValue(Protocol):
    """A state of a chart, once its class is made."""

    value: str


# -- by the household ------------------------------------------------------------


@route
def somebody_covered(answers: Answers) -> bool:
    """A partner or a child is to be covered."""
    return answers.partner is not None or bool(answers.children)


@route
def nobody_covered(answers: Answers) -> bool:
    """The agent alone is to be covered."""
    return answers.partner is None and not answers.children


@route
def partner_covered(answers: Answers) -> bool:
    """A partner is to be covered, with or without children."""
    return answers.partner is not None


@route
def no_partner_covered(answers: Answers) -> bool:
    """No partner is to be covered."""
    return answers.partner is None


@route
def only_partner_covered(answers: Answers) -> bool:
    """A partner is to be covered, and no child."""
    return answers.partner is not None and not answers.children


@route
def only_children_covered(answers: Answers) -> bool:
    """Children are to be covered, and no partner."""
    return answers.partner is None and bool(answers.children)


@route
def children_covered(answers: Answers) -> bool:
    """Children are to be covered, with or without a partner."""
    return bool(answers.children)


@route
def no_children_covered(answers: Answers) -> bool:
    """No child is to be covered."""
    return not answers.children


@route
def children_pending(answers: Answers) -> bool:
    """The details of a child are still to be given."""
    return bool(answers.children_pending)


@route
def children_complete(answers: Answers) -> bool:
    """The details of every child are there."""
    return not answers.children_pending


# -- by the command ----------------------------------------------------------------


@turn
def has_account(context: "Context") -> bool:
    """The agent has an account that is active."""
    return isinstance(context.command, do.OpenInvitation) and context.command.membership is PriorMembership.ACTIVE


@turn
def has_no_account(context: "Context") -> bool:
    """The agent has no account, or one that is not active."""
    return not has_account.taken(context)


@turn
def login_succeeded(context: "Context") -> bool:
    """Signing in has succeeded."""
    return isinstance(context.command, do.ReportLogin) and context.command.success is True


@turn
def login_failed(context: "Context") -> bool:
    """Signing in has failed."""
    return not login_succeeded.taken(context)


@turn
def motive_is_over(context: "Context") -> bool:
    """The motive has ended, today or before."""
    return context.after.dispensation.ended_on is not None


@turn
def motive_still_holds(context: "Context") -> bool:
    """The motive will end on a day to come."""
    return context.after.dispensation.ended_on is None


# -- by the past -------------------------------------------------------------------


@turn
def first_time(context: "Context") -> bool:
    """The agent is not a member yet."""
    return not context.record.is_member


@turn
def completing(context: "Context") -> bool:
    """The agent was affiliated automatically and completes that."""
    return context.record.is_member


def reported_there(state: HasValue) -> Route:
    """Make the route back to *state*, from which the report was made."""

    def reported_from_it(context: "Context") -> bool:
        report = context.record.report
        return report is not None and report.state == state.value

    return turn(reported_from_it)
