"""
The thread that writes priced households while others are read and priced: in order, few at a time, and no error is lost.
"""

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from psc_workflow.cli._arguments import FileError
from psc_workflow.cli._files.writing import WritingThread, table_writer


def fail(path: str) -> None:
    raise FileError(Path(path), "cannot be written")


def test_everything_is_written_in_order_before_the_thread_ends() -> None:
    written: list[int] = []
    with WritingThread() as thread:
        for number in range(100):
            thread.submit(partial(written.append, number))
    assert written == [*range(100)]


def test_another_thread_writes() -> None:
    writers: list[int] = []
    with WritingThread() as thread:
        thread.submit(lambda: writers.append(threading.get_ident()))
    assert writers != [threading.get_ident()]


def test_few_batches_wait_so_that_memory_stays_flat() -> None:
    gate, full, waiting = threading.Event(), threading.Event(), []

    def submit_three(thread: WritingThread) -> None:
        for number in range(3):
            thread.submit(partial(gate.wait, 60))
            waiting.append(number)
        full.set()

    with WritingThread() as thread:
        submitting = threading.Thread(target=submit_three, args=(thread,))
        submitting.start()
        assert not full.wait(0.2)
        assert waiting == [0, 1]
        gate.set()
        submitting.join(60)
        assert full.is_set()


def test_an_error_of_the_last_batch_is_raised_at_the_end() -> None:
    with pytest.raises(FileError, match="last"), WritingThread() as thread:
        thread.submit(partial(fail, "last.parquet"))


def test_an_error_is_raised_to_whoever_writes_next() -> None:
    written: list[int] = []
    submitted: list[int] = []

    def submit_all(thread: WritingThread) -> None:
        thread.submit(partial(fail, "first.parquet"))
        for number in range(100):
            thread.submit(partial(written.append, number))
            submitted.append(number)

    with pytest.raises(FileError, match="first"), WritingThread() as thread:
        submit_all(thread)
    assert len(submitted) < 3
    assert len(written) <= len(submitted) + 1


def test_what_waits_is_not_written_if_the_rows_cannot_be_read() -> None:
    written: list[int] = []
    started, gate = threading.Event(), threading.Event()

    def slow() -> None:
        started.set()
        gate.wait(60)

    def read_badly(thread: WritingThread) -> None:
        thread.submit(slow)
        thread.submit(partial(written.append, 1))
        started.wait(60)
        threading.Timer(0.1, gate.set).start()
        raise ValueError("unreadable")

    with pytest.raises(ValueError, match="unreadable"), WritingThread() as thread:
        read_badly(thread)
    assert written == []


def write(table: pa.Table, path: Path) -> None:
    with path.open("wb") as file:
        writer = table_writer(path, file, table.schema, {})
        write_table: Callable[[pa.Table], None] = writer.write_table
        write_table(table)
        writer.close()


@pytest.fixture
def table() -> pa.Table:
    ids = [f"h{number}" for number in range(1000)]
    return pa.table({"household_id": ids, "payroll_cents": [*range(1000)], "incomplete": ["gross-unknown"] * 1000})


def test_a_parquet_file_is_small_and_amounts_can_be_searched(table: pa.Table, tmp_path: Path) -> None:
    path = tmp_path / "priced.parquet"
    write(table, path)
    columns = parquet.ParquetFile(path).metadata.row_group(0)
    by_name = {columns.column(place).path_in_schema: columns.column(place) for place in range(3)}
    assert {column.compression for column in by_name.values()} == {"ZSTD"}
    assert by_name["payroll_cents"].statistics.max == 999
    assert by_name["incomplete"].has_dictionary_page
    assert not by_name["household_id"].has_dictionary_page
    assert parquet.read_table(path).equals(table)


def test_days_and_pay_are_written_as_differences_whatever_the_other_columns_are(tmp_path: Path) -> None:
    path = tmp_path / "priced.parquet"
    days = [dt.date(2020, 2, 29), None, dt.date(1, 1, 1)]
    table = pa.table(
        {
            "birth_date": pa.array(days),
            "gross_cents": pa.array([1, None, 2**64 - 1], pa.uint64()),
            "note": pa.array([{"date": "soon"}] * 3),
            "note.date": pa.array(days),
        }
    )
    write(table, path)
    columns = parquet.ParquetFile(path).metadata.row_group(0)
    assert ["DELTA_BINARY_PACKED" in columns.column(place).encodings for place in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    assert parquet.read_table(path).equals(table)
    write(table.set_column(1, "gross_cents", pa.array(["a lot", None, ""])), path)
    assert "DELTA_BINARY_PACKED" not in parquet.ParquetFile(path).metadata.row_group(0).column(1).encodings
