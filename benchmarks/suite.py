"""
The benchmarks; each yields its rows.
"""

import datetime as dt
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import duckdb
import polars as pl

from benchmarks import campaign, check, family, households, kit, start, tariff
from benchmarks.measure import alternate
from benchmarks.peers import arrays, by_hand, machines, openfisca, zen_engine
from benchmarks.report import ROOT, Row
from psc_workflow import Contract, Dossier, Formula, Household
from psc_workflow.pricing import frame, price, totals

Rows = Iterator[Row]
FEW, MILLION = 10_000, 1_000_000
QUOTES = 200
LIMIT = 1024
"""Memory that `psc-workflow price` may use, in MiB."""


_FRAME_BUDGETS = {
    FEW: {openfisca.NAME: 2.0},
    MILLION: {openfisca.NAME: 6.0, by_hand.NAME_OF_COLUMNS: 1.5},
}
"""By the number of households, how many times as fast as each peer ours must be."""


class JobFailedError(Exception):
    """A job in a process of its own failed."""


def quote(_: int | None = None) -> Rows:
    """One household at a time, two hundred different ones in turn."""
    contract, on = tariff.contract(), tariff.ON
    sample = households.make(QUOTES, seed=7)
    requests = [(tariff.household(row), Formula(row["formula"])) for row in sample.to_dicts()]
    contexts = [zen_engine.prepare_one(row) for row in sample.to_dicts()]
    populations = [openfisca.prepare(sample.slice(index, 1)) for index in range(len(sample))]

    def plain(request: tuple[Any, Formula]) -> Any:
        return price(request[0], contract=contract, formula=request[1], on=on)

    def sums(request: tuple[Any, Formula]) -> Any:
        return totals(request[0], contract=contract, formula=request[1], on=on)

    medians = alternate(
        {
            "explained": _for_each(lambda request: plain(request).explain("fr"), requests),
            "days": partial(_explain_all, requests, _days(on), contract),
            "first": partial(_explain_all, requests, itertools.repeat(on)),
            "plain": _for_each(plain, requests),
            "totals": _for_each(sums, requests),
            "openfisca": _for_each(openfisca.price, populations),
            "zen": _for_each(zen_engine.price_one, contexts),
            "zen, traced": _for_each(zen_engine.trace_one, contexts),
            "zen, created": _for_each(zen_engine.price_one_created, contexts),
        },
        seconds=20,
        before={"first": partial(_unseen, contract, itertools.count())},
        times=5,  # else what the neighbour left in the caches counts as much as the work
        clock=time.process_time,  # as in dossiers
    )
    medians = {name: seconds / len(sample) for name, seconds in medians.items()}
    names = {
        "openfisca": f"{openfisca.NAME}, one household",
        "zen": f"{zen_engine.NAME}, compiled once",
        "zen, traced": f"{zen_engine.NAME}, compiled once, with its trace",
        "zen, created": f"{zen_engine.NAME}, as create_decision gives it",
    }
    budgets = {
        ("explained", "openfisca"): 0.25,
        ("explained", "zen"): 1.0,
        ("explained", "zen, created"): 0.25,
        ("totals", "zen"): 0.2,
    }
    works = {"explained": "one explained quote", "plain": "one quote without explanation", "totals": "totals alone"}
    for ours, work in works.items():
        for peer, name in names.items():
            most = budgets.get((ours, peer))
            budget: dict[str, Any] = {} if most is None else {"budget": f"at most {most:g} × as long", "most": most}
            yield Row(work, medians[ours], name, medians[peer], **budget)
    explained = f"{works['explained']}, of two hundred"
    yield Row(f"{explained} on different days", medians["days"], "the same on one day", medians["explained"])
    yield Row(f"{explained} under a contract new to it", medians["first"], "the same, again", medians["explained"])


def _for_each(call: Callable[[Any], Any], arguments: list[Any]) -> Callable[[], None]:
    def run() -> None:
        for argument in arguments:
            call(argument)

    return run


