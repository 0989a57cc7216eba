"""
The right answer to every question, for a dossier as it stands: what is asked twice agrees, what is prefilled returns.

A table of one function a command; without a dossier each answers for somebody
who has just been invited under the contract of the guide.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import attrs
from hypothesis import strategies as st

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command
from psc_workflow._model.people import Agent, Child, Partner
from psc_workflow._model.record import Cover, Record
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.vocabulary import (
    Capacity,
    Civility,
    Consent,
    DocumentKind,
    EndReason,
    Motive,
    PositionKind,
    PriorMembership,
    Rating,
)
from psc_workflow.rules import motive, signature
from psc_workflow.rules.document_request import TO_SIGN
from psc_workflow.states import _course
from psc_workflow.testing.people import CARLA, CLAUDIA
from psc_workflow.testing.strategies._numbers import ibans, names, nirs
from psc_workflow.testing.strategies._people import FIRST_NAMES, HOMES, agents, children, families, partners
from psc_workflow.testing.strategies._setting import Setting

PASSWORD = "Mahana2026!"  # noqa: S105 -- nobody's

_ONE_DAY = dt.timedelta(days=1)
_YEAR = dt.timedelta(days=365)
_SUSPENDING_LEAVE = "disponibilité pour convenances personnelles"


@attrs.frozen
class Screen:
    """
    What the answers depend on.

    Args:
        draw: From Hypothesis.
        place: The contract, and the day on which ages are taken.
        today: Civil day of the request.
        record: ``None`` if nobody has been invited.
        at: Instant of the request.
    """

    draw: st.DrawFn
    place: Setting
    today: dt.date
    agent: Agent
    record: Record | None = None
    at: dt.datetime | None = None

    @classmethod
    def of(cls, draw: st.DrawFn, record: Record, contract: Contract, at: dt.datetime) -> "Screen":
        """Read a dossier as of *at*."""
        context = _course.look(record, contract, at, record.active)
        reference = context.cover_date.day or context.cover_date.reference
        return cls(draw, Setting(contract, reference), context.today, record.agent, record, at)

    @property
    def contract(self) -> Contract:
        """The contract of the dossier."""
        return self.place.contract

    @property
    def answers(self) -> Answers:
        """What was answered before."""
        return self.record.answers if self.record else Answers()

    @property
    def cover(self) -> Cover | None:
        """Who is covered."""
        return self.record.membership.cover if self.record else None

    @property
    def partner(self) -> Partner:
        """The partner whom details are about."""
        covered = self.cover.partner if self.cover else None
        return self.answers.partner or covered or CLAUDIA

    @property
    def children(self) -> tuple[Child, ...]:
        """The children whom details are about, those that still lack them first."""
        answers = self.answers
        return answers.children_pending or answers.children or (self.cover.children if self.cover else ()) or (CARLA,)

    @property
    def first_of_next_month(self) -> dt.date:
        """A day ahead, on which changes usually begin."""
        return (self.today.replace(day=28) + dt.timedelta(days=4)).replace(day=1)

    @property
    def curator_evidence(self) -> str | Unanswered:
        """The curator's signature, if the agent has a curator."""
        representation = self.record.representation if self.record else None
        has_curator = representation is not None and representation.capacity is Capacity.CURATOR
        return "evidence-3" if has_curator else UNANSWERED

    def prefilled(self, name: str, otherwise: Any) -> Any:
        """Return what the employer prefilled, or else an answer."""
        value = getattr(self.agent, name)
        return otherwise if value is None else value


# -- access ----------------------------------------------------------------------------------------------


def _open_invitation(screen: Screen) -> Command:
    return do.OpenInvitation(screen.draw(st.sampled_from((PriorMembership.NONE, *PriorMembership))))


def _create_account(screen: Screen) -> Command:
    return do.CreateAccount(screen.prefilled("email", "agent@example.org"), PASSWORD, PASSWORD)


def _report_login(screen: Screen) -> Command:
    return do.ReportLogin(success=screen.draw(st.sampled_from((True, False))))


def _reset_password(_: Screen) -> Command:
    return do.ResetPassword(PASSWORD, PASSWORD)


# -- affiliation -----------------------------------------------------------------------------------------


def _declare_regime(screen: Screen) -> Command:
    return do.DeclareRegime(screen.draw(st.sampled_from(screen.place.regimes)))


