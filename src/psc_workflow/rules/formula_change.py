"""
Another formula can be taken once the present one has been kept long enough (changement de formule).

The term is the contract's, in whole years from the day on which the formula was
taken; the anniversary itself is late enough. An agent who never chose, because
the affiliation was automatic, may choose at any time. A contract that does not
state its term gives no answer: silence is not permission.

Legal source:
    The contract's ``formula_minimum_term`` and ``formulas``. Unions' pages
    say that an automatic affiliation can be changed later.

Not modelled:
    Events that shorten the term; notice periods.

>>> import attrs
>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> may, june = dt.date(2026, 5, 1), dt.date(2026, 6, 1)
>>> change = {"current": Formula.BASE, "since": may, "contract": pf, "today": june}
>>> assess(Formula.OPTION_1, chosen=False, **change).holds
True
>>> assess(Formula.OPTION_1, chosen=True, **change).missing
('contract.formula_minimum_term',)
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Formula
from psc_workflow.rules import ages
from psc_workflow.rules import formula as offer

TERM: Final = "formula_minimum_term"


def assess(
    formula: Formula | None, *, current: Formula, chosen: bool, since: dt.date, contract: Contract, today: dt.date
) -> Verdict:
    """
    Check that *formula* can be taken in place of *current*.

    Args:
        chosen: Whether the agent chose *current*; an automatic affiliation
            did not.
        since: Day on which *current* was taken.
        today: Civil day of the request, whose offer and term apply.

    Returns:
        A verdict that holds; or ``formula-unchanged``,
        ``formula-term-unknown``, ``formula-term-not-over``, and what the rule
        ``formula`` finds.

    Raises:
        NoValueInForceError: *today* precedes the first value of the contract's
            offer or, if *current* was chosen, of its term.
    """
    return offer.assess(formula, contract=contract, on=today) + Verdict.of(
        [*_check_differs(formula, current), *(_term(since, contract, today) if chosen else ())]
    )


def _check_differs(formula: Formula | None, current: Formula) -> Iterator[Finding]:
    if formula is current:
        yield finding("formula-unchanged", "formula", formula=current)


def _term(since: dt.date, contract: Contract, today: dt.date) -> Iterator[Finding]:
    term = contract.dated(TERM, today) if contract.formula_minimum_term else None
    if term is None or term.value is None:
        yield finding("formula-term-unknown", f"contract.{TERM}", rests_on=() if term is None else (term,))
    elif not ages.has_reached(since, term.known_value, on=today):
        first = ages.birthday(since, term.known_value)
        yield finding(
            "formula-term-not-over",
            "formula",
            rests_on=(term,),
            years=term.known_value,
            since=since,
            first=first,
            on=today,
        )
