"""
Changes of formula: the minimum term, its anniversary, and contracts that do not state it.
"""

import datetime as dt

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Formula
from psc_workflow.rules import formula_change
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import PF, START


def _with_term(years: int) -> Contract:
    value = Dated(dt.date(2025, 1, 1), Certainty.ASSUMED, (Source("Accord imaginé, art. 9"),), years)
    return attrs.evolve(PF, formula_minimum_term=Parameter("year", START, (value,)))


_TWO_YEARS = _with_term(2)
_BASE_ONLY: Dated[tuple[Formula, ...]] = Dated(
    dt.date(2025, 1, 1), Certainty.ASSUMED, (Source("Accord imaginé, art. 2"),), (Formula.BASE,)
)
_BASE_ONLY_CONTRACT = attrs.evolve(
    _TWO_YEARS, formulas=Parameter("formula", START, (_BASE_ONLY,)), recommended_formula=None
)

_change = ExampleMaker(
    formula_change.assess,
    formula=Formula.OPTION_1,
    current=Formula.BASE,
    chosen=True,
    since=START,
    contract=_TWO_YEARS,
    today=dt.date(2028, 5, 1),
)

EXAMPLES = (
    _change("anniversary of the minimum term"),
    _change("eve of the anniversary", "formula-term-not-over", today=dt.date(2028, 4, 30)),
    _change("day after the anniversary", today=dt.date(2028, 5, 2)),
    _change("the day it was taken", "formula-term-not-over", today=START),
    _change(
        "taken on 29 February, 28 February of a common year",
        "formula-term-not-over",
        since=dt.date(2028, 2, 29),
        today=dt.date(2030, 2, 28),
    ),
    _change("taken on 29 February, 1 March of a common year", since=dt.date(2028, 2, 29), today=dt.date(2030, 3, 1)),
    _change("no minimum term", contract=_with_term(0), today=START),
    _change("affiliated automatically, chooses at once", chosen=False, today=START),
    _change("affiliated automatically, contract without a known term", chosen=False, contract=PF, today=START),
    _change("the contract's term is not known", "formula-term-unknown", contract=PF),
    _change(
        "the contract does not speak of a term",
        "formula-term-unknown",
        contract=attrs.evolve(PF, formula_minimum_term=None),
    ),
    _change("the same formula", "formula-unchanged", formula=Formula.BASE),
    _change("the same formula, affiliated automatically", "formula-unchanged", formula=Formula.BASE, chosen=False),
    _change(
        "the same formula, too early",
        "formula-unchanged",
        "formula-term-not-over",
        formula=Formula.BASE,
        today=dt.date(2028, 4, 30),
    ),
    _change("formula not known", "formula-missing", formula=None),
    _change("neither formula nor term known", "formula-missing", "formula-term-unknown", formula=None, contract=PF),
    _change("not offered", "formula-not-offered", contract=_BASE_ONLY_CONTRACT),
    _change(
        "not offered, and too early",
        "formula-not-offered",
        "formula-term-not-over",
        contract=_BASE_ONLY_CONTRACT,
        today=dt.date(2028, 4, 30),
    ),
)
