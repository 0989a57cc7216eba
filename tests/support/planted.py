"""
Recognisable values in every personal field, and journeys that carry them.

A mint makes values that occur nowhere else; its seed decides which. Two runs
of one tour that differ in the seed alone differ only where a value, or
something computed from it, shows.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from people import (
    ALONE,
    DOCUMENTS_READ,
    GUIDE,
    IN_FORCE,
    INVITED,
    NOW,
    french_iban,
    instant,
    with_key,
    with_wrong_rib_key,
)
from psc_workflow import Agent, Child, Civility, Dossier, Formula, Link, Partner, Rating, Regime, Situation
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.decision import Decision
from psc_workflow._model.personal import personal_fields
from psc_workflow._model.vocabulary import Consent, DocumentKind, EndReason, Motive, PriorMembership
from psc_workflow._structuring import unstructure

AGENT_BORN, PARTNER_BORN = dt.date(1963, 3, 17), dt.date(1964, 10, 19)
CHILD_BORN, BABY_BORN, ADDED_BORN = dt.date(2013, 9, 23), dt.date(2014, 2, 24), dt.date(2011, 11, 26)
PLANTED_BIRTHS = {
    "agent": AGENT_BORN,
    "partner": PARTNER_BORN,
    "child": CHILD_BORN,
    "baby": BABY_BORN,
    "added": ADDED_BORN,
}
"""Dates that the tours use for nothing else; the same for every seed, because ages decide where a journey goes."""


class Mint:
    """Makes values that occur nowhere else, and remembers what for."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.made: dict[str, str] = {}

    def _number(self, name: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{self.seed} {name}".encode()).digest()[:8], "big")

    def text(self, name: str) -> str:
        """Make a text."""
        number = self._number(name) % 10**12
        return self._remember(name, "Zq" + "".join("bcdfghjklm"[int(digit)] for digit in f"{number:012}"))

    def digits(self, name: str, count: int) -> str:
        """Make digits, for parts of numbers."""
        return f"{self._number(name) % 10**count:0{count}}"

    def email(self, name: str) -> str:
        """Make an address."""
        return self._remember(name, f"{self.text(f'{name}, before the @')}@{self.text(f'{name}, domain')}.example")

    def phone(self, name: str) -> str:
        """Make a telephone number, spaced as people write it."""
        digits = self.digits(name, 10)
        return self._remember(name, f"+689 {digits[:5]} {digits[5:]}")

    def nir(self, name: str, sex: str, born: dt.date) -> str:
        """Make a number of the right form and key, that fits *born*."""
        thirteen = self._remember(f"{name}, 13 signs", f"{sex}{born:%y%m}1{self.digits(name, 7)}")
        return self._remember(name, with_key(thirteen))

    def iban(self, name: str) -> str:
        """Make an account of a bank in Polynesia; its keys are right."""
        account = self._remember(f"{name}, account", self.digits(name, 11))
        return self._remember(name, french_iban("17469", account))

    def password(self, name: str) -> str:
        """Make a password that is strong enough."""
        return self._remember(name, f"{self.text(f'{name}, middle')}!7Aa")

    def _remember(self, name: str, value: str) -> str:
        self.made[name] = value
        return value

    def passwords(self) -> dict[str, str]:
        """Return the values made as passwords."""
        return {name: value for name, value in self.made.items() if "password" in name}


# -- people and their answers ------------------------------------------------------------------------------


def agent(mint: Mint) -> Agent:
    """Make an agent of whom the employer knows everything."""
    return Agent(
        civility=Civility.MONSIEUR,
        first_name=mint.text("agent's first name"),
        usage_name=mint.text("agent's usage name"),
        birth_name=mint.text("agent's birth name"),
        birth_date=AGENT_BORN,
        professional_email=mint.email("professional address"),
        email=mint.email("prefilled address"),
        phone=mint.phone("prefilled telephone"),
        address=[mint.text("prefilled street"), mint.text("prefilled second line")],
        postal_code=mint.text("prefilled postcode"),
        city=mint.text("prefilled city"),
        country=mint.text("prefilled country"),
        hired_on=dt.date(2010, 9, 1),
    )


def _partner() -> Partner:
    return Partner(PARTNER_BORN, Regime.GENERAL, Link.MARRIED, state_civil_servant=False, judicially_separated=False)


def _child(born: dt.date, ref: str) -> Child:
    return Child(born, Regime.GENERAL, Situation.NONE, disabled=False, ref=ref)


def _family() -> do.DeclareBeneficiaries:
    return do.DeclareBeneficiaries(_partner(), [_child(CHILD_BORN, "one"), _child(BABY_BORN, "two")])


def _identity(mint: Mint) -> do.ConfirmIdentity:
    names = [mint.text(f"agent's {name}") for name in ("usage name", "birth name", "first name")]
    return do.ConfirmIdentity(Civility.MONSIEUR, *names, AGENT_BORN, "PF", mint.text("agent's place of birth"))


def _social_security(mint: Mint) -> do.DeclareSocialSecurity:
    return do.DeclareSocialSecurity(mint.nir("agent's number", "1", AGENT_BORN), None, teletransmission=True)


def _partner_details(mint: Mint) -> do.DeclarePartner:
    names = [mint.text(f"partner's {name}") for name in ("usage name", "birth name", "first name")]
    number, city = mint.nir("partner's number", "2", PARTNER_BORN), mint.text("partner's place of birth")
    return do.DeclarePartner(Civility.MADAME, *names, PARTNER_BORN, "FR", city, Regime.GENERAL, number, None)


def _child_details(mint: Mint, who: str, ref: str, *, number: bool = True) -> do.DeclareChild:
    names = [mint.text(f"{who}'s {name}") for name in ("first name", "family name")]
    nir, city = mint.nir(f"{who}'s number", "2", PLANTED_BIRTHS[who]), mint.text(f"{who}'s place of birth")
    return do.DeclareChild(ref, Civility.MADAME, *names, PLANTED_BIRTHS[who], "FR", city, nir if number else None, None)


def _contact(mint: Mint) -> do.ConfirmContactDetails:
    prefilled = agent(mint)
    return do.ConfirmContactDetails(
        **{name: getattr(prefilled, name) for name in do.ConfirmContactDetails.field_names()},
    )


def _moved(mint: Mint) -> do.UpdateContactDetails:
    street, postcode, city = mint.text("new street"), mint.text("new postcode"), mint.text("new city")
    return do.UpdateContactDetails(
        [street], postcode, city, "PF", mint.email("new address"), mint.phone("new telephone")
    )


def _signature(mint: Mint, *, mandate: bool = True) -> do.Sign:
    read = (*DOCUMENTS_READ, DocumentKind.MANDAT_SEPA) if mandate else DOCUMENTS_READ
    return do.Sign(
        read,
        certified=True,
        accepted=True,
        evidence=mint.text("evidence of the signature"),
        curator_evidence=mint.text("evidence of the curator"),
    )


def _statement(mint: Mint, what: str, signed_on: dt.date, end_date: dt.date) -> dict[str, Any]:
    return {
        "full_name": mint.text(f"name on the {what}"),
        "address": [mint.text(f"street on the {what}"), mint.text(f"city on the {what}")],
        "motive": Motive.PARTNER_COLLECTIVE,
        "end_date": end_date,
        "signed_on": signed_on,
        "signed_at_place": mint.text(f"place of the {what}"),
        "signed": True,
    }


def _draft(mint: Mint, **fields: str) -> do.SaveAndQuit:
    """Fill in half a screen: some of its fields, some of others, a password, an unknown field."""
    secret = mint.password("password in a draft")
    filled = {name: value or mint.text(f"draft of {name}") for name, value in fields.items()}
    return do.SaveAndQuit(
        {
            **filled,
            "password": secret,
            "evidence": mint.text("evidence in a draft"),
            mint.text("name of a draft's field"): mint.text("draft of an unknown field"),
            "partner": {mint.text("name inside a draft"): mint.text("draft inside")},
        }
    )


# -- tours -------------------------------------------------------------------------------------------------

Request = tuple[Command, dt.datetime]
Tour = Callable[[Mint], Iterator[Request]]


def _access(mint: Mint) -> Iterator[Command]:
    first, second = mint.password("first password"), mint.password("second password")
    yield do.OpenInvitation(PriorMembership.NONE)
    yield do.CreateAccount(mint.email("login"), first, first)
    yield do.ContinueToLogin()
    yield do.ForgetPassword()
    yield do.ResetPassword(second, second)
    yield do.ReportLogin(success=True)


def _subscription(mint: Mint) -> Iterator[Command]:
    yield do.StartAffiliation()
    yield do.DeclareRegime(Regime.GENERAL)
    yield _family()
    yield do.ChooseFormula(Formula.OPTION_1)
    yield do.ValidateAffiliation()
    yield _draft(mint, first_name="", birth_city="")
    yield do.Resume()
    yield _identity(mint)
    yield _social_security(mint)
    yield _draft(mint, nir=mint.nir("number in a draft", "2", PARTNER_BORN))
    yield _partner_details(mint)
    yield _child_details(mint, "child", "one")
    yield _child_details(mint, "baby", "two", number=False)
    yield _contact(mint)
    yield do.GiveConsents(partner_offers=True)
    yield do.GiveBankDetails(mint.text("holder"), mint.iban("account"))
    yield _signature(mint)
    yield do.RateExperience(Rating.HAPPY)


def _membership(mint: Mint) -> Iterator[Request]:
    """Change everything that can be changed, then leave."""
    now = IN_FORCE
    yield do.ReportProcessing(mint.text("outcome")), NOW
    yield do.Tick(), now
    yield do.CompleteBeneficiary("two", mint.nir("baby's number", "2", BABY_BORN)), now
    yield _moved(mint), now
    yield do.UpdateBankDetails(mint.text("new holder"), mint.iban("new account")), now
    yield do.SignMandate(mint.text("evidence of the mandate"), mint.text("curator's evidence of the mandate")), now
    yield (
        do.AddBeneficiary(child=_child(ADDED_BORN, "three"), child_details=_child_details(mint, "added", "three")),
        now,
    )
    yield do.RemoveBeneficiary("one", mint.text("reason to remove the child"), now.date()), now
    yield do.RemoveBeneficiary("two", mint.text("reason to remove the baby"), dt.date(2026, 5, 20)), now
    yield do.RemoveBeneficiary("partner", mint.text("reason to remove the partner"), now.date()), now
    yield do.WithdrawConsent(Consent.PARTNER_OFFERS), now
    yield do.Tick(), instant(2026, 5, 21)
    yield do.Suspend(mint.text("leave"), dt.date(2026, 6, 1), confirmed=True), instant(2026, 5, 21)
    yield do.Tick(), instant(2026, 6, 2)
    yield do.Reinstate(dt.date(2026, 7, 1)), instant(2026, 6, 2)
    yield do.Tick(), instant(2026, 7, 2)
    yield do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 7, 3)), instant(2026, 7, 3)
    yield do.Tick(), instant(2026, 7, 4)
    yield do.Tick(), instant(2027, 7, 4)


