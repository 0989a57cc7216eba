"""
What only the portal knows: its contracts, its clock, who is signed in, where effects go.
"""

from typing import Any

from django.conf import settings

from portal import clock, mailbox
from psc_workflow import Role, contracts
from psc_workflow.web import Caller, Host


def _caller(request: Any) -> Caller | None:
    user = request.user
    return Caller(Role(user.role), user.dossier, user.code) if user.is_authenticated else None


HOST = Host(
    contract=contracts.load(settings.PORTAL_CONTRACT_FILE),
    now=clock.now,
    caller=_caller,
    agent=lambda _: None,  # files are opened by the commands of manage.py alone
    send=mailbox.send,
)
"""Its contract is that of a file; files under those that come with the library are read as well."""
