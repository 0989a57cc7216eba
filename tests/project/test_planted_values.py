"""
Personal data does not show where it does not belong: recognisable values in every field, on whole journeys, searched for.

A search finds a value as it is; that nothing was computed from one is seen by
walking the same way twice with other values: what shows must be the same.
"""

import contextlib
import datetime as dt
import importlib
import io
import json
import logging
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import planted
from paths import DOCS
from people import GUIDE, INVITED, NOW
from planted import TELLS_A_BIRTH_DATE, TOURS, Mint, Shown, Tour, leaks
from psc_workflow import Dossier, states
from psc_workflow import commands as do
from psc_workflow._model import effects, people, record, steps
from psc_workflow._model.commands import Command, parse
from psc_workflow._model.decision import Outcome
from psc_workflow._model.personal import personal_fields
from psc_workflow._model.vocabulary import PriorMembership
from psc_workflow._structuring import unstructure
from psc_workflow.cli import main
from psc_workflow.exceptions import PscWorkflowError
from psc_workflow.rules import examples
from psc_workflow.stores import SQLiteStore

SEEDS = st.integers(0, 2**32)
EACH = st.sampled_from([*TOURS.values()])
FEW = settings(max_examples=max(settings().max_examples // 12, 5), phases=[Phase.explicit, Phase.reuse, Phase.generate])
MANY = settings(FEW, max_examples=settings().max_examples)
"""Examples are not made smaller: the place of a leak is told, and walks are long."""

TELLS_THE_KEY = {"nir-key-missing"}
"""The finding whose sentence offers the two digits that are missing."""


def whole(mint: Mint, tour: Tour) -> list[Shown]:
    """Tell everything that a tour shows, logs included."""
    with planted.logged() as logs:
        shown = list(planted.everything(mint, tour))
    return [*shown, *logs]


# -- right answers -----------------------------------------------------------------------------------------------


@given(SEEDS, EACH)
@FEW
def test_no_value_shows_on_a_whole_journey(seed: int, tour: Tour) -> None:
    """Names, addresses, numbers, accounts, free words, drafts, evidence, passwords; birth dates, too."""
    mint = Mint(seed)
    shown = whole(mint, tour)
    assert leaks(mint, shown) == []
    assert planted.dates(shown) == []


@given(SEEDS, SEEDS, EACH)
@FEW
def test_what_shows_on_a_whole_journey_is_the_same_for_everybody(one: int, other: int, tour: Tour) -> None:
    """Nothing that shows is computed from a value: no hash, no length, no initial."""
    first, second = whole(Mint(one), tour), whole(Mint(other), tour)
    assert [place for (place, text), (_, same) in zip(first, second, strict=True) if text != same] == []


@pytest.mark.parametrize("tour", TOURS.values(), ids=TOURS)
def test_the_journeys_go_where_they_mean_to(tour: Tour) -> None:
    refused = [
        (asked.do, decision.codes)
        for (asked, _), decision in planted.decisions(Mint(1), tour)
        if not accepted(decision)
    ]
    assert refused == []


def accepted(decision: Any) -> bool:
    return decision.outcome is Outcome.ACCEPTED


def personal_paths() -> set[str]:
    """Name every personal field of a record: where it stands in the document, in the way of ``planted.stored``."""

    def walk(kind: Any, path: str) -> Iterator[str]:
        for field in attrs.fields(attrs.resolve_types(kind)):
            here = f"{path}.{field.name}" if path else field.name
            if "personal" in field.metadata:
                yield here
            for inner in planted.classes_in(field.type):
                yield from walk(inner, f"{here}[]" if planted.is_list(field.type) else here)

    return set(walk(record.Record, ""))


def test_the_journeys_put_a_value_into_every_personal_field_that_is_stored() -> None:
    seen: set[str] = set()
    for tour in TOURS.values():
        for _, decision in planted.decisions(Mint(1), tour):
            seen |= set(planted.stored(json.loads(decision.dossier.dump())["record"]))
    held = {path for path in personal_paths() if any(one.startswith(path) for one in seen)}
    assert personal_paths() - held == set()


def test_the_search_finds_what_is_there() -> None:
    """In the document, where everything belongs, and however it is encoded."""
    mint = Mint(1)
    *_, (_, last) = planted.decisions(mint, TOURS["reported"])
    assert len(leaks(mint, [("the document", last.dossier.dump().decode())])) > 10
    number = mint.made["agent's number"]
    for form in planted.forms(number, encoded=True):
        assert leaks(mint, [("somewhere", f"before {form} after")], encoded=True)
    assert planted.dates([("somewhere", f"{planted.AGENT_BORN}")]) == ["agent's birth date in somewhere"]


# -- wrong answers -----------------------------------------------------------------------------------------------

CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.floats(0, 1, exclude_max=True),
        st.sampled_from([*planted.misfits(Mint(1))]),
    ),
    min_size=1,
    max_size=6,
)
"""Which step of a tour, which of its fields, and what is put there."""


