"""
What the household tells of the way: plain questions about the answers, the same forward and back.

>>> is_agent_alone(Answers())
True
"""

from psc_workflow._model.answers import Answers


def is_partner_covered(answers: Answers) -> bool:
    """Whether a partner is to be covered, with or without children."""
    return answers.partner is not None


def are_children_covered(answers: Answers) -> bool:
    """Whether children are to be covered, with or without a partner."""
    return bool(answers.children)


def is_agent_alone(answers: Answers) -> bool:
    """Whether the agent alone is to be covered."""
    return not is_partner_covered(answers) and not are_children_covered(answers)
