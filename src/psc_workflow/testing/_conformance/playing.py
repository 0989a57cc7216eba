"""
One journey, played through the host and the library side by side.

After each act the host is looked at as the agent and as the manager, what it
has stored is read, and what it has delivered; the first discrepancy ends the
journey.
"""

import contextlib
import datetime as dt
import math
import time
from collections.abc import Callable, Sequence
from typing import Any, Self

import attrs

from psc_workflow._model.vocabulary import Role
from psc_workflow.exceptions import HostError, NoValueInForceError
from psc_workflow.testing._conformance import oracles
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.answers import UNTOLD, Reply
from psc_workflow.testing._conformance.calls import Calls, DiffersError, end_if
from psc_workflow.testing._conformance.coverage import Coverage
from psc_workflow.testing._conformance.forms import can_say
from psc_workflow.testing._conformance.leaks import Listening, Planted
from psc_workflow.testing._conformance.meanings import Sent
from psc_workflow.testing._conformance.mirror import INVALID, File, Mirror
from psc_workflow.testing._conformance.oracles import Discrepancy
from psc_workflow.testing._conformance.plug import Host
from psc_workflow.testing._conformance.writers import Writers

LOOKERS = (Role.AGENT, Role.MANAGER)


@attrs.frozen
class Failure:
    """
    A journey on which the host does not conform.

    Args:
        index: Of the act at which it shows.
        idle: Indexes of the acts that changed nothing.
    """

    actions: tuple[Action, ...]
    index: int
    discrepancy: Discrepancy
    idle: frozenset[int] = frozenset()


