"""
What the tests of one class share: its time, its journeys, what it has reached, and whether it has failed.
"""

import functools
import itertools
import json
import math
import os
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from psc_workflow._catalogue.contracts import Contract
from psc_workflow.exceptions import HostError
from psc_workflow.testing._conformance import meanings, paths, report, set_pieces, short_plays
from psc_workflow.testing._conformance.actions import Action, read
from psc_workflow.testing._conformance.budget import Budget
from psc_workflow.testing._conformance.cases import Cases
from psc_workflow.testing._conformance.cents import CentsPlay
from psc_workflow.testing._conformance.coverage import Coverage
from psc_workflow.testing._conformance.decorating import DECORATIONS, decorate
from psc_workflow.testing._conformance.mirror import Mirror
from psc_workflow.testing._conformance.oracles import Discrepancy
from psc_workflow.testing._conformance.playing import Failure, Play
from psc_workflow.testing._conformance.plug import Host, check
from psc_workflow.testing._conformance.settings import SETTINGS
from psc_workflow.testing._conformance.shortening import shorten
from psc_workflow.testing._conformance.stories import Story, stories

Piece = tuple[str, Sequence[Action]]


class NonConformanceError(AssertionError):
    """The host does not conform; the message says at which step of which journey, and why."""


class Course:
    """What the tests of one class share: its time, what it has reached, and whether it has failed."""

    def __init__(self, host: type[Host]) -> None:
        check(host)
        self.host, self.coverage, self.failure = host, Coverage(), ""
        self.shortest: Failure | None = None
        self.budget = Budget(host.seconds if SETTINGS.seconds is None else SETTINGS.seconds)
        seed = host.seed if SETTINGS.seed is None else SETTINGS.seed
        fixed = 0 if "CI" in os.environ else None
        self.seed = next((each for each in (seed, fixed) if each is not None), random.randrange(10**6))  # noqa: S311 -- no secret
        self.locale = SETTINGS.locale or host.locale
        self.began = time.monotonic()
        self._numbers = itertools.count(1)
        self.stories = stories(host.contract)
        self.cases = Cases.of(host)

    @property
    def paths(self) -> tuple[Story, ...]:
        """The witness paths of the contract, the shortest first."""
        return paths.of_witnesses(self.host.contract)

    def start(self, kind: type[Play] = Play) -> Play:
        """Make the play of a journey, on an instance of its own."""
        self.coverage.journeys += 1
        prefix = f"psc-{id(self):x}-{next(self._numbers)}-" if self.host.fresh_ids else ""
        return kind(self.host, self.coverage, limit=self.host.step_limit, prefix=prefix)

    def play(self, actions: Sequence[Action], until: float = math.inf) -> Failure | None:
        """Play one journey, or as much of it as there is time for."""
        kind = CentsPlay if any(action.cents for action in actions) else Play
        return self.start(kind).run(actions, until)

    def walk(self, until: float) -> None:
        """Walk until the time is over."""
        try:
            from psc_workflow.testing._conformance import walks  # noqa: PLC0415 -- Hypothesis is imported there alone
        except ImportError:
            self.coverage.untold.add("walks: Hypothesis is not installed")
            return
        self.coverage.seeds.add(self.seed)
        journeys = [story.actions for story in (*self.stories, *self.paths)]
        failure = walks.walk(journeys, self.start, number=self.seed, until=until)
        if failure is not None:
            self.report(failure, "walks")

    def play_all(self, pieces: Iterable[Piece], until: float, where: str) -> None:
        """Play one journey after the other until the time is over."""
        __tracebackhide__ = True
        for _, actions in pieces:
            if time.monotonic() > until:
                return
            failure = self.play(actions, until)
            if failure is not None:
                self.report(failure, where)

    def compare(self, failure: Failure | None) -> None:
        """
        Report that a journey that passed has failed when it was played again.

        Raises:
            NonConformanceError: It has.
        """
        __tracebackhide__ = True
        if failure is None:
            return
        discrepancy = failure.discrepancy
        differs = Discrepancy(
            "isolation",
            f"answers otherwise when the same journey is played again: {discrepancy.host} ({discrepancy.oracle})",
            f"the same as the first time: {discrepancy.library}",
            notes=(meanings.NOT_EMPTY,),
        )
        self.failure = report.write(Failure(failure.actions, failure.index, differs), self.locale)
        raise NonConformanceError(self.failure)

    def replay(self, actions: Sequence[Action]) -> None:
        """Play the journey of a report, and nothing else: it is as short as it was to become."""
        __tracebackhide__ = True
        failure = self.play(actions)
        if failure is not None:
            self.report(failure, "replay", shortens=False)

    def report(self, failure: Failure, where: str, *, shortens: bool = True) -> None:
        """
        Shorten the journey, and raise the report.

        Raises:
            NonConformanceError: Always.
        """
        __tracebackhide__ = True
        acts, seconds = self.coverage.acts, time.monotonic() - self.began
        self.shortest = self._shorten(failure) if shortens else failure
        text = report.write(
            self.cases.mask(self.shortest),
            self.locale,
            where=where,
            acts=acts,
            seconds=seconds,
            long=len(failure.actions) if shortens else 0,
        )
        self.failure = self.cases.mask_text(text)
        raise NonConformanceError(self.failure)

    def _shorten(self, failure: Failure) -> Failure:
        begun = beginnings(self.host.contract)
        return shorten(failure, self.play, begun, others=self._short_journeys())

    def _short_journeys(self) -> list[Sequence[Action]]:
        """List the journeys of few acts, which may show what a long one does."""
        plays = [acts for _, acts in short_plays.pieces(self.host.contract)]
        ways = [story.actions for story in self.paths if len(story.actions) <= _MOST_ACTS]
        return sorted([*plays, *ways], key=len)