def _explain_all(requests: list[tuple[Household, Formula]], days: Iterable[dt.date], contract: Contract) -> None:
    """Explain each quote on a day of its own."""
    for (household, formula), day in zip(requests, days, strict=False):
        price(household, contract=contract, formula=formula, on=day).explain("fr")


def _days(first: dt.date) -> list[dt.date]:
    return [first + number * dt.timedelta(days=1) for number in range(QUOTES)]


def _unseen(contract: Contract, versions: "itertools.count[int]") -> Contract:
    """Return an equal contract of another version, for which nothing is remembered."""
    return attrs.evolve(contract, contract=attrs.evolve(contract.contract, version=f"1.{next(versions)}"))


def frames(size: int | None = None) -> Rows:
    """Many households at once over polars, and one."""
    if not size:
        yield from _one_row()
    for count in [size] if size else [FEW, 100_000, MILLION]:
        yield from _frames(count)


def _frames(count: int) -> Rows:
    sample = households.make(count, seed=11)
    contract = tariff.contract()
    columns, population = arrays.prepare(sample), openfisca.prepare(sample)
    check.check_frames(sample, frame.price(sample, contract, tariff.ON).select(check.AMOUNTS))
    medians = alternate(
        {
            "ours": partial(frame.price, sample, contract, tariff.ON),
            openfisca.NAME: partial(openfisca.price, population),
            openfisca.NAME_BUILT: openfisca.calculate,
            openfisca.NAME_BY_PERSON: partial(openfisca.price_by_person, population),
            arrays.NAME: partial(arrays.price, columns),
            by_hand.NAME: partial(by_hand.price, sample),
            by_hand.NAME_OF_COLUMNS: partial(by_hand.price_columns, sample),
        },
        seconds=min(30, count / 20_000),
        before={openfisca.NAME_BUILT: partial(openfisca.simulation, population)},
    )
    ours, work = medians.pop("ours"), f"{count:,} households over polars"
    budgets = _FRAME_BUDGETS.get(count, {})
    for peer, theirs in medians.items():
        least = budgets.get(peer)
        budget: dict[str, Any] = {} if least is None else {"budget": f"at least {least:g} × as fast", "least": least}
        yield Row(work, ours, peer, theirs, speed=True, **budget)


def _one_row() -> Rows:
    """One household in a frame, beside ten thousand for OpenFisca-Core: what a frame costs whatever its size."""
    sample, population = households.make(1, seed=11), openfisca.prepare(households.make(FEW, seed=11))
    contract = tariff.contract()
    calls = {
        "ours": partial(frame.price, sample, contract, tariff.ON),
        openfisca.NAME: partial(openfisca.price, population),
    }
    medians = alternate(calls, seconds=3)
    peer = f"{openfisca.NAME}, {FEW:,} households"
    budget: dict[str, Any] = {"budget": "at most 0.6 × as long", "most": 0.6}
    yield Row("one household over polars", medians["ours"], peer, medians[openfisca.NAME], **budget)


def schedules(size: int | None = None) -> Rows:
    """What a frame owes in each of twelve months, beside its price on twelve days."""
    count = size or FEW
    sample, contract = households.make(count, seed=11), tariff.contract()
    last = tariff.ON.replace(year=tariff.ON.year + 1) - dt.timedelta(days=1)
    months = pl.date_range(tariff.ON, last, "1mo", eager=True).to_list()
    medians = alternate(
        {
            "ours": partial(frame.schedule, sample, contract, tariff.ON, last),
            "prices": lambda: pl.concat([frame.price(sample, contract, month) for month in months]),
        },
        seconds=5,
        least=1,
    )
    work, peer = f"twelve months for {count:,} households over polars", "frame.price on the first day of each month"
    yield Row(work, medians["ours"], peer, medians["prices"])


