"""
Guards of the access.
"""

from psc_workflow._model import commands as do
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.rules import (
    email,
    login,
    password,
    prior_membership,
)
from psc_workflow.states._context import Context
from psc_workflow.states._guard import fits, never


@never(Judgement.REFUSED)
@fits
def membership_given(_: Context, command: do.OpenInvitation) -> Verdict:
    """Whether the agent has an account already is given."""
    return prior_membership.assess(command.membership)


@fits
def account_well_formed(context: Context, command: do.CreateAccount) -> Verdict:
    """The address is one, and the password is strong enough."""
    return email.assess(command.email) + password.assess(command.password, command.confirmation, on=context.today)


@fits
def password_strong(context: Context, command: do.ResetPassword) -> Verdict:
    """The password is strong enough."""
    return password.assess(command.password, command.confirmation, on=context.today)


@never(Judgement.REFUSED)
@fits
def login_given(_: Context, command: do.ReportLogin) -> Verdict:
    """Whether signing in succeeded is given."""
    return login.assess(command.success)
