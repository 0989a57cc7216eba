"""
The charts of the journeys as data and as drawings: states, transitions, conditions, in both languages.

Nothing is asked about a dossier here: what may be done in one now is in
``Dossier.view``. A chart says what there is to be done at all, and what stands
in the way.

>>> chart = describe("affiliation")
>>> [state.label.en for state in chart.states[:3]]
['Start of the affiliation', 'Social-security regime', 'Beneficiaries to cover']
>>> first = chart.transitions[0]
>>> first.source, first.do, first.target, first.level.value
('home', 'start-affiliation', 'regime', 'main')
>>> print(first.guards[0].label.en, first.guards[0].findings)
No exemption is in force and the membership is not over. ('dispensation-in-force', 'membership-over')
>>> draw("affiliation", locale="en").splitlines()[0][:4]
'<svg'
"""

from psc_workflow._charts.describing import describe
from psc_workflow._charts.description import (
    ChartDescription,
    ChartGuard,
    ChartRoute,
    ChartState,
    ChartTransition,
    Level,
)
from psc_workflow._charts.drawing import DrawingFormat, DrawingLevel, draw

__all__ = [
    "ChartDescription",
    "ChartGuard",
    "ChartRoute",
    "ChartState",
    "ChartTransition",
    "DrawingFormat",
    "DrawingLevel",
    "Level",
    "describe",
    "draw",
]
