"""
What an example of a rule is.

>>> import datetime as dt
>>> from psc_workflow.rules import birth_date
>>> born = Asking(birth_date.assess, on=dt.date(2026, 4, 7))
>>> tomorrow = born("born the day after", "birth-in-future", birth_date=dt.date(2026, 4, 8))
>>> tomorrow.verdict().findings[0].code in tomorrow.codes
True
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from psc_workflow._model.verdict import Verdict

Ask = Callable[..., Verdict]


@attrs.frozen
class Example:
    """
    One example of a rule.

    Args:
        told: What is special about it, in a few words.
        ask: The function of the rule that is asked.
        given: Its arguments, by name.
        codes: Findings it must give, warnings among them, in their order.
    """

    told: str
    ask: Ask
    given: Mapping[str, Any] = attrs.field(repr=False)
    codes: tuple[str, ...] = ()

    def verdict(self) -> Verdict:
        """Ask the rule."""
        return self.ask(**self.given)


class Asking:
    """Makes examples that differ in a few facts from what is usual."""

    def __init__(self, ask: Ask, **usual: Any) -> None:
        self._ask = ask
        self._usual = usual

    def __call__(self, told: str, *codes: str, **facts: Any) -> Example:
        """Make the example called *told*, which must give *codes* on these *facts*."""
        return Example(told, self._ask, {**self._usual, **facts}, codes)
