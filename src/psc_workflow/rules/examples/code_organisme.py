"""
Codes of the office of social security: nine digits, or nothing for the contract's default.
"""

import attrs

from psc_workflow.rules import code_organisme
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import PF, TODAY

_asking = Asking(code_organisme.assess, contract=PF, on=TODAY)
_WITHOUT_DEFAULT = attrs.evolve(PF, default_code_organisme=None)

EXAMPLES = (
    _asking("the guide's code", code="91 919 0000"),
    _asking("a code of the general regime", code="019870000"),
    _asking("left out: the contract has a default", code=None),
    _asking("left blank", code="  "),
    _asking("nothing to be seen", code="\u200b"),
    _asking("given, where the contract has no default", code="919190000", contract=_WITHOUT_DEFAULT),
    _asking("left out, and no default", "code-organisme-missing", code=None, contract=_WITHOUT_DEFAULT),
    _asking("left blank, and no default", "code-organisme-missing", code=" ", contract=_WITHOUT_DEFAULT),
    _asking("eight digits", "code-organisme-form-wrong", code="91919000"),
    _asking("ten digits", "code-organisme-form-wrong", code="9191900000"),
    _asking("a letter", "code-organisme-form-wrong", code="91919000A"),
    _asking("no regime is numbered 00", "code-organisme-form-wrong", code="001230000"),
    _asking("digits of another script", "code-organisme-form-wrong", code="٩١٩١٩٠٠٠٠"),
)
