"""
What became of the file: the insurer's words, whatever they are.
"""

from psc_workflow.rules import processing
from psc_workflow.rules.examples._example import Asking

_told = Asking(processing.assess)

EXAMPLES = (
    _told("accepted", outcome="adhésion acceptée"),
    _told("one letter", outcome="A"),
    _told("in another script", outcome="принято"),
    _told("not told", "outcome-missing", outcome=None),
    _told("empty", "text-blank", outcome=""),
    _told("white space alone", "text-blank", outcome="\u00a0\n"),
    _told("characters that cannot be seen", "text-blank", outcome="\u200b\ufeff"),
)
