"""
A line that depends on the agent's pay: all of it is written once but the amount, which is added for each household.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

import attrs

from psc_workflow._model.money import euros
from psc_workflow._model.quote import QuoteLine
from psc_workflow.pricing._charges import Charge
from psc_workflow.pricing._rounding import share_in_cents, to_cents


@attrs.frozen(eq=False)
class PayLine:
    """
    A line that depends on the agent's pay.

    Args:
        write: Writes the line, once it is told ``base``, ``pay``, ``exact`` and
            ``cents``.
        shared: The lines of pay that it is a share of; ``None`` if it is a
            share of the pay itself.
        fixed: Cents of the other lines that it is a share of.
        highest_base: The most that its rate applies to, in cents: for a share
            of the pay, the cap.
        missing: Code of why its amount is not shown; empty if it is.
    """

    charge: Charge
    write: Callable[..., QuoteLine]
    shared: "tuple[PayLine, ...] | None"
    fixed: int
    highest_base: int
    missing: str
    share: Callable[[int], int] = attrs.field(init=False)
    at_most: int | None = attrs.field(init=False)

    @share.default
    def _share(self) -> Callable[[int], int]:
        return share_in_cents(self.charge.rate or Decimal(0), self.highest_base)

    @at_most.default
    def _at_most(self) -> int | None:
        return None if self.charge.at_most is None else to_cents(self.charge.at_most)

    @property
    def highest_amount(self) -> int:
        """The highest absolute value of its amount, in cents, were there no limit."""
        return abs(self.share(self.highest_base))

    @property
    def without_pay(self) -> QuoteLine:
        """The line with everything that does not depend on pay."""
        return self.write(base=None, exact=None, cents=None)

    def base(self, gross_cents: int, amounts: Mapping["PayLine", int]) -> int:
        """Return what the rate applies to, in cents; *amounts* are those of the lines that it is a share of."""
        if self.shared is None:
            return min(gross_cents, self.highest_base)
        return self.fixed + sum([amounts[line] for line in self.shared])

    def amount(self, base: int) -> int:
        """Return the amount, in cents, within the limit."""
        amount = self.share(base)
        return amount if self.at_most is None else min(amount, self.at_most)

    def line(self, gross_cents: int, base: int, amount: int) -> QuoteLine:
        """Write the line."""
        cap = self.charge.parameter
        counted = euros(base) if cap is None or gross_cents <= base else cap
        pay = euros(gross_cents) if self.shared is None else None
        if self.missing:
            return self.write(base=counted, pay=pay, exact=None, cents=None)
        return self.write(base=counted, pay=pay, exact=self.charge.share_of(counted), cents=amount)
