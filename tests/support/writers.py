"""
What the processes of ``test_killed.py`` do until they are killed: decide and deliver, and note it in a log of their own.

Each line is written by one call of the operating system, so that whatever a process noted before it was killed is there.
"""

import datetime as dt
import hashlib
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import attrs
import sqlalchemy as sa

from people import BENOIT, GUIDE, INVITED, NOW
from pool import ANYWHERE, RIGHT, of_the_day
from psc_workflow import Dossier, Outcome, Role, effects
from psc_workflow._model.commands import Command, RequestDocument, Resume
from psc_workflow.exceptions import StoreError
from psc_workflow.stores import SQLiteStore, Store
from psc_workflow.stores.sql import SQLAlchemyStore

DECADE = dt.timedelta(days=3650)


@attrs.frozen
class Where:
    """A database, in a form that goes to another process: a file, or an address and a schema."""

    url: str
    schema: str = ""

    def open(self) -> Store:
        if self.url.startswith("file:"):
            return SQLiteStore(self.url.removeprefix("file:"), timeout=60)
        store = SQLAlchemyStore(self._engine())
        store.create_tables()
        return store

    def _engine(self) -> sa.Engine:
        options = f"-csearch_path={self.schema} -capplication_name={self.schema}"
        arguments: dict[str, Any] = {"options": options} if self.schema else {"timeout": 60}
        return sa.create_engine(self.url, poolclass=sa.NullPool, connect_args=arguments)

    def outlive(self) -> None:
        """
        Wait until the server has noticed that those who were killed are gone.

        Until then it may yet save what one of them had asked for last.
        """
        if not self.schema:
            return
        others = sa.text(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = :name AND pid <> pg_backend_pid()"
        )
        patience = time.monotonic() + 60
        with self._engine().connect() as connection:
            while connection.execute(others, {"name": self.schema}).scalar():
                connection.rollback()  # or it would look at the same moment again
                assert time.monotonic() < patience, "the server still works for a process that was killed"
                time.sleep(0.01)


@attrs.frozen
class Try:
    """
    A request, noted before it is made.

    Args:
        revision: The one it is made on.
        place: Place of the command in the ``pool`` of that day.
    """

    dossier: str
    revision: int
    place: int
    day: str
    at: str
    key: str

    @property
    def command(self) -> Command:
        return pool(dt.date.fromisoformat(self.day))[self.place]

    @property
    def instant(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.at)


def pool(today: dt.date) -> list[Command]:
    """List commands that some dossier accepts on that day; every other one gives an effect."""
    commands = [*RIGHT, *ANYWHERE, *of_the_day(today)]
    return commands + [command for command in ANYWHERE if isinstance(command, RequestDocument)] * 8


def open_named(name: str) -> Dossier:
    """Open the dossier called *name*."""
    return Dossier.open(GUIDE, id=name, agent=BENOIT, invited_at=INVITED)


