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
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

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


@contextlib.contextmanager
def _alarm(seconds: float, message: str) -> Iterator[None]:
    def ring(_: int, __: FrameType | None) -> None:
        raise TooSlowError(message)

    former = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


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