def wrong_walk(mint: Mint, tour: Tour, changes: list[tuple[float, float, str]]) -> Iterator[Shown]:
    """Walk *tour*, and give wrong answers on the way: as a portal sends them, and as Python makes them."""
    asked = [one for one in tour(mint) if list(planted.leaves(one[0]))]
    misfits = planted.misfits(mint)
    wrong = [(asked[int(where * len(asked))][0], which, kind) for where, which, kind in changes]
    dossier = planted.opened(mint)
    for command, at in tour(mint):
        for one, which, kind in wrong:
            if one == command:
                places = list(planted.leaves(one))
                place, is_personal = places[int(which * len(places))]
                for made in made_wrong(one, place, misfits[kind]):
                    if isinstance(made, tuple):
                        yield made
                        continue
                    decision = dossier.decide(made, at=at)
                    if is_personal or not accepted(decision):
                        yield from planted.of_decision(decision, made.do)
                    if is_personal:
                        yield f"repr of {made.do}", repr(made)
                        yield from planted.of_dossier(decision.dossier, at)
                        yield "redacted", decision.dossier.dump(redacted=True).decode()
        dossier = dossier.decide(command, at=at).dossier


def made_wrong(command: Command, place: planted.Place, value: Any) -> Iterator[Command | Shown]:
    """Give the command with *value* in *place*, or what is told of why there is none."""
    fields = planted.replaced(command, place, value)
    name = ".".join(map(str, place))
    for ask in (
        lambda: parse(command.do, fields),
        lambda: parse(command.do, json.loads(json.dumps(fields))),
        lambda: parse(command.do, {**fields, str(value): value}),
        lambda: parse(value, fields),
        lambda: parse(command.do, value),
        lambda: type(command)(**{place[0]: value}),
        lambda: attrs.evolve(command, **{place[0]: value}),
    ):
        try:
            yield ask()
        except PscWorkflowError:
            yield from planted.raised(ask, f"error on {command.do}.{name}")


@given(SEEDS, EACH, CHANGES)
@MANY
def test_no_wrong_answer_shows(seed: int, tour: Tour, changes: list[tuple[float, float, str]]) -> None:
    """A wrong key, a wrong form, a wrong type, too long, in another's place, under an unknown name."""
    mint = Mint(seed)
    with planted.logged() as logs:
        shown = [*wrong_walk(mint, tour, changes), *logs]
    assert leaks(mint, shown) == []
    births = {one for one in planted.dates(shown) if one.partition(" in finding ")[2] not in TELLS_A_BIRTH_DATE}
    assert births == set()


def each_field_wrong(mint: Mint) -> Iterator[Shown]:
    """Give each kind of command once with each wrong value in each of its fields, where it has its place."""
    misfits, met = planted.misfits(mint), set()
    for tour in TOURS.values():
        dossier = planted.opened(mint)
        for command, at in tour(mint):
            if command.do not in met:
                met.add(command.do)
                for place, _ in planted.leaves(command):
                    for value in misfits.values():
                        yield from judged(dossier, command, planted.replaced(command, place, value), at)
            dossier = dossier.decide(command, at=at).dossier


