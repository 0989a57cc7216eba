"""
Histories in which everything goes wrong: the stores break no rule, and each planted fault is found in a short one.
"""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import faulty_stores as faulty
from databases import DATABASES
from effort import IS_THOROUGH
from psc_workflow.exceptions import HostError
from psc_workflow.stores import SQLiteStore, Store
from psc_workflow.testing import Simulation, SimulationError, simulate
from psc_workflow.testing._simulation.moves import draw

SEEDS = 10_000 if IS_THOROUGH else 30
LONG = 100 if IS_THOROUGH else 1
"""Histories of ten times the length."""


def in_memory() -> Store:
    return SQLiteStore(":memory:")


def total(simulations: list[Simulation]) -> Counter[str]:
    return sum((Counter(attrs.asdict(simulation)) for simulation in simulations), Counter[str]())


def test_no_history_breaks_a_rule(report: Callable[[str], None]) -> None:
    began = time.monotonic()
    sums = total([simulate(in_memory, seed=seed) for seed in range(SEEDS)])
    sums += total([simulate(in_memory, seed=seed, moves=300) for seed in range(LONG)])
    assert min(sums[name] for name in ("crashes", "losses", "steps", "receipts")) >= SEEDS // 2
    del sums["seed"]
    report(f"{SEEDS + LONG} seeds, {dict(sums)}, {time.monotonic() - began:.1f} s")


@pytest.mark.parametrize("database", DATABASES if IS_THOROUGH else ["SQLite"])
def test_no_history_breaks_a_rule_on_a_database_that_each_process_opens_for_itself(
    database: str, tmp_path: Path
) -> None:
    for seed in range(20 if IS_THOROUGH else 1):
        folder = tmp_path / f"{seed}"
        folder.mkdir()
        open_store = DATABASES[database](folder)

        def reopen(store: Store, open_store: Callable[[], Store] = open_store) -> Store:
            if isinstance(store, SQLiteStore):
                store.close()
            return open_store()

        simulate(open_store, seed=seed, reopen=reopen)


FAULTY: list[tuple[type[SQLiteStore], int, set[str]]] = [
    (faulty.LosesEffectsOfTheDead, 5, {"unsent-effect", "delivered-again"}),
    (faulty.SendsBeforeItCommits, 36, {"delivered-again", "two-leases", "effect-of-nothing"}),
    (faulty.LeasesTwice, 5, {"two-leases", "endless-call"}),
    (faulty.LeasesForEver, 42, {"unsent-effect"}),
    (faulty.ClaimsForATenth, 0, {"short-lease"}),
    (faulty.LeasesForATenth, 1, {"two-leases"}),
    (faulty.TicksForATenth, 10, {"short-lease"}),
    (faulty.TakesOldRequests, 2, {"stale-request"}),
    (faulty.ForgetsAStep, 15, {"lost-step"}),
    (faulty.TicksByAnyClock, 28, {"wrong-clock"}),
    (faulty.TearsWrites, 12, {"lost-step", "unsent-effect"}),
    (faulty.AnswersBeforeItCommits, 2, {"lost-step"}),
    (faulty.OverwritesOthers, 26, {"lost-step"}),
    (faulty.GivesNewIds, 22, {"delivered-again", "unsent-effect"}),
]
"""Each with a seed that finds it at once: others are tried in the thorough run."""


@pytest.mark.parametrize(("kind", "seed", "rules"), FAULTY, ids=lambda value: getattr(value, "__name__", None))
def test_a_planted_fault_is_found_in_a_short_history(kind: type[SQLiteStore], seed: int, rules: set[str]) -> None:
    reopen = faulty.AnswersBeforeItCommits.forgetful if kind is faulty.AnswersBeforeItCommits else None

    def search() -> None:
        for number in range(0 if IS_THOROUGH else seed, 100):
            simulate(lambda: kind(":memory:"), seed=number, moves=20, reopen=reopen)  # type: ignore[arg-type]

    with pytest.raises(SimulationError) as caught:
        search()
    assert caught.value.rule in rules
    assert len(caught.value.history) <= 5
    assert caught.value.history[-1] in str(caught.value)


def test_a_seed_plays_the_same_history_each_time() -> None:
    assert simulate(in_memory, seed=7) == simulate(in_memory, seed=7)
    assert draw(7, 30) == draw(7, 30) != draw(8, 30)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("store_factory", None),
        ("store_factory", ":memory:"),
        ("seed", "1"),
        ("seed", None),
        ("moves", "3"),
        ("moves", -1),
        ("moves", 0),
        ("moves", 1.5),
        ("reopen", 1),
        ("contract", ""),
    ],
)
def test_a_wrong_argument_is_the_host_s_mistake(name: str, value: Any) -> None:
    with pytest.raises(HostError, match=f"^`{name}` "):
        simulate(**{"store_factory": in_memory, "seed": 1, "moves": 1, name: value})
