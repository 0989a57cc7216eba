"""
Wrong answers, wrong documents and wrong effects are told without what they hold.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

import leaks
import planted
from damage import places_in
from leaks import TELLS_A_BIRTH_DATE, TELLS_THE_KEY, Shown, find_leaks, is_accepted
from planted import TOURS, Mint, Tour
from planted_draws import DRAWN_TOURS, FEW, MANY, SEEDS
from psc_workflow import Dossier
from psc_workflow._model import effects
from psc_workflow._model.commands import Command, Submission, parse, read_form
from psc_workflow.exceptions import PscWorkflowError

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
    asked = [step for step in tour(mint) if list(planted.leaves(step[0]))]
    misfits = planted.misfits(mint)
    wrong = [(asked[int(where * len(asked))][0], which, kind) for where, which, kind in changes]
    dossier = planted.open_dossier(mint)
    for command, at in tour(mint):
        for target, which, kind in wrong:
            if target == command:
                places = list(planted.leaves(target))
                place, is_personal = places[int(which * len(places))]
                for made in made_wrong(target, place, misfits[kind]):
                    if isinstance(made, tuple):
                        yield made
                        continue
                    decision = dossier.decide(made, at=at, role=command.roles[0])
                    if is_personal or not is_accepted(decision):
                        yield from leaks.shown_by_decision(decision, target.do)
                    if is_personal:
                        yield f"repr of {target.do}", repr(made)
                        yield from leaks.shown_by_dossier(decision.dossier, at)
                        yield "redacted", decision.dossier.dump(redacted=True).decode()
        dossier = dossier.decide(command, at=at, role=command.roles[0]).dossier


def made_wrong(command: Command, place: planted.AnswerPlace, value: Any) -> Iterator[Command | Submission | Shown]:
    """Give the command, or the form, with *value* in *place*, or what is told of why there is none."""
    fields = planted.fields_with(command, place, value)
    name = ".".join(map(str, place))
    for ask in (
        lambda: read_form(command.do, fields),
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
            yield from leaks.shown_by_error(ask, f"error on {command.do}.{name}")


@given(SEEDS, DRAWN_TOURS, CHANGES)
@MANY
def test_no_wrong_answer_shows(seed: int, tour: Tour, changes: list[tuple[float, float, str]]) -> None:
    """A wrong key, a wrong form, a wrong type, too long, in another's place, under an unknown name."""
    mint = Mint(seed)
    with leaks.collect_logs() as logs:
        shown = [*wrong_walk(mint, tour, changes), *logs]
    assert find_leaks(mint, shown) == []
    births = {
        leak for leak in leaks.find_birth_dates(shown) if leak.partition(" in finding ")[2] not in TELLS_A_BIRTH_DATE
    }
    assert births == set()


def each_field_wrong(mint: Mint) -> Iterator[Shown]:
    """Give each kind of command once with each wrong value in each of its fields, where it has its place."""
    misfits, met = planted.misfits(mint), set()
    for tour in TOURS.values():
        dossier = planted.open_dossier(mint)
        for command, at in tour(mint):
            if command.do not in met:
                met.add(command.do)
                for place, _ in planted.leaves(command):
                    for value in misfits.values():
                        yield from shown_by_answer(dossier, command, planted.fields_with(command, place, value), at)
            dossier = dossier.decide(command, at=at, role=command.roles[0]).dossier


def shown_by_answer(dossier: Dossier, command: Command, fields: dict[str, Any], at: dt.datetime) -> Iterator[Shown]:
    """Tell what is found, or why there is no such command; what is accepted is not told."""
    for read in (parse, read_form):
        try:
            decision = dossier.decide(read(command.do, fields), at=at, role=command.roles[0])
        except PscWorkflowError as error:
            yield f"error on {command.do}", f"{error} {error!r}"
            continue
        if not is_accepted(decision):
            yield from leaks.shown_by_decision(decision, command.do)
        for finding in decision.findings:
            sentences = (finding.text("fr"), finding.text("en"), finding.remedy("fr"))
            yield f"finding {finding.code}", f"{finding!r} {' '.join(sentences)}"


def test_no_wrong_answer_shows_in_any_field_of_any_command() -> None:
    mint = Mint(11)
    shown = list(each_field_wrong(mint))
    assert find_leaks(mint, shown) == []
    assert {
        leak for leak in leaks.find_birth_dates(shown) if leak.partition(" in finding ")[2] not in TELLS_A_BIRTH_DATE
    } == set()


@given(SEEDS, SEEDS, DRAWN_TOURS, CHANGES)
@FEW
def test_what_a_wrong_answer_shows_is_the_same_for_everybody(
    first_seed: int, second_seed: int, tour: Tour, changes: list[tuple[float, float, str]]
) -> None:
    exempt = {f"finding {code}" for code in TELLS_THE_KEY}
    first, second = (
        [(place, text) for place, text in wrong_walk(Mint(seed), tour, changes) if place not in exempt]
        for seed in (first_seed, second_seed)
    )
    assert [place for (place, text), (_, same) in zip(first, second, strict=True) if text != same] == []


@given(SEEDS, st.data())
@FEW
def test_no_document_that_cannot_be_read_shows_what_it_holds(seed: int, data: st.DataObject) -> None:
    """Any value changed for another, or cut short; but for the contract's name, which is told."""
    mint = Mint(seed)
    walked = [decision.dossier for _, decision in planted.decisions(mint, data.draw(DRAWN_TOURS))]
    document = json.loads(data.draw(st.sampled_from(walked)).dump())
    misfits = planted.misfits(mint)
    shown: list[Shown] = []
    for _ in range(data.draw(st.integers(1, 12))):
        inside, key = data.draw(st.sampled_from([place for place in places_in(document) if place[1] != "contract"]))
        before = inside[key]
        inside[key] = misfits[data.draw(st.sampled_from([*misfits]))]
        text = json.dumps(document)
        shown += leaks.shown_by_error(lambda text=text: Dossier.load(text), "an unreadable document")
        cut = text[: data.draw(st.integers(0, len(text)))]
        shown += leaks.shown_by_error(lambda cut=cut: Dossier.load(cut), "a document cut short")
        if data.draw(st.booleans()):
            inside[key] = before
    assert find_leaks(mint, shown) == []


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
                    shown += leaks.shown_by_error(
                        lambda wrong=wrong: effects.parse(wrong), "an effect that cannot be read"
                    )
    assert find_leaks(mint, shown) == []