def engines(size: int | None = None) -> Rows:
    """Many households at once over the other engines."""
    count = size or MILLION
    sample = households.make(count, seed=11)
    contract = tariff.contract()
    table = sample.to_arrow(compat_level=pl.CompatLevel.oldest())
    nullable = table.to_pandas()
    nullable["gross_cents"] = nullable["gross_cents"].astype("Int64")
    for name in tariff.DATES:
        nullable[name] = nullable[name].astype("datetime64[ns]")

    def ours(native: Any) -> Any:
        return frame.price(native, contract, tariff.ON)

    database = duckdb.connect()
    database.from_arrow(table).create("households")

    medians = alternate(
        {
            "polars": partial(ours, sample),
            "pandas": partial(ours, nullable),
            "PyArrow": partial(ours, table),
            "DuckDB": lambda: ours(database.table("households")).materialize(),
            "DuckDB, from Arrow to Arrow": lambda: ours(duckdb.from_arrow(table)).to_arrow_table(),
            "DuckDB, from Arrow to Arrow, with seven columns copied instead": lambda: _copied(table).to_arrow_table(),
        },
        seconds=20,
        least=3,
    )
    polars = medians.pop("polars")
    limit: dict[str, Any] = {"budget": "at least 0.4 × as fast", "least": 0.4}
    for engine, seconds in medians.items():
        budget = limit if engine in {"PyArrow", "DuckDB"} and count >= MILLION else {}
        yield Row(f"{count:,} households over {engine}", seconds, "ours over polars", polars, speed=True, **budget)


def _copied(table: Any) -> Any:
    """Add as many columns as pricing does, of the same types, without working anything out."""
    amounts = ", ".join(f"gross_cents AS amount_{number}" for number in range(3))
    texts = ", ".join(f"formula AS text_{number}" for number in range(4))
    return duckdb.from_arrow(table).project(f"*, {amounts}, {texts}")


def cores(size: int | None = None) -> Rows:
    """Polars with one thread and with two."""
    count = size or MILLION
    answers: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    for _ in range(3):
        for threads, thread_answers in answers.items():
            thread_answers.append(json.loads(_run_job("threads", str(count), POLARS_MAX_THREADS=str(threads)).stdout))
    for name, work in (("ours", "ours"), ("columns", by_hand.NAME_OF_COLUMNS)):
        single, double = (statistics.median(answer[name] for answer in answers[threads]) for threads in (1, 2))
        yield Row(f"{count:,} households, two threads: {work}", double, "the same with one thread", single, speed=True)


