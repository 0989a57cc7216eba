"""
Columns of tables: every engine finds what stands at a place.
"""

from typing import Any

import dask.dataframe as dd
import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from psc_workflow.pricing.frame import _columns
from psc_workflow.pricing.frame._columns import CENTS, PLACES, TEXTS, Column, LookUp

VALUES: dict[str, tuple[Any, ...]] = {
    "place": (2, 0, 1),
    "amount": (None, -5, 10**12),
    "text": ("", "a-code;b-code", "published"),
}
KINDS = {"place": PLACES, "amount": CENTS, "text": TEXTS}
COLUMNS = {name: Column(KINDS[name], values) for name, values in VALUES.items()}
PLACE_LISTS = [[2, 0, 0, 1], [1], []]


def of_pandas(places: list[int]) -> Any:
    """With an index of its own, which must not be taken for places."""
    return pd.DataFrame({"number": pd.array(places, "int32")}, index=[f"row {row}" for row in range(len(places))])


ENGINES: dict[str, Any] = {
    "polars": lambda places: pl.DataFrame({"number": places}, {"number": pl.Int32}),
    "lazy polars": lambda places: pl.LazyFrame({"number": places}, {"number": pl.Int32}),
    "pandas": of_pandas,
    "PyArrow": lambda places: pa.table({"number": pa.chunked_array([places[:1], places[1:]], pa.int32())}),
    "DuckDB": lambda places: duckdb.from_arrow(pa.table({"number": pa.array(places, pa.int32())})),
    "Dask": lambda places: dd.from_pandas(of_pandas(places), npartitions=2, sort=False),
}


@pytest.mark.parametrize("places", PLACE_LISTS, ids=len)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_finds_what_stands_at_a_place(engine: str, places: list[int]) -> None:
    native = ENGINES[engine](places)
    step = LookUp({name: ("number", column) for name, column in COLUMNS.items()})
    answer: Any = step.apply(nw.from_native(native))
    assert type(answer.to_native()) is type(native)
    schema = answer.collect_schema()
    assert (schema["amount"], schema["text"]) == (nw.Int64, nw.String)
    collected = answer.collect("polars") if isinstance(answer, nw.LazyFrame) else answer
    assert collected.to_polars().to_dict(as_series=False) == {"number": places} | {
        name: [VALUES[name][place] for place in places] for name in COLUMNS
    }


def test_the_index_of_pandas_stays() -> None:
    native = of_pandas([2, 0])
    answer = LookUp({"text": ("number", COLUMNS["text"])}).apply(nw.from_native(native)).to_native()
    assert [*answer.index] == ["row 0", "row 1"]
    assert [*answer["text"]] == ["published", ""]


def test_texts_of_arrow_come_in_chunks_none_of_which_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_columns, "_CHUNK", 2)
    table = ENGINES["PyArrow"]([2, 0, 0, 1, 2])
    texts = LookUp({"text": ("number", COLUMNS["text"])}).apply(nw.from_native(table)).to_native()["text"]
    assert [chunk.to_pylist() for chunk in texts.chunks] == [["published", ""], ["", "a-code;b-code"], ["published"]]
