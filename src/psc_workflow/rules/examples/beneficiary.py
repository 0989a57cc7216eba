"""
Who is meant by a reference: the partner, a child, or nobody covered.
"""

import attrs

from psc_workflow.rules import beneficiary
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import CARLA, CLAUDIA, TEVA

_meant = Asking(beneficiary.assess, partner=CLAUDIA, children=(CARLA, TEVA))

EXAMPLES = (
    _meant("a child covered", ref="carla"),
    _meant("the second child covered", ref="teva"),
    _meant("the partner covered", ref="partner"),
    _meant("a child who is not covered", "beneficiary-unknown", ref="moana"),
    _meant("the partner of who has none", "beneficiary-unknown", ref="partner", partner=None),
    _meant("a child of who covers none", "beneficiary-unknown", ref="carla", children=()),
    _meant(
        "an only child without a reference", "beneficiary-unknown", ref="", children=(attrs.evolve(CARLA, ref=None),)
    ),
    _meant("the agent, who is no beneficiary", "beneficiary-unknown", ref="agent"),
    _meant("another spelling of the reference", "beneficiary-unknown", ref="Carla"),
    _meant("not said who", "beneficiary-ref-missing", ref=None),
    _meant(
        "not said who, of an only child without a reference",
        "beneficiary-ref-missing",
        ref=None,
        partner=None,
        children=(attrs.evolve(CARLA, ref=None),),
    ),
)
