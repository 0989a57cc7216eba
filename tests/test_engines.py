"""
The same tariff over the frames of other engines than polars; ``test_spark.py`` has PySpark.
"""

from collections.abc import Callable
from typing import Any

import dask.dataframe as dd
import duckdb
import narwhals as nw
import pytest

from households import DATES, SCHEMA, answered, expected, of_polars, sample
from people import GUIDE, MEN, START
from psc_workflow.catalogue.contracts import Contract
from psc_workflow.exceptions import InvalidFrameError
from psc_workflow.model.vocabulary import Channel
from psc_workflow.pricing import frame


def of_pandas(rows: list[dict[str, Any]]) -> Any:
    """With the types that pandas users have: datetime64 for dates, float64 for whole numbers with gaps."""
    table = of_polars(rows).to_arrow().to_pandas()
    return table.assign(
        gross_cents=table["gross_cents"].astype("Int64"),
        **{name: table[name].astype("datetime64[ns]") for name in DATES},
    )


ENGINES: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "pandas": of_pandas,
    "PyArrow": lambda rows: of_polars(rows).to_arrow(),
    "DuckDB": lambda rows: duckdb.from_arrow(of_polars(rows).to_arrow()),
    "Dask": lambda rows: dd.from_pandas(of_pandas(rows), npartitions=2),
}


def rows_of(native: Any) -> list[dict[str, Any]]:
    found = nw.from_native(native)
    collected = found.collect("polars") if isinstance(found, nw.LazyFrame) else found
    return collected.to_polars().to_dicts()


@pytest.mark.parametrize("contract", [MEN, GUIDE], ids=lambda one: one.id)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_what_the_calculator_gives(engine: str, contract: Contract) -> None:
    rows = sample()
    native = ENGINES[engine](rows)
    priced = frame.price(native, contract, START)
    assert type(priced) is type(native)
    by_id = {row["household_id"]: row for row in rows_of(priced)}
    assert {name: answered(row) for name, row in by_id.items()} == {
        row["household_id"]: expected(row, contract, START) for row in rows
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_the_columns_are_those_given_then_whole_numbers_and_words(engine: str) -> None:
    priced = nw.from_native(frame.price(ENGINES[engine](sample()), MEN, START))
    schema = priced.collect_schema()
    assert list(schema) == [*SCHEMA, *frame.RESULTS]
    assert [schema[f"{channel.value}_cents"] for channel in Channel] == [nw.Int64] * 3
    assert [schema[f"certainty_{channel.value}"] for channel in Channel] == [nw.String] * 3
    assert schema["incomplete"] == nw.String


@pytest.mark.parametrize("engine", ["pandas", "PyArrow"])
def test_a_frame_without_households_is_told(engine: str) -> None:
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(ENGINES[engine]([]), MEN, START)
    assert [(problem.path, problem.message) for problem in caught.value.problems] == [("", "there is no household")]


@pytest.mark.parametrize("engine", ["DuckDB", "Dask"])
def test_a_lazy_frame_without_households_is_priced_to_one(engine: str) -> None:
    """Whether it has any is only known when it is collected."""
    assert rows_of(frame.price(ENGINES[engine]([]), MEN, START)) == []
