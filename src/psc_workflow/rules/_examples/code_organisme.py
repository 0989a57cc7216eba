"""
Codes of the social-security office: nine digits, or nothing for the contract's default.
"""

import attrs

from psc_workflow.rules import code_organisme
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import PF, TODAY

_example = ExampleMaker(code_organisme.assess, contract=PF, on=TODAY)
_WITHOUT_DEFAULT = attrs.evolve(PF, default_code_organisme=None)

EXAMPLES = (
    _example("the guide's code", code="91 919 0000"),
    _example("a code of the general regime", code="019870000"),
    _example("left out: the contract has a default", code=None),
    _example("left blank", code="  "),
    _example("nothing to be seen", code="\u200b"),
    _example("given, where the contract has no default", code="919190000", contract=_WITHOUT_DEFAULT),
    _example("left out, and no default", "code-organisme-missing", code=None, contract=_WITHOUT_DEFAULT),
    _example("left blank, and no default", "code-organisme-missing", code=" ", contract=_WITHOUT_DEFAULT),
    _example("eight digits", "code-organisme-form-wrong", code="91919000"),
    _example("ten digits", "code-organisme-form-wrong", code="9191900000"),
    _example("a letter", "code-organisme-form-wrong", code="91919000A"),
    _example("no regime is numbered 00", "code-organisme-form-wrong", code="001230000"),
    _example("digits of another script", "code-organisme-form-wrong", code="٩١٩١٩٠٠٠٠"),
)