def affiliation_tour(mint: Mint) -> Iterator[Request]:
    """Create the account, subscribe, change everything, leave."""
    yield from ((command, NOW) for command in [*_access(mint), *_subscription(mint)])
    yield from _membership(mint)


def dispensation_tour(mint: Mint) -> Iterator[Request]:
    """Set a subscription aside for a dispensation, renew it, give it up, and subscribe alone."""
    *before, _, _ = _subscription(mint)
    yield from ((command, NOW) for command in before)
    attest = do.Attest(**_statement(mint, "attestation", NOW.date(), dt.date(2026, 12, 31)))
    asked = [
        do.StartDispensation(),
        do.ChooseMotive(Motive.PARTNER_COLLECTIVE),
        _draft(mint, full_name="", signed_at_place=""),
        attest,
        do.RequestDispensation(warning_read=True),
    ]
    yield from ((command, NOW) for command in asked)
    yield do.Tick(), instant(2026, 12, 20)
    renewed = _statement(mint, "renewal", dt.date(2026, 12, 20), dt.date(2027, 6, 30))
    yield do.RenewDispensation(**renewed), instant(2026, 12, 20)
    yield do.RenounceDispensation(), instant(2027, 1, 10)
    yield do.Tick(), instant(2027, 1, 10)
    again = [
        do.StartAffiliation(),
        do.DeclareRegime(Regime.GENERAL),
        ALONE,
        do.ConfirmSolo(),
        do.ChooseFormula(Formula.BASE),
        do.ValidateAffiliation(),
        _identity(mint),
        _social_security(mint),
        _contact(mint),
        do.GiveConsents(partner_offers=False),
        do.GiveBankDetails(mint.text("holder"), mint.iban("account")),
        _signature(mint, mandate=False),
    ]
    yield from ((command, instant(2027, 1, 10)) for command in again)


