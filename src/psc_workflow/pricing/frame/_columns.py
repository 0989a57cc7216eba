"""
The columns of one tariff on one day: from one wide row a household to its totals.

Which rows have which lines, how certain each amount is and what is missing for
it is worked out before any row is read. What remains for the frame are the
comparisons that tell its rows apart, the arithmetic of pay, and the sums.
"""

import datetime as dt
import functools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

import narwhals as nw

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from psc_workflow.pricing._charges import Charges, charges
from psc_workflow.pricing.frame._dimensions import PREFIX, Dimensions, Person
from psc_workflow.pricing.frame._expressions import any_of, sum_of, whole
from psc_workflow.pricing.frame._lines import Amount, Line, lines
from psc_workflow.pricing.frame._rows import ALL_ROWS, NO_ROWS, RowSet, union
from psc_workflow.pricing.frame._text_column import TextColumn, choose, merge

Columns = dict[str, nw.Expr]

_MOST_TEXTS = 1024
"""The most texts that one column may have; engines without lists compare them one by one."""

_AT_FAULT, _GAP = f"{PREFIX}at_fault", f"{PREFIX}gap"
"""The row itself is wrong; no total can be known, for that or for another reason."""


@functools.lru_cache
def stages(
    contract: Contract,
    on: dt.date,
    children: tuple[str, ...],
    least_certainty: Certainty,
    optional: frozenset[str] = frozenset(),
) -> tuple[Columns, ...]:
    """
    List the columns to add, stage by stage, so that nothing is worked out twice.

    Args:
        children: Columns with the birth dates of children.
        least_certainty: Amounts less certain than this stay unknown.
        optional: Those of ``OPTIONAL_COLUMNS`` that the frame has.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.
        InvalidFrameError: A ratio has too many digits.
    """
    builder = _ColumnBuilder(
        charges(contract, on), Dimensions(charges(contract, on), on, children, optional), least_certainty
    )
    return tuple(columns for columns in builder.stages() if columns)


