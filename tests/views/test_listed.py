"""
What is listed is what makes sense: whatever is accepted is listed, and whatever is offered can be accepted.
"""

from collections.abc import Iterator

import pytest

from accepted import ACCEPTED, dossier_at
from dossiers import EVERY_STATE, accept, dossier_in, now_of
from effort import IS_THOROUGH
from pool import ANYWHERE, RIGHT, of_the_day
from psc_workflow import Dossier, EndReason, Outcome, Rating, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from walks import TABLES

LEAVING = (EndReason.DEPARTURE, EndReason.RETIREMENT, EndReason.DEATH)
ENDED = [f"{name}, then {reason}" for name in ("membership.in_force", "dispensation.granted") for reason in LEAVING]
PLACES = [*EVERY_STATE, "a formula chosen", "a first debited line", "a guardian", "a rating", *ENDED]

NOT_LISTED = {
    "rate-experience": "whoever has rated is not asked again; a page that is still open can change the rating",
    "open-invitation": "nothing is suggested to an agent who died; the link still answers",
    "withdraw-consent": "nothing is suggested to an agent who died; a consent can be withdrawn all the same",
}
"""Commands that are accepted where they are not listed, and why."""

ALWAYS_REFUSED = {
    "change-formula": "until the minimum term is over; the form says so of each formula, and from which day it can be",
}
"""Commands that are offered where every answer is refused, and why."""


def place(name: str) -> Dossier:
    if name == "a rating":
        return accept(dossier_in("membership.received"), do.RateExperience(Rating.HAPPY))
    before, _, reason = name.partition(", then ")
    if not reason:
        return dossier_in(name) if name in EVERY_STATE else dossier_at(name)
    dossier = dossier_in(before)
    at = now_of(dossier)
    return accept(dossier, do.EndMembership(EndReason(reason), at.date()), at=at)


def tried(dossier: Dossier) -> list[Command]:
    """List the commands that have a place in the present states, most with several answers."""
    rows = {event for name, state in dossier.states.items() for event in TABLES[name][state]}
    pool = [*RIGHT, *ANYWHERE, *of_the_day(now_of(dossier).date()), *(command for _, command in ACCEPTED)]
    return [command for command in pool if command.event in rows]


def accepted(dossier: Dossier, role: Role) -> Iterator[str]:
    """Name the commands of which an answer is accepted of *role*."""
    names = set[str]()
    for command in tried(dossier):
        if role not in command.roles or command.do in names:
            continue
        if dossier.decide(command, at=now_of(dossier), role=role).outcome is Outcome.ACCEPTED:
            names.add(command.do)
            yield command.do


def offered(dossier: Dossier, role: Role) -> set[str]:
    view = dossier.view(at=now_of(dossier), role=role)
    return {offer.do for offer in view.commands if offer.offered}


def check(name: str, role: Role) -> tuple[set[str], set[str]]:
    """Name what is accepted and not offered, and what is offered and never accepted."""
    dossier = place(name)
    by_decision, by_view = {*accepted(dossier, role)}, offered(dossier, role)
    return by_decision - by_view, by_view - by_decision


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLOCK] if IS_THOROUGH else [Role.AGENT])
@pytest.mark.parametrize("name", PLACES)
def test_what_can_be_done_is_listed_and_what_is_offered_can_be_done(name: str, role: Role) -> None:
    unlisted, refused = check(name, role)
    assert unlisted <= {*NOT_LISTED}
    assert refused <= {*ALWAYS_REFUSED}


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("a rating", "rate-experience"),
        ("membership.in_force, then death", "open-invitation"),
        ("membership.in_force, then death", "withdraw-consent"),
    ],
)
def test_what_is_accepted_and_not_listed_is_so_in_that_place(name: str, command: str) -> None:
    assert command in NOT_LISTED
    unlisted, _ = check(name, Role.AGENT)
    assert command in unlisted


def test_nothing_else_is_left_out_of_a_list_than_there_is_a_reason_for() -> None:
    """Only an agent who died, and whoever has rated, can do more than is listed."""
    for name in ("membership.in_force", "membership.suspended", "membership.ended", "dispensation.granted"):
        assert check(name, Role.AGENT)[0] == set()


def test_a_command_about_somebody_covered_is_listed_only_if_there_is_somebody() -> None:
    about_somebody = {"remove-beneficiary", "complete-beneficiary"}
    assert about_somebody.isdisjoint(offered(dossier_in("affiliation.auto_affiliated"), Role.AGENT))
    assert about_somebody <= offered(dossier_in("membership.received"), Role.AGENT)


def test_the_rating_is_asked_for_once_while_the_agent_is_a_member() -> None:
    for name in ("membership.received", "membership.in_force", "membership.suspended"):
        assert "rate-experience" in offered(dossier_in(name), Role.AGENT)
    assert "rate-experience" not in offered(place("a rating"), Role.AGENT)
    assert "rate-experience" not in offered(dossier_in("membership.ended"), Role.AGENT)
