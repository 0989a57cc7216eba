"""
Partners: who can be covered, who cannot, and which facts are asked for.
"""

from typing import Any

import attrs

from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.vocabulary import Link, Regime
from psc_workflow.rules import partner
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import CLAUDIA, PF, TODAY, TOMORROW

_example = ExampleMaker(partner.assess, contract=PF, on=TODAY)


def _partner(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, partner=attrs.evolve(CLAUDIA, **facts))


EXAMPLES = (
    _partner("spouse, not separated"),
    _partner("PACS: separation is no question", link=Link.PACS, judicially_separated=None),
    _partner("cohabiting", link=Link.COHABITING),
    _partner("spouse, not asked whether separated", "partner-separation-to-confirm", judicially_separated=UNANSWERED),
    _partner("another French regime", "partner-regime-to-confirm", regime=Regime.MSA),
    _partner("CPS", "partner-regime-not-covered", regime=Regime.CPS),
    _partner("foreign regime", "partner-regime-not-covered", regime=Regime.FOREIGN),
    _partner("State civil servant", "partner-state-civil-servant", state_civil_servant=True),
    _partner("judicially separated spouse", "partner-judicially-separated", judicially_separated=True),
    _partner("born the day after", "birth-in-future", birth_date=TOMORROW),
    _partner("birth date not known", "partner-fact-missing", birth_date=None),
    _partner("regime not known", "partner-fact-missing", regime=None),
    _partner("link not known", "partner-fact-missing", link=None),
    _partner("not known whether a State civil servant", "partner-fact-missing", state_civil_servant=None),
    _partner("spouse, not known whether separated", "partner-fact-missing", judicially_separated=None),
    _partner(
        "two refusals and a missing fact",
        "partner-fact-missing",
        "partner-regime-not-covered",
        "partner-state-civil-servant",
        birth_date=None,
        regime=Regime.CPS,
        state_civil_servant=True,
    ),
)
