"""
A clock on Temporal: a workflow calls an activity every ten minutes, with an instant that a retry and a replay repeat.
"""

import datetime as dt
from collections.abc import Callable

from temporalio import activity, workflow

EVERY = dt.timedelta(minutes=10)
ROUNDS = 144
"""Rounds in a run: a day of them, so that the history of a run stays short."""


class Activities:
    """
    The activities of a worker.

    Args:
        work: Ticks and delivers as of an instant, and returns how many dossiers moved.
    """

    def __init__(self, work: Callable[[dt.datetime], int]) -> None:
        self._work = work

    @activity.defn
    def work_at(self, at: str) -> int:
        """Do the work as of *at*; Temporal tries again if it raises."""
        return self._work(dt.datetime.fromisoformat(at))


@workflow.defn
class Clock:
    """Ticks for a day, then goes on as a new run."""

    @workflow.run
    async def run(self) -> None:
        """Let time pass."""
        for _ in range(ROUNDS):
            at = workflow.now().isoformat()
            await workflow.execute_activity_method(
                Activities.work_at, at, start_to_close_timeout=dt.timedelta(minutes=30)
            )
            await workflow.sleep(EVERY)
        workflow.continue_as_new()
