"""
A campaign on DBOS and PostgreSQL (extra ``campaign``): killed workers go on where they were.

The workflow of a campaign has one child a day, which goes from round to round.
A round puts shares on a queue, and waits for them. A share takes batches,
leased from the store, until none is left: DBOS hands out few workflows a
second, so that a workflow must never be one dossier. Each batch is a step,
which may be repeated: an invitation is created once, a tick and a mail are
leased.
"""

import datetime as dt
import functools
import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from psc_workflow._structuring.arguments import check_kind, instant_in_range
from psc_workflow._structuring.extras import extra_error
from psc_workflow._version import VERSION
from psc_workflow.campaigns._office import Office
from psc_workflow.stores._arguments import check_function, check_number, check_seconds, check_text

try:
    from dbos import DBOS, DBOSConfig, SetWorkflowID
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "campaign", __name__) from None

__all__ = ["DurableCampaign"]

_QUEUE = "psc-campaign"
_ONE_DAY = dt.timedelta(days=1)
_PHASES = ("invite", "tick", "deliver")

LOG = logging.getLogger("psc_workflow.campaigns")

P = ParamSpec("P")
R = TypeVar("R")


class DurableCampaign:
    """
    One worker of a campaign.

    There is one in a process: DBOS has one of itself. A phase of a round that
    raises an error is logged (``psc_workflow.campaigns``), and the next round
    does what it left.

    Args:
        office: With a store and a ledger that all workers share.
        database: Address of the PostgreSQL database in which DBOS keeps its
            tables, in a schema of their own.
        worker: Name of this worker. A worker that was killed goes on when
            one of its name begins; no two of one name may run at once.
        shares: In how many parts ticks and deliveries of a round are done:
            about as many as there are workers.
        polling: Seconds between two looks at the queue.
        schema: Name of the schema.
        clock: Tells the present instant, for the pauses between rounds, and
            for what is done late. ``None`` makes no pauses: for a rehearsal,
            in which weeks pass in minutes.

    Raises:
        HostError: An argument has another type.
    """

    def __init__(
        self,
        office: Office,
        *,
        database: str,
        worker: str,
        shares: int = 2,
        polling: float = 1.0,
        schema: str = "psc_campaign",
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        check_kind(office, Office, "office")
        for name, text in (("database", database), ("worker", worker), ("schema", schema)):
            check_text(text, name)
        check_number(shares, "shares", least=1)
        check_seconds(polling, "polling")
        check_function(clock, "clock", may_be_left_out=True)
        self._office, self._shares, self._polling, self._clock = office, shares, polling, clock
        config: DBOSConfig = {
            "name": "psc-campaign",
            "system_database_url": database,
            "dbos_system_schema": schema,
            "executor_id": worker,
            "application_version": VERSION,
            "log_level": "ERROR",
        }
        DBOS(config=config)
        self._batch = DBOS.step(name="psc-batch", retries_allowed=True, max_attempts=5)(_free(self._one_batch))
        self._wait = DBOS.step(name="psc-wait")(_free(self._seconds_until))
        self._share = DBOS.workflow(name="psc-share")(_free(self._one_share))
        self._day = DBOS.workflow(name="psc-day")(_free(self._whole_day))
        self._campaign = DBOS.workflow(name="psc-campaign")(_free(self._whole))

    def launch(self) -> None:
        """Begin to work; what a worker of this name was doing when it was killed is taken up again."""
        DBOS.launch()
        DBOS.register_queue(_QUEUE, worker_concurrency=1, polling_interval_sec=self._polling)

    def close(self) -> None:
        """Stop working."""
        DBOS.destroy(destroy_registry=True)

    def start(self, since: dt.datetime, until: dt.datetime) -> None:
        """
        Start the campaign, unless it was started before.

        Args:
            since: Aware instant of the first round.
            until: Aware instant after the last one.

        Raises:
            HostError: An instant has no time zone, or is none.
        """
        instant_in_range(since, "since")
        instant_in_range(until, "until")
        with SetWorkflowID(self._office.campaign.name):
            DBOS.start_workflow(self._campaign, since.isoformat(), until.isoformat())

    def wait(self) -> None:
        """Wait until the campaign has come to its end."""
        handle: Any = DBOS.retrieve_workflow(self._office.campaign.name)
        handle.get_result()

    # -- workflows ------------------------------------------------------------------------------

    def _whole(self, since: str, until: str) -> None:
        day, end = dt.datetime.fromisoformat(since), dt.datetime.fromisoformat(until)
        while day < end:
            self._day(day.isoformat(), min(day + _ONE_DAY, end).isoformat())
            day += _ONE_DAY

    def _whole_day(self, since: str, until: str) -> None:
        at, end = dt.datetime.fromisoformat(since), dt.datetime.fromisoformat(until)
        while at < end:
            if wait := self._wait(at.isoformat()):
                DBOS.sleep(wait)
            for phase in _PHASES:
                self._try(phase, at.isoformat())
            at = self._office.next_round(at)

    def _try(self, phase: str, at: str) -> None:
        """Do a phase; what could not be done now is what the next round does, and deadlines come meanwhile."""
        try:
            self._do(phase, at)
        except Exception as error:  # noqa: BLE001 -- whatever the error, the campaign must go on
            # The type alone: messages of a database may show what is stored.
            LOG.error("phase %s of the round at %s ended with %s", phase, at, type(error).__name__)  # noqa: TRY400 -- see above

    def _do(self, phase: str, at: str) -> None:
        """Do one batch, and only if there was something to do put shares of the rest on the queue."""
        if not self._batch(phase, at):
            return
        shares = 1 if phase == "invite" else self._shares
        handles = [DBOS.enqueue_workflow(_QUEUE, self._share, phase, at) for _ in range(shares)]
        for handle in handles:
            handle.get_result()

    def _one_share(self, phase: str, at: str) -> int:
        total = 0
        while count := self._batch(phase, at):
            total += count
        return total

    # -- steps ----------------------------------------------------------------------------------

    def _one_batch(self, phase: str, at: str) -> int:
        batch: Callable[[dt.datetime], int] = getattr(self._office, phase)
        return batch(self._instant(phase, dt.datetime.fromisoformat(at)))

    def _instant(self, phase: str, at: dt.datetime) -> dt.datetime:
        """
        Return the instant at which the *phase* of the round at *at* is done: later, if the workers are late.

        Who is invited late has all the days to answer, and a reminder that would
        come too late is not sent. Ticks go from round to round all the same: a store
        refuses a clock that jumps.
        """
        return at if self._clock is None or phase == "tick" else max(at, self._clock())

    def _seconds_until(self, at: str) -> float:
        return 0.0 if self._clock is None else max(0.0, (dt.datetime.fromisoformat(at) - self._clock()).total_seconds())


def _free(method: Callable[P, R]) -> Callable[P, R]:
    """Make a function of a method, which DBOS can write on."""

    @functools.wraps(method)
    def function(*arguments: P.args, **options: P.kwargs) -> R:
        return method(*arguments, **options)

    return function