def report_tour(mint: Mint) -> Iterator[Request]:
    """Report not to be concerned, be rejected, report again, be believed, come back."""
    *before, _, _ = _subscription(mint)
    yield from ((command, NOW) for command in before[:8])
    yield do.ReportNotConcerned(mint.text("first reason")), NOW
    yield do.RejectReport(), NOW
    yield do.ReportNotConcerned(mint.text("second reason")), NOW
    yield do.CloseFile(), NOW
    yield do.Tick(), instant(2026, 6, 1)
    yield do.RejectReport(), instant(2026, 6, 1)


def silence_tour(mint: Mint) -> Iterator[Request]:
    """Answer half of the questions and stop; be covered all the same, then complete the affiliation."""
    signed = list(_subscription(mint))
    yield from ((command, NOW) for command in signed[:6])
    yield do.Tick(), instant(2026, 4, 29)
    yield do.Tick(), IN_FORCE
    yield do.CompleteAffiliation(), IN_FORCE
    yield from ((command, IN_FORCE) for command in signed[1:])
    yield do.Tick(), instant(2026, 5, 30)
    event = do.MotiveFacts(
        opened_on=dt.date(2026, 5, 30),
        entitled_until=dt.date(2026, 12, 30),
        contract_end=dt.date(2026, 12, 29),
        in_force_since=dt.date(2025, 12, 28),
        fixed_term=True,
        individual_cover=True,
        fixed_term_end=dt.date(2026, 12, 27),
    )
    yield do.StartDispensation(), instant(2026, 5, 30)
    yield do.ChooseMotive(Motive.PARTNER_COLLECTIVE, event), instant(2026, 5, 30)
    attest = do.Attest(**_statement(mint, "attestation", dt.date(2026, 5, 30), dt.date(2026, 12, 31)))
    yield attest, instant(2026, 5, 30)
    yield do.RequestDispensation(warning_read=True), instant(2026, 5, 30)
    yield do.RenounceDispensation(), instant(2026, 6, 30)
    yield do.Tick(), instant(2026, 6, 30)


