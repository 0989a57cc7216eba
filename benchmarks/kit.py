"""
The testing kit: how fast strategies draw, and how fast journeys are read, replayed and judged.

It has no peer that does the same: most rows compare with a limit.
"""

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.measure import alternate
from benchmarks.report import Row
from psc_workflow import Decision, Dossier
from psc_workflow.stores import SQLiteStore
from psc_workflow.testing import JourneyConformance, replay, strategies, witness_paths
from psc_workflow.testing._conformance.course import Course
from psc_workflow.testing._journey_files import load
from psc_workflow.testing._witnesses import SHIPPED

CLOCK = time.process_time
"""Processor time: nothing here waits, and limits, unlike ratios, suffer from other work on the machine."""

DRAWS = 500
PEER = "Hypothesis: one integer"
_SEEDS = count()


def testing(size: int | None) -> Iterator[Row]:
    """Strategies, a draw; witness paths, an act."""
    yield from _strategies(size or DRAWS)
    yield from _paths()


def _strategies(draws: int) -> Iterator[Row]:
    """Time draws; each round has a seed of its own, and their number is that of what was drawn."""
    drawn = {
        "a valid household": strategies.households(),
        "a valid agent": strategies.agents(),
        "an invalid household, labelled": strategies.invalid_households(),
        "a dossier in a state, whichever": strategies.dossiers(),
        "a dossier in affiliation.signature": strategies.dossiers("affiliation.signature"),
        PEER: st.integers(),
    }
    limits = {"a valid household": ("under 1 ms", 1e-3), "a dossier in a state, whichever": ("under 20 ms", 20e-3)}
    means: dict[str, list[float]] = {name: [] for name in drawn}
    alternate({name: partial(_draw, each, draws, means[name]) for name, each in drawn.items()}, seconds=30, least=3)
    medians = {name: sorted(rounds[1:])[len(rounds[1:]) // 2] for name, rounds in means.items()}
    for name in list(drawn)[:-1]:
        if name in limits:
            words, limit = limits[name]
            yield Row(f"strategies: {name}", medians[name], "the limit", limit, words, most=1)
        yield Row(f"strategies: {name}", medians[name], PEER, medians[PEER])


def _draw(strategy: st.SearchStrategy[Any], draws: int, means: list[float]) -> None:
    """Draw so many values, and add the mean time of one."""
    values: list[object] = []

    @seed(next(_SEEDS))
    @settings(
        max_examples=draws,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: object) -> None:
        values.append(value)

    start = CLOCK()
    collect()
    means.append((CLOCK() - start) / len(values))


class _Store(JourneyConformance):
    """A store in memory, which is judged by load and save."""

    def start(self) -> None:
        self.store = SQLiteStore(":memory:")

    def stop(self) -> None:
        self.store.close()

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        return self.store.load(id)

    def save(self, dossier: Dossier, *, decision: Decision[Dossier] | None, expected_revision: int | None) -> None:
        if decision is None or expected_revision is None:
            self.store.create(dossier)
        else:
            parts = {"steps": decision.steps, "effects": decision.effects}
            self.store.save(dossier, expected_revision=expected_revision, **parts)


ACTS_A_SECOND = 150
"""What a replay and a judgment have to reach."""


def _paths() -> Iterator[Row]:
    """Time the file of witness paths: read, replayed, and judged in a store."""
    text = SHIPPED.read_bytes()
    journeys = sorted(witness_paths(), key=lambda journey: len(journey.acts))[:40]
    course = Course(_Store)
    calls: dict[str, Callable[[], Any]] = {
        "load": partial(load, text),
        "json": partial(json.loads, text),
        "replay": lambda: [replay(journey) for journey in journeys],
        "judge": lambda: [course.play(story.actions) for story in course.paths[:40]],
    }
    acts = {"replay": sum(len(journey.acts) for journey in journeys), "judge": _acts_of(course, calls["judge"])}
    medians = alternate(calls, seconds=30, least=3, clock=CLOCK)
    yield Row("witness paths: load", medians["load"], "json.loads of the same file", medians["json"])
    works = {"replay": "witness paths: replay", "judge": "witness paths: judged in a store in memory"}
    for name, work in works.items():
        speed, words = acts[name] / medians[name], f"at least {ACTS_A_SECOND} acts a second"
        yield Row(work, speed, "the limit", ACTS_A_SECOND, words, least=1, unit="acts a second")


def _acts_of(course: Course, play: Callable[[], Any]) -> int:
    """Count what one round plays."""
    failures = [failure for failure in play() if failure is not None]
    if failures:
        raise AssertionError(f"the store of the benchmark does not conform: {failures[0]}")
    return course.coverage.acts
