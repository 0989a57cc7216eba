"""
Motives of a dispensation: what each rests on, when it ends, and when it can be invoked.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import ChooseMotive, MotiveFacts
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.vocabulary import Motive
from psc_workflow.rules import motive
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import ARRIVAL, AT_START, HIRED, NOT_HIRED, NOT_RECORDED, PF, START, TODAY

_DAY = dt.timedelta(days=1)
_LIMIT = dt.date(2027, 4, 30)
"""Twelve months of an individual contract, from the contract's start."""
_HORIZON = dt.date(2027, 9, 3)
"""A year after the request of a later arrival."""
_HIRING_DAY = dt.date(2026, 9, 1)
"""Day on which the later arrival was hired."""

_example = ExampleMaker(motive.assess, effective=AT_START, hired_on=HIRED, contract=PF, today=TODAY)
_late_arrival = ExampleMaker(motive.assess, effective=NOT_RECORDED, hired_on=_HIRING_DAY, contract=PF, today=ARRIVAL)
_unknown_hiring = ExampleMaker(motive.assess, effective=NOT_HIRED, hired_on=None, contract=PF, today=ARRIVAL)
_member = ExampleMaker(
    motive.assess, effective=AT_START, hired_on=HIRED, contract=PF, today=ARRIVAL, affiliated_on=START
)

_CONTRACT = MotiveFacts(contract_end=dt.date(2026, 12, 31), in_force_since=dt.date(2020, 1, 1))
_FIXED_TERM = MotiveFacts(fixed_term=True, individual_cover=True, fixed_term_end=dt.date(2026, 12, 31))


def _c2s(until: dt.date | None) -> ChooseMotive:
    return ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=until))


def _entitled(opened_on: dt.date, until: dt.date) -> ChooseMotive:
    return ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=until, opened_on=opened_on))


def _contract(**facts: Any) -> ChooseMotive:
    return ChooseMotive(Motive.INDIVIDUAL_CONTRACT, attrs.evolve(_CONTRACT, **facts))


def _fixed_term(**facts: Any) -> ChooseMotive:
    return ChooseMotive(Motive.FIXED_TERM_INDIVIDUAL, attrs.evolve(_FIXED_TERM, **facts))


def _event(title: str, *codes: str, opened_on: dt.date | None, **others: Any) -> Example:
    """Ask as a member whom the partner's employer has covered since *opened_on*."""
    command = ChooseMotive(Motive.PARTNER_COLLECTIVE, MotiveFacts(opened_on=opened_on))
    return _member(title, *codes, command=command, **others)


def _no_member(title: str, *codes: str, opened_on: dt.date, **others: Any) -> Example:
    """Ask as somebody whose own cover has not begun, and whom the partner's employer covers from *opened_on*."""
    command = ChooseMotive(Motive.PARTNER_COLLECTIVE, MotiveFacts(opened_on=opened_on))
    return _example(title, *codes, command=command, **others)


