"""
What tests of a host can use: a class that judges it, a simulation of its store, journeys, examples of rules, people.

Nothing here needs Hypothesis.

>>> examples.of("child")[0].verdict().holds
True
>>> [example.codes for example in examples.of("birth_date")][:2]
[(), ('birth-in-future',)]
>>> "child" in examples.rules(), people.CARLA.ref
(True, 'carla')
>>> witness_paths("access")[0].acts[1].do
'open-invitation'
"""

from psc_workflow.rules import _examples as examples
from psc_workflow.rules._examples._example import Example
from psc_workflow.testing import people, scenarios
from psc_workflow.testing._conformance.answers import UNTOLD, Reply, Screen, reply_of
from psc_workflow.testing._conformance.forms import as_form
from psc_workflow.testing._conformance.suite import JourneyConformance
from psc_workflow.testing._journeys import Act, ActKind, Expectation, Journey
from psc_workflow.testing._judging.agents import agent_of
from psc_workflow.testing._replaying import Difference, replay
from psc_workflow.testing._simulation.simulating import Simulation, SimulationError, simulate
from psc_workflow.testing._split_requests import split_request
from psc_workflow.testing._witnesses import witness_paths

__all__ = [
    "UNTOLD",
    "Act",
    "ActKind",
    "Difference",
    "Example",
    "Expectation",
    "Journey",
    "JourneyConformance",
    "Reply",
    "Screen",
    "Simulation",
    "SimulationError",
    "agent_of",
    "as_form",
    "examples",
    "people",
    "replay",
    "reply_of",
    "scenarios",
    "simulate",
    "split_request",
    "witness_paths",
]