def judged(dossier: Dossier, command: Command, fields: dict[str, Any], at: dt.datetime) -> Iterator[Shown]:
    """Tell what is found, or why there is no such command; what is accepted is not told."""
    try:
        decision = dossier.decide(parse(command.do, fields), at=at)
    except PscWorkflowError as error:
        yield f"error on {command.do}", f"{error} {error!r}"
        return
    if not accepted(decision):
        yield from planted.of_decision(decision, command.do)
    for found in decision.findings:
        yield f"finding {found.code}", f"{found!r} {found.text('fr')} {found.text('en')} {found.remedy('fr')}"


def test_no_wrong_answer_shows_in_any_field_of_any_command() -> None:
    mint = Mint(11)
    shown = list(each_field_wrong(mint))
    assert leaks(mint, shown) == []
    assert {one for one in planted.dates(shown) if one.partition(" in finding ")[2] not in TELLS_A_BIRTH_DATE} == set()


@given(SEEDS, SEEDS, EACH, CHANGES)
@FEW
def test_what_a_wrong_answer_shows_is_the_same_for_everybody(
    one: int, other: int, tour: Tour, changes: list[tuple[float, float, str]]
) -> None:
    exempt = {f"finding {code}" for code in TELLS_THE_KEY}
    first, second = (
        [(place, text) for place, text in wrong_walk(Mint(seed), tour, changes) if place not in exempt]
        for seed in (one, other)
    )
    assert [place for (place, text), (_, same) in zip(first, second, strict=True) if text != same] == []


@given(SEEDS, st.data())
@FEW
def test_no_document_that_cannot_be_read_shows_what_it_holds(seed: int, data: st.DataObject) -> None:
    """Any value changed for another, or cut short; but for the contract's name, which is told."""
    mint = Mint(seed)
    walked = [decision.dossier for _, decision in planted.decisions(mint, data.draw(EACH))]
    document = json.loads(data.draw(st.sampled_from(walked)).dump())
    misfits = planted.misfits(mint)
    shown: list[Shown] = []
    for _ in range(data.draw(st.integers(1, 12))):
        inside, key = data.draw(st.sampled_from([one for one in planted.places(document) if one[1] != "contract"]))
        before = inside[key]
        inside[key] = misfits[data.draw(st.sampled_from([*misfits]))]
        text = json.dumps(document)
        shown += planted.raised(lambda text=text: Dossier.load(text), "an unreadable document")
        cut = text[: data.draw(st.integers(0, len(text)))]
        shown += planted.raised(lambda cut=cut: Dossier.load(cut), "a document cut short")
        if data.draw(st.booleans()):
            inside[key] = before
    assert leaks(mint, shown) == []


@given(SEEDS, st.sampled_from(sorted(planted.misfits(Mint(1)))))
@FEW
def test_no_effect_shows_where_a_mail_goes_to(seed: int, kind: str) -> None:
    """Written out, it holds the address: that is for delivery. Shown, or wrong, it does not."""
    mint = Mint(seed)
    shown: list[Shown] = []
    for tour in TOURS.values():
        for (command, _), decision in planted.decisions(mint, tour):
            for effect in decision.effects:
                shown.append((f"effect of {command.do}", f"{effect!r} {effect}"))
                written = effects.as_json(effect)
                for name in written:
                    wrong = {**written, name: planted.misfits(mint)[kind]}
                    shown += planted.raised(lambda wrong=wrong: effects.parse(wrong), "an effect that cannot be read")
    assert leaks(mint, shown) == []


# -- a live machine -----------------------------------------------------------------------------------------------


@given(SEEDS, EACH)
@FEW
def test_no_log_of_a_live_machine_shows_a_value(seed: int, tour: Tour) -> None:
    mint = Mint(seed)
    dossier, shown = planted.opened(mint), []
    with planted.logged() as logs:
        for command, at in tour(mint):
            now = dossier.as_of(at)
            for journey in states.JOURNEYS:
                machine = states.live(now, journey, at=max(at, now.record.at))
                try:
                    machine.send(command.event, command=command)
                except Exception as error:  # noqa: BLE001 -- whatever the engine says
                    shown.append((f"error of the machine on {command.do}", f"{error!r} {error}"))
                shown.append((f"the machine after {command.do}", repr(machine)))
            dossier = dossier.decide(command, at=at).dossier
    assert leaks(mint, [*shown, *logs]) == []
    assert logging.getLogger().level != logging.DEBUG


