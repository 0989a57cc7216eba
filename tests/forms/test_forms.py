"""
Forms: what they show is what the rules decide on.
"""

import contextlib
import datetime as dt
import functools
import json
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dossiers import EVERY_STATE, accept, at_state, dossier_in, journey, now_of, open_dossier, tick
from people import ALONE, IBAN_SOCREDO, IN_FORCE, LARGE_FAMILY, MOTIVE, NIR_CARLA, NOW, TODAY
from pool import RIGHT
from psc_workflow import Dossier, Role, forms
from psc_workflow import commands as do
from psc_workflow._forms.asking import ABSENT, having
from psc_workflow._forms.slots import Slot, slots
from psc_workflow._forms.texts import form_texts
from psc_workflow._model.commands import ALL, Command
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import InvalidCommandError
from schema_checks import schema_faults

FILLABLE = [command for command in RIGHT if slots(type(command))]


def form_of(dossier: Dossier, command: Command | None = None, **options: Any) -> forms.Form:
    """Make a form of the dossier as its agent sees it, or of *command* as it is filled in."""
    if command is not None:
        options |= {"do": command.do, "given": plain_fields(command)}
    return dossier.form(at=now_of(dossier), role=Role.AGENT, locale="en", **options)


def plain_fields(command: Command) -> dict[str, Any]:
    """Write the fields that *command* answers, but for those only a host may fill in."""
    fields = {name: value for name, value in unstructure(command).items() if value is not None or name == "partner"}
    for path in type(command).host_only:
        *above, last = path.split(".")
        holder: Any = fields
        for part in above:
            holder = holder.get(part) or {}
        holder.pop(last, None)
    return fields


# -- what a browser sends ---------------------------------------------------------------------------------


@pytest.mark.parametrize("command", FILLABLE, ids=lambda command: command.do)
def test_a_command_that_is_written_into_a_form_is_read_back(command: Command) -> None:
    fields = without_nulls(plain_fields(command))
    pairs = forms.pairs_of(fields)
    assert without_nulls(forms.fields_of(command.do, pairs)) == fields
    form = forms.read(command.do, pairs)
    assert form.faults == ()
    assert form.command == do.parse(command.do, fields)


def without_nulls(value: Any) -> Any:
    """Leave out what is null, which a form leaves out or blank; but for "no partner"."""
    if isinstance(value, dict):
        answers = {name: without_nulls(item) for name, item in value.items() if item is not None or name == "partner"}
        return {name: item for name, item in answers.items() if item != {} or name != "facts"}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0"])
def test_a_blank_answer_is_none(blank: str) -> None:
    pairs = [("holder", blank), ("iban", blank)]
    assert forms.read("give-bank-details", pairs).command == do.GiveBankDetails()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        *((typed, True) for typed in ("oui", "Oui", "true", "on", "yes", "1")),
        *((typed, False) for typed in ("non", "NON", "false", "off", "no", "0")),
    ],
)
def test_yes_and_no_are_read_as_people_and_browsers_send_them(typed: str, answer: bool) -> None:
    assert forms.fields_of("give-consents", {"partner_offers": typed}) == {"partner_offers": answer}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2019-09-09", "2019-09-09"),
        ("09/09/2019", "2019-09-09"),
        ("9/9/2019", "2019-09-09"),
        (" 31/12/2026 ", "2026-12-31"),
    ],
)
def test_a_day_is_read_as_a_browser_sends_it_and_as_the_french_write_it(typed: str, day: str) -> None:
    assert forms.fields_of("rehire", {"on": typed}) == {"on": day}


@pytest.mark.parametrize("typed", ["31/02/2026", "2026-02-31", "9.9.2019", "09/09/19", "yesterday", "٠٩/٠٩/٢٠١٩"])
def test_what_is_no_day_is_a_fault_at_its_field_and_never_another_day(typed: str) -> None:
    form = forms.read("rehire", {"on": typed})
    assert form.command == do.Rehire()
    assert [fault.path for fault in form.faults] == ["on"]


@pytest.mark.parametrize("typed", ["peut-être", "2", "vrai"])
def test_what_is_neither_yes_nor_no_is_a_fault(typed: str) -> None:
    assert [fault.path for fault in forms.read("give-consents", {"partner_offers": typed}).faults] == ["partner_offers"]


