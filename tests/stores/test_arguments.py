"""
A wrong argument is the host's mistake on every database: each argument of each public method, with each kind of wrong value.
"""

import asyncio
import copy
import datetime as dt
import inspect
import pickle
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from databases import Open, close, for_asyncio
from dossiers import open_dossier
from effort import IS_THOROUGH
from junk import NAIVE, Right, not_refused, wrong_calls
from people import GUIDE, NOW, REQUEST_NOTICE
from psc_workflow import Role
from psc_workflow._model.effects import Effect
from psc_workflow.effects import AnyEffect, AskForReview, ContinueUnder, InformSurvivors, Review
from psc_workflow.exceptions import DossierNotFoundError, HostError, NaiveInstantError, StoreError
from psc_workflow.stores import Claim, SealKeys, SQLiteStore, Store, check_compatibility, frame
from psc_workflow.stores._encoding import LONGEST_EFFECT_ID
from psc_workflow.stores.sql import AsyncSQLAlchemyStore, SQLAlchemyStore
from writers import open_named

MINUTE = dt.timedelta(minutes=1)
DOSSIER, MAIL = open_dossier(), open_dossier().invitation
DECISION = DOSSIER.decide(REQUEST_NOTICE, at=NOW, role=Role.AGENT)
CRITERIA = ("contract", "access", "affiliation", "dispensation", "membership", "status")

METHODS: dict[str, dict[str, Any]] = {
    "create": {"dossier": DOSSIER, "steps": (), "effects": ()},
    "save": {"dossier": DECISION.dossier, "expected_revision": 0, "steps": DECISION.steps, "effects": ()},
    "decide": {"id": "D1", "command": REQUEST_NOTICE, "at": NOW, "key": "k", "role": Role.AGENT}
    | {"expected_revision": 9, "by": "b"},
    "load": {"id": "D1"},
    "steps": {"id": "D1"},
    "delete": {"id": "D1"},
    "erase": {"id": "D1", "on": NOW.date()},
    "tombstones": {"after": "", "limit": 1},
    "pending": {"at": NOW, "limit": 1},
    "dossier_of": {"effect": MAIL},
    "claim": {"at": NOW, "limit": 1, "lease": MINUTE},
    "mark_delivered": {"effect": MAIL, "at": NOW},
    "mark_failed": {"claim": Claim(MAIL, NOW, 1), "error": None, "at": NOW, "retry_at": NOW},
    "dead_letters": {"after": "", "limit": 1},
    "retry": {"id": "e", "at": NOW},
    "erase_useless": {"at": NOW},
    "deliver": {"send": lambda _: False, "at": NOW, "lease": MINUTE, "on_error": None},
    "due": {"before": NOW, "limit": 1},
    "claim_due": {"at": NOW, "limit": 1, "lease": MINUTE},
    "tick": {"at": NOW, "limit": 1, "lease": MINUTE, "max_jump": MINUTE},
    "set_last_tick": {"at": NOW},
    "find": {**dict.fromkeys(CRITERIA, "x"), "effective_on": NOW.date(), "after": "", "limit": 1},
    "count_by": {"field": "status"},
    "past_retention": {"at": NOW, "after": "", "limit": 1},
    "verify": {"repair": False, "heads": ()},
}
"""Every method that takes arguments, with right ones; a new method needs a line."""

RIGHT: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("at", "before"), lambda value: value is NOW),
    "retry_at": lambda value: value is NOW or value is None,
    "after": lambda value: value == "x",
    **dict.fromkeys(("key", "by", *CRITERIA), lambda value: value == "x" or value is None),
    **dict.fromkeys(("role", "error", "on_error", "max_jump", "beside", "seal_keys"), lambda value: value is None),
    "on": lambda value: type(value) is dt.date,
    "effective_on": lambda value: type(value) is dt.date or value is None,
    **dict.fromkeys(("repair", "redacted", "accepts_unsealed"), lambda value: value is True),
    "timeout": lambda value: value == 1.5,
    "path": lambda value: value == "x",
    **dict.fromkeys(("contracts", "installed"), lambda value: isinstance(value, dict)),
    "corpus": lambda value: isinstance(value, str | bytes | list | dict),  # whose items are looked at one by one
}
"""What of the junk is right for an argument of that name."""

A_REVISION: Right = {**RIGHT, "expected_revision": lambda value: value in (None, -1, 10**30)}
"""A decision made on a revision that no dossier has is stale: it may come from a browser."""


def expected(method: str, name: str) -> type[Exception] | None:
    """Say what a wrong argument leads to; what can be no id is that of no dossier, and of no effect."""
    if name != "id":
        return HostError
    return None if method == "retry" else DossierNotFoundError


CALLS = [
    (method, name, values)
    for method, arguments in METHODS.items()
    for name, values in wrong_calls(arguments, A_REVISION if method == "decide" else RIGHT)
    if (name, values.get("id")) != ("id", "x")  # which may be one
]


