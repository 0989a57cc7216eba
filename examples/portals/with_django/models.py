"""
Dossiers, their whole history and their outbox, in the tables of the project; one transaction saves all three.
"""

import datetime as dt
import json
from contextlib import suppress

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from portals.common import Host, Run, log_failure, tick_each
from psc_workflow import Command, Decision, Dossier, Outcome, Role, effects
from psc_workflow import commands as do
from psc_workflow.exceptions import DossierExistsError, DossierNotFoundError, Fault, InvalidDocumentError


class DossierRow(models.Model):
    """
    A dossier.

    A ``JSONField`` may store the document in another form: PostgreSQL's ``jsonb`` sorts keys in its own way. It is
    the same document for ``Dossier.load``, which accepts any order and any spaces; ``dump`` always writes one form.
    """

    id = models.CharField(primary_key=True, max_length=255)
    revision = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True, db_index=True)
    document = models.JSONField()


class StepRow(models.Model):
    """One step of a history. The document has the last sixteen only; here all stay, without any values."""

    dossier = models.ForeignKey(DossierRow, models.PROTECT)
    revision = models.PositiveIntegerField()
    step = models.JSONField()

    class Meta:
        """Each revision occurs once."""

        constraints = (models.UniqueConstraint(fields=["dossier", "revision"], name="one_step_a_revision"),)


class EffectRow(models.Model):
    """An effect that is owed; *effect* holds the address of a mail, and is erased once it is delivered or useless."""

    id = models.CharField(primary_key=True, max_length=400)
    dossier = models.ForeignKey(DossierRow, models.PROTECT)
    due_at = models.DateTimeField(db_index=True)
    useful_until = models.DateTimeField(null=True)
    effect = models.JSONField(null=True)
    delivered_at = models.DateTimeField(null=True)


def load(id: str) -> Dossier:
    """Read a dossier."""
    row = DossierRow.objects.filter(pk=id).first()
    if row is None:
        raise DossierNotFoundError("no dossier of this id is stored")
    dossier = Dossier.load(json.dumps(row.document), contracts=settings.PSC_HOST.contracts)
    if (dossier.id, dossier.revision) != (id, row.revision):
        raise InvalidDocumentError("the dossier cannot be used:", [Fault("", "is not that of the row it is stored in")])
    return dossier


def create(dossier: Dossier) -> None:
    """Store a new dossier, with its invitation in the outbox."""
    try:
        with transaction.atomic():
            DossierRow.objects.create(id=dossier.id, **_columns(dossier))
            _owe(dossier, [dossier.invitation])
    except IntegrityError:  # "from None": the error of a database may show the row
        raise DossierExistsError("a dossier of this id is already stored") from None


def decide(
    id: str,
    command: Command | do.Form,
    *,
    at: dt.datetime,
    role: Role,
    key: str | None = None,
    expected_revision: int | None = None,
) -> Decision[Dossier]:
    """Decide and save, unless somebody was faster: then the outcome is ``stale``, or ``duplicate``."""
    dossier = load(id)
    decision = dossier.decide(command, at=at, key=key, role=role, expected_revision=expected_revision)
    # A tick is saved all the same: a new contract may have moved ``due_at``. No browser may send one.
    is_unchanged = decision.dossier is dossier and not isinstance(command, do.Tick)
    if decision.outcome is not Outcome.ACCEPTED or is_unchanged:
        return decision
    with transaction.atomic():
        # The optimistic lock: of two requests that read the same revision, only one finds it still there.
        still_there = DossierRow.objects.filter(pk=id, revision=dossier.revision)
        if still_there.update(**_columns(decision.dossier)):
            steps = zip(decision.steps, decision.as_json()["steps"], strict=True)
            StepRow.objects.bulk_create(
                StepRow(dossier_id=id, revision=step.revision, step=data) for step, data in steps
            )
            _erase_useless(decision.dossier)
            _owe(decision.dossier, decision.effects)
            return decision
    return load(id).decide(command, at=at, key=key, role=role, expected_revision=dossier.revision)


def run_due(host: Host) -> Run:
    """
    Let everything due happen, and deliver what is owed; call it every quarter of an hour, from a management command.

    A missed run changes no right: a dossier that is read gives the same answers. Only mails come late.
    """
    now, sent = host.now(), 0
    due = DossierRow.objects.filter(due_at__lte=now).order_by("due_at", "pk").values_list("id", flat=True)
    failed = tick_each(
        lambda limit: due[:limit],  # a slice is a query of its own
        lambda dossier_id: decide(dossier_id, do.Tick(), at=now, role=Role.CLOCK),
    )
    of_use = Q(useful_until=None) | Q(useful_until__gt=now)
    owed = EffectRow.objects.filter(of_use, delivered_at=None, effect__isnull=False, due_at__lte=now)
    faults: list[Fault] = []
    for row in owed.order_by("due_at", "pk"):
        try:
            effect = effects.parse(row.effect)
        except InvalidDocumentError as error:
            faults += [fault.below(row.pk) for fault in error.faults]
            continue
        try:
            is_sent = host.send(effect) is not False  # outside any transaction: a mail cannot be rolled back
        except Exception as error:  # noqa: BLE001 -- whatever the error, the others must be sent
            log_failure(effect, error)
            continue
        if not is_sent:
            continue
        EffectRow.objects.filter(pk=row.pk).update(delivered_at=now, effect=None)
        sent += 1
    if faults:
        raise InvalidDocumentError("stored effects cannot be read; all others are delivered:", faults)
    return Run(sent, failed)


def _columns(dossier: Dossier) -> dict[str, object]:
    return {"revision": dossier.revision, "due_at": dossier.due_at(), "document": json.loads(dossier.dump())}


def _erase_useless(dossier: Dossier) -> None:
    """Erase what was owed before and no longer makes sense, such as a reminder of an answer that has come."""
    for row in EffectRow.objects.filter(dossier_id=dossier.id, delivered_at=None, effect__isnull=False):
        with suppress(InvalidDocumentError):  # left for ``run_due`` to report
            if not dossier.still_owes(effects.parse(row.effect)):
                EffectRow.objects.filter(pk=row.pk).update(effect=None)


def _owe(dossier: Dossier, owed: list[effects.Effect] | tuple[effects.Effect, ...]) -> None:
    rows = [
        EffectRow(
            id=effect.id,
            dossier_id=dossier.id,
            due_at=effect.due_at,
            useful_until=effect.useful_until,
            effect=effects.as_json(effect),
        )
        for effect in owed
    ]
    EffectRow.objects.bulk_create(rows, ignore_conflicts=True)  # the same effect has the same id, and is owed once