def test_no_to_a_question_about_somebody_prevails_over_what_a_page_left_filled_in() -> None:
    pairs = [("partner", "none"), ("partner.link", "married"), ("children", "none"), ("children.0.regime", "general")]
    assert forms.fields_of("declare-beneficiaries", pairs) == {"partner": None, "children": []}


@pytest.mark.parametrize("no", ["non", "No", "0", " none "])
def test_whatever_says_no_says_so_of_somebody_too(no: str) -> None:
    assert forms.fields_of("declare-beneficiaries", {"partner": no, "children": no}) == {
        "partner": None,
        "children": [],
    }


@pytest.mark.parametrize("typed", ["<script>", "peut-être", "2"])
def test_what_says_neither_yes_nor_no_is_nobody_and_a_fault(typed: str) -> None:
    pairs = [("partner", typed), ("partner.link", "married"), ("children", typed), ("children.0.regime", "general")]
    faults = forms.read("declare-beneficiaries", pairs).faults
    assert [fault.path for fault in faults] == ["partner", "children"]


def test_yes_to_a_question_about_somebody_is_somebody_of_whom_nothing_is_known() -> None:
    pairs = [("partner", "yes"), ("children", "yes")]
    assert forms.fields_of("declare-beneficiaries", pairs) == {"partner": {}, "children": [{}]}


def test_children_come_in_the_order_of_their_places_and_gaps_do_not_count() -> None:
    pairs = [("children.10.regime", "msa"), ("children.2.regime", "general")]
    fields = forms.fields_of("declare-beneficiaries", pairs)
    assert fields == {"children": [{"regime": "general"}, {"regime": "msa"}]}


def test_a_place_far_down_the_list_costs_nothing() -> None:
    assert forms.fields_of("declare-beneficiaries", [(f"children.{10**15}.regime", "msa")]) == {
        "children": [{"regime": "msa"}]
    }


def test_an_address_comes_line_by_line_or_as_one_text() -> None:
    lines = {"address": ["1 rue Bougainville", "Papeete"]}
    by_line = [("address.0", "1 rue Bougainville"), ("address.1", "Papeete"), ("address.2", "")]
    assert forms.fields_of("update-contact-details", by_line) == lines
    assert forms.fields_of("update-contact-details", {"address": "1 rue Bougainville\r\nPapeete\r\n"}) == lines


def test_several_choices_come_under_one_name() -> None:
    pairs = [("documents_read", "devis"), ("documents_read", "mandat_sepa")]
    assert forms.fields_of("sign", pairs) == {"documents_read": ["devis", "mandat_sepa"]}


def test_names_of_the_host_are_ignored_and_others_are_an_error_of_the_host() -> None:
    pairs = [("regime", "general"), ("csrf", "x")]
    assert forms.read("declare-regime", pairs, ignore=["csrf"]).command == do.parse(
        "declare-regime", {"regime": "general"}
    )
    with pytest.raises(InvalidCommandError, match="csrf"):
        forms.read("declare-regime", pairs)


NAMES = st.lists(
    st.sampled_from(["children", "partner", "facts", "0", "1", "00", "-1", "²", "", "birth_date", "regime", "address", "x"]),
    min_size=1, max_size=5,
).map(".".join)  # fmt: skip
VALUES = st.sampled_from(["yes", "none", "", "general", "31/02/2019", "\0", "\ud800", "x" * 5000, "9" * 40]) | st.text()


@given(st.sampled_from(ALL), st.lists(st.tuples(NAMES | st.text(), VALUES), max_size=8))
def test_whatever_a_browser_sends_is_read_or_is_the_one_error(
    command: type[Command], pairs: list[tuple[str, str]]
) -> None:
    with contextlib.suppress(InvalidCommandError):
        form = forms.read(command.do, pairs)
        assert isinstance(form.command, command)


@pytest.mark.parametrize("name", ["children." * 100_000, "." * 100_000, f"children.{'9' * 5000}.regime"])
def test_a_name_that_nobody_would_send_is_read_at_once_or_refused(name: str) -> None:
    with contextlib.suppress(InvalidCommandError):
        forms.read("declare-beneficiaries", [(name, "general")])


@pytest.mark.parametrize("pair", [("holder", b"x"), ("holder", None), (7, "x"), ("holder", ["x"])])
def test_what_is_no_text_under_a_name_is_an_error_of_the_host(pair: Any) -> None:
    with pytest.raises(InvalidCommandError, match="must be sent as text"):
        forms.read("give-bank-details", [pair])


