"""
What depends on the agent's pay, as arithmetic on whole numbers: the same as in the lines of a single household.

A term is a share of the pay, counted up to a cap, or a share of such terms. It
is the same number for every row that has it, whoever has the line; a table says
how often each row has it.

>>> import polars
>>> rows = polars.DataFrame({"gross_cents": [281250, 900000, None, -5]})
>>> solidarity = Term("solidarity", Decimal("0.00808"), 400500)
>>> rows.select(cents=solidarity.cents({}).say(polars))["cents"].to_list()  # the last two rows do not have it
[2273, 3236, 3236, 3236]
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing._pay_lines import PayLine
from psc_workflow.pricing.frame._expressions import is_exact, sum_of, times, whole
from psc_workflow.pricing.frame._formulas import INT64, Formula, col, when


@attrs.frozen
class Term:
    """
    Cents that depend on the agent's pay.

    Args:
        component: Whose amount it is.
        rate: What the base is multiplied by.
        highest_base: The most that the rate applies to; of a share of the pay,
            the cap.
        of: The terms that it is a share of; ``None`` if it is one of the pay
            itself.
        fixed: Cents of the other lines that it is a share of.
        at_most: How far it can be from 0, if there is a limit.
    """

    component: str
    rate: Decimal
    highest_base: int
    of: "tuple[Term, ...] | None" = None
    fixed: int = 0
    at_most: int | None = None

    def cents(self, columns: "Mapping[Term, str]") -> Formula:
        """Work it out on all rows; *columns* has the terms that it is a share of."""
        if self.of is None:
            return times(_counted(self.highest_base), self.rate)
        base = sum_of([whole(self.fixed), *(col(columns[term]) for term in self.of)])
        share = when(base < 0).then(-times(-base, self.rate)).otherwise(times(base, self.rate))
        if self.at_most is None:
            return share
        capped = when(share > self.at_most).then(whole(self.at_most))
        return capped.when(share < -self.at_most).then(whole(-self.at_most)).otherwise(share)


def _counted(cap: int) -> Formula:
    """Count the pay up to the cap; an impossible pay is not multiplied, as some engines fail on it."""
    pay = col("gross_cents")
    return when((pay >= 0) & (pay < cap)).then(pay).otherwise(whole(cap)).cast(INT64)


def term_of(line: PayLine) -> Term:
    """
    Return the term of a line.

    Raises:
        InvalidFrameError: Its ratio has too many digits for whole numbers.
    """
    rate, component = line.charge.rate or Decimal(0), line.charge.component.id
    if not is_exact(line.highest_base, rate):
        message = f"the ratio {rate} has too many digits for frames; price one household at a time instead"
        raise InvalidFrameError("this tariff cannot be applied to frames:", [Fault(component, message)])
    of = None if line.shared is None else tuple(map(term_of, line.shared))
    return Term(component, rate, line.highest_base, of, line.fixed, line.at_most)


def in_order(terms: Iterable[Term]) -> list[Term]:
    """List *terms*, each once and preceded by those that it is a share of."""
    ordered: dict[Term, None] = {}
    for term in terms:
        ordered |= dict.fromkeys([*in_order(term.of or ()), term])
    return list(ordered)
