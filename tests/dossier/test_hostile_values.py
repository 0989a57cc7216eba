"""
Every field of every command against what people really type: a table of values, made from the declared types.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable

import attrs
import pytest

import hostile_fields
from hostile_fields import HostileField, at_the_place, declared, with_prefilled
from people import BENOIT, GUIDE, NOW
from psc_workflow import Agent, Child, Dossier, Outcome, Position
from psc_workflow._model import characters
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.days import days_in
from psc_workflow._model.decision import Decision
from psc_workflow._model.verdict import Finding
from psc_workflow.exceptions import InvalidAgentError, InvalidCommandError
from psc_workflow.rules import plain_text, plausible_day
from psc_workflow.testing._hostile import DAYS, TEXTS, Answer, HostileDay, HostileText

FIELDS = hostile_fields.hostile_fields()
TEXT_FIELDS = [field for field in FIELDS if field.kind is not None]
DAY_FIELDS = [field for field in FIELDS if field.kind is None]

OF_CHARACTERS = {"control-character", "invisible-character"}
OF_DAYS = {"day-too-long-ago", "day-too-far-ahead", "day-in-future", "birth-too-long-ago", "birth-in-future"}

NAMING = {
    "declare-child: ref": "child-unknown",
    "remove-beneficiary: ref": "beneficiary-unknown",
    "complete-beneficiary: ref": "beneficiary-unknown",
    "add-beneficiary: child_details.ref": "child-unknown",
    "suspend: reason": "leave-confirmation-missing",
}
"""Fields that name a person or a leave: other characters name none of those known, and nothing else is wrong."""

COMPARED = {"confirm-identity": "prefilled-identity-changed", "confirm-contact-details": "contact-details-changed"}
"""Commands whose answers are compared with what was prefilled, and how a change is told."""


def test_every_declared_field_of_every_command_is_in_the_table(report: Callable[[str], None]) -> None:
    every = {f"{cls.do}: {name}" for cls in ALL for name, _ in declared(cls)}
    assert {field.name for field in FIELDS} == every
    tried = sum(field.kind in row.answers for field in TEXT_FIELDS for row in TEXTS) + len(DAY_FIELDS) * len(DAYS)
    kinds = Counter(field.kind or "day" for field in FIELDS)
    commands = {field.command.do for field in FIELDS}
    report(f"{tried} values in {len(FIELDS)} fields of {len(commands)} commands: {dict(kinds)}")
    report(f"and in {len(AGENT_TEXTS) + len(AGENT_DAYS)} fields that an employer prefills")
    assert tried > 5000


def test_a_field_added_tomorrow_is_in_it_by_itself_and_of_the_strictest_kind_if_it_declares_none() -> None:
    kinds = {
        "city": (str | None, None),
        "iban": (str | None, "code"),
        "address": (tuple[str, ...] | None, None),
        "opened_on": (dt.date | None, None),
        "children": (tuple[Child, ...] | None, None),
    }
    fields = {
        name: attrs.field(default=None, type=kind, metadata={"text": text} if text else None)
        for name, (kind, text) in kinds.items()
    }
    tomorrow = attrs.make_class("DeclareTomorrow", fields, bases=(Command,), frozen=True)
    assert dict(declared(tomorrow)) == {
        "city": "line",
        "iban": "code",
        "address.*": "line",
        "opened_on": None,
        "children.*.birth_date": None,
        "children.*.ref": "line",
    }
    answer = tomorrow(city="a\n", address=("b", "c\0"), opened_on=dt.date(26, 4, 7), children=(Child(ref="d\u200b"),))
    findings = [*plain_text.assess(answer).findings, *plausible_day.assess(answer, today=NOW.date()).findings]
    assert [(finding.code, finding.path) for finding in findings] == [
        ("control-character", "city"),
        ("control-character", "address.1"),
        ("invisible-character", "children.0.ref"),
        ("day-too-long-ago", "opened_on"),
    ]


@pytest.mark.parametrize("field", TEXT_FIELDS, ids=lambda field: field.name)
def test_the_right_text_of_every_field_is_accepted_and_restored(field: HostileField) -> None:
    """Without this, a refusal of what is hostile would prove nothing."""
    decision = decide(field, field.right)
    assert decision.outcome is Outcome.ACCEPTED, (decision.codes, decision.missing)
    assert Dossier.load(decision.dossier.dump()) == decision.dossier


@pytest.mark.parametrize("field", TEXT_FIELDS, ids=lambda field: field.name)
def test_a_text_of_every_field_is_answered_as_the_table_says(field: HostileField) -> None:
    rows = [row for row in TEXTS if field.kind in row.answers]
    faults = [f"{row.name}: not {row.answers[field.kind]}" for row in rows if not is_as_expected(field, row)]
    assert faults == []


def is_as_expected(field: HostileField, row: HostileText) -> bool:
    """Whether *row* in *field* is answered as the table says."""
    typed, answer = row.typed(field.right), row.answers[field.kind]
    if answer is Answer.MALFORMED:
        return is_malformed(field, typed)
    return CHECKS[answer](field, typed, decide(field, typed)) and (
        answer is not Answer.SAME or not is_taken_for_a_change(field, row)
    )


def decide(field: HostileField, typed: str) -> Decision[Dossier]:
    dossier, at = at_the_place(field)
    return dossier.decide(field.filled_with(typed), at=at, role=field.command.roles[0])


def findings_there(field: HostileField, decision: Decision[Dossier]) -> list[Finding]:
    return [finding for finding in decision.findings if finding.path == field.dotted]


def codes_there(field: HostileField, decision: Decision[Dossier]) -> set[str]:
    return {finding.code for finding in findings_there(field, decision)}


def is_malformed(field: HostileField, typed: str) -> bool:
    with pytest.raises(InvalidCommandError) as caught:
        field.filled_with(typed)
    return bool({part for fault in caught.value.faults for part in fault.path.split(".")} & {*field.path})


def is_cleaned(field: HostileField, _: str, decision: Decision[Dossier]) -> bool:
    """Whether the dossier is the one that the right text makes."""
    return decision.outcome is Outcome.ACCEPTED and decision.dossier == decide(field, field.right).dossier


def is_refused(field: HostileField, typed: str, decision: Decision[Dossier]) -> bool:
    there = findings_there(field, decision)
    expected = {"control-character"} if any(characters.control(typed)) else set()
    return (
        decision.outcome is Outcome.REFUSED
        and decision.dossier is at_the_place(field)[0]
        and any(finding.blocks for finding in there)
        and expected <= {finding.code for finding in there}
    )


def is_accepted(field: HostileField, typed: str, decision: Decision[Dossier]) -> bool:
    """Whether it is accepted and stored as typed, or only names nobody."""
    if field.name in NAMING and {*decision.codes} == {NAMING[field.name]}:
        return True
    return decision.outcome is Outcome.ACCEPTED and is_stored(field, typed, decision)


def is_warned(field: HostileField, typed: str, decision: Decision[Dossier]) -> bool:
    return is_accepted(field, typed, decision) and "invisible-character" in codes_there(field, decision)


def is_intact(field: HostileField, typed: str, decision: Decision[Dossier]) -> bool:
    return is_accepted(field, typed, decision) and not codes_there(field, decision) & OF_CHARACTERS


def is_safe(field: HostileField, typed: str, decision: Decision[Dossier]) -> bool:
    if decision.outcome is not Outcome.ACCEPTED:
        return any(finding.blocks for finding in findings_there(field, decision))
    return not {char for char in typed if not char.isprintable()} & {*decision.dossier.dump().decode()}


CHECKS: dict[Answer, Callable[[HostileField, str, Decision[Dossier]], bool]] = {
    Answer.CLEANED: is_cleaned,
    Answer.REFUSED: is_refused,
    Answer.WARNED: is_warned,
    Answer.INTACT: is_intact,
    Answer.SAME: is_intact,
    Answer.SAFE: is_safe,
}


def is_stored(field: HostileField, typed: str, decision: Decision[Dossier]) -> bool:
    """Whether what was typed is stored as it is, where the field is stored at all; a secret never is."""
    written, right = (json.dumps(value, ensure_ascii=False) for value in (typed, field.right))
    document = decision.dossier.dump().decode()
    if field.kind == "secret":
        return written not in document
    before, usual = at_the_place(field)[0].dump().decode(), decide(field, field.right).dossier.dump().decode()
    return written in document or usual.count(right) <= before.count(right)


def is_taken_for_a_change(field: HostileField, row: HostileText) -> bool:
    """Whether the same, prefilled in the other way of writing it, counts as something else."""
    code, (dossier, at) = COMPARED.get(field.command.do), at_the_place(field)
    before, name = row.before(field.right), str(field.path[0])
    prefilled = with_prefilled(dossier, name, (before,) if name == "address" else before)
    decision = prefilled.decide(field.filled_with(row.typed(field.right)), at=at, role=field.command.roles[0])
    return code in {*decision.codes, *decision.warnings}


@pytest.mark.parametrize("field", DAY_FIELDS, ids=lambda field: field.name)
def test_a_day_of_every_field_is_answered_as_the_table_says(field: HostileField) -> None:
    faults = [f"{row.name}: {fault}" for row in DAYS if (fault := fault_of_day(field, row))]
    assert faults == []


def fault_of_day(field: HostileField, row: HostileDay) -> str:
    """Say what is wrong with the answer to *row* in *field*; nothing if it is the one expected."""
    dossier, at = at_the_place(field)
    command = field.filled_with(row.on(dossier.contract.civil_day(at)))
    (meaning,) = [day.meaning for day in days_in(command) if day.path == field.dotted]
    decision = dossier.decide(command, at=at, role=command.roles[0])
    mine = [finding for finding in decision.findings if finding.path == field.dotted]
    if row.answers[meaning] is Answer.REFUSED:
        is_refused = decision.outcome is Outcome.REFUSED and any(finding.blocks for finding in mine)
        return (
            "" if is_refused and decision.dossier is dossier else f"not refused: {decision.outcome}, {decision.codes}"
        )
    doubts = {finding.code for finding in mine} & OF_DAYS
    return f"doubted: {doubts}" if doubts else ""


# -- what an employer prefills -----------------------------------------------------------------------------


RIGHT_AGENT = attrs.evolve(BENOIT, professional_email="hina@example.org")
AGENT_TEXTS = [name for name, kind in declared(Agent) if kind is not None]
AGENT_DAYS = [name for name, kind in declared(Agent) if kind is None]


def prefilled_with(name: str, value: object) -> Agent:
    field = name.removesuffix(".*")
    outer, _, inner = field.partition(".")
    if inner:
        return attrs.evolve(RIGHT_AGENT, **{outer: Position(**{inner: value})})
    return attrs.evolve(RIGHT_AGENT, **{field: [value] if field != name else value})


@pytest.mark.parametrize("name", AGENT_TEXTS)
def test_a_prefilled_text_is_answered_as_the_table_says(name: str) -> None:
    kind, path = dict(declared(Agent))[name], "agent." + name.replace("*", "0")
    right = getattr(RIGHT_AGENT, name.removesuffix(".*"))
    right = right[0] if isinstance(right, tuple) else right
    for row in TEXTS:
        answer = row.answers.get(kind)
        if answer is None or answer is Answer.MALFORMED:
            continue
        agent = prefilled_with(name, row.typed(right))
        report = Dossier.check_agent(agent, contract=GUIDE, at=NOW)
        there = {finding.code for finding in report.findings if finding.path == path}
        if answer is Answer.CLEANED:
            assert agent == RIGHT_AGENT, row.name
        elif answer is Answer.REFUSED:
            assert there, row.name
            if "control-character" in there or name == "professional_email":
                with pytest.raises(InvalidAgentError):
                    Dossier.open(GUIDE, id="D1", agent=agent, invited_at=NOW)
        elif answer is Answer.WARNED:
            assert there == {"invisible-character"}, row.name
        elif answer is not Answer.SAFE:
            assert not there & OF_CHARACTERS, row.name


@pytest.mark.parametrize("name", AGENT_DAYS)
def test_a_prefilled_day_is_reported_as_the_table_says_and_opens_a_dossier(name: str) -> None:
    for row in DAYS:
        agent = prefilled_with(name, row.on(GUIDE.civil_day(NOW)))
        (meaning,) = [day.meaning for day in days_in(agent) if day.path == name]
        report = Dossier.check_agent(agent, contract=GUIDE, at=NOW)
        there = {finding.code for finding in report.findings if finding.path == f"agent.{name}" and finding.blocks}
        assert bool(there) == (row.answers[meaning] is Answer.REFUSED), row.name
        assert Dossier.open(GUIDE, id="D1", agent=agent, invited_at=NOW).record.agent == agent
