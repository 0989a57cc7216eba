"""
The quote of a dossier, as of an instant.
"""

import datetime as dt

from psc_workflow._model.vocabulary import Formula
from psc_workflow._structuring.arguments import member
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import PricedQuote
from psc_workflow.states._course import as_of, look
from psc_workflow.states._dates import Days
from psc_workflow.states._instants import instant_of


def quote(days: Days, at: dt.datetime, formula: Formula | None = None) -> PricedQuote | None:
    """Price the household as declared or covered at *at*; arguments and errors as for ``Dossier.quote``."""
    if formula is not None and type(formula) is not Formula:
        formula = member(Formula, formula, "formula")
    if formula is not None and days.contract.foreign_words(formula):
        raise HostError(f"`formula` is not one of {days.contract.id}")
    instant = instant_of(days.record, at)
    context = look(as_of(days, instant), instant, "affiliation")
    return context.quote_for(formula) if formula is not None else context.quote
