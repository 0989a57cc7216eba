"""
How a host is plugged in: the methods that it overrides, and what they do if it does not.

A store overrides ``load`` and ``save``; a portal ``open``, ``give`` and ``look``.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.effects import Effect
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError, StaleRevisionError
from psc_workflow.testing._conformance.answers import UNTOLD, Reply, Screen, Untold
from psc_workflow.testing._conformance.mirror import screen_of


class _IllustratedContract:
    """The contract of the guide's screens, read when a host that names no other is judged."""

    def __get__(self, instance: object, owner: type | None = None) -> Contract:
        return contracts.get("guide-illustration")


class Host:
    """What the kit calls; every method may stay as it is, but for ``load`` and ``save``, or ``open`` and ``give``."""

    contract: ClassVar[Contract] = _IllustratedContract()  # type: ignore[assignment]  # a contract once it is asked for
    seconds: ClassVar[float] = 60.0
    seed: ClassVar[int | None] = 0
    step_limit: ClassVar[float] = 10.0
    threads: ClassVar[int] = 1
    speaks: ClassVar[Literal["json", "form"]] = "json"
    fresh_ids: ClassVar[bool] = False
    locale: ClassVar[Locale] = "en"
    roles: ClassVar[tuple[Role, ...]] = (Role.AGENT, Role.REPRESENTATIVE, Role.MANAGER, Role.CLOCK)

    # -- around -----------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin with an empty host."""

    def stop(self) -> None:
        """Release what ``start`` took."""

    def restart(self) -> None:
        """End the process and begin again; what is stored stays."""

    def set_clock(self, at: dt.datetime) -> None:
        """Set the host's clock; *at* is in UTC, with microseconds, and never goes back."""

    def run_due(self) -> None:
        """
        Run the scheduler, then the outbox.

        By default every dossier is ticked through ``load`` and ``save``.
        """
        for id in list(self._psc_ids()):  # noqa: A001 -- as Dossier.open
            self._psc_decide(id, commands.Tick(), role=Role.CLOCK)

    def delivered(self) -> Sequence[str | Effect] | Untold:
        """List all effects that were delivered since the start, or their ids."""
        return UNTOLD

    def cases(self) -> Mapping[str, Agent]:
        """Name people of the host's own, who take the main journeys, too; reports mask what is personal of them."""
        return {}

    # -- a store ----------------------------------------------------------------------------------

    def load(self, id: str) -> Dossier | Untold:  # noqa: A002 -- as Dossier.open
        """Read a dossier."""
        del id
        return UNTOLD

    def save(self, dossier: Dossier, *, decision: Decision[Dossier] | None, expected_revision: int | None) -> None:
        """
        Store a dossier.

        Args:
            decision: ``None`` when the dossier is opened.
            expected_revision: Of the dossier that the decision was made on;
                ``None`` when the dossier is opened.

        Raises:
            StaleRevisionError: The stored revision is another one.
        """
        del dossier, decision, expected_revision
        raise HostError(f"{type(self).__name__} overrides neither `save` nor what calls it")

    # -- a portal ---------------------------------------------------------------------------------

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        """Open the dossier of an agent who is invited now."""
        dossier = Dossier.open(self.contract, id=id, agent=agent, invited_at=self._psc_now())
        self.save(dossier, decision=None, expected_revision=None)
        self._psc_ids()[id] = None

    def give(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        request: dict[str, Any],
        *,
        role: Role,
        key: str | None,
        expected_revision: int | None,
    ) -> Reply | Untold:
        """
        Send a request as a browser does.

        Args:
            request: ``{"do": "declare-regime", "regime": "general"}``.
            key: Idempotency key.
            expected_revision: Of the screen that the form was on.

        Returns:
            What the host answered; ``UNTOLD`` if it has no such way.
        """
        fields = {name: value for name, value in request.items() if name != "do"}
        command = commands.parse(request.get("do"), fields)
        return self._psc_decide(id, command, role=role, key=key, expected_revision=expected_revision)

    def look(self, id: str, *, role: Role) -> Screen:  # noqa: A002 -- as Dossier.open
        """Read what the host shows of a dossier to *role*."""
        dossier = self.load(id)
        return Screen() if isinstance(dossier, Untold) else screen_of(dossier, self._psc_now(), role)

    # -- of the kit -------------------------------------------------------------------------------

    def _psc_now(self) -> dt.datetime:
        at: dt.datetime = self.__dict__["_psc_at"]
        return at

    def _psc_ids(self) -> dict[str, None]:
        ids: dict[str, None] = self.__dict__.setdefault("_psc_opened", {})
        return ids

    def _psc_decide(self, id: str, command: commands.Command, **options: Any) -> Reply:  # noqa: A002
        """Load, decide, save."""
        dossier = self.load(id)
        if isinstance(dossier, Untold):
            raise HostError(f"{type(self).__name__} overrides neither `load` nor what calls it")
        decision = dossier.decide(command, at=self._psc_now(), **options)
        if decision.outcome is Outcome.ACCEPTED and decision.dossier is not dossier:
            try:
                self.save(decision.dossier, decision=decision, expected_revision=dossier.revision)
            except StaleRevisionError:
                return Reply(Outcome.STALE.value, (), ())
        return Reply(decision.outcome.value, decision.codes, decision.missing)


def tell_time(host: Host, at: dt.datetime) -> None:
    """Tell the defaults the time; a host has ``set_clock``."""
    host.__dict__["_psc_at"] = at


def is_own(host: type[Host], name: str) -> bool:
    """Whether *host* overrides *name*."""
    return getattr(host, name) is not getattr(Host, name)


def check(host: type[Host]) -> None:
    """
    Check that the kit has something to call.

    Raises:
        HostError: The test class is wrong; the message says how.
    """
    name = host.__name__
    if not isinstance(host.contract, Contract):
        raise HostError(f"the test class is wrong: {name}.contract must be a contract, as contracts.get returns it")
    seconds = host.seconds
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 < seconds < math.inf:
        raise HostError(f"the test class is wrong: {name}.seconds must be a number of seconds, more than 0")
    is_store = is_own(host, "load") and is_own(host, "save")
    is_portal = is_own(host, "open") and is_own(host, "give")
    if not is_store and not is_portal:
        raise HostError(
            f"the test class is wrong: {name} overrides neither load and save, nor open, give and look,"
            " so that there is nothing to judge"
        )
