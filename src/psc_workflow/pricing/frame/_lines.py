"""
The lines that the rows of a frame may have, and all the ways in which each is made.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs
import narwhals as nw

from psc_workflow._catalogue.tariff import Kind
from psc_workflow._model.money import cents, euros
from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow._model.vocabulary import Certainty, worst
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing._charges import Charge, Charges
from psc_workflow.pricing._rounding import to_cents
from psc_workflow.pricing.frame._expressions import is_exact, sum_of, times, whole
from psc_workflow.pricing.frame._rows import EVERYTHING, Rows
from psc_workflow.pricing.frame._sides import Person, Sides


@attrs.frozen(eq=False)
class OfPay:
    """
    Cents that depend on the pay of a row.

    Args:
        most: What they are never beyond, above zero or below.
    """

    cents: nw.Expr
    most: int


Amount = int | OfPay


@attrs.frozen(eq=False)
class Case:
    """
    One way in which a line is made.

    Args:
        amount: ``None`` if it is not known, and then ``code`` says what is
            missing.
    """

    rows: Rows
    certainty: Certainty
    amount: Amount | None
    code: str = ""

    def as_certain_as(self, least_certainty: Certainty, charge: Charge) -> "Case":
        """Take the amount away if it is less certain than that."""
        if self.amount is None or self.certainty.rank <= least_certainty.rank:
            return self
        return attrs.evolve(self, amount=None, code=charge.refused)


@attrs.frozen(eq=False)
class Line:
    """
    A line that rows may have.

    Args:
        rows: Those that have it.
        cases: They share its rows out among themselves.
    """

    charge: Charge
    rows: Rows
    cases: tuple[Case, ...]

    @property
    def amounts(self) -> Iterator[tuple[Rows, Amount]]:
        """
        Give the amounts and their rows.

        A total that misses one is null, whatever is added to it: a single
        amount may as well stand on all rows.
        """
        known = [(case.rows, case.amount) for case in self.cases if case.amount is not None]
        return ((self.rows if len(known) == 1 else rows, amount) for rows, amount in known)


def lines(person: Person, charges: Charges, sides: Sides, least_certainty: Certainty) -> list[Line]:
    """
    List the lines that *person* may have, in the order of the tariff.

    Raises:
        InvalidFrameError: A ratio has so many digits that whole numbers do
            not hold it.
    """
    excluded = charges.tariff.excluded_regimes
    meant = EVERYTHING - sides.regime.rows(None, *excluded) if excluded else EVERYTHING
    found: list[Line] = []
    for charge in charges.of(person.who):
        rows, _, _ = sides.selects(person, charge.component)
        spoken_of = EVERYTHING if charge.component.free else meant
        cases = [Case(rows - spoken_of, Certainty.UNKNOWN, None, charge.unknown)]
        cases += _cases(charge, rows & spoken_of, found, sides.pay_stated)
        told = (case.as_certain_as(least_certainty, charge) for case in cases if not case.rows.nothing)
        found.append(Line(charge, rows, tuple(told)))
    return found


def _cases(charge: Charge, rows: Rows, before: list[Line], pay_stated: Rows) -> Iterator[Case]:
    match charge.kind:
        case Kind.COEFFICIENT:
            yield Case(rows & pay_stated, charge.certainty, _of_pay(charge))
            yield Case(rows - pay_stated, charge.certainty, None, "gross-unknown")
        case Kind.SHARE_OF_LINES:
            for together, parts in _ways(charge, rows, before):
                yield _of_lines(charge, together, parts)
        case _:
            amount = None if charge.exact is None else to_cents(charge.exact)
            yield Case(rows, charge.certainty, amount, charge.unknown)


def _ways(charge: Charge, rows: Rows, before: list[Line]) -> list[tuple[Rows, list[Case]]]:
    """List the ways in which the lines that *charge* is a share of come together, each with its rows."""
    found: list[tuple[Rows, list[Case]]] = [(rows, [])]
    for line in before:
        if line.charge.component.id in charge.of_lines:
            cases = [Case(rows - line.rows, Certainty.PUBLISHED, 0), *line.cases]
            ways = ((where & case.rows, [*parts, case]) for where, parts in found for case in cases)
            found = [(where, parts) for where, parts in ways if not where.nothing]
    return found


def _of_pay(charge: Charge) -> OfPay:
    """Multiply the pay, counted up to the cap; a pay that cannot be is not multiplied, as some engines stop at that."""
    pay, rate = nw.col("gross_cents"), charge.rate or Decimal(0)
    cap = HIGHEST_PAY if charge.parameter is None else min(HIGHEST_PAY, cents(charge.parameter))
    _check_exact(charge, cap)
    counted = nw.when((pay >= 0) & (pay < cap)).then(pay).otherwise(whole(cap)).cast(nw.Int64)
    return OfPay(times(counted, rate), to_cents(abs(rate) * euros(cap)))


def _of_lines(charge: Charge, rows: Rows, parts: Sequence[Case]) -> Case:
    """Take a share of some lines, where each of them is made in one way."""
    certainty = worst([charge.certainty, *(part.certainty for part in parts)])
    amounts = [part.amount for part in parts if part.amount is not None]
    if len(amounts) < len(parts):
        return Case(rows, certainty, None, charge.unknown)
    fixed = sum(one for one in amounts if isinstance(one, int))
    of_pay = [one for one in amounts if isinstance(one, OfPay)]
    if not of_pay:
        return Case(rows, certainty, to_cents(charge.share_of(euros(fixed))))
    highest = abs(fixed) + sum(one.most for one in of_pay)
    _check_exact(charge, highest)
    base, rate = sum_of([whole(fixed), *(one.cents for one in of_pay)]), charge.rate or Decimal(0)
    found = nw.when(base < 0).then(-times(-base, rate)).otherwise(times(base, rate))
    if charge.at_most is not None:
        most = to_cents(charge.at_most)
        found = nw.when(found > most).then(whole(most)).otherwise(found)
    return Case(rows, certainty, OfPay(found, to_cents(abs(rate) * euros(highest))))


def _check_exact(charge: Charge, most: int) -> None:
    if charge.rate is not None and not is_exact(most, charge.rate):
        fault = f"its ratio, {charge.rate}, has too many digits for frames; household by household it is worked out"
        raise InvalidFrameError("this tariff cannot be worked out over frames:", [Fault(charge.component.id, fault)])