# -- the redacted document -----------------------------------------------------------------------------------------


def named(mint: Mint, tour: Tour) -> Iterator[tuple[Command, Any]]:
    """Give the commands of *tour* with planted names for children."""
    refs = {name: mint.text(f"name of child {name}") for name in ("one", "two", "three")}

    def change(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: refs.get(one, one) if name == "ref" else change(one) for name, one in value.items()}
        return [change(one) for one in value] if isinstance(value, list) else value

    for command, at in tour(mint):
        yield parse(command.do, change(unstructure(command))), at


def redacted(mint: Mint, tour: Tour) -> Iterator[str]:
    """Give the redacted document after every step; children's names and idempotency keys are planted, too."""
    dossier = planted.opened(mint)
    for number, (command, at) in enumerate(named(mint, tour)):
        dossier = dossier.decide(command, at=at, key=mint.text(f"key {number}")).dossier
        yield dossier.dump(redacted=True).decode()


@given(SEEDS, EACH)
@FEW
def test_no_redacted_document_holds_a_value_or_its_hash(seed: int, tour: Tour) -> None:
    mint = Mint(seed)
    *_, last = redacted(mint, tour)
    documents = [("redacted", text) for text in redacted(mint, tour)]
    assert leaks(mint, documents) == []
    assert leaks(mint, [("redacted", last)], encoded=True) == []
    assert planted.dates(documents) == []


@given(SEEDS, SEEDS, EACH)
@FEW
def test_a_redacted_document_is_the_same_for_everybody(one: int, other: int, tour: Tour) -> None:
    assert list(redacted(Mint(one), tour)) == list(redacted(Mint(other), tour))


# -- passwords -----------------------------------------------------------------------------------------------------


def test_no_password_is_in_a_document_or_in_a_file_of_a_store(tmp_path: Path) -> None:
    """Neither accepted ones nor refused ones; with every page that SQLite has ever written."""
    for number, tour in enumerate(TOURS.values()):
        mint = Mint(number)
        file = tmp_path / f"{number}.db"
        wrong = mint.password("refused password")
        with SQLiteStore(file) as store:
            store.create(planted.opened(mint), effects=[planted.opened(mint).invitation])
            store.decide("D1", do.OpenInvitation(), at=NOW)
            for place, (command, at) in enumerate(tour(mint)):
                store.decide("D1", do.CreateAccount(mint.email("login"), wrong, "other"), at=at, key=f"w-{place}")
                store.decide("D1", command, at=at, key=f"request-{place}")
                held = store.load("D1").dump() + file.read_bytes()
                assert [name for name, one in mint.passwords().items() if one.encode() in held] == []
        assert mint.passwords()


@given(SEEDS, SEEDS)
@FEW
def test_a_document_is_the_same_whatever_the_password(one: int, other: int) -> None:
    """No fingerprint, no hash, no length of it is kept; the same request with another password is a duplicate."""
    first, second = Mint(one).password("password"), Mint(other).password("password") + "longer"

    def walked(password: str) -> Dossier:
        dossier = planted.opened(Mint(1))
        for number, command in enumerate(
            [
                do.OpenInvitation(PriorMembership.NONE),
                do.CreateAccount("a@b.example", password, password),
                do.ContinueToLogin(),
                do.ForgetPassword(),
                do.ResetPassword(password, password),
            ]
        ):
            decision = dossier.decide(command, at=NOW, key=f"{number}")
            assert accepted(decision)
            dossier = decision.dossier
        return dossier

    assert walked(first).dump() == walked(second).dump()
    again = walked(first).decide(do.ResetPassword(second, second), at=NOW, key="4")
    assert again.outcome is Outcome.DUPLICATE
    for command in (do.CreateAccount("a@b.example", first, first), do.ResetPassword(first, first)):
        changed = attrs.evolve(command, password=second, confirmation=second)
        assert steps.fingerprint(command) == steps.fingerprint(changed)


# -- stores --------------------------------------------------------------------------------------------------------


