"""
What the process itself ends with: the exit status that was promised, whatever threads still read.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from effort import IS_THOROUGH
from household_files import HEADER, LINE, ON
from psc_workflow.cli._files.reading import CsvReader

PROGRAM = "import sys; from psc_workflow.cli import main; sys.exit(main(sys.argv[1:]))"


HEADER_ALMOST_RIGHT = f"{HEADER},child_01_birth_date\n".encode()
RUNS = 10 if IS_THOROUGH else 1
"""At length more than one, since a thread that still reads is not always there when the process ends."""


LONG = {"a quote before two blocks": b'"' + b"a,b\n" * 2_500_000, "a long header": b"a," * 5_000_000}
FAULTS = {
    "short": HEADER_ALMOST_RIGHT + f"{LINE},\n".encode(),
    "of two blocks": HEADER_ALMOST_RIGHT + f"{LINE},\n".encode() * 200_000,
    "a byte order mark": b"\xef\xbb\xbf",
    "a quote": b'"',
    **(LONG if IS_THOROUGH else {}),
}


@pytest.mark.parametrize("content", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_whole_file_ends_with_status_2(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(content)
    options = ("--contract", "men-2026", "--on", ON, "-o", tmp_path / "out.csv")
    for _ in range(RUNS):
        run = subprocess.run([sys.executable, "-c", PROGRAM, "price", file, *options], capture_output=True, check=False)
        assert (run.returncode, run.stderr.count(b"\n")) == (2, 1), run.stderr


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
