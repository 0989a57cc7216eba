"""
The agents of a frame that was priced, as households without families, each with how many there are.
"""

import datetime as dt
from collections import Counter
from typing import Any

import narwhals as nw

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Household
from psc_workflow._model.vocabulary import PositionKind, Regime, Who
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing.frame._agents import FAULTS

_SUBJECT = "the households cannot be calibrated on:"
_COUNT = "households"


def agents(priced: Any, contract: Contract) -> Counter[Household]:
    """
    Count the agents of a frame that was priced.

    Raises:
        InvalidFrameError: A row is wrong.
    """
    households: Any = nw.from_native(priced)
    ages = any(table.by_age for table in contract.tariff.components if table.who is Who.AGENT)
    columns = ["gross_cents", "regime", "retired_on"]
    columns += ["position"] if "position" in households.collect_schema().names() else []
    columns += ["birth_date"] if ages else []
    counts = households.select(*columns, "incomplete").group_by(*columns, "incomplete").agg(nw.len().alias(_COUNT))
    collected = counts.collect() if isinstance(counts, nw.LazyFrame) else counts
    result: Counter[Household] = Counter()
    for row in collected.rows(named=True):
        faults = {*str(row["incomplete"]).split(";")} & {*FAULTS}
        if faults:
            raise InvalidFrameError(_SUBJECT, [Fault("", f"some rows are wrong: {', '.join(sorted(faults))}")])
        result[_agent(row)] += int(row[_COUNT])
    return result


def _agent(row: dict[str, Any]) -> Household:
    gross, position = row["gross_cents"], row.get("position")
    return Household(
        gross_cents=int(gross) if _is_there(gross) else None,
        regime=Regime(row["regime"]) if _is_there(row["regime"]) else None,
        retired_on=_day(row["retired_on"]),
        birth_date=_day(row.get("birth_date")),
        position=PositionKind(str(position)) if _is_there(position) else None,
    )


def _day(value: Any) -> dt.date | None:
    """Read a date, whatever type the engine has for it."""
    if not _is_there(value):
        return None
    day: dt.date = value.date() if isinstance(value, dt.datetime) else value
    return day


def _is_there(value: Any) -> bool:
    """Whether a value is none of the nulls that engines have."""
    return (isinstance(value, str | dt.date) and value == value) or isinstance(value, int)  # noqa: PLR0124 -- as NaT does not
