"""
Files of households that cannot be priced at all: one error, nothing written.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet as arrow_parquet

from household_files import HEADER, LINE, ON, line, write_lines
from households import SCHEMA, sample_rows


def parquet(change: Callable[[pl.DataFrame], pl.DataFrame]) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        change(pl.DataFrame(sample_rows(), schema=SCHEMA)).write_parquet(file)

    return write


def a_csv(*lines: str, header: str = HEADER) -> Callable[[Path], None]:
    return lambda file: file.write_bytes("\n".join([header, *lines, ""]).encode())


def raw(content: bytes) -> Callable[[Path], None]:
    return lambda file: file.write_bytes(content) and None


def no_utf8(column: str) -> Callable[[Path], None]:
    """Write Parquet whose last rows have bytes for text, right and wrong households alike."""

    def write(file: Path) -> None:
        rows = sample_rows()[:4]
        rows += [row | {"gross_cents": -1} for row in rows[:2]]
        table = pl.DataFrame([row | {"note": "mine"} for row in rows], schema=SCHEMA | {"note": pl.String}).to_arrow()
        texts = [str(text).encode() for text in table[column].to_pylist()[:-2]]
        damaged = pa.array([*texts, b"\xff\xfe", b"\xc3"]).view(pa.string())
        arrow_parquet.write_table(table.set_column(table.column_names.index(column), column, damaged), file)

    return write


def column_no_utf8(file: Path) -> None:
    table = pl.DataFrame(sample_rows(), schema=SCHEMA).with_columns(remarks=1).to_arrow()
    arrow_parquet.write_table(table, file, store_schema=False)
    file.write_bytes(file.read_bytes().replace(b"remarks", b"\xff" * 7))


def cut(file: Path) -> None:
    parquet(lambda table: table)(file)
    file.write_bytes(file.read_bytes()[:-20])


def damaged(file: Path) -> None:
    parquet(lambda table: table)(file)
    content = file.read_bytes()
    file.write_bytes(content[:4] + b"\xff" * 200 + content[204:])


WITHOUT_FORMULA = HEADER.replace("formula,", "")

UNUSABLE: dict[str, tuple[str, Callable[[Path], Any], str]] = {
    "Parquet called CSV": ("in.csv", parquet(lambda table: table), "is not a CSV file"),
    "zeros": ("in.csv", raw(b"\0" * 100), "is not a CSV file"),
    "Latin-1": ("in.csv", raw(f"{HEADER}\nBenoît".encode("latin-1")), "is not a CSV file in UTF-8"),
    "Latin-1 in the header": ("in.csv", raw(f"{HEADER},é\n{LINE},x\n".encode("latin-1")), "is not a CSV file in UTF-8"),
    "UTF-16": ("in.csv", raw(f"{HEADER}\n{LINE}".encode("utf-16")), "is not a CSV file in UTF-8"),
    "half a letter at the end": ("in.csv", raw(f"{HEADER}\n{LINE}".encode() + b"\xc3"), "is not a CSV file in UTF-8"),
    "CSV called Parquet": ("in.parquet", a_csv(LINE), "is not a Parquet file that can be read"),
    "cut Parquet": ("in.parquet", cut, "is not a Parquet file that can be read"),
    "damaged Parquet": ("in.parquet", damaged, "cannot be read: "),
    "a column that is not UTF-8": ("in.parquet", column_no_utf8, "is not a Parquet file that can be read"),
    "a byte order mark": ("in.csv", raw(b"\xef\xbb\xbf"), "holds no household"),
    "a byte order mark and a blank line": ("in.csv", raw(b"\xef\xbb\xbf\r\n"), "holds no household"),
    "a quote": ("in.csv", raw(b'"'), "a quote that is never closed"),
    "a header with an open quote": ("in.csv", a_csv(LINE, header=f'"{HEADER}'), "a quote that is never closed"),
    "a long header": ("in.csv", a_csv(LINE, header=HEADER + ",x" * 300), "has a line of more than 600 bytes"),
    "a header with a long field": ("in.csv", a_csv(LINE, header=HEADER + "x" * 600), "has a line of more than 600 bytes"),
    "no byte, CSV": ("in.csv", raw(b""), "holds no household"),
    "no byte, Parquet": ("in.parquet", raw(b""), "holds no household"),
    "blank lines": ("in.csv", raw(b"\n\n\n"), "holds no household"),
    "a header alone": ("in.csv", a_csv(), "holds no household"),
    "a header without its end": ("in.csv", raw(HEADER.encode()), "holds no household"),
    "no rows, Parquet": ("in.parquet", parquet(lambda table: table.clear()), "holds no household"),
    "a missing column": ("in.csv", a_csv("1", header=WITHOUT_FORMULA), "column formula is missing"),
    "a missing column, Parquet": ("in.parquet", parquet(lambda table: table.drop("formula")), "column formula is missing"),
    "semicolons": ("in.csv", raw(f"{HEADER}\n{LINE}".replace(",", ";").encode()), "are its fields separated by commas?"),
    "a column twice": ("in.csv", a_csv(header=f"{HEADER},formula"), "has a column twice: formula"),
    "another column twice": ("in.csv", a_csv(header=f"{HEADER},note"), "has a column twice: note"),
    "a result": ("in.csv", a_csv(header=f"{HEADER},incomplete"), "column incomplete is there already"),
    "a result, Parquet": ("in.parquet", parquet(lambda table: table.with_columns(debited_cents=1)), "column debited_cents is there already"),
    "pay with decimals": ("in.parquet", parquet(lambda table: table.with_columns(pl.col("gross_cents").cast(float))), "column gross_cents must be a whole number"),
    "dates that are text": ("in.parquet", parquet(lambda table: table.with_columns(pl.col("birth_date").cast(str))), "column birth_date must be a date"),
    "an open quote": ("in.csv", a_csv(LINE, f'{LINE[:-4]}"mine', LINE, LINE), "row 2 has a quote that is never closed"),
    "an open quote in a bad line": ("in.csv", a_csv(LINE, 'a,"b', LINE), "row 2 has a quote that is never closed"),
    "a long line": ("in.csv", a_csv(line(note="x" * 2000)), "has a line of more than 600 bytes"),
    "an unknown suffix": ("in.txt", a_csv(LINE), "must end in .csv or .parquet"),
    "no suffix": ("in", a_csv(LINE), "must end in .csv or .parquet"),
    "a folder": ("in.csv", Path.mkdir, "is a folder"),
    "nothing": ("in.csv", lambda _: None, "does not exist"),
}  # fmt: skip


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("name", "make", "message"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_cannot_be_priced_is_one_error_and_nothing_is_written(
    price_file: Any, tmp_path: Path, name: str, make: Callable[[Path], Any], message: str
) -> None:
    make(tmp_path / name)
    before = sorted(tmp_path.iterdir())
    result = price_file(tmp_path / name, tmp_path / "out.csv")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"psc-workflow: {tmp_path / name}: ")
    assert message in result.err
    assert result.err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


NO_UTF8 = [
    ("price", "-o", "out.csv"),
    ("price", "-o", "out.parquet"),
    ("price", "-o", "out.csv", "--lines", "long"),
    ("price", "-o", "out.parquet", "--lines", "columns"),
    ("summary",),
    ("summary", "--rejects", "bad.csv"),
    ("compare", "--suppose", "ce=80.10"),
]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("column", ["household_id", "formula", "regime", "note"])
@pytest.mark.parametrize("command", NO_UTF8, ids=" ".join)
def test_text_that_is_not_utf8_is_one_error_and_nothing_is_written(
    call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], column: str
) -> None:
    monkeypatch.chdir(tmp_path)
    no_utf8(column)(Path("in.parquet"))
    name, *options = command
    result = call(name, "in.parquet", "--contract", "men-2026", "--on", ON, *options)
    message = f"psc-workflow: in.parquet: rows 4 to 6 hold text that is not UTF-8, in column {column}\n"
    assert (result.status, result.out, result.err) == (2, "", message)
    assert [file.name for file in tmp_path.iterdir()] == ["in.parquet"]


@pytest.mark.parametrize(
    ("output", "options", "message"),
    [
        ("none/out.csv", [], "none/out.csv: the folder none does not exist"),
        ("out.csv", ["--rejects", "none/bad.csv"], "none/bad.csv: the folder none does not exist"),
        (".", [], ".: must end in .csv or .parquet"),
        ("out.txt", [], "out.txt: must end in .csv or .parquet"),
        ("out.csv", ["--rejects", "bad.parquet"], "bad.parquet: must end in .csv"),
        ("folder.csv", [], "folder.csv: is a folder"),
        ("in.csv", [], "in.csv: is the file that is read"),
        ("folder.csv/../in.csv", [], "folder.csv/../in.csv: is the file that is read"),
        ("link.csv", [], "link.csv: is the file that is read"),
        ("hard.csv", [], "hard.csv: is the file that is read"),
        ("out.csv", ["--rejects", "in.csv"], "in.csv: is the file that is read"),
        ("out.csv", ["--rejects", "out.csv"], "out.csv: is the file of the priced households"),
    ],
)
def test_a_place_that_cannot_be_written_is_one_error_and_nothing_is_written(
    price_file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, *, options: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines(tmp_path, LINE)
    Path("folder.csv").mkdir()
    Path("link.csv").symlink_to("in.csv")
    os.link("in.csv", "hard.csv")
    before = sorted(tmp_path.iterdir())
    result = price_file(Path("in.csv"), Path(output), *options)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"psc-workflow: {message}")
    assert sorted(tmp_path.iterdir()) == before
    assert Path("in.csv").read_text() == f"{HEADER}\n{LINE}\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"contract": "mars"}, "no contract is called 'mars'"),
        ({"contract": "mars.toml"}, "mars.toml"),
        ({"on": "2026-04-30"}, "in force on 2026-04-30"),
        ({"on": "tomorrow"}, "--on: must be a date"),
        ({"lang": "de"}, "--lang"),
    ],
)
def test_an_argument_that_cannot_be_used_is_one_error_and_nothing_is_written(
    price_file: Any, tmp_path: Path, options: dict[str, str], message: str
) -> None:
    result = price_file(write_lines(tmp_path, LINE), tmp_path / "out.csv", **options)
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert [file.name for file in tmp_path.iterdir()] == ["in.csv"]