@given(SEEDS, EACH)
@FEW
def test_no_row_of_a_store_shows_a_value_and_a_delivered_mail_leaves_none(seed: int, tour: Tour) -> None:
    mint = Mint(seed)
    shown: list[Shown] = []
    with tempfile.TemporaryDirectory() as folder, planted.logged() as logs:
        file = Path(folder) / "x.db"
        with SQLiteStore(file) as store:
            store.create(planted.opened(mint), effects=[planted.opened(mint).invitation])
            for command, at in tour(mint):
                store.decide("D1", command, at=at)
                with store._transaction() as rows:  # noqa: SLF001 -- to see its rows
                    shown += [("outbox", repr(row)) for row in rows.pending(at, 100)]
                shown += [("effects", repr(store.pending(at)))]
            shown += [("steps", repr(store.steps("D1"))), ("store", repr(store))]
            shown += planted.raised(lambda: store.create(planted.opened(mint)), "the store's error")
            shown += planted.raised(lambda: store.save(planted.opened(mint), expected_revision=99), "the store's error")
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE dossiers SET document = ?", (json.dumps(mint.made).encode(),))
        connection.close()
        with SQLiteStore(file) as store:
            shown += planted.raised(lambda: store.load("D1"), "the store's error")
            shown += planted.raised(lambda: [*store.iterate()], "the store's error")
    assert leaks(mint, [*shown, *logs]) == []


def test_what_is_erased_from_a_store_is_gone_from_its_file(tmp_path: Path) -> None:
    """The address of a mail delivered, a text replaced: SQLite would leave both in pages that it has freed."""
    mint, file = Mint(1), tmp_path / "x.db"
    with SQLiteStore(file) as store:
        assert store._connection.execute("PRAGMA secure_delete").fetchone() == (1,)  # noqa: SLF001 -- the point
        known = attrs.evolve(planted.agent(mint), professional_email="somebody-else@example.org")
        dossier = Dossier.open(GUIDE, id="D1", agent=known, invited_at=INVITED)
        mail = attrs.evolve(dossier.invitation, address=mint.made["professional address"])
        store.create(dossier, effects=[mail])
        assert mint.made["professional address"].encode() in file.read_bytes()
        assert store.deliver(lambda _: None, at=NOW) == 1
    assert mint.made["professional address"].encode() not in file.read_bytes()


# -- the command line -----------------------------------------------------------------------------------------------


def printed(*arguments: str) -> str:
    """Run the command line and give all that it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main([*arguments, "--lang", "en"])
    return out.getvalue()


def scenario(mint: Mint, tour: Tour) -> dict[str, Any]:
    """Write *tour* as a scenario."""
    steps = [{"at": at.isoformat(), "do": command.do, **unstructure(command)} for command, at in tour(mint)]
    known = unstructure(planted.agent(mint))
    invited_at = INVITED.isoformat()
    return {"contract": "guide-illustration", "id": "D1", "agent": known, "invited_at": invited_at, "steps": steps}


@given(SEEDS, EACH)
@FEW
def test_running_a_scenario_prints_no_value(seed: int, tour: Tour) -> None:
    mint = Mint(seed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.json"
        file.write_text(json.dumps(scenario(mint, tour)), encoding="utf-8")
        stored = str(Path(folder) / "x.db")
        shown = [("run", printed("run", str(file))), ("run --json", printed("run", str(file), "--json"))]
        shown += [("run --store", printed("run", str(file), "--store", stored)) for _ in range(2)]
    assert "accepted" in shown[1][1]
    assert leaks(mint, shown) == []
    assert planted.dates(shown) == []


@given(SEEDS, EACH, st.data())
@FEW
def test_a_wrong_scenario_is_told_without_what_it_holds(seed: int, tour: Tour, data: st.DataObject) -> None:
    """Fields of the heading that name no person are left alone: a contract's name and an id are told."""
    mint, shown = Mint(seed), []
    misfits = planted.misfits(mint)
    document = scenario(mint, tour)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.json"
        for _ in range(6):
            inside, key = data.draw(
                st.sampled_from([one for one in planted.places(document) if one[1] not in ("contract", "id")])
            )
            inside[key] = misfits[data.draw(st.sampled_from([*misfits]))]
            inside = data.draw(st.sampled_from([document, document["agent"], inside]))
            if isinstance(inside, dict):
                inside[data.draw(st.sampled_from([misfits["a number"], misfits["an e-mail address"]]))] = 1
            text = json.dumps(document)
            for written in (text, text[: data.draw(st.integers(0, len(text)))]):
                file.write_text(written, encoding="utf-8")
                shown += [("run", printed("run", str(file))), ("check", printed("check", str(file)))]
    assert leaks(mint, shown) == []


