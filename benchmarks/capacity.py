"""
What a store takes for each thing that a campaign does, with one, two and four processes, and how that grows.

``python -m benchmarks.capacity`` writes all figures of the page on capacity,
and what follows from them; on a machine that does nothing else it takes some
three minutes. The midnight of a hundred thousand comes from the results of
``make bench WORK=campaign SIZE=100000``, if that was run before.
"""

import datetime as dt
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs

from benchmarks.campaign import FEW, GROWTH, decision
from benchmarks.growth import measured
from benchmarks.peers import spiff
from benchmarks.places import DUE, INVITED, WORKERS, bare_sql, open_dossier, open_store, places
from benchmarks.report import RESULTS, ROOT, processor
from benchmarks.sharing import seconds_of
from psc_workflow import Role
from psc_workflow.commands import StartAffiliation

SIZE = 3000
QUICK = 1000
"""With fewer dossiers, the growth is not measured up to the most either."""

PAGE = ROOT / "docs" / "explanation" / "capacity.md"
PAGES = ("page by status", "page by status, from the middle", "page due")
AGENTS = 1_400_000
DAYS = 20
"""Working days over which the waves of invitations are spread."""

MIDNIGHT = 100_000


def create(store: Any, numbers: range) -> None:
    """Create dossiers, each with its invitation."""
    for number in numbers:
        dossier = open_dossier(number)
        store.create(dossier, effects=[dossier.invitation])


def decide(store: Any, numbers: range) -> None:
    """Have agents begin."""
    for number in numbers:
        store.decide(f"D{number:07}", StartAffiliation(), at=INVITED, role=Role.AGENT)


def view(store: Any, numbers: range) -> None:
    """Show files."""
    for number in numbers:
        store.load(f"D{number:07}").view(at=INVITED, role=Role.AGENT)


def deliver(store: Any, _: range) -> None:
    """Deliver all that is due."""
    while claims := store.claim(INVITED):
        for claim in claims:
            store.mark_delivered(claim, at=INVITED)


def tick(store: Any, _: range) -> None:
    """Tick all that is due."""
    while not store.tick(DUE).is_idle:
        pass


WORK: dict[str, Callable[[Any, range], None]] = {
    "create": create,
    "decide": decide,
    "view": view,
    "deliver": deliver,
    "tick": tick,
}
"""In the order in which a campaign does it: each needs what the ones before have left."""


@attrs.frozen
class Rate:
    """How many a second."""

    work: str
    database: str
    workers: int
    count: int
    per_second: float


def rates(count: int) -> Iterator[Rate]:
    """Measure everything on each database with each number of processes."""
    with tempfile.TemporaryDirectory() as folder:
        for database, place in places(Path(folder)):
            for workers in WORKERS:
                where = place(workers)
                open_store(where)
                for work, seconds in zip(WORK, seconds_of(where, list(WORK), workers, count), strict=True):
                    yield Rate(work, database, workers, count, count / seconds)


def sizes(folder: Path, most: int) -> Iterator[tuple[str, int, dict[str, float]]]:
    """Measure stores of more and more dossiers: how long pages take among so many, what each of them weighs."""
    for database, _ in places(folder):
        for count in GROWTH:
            if count <= most:
                yield database, count, measured(folder, database, count)


def page(count: int, day: str) -> str:
    """Write the figures, and what follows from them for every agent of the State."""
    rows = list(rates(count))
    with tempfile.TemporaryDirectory() as folder:
        floor = 1 / bare_sql(Path(folder) / "bare.db", count)
        weights = list(sizes(Path(folder), GROWTH[-1] if count >= QUICK else GROWTH[1]))
        ours = decision(Path(folder) / "ours.db")
        theirs = spiff.seconds_of_a_task(Path(folder) / "spiff.db", FEW)
    best = {work: max(rate.per_second for rate in rows if rate.work == work) for work in WORK}
    weight = max(figures["bytes"] for _, size, figures in weights if size == weights[-1][1])
    lines = [_head(day, count), "", *_rates(rows, floor), "", *_weights(weights), ""]
    lines += ["| one dossier at a time | ms |", "| --- | ---: |"]
    lines += [f"| one decision, loaded and saved, SQLite | {1e3 * ours:.2f} |"]
    lines += [f"| one task, {spiff.NAME} | {1e3 * theirs:.2f} |", "", *_plan(best, weight)]
    return "\n".join(lines)


def _head(day: str, count: int) -> str:
    return f"{day}, {count:,} dossiers, {processor()}, {os.cpu_count()} cores:"


