"""
Calls of the host: in time, and with its errors told as a discrepancy.
"""

import contextlib
import copy
import datetime as dt
from collections.abc import Iterable
from typing import Any

from psc_workflow._model.vocabulary import Role
from psc_workflow.exceptions import DossierNotFoundError
from psc_workflow.testing._conformance.answers import UNTOLD, Screen
from psc_workflow.testing._conformance.leaks import Planted
from psc_workflow.testing._conformance.limits import TooSlowError, at_most, place_of, say_error
from psc_workflow.testing._conformance.oracles import Discrepancy
from psc_workflow.testing._conformance.plug import Host, is_own, tell_time


class DiffersError(Exception):
    """Ends a journey."""

    def __init__(self, discrepancy: Discrepancy) -> None:
        super().__init__(discrepancy.oracle)
        self.discrepancy = discrepancy


def end_if(discrepancy: Discrepancy | None) -> None:
    """
    End the journey if there is a discrepancy.

    Raises:
        DiffersError: There is one.
    """
    if discrepancy is not None:
        raise DiffersError(discrepancy)


class Calls:
    """
    An instance of the host, and every call of it.

    Args:
        limit: Seconds that a call may take.
        planted: What was sent to the host, which the words of its errors may repeat.
    """

    def __init__(self, host: type[Host], at: dt.datetime, limit: float, planted: Planted) -> None:
        self._class, self._limit, self._planted = host, limit, planted
        try:
            self._host = host()
        except Exception as error:  # noqa: BLE001 -- whatever a host raises
            made = Discrepancy("crash", self.say_error(error, "__init__"), "an instance, made without arguments")
            raise DiffersError(made) from None
        tell_time(self._host, at)
        self.call("start")
        self._before = [_id(item) for item in self.delivered() or ()]
        if self._before and not host.fresh_ids:
            already = f"has delivered {len(self._before)} effects right after start"
            raise DiffersError(Discrepancy("isolation", already, "nothing: the host is empty after start"))

    def stop(self) -> None:
        """End; what a host raises then matters to nobody."""
        with contextlib.suppress(Exception):
            self._host.stop()

    def set_clock(self, at: dt.datetime) -> None:
        """Set the clock of the host and of the defaults."""
        tell_time(self._host, at)
        self.call("set_clock", at)

    def give_at_once(self, id: str, request: dict[str, Any], **options: Any) -> Any:  # noqa: A002 -- as Dossier.open
        """Give a request from a thread of a race: whatever is raised is the caller's to judge."""
        return self._host.give(id, copy.deepcopy(request), **options)

    def look(self, id: str, role: Role) -> Any:  # noqa: A002 -- as Dossier.open
        """Read a screen; ``UNTOLD`` if there is none for *role*."""
        screen = self.call("look", id, role=role)
        if screen is not UNTOLD:
            self.expect(screen, Screen, "look")
        return screen

    def load(self, id: str) -> Any:  # noqa: A002 -- as Dossier.open
        """Read what is stored, or the error that nothing is; ``UNTOLD`` if the host has no such way."""
        return self.call("load", id, raises=DossierNotFoundError) if is_own(self._class, "load") else UNTOLD

    def has_pages(self) -> bool:
        """Whether the host itself makes what it shows; otherwise the library does, from what is loaded."""
        return is_own(self._class, "look")

    def is_store(self) -> bool:
        """Whether the host itself loads and saves."""
        return is_own(self._class, "load") and is_own(self._class, "save")

    def delivered(self) -> list[Any] | None:
        """List what was delivered since the start; ``None`` if the host does not tell."""
        items = self.call("delivered")
        if items is UNTOLD:
            return None
        if isinstance(items, str | bytes) or not isinstance(items, Iterable):
            wrong_type("delivered", items, "a list of effects or of their ids")
        rest, former = [], list(getattr(self, "_before", ()))
        for item in items:
            if _id(item) in former:
                former.remove(_id(item))
            else:
                rest.append(item)
        return rest

    def call(self, name: str, *arguments: Any, raises: type[Exception] | None = None, **options: Any) -> Any:
        """Call the host; an error of the type *raises* is returned, any other ends the journey."""
        try:
            with at_most(self._limit, name):
                return getattr(self._host, name)(*arguments, **options)
        except TooSlowError as error:
            crash = Discrepancy("crash", f"{error} ({place_of(error)})", "an answer in time")
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- whatever a host raises
            if raises is not None and isinstance(error, raises):
                return error
            crash = Discrepancy("crash", self.say_error(error, name), "an answer")
        raise DiffersError(crash)

    def say_error(self, error: BaseException, name: str) -> str:
        """Say what the host raised when *name* was called."""
        return say_error(error, name, self._planted.find)

    @staticmethod
    def expect(value: Any, kind: type, name: str) -> None:
        """End the journey if *value* is of another type."""
        if not isinstance(value, kind):
            wrong_type(name, value, f"a {kind.__name__}, or UNTOLD")


def wrong_type(name: str, value: Any, right: str) -> None:
    """
    End the journey: the test class, not the portal behind it, returns what it should not.

    Raises:
        DiffersError: Always.
    """
    host = f"{name} returned {type(value).__name__}: the test class is wrong, not yet the portal behind it"
    raise DiffersError(Discrepancy("crash", host, f"{name} returns {right}"))


def _id(item: Any) -> Any:
    return getattr(item, "id", item)
