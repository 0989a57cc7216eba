"""
Small examples of every rule: what holds, what is refused, what is incomplete.

One module a rule, named like it, with a table ``EXAMPLES``. The tests run all of
them, the documentation and ``psc-workflow rules`` show them. Nobody in them exists.

>>> [witness.told for witness in of("birth_date")][:2]
['born today', 'born the day after']
"""

import functools
import importlib

from psc_workflow._catalogue.wording import finding_texts
from psc_workflow.rules import module_of
from psc_workflow.rules.examples._example import Example


@functools.cache
def rules() -> tuple[str, ...]:
    """Name the modules of ``rules/`` that find something, in alphabetical order."""
    return tuple(sorted({found.rule for found in finding_texts().values()}))


def of(rule: str) -> tuple[Example, ...]:
    """Give the examples of *rule*, the first of which holds."""
    found: tuple[Example, ...] = importlib.import_module(module_of(rule, __name__)).EXAMPLES
    return found
