"""
Attestations: fields that are missing, and the days on which a dispensation may end.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import Attest, ChooseMotive, MotiveFacts, RenewDispensation
from psc_workflow._model.vocabulary import Motive
from psc_workflow.rules import attestation
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import (
    ARRIVAL,
    AT_START,
    HIRED,
    NOT_HIRED,
    NOT_RECORDED,
    START,
    TODAY,
    TOMORROW,
)
from psc_workflow.rules.effective_date import EffectiveDate

_DAY = dt.timedelta(days=1)
_LIMIT = dt.date(2027, 4, 30)
"""Twelve months of an individual contract, from the contract's start."""
_HORIZON = dt.date(2027, 9, 3)
"""A year after the request of a later arrival."""

_PARTNER = ChooseMotive(Motive.PARTNER_COLLECTIVE)
_C2S = ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=dt.date(2026, 10, 31)))


def _contract(end: dt.date) -> ChooseMotive:
    return ChooseMotive(Motive.INDIVIDUAL_CONTRACT, MotiveFacts(contract_end=end, in_force_since=HIRED))


_COMPLETE = Attest(
    "Benoît Dupond",
    ("12 rue des Tiare", "98714 Papeete"),
    Motive.PARTNER_COLLECTIVE,
    dt.date(2026, 12, 31),
    TODAY,
    "Papeete",
    signed=True,
)
_example = ExampleMaker(attestation.assess, chosen=_PARTNER, effective=AT_START, today=TODAY)
_renewal_example = ExampleMaker(
    attestation.assess, chosen=_PARTNER, effective=AT_START, today=dt.date(2027, 4, 7), after=_LIMIT
)


def _attestation(title: str, *codes: str, **facts: Any) -> Example:
    """Attest to the partner's collective contract, with *facts* changed."""
    return _example(title, *codes, command=attrs.evolve(_COMPLETE, **facts))


def _end_date(title: str, *codes: str, end: dt.date, chosen: ChooseMotive = _PARTNER, **others: Any) -> Example:
    """Attest to a dispensation until *end* for the motive *chosen*."""
    command = attrs.evolve(_COMPLETE, motive=chosen.motive, end_date=end)
    return _example(title, *codes, command=command, chosen=chosen, **others)


def _late_arrival(
    title: str, *codes: str, end: dt.date, chosen: ChooseMotive = _PARTNER, hired: bool = True
) -> Example:
    """Attest to a dispensation until *end*, as a later arrival whose effective date is not recorded."""
    effective: EffectiveDate = NOT_RECORDED if hired else NOT_HIRED
    return _end_date(title, *codes, end=end, chosen=chosen, effective=effective, today=ARRIVAL)


def _renewal(title: str, *codes: str, end: dt.date | None) -> Example:
    """Attest again the year after."""
    return _renewal_example(
        title, *codes, command=RenewDispensation(**attrs.asdict(attrs.evolve(_COMPLETE, end_date=end)))
    )


