"""
Signing in: success and failure are both answers.
"""

from psc_workflow.rules import login
from psc_workflow.rules.examples._example import Asking

_asking = Asking(login.assess)

EXAMPLES = (
    _asking("signed in", success=True),
    _asking("credentials refused", success=False),
    _asking("outcome not known", "login-outcome-missing", success=None),
)
