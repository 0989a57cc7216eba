"""
What tests of a host can use: the examples of every rule, and the synthetic people in them.

Nothing here needs Hypothesis.

>>> examples.of("child")[0].verdict().holds
True
>>> [example.codes for example in examples.of("birth_date")][:2]
[(), ('birth-in-future',)]
>>> "child" in examples.rules(), people.CARLA.ref
(True, 'carla')
"""

from psc_workflow.rules import examples
from psc_workflow.rules.examples._example import Example
from psc_workflow.testing import people

__all__ = ["Example", "examples", "people"]
