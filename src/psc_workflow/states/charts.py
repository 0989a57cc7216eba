"""
All charts, by the name of their journey.
"""

from psc_workflow.states.affiliation import AffiliationChart
from psc_workflow.states.engine import Chart

JOURNEYS: dict[str, type[Chart]] = {"affiliation": AffiliationChart}
