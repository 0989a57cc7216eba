"""
Right answers: for a dossier and an instant, requests that its guards mostly accept.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command, for_event
from psc_workflow._model.people import Child
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import (
    Capacity,
    Consent,
    DocumentKind,
    EndReason,
    Motive,
    Parent,
    PositionKind,
    PriorMembership,
    Rating,
    Situation,
)
from psc_workflow.states._answers import numbers_pending
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._step import draft_fields
from psc_workflow.testing import _answers as right
from psc_workflow.testing._search._timing import Shift
from psc_workflow.testing.people import CARLA, CARLA_DETAILS, CLAUDIA, CLAUDIA_DETAILS, START

_CODE = right.SOCIAL_SECURITY.code_organisme


@attrs.frozen
class Place:
    """Where an answer is given: a dossier with its deadlines, the civil day, and the contract's days."""

    record: Record
    today: dt.date
    shift: Shift

    def after(self, days: int) -> dt.date:
        """Return the day *days* after today."""
        return self.today + dt.timedelta(days=days)


def commands_for(event: str, place: Place) -> Iterator[Command]:
    """List right answers to *event*; one without fields if nothing else is right."""
    answers = _RIGHT.get(event)
    if answers is None:
        yield for_event(event)()
    else:
        yield from answers(place)


def _declare_regime(place: Place) -> Iterator[Command]:
    for regime in place.shift.contract.value("accepted_regimes", place.today):
        yield do.DeclareRegime(regime)


def _declare_beneficiaries(place: Place) -> Iterator[Command]:
    soon = place.shift.day(START).replace(year=START.year - 21) + dt.timedelta(days=40)
    student = attrs.evolve(CARLA, ref="teva", birth_date=soon, situation=Situation.STUDENT, parent=Parent.PARTNER)
    younger = attrs.evolve(student, ref="heiata", birth_date=soon + dt.timedelta(days=160))
    yield from (right.FAMILY, right.ALONE, right.COUPLE, right.CHILDREN)
    yield attrs.evolve(right.FAMILY, children=[attrs.evolve(CARLA, ref=None)])
    yield attrs.evolve(right.FAMILY, children=[student, younger])


def _formulas(kind: type[do.ChooseFormula | do.ChangeFormula]) -> Callable[[Place], Iterator[Command]]:
    def choose(place: Place) -> Iterator[Command]:
        yield from map(kind, place.shift.contract.all_formulas)

    return choose


def _confirm_identity(_: Place) -> Iterator[Command]:
    yield right.IDENTITY


def _declare_partner(place: Place) -> Iterator[Command]:
    partner = place.record.answers.partner or CLAUDIA
    yield attrs.evolve(CLAUDIA_DETAILS, birth_date=partner.birth_date, regime=partner.regime, code_organisme=_CODE)


def _declare_child(place: Place) -> Iterator[Command]:
    answers = place.record.answers
    for child in answers.children_pending or answers.children:
        yield _details(child)
        yield attrs.evolve(_details(child), nir=None)


def _details(child: Child) -> do.DeclareChild:
    return attrs.evolve(CARLA_DETAILS, ref=child.ref, birth_date=child.birth_date, code_organisme=_CODE)


def _confirm_contact_details(place: Place) -> Iterator[Command]:
    agent = place.record.agent
    prefilled = {name: getattr(agent, name) for name in do.ContactDetails.field_names()}
    yield attrs.evolve(right.CONTACT, **{name: value for name, value in prefilled.items() if value is not None})


def _attestations(kind: type[do.HonourStatement]) -> Callable[[Place], Iterator[Command]]:
    def attest(place: Place) -> Iterator[Command]:
        chosen, last_day = place.record.answers.motive, place.record.dispensation.last_day
        fields = {name: getattr(right.ATTESTATION, name) for name in do.HonourStatement.field_names()}
        fields |= {"motive": chosen.motive if chosen else Motive.C2S, "signed_on": place.today}
        for days in (200, 300, 30):
            end = max(place.after(days), (last_day or place.today) + dt.timedelta(days=days))
            yield kind(**fields | {"end_date": min(end, place.after(350))})

    return attest


