"""
Unknown is never taken for yes: no rule accepts for want of a fact what it would refuse if it knew it.
"""

import re
import types
import typing
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psc_workflow import Agent
from psc_workflow._model.people import Checked, Position
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.exceptions import InvalidCommandError, PscWorkflowError
from psc_workflow.rules._examples._example import Ask
from psc_workflow.testing import examples

NOTHING_SAYS_NO = {
    "household.assess: declared.partner": "null says that nobody is to be covered; left out is UNANSWERED.",
    **dict.fromkeys(
        (
            "child.assess: child.kinship",
            "household.assess: declared.children.kinship",
            "beneficiary_addition.assess: command.child.kinship",
        ),
        "The guide asks for “your children”: who answers has said so, and the signature certifies it.",
    ),
    "legal_capacity.assess: birth_date": "Neither age: signing needs the identity, which states the birth.",
    "legal_capacity.assess: capacity": "Nobody acts for the agent, or assists them.",
    "representation.assess: birth_date": "Neither age: the manager who recorded it has seen the proof.",
    "representation.assess: ends_on": "No end is decided.",
    "representation.assess_record: birth_date": "As for the one who acts.",
    "representation.assess_consent: capacity": "Nobody is recorded, which another function refuses.",
    "representation.assess_end: since": "Nobody is recorded: nothing to end, which another function refuses.",
    "code_organisme.assess: code": "Blank stands for the contract's default, which the guide prints.",
    "child_details.assess: command.code_organisme": "The same.",
    "partner_details.assess: command.code_organisme": "The same.",
    "social_security.assess: command.code_organisme": "The same.",
    "child_details.assess: command.nir": "A child's number may come later: accepted with a warning, asked for again.",
    "beneficiary_addition.assess: command.partner_details": "Details may come later: asked for again.",
    "beneficiary_addition.assess: command.child_details": "The same.",
    "beneficiary_addition.assess: command.child.ref": "A reference left out is given by us, and no other's.",
    "beneficiary_addition.assess: command.child_details.ref": "The same.",
    "beneficiary_addition.assess: children.ref": "Covered children have one: it was given when they were declared.",
    "beneficiary_addition.assess: partner": "No partner is covered yet.",
    "contact_details.assess: prefilled.address": "What was not prefilled cannot have been changed; it is needed.",
    "contact_details.assess: prefilled.city": "The same.",
    "contact_details.assess: prefilled.country": "The same.",
    "contact_details.assess: prefilled.email": "The same.",
    "contact_details.assess: prefilled.phone": "The same.",
    "contact_details.assess: prefilled.postal_code": "The same.",
    "motive.assess: command.facts.entitled_until": "The attestation names the end, and is judged by it.",
    "motive.assess: command.facts.opened_on": "Not every motive states its first day; a member's is missed.",
    "motive.assess: affiliated_on": "Nobody's member: no event is needed.",
    **{
        f"prefilled.assess: agent.{name}": "What the employer does not know, the agent is asked for, or nobody needs."
        for name in (field.name for field in attrs.fields(Agent))
    },
    **{
        f"prefilled.assess: agent.position.{name}": "The same; a position without its kind, or a bound, is not compared."
        for name in (field.name for field in attrs.fields(Position))
    },
    "obligation.assess: leave": "On no leave.",
    "obligation.assess: leave_confirmed": "Nobody has confirmed that the duty stops: it goes on, and the rule ``leave`` asks.",
    "obligation.assess: position": "As far as anybody knows, the duty is that of everybody.",
    "position.assess: position.first_day": "It began before anything is known.",
    "position.assess: position.last_day": "No end is known: it goes on.",
    "rehire.assess_end: ended": "The membership has not ended.",
    "rehire.assess_end: planned_on": "No end is decided.",
    "rehire.assess: ended": "The membership has not ended.",
    "rehire.assess: ended_on": "The same.",
    "rehire.assess: planned_on": "No end is decided.",
    "one_cover.assess: dispensed_until": "Not dispensed.",
    "one_cover.assess: ended": "The membership has not ended.",
    "one_cover.assess_dispensation: ended": "The same.",
    "one_day.assess: first": "No cover begins before which the day could lie.",
    "leave.assess: first": "The same.",
    "transfer.assess: first": "The same.",
    "recorded_date.assess: latest": "No cover has begun.",
    "recorded_date.assess: today": "Not compared.",
    "recorded_date.assess: ends_on": "No end is planned.",
    "membership_end.assess: invited_on": "No member.",
    "beneficiary_removal.assess: first": "No cover begins before which the day could lie.",
    "motive_end.assess: began_on": "Not every motive states its first day.",
    "recorded_date.assess: settled": "No rule settles the date.",
    "attestation_age.assess: began_on": "Not every motive states its first day.",
    "attestation_age.assess: earlier_on": "The first one renews nothing.",
    "attestation.assess: after": "The first one renews nothing.",
}
"""Where ``None`` is an answer, by function and fact, each with what it says."""