def _declare_beneficiaries(screen: Screen) -> Command:
    family = screen.draw(families(screen.place, screen.agent.birth_date))
    return do.DeclareBeneficiaries(family.partner, family.children)


def _choose_formula(screen: Screen) -> Command:
    return do.ChooseFormula(screen.draw(st.sampled_from(screen.place.formulas)))


def _confirm_identity(screen: Screen) -> Command:
    return do.ConfirmIdentity(
        civility=screen.prefilled("civility", Civility.MADAME),
        usage_name=screen.prefilled("usage_name", screen.draw(names())),
        birth_name=screen.prefilled("birth_name", "Dupond"),
        first_name=screen.prefilled("first_name", "Hina"),
        birth_date=screen.prefilled("birth_date", dt.date(1970, 3, 12)),
        birth_country="PF",
        birth_city="Papeete",
    )


def _declare_social_security(screen: Screen) -> Command:
    identity = screen.answers.identity
    born = identity.birth_date if identity else screen.agent.birth_date
    civility = (identity.civility if identity else screen.agent.civility) or Civility.MADAME
    number = screen.draw(nirs(birth_date=born, civility=civility))
    return do.DeclareSocialSecurity(number, None, teletransmission=screen.draw(st.sampled_from((True, False))))


def _declare_partner(screen: Screen) -> Command:
    return _partner_details(screen, screen.partner)


def _partner_details(screen: Screen, partner: Partner) -> do.DeclarePartner:
    civility = screen.draw(st.sampled_from((Civility.MADAME, Civility.MONSIEUR)))
    return do.DeclarePartner(
        civility=civility,
        usage_name=screen.draw(names()),
        birth_name="Duzu",
        first_name="Claudia",
        birth_date=partner.birth_date,
        birth_country="FR",
        birth_city="Paris",
        regime=partner.regime,
        nir=screen.draw(nirs(birth_date=partner.birth_date, civility=civility)),
    )


def _declare_child(screen: Screen) -> Command:
    child = screen.children[0]
    civility = screen.draw(st.sampled_from((Civility.MADAME, Civility.MONSIEUR)))
    number = nirs(birth_date=child.birth_date, civility=civility)
    return do.DeclareChild(
        ref=child.ref or "carla",
        civility=civility,
        first_name=screen.draw(st.sampled_from(FIRST_NAMES)),
        last_name=screen.draw(names()),
        birth_date=child.birth_date,
        birth_country="FR",
        birth_city="Paris",
        nir=screen.draw(st.one_of(number, st.none())),
    )


def _contact_details(screen: Screen) -> dict[str, Any]:
    address, postal_code, city, country, phone = screen.draw(st.sampled_from(HOMES))
    return {
        "address": address,
        "postal_code": postal_code,
        "city": city,
        "country": country,
        "email": "agent@example.org",
        "phone": phone,
    }


def _confirm_contact_details(screen: Screen) -> Command:
    others = _contact_details(screen)
    return do.ConfirmContactDetails(**{name: screen.prefilled(name, value) for name, value in others.items()})


def _give_consents(screen: Screen) -> Command:
    return do.GiveConsents(partner_offers=screen.draw(st.sampled_from((False, True))))


def _account(screen: Screen) -> dict[str, Any]:
    return {"holder": screen.draw(names()), "iban": screen.draw(ibans())}


def _sign(screen: Screen) -> Command:
    documents: tuple[DocumentKind, ...] = TO_SIGN
    if screen.record is not None and screen.at is not None:
        quote = _course.look(screen.record, screen.contract, screen.at, "affiliation").quote
        documents = signature.documents_to_read(quote, contract=screen.contract) if quote else documents
    return do.Sign(
        documents, certified=True, accepted=True, evidence="evidence-1", curator_evidence=screen.curator_evidence
    )


def _rate_experience(screen: Screen) -> Command:
    return do.RateExperience(screen.draw(st.sampled_from(Rating)))


def _record_needs_simulation(screen: Screen) -> Command:
    formula = screen.draw(st.sampled_from(screen.place.formulas))
    return do.RecordNeedsSimulation(screen.today, formula, screen.place.on)


# -- dispensation ----------------------------------------------------------------------------------------


