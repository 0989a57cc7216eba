"""
Jobs that need a process of their own: for their threads, or for their memory.

Each imports what it needs and no more, so that nobody's memory is another's.
"""

import contextlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

BATCH = 500_000


def command(source: str, target: str) -> None:
    """Price a file with the command line."""
    from benchmarks.tariff import FILE, ON
    from psc_workflow.cli import main

    written = io.StringIO()
    with contextlib.redirect_stdout(written), contextlib.redirect_stderr(written):
        try:
            status: object = main(["price", source, "--contract", str(FILE), "--on", f"{ON}", "-o", target])
        except SystemExit as end:
            status = end.code
    if status:
        sys.exit(f"psc-workflow price ended with {status}:\n{written.getvalue()}")


def lazy(source: str, target: str) -> None:
    """Price a lazy frame, which polars streams."""
    import polars as pl

    from benchmarks.tariff import ON, contract
    from psc_workflow.pricing import frame

    frame.price(pl.scan_parquet(source), contract(), ON).sink_parquet(target)


def amounts(source: str, target: str) -> None:
    """Price by hand, the three amounts alone."""
    import polars as pl

    from benchmarks.peers import by_hand

    by_hand.amounts_of(pl.scan_parquet(source)).sink_parquet(target)


def columns(source: str, target: str) -> None:
    """Price by hand, every column."""
    import polars as pl

    from benchmarks.peers import by_hand

    by_hand.columns_of(pl.scan_parquet(source)).sink_parquet(target)


def arrays(source: str, target: str) -> None:
    """Price with numpy, batch by batch."""
    import polars as pl
    import pyarrow.parquet as pq

    from benchmarks.peers import arrays as by_numpy

    with contextlib.ExitStack() as stack:
        writer = None
        for batch in pq.ParquetFile(source).iter_batches(BATCH):
            found = pl.DataFrame(batch)
            answers = by_numpy.answers(by_numpy.price(by_numpy.prepare(found)))
            table = found.hstack(answers).to_arrow(compat_level=pl.CompatLevel.oldest())
            writer = writer or stack.enter_context(pq.ParquetWriter(target, table.schema))
            writer.write_table(table)


def threads(size: str) -> None:
    """Time ours and the one by hand with as many threads as the environment allows."""
    from functools import partial

    from benchmarks import households, tariff
    from benchmarks.measure import alternate
    from benchmarks.peers import by_hand
    from psc_workflow.pricing import frame

    drawn = households.make(int(size), seed=11)
    work = {
        "ours": partial(frame.price, drawn, tariff.contract(), tariff.ON),
        "columns": partial(by_hand.price_columns, drawn),
    }
    sys.stdout.write(json.dumps(alternate(work, seconds=4, least=3)) + "\n")


def peak() -> float:
    """Read the most memory this process held, in MiB; what the process was before it became this one does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # macOS: bytes


JOBS: dict[str, Callable[..., None]] = {job.__name__: job for job in (command, lazy, amounts, columns, arrays, threads)}

if __name__ == "__main__":
    JOBS[sys.argv[1]](*sys.argv[2:])
    if sys.argv[1] != "threads":
        sys.stdout.write(json.dumps({"mebibytes": peak()}) + "\n")