def mistake_tour(mint: Mint) -> Iterator[Request]:
    """Be covered by silence, add a family, and only then report not to be concerned."""
    yield do.StartAffiliation(), NOW
    yield do.Tick(), IN_FORCE
    yield do.AddBeneficiary(partner=_partner(), partner_details=_partner_details(mint)), IN_FORCE
    yield (
        do.AddBeneficiary(child=_child(CHILD_BORN, "one"), child_details=_child_details(mint, "child", "one")),
        IN_FORCE,
    )
    yield do.ReportNotConcerned(mint.text("a member's reason")), IN_FORCE
    yield do.CloseFile(), IN_FORCE
    yield do.Tick(), instant(2026, 6, 1)


def rehire_tour(mint: Mint) -> Iterator[Request]:
    """Leave with a partner covered, and be employed again some days later."""
    yield do.StartAffiliation(), NOW
    yield do.Tick(), IN_FORCE
    yield do.AddBeneficiary(partner=_partner(), partner_details=_partner_details(mint)), IN_FORCE
    yield (
        do.AddBeneficiary(child=_child(CHILD_BORN, "one"), child_details=_child_details(mint, "child", "one")),
        IN_FORCE,
    )
    yield do.RemoveBeneficiary("one", mint.text("reason to remove them later"), dt.date(2026, 6, 30)), IN_FORCE
    yield do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 6, 1)), IN_FORCE
    yield do.Tick(), instant(2026, 6, 2)
    yield do.Rehire(dt.date(2026, 6, 15)), instant(2026, 6, 16)


