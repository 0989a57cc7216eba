"""
Whether whoever gives a command may act for the agent, or sign alone: asked beside the guards of every line.

The guards of a chart do not know who asks. What a representative may do is what
the agent may, but for the account, which is the agent's own (``roles`` of the
commands); here their standing is judged on the day of the command.
"""

from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import NOTHING, Verdict
from psc_workflow._model.vocabulary import Capacity, Role
from psc_workflow.rules import compulsory_text, legal_capacity, representation
from psc_workflow.states._context import Context
from psc_workflow.states._step import Move, Obstacle

SIGNED = (do.Sign, do.SignMandate, do.HonourStatement)
"""Commands that bear a signature."""

CONSENTS = (do.GiveConsents, do.WithdrawConsent)
"""Commands that a curator, who only assists, does not give in the agent's place."""


def judge(answer: Move | Obstacle, context: Context, command: Command) -> Move | Obstacle:
    """Add to what the chart answers whether *command* may come from whoever gives it."""
    standing = assess_standing(context, type(command))
    verdict = standing + answer.verdict + _reword(context, _assess_signature(context, command))
    if isinstance(answer, Move) and verdict.holds:
        return Move(verdict, answer.target, answer.record)
    is_offered = standing.holds and (isinstance(answer, Move) or answer.is_offered)
    return Obstacle(verdict, is_offered=is_offered)


def assess_standing(context: Context, command: type[Command]) -> Verdict:
    """Assess, from the dossier alone, whether *context*'s role may act for the agent, or sign alone."""
    return _reword(context, _assess_standing(context, command))


def _assess_standing(context: Context, command: type[Command]) -> Verdict:
    if context.role is Role.REPRESENTATIVE:
        verdict = _assess_representative(context)
        if verdict.holds and issubclass(command, CONSENTS):
            verdict += representation.assess_consent(context.capacity)
        return verdict
    if context.role is Role.AGENT and issubclass(command, SIGNED):
        return legal_capacity.assess(context.birth_date, context.representative, on=context.today)
    return NOTHING


def _assess_representative(context: Context) -> Verdict:
    recorded = context.representation
    return representation.assess(
        recorded.capacity if recorded else None,
        since=recorded.since if recorded else None,
        ends_on=recorded.ends_on if recorded else None,
        birth_date=context.birth_date,
        on=context.today,
    )


def _assess_signature(context: Context, command: Command) -> Verdict:
    """Assess whether a curator has signed beside the agent, whoever of them hands it in."""
    if not isinstance(command, SIGNED):
        return NOTHING
    name = "curator_signed" if isinstance(command, do.HonourStatement) else "curator_evidence"
    signature = getattr(command, name)
    if context.representative is not Capacity.CURATOR:
        return compulsory_text.assess(signature, path=name)
    return legal_capacity.assess_assistance(None if signature is UNANSWERED else signature, path=name)


def _reword(context: Context, verdict: Verdict) -> Verdict:
    return context.contract.wording.read_by(context.role).reword(verdict)
