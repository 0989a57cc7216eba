"""
A tariff as rules of publicodes, so that another engine, and whoever reads those, can check the amounts.

The rules are data: write them as JSON, which is YAML too, and hand them to the
engine. All amounts are in cents, and worked out in whole numbers, because the
engine has no decimals. What is unknown here is unknown there.

>>> from psc_workflow import Formula, Household, Regime, contracts
>>> men, on = contracts.get("men-2026"), dt.date(2026, 5, 1)
>>> rules(men, on)["montant agent-base-flat"]["titre"]
'Socle de l’agent, part forfaitaire'
>>> situation(Household(regime=Regime.GENERAL, gross_cents=280000), Formula.BASE, on)["rémunération brute"]
280000

Not modelled:
    Certainties, which stand in the notes alone; explanations; a share of lines
    that come to less than nothing.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum
from typing import Any

from psc_workflow._catalogue.amounts import Kind
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import in_force
from psc_workflow._catalogue.wording import word
from psc_workflow._model import citing
from psc_workflow._model.money import cents
from psc_workflow._model.people import LONGEST_LIST, Household
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Channel, Formula, Who
from psc_workflow._structuring.arguments import check_day, check_kind, member
from psc_workflow.exceptions import HostError
from psc_workflow.pricing._bands import within
from psc_workflow.pricing._charges import Charge, Charges, charges, check_arguments
from psc_workflow.pricing._rounding import EXACT
from psc_workflow.pricing._situations import position_by_pay, year_of_retirement
from psc_workflow.rules import ages

__all__ = ["rules", "situation"]

Rules = dict[str, Any]

_CENTS = Decimal("1E2")
"""Cents in a euro."""

_ACTIVE, _RETIRED = "active", "retired"
_FORMULA, _STATUS, _POSITION, _REGIME = "formule", "statut", "position", "régime"
_PAY, _YEAR, _PARTNER, _CHILDREN = "rémunération brute", "année de retraite", "conjoint", "nombre d'enfants"
_UNKNOWN, _OUTSIDE, _OTHER_GRID = "inconnu", "hors tarif", "autre grille"
_ALL, _ANY = "toutes ces conditions", "une de ces conditions"


def rules(contract: Contract, on: dt.date, *, children: int = 6) -> Rules:
    """
    Write the tariff of *contract* on that day.

    Args:
        children: For how many children there are rules, at most ``LONGEST_LIST``.

    Returns:
        A rule for each question (``formule``, ``régime``, ``rémunération
        brute``, …), parameter (``paramètre …``) and component (``montant …``),
        and for the three totals, ``total employer``, ``total payroll`` and
        ``total debited``; those that cannot be known lack the rule ``inconnu``.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.
        HostError: *contract* or *on* is of another type, or *children* no such
            number.
    """
    check_arguments(contract, on)
    if type(children) is not int or not 0 <= children <= LONGEST_LIST:
        raise HostError(f"`children` must be a whole number from 0 to {LONGEST_LIST}")
    priced = charges(contract, on)
    people = [(Who.AGENT, 1), (Who.PARTNER, 1), *((Who.CHILD, rank) for rank in range(1, children + 1))]
    lines = [(charge, rank) for who, rank in people for charge in _charges_of(priced, who, rank)]
    written: Rules = dict(_questions(priced, children))
    for parameter in contract.tariff.parameters:
        dated = parameter.on(on, name=parameter.id)
        value = {} if dated.value is None else {"valeur": cents(dated.value)}
        written[f"paramètre {parameter.id}"] = {"titre": parameter.label.fr, **value, **_references(dated.sources)}
    for charge, rank in lines:
        written |= _rules_of(charge, rank, priced, on)
    written[_OUTSIDE] = {_ANY: [*_gaps(priced, lines, people), f"{_CHILDREN} > {children}"]}
    return written | {f"total {channel.value}": _total(channel, lines) for channel in Channel}


def situation(household: Household, formula: Formula, on: dt.date) -> dict[str, Any]:
    """
    Answer the questions of the rules for *household* on that day; what is not known is left out.

    Raises:
        HostError: An argument is of another type.
    """
    check_kind(household, Household, "household")
    formula = member(Formula, formula, "formula")
    check_day(on, "on")
    year = year_of_retirement(household, on)
    position = None if year else household.position or position_by_pay(household.gross_cents)
    births = [child.birth_date for child in household.children]
    answers: dict[str, Any] = {
        _FORMULA: formula,
        _STATUS: f"'{_RETIRED if year else _ACTIVE}'",
        _POSITION: position,
        _REGIME: household.regime,
        _PAY: household.gross_cents,
        _YEAR: year,
        _PARTNER: "non" if household.partner is None else "oui",
        _CHILDREN: None if None in births else len(births),
        _age(Who.AGENT): _years(household.birth_date, on),
        _age(Who.PARTNER): None if household.partner is None else _years(household.partner.birth_date, on),
    }
    for rank, birth in enumerate(sorted(birth for birth in births if birth is not None), start=1):
        answers[_age(Who.CHILD, rank)] = _years(birth, on)
    return {name: _text(value) for name, value in answers.items() if value is not None}


# -- what is asked -------------------------------------------------------------------------------------


def _questions(priced: Charges, children: int) -> Iterator[tuple[str, Any]]:
    for name in (_UNKNOWN, _FORMULA, _STATUS, _POSITION, _REGIME, _PAY, _YEAR, _PARTNER, _CHILDREN):
        yield name, None
    of_children = [_age(Who.CHILD, rank) for rank in range(1, LONGEST_LIST + 1)]
    yield from ((name, None) for name in of_children[children:])  # the engine stops at an answer to no question
    frozen = {} if priced.frozen_age is None else {"plafond": priced.frozen_age}
    for name in (_age(Who.AGENT), _age(Who.PARTNER), *of_children[:children]):
        yield name, None
        yield f"{name} retenu", {"valeur": name, **frozen}
    excluded = sorted(regime.value for regime in priced.excluded_regimes)
    yield _OTHER_GRID, {_ANY: [f"{_REGIME} = '{name}'" for name in excluded]} if excluded else "non"


def _age(who: Who, rank: int = 1) -> str:
    return f"âge enfant {rank}" if who is Who.CHILD else "âge conjoint" if who is Who.PARTNER else "âge agent"


# -- a component ---------------------------------------------------------------------------------------


def _charges_of(priced: Charges, who: Who, rank: int) -> Iterator[Charge]:
    """Walk what can be due from a person; of the components, there are rules for these alone."""
    for charge in priced.of(who):
        if within(rank, charge.component.from_rank, charge.component.to_rank):
            yield charge


def _name(component: Component, rank: int) -> str:
    return f"{component.id} enfant {rank}" if component.who is Who.CHILD else component.id


def _rules_of(charge: Charge, rank: int, priced: Charges, on: dt.date) -> Rules:
    """Write whether the component is due from the person, and how much."""
    component, name = charge.component, _name(charge.component, rank)
    amount = 0 if component.free else {"variations": [_case(_OTHER_GRID, _UNKNOWN), {"sinon": _amount(charge, name)}]}
    return {
        f"concerne {name}": {_ALL: list(_conditions(component, rank, priced))},
        **_share(charge, rank, priced, on),
        f"montant {name}": {
            "titre": component.label.fr,
            "note": f"{word(component.channel).fr}, {word(charge.certainty).fr}",
            "valeur": {"variations": [_case(f"concerne {name} = non", 0), {"sinon": amount}]},
            **_references(charge.sources),
        },
    }


def _conditions(component: Component, rank: int, priced: Charges) -> Iterator[Any]:
    """List what must hold for the component to be due; what is cheap to know comes first."""
    if component.who is Who.PARTNER:
        yield f"{_PARTNER} = oui"
    if component.who is Who.CHILD:
        yield f"{_CHILDREN} >= {rank}"
    names = {"statuses": _STATUS, "formulas": _FORMULA, "positions": _POSITION, "regimes": _REGIME}
    for selector, name in names.items():
        if members := getattr(component, selector):
            yield {_ANY: [f"{name} = '{member.value}'" for member in members]}
    age = f"{_age(component.who, rank)} retenu"
    bounds = [(_YEAR, component.from_year, component.to_year)] if component.by_year else []
    bounds += [(age, component.from_age, component.to_age)] if component.by_age else []
    for name, first, last in bounds:
        yield f"{name} >= {first}"
        if last is not None:
            yield f"{name} <= {last}"
    yield {_ANY: [f"{_FORMULA} = '{formula.value}'" for formula in priced.offered]}


def _amount(charge: Charge, name: str) -> Any:
    """Write the amount in cents."""
    if charge.kind is Kind.UNKNOWN:
        return _UNKNOWN
    if charge.rate is None:
        return cents(charge.exact or Decimal(0))
    return f"part {name}" if charge.rate >= 0 else f"0 - part {name}"


def _share(charge: Charge, rank: int, priced: Charges, on: dt.date) -> Rules:
    """
    Write what a rate applies to, and the share: in whole numbers, within the limit, rounded half up.

    The engine rounds halves upwards, this library away from zero: a negative rate is applied without its sign.
    """
    if charge.rate is None or charge.kind is Kind.UNKNOWN:
        return {}
    name = _name(charge.component, rank)
    numerator, denominator = charge.rate.copy_abs().as_integer_ratio()
    exact: Rules = {"valeur": f"base {name} * {numerator} / {denominator}"}
    if charge.at_most is not None:
        most = EXACT.multiply(charge.at_most, _CENTS)
        exact |= {"plancher": _exactly(most.copy_negate()), "plafond": _exactly(most)}
    return {f"base {name}": _base(charge, rank, priced, on), f"part {name}": {"valeur": exact, "arrondi": "oui"}}


def _exactly(number: Decimal) -> int | str:
    """Write a number without rounding it: a whole one, or a division."""
    numerator, denominator = number.as_integer_ratio()
    return numerator if denominator == 1 else f"{numerator} / {denominator}"


def _base(charge: Charge, rank: int, priced: Charges, on: dt.date) -> Rules:
    """Write what the rate of *charge* applies to."""
    match charge.kind:
        case Kind.SHARE:
            return {"valeur": f"paramètre {in_force(charge.component.values, on, charge.component.id).of}"}
        case Kind.COEFFICIENT:
            return {"valeur": _PAY} | ({} if charge.cap is None else {"plafond": f"paramètre {charge.cap.id}"})
    theirs = (other.component for other in _charges_of(priced, charge.component.who, rank))
    return _sum_of(_name(component, rank) for component in theirs if component.id in charge.of_lines)


def _sum_of(names: Iterable[str]) -> Rules:
    amounts = [f"montant {name}" for name in names]
    return {"somme": amounts} if amounts else {"valeur": 0}


def _case(condition: str, value: Any) -> Rules:
    return {"si": condition, "alors": value}


# -- totals --------------------------------------------------------------------------------------------


def _gaps(priced: Charges, lines: list[tuple[Charge, int]], people: Iterable[tuple[Who, int]]) -> Iterator[Any]:
    """List what makes every total unknown: a status, a formula, a person without a line, a fact that decides."""
    yield {_ALL: [f"{_STATUS} != '{status.value}'" for status in priced.tariff.statuses]}
    yield {_ALL: [f"{_FORMULA} != '{formula.value}'" for formula in priced.offered]}
    for who, rank in people:
        theirs = [
            _name(charge.component, place)
            for charge, place in lines
            if charge.component.who is who and (who is not Who.CHILD or place == rank)
        ]
        is_there = {Who.PARTNER: [f"{_PARTNER} = oui"], Who.CHILD: [f"{_CHILDREN} >= {rank}"]}.get(who, [])
        yield {_ALL: [*is_there, *(f"concerne {name} = non" for name in theirs)]}
    for charge, place in lines:  # never true, but unknown where it is not known whether the component is due
        name = _name(charge.component, place)
        yield {_ALL: [f"concerne {name} = oui", f"concerne {name} = non"]}


def _total(channel: Channel, lines: Iterable[tuple[Charge, int]]) -> Rules:
    total = _sum_of(_name(charge.component, rank) for charge, rank in lines if charge.component.channel is channel)
    return {"titre": word(channel).fr, "valeur": {"variations": [_case(_OUTSIDE, _UNKNOWN), {"sinon": total}]}}


def _references(sources: Iterable[Source]) -> Rules:
    links = {source.label("fr"): citing.link(source) for source in sources if citing.link(source)}
    return {"références": links} if links else {}


def _years(birth: dt.date | None, on: dt.date) -> int | None:
    return None if birth is None else ages.years(birth, on=on)


def _text(value: Any) -> Any:
    return f"'{value.value}'" if isinstance(value, Enum) else value
