"""
The journeys: one chart a module, declared with python-statemachine, and the step that reads them.

>>> sorted(JOURNEYS)
['access', 'affiliation', 'dispensation', 'membership']
"""

from psc_workflow.states._access import AccessChart
from psc_workflow.states._affiliation import AffiliationChart
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._dispensation import DispensationChart
from psc_workflow.states._engine import Chart
from psc_workflow.states._membership import MembershipChart
from psc_workflow.states.live import live

__all__ = [
    "JOURNEYS",
    "AccessChart",
    "AffiliationChart",
    "Chart",
    "DispensationChart",
    "MembershipChart",
    "live",
]
