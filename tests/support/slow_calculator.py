"""
The tariff applied the slow and plain way: to one person after another, line by line, with nothing remembered.

It is what plans are compared with. It shares with them the amounts of a day
(``_charges``) and the classes of the answer, and nothing else: who is who, what
is for whom and how a line is worked out is written here again, from the facts
of the household and not from what it has in common with others.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext

from psc_workflow import Formula, Household, PositionKind
from psc_workflow._catalogue.amounts import Kind
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import euros
from psc_workflow._model.quote import GROSS_UNKNOWN, Gap, QuoteLine
from psc_workflow._model.vocabulary import Certainty, Status, Who, worst
from psc_workflow.pricing import PricedQuote
from psc_workflow.pricing._charges import Charge, Charges, charges
from psc_workflow.pricing._rounding import EXACT, to_cents


def slow_quote(
    household: Household,
    contract: Contract,
    formula: Formula,
    on: dt.date,
    least_certainty: Certainty = Certainty.ILLUSTRATIVE,
) -> PricedQuote:
    """Return what ``price`` must return; the formula need not be offered."""
    with localcontext(EXACT):
        lines, gaps = Calculation(household, charges(contract, on), formula, on, least_certainty).answer()
    return PricedQuote(
        contract.id,
        on,
        formula,
        contract.tariff.structure,
        tuple(lines),
        tuple(gaps),
        household=household,
        source=contract,
        least_certainty=least_certainty,
    )


class Calculation:
    """One household, priced."""

    def __init__(
        self, household: Household, tariff: Charges, formula: Formula, on: dt.date, least_certainty: Certainty
    ) -> None:
        self.household, self.tariff, self.formula, self.on = household, tariff, formula, on
        self.least_certainty = least_certainty
        self.retired_on = household.retired_on if household.retired_on and household.retired_on <= on else None
        excluded = tariff.tariff.excluded_regimes
        self.covers_regime = not excluded or household.regime not in (None, *excluded)

    def answer(self) -> tuple[list[QuoteLine], list[Gap]]:
        """List the lines, or the gaps that prevent them."""
        matches = [(name, self.find(who, born, rank)) for name, who, born, rank in self.people()]
        codes = dict.fromkeys(match for _, match in matches if isinstance(match, str))
        wording = self.tariff.contract.wording
        gaps = [Gap(code, wording.pricing_text("gaps", code), self.tariff.sources) for code in codes]
        if gaps:
            return [], gaps
        return [line for name, match in matches if isinstance(match, list) for line in self.lines(name, match)], []

    # -- who is there, and what is for whom --------------------------------------------------------

    def people(self) -> Iterator[tuple[str, Who, dt.date | None, int]]:
        """List everybody's name, birth date and, of a child, rank by birth."""
        partner, children = self.household.partner, self.household.children
        yield "agent", Who.AGENT, self.household.birth_date, 1
        if partner is not None:
            yield "partner", Who.PARTNER, partner.birth_date, 1
        born = [child.birth_date or dt.date.max for child in children]
        refs = {child.ref for child in children}
        names = iter([name for number in range(1, 200) if (name := f"child-{number}") not in refs])
        for place, child in enumerate(children):
            elder = sum(day < born[place] for day in born) + sum(day == born[place] for day in born[:place])
            yield child.ref or next(names), Who.CHILD, child.birth_date, elder + 1

    def find(self, who: Who, born: dt.date | None, rank: int) -> list[Charge] | str:
        """List the charges for a person, or return the code of the gap."""
        status = Status.ACTIVE if self.retired_on is None else Status.RETIRED
        if status not in self.tariff.tariff.statuses:
            return "status-not-in-tariff"
        if who is Who.CHILD and born is None:
            return "child-birth-date-unknown"
        result = []
        for charge in self.tariff.all:
            component = charge.component
            if component.who is not who or not self.selects(component, status, rank):
                continue
            fits_age = not component.by_age or born is None or self.is_of_age(component, born)
            if fits_age and component.regimes and self.household.regime is None:
                return "regime-unknown"
            if fits_age and component.positions and self.position is None:
                return "position-unknown"
            if component.by_age and born is None:
                return "birth-date-unknown"
            if fits_age:
                result.append(charge)
        is_concerned = self.position is not PositionKind.NOT_CONCERNED or not self.tariff.by_position
        return result or ("person-not-in-tariff" if is_concerned else "position-not-in-tariff")

    @property
    def position(self) -> PositionKind | None:
        """The position that counts: none without pay and without being told."""
        if self.retired_on is not None:
            return None
        is_paid = self.household.gross_cents != 0
        return self.household.position or (PositionKind.ACTIVE if is_paid else None)

    def selects(self, component: Component, status: Status, rank: int) -> bool:
        """Whether all selectors but the age allow a person; an unknown regime or position may be any."""
        year = 0 if self.retired_on is None else years_between(self.retired_on, self.on) + 1
        return (
            (not component.statuses or status in component.statuses)
            and (not component.formulas or self.formula in component.formulas)
            and (not component.regimes or self.household.regime in (None, *component.regimes))
            and (not component.positions or self.position in (None, *component.positions))
            and is_within(rank, component.from_rank, component.to_rank)
            and (not component.by_year or is_within(year, component.from_year, component.to_year))
        )

    def is_of_age(self, component: Component, born: dt.date) -> bool:
        """Whether a person is of the age of *component*; nobody is older than the frozen age."""
        age, frozen = years_between(born, self.on), self.tariff.frozen_age
        return is_within(age if frozen is None else min(age, frozen), component.from_age, component.to_age)

    # -- how a line is worked out ------------------------------------------------------------------

    def lines(self, name: str, match: Sequence[Charge]) -> list[QuoteLine]:
        """Work out the lines of one person, one after the other."""
        lines: list[QuoteLine] = []
        for charge in match:
            lines.append(self.line(name, charge, lines))
        return lines

    def line(self, name: str, charge: Charge, before: Sequence[QuoteLine]) -> QuoteLine:
        """Work out one line."""
        component, missing = charge.component, ""
        certainty, base, exact = charge.certainty, charge.parameter, charge.exact
        rate, basis, sources = charge.rate, charge.basis, charge.sources
        if charge.kind is Kind.COEFFICIENT:
            base, exact, missing = self.of_pay(charge)
        elif charge.kind is Kind.SHARE_OF_LINES:
            shared = [line for line in before if line.component in charge.of_lines]
            certainty = worst([certainty, *(line.certainty for line in shared)])
            base, exact = share_of_lines(charge, shared)
        is_priced = component.free or self.covers_regime
        if not is_priced:
            certainty, sources = Certainty.UNKNOWN, self.tariff.sources
            base = rate = basis = exact = None
            missing = ""
        if exact is not None and list(Certainty).index(certainty) > list(Certainty).index(self.least_certainty):
            exact, missing = None, f"{component.id}-uncertain"
        elif exact is None:
            missing = missing or f"{component.id}-unknown"
        return QuoteLine(
            name,
            component.id,
            component.label,
            component.channel,
            None if exact is None else to_cents(exact),
            certainty,
            sources,
            component.free,
            base,
            rate,
            basis,
            exact,
            missing,
            of_lines=charge.of_lines if is_priced else (),
            at_most=charge.at_most if is_priced else None,
            pay=euros(self.household.gross_cents or 0)
            if charge.kind is Kind.COEFFICIENT and base is not None
            else None,
            cap=charge.cap if is_priced else None,
        )

    def of_pay(self, charge: Charge) -> tuple[Decimal | None, Decimal | None, str]:
        """Take a share of the pay, counted up to the cap."""
        if self.household.gross_cents is None:
            return None, None, GROSS_UNKNOWN
        pay = euros(self.household.gross_cents)
        base = pay if charge.parameter is None else min(pay, charge.parameter)
        return base, (charge.rate or 0) * base, ""


def share_of_lines(charge: Charge, shared: Sequence[QuoteLine]) -> tuple[Decimal | None, Decimal | None]:
    """Take a share of lines, within the limit."""
    amounts = [line.cents for line in shared if line.cents is not None]
    if len(amounts) < len(shared):
        return None, None
    base = euros(sum(amounts))
    exact = (charge.rate or 0) * base
    if charge.at_most is not None:
        exact = min(exact, charge.at_most) if exact > 0 else max(exact, -charge.at_most)
    return base, exact


def years_between(first: dt.date, on: dt.date) -> int:
    """Count the anniversaries of *first* up to *on*; that of 29 February is on 1 March in common years."""
    return on.year - first.year - ((on.month, on.day) < (first.month, first.day))


def is_within(number: int, first: int, last: int | None) -> bool:
    """Whether *number* lies in a range, both ends included."""
    return number >= first and (last is None or number <= last)
