"""
What a caller says will change: from a day on, another household, another formula, or both.
"""

import datetime as dt
from collections.abc import Iterable

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Household
from psc_workflow._model.vocabulary import Formula
from psc_workflow._structuring.arguments import all_of, check_day, member
from psc_workflow.exceptions import HostError


@attrs.frozen
class DatedChange:
    """
    What is different from a day on, until the next change of the same.

    Args:
        on: First day on which it holds.
        household: The household from then on; ``None`` if it stays.
        formula: The formula from then on; ``None`` if it stays.
    """

    on: dt.date
    household: Household | None = None
    formula: Formula | None = None


@attrs.frozen
class Cover:
    """Who is covered, and on which formula, from a day on."""

    on: dt.date
    household: Household
    formula: Formula


def covers(
    household: Household,
    formula: Formula,
    changes: Iterable[DatedChange],
    *,
    contract: Contract,
    first: dt.date,
    last: dt.date,
) -> tuple[Cover, ...]:
    """
    List who is covered from *first* to *last*, each cover until the next one.

    Raises:
        HostError: A household or a change is none, a regime is of another
            contract; or a change lies outside the days, changes nothing, or
            happens on the day of another one.
    """
    result = [Cover(first, _priceable(household, contract), member(Formula, formula, "formula"))]
    listed = all_of(changes, DatedChange, "changes")
    for change in listed:
        check_day(change.on, "changes")
    for change in sorted(listed, key=lambda change: change.on):
        _check(change, result[-1], last)
        before = result[-1]
        formula = before.formula if change.formula is None else member(Formula, change.formula, "formula")
        who = before.household if change.household is None else _priceable(change.household, contract)
        result.append(Cover(change.on, who, formula))
    return tuple(result)


def _priceable(household: Household, contract: Contract) -> Household:
    """Return *household*, which is checked to be one, and of this contract."""
    if not isinstance(household, Household):
        raise HostError("`household` must be a Household")
    for fault in contract.foreign_words(household):
        raise HostError(f"`household`: {fault}")
    return household


def _check(change: DatedChange, before: Cover, last: dt.date) -> None:
    """Check one change against the cover before it."""
    if not before.on < change.on <= last:
        message = "must lie after the first day, not after the last, and on a day of its own"
        raise HostError(f"`changes`: {change.on} {message}")
    if change.household is None and change.formula is None:
        raise HostError(f"`changes`: that of {change.on} must have a household or a formula")
