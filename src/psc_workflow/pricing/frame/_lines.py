"""
The lines that the rows of a frame may have, and every way in which each line is worked out.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs
import narwhals as nw

from psc_workflow._catalogue.amounts import Kind
from psc_workflow._model.money import cents, euros
from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow._model.quote import GROSS_UNKNOWN
from psc_workflow._model.vocabulary import Certainty, worst
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing._charges import Charge, Charges
from psc_workflow.pricing._rounding import to_cents
from psc_workflow.pricing.frame._dimensions import Dimensions, Person
from psc_workflow.pricing.frame._expressions import is_exact, sum_of, times, whole
from psc_workflow.pricing.frame._rows import ALL_ROWS, RowSet


@attrs.frozen(eq=False)
class OfPay:
    """
    Cents that depend on the pay of a row.

    Args:
        most: The highest absolute value they can have.
    """

    cents: nw.Expr
    most: int


Amount = int | OfPay


@attrs.frozen(eq=False)
class Case:
    """
    One way in which a line is worked out.

    Args:
        amount: ``None`` if it is unknown; ``code`` then says what is missing.
    """

    rows: RowSet
    certainty: Certainty
    amount: Amount | None
    code: str = ""

    def as_certain_as(self, least_certainty: Certainty, charge: Charge) -> "Case":
        """Drop the amount if it is less certain than that."""
        if self.amount is None or self.certainty.rank <= least_certainty.rank:
            return self
        return attrs.evolve(self, amount=None, code=charge.uncertain_code)


@attrs.frozen(eq=False)
class Line:
    """
    A line that rows may have.

    Args:
        rows: Those that have it.
        cases: They divide these rows among themselves.
    """

    charge: Charge
    rows: RowSet
    cases: tuple[Case, ...]

    @property
    def amounts(self) -> Iterator[tuple[RowSet, Amount]]:
        """
        List the amounts with their rows.

        A total that lacks an amount is null, whatever is added to it: a single
        amount may as well be added on all rows.
        """
        amounts = [(case.rows, case.amount) for case in self.cases if case.amount is not None]
        return ((self.rows if len(amounts) == 1 else rows, amount) for rows, amount in amounts)


def lines(person: Person, charges: Charges, dimensions: Dimensions, least_certainty: Certainty) -> list[Line]:
    """
    List the lines that *person* may have, in the order of the tariff.

    Raises:
        InvalidFrameError: A ratio has too many digits for whole numbers.
    """
    excluded = charges.tariff.excluded_regimes
    covered = ALL_ROWS - dimensions.regime.rows(None, *excluded) if excluded else ALL_ROWS
    result: list[Line] = []
    for charge in charges.of(person.who):
        rows = dimensions.selection(person, charge.component).rows
        priced = ALL_ROWS if charge.component.free else covered
        cases = [Case(rows - priced, Certainty.UNKNOWN, None, charge.unknown_code)]
        cases += _cases(charge, rows & priced, result, dimensions.pay_stated)
        possible = (case.as_certain_as(least_certainty, charge) for case in cases if not case.rows.is_empty)
        result.append(Line(charge, rows, tuple(possible)))
    return result


def _cases(charge: Charge, rows: RowSet, before: list[Line], pay_stated: RowSet) -> Iterator[Case]:
    match charge.kind:
        case Kind.COEFFICIENT:
            yield Case(rows & pay_stated, charge.certainty, _of_pay(charge))
            yield Case(rows - pay_stated, charge.certainty, None, GROSS_UNKNOWN)
        case Kind.SHARE_OF_LINES:
            for shared_rows, parts in _combinations(charge, rows, before):
                yield _of_lines(charge, shared_rows, parts)
        case _:
            amount = None if charge.exact is None else to_cents(charge.exact)
            yield Case(rows, charge.certainty, amount, charge.unknown_code)


def _combinations(charge: Charge, rows: RowSet, before: list[Line]) -> list[tuple[RowSet, list[Case]]]:
    """List the combinations of cases of the lines that *charge* is a share of, each with its rows."""
    result: list[tuple[RowSet, list[Case]]] = [(rows, [])]
    for line in before:
        if line.charge.component.id in charge.of_lines:
            cases = [Case(rows - line.rows, Certainty.PUBLISHED, 0), *line.cases]
            pairs = ((shared & case.rows, [*parts, case]) for shared, parts in result for case in cases)
            result = [(shared, parts) for shared, parts in pairs if not shared.is_empty]
    return result


def _of_pay(charge: Charge) -> OfPay:
    """Multiply the pay, counted up to the cap; an impossible pay is not multiplied, as some engines fail on it."""
    pay, rate = nw.col("gross_cents"), charge.rate or Decimal(0)
    cap = HIGHEST_PAY if charge.parameter is None else min(HIGHEST_PAY, cents(charge.parameter))
    _check_exact(charge, cap)
    counted = nw.when((pay >= 0) & (pay < cap)).then(pay).otherwise(whole(cap)).cast(nw.Int64)
    return OfPay(times(counted, rate), to_cents(abs(rate) * euros(cap)))


def _of_lines(charge: Charge, rows: RowSet, parts: Sequence[Case]) -> Case:
    """Take a share of some lines, with one case for each of them."""
    certainty = worst([charge.certainty, *(part.certainty for part in parts)])
    amounts = [part.amount for part in parts if part.amount is not None]
    if len(amounts) < len(parts):
        return Case(rows, certainty, None, charge.unknown_code)
    fixed = sum(amount for amount in amounts if isinstance(amount, int))
    of_pay = [amount for amount in amounts if isinstance(amount, OfPay)]
    if not of_pay:
        return Case(rows, certainty, to_cents(charge.share_of(euros(fixed))))
    highest = abs(fixed) + sum(amount.most for amount in of_pay)
    _check_exact(charge, highest)
    base, rate = sum_of([whole(fixed), *(amount.cents for amount in of_pay)]), charge.rate or Decimal(0)
    share = nw.when(base < 0).then(-times(-base, rate)).otherwise(times(base, rate))
    if charge.at_most is not None:
        most = to_cents(charge.at_most)
        share = nw.when(share > most).then(whole(most)).otherwise(share)
    return Case(rows, certainty, OfPay(share, to_cents(abs(rate) * euros(highest))))


def _check_exact(charge: Charge, most: int) -> None:
    if charge.rate is not None and not is_exact(most, charge.rate):
        message = f"the ratio {charge.rate} has too many digits for frames; price one household at a time instead"
        raise InvalidFrameError("this tariff cannot be applied to frames:", [Fault(charge.component.id, message)])