_MOTIVES = (
    _example("partner's collective contract", command=ChooseMotive(Motive.PARTNER_COLLECTIVE)),
    _example("compulsory collective cover elsewhere", command=ChooseMotive(Motive.COMPULSORY_COLLECTIVE)),
    _example("military collective cover", command=ChooseMotive(Motive.MILITARY_COLLECTIVE)),
    _example("complémentaire santé solidaire", command=_c2s(dt.date(2026, 12, 31))),
    _example("complémentaire santé solidaire, its end not known", command=_c2s(None)),
    _example("individual contract in force for years", command=_contract()),
    _example("fixed term and individual cover", command=_fixed_term()),
    _example("no motive", "motive-missing", command=ChooseMotive()),
    _example("electricity and gas", "motive-to-confirm", command=ChooseMotive(Motive.IEG)),
    _example("cover of L. 911-7-1", "motive-to-confirm", command=ChooseMotive(Motive.COVER_L911_7_1)),
    _example(
        "cover of another public employer, such as a hospital",
        "motive-to-confirm",
        command=ChooseMotive(Motive.PUBLIC_SERVICE_COLLECTIVE),
    ),
    _member(
        "member, cover of another public employer since August",
        "motive-to-confirm",
        command=ChooseMotive(Motive.PUBLIC_SERVICE_COLLECTIVE, MotiveFacts(opened_on=dt.date(2026, 8, 1))),
    ),
    _example(
        "military cover, the day before the text of July 2024",
        "motive-not-allowed",
        command=ChooseMotive(Motive.MILITARY_COLLECTIVE),
        today=dt.date(2024, 6, 30),
    ),
    _example("military cover, that day", command=ChooseMotive(Motive.MILITARY_COLLECTIVE), today=dt.date(2024, 7, 1)),
    _example("fixed term, its end left out", "fixed-term-end-left-out", command=_fixed_term(fixed_term_end=UNANSWERED)),
    _example("fixed term, its end not known", "motive-fact-missing", command=_fixed_term(fixed_term_end=None)),
    _example("individual contract, end not known", "motive-fact-missing", command=_contract(contract_end=None)),
    _example("individual contract, beginning not known", "motive-fact-missing", command=_contract(in_force_since=None)),
    _example("not known whether for a fixed term", "motive-fact-missing", command=_fixed_term(fixed_term=None)),
    _example("not known whether covered", "motive-fact-missing", command=_fixed_term(individual_cover=None)),
    _example("no fixed term", "fixed-term-needed", command=_fixed_term(fixed_term=False)),
    _example(
        "fixed term without individual cover", "individual-cover-needed", command=_fixed_term(individual_cover=False)
    ),
    _example(
        "neither fixed term nor individual cover",
        "fixed-term-needed",
        "individual-cover-needed",
        command=_fixed_term(fixed_term=False, individual_cover=False),
    ),
)

_ENDS = (
    _example("entitlement ended yesterday", "motive-already-over", command=_c2s(TODAY - _DAY)),
    _example("entitlement ends today, before the effective date", "motive-ends-before-effect", command=_c2s(TODAY)),
    _example("entitlement ends on the effective date", "motive-ends-before-effect", command=_c2s(START)),
    _example("entitlement ends the day after the effective date", command=_c2s(START + _DAY)),
    _example("entitlement ends today, after the effective date", command=_c2s(ARRIVAL), today=ARRIVAL),
    _example("entitlement of one day", command=_entitled(START + _DAY, START + _DAY), today=START + _DAY),
    _example(
        "entitlement ends before it begins",
        "motive-dates-reversed",
        "motive-begins-later",
        command=_entitled(START + 2 * _DAY, START + _DAY),
    ),
    _example(
        "fixed term ends before the other cover begins",
        "motive-dates-reversed",
        "motive-begins-later",
        command=_fixed_term(fixed_term_end=START + _DAY, opened_on=START + 2 * _DAY),
    ),
    _example("contract ended yesterday", "motive-already-over", command=_contract(contract_end=TODAY - _DAY)),
    _example("contract ends on the effective date", "motive-ends-before-effect", command=_contract(contract_end=START)),
    _example("contract ends the day after the effective date", command=_contract(contract_end=START + _DAY)),
    _example("fixed term ended yesterday", "motive-already-over", command=_fixed_term(fixed_term_end=TODAY - _DAY)),
    _example(
        "fixed term ends on the effective date",
        "motive-ends-before-effect",
        command=_fixed_term(fixed_term_end=START),
    ),
    _example("fixed term ends the day after the effective date", command=_fixed_term(fixed_term_end=START + _DAY)),
    _example("last day of twelve months", command=_contract(contract_end=dt.date(2030, 1, 1)), today=_LIMIT),
    _example(
        "day after twelve months",
        "individual-contract-limit-over",
        command=_contract(contract_end=dt.date(2030, 1, 1)),
        today=_LIMIT + _DAY,
    ),
    _example(
        "day after twelve months, end of the contract not known",
        "motive-fact-missing",
        "individual-contract-limit-over",
        command=_contract(contract_end=None),
        today=_LIMIT + _DAY,
    ),
    _late_arrival("later arrival, entitlement ends today", "effective-date-unknown", command=_c2s(ARRIVAL)),
    _late_arrival("later arrival, entitlement ends within a year", "effective-date-unknown", command=_c2s(_HORIZON)),
    _late_arrival("later arrival, entitlement ends in more", "effective-date-pending", command=_c2s(_HORIZON + _DAY)),
    _unknown_hiring(
        "hiring date not known, entitlement ends within a year", "hired-on-missing", command=_c2s(_HORIZON)
    ),
    _late_arrival("later arrival, end of the entitlement not known", command=_c2s(None)),
    _late_arrival("later arrival, partner's collective contract", command=ChooseMotive(Motive.PARTNER_COLLECTIVE)),
)

