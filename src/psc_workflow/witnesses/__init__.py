"""
Small examples of every rule: what holds, what is refused, what is incomplete.

One module a rule, named like it, with a table ``WITNESSES``. The tests run all of
them, the documentation and ``psc-workflow rules`` show them. Nobody in them exists.

>>> [witness.told for witness in of("birth_date")][:2]
['born today', 'born the day after']
"""

import functools
import importlib

from psc_workflow.catalogue.texts import finding_texts
from psc_workflow.witnesses.witness import Witness


@functools.cache
def rules() -> tuple[str, ...]:
    """Name the modules of ``rules/`` that find something, in alphabetical order."""
    return tuple(sorted({found.rule for found in finding_texts().values()}))


def of(rule: str) -> tuple[Witness, ...]:
    """Give the examples of *rule*, the first of which holds."""
    found: tuple[Witness, ...] = importlib.import_module(f"psc_workflow.witnesses.{rule}").WITNESSES
    return found
