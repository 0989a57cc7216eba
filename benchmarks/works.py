"""
What is measured. Each work gives its rows.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from benchmarks import check, family, households, tariff
from benchmarks.measure import alternate
from benchmarks.peers import arrays, by_hand, machines, openfisca, zen_engine
from benchmarks.report import ROOT, Row
from psc_workflow import Dossier, Formula
from psc_workflow.pricing import frame, price

Rows = Iterator[Row]
MILLION = 1_000_000
QUOTES = 200
BUDGET_OF_A_QUOTE = "at most 0.25 × as long"
LIMIT = 2048
"""MiB."""


class JobFailedError(Exception):
    """A process of its own came to no good end."""


def quote(_: int | None = None) -> Rows:
    """One household at a time, two hundred different ones in turn."""
    contract, on = tariff.contract(), tariff.ON
    drawn = households.make(QUOTES, seed=7)
    asked = [(tariff.household(row), Formula(row["formula"])) for row in drawn.to_dicts()]
    contexts = [zen_engine.prepare_one(row) for row in drawn.to_dicts()]
    populations = [openfisca.prepare(drawn.slice(place, 1)) for place in range(len(drawn))]

    def each(work: Callable[[Any], Any], of: list[Any]) -> Callable[[], None]:
        def run() -> None:
            for one in of:
                work(one)

        return run

    def plain(one: tuple[Any, Formula]) -> Any:
        return price(one[0], contract=contract, formula=one[1], on=on)

    taken = alternate(
        {
            "explained": each(lambda one: plain(one).explain("fr"), asked),
            "plain": each(plain, asked),
            "openfisca": each(openfisca.price, populations),
            "zen": each(zen_engine.price_one, contexts),
            "zen, traced": each(zen_engine.trace_one, contexts),
            "zen, created": each(zen_engine.price_one_created, contexts),
        },
        seconds=20,
    )
    taken = {name: seconds / len(drawn) for name, seconds in taken.items()}
    names = {
        "openfisca": f"{openfisca.NAME}, one household",
        "zen": f"{zen_engine.NAME}, compiled once",
        "zen, traced": f"{zen_engine.NAME}, compiled once, with its trace",
        "zen, created": f"{zen_engine.NAME}, as create_decision gives it",
    }
    budgets = {peer: {"budget": BUDGET_OF_A_QUOTE, "most": 0.25} for peer in ("openfisca", "zen", "zen, created")}
    for ours, work in (("explained", "one explained quote"), ("plain", "one quote, not told in sentences")):
        for peer, name in names.items():
            budget: dict[str, Any] = budgets.get(peer, {}) if ours == "explained" else {}
            yield Row(work, taken[ours], name, taken[peer], **budget)


def frames(size: int | None = None) -> Rows:
    """Many households at once over polars."""
    for count in [size] if size else [10_000, 100_000, MILLION]:
        yield from _frames(count)


def _frames(count: int) -> Rows:
    drawn = households.make(count, seed=11)
    contract = tariff.contract()
    ready, population = arrays.prepare(drawn), openfisca.prepare(drawn)
    check.many(drawn, frame.price(drawn, contract, tariff.ON).select(check.AMOUNTS))
    taken = alternate(
        {
            "ours": partial(frame.price, drawn, contract, tariff.ON),
            openfisca.NAME: partial(openfisca.price, population),
            openfisca.NAME_BUILT: openfisca.calculate,
            openfisca.NAME_BY_PERSON: partial(openfisca.price_by_person, population),
            arrays.NAME: partial(arrays.price, ready),
            by_hand.NAME: partial(by_hand.price, drawn),
            by_hand.NAME_OF_COLUMNS: partial(by_hand.price_columns, drawn),
        },
        seconds=min(30, count / 20_000),
        before={openfisca.NAME_BUILT: partial(openfisca.simulation, population)},
    )
    ours, work = taken.pop("ours"), f"{count:,} households over polars"
    budgets: dict[str, dict[str, Any]] = {
        openfisca.NAME: {"budget": "at least 3 × as fast", "least": 3},
        by_hand.NAME_OF_COLUMNS: {"budget": "at least 0.5 × as fast", "least": 0.5},
    }
    for peer, theirs in taken.items():
        yield Row(work, ours, peer, theirs, speed=True, **(budgets.get(peer, {}) if count >= MILLION else {}))


def engines(size: int | None = None) -> Rows:
    """The same on the other engines."""
    count = size or MILLION
    drawn = households.make(count, seed=11)
    contract = tariff.contract()
    table = drawn.to_arrow(compat_level=pl.CompatLevel.oldest())
    nullable = table.to_pandas()
    nullable["gross_cents"] = nullable["gross_cents"].astype("Int64")
    for name in tariff.DATES:
        nullable[name] = nullable[name].astype("datetime64[ns]")

    def ours(native: Any) -> Any:
        return frame.price(native, contract, tariff.ON)

    taken = alternate(
        {
            "polars": partial(ours, drawn),
            "pandas": partial(ours, nullable),
            "PyArrow": partial(ours, table),
            "DuckDB": lambda: ours(duckdb.from_arrow(table)).to_arrow_table(),
        },
        seconds=20,
        least=3,
    )
    polars = taken.pop("polars")
    for engine, seconds in taken.items():
        yield Row(f"{count:,} households over {engine}", seconds, "ours over polars", polars, speed=True)


def cores(size: int | None = None) -> Rows:
    """One thread of polars and two."""
    count = size or MILLION
    found: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    for _ in range(3):
        for threads, answers in found.items():
            answers.append(json.loads(_child("threads", str(count), POLARS_MAX_THREADS=str(threads)).stdout))
    for name, work in (("ours", "ours"), ("columns", by_hand.NAME_OF_COLUMNS)):
        one, two = (statistics.median(answer[name] for answer in found[threads]) for threads in (1, 2))
        yield Row(f"{count:,} households, two threads: {work}", two, "the same with one thread", one, speed=True)


def parquet(size: int | None = None) -> Rows:
    """From a Parquet file to a Parquet file, each in a process of its own."""
    count = size or 10 * MILLION
    jobs = ("command", "lazy", "amounts", "columns", "arrays")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "households.parquet"), Path(folder, "priced.parquet")
        households.write(source, count)
        taken: dict[str, list[dict[str, float]]] = {job: [] for job in jobs}
        sums: dict[str, Any] = {}
        end = time.perf_counter() + 240
        for done in range(3):
            if done and time.perf_counter() > end:
                break
            for job in jobs:
                start = time.perf_counter()
                answer = _child(job, str(source), str(target))
                seconds = time.perf_counter() - start
                taken[job].append({"seconds": seconds, **json.loads(answer.stdout.splitlines()[-1])})
                sums[job] = sums.get(job) or _sums(target)
                target.unlink()
        households.write(source, count // 10)
        tenth = json.loads(_child("command", str(source), str(target)).stdout.splitlines()[-1])["mebibytes"]
    different = [job for job in jobs if sums[job] != sums["command"]]
    if different:
        raise check.DifferentAnswerError(f"other sums than the command's, {sums['command']}: {sums}")
    medians = {job: statistics.median(one["seconds"] for one in taken[job]) for job in jobs}
    most = max(one["mebibytes"] for one in taken["command"])
    work = f"psc-workflow price, {count:,} households, Parquet to Parquet"
    memory = f"{work}: memory at its peak"
    yield Row(memory, most, "the limit", LIMIT, "under 2,048 MiB", most=1, unit="MiB")
    yield Row(memory, most, "the same with a tenth of the households", tenth, unit="MiB")
    names = {
        "lazy": "frame.price on a lazy polars frame",
        "amounts": by_hand.NAME,
        "columns": by_hand.NAME_OF_COLUMNS,
        "arrays": f"{arrays.NAME}, batch by batch",
    }
    for job, name in names.items():
        yield Row(work, medians["command"], name, medians[job], speed=True)


def _sums(file: Path) -> dict[str, Any]:
    columns = [pl.col(name).sum() for name in check.AMOUNTS]
    nulls = [pl.col(name).null_count().alias(f"{name} unknown") for name in check.AMOUNTS]
    return pl.scan_parquet(file).select(*columns, *nulls).collect().row(0, named=True)


def imports(_: int | None = None) -> Rows:
    """Import in a fresh interpreter, in turn; compiled before, as whatever is installed is."""
    programs = {
        "import psc_workflow": "import psc_workflow",
        "from psc_workflow import Dossier": "from psc_workflow import Dossier",
        "import psc_workflow.pricing": "import psc_workflow.pricing",
        "import statemachine": "import statemachine",
    }
    taken: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = compiled
        for count in range(26):
            for name, program in programs.items():
                timed = f"import time; start = time.perf_counter(); {program}; print(time.perf_counter() - start)"
                command = [sys.executable, "-c", timed]
                answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
                if count:  # the first one compiles
                    taken[name].append(float(answer.stdout))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    peer = "import statemachine"
    theirs = medians.pop(peer)
    for name, ours in medians.items():
        budget: dict[str, Any] = {}
        if name == "import psc_workflow":
            budget = {"budget": "under 2.5 × as long", "most": 2.5}
        yield Row(name, ours, peer, theirs, **budget)


def _child(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a job of ``benchmarks.child`` in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise JobFailedError(f"{' '.join(arguments)} failed:\n{answer.stdout}{answer.stderr}")
    return answer


def dossiers(_: int | None = None) -> Rows:
    """One answer of the guide's family, beside machines that have the same chart and nothing else."""
    stored, command, at = family.stored(), family.COMMAND, family.AT
    live = Dossier.load(stored)
    snapshot = machines.snapshot(family.STATE)

    def all_three() -> bytes:
        return Dossier.load(stored).decide(command, at=at).dossier.dump()

    taken = alternate(
        {
            "all": all_three,
            "decide": partial(live.decide, command, at=at),
            "view": partial(live.view, at=at),
            machines.BARE: partial(machines.bare, family.STATE, command.event),
            machines.TRANSITIONS: partial(machines.with_transitions, family.STATE, command.event),
            machines.XSTATE: partial(machines.with_xstate, snapshot, command.event),
        },
        seconds=10,
        times=20,
    )
    works = {"all": "load, decide, dump", "decide": "decide", "view": "view"}
    budgets: dict[str, dict[str, Any]] = {
        "all": {"budget": "at most 0.5 × as long", "most": 0.5},
        "decide": {"budget": "at most 0.1 × as long", "most": 0.1},
    }
    for ours, work in works.items():
        for peer in (machines.BARE, machines.TRANSITIONS, machines.XSTATE):
            budget = budgets.get(ours, {}) if peer == machines.BARE else {}
            yield Row(work, taken[ours], f"{peer}: restore, one event", taken[peer], **budget)


WORKS: dict[str, Callable[[int | None], Rows]] = {
    "imports": imports,
    "dossiers": dossiers,
    "quote": quote,
    "frames": frames,
    "engines": engines,
    "cores": cores,
    "parquet": parquet,
}
