"""
The right answers of the account, the affiliation and the dispensation.
"""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.people import Partner
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.vocabulary import (
    Civility,
    DocumentKind,
    Motive,
    PriorMembership,
    Rating,
)
from psc_workflow.rules import motive, signature
from psc_workflow.rules.document_request import TO_SIGN
from psc_workflow.states import _course
from psc_workflow.states._dates import Days
from psc_workflow.testing.strategies._numbers import ibans, names, nirs
from psc_workflow.testing.strategies._people import FIRST_NAMES, HOMES, families
from psc_workflow.testing.strategies._screen import Screen

PASSWORD = "Mahana2026!"  # noqa: S105 -- nobody's

_ONE_DAY = dt.timedelta(days=1)
_YEAR = dt.timedelta(days=365)


# -- access ----------------------------------------------------------------------------------------------


def open_invitation(screen: Screen) -> Command:
    return do.OpenInvitation(screen.draw(st.sampled_from((PriorMembership.NONE, *PriorMembership))))


def create_account(screen: Screen) -> Command:
    return do.CreateAccount(screen.prefilled("email", "agent@example.org"), PASSWORD, PASSWORD)


def report_login(screen: Screen) -> Command:
    return do.ReportLogin(success=screen.draw(st.sampled_from((True, False))))


def reset_password(_: Screen) -> Command:
    return do.ResetPassword(PASSWORD, PASSWORD)


# -- affiliation -----------------------------------------------------------------------------------------


def declare_regime(screen: Screen) -> Command:
    return do.DeclareRegime(screen.draw(st.sampled_from(screen.place.regimes)))


def declare_beneficiaries(screen: Screen) -> Command:
    family = screen.draw(families(screen.place, screen.agent.birth_date))
    return do.DeclareBeneficiaries(family.partner, family.children)


def choose_formula(screen: Screen) -> Command:
    return do.ChooseFormula(screen.draw(st.sampled_from(screen.place.formulas)))


def confirm_identity(screen: Screen) -> Command:
    return do.ConfirmIdentity(
        civility=screen.prefilled("civility", Civility.MADAME),
        usage_name=screen.prefilled("usage_name", screen.draw(names())),
        birth_name=screen.prefilled("birth_name", "Dupond"),
        first_name=screen.prefilled("first_name", "Hina"),
        birth_date=screen.prefilled("birth_date", dt.date(1970, 3, 12)),
        birth_country="PF",
        birth_city="Papeete",
    )


def declare_social_security(screen: Screen) -> Command:
    identity = screen.answers.identity
    born = identity.birth_date if identity else screen.agent.birth_date
    civility = (identity.civility if identity else screen.agent.civility) or Civility.MADAME
    number = screen.draw(nirs(birth_date=born, civility=civility))
    return do.DeclareSocialSecurity(number, None, teletransmission=screen.draw(st.sampled_from((True, False))))


def declare_partner(screen: Screen) -> Command:
    return partner_details(screen, screen.partner)


def partner_details(screen: Screen, partner: Partner) -> do.DeclarePartner:
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


def declare_child(screen: Screen) -> Command:
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


def contact_details(screen: Screen) -> dict[str, Any]:
    address, postal_code, city, country, phone = screen.draw(st.sampled_from(HOMES))
    return {
        "address": address,
        "postal_code": postal_code,
        "city": city,
        "country": country,
        "email": "agent@example.org",
        "phone": phone,
    }


def confirm_contact_details(screen: Screen) -> Command:
    others = contact_details(screen)
    return do.ConfirmContactDetails(**{name: screen.prefilled(name, value) for name, value in others.items()})


def give_consents(screen: Screen) -> Command:
    return do.GiveConsents(partner_offers=screen.draw(st.sampled_from((False, True))))


def account(screen: Screen) -> dict[str, Any]:
    return {"holder": screen.draw(names()), "iban": screen.draw(ibans())}


def sign(screen: Screen) -> Command:
    documents: tuple[DocumentKind, ...] = TO_SIGN
    if screen.record is not None and screen.at is not None:
        quote = _course.look(Days(screen.record, screen.contract), screen.at, "affiliation").quote
        documents = signature.documents_to_read(quote, contract=screen.contract) if quote else documents
    return do.Sign(
        documents, certified=True, accepted=True, evidence="evidence-1", curator_evidence=screen.curator_evidence
    )


def rate_experience(screen: Screen) -> Command:
    return do.RateExperience(screen.draw(st.sampled_from(Rating)))


def record_needs_simulation(screen: Screen) -> Command:
    formula = screen.draw(st.sampled_from(screen.place.formulas))
    return do.RecordNeedsSimulation(screen.today, formula, screen.place.on)


# -- dispensation ----------------------------------------------------------------------------------------


def choose_motive(screen: Screen) -> Command:
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


def attest(screen: Screen) -> Command:
    return do.Attest(**_statement(screen, max(screen.place.on, screen.today)))


def renew_dispensation(screen: Screen) -> Command:
    last = screen.record.dispensation.last_day if screen.record else None
    return do.RenewDispensation(**_statement(screen, max(last or screen.today, screen.today)))
