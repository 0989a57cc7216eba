"""
``make bench``: check that all price alike, time them, write the figures.
"""

import argparse
import datetime as dt
import sys
import time

from benchmarks import check, report
from benchmarks.suite import BENCHMARKS, JobFailedError


def main() -> int:
    """Run the benchmarks requested, or all of them."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("work", nargs="*", choices=[*BENCHMARKS, []], help="what to measure (default: everything)")
    parser.add_argument("--size", type=int, help="households, instead of ten thousand to ten million: a quick try")
    options = parser.parse_args()

    start, has_failed = time.perf_counter(), False
    try:
        count = check.check_peers()
        print(f"All peers return the same cents for {count:,} households.")
        rows: list[report.Row] = []
        for name in options.work or BENCHMARKS:
            print(f"\n{name}: {BENCHMARKS[name].__doc__}", flush=True)
            try:
                results = list(BENCHMARKS[name](options.size))
            except JobFailedError as error:
                print(error, file=sys.stderr)
                has_failed = True
                continue
            print(report.screen(results), flush=True)
            rows += results
    except check.DifferentAnswerError as error:
        print(error, file=sys.stderr)
        return 1
    report.write(rows)
    is_complete = not options.work and not options.size and not has_failed
    if is_complete:
        report.write_pages(rows, f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}")
    missed = [row for row in rows if row.holds is False]
    files = [report.RESULTS, *(report.PAGES.values() if is_complete else ())]
    print(f"\n{time.perf_counter() - start:.0f} seconds; written: {', '.join(map(str, files))}")
    print(f"Budgets that do not hold: {len(missed)} of {sum(row.holds is not None for row in rows)}")
    for row in missed:
        print(f"  {' | '.join(row.cells()).replace('*', '')}")
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main())
