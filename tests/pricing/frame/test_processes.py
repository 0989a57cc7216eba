"""
Tables of PyArrow in a process that was forked: the threads of polars stayed in the one it was forked from.
"""

import os
import signal
import sys
import warnings

import pyarrow as pa
import pytest

from households import as_polars, sample_rows
from people import GUIDE, START
from psc_workflow.pricing import frame
from psc_workflow.pricing.frame._arrow import has_polars

_SECONDS = 20
"""After which a process that waits for ever is ended."""


def _exit_status_of_a_fork(table: pa.Table, priced: pa.Table) -> int:
    """Price *table* in a forked process: 0 if it is *priced* there, too, and polars stays alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python warns of forks where there are threads
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        signal.alarm(_SECONDS)
        status = 0 if frame.price(table, GUIDE, START).equals(priced) and not has_polars() else 2
    finally:
        os._exit(status)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork, or not safely")
def test_a_table_is_priced_in_a_process_forked_from_one_that_has_polars() -> None:
    table = as_polars(sample_rows()).to_arrow()
    priced = frame.price(table, GUIDE, START)
    assert has_polars()
    assert _exit_status_of_a_fork(table, priced) == 0
