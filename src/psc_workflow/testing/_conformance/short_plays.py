"""
Short plays: what goes wrong in portals most, each in the fewest acts that show it.

They are played before anything long: a fault that one of them shows need not be
searched for, nor be made short.

>>> from psc_workflow import contracts
>>> max(len(acts) for _, acts in pieces(contracts.get("guide-illustration")))
6
"""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Role
from psc_workflow.testing._conformance import people
from psc_workflow.testing._conformance.actions import LONG_KEY, Action, key_of
from psc_workflow.testing._conformance.mirror import Mirror
from psc_workflow.testing._conformance.words import Words
from psc_workflow.testing._conformance.wrong import Piece

_DAY, _HOURS = dt.timedelta(days=1), dt.timedelta(hours=2)
_INSTANT = dt.timedelta(microseconds=1)

_START: dict[str, Any] = {"do": "start-affiliation"}
_INVITATION = {"do": "open-invitation", "membership": "none"}
_PASSWORDS = {"password": people.PASSWORD, "confirmation": people.PASSWORD}
_DOCUMENT = {"do": "request-document", "kind": "notice_information"}
_MOTIVE = {"do": "choose-motive", "motive": "partner_collective"}
_SAVE = {"do": "save-and-quit"}
_DRAFT = {"do": "save-and-quit", "draft": {"first_name": "Vaihērē", "birth_city": " Ū "}}


def pieces(contract: Contract) -> Iterator[Piece]:
    """List the short plays, one of each sort in turn, so that a slow host has met every sort early."""
    writer = _Writer(Words.of(contract))
    sorts = (
        _households(writer),
        _pairs(writer),
        _effects(writer),
        _again(writer),
        _instants(writer, contract),
        _requests(writer),
        _others(writer),
        _large(writer),
    )
    plays = (play for group in itertools.zip_longest(*sorts) for play in group if play is not None)
    for name, acts in plays:
        yield name, acts if acts[0].act == "open" and acts[0].id == "D10" else [writer.opening, *acts]


class _Writer:
    """Writes acts, all at the instant of the invitation unless another is named."""

    def __init__(self, words: Words) -> None:
        self.words, self.at = words, words.invited_at
        self.opening = self.open("D1", people.AGENT)

    def open(self, id: str, agent: dict[str, Any]) -> Action:  # noqa: A002 -- as Dossier.open
        return Action("open", self.at, id, agent=agent)

    def give(self, request: dict[str, Any], **options: Any) -> Action:
        return Action("give", self.at, "D1", request=dict(request), **options)

    def act(self, act: str, after: dt.timedelta = dt.timedelta(0), **options: Any) -> Action:
        return Action(act, self.at + after, **options)


def _effects(writer: _Writer) -> Iterator[Piece]:
    document, run, restart = writer.give(_DOCUMENT), writer.act("run-due"), writer.act("restart")
    death = {"do": "end-membership", "reason": "death", "on": writer.words.day(0)}
    yield "an effect, once", [document, run, run]
    yield "an effect and a restart", [document, restart, run, restart, run]
    yield "an effect, asked for twice", [writer.give(_DOCUMENT, key=key_of(1))] * 2 + [run]
    yield "two effects", [document, writer.give(_DOCUMENT), run]
    yield "an effect of no use", [document, writer.give(death, role="manager"), run]
    yield (
        "an effect, late",
        [attrs.evolve(writer.give(_START), at=writer.at + 8 * _DAY), writer.act("run-due", 16 * _DAY)],
    )
    processed = writer.give({"do": "report-processing", "outcome": "validé"}, role="manager")
    after = writer.words.window + 1
    late = attrs.evolve(processed, at=writer.at + after * _DAY)
    yield "an invitation, late", [late, writer.act("run-due", after * _DAY)]
    yield "reminders", [writer.act("run-due", 8 * _DAY), writer.act("run-due", 8 * _DAY)]


