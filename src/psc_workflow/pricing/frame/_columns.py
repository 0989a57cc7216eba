"""
The columns of one tariff on one day: from a wide row a household to its totals.

Which rows have which lines, how sure each amount is and what is missing for it
is worked out before any row is read. What is left to the frame are the
comparisons that tell its rows apart, the arithmetic of pay, and the sums.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Sequence

import narwhals as nw

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from psc_workflow.pricing._charges import Charges, charges
from psc_workflow.pricing.frame._expressions import any_of, sum_of, whole
from psc_workflow.pricing.frame._lines import Amount, Line, lines
from psc_workflow.pricing.frame._rows import EVERYTHING, NOTHING, Rows, union
from psc_workflow.pricing.frame._sides import OURS, Person, Sides
from psc_workflow.pricing.frame._told import Told, choice

Columns = dict[str, nw.Expr]

_FEW = 1024
"""Texts that a row is told one of; engines that know no lists compare one after the other."""

_AT_FAULT, _GAP = f"{OURS}at_fault", f"{OURS}gap"
"""The row itself is wrong; no total can be known, for that or for another reason."""


@functools.lru_cache
def stages(
    contract: Contract, on: dt.date, children: tuple[str, ...], least_certainty: Certainty
) -> tuple[Columns, ...]:
    """
    Give the columns to add, one step after the other, so that nothing is worked out twice.

    Args:
        children: Columns with the birth dates of children.
        least_certainty: Amounts less certain than this stay unknown.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.
        InvalidFrameError: A ratio has too many digits.
    """
    return tuple(columns for columns in _Pricer(contract, on, children, least_certainty).stages() if columns)


class _Pricer:
    """Builds the columns of one tariff on one day."""

    def __init__(self, contract: Contract, on: dt.date, children: Sequence[str], least_certainty: Certainty) -> None:
        self.charges: Charges = charges(contract, on)
        self.sides = Sides(self.charges, children)
        self.people: list[Person] = list(self.sides.people())
        self.lines: list[list[Line]] = [
            lines(person, self.charges, self.sides, least_certainty) for person in self.people
        ]

    def stages(self) -> Iterator[Columns]:
        """Give the results, and before them the columns that they read."""
        faults, gaps = self.sides.faults(), self._conditions(self._gaps())
        results: Columns = {}
        for channel in Channel:
            of_channel = [[line for line in each if line.charge.component.channel is channel] for each in self.lines]
            results[f"{channel.value}_cents"] = self._total(of_channel)
            results[f"certainty_{channel.value}"] = self._certainty(of_channel)
        results["incomplete"] = self._incomplete(faults, gaps)
        at_fault = self._conditions([("", faults.values())])
        yield from self.sides.columns()
        yield {_AT_FAULT: any_of(at_fault.values())}
        yield {_GAP: any_of([nw.col(_AT_FAULT), *gaps.values()])}
        yield results

    def _conditions(self, each: Iterable[tuple[str, Iterable[Rows]]]) -> Columns:
        """Write the condition of each code that some row can have."""
        conditions = ((code, self.sides.condition(rows)) for code, rows in each)
        return {code: condition for code, condition in conditions if condition is not None}

    def _gaps(self) -> Iterator[tuple[str, list[Rows]]]:
        """Name what the tariff does not say, or the row does not tell, each with the rows concerned."""
        found: dict[str, list[Rows]] = {"regime-unknown": [], "birth-date-unknown": [], "person-not-in-tariff": []}
        for person in self.people:
            left, told = person.there, NOTHING
            for charge in self.charges.of(person.who):
                selected, by_regime, by_age = self.sides.selects(person, charge.component)
                told |= selected
                found["regime-unknown"].append(left & by_regime)
                left -= by_regime
                found["birth-date-unknown"].append(left & by_age)
                left -= by_age
            found["person-not-in-tariff"].append(left - told)
        yield from found.items()

    def _incomplete(self, faults: dict[str, Rows], gaps: Columns) -> nw.Expr:
        """
        Join the codes of each row: what is wrong with it; else what is open; else what is missing for amounts.

        Texts of several people are joined beforehand as long as there are few.
        """
        parts = [choice([])]
        for part in self._missing():
            if len(parts[-1].texts) * len(part.texts) <= _FEW:
                parts[-1] = parts[-1].along(part)
            else:
                parts.append(part)
        nothing, opened = choice([]), choice([])
        for code, rows in gaps.items():
            opened = opened.along(choice([(code, rows)]))
        told = [part.unless(nw.col(_GAP), nothing) for part in parts[1:]]
        first = parts[0].unless(nw.col(_GAP), opened).unless(nw.col(_AT_FAULT), self._apart(faults.items()))
        texts = [part.text() for part in (first, *told)]
        if not told:
            return texts[0]
        empty_is_null = [nw.when(text != "").then(text) for text in texts]
        return nw.concat_str(empty_is_null, separator=";", ignore_nulls=True)

    def _missing(self) -> Iterator[Told]:
        """Tell what is missing for the agent's amounts, the partner's, those of the children, who share their codes."""
        of_children: dict[str, list[Rows]] = {}
        for person, each in zip(self.people, self.lines, strict=True):
            codes: dict[str, Rows] = {}
            for case in (case for line in each for case in line.cases if case.amount is None):
                codes[case.code] = codes.get(case.code, NOTHING) | case.rows
            if person.who is not Who.CHILD:
                yield self._apart(codes.items())
            else:
                for code, rows in codes.items():
                    of_children.setdefault(code, []).append(rows)
        for code, condition in self._conditions(of_children.items()).items():
            yield choice([(code, condition)])

    def _apart(self, codes: Iterable[tuple[str, Rows]]) -> Told:
        """Tell the codes of each row; those that come together are one text."""
        found: dict[str, Rows] = {"": EVERYTHING}
        for code, rows in codes:
            split: dict[str, Rows] = {}
            for told, where in found.items():
                for text, part in ((told, where - rows), (f"{told};{code}" if told else code, where & rows)):
                    split[text] = split.get(text, NOTHING) | part
            found = {told: where for told, where in split.items() if not where.nothing}
        return choice(self._conditions((told, [where]) for told, where in found.items() if told).items())

    # -- results, of the lines of one channel, person by person ----------------------------------

    def _total(self, of_channel: list[list[Line]]) -> nw.Expr:
        """Add up; null as soon as one amount is unknown."""
        unknown, parts = [nw.col(_GAP)], []
        for each in of_channel:
            missing = union(case.rows for line in each for case in line.cases if case.amount is None)
            unknown += self._conditions([("", [missing])]).values()
            for rows, amount in _added_up(each):
                found = whole(amount) if isinstance(amount, int) else amount.cents
                condition = self.sides.condition([rows])
                if condition is not None:
                    parts.append(nw.when(condition).then(found).otherwise(whole(0)))
        return nw.when(~any_of(unknown)).then(sum_of(parts))

    def _certainty(self, of_channel: list[list[Line]]) -> nw.Expr:
        """Take the worst of what was used; walked from the best, so that the worst has the last word."""
        best = self.charges.tariff.structure
        found = nw.lit(best.value)
        for certainty in (one for one in Certainty if one.rank > best.rank):
            used = [
                union(c.rows for line in each for c in line.cases if c.certainty is certainty) for each in of_channel
            ]
            conditions = [nw.col(_GAP)] if certainty is Certainty.UNKNOWN else []
            conditions += self._conditions([("", used)]).values()
            if conditions:
                found = nw.when(any_of(conditions)).then(nw.lit(certainty.value)).otherwise(found)
        return found


def _added_up(each: Iterable[Line]) -> Iterator[tuple[Rows, Amount]]:
    """Give the amounts of one person and their rows; fixed ones on the same rows are one."""
    fixed: dict[Rows, int] = {}
    for line in each:
        for rows, amount in line.amounts:
            if isinstance(amount, int):
                fixed[rows] = fixed.get(rows, 0) + amount
            else:
                yield rows, amount
    yield from ((rows, amount) for rows, amount in fixed.items() if amount)
