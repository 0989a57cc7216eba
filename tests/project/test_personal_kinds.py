"""
Every field of a command, of a dossier and of an effect is of a kind of personal data, or is said not to be.
"""

import attrs
import pytest

import leaks
from psc_workflow import commands, effects
from psc_workflow._model import people, record
from psc_workflow._model.personal import PersonalKind, kinds_of_fields, personal_fields

OF_NO_KIND = {
    "of the file itself: where it stands, since when, under which contract": (
        "Accepted.key Accepted.fingerprint Accepted.revision AskForReview.about ContinueUnder.next_contract "
        "Draft.state Effect.contract Effect.dossier Effect.due_at Effect.useful_until Effect.id "
        "FormerMembership.affiliated_at Mail.locale Mail.recipient History.head History.count Membership.affiliated_at Membership.contested "
        "Plan.event Plan.contract Record.id Record.contract Record.contract_version Record.opened_at "
        "Record.invited_at Record.at Record.revision Record.active Record.suspended_days Record.noticed Report.state "
        "States.access States.affiliation States.dispensation States.membership Step.revision Step.journey "
        "Step.command Step.state Step.role Step.at Step.outcome Step.codes Step.contract_version "
        "Step.library_version Step.chain Answers.defaulted Transfer.contract ReportLogin.success"
    ),
    "of the cover and what it costs, which every role handles": (
        "Answers.formula ChangeFormula.formula ChooseFormula.formula Cover.formula Cover.chosen Cover.since "
        "DeclareRegime.regime Household.regime Household.gross_cents KeptQuote.made_on KeptQuote.on "
        "KeptQuote.formula KeptQuote.employer KeptQuote.payroll KeptQuote.debited KeptQuote.debits "
        "RecordNeedsSimulation.done_on RecordNeedsSimulation.recommended_formula "
        "RecordNeedsSimulation.wished_effective_date OpenInvitation.membership ProduceDocument.kind "
        "ProduceDocument.on_request RequestDocument.kind Sign.documents_read SendReviewOutcome.concerned"
    ),
    "of the employment, which the employer itself states": (
        "Agent.hired_on Agent.employment Agent.locale Household.retired_on Household.position Position.kind "
        "Position.first_day Position.last_day RecordPosition.position RecordPosition.first_day "
        "RecordPosition.last_day"
    ),
    "a day, or a reason, on which the file goes on or ends": (
        "Answers.signed_at ContinueUnder.on Dispensation.granted_on Dispensation.valid_until "
        "Dispensation.renewable Dispensation.motive_ends_on Dispensation.ended_on EndMembership.reason "
        "EndMembership.on EndRepresentation.on HonourStatement.end_date HonourStatement.signed_on "
        "InformSurvivors.on InformSurvivors.rights InformSurvivors.last_day Membership.effective_on "
        "Membership.suspended_on Membership.ended Membership.ended_on Membership.rehired_on "
        "OpenRetireeWindow.opens_on OpenRetireeWindow.last_day Plan.on RecordEffectiveDate.on Rehire.on "
        "Reinstate.on Removal.on RemoveBeneficiary.on Report.on ReportMotiveEnd.ended_on Representation.since "
        "Representation.ends_on RecordRepresentative.on SendAcknowledgement.request SendAcknowledgement.requested_on "
        "SendAutomaticAffiliation.effective_on SendChangeNotice.change SendChangeNotice.on SendInvitation.last_day "
        "SendReminder.last_day SendRenewalNotice.last_day SendReviewOutcome.last_day SendCoverEndNotice.last_day "
        "SendCoverEndNotice.next_covers Suspend.on Transfer.on"
    ),
    "names somebody inside the file, and nobody outside it": (
        "Child.ref CompleteBeneficiary.ref DeclareChild.ref InformSurvivors.beneficiaries Number.ref Plan.ref "
        "Removal.ref RemoveBeneficiary.ref SendChildAgeNotice.ref SendChildAgeNotice.age SendCoverEndNotice.refs"
    ),
    "in which capacity somebody acts, which a manager records": (
        "RecordRepresentative.capacity Representation.capacity SendChangeNotice.role SendChangeNotice.capacity "
        "Step.capacity"
    ),
    "a choice, a tick or an opinion of the agent about this file": (
        "Answers.rating RateExperience.rating GiveConsents.partner_offers HonourStatement.signed "
        "HonourStatement.curator_signed RequestDispensation.warning_read Sign.certified Sign.accepted "
        "Suspend.confirmed DeclareSocialSecurity.teletransmission UpdateTeletransmission.teletransmission "
        "WithdrawConsent.kind"
    ),
}
"""Fields that no contract withholds from a role, by why they are of no kind."""

NOT_PERSONAL = {name for names in OF_NO_KIND.values() for name in names.split()}


def classes() -> set[type]:
    """Collect every class of commands, dossiers and effects, with what is nested in it."""
    waiting: list[type] = [people.Agent, people.Household, record.Record, *commands.ALL, *effects.ALL]
    collected = set[type]()
    while waiting:
        cls = waiting.pop()
        if cls not in collected:
            collected.add(cls)
            fields = attrs.fields(attrs.resolve_types(cls))
            waiting += [nested for field in fields for nested in leaks.classes_in(field.type)]
    return collected


def owner(cls: type, name: str) -> str:
    """Name the class that declares the field *name*, and the field."""
    bases = (base for base in reversed(cls.__mro__) if attrs.has(base) and name in attrs.fields_dict(base))
    return f"{next(bases).__name__}.{name}"


FIELDS = {
    owner(cls, field.name): kinds_of_fields(cls).get(field.name, "")
    for cls in classes()
    for field in attrs.fields(attrs.resolve_types(cls))
    if not [*leaks.classes_in(field.type)] or "personal" in field.metadata
}


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_field_is_of_a_kind_or_is_said_to_be_of_none(name: str) -> None:
    assert (name in NOT_PERSONAL) != bool(FIELDS[name]), "declare it by `personal` or `classified`, or say why not"
    assert FIELDS[name] in {"", "secret", *PersonalKind}


def test_nothing_is_said_of_a_field_that_there_is_not_nor_twice() -> None:
    assert {*FIELDS} >= NOT_PERSONAL
    assert sum(len(names.split()) for names in OF_NO_KIND.values()) == len(NOT_PERSONAL)


def test_whatever_a_repr_hides_can_be_withheld() -> None:
    for cls in classes():
        assert personal_fields(cls).items() <= kinds_of_fields(cls).items()
