"""
What a form shows: all that was filled in, and all that is wrong with it.
"""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import pytest

from dossiers import EVERY_STATE, accept, dossier_in, journey, now_of, open_dossier, represented, tick
from people import ALONE, FAMILY, IN_FORCE, NIR_CARLA, SINGLE_PARENT
from pool import RIGHT
from psc_workflow import Dossier, forms
from psc_workflow import commands as do
from psc_workflow._forms.slots import Slot, slots
from psc_workflow._model.commands import ALL, Command
from psc_workflow._structuring import unstructure

Answers = dict[str, Any]

FILLABLE = [kind for kind in ALL if slots(kind)]


@functools.cache
def member(partners: int, children: int) -> Dossier:
    """Return the dossier of a member who covers so many people, and agreed to be contacted."""
    covered = SINGLE_PARENT.children or []
    household = attrs.evolve(FAMILY if partners else ALONE, children=covered[:children])
    agreed = do.GiveConsents(partner_offers=True)
    commands = (agreed if isinstance(command, do.GiveConsents) else command for command in journey(household))
    return tick(accept(open_dossier(), *commands), IN_FORCE)


def judge(dossier: Dossier, name: str, answers: Answers) -> forms.Form:
    """Make the form of the command called *name*, with what a decision on *answers* finds."""
    command = do.read_form(name, answers)
    at, role = now_of(dossier), command.command.roles[0]
    decision = dossier.decide(command, at=at, role=role)
    return dossier.form(at=at, role=role, do=name, given=answers, decision=decision, locale="en")


def is_met(condition: forms.Condition, answers: Answers) -> bool:
    """Whether a script that reads the form as a browser sends it shows what waits for *condition*."""
    sent = dict(forms.pairs_of(answers))
    is_somebody = any(re.match(rf"{re.escape(condition.field)}\.[a-z]", name) for name in sent)
    value = sent.get(condition.field, "yes" if is_somebody else "")
    if condition.among:
        return value in condition.among
    first, last = (day.isoformat() if day else value for day in (condition.first_day, condition.last_day))
    return bool(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value)) and first <= value <= last


def on_page(fields: Iterable[forms.Field]) -> Iterator[str]:
    """Yield the names of the fields that a page draws."""
    for field in fields:
        if field.shown or field.shown_if is not None:
            yield field.name
            yield from on_page(field.fields)


# -- every command, with whatever somebody may send ---------------------------------------------------------


def everywhere(places: tuple[Slot, ...], text: Any) -> Answers:
    """Answer every question with *text*, and that there is somebody wherever that is asked."""
    return {slot.name: _answer(slot, text) for slot in places if slot.kind != "hidden"}


def _answer(slot: Slot, text: Any) -> Any:
    if slot.kind in ("group", "person"):
        return everywhere(slot.below, text)
    return [everywhere(slot.below, text)] if slot.kind == "people" else text


def right_answers(command: Command) -> Answers:
    """Write *command* as people fill it in."""
    left_out = {path.split(".")[0] for path in command.host_only}
    plain = {name: value for name, value in unstructure(command).items() if value is not None}
    return {name: _without(value, "ref") if name in left_out else value for name, value in plain.items()}


def _without(value: Any, name: str) -> Any:
    return {key: item for key, item in value.items() if key != name} if isinstance(value, dict) else value


def somebody(kind: type[Command]) -> list[Answers]:
    """List answers that name one person, of whom nothing is known."""
    return [{slot.name: {}} for slot in slots(kind) if slot.kind == "person"]


def fillings(kind: type[Command]) -> list[Answers]:
    """List answers to the questions of a command: none, right ones but about too many people, wrong ones."""
    names = [slot.name for slot in slots(kind)]
    right = next((right_answers(command) for command in RIGHT if isinstance(command, kind)), {})
    of_each = dict(itertools.chain(*map(dict.items, somebody(kind)), right.items()))
    lists = [{slot.name: wrong for slot in slots(kind)} for wrong in ([], ["x"], [["x"]])]
    texts = [{name: "x", slot.name: "x"} for slot in slots(kind) if slot.kind == "person" for name in names]
    return [{}, of_each, everywhere(slots(kind), "x"), *lists, *texts]


@functools.cache
def places() -> tuple[Dossier, ...]:
    """List dossiers in which every command can be given; first those of members who cover nobody of some sort."""
    return (member(0, 2), member(1, 0), represented(member(0, 0)), *map(dossier_in, EVERY_STATE))


def places_of(kind: type[Command]) -> Iterator[Dossier]:
    """Yield the dossiers in which the command can be given."""
    for dossier in places():
        offers = dossier.view(at=now_of(dossier), role=kind.roles[0]).commands
        if any(offer.offered and offer.do == kind.do for offer in offers):
            yield dossier


@pytest.mark.parametrize("kind", FILLABLE, ids=lambda kind: kind.do)
def test_every_answer_and_whatever_is_to_be_corrected_is_shown(kind: type[Command]) -> None:
    dossiers = list(itertools.islice(places_of(kind), 2))
    tries = [*itertools.product(dossiers[:1], fillings(kind)), *itertools.product(dossiers, somebody(kind))]
    assert tries
    for dossier, answers in tries:
        form = judge(dossier, kind.do, answers)
        names, shown = set(on_page(form.fields)), {field.name for field in form.walk() if field.shown}
        assert {field.name for field in form.walk() if field.shown_if and is_met(field.shown_if, answers)} <= shown
        assert {field.name for field in form.walk() if field.answered} <= shown, answers
        assert [field.name for field in form.walk() if field.required and not field.shown] == [], answers
        conditions = [field.shown_if for field in form.walk() if field.name in names and field.shown_if]
        assert {condition.field for condition in conditions} <= names, answers
        wrong = {error.field for error in form.errors if error.blocks and error.field}
        assert wrong <= shown, answers