def _choose_motive(place: Place) -> Iterator[Command]:
    start = place.shift.day(START)
    later = max(start + dt.timedelta(days=300), place.after(100))
    yield right.MOTIVE
    yield attrs.evolve(right.MOTIVE, facts=do.MotiveFacts(opened_on=place.today))
    facts = {
        Motive.INDIVIDUAL_CONTRACT: do.MotiveFacts(contract_end=later, in_force_since=dt.date(2020, 1, 1)),
        Motive.FIXED_TERM_INDIVIDUAL: do.MotiveFacts(fixed_term=True, individual_cover=True, fixed_term_end=later),
        Motive.C2S: do.MotiveFacts(entitled_until=later),
    }
    for motive in Motive:
        yield do.ChooseMotive(motive, facts.get(motive, do.MotiveFacts()))
        yield do.ChooseMotive(motive, attrs.evolve(facts.get(motive, do.MotiveFacts()), opened_on=place.today))


def _refs(place: Place) -> tuple[str, ...]:
    cover = place.record.membership.cover
    return cover.refs if cover is not None else ()


def _remove_beneficiary(place: Place) -> Iterator[Command]:
    for ref in _refs(place):
        for days in (0, 10, 25):
            yield do.RemoveBeneficiary(ref, "autre couverture", place.after(days))


def _complete_beneficiary(place: Place) -> Iterator[Command]:
    for ref in [*numbers_pending(place.record), *_refs(place)]:
        if ref == "partner":
            yield do.CompleteBeneficiary(ref, partner_details=next(iter(_declare_partner(place))))  # type: ignore[arg-type]
            yield do.CompleteBeneficiary(ref, CLAUDIA_DETAILS.nir)
        else:
            yield do.CompleteBeneficiary(ref, CARLA_DETAILS.nir)


def _add_beneficiary(_: Place) -> Iterator[Command]:
    born = attrs.evolve(CARLA, ref=None, birth_date=dt.date(2015, 6, 1))
    yield do.AddBeneficiary(partner=CLAUDIA)
    yield do.AddBeneficiary(partner=CLAUDIA, partner_details=attrs.evolve(CLAUDIA_DETAILS, code_organisme=_CODE))
    yield do.AddBeneficiary(child=born)
    yield do.AddBeneficiary(child=born, child_details=attrs.evolve(_details(born), ref=None))


def _update_contact_details(_: Place) -> Iterator[Command]:
    contact = {name: getattr(right.CONTACT, name) for name in right.CONTACT.field_names()}
    yield do.UpdateContactDetails(**contact | {"city": "Pīraʻe"})


