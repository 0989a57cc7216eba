"""
Guards answer with a verdict; routes choose between targets. Both are plain functions, named after what they claim.

A *may* reads the dossier only: it decides whether a command is offered. A
*fits* reads the command too. A route is two-valued, reads the answers as they
are once the command's own is in, and has no findings: unknown cannot slide
into another branch, because guards have stopped it before.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from psc_workflow._model.answers import Answers
from psc_workflow._model.verdict import Verdict
from psc_workflow.exceptions import Fault, InvalidCommandError

if TYPE_CHECKING:
    from psc_workflow.states._context import Context


class _Condition(ABC):
    """What python-statemachine needs of a condition: a name, and a signature to call it by."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.__name__ = function.__name__
        self.__qualname__ = function.__qualname__
        self.__doc__ = function.__doc__
        self.__code__ = type(self).__call__.__code__

    def __repr__(self) -> str:
        return f"<{type(self).__name__.lower()} {self.__name__}>"

    def __call__(self, model: Any, event: Any, command: Any = None) -> bool:
        """Answer a live machine, whose model is a ``live.Position``."""
        return self.asked_of(model.context(str(event), command))

    @abstractmethod
    def asked_of(self, context: "Context") -> bool:
        """Answer yes or no."""


class Guard(_Condition):
    """A condition with reasons."""

    def __init__(self, function: Callable[..., Verdict], *, is_may: bool) -> None:
        super().__init__(function)
        self.function: Callable[..., Verdict] = function
        self.is_may = is_may

    def asked_of(self, context: "Context") -> bool:
        """Whether its verdict holds."""
        return context.verdict(self).holds

    def assess(self, context: "Context") -> Verdict:
        """Ask the rule behind the guard."""
        if self.is_may:
            return self.function(context)
        if context.command is None:
            raise InvalidCommandError(f"{self.__name__} reads the command:", [Fault("command", "is missing")])
        return self.function(context, context.command)


class Route(_Condition):
    """
    A condition without reasons, which only chooses.

    Args:
        reads_answers: It reads the answers alone, and so tells the way
            forward and back; otherwise it reads the command, or what
            happened before.
    """

    def __init__(self, function: Callable[[Any], bool], *, reads_answers: bool) -> None:
        super().__init__(function)
        self.reads_answers = reads_answers

    def asked_of(self, context: "Context") -> bool:
        """Whether this way is taken."""
        return context.takes(self)

    def chooses(self, answers: Answers) -> bool:
        """Whether this way is taken, once *answers* are what they are."""
        return bool(self.function(answers))

    def taken(self, context: "Context") -> bool:
        """Whether this way is taken, with the command's own answer in."""
        return bool(self.function(context.after.answers if self.reads_answers else context))


def may(function: Callable[["Context"], Verdict]) -> Guard:
    """Make a guard of a function that reads the dossier only."""
    return Guard(function, is_may=True)


def fits(function: Callable[["Context", Any], Verdict]) -> Guard:
    """Make a guard of a function that reads the command too."""
    return Guard(function, is_may=False)


def route(function: Callable[[Answers], bool]) -> Route:
    """Make a route that reads the answers."""
    return Route(function, reads_answers=True)


def turn(function: Callable[["Context"], bool]) -> Route:
    """Make a route that reads the command, or what happened before."""
    return Route(function, reads_answers=False)