_MOST_ACTS = 7


@functools.lru_cache(maxsize=4)
def beginnings(contract: Contract) -> tuple[Sequence[Action], ...]:
    """
    List the shortest beginning of our journeys that leads to each combination of states, the shortest first.

    The scheduler does not run in it: deadlines come all the same, and what they
    make the host owe is still to be delivered.
    """
    shortest: dict[tuple[str, ...], Sequence[Action]] = {}
    for story in (*stories(contract), *paths.of_witnesses(contract)):
        mirror, acts = Mirror(contract), list[Action]()
        for action in story.actions:
            set_pieces.play(mirror, action)
            acts += [action] if action.act != "run-due" else []
            states = tuple(mirror.files[action.id].dossier.states.values())
            if states not in shortest or len(acts) < len(shortest[states]):
                shortest[states] = tuple(acts)
    return tuple(sorted(shortest.values(), key=len))


def witnesses(course: Course) -> Iterator[Piece]:
    """
    List the journeys that lead everywhere, the shortest first, each decorated.

    Once all were there they come again, decorated in other ways.
    """
    yield from set_pieces.roles(course.stories[:1])
    own = sorted([*course.cases.stories(course.host.contract), *course.stories], key=lambda story: len(story.actions))
    for round_ in range(len(DECORATIONS)):
        for number, story in enumerate(itertools.chain(own, course.paths), start=round_):
            yield story.name, decorate(story.actions, number)


COURSES: dict[type[Host], Course] = {}


def course_of(host: type[Host], part: str) -> Course:
    """Return what the tests of a class share; a part that has run already begins a new course."""
    if host not in COURSES or part in COURSES[host].budget.over:
        COURSES[host] = Course(host)
    course = COURSES[host]
    if course.failure and "PYTEST_CURRENT_TEST" in os.environ:
        import pytest  # noqa: PLC0415 -- only where it runs

        pytest.skip("the host does not conform: see the test of this class that failed")
    return course


def read_replay(file: Path) -> list[Action]:
    """
    Read a journey from *file*: the line of a report that begins with ``replay:``, or the list alone.

    Raises:
        HostError: There is none in it.
    """
    text = file.read_text(encoding="utf-8")
    lines = [line.partition("replay:")[2] for line in text.splitlines() if "replay: [" in line]
    try:
        return read(json.loads(lines[-1] if lines else text))
    except ValueError:
        raise HostError(f"{file} has no line that begins with `replay:`, and is no list of acts") from None
