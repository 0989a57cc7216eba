"""
Who reports not to be concerned says why (signalement « non concerné »).

The words are the agent's own; a manager reads them.

Legal source:
    None: the report is a choice of this library.

Not modelled:
    Whether the reason is a good one.

>>> assess(None).missing
('reason',)
"""

from psc_workflow.catalogue.texts import finding
from psc_workflow.model.verdict import Verdict
from psc_workflow.rules import text


def assess(reason: str | None) -> Verdict:
    """
    Check that the report gives a reason.

    Returns:
        A verdict that holds, or ``report-reason-missing``, ``text-blank``.
    """
    if reason is None:
        return Verdict((finding("report-reason-missing", "reason"),))
    return text.assess(reason, path="reason")