class Play:
    """
    A play of one journey.

    Args:
        host: The class under test; an instance is made for this journey.
        coverage: Where to note what was reached.
        limit: Seconds that a call may take.
        prefix: What each id begins with, for a host that cannot be emptied.
    """

    def __init__(self, host: type[Host], coverage: Coverage, *, limit: float, prefix: str = "") -> None:
        self._class, self._coverage, self._limit, self._prefix = host, coverage, limit, prefix
        self.mirror = Mirror(host.contract)
        self._planted, self._listening = Planted(), Listening()
        self._now: dt.datetime | None = None
        self._shown: dict[str, int | None] = {}  # revisions of the last screens
        self._idle: set[int] = set()
        self._is_idle = False
        self._stack = contextlib.ExitStack()
        self._calls: Calls | None = None
        self.actions: list[Action] = []

    def run(self, actions: Sequence[Action], until: float = math.inf) -> Failure | None:
        """
        Play *actions*, and return the first discrepancy, if there is one.

        Args:
            until: Instant, by ``time.monotonic``, at which the rest is left out.
        """
        with self:
            for action in actions:
                if time.monotonic() > until:
                    return None
                failure = self.play(action)
                if failure is not None:
                    return Failure(tuple(actions), failure.index, failure.discrepancy, failure.idle)
        return None

    def __enter__(self) -> Self:
        self._stack.enter_context(self._listening.hear(self._class.__module__.partition(".")[0]))
        return self

    def __exit__(self, *_: object) -> None:
        if self._calls is not None:
            self._calls.stop()
        self._stack.close()

    def play(self, action: Action) -> Failure | None:
        """Play the next act, and return the discrepancy, if there is one."""
        self.actions.append(action)
        self._is_idle = action.act == "look"
        try:
            if self._calls is None:
                self._calls = Calls(self._class, action.at, self._limit, self._planted)
            self._play(action)
        except DiffersError as error:
            return Failure(tuple(self.actions), len(self.actions) - 1, error.discrepancy, frozenset(self._idle))
        if self._is_idle:
            self._idle.add(len(self.actions) - 1)
        return None

    @property
    def _host(self) -> Calls:
        assert self._calls is not None  # noqa: S101 -- the first act has made it
        return self._calls

    def _play(self, action: Action) -> None:
        action = attrs.evolve(action, id=self._prefix + action.id)
        if action.act != "open" and action.id not in self.mirror.files:
            return
        self._move(action.at)
        self._coverage.acts += 1
        act: Callable[[Action], None] = getattr(self, "_" + action.act.replace("-", "_"))
        act(action)
        self._observe(action)

    def _move(self, at: dt.datetime) -> None:
        if self._now is not None and at <= self._now:
            return
        self._now = at
        for dossier, decision in self.mirror.move(at):
            self._coverage.note(dossier, decision)
        self._host.set_clock(at)

    def _open(self, action: Action) -> None:
        if action.id in self.mirror.files:
            return
        self._planted.add(action.id, action.agent)
        agent = self.mirror.open(action.id, action.agent or {}, action.at)
        self._host.call("open", action.id, agent)

    def _give(self, action: Action) -> None:
        file, role, request = self.mirror.files[action.id], Role(action.role), action.request or {}
        if role not in self._class.roles:
            self._coverage.untold.add(f"requests of the {role.value}")
            self._is_idle = True
            return
        if self._class.speaks == "form" and not can_say(request):
            self._coverage.untold.add("requests that no form can say")
            self._is_idle = True
            return
        self._planted.add(action.id, request)
        revision, is_stale = self._revision(action)
        options: dict[str, Any] = {"role": role, "key": action.key}
        try:
            is_form = self._class.speaks == "form"
            answers = self.mirror.answers(
                action.id, request, at=self._at, is_stale=is_stale, is_form=is_form, **options
            )
        except NoValueInForceError:
            return  # beyond the days that the contract knows
        reply = self._host.call(
            "give", action.id, dict(request), raises=HostError, expected_revision=revision, **options
        )
        if reply is UNTOLD:
            self._pass_over(action)
            return
        error = reply if isinstance(reply, HostError) else None
        reply = reply if error is None else Reply(INVALID)
        self._host.expect(reply, Reply, "give")
        sent = Sent(role.value, action.key, revision, self._shown.get(action.id))
        discrepancy, answer = oracles.reply(reply, answers, sent, self._coverage.untold)
        if discrepancy is not None and error is not None:  # what it raised instead of an answer
            discrepancy = attrs.evolve(discrepancy, host=f"{discrepancy.host}: {self._host.say_error(error, 'give')}")
        end_if(discrepancy)
        self._read(action.id, reply.text, "the answer")
        if answer.decision is not None and answer.command is not None:
            self._coverage.note(file.dossier, answer.decision)
            self._coverage.note_guards(file.dossier, answer.command, answer.decision, self._at)
        self._is_idle = not self.mirror.accept(action.id, answer.decision, self._at)

    def _revision(self, action: Action) -> tuple[int | None, bool]:
        """Find the revision of the screen that a form was on, and whether it is an old one."""
        file = self.mirror.files[action.id]
        tab = file.tabs.get(action.tab) if action.tab else None
        if tab is None:
            return None, False
        if tab.revision is None:
            self._coverage.untold.add("revision")
            return None, False
        is_fresh = file.is_fresh(tab)
        return (None, False) if is_fresh is None else (tab.revision, not is_fresh)

    def _pass_over(self, action: Action) -> None:
        """Note that the host has no such way; what has a key is given again without."""
        requests = f"requests of the {action.role}"
        if action.key is None:
            self._coverage.untold.add(requests)
            self._is_idle = True
            return
        self._give(attrs.evolve(action, key=None))
        if requests not in self._coverage.untold:  # it was the key alone that the host has no way for
            self._coverage.untold.add("keys")

    def _look(self, action: Action) -> None:
        """Nothing is done: the looks that follow every act are what is asked for."""

    def _run_due(self, action: Action) -> None:  # noqa: ARG002 -- as every act
        self._host.call("run_due")
        self.mirror.keep()

    def _restart(self, action: Action) -> None:  # noqa: ARG002 -- as every act
        self._host.call("restart")
        self._host.set_clock(self._at)  # a new process asks what time it is

    def _two_saves(self, action: Action) -> None:
        self._writers.two_saves(action)

    def _save_ahead(self, action: Action) -> None:
        self._writers.save_ahead(action)

    def _race(self, action: Action) -> None:
        self._writers.race(action)

    @property
    def _writers(self) -> Writers:
        """Several writers at the present instant."""
        return Writers(self._host, self.mirror, self._planted, self._at, self._class.threads, self._coverage.untold)

    # -- looks ------------------------------------------------------------------------------------

    def _observe(self, action: Action) -> None:
        for id in self.mirror.files:  # noqa: A001 -- as Dossier.open
            self._observe_one(id, action)
        items = self._host.delivered()
        if items is None:
            self._coverage.untold.add("effects")
        else:
            end_if(oracles.delivered(items, self.mirror, self._at, is_run=action.act == "run-due"))
        self.mirror.settle(self._at)
        self._hear(action)

    def _observe_one(self, id: str, action: Action) -> None:  # noqa: A002 -- as Dossier.open
        file = self.mirror.files[id]
        stored = oracles.stored(self._host.load(id), file, self._at, self._coverage.untold)
        if not self._host.has_pages():
            end_if(stored)
        try:
            self._look_at_pages(id, file, action)
        except DiffersError as error:
            end_if(stored if error.discrepancy.oracle == "crash" else None)  # over which the page broke down
            raise
        end_if(stored)

    def _look_at_pages(self, id: str, file: File, action: Action) -> None:  # noqa: A002 -- as Dossier.open
        for role in LOOKERS[:1] if self._is_idle and action.act == "give" else LOOKERS:
            screen = self._host.look(id, role)
            if screen is UNTOLD:
                self._coverage.untold.add(f"screens of the {role.value}")
                continue
            end_if(oracles.screen(screen, file.dossier, self._at, role, self._coverage.untold))
            self._read(id, screen.text, f"the page of the {role.value}")
            self._shown[id] = screen.revision
            if action.act == "look" and action.tab and action.id == id and action.role == role.value:
                self.mirror.read_tab(id, action.tab, screen.revision)

    def _read(self, id: str, text: str, where: str) -> None:  # noqa: A002 -- as Dossier.open
        """Search what a caller could read for passwords, and for values of another dossier."""
        if not text:
            return
        for fields, what in (
            (self._planted.find_password(text), "a password"),
            (self._planted.find_others(id, text), "another dossier"),
        ):
            if fields:
                host = f"{where} holds a value of {what}: {', '.join(fields)}"
                end_if(Discrepancy("leak", host, "none of these values"))

    def _hear(self, action: Action) -> None:
        for where, text in self._listening.take().items():
            fields = self._planted.find(text)
            if fields:
                host = f"wrote personal values to {where} during {action.act}: {', '.join(fields)}"
                end_if(Discrepancy("leak", host, "no personal value outside the dossier and its pages"))

    @property
    def _at(self) -> dt.datetime:
        assert self._now is not None  # noqa: S101 -- every act has moved the clock
        return self._now
