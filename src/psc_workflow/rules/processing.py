"""
What became of the file is said in the insurer's words (traitement du dossier).

Legal source:
    The guide, where the follow-up of the file shows its status.

Not modelled:
    A closed list of statuses: no source gives one.

>>> assess(None).missing
('outcome',)
"""

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import compulsory_text


def assess(outcome: str | None) -> Verdict:
    """
    Check that the insurer's answer is stated, and not blank.

    Returns:
        A verdict that holds, or ``outcome-missing``, ``text-blank``.
    """
    if outcome is None:
        return Verdict((finding("outcome-missing", "outcome"),))
    return compulsory_text.assess(outcome, path="outcome")
