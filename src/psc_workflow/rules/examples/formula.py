"""
Formulas: what a contract offers, on what day; chosen or not yet.
"""

import datetime as dt

import attrs

from psc_workflow._catalogue.values import Dated
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Formula
from psc_workflow.rules import formula
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import PF, START, TOMORROW

_BASE_ALONE: Dated[tuple[Formula, ...]] = Dated(
    TOMORROW, Certainty.ASSUMED, (Source("Avenant imaginé"),), (Formula.BASE,)
)
_NARROWED = attrs.evolve(
    PF, formulas=attrs.evolve(PF.formulas, values=(*PF.formulas.values, _BASE_ALONE)), recommended_formula=None
)
"""Offers the base alone from 8 April 2026 on."""

_offered = Asking(formula.assess, contract=PF, on=START)
_narrowed = Asking(formula.assess, contract=_NARROWED, formula=Formula.OPTION_2)
_chosen = Asking(formula.assess_chosen)

EXAMPLES = (
    _offered("base", formula=Formula.BASE),
    _offered("first option", formula=Formula.OPTION_1),
    _offered("second option", formula=Formula.OPTION_2),
    _offered("formula not known", "formula-missing", formula=None),
    _narrowed("last day of the offer", on=TOMORROW - dt.timedelta(days=1)),
    _narrowed("first day without the offer", "formula-not-offered", on=TOMORROW),
    _narrowed("long after the offer", "formula-not-offered", on=dt.date(2031, 1, 1)),
    _chosen("validated with a formula", formula=Formula.BASE),
    _chosen("validated without a formula", "formula-not-chosen", formula=None),
)
