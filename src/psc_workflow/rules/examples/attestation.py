"""
The attestation sur l'honneur: what is missing, and the day on which it may end.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import Attest, ChooseMotive, MotiveFacts, RenewDispensation
from psc_workflow._model.vocabulary import Motive
from psc_workflow.rules import attestation
from psc_workflow.rules.effective_date import EffectiveDate
from psc_workflow.rules.examples._example import Asking, Example
from psc_workflow.rules.examples._people import (
    ARRIVAL,
    AT_START,
    HIRED,
    NOT_HIRED,
    NOT_RECORDED,
    START,
    TODAY,
    TOMORROW,
)

_DAY = dt.timedelta(days=1)
_LIMIT = dt.date(2027, 4, 30)
"""Twelve months of an individual contract, from the contract's start."""
_HORIZON = dt.date(2027, 9, 3)
"""A year after a later arrival asked."""

_PARTNER = ChooseMotive(Motive.PARTNER_COLLECTIVE)
_C2S = ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=dt.date(2026, 10, 31)))


def _contract(end: dt.date) -> ChooseMotive:
    return ChooseMotive(Motive.INDIVIDUAL_CONTRACT, MotiveFacts(contract_end=end, in_force_since=HIRED))


_ATTESTED = Attest(
    "Benoît Dupond",
    ("12 rue des Tiare", "98714 Papeete"),
    Motive.PARTNER_COLLECTIVE,
    dt.date(2026, 12, 31),
    TODAY,
    "Papeete",
    signed=True,
)
_asking = Asking(attestation.assess, chosen=_PARTNER, effective=AT_START, today=TODAY)
_renewing = Asking(attestation.assess, chosen=_PARTNER, effective=AT_START, today=dt.date(2027, 4, 7), after=_LIMIT)


def _attested(told: str, *codes: str, **facts: Any) -> Example:
    """Attest, with these *facts*, that the partner has a collective contract."""
    return _asking(told, *codes, given=attrs.evolve(_ATTESTED, **facts))


def _ends(told: str, *codes: str, end: dt.date, chosen: ChooseMotive = _PARTNER, **asked: Any) -> Example:
    """Attest, for the motive *chosen*, to a dispensation until *end*."""
    given = attrs.evolve(_ATTESTED, motive=chosen.motive, end_date=end)
    return _asking(told, *codes, given=given, chosen=chosen, **asked)


def _pending(told: str, *codes: str, end: dt.date, chosen: ChooseMotive = _PARTNER, hired: bool = True) -> Example:
    """Attest, as a later arrival whose effective date is not recorded, to a dispensation until *end*."""
    effective: EffectiveDate = NOT_RECORDED if hired else NOT_HIRED
    return _ends(told, *codes, end=end, chosen=chosen, effective=effective, today=ARRIVAL)


def _renewed(told: str, *codes: str, end: dt.date | None) -> Example:
    """Attest anew in the year after."""
    return _renewing(told, *codes, given=RenewDispensation(**attrs.asdict(attrs.evolve(_ATTESTED, end_date=end))))


