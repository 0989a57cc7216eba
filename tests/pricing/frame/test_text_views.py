"""
Tables of PyArrow with views of texts, which PyArrow can read and cast but neither filter nor repeat.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from households import as_polars, sample_rows
from people import GUIDE, START
from psc_workflow.pricing import frame
from tariffs import amount, component, tariff

BIRTHS = [dt.date(START.year - 60, START.month, day) for day in (10, 20)]
"""Two people reach an age in the first month, so that their households are divided from the others."""

ELDER = tariff(component("elder", amount(value="7"), from_age=60))

ROWS = as_polars(
    [row | {"household_id": str(number)} for number, row in enumerate(sample_rows())]
    + [sample_rows()[0] | {"household_id": day.isoformat(), "birth_date": day} for day in BIRTHS]
).to_arrow()
TEXTS = ("household_id", "formula", "regime", "position")
"""The columns of texts."""


def _with_texts(dtype: pa.DataType) -> pa.Table:
    fields = [field.with_type(dtype) if field.name in TEXTS else field for field in ROWS.schema]
    return ROWS.cast(pa.schema(fields))


PLAIN = _with_texts(pa.string())
VIEWS = _with_texts(pa.string_view()).append_column("photo", pa.array([b"x"] * ROWS.num_rows, pa.binary_view()))


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    return sorted(({**row, "photo": None} for row in table.to_pylist()), key=repr)


@pytest.mark.parametrize(
    "result",
    [
        lambda table: frame.price(table, GUIDE, START),
        lambda table: frame.price_lines(table, GUIDE, START),
        lambda table: frame.schedule(table, ELDER, START, START + dt.timedelta(days=40)),
    ],
)
def test_views_of_texts_are_priced_as_texts_and_stay_views(result: Callable[[Any], pa.Table]) -> None:
    priced = result(VIEWS)
    assert _rows(priced) == _rows(result(PLAIN))
    came = [name for name in priced.column_names if name in VIEWS.column_names]
    assert priced.select(came).schema == VIEWS.select(came).schema


def test_a_population_is_summed_up_by_views_as_by_texts() -> None:
    assert frame.summary(frame.price(VIEWS, GUIDE, START)) == frame.summary(frame.price(PLAIN, GUIDE, START))
