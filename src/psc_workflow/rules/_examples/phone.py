"""
Telephone numbers: any country, any usual notation.
"""

from psc_workflow.rules import phone
from psc_workflow.rules._examples._example import ExampleMaker

_example = ExampleMaker(phone.assess)

EXAMPLES = (
    _example("a number in Polynesia, with its prefix", value="+689 40 00 00 00"),
    _example("dots", value="40.00.00.00"),
    _example("brackets, slashes and hyphens", value="(+33) 1/99-00-00-00"),
    _example("6 digits", value="250000"),
    _example("15 digits", value="+123456789012345"),
    _example("not known", "phone-missing", value=None),
    _example("5 digits", "phone-form-wrong", value="25000"),
    _example("16 digits", "phone-form-wrong", value="+1234567890123456"),
    _example("nothing written", "phone-form-wrong", value=""),
    _example("a plus sign inside", "phone-form-wrong", value="40+00+00+00"),
    _example("an extension", "phone-form-wrong", value="40 00 00 00 poste 3"),
    _example("digits of another script", "phone-form-wrong", value="٤٠٠٠٠٠٠٠"),
)