EXAMPLES = (
    _attested("complete, to the end of the year, as in the guide"),
    _attested("name missing", "attestation-field-missing", full_name=None),
    _attested("address missing", "attestation-field-missing", address=None),
    _attested("motive not ticked", "attestation-field-missing", motive=None),
    _attested("end date missing", "attestation-field-missing", end_date=None),
    _attested("date missing", "attestation-field-missing", signed_on=None),
    _attested("place missing", "attestation-field-missing", signed_at_place=None),
    _attested("not known whether signed", "attestation-field-missing", signed=None),
    _attested("not signed", "attestation-not-signed", signed=False),
    _attested("name left blank", "text-blank", full_name=" "),
    _attested("address without lines", "text-blank", address=()),
    _attested("place left blank", "text-blank", signed_at_place="\u200b"),
    _attested("another motive ticked", "attestation-motive-differs", motive=Motive.C2S),
    _asking("no motive chosen", "motive-missing", given=_ATTESTED, chosen=None),
    _asking("motive of the request left open", "motive-missing", given=_ATTESTED, chosen=ChooseMotive()),
    _attested("signed yesterday", signed_on=TODAY - _DAY),
    _attested("signed tomorrow", "attestation-signed-in-future", signed_on=TOMORROW),
    _ends("ends on the eve of the effective date", "attestation-end-too-early", end=START - _DAY),
    _ends("ends on the effective date", "attestation-end-too-early", end=START),
    _ends("ends the day after the effective date", end=START + _DAY),
    _ends("ended yesterday, after the effective date", "attestation-already-over", end=ARRIVAL - _DAY, today=ARRIVAL),
    _ends("ends today, after the effective date", end=ARRIVAL, today=ARRIVAL),
    _ends(
        "ended yesterday, before the effective date",
        "attestation-already-over",
        "attestation-end-too-early",
        end=TODAY - _DAY,
    ),
    _ends("collective cover: no longest end", end=dt.date(2040, 1, 1)),
    _ends("individual contract: twelve months", end=_LIMIT, chosen=_contract(dt.date(2030, 1, 1))),
    _ends(
        "individual contract: a day more than twelve months",
        "attestation-end-too-late",
        end=_LIMIT + _DAY,
        chosen=_contract(dt.date(2030, 1, 1)),
    ),
    _ends("individual contract: to its last day", end=ARRIVAL, chosen=_contract(ARRIVAL)),
    _ends(
        "individual contract: a day more than it runs",
        "attestation-end-too-late",
        end=ARRIVAL + _DAY,
        chosen=_contract(ARRIVAL),
    ),
    _ends("complémentaire santé solidaire: to the last day of the entitlement", end=dt.date(2026, 10, 31), chosen=_C2S),
    _ends(
        "complémentaire santé solidaire: a day more than the entitlement",
        "attestation-end-too-late",
        end=dt.date(2026, 11, 1),
        chosen=_C2S,
    ),
    _pending("later arrival: ended yesterday", "attestation-already-over", end=ARRIVAL - _DAY),
    _pending("later arrival: ends within a year", "effective-date-unknown", "effective-date-pending", end=_HORIZON),
    _pending(
        "hiring date not known: ends within a year",
        "hired-on-missing",
        "effective-date-pending",
        end=_HORIZON,
        hired=False,
    ),
    _pending("later arrival: ends in more than a year", "effective-date-pending", end=_HORIZON + _DAY),
    _pending(
        "later arrival, individual contract: too late on the first day, too early on the last",
        "effective-date-unknown",
        end=_HORIZON,
        chosen=_contract(dt.date(2030, 1, 1)),
    ),
    _pending(
        "later arrival, individual contract: too late on every day",
        "effective-date-pending",
        "attestation-end-too-late",
        end=dt.date(2028, 9, 3),
        chosen=_contract(dt.date(2030, 1, 1)),
    ),
    _renewed("renewed for a year", end=dt.date(2028, 4, 30)),
    _renewed("renewed for one day", end=_LIMIT + _DAY),
    _renewed("renewed until the same day", "attestation-end-not-later", end=_LIMIT),
    _renewed("renewed, until an earlier day", "attestation-end-not-later", end=_LIMIT - _DAY),
    _renewed("renewed, end date missing", "attestation-field-missing", end=None),
    _asking("nothing filled in", *["attestation-field-missing"] * 7, given=Attest()),
    _asking(
        "several faults at once",
        "text-blank",
        "attestation-field-missing",
        "attestation-motive-differs",
        "attestation-already-over",
        "attestation-end-too-early",
        "attestation-signed-in-future",
        "attestation-not-signed",
        given=Attest("", None, Motive.C2S, TODAY - _DAY, TOMORROW, "Papeete", signed=False),
    ),
)
