"""
Telephone numbers: any country, any usual way to write them.
"""

from psc_workflow.rules import phone
from psc_workflow.rules.examples._example import Asking

_asking = Asking(phone.assess)

EXAMPLES = (
    _asking("a number in Polynesia, with its prefix", value="+689 40 00 00 00"),
    _asking("dots", value="40.00.00.00"),
    _asking("brackets, slashes and hyphens", value="(+33) 1/99-00-00-00"),
    _asking("6 digits", value="250000"),
    _asking("15 digits", value="+123456789012345"),
    _asking("not known", "phone-missing", value=None),
    _asking("5 digits", "phone-form-wrong", value="25000"),
    _asking("16 digits", "phone-form-wrong", value="+1234567890123456"),
    _asking("nothing written", "phone-form-wrong", value=""),
    _asking("a plus sign inside", "phone-form-wrong", value="40+00+00+00"),
    _asking("an extension", "phone-form-wrong", value="40 00 00 00 poste 3"),
    _asking("digits of another script", "phone-form-wrong", value="٤٠٠٠٠٠٠٠"),
)
