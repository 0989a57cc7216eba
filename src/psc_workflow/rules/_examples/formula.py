"""
Formulas: which ones a contract offers, and from when; chosen or not yet.
"""

import datetime as dt

import attrs

from psc_workflow._catalogue.values import Dated
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Formula
from psc_workflow.rules import formula
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import PF, START, TOMORROW

_BASE_ONLY: Dated[tuple[Formula, ...]] = Dated(
    TOMORROW, Certainty.ASSUMED, (Source("Avenant imaginé"),), (Formula.BASE,)
)
_NARROW_CONTRACT = attrs.evolve(
    PF, formulas=attrs.evolve(PF.formulas, values=(*PF.formulas.values, _BASE_ONLY)), recommended_formula=None
)
"""A contract that offers only the base formula from 8 April 2026."""

_offer = ExampleMaker(formula.assess, contract=PF, on=START)
_narrow_offer = ExampleMaker(formula.assess, contract=_NARROW_CONTRACT, formula=Formula.OPTION_2)
_choice = ExampleMaker(formula.assess_choice)

EXAMPLES = (
    _offer("base", formula=Formula.BASE),
    _offer("first option", formula=Formula.OPTION_1),
    _offer("second option", formula=Formula.OPTION_2),
    _offer("formula not known", "formula-missing", formula=None),
    _narrow_offer("last day of the offer", on=TOMORROW - dt.timedelta(days=1)),
    _narrow_offer("first day without the offer", "formula-not-offered", on=TOMORROW),
    _narrow_offer("long after the offer", "formula-not-offered", on=dt.date(2031, 1, 1)),
    _choice("validated with a formula", formula=Formula.BASE),
    _choice("validated without a formula", "formula-not-chosen", formula=None),
)
