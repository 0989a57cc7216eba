"""
What must hold of a store after any history, once everything works again.
"""

import contextlib
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

import attrs

from psc_workflow import Dossier, Role
from psc_workflow._model.commands import Tick
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow.exceptions import DossierNotFoundError, InvalidHistoryError, PscWorkflowError
from psc_workflow.history import verify_history
from psc_workflow.testing._simulation.commands import NOTICE
from psc_workflow.testing._simulation.requests import Acknowledgement
from psc_workflow.testing._simulation.watching import LEASE
from psc_workflow.testing._simulation.world import World

_ROUNDS = 12
"""Days that everything works: more than the longest pause between two attempts, and the day after."""

_A_SECOND = dt.timedelta(seconds=1)
_ONE_DAY = dt.timedelta(days=1)
_TOLERANCE = dt.timedelta(minutes=5)


def settle(world: World) -> None:
    """Let everything work again: requests are repeated, leases run out, all that is due is ticked and delivered."""
    world.refused.clear()
    world.now += 2 * LEASE
    for ask in (_ask_on_old_revisions, _claim_twice):
        world.call(None, partial(ask, world))
    world.now += 2 * LEASE
    for id_ in world.dossiers.keys() - world.created:
        world.create(id_, None)
    for (id_, tab), request in list(world.requests.items()):
        world.now += LEASE
        world.ask(id_, tab, request, None)
    for _ in range(_ROUNDS):
        world.call(None, lambda: _work(world))
        store = world.store
        if world.watch.violations or not (store.pending(world.now, limit=1) or store.dead_letters(limit=1)):
            return
        world.now += _ONE_DAY
    waiting = ", ".join(effect.id for effect in world.store.pending(world.now))
    world.watch.violate("unsent-effect", f"effects wait for ever: {waiting}")


def _ask_on_old_revisions(world: World) -> None:
    """Ask something of each dossier on the revision before its own."""
    for id_ in sorted(world.created):
        with contextlib.suppress(DossierNotFoundError):  # `check` says so
            before = world.store.load(id_).revision - 1
            if before >= 0:
                decision = world.store.decide(id_, NOTICE, at=world.now, role=NOTICE.roles[0], expected_revision=before)
                world.check_revision(id_, before, decision)


def _claim_twice(world: World) -> None:
    """Claim the dossiers and the effects that are due, and again just before the lease on them runs out."""
    store, late = world.store, world.now + LEASE - _A_SECOND
    first = store.claim_due(world.now, lease=LEASE)
    store.claim(world.now, lease=LEASE)
    store.claim(late, lease=LEASE)  # which is watched as every claim of effects is
    for id_ in {*first}.intersection(store.claim_due(late, lease=LEASE)):
        world.watch.violate("short-lease", f"dossier {id_} is claimed, and again before its lease runs out")


def _work(world: World) -> None:
    while not (ticks := world.store.tick(world.now, lease=LEASE, max_jump=None)).is_idle:
        for failed in ticks.failed:
            world.watch.violate("failed-tick", f"the tick of {failed.dossier} failed with {failed.error}")
    for letter in world.store.dead_letters():
        world.store.retry(letter.id, at=world.now)
    world.store.deliver(world.post, at=world.now, lease=LEASE)


def check(world: World) -> None:
    """Compare what is stored, and what was sent, with what an untroubled host has."""
    by_dossier = defaultdict(list)
    by_key = {}  # of a request that two asked at once, what was saved, rather than that it had been
    for saved in sorted(world.acknowledgements, key=lambda saved: saved.revision is not None):
        by_key[saved.key] = saved
    for saved in by_key.values():
        by_dossier[saved.dossier].append(saved)
    owed, possible = dict[str, AnyEffect](), set[str]()
    for id_ in sorted(world.created):
        try:
            stored, steps = world.store.load(id_), world.store.steps(id_)
            verify_history(steps, head=stored.record.history.head)
            host = _replayed(world, id_, steps, by_dossier[id_])
        except _ViolationError as error:
            world.watch.violate(*error.args)
            return
        except InvalidHistoryError:
            world.watch.violate("lost-step", f"the history of {id_} is not the one that its dossier has")
            return
        except PscWorkflowError as error:
            world.watch.violate("lost-dossier", f"dossier {id_}: {type(error).__name__}: {error}")
            return
        if stored.as_of(world.now) != host.dossier:
            world.watch.violate("different-states", _difference(id_, stored.as_of(world.now), host.dossier))
        owed |= {effect.id: effect for effect in host.owed if _must_be_sent(effect, host.dossier, world.now)}
        possible |= host.possible
    _check_receipts(world, owed, possible)


