"""
A campaign of synthetic agents under two contracts, and the processes that work on it until they are killed.
"""

import datetime as dt
import os
import threading
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path

import sqlalchemy as sa

from psc_workflow import Agent, contracts
from psc_workflow.campaigns import Campaign, DomainLimits, Invitee, Office, Wave
from psc_workflow.campaigns.sql import SQLLedger
from psc_workflow.effects import AnyEffect
from psc_workflow.stores.sql import SQLAlchemyStore

SINCE = dt.datetime(2026, 4, 6, 6, 0, tzinfo=dt.UTC)
UNTIL = SINCE + dt.timedelta(days=26)
DOMAINS = ["ac-paris.example", "ac-polynesie.example"]
CONTRACTS = {name: contracts.get(name) for name in ("men-2026", "men-2026-pf")}


def plan(count: int) -> Campaign:
    """Plan three waves, of which the last opens too late for anybody in it to be affiliated by the end."""
    third = max(count // 3, 1)
    opening = [dt.timedelta(0), dt.timedelta(days=1), dt.timedelta(days=15)]
    waves = [Wave(f"wave-{n}", SINCE + after, per_hour=third // 8 + 1) for n, after in enumerate(opening)]
    return Campaign("spring", waves, every=dt.timedelta(hours=12))


def invitees(count: int, wave: str, after: str, limit: int) -> Sequence[Invitee]:
    """List those of a wave: every third one."""
    numbers = range(int(wave[-1]), count, 3)
    everybody = (f"A{number:06}" for number in numbers)
    page = [id_ for id_ in everybody if id_ > after][:limit]
    return [Invitee(id_, list(CONTRACTS)[int(id_[1:]) // 3 % 2], agent(id_)) for id_ in page]


def agent(id_: str) -> Agent:
    """Return a synthetic agent."""
    domain = DOMAINS[int(id_[1:]) // 3 % 2]
    return Agent(professional_email=f"{id_.lower()}@{domain}", hired_on=dt.date(2010, 9, 1))


def office(url: str, count: int, log: Path | None = None, schema: str = "") -> Office:
    """Open the office of a campaign; what it sends goes into a log."""
    arguments = {"options": f"-csearch_path={schema}"} if schema else {}
    engine = sa.create_engine(url, connect_args=arguments, poolclass=sa.NullPool)
    store, ledger, campaign = SQLAlchemyStore(engine), SQLLedger(engine), plan(count)
    store.create_tables()
    ledger.create_tables()
    ledger.register(campaign)
    handle = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def send(effect: AnyEffect) -> None:
        os.write(handle, f"{effect.id}\n".encode())

    limits = DomainLimits({"ac-paris.example": max(count // 8, 2)}, window=dt.timedelta(hours=12))
    return Office(
        store, ledger, campaign, lambda *page: invitees(count, *page), send, contracts=CONTRACTS, limits=limits
    )


def work(url: str, schema: str, count: int, log: Path, worker: str) -> None:
    """Work on the campaign until it is over, or this process is killed."""
    from psc_workflow.campaigns.durable import DurableCampaign  # noqa: PLC0415 -- of the extra; not to be forked

    durable = DurableCampaign(
        office(url, count, log, schema), database=url, worker=worker, polling=0.1, schema=f"{schema}_dbos"
    )
    durable.launch()
    durable.start(SINCE, UNTIL)
    durable.wait()
    durable.close()


def call_from_cron(url: str, schema: str, count: int, log: Path, barrier: Barrier | threading.Barrier) -> None:
    """Work each round at the same moment as others do."""
    mine, at = office(url, count, log, schema), SINCE
    while at <= UNTIL:
        barrier.wait(120)
        mine.work(at)
        at = mine.next_round(at)
