"""
Texts of rows, told by a number: the same as texts put together row by row.
"""

import itertools

import narwhals as nw
import polars as pl
import pytest

from households import as_polars, sample_rows
from people import PF, START
from psc_workflow.pricing import frame
from psc_workflow.pricing.frame import _columns
from psc_workflow.pricing.frame._columns import stages
from psc_workflow.pricing.frame._text_column import TextColumn, choose

ROWS = [
    {"first": first, "second": second, "open": is_open}
    for first, second, is_open in itertools.product(["", "a", "b"], ["", "c", "d", "e"], [True, False])
]


def of(column: str, *texts: str) -> TextColumn:
    return choose([(text, nw.col(column) == text) for text in texts])


FIRST, SECOND, NEITHER = of("first", "a", "b"), of("second", "c", "d", "e"), choose([])
OTHER = choose([("z", nw.col("second") == "d")])


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (FIRST, [row["first"] for row in ROWS]),
        (NEITHER, [""] * len(ROWS)),
        (FIRST.join(SECOND), [";".join(filter(None, (row["first"], row["second"]))) for row in ROWS]),
        (SECOND.join(FIRST), [";".join(filter(None, (row["first"], row["second"]))) for row in ROWS]),
        (FIRST.join(NEITHER), [row["first"] for row in ROWS]),
        (NEITHER.join(FIRST), [row["first"] for row in ROWS]),
        (FIRST.replace_where(nw.col("open"), NEITHER), ["" if row["open"] else row["first"] for row in ROWS]),
        (
            FIRST.join(SECOND).replace_where(nw.col("open"), OTHER),
            [
                ("z" if row["second"] == "d" else "")
                if row["open"]
                else ";".join(filter(None, (row["first"], row["second"])))
                for row in ROWS
            ],
        ),
    ],
    ids=range(8),
)
def test_each_row_is_told_its_own_text(column: TextColumn, expected: list[str]) -> None:
    table = nw.from_native(pl.DataFrame(ROWS)).with_columns(text=column.decode())
    assert table["text"].to_list() == expected


def test_codes_stay_in_order_where_there_are_too_many_texts_to_join_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row | {"gross_cents": None} for row in sample_rows() if row["regime"] is not None]
    joined = [row["incomplete"] for row in frame.price(as_polars(rows), PF, START).to_dicts()]
    monkeypatch.setattr(_columns, "_MOST_TEXTS", 4)
    stages.cache_clear()
    row_by_row = [row["incomplete"] for row in frame.price(as_polars(rows), PF, START).to_dicts()]
    stages.cache_clear()
    assert row_by_row == joined
    assert max(text.count(";") for text in joined) >= 3
