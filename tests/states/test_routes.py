"""
Routes: exactly one way leads on, whatever the answers.
"""

import datetime as dt

import attrs
import pytest

from dossiers import ended_dossier, open_dossier
from expectations import OPEN_SCREENS
from people import ALONE, COUPLE, FAMILY, LARGE_FAMILY, NOW, SINGLE_PARENT, TODAY, details_of
from psc_workflow import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command
from psc_workflow._model.record import Dispensation, Membership, Report
from psc_workflow._model.vocabulary import PriorMembership
from psc_workflow.states import _routes as routes
from psc_workflow.states._changes import changed
from psc_workflow.states._context import Context
from psc_workflow.states._engine import Row
from psc_workflow.states._guard import Route
from walks import TABLES


def shapes() -> dict[str, Answers]:
    """Answers of every household a route can tell apart, children's details absent, partial and whole."""
    households = {"nothing declared": Answers()}
    for name, declared in {
        "alone": ALONE, "couple": COUPLE, "family": FAMILY, "single parent": SINGLE_PARENT, "large": LARGE_FAMILY,
    }.items():  # fmt: skip
        details = [details_of(child) for child in declared.children or ()]
        for count in range(len(details) + 1):
            households[f"{name}, {count} details"] = Answers(
                beneficiaries=declared, children_details=tuple(details[:count])
            )
    return households


CHOICES = [
    row
    for rows in TABLES.values()
    for events in rows.values()
    for row in events.values()
    if len(row.branches) > 1
]  # fmt: skip

BY_HOUSEHOLD = [row for row in CHOICES if all(route.reads_answers for b in row.branches for route in b.routes)]
BY_TURN = [row for row in CHOICES if not any(route.reads_answers for b in row.branches for route in b.routes)]


def test_a_choice_reads_either_the_household_or_what_happened() -> None:
    assert len(BY_HOUSEHOLD) + len(BY_TURN) == len(CHOICES)


@pytest.mark.parametrize("row", BY_HOUSEHOLD, ids=lambda row: f"{row.state}-{row.event}")
@pytest.mark.parametrize("answers", shapes().values(), ids=shapes())
def test_exactly_one_route_is_taken_for_every_household(row: Row, answers: Answers) -> None:
    targets = [branch.target for branch in row.branches if all(route.follows(answers) for route in branch.routes)]
    reachable = row.state != "children_details" or bool(answers.children)
    assert len(targets) == 1 or not reachable


TURNS: dict[str, list[tuple[dict[str, object], Command]]] = {
    "open_invitation": [({}, do.OpenInvitation(membership)) for membership in PriorMembership],
    "report_login": [({}, do.ReportLogin(success=success)) for success in (True, False)],
    "report_motive_end": [
        ({"dispensation": Dispensation(TODAY, dt.date(2026, 12, 31))}, do.ReportMotiveEnd(TODAY + dt.timedelta(days)))
        for days in (-400, -1, 0, 1, 400)
    ],
    "go_back": [({"membership": Membership(affiliated_at=at)}, do.GoBack()) for at in (None, NOW)],
    "rehire": [
        ({"membership": ended_dossier().record.membership}, do.Rehire(dt.date(2026, 5, 3) + dt.timedelta(days)))
        for days in (0, 1, 30)
    ],
    "reject_report": [
        ({"report": Report(TODAY, state)}, do.RejectReport()) for state in (*OPEN_SCREENS, "auto_affiliated")
    ],
}
"""Facts and commands that tell the turns of an event apart: every value of each."""


@pytest.mark.parametrize("row", BY_TURN, ids=lambda row: f"{row.state}-{row.event}")
def test_exactly_one_turn_is_taken_whatever_is_asked_and_every_one_of_them_by_something(row: Row) -> None:
    journey_name = next(name for name, rows in TABLES.items() if row in rows.get(row.state, {}).values())
    base, reached = open_dossier(), set()
    for facts, command in TURNS[row.event]:
        record = attrs.evolve(base.record, states=base.record.states.with_state(journey_name, row.state), **facts)
        context = Context(record, base.contract, NOW, journey_name, row.event, command)
        (target,) = [
            branch.target
            for branch in row.branches
            if all(route.chooses(context, changed(context)) for route in branch.routes)
        ]
        reached.add(target)
    assert reached == {branch.target for branch in row.branches}


def test_every_route_by_the_household_is_used_and_has_both_answers() -> None:
    used = {
        route
        for rows in TABLES.values()
        for events in rows.values()
        for row in events.values()
        for b in row.branches
        for route in b.routes
    }
    declared = {route for route in vars(routes).values() if isinstance(route, Route)}
    assert declared <= used
    assert {route.__name__ for route in used - declared} == {"reported_from_it"}
    for route in declared:
        if route.reads_answers:
            assert {route.follows(answers) for answers in shapes().values()} == {True, False}