class _ColumnBuilder:
    """Builds the columns of one tariff on one day."""

    def __init__(self, charges: Charges, dimensions: Dimensions, least_certainty: Certainty) -> None:
        self.charges, self.dimensions = charges, dimensions
        self.people: list[Person] = list(self.dimensions.people())
        self.lines: list[list[Line]] = [
            lines(person, self.charges, self.dimensions, least_certainty) for person in self.people
        ]

    def stages(self) -> Iterator[Columns]:
        """List the results, preceded by the columns that they read."""
        faults, gaps = self.dimensions.faults(), self._conditions(self._gaps())
        results: Columns = {}
        for channel in Channel:
            by_person = [
                [line for line in person_lines if line.charge.component.channel is channel]
                for person_lines in self.lines
            ]
            results[f"{channel.value}_cents"] = self._total(by_person)
            results[f"certainty_{channel.value}"] = self._certainty(by_person)
        results["incomplete"] = self._incomplete(faults, gaps)
        at_fault = self._conditions([("", faults.values())])
        yield from self.dimensions.columns()
        yield {_AT_FAULT: any_of(at_fault.values())}
        yield {_GAP: any_of([nw.col(_AT_FAULT), *gaps.values()])}
        yield results

    def _conditions(self, rows_by_code: Iterable[tuple[str, Iterable[RowSet]]]) -> Columns:
        """Write the condition of each code that some row can have."""
        conditions = ((code, self.dimensions.condition(row_sets)) for code, row_sets in rows_by_code)
        return {code: condition for code, condition in conditions if condition is not None}

    def _gaps(self) -> Iterator[tuple[str, list[RowSet]]]:
        """List what the tariff or the row does not say, each code with the rows concerned."""
        gaps: defaultdict[str, list[RowSet]] = defaultdict(list)
        for person in self.people:
            left, covered = person.there, NO_ROWS
            for charge in self.charges.of(person.who):
                selection = self.dimensions.selection(person, charge.component)
                covered |= selection.rows
                for code, rows in selection.gaps.items():
                    gaps[code].append(left & rows)
                    left -= rows
            gaps["position-not-in-tariff"].append((left - covered) & self.dimensions.not_concerned)
            gaps["person-not-in-tariff"].append(left - covered - self.dimensions.not_concerned)
        yield from gaps.items()

    def _incomplete(self, faults: dict[str, RowSet], gaps: Columns) -> nw.Expr:
        """
        Join the codes of each row: its faults; else its gaps; else what is missing for amounts.

        They are joined beforehand as long as there are few texts. Else each
        code is a column of its own: in alphabetical order, so that what is
        then joined row by row is in this order, too.
        """
        missing = list(self._missing())
        if math.prod(len(part.texts) for part in missing) > _MOST_TEXTS:
            missing = list(self._missing_by_code())
        parts = [choose([])]
        for part in missing:
            if len(parts[-1].texts) * len(part.texts) <= _MOST_TEXTS:
                parts[-1] = parts[-1].join(part)
            else:
                parts.append(part)
        empty, gap_codes = choose([]), choose([])
        for code, condition in gaps.items():
            gap_codes = gap_codes.join(choose([(code, condition)]))
        fault_codes = self._combined(faults.items())
        first = parts[0].replace_where(nw.col(_GAP), gap_codes).replace_where(nw.col(_AT_FAULT), fault_codes)
        rest = [part.replace_where(nw.col(_GAP), empty) for part in parts[1:]]
        texts = [part.decode() for part in (first, *rest)]
        if not rest:
            return texts[0]
        empty_is_null = [nw.when(text != "").then(text) for text in texts]
        return nw.concat_str(empty_is_null, separator=";", ignore_nulls=True)

    def _missing(self) -> Iterator[TextColumn]:
        """List what is missing for the agent's amounts, the partner's, and the children's, who share their codes."""
        of_children: dict[str, list[RowSet]] = {}
        for person, person_lines in zip(self.people, self.lines, strict=True):
            codes: dict[str, RowSet] = {}
            for case in (case for line in person_lines for case in line.cases if case.amount is None):
                codes[case.code] = codes.get(case.code, NO_ROWS) | case.rows
            if person.who is not Who.CHILD:
                yield self._combined(codes.items())
            else:
                for code, rows in codes.items():
                    of_children.setdefault(code, []).append(rows)
        for code, condition in self._conditions(of_children.items()).items():
            yield choose([(code, condition)])

    def _missing_by_code(self) -> Iterator[TextColumn]:
        """List the same code by code, in alphabetical order."""
        rows_by_code: defaultdict[str, list[RowSet]] = defaultdict(list)
        for case in (case for person_lines in self.lines for line in person_lines for case in line.cases):
            if case.amount is None:
                rows_by_code[case.code].append(case.rows)
        for code, condition in self._conditions(sorted(rows_by_code.items())).items():
            yield choose([(code, condition)])

    def _combined(self, codes: Iterable[tuple[str, RowSet]]) -> TextColumn:
        """Write the codes of each row; those that occur together are one text."""
        rows_by_text: dict[str, RowSet] = {"": ALL_ROWS}
        for code, rows in codes:
            split: dict[str, RowSet] = {}
            for text, where in rows_by_text.items():
                for new_text, part in ((text, where - rows), (merge(text, code), where & rows)):
                    split[new_text] = split.get(new_text, NO_ROWS) | part
            rows_by_text = {text: where for text, where in split.items() if not where.is_empty}
        return choose(self._conditions((text, [where]) for text, where in rows_by_text.items() if text).items())

    # -- results, from the lines of one channel by person -----------------------------------------

    def _total(self, by_person: list[list[Line]]) -> nw.Expr:
        """Add up; null as soon as one amount is unknown."""
        unknown, parts = [nw.col(_GAP)], []
        for person_lines in by_person:
            missing = union(case.rows for line in person_lines for case in line.cases if case.amount is None)
            unknown += self._conditions([("", [missing])]).values()
            for rows, amount in _amounts(person_lines):
                cents = whole(amount) if isinstance(amount, int) else amount.cents
                condition = self.dimensions.condition([rows])
                if condition is not None:
                    parts.append(nw.when(condition).then(cents).otherwise(whole(0)))
        return nw.when(~any_of(unknown)).then(sum_of(parts))

    def _certainty(self, by_person: list[list[Line]]) -> nw.Expr:
        """Find the worst certainty of what was used; from best to worst, so that the worst has the last word."""
        best = self.charges.tariff.structure
        result = nw.lit(best.value)
        for certainty in (member for member in Certainty if member.rank > best.rank):
            row_sets = [
                union(case.rows for line in person_lines for case in line.cases if case.certainty is certainty)
                for person_lines in by_person
            ]
            conditions = [nw.col(_GAP)] if certainty is Certainty.UNKNOWN else []
            conditions += self._conditions([("", row_sets)]).values()
            if conditions:
                result = nw.when(any_of(conditions)).then(nw.lit(certainty.value)).otherwise(result)
        return result


def _amounts(person_lines: Iterable[Line]) -> Iterator[tuple[RowSet, Amount]]:
    """List the amounts of one person with their rows; fixed ones on the same rows are added up."""
    fixed: dict[RowSet, int] = {}
    for line in person_lines:
        for rows, amount in line.amounts:
            if isinstance(amount, int):
                fixed[rows] = fixed.get(rows, 0) + amount
            else:
                yield rows, amount
    yield from ((rows, amount) for rows, amount in fixed.items() if amount)
