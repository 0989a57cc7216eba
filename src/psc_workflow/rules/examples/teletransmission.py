"""
Télétransmission: yes and no are answers; one changes what has been declared.
"""

from psc_workflow._model.commands import DeclareSocialSecurity
from psc_workflow.rules import teletransmission
from psc_workflow.rules.examples._example import Asking

_answered = Asking(teletransmission.assess)
_declared = Asking(teletransmission.assess_declared)

EXAMPLES = (
    _answered("accepted", teletransmission=True),
    _answered("stopped", teletransmission=False),
    _answered("question not answered", "teletransmission-unanswered", teletransmission=None),
    _declared("a declaration to change", social_security=DeclareSocialSecurity(teletransmission=True)),
    _declared("a declaration of which nothing is known", social_security=DeclareSocialSecurity()),
    _declared("automatic affiliation: no declaration", "social-security-not-declared", social_security=None),
)
