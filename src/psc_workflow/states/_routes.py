"""
Which way to go: by the household, the same predicates forward and back; by the command; or by the past.
"""

from typing import Protocol

from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import PriorMembership
from psc_workflow.states._context import Context
from psc_workflow.states._guard import Route, answers_route, request_route
from psc_workflow.states._household import are_children_covered, is_agent_alone, is_partner_covered


class HasValue(Protocol):
    """A state of a chart, once its class is made."""

    value: str


# -- by the household ------------------------------------------------------------


@answers_route
def somebody_covered(answers: Answers) -> bool:
    """A partner or a child is to be covered."""
    return not is_agent_alone(answers)


@answers_route
def nobody_covered(answers: Answers) -> bool:
    """The agent alone is to be covered."""
    return is_agent_alone(answers)


@answers_route
def partner_covered(answers: Answers) -> bool:
    """A partner is to be covered, with or without children."""
    return is_partner_covered(answers)


@answers_route
def no_partner_covered(answers: Answers) -> bool:
    """No partner is to be covered."""
    return not is_partner_covered(answers)


@answers_route
def only_partner_covered(answers: Answers) -> bool:
    """A partner is to be covered, and no child."""
    return is_partner_covered(answers) and not are_children_covered(answers)


@answers_route
def only_children_covered(answers: Answers) -> bool:
    """Children are to be covered, and no partner."""
    return are_children_covered(answers) and not is_partner_covered(answers)


@answers_route
def children_covered(answers: Answers) -> bool:
    """Children are to be covered, with or without a partner."""
    return are_children_covered(answers)


@answers_route
def no_children_covered(answers: Answers) -> bool:
    """No child is to be covered."""
    return not are_children_covered(answers)


@answers_route
def children_pending(answers: Answers) -> bool:
    """The details of a child are still to be given."""
    return bool(answers.children_pending)


@answers_route
def children_complete(answers: Answers) -> bool:
    """The details of every child are there."""
    return not answers.children_pending


# -- by the command ----------------------------------------------------------------


@request_route
def has_account(context: Context, _: Record) -> bool:
    """The agent has an account that is active."""
    return isinstance(context.command, do.OpenInvitation) and context.command.membership is PriorMembership.ACTIVE


@request_route
def has_no_account(context: Context, record: Record) -> bool:
    """The agent has no account, or one that is not active."""
    return not has_account.chooses(context, record)


@request_route
def login_succeeded(context: Context, _: Record) -> bool:
    """Signing in has succeeded."""
    return isinstance(context.command, do.ReportLogin) and context.command.success is True


@request_route
def login_failed(context: Context, record: Record) -> bool:
    """Signing in has failed."""
    return not login_succeeded.chooses(context, record)


@request_route
def motive_is_over(_: Context, record: Record) -> bool:
    """The motive has ended, today or before."""
    return record.dispensation.ended_on is not None


@request_route
def motive_still_holds(_: Context, record: Record) -> bool:
    """The motive will end on a day to come."""
    return record.dispensation.ended_on is None


@request_route
def cover_continues(_: Context, record: Record) -> bool:
    """The membership of somebody employed again goes on."""
    return record.is_member


@request_route
def cover_interrupted(_: Context, record: Record) -> bool:
    """It does not: the agent is asked again."""
    return not record.is_member


# -- by the past -------------------------------------------------------------------


@request_route
def first_time(context: Context, _: Record) -> bool:
    """The agent is not a member yet."""
    return not context.record.is_member


@request_route
def completing(context: Context, _: Record) -> bool:
    """The agent was affiliated automatically and completes that."""
    return context.record.is_member


def reported_there(state: HasValue) -> Route:
    """Make the route back to *state*, from which the report was made."""

    def reported_from_it(context: Context, _: Record) -> bool:
        report = context.record.report
        return report is not None and report.state == state.value

    return request_route(reported_from_it)