TOURS: dict[str, Tour] = {
    "affiliated": affiliation_tour,
    "dispensed": dispensation_tour,
    "reported": report_tour,
    "silent": silence_tour,
    "mistaken": mistake_tour,
    "hired again": rehire_tour,
}


def open_dossier(mint: Mint) -> Dossier:
    """Open the dossier of the agent."""
    return Dossier.open(GUIDE, id="D1", agent=agent(mint), invited_at=INVITED)


def decisions(mint: Mint, tour: Tour) -> Iterator[tuple[Request, Decision[Dossier]]]:
    """Give the commands of *tour* one after the other; list each with its decision."""
    dossier = open_dossier(mint)
    for number, (command, at) in enumerate(tour(mint)):
        decision = dossier.decide(command, at=at, key=f"request-{number}", role=command.roles[0])
        dossier = decision.dossier
        yield (command, at), decision


# -- wrong answers -----------------------------------------------------------------------------------------


def misfits(mint: Mint) -> dict[str, Any]:
    """Return planted values of a wrong kind, with a wrong key, of a wrong type, or much too long."""
    text, nir, iban = (
        mint.text("misplaced text"),
        mint.nir("misplaced number", "1", AGENT_BORN),
        mint.iban("misplaced account"),
    )
    return {
        "a text": text,
        "a number": nir,
        "a number in groups": f"{nir[0]} {nir[1:3]} {nir[3:5]} {nir[5:]}",
        "a number without its key": nir[:13],
        "a number with a wrong key": nir[:13] + f"{(int(nir[13:]) + 1) % 100:02}",
        "an account": iban,
        "an account with a wrong key": with_wrong_rib_key(iban),
        "an account cut short": iban[:-1],
        "an e-mail address": mint.email("misplaced address"),
        "no e-mail address": f"{text}@",
        "a telephone number": mint.phone("misplaced telephone"),
        "a password": mint.password("misplaced password"),
        "too long": text * 400,
        "a list": [text, nir, iban],
        "an object": {text: {"nir": nir, iban: text}},
        "a whole number": int(nir),
        "a lone surrogate": f"{text}\ud800",
        "a day to come": "2963-03-17",
        "an impossible day": f"{nir[:4]}-02-30",
        "blank": " ",
        "null": None,
    }


AnswerPlace = tuple[str | int, ...]


def leaves(value: Any, place: AnswerPlace = (), *, personal: bool = False) -> Iterator[tuple[AnswerPlace, bool]]:
    """List the places of the answers in *value*, and whether each is declared personal."""
    if attrs.has(type(value)):
        declared = personal_fields(type(value))
        for field in attrs.fields(type(value)):
            yield from leaves(getattr(value, field.name), (*place, field.name), personal=field.name in declared)
    elif isinstance(value, tuple) and any(attrs.has(type(part)) for part in value):
        for number, part in enumerate(value):
            yield from leaves(part, (*place, number))
    else:
        yield place, personal


def fields_with(command: Command, place: AnswerPlace, value: Any) -> dict[str, Any]:
    """Return the fields of *command* as JSON, with *value* in *place*."""
    fields = unstructure(command)
    *way, last = place
    inside = fields
    for name in way:
        inside = inside[name]
    inside[last] = value
    return fields  # type: ignore[no-any-return]  # an object
