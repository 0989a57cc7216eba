"""
The journeys: one chart a module, declared with python-statemachine, and the step that reads them.

>>> sorted(JOURNEYS)
['affiliation']
"""

from psc_workflow.states.affiliation import AffiliationChart
from psc_workflow.states.charts import JOURNEYS
from psc_workflow.states.engine import Chart
from psc_workflow.states.live import live

__all__ = ["JOURNEYS", "AffiliationChart", "Chart", "live"]
