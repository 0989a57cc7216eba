"""
Files of lines: a column for each component, or a row for each line.
"""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from household_files import SUFFIXES, line, read_rejects, sample_file, write_lines
from households import SCHEMA, as_polars, sample_rows
from lines import expected_lines
from people import MEN, START
from psc_workflow.pricing import frame


def read_lines(file: Path) -> list[dict[str, Any]]:
    """Read a file of lines; nothing is written for an empty text in CSV."""
    if file.suffix == ".parquet":
        return pl.read_parquet(file).to_dicts()
    table = pl.read_csv(file, schema_overrides={"cents": pl.Int64}, infer_schema=False)
    return table.with_columns(pl.col(pl.String).fill_null("")).to_dicts()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("output", SUFFIXES)
@pytest.mark.parametrize("source", SUFFIXES)
def test_a_file_of_lines_has_the_lines_of_all_quotes(price_file: Any, tmp_path: Path, source: str, output: str) -> None:
    out = tmp_path / f"out{output}"
    result = price_file(sample_file(tmp_path, source), out, "--lines", "long")
    assert (result.status, result.err) == (0, "")
    assert f"{len(sample_rows())} households priced" in result.out
    assert read_lines(out) == [line for row in sample_rows() for line in expected_lines(row, MEN, START)]


@pytest.mark.parametrize("form", ["long", "columns"])
def test_a_row_that_is_rejected_has_no_lines(price_file: Any, tmp_path: Path, form: str) -> None:
    rows = [line(), line(household_id="b", gross_cents="-1"), line(household_id="c", birth_date="x")]
    assert price_file(write_lines(tmp_path, *rows), tmp_path / "out.csv", "--lines", form).status == 0
    assert {row["household_id"] for row in read_lines(tmp_path / "out.csv")} == {"a"}
    assert [row["household_id"] for row in read_rejects(tmp_path)] == ["b", "c"]


@pytest.mark.parametrize("output", SUFFIXES)
def test_a_file_can_have_a_column_for_each_component(price_file: Any, tmp_path: Path, output: str) -> None:
    out = tmp_path / f"out{output}"
    assert price_file(sample_file(tmp_path, ".parquet"), out, "--lines", "columns").status == 0
    priced = frame.price(as_polars(sample_rows()), MEN, START, lines=True)
    written = pl.read_parquet(out) if output == ".parquet" else pl.read_csv(out, infer_schema=False)
    assert written.columns == [*SCHEMA, *priced.columns[len(SCHEMA) :]]
    name = "line_agent_base_solidarity_cents"
    assert written[name].cast(pl.Int64).to_list() == priced[name].to_list()


def test_a_column_that_is_called_as_one_of_a_component_is_an_error(price_file: Any, tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    as_polars(sample_rows()).with_columns(line_agent_base_flat_cents=1).write_parquet(source)
    result = price_file(source, tmp_path / "out.csv", "--lines", "columns")
    assert (result.status, "line_agent_base_flat_cents is there already" in result.err) == (2, True)
    assert price_file(source, tmp_path / "out.csv", "--lines", "long").status == 0


def test_another_form_of_lines_is_an_error(price_file: Any, tmp_path: Path) -> None:
    result = price_file(write_lines(tmp_path, line()), tmp_path / "out.csv", "--lines", "wide")
    assert (result.status, result.err) == (2, "psc-workflow: --lines: must be one of: columns, long\n")
