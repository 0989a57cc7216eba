"""
Set pieces: short plays of what goes wrong in portals again and again.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import for_event
from psc_workflow._model.vocabulary import Role
from psc_workflow.testing._conformance import people
from psc_workflow.testing._conformance.actions import Action, key_of
from psc_workflow.testing._conformance.mirror import Mirror
from psc_workflow.testing._conformance.stories import Story, Writer
from psc_workflow.testing._conformance.words import Step, Words
from psc_workflow.testing._conformance.wrong import (
    Piece,
    no_command,
    of_other_types,
    of_other_values,
    unanswered,
    wrong_twins,
)

BEFORE_AND_AT = (dt.timedelta(hours=11), dt.timedelta(hours=2), dt.timedelta(microseconds=1), dt.timedelta(0))
"""How long before a deadline: a host that counts in another time zone is hours off; and at the deadline itself."""


def pieces(contract: Contract, stories: Sequence[Story]) -> Iterator[Piece]:
    """List the set pieces, those that find most first."""
    yield from no_command(stories[0])
    yield from two_dossiers(contract)
    near = deadlines(contract, stories)
    yield from itertools.islice(near, 2 * len(BEFORE_AND_AT))
    yield from parked(contract)
    others = itertools.chain(
        wrong_twins(stories[:1], of_other_types),
        changes_of_mind(contract),
        wrong_twins(stories[:1], unanswered),
        wrong_twins(stories[:1], of_other_values),
        roles(stories[1:]),
    )
    yield from _in_turn(others, near, len(BEFORE_AND_AT))
    for of_fields in (of_other_types, unanswered, of_other_values):
        yield from wrong_twins(stories[1:], of_fields)


def _in_turn(some: Iterator[Piece], others: Iterator[Piece], count: int) -> Iterator[Piece]:
    """Take one piece of the first and *count* of the second, by turns, so that neither has to wait for the other."""
    for piece in some:
        yield piece
        yield from itertools.islice(others, count)
    yield from others


def two_saves(stories: Sequence[Story]) -> Iterator[Piece]:
    """Have two writers read one dossier, and both save; have one save whose clock is ahead."""
    yield from save_ahead(stories[0])
    for story in stories[:2]:
        requests = [action for action in story.actions if action.act == "give"][:2]
        prefix = story.actions[:1]
        for count, request in enumerate(requests):
            acts = [*prefix, *requests[:count]]
            both = Action(
                "two-saves", request.at, request.id, request=request.request, other=request.request, role=request.role
            )
            document = {"do": "request-document", "kind": "notice_information"}
            yield "two loads, two saves", [*acts, both]
            yield "two loads, two saves", [*acts, attrs.evolve(both, other=document)]
            yield "two loads, two saves", [*acts, attrs.evolve(both, request=document, other=document, tab="late")]
            yield "two loads, two saves", [*acts, attrs.evolve(both, request=document), Action("run-due", request.at)]


def save_ahead(story: Story) -> Iterator[Piece]:
    """Have a document requested by a process whose clock is ahead: it is owed only once that instant has come."""
    opening = story.actions[0]
    document = {"do": "request-document", "kind": "notice_information"}
    ahead = Action("save-ahead", opening.at, opening.id, request=document)
    run = Action("run-due", opening.at, opening.id)
    later = attrs.evolve(run, at=opening.at + dt.timedelta(minutes=10))
    yield "a clock that is ahead", [opening, ahead, run, later, later]


def races(stories: Sequence[Story]) -> Iterator[Piece]:
    """Have the next request given by several at once, at every step of the reference family."""
    requests = [action for action in stories[0].actions if action.act == "give"]
    for count, request in enumerate(requests):
        prefix = [stories[0].actions[0], *requests[:count]]
        yield "a double click, at once", [*prefix, attrs.evolve(request, act="race")]
        yield "several screens, at once", [*prefix, attrs.evolve(request, act="race", tab="keys")]


# -- time -----------------------------------------------------------------------------------------


def deadlines(contract: Contract, stories: Sequence[Story]) -> Iterator[Piece]:
    """Act and look on both sides of each deadline that comes in a story: of each sort once."""
    seen: set[tuple[str, str]] = set()
    for story in stories:
        for prefix, journey, event, due_at in _coming(contract, story):
            if (journey, event) in seen:
                continue
            seen.add((journey, event))
            for early in BEFORE_AND_AT:
                yield f"{early} before {event}", [*prefix, *_around(prefix, due_at - early)]


def _coming(contract: Contract, story: Story) -> Iterator[tuple[list[Action], str, str, dt.datetime]]:
    """List the deadlines that would come after the first acts of *story*, whatever their number."""
    mirror = Mirror(contract)
    for index, action in enumerate(story.actions):
        play(mirror, action)
        dossier = mirror.files[action.id].dossier
        for milestone in dossier.timeline(until=action.at + _HORIZON)[:_MOST_DEADLINES]:
            yield (
                list(story.actions[: index + 1]),
                milestone.journey,
                milestone.event,
                milestone.due_at.astimezone(dt.UTC),
            )


_HORIZON = dt.timedelta(days=500)
_MOST_DEADLINES = 6


def _around(prefix: Sequence[Action], at: dt.datetime) -> Iterator[Action]:
    """Look, ask, let the scheduler run, and ask again."""
    id_ = prefix[-1].id
    if at <= prefix[-1].at:
        return
    yield Action("look", at, id_)
    for request in _PROBES:
        yield Action("give", at, id_, request=dict(request))
    yield Action("run-due", at, id_)
    yield Action("run-due", at, id_)


_PROBES: tuple[dict[str, Any], ...] = (
    {"do": "start-affiliation"},
    {"do": "complete-affiliation"},
    {"do": "declare-regime", "regime": "general"},
    {"do": "choose-formula", "formula": "base"},
    {"do": "request-document", "kind": "notice_information"},
)


def play(mirror: Mirror, action: Action) -> None:
    """Play an act on the library alone."""
    mirror.move(action.at)
    if action.act == "open":
        mirror.open(action.id, action.agent or {}, action.at)
    elif action.act == "give":
        answer = mirror.answers(
            action.id, action.request or {}, at=action.at, role=Role(action.role), key=action.key, is_stale=False
        )[-1]
        mirror.accept(action.id, answer.decision, action.at)


# -- people ---------------------------------------------------------------------------------------


def two_dossiers(contract: Contract) -> Iterator[Piece]:
    """Let two agents, whose ids begin alike, take the same steps in turn, with the same keys."""
    words = Words.of(contract)
    family = (people.PARTNER, [people.CHILD])
    first, second = Writer(contract), Writer(contract, people.OTHER, "D10")
    _take(first, [*words.household(*family), *words.subscription(*family)])
    _take(second, list(_of_other(words)))
    short = sorted([*first.actions[:4], *second.actions[:3]], key=lambda act: (act.act != "open", act.at))
    run = Action("run-due", short[-1].at + dt.timedelta(days=8), "D10")
    yield "two dossiers, then the scheduler", [*short, run, Action("restart", run.at), attrs.evolve(run, id="D1")]
    third = [attrs.evolve(action, id="d1") for action in second.actions[:3]]
    yield "two dossiers whose ids differ by case", sorted([*first.actions[:4], *third], key=lambda act: act.at)
    acts = [*_with_keys(first.actions), *_with_keys(second.actions)]
    yield "two dossiers whose ids begin alike", sorted(acts, key=lambda act: (act.at, act.id != "D10"))


def _with_keys(actions: Sequence[Action]) -> list[Action]:
    return [
        attrs.evolve(action, key=key_of(number)) if action.act == "give" else action
        for number, action in enumerate(actions)
    ]


def _of_other(words: Words) -> Iterator[Step]:
    yield from words.household(None, [])
    yield {"do": "confirm-solo"}
    yield from words.formula(-1)
    yield {"do": "validate-affiliation"}


def changes_of_mind(contract: Contract) -> Iterator[Piece]:
    """Go far, go back, declare another household, go on, go back, and return to the first household."""
    words = Words.of(contract)
    partner, child = people.PARTNER, people.CHILD
    first = [*words.household(partner, [child]), *words.subscription(partner, [child])]
    second = [*words.household(None, [people.STUDENT])[2:], *words.subscription(None, [people.STUDENT])]
    writer = Writer(contract)
    _take(writer, first[:-1])
    writer.back_to("beneficiaries")
    _take(writer, [second[0], *words.formula(-1), *second[2:-1]])
    yield "another household", list(writer.actions)
    writer.back_to("beneficiaries")
    _take(writer, first[2:])
    yield "a change of mind, and back again", writer.actions


def _take(writer: Writer, steps: Sequence[Step]) -> None:
    for step in steps:
        writer.add(step)


def parked(contract: Contract) -> Iterator[Piece]:
    """Save a draft, come back, turn to a dispensation, and back again."""
    words = Words.of(contract)
    partner, child = people.PARTNER, people.CHILD
    there = [*words.household(partner, [child]), *list(words.subscription(partner, [child]))[:4]]
    draft = {"first_name": people.AGENT["first_name"], "birth_city": " Ū "}
    aside: list[Step] = [
        {"do": "save-and-quit", "draft": draft},
        {"do": "resume"},
        {"do": "save-and-quit"},
        1,
        {"do": "resume"},
        {"do": "start-dispensation"},
        {"do": "choose-motive", "motive": "partner_collective"},
        {"do": "go-back"},
        {"do": "start-affiliation"},
        {"do": "resume"},
        {"do": "start-dispensation"},
        {"do": "choose-motive", "motive": "partner_collective"},
        words.attestation("attest", 269),
        {"do": "request-dispensation", "warning_read": True},
        {"do": "renounce-dispensation"},
        {"do": "start-affiliation"},
    ]
    writer = Writer(contract)
    _take(writer, [*there, *aside])
    acts = [part for act in writer.actions for part in _and_restart(act)]
    yield "a draft, and a parked journey", acts


def _and_restart(action: Action) -> Iterator[Action]:
    yield action
    if (action.request or {}).get("do") in ("save-and-quit", "start-dispensation"):
        yield Action("restart", action.at, action.id)


def roles(stories: Sequence[Story]) -> Iterator[Piece]:
    """Have each request given first by those who may not."""
    for story in stories:
        acts: list[Action] = []
        for action in story.actions:
            others = [role.value for role in Role if role.value != action.role] if action.act == "give" else []
            acts += [attrs.evolve(action, role=role) for role in others if not _may(action, role)]
            acts.append(action)
        yield f"others give what is asked in {story.name}", acts


def _may(action: Action, role: str) -> bool:
    do = str((action.request or {}).get("do", ""))
    return Role(role) in for_event(do.replace("-", "_")).roles