def _record_effective_date(place: Place) -> Iterator[Command]:
    first_of_next = (place.today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    yield from map(do.RecordEffectiveDate, (first_of_next, place.shift.day(START), place.today, place.after(150)))


def _record_position(place: Place) -> Iterator[Command]:
    for days in (60, 15):
        yield do.RecordPosition(PositionKind.NOT_CONCERNED, place.today, place.after(days))
    for kind in PositionKind:
        yield do.RecordPosition(kind, place.today)


def _record_representative(place: Place) -> Iterator[Command]:
    yield from (do.RecordRepresentative(capacity, place.today) for capacity in Capacity)
    yield do.RecordRepresentative(Capacity.GUARDIAN, place.after(20))


def _suspend(place: Place) -> Iterator[Command]:
    for days in (0, 20):
        yield do.Suspend(right.SUSPENDING_LEAVE, place.after(days))
    yield from (do.Suspend("congé inhabituel", place.today, confirmed=confirmed) for confirmed in (True, False, None))
    yield do.Suspend("congé de maladie", place.today)


def _end_membership(place: Place) -> Iterator[Command]:
    for reason in (EndReason.DEATH, EndReason.DEPARTURE, EndReason.RETIREMENT):
        yield do.EndMembership(reason, place.today)
    yield do.EndMembership(EndReason.DEPARTURE, place.after(15))
    yield do.EndMembership(EndReason.DEATH, place.after(1))


def _transfer(place: Place) -> Iterator[Command]:
    for days in (0, 30):
        yield do.Transfer("other-contract", place.after(days))
    yield do.Transfer(place.record.contract, place.today)


def _save_and_quit(place: Place) -> Iterator[Command]:
    journey = place.record.active
    fields = sorted(draft_fields(JOURNEYS[journey], place.record.states.of(journey)))[:1]
    yield do.SaveAndQuit(dict.fromkeys(fields, "Ben"))
    yield do.SaveAndQuit(dict.fromkeys(fields, "B\x07en"))
    yield do.SaveAndQuit({"no_field_of_it": "Ben"})


def _record_needs_simulation(place: Place) -> Iterator[Command]:
    formula = place.shift.contract.all_formulas[0]
    yield do.RecordNeedsSimulation(place.today, formula, place.shift.day(START))


_RIGHT: dict[str, Callable[[Place], Iterator[Command]]] = {
    "declare_regime": _declare_regime,
    "declare_beneficiaries": _declare_beneficiaries,
    "choose_formula": _formulas(do.ChooseFormula),
    "confirm_identity": _confirm_identity,
    "declare_social_security": lambda _: iter([right.SOCIAL_SECURITY]),
    "declare_partner": _declare_partner,
    "declare_child": _declare_child,
    "confirm_contact_details": _confirm_contact_details,
    "give_consents": lambda _: iter([do.GiveConsents(partner_offers=True)]),
    "give_bank_details": lambda _: iter([right.BANK]),
    "sign": lambda _: iter([right.WITH_MANDATE, right.SIGNATURE]),
    "rate_experience": lambda _: iter([do.RateExperience(Rating.HAPPY)]),
    "open_invitation": lambda _: map(do.OpenInvitation, PriorMembership),
    "create_account": lambda _: iter([right.ACCOUNT]),
    "report_login": lambda _: iter([do.ReportLogin(success=True), do.ReportLogin(success=False)]),
    "reset_password": lambda _: iter([do.ResetPassword(right.PASSWORD, right.PASSWORD)]),
    "report_not_concerned": lambda _: iter([do.ReportNotConcerned("Je relève de la CPS.")]),
    "choose_motive": _choose_motive,
    "attest": _attestations(do.Attest),
    "renew_dispensation": _attestations(do.RenewDispensation),
    "request_dispensation": lambda _: iter([do.RequestDispensation(warning_read=True)]),
    "report_motive_end": lambda place: map(do.ReportMotiveEnd, (place.today, place.after(20))),
    "report_processing": lambda _: iter([do.ReportProcessing("validé")]),
    "record_effective_date": _record_effective_date,
    "record_position": _record_position,
    "record_representative": _record_representative,
    "end_representation": lambda place: map(do.EndRepresentation, (place.today, place.after(20))),
    "rehire": lambda place: map(do.Rehire, (place.today, place.after(1), place.after(20))),
    "change_formula": _formulas(do.ChangeFormula),
    "add_beneficiary": _add_beneficiary,
    "remove_beneficiary": _remove_beneficiary,
    "complete_beneficiary": _complete_beneficiary,
    "update_bank_details": lambda _: iter([do.UpdateBankDetails("M. Dupond", right.BANK.iban)]),
    "update_contact_details": _update_contact_details,
    "update_teletransmission": lambda _: iter([do.UpdateTeletransmission(teletransmission=False)]),
    "sign_mandate": lambda _: iter([do.SignMandate("proof-2")]),
    "withdraw_consent": lambda _: iter([do.WithdrawConsent(Consent.PARTNER_OFFERS)]),
    "suspend": _suspend,
    "reinstate": lambda place: map(do.Reinstate, (place.today, place.after(30))),
    "end_membership": _end_membership,
    "transfer": _transfer,
    "save_and_quit": _save_and_quit,
    "request_document": lambda _: map(do.RequestDocument, DocumentKind),
    "record_needs_simulation": _record_needs_simulation,
}
"""Answers by the event of their command; the others have no fields."""
