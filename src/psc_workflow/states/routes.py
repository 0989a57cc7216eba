"""
Which way to go, read off the household: the same predicates forward and back.
"""

from psc_workflow.model.record import Answers
from psc_workflow.states.guard import route


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