def open_log(file: Path) -> Callable[..., None]:
    """Open a log, and return the function that writes a line."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    return lambda *line: os.write(handle, json.dumps(line).encode() + b"\n") and None


def read_log(file: Path) -> list[list[Any]]:
    """Read a log; a last line cut short does not count."""
    *lines, _ = file.read_bytes().split(b"\n") if file.exists() else [b""]
    return [json.loads(line) for line in lines]


def write(where: Where, names: list[str], log: Path, seed: str, again: Try | None) -> None:
    """Repeat the request left unanswered, *again*; then decide on dossiers drawn at random, some new, until killed."""
    say, random = open_log(log), Random(seed)  # noqa: S311 -- to be drawn again
    try:
        store, mine = where.open(), list(names)
        say("opened")
        if again is not None:
            dossier = store.load(again.dossier)
            at = max(again.instant, dossier.record.at + dt.timedelta(microseconds=random.randrange(10**6)))
            _decide(store, attrs.evolve(again, revision=dossier.revision, at=at.isoformat()), say)
        while True:
            if random.random() < 0.2:
                mine.append(f"{seed}-{len(mine)}")
                store.create(open_named(mine[-1]), effects=[open_named(mine[-1]).invitation])
                say("created", mine[-1])
            _decide(store, _acceptable(store.load(random.choice(mine)), random), say)
    except BaseException as error:
        say("failed", repr(error))
        raise


def _acceptable(dossier: Dossier, random: Random) -> Try:
    """Draw a command that *dossier* accepts, at an instant that no other process draws."""
    pause = dt.timedelta(days=20) if random.random() < 0.03 else dt.timedelta(seconds=60)
    at = max(dossier.record.at, NOW) + pause * random.random()
    commands = pool(at.date())
    key = random.randbytes(8).hex()
    while True:
        place = random.randrange(len(commands))
        decision = dossier.decide(commands[place], at=at, role=commands[place].roles[0])
        if decision.outcome is Outcome.ACCEPTED and decision.steps:
            return Try(dossier.id, dossier.revision, place, at.date().isoformat(), at.isoformat(), key)


def _decide(store: Store, request: Try, say: Callable[..., None]) -> None:
    say("try", attrs.asdict(request))
    made_on = request.revision
    decision = store.decide(
        request.dossier,
        request.command,
        at=request.instant,
        key=request.key,
        expected_revision=made_on,
        role=request.command.roles[0],
    )
    saved = decision.dossier
    head, owed = saved.record.history.head, [effect.id for effect in decision.effects]
    say(decision.outcome.value, saved.id, saved.revision, head, owed)


def deliver(where: Where, log: Path, seed: str) -> None:
    """Deliver the effects due, at instants drawn at random, until killed."""
    say, random = open_log(log), Random(seed)  # noqa: S311 -- to be drawn again
    try:
        store = where.open()
        while True:
            store.deliver(lambda effect: say("sent", effect.id, digest(effect)), at=NOW + random.random() * DECADE)
            time.sleep(0.002)
    except BaseException as error:
        say("failed", repr(error))
        raise


@attrs.define(slots=False)
class Crowd:
    """Threads of one process that read a file without any patience for as long as others write it."""

    file: Path
    log: Path
    readers: int
    writers: int
    is_over: threading.Event = attrs.field(factory=threading.Event)

    def run(self) -> None:
        self.say, self.begin = open_log(self.log), threading.Barrier(self.readers + self.writers)
        readers = [threading.Thread(target=self.note, args=(self.read,)) for _ in range(self.readers)]
        writers = [threading.Thread(target=self.note, args=(self.write, number)) for number in range(self.writers)]
        for thread in [*readers, *writers]:
            thread.start()
        for thread in writers:
            thread.join()
        self.is_over.set()
        for thread in readers:
            thread.join()

    def note(self, work: Callable[..., None], *args: int) -> None:
        try:
            work(*args)
        except BaseException as error:
            self.say("failed", repr(error))
            self.begin.abort()
            raise

    def opened(self) -> SQLiteStore:
        """Open the file without patience, but again: to look at its tables and its log, one needs it for a moment."""
        patience = time.monotonic() + 60
        while True:
            try:
                return SQLiteStore(self.file, timeout=0)
            except StoreError:
                if time.monotonic() > patience:
                    raise
                time.sleep(0.01)

    def read(self) -> None:
        with self.opened() as store:
            self.begin.wait()
            while not self.is_over.is_set():
                store.load("D1")
                store.find()
                store.pending(NOW)
                self.say("read")
                time.sleep(0.005)

    def write(self, number: int) -> None:
        name = f"{self.log.stem}-{number}"
        with SQLiteStore(self.file, timeout=60) as store:
            store.create(open_named(name), effects=[open_named(name).invitation])
            self.begin.wait()
            for _ in range(10):
                store.decide(name, Resume(), at=NOW, role=Role.AGENT)
                self.say("written")


def read_and_write(*of_the_crowd: Any) -> None:
    """Run a crowd in this process."""
    Crowd(*of_the_crowd).run()


def deliver_with_others(where: Where, log: Path, began: float, lease: dt.timedelta) -> None:
    """Deliver what others deliver, too, by a clock that all share, until killed."""
    say = open_log(log)
    try:
        store = where.open()
        say("opened")
        while True:
            at = NOW + dt.timedelta(seconds=time.time() - began)
            store.deliver(lambda effect: say("sent", effect.id), at=at, lease=lease)
            time.sleep(0.01)
    except BaseException as error:
        say("failed", repr(error))
        raise


def digest(effect: effects.Effect) -> str:
    """Return the hash of *effect* as JSON."""
    return hashlib.sha256(json.dumps(effects.as_json(effect), sort_keys=True).encode()).hexdigest()


def _practise() -> None:
    """Decide and deliver once, so that everything made when first needed is there before processes are forked."""
    with SQLiteStore(":memory:") as store:
        store.create(open_named("D0"), effects=[open_named("D0").invitation])
        for seed in range(9):
            _decide(store, _acceptable(store.load("D0"), Random(seed)), lambda *_: None)  # noqa: S311 -- the same always
        store.deliver(digest, at=NOW + DECADE)


_practise()
