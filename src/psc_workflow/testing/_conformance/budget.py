"""
The time that the parts of a suite share: what one leaves over, the next ones have.

>>> budget = Budget(24.0)
>>> with budget.part("isolation"):
...     pass
>>> with budget.part("witnesses") as until:
...     7.5 < until - time.monotonic() < 9.0
True
"""

import contextlib
import time
from collections.abc import Iterator

import attrs

SHARES = {"isolation": 1, "two saves": 1, "witnesses": 9, "set pieces": 10, "walks": 6, "races": 1}
"""The parts in their order, with their weights."""


@attrs.define
class Budget:
    """
    What is left for one class.

    Args:
        seconds: For the whole class.
        over: Parts that have had their time, in whatever order they ran.
    """

    seconds: float
    spent: float = 0.0
    over: set[str] = attrs.Factory(set)

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[float]:
        """Run a part; yield the instant, by ``time.monotonic``, at which its share is over."""
        weights = sum(weight for other, weight in SHARES.items() if other not in self.over or other == name)
        begun = time.monotonic()
        try:
            yield begun + max(0.0, self.seconds - self.spent) * SHARES[name] / weights
        finally:
            self.spent += time.monotonic() - begun
            self.over.add(name)
