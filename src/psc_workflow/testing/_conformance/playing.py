"""
One journey, played through the host and the library side by side.

After each act the host is looked at as the agent and as the manager, what it
has stored is read, and what it has delivered; the first discrepancy ends the
journey.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from psc_workflow._model import commands
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError, NoValueInForceError, StaleRevisionError
from psc_workflow.testing._conformance import oracles
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.answers import UNTOLD, Reply, Screen
from psc_workflow.testing._conformance.coverage import Coverage
from psc_workflow.testing._conformance.leaks import Listening, Planted
from psc_workflow.testing._conformance.limits import TooSlowError, at_most, place_of
from psc_workflow.testing._conformance.mirror import INVALID, Mirror
from psc_workflow.testing._conformance.oracles import Discrepancy
from psc_workflow.testing._conformance.plug import Host, is_own, tell_time

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


class _DiffersError(Exception):
    """Ends a journey."""

    def __init__(self, discrepancy: Discrepancy) -> None:
        super().__init__(discrepancy.oracle)
        self.discrepancy = discrepancy


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
        self._mirror = Mirror(host.contract)
        self._planted, self._listening = Planted(), Listening()
        self._now: dt.datetime | None = None
        self._before: list[str] = []
        self._is_idle = False

    def run(self, actions: Sequence[Action]) -> Failure | None:
        """Play *actions*, and return the first discrepancy, if there is one."""
        place, idle = 0, set()
        with self._listening.hear(self._class.__module__.partition(".")[0]):
            try:
                self._host = self._class()
                tell_time(self._host, actions[0].at)
                self._call("start")
                self._before = [_id(item) for item in self._delivered() or ()]
                for place, action in enumerate(actions):
                    self._is_idle = action.act == "look"
                    self._play(action)
                    if self._is_idle:
                        idle.add(place)
            except _DiffersError as error:
                return Failure(tuple(actions), place, error.discrepancy, frozenset(idle))
            finally:
                with contextlib.suppress(Exception):
                    self._host.stop()
        return None

    # -- acts -------------------------------------------------------------------------------------

    def _play(self, action: Action) -> None:
        action = attrs.evolve(action, id=self._prefix + action.id)
        if action.act != "open" and action.id not in self._mirror.files:
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
        for dossier, decision in self._mirror.move(at):
            self._coverage.note(dossier, decision)
        tell_time(self._host, at)
        self._call("set_clock", at)

    def _open(self, action: Action) -> None:
        if action.id in self._mirror.files:
            return
        self._planted.add(action.id, action.agent)
        agent = self._mirror.open(action.id, action.agent or {}, action.at)
        self._call("open", action.id, agent)

    def _give(self, action: Action) -> None:
        file, role, request = self._mirror.files[action.id], Role(action.role), action.request or {}
        self._planted.add(action.id, request)
        revision, is_stale = self._revision(action)
        options: dict[str, Any] = {"role": role, "key": action.key}
        try:
            answers = self._mirror.answers(action.id, request, at=self._at, is_stale=is_stale, **options)
        except NoValueInForceError:
            return  # beyond the days that the contract knows
        reply = self._call("give", action.id, dict(request), raises=HostError, expected_revision=revision, **options)
        if reply is UNTOLD:
            self._pass_over(action)
            return
        if isinstance(reply, HostError):
            reply = Reply(INVALID)
        self._expect(reply, Reply, "give")
        discrepancy, answer = oracles.reply(reply, answers, self._coverage.untold)
        self._end_if(discrepancy)
        self._read(action.id, reply.text, "the answer")
        if answer.decision is not None:
            self._coverage.note(file.dossier, answer.decision)
        self._is_idle = not self._mirror.accept(action.id, answer.decision, self._at)

    def _revision(self, action: Action) -> tuple[int | None, bool]:
        """Find the revision of the screen that a form was on, and whether it is an old one."""
        file = self._mirror.files[action.id]
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
        if action.key is not None:
            self._coverage.untold.add("keys")
            self._give(attrs.evolve(action, key=None))
        else:
            self._coverage.untold.add(f"requests of the {action.role}")
            self._is_idle = True

    def _look(self, action: Action) -> None:
        """Nothing is done: the looks that follow every act are what is asked for."""

    def _run_due(self, action: Action) -> None:  # noqa: ARG002 -- as every act
        self._call("run_due")
        self._mirror.keep()

    def _restart(self, action: Action) -> None:  # noqa: ARG002 -- as every act
        self._call("restart")

    def _two_saves(self, action: Action) -> None:
        """Read the dossier twice, decide twice, save twice: the second must not be written."""
        if not (is_own(self._class, "load") and is_own(self._class, "save")):
            self._coverage.untold.add("stale")
            return
        first, second = (self._load(action.id) for _ in range(2))
        if first is UNTOLD or second is UNTOLD:
            self._coverage.untold.add("stale")
            return
        decisions = [
            self._decide(dossier, request or {}, Role(action.role))
            for dossier, request in ((first, action.request), (second, action.other))
        ]
        if any(decision.outcome is not Outcome.ACCEPTED or not decision.steps for decision in decisions):
            return
        self._planted.add(action.id, [action.request, action.other])
        self._save(decisions[0], first.revision)
        self._mirror.accept(action.id, decisions[0], self._at)
        error = self._save(decisions[1], second.revision, raises=StaleRevisionError)
        if not isinstance(error, StaleRevisionError):
            self._end_if(
                Discrepancy(
                    "stale",
                    "saved what was decided on a dossier that had moved on",
                    "save raises StaleRevisionError: the stored revision is not expected_revision",
                )
            )

    def _decide(self, dossier: Dossier, request: dict[str, Any], role: Role) -> Decision[Dossier]:
        fields = {name: value for name, value in request.items() if name != "do"}
        return dossier.decide(commands.parse(request.get("do"), fields), at=self._at, role=role)

    def _save(self, decision: Decision[Dossier], revision: int, raises: type[Exception] | None = None) -> Any:
        return self._call("save", decision.dossier, decision=decision, expected_revision=revision, raises=raises)

    # -- looks ------------------------------------------------------------------------------------

    def _observe(self, action: Action) -> None:
        for id in self._mirror.files:  # noqa: A001 -- as Dossier.open
            self._observe_one(id, action)
        items = self._delivered()
        if items is None:
            self._coverage.untold.add("effects")
        else:
            self._end_if(oracles.delivered(items, self._mirror, is_run=action.act == "run-due"))
        self._mirror.settle(self._at)
        self._hear(action)

    def _observe_one(self, id: str, action: Action) -> None:  # noqa: A002 -- as Dossier.open
        file = self._mirror.files[id]
        for role in LOOKERS[:1] if self._is_idle and action.act == "give" else LOOKERS:
            screen = self._call("look", id, role=role)
            if screen is UNTOLD:
                self._coverage.untold.add(f"screens of the {role.value}")
                continue
            self._expect(screen, Screen, "look")
            self._end_if(oracles.screen(screen, file.dossier, self._at, role, self._coverage.untold))
            self._read(id, screen.text, f"the page of the {role.value}")
            if action.act == "look" and action.tab and action.id == id and action.role == role.value:
                self._mirror.read_tab(id, action.tab, screen.revision)
        self._end_if(oracles.stored(self._load(id), file, self._at, self._coverage.untold))

    def _load(self, id: str) -> Any:  # noqa: A002 -- as Dossier.open
        return self._call("load", id) if is_own(self._class, "load") else UNTOLD

    def _delivered(self) -> list[Any] | None:
        items = self._call("delivered")
        if items is UNTOLD:
            return None
        if isinstance(items, str | bytes) or not isinstance(items, Sequence):
            self._wrong_type("delivered", items, "a list of effects or of their ids")
        rest, former = [], list(self._before)
        for item in items:
            if _id(item) in former:
                former.remove(_id(item))
            else:
                rest.append(item)
        return rest

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
                self._end_if(Discrepancy("leak", host, "none of these values"))

    def _hear(self, action: Action) -> None:
        for where, text in self._listening.take().items():
            fields = self._planted.find(text)
            if fields:
                host = f"wrote personal values to {where} during {action.act}: {', '.join(fields)}"
                self._end_if(Discrepancy("leak", host, "no personal value outside the dossier and its pages"))

    # -- calls ------------------------------------------------------------------------------------

    @property
    def _at(self) -> dt.datetime:
        assert self._now is not None  # noqa: S101 -- every act has moved the clock
        return self._now

    def _call(self, name: str, *arguments: Any, raises: type[Exception] | None = None, **options: Any) -> Any:
        """Call the host; an error of the type *raises* is returned, any other ends the journey."""
        try:
            with at_most(self._limit, name):
                return getattr(self._host, name)(*arguments, **options)
        except _DiffersError:
            raise
        except TooSlowError as error:
            crash = Discrepancy("crash", f"{error} ({place_of(error)})", "an answer in time")
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- whatever a host raises
            if raises is not None and isinstance(error, raises):
                return error
            host = f"raised {type(error).__name__} in {name}, at {place_of(error)}"
            crash = Discrepancy("crash", host, "an answer")
        raise _DiffersError(crash)

    def _expect(self, value: Any, kind: type, name: str) -> None:
        if not isinstance(value, kind):
            self._wrong_type(name, value, f"a {kind.__name__}, or UNTOLD")

    def _wrong_type(self, name: str, value: Any, right: str) -> None:
        host = f"{name} returned {type(value).__name__}: the test class is wrong, not yet the portal behind it"
        self._end_if(Discrepancy("crash", host, f"{name} returns {right}"))

    def _end_if(self, discrepancy: Discrepancy | None) -> None:
        if discrepancy is not None:
            raise _DiffersError(discrepancy)


def _id(item: Any) -> Any:
    return getattr(item, "id", item)