def _requests(writer: _Writer) -> Iterator[Piece]:
    account = {"do": "create-account", "email": people.AGENT["email"]} | _PASSWORDS
    weak = account | {"password": "tiaretaporo1"}
    yield "what is incomplete", [writer.give({"do": "open-invitation"})]
    yield "what is refused", [writer.give(_INVITATION), writer.give(weak)]
    yield "what is not available", [writer.give({"do": "sign"})]
    yield "what is no text", [writer.give({"do": "declare-regime", "regime": 7}), writer.give(_START)]
    yield "a blank", [writer.give(_START), writer.give({"do": "declare-regime", "regime": ""})]
    yield "a text between spaces", [writer.give(_START), writer.give({"do": "declare-regime", "regime": " general "})]
    yield "no command", [writer.give({"regime": "general"}), writer.give(_START)]
    yield "an unknown field", [writer.give({**_START, "unknown_field": "x"})]
    yield "a draft", [writer.give(_DRAFT), writer.act("restart"), writer.give({"do": "resume"})]


def _again(writer: _Writer) -> Iterator[Piece]:
    first, other = writer.give(_START, key=key_of(1)), writer.give(_SAVE, key=key_of(1))
    look, late = writer.act("look", tab="tab"), writer.give(_SAVE, tab="tab")
    yield "a double click", [first, first]
    yield "a key of another command", [first, other]
    yield "a key after a restart", [first, writer.act("restart"), first]
    yield "a key of the day before", [first, attrs.evolve(first, at=writer.at + _DAY)]
    yield "two keys", [first, attrs.evolve(other, key=key_of(2))]
    by_case = [attrs.evolve(act, key=LONG_KEY + end) for act, end in ((first, "k"), (other, "K"))]
    yield "two long keys that differ by case", by_case
    yield "an old tab", [look, first, late]
    yield "a second click without a key", [writer.give(_START), writer.give(_START)]


def _pairs(writer: _Writer) -> Iterator[Piece]:
    """
    Have two things at once that are tried one by one elsewhere.

    A page sends a key and a revision together; a host may well look at the one
    alone where there are both.
    """
    look, restart, run = writer.act("look", tab="tab"), writer.act("restart"), writer.act("run-due")
    first, weeks = writer.give(_START, key=key_of(1)), 8 * _DAY

    def late(request: dict[str, Any], role: str = "agent") -> Action:
        return writer.give(request, key=key_of(2), tab="tab", role=role)

    draft, manager = writer.give(_DRAFT, key=key_of(2)), {"do": "report-processing", "outcome": "validé"}
    on_tab = attrs.evolve(first, tab="tab")
    yield "two tabs, each with its key and its revision", [look, on_tab, late(_SAVE)]
    yield "a key and a command of the manager", [writer.give(manager, key=key_of(1))]
    yield "an old tab of the manager", [look, first, late(manager, "manager")]
    yield "a tab and a command of the manager", [look, writer.give(manager, tab="tab"), on_tab]
    yield "an old tab and a command of the manager", [look, first, late(manager)]
    yield "a key and a fresh tab", [look, on_tab, on_tab]
    yield "an old tab after a restart", [look, first, restart, late(_SAVE)]
    yield "a key of another command after a restart", [first, restart, writer.give(_SAVE, key=key_of(1))]
    yield "a key of another command from an old tab", [look, first, attrs.evolve(late(_SAVE), key=key_of(1))]
    by_manager = writer.give(_DOCUMENT, key=key_of(1), role="manager")
    yield "a key of the manager", [by_manager, by_manager]
    yield "a key and the scheduler", [first, writer.act("run-due", weeks), attrs.evolve(first, at=writer.at + weeks)]
    yield "a draft and a key", [first, draft, draft]
    yield "a draft and its key with another", [first, draft, writer.give(_SAVE, key=key_of(2))]
    yield "a draft and an old tab", [look, first, late(_DRAFT)]
    yield "an effect and an old tab", [look, first, late(_DOCUMENT), run]
    yield "a wrong type and its key", [writer.give({"do": "declare-regime", "regime": 7}, key=key_of(1)), first]
    yield "a blank and its key", [writer.give({"do": "open-invitation"}, key=key_of(1)), first]