def _rates(rows: list[Rate], floor: float) -> Iterator[str]:
    yield f"| a second | database | {' | '.join(f'{workers} at once' for workers in WORKERS)} |"
    yield "| --- | --- |" + " ---: |" * len(WORKERS)
    for database in dict.fromkeys(rate.database for rate in rows):
        for work in WORK:
            cells = [f"{rate.per_second:,.0f}" for rate in rows if (rate.work, rate.database) == (work, database)]
            yield f"| {work} | {database} | {' | '.join(cells)} |"
    yield f"| one transaction of bare SQL | SQLite | {floor:,.0f} |" + " |" * (len(WORKERS) - 1)


def _weights(weights: list[tuple[str, int, dict[str, float]]]) -> Iterator[str]:
    heads = ("dossiers", "database", "bytes a dossier", "page of 100 by status, ms", "the same, from the middle, ms")
    yield f"| {' | '.join((*heads, 'page of 100 due, ms', 'a tick of one, ms'))} |"
    yield "| ---: | --- | ---: | ---: | ---: | ---: | ---: |"
    for database, count, figures in weights:
        times = [f"{1e3 * figures[name]:.2f}" for name in (*PAGES, "tick")]
        yield f"| {count:,} | {database} | {figures['bytes']:,.0f} | {' | '.join(times)} |"


def _plan(best: dict[str, float], size: float) -> Iterator[str]:
    yield f"For {AGENTS:,} agents, at the best of these rates, on this one machine:"
    yield ""
    planned = {"create": "invitations created", "deliver": "mails recorded"}
    for work, what in planned.items():
        hours = AGENTS / best[work] / 3600
        yield f"- {what}: {AGENTS:,} / {best[work]:,.0f} a second = {hours:.1f} hours;"
    hours, wave = AGENTS / best["tick"] / 3600, AGENTS // DAYS
    yield f"- all files due at one midnight: {AGENTS:,} / {best['tick']:,.0f} a second = {hours:.1f} hours;"
    yield f"- invited in {DAYS} days: {AGENTS:,} / {DAYS} days = {wave:,} files due at each midnight of day 22;"
    minutes = wave / best["tick"] / 60
    yield f"- each of these midnights: {wave:,} / {best['tick']:,.0f} a second = {minutes:.1f} minutes;"
    yield f"- disk: {AGENTS:,} × {size:,.0f} bytes = {AGENTS * size / 1e9:.1f} GB, as invited."


_DUE = re.compile(r"one of ([\d,]+) due dossiers, (\w+), (\d+) process(?:es)?")


def midnight(results: list[dict[str, Any]], day: str) -> str | None:
    """Write what ``make bench WORK=campaign`` measured; ``None`` if it was not a hundred thousand dossiers."""
    seconds = {match.groups(): row["ours"] for row in results if (match := _DUE.fullmatch(row["work"]))}
    floors = [row["theirs"] for row in results if _DUE.fullmatch(row["work"]) and "bare SQL" in row["peer"]]
    if not seconds or any(int(count.replace(",", "")) < MIDNIGHT for count, _, _ in seconds):
        return None
    lines = [_head(day, MIDNIGHT), "", "| database | processes | a second | all of them, s | beside one process |"]
    lines[-1] += " beside one transaction of bare SQL |"
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |")
    for (count, database, workers), each in seconds.items():
        alone, total = seconds[count, database, "1"], each * int(count.replace(",", ""))
        times = f"{alone / each:.2f} × as fast | {each / floors[0]:.1f} × as long"
        lines.append(f"| {database} | {workers} | {1 / each:,.0f} | {total:.0f} | {times} |")
    return "\n".join(lines)


def write(text: str, name: str, figures: str) -> str:
    """Put *figures* between their marks in *text*."""
    start, end = (f"<!-- figures of {name}: {place} -->" for place in ("start", "end"))
    before, rest = text.split(start)
    return f"{before}{start}\n\n{figures}\n\n{end}{rest.split(end)[1]}"


def main() -> None:
    """Measure, and write the page."""
    count, began = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE, time.perf_counter()
    day = f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}"
    text = write(PAGE.read_text(encoding="utf-8"), "benchmarks.capacity", page(count, day))
    if RESULTS.exists():
        at = dt.datetime.fromtimestamp(RESULTS.stat().st_mtime, tz=dt.UTC)
        table = midnight(json.loads(RESULTS.read_text(encoding="utf-8")), f"{at:%Y-%m-%d}")
        text = text if table is None else write(text, "make bench WORK=campaign", table)
    PAGE.write_text(text, encoding="utf-8")
    print(f"{time.perf_counter() - began:.0f} seconds; written: {PAGE}")


if __name__ == "__main__":
    main()
