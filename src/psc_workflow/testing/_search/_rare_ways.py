"""
Rare ways: a few steps in the very order that one rule needs, which a search of right and wrong answers passes by.

They are taken at the end, from invitations of their own, so that they change
nothing of what is found otherwise. What a contract does not know on those days
ends a way.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import Capacity, EndReason, Motive, PositionKind, Role
from psc_workflow.exceptions import PscWorkflowError
from psc_workflow.testing import _answers as right
from psc_workflow.testing._journeys import Act, request_of
from psc_workflow.testing._search._asking import Node
from psc_workflow.testing._search._walking import Walk
from psc_workflow.testing.people import START

Step = Command | tuple[Command, Role] | dt.date
"""A command, perhaps in another role than the first that may give it; or the civil day on which the way goes on."""


def take_all(walk: Walk, openings: Mapping[str, Act]) -> None:
    """Take every rare way, beginning with the invitations of *openings*, which have the names of their agents."""
    for case, steps in _ways(walk, openings["benoit"]):
        _take(walk, openings[case], steps)


def _take(walk: Walk, opening: Act, steps: list[Step]) -> None:
    node = walk.open(opening)
    for step in steps:
        act = _act(walk, node, step)
        try:
            node = walk.take(node, act, 1) or node
        except PscWorkflowError:
            return


def _act(walk: Walk, node: Node, step: Step) -> Act:
    if isinstance(step, dt.date):
        return Act.tick(node.act.id, at=walk.shift.at(step))
    command, role = step if isinstance(step, tuple) else (step, step.roles[0])
    return Act.give(node.act.id, request_of(command), at=node.at, role=role)


def _ways(walk: Walk, opening: Act) -> Iterator[tuple[str, list[Step]]]:
    """List the ways, each with the name of its agent."""
    today, start = walk.contract.civil_day(opening.at), walk.shift.day(START)
    a_day, in_force = dt.timedelta(days=1), start + dt.timedelta(days=40)
    long_ago, later = today - dt.timedelta(days=100), start + dt.timedelta(days=420)
    yield "benoit", [do.RecordPosition(PositionKind.NOT_CONCERNED, long_ago, today - a_day)]
    yield (
        "benoit",
        [
            do.RecordRepresentative(Capacity.CURATOR, today),
            do.StartDispensation(),
            right.MOTIVE,
            attrs.evolve(right.ATTESTATION, signed_on=today, curator_signed=False),
        ],
    )
    grown_up = start + dt.timedelta(days=600)
    yield (
        "minor",
        [
            do.RecordRepresentative(Capacity.PARENT, today),
            grown_up,
            (do.UpdateTeletransmission(teletransmission=True), Role.REPRESENTATIVE),
        ],
    )
    left_on = in_force + dt.timedelta(days=10)
    back_on = left_on + dt.timedelta(days=5)
    yield "benoit", [in_force, do.EndMembership(EndReason.DEPARTURE, left_on), back_on, do.Rehire(back_on)]
    yield "benoit", [*_ended_before_the_cover(start), do.Rehire(start - 2 * a_day)]
    facts = do.MotiveFacts(contract_end=later + dt.timedelta(days=300), in_force_since=dt.date(2020, 1, 1))
    yield "vacataire", [later, do.StartDispensation(), do.ChooseMotive(Motive.INDIVIDUAL_CONTRACT, facts)]


def _ended_before_the_cover(start: dt.date) -> list[Step]:
    """Let an agent be affiliated by silence, and leave before the cover begins."""
    a_day = dt.timedelta(days=1)
    return [start - 3 * a_day, do.EndMembership(EndReason.DEPARTURE, start - 2 * a_day), start - a_day]
