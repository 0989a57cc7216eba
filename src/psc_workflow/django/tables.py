"""
Tables for a spreadsheet.
"""

import csv
import datetime as dt
import re
from typing import Any

from django.db.models import QuerySet

from psc_workflow._catalogue.contracts import Registry
from psc_workflow.django._host import contracts

COLUMNS = (
    "id",
    "contract",
    "affiliation",
    "dispensation",
    "membership",
    "effective_on",
    "due_at",
    "retention_until",
)
"""Of a file in the index: none of them is personal."""

_FORMULA = re.compile(r"(^|[;,])\s*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a spreadsheet would begin to work something out, whatever it takes for the end of a cell."""


def write_index(rows: QuerySet, file: Any) -> None:
    """
    Write the index of stored dossiers as CSV, with a header: no cell of it is worked out by a spreadsheet.

    Args:
        rows: Of ``StoredDossier``, filtered and ordered as the host will.
        file: What is written to: a file open for text, or a response.
    """
    table, registry = csv.writer(file, quoting=csv.QUOTE_ALL), contracts()
    table.writerow(COLUMNS)
    for row in rows.values(*COLUMNS).iterator():
        table.writerow([_cell(row[name], row["contract"], registry) for name in COLUMNS])


def _cell(value: Any, contract: str, registry: Registry) -> str:
    """Write a value as text; an instant in the time zone of its contract."""
    is_instant = isinstance(value, dt.datetime) and contract in registry
    there = registry[contract].local(value).isoformat() if is_instant else value
    text = re.sub(r"[\t\r\n]+", " ", "" if there is None else str(there))
    return _FORMULA.sub(r"\g<0>'", text)
