"""
A campaign without any engine: what is repeated after a crash is done once, a pause stops mails and no deadline.
"""

import datetime as dt
import multiprocessing
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from campaigners import CONTRACTS, SINCE, UNTIL, agent, call_from_cron, office
from databases import postgres
from effort import IS_THOROUGH
from psc_workflow.campaigns import Campaign, DomainLimits, Invitee, Office, Wave
from psc_workflow.campaigns._progress import progress
from psc_workflow.campaigns.sql import SQLLedger
from psc_workflow.effects import AnyEffect
from psc_workflow.exceptions import HostError, StoreError, UnknownContractError

HOUR = dt.timedelta(hours=1)
COUNT = 24


@pytest.fixture
def place(tmp_path: Path) -> Office:
    return attrs.evolve(office(f"sqlite:///{tmp_path / 'x.db'}", COUNT, tmp_path / "log"), limits=DomainLimits())


def ledger_of(place: Office) -> SQLLedger:
    assert isinstance(place.ledger, SQLLedger)
    return place.ledger


def invited(place: Office, campaign: str) -> tuple[int, str]:
    wave = ledger_of(place).waves(campaign)[0]
    return wave.invited, wave.last


def work_until(place: Office, until: dt.datetime) -> None:
    at = SINCE
    while at <= until:
        place.work(at)
        at = place.next_round(at)


def test_each_wave_invites_everybody_in_it_once_at_its_rate(place: Office, tmp_path: Path) -> None:
    work_until(place, SINCE + 12 * HOUR)
    assert [wave.invited for wave in ledger_of(place).waves("spring")] == [8, 0, 0]
    work_until(place, SINCE + 16 * 24 * HOUR)
    assert [wave.invited for wave in ledger_of(place).waves("spring")] == [8, 8, 8]
    sent = (tmp_path / "log").read_text().split()
    assert len(sent) == len(set(sent))
    assert {dossier.invitation.id for dossier in place.store.iterate()} <= set(sent)
    assert len(list(place.store.iterate())) == COUNT


def test_a_batch_that_is_repeated_after_a_crash_invites_nobody_twice(
    place: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(SQLLedger, "advance", dies)
    with pytest.raises(KeyboardInterrupt):
        place.invite(SINCE + 4 * HOUR)
    monkeypatch.undo()
    created = [dossier.dump() for dossier in place.store.iterate()]
    assert len(created) == 8
    place.work(SINCE + 8 * HOUR)
    assert [dossier.dump() for dossier in place.store.iterate()] == created
    assert invited(place, "spring") == (8, "A000021")
    assert not ledger_of(place).advance("spring", "wave-0", before=0, count=3, last="A000006")


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        pytest.param({"per_hour": 1}, 3, 5, id="a lower rate"),
        pytest.param({"per_hour": 4}, 8, 8, id="a higher rate"),
        pytest.param({"opens_at": SINCE + 2 * HOUR}, 2, 6, id="a later opening"),
        pytest.param({"opens_at": SINCE + 9 * HOUR}, 0, 0, id="an opening that is to come"),
    ],
)
def test_an_office_at_work_goes_by_the_rate_and_the_opening_that_are_registered_now(
    place: Office, changes: dict[str, Any], before: int, after: int
) -> None:
    first, *others = place.campaign.waves
    ledger_of(place).register(attrs.evolve(place.campaign, waves=[attrs.evolve(first, **changes), *others]))
    counts = []
    for hours in (3, 5):
        while place.invite(SINCE + hours * HOUR):
            pass
        counts.append(invited(place, "spring")[0])
    assert counts == [before, after]


def test_a_wave_that_is_not_registered_is_the_host_s_mistake(place: Office) -> None:
    campaign = attrs.evolve(place.campaign, waves=[*place.campaign.waves, Wave("later", SINCE, 1)])
    with pytest.raises(HostError, match="no wave of this name"):
        attrs.evolve(place, campaign=campaign).invite(SINCE)


def test_a_paused_campaign_sends_nothing_and_time_passes(place: Office, tmp_path: Path) -> None:
    place.invite(SINCE + 4 * HOUR)
    ledger_of(place).pause("spring")
    work_until(place, SINCE + 8 * 24 * HOUR)
    assert (tmp_path / "log").read_text() == ""
    assert progress("spring", ledger_of(place), place.store).is_paused
    assert max(dossier.revision for dossier in place.store.iterate()) >= 1  # the first reminder has come due
    ledger_of(place).resume("spring")
    assert place.work(SINCE + 8 * 24 * HOUR) > 0
    assert (tmp_path / "log").read_text() != ""
    with pytest.raises(HostError):
        ledger_of(place).pause("autumn")


