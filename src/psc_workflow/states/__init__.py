"""
The journeys: one chart a module, declared with python-statemachine, and the step that reads them.

>>> sorted(JOURNEYS)
['access', 'affiliation', 'dispensation', 'membership']
"""

from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import Chart
from psc_workflow.states._live import live
from psc_workflow.states.access import AccessChart
from psc_workflow.states.affiliation import AffiliationChart
from psc_workflow.states.dispensation import DispensationChart
from psc_workflow.states.membership import MembershipChart

__all__ = [
    "JOURNEYS",
    "AccessChart",
    "AffiliationChart",
    "Chart",
    "DispensationChart",
    "MembershipChart",
    "live",
]