# -- whom a command cannot mean -----------------------------------------------------------------------------

IF_CHILD = forms.Condition("child", ("yes",))
DETAILS = {"last_name": "TERII", "nir": NIR_CARLA}


def field_in(form: forms.Form, name: str) -> forms.Field:
    field = form.field(name)
    assert field is not None
    return field


def test_a_child_s_details_stay_while_a_partner_is_in_the_way() -> None:
    form = judge(member(0, 0), "add-beneficiary", {"child": {}, "partner": {}, "child_details": DETAILS})
    details = field_in(form, "child_details")
    assert [error.code for error in details.errors] == ["form-one-at-a-time"]
    assert (details.shown, details.shown_if, details.value) == (True, IF_CHILD, DETAILS)


def test_details_that_nobody_gave_are_shown_as_by_a_script_once_there_is_a_child() -> None:
    with_a_partner = field_in(judge(member(0, 0), "add-beneficiary", {"child": {}, "partner": {}}), "child_details")
    alone = field_in(judge(member(0, 0), "add-beneficiary", {"partner": {}}), "child_details")
    assert (with_a_partner.shown, with_a_partner.shown_if) == (True, IF_CHILD)
    assert (alone.shown, alone.shown_if) == (False, IF_CHILD)


def test_an_error_in_what_is_no_longer_filled_in_is_shown() -> None:
    """A host hands over the last decision and forgets what was filled in."""
    dossier = member(0, 0)
    at, command = now_of(dossier), do.read_form("add-beneficiary", {"child_details": DETAILS})
    decision = dossier.decide(command, at=at, role=command.command.roles[0])
    form = dossier.form(at=at, role=command.command.roles[0], do="add-beneficiary", given={}, decision=decision)
    details = field_in(form, "child_details")
    assert [error.code for error in details.errors] == ["form-details-alone"]
    assert (details.shown, details.shown_if) == (True, None)


def test_what_is_to_be_corrected_waits_for_no_other_answer() -> None:
    details = field_in(judge(member(0, 0), "add-beneficiary", {"child_details": DETAILS}), "child_details")
    assert [error.code for error in details.errors] == ["form-details-alone"]
    assert (details.shown, details.shown_if) == (True, None)


@pytest.mark.parametrize("born", ["1/1/04", "2004", "20040101", "x", "01/13/2004"])
def test_what_is_to_be_corrected_waits_for_no_date_that_cannot_be_read(born: str) -> None:
    """A script tells a date from another text before it looks whether the date meets a condition."""
    answers = {"child": {"birth_date": born, "disabled": "perhaps"}}
    disabled = field_in(judge(member(0, 0), "add-beneficiary", answers), "child.disabled")
    assert [error.code for error in disabled.errors] == ["form-yes-or-no-expected"]
    assert (disabled.shown, disabled.shown_if) == (True, None)


def test_an_answer_that_does_not_matter_is_shown_and_a_script_may_hide_it() -> None:
    facts = {"contract_end": "2026-12-31"}
    form = judge(dossier_in("dispensation.motive"), "choose-motive", {"motive": "c2s", "facts": facts})
    field = field_in(form, "facts.contract_end")
    assert (field.shown, field.errors) == (True, ())
    assert field.shown_if is not None
    assert "c2s" not in field.shown_if.among


@pytest.mark.parametrize("wrong", [[], ["x"], [["x"]], {"0": {}}, "x", 7])
def test_a_draft_of_whatever_shape_stops_no_form(wrong: object) -> None:
    dossier = dossier_in("affiliation.beneficiaries")
    at = now_of(dossier)
    draft = do.SaveAndQuit(draft={"children": wrong, "partner": wrong})
    dossier = dossier.decide(draft, at=at, role=draft.roles[0]).dossier
    form = dossier.form(at=at, role=draft.roles[0], do="declare-beneficiaries")
    assert {"children", "partner"} <= {field.name for field in form.fields}


def test_a_second_partner_is_refused_where_they_were_named_and_nobody_asks_for_their_details() -> None:
    form = judge(member(1, 0), "add-beneficiary", {"partner": {}})
    partner = field_in(form, "partner")
    assert partner.shown
    assert [error.code for error in partner.errors] == ["partner-already-covered"]
    assert {"partner.birth_date", "partner.regime"} <= set(on_page(form.fields))
    assert "partner_details" not in set(on_page(form.fields))


@pytest.mark.parametrize("answers", [{}, {"ref": "gone"}, {"ref": "partner"}])
@pytest.mark.parametrize(
    ("partners", "children", "asked"),
    [
        (0, 1, {"child_details"}),
        (0, 2, {"child_details"}),
        (1, 0, {"partner_details"}),
        (1, 1, {"partner_details", "child_details"}),
        (0, 0, set()),
    ],
)
def test_details_are_asked_of_those_alone_who_are_covered(
    partners: int, children: int, asked: set[str], answers: Answers
) -> None:
    form = judge(member(partners, children), "complete-beneficiary", answers)
    assert {field.name for field in form.fields if field.kind == "person"} & set(on_page(form.fields)) == asked
