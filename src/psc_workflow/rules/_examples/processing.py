"""
Outcomes of the file: any words of the insurer's.
"""

from psc_workflow.rules import processing
from psc_workflow.rules._examples._example import ExampleMaker

_outcome = ExampleMaker(processing.assess)

EXAMPLES = (
    _outcome("accepted", outcome="adhésion acceptée"),
    _outcome("one letter", outcome="A"),
    _outcome("in another script", outcome="принято"),
    _outcome("not told", "outcome-missing", outcome=None),
    _outcome("empty", "text-blank", outcome=""),
    _outcome("white space alone", "text-blank", outcome="\u00a0\n"),
    _outcome("characters that cannot be seen", "text-blank", outcome="\u200b\ufeff"),
)
