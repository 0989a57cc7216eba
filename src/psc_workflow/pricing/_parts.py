"""
The lines of one person, written once for everybody whom the tariff treats alike: their part of a plan.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from psc_workflow._catalogue.amounts import Kind
from psc_workflow._model.money import cents, euros
from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow._model.quote import GROSS_UNKNOWN, QuoteLine
from psc_workflow._model.templates import with_fields
from psc_workflow._model.vocabulary import Certainty, worst
from psc_workflow.pricing._charges import Charge
from psc_workflow.pricing._pay_lines import PayLine
from psc_workflow.pricing._rounding import to_cents
from psc_workflow.pricing._situations import Situation


@attrs.frozen(eq=False)
class Part:
    """
    The lines of one person, in the order of the tariff.

    Args:
        lines: Those that depend on pay are here without their amounts.
        pay_lines: How these are worked out, by their place.
        explanations: What is explained alike for everybody, by who explains
            it; filled when first needed (``_explaining``).
    """

    lines: tuple[QuoteLine, ...]
    pay_lines: dict[int, PayLine]
    explanations: dict[Any, Any] = attrs.field(init=False, factory=dict, repr=False)

    def named(self, name: str) -> "Part":
        """Return the same lines for a person whom the caller has given a name."""
        renamed: dict[PayLine, PayLine] = {}
        for line in self.pay_lines.values():
            shared = None if line.shared is None else tuple(renamed[other] for other in line.shared)
            renamed[line] = attrs.evolve(line, template=with_fields(line.template, who=name), shared=shared)
        pay_lines = {place: renamed[line] for place, line in self.pay_lines.items()}
        return Part(tuple(with_fields(line, who=name) for line in self.lines), pay_lines)


@attrs.frozen
class PartWriter:
    """
    Writes the lines of one person.

    Args:
        name: Whose lines they are.
    """

    name: str
    situation: Situation

    def part(self, charges: Iterable[Charge]) -> Part:
        """Write the lines of *charges*, of which later ones may be shares of earlier ones."""
        part = Part((), {})
        for charge in charges:
            line = self._planned(charge, part)
            if isinstance(line, PayLine):
                part = Part((*part.lines, line.template), {**part.pay_lines, len(part.lines): line})
            else:
                part = Part((*part.lines, line), part.pay_lines)
        return part

    def _planned(self, charge: Charge, before: Part) -> QuoteLine | PayLine:
        """Write a line as far as it does not depend on pay."""
        if not (charge.component.free or self.situation.covers_regime):
            return self._of_another_regime(charge)
        match charge.kind:
            case Kind.COEFFICIENT:
                return self._of_pay(charge)
            case Kind.SHARE_OF_LINES:
                return self._of_lines(charge, before)
        return self._line(charge, charge.certainty, base=charge.parameter, exact=charge.exact)

    def _of_pay(self, charge: Charge) -> QuoteLine | PayLine:
        """Write a share of the pay, counted up to the cap."""
        if not self.situation.states_pay:
            return self._line(charge, charge.certainty, missing=GROSS_UNKNOWN)
        cap = HIGHEST_PAY if charge.parameter is None else min(HIGHEST_PAY, cents(charge.parameter))
        return self._pay_line(charge, charge.certainty, shared=None, fixed=0, highest_base=cap)

    def _of_lines(self, charge: Charge, before: Part) -> QuoteLine | PayLine:
        """Write a share of earlier lines; those that the person does not have count as nothing."""
        shared = {place: line for place, line in enumerate(before.lines) if line.component in charge.of_lines}
        of_pay = {place: line for place, line in before.pay_lines.items() if place in shared}
        fixed = [line.cents for place, line in shared.items() if place not in of_pay]
        certainty = worst([charge.certainty, *(line.certainty for line in shared.values())])
        if None in fixed or any(line.template.missing for line in of_pay.values()):
            return self._line(charge, certainty)
        base = sum(amount or 0 for amount in fixed)
        if not of_pay:
            return self._line(charge, certainty, base=euros(base), exact=charge.share_of(euros(base)))
        highest = abs(base) + sum(line.highest_amount for line in of_pay.values())
        return self._pay_line(charge, certainty, shared=tuple(of_pay.values()), fixed=base, highest_base=highest)

    def _of_another_regime(self, charge: Charge) -> QuoteLine:
        """Write a line whose amount the tariff does not give: that it exists still decides about the mandate."""
        unknown = attrs.evolve(
            charge,
            sources=self.situation.charges.sources,
            rate=None,
            basis=None,
            of_lines=(),
            at_most=None,
            cap=None,
        )
        return self._line(unknown, Certainty.UNKNOWN)

    def _line(
        self,
        charge: Charge,
        certainty: Certainty,
        *,
        base: Decimal | None = None,
        exact: Decimal | None = None,
        missing: str = "",
    ) -> QuoteLine:
        """Write a line that does not depend on pay."""
        if exact is None:
            return self._quote_line(charge, certainty, missing or charge.unknown_code, base=base)
        if uncertain := self._uncertain(charge, certainty):
            return self._quote_line(charge, certainty, uncertain, base=base)
        return self._quote_line(charge, certainty, "", cents=to_cents(exact), base=base, exact=exact)

    def _pay_line(
        self, charge: Charge, certainty: Certainty, *, shared: tuple[PayLine, ...] | None, fixed: int, highest_base: int
    ) -> PayLine:
        """Prepare a line that depends on pay."""
        template = self._quote_line(charge, certainty, self._uncertain(charge, certainty))
        return PayLine(charge, template, shared, fixed, highest_base)

    def _uncertain(self, charge: Charge, certainty: Certainty) -> str:
        """Return the code of an amount that is less certain than requested, and so is not shown."""
        return charge.uncertain_code if certainty.rank > self.situation.least_certainty.rank else ""

    def _quote_line(
        self,
        charge: Charge,
        certainty: Certainty,
        missing: str,
        *,
        cents: int | None = None,
        base: Decimal | None = None,
        exact: Decimal | None = None,
    ) -> QuoteLine:
        component = charge.component
        return QuoteLine(
            self.name,
            component.id,
            component.label,
            component.channel,
            cents,
            certainty,
            charge.sources,
            component.free,
            base,
            charge.rate,
            charge.basis,
            exact,
            missing,
            of_lines=charge.of_lines,
            at_most=charge.at_most,
            cap=charge.cap,
        )
