"""
Where an error leaves the library, and what it leaves behind: the values it was about.

A traceback keeps every frame, with its variables, and an error keeps the one
before it: a service that records errors would record the document, the form or
the number that was being read. An error of this library says all there is to
say by its message, so it goes out alone. Three kinds keep their traceback: an
error of a store, which needs that of the database; a definition of ours that is
wrong; and every error of another class.

>>> from psc_workflow.exceptions import HostError
>>> @boundary
... def read(text: str) -> int:
...     try:
...         return int(text)
...     except ValueError as error:
...         raise HostError("is no number") from error
>>> try:
...     read("Teva")
... except HostError as error:
...     trace = error.__traceback__.tb_next
...     error.__cause__, error.__context__, trace.tb_next, "Teva" in str(trace.tb_frame.f_locals)
(None, None, None, False)
"""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from psc_workflow.exceptions import DefinitionError, PscWorkflowError, StoreError

P = ParamSpec("P")
R = TypeVar("R")


def boundary(function: Callable[P, R]) -> Callable[P, R]:
    """Let the errors of this library leave *function* without the frames and the errors that they come from."""

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (DefinitionError, StoreError):
            raise
        except PscWorkflowError as error:
            alone = _alone(error)
        del args, kwargs
        try:
            raise alone
        finally:
            del alone  # which would keep this frame, and so itself

    return call


class Bounded(type):
    """The type of classes whose construction is such a place: the arguments are values that people typed."""

    if not TYPE_CHECKING:  # the arguments are those of the class

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            """Make an instance."""
            try:
                return type.__call__(cls, *args, **kwargs)  # faster than super()
            except PscWorkflowError as error:
                alone = _alone(error)
            del args, kwargs
            try:
                raise alone
            finally:
                del alone


def _alone(error: PscWorkflowError) -> PscWorkflowError:
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
