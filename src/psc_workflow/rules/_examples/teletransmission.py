"""
Télétransmission: yes and no are answers; there must be a declaration to change.
"""

from psc_workflow._model.commands import DeclareSocialSecurity
from psc_workflow.rules import teletransmission
from psc_workflow.rules._examples._example import ExampleMaker

_answer = ExampleMaker(teletransmission.assess)
_declaration = ExampleMaker(teletransmission.assess_declaration)

EXAMPLES = (
    _answer("accepted", teletransmission=True),
    _answer("stopped", teletransmission=False),
    _answer("question not answered", "teletransmission-unanswered", teletransmission=None),
    _declaration("a declaration to change", social_security=DeclareSocialSecurity(teletransmission=True)),
    _declaration("a declaration of which nothing is known", social_security=DeclareSocialSecurity()),
    _declaration("automatic affiliation: no declaration", "social-security-not-declared", social_security=None),
)