def content(store: Store) -> object:
    return list(store.documents()), store.pending(NOW), store.due(NOW), store.tombstones(), store.last_tick()


def test_a_wrong_argument_is_the_host_s_mistake_and_changes_nothing(store: Store) -> None:
    store.save(store.load("D1"), expected_revision=0, effects=[MAIL])
    before, others = content(store), list[str]()
    for method, name, arguments in CALLS:
        error = expected(method, name)
        try:
            answer = getattr(store, method)(**arguments)
        except Exception as raised:  # noqa: BLE001 -- that is the question
            is_right = error is not None and isinstance(raised, error)
        else:
            is_right = error is None and answer is False
        if not is_right:
            others.append(f"{method}({name}={arguments[name]!r})")
    assert others == []
    assert content(store) == before
    with pytest.raises(NaiveInstantError, match="`at`"):
        store.pending(NAIVE)


def task(**fields: Any) -> AnyEffect:
    """Give an effect that a host makes by itself."""
    return attrs.evolve(AskForReview("e", NOW, None, Review.NOT_MINE), **fields)


HOSTS_OWN: dict[str, AnyEffect] = {
    **{repr(id_)[:9]: task(id=id_) for id_ in ("", " ", "e\0", "e\ud800", 5, None, b"e", "x" * 401)},
    "a long id": task(id="é" * 5000),
    "another kind": task(about="another"),
    "no kind": task(about=None),
    "no contract": task(dossier="D1", contract=5),
    "no one's contract": task(dossier="D1", contract="\ud800"),
    "no text": ContinueUnder("e", NOW, None, next_contract=5, on=NOW.date()),  # type: ignore[arg-type]  # as the next ones
    "a lone surrogate": ContinueUnder("e", NOW, None, next_contract="\ud800", on=NOW.date()),
    "no day": ContinueUnder("e", NOW, None, next_contract="x", on=None),  # type: ignore[arg-type]
    "no texts": InformSurvivors("e", NOW, None, on=None, beneficiaries=(5,)),  # type: ignore[arg-type]
    "no address": attrs.evolve(MAIL, address=5),
    "no language": attrs.evolve(MAIL, dossier="D1", locale="xx"),
}
"""Effects that could not be found, or not be read back."""


def test_an_effect_that_could_not_be_read_back_is_refused_before_anything_is_written(store: Store) -> None:
    before, others = content(store), list[str]()
    for name, effect in HOSTS_OWN.items():
        new = attrs.evolve(effect, dossier=effect.dossier and "D9")
        for write in (
            lambda effect=effect: store.save(**METHODS["save"] | {"effects": [effect]}),
            lambda effect=new: store.create(open_named("D9"), effects=[effect]),
        ):
            try:
                write()
            except HostError as error:
                others += [] if "`effects`" in str(error) else [f"{name}: {error}"]
            except Exception as error:  # noqa: BLE001 -- that is the question
                others.append(f"{name}: {error!r}")
            else:
                others.append(name)
    assert others == []
    assert content(store) == before


def test_the_longest_id_of_an_effect_is_found_again(store: Store) -> None:
    effect = task(id="é" * LONGEST_EFFECT_ID)
    store.save(store.load("D1"), expected_revision=0, effects=[effect])
    assert store.dossier_of(effect) == "D1"
    assert store.mark_delivered(effect, at=NOW)


def test_what_can_be_no_id_is_that_of_no_effect(store: Store) -> None:
    for id_ in ("e\0", "e\ud800", 5, None):
        effect = task(id=id_)
        assert not store.mark_delivered(effect, at=NOW)
        assert not store.mark_failed(Claim(effect, NOW, 1), at=NOW, retry_at=NOW)


def test_the_name_of_an_error_may_be_as_long_as_it_likes(store: Store) -> None:
    store.save(store.load("D1"), expected_revision=0, effects=[MAIL])
    (claim,) = store.claim(NOW)
    assert store.mark_failed(claim, type("E" * 999, (Exception,), {})(), at=NOW, retry_at=None)
    assert [letter.error for letter in store.dead_letters()] == ["E" * 255]


def test_every_argument_of_every_method_is_tried() -> None:
    names = {name for name in dir(Store) if not name.startswith("_")} - {"delivered"}  # a former name
    arguments = {
        name: [each for each in inspect.signature(getattr(Store, name)).parameters if each != "self"] for name in names
    }
    assert {name: each for name, each in arguments.items() if each} == {
        name: list(arguments) for name, arguments in METHODS.items()
    }
    assert len(CALLS) > 800


