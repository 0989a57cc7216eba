"""
Random walks: begun somewhere on a journey that leads somewhere, and then whatever is asked, in whatever order.

Hypothesis draws them, and is imported here alone. It does not shorten them: the
kit does, as it shortens every journey.
"""

import contextlib
import datetime as dt
import io
import time
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring.extras import extra_error
from psc_workflow.testing._conformance.actions import Action, key_of
from psc_workflow.testing._conformance.playing import Failure, Play
from psc_workflow.testing._conformance.requests import Entry, Pool

try:
    from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
    from hypothesis import strategies as st
    from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "testing", "psc_workflow.testing.JourneyConformance") from None

MOST_RULES = 20
"""On a walk, after its prefix."""

WALKS = 10
"""In a batch, after which the time is looked at."""

_PAUSES = tuple(dt.timedelta(hours=hours) for hours in (0, 0, 1, 5, 24, 24 * 3, 24 * 8, 24 * 22, 24 * 200))
_SIDES = tuple(dt.timedelta(microseconds=count) for count in (-1, 0, 1))

Start = Callable[[], Play]
"""Makes the play of another journey."""


class WalkError(Exception):
    """Ends a walk on which the host differs."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.discrepancy.oracle)
        self.failure = failure


def walk(journeys: Sequence[Sequence[Action]], start: Start, *, number: int, until: float) -> Failure | None:
    """
    Walk until the time is over, and return the first failure.

    Args:
        number: Seed; the same one draws the same walks.
        until: Instant by ``time.monotonic``.
    """
    pool = Pool(journeys)
    batch = 0
    while batch == 0 or time.monotonic() < until:
        machine = seed(number * 10_000 + batch)(_machine(journeys, pool, start, until))
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                run_state_machine_as_test(machine, settings=_SETTINGS)
        except WalkError as error:
            return error.failure
        batch += 1
    return None


_SETTINGS = settings(
    max_examples=WALKS,
    stateful_step_count=MOST_RULES,
    deadline=None,
    database=None,
    derandomize=False,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    print_blob=False,
    verbosity=Verbosity.quiet,
)


def _machine(  # noqa: C901 -- one rule after the other
    journeys: Sequence[Sequence[Action]], pool: Pool, start: Start, until: float
) -> type[RuleBasedStateMachine]:
    """Make the machine of one batch."""

    class Walk(RuleBasedStateMachine):
        """One walk."""

        def __init__(self) -> None:
            super().__init__()
            self.walker = Walker(start(), until)

        def teardown(self) -> None:
            self.walker.end()

        @initialize(journey=st.sampled_from(journeys), share=st.integers(0, 100))
        def begin(self, journey: Sequence[Action], share: int) -> None:
            length = 1 + (len(journey) - 1) * share // 100
            for action in journey[:length]:
                self.walker.do(action)

        @rule(data=st.data())
        def ask_what_fits(self, data: st.DataObject) -> None:
            entry = data.draw(st.sampled_from(pool.fitting(self.walker.states)))
            self.walker.give(entry)

        @rule(entry=st.sampled_from(pool.everything), role=st.sampled_from([None, None, *Role]))
        def ask_anything(self, entry: Entry, role: Role | None) -> None:
            self.walker.give(entry if role is None else (entry[0], role.value))

        @rule(data=st.data(), value=st.sampled_from([None, "", "false", 7, [], {}]))
        def ask_wrongly(self, data: st.DataObject, value: Any) -> None:
            request, role = data.draw(st.sampled_from(pool.fitting(self.walker.states)))
            names = [name for name in request if name != "do"] or ["unknown_field"]
            self.walker.give(({**request, data.draw(st.sampled_from(names)): value}, role))

        @rule(pause=st.sampled_from(_PAUSES))
        def wait(self, pause: dt.timedelta) -> None:
            self.walker.wait(pause)

        @rule(side=st.sampled_from(_SIDES))
        def go_to_the_deadline(self, side: dt.timedelta) -> None:
            self.walker.go_to_deadline(side)

        @rule(act=st.sampled_from(["run-due", "restart", "again", "old tab", "old tab with a key"]))
        def interfere(self, act: str) -> None:
            self.walker.interfere(act)

    return Walk


class Walker:
    """A walk, act by act; once the time is over it stands still."""

    def __init__(self, play: Play, until: float) -> None:
        self._play = play.__enter__()
        self._until, self._count = until, 0
        self._at: dt.datetime | None = None
        self._last: Action | None = None

    @property
    def states(self) -> dict[str, str]:
        """The states of the dossier that the walk is about."""
        return next(iter(self._play.mirror.files.values())).dossier.states

    def do(self, action: Action) -> None:
        """
        Play an act.

        Raises:
            WalkError: The host differs.
        """
        if self._at is not None and time.monotonic() > self._until:
            return
        self._at = action.at if self._at is None else max(self._at, action.at)
        failure = self._play.play(attrs.evolve(action, at=self._at))
        if failure is not None:
            raise WalkError(failure)

    def give(self, entry: Entry) -> None:
        """Give a request, from a screen that has just been read."""
        self._count += 1
        request, role = entry
        tab, key = f"tab-{self._count}", key_of(self._count)
        self.do(Action("look", self._now, role="agent", tab=tab))
        self._last = Action("give", self._now, request=dict(request), role=role, key=key)
        self.do(self._last)

    def wait(self, pause: dt.timedelta) -> None:
        """Let time pass."""
        self.do(Action("look", self._now + pause))

    def go_to_deadline(self, side: dt.timedelta) -> None:
        """Go to the next deadline, or a microsecond before or after."""
        file = next(iter(self._play.mirror.files.values()))
        due_at = file.dossier.due_at()
        if due_at is not None:
            self.do(Action("look", due_at.astimezone(dt.UTC) + side))

    def interfere(self, act: str) -> None:
        """Run the scheduler, restart the host, or repeat what was given last: with its key, or from an old tab."""
        if act in ("run-due", "restart"):
            self.do(Action(act, self._now))
        elif self._last is not None and act == "again":
            self.do(attrs.evolve(self._last, at=self._now))
        elif self._last is not None:
            key = None if act == "old tab" else key_of(len(self._play.actions), 1)
            self.do(attrs.evolve(self._last, at=self._now, key=key, tab=f"tab-{self._count}"))

    def end(self) -> None:
        """Stop the host."""
        self._play.__exit__(None, None, None)

    @property
    def _now(self) -> dt.datetime:
        assert self._at is not None  # noqa: S101 -- the prefix has opened a dossier
        return self._at
