"""
What an agent is informed of after a command, whoever gave it: a change of their details, the end of a cover.

Both go to the address that the dossier had before the command, so that whoever
changes the address cannot keep the change from the agent.
"""

from collections.abc import Iterator

from psc_workflow._model import commands as do
from psc_workflow._model import effects as to
from psc_workflow._model.effects import ChangeKind
from psc_workflow._model.record import Record
from psc_workflow.states._context import Context
from psc_workflow.states._dates import Days
from psc_workflow.states._losses import find_loss
from psc_workflow.states._making import Make, mail, own_address


def announce_change(context: Context, after: Record) -> Iterator[Make]:
    """Announce what the command has changed; what stays as it was is no change."""
    change = next((kind for kind, has_changed in _changes(context, after) if has_changed), None)
    if change is not None:
        yield mail(
            to.SendChangeNotice,
            *own_address(context.record),
            change=change,
            on=context.today,
            role=context.role,
            capacity=context.capacity,
        )


def announce_loss(context: Context) -> Iterator[Make]:
    """Announce whose cover the command ends, and what can follow."""
    loss = find_loss(context)
    if loss is not None:
        yield mail(
            to.SendCoverEndNotice,
            *own_address(context.record),
            refs=loss.refs,
            last_day=loss.last_day,
            next_covers=loss.next_covers,
        )


def _changes(context: Context, after: Record) -> Iterator[tuple[ChangeKind, bool]]:
    """List what the command is to change, each with whether it has."""
    before = context.record
    match context.command:
        case do.RemoveBeneficiary():
            yield ChangeKind.BENEFICIARY_REMOVED, True
        case do.UpdateBankDetails() | do.GiveBankDetails():
            had_one = before.is_member or _account(before) is not None
            yield ChangeKind.BANK_DETAILS, had_one and _account(before) != _account(after)
        case do.UpdateContactDetails():
            yield ChangeKind.CONTACT_DETAILS, _contact(before) != _contact(after)
        case do.GiveConsents() | do.WithdrawConsent():
            yield ChangeKind.CONSENT, _has_consented(before) != _has_consented(after)
        case do.RecordEffectiveDate() | do.RecordPosition():
            first_day = Days(after, context.contract).effective(context.today).day
            yield ChangeKind.EFFECTIVE_DATE, before.is_member and first_day != context.effective.day
        case do.Rehire():
            yield ChangeKind.EMPLOYMENT, after.is_member
        case do.RecordRepresentative() | do.EndRepresentation():
            yield ChangeKind.REPRESENTATIVE, before.representation != after.representation
        case _:
            return


def _account(record: Record) -> object:
    return record.answers.bank_details


def _contact(record: Record) -> tuple[object, ...]:
    """Return the contact details, given or prefilled."""
    details = record.answers.contact_details or record.agent
    return tuple(getattr(details, name) for name in do.ConfirmContactDetails.field_names())


def _has_consented(record: Record) -> bool:
    consents = record.answers.consents
    return consents is not None and consents.partner_offers is True
