"""
A journey played through the library itself: what it answers to each act, and what that differs in.

>>> from psc_workflow.testing._stories import stories
>>> journey = expecting(next(iter(stories(contracts.get("men-2026-pf")))), contracts.get("men-2026-pf"))
>>> replay(journey, contracts.get("men-2026-pf"))
()
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import Tick, read_form
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import DefinitionError, HostError
from psc_workflow.testing._journeys import INVALID, Act, ActKind, Expectation, Journey

DEFAULT_CONTRACT = "guide-illustration"


@attrs.frozen
class Difference:
    """
    Something that the library answers in another way than expected.

    Args:
        act: Number of the act, the first being 1.
        field: Name of the field of the expectation.
    """

    act: int
    field: str
    expected: Any
    actual: Any

    def __str__(self) -> str:
        """Write it on one line."""
        return f"act {self.act}, {self.field}: expected {_shown(self.expected)}, is {_shown(self.actual)}"


def _shown(value: object) -> str:
    """Write a value on one line: an instant as the files of journeys have it."""
    return value.isoformat() if isinstance(value, dt.datetime) else repr(value)


def replay(journey: Journey, contract: Contract | None = None) -> tuple[Difference, ...]:
    """
    Play *journey* through the library, and compare what it answers with what is expected.

    Args:
        contract: ``guide-illustration`` if ``None``.

    Returns:
        Every difference, in the order of the acts; none of acts of which
        nothing is expected.
    """
    differences: list[Difference] = []
    for number, (act, answer) in enumerate(zip(journey.acts, answers(journey, contract), strict=True), 1):
        if act.expect is not None:
            differences += _compare(number, act.expect, answer)
    return tuple(differences)


def expecting(journey: Journey, contract: Contract | None = None) -> Journey:
    """Return *journey* with what the library answers as what is expected."""
    pairs = zip(journey.acts, answers(journey, contract), strict=True)
    return attrs.evolve(journey, acts=tuple(attrs.evolve(act, expect=answer) for act, answer in pairs))


def answers(journey: Journey, contract: Contract | None = None) -> Iterator[Expectation]:
    """Yield what the library answers to each act of *journey*."""
    dossiers: dict[str, Dossier] = {}
    for act in journey.acts:
        decision = _play(act, dossiers, contracts.get(DEFAULT_CONTRACT) if contract is None else contract)
        yield answer_of(decision, dossiers[act.id], act)


def answer_of(decision: Decision[Dossier] | None, dossier: Dossier, act: Act) -> Expectation:
    """
    Describe what *act* leads to.

    Args:
        decision: ``None`` if the request is invalid.
        dossier: As it stands after the act.
    """
    now, at = dossier.as_of(act.at), max(act.at, dossier.record.at)
    due_at, quote = now.due_at(), now.quote(at=at)
    view = now.view(at=at, role=Role.AGENT if act.role in (None, Role.CLOCK) else act.role)
    return Expectation(
        outcome=decision.outcome.value if decision else INVALID,
        codes=decision.codes if decision else (),
        missing=decision.missing if decision else (),
        states=now.states,
        offered=tuple(sorted(offer.do for offer in view.commands if offer.offered)),
        premium=quote.as_json()["debited"] if quote else None,
        effects=tuple(type(effect).__name__ for effect in decision.effects) if decision else (),
        due_at=due_at.astimezone(dt.UTC) if due_at else None,
        warnings=decision.warnings if decision else (),
    )


def _play(act: Act, dossiers: dict[str, Dossier], contract: Contract) -> Decision[Dossier] | None:
    """Play *act* and keep the dossier that it leaves; ``None`` if the request is invalid."""
    if act.kind is ActKind.OPEN:
        if act.agent is None:
            raise HostError(f"the act that opens {act.id} names no agent")
        dossier = dossiers[act.id] = Dossier.open(contract, id=act.id, agent=act.agent, invited_at=act.at)
        return Decision(Outcome.ACCEPTED, dossier, effects=(dossier.invitation,))
    if act.id not in dossiers:
        raise HostError(f"the journey asks about {act.id} before it is opened")
    dossier = dossiers[act.id]
    try:
        decision = _decide(act, dossier)
    except HostError:
        return None
    dossiers[act.id] = decision.dossier
    return decision


def _decide(act: Act, dossier: Dossier) -> Decision[Dossier]:
    if act.kind is ActKind.TICK:
        return dossier.decide(Tick(), at=act.at, role=Role.CLOCK)
    if act.role is None:
        raise DefinitionError(f"the act that gives {act.do} has no role")
    form = read_form(act.do, act.fields)
    return dossier.decide(form, at=act.at, role=act.role, key=act.key, expected_revision=act.expected_revision)


def _compare(number: int, expected: Expectation, actual: Expectation) -> Iterator[Difference]:
    for field in attrs.fields(Expectation):
        left, right = getattr(expected, field.name), getattr(actual, field.name)
        if left != right:
            yield Difference(number, field.name, left, right)
