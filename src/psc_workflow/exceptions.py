"""
All errors that the library raises; the class says whose responsibility an error is.

A refusal is not an error: business outcomes are returned, as decisions and
verdicts. Messages name paths, values of the catalogue and thresholds, never a
person's data.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import attrs

from psc_workflow._retired import former_names, warn_renamed


@attrs.frozen
class Fault:
    """One fault of a document: its path, and what is wrong there."""

    path: str
    """Dotted path from the document's root, ``steps.3.partner.regime``; empty for the whole document."""
    message: str
    """What is wrong, for developers."""
    code: str = attrs.field(default="", eq=False)
    """
    Code of the finding that explains the fault to whoever filled in the field, ``form-no-such-day``; empty if nobody
    can have caused it by filling in a field.
    """

    def __getstate__(self) -> dict[str, str]:
        return {"path": self.path, "message": self.message, "code": self.code}

    def __setstate__(self, state: dict[str, str]) -> None:
        """Read what an earlier release pickled, too: there, a fault has no code."""
        self.__init__(**state)  # type: ignore[misc]  # a frozen class has no other way to set its fields

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def below(self, prefix: str) -> "Fault":
        """Return the same fault, with its path in a document that holds this one at *prefix*."""
        return attrs.evolve(self, path=".".join(part for part in (prefix, self.path) if part))


class PscWorkflowError(Exception):
    """Root of all errors of this library."""


class FaultsError(PscWorkflowError):
    """Has every fault, not only the first."""

    def __init__(self, subject: str, faults: Iterable[Fault]) -> None:
        self.subject = subject
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(subject, self.faults)

    def __setstate__(self, state: dict[str, Any] | None) -> None:
        """Read what an earlier release pickled, too: there, ``faults`` are called ``problems``."""
        super().__setstate__({"faults" if name == "problems" else name: value for name, value in (state or {}).items()})

    def __str__(self) -> str:
        return "\n".join([self.subject, *(f"  {fault}" for fault in self.faults)])

    @property
    def problems(self) -> tuple[Fault, ...]:
        """The former name of ``faults``."""
        warn_renamed("problems", "faults")
        return self.faults


class HostError(PscWorkflowError):
    """The caller made a mistake: an argument is wrong."""


class NaiveInstantError(HostError):
    """An instant has no time zone; attach one (``datetime.UTC`` or a ``ZoneInfo``)."""


class InstantTooEarlyError(HostError):
    """An instant lies more than the tolerated five minutes before the last one of the dossier."""


class UnknownContractError(HostError):
    """
    No contract has this id; ``known`` lists those that exist.

    When a document is read, ``contract`` is ``<unreadable>`` if what stands
    there does not look like an id: it may be a person's data.
    """

    def __init__(self, contract: str, known: Iterable[str]) -> None:
        self.contract = contract
        self.known: tuple[str, ...] = tuple(known)
        super().__init__(contract, self.known)

    def __str__(self) -> str:
        return f"no contract is called {self.contract!r}; known: {', '.join(self.known)}"


class ContractExistsError(HostError):
    """
    Another contract has this id already; ``contract`` is the id.

    Stored dossiers find their contract by its id: one that is replaced unseen
    would change what they were decided under.
    """

    def __init__(self, contract: str) -> None:
        self.contract = contract
        super().__init__(contract)

    def __str__(self) -> str:
        return (
            f"another contract is called {self.contract!r}: choose an id of your own, or call "
            "including(…, replace=True) to read the stored dossiers of that id under yours"
        )


class UnknownCodeError(HostError):
    """No finding has this code; ``alike`` lists codes of a similar spelling."""

    def __init__(self, code: str, alike: Iterable[str]) -> None:
        self.code = code
        self.alike: tuple[str, ...] = tuple(alike)
        super().__init__(code, self.alike)

    def __str__(self) -> str:
        suggestion = f"; did you mean {' or '.join(self.alike)}?" if self.alike else ""
        return f"no finding is called {self.code!r}{suggestion}"


class FormulaNotOfferedError(HostError):
    """The contract does not offer this formula on this day; ``offered`` lists those that it does."""

    def __init__(self, contract: str, formula: str, offered: Iterable[str]) -> None:
        self.contract = contract
        self.formula = formula
        self.offered: tuple[str, ...] = tuple(offered)
        super().__init__(contract, formula, self.offered)

    def __str__(self) -> str:
        return f"{self.contract} does not offer the formula {self.formula}; offered: {', '.join(self.offered)}"


class InvalidCommandError(FaultsError, HostError):
    """A command is not well formed: unknown name, unknown field, value of the wrong type."""


class InvalidAgentError(FaultsError, HostError):
    """
    What the employer prefilled would do harm; correct it where it comes from, and open the dossier again.

    A control character in a text, or a professional address that is none.
    ``Dossier.check_agent`` reports what is merely wrong, too.
    """


class KeyReusedError(HostError):
    """An idempotency key was used again with another command; use a new key for a new request."""


class InvalidDocumentError(FaultsError):
    """A stored dossier, a catalogue file or a scenario cannot be read; ``faults`` lists every fault."""


class InvalidFrameError(FaultsError, HostError):
    """A data frame of households lacks a column, or has one of another type."""


class NewerDocumentError(InvalidDocumentError):
    """The document was written by a later release; update the library to read it."""


class InvalidHistoryError(FaultsError):
    """The steps of a dossier do not form its chain."""


class StoreError(PscWorkflowError):
    """
    A store failed, and nothing was written, except in one case.

    If the connection is lost while a transaction is being committed, nobody
    knows whether it was: load again, or give the same command again with the
    same key.
    """


class DossierExistsError(StoreError):
    """A dossier of this id is already stored."""


class DossierNotFoundError(StoreError):
    """No dossier of this id is stored."""


class StaleRevisionError(StoreError):
    """Somebody else has saved the dossier since it was read; load it again and repeat the decision."""


class ClockJumpError(HostError):
    """
    The instant of a tick is further from that of the last one than allowed; nothing is changed.

    If the clock is right, tick once with a longer ``max_jump``.
    """

    def __init__(self, last: dt.datetime, at: dt.datetime, max_jump: dt.timedelta) -> None:
        self.last: dt.datetime = last
        self.at: dt.datetime = at
        self.max_jump: dt.timedelta = max_jump
        super().__init__(
            f"the last tick was at {last.isoformat()}, this one is at {at.isoformat()}:"
            f" more than {max_jump} lies between; check the clock, or allow a longer `max_jump`"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with all arguments."""
        return type(self), (self.last, self.at, self.max_jump)


class NoValueInForceError(PscWorkflowError):
    """The catalogue has no value of a parameter on this day."""

    def __init__(self, parameter: str, day: object) -> None:
        self.parameter = parameter
        self.day = day
        super().__init__(parameter, day)

    def __str__(self) -> str:
        return f"the catalogue has no value of {self.parameter!r} in force on {self.day}"


class DefinitionError(PscWorkflowError):
    """A chart, a rule or the catalogue of this library is wrong; please report it."""


__getattr__: Callable[[str], Any] = former_names(__name__, {"Problem": "Fault", "ProblemsError": "FaultsError"})