def _large(writer: _Writer) -> Iterator[Piece]:
    """Have more stored than fits into 16 and 64 KiB: texts of a length that the library takes."""
    attestation = writer.words.attestation("attest", 269)
    for count in (18, 64):
        lines = [f"{number} chemin de l’Ancien Phare ".ljust(1200, "m") for number in range(count)]
        requests = ({"do": "start-dispensation"}, _MOTIVE, {**attestation, "address": lines})
        yield f"{count} long texts", [*map(writer.give, requests), writer.act("restart")]


def _others(writer: _Writer) -> Iterator[Piece]:
    for role in Role:
        if role is not Role.AGENT:
            yield f"the {role.value} starts", [writer.give(_START, role=role.value), writer.give(_START)]
    for id_ in ("D10", "d1"):
        other = writer.open(id_, people.OTHER)
        draft = attrs.evolve(writer.give(_DRAFT), id=id_)
        yield f"two dossiers, {id_}", [other, writer.give(_START), draft, writer.act("look")]
    attested = ({"do": "start-dispensation"}, _MOTIVE, writer.words.attestation("attest", 269))
    yield "two dossiers, D10 first", [writer.open("D10", people.OTHER), writer.opening, writer.act("look")]
    yield "the page of another", [writer.open("D2", people.OTHER), *map(writer.give, attested)]
    same = writer.give(_START, key=key_of(1))
    yield "one key in two dossiers", [writer.open("D2", people.OTHER), same, attrs.evolve(same, id="D2")]


def _households(writer: _Writer) -> Iterator[Piece]:
    *before, right = writer.words.household(people.PARTNER, [people.CHILD])
    start = [writer.give(step) for step in before if isinstance(step, dict)]
    regime = {"regime": writer.words.regime}
    partner, child, seven = people.PARTNER | regime, people.CHILD | regime, [each | regime for each in people.SEVEN]
    household: dict[str, Any] = {"do": "declare-beneficiaries", "partner": partner, "children": [child]}
    for left_out in (("partner",), ("children",), ("partner", "children")):
        fields = {name: value for name, value in household.items() if name not in left_out}
        yield f"without {' and '.join(left_out)}", [*start, writer.give(fields)]
    for name, fields in (
        ("a number for a day", {"children": [child | {"birth_date": 7}]}),
        ("children that are no list", {"children": "none"}),
        ("nobody is named", {"partner": None, "children": []}),
        ("a text for a truth value", {"children": [child | {"disabled": "false"}]}),
        ("a number for a text", {"children": [child | {"ref": 7}]}),
        ("a partner that is a text", {"partner": "none"}),
        ("a child that is no object", {"children": ["child"]}),
        ("a child without a birth date", {"children": [child | {"birth_date": None}]}),
        ("a partner alone", {"children": []}),
        ("seven children", {"partner": None, "children": seven}),
    ):
        yield name, [*start, writer.give(household | fields)]
    halves = [{name: household[name] for name in ("do", part)} for part in ("partner", "children")]
    yield "two halves of a form", [*start, *(writer.give(half) for half in halves)]
    yield "a family", [*start, writer.give(right if isinstance(right, dict) else household)]


def _instants(writer: _Writer, contract: Contract) -> Iterator[Piece]:
    """Look, ask, and let the scheduler run, on both sides of the deadlines that come by themselves."""
    mirror = Mirror(contract)
    mirror.open("D1", people.AGENT, writer.at)
    coming = mirror.files["D1"].dossier.timeline(until=writer.at + 60 * _DAY)
    firsts = {milestone.event: milestone for milestone in reversed(coming)}.values()
    for milestone in sorted(firsts, key=lambda milestone: milestone.due_at):
        after = milestone.due_at.astimezone(dt.UTC) - writer.at
        for early in (_HOURS, _INSTANT, dt.timedelta(0)):
            key = key_of(1) if early is _HOURS else None  # pages that send one must know the hour, too
            start = attrs.evolve(writer.give(_START, key=key), at=writer.at + after - early)
            yield f"{early} before {milestone.event}", [start, writer.act("look", after - early)]
            yield f"the scheduler {early} before {milestone.event}", [writer.act("run-due", after - early)]
