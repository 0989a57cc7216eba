"""
A world that plays a history: agents, schedulers, workers, a mail server and a clock around one store.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from psc_workflow import Decision, Dossier, Outcome
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.effects import AnyEffect
from psc_workflow.exceptions import ClockJumpError, DossierExistsError, DossierNotFoundError, StoreError
from psc_workflow.stores import Claim, Store
from psc_workflow.testing import _answers as right
from psc_workflow.testing._simulation.commands import command_of
from psc_workflow.testing._simulation.faults import Call, Crash, EndlessCallError, Faults
from psc_workflow.testing._simulation.moves import PROCESSES, Act, Move
from psc_workflow.testing._simulation.requests import Acknowledgement, Request
from psc_workflow.testing._simulation.watching import LEASE, Watch
from psc_workflow.testing.people import TODAY

_MORNING = dt.timedelta(hours=8)
_JUMPS = (dt.timedelta(days=400), dt.timedelta(days=-400), dt.timedelta(minutes=-20), dt.timedelta(0))
_IS_WRONG = dt.timedelta(days=100)
_SKEW = dt.timedelta(seconds=20)
"""How far the clock of one worker is behind that of the next."""

T = TypeVar("T")


@attrs.define
class World:
    """
    One world.

    Args:
        reopen: Opens the store again, for a process that begins.
        dossiers: As they were opened, by their ids.
        created: Ids of those of which the store said that they are stored.
        hands: What each worker has claimed, and not sent yet.
        jumps: By how much the clock of each scheduler is wrong.
        refused: Ids of dossiers whose mails the mail server refuses.
    """

    store: Store
    contract: Contract
    reopen: Callable[[Store], Store] | None = None
    now: dt.datetime = attrs.field(init=False)
    faults: Faults = attrs.field(factory=Faults)
    watch: Watch = attrs.field(factory=Watch)
    dossiers: dict[str, Dossier] = attrs.field(factory=dict)
    created: set[str] = attrs.field(factory=set)
    requests: dict[tuple[str, int], Request] = attrs.field(factory=dict)
    acknowledgements: list[Acknowledgement] = attrs.field(factory=list)
    revisions: dict[tuple[str, int], int] = attrs.field(factory=dict)
    hands: list[list[Claim]] = attrs.field(factory=lambda: [[] for _ in range(PROCESSES)])
    jumps: list[dt.timedelta] = attrs.field(factory=lambda: [dt.timedelta(0)] * PROCESSES)
    refused: set[str] = attrs.field(factory=set)
    keys: int = 0
    ticked: int = 0
    has_ticked: bool = False

    def __attrs_post_init__(self) -> None:
        """Begin in the morning, and put faults and monitors around the store."""
        self.now = (self.contract.start_of(TODAY) + _MORNING).astimezone(dt.UTC)
        self._attach()

    def _attach(self) -> None:
        self.faults.attach(self.store)
        self.watch.attach(self.store)

    def play(self, moves: tuple[Move, ...]) -> None:
        """Play *moves*, one after the other, until something is wrong."""
        for move in moves:
            if self.watch.violations:
                return
            self.now += move.pause
            _PLAYS[move.act](self, move)

    def call(self, move: Move | None, work: Callable[[], T]) -> T | None:
        """Do *work* with the faults of *move*; ``None`` if it was not answered."""
        meanwhile = (lambda: self.play(move.meanwhile)) if move and move.meanwhile else None
        call = Call(move.fault, move.place, meanwhile) if move else Call(None, 0, None)
        try:
            with self.faults.during(call):
                return work()
        except Crash:
            self._restart(move)
        except EndlessCallError:
            self.watch.violate("endless-call", "a call of the store does not come to an end")
        except (DossierExistsError, DossierNotFoundError, ClockJumpError):
            raise
        except StoreError:
            pass
        except Exception as error:  # noqa: BLE001 -- whatever a store raises that it must not
            self.watch.violate("unexpected-error", f"{type(error).__name__}: {error}")
        return None

    def _restart(self, move: Move | None) -> None:
        """Begin anew for a process that was killed: a worker has forgotten what it claimed."""
        if move is not None and move.act in (Act.DELIVER, Act.CLAIM, Act.SEND):
            self.hands[move.who].clear()
        if self.reopen is not None:
            before, self.store = self.store, self.reopen(self.store)
            if self.store is not before:
                self._attach()

    # -- agents ---------------------------------------------------------------------------------

    def invite(self, move: Move) -> None:
        """Create a dossier with its invitation, or repeat that."""
        id_ = f"D{move.who + 1}"
        self.dossiers.setdefault(id_, Dossier.open(self.contract, id=id_, agent=right.BENOIT, invited_at=self.now))
        self.create(id_, move)

    def create(self, id_: str, move: Move | None) -> None:
        """Store the dossier of that id."""
        dossier = self.dossiers[id_]

        def work() -> bool:
            self.store.create(dossier, effects=[dossier.invitation])
            return True

        try:
            is_stored = self.call(move, work)
        except DossierExistsError:
            is_stored = True
        if is_stored:
            self.created.add(id_)

    def answer(self, move: Move) -> None:
        """Give a command of an agent, or repeat the one that was not answered."""
        id_, tab = f"D{move.who + 1}", move.which % 2
        if id_ in self.created:
            self.ask(id_, tab, self.requests.get((id_, tab)) or self._request(id_, tab, move.which), move)

    def _request(self, id_: str, tab: int, which: int) -> Request:
        number = sum(1 for saved in self.acknowledgements if saved.dossier == id_)
        expected = self.revisions.get((id_, tab)) if which % 4 == 0 else None
        self.keys += 1
        return Request(id_, command_of(self.contract, number, which), f"request-{self.keys}", expected)

    def ask(self, id_: str, tab: int, request: Request, move: Move | None) -> None:
        """Ask the store, and note what it says."""
        self.requests[id_, tab] = request
        self.now += dt.timedelta.resolution  # an instant tells which try was saved
        request.tries.append(self.now)
        at = self.now

        def work() -> Any:
            return self.store.decide(
                id_,
                request.command,
                at=at,
                key=request.key,
                role=request.command.roles[0],
                expected_revision=request.expected_revision,
            )

        try:
            decision = self.call(move, work)
        except DossierNotFoundError:
            self.watch.violate("lost-dossier", f"dossier {id_} was stored, and is not there")
            return
        if decision is None:
            return
        self.check_revision(id_, request.expected_revision, decision)
        self.requests.pop((id_, tab), None)
        self.revisions[id_, tab] = decision.dossier.revision
        head, revision = decision.dossier.record.history.head, decision.dossier.revision
        if decision.outcome is Outcome.ACCEPTED and decision.steps:
            saved = Acknowledgement(id_, request.command, request.key, (at,), revision, head, tuple(decision.effects))
            self.acknowledgements.append(saved)
        elif decision.outcome is Outcome.DUPLICATE:
            tries = tuple(request.tries)
            self.acknowledgements.append(Acknowledgement(id_, request.command, request.key, tries, None, None, ()))

    def check_revision(self, id_: str, expected: int | None, decision: Decision[Dossier]) -> None:
        """Note if what was asked on an old revision is accepted."""
        if expected is None or decision.outcome is not Outcome.ACCEPTED or not decision.steps:
            return
        before = decision.steps[0].revision - 1
        if before != expected:
            what = f"a request on revision {expected} of {id_} was accepted on revision {before}"
            self.watch.violate("stale-request", what)

    # -- schedulers -----------------------------------------------------------------------------

    def tick(self, move: Move) -> None:
        """Tick by the clock of a scheduler, which may be wrong."""
        jump = self.jumps[move.who]
        is_wrong = abs(jump) > _IS_WRONG
        if is_wrong and not self.has_ticked:
            return  # the first tick of a store cannot be compared with another
        try:
            ticks = self.call(move, lambda: self.store.tick(self.now + jump, limit=2, lease=LEASE))
        except ClockJumpError:
            if not is_wrong:  # nobody has ticked for days, and somebody has looked at the clock
                self.call(move, lambda: self.store.tick(self.now + jump, limit=2, lease=LEASE, max_jump=None))
            return
        if ticks is None:
            return
        self.has_ticked = True
        self.ticked += ticks.ticked
        for failed in ticks.failed:
            self.watch.violate("failed-tick", f"the tick of {failed.dossier} failed with {failed.error}")
        if is_wrong:
            self.watch.violate("wrong-clock", f"a tick whose clock is wrong by {jump} was not refused")

    def jump(self, move: Move) -> None:
        self.jumps[move.who] = _JUMPS[move.which % len(_JUMPS)]

    # -- workers --------------------------------------------------------------------------------

    def deliver(self, move: Move) -> None:
        """Deliver all that is due."""
        at, fails = self._clock(move), [move.is_refused]

        def send(effect: AnyEffect) -> None:
            self.post(effect, fails=bool(fails.pop()) if fails else False)

        self.call(move, lambda: self.store.deliver(send, at=at, lease=LEASE))

    def claim(self, move: Move) -> None:
        """Claim two effects."""
        at = self._clock(move)
        claims = self.call(move, lambda: self.store.claim(at, limit=2, lease=LEASE))
        self.hands[move.who] += claims or []

    def send(self, move: Move) -> None:
        """Send one of the effects claimed, perhaps too late, and mark it."""
        hand, at = self.hands[move.who], self._clock(move)
        if not hand:
            return
        claim = hand.pop(0)
        if claim.until <= at and move.which % 2:  # a careful worker; the other is slow between looking and sending
            return
        try:
            self.post(claim.effect, fails=move.is_refused)
        except ConnectionError as error:
            again = at + dt.timedelta(minutes=1)
            failure = error
            self.call(move, lambda: self.store.mark_failed(claim, failure, at=at, retry_at=again))
        else:
            self.call(move, lambda: self.store.mark_delivered(claim, at=at))

    def post(self, effect: AnyEffect, *, fails: bool = False) -> None:
        """Hand an effect to the mail server, which may refuse it, or take it and say that it did not."""
        if effect.dossier in self.refused:
            raise ConnectionError
        self.watch.receive(effect)
        if fails:
            raise ConnectionError

    def kill(self, move: Move) -> None:
        self.hands[move.who].clear()

    def refuse(self, move: Move) -> None:
        self.refused ^= {f"D{move.who + 1}"}

    def _clock(self, move: Move) -> dt.datetime:
        return self.now - move.who * _SKEW


_PLAYS: dict[Act, Callable[[World, Move], None]] = {
    Act.INVITE: World.invite,
    Act.ANSWER: World.answer,
    Act.TICK: World.tick,
    Act.DELIVER: World.deliver,
    Act.CLAIM: World.claim,
    Act.SEND: World.send,
    Act.KILL: World.kill,
    Act.JUMP: World.jump,
    Act.REFUSE: World.refuse,
}