_BEGINNINGS = (
    _example("contract begins on the collective one's first day", command=_contract(in_force_since=START)),
    _example(
        "contract begins the day after the collective one",
        "individual-contract-too-late",
        command=_contract(in_force_since=START + _DAY),
    ),
    _late_arrival(
        "contract begins on the hiring day",
        "effective-date-pending",
        command=_contract(in_force_since=_HIRING_DAY, contract_end=dt.date(2030, 1, 1)),
    ),
    _late_arrival(
        "contract begins the day after hiring",
        "effective-date-pending",
        "individual-contract-too-late",
        command=_contract(in_force_since=_HIRING_DAY + _DAY, contract_end=dt.date(2030, 1, 1)),
    ),
    _example(
        "contract there at the start, hiring date not known", command=_contract(in_force_since=START), hired_on=None
    ),
    _example(
        "contract begins later, hiring date not known",
        "motive-hired-on-missing",
        command=_contract(in_force_since=START + _DAY),
        hired_on=None,
    ),
    _example("contract of one day", command=_contract(in_force_since=ARRIVAL, contract_end=ARRIVAL), hired_on=ARRIVAL),
    _example(
        "contract ends before it begins",
        "individual-contract-dates-reversed",
        command=_contract(in_force_since=ARRIVAL, contract_end=ARRIVAL - _DAY),
        hired_on=ARRIVAL,
    ),
    _example(
        "every fault of an individual contract",
        "motive-ends-before-effect",
        "individual-contract-dates-reversed",
        "individual-contract-too-late",
        command=_contract(in_force_since=START + _DAY, contract_end=START),
    ),
)

_MEMBERS = (
    _event("member since May, covered by the partner's employer since", opened_on=dt.date(2026, 8, 1)),
    _event("event on the day of the affiliation", opened_on=START),
    _event("event on the eve of the affiliation", "motive-opened-earlier", opened_on=START - _DAY),
    _event("event today", opened_on=ARRIVAL),
    _event("event tomorrow", "motive-event-in-future", opened_on=ARRIVAL + _DAY),
    _event("event not dated", "motive-event-missing", opened_on=None),
    _event(
        "event before the cover begins, and still to come",
        "motive-opened-earlier",
        "motive-event-in-future",
        opened_on=TODAY + _DAY,
        today=TODAY,
    ),
    _member("individual contract, as a member", "individual-cover-not-later", command=_contract(opened_on=START)),
    _member("fixed term, as a member", command=_fixed_term(opened_on=START)),
    _example("no member: an event of long ago", command=_fixed_term(opened_on=dt.date(2000, 1, 1))),
    _no_member("no member: the other cover begins with the agent's own", opened_on=START),
    _no_member("no member: the other cover begins the day after", "motive-begins-later", opened_on=START + _DAY),
    _no_member("no member: the other cover began today, after the effective date", opened_on=ARRIVAL, today=ARRIVAL),
    _late_arrival(
        "later arrival: the other cover begins on a day that may be too late",
        "effective-date-unknown",
        command=ChooseMotive(Motive.PARTNER_COLLECTIVE, MotiveFacts(opened_on=ARRIVAL + _DAY)),
    ),
)

EXAMPLES = (*_MOTIVES, *_ENDS, *_BEGINNINGS, *_MEMBERS)
