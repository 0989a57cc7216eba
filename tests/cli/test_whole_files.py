"""
Files of households are written whole or not at all.
"""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from household_files import LINE, SUFFIXES, rows_of, write_lines
from psc_workflow.cli._files import pricing, writing


class Failing:
    """Fails the second time it is called."""

    def __init__(self, real: Callable[..., Any], error: BaseException) -> None:
        self.real, self.error, self.calls = real, error, 0

    def __call__(self, *arguments: Any) -> Any:
        self.calls += 1
        if self.calls > 1:
            raise self.error
        return self.real(*arguments)


FULL = OSError(28, "No space left on device")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("there_already", [True, False])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt(), MemoryError()], ids=["full disk", "Ctrl-C", "no memory"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_run_that_does_not_come_to_its_end_leaves_what_was_there(
    price_file: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
    error: BaseException,
    *,
    there_already: bool,
) -> None:
    file, out, bad = write_lines(tmp_path, *[LINE] * 20), tmp_path / f"out{suffix}", tmp_path / "out.rejects.csv"
    for place in (out, bad) if there_already else ():
        place.write_text("old")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    if suffix == ".csv":
        failing = Failing(lambda _: None, error)

        def open_table(*arguments: Any) -> Any:
            writer: Any = writing.table_writer(*arguments)
            failing.real, writer.file = writer.file.write, SimpleNamespace(write=failing)
            return writer

        monkeypatch.setattr(pricing, "table_writer", open_table)
    else:
        failing = Failing(writing.parquet.ParquetWriter.write_table, error)

        def write_table(*arguments: Any) -> Any:
            return failing(*arguments)

        monkeypatch.setattr(writing.parquet.ParquetWriter, "write_table", write_table)
    if isinstance(error, OSError):
        result = price_file(file, out)
        assert (result.status, result.out) == (2, "")
        assert result.err == f"psc-workflow: {out}: cannot be written: No space left on device\n"
    elif isinstance(error, KeyboardInterrupt):
        result = price_file(file, out)
        assert result.status == 130  # never 0, which would tell a script that all is written
    else:
        with pytest.raises(MemoryError):
            price_file(file, out)
    assert failing.calls == 2
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_both_files_take_their_places_only_once_both_are_whole(
    price_file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")

    def full(_: int) -> None:
        raise FULL

    monkeypatch.setattr(os, "fsync", full)
    result = price_file(write_lines(tmp_path, LINE), out)
    assert (result.status, result.out) == (2, "")
    assert "No space left on device" in result.err
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_file_that_is_replaced_keeps_its_mode_and_a_link_stays_a_link(price_file: Any, tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old")
    real.chmod(0o640)
    (tmp_path / "out.csv").symlink_to("real.csv")
    assert price_file(write_lines(tmp_path, LINE), tmp_path / "out.csv").status == 0
    assert (tmp_path / "out.csv").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert len(rows_of(real)) == 1


def test_progress_is_shown_on_a_terminal_only(price_file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_lines(tmp_path, LINE)
    assert price_file(file, tmp_path / "out.csv").err == ""
    monkeypatch.setattr(pricing, "is_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "in.csv" in price_file(file, tmp_path / "out.csv").err