def parquet(size: int | None = None) -> Rows:
    """From a Parquet file to a Parquet file, each job in a process of its own."""
    count = size or 10 * MILLION
    jobs = ("command", "lazy", "amounts", "columns", "arrays")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "households.parquet"), Path(folder, "priced.parquet")
        households.write(source, count)
        figures: dict[str, list[dict[str, float]]] = {job: [] for job in jobs}
        sums: dict[str, Any] = {}
        end = time.perf_counter() + 240
        for number in range(3):
            if number and time.perf_counter() > end:
                break
            for job in jobs:
                start = time.perf_counter()
                answer = _run_job(job, str(source), str(target))
                seconds = time.perf_counter() - start
                figures[job].append({"seconds": seconds, **json.loads(answer.stdout.splitlines()[-1])})
                sums[job] = sums.get(job) or _sums(target)
                target.unlink()
        households.write(source, count // 10)
        tenth = json.loads(_run_job("command", str(source), str(target)).stdout.splitlines()[-1])["mebibytes"]
    different = [job for job in jobs if sums[job] != sums["command"]]
    if different:
        raise check.DifferentAnswerError(f"sums differ from the command's, {sums['command']}: {sums}")
    medians = {job: statistics.median(run["seconds"] for run in figures[job]) for job in jobs}
    most = max(run["mebibytes"] for run in figures["command"])
    work = f"psc-workflow price, {count:,} households, Parquet to Parquet"
    memory = f"{work}: memory at its peak"
    yield Row(memory, most, "the limit", LIMIT, f"under {LIMIT:,} MiB", most=1, unit="MiB")
    yield Row(memory, most, "the same with a tenth of the households", tenth, unit="MiB")
    names = {
        "lazy": "frame.price on a lazy polars frame",
        "amounts": by_hand.NAME,
        "columns": by_hand.NAME_OF_COLUMNS,
        "arrays": f"{arrays.NAME}, batch by batch",
    }
    for job, name in names.items():
        budget: dict[str, Any] = {"budget": "at most 1.5 × as long", "most": 1.5} if job == "lazy" else {}
        yield Row(work, medians["command"], name, medians[job], speed=job != "lazy", **budget)


def _sums(file: Path) -> dict[str, Any]:
    columns = [pl.col(name).sum() for name in check.AMOUNTS]
    nulls = [pl.col(name).null_count().alias(f"{name} unknown") for name in check.AMOUNTS]
    return pl.scan_parquet(file).select(*columns, *nulls).collect().row(0, named=True)


def imports(_: int | None = None) -> Rows:
    """Imports in a fresh interpreter, in turn; compiled before, as installed packages are."""
    programs = {
        "import psc_workflow": "import psc_workflow",
        "from psc_workflow import Dossier": "from psc_workflow import Dossier",
        "import psc_workflow.pricing": "import psc_workflow.pricing",
        "import statemachine": "import statemachine",
    }
    durations: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = compiled
        for count in range(26):
            for name, program in programs.items():
                timed = f"import time; start = time.perf_counter(); {program}; print(time.perf_counter() - start)"
                command = [sys.executable, "-c", timed]
                answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
                if count:  # the first one compiles
                    durations[name].append(float(answer.stdout))
    medians = {name: statistics.median(times) for name, times in durations.items()}
    peer = "import statemachine"
    theirs = medians.pop(peer)
    for name, ours in medians.items():
        budget: dict[str, Any] = {}
        if name == "import psc_workflow":
            budget = {"budget": "under 2.5 × as long", "most": 2.5}
        yield Row(name, ours, peer, theirs, **budget)


def _run_job(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
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
    """
    One answer of the guide's family, compared with state machines that have the same chart and nothing else.

    Each question names the role of the agent, as a host must; without one, which is deprecated, it takes longer.
    """
    document, command, at = family.DOCUMENT, family.COMMAND, family.AT
    role = command.roles[0]
    live = Dossier.load(document)
    snapshot = machines.snapshot(family.STATE)

    def all_three() -> bytes:
        return Dossier.load(document).decide(command, at=at, role=role).dossier.dump()

    medians = alternate(
        {
            "all": all_three,
            "decide": partial(live.decide, command, at=at, role=role),
            "view": partial(live.view, at=at, role=role),
            machines.BARE: partial(machines.bare, family.STATE, command.event),
            machines.TRANSITIONS: partial(machines.with_transitions, family.STATE, command.event),
            machines.XSTATE: partial(machines.with_xstate, snapshot, command.event),
        },
        seconds=10,
        times=20,
        clock=time.process_time,  # nothing here waits, and other work on the machine counts less
    )
    works = {"all": "load, decide, dump", "decide": "decide", "view": "view"}
    budgets: dict[str, dict[str, Any]] = {
        "all": {"budget": "at most 0.25 × as long", "most": 0.25},
        "decide": {"budget": "at most 0.06 × as long", "most": 0.06},
        "view": {"budget": "at most 0.12 × as long", "most": 0.12},
    }
    for ours, work in works.items():
        for peer in (machines.BARE, machines.TRANSITIONS, machines.XSTATE):
            budget = budgets.get(ours, {}) if peer == machines.BARE else {}
            yield Row(work, medians[ours], f"{peer}: restore, one event", medians[peer], **budget)


BENCHMARKS: dict[str, Callable[[int | None], Rows]] = {
    "imports": imports,
    "start": start.start,
    "dossiers": dossiers,
    "quote": quote,
    "frames": frames,
    "schedules": schedules,
    "engines": engines,
    "cores": cores,
    "parquet": parquet,
    "testing": kit.testing,
    "campaign": campaign.campaign,
}
