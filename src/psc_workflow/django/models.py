"""
Dossiers, their whole history and their outbox, in the tables of the project; one transaction saves all three.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.db.models import Min, Q

from psc_workflow._model.commands import Command, Submission
from psc_workflow._model.decision import Decision
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring.arguments import instant_in_range
from psc_workflow.django._host import contracts, seal_keys
from psc_workflow.django.fields import DossierField
from psc_workflow.dossier import Dossier
from psc_workflow.stores import Store
from psc_workflow.stores._encoding import can_be_id
from psc_workflow.stores._finding import COUNTED

UNDELIVERED = Q(delivered_at=None, effect__isnull=False)
WAITING = UNDELIVERED & Q(dead_at=None)
DEAD = UNDELIVERED & Q(dead_at__isnull=False)
"""What becomes of an effect; where a database has partial indexes, what is over is not in them."""


class DossierManager(models.Manager):
    """Locks and saves dossiers."""

    @property
    def store(self) -> Store:
        """The store over these tables, with all that a ``Store`` can do: leases, dead letters, the index, erasure."""
        from psc_workflow.django._store import DjangoStore  # noqa: PLC0415 -- which needs the models

        return DjangoStore(contracts(), using=self.db, seal_keys=seal_keys())

    def open(self, dossier: Dossier) -> None:
        """
        Store a new dossier, with its invitation in the outbox.

        Raises:
            DossierExistsError: One of this id is stored already, or was erased.
        """
        self.store.create(dossier, effects=[dossier.invitation])

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        """
        Read a dossier.

        Raises:
            DossierNotFoundError: No dossier of this id is stored.
            InvalidDocumentError: It cannot be read.
        """
        return self.store.load(id)

    def decide(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        command: Command | Submission,
        *,
        at: dt.datetime,
        role: Role,
        **named: Any,
    ) -> Decision[Dossier]:
        """Lock, load, decide and save, with the history and what is owed; arguments as for ``Store.decide``."""
        return self.store.decide(id, command, at=at, role=role, **named)

    def next_due(self, after: dt.datetime) -> dt.datetime | None:
        """Find when the next deadline of a file, or the next effect, falls due after *after*; ``None`` if none does."""
        after = instant_in_range(after, "after")
        effects = OwedEffect.objects.using(self.db).filter(WAITING)
        next_at = [rows.filter(due_at__gt=after).aggregate(at=Min("due_at"))["at"] for rows in (self.all(), effects)]
        return min((at for at in next_at if at is not None), default=None)

    @contextmanager
    def locked(self, id: str) -> Iterator[Dossier]:  # noqa: A002 -- as Dossier.open
        """
        Hold a dossier for the time of a transaction: others wait before they decide on it.

        For a decision that depends on tables of your own, or is saved with them.
        """
        with transaction.atomic(using=self.db):
            if can_be_id(id):
                list(self.select_for_update().filter(pk=id).values_list("pk"))
            yield self.load(id)


class StoredDossier(models.Model):
    """
    A dossier, and what it is found by.

    The columns beside the document say how it stood after its last change; they
    hold no personal data.
    """

    id = models.CharField(primary_key=True, max_length=255)
    revision = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True)
    dossier = DossierField()
    digest = models.BinaryField(null=True)
    contract = models.CharField(max_length=255)
    access = models.CharField(max_length=40)
    affiliation = models.CharField(max_length=40)
    dispensation = models.CharField(max_length=40)
    membership = models.CharField(max_length=40)
    status = models.CharField(max_length=80)
    effective_on = models.DateField(null=True)
    pending = models.TextField()
    retention_until = models.DateField(null=True)
    tick_at = models.DateTimeField(null=True)
    tick_attempts = models.PositiveIntegerField(default=0)
    tick_error = models.CharField(max_length=255, null=True)  # noqa: DJ001 -- no error is no blank one

    objects = DossierManager()

    class Meta:
        """In the order of their ids."""

        ordering = ("id",)
        verbose_name = "dossier"
        indexes = (
            models.Index(fields=["due_at", "id"], name="psc_stored_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["tick_at", "id"], name="psc_stored_tick", condition=Q(tick_at__isnull=False)),
            *(models.Index(fields=[name, "id"], name=f"psc_stored_{name}") for name in COUNTED),
            models.Index(
                fields=["id", "retention_until"],
                name="psc_stored_retention",
                condition=Q(retention_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class StoredStep(models.Model):
    """One step of a history. The document has the last sixteen only; here all stay, without any values."""

    dossier = models.ForeignKey(StoredDossier, models.PROTECT, related_name="steps")
    revision = models.PositiveIntegerField()
    step = models.TextField()

    class Meta:
        """Each revision occurs once."""

        ordering = ("dossier", "revision")
        constraints = (models.UniqueConstraint(fields=["dossier", "revision"], name="psc_one_step_a_revision"),)
        verbose_name = "step"

    def __str__(self) -> str:
        return f"{self.dossier_id}, {self.revision}"


class OwedEffect(models.Model):
    """An effect that is owed; *effect* holds the address of a mail, and is erased once it is delivered or useless."""

    id = models.CharField(primary_key=True, max_length=400)
    dossier = models.ForeignKey(StoredDossier, models.PROTECT, related_name="effects")
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    effect = models.TextField(null=True)  # noqa: DJ001 -- erased is not blank
    digest = models.BinaryField(null=True)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=255, null=True)  # noqa: DJ001 -- no error is no blank one
    dead_at = models.DateTimeField(null=True)

    class Meta:
        """The longest due first."""

        ordering = ("due_at", "id")
        verbose_name = "effect"
        indexes = (
            models.Index(fields=["due_at", "id"], name="psc_owed_due", condition=WAITING),
            models.Index(fields=["next_at", "id"], name="psc_owed_next", condition=WAITING),
            models.Index(fields=["id"], name="psc_owed_dead", condition=DEAD),
            models.Index(
                fields=["useful_until"],
                name="psc_owed_useful",
                condition=Q(effect__isnull=False, useful_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class StoreMark(models.Model):
    """What the store notes about itself, such as its last tick."""

    name = models.CharField(primary_key=True, max_length=80)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.name)


class Tombstone(models.Model):
    """What stays of an erased dossier: its id and the day."""

    dossier = models.CharField(primary_key=True, max_length=255)
    erased_on = models.DateField()

    def __str__(self) -> str:
        return str(self.dossier)
