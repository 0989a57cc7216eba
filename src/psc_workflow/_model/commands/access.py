"""
Creating the account and signing in. A rule reads passwords; they are never stored.
"""

from typing import ClassVar, Self, TypeAlias

import attrs

from psc_workflow._model.commands.base import AGENT_ALONE, Command
from psc_workflow._model.personal import personal
from psc_workflow._model.vocabulary import PriorMembership, Role

_PASSWORDS = frozenset({"password", "confirmation"})


@attrs.frozen
class OpenInvitation(Command):
    """
    Follow the link of the invitation.

    Args:
        membership: Whether the agent is a member already, with an active
            account or an inactive one.
    """

    membership: PriorMembership | None = None


@attrs.frozen
class CreateAccount(Command):
    """
    Create the account, under an e-mail address of the agent's choice.

    Args:
        password: Never stored.
        confirmation: The same again; never stored.
    """

    roles: ClassVar[tuple[Role, ...]] = AGENT_ALONE
    never_in_a_draft: ClassVar[frozenset[str]] = _PASSWORDS

    email: str | None = personal("contact", text="email")
    password: str | None = personal("secret")
    confirmation: str | None = personal("secret")

    def without_secrets(self) -> Self:
        """Leave both passwords out."""
        return attrs.evolve(self, password=None, confirmation=None)


@attrs.frozen
class ContinueToLogin(Command):
    """Go from the confirmation of the account to the sign-in page."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_ALONE


@attrs.frozen
class ReportLogin(Command):
    """Report, as the host, whether signing in succeeded."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_ALONE
    host_only: ClassVar[frozenset[str]] = frozenset({"success"})

    success: bool | None = None


@attrs.frozen
class ForgetPassword(Command):
    """Ask for a new password."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_ALONE


@attrs.frozen
class ResetPassword(Command):
    """
    Choose a new password.

    Args:
        password: Never stored.
        confirmation: The same again; never stored.
    """

    roles: ClassVar[tuple[Role, ...]] = AGENT_ALONE
    never_in_a_draft: ClassVar[frozenset[str]] = _PASSWORDS

    password: str | None = personal("secret")
    confirmation: str | None = personal("secret")

    def without_secrets(self) -> Self:
        """Leave both passwords out."""
        return attrs.evolve(self, password=None, confirmation=None)


@attrs.frozen
class SignOut(Command):
    """Leave the personal space."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_ALONE


AccessCommand: TypeAlias = (
    OpenInvitation | CreateAccount | ContinueToLogin | ReportLogin | ForgetPassword | ResetPassword | SignOut
)
"""In the order of the screens."""