ANOTHER_RULE_MISSES_IT = {
    "attestation_age.assess: signed_on": "attestation",
    "birth_date.assess: birth_date": "identity, partner and child",
    "regime.assess_beneficiary: regime": "partner and child",
    "plausible_day.assess: answer.on": "recorded_date",
    "plausible_day.assess: answer.signed_on": "attestation",
    "plausible_day.assess: answer.partner": "household",
    "plausible_day.assess: answer.partner.birth_date": "partner",
    "plausible_day.assess: answer.children": "household",
    "plausible_day.assess: answer.children.birth_date": "child",
    **{
        f"plain_text.assess: answer.{name}": rule
        for rule, names in {
            "bank_details": ("holder", "iban"),
            "attestation": ("full_name", "signed_at_place"),
            "contact_update": ("address", "city", "email"),
            "report": ("reason",),
            "beneficiary_addition": ("child_details", "child_details.first_name"),
        }.items()
        for name in names
    },
    "child_details.assess: declared.birth_date": "child, when it was declared",
    "partner_details.assess: declared.birth_date": "partner, when it was declared",
    "partner_details.assess: declared.regime": "partner, when it was declared",
    "beneficiary_number.assess: children.birth_date": "child, when it was declared",
    "beneficiary_number.assess: partner.birth_date": "partner, when it was declared",
    "beneficiary_number.assess: partner.regime": "partner, when it was declared",
    "beneficiary_removal.assess: children.birth_date": "child, when it was declared",
    "membership_end.assess: born_on": "identity",
    "attestation.assess: chosen.facts.contract_end": "motive, when it was chosen",
    "attestation.assess: chosen.facts.entitled_until": "nobody: the end attested is the end",
}
"""Facts that a rule only compares: those that need them are named."""

ANSWERED_BY_NOTHING = NOTHING_SAYS_NO.keys() | ANOTHER_RULE_MISSES_IT.keys()


def asks() -> Iterator[tuple[str, Ask]]:
    """List every function that the examples ask, once."""
    seen = set()
    for rule in examples.rules():
        for example in examples.of(rule):
            if example.ask not in seen:
                seen.add(example.ask)
                yield f"{rule}.{example.ask.__name__}", example.ask


ASKS = dict(asks())


def may_be_none(kind: Any) -> bool:
    return typing.get_origin(kind) in (types.UnionType, typing.Union) and type(None) in typing.get_args(kind)


def facts_of(value: Any, path: str) -> Iterator[str]:
    """Walk the paths of everything inside *value* that can be not known."""
    if isinstance(value, Checked):
        for field in attrs.fields(attrs.resolve_types(type(value))):
            if may_be_none(field.type):
                yield f"{path}.{field.name}"
            yield from facts_of(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from facts_of(item, f"{path}.{index}")


def unknown(ask: Ask, given_facts: dict[str, Any]) -> list[str]:
    """List the facts of an example that can be not known, but those listed above."""
    hints = typing.get_type_hints(ask)
    paths = [name for name in given_facts if may_be_none(hints[name])]
    paths += [path for name, value in given_facts.items() for path in facts_of(value, name)]
    return [path for path in paths if forgetting(given_facts, path) is not None]


def forgetting(facts: dict[str, Any], path: str) -> dict[str, Any] | None:
    """Give *facts* with the one at *path* not known; ``None`` if no command can be made like that."""
    first, *rest = path.split(".")
    try:
        return {**facts, first: without(facts[first], rest)}
    except InvalidCommandError:
        return None


def without(value: Any, path: list[str]) -> Any:
    """Give *value* with the fact at *path* not known."""
    if not path:
        return None
    first, rest = path[0], path[1:]
    if isinstance(value, tuple):
        return tuple(without(item, rest) if str(at) == first else item for at, item in enumerate(value))
    return value if value is None else attrs.evolve(value, **{first: without(getattr(value, first), rest)})


def name_of(function: str, path: str) -> str:
    """Name a fact apart from the place of a child in its list."""
    return f"{function}: {'.'.join(part for part in path.split('.') if not part.isdecimal())}"


def asked(ask: Ask, facts: dict[str, Any]) -> Verdict | None:
    """Ask a rule; ``None`` where it says in its own words that it cannot tell."""
    try:
        return ask(**facts)
    except PscWorkflowError:
        return None


@st.composite
def situations(draw: st.DrawFn, function: str) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Mix the facts of the examples anew, then forget some of them."""
    ask = ASKS[function]
    facts = [example.facts for rule in examples.rules() for example in examples.of(rule) if example.ask is ask]
    base = dict(draw(st.sampled_from(facts)))
    for name in draw(st.lists(st.sampled_from(sorted(base)), max_size=2, unique=True)):
        donors = [example[name] for example in facts if name in example]
        base[name] = draw(st.sampled_from(donors))
    paths = [path for path in unknown(ask, base) if name_of(function, path) not in ANSWERED_BY_NOTHING]
    forgotten = draw(st.lists(st.sampled_from(paths), min_size=1, max_size=3, unique=True)) if paths else []
    less = base
    for path in forgotten:
        less = forgetting(less, path) or less
    return base, less, forgotten


@pytest.mark.parametrize("function", ASKS)
@given(data=st.data())
def test_no_missing_fact_turns_into_acceptance(function: str, data: st.DataObject) -> None:
    """What is accepted with facts missing is refused for none of the answers they can have."""
    whole, less, forgotten = data.draw(situations(function))
    accepted, answered = asked(ASKS[function], less), asked(ASKS[function], whole)
    if accepted is not None and accepted.holds and answered is not None:
        assert answered.outcome is not Judgement.REFUSED, forgotten


def test_every_exception_is_a_fact_of_a_rule() -> None:
    possible = {
        name_of(function, path)
        for function, ask in ASKS.items()
        for rule in examples.rules()
        for example in examples.of(rule)
        if example.ask is ask
        for path in unknown(ask, dict(example.facts))
    }
    assert possible >= ANSWERED_BY_NOTHING


@pytest.mark.parametrize("fact", ANOTHER_RULE_MISSES_IT)
def test_the_rules_that_need_such_a_fact_exist(fact: str) -> None:
    named = re.split(r",| and |:", ANOTHER_RULE_MISSES_IT[fact])
    rules = {name.strip() for name in named} & set(examples.rules())
    assert rules or "attested" in ANOTHER_RULE_MISSES_IT[fact]