def _choose_motive(screen: Screen) -> Command:
    chosen: Motive = screen.draw(
        st.sampled_from((Motive.PARTNER_COLLECTIVE, Motive.COMPULSORY_COLLECTIVE, *motive.listed(screen.today)))
    )
    ahead = max(screen.place.on, screen.today) + screen.draw(st.integers(30, 300)) * _ONE_DAY
    facts: dict[Motive, dict[str, Any]] = {
        Motive.C2S: {"entitled_until": ahead},
        Motive.INDIVIDUAL_CONTRACT: {
            "contract_end": ahead,
            "in_force_since": (screen.agent.hired_on or screen.contract.value("effect", screen.today)) - _YEAR,
        },
        Motive.FIXED_TERM_INDIVIDUAL: {"fixed_term": True, "individual_cover": True, "fixed_term_end": ahead},
    }
    opened_on = screen.today if screen.record is not None and screen.record.is_member else None
    return do.ChooseMotive(chosen, do.MotiveFacts(**facts.get(chosen, {}), opened_on=opened_on))


def _statement(screen: Screen, after: dt.date) -> dict[str, Any]:
    chosen = screen.answers.motive or do.ChooseMotive(Motive.PARTNER_COLLECTIVE)
    longest = motive.longest_end(chosen, effective=screen.place.on).day
    end = after + screen.draw(st.integers(60, 300)) * _ONE_DAY
    return {
        "full_name": screen.draw(names()),
        "address": ("12 rue des Tiare", "98714 Papeete"),
        "motive": chosen.motive,
        "end_date": end if longest is None else min(end, longest),
        "signed_on": screen.today,
        "signed_at_place": "Papeete",
        "signed": True,
        "curator_signed": UNANSWERED if screen.curator_evidence is UNANSWERED else True,
    }


def _attest(screen: Screen) -> Command:
    return do.Attest(**_statement(screen, max(screen.place.on, screen.today)))


def _renew_dispensation(screen: Screen) -> Command:
    last = screen.record.dispensation.last_day if screen.record else None
    return do.RenewDispensation(**_statement(screen, max(last or screen.today, screen.today)))


# -- membership ------------------------------------------------------------------------------------------


def _record_effective_date(screen: Screen) -> Command:
    return do.RecordEffectiveDate(screen.place.on)


def _record_position(screen: Screen) -> Command:
    kind = screen.draw(st.sampled_from((PositionKind.ACTIVE, PositionKind.PAID_LEAVE, PositionKind.UNPAID_LEAVE)))
    return do.RecordPosition(kind, screen.today, screen.today + screen.draw(st.integers(0, 300)) * _ONE_DAY)


def _record_representative(screen: Screen) -> Command:
    return do.RecordRepresentative(screen.draw(st.sampled_from((Capacity.GUARDIAN, Capacity.CURATOR))), screen.today)


def _change_formula(screen: Screen) -> Command:
    others = [each for each in screen.place.formulas if screen.cover is None or each is not screen.cover.formula]
    return do.ChangeFormula(screen.draw(st.sampled_from(others or screen.place.formulas)))


def _add_beneficiary(screen: Screen) -> Command:
    contract, on = screen.contract, screen.place.on
    if screen.cover is not None and screen.cover.partner is None and screen.draw(st.sampled_from((True, False))):
        partner = screen.draw(partners(contract=contract, on=on))
        details = screen.draw(st.sampled_from((None, _partner_details(screen, partner))))
        return do.AddBeneficiary(partner=partner, partner_details=details)
    return do.AddBeneficiary(child=screen.draw(children(contract=contract, on=on)))


def _refs(screen: Screen) -> tuple[str, ...]:
    return (screen.cover.refs if screen.cover else ()) or ("carla",)


def _remove_beneficiary(screen: Screen) -> Command:
    ref = screen.draw(st.sampled_from(_refs(screen)))
    return do.RemoveBeneficiary(ref, "séparation" if ref == "partner" else "a sa propre couverture", _later(screen))


def _later(screen: Screen) -> dt.date:
    """Return a day on which the cover of somebody covered can end."""
    return max(screen.first_of_next_month, screen.place.on)


def _complete_beneficiary(screen: Screen) -> Command:
    covered = screen.cover.children if screen.cover else (CARLA,)
    child = next((each for each in covered if _lacks_number(screen, each)), None)
    if child is None:
        return do.CompleteBeneficiary("partner", partner_details=_partner_details(screen, screen.partner))
    details = screen.answers.details_of(child)
    civility = (details.civility if details else None) or Civility.MADAME
    return do.CompleteBeneficiary(
        child.ref or "carla", screen.draw(nirs(birth_date=child.birth_date, civility=civility))
    )


