"""
Accounts, attempts to sign in, and what a demonstration keeps: its clock, its mails.
"""

from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from psc_workflow import Role


class Account(AbstractBaseUser):
    """
    Somebody who signs in: an agent, for one file, or somebody of the employer or the insurer.

    Staff with a ``contract`` see the files of that contract alone; staff of an
    insurer need one, and see those of all contracts of this insurer.
    ``code`` means nothing to others: the history of a file keeps it. Two
    accounts may have one address, under two contracts: which is meant, the
    password tells.
    """

    code = models.CharField(max_length=64, unique=True)
    email = models.CharField(max_length=254, db_index=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    dossier = models.CharField(max_length=255, null=True, unique=True)
    contract = models.CharField(max_length=255, null=True)

    USERNAME_FIELD = "code"
    objects = BaseUserManager()

    @property
    def is_agent(self) -> bool:
        """Whether this is an agent, who sees one file."""
        return bool(self.role == Role.AGENT.value)


class SignedDocument(models.Model):
    """A document as it was when it was signed; it goes with the account, and is erased with it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="signed_documents")
    kind = models.CharField(max_length=64)
    at = models.DateTimeField()
    page = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "kind"]


class Person(models.Model):
    """The name of an agent, by which the desk finds the file; it is erased with it."""

    dossier = models.CharField(primary_key=True, max_length=255)
    name = models.TextField()
    folded = models.TextField()


class Attempt(models.Model):
    """An attempt to sign in, or to have a password sent; what is counted is a digest."""

    digest = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)


class Clock(models.Model):
    """The clock of a demonstration, in one row: it showed ``shown`` at the real instant ``set_at``."""

    started = models.DateTimeField()
    shown = models.DateTimeField()
    set_at = models.DateTimeField()


class Delivery(models.Model):
    """A mail or a task that was delivered; in a demonstration, this is where it goes."""

    effect = models.CharField(primary_key=True, max_length=255)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=64)
    dossier = models.CharField(max_length=255, db_index=True)
    recipient = models.CharField(max_length=20)
    address = models.CharField(max_length=320)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    link = models.TextField()
    locale = models.CharField(max_length=2, default="fr")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "effect"]

    @property
    def path(self) -> str:
        """The path of the page that it leads to."""
        return str(self.link.removeprefix(settings.PORTAL_ADDRESS))

    @property
    def document(self) -> str:
        """The kind of document that it leads to, if it does."""
        return self.path.strip("/").rpartition("/")[2]

    def paragraphs(self) -> Iterator[tuple[str, str]]:
        """Yield the text, paragraph by paragraph, with the path that one leads to: its last line is the address."""
        for paragraph in self.text.strip().split("\n\n"):
            words, _, address = paragraph.rpartition("\n")
            if self.link and address == self.link:
                yield words, self.path
            else:
                yield paragraph, ""
