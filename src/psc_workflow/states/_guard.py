"""
Guards answer with a verdict; routes choose between targets. Both are plain functions, named after what they claim.

A *may* reads the dossier only: it decides whether a command is offered. A
*fits* reads the command too. A route is two-valued, reads the record that the
command leaves, and has no findings: unknown cannot slide into another branch,
because guards have stopped it before.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from psc_workflow._model.answers import Answers
from psc_workflow._model.record import Record
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.exceptions import Fault, InvalidCommandError
from psc_workflow.states import _judging
from psc_workflow.states._changes import changed
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
        """Answer a live machine, whose model is the place of a dossier (``states.live``)."""
        return self.answer(model.context(str(event), command))

    @abstractmethod
    def answer(self, context: Context) -> bool:
        """Answer yes or no."""


class Guard(_Condition):
    """
    A condition with reasons.

    Its ``answers`` are those that it can give; ``never`` takes some away.
    """

    def __init__(self, function: Callable[..., Verdict], *, is_may: bool) -> None:
        super().__init__(function)
        self.function: Callable[..., Verdict] = function
        self.is_may = is_may
        self.answers: tuple[Judgement, ...] = tuple(Judgement)

    def answer(self, context: Context) -> bool:
        """Whether its verdict holds."""
        return self.verdict(context).holds

    def verdict(self, context: Context) -> Verdict:
        """Ask the rule behind the guard, once for each *context*; the findings are in the contract's words."""
        if self not in context.memory:
            context.memory[self] = context.contract.wording.read_by(context.role).reword(self._assess(context))
        verdict: Verdict = context.memory[self]
        return verdict

    def _assess(self, context: Context) -> Verdict:
        if self.is_may:
            return self.function(context)
        if context.command is None:
            raise InvalidCommandError(f"{self.__name__} reads the command:", [Fault("command", "is missing")])
        verdict = self.function(context, context.command)
        return _judging.complete(verdict, context, context.command)


class Route(_Condition):
    """
    A condition without reasons, which only chooses.

    Args:
        reads_answers: Whether it reads the answers alone, and so decides the
            way forward and back; otherwise it reads the request: the command,
            the dossier before it, and the record that it leaves.
    """

    def __init__(self, function: Callable[..., bool], *, reads_answers: bool) -> None:
        super().__init__(function)
        self.reads_answers = reads_answers

    def answer(self, context: Context) -> bool:
        """Whether it leads this way once the command's own answer is in."""
        return self.chooses(context, changed(context))

    def chooses(self, context: Context, record: Record) -> bool:
        """Whether it leads this way, where the command leaves *record*."""
        return self.follows(record.answers) if self.reads_answers else bool(self.function(context, record))

    def follows(self, answers: Answers) -> bool:
        """Whether a route that reads the answers leads this way."""
        return bool(self.function(answers))


def may(function: Callable[[Context], Verdict]) -> Guard:
    """Make a guard of a function that reads the dossier only."""
    return Guard(function, is_may=True)


def fits(function: Callable[[Context, Any], Verdict]) -> Guard:
    """Make a guard of a function that reads the command too."""
    return Guard(function, is_may=False)


def never(*answers: Judgement) -> Callable[[Guard], Guard]:
    """Declare that a guard never gives *answers*: nothing it asks can lead there."""

    def declare(guard: Guard) -> Guard:
        guard.answers = tuple(answer for answer in guard.answers if answer not in answers)
        return guard

    return declare


def answers_route(function: Callable[[Answers], bool]) -> Route:
    """Make a route that reads the answers."""
    return Route(function, reads_answers=True)


def request_route(function: Callable[[Context, Record], bool]) -> Route:
    """Make a route that reads the request: the command, the dossier before it, and the record that it leaves."""
    return Route(function, reads_answers=False)
