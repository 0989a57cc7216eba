"""
The result of the questionnaire on one's needs is whole (simulation des besoins).

Legal source:
    The guide, affiliation step 3 ("nouvelle simulation de mes besoins") and
    "La reprise du parcours (2/2)", which shows it.

Not modelled:
    The questionnaire itself; the wished-for date decides nothing.

>>> assess(RecordNeedsSimulation(dt.date(2026, 4, 7)), on=dt.date(2026, 4, 7)).missing
('recommended_formula', 'wished_effective_date')
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.commands import RecordNeedsSimulation
from psc_workflow._model.verdict import Finding, Verdict


def assess(command: RecordNeedsSimulation, *, on: dt.date) -> Verdict:
    """
    Check the result of a simulation.

    Args:
        on: Civil day of the request; a simulation on that day is accepted.

    Returns:
        A verdict that holds, or ``needs-simulation-missing``,
        ``needs-simulation-in-future``.
    """
    return Verdict.of(_findings(command, on))


def _findings(command: RecordNeedsSimulation, on: dt.date) -> Iterator[Finding]:
    for name in attrs.fields_dict(RecordNeedsSimulation):
        if getattr(command, name) is None:
            yield finding("needs-simulation-missing", name, field=field(name))
    if command.done_on is not None and command.done_on > on:
        yield finding("needs-simulation-in-future", "done_on", done_on=command.done_on, on=on)
