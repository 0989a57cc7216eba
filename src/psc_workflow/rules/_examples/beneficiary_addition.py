"""
Additions: a partner or a child, with or without details.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import AddBeneficiary
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.vocabulary import Regime, Situation
from psc_workflow.rules import beneficiary_addition
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import (
    CARLA,
    CARLA_DETAILS,
    CLAUDIA,
    CLAUDIA_DETAILS,
    PF,
    START,
    TEVA,
    TODAY,
    TOMORROW,
)

_CHILD = AddBeneficiary(child=CARLA, child_details=CARLA_DETAILS)
_PARTNER = AddBeneficiary(partner=CLAUDIA, partner_details=CLAUDIA_DETAILS)
_PENDING = "beneficiary-details-pending"

_example = ExampleMaker(
    beneficiary_addition.assess, command=_CHILD, partner=None, children=(TEVA,), contract=PF, on=START, today=TODAY
)


def _child(title: str, *codes: str, **facts: Any) -> Example:
    """Add Carla with *facts* changed, and no details yet."""
    return _example(title, *codes, command=AddBeneficiary(child=attrs.evolve(CARLA, **facts)))


def _partner(title: str, *codes: str, **facts: Any) -> Example:
    """Add Claudia with *facts* changed, and no details yet."""
    return _example(title, *codes, command=AddBeneficiary(partner=attrs.evolve(CLAUDIA, **facts)))


def _details(title: str, *codes: str, child_ref: str | None = "carla", **facts: Any) -> Example:
    """Add Carla under the reference *child_ref*, with *facts* of her details changed."""
    command = AddBeneficiary(
        child=attrs.evolve(CARLA, ref=child_ref), child_details=attrs.evolve(CARLA_DETAILS, **facts)
    )
    return _example(title, *codes, command=command)


EXAMPLES = (
    _example("a child with details"),
    _example("a partner with details", command=_PARTNER),
    _child("a child, details to follow", _PENDING),
    _partner("a partner, details to follow", _PENDING),
    _child("a child born today", _PENDING, birth_date=TODAY),
    _child("a child born the day after", "birth-in-future", _PENDING, birth_date=TOMORROW),
    _child(
        "a child of the year 1, of whom nothing else is known",
        "birth-too-long-ago",
        _PENDING,
        birth_date=dt.date(1, 9, 9),
        situation=None,
        disabled=None,
        covered_by_own_work=UNANSWERED,
    ),
    _child("a child who turns 21 the day after the cover begins", _PENDING, birth_date=dt.date(2005, 5, 2)),
    _child(
        "a child who turns 21 that day",
        "child-past-age-limit",
        _PENDING,
        birth_date=dt.date(2005, 5, 1),
    ),
    _child(
        "a student who turns 25 that day",
        "child-past-last-age-limit",
        _PENDING,
        birth_date=dt.date(2001, 5, 1),
        situation=Situation.STUDENT,
    ),
    _child("a child on the CPS", "child-regime-not-covered", _PENDING, regime=Regime.CPS),
    _child("a child whose birth date is not known", "child-fact-missing", _PENDING, birth_date=None),
    _child("a child without a reference", _PENDING, ref=None),
    _child("a child called like one covered", "child-ref-taken", _PENDING, ref="teva"),
    _child("a child called like the partner", "child-ref-taken", _PENDING, ref="partner"),
    _child("a child called like the agent", "child-ref-taken", _PENDING, ref="agent"),
    _details("a child named by its details", child_ref=None),
    _details("a child named by its details like one covered", "child-ref-taken", child_ref=None, ref="teva"),
    _details("a child whom nobody names", child_ref=None, ref=None),
    _details("details that name nobody", ref=" "),
    _details("details of another child", "child-unknown", ref="moana"),
    _details("details of a child born another day", "child-birth-date-differs", birth_date=dt.date(2019, 9, 10)),
    _details("a child's number to follow", "child-nir-pending", nir=None),
    _details("a child's first name not known", "identity-fact-missing", first_name=None),
    _partner("a partner on the CPS", "partner-regime-not-covered", _PENDING, regime=Regime.CPS),
    _partner(
        "a partner who is a State civil servant", "partner-state-civil-servant", _PENDING, state_civil_servant=True
    ),
    _partner("a partner born the day after", "birth-in-future", _PENDING, birth_date=TOMORROW),
    _partner("a partner whose link is not known", "partner-fact-missing", _PENDING, link=None),
    _example("a second partner", "partner-already-covered", command=_PARTNER, partner=CLAUDIA),
    _example("a child beside a partner", partner=CLAUDIA, children=()),
    _example(
        "details of another regime than declared",
        "partner-regime-differs",
        command=attrs.evolve(_PARTNER, partner_details=attrs.evolve(CLAUDIA_DETAILS, regime=Regime.MSA)),
    ),
    _example(
        "a birth date known from the details alone",
        "partner-fact-missing",
        command=attrs.evolve(_PARTNER, partner=attrs.evolve(CLAUDIA, birth_date=None)),
    ),
    _example("nobody named", "beneficiary-missing", command=AddBeneficiary()),
)