def _difference(id_: str, stored: Dossier, other: Dossier) -> str:
    return (
        f"dossier {id_} is at revision {stored.revision} in {dict(stored.states)}; that of a host who never ticks is"
        f" at revision {other.revision} in {dict(other.states)}"
    )


@attrs.define
class _Host:
    """
    A host in one process, to whom nothing ever happens, and who never ticks.

    Args:
        owed: What its decisions owe.
        possible: Ids of whatever a host that ticks at every deadline owes.
    """

    dossier: Dossier
    punctual: Dossier
    owed: list[AnyEffect]
    possible: set[str]

    def give(self, saved: Acknowledgement, at: dt.datetime) -> None:
        """Give a command to both."""
        self._tick_until(at)
        for name in ("dossier", "punctual"):
            decision = getattr(self, name).decide(saved.command, at=at, key=saved.key, role=saved.command.roles[0])
            setattr(self, name, decision.dossier)
            self._owe(name, decision.effects)

    def end(self, at: dt.datetime) -> None:
        """Let time pass until *at*."""
        self._tick_until(at)
        decision = self.dossier.decide(Tick(), at=at, role=Role.CLOCK)
        self._owe("dossier", decision.effects)
        self.dossier = self.dossier.as_of(at)

    def _tick_until(self, at: dt.datetime) -> None:
        while (due_at := self.punctual.due_at()) is not None and due_at <= at:
            decision = self.punctual.decide(Tick(), at=due_at, role=Role.CLOCK)
            self.punctual = decision.dossier
            self._owe("punctual", decision.effects)

    def _owe(self, name: str, effects: Iterable[AnyEffect]) -> None:
        self.possible |= {effect.id for effect in effects}
        self.owed += effects if name == "dossier" else ()


def _replayed(world: World, id_: str, steps: tuple[Step, ...], saved: list[Acknowledgement]) -> _Host:
    opened = world.dossiers[id_]
    host = _Host(opened, opened, [opened.invitation], {opened.invitation.id})
    answered = {acknowledgement.revision for acknowledgement in saved}
    others = [step for step in steps if step.revision not in answered]
    pairs = [
        (acknowledgement, _step_of(acknowledgement, steps) or _likely_step_of(acknowledgement, others))
        for acknowledgement in saved
    ]
    for acknowledgement, step in sorted(pairs, key=lambda pair: pair[1].revision):
        host.give(acknowledgement, step.at)
        revision = host.dossier.revision  # what follows from a command has steps of its own
        if revision > len(steps) or host.dossier.record.history.head != steps[revision - 1].chain:
            raise _ViolationError("different-states", f"step {step.revision} of {id_} is not what a host alone makes")
    host.end(world.now)
    return host


def _step_of(saved: Acknowledgement, steps: Iterable[Step]) -> Step | None:
    """Find the step that was acknowledged; ``None`` if its answer was lost, and only a repetition was answered."""
    if saved.revision is None:
        return None
    for step in steps:
        if step.revision == saved.revision and step.chain == saved.head:
            return step
    raise _lost(saved)


def _likely_step_of(saved: Acknowledgement, steps: list[Step]) -> Step:
    """Find the step of a request whose answer was lost: by its instant, or by that of whoever was faster just then."""
    first, last = min(saved.tries), max(saved.tries) + _TOLERANCE
    of_command = [step for step in steps if step.command == _name_of(saved) and first <= step.at <= last]
    for step in sorted(of_command, key=lambda step: step.at not in saved.tries):
        return step
    raise _lost(saved)


def _lost(saved: Acknowledgement) -> "_ViolationError":
    text = f"{_name_of(saved)} of {saved.dossier} was acknowledged, and is not in its history"
    return _ViolationError("lost-step", text)


def _name_of(saved: Acknowledgement) -> str:
    return saved.command.event.replace("_", "-")


def _must_be_sent(effect: AnyEffect, dossier: Dossier, at: dt.datetime) -> bool:
    is_due = effect.due_at <= at
    return is_due and (effect.useful_until is None or effect.useful_until > at) and dossier.still_owes(effect)


def _check_receipts(world: World, owed: dict[str, AnyEffect], possible: set[str]) -> None:
    receipts = world.watch.receipts
    for id_ in owed.keys() - {id_ for id_, _ in receipts}:
        world.watch.violate("unsent-effect", f"{type(owed[id_]).__name__} {id_} is owed, and was never sent")
    for id_ in {id_ for id_, _ in receipts} - possible:
        world.watch.violate("effect-of-nothing", f"effect {id_} was sent, and nothing that is saved owes it")
    if len(set(receipts)) != len({id_ for id_, _ in receipts}):
        world.watch.violate("two-contents", "an effect was sent twice under one id with different contents")


class _ViolationError(Exception):
    """Ends a comparison."""
