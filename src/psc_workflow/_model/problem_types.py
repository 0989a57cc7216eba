"""
Addresses of the types of problems and of reasons (RFC 9457); nothing can be fetched there.
"""

from psc_workflow._model.decision import Outcome

PROBLEM = "urn:psc-workflow:problem:"
"""What the type of every problem begins with."""

FINDING = "urn:psc-workflow:finding:"
"""What the type of every reason begins with; its code follows."""


def problem_type(outcome: Outcome) -> str:
    """Return the type of the problem that an *outcome* is."""
    return PROBLEM + outcome.value.replace("_", "-")
