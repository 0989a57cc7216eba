"""
The alarm that ends a call of the host: heard even where Python drops errors, and heard once.
"""

# ruff: noqa: PT012 -- what happens in the time of a call is the point

import contextlib
import gc
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from psc_workflow.testing._conformance.limits import TooSlowError, at_most

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no such signal")

LIMIT = 0.05


@pytest.fixture(autouse=True)
def drop_what_python_drops(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Collect what is raised where nobody can meet it."""
    dropped: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda info: dropped.append(info.exc_type))
    yield dropped
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


class Slow:
    """Takes longer to be destroyed than a call may."""

    def __del__(self) -> None:
        spin(3 * LIMIT)


def test_an_alarm_lost_in_a_destructor_rings_again(drop_what_python_drops: list[object]) -> None:
    with pytest.raises(TooSlowError), at_most(LIMIT, "give"):
        Slow()
        spin(5)
    assert drop_what_python_drops == [TooSlowError]


def test_an_alarm_lost_in_a_collection_of_garbage_rings_again(drop_what_python_drops: list[object]) -> None:
    def slow(*_: object) -> None:
        spin(3 * LIMIT)

    gc.callbacks.append(slow)
    try:
        with pytest.raises(TooSlowError), at_most(LIMIT, "give"):
            gc.collect(0)
            gc.callbacks.remove(slow)
            spin(5)
    finally:
        if slow in gc.callbacks:
            gc.callbacks.remove(slow)
    assert TooSlowError in drop_what_python_drops


def test_whoever_clears_up_after_the_alarm_is_not_interrupted_again() -> None:
    cleared = False
    with pytest.raises(TooSlowError) as caught, at_most(0.2, "give"):
        try:
            spin(5)
        finally:
            spin(0.15)  # the alarm rings in this time
            cleared = True
    assert cleared
    assert caught.value.__context__ is None


def test_a_host_that_stays_in_its_handler_is_interrupted_all_the_same() -> None:
    started = time.monotonic()
    with pytest.raises(TooSlowError), at_most(LIMIT, "give"):
        try:
            spin(5)
        except TooSlowError:
            spin(5)
    assert time.monotonic() - started < 4


def test_a_host_that_swallows_the_error_is_interrupted_again() -> None:
    with pytest.raises(TooSlowError), at_most(LIMIT, "give"):
        with contextlib.suppress(TooSlowError):
            spin(5)
        spin(5)


def test_nothing_rings_after_the_call() -> None:
    with at_most(LIMIT, "give"):
        pass
    spin(2 * LIMIT)
    assert threading.current_thread() is threading.main_thread()
