"""
Small examples of every rule: what holds, what is refused, what is incomplete.

One module per rule, of the same name, with a table ``EXAMPLES``. The tests run
them all; the documentation and ``psc-workflow rules`` show them. Nobody in them
exists.

>>> [example.title for example in of("birth_date")][:2]
['born today', 'born the day after']
"""

import importlib

from psc_workflow._catalogue.wording import finding_texts
from psc_workflow._structuring.sharing import shared
from psc_workflow.rules import module_of
from psc_workflow.rules._examples._example import Example


@shared
def rules() -> tuple[str, ...]:
    """List the rules that have findings, in alphabetical order."""
    return tuple(sorted({text.rule for text in finding_texts().values()}))


def of(rule: str) -> tuple[Example, ...]:
    """Return the examples of *rule*; the first one holds."""
    table: tuple[Example, ...] = importlib.import_module(module_of(rule, __name__)).EXAMPLES
    return table
