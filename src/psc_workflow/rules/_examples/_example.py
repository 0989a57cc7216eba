"""
What an example of a rule is.

>>> import datetime as dt
>>> from psc_workflow.rules import birth_date
>>> example = ExampleMaker(birth_date.assess, on=dt.date(2026, 4, 7))
>>> tomorrow = example("born the day after", "birth-in-future", birth_date=dt.date(2026, 4, 8))
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
        title: What is special about it, in a few words.
        ask: The function of the rule to call.
        facts: Its arguments, by name.
        codes: Codes of the findings it must return, warnings included, in
            order.
    """

    title: str
    ask: Ask
    facts: Mapping[str, Any] = attrs.field(repr=False)
    codes: tuple[str, ...] = ()

    def verdict(self) -> Verdict:
        """Ask the rule."""
        return self.ask(**self.facts)


class ExampleMaker:
    """
    Makes examples of one function of a rule.

    Args:
        ask: The function to call.
        usual: Its arguments where an example does not give others.
    """

    def __init__(self, ask: Ask, **usual: Any) -> None:
        self._ask = ask
        self._usual = usual

    def __call__(self, title: str, *codes: str, **facts: Any) -> Example:
        """Make the example called *title*, which must return *codes* for these *facts*."""
        return Example(title, self._ask, {**self._usual, **facts}, codes)
