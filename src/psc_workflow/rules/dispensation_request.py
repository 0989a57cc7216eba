"""
A dispensation is requested with an attestation given, and knowing what is renounced (validation de la demande).

Legal source:
    The guide, "L'attestation sur l'honneur" and step 1 of the dispensation:
    "Attention, en cliquant sur le bouton de validation (…)".

Not modelled:
    Whether the warning was understood.

>>> assess_attestation(None).findings[0].code
'attestation-needed'
>>> assess_warning(None).missing
('warning_read',)
>>> assess_warning(True).holds
True
"""

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import HonourStatement
from psc_workflow._model.verdict import Verdict


def assess_attestation(attestation: HonourStatement | None) -> Verdict:
    """
    Check that there is an attestation.

    Args:
        attestation: The accepted attestation; ``None`` if there is none yet.

    Returns:
        A verdict that holds, or ``attestation-needed``.
    """
    return Verdict((finding("attestation-needed"),)) if attestation is None else Verdict()


def assess_warning(warning_read: bool | None) -> Verdict:
    """
    Check that the warning before the validation button has been read.

    Returns:
        A verdict that holds; or ``dispensation-warning-unanswered``,
        ``dispensation-warning-not-read``.
    """
    if warning_read is None:
        return Verdict((finding("dispensation-warning-unanswered", "warning_read"),))
    return Verdict() if warning_read else Verdict((finding("dispensation-warning-not-read", "warning_read"),))