def test_a_domain_takes_no_more_than_its_limit_in_a_window_and_keeps_no_other_waiting(place: Office) -> None:
    sent = Counter[tuple[str, int]]()
    minutes = 0

    def send(effect: AnyEffect) -> None:
        address = str(getattr(effect, "address", ""))
        sent[address.rpartition("@")[2], minutes] += 1

    limited = attrs.evolve(place, send=send, limits=DomainLimits({"ac-paris.example": 1}))
    limited.invite(SINCE + 8 * HOUR)
    for minutes in range(5):
        while limited.deliver(SINCE + 8 * HOUR + dt.timedelta(minutes=minutes)):
            pass
    assert sent == {("ac-paris.example", n): 1 for n in range(4)} | {("ac-polynesie.example", 0): 4}
    assert place.store.dead_letters() == []


def test_places_in_a_window_are_taken_for_a_whole_batch_and_forgotten_after_a_day(place: Office) -> None:
    ledger = ledger_of(place)
    assert ledger.take_places({"a.example": 3, "b.example": 1}, SINCE) == {"a.example": 0, "b.example": 0}
    assert ledger.take_places({"a.example": 2}, SINCE) == {"a.example": 3}
    assert ledger.take_places({"b.example": 1}, SINCE + 24 * HOUR) == {"b.example": 0}
    assert ledger.take_places({"a.example": 1}, SINCE) == {"a.example": 5}  # of a worker whose clock is late
    ledger.take_places({"b.example": 1}, SINCE + 25 * HOUR)
    with ledger._engine.connect() as connection:  # noqa: SLF001 -- nobody needs to list them
        windows = connection.execute(sa.text("SELECT domain, window_at FROM psc_campaign_places")).all()
    assert len(windows) == 2
    assert {domain for domain, _ in windows} == {"b.example"}