# -- what only a host may fill in -------------------------------------------------------------------------


@pytest.mark.parametrize("command", [kind for kind in ALL if kind.host_only], ids=lambda kind: kind.do)
def test_what_only_the_host_fills_in_never_comes_from_a_body(command: type[Command]) -> None:
    for path in command.host_only:
        value: Any = "x"
        for part in reversed(path.split(".")):
            value = {part: value}
        for reader in (do.parse, do.read_form):
            with pytest.raises(InvalidCommandError, match="only the host fills this in"):
                reader(command.do, value, body=True)
        assert path not in [slot.path for slot in every(slots(command))]


def every(places: tuple[Slot, ...]) -> list[Slot]:
    """List *places* and those below them."""
    return [each for slot in places for each in (slot, *every(slot.below))]


def test_a_forged_evidence_is_refused_before_anything_is_decided() -> None:
    with pytest.raises(InvalidCommandError, match="evidence"):
        forms.read("sign", [("certified", "oui"), ("accepted", "oui"), ("evidence", "forged")])


def test_the_host_adds_what_it_answers_for_to_what_a_browser_sent() -> None:
    form = forms.read("sign", [("certified", "oui"), ("accepted", "oui")]).with_fields(evidence="provider-7c1f")
    assert form.command == do.Sign(certified=True, accepted=True, evidence="provider-7c1f")
    with pytest.raises(InvalidCommandError):
        form.with_fields(evidence=7)
    with pytest.raises(TypeError):
        form.with_fields(colour="red")


