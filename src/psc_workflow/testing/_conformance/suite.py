"""
The class that a host subclasses, and the order in which everything is tried.
"""

import itertools
import os
import time
from collections.abc import Iterable, Iterator, Sequence

from psc_workflow.testing._conformance import report, set_pieces
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.budget import Budget
from psc_workflow.testing._conformance.coverage import Coverage
from psc_workflow.testing._conformance.decorating import decorate
from psc_workflow.testing._conformance.oracles import Discrepancy
from psc_workflow.testing._conformance.playing import Failure, Play
from psc_workflow.testing._conformance.plug import Host, check
from psc_workflow.testing._conformance.shortening import shorten
from psc_workflow.testing._conformance.stories import Story, stories

Piece = tuple[str, Sequence[Action]]


class NonConformanceError(AssertionError):
    """The host does not conform; the message says at which step of which journey, and why."""


class Course:
    """What the tests of one class share: its time, what it has reached, and whether it has failed."""

    def __init__(self, host: type[Host]) -> None:
        check(host)
        self.host, self.coverage, self.budget = host, Coverage(), Budget(host.seconds)
        self.failure: str | None = None
        self.began = time.monotonic()
        self._numbers = itertools.count(1)
        self.stories: list[Story] = stories(host.contract)

    def play(self, actions: Sequence[Action]) -> Failure | None:
        """Play one journey on an instance of its own."""
        self.coverage.journeys += 1
        prefix = f"psc-{id(self):x}-{next(self._numbers)}-" if self.host.fresh_ids else ""
        return Play(self.host, self.coverage, limit=self.host.step_limit, prefix=prefix).run(actions)

    def play_all(self, pieces: Iterable[Piece], until: float, where: str) -> None:
        """Play one journey after the other until the time is over; the first always."""
        for count, (_, actions) in enumerate(pieces):
            if count and time.monotonic() > until:
                return
            failure = self.play(actions)
            if failure is not None:
                self.report(failure, where)

    def compare(self, failure: Failure | None) -> None:
        """
        Report that a journey that passed has failed when it was played again.

        Raises:
            NonConformanceError: It has.
        """
        if failure is None:
            return
        discrepancy = failure.discrepancy
        differs = Discrepancy(
            "isolation",
            f"answers otherwise when the same journey is played again: {discrepancy.host} ({discrepancy.oracle})",
            f"the same as the first time: {discrepancy.library}",
            notes=("your host is not empty after start",),
        )
        self.failure = report.write(Failure(failure.actions, failure.index, differs), self.host.locale)
        raise NonConformanceError(self.failure)

    def report(self, failure: Failure, where: str) -> None:
        """
        Shorten the journey, and raise the report.

        Raises:
            NonConformanceError: Always.
        """
        acts, seconds = self.coverage.acts, time.monotonic() - self.began
        shortest = shorten(failure, self.play)
        self.failure = report.write(
            shortest, self.host.locale, where=where, acts=acts, seconds=seconds, long=len(failure.actions)
        )
        raise NonConformanceError(self.failure)


def witnesses(course: Course) -> Iterator[Piece]:
    """List the journeys that lead everywhere, the shortest first, each decorated."""
    yield from set_pieces.roles(course.stories[:1])
    for number, story in enumerate(sorted(course.stories, key=lambda story: len(story.actions))):
        yield story.name, story.actions
        yield story.name, decorate(story.actions, number)
    for number, story in itertools.product(range(1, 6), course.stories):
        yield story.name, decorate(story.actions, number)


_COURSES: dict[type[Host], Course] = {}


def course_of(host: type[Host], part: str) -> Course:
    """Return what the tests of a class share; a part that has run already begins a new course."""
    if host not in _COURSES or part in _COURSES[host].budget.over:
        _COURSES[host] = Course(host)
    course = _COURSES[host]
    if course.failure is not None and "PYTEST_CURRENT_TEST" in os.environ:
        import pytest  # noqa: PLC0415 -- only where it runs

        pytest.skip("the host does not conform: see the test of this class that failed")
    return course


class JourneyConformance(Host):
    """
    Judges a host: subclass it under a name that begins with ``Test``, and pytest collects it.

    Override ``load`` and ``save`` to have a store judged, or ``open``, ``give``
    and ``look`` to have a portal judged; what the host cannot tell is
    ``UNTOLD``. The kit makes one instance for each journey, without arguments.
    """

    def test_isolation_and_the_reference_family(self) -> None:
        """The reference family passes, and does so again: nothing is left of the first time."""
        course = course_of(type(self), "isolation")
        with course.budget.part("isolation"):
            actions = course.stories[0].actions
            failure = course.play(actions)
            if failure is not None:
                course.report(failure, "the reference family")
            course.compare(course.play(actions))

    def test_two_loads_and_two_saves(self) -> None:
        """What was decided on a dossier that has moved on is not written."""
        course = course_of(type(self), "two saves")
        with course.budget.part("two saves") as until:
            course.play_all(set_pieces.two_saves(course.stories), until, "two loads, two saves")

    def test_witness_journeys(self) -> None:
        """Every journey that leads somewhere passes, double clicks and restarts included."""
        course = course_of(type(self), "witnesses")
        with course.budget.part("witnesses") as until:
            course.play_all(witnesses(course), until, "witness paths")

    def test_set_pieces(self) -> None:
        """What goes wrong in portals again and again goes right."""
        course = course_of(type(self), "set pieces")
        with course.budget.part("set pieces") as until:
            course.play_all(set_pieces.pieces(self.contract, course.stories), until, "set pieces")