EXAMPLES = (
    _attestation("complete, to the end of the year, as in the guide"),
    _attestation("name missing", "attestation-field-missing", full_name=None),
    _attestation("address missing", "attestation-field-missing", address=None),
    _attestation("motive not ticked", "attestation-field-missing", motive=None),
    _attestation("end date missing", "attestation-field-missing", end_date=None),
    _attestation("date missing", "attestation-field-missing", signed_on=None),
    _attestation("place missing", "attestation-field-missing", signed_at_place=None),
    _attestation("not known whether signed", "attestation-field-missing", signed=None),
    _attestation("not signed", "attestation-not-signed", signed=False),
    _attestation("name left blank", "text-blank", full_name=" "),
    _attestation("address without lines", "text-blank", address=()),
    _attestation("place left blank", "text-blank", signed_at_place="\u200b"),
    _attestation("another motive ticked", "attestation-motive-differs", motive=Motive.C2S),
    _example("no motive chosen", "motive-missing", command=_COMPLETE, chosen=None),
    _example("motive of the request left open", "motive-missing", command=_COMPLETE, chosen=ChooseMotive()),
    _attestation("signed yesterday", signed_on=TODAY - _DAY),
    _attestation("signed tomorrow", "attestation-signed-in-future", signed_on=TOMORROW),
    _end_date("ends on the eve of the effective date", "attestation-end-too-early", end=START - _DAY),
    _end_date("ends on the effective date", "attestation-end-too-early", end=START),
    _end_date("ends the day after the effective date", end=START + _DAY),
    _end_date(
        "ended yesterday, after the effective date", "attestation-already-over", end=ARRIVAL - _DAY, today=ARRIVAL
    ),
    _end_date("ends today, after the effective date", end=ARRIVAL, today=ARRIVAL),
    _end_date(
        "ended yesterday, before the effective date",
        "attestation-already-over",
        "attestation-end-too-early",
        end=TODAY - _DAY,
    ),
    _end_date("collective cover: no longest end", end=dt.date(2040, 1, 1)),
    _end_date("individual contract: twelve months", end=_LIMIT, chosen=_contract(dt.date(2030, 1, 1))),
    _end_date(
        "individual contract: a day more than twelve months",
        "attestation-end-too-late",
        end=_LIMIT + _DAY,
        chosen=_contract(dt.date(2030, 1, 1)),
    ),
    _end_date("individual contract: to its last day", end=ARRIVAL, chosen=_contract(ARRIVAL)),
    _end_date(
        "individual contract: a day more than it runs",
        "attestation-end-too-late",
        end=ARRIVAL + _DAY,
        chosen=_contract(ARRIVAL),
    ),
    _end_date(
        "complémentaire santé solidaire: to the last day of the entitlement", end=dt.date(2026, 10, 31), chosen=_C2S
    ),
    _end_date(
        "complémentaire santé solidaire: a day more than the entitlement",
        "attestation-end-too-late",
        end=dt.date(2026, 11, 1),
        chosen=_C2S,
    ),
    _late_arrival("later arrival: ended yesterday", "attestation-already-over", end=ARRIVAL - _DAY),
    _late_arrival(
        "later arrival: ends within a year", "effective-date-unknown", "effective-date-pending", end=_HORIZON
    ),
    _late_arrival(
        "hiring date not known: ends within a year",
        "hired-on-missing",
        "effective-date-pending",
        end=_HORIZON,
        hired=False,
    ),
    _late_arrival("later arrival: ends in more than a year", "effective-date-pending", end=_HORIZON + _DAY),
    _late_arrival(
        "later arrival, individual contract: too late on the first day, too early on the last",
        "effective-date-unknown",
        end=_HORIZON,
        chosen=_contract(dt.date(2030, 1, 1)),
    ),
    _late_arrival(
        "later arrival, individual contract: too late on every day",
        "effective-date-pending",
        "attestation-end-too-late",
        end=dt.date(2028, 9, 3),
        chosen=_contract(dt.date(2030, 1, 1)),
    ),
    _renewal("renewed for a year", end=dt.date(2028, 4, 30)),
    _renewal("renewed for one day", end=_LIMIT + _DAY),
    _renewal("renewed until the same day", "attestation-end-not-later", end=_LIMIT),
    _renewal("renewed, until an earlier day", "attestation-end-not-later", end=_LIMIT - _DAY),
    _renewal("renewed, end date missing", "attestation-field-missing", end=None),
    _example("nothing filled in", *["attestation-field-missing"] * 7, command=Attest()),
    _example(
        "several faults at once",
        "text-blank",
        "attestation-field-missing",
        "attestation-motive-differs",
        "attestation-already-over",
        "attestation-end-too-early",
        "attestation-signed-in-future",
        "attestation-not-signed",
        command=Attest("", None, Motive.C2S, TODAY - _DAY, TOMORROW, "Papeete", signed=False),
    ),
)
