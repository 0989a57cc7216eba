"""
Files whose columns are almost called as ours: an error that names the column, never a price without a child.
"""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from household_files import HEADER, LINE, RIGHT_ROW, SUFFIXES, rows_of
from households import SCHEMA, sample_rows

CHILD = "child_1_birth_date"
SPELLINGS = (
    *("child1_birth_date", "Child_1_birth_date", "child_01_birth_date", "child_1_birthdate", "chlid_1_birth_date"),
    *("child-1-birth-date", "child 1 birth date", "childBirthDate1", "enfant_1_date_naissance", "child_1"),
)


def write(folder: Path, suffix: str, name: str, spelling: str) -> Path:
    """Write a file in which one column has another name."""
    file = folder / f"in{suffix}"
    if suffix == ".csv":
        header = ",".join(spelling if column == name else column for column in RIGHT_ROW)
        file.write_text(f"{header}\n{LINE}\n", encoding="utf-8")
    else:
        pl.DataFrame(sample_rows(), schema=SCHEMA).rename({name: spelling}).write_parquet(file)
    return file


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_file_with_a_misspelt_child_is_priced(price_file: Any, tmp_path: Path, suffix: str, spelling: str) -> None:
    result = price_file(write(tmp_path, suffix, CHILD, spelling), tmp_path / "out.csv")
    assert (result.status, result.out) == (2, "")
    assert f"column {spelling} looks like {CHILD}, and is not: rename it" in result.err
    assert [file.name for file in tmp_path.iterdir()] == [f"in{suffix}"]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "name", ["household_id", "gross_cents", "formula", "regime", "birth_date", "retired_on", "partner_birth_date"]
)
def test_a_misspelt_column_is_one_error_that_says_what_was_meant(
    price_file: Any, tmp_path: Path, suffix: str, name: str
) -> None:
    for spelling in (name.title(), name.replace("_", "-") + "s", f" {name}"):
        result = price_file(write(tmp_path, suffix, name, spelling), tmp_path / "out.csv")
        assert result.status == 2
        readable = f'"{spelling}"' if spelling.startswith(" ") else spelling
        assert f"column {readable} looks like {name}, and is not" in result.err


def test_what_is_no_spelling_of_ours_passes_through(price_file: Any, tmp_path: Path) -> None:
    own = ["employee_id", "remark", "children", "birth_place", "child_1_name"]
    (tmp_path / "in.csv").write_text(f"{HEADER},{','.join(own)}\n{LINE},{','.join('vwxyz')}\n", encoding="utf-8")
    assert price_file(tmp_path / "in.csv", tmp_path / "out.csv").status == 0
    (row,) = rows_of(tmp_path / "out.csv")
    assert [row[name] for name in own] == [*"vwxyz"]
    assert row["household_id"] == RIGHT_ROW["household_id"]


@pytest.mark.parametrize("first", ["hina,280000,base,general,1980-01-02,,1981-02-03,2015-06-07", "sep=,"])
def test_a_file_without_a_header_is_asked_for_one(price_file: Any, tmp_path: Path, first: str) -> None:
    """What stands in its first row is not shown: it is somebody's."""
    (tmp_path / "in.csv").write_text(f"{first}\n{LINE}\n", encoding="utf-8")
    result = price_file(tmp_path / "in.csv", tmp_path / "out.csv")
    assert (result.status, result.out) == (2, "")
    assert result.err.endswith("/in.csv: has none of the columns that are priced: is its first row a header?\n")
