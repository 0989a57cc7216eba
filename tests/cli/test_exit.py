"""
What the process itself ends with: the exit status that was promised, whatever threads still read.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from household_files import HEADER, LINE, ON
from psc_workflow.cli._files.reading import BLOCK, CsvReader

PROGRAM = "import sys; from psc_workflow.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize("lines", [1, 200_000], ids=["short", "of two blocks"])
def test_a_fault_of_the_whole_file_ends_with_status_2(tmp_path: Path, lines: int) -> None:
    """Twice, since a thread that still reads is not always there when the process ends."""
    file = tmp_path / "in.csv"
    file.write_text(f"{HEADER},child_01_birth_date\n" + f"{LINE},\n" * lines, encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        "price",
        file,
        "--contract",
        "men-2026",
        "--on",
        ON,
        "-o",
        tmp_path / "out.csv",
    ]
    for _ in range(2):
        run = subprocess.run(command, capture_output=True, check=False)
        assert (run.returncode, run.stderr.count(b"\n")) == (2, 1), run.stderr
    assert (file.stat().st_size > BLOCK) == (lines > 1)


def test_a_file_that_is_left_in_the_middle_is_read_no_more(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text(f"{HEADER}\n" + f"{LINE}\n" * 400_000, encoding="utf-8")
    with file.open("rb") as stream:
        reader = CsvReader(file, stream)
        batches = reader.batches()
        next(batches)
        batches.close()
        assert reader.stream.ended
        assert reader.stream.read(10) == b""