def test_a_batch_asks_the_ledger_once_however_many_mails_are_limited(
    place: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[dict[str, int]]()
    takes = SQLLedger.take_places

    def take(ledger: SQLLedger, mails: dict[str, int], window: dt.datetime) -> dict[str, int]:
        asked.append(dict(mails))
        return takes(ledger, mails, window)

    monkeypatch.setattr(SQLLedger, "take_places", take)
    limited = attrs.evolve(place, limits=DomainLimits({"ac-paris.example": 1}))
    limited.invite(SINCE + 8 * HOUR)
    assert limited.deliver(SINCE + 8 * HOUR) == 8
    assert asked == [{"ac-paris.example": 4}]


def test_nothing_is_sent_once_the_lease_has_run_out(place: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, now = list[str](), [0.0]
    monkeypatch.setattr("psc_workflow.campaigns._office.time.monotonic", lambda: now[0])

    def send(effect: AnyEffect) -> None:
        sent.append(effect.id)
        now[0] += 200

    slow = attrs.evolve(place, send=send)
    slow.invite(SINCE + 8 * HOUR)
    assert slow.deliver(SINCE + 8 * HOUR) == 8
    assert len(sent) == 2
    assert slow.deliver(SINCE + 8 * HOUR) == 0
    assert slow.deliver(SINCE + 9 * HOUR) == 6


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_calls_of_cron_that_overlap_send_each_mail_once_and_end_as_one_alone(tmp_path: Path, database: str) -> None:
    if database == "postgresql" and not IS_THOROUGH:
        pytest.skip("takes half a minute")
    count = 90 if IS_THOROUGH else 18
    schema = f"cron_{uuid.uuid4().hex}" if database == "postgresql" else ""
    url = postgres() if schema else f"sqlite:///{tmp_path / 'together.db'}"
    assert url is not None
    if schema:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.execute(sa.schema.CreateSchema(schema))
    alone = office(f"sqlite:///{tmp_path / 'alone.db'}", count, tmp_path / "alone.log")
    together = office(url, count, tmp_path / "together.log", schema)
    arguments = (url, schema, count, tmp_path / "together.log")
    if IS_THOROUGH:
        spawn = multiprocessing.get_context("spawn")
        barrier = spawn.Barrier(2)
        calls = [spawn.Process(target=call_from_cron, args=(*arguments, barrier), daemon=True) for _ in range(2)]
        for call in calls:
            call.start()
        for call in calls:
            call.join(240)
        assert [call.exitcode for call in calls] == [0, 0]
    else:
        meeting = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(call_from_cron, *zip(*[(*arguments, meeting)] * 2, strict=True)))
    work_until(alone, UNTIL)
    received = (tmp_path / "together.log").read_text().split()
    assert len(received) == len(set(received))
    assert set(received) == set((tmp_path / "alone.log").read_text().split())
    assert dict(together.store.documents()) == dict(alone.store.documents())
    assert [wave.invited for wave in ledger_of(together).waves("spring")] == [count // 3] * 3


def test_a_mail_that_is_always_refused_becomes_a_dead_letter_and_the_others_are_sent(place: Office) -> None:
    sent, refused = list[str](), "A000000"

    def send(effect: AnyEffect) -> None:
        if effect.dossier == refused:
            raise ConnectionError
        sent.append(effect.id)

    picky = attrs.evolve(place, send=send)
    picky.invite(SINCE + 4 * HOUR)
    for days in range(10):
        picky.deliver(SINCE + 4 * HOUR + dt.timedelta(days=days))
    assert len(sent) == 7
    (letter,) = place.store.dead_letters()
    assert (letter.dossier, letter.attempts, letter.error) == (refused, 8, "ConnectionError")
    assert progress("spring", ledger_of(place), place.store).dead_letters == 1


def test_what_cannot_be_sent_for_now_waits(place: Office) -> None:
    waiting = attrs.evolve(place, send=lambda _: False, contracts=CONTRACTS)
    waiting.invite(SINCE + 4 * HOUR)
    assert waiting.deliver(SINCE + 4 * HOUR) == 8
    assert waiting.deliver(SINCE + 4 * HOUR) == 0
    assert waiting.deliver(SINCE + 5 * HOUR) == 8


def people(*contracts: str) -> Callable[[str, str, int], Sequence[Invitee]]:
    """List people of those contracts, in the first wave."""
    listed = [Invitee(f"P{place}", contract, agent("A000000")) for place, contract in enumerate(contracts)]
    return lambda wave, after, limit: [each for each in listed if wave == "wave-0" and each.id > after][:limit]


def test_who_cannot_be_invited_keeps_no_deadline_and_no_mail_of_others_waiting(place: Office, tmp_path: Path) -> None:
    place.invite(SINCE + 4 * HOUR)
    wrong = attrs.evolve(place, invitees=people("men-1926"), campaign=attrs.evolve(place.campaign, name="autumn"))
    ledger_of(place).register(wrong.campaign)
    with pytest.raises(UnknownContractError):
        wrong.work(SINCE + 8 * 24 * HOUR)
    assert (tmp_path / "log").read_text() != ""
    assert max(dossier.revision for dossier in place.store.iterate()) >= 1  # the first reminder has come due
    assert invited(place, "autumn") == (0, "")


def test_who_cannot_be_invited_is_left_out_if_the_host_is_told_and_the_others_are_not(place: Office) -> None:
    wrong = list[tuple[str, str]]()
    listed = attrs.evolve(
        place,
        invitees=people("men-2026", "men-1926", "men-2026-pf"),
        on_error=lambda invitee, error: wrong.append((invitee.id, type(error).__name__)),
    )
    listed.work(SINCE + 12 * HOUR)
    assert wrong == [("P1", "UnknownContractError")]
    assert [dossier.id for dossier in place.store.iterate()] == ["P0", "P2"]
    assert invited(place, "spring") == (3, "P2")


def test_what_cannot_be_sent_for_now_never_becomes_a_dead_letter(place: Office) -> None:
    waiting = attrs.evolve(place, send=lambda _: False)
    waiting.invite(SINCE + 4 * HOUR)
    for days in range(12):
        assert waiting.deliver(SINCE + 4 * HOUR + dt.timedelta(days=days)) >= 8
    assert place.store.dead_letters() == []
    assert {claim.attempt for claim in place.store.claim(SINCE + 300 * HOUR)} == {1}


def test_a_long_run_of_cron_keeps_what_it_claims_late_from_the_next_one(
    place: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, at, leases = [0.0], SINCE + 4 * HOUR, list[dt.datetime]()
    monkeypatch.setattr("psc_workflow.campaigns._office.time.monotonic", lambda: now[0])

    def send(_: AnyEffect) -> None:
        assert place.store.claim(at + dt.timedelta(seconds=now[0]), limit=1) == []  # as the next run does
        leases.append(at)

    def slow(wave: str, after: str, limit: int) -> Sequence[Invitee]:
        now[0] += 700
        return people("men-2026")(wave, after, limit)

    attrs.evolve(place, send=send, invitees=slow).work(at)
    assert len(leases) == 1


def test_workers_that_are_late_invite_and_send_when_they_do_and_tick_from_round_to_round(place: Office) -> None:
    durable = pytest.importorskip("psc_workflow.campaigns.durable")
    late = SINCE + 100 * HOUR
    worker = object.__new__(durable.DurableCampaign)  # DBOS itself is not asked
    worker._office, worker._clock = place, lambda: late
    round_of = (SINCE + 4 * HOUR).isoformat()
    assert worker._one_batch("tick", round_of) == 0
    assert worker._one_batch("invite", round_of) == 8
    assert {dossier.record.invited_at for dossier in place.store.iterate()} == {late}
    assert place.store.last_tick() == SINCE + 4 * HOUR
    worker._clock = None
    assert worker._instant("deliver", SINCE) == SINCE


def test_a_phase_that_fails_ends_neither_its_round_nor_the_campaign(
    place: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    durable = pytest.importorskip("psc_workflow.campaigns.durable")
    worker, tried = object.__new__(durable.DurableCampaign), list[tuple[str, str]]()
    worker._office, worker._clock, worker._wait = place, None, lambda _: 0

    def do(phase: str, at: str) -> None:
        tried.append((phase, at))
        if phase == "invite":
            raise ConnectionError("teva@example.org cannot be looked up")

    monkeypatch.setattr(worker, "_do", do)
    worker._whole_day(SINCE.isoformat(), (SINCE + 24 * HOUR).isoformat())
    assert {at for _, at in tried} >= {SINCE.isoformat(), (SINCE + 12 * HOUR).isoformat()}
    assert len({phase for phase, _ in tried}) == 3
    assert "ConnectionError" in caplog.text
    assert "teva" not in caplog.text


def waves(ledger: SQLLedger) -> Any:
    return ledger.waves("spring")


@pytest.mark.parametrize(
    ("column", "values", "ask"),
    [
        ("psc_campaigns.name", [b"x"], lambda ledger: ledger.names()),
        ("psc_campaign_waves.name", [b"x"], waves),
        ("psc_campaign_waves.opens_at", [b"x", "x", -5], waves),
        ("psc_campaign_waves.per_hour", [b"x", "x", -5, 0], waves),
        ("psc_campaign_waves.invited", [b"x", "x", -5], waves),
        ("psc_campaign_waves.last", [b"x"], waves),
        ("psc_campaigns.is_paused", [b"", "x", 5], lambda ledger: ledger.is_paused("spring")),
        ("psc_campaign_places.count", [-5, 1.5], lambda ledger: ledger.take_places({"school.example": 3}, SINCE)),
    ],
)
def test_a_cell_of_a_ledger_that_holds_what_does_not_belong_there_is_an_error_of_the_store(
    column: str, values: list[object], ask: Callable[[SQLLedger], Any]
) -> None:
    """SQLite keeps anything in any column."""
    ledger, table = SQLLedger(sa.create_engine("sqlite://", poolclass=sa.StaticPool)), column.partition(".")[0]
    ledger.create_tables()
    ledger.register(Campaign("spring", [Wave("first", SINCE, per_hour=1)]))
    ledger.take_places({"school.example": 3}, SINCE)
    for value in values:
        with ledger._engine.begin() as connection:  # noqa: SLF001 -- no ledger has a way to do harm
            connection.exec_driver_sql(f"UPDATE {table} SET {column.partition('.')[2]} = ?", (value,))  # noqa: S608 -- our own names
        with pytest.raises(StoreError, match="what does not belong there"):
            ask(ledger)
    ledger._engine.dispose()  # noqa: SLF001 -- likewise


def test_an_engine_that_cannot_be_set_up_is_no_wrong_cell() -> None:
    def connect() -> None:
        raise ValueError("DATABASE_PASSWORD is not set")

    with pytest.raises(ValueError, match="DATABASE_PASSWORD"):
        SQLLedger(sa.create_engine("sqlite://", creator=connect)).names()