@pytest.mark.parametrize("driver", ["aiosqlite", "psycopg"] if IS_THOROUGH else ["aiosqlite"])
def test_a_wrong_argument_is_the_host_s_mistake_for_asyncio_too(driver: str, tmp_path: Path) -> None:
    async def run() -> list[str]:
        engine = for_asyncio(driver, tmp_path)
        store, others = AsyncSQLAlchemyStore(engine), list[str]()
        await store.create_tables()
        await store.create(DOSSIER, effects=[MAIL])
        for method, name, arguments in CALLS:
            error = expected(method, name)
            try:
                answer = await getattr(store, method)(**arguments)
            except Exception as raised:  # noqa: BLE001 -- that is the question
                is_right = error is not None and isinstance(raised, error)
            else:
                is_right = error is None and answer is False
            if not is_right:
                others.append(f"{method}({name}={arguments[name]!r})")
        await engine.dispose()
        return others

    assert asyncio.run(run()) == []


MAKERS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "SQLiteStore": (
        SQLiteStore,
        {"path": ":memory:", "contracts": {}, "timeout": 1.0, "beside": None, "seal_keys": None},
    ),
    "SQLAlchemyStore": (SQLAlchemyStore, {"engine": None, "contracts": {}, "beside": None, "seal_keys": None}),
    "AsyncSQLAlchemyStore": (
        AsyncSQLAlchemyStore,
        {"engine": None, "contracts": {}, "beside": None, "seal_keys": None},
    ),
    "SealKeys": (SealKeys, {"keys": {"2026": bytes(32)}, "accepts_unsealed": False}),
    "SealKeys.parse": (SealKeys.parse, {"text": f"2026:{'00' * 32}", "accepts_unsealed": False}),
    "check_compatibility": (check_compatibility, {"corpus": [], "contract": GUIDE, "installed": {}}),
    "frame": (frame, {"store": None, "backend": "polars", "size": 1, "after": "", "redacted": True}),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_what_a_store_is_made_with_is_checked(maker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make, arguments = MAKERS[maker]
    assert not_refused(make, arguments, RIGHT) == []


# -- kinds that no table shows ------------------------------------------------------------------------------------


def test_a_store_that_is_not_for_asyncio_takes_no_function_to_be_awaited(store: Store) -> None:
    store.save(store.load("D1"), expected_revision=0, effects=[MAIL])

    async def send(_: AnyEffect) -> None:
        """Send nothing, unless it is awaited."""

    class Sender:
        async def __call__(self, _: AnyEffect) -> None:
            """Send nothing either."""

    for function in (send, Sender(), lambda effect: send(effect)):  # noqa: PLW0108 -- whose type says nothing
        with pytest.raises(HostError, match="asyncio"):
            store.deliver(function, at=NOW)
    with pytest.raises(HostError, match="asyncio"):
        store.deliver(lambda _: True, at=NOW, on_error=send)
    assert store.pending(NOW) == [MAIL]
    assert [claim.attempt for claim in store.claim(NOW)] == [1]


def test_what_says_no_more_than_that_it_is_an_effect_is_not_stored(store: Store) -> None:
    with pytest.raises(HostError, match="effects"):
        store.save(store.load("D1"), expected_revision=0, effects=[Effect("e", NOW, None)])  # type: ignore[list-item]
    assert store.pending(NOW) == []


def test_a_page_may_be_longer_than_one_condition_of_the_database(
    open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psc_workflow.stores._rows.MOST_AT_ONCE", 3)
    store = open_store()
    for number in range(8):
        dossier = open_named(f"N{number}")
        store.create(dossier, effects=[dossier.invitation])
    later = NOW + dt.timedelta(days=60)
    assert len({claim.effect.id for claim in store.claim(NOW, limit=8)}) == 8
    assert store.claim(NOW) == []
    assert store.tick(later, limit=8, max_jump=None).ticked == 8
    assert store.verify() == ()
    close(store)


def test_keys_are_copied_as_they_are_and_never_pickled() -> None:
    keys = SealKeys({"2026": bytes(32)})
    assert copy.copy(keys) is copy.deepcopy(keys) is keys
    with pytest.raises(HostError, match="not pickled"):
        pickle.dumps(keys)


@pytest.mark.parametrize("item", [5, ("A",), ("A", 5), (1, b"{}"), "AB"])
def test_an_item_that_is_no_id_and_document_is_the_host_s_mistake(item: Any) -> None:
    with pytest.raises(HostError, match="corpus"):
        list(check_compatibility([item], GUIDE))


def test_a_store_that_another_thread_has_opened_is_not_closed() -> None:
    store, errors = SQLiteStore(":memory:"), list[BaseException]()

    def close_it() -> None:
        try:
            store.close()
        except StoreError as error:
            errors.append(error)

    thread = threading.Thread(target=close_it)
    thread.start()
    thread.join()
    store.close()
    assert len(errors) == 1


def test_an_error_of_sqlite_names_its_code(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="SQLITE_NOTADB"):
        SQLiteStore(tmp_path / "x.db")