# -- what a form shows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_every_screen_has_a_form_that_its_schema_describes(name: str, role: Role) -> None:
    dossier = dossier_in(name)
    form = dossier.form(at=now_of(dossier), role=role)
    document = form.as_json()
    assert schema_faults("form", document) == []
    assert json.loads(json.dumps(document)) == document
    assert form.revision == dossier.revision
    names = [field.name for field in form.walk()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", EVERY_STATE)
def test_the_buttons_are_the_commands_that_are_offered(name: str) -> None:
    dossier = dossier_in(name)
    form, view = form_of(dossier), dossier.view(at=now_of(dossier), role=Role.AGENT)
    assert {button.do for button in form.buttons} == {offer.do for offer in view.commands if offer.offered}
    assert form.do == "" or form.buttons[0].do == form.do


def test_a_choice_that_would_be_refused_is_shown_with_its_reason_and_never_left_out() -> None:
    regime = form_of(dossier_in("affiliation.regime")).fields[0]
    reasons = {choice.value: choice.why_not for choice in regime.choices if not choice.offered}
    assert "not covered by this contract" in reasons["cps"] or "not" in reasons["cps"]
    assert {choice.value for choice in regime.choices} >= {"general", "cps", "foreign"}
    assert all(choice.offered for choice in regime.choices if choice.value not in reasons)


def test_what_the_employer_prefilled_and_nobody_may_change_is_locked() -> None:
    form = form_of(dossier_in("affiliation.contact_details"))
    assert {field.prefilled_by for field in form.fields} == {"employer"}
    assert all(field.locked for field in form.fields)


def test_the_partner_and_the_day_of_birth_given_before_are_locked_and_the_rest_is_not() -> None:
    form = form_of(dossier_in("affiliation.partner_details"))
    assert {field.name for field in form.fields if field.locked} == {"birth_date", "regime"}
    assert {field.name for field in form.fields if field.prefilled_by == "answers"} == {"birth_date", "regime"}


def test_a_draft_comes_back_in_the_form() -> None:
    dossier = at_state("identity")
    dossier = dossier.decide(
        do.SaveAndQuit({"first_name": "Ben", "birth_date": "31/02"}), at=NOW, role=Role.AGENT
    ).dossier
    form = form_of(dossier)
    first_name, birth_date = form.field("first_name"), form.field("birth_date")
    assert first_name is not None
    assert (first_name.value, first_name.prefilled_by) == ("Ben", "draft")
    assert birth_date is not None
    assert birth_date.value == "31/02"


def test_whoever_goes_back_finds_every_screen_filled_in_with_what_was_answered() -> None:
    dossier = at_state("signature")
    visited = set()
    while dossier.states["affiliation"] != "home":
        dossier = dossier.decide(do.GoBack(), at=NOW, role=Role.AGENT).dossier
        form = form_of(dossier)
        visited.add(dossier.states["affiliation"])
        if form.fields and dossier.states["affiliation"] != "formula":
            assert [field for field in form.walk() if field.value is not None], dossier.states
    assert "children_details" in visited


def test_whoever_goes_back_to_several_children_can_give_none_of_them_the_details_of_another() -> None:
    back = accept(at_state("contact_details", LARGE_FAMILY), do.GoBack())
    form = form_of(back)
    as_shown = {field.name: field.value for field in form.walk() if field.value is not None}
    for child in back.record.answers.children:
        decision = back.decide(do.read_form(form.do, as_shown | {"ref": child.ref}), at=NOW, role=Role.AGENT)
        assert "first_name" in decision.missing
        assert decision.dossier.record.answers.children_details == back.record.answers.children_details


def test_a_child_of_several_is_called_by_number_and_chosen_by_name() -> None:
    dossier = dossier_in("affiliation.children_details")
    ref = form_of(dossier).field("ref")
    assert ref is not None
    assert ref.kind == "choice"
    assert [choice.value for choice in ref.choices] == [child.ref for child in dossier.record.answers.children]
    assert "2019" in ref.choices[0].hint


def test_the_way_says_what_is_behind_here_ahead_and_to_pass_again() -> None:
    dossier = at_state("identity")
    back = dossier.decide(do.GoBack(), at=NOW, role=Role.AGENT).dossier
    statuses = {step.name: step.status for step in form_of(back).progress}
    assert statuses["regime"] == "done"
    assert statuses["formula"] == "here"
    assert statuses["bank_details"] == "ahead"
    answered = at_state("social_security").decide(do.GoBack(), at=NOW, role=Role.AGENT).dossier
    further = answered.decide(do.GoBack(), at=NOW, role=Role.AGENT).dossier
    assert {step.name: step.status for step in form_of(further).progress}["identity"] == "to pass again"


def test_countries_are_listed_by_name_in_the_language_of_the_reader() -> None:
    dossier = dossier_in("affiliation.identity")
    for locale, name in (("fr", "Polynésie française"), ("en", "French Polynesia")):
        field = dossier.form(at=now_of(dossier), role=Role.AGENT, locale=locale).field("birth_country")
        assert field is not None
        assert {choice.value: choice.label for choice in field.choices}["PF"] == name


# -- what the rules decide, and nothing else --------------------------------------------------------------

DAYS = [TODAY + dt.timedelta(days=days) for days in (-16000, -9000, -7000, -6000, -2400, -400, -40, -1, 0, 1, 25, 400)]
TEXTS = {
    "nir": [NIR_CARLA, "1 70", "x"],
    "iban": [IBAN_SOCREDO, "FR76"],
    "country": ["PF", "FR", "Mars"],
    "email": ["a@example.org", "a@"],
    "tel": ["+689 87 12 34 56", "12"],
    "lines": ["1 rue Bougainville"],
    "password": ["Aa1!aaaaaaaa", "a"],
}


def answers_to(field: forms.Field) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Draw pairs that answer *field*, and those below it, or leave it out."""
    if field.kind == "person" and not field.choices:
        return pairs_to(field.fields)
    if field.kind == "person":
        somebody = pairs_to(field.fields).map(lambda pairs: [(field.name, "yes"), *pairs])
        return st.one_of(st.just([]), st.just([(field.name, "none")]), somebody)
    if field.kind == "people":
        return st.one_of(
            st.just([]), st.just([(field.name, "none")]), st.lists(CHILD, min_size=1, max_size=2).map(numbered)
        )
    if field.choices:
        values = [choice.value for choice in field.choices[:12]]
    else:
        values = [day.isoformat() for day in DAYS] if field.kind == "date" else TEXTS.get(field.kind, ["x", "98714"])
    return st.sampled_from([None, *values]).map(lambda value: [] if value is None else [(field.name, value)])


def pairs_to(fields: Iterable[forms.Field]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Draw pairs that answer some of *fields*."""
    return st.tuples(*map(answers_to, fields)).map(lambda lists: [pair for pairs in lists for pair in pairs])


CHILD_ANSWERS: dict[str, list[str]] = {
    "birth_date": [day.isoformat() for day in DAYS],
    "regime": ["general", "cps", "msa"],
    "situation": ["student", "working", "none"],
    "disabled": ["true", "false"],
    "kinship": ["child", "grandchild", "other"],
    "parent": ["agent", "partner"],
    "covered_by_own_work": ["true", "false"],
}
CHILD = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in CHILD_ANSWERS.items()})