HEADER = "household_id,gross_cents,formula,regime,birth_date,retired_on,partner_birth_date,name"
FILES = {
    "no header": "{text},280000,base,general,1963-03-17,,1963-03-17,{text}\n" * 2,
    "no header, a name twice": "{text},{nir},{text},{iban},{text}\n",
    "a quote that is never closed": HEADER + '\n{text},1,base,general,,,"1963-03-17,{text}\n',
    "too few fields": HEADER + "\n{text},{nir},{iban}\n",
    "too many fields": HEADER + "\n" + "{text},{nir},{iban}," * 5 + "{text}\n",
    "nothing in its place": HEADER + "\n{text},{nir},{iban},{text},{nir},{iban},{text},{nir}\n",
    "pay beyond any": HEADER + "\n{text},9999999999999999999999,base,general,{text},{text},{text},{text}\n",
    "semicolons": HEADER.replace(",", ";") + "\n{text};{nir};{iban}\n",
    "one column": "{text}\n{nir}\n",
    "another encoding": HEADER + "\n{text},\u00e9,{nir}\n",
    "a byte that is no text": HEADER + "\n{text},\0,{nir}\n",
}


@pytest.mark.parametrize("told", FILES.values(), ids=FILES)
def test_a_wrong_file_of_households_is_told_without_what_it_holds(told: str, tmp_path: Path) -> None:
    mint = Mint(7)
    values = {
        "text": mint.text("name"),
        "nir": mint.nir("number", "1", planted.AGENT_BORN),
        "iban": mint.iban("account"),
    }
    (tmp_path / "in.csv").write_text(told.format(**values), encoding="latin-1")
    asked = (
        "price",
        str(tmp_path / "in.csv"),
        "--contract",
        "men-2026-pf",
        "--on",
        "2026-05-01",
        "-o",
        str(tmp_path / "out.csv"),
    )
    shown = [("price", printed(*asked))]
    rejects = tmp_path / "out.rejects.csv"
    reasons = rejects.read_text(encoding="utf-8").splitlines()[1:] if rejects.exists() else []
    shown += [("reason", one.split(values["text"])[0]) for one in reasons]
    assert shown[0][1]
    assert leaks(mint, shown) == []
    assert "1963-03-17" not in shown[0][1]


ASKED = ("quote", "--contract", "guide-illustration", "--on", "2026-05-01", "--formula", "base")


@pytest.mark.parametrize(
    "kind", ["a text", "a number", "an account", "an e-mail address", "a telephone number", "an impossible day"]
)
@pytest.mark.parametrize(
    "option",
    ["--partner", "--child", "--birth-date", "--retired-on", "--gross", "--regime", "--explain", "--json=", ""],
)
def test_a_wrong_argument_is_told_without_it(option: str, kind: str) -> None:
    mint = Mint(3)
    value = str(planted.misfits(mint)[kind])
    given_ = [f"{option}{value}"] if option.endswith("=") or not option else [option, value]
    text = printed(*ASKED, *given_)
    assert text
    assert leaks(mint, [("quote", text)]) == []


@pytest.mark.parametrize(
    "told",
    [
        'name = "{text}',
        '"{nir}" = 1\n',
        "[contract]\n'{iban}' = {{ x = 1 }}\n",
        "{nir}",
        '{{"nir": "{nir}"}}',
        "a = {nir}x",
    ],
)
def test_a_file_that_is_no_contract_is_told_without_what_it_holds(told: str, tmp_path: Path) -> None:
    mint = Mint(5)
    values = {
        "text": mint.text("name"),
        "nir": mint.nir("number", "1", planted.AGENT_BORN),
        "iban": mint.iban("account"),
    }
    (tmp_path / "x.toml").write_text(told.format(**values), encoding="utf-8")
    text = printed("check", str(tmp_path / "x.toml"))
    assert text
    assert leaks(mint, [("check", text)]) == []


