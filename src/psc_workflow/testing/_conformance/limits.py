"""
The time that a call of the host may take, and what became of it if it raised.

>>> failure = None
>>> try:
...     with at_most(0.01, "give"):
...         while True:
...             pass
... except TooSlowError as error:
...     failure = str(error)
>>> failure
'gave no answer within 0.01 s in give'
"""

import contextlib
import ctypes
import signal
import sys
import sysconfig
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from psc_workflow.exceptions import PscWorkflowError

OURS = str(Path(__file__).parents[2])
_OTHERS = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "purelib", "platlib"))


class TooSlowError(BaseException):
    """A call of the host took longer than a step may; no ``except Exception`` of the host may swallow it."""


@contextlib.contextmanager
def at_most(seconds: float, call: str) -> Iterator[None]:
    """
    Interrupt what takes longer than *seconds*.

    In the main thread a signal does so, which ends sleeping and waiting too.
    Elsewhere, or where a signal is in use or does not exist, another thread
    raises the error as soon as the host runs a line of Python.

    Raises:
        TooSlowError: It took longer.
    """
    message = f"gave no answer within {seconds:g} s in {call}"
    if _may_signal():
        with _alarm(seconds, message):
            yield
    else:
        with _watch(seconds, message):
            yield


def _may_signal() -> bool:
    is_main = threading.current_thread() is threading.main_thread()
    return is_main and hasattr(signal, "setitimer") and signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


_AGAIN = 0.1
"""Seconds after which the alarm rings again if the error was lost: what a destructor raises, Python drops."""


class _Bell:
    """
    Raises the error, once: again only if nobody met it, or if whoever meets it takes as long as a call may.

    Args:
        host: Frame of the call. Once it has ended, nothing is raised any more.
    """

    def __init__(self, seconds: float, message: str, host: FrameType | None) -> None:
        self.seconds, self.message, self.host = seconds, message, host
        self.error: TooSlowError | None = None
        self.raised_at = 0.0

    def ring(self, _: int, frame: FrameType | None) -> None:
        """Handle the signal."""
        if not _is_inside(frame, self.host):
            signal.setitimer(signal.ITIMER_REAL, 0)
            return
        now = time.monotonic()
        if self.error is not None and _is_handling(self.error) and now < self.raised_at + self.seconds:
            return
        self.error, self.raised_at = TooSlowError(self.message), now
        raise self.error


def _is_inside(frame: FrameType | None, host: FrameType | None) -> bool:
    """Whether *host* is *frame*, or waits for it."""
    while frame is not None and frame is not host:
        frame = frame.f_back
    return frame is not None


def _is_handling(error: BaseException) -> bool:
    """Whether an ``except`` or a ``finally`` is at work on *error*, or on what it led to."""
    present = sys.exc_info()[1]
    while present is not None and present is not error:
        present = present.__context__
    return present is not None


def _caller() -> FrameType | None:
    """Find the frame that has the ``with`` statement."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 -- documented, and there is no other way
    while frame is not None and frame.f_code.co_filename in (__file__, contextlib.__file__):
        frame = frame.f_back
    return frame


@contextlib.contextmanager
def _alarm(seconds: float, message: str) -> Iterator[None]:
    bell = _Bell(seconds, message, _caller())
    former = signal.signal(signal.SIGALRM, bell.ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
        bell.host = None  # a frame keeps all that is in it


@contextlib.contextmanager
def _watch(seconds: float, message: str) -> Iterator[None]:
    target, raised = threading.get_ident(), threading.Event()

    def interrupt() -> None:
        raised.set()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(target), ctypes.py_object(TooSlowError))

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except TooSlowError:
        raise TooSlowError(message) from None
    finally:
        timer.cancel()


_ABOUT_NAMES = (AttributeError, ImportError, IndexError, KeyError, NameError, TypeError)
"""Errors of Python whose words are names of the program: of arguments, attributes and keys."""
_MOST_LETTERS = 200


def say_error(error: BaseException, call: str, is_personal: Callable[[str], object]) -> str:
    """
    Say what was raised in *call*, and where.

    The first line of its message is added if it can name nobody: if Python or
    this library wrote it, of the names of the program alone.

    Args:
        is_personal: Whether a text holds a value of somebody; then it is left out all the same.
    """
    words = _words(error)
    shown = f": {words}" if words and not is_personal(words) else ""
    return f"raised {type(error).__name__} in {call}, at {place_of(error)}{shown}"


def _words(error: BaseException) -> str:
    is_python = isinstance(error, _ABOUT_NAMES) and type(error).__module__ == "builtins"
    if not is_python and not (isinstance(error, PscWorkflowError) and _is_raised_by_us(error)):
        return ""
    with contextlib.suppress(Exception):  # a key may be anything
        return "".join(filter(str.isprintable, (str(error).splitlines() or [""])[0]))[:_MOST_LETTERS]
    return ""


def _is_raised_by_us(error: BaseException) -> bool:
    frames = list(_frames(error.__traceback__))
    return bool(frames) and frames[-1].filename.startswith(OURS)


def place_of(error: BaseException) -> str:
    """
    Name the line of the host that raised *error*: its file, line and function; never its message.

    Where none of the frames is the host's, the innermost of all.
    """
    frames = list(_frames(error.__traceback__))
    hosts = [frame for frame in frames if not _is_foreign(frame.filename)]
    if not frames:
        return ""
    frame = (hosts or frames)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}"


def _frames(trace: TracebackType | None) -> Iterator[traceback.FrameSummary]:
    yield from traceback.extract_tb(trace)


def _is_foreign(file: str) -> bool:
    return file.startswith(("<", OURS, *_OTHERS, sys.base_prefix))


def describe(value: Any) -> str:
    """Name the type of *value*."""
    return type(value).__name__
