"""
What is to be priced: the arguments of a caller, checked, and the situation that they describe.
"""

import datetime as dt

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.open_lists import has_additions
from psc_workflow._model.people import Household
from psc_workflow._model.vocabulary import Certainty, Formula
from psc_workflow._structuring.arguments import member
from psc_workflow.exceptions import FormulaNotOfferedError, HostError, NoValueInForceError
from psc_workflow.pricing._charges import check_arguments
from psc_workflow.pricing._situations import Situation, find_situation

_DAY = dt.date


def find_requested(
    household: Household, contract: Contract, formula: Formula, on: dt.date, least_certainty: Certainty
) -> Situation:
    """
    Check what is to be priced, and find the situation of the agent.

    Raises:
        FormulaNotOfferedError: The contract does not offer *formula* then.
        HostError: An argument is of another type, or a regime is of another
            contract.
        NoValueInForceError: The tariff says nothing about that day.
    """
    try:
        situation = find_covered(household, contract, formula, on, least_certainty)
    except NoValueInForceError:
        _check_offered(contract, formula, on)
        raise
    if not situation.is_offered:
        _check_offered(contract, formula, on)
    return situation


def find_covered(
    household: Household, contract: Contract, formula: Formula, on: dt.date, least_certainty: Certainty
) -> Situation:
    """
    Do the same, whether or not the contract offers *formula* then.

    What is remembered of a situation is everybody's: a name in place of a
    member, which is equal to it, must never come that far.

    Raises:
        HostError: An argument is of another type, or a regime is of another
            contract.
        NoValueInForceError: The tariff says nothing about that day.
    """
    if not isinstance(household, Household):
        raise HostError("`household` must be a Household")
    if type(contract) is not Contract or type(on) is not _DAY:
        check_arguments(contract, on)
    if type(formula) is not Formula:
        formula = member(Formula, formula, "formula")
    if has_additions():
        _check_words(household, contract)
    if type(least_certainty) is not Certainty:
        least_certainty = member(Certainty, least_certainty, "least_certainty")
    return find_situation(household, contract, formula, on, least_certainty)


def _check_words(household: Household, contract: Contract) -> None:
    """Raise an error if *household* is in a regime that only other contracts have."""
    for fault in contract.foreign_words(household):
        raise HostError(f"`household`: {fault}")


def _check_offered(contract: Contract, formula: Formula, on: dt.date) -> None:
    """Raise an error if *formula* is not offered, or if the contract does not say."""
    offered = contract.value("formulas", on)
    if formula not in offered:
        raise FormulaNotOfferedError(contract.id, formula, offered)
