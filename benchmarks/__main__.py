"""
``make bench``: check that all price the same, time them, write the figures.
"""

import argparse
import datetime as dt
import sys
import time

from benchmarks import check, report
from benchmarks.works import WORKS, JobFailedError


def main() -> int:
    """Run the works asked for; all of them if none is named."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("work", nargs="*", choices=[*WORKS, []], help="what to measure (default: everything)")
    asked.add_argument("--size", type=int, help="households, instead of ten thousand to ten million: a quick try")
    options = asked.parse_args()

    start, broken = time.perf_counter(), False
    try:
        count = check.everybody()
        print(f"Everybody gives the same cents for {count:,} households.")
        rows: list[report.Row] = []
        for name in options.work or WORKS:
            print(f"\n{name}: {WORKS[name].__doc__}", flush=True)
            try:
                found = list(WORKS[name](options.size))
            except JobFailedError as error:
                print(error, file=sys.stderr)
                broken = True
                continue
            print(report.screen(found), flush=True)
            rows += found
    except check.DifferentAnswerError as error:
        print(error, file=sys.stderr)
        return 1
    report.write(rows)
    whole = not options.work and not options.size and not broken
    if whole:
        report.write_page(rows, f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}")
    failed = [row for row in rows if row.holds is False]
    written = [report.RESULTS, *([report.PAGE] if whole else [])]
    print(f"\n{time.perf_counter() - start:.0f} seconds; written: {', '.join(str(one) for one in written)}")
    print(f"Budgets that do not hold: {len(failed)} of {sum(row.holds is not None for row in rows)}")
    for row in failed:
        print(f"  {' | '.join(row.cells()).replace('*', '')}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
