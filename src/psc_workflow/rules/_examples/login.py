"""
Signing in: success and failure are both answers.
"""

from psc_workflow.rules import login
from psc_workflow.rules._examples._example import ExampleMaker

_example = ExampleMaker(login.assess)

EXAMPLES = (
    _example("signed in", success=True),
    _example("credentials refused", success=False),
    _example("outcome not known", "login-outcome-missing", success=None),
)
