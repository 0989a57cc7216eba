"""
Files of households: priced to the cent, whatever their form.
"""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from household_files import HEADER, LINE, SUFFIXES, line, read_rejects, rows_of, sample_file, write_lines
from households import SCHEMA, price_row, priced_row, sample_rows
from people import GUIDE, MEN, START
from psc_workflow._catalogue.contracts import Contract
from psc_workflow.pricing.frame import RESULTS


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("contract", [MEN, GUIDE], ids=lambda contract: contract.id)
@pytest.mark.parametrize("output", SUFFIXES)
@pytest.mark.parametrize("source", SUFFIXES)
def test_every_household_of_a_file_is_priced_as_it_is_alone(
    price_file: Any, tmp_path: Path, source: str, output: str, contract: Contract
) -> None:
    out = tmp_path / f"out{output}"
    result = price_file(sample_file(tmp_path, source), out, contract=contract.id)
    assert (result.status, result.err) == (0, "")
    rows = rows_of(out)
    assert [{name: row[name] for name in SCHEMA} for row in rows] == sample_rows()
    assert [priced_row(row) for row in rows] == [price_row(row, contract, START) for row in sample_rows()]
    assert list(rows[0]) == [*SCHEMA, *RESULTS]
    assert read_rejects(tmp_path) == []


def test_a_file_from_csv_or_from_parquet_is_the_same(price_file: Any, tmp_path: Path) -> None:
    outputs = []
    for source in SUFFIXES:
        for output in SUFFIXES:
            out = tmp_path / f"{source[1:]}{output}"
            assert price_file(sample_file(tmp_path, source), out).status == 0
            outputs.append(out)
    from_csv_text, from_csv, from_parquet_text, from_parquet = outputs
    assert from_csv_text.read_bytes() == from_parquet_text.read_bytes()
    assert pl.read_parquet(from_csv).equals(pl.read_parquet(from_parquet))
    assert pl.read_parquet_schema(from_csv) == pl.read_parquet_schema(from_parquet)


def test_what_the_tariff_does_not_know_is_null_and_no_reason_to_reject(price_file: Any, tmp_path: Path) -> None:
    assert price_file(write_lines(tmp_path, line(gross_cents="", formula="option_2")), tmp_path / "out.csv").status == 0
    (row,) = rows_of(tmp_path / "out.csv")
    assert row["payroll_cents"] is None
    assert "gross-unknown" in row["incomplete"]
    assert read_rejects(tmp_path) == []


@pytest.mark.parametrize("output", SUFFIXES)
@pytest.mark.parametrize(
    "text", ['d"Arc', "Tū, Maʻohi ʻōrama", "two\nlines", "two\r\nlines", " spaced ", "日本", "\u2028", "'", '"']
)
def test_a_text_comes_out_as_it_went_in(price_file: Any, tmp_path: Path, text: str, output: str) -> None:
    file = write_lines(
        tmp_path, line(household_id=text, note=text), line(household_id=text, note=text, gross_cents="-1")
    )
    assert price_file(file, tmp_path / f"out{output}").status == 0
    (row,), (wrong,) = rows_of(tmp_path / f"out{output}"), read_rejects(tmp_path)
    assert row["household_id"] == row["note"] == wrong["household_id"] == wrong["note"] == text


def test_other_columns_of_parquet_keep_their_types_and_are_text_in_csv(price_file: Any, tmp_path: Path) -> None:
    others = {
        "rate": [0.1],
        "yes": [True],
        "list": [[1, 2]],
        "at": [dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)],
        "kind": pl.Series(["x"], dtype=pl.Categorical),
        "blob": [b"\xff"],
    }
    table = pl.DataFrame(sample_rows()[:1], schema=SCHEMA).with_columns(
        **{name: pl.Series(of) for name, of in others.items()}
    )
    table.write_parquet(tmp_path / "in.parquet")
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.parquet").status == 0
    assert pl.read_parquet(tmp_path / "out.parquet").select(*others).equals(table.select(*others))
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.csv").status == 0
    (row,) = rows_of(tmp_path / "out.csv")
    assert (row["rate"], row["yes"], row["list"], row["kind"]) == ("0.1", "true", "[1, 2]", "x")
    assert row["at"].startswith("2026-05-01 12:00:00")


def test_dates_with_a_time_of_day_and_columns_of_nulls_are_read(price_file: Any, tmp_path: Path) -> None:
    """As pandas writes them."""
    table = pl.DataFrame(sample_rows()[:4], schema=SCHEMA).with_columns(
        pl.col("birth_date").cast(pl.Datetime), gross_cents=pl.lit(None), child_4_birth_date=pl.lit(None)
    )
    table.write_parquet(tmp_path / "in.parquet")
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.csv").status == 0
    plain = [row | {"gross_cents": None, "child_4_birth_date": None} for row in sample_rows()[:4]]
    assert [priced_row(row) for row in rows_of(tmp_path / "out.csv")] == [price_row(row, MEN, START) for row in plain]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n\n"], ids=["plain", "with a BOM", "after blank lines"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_bom_ends_of_lines_and_blank_lines_change_nothing(
    price_file: Any, tmp_path: Path, start: bytes, end: bytes
) -> None:
    file = tmp_path / "in.csv"
    lines = [HEADER, LINE, "", line(gross_cents="x"), "", "", line(household_id=""), "1,2"]
    file.write_bytes(start + end.join(text.encode() for text in lines))
    assert price_file(file, tmp_path / "out.csv").status == 0
    assert [row["household_id"] for row in rows_of(tmp_path / "out.csv")] == ["a", None]
    assert [row["row"] for row in read_rejects(tmp_path)] == ["2", "4"]


@pytest.mark.parametrize(("written", "name"), [('"a\nb"', "a\nb"), ('"a""b"', 'a"b'), ('"a"b', "ab"), ('a"', 'a"')])
def test_a_quoted_name_of_a_column_is_read_as_a_quoted_field_is(
    price_file: Any, tmp_path: Path, written: str, name: str
) -> None:
    file = write_lines(tmp_path, f"{LINE},yes", header=f"{HEADER},{written}")
    assert price_file(file, tmp_path / "out.csv").status == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as output:
        assert [row[name] for row in csv.DictReader(output)] == ["yes"]
