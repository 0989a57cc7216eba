"""
The files of the command ``price``: which formats there are, which file has which, and in which form lines are written.
"""

from enum import StrEnum
from pathlib import Path

import attrs

CSV, PARQUET = ".csv", ".parquet"


class Lines(StrEnum):
    """How the lines of households are written."""

    COLUMNS = "columns"
    LONG = "long"


@attrs.frozen
class Files:
    """The file that is read, and the two that are written."""

    source: Path
    output: Path
    rejects: Path


def suffix(path: Path) -> str:
    """Return the suffix that tells the format of a file, ``.csv`` or ``.parquet``, in lower case."""
    return path.suffix.casefold()
