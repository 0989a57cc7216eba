"""
Télétransmission can be accepted or stopped once social security is declared (télétransmission).

Stopping it is an answer, just as accepting it is.

Legal source:
    The guide, subscription step 1 (2/2).

Not modelled:
    From which day the social-security office applies the choice.

>>> assess(teletransmission=False).holds
True
>>> assess_declaration(None).findings[0].code
'social-security-not-declared'
"""

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import DeclareSocialSecurity
from psc_workflow._model.verdict import Verdict


def assess(*, teletransmission: bool | None) -> Verdict:
    """
    Check that the question is answered.

    Returns:
        A verdict that holds, or ``teletransmission-unanswered``.
    """
    if teletransmission is None:
        return Verdict((finding("teletransmission-unanswered", "teletransmission"),))
    return Verdict()


def assess_declaration(social_security: DeclareSocialSecurity | None) -> Verdict:
    """
    Check that there is a declaration to change.

    Args:
        social_security: The agent's declaration; ``None`` if there is none,
            as after an automatic affiliation.

    Returns:
        A verdict that holds, or ``social-security-not-declared``.
    """
    return Verdict() if social_security is not None else Verdict((finding("social-security-not-declared"),))
