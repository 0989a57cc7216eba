"""
References that name the partner, a child, or nobody covered.
"""

import attrs

from psc_workflow.rules import beneficiary
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import CARLA, CLAUDIA, TEVA

_example = ExampleMaker(beneficiary.assess, partner=CLAUDIA, children=(CARLA, TEVA))

EXAMPLES = (
    _example("a child covered", ref="carla"),
    _example("the second child covered", ref="teva"),
    _example("the partner covered", ref="partner"),
    _example("a child who is not covered", "beneficiary-unknown", ref="moana"),
    _example("the partner of who has none", "beneficiary-unknown", ref="partner", partner=None),
    _example("a child of who covers none", "beneficiary-unknown", ref="carla", children=()),
    _example(
        "an only child without a reference", "beneficiary-unknown", ref="", children=(attrs.evolve(CARLA, ref=None),)
    ),
    _example("the agent, who is no beneficiary", "beneficiary-unknown", ref="agent"),
    _example("another spelling of the reference", "beneficiary-unknown", ref="Carla"),
    _example("not said who", "beneficiary-ref-missing", ref=None),
    _example(
        "not said who, of an only child without a reference",
        "beneficiary-ref-missing",
        ref=None,
        partner=None,
        children=(attrs.evolve(CARLA, ref=None),),
    ),
)
