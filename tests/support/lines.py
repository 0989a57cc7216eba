"""
What the lines of a household are, as the rows of a frame: the quote says, line by line.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

import attrs

from households import CHILD_COLUMNS, household
from psc_workflow import Child, Formula
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing import price

Line = dict[str, Any]


def expected_lines(
    row: Line, contract: Contract, on: dt.date, least_certainty: Certainty = Certainty.ILLUSTRATIVE
) -> list[Line]:
    """List the lines of the quote of *row*; each child is called after its column."""
    children = [
        Child(row[name], ref=f"child-{number}") for number, name in enumerate(CHILD_COLUMNS, 1) if row[name] is not None
    ]
    family = attrs.evolve(household(row), children=children)
    formula = Formula(row["formula"])
    quote = price(family, contract=contract, formula=formula, on=on, least_certainty=least_certainty)
    lines = [
        {
            "household_id": row["household_id"],
            "who": line.who,
            "component": line.component,
            "channel": line.channel.value,
            "cents": line.cents,
            "certainty": line.certainty.value,
            "source": _titles(line.sources),
            "incomplete": line.incomplete or "",
        }
        for line in quote.lines
    ]
    sources = _titles(source for gap in quote.gaps[:1] for source in gap.sources)
    return lines or unknown_lines(row, ";".join(quote.incomplete), sources)


def unknown_lines(row: Line, codes: str, source: str = "") -> list[Line]:
    """List what stands for the lines of a household that has none: no total of it is known."""
    nothing = {"household_id": row["household_id"], "who": "", "component": "", "cents": None, "certainty": "unknown"}
    return [nothing | {"channel": channel.value, "source": source, "incomplete": codes} for channel in Channel]


def totals_of(lines: list[Line]) -> dict[str, tuple[int | None, ...]]:
    """Add up lines by household and channel; a total is unknown if one of its lines is."""
    cents: defaultdict[str, defaultdict[str, list[int | None]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        cents[line["household_id"]][line["channel"]].append(line["cents"])
    return {
        name: tuple(
            None if None in of_channel[channel] else sum(amount or 0 for amount in of_channel[channel])
            for channel in Channel
        )
        for name, of_channel in cents.items()
    }


def totals_in(priced: list[Line]) -> dict[str, tuple[int | None, ...]]:
    """List the totals of rows that ``frame.price`` returned, in the same form."""
    return {row["household_id"]: tuple(row[f"{channel.value}_cents"] for channel in Channel) for row in priced}


def in_order(lines: list[Line]) -> list[Line]:
    """Sort lines: most engines promise no order."""
    return sorted(lines, key=lambda line: [str(value) for value in line.values()])


def _titles(sources: Any) -> str:
    return "; ".join(source.title for source in sources if isinstance(source, Source))