def numbered(children: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Write what is drawn of each child by its place; of a child there is something."""
    pairs = [
        (f"children.{place}.{name}", value) for place, child in enumerate(children) for name, value in child.items()
    ]
    return [("children", "yes"), *pairs]


@functools.cache
def askable() -> tuple[tuple[str, str], ...]:
    """List every state with every command that can be given there and has a form."""
    return tuple(
        (state, offer.do)
        for state in EVERY_STATE
        for offer in dossier_in(state).view(at=now_of(dossier_in(state)), role=Role.AGENT).commands
        if offer.offered and slots(offer.command)
    )


CONDITIONAL = {fact.split(".")[0].replace("_", "-") for fact in form_texts().depends}
"""Commands in which a field may not be shown."""

MARKED = {fact.split(".")[0].replace("_", "-") for fact in form_texts().requires}
"""Commands in which other answers make a field required that is always shown."""


@st.composite
def filled_forms(
    draw: st.DrawFn, *, conditional: bool = False, marked: bool = False
) -> tuple[Dossier, str, dict[str, Any]]:
    """Draw a dossier, a command that can be given there, and answers to the fields of its form."""
    among = CONDITIONAL if conditional else MARKED if marked else {kind.do for kind in ALL}
    name = draw(st.sampled_from(sorted({name for _, name in askable()} & among)))
    state = draw(st.sampled_from([state for state, can_be_asked in askable() if can_be_asked == name]))
    dossier = dossier_in(state)
    return dossier, name, forms.fields_of(name, draw(pairs_to(filled(dossier, name, {}).fields)))


def decide(dossier: Dossier, name: str, answers: dict[str, Any]) -> Any:
    """Decide on what was filled in, as whoever may give the command."""
    form = do.read_form(name, answers)
    return dossier.decide(form, at=now_of(dossier), role=form.command.roles[0])


def filled(dossier: Dossier, name: str, answers: dict[str, Any], **options: Any) -> forms.Form:
    """Make the form of the command, filled in, for whoever may give it."""
    roles = {kind.do: kind.roles for kind in ALL}[name]
    return dossier.form(at=now_of(dossier), role=roles[0], do=name, given=answers, **options)


def leaves(form: forms.Form) -> list[forms.Field]:
    """List the fields that hold one answer."""
    return [field for field in form.walk() if field.kind not in ("person", "people", "hidden")]


@given(filled_forms())
def test_every_finding_belongs_to_a_field_or_to_the_form(drawn: tuple[Dossier, str, dict[str, Any]]) -> None:
    dossier, name, answers = drawn
    decision = decide(dossier, name, answers)
    form = filled(dossier, name, answers, decision=decision)
    names = {field.name for field in form.walk()}
    assert [error.code for error in form.errors] == [finding.code for finding in decision.findings]
    for error, finding in zip(form.errors, decision.findings, strict=True):
        assert error.field in names | {""}
        assert finding.path not in names or error.field == finding.path
    at_fields = [error for field in form.walk() for error in field.errors]
    assert sorted(at_fields, key=attrs.astuple) == sorted((e for e in form.errors if e.field), key=attrs.astuple)
    assert schema_faults("form", form.as_json()) == []


def is_empty(field: forms.Field, answers: dict[str, Any]) -> bool:
    """Whether a field is still to be filled in; that there is nobody is an answer, and a password is not shown again."""
    value = answers.get(field.name) if field.kind == "password" else field.value
    return not field.answered or (value is None and field.kind not in ("person", "people"))


@given(filled_forms())
def test_what_is_missing_is_exactly_what_is_required_and_empty(drawn: tuple[Dossier, str, dict[str, Any]]) -> None:
    dossier, name, answers = drawn
    decision = decide(dossier, name, answers)
    form = filled(dossier, name, answers)
    empty = [field for field in form.walk() if is_empty(field, answers)]
    missing = {path for path in decision.missing if path in {field.name for field in empty}}
    assert missing == {field.name for field in empty if field.required and field.shown}


def stops(dossier: Dossier, name: str, answers: dict[str, Any], field: str) -> bool:
    """Whether nothing is accepted without an answer in *field*, for that very reason."""
    decision = decide(dossier, name, having(answers, field.split("."), ABSENT))
    return any(finding.blocks and finding.path == field for finding in decision.findings)


@settings(max_examples=max(settings().max_examples // 4, 10))
@given(filled_forms() | filled_forms(marked=True), st.data())
def test_required_is_true_of_what_is_filled_in_and_optional_of_whatever_may_be(
    drawn: tuple[Dossier, str, dict[str, Any]], data: st.DataObject
) -> None:
    dossier, name, answers = drawn
    others = forms.fields_of(name, data.draw(pairs_to(filled(dossier, name, {}).fields)))
    for field in filter(attrgetter("mark"), filled(dossier, name, answers).walk()):
        if _has_place(answers, field.name):
            assert (field.need == "required") == stops(dossier, name, answers, field.name), field.name
        if field.need == "optional" and _has_place(others, field.name):
            without = decide(dossier, name, having(others, field.name.split("."), ABSENT))
            assert field.name not in without.missing, field.name


@settings(max_examples=max(settings().max_examples // 8, 8))
@given(filled_forms(conditional=True), st.data())
def test_a_field_is_required_with_the_answer_that_it_names_and_with_no_other(
    drawn: tuple[Dossier, str, dict[str, Any]], data: st.DataObject
) -> None:
    dossier, name, answers = drawn
    form = filled(dossier, name, answers)
    named = [field for field in leaves(form) if field.required_if is not None and _has_place(answers, field.name)]
    assume(named)
    field = data.draw(st.sampled_from(named))
    assert field.required_if is not None
    assert field.need == "depends"
    for answer, is_required in answers_that_decide(form, field.required_if):
        pairs = [(field.required_if.field, answer)]
        value: Any = forms.fields_of(name, pairs)
        for part in field.required_if.field.split("."):
            value = value[0] if part.isdecimal() else value[part]
        with_it = having(answers, field.required_if.field.split("."), value)
        assert stops(dossier, name, with_it, field.name) == is_required, (field.name, answer)


def answers_that_decide(form: forms.Form, condition: forms.Condition) -> Iterable[tuple[str, bool]]:
    """List answers to the field that *condition* names, each with whether it is one of those it means."""
    control = form.field(condition.field)
    assert control is not None
    yield from ((choice.value, choice.value in condition.among) for choice in control.choices)
    if condition.first_day is not None:
        yield from ((day_after(condition.first_day, days), days == 0) for days in (0, -1))
    if condition.last_day is not None:
        yield from ((day_after(condition.last_day, days), days == 0) for days in (0, 1))


def day_after(day: dt.date, days: int) -> str:
    return (day + dt.timedelta(days=days)).isoformat()


def test_before_a_child_s_day_of_birth_is_typed_the_marks_say_what_depends_on_it() -> None:
    for locale, mark in (
        ("fr", "obligatoire si la réponse à «\u00a0date de naissance\u00a0» est le 1er mai 2010 ou avant"),
        ("en", "required if the answer to “date of birth” is 1 May 2010 or earlier"),
    ):
        form = filled(at_state("beneficiaries"), "declare-beneficiaries", {"children": [{}]}, locale=locale)
        marks = {field.name.rpartition(".")[2]: field for field in form.walk() if field.name.startswith("children.0.")}
        assert (marks["situation"].need, marks["situation"].mark) == ("depends", mark)
        assert {name for name, field in marks.items() if field.need == "required"} == {"birth_date", "regime"}
        assert {name for name, field in marks.items() if field.need == "depends"} == {
            *("situation", "disabled", "covered_by_own_work")
        }
    grown_up = {"children": [{"birth_date": "2004-09-09"}]}
    form = filled(at_state("beneficiaries"), "declare-beneficiaries", grown_up, locale="en")
    situation = form.field("children.0.situation")
    assert situation is not None
    assert (situation.need, situation.mark) == ("required", "required")


def test_a_no_to_whether_there_is_a_partner_stays_required() -> None:
    form = filled(at_state("beneficiaries"), "declare-beneficiaries", {"partner": None})
    assert {field.name: field.need for field in form.fields}["partner"] == "required"


@settings(max_examples=max(settings().max_examples // 8, 8))
@given(filled_forms(conditional=True), st.data())
def test_a_field_that_is_not_shown_never_changes_a_decision(
    drawn: tuple[Dossier, str, dict[str, Any]], data: st.DataObject
) -> None:
    dossier, name, answers = drawn
    form = filled(dossier, name, answers)
    hidden = [field for field in leaves(form) if not field.shown and _has_place(answers, field.name)]
    assume(hidden)
    field = data.draw(st.sampled_from(hidden))
    without = decide(dossier, name, having(answers, field.name.split("."), ABSENT))
    pairs = data.draw(answers_to(field))
    value = forms.fields_of(name, pairs)
    for part in field.name.split("."):
        value = value.get(part, {}) if isinstance(value, dict) else value[0]
    assume(pairs)
    with_it = decide(dossier, name, having(answers, field.name.split("."), value))
    assert (with_it.outcome, with_it.codes, with_it.missing) == (without.outcome, without.codes, without.missing)


def _has_place(answers: dict[str, Any], name: str) -> bool:
    """Whether whoever the field is about is there."""
    value: Any = answers
    for part in name.split(".")[:-1]:
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = value.get(part, {} if part == "facts" else None)
        if value is None:
            return False
    return True


@settings(max_examples=max(settings().max_examples // 2, 15))
@given(filled_forms())
def test_a_choice_that_is_not_offered_is_refused_and_one_that_is_offered_is_not_for_itself(
    drawn: tuple[Dossier, str, dict[str, Any]],
) -> None:
    dossier, name, answers = drawn
    for field in leaves(filled(dossier, name, answers)):
        if field.kind == "choice" and field.shown:
            for choice in field.choices[:3]:
                decision = decide(dossier, name, having(answers, field.name.split("."), choice.value))
                refused = [f for f in decision.findings if f.path == field.name and f.severity.value == "refused"]
                assert bool(refused) == (not choice.offered)


def test_a_form_says_what_is_asked_of_a_password_before_one_is_typed() -> None:
    form = dossier_in("access.activation").form(at=NOW, role=Role.AGENT, locale="en", do="create-account")
    field = form.field("password")
    assert field is not None
    assert field.hint.startswith("At least 8 characters, and at least 3 of these 5 conditions")


def test_a_screen_with_several_questions_asks_first_what_is_not_answered() -> None:
    chosen = dossier_in("dispensation.motive").decide(MOTIVE, at=NOW, role=Role.AGENT).dossier
    assert form_of(chosen).do == "attest"
    assert form_of(dossier_in("dispensation.attestation")).do == "request-dispensation"  # the attestation is there


def test_the_questions_about_a_first_child_wait_for_a_yes() -> None:
    form = filled(at_state("beneficiaries"), "declare-beneficiaries", {})
    first = form.field("children.0")
    assert first is not None
    waiting = [field for field in first.walk() if field.shown_if == forms.Condition("children", ("yes",))]
    assert {"children.0", "children.0.birth_date", "children.0.kinship"} <= {field.name for field in waiting}
    assert not [field.name for field in first.walk() if field.shown or field.answered]
    assert forms.fields_of("declare-beneficiaries", [("children.0.birth_date", ""), ("children.0.kinship", "")]) == {}
    blank = forms.fields_of("declare-beneficiaries", [("children", "yes"), ("children.0.birth_date", "")])
    assert blank == {"children": [{}]}
    assert filled(at_state("beneficiaries"), "declare-beneficiaries", blank).field("children.1") is None


@pytest.mark.parametrize(
    ("name", "answers", "people"),
    [
        ("add-beneficiary", {}, {"child"}),  # a partner is covered already
        ("add-beneficiary", {"child": {}}, {"child", "child_details"}),
        ("complete-beneficiary", {"ref": "carla"}, {"child_details"}),
        ("complete-beneficiary", {"ref": "partner"}, {"partner_details"}),
    ],
)
def test_nobody_is_asked_about_whom_the_command_cannot_mean(
    name: str, answers: dict[str, Any], people: set[str]
) -> None:
    form = filled(dossier_in("membership.in_force"), name, answers)
    assert {field.name for field in form.fields if field.kind == "person" and field.shown} == people


def test_whoever_has_no_partner_covered_is_asked_about_one_and_about_their_details_after_a_yes() -> None:
    alone = accept(open_dossier(), *journey(ALONE))
    form = filled(tick(alone, IN_FORCE), "add-beneficiary", {})
    shown_if = {field.name: field.shown_if for field in form.fields if field.kind == "person"}
    if_yes = {f"{name}_details": forms.Condition(name, ("yes",)) for name in ("partner", "child")}
    assert shown_if == {"partner": None, "child": None} | if_yes
    assert {field.name for field in form.fields if field.shown} == {"partner", "child"}