# -- what is meant to show --------------------------------------------------------------------------------------------


def test_only_these_findings_tell_a_birth_date() -> None:
    found = set()
    for rule in examples.rules():
        for one in examples.of(rule):
            births = set(
                planted.personal_dates(
                    [*one.given.values(), *([one.given["birth_date"]] if "birth_date" in one.given else [])]
                )
            )
            born = one.given.get("birth_date")
            births |= {born} if born is not None else set()
            for finding in one.verdict().findings:
                told = f"{finding.text('fr')} {finding.remedy('fr')}"
                if any(f"{day:%d/%m/%Y}" in told for day in births):
                    found.add(finding.code)
    assert found == TELLS_A_BIRTH_DATE


def test_a_view_holds_answers_only_where_they_are_shown_on_purpose() -> None:
    """For prefilling and for the personal space, and the household that a quote is explained with; no ``repr`` shows it."""
    mint, holding = Mint(1), set()
    for tour in TOURS.values():
        for (_, at), decision in planted.decisions(mint, tour):
            view = decision.dossier.view(at=max(at, decision.dossier.record.at))
            for field in attrs.fields(type(view)):
                value = getattr(view, field.name)
                each = [*value.values()] if isinstance(value, dict) else [value]
                raw = json.dumps([unstructure(one) for one in each], default=str, ensure_ascii=False)
                if leaks(mint, [(field.name, raw)]) or planted.dates([(field.name, raw)]):
                    holding.add(field.name)
    assert holding == {*planted.ON_PURPOSE, "quote", "quotes"}


@pytest.mark.parametrize("cls", [people.Agent, people.Partner, people.Child, people.Household, *do.ALL, *effects.ALL])
def test_the_repr_of_every_personal_field_says_no_more_than_its_kind(cls: type) -> None:
    """Yes and no, too: what is not a text cannot be searched for."""
    for name, kind in personal_fields(cls).items():
        field = next(one for one in attrs.fields(cls) if one.name == name)
        shows: Any = field.repr
        for value in (True, False, 0, "", "x", (), ("x",), {}, {"x": 1}, planted.AGENT_BORN):
            assert shows(value) == f"<{kind}>"
        assert shows(None) == "None"


# -- what the page says -------------------------------------------------------------------------------------------------

PAGE = DOCS / "reference" / "personal-data.md"


def test_the_page_names_every_personal_field_with_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    personal_pages = importlib.import_module("personal_pages")
    text = personal_pages.page()
    for (cls, name), kind in personal_pages.fields().items():
        assert f"| `{cls}.{name}` | {kind} | " in text
    assert "| `CreateAccount.password` | secret | not stored | [password](rules.md#password) |" in text
    assert "| `RemoveBeneficiary.reason` | free | `membership.plans[].reason`, `membership.removals[].reason` |" in text
    assert {path for paths in personal_pages.stored_at().values() for path in paths} >= personal_paths()
    assert not [cls for cls in personal_pages.classes() if "__getattribute__" in vars(cls)]


def test_the_page_names_what_shows_on_purpose() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [
        one
        for one in (*TELLS_A_BIRTH_DATE, *TELLS_THE_KEY, *planted.ON_PURPOSE)
        if f"`{one}`" not in text and f".{one}`" not in text
    ] == []


def test_what_the_page_calls_weak_is_so() -> None:
    """Should one of these be mended, the page is to be mended, too."""
    mint = Mint(1)
    *_, (_, left) = planted.decisions(mint, TOURS["affiliated"])
    kept = left.dossier.dump().decode()
    assert left.dossier.states["membership"] == "ended"
    for name in (
        "partner's number",
        "child's number",
        "partner's first name",
        "reason to remove the child",
        "agent's number",
    ):
        assert mint.made[name] in kept
    assert mint.made["baby's number"] not in kept
    drafts = [
        decision.dossier.record.drafts
        for (one, _), decision in planted.decisions(mint, TOURS["silent"])
        if one == do.Tick()
    ]
    assert drafts[1]
    *_, (_, closed) = planted.decisions(mint, TOURS["mistaken"])
    assert mint.made["a member's reason"] in closed.dossier.dump().decode()