def _lacks_number(screen: Screen, child: Child) -> bool:
    details = screen.answers.details_of(child)
    return details is None or details.nir is None


def _end_membership(screen: Screen) -> Command:
    reason = screen.draw(st.sampled_from((EndReason.DEPARTURE, EndReason.RETIREMENT)))
    return do.EndMembership(reason, _later(screen))


def _request_document(screen: Screen) -> Command:
    return do.RequestDocument(
        screen.draw(st.sampled_from((DocumentKind.TABLEAU_GARANTIES, DocumentKind.NOTICE_INFORMATION)))
    )


RIGHT_ANSWERS: Mapping[type[Command], Callable[[Screen], Command]] = {
    do.OpenInvitation: _open_invitation,
    do.CreateAccount: _create_account,
    do.ReportLogin: _report_login,
    do.ResetPassword: _reset_password,
    do.DeclareRegime: _declare_regime,
    do.DeclareBeneficiaries: _declare_beneficiaries,
    do.ChooseFormula: _choose_formula,
    do.ConfirmIdentity: _confirm_identity,
    do.DeclareSocialSecurity: _declare_social_security,
    do.DeclarePartner: _declare_partner,
    do.DeclareChild: _declare_child,
    do.ConfirmContactDetails: _confirm_contact_details,
    do.GiveConsents: _give_consents,
    do.GiveBankDetails: lambda screen: do.GiveBankDetails(**_account(screen)),
    do.Sign: _sign,
    do.RateExperience: _rate_experience,
    do.RecordNeedsSimulation: _record_needs_simulation,
    do.ReportNotConcerned: lambda _: do.ReportNotConcerned("je relève de la CPS"),
    do.ChooseMotive: _choose_motive,
    do.Attest: _attest,
    do.RequestDispensation: lambda _: do.RequestDispensation(warning_read=True),
    do.RenewDispensation: _renew_dispensation,
    do.ReportMotiveEnd: lambda screen: do.ReportMotiveEnd(screen.today),
    do.ReportProcessing: lambda _: do.ReportProcessing("validé"),
    do.RecordEffectiveDate: _record_effective_date,
    do.RecordPosition: _record_position,
    do.RecordRepresentative: _record_representative,
    do.EndRepresentation: lambda screen: do.EndRepresentation(screen.today),
    do.Rehire: lambda screen: do.Rehire(screen.today),
    do.ChangeFormula: _change_formula,
    do.AddBeneficiary: _add_beneficiary,
    do.RemoveBeneficiary: _remove_beneficiary,
    do.CompleteBeneficiary: _complete_beneficiary,
    do.UpdateBankDetails: lambda screen: do.UpdateBankDetails(**_account(screen)),
    do.UpdateContactDetails: lambda screen: do.UpdateContactDetails(**_contact_details(screen)),
    do.UpdateTeletransmission: lambda screen: do.UpdateTeletransmission(
        teletransmission=screen.draw(st.sampled_from((True, False)))
    ),
    do.SignMandate: lambda screen: do.SignMandate("evidence-2", screen.curator_evidence),
    do.WithdrawConsent: lambda _: do.WithdrawConsent(Consent.PARTNER_OFFERS),
    do.EndMembership: _end_membership,
    do.Suspend: lambda screen: do.Suspend(_SUSPENDING_LEAVE, _later(screen)),
    do.Reinstate: lambda screen: do.Reinstate(_later(screen)),
    do.Transfer: lambda screen: do.Transfer("men-2026", _later(screen)),
    do.SaveAndQuit: lambda _: do.SaveAndQuit({}),
    do.RequestDocument: _request_document,
}
"""How every command that has fields is answered; one without fields is its own answer."""


def right_answer(command: type[Command], screen: Screen) -> Command:
    """Make the command for what *screen* asks."""
    make = RIGHT_ANSWERS.get(command)
    return make(screen) if make else command()


def screen_of_nobody(draw: st.DrawFn, place: Setting) -> Screen:
    """Return the screen of an agent who has just been invited."""
    agent = draw(agents(contract=place.contract, on=place.on))
    return Screen(draw, place, place.on, agent)
