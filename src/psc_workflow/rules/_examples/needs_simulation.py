"""
Needs simulations: complete, and not dated in the future.
"""

from typing import Any

import attrs

from psc_workflow._model.commands import RecordNeedsSimulation
from psc_workflow._model.vocabulary import Formula
from psc_workflow.rules import needs_simulation
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import START, TODAY, TOMORROW

_WHOLE = RecordNeedsSimulation(TODAY, Formula.OPTION_2, START)
_example = ExampleMaker(needs_simulation.assess, on=TODAY)


def _simulation(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, command=attrs.evolve(_WHOLE, **facts))


EXAMPLES = (
    _simulation("done today"),
    _simulation("done before", done_on=TODAY.replace(year=2022)),
    _simulation("done the day after", "needs-simulation-in-future", done_on=TOMORROW),
    _simulation("wishes for a day that is past", wished_effective_date=TODAY.replace(year=2022)),
    _simulation("day not known", "needs-simulation-missing", done_on=None),
    _simulation("recommended formula not known", "needs-simulation-missing", recommended_formula=None),
    _simulation("wished-for day not known", "needs-simulation-missing", wished_effective_date=None),
    _simulation(
        "half of it, and of the day after",
        "needs-simulation-missing",
        "needs-simulation-in-future",
        done_on=TOMORROW,
        wished_effective_date=None,
    ),
    _example("nothing given", *["needs-simulation-missing"] * 3, command=RecordNeedsSimulation()),
)
