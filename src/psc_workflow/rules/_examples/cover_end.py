"""
End of cover: who is concerned, the last day, and what can follow.
"""

import datetime as dt

from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import cover_end
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import START

_SEPTEMBER = dt.date(2026, 9, 1)
_FAMILY = ("agent", "partner", "carla", "teva")

_example = ExampleMaker(
    cover_end.assess,
    refs=_FAMILY,
    next_covers=cover_end.AFTER_END[EndReason.RETIREMENT],
    ends_on=_SEPTEMBER,
    covered_from=START,
)

EXAMPLES = (
    _example("nobody is covered", refs=()),
    _example("retires with a family", "cover-ends"),
    _example(
        "leaves with a family, unemployed",
        "cover-ends",
        "unemployed-keep-cover",
        next_covers=cover_end.AFTER_END[EndReason.DEPARTURE],
    ),
    _example("one child is removed", "cover-ends", refs=("carla",), next_covers=cover_end.AFTER_REMOVAL),
    _example("after a single day of cover", "cover-ends", ends_on=dt.date(2026, 5, 2)),
    _example("on the first day of cover", "cover-does-not-begin", ends_on=START),
    _example("before the cover begins", "cover-does-not-begin", ends_on=dt.date(2026, 4, 7)),
)
