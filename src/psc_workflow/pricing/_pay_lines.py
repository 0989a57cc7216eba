"""
A line that depends on the agent's pay: all of it is written once but the amount, which is added for each household.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

import attrs

from psc_workflow._model.money import euros
from psc_workflow._model.quote import QuoteLine
from psc_workflow._model.templates import with_fields
from psc_workflow.pricing._charges import Charge
from psc_workflow.pricing._rounding import share_in_cents, to_cents


@attrs.frozen(eq=False)
class PayLine:
    """
    A line that depends on the agent's pay.

    Args:
        template: The line without ``base``, ``pay``, ``exact`` and ``cents``.
        shared: The lines of pay that it is a share of; ``None`` if it is a
            share of the pay itself.
        fixed: Cents of the other lines that it is a share of.
        highest_base: The most that its rate applies to, in cents: for a share
            of the pay, the cap.
        share: Takes the rate of an amount, counted up to *highest_base*; in cents.
        at_most: How far the line's amount can be from 0, in cents.
        amount: Takes the rate of an amount, within both limits.
    """

    charge: Charge
    template: QuoteLine
    shared: "tuple[PayLine, ...] | None"
    fixed: int
    highest_base: int
    share: Callable[[int], int] = attrs.field(init=False)
    at_most: int | None = attrs.field(init=False)
    amount: Callable[[int], int] = attrs.field(init=False)

    @share.default
    def _share(self) -> Callable[[int], int]:
        return share_in_cents(self.charge.rate or Decimal(0), self.highest_base)

    @at_most.default
    def _at_most(self) -> int | None:
        return None if self.charge.at_most is None else to_cents(self.charge.at_most)

    @amount.default
    def _amount(self) -> Callable[[int], int]:
        share, at_most = self.share, self.at_most
        return share if at_most is None else lambda base: max(-at_most, min(share(base), at_most))

    @property
    def highest_amount(self) -> int:
        """The highest absolute value of its amount, in cents, were there no limit."""
        return abs(self.share(self.highest_base))

    def base(self, gross_cents: int, amounts: Mapping["PayLine", int]) -> int:
        """Return what the rate applies to, in cents; *amounts* are those of the lines that it is a share of."""
        if self.shared is None:
            return min(gross_cents, self.highest_base)
        return self.fixed + sum([amounts[line] for line in self.shared])

    def line(self, gross_cents: int, base: int, amount: int) -> QuoteLine:
        """Write the line."""
        charge, template = self.charge, self.template
        if self.shared is None:
            pay, cap = euros(gross_cents), charge.parameter
            counted = pay if cap is None or gross_cents <= base else cap
        else:
            pay, counted = None, euros(base)
        if template.missing:
            return with_fields(template, base=counted, pay=pay)
        return with_fields(template, base=counted, pay=pay, exact=charge.share_of(counted), cents=amount)
