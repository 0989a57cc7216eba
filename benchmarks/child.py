"""
Jobs that need a process of their own: for their threads, or for their memory.

Each imports only what it needs, so that its memory holds nothing of another job.
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

    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            status: object = main(["price", source, "--contract", str(FILE), "--on", f"{ON}", "-o", target])
        except SystemExit as error:
            status = error.code
    if status:
        sys.exit(f"psc-workflow price ended with {status}:\n{output.getvalue()}")


def lazy(source: str, target: str) -> None:
    """Price a lazy frame, streamed by polars."""
    import polars as pl

    from benchmarks.tariff import ON, contract
    from psc_workflow.pricing import frame

    frame.price(pl.scan_parquet(source), contract(), ON).sink_parquet(target)


def amounts(source: str, target: str) -> None:
    """Price by hand, the three amounts only."""
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
            sample = pl.DataFrame(batch)
            answers = by_numpy.answers(by_numpy.price(by_numpy.prepare(sample)))
            table = sample.hstack(answers).to_arrow(compat_level=pl.CompatLevel.oldest())
            writer = writer or stack.enter_context(pq.ParquetWriter(target, table.schema))
            writer.write_table(table)


def threads(size: str) -> None:
    """Time the library and polars by hand with as many threads as the environment allows."""
    from functools import partial

    from benchmarks import households, tariff
    from benchmarks.measure import alternate
    from benchmarks.peers import by_hand
    from psc_workflow.pricing import frame

    sample = households.make(int(size), seed=11)
    calls = {
        "ours": partial(frame.price, sample, tariff.contract(), tariff.ON),
        "columns": partial(by_hand.price_columns, sample),
    }
    sys.stdout.write(json.dumps(alternate(calls, seconds=4, least=3)) + "\n")


def peak() -> float:
    """Read the peak memory of this process, in MiB, without that of the process it was forked from."""
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
