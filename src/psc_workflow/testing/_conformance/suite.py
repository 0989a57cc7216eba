"""
The class that a host subclasses, and the order in which everything is tried.
"""

from psc_workflow.testing._conformance import cents, set_pieces, short_plays
from psc_workflow.testing._conformance.course import course_of, read_replay, witnesses
from psc_workflow.testing._conformance.plug import Host
from psc_workflow.testing._conformance.settings import SETTINGS


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
            if SETTINGS.replay is not None:
                course.replay(course.cases.unmask(read_replay(SETTINGS.replay)))
                return
            actions = course.stories[0].actions
            failure = course.play(actions)
            if failure is not None:
                course.report(failure, "isolation")
            course.compare(course.play(actions))

    def test_two_loads_and_two_saves(self) -> None:
        """What was decided on a dossier that has moved on is not written."""
        course = course_of(type(self), "two saves")
        with course.budget.part("two saves") as until:
            course.play_all(set_pieces.two_saves(course.stories), until, "two saves")

    def test_witness_journeys(self) -> None:
        """Every journey that leads somewhere passes, double clicks and restarts included."""
        course = course_of(type(self), "witnesses")
        with course.budget.part("witnesses") as until:
            course.play_all(short_plays.pieces(self.contract), until, "short plays")
            course.play_all(witnesses(course), until, "witnesses")

    def test_set_pieces(self) -> None:
        """What goes wrong in portals again and again goes right."""
        course = course_of(type(self), "set pieces")
        with course.budget.part("set pieces") as until:
            course.play_all(cents.pieces(self.contract, course.stories), until, "set pieces")
            course.play_all(set_pieces.pieces(self.contract, course.stories), until, "set pieces")

    def test_walks(self) -> None:
        """Whatever is asked, in whatever order, the host and the library say the same."""
        course = course_of(type(self), "walks")
        with course.budget.part("walks") as until:
            course.walk(until)

    def test_races(self) -> None:
        """Of requests that come at once, one is accepted; only for a class with more than one of ``threads``."""
        course = course_of(type(self), "races")
        with course.budget.part("races") as until:
            if self.threads > 1:
                course.play_all(set_pieces.races(course.stories), until, "races")
        print(course.coverage.summary())  # noqa: T201 -- pytest shows it with -rP; the plug-in sums up all classes
