"""
Days that nobody can mean: refused by every command at their own field, and borne wherever they are stored already.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pytest

from accepted import dossier_at
from day_fields import days_of, holds_days, with_day
from dossiers import EVERY_STATE, accept, at_state, dossier_in, now_of, open_dossier
from effort import IS_THOROUGH
from people import (
    ATTESTATION,
    BENOIT,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    GUIDE,
    IDENTITY,
    LATE_ARRIVAL,
    NOW,
    ONE_DAY,
    SUSPENDING_LEAVE,
    details_of,
    instant,
)
from psc_workflow import Capacity, Dossier, Formula, Position, PositionKind, Regime
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.decision import Outcome
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import EndReason, Motive, Role
from psc_workflow.exceptions import InvalidDocumentError

HOSTILE = [
    dt.date.min,
    dt.date(20, 1, 1),
    dt.date(26, 4, 7),
    dt.date(72, 10, 9),
    dt.date(80, 6, 14),
    dt.date(1899, 12, 31),
    dt.date(2206, 9, 1),
    dt.date.max,
]

Maker = Callable[[dt.date], Command]

STATEMENT = {name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()}
FACTS = do.MotiveFacts(contract_end=dt.date(2027, 4, 30), in_force_since=dt.date(2020, 1, 1))


def motive(motive: Motive, **facts: Any) -> do.ChooseMotive:
    return do.ChooseMotive(motive, attrs.evolve(FACTS, **facts))


def recorded_position(**days: dt.date) -> do.RecordPosition:
    return do.RecordPosition(PositionKind.UNPAID_LEAVE, **({"first_day": NOW.date()} | days))


FIELDS: list[tuple[str, str, Maker]] = [
    ("affiliation.identity", "birth_date", lambda day: attrs.evolve(IDENTITY, birth_date=day)),
    (
        "affiliation.beneficiaries",
        "partner.birth_date",
        lambda day: do.DeclareBeneficiaries(attrs.evolve(CLAUDIA, birth_date=day), []),
    ),
    (
        "affiliation.beneficiaries",
        "children.1.birth_date",
        lambda day: do.DeclareBeneficiaries(None, [CARLA, attrs.evolve(CARLA, birth_date=day, ref="x", disabled=True)]),
    ),
    ("affiliation.partner_details", "birth_date", lambda day: attrs.evolve(CLAUDIA_DETAILS, birth_date=day)),
    ("affiliation.children_details", "birth_date", lambda day: attrs.evolve(details_of(CARLA), birth_date=day)),
    (
        "affiliation.formula",
        "done_on",
        lambda day: do.RecordNeedsSimulation(day, Formula.BASE, dt.date(2026, 5, 1)),
    ),
    (
        "affiliation.formula",
        "wished_effective_date",
        lambda day: do.RecordNeedsSimulation(NOW.date(), Formula.BASE, day),
    ),
    ("dispensation.motive", "facts.entitled_until", lambda day: motive(Motive.C2S, entitled_until=day)),
    ("dispensation.motive", "facts.contract_end", lambda day: motive(Motive.INDIVIDUAL_CONTRACT, contract_end=day)),
    ("dispensation.motive", "facts.in_force_since", lambda day: motive(Motive.INDIVIDUAL_CONTRACT, in_force_since=day)),
    (
        "dispensation.motive",
        "facts.fixed_term_end",
        lambda day: motive(Motive.FIXED_TERM_INDIVIDUAL, fixed_term=True, individual_cover=True, fixed_term_end=day),
    ),
    ("dispensation.motive", "facts.opened_on", lambda day: motive(Motive.PARTNER_COLLECTIVE, opened_on=day)),
    ("dispensation.attestation", "end_date", lambda day: attrs.evolve(ATTESTATION, end_date=day)),
    ("dispensation.attestation", "signed_on", lambda day: attrs.evolve(ATTESTATION, signed_on=day)),
    ("dispensation.renewal_due", "end_date", lambda day: do.RenewDispensation(**STATEMENT | {"end_date": day})),
    ("dispensation.renewal_due", "signed_on", lambda day: do.RenewDispensation(**STATEMENT | {"signed_on": day})),
    ("dispensation.granted", "ended_on", do.ReportMotiveEnd),
    ("dispensation.renewal_due", "ended_on", do.ReportMotiveEnd),
    *[(f"membership.{state}", "on", do.RecordEffectiveDate) for state in ("none", "received", "in_force")],
    *[
        (f"membership.{state}", name, lambda day, name=name: recorded_position(**{name: day}))
        for state in ("none", "received", "in_force", "suspended")
        for name in ("first_day", "last_day")
    ],
    (
        "membership.in_force",
        "child.birth_date",
        lambda day: do.AddBeneficiary(child=attrs.evolve(CARLA, birth_date=day, ref="x", disabled=True)),
    ),
    (
        "membership.in_force",
        "partner.birth_date",
        lambda day: do.AddBeneficiary(partner=attrs.evolve(CLAUDIA, birth_date=day)),
    ),
    (
        "membership.in_force",
        "child_details.birth_date",
        lambda day: do.AddBeneficiary(
            child=attrs.evolve(CARLA, ref="x"),
            child_details=attrs.evolve(details_of(CARLA), ref="x", birth_date=day),
        ),
    ),
    (
        "membership.in_force",
        "partner_details.birth_date",
        lambda day: do.CompleteBeneficiary(
            "partner", partner_details=attrs.evolve(CLAUDIA_DETAILS, birth_date=day)
        ),
    ),
    (
        "membership.in_force",
        "child_details.birth_date",
        lambda day: do.CompleteBeneficiary("carla", child_details=attrs.evolve(details_of(CARLA), birth_date=day)),
    ),
    *[
        (f"membership.{state}", "on", lambda day: do.RemoveBeneficiary("carla", "own cover", day))
        for state in ("received", "in_force", "suspended")
    ],
    *[
        (f"membership.{state}", "on", lambda day, reason=reason: do.EndMembership(reason, day))
        for state in ("none", "received", "in_force", "suspended")
        for reason in (EndReason.DEPARTURE, EndReason.DEATH)
    ],
    *[(f"membership.{state}", "on", lambda day: do.Suspend(SUSPENDING_LEAVE, day)) for state in ("received", "in_force")],
    ("membership.suspended", "on", do.Reinstate),
    ("membership.received", "on", lambda day: do.RecordRepresentative(Capacity.GUARDIAN, day)),
    ("membership.received", "on", lambda day: do.RecordRepresentative(Capacity.PARENT, day)),
    ("a guardian", "on", do.EndRepresentation),
    ("membership.ended", "on", do.Rehire),
    *[
        (f"membership.{state}", "on", lambda day: do.Transfer("men-2026", day))
        for state in ("none", "received", "in_force", "suspended")
    ],
]  # fmt: skip


@pytest.mark.parametrize(("place", "path", "make"), FIELDS, ids=itertools.count())
def test_a_day_that_nobody_can_mean_is_refused_at_its_field(place: str, path: str, make: Maker) -> None:
    dossier = dossier_at(place)
    for day in HOSTILE:
        command = make(day)
        decision = dossier.decide(
            command, at=now_of(dossier), role=Role.MANAGER if Role.AGENT not in command.roles else Role.AGENT
        )
        assert decision.outcome is Outcome.REFUSED, (command.do, day, decision.outcome)
        assert path in [finding.path for finding in decision.findings if finding.blocks], (command.do, day)
        assert decision.dossier is dossier


def test_every_command_that_holds_a_day_is_in_the_table() -> None:
    makes = {type(make(NOW.date())) for _, _, make in FIELDS}
    assert {command for command in ALL if holds_days(command)} == makes


ODD = [HOSTILE[0], HOSTILE[2], HOSTILE[5], HOSTILE[6], HOSTILE[7]]


@pytest.mark.parametrize("state", EVERY_STATE)
def test_a_stored_day_that_nobody_can_mean_stops_nothing(state: str) -> None:
    """It may have been stored before there were bounds: whatever can be read can be shown, and decided on."""
    dossier = dossier_in(state)
    days, tried = itertools.cycle(ODD), 0
    for path in days_of(dossier.record):
        for day in itertools.islice(days, len(ODD) if IS_THOROUGH else 1):
            odd = with_record(dossier, with_day(dossier.record, path, day))
            if odd is not None:
                tried += 1
                ask_everything(odd, ALL)
    assert tried or not list(days_of(dossier.record))


@pytest.mark.parametrize("name", ["first_day", "last_day"])
@pytest.mark.parametrize("day", [*ODD, dt.date.max, dt.date.max - ONE_DAY], ids=str)
def test_a_position_with_a_day_that_nobody_can_mean_stops_nothing(name: str, day: dt.date) -> None:
    away = Position(PositionKind.NOT_CONCERNED, **{name: day})
    ask_everything(open_dossier(agent=attrs.evolve(BENOIT, position=away)), ALL)


@pytest.mark.parametrize("field", ["hired_on", "birth_date"])
@pytest.mark.parametrize("day", ODD, ids=str)
def test_a_prefilled_day_that_nobody_can_mean_stops_nothing(field: str, day: dt.date) -> None:
    ask_everything(open_dossier(agent=attrs.evolve(BENOIT, **{field: day})), ALL)


def with_record(dossier: Dossier, record: Record) -> Dossier | None:
    """Store *record* and read it again; ``None`` if no accepted command could have made it."""
    try:
        return Dossier.load(attrs.evolve(dossier, record=record).dump(), contracts={GUIDE.id: GUIDE})
    except InvalidDocumentError:
        return None


def ask_everything(dossier: Dossier, commands: Iterable[type[Command]]) -> None:
    """Show *dossier*, let time pass, and give it every command, empty."""
    at = now_of(dossier)
    for later in (at, at + dt.timedelta(days=400)):
        dossier.view(at=later, role=Role.AGENT)
        dossier.as_of(later)
        dossier.quote(at=later)
        dossier.next_questions(at=later)
        dossier.decide(do.Tick(), at=later, role=Role.CLOCK)
    dossier.due_at()
    dossier.timeline(until=at + dt.timedelta(days=800))
    for command in commands:
        dossier.decide(command(), at=at, role=command.roles[0])


EVE = dt.date(2026, 4, 30)
ENDS: dict[str, tuple[str, Command, list[str], list[str]]] = {
    "left years before the cover": (
        "membership.in_force",
        do.EndMembership(EndReason.DEPARTURE, dt.date(2020, 1, 1)),
        ["day-too-early"],
        [],
    ),
    "left on the eve of the cover": (
        "membership.in_force",
        do.EndMembership(EndReason.DEPARTURE, EVE),
        [],
        ["end-before-cover", "cover-does-not-begin"],
    ),
    "died before being invited": (
        "membership.in_force",
        do.EndMembership(EndReason.DEATH, dt.date(2026, 4, 1)),
        [],
        ["end-before-cover", "cover-does-not-begin"],
    ),
    "left before answering": ("membership.none", do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 4, 1)), [], []),
    "removed before the cover": (
        "membership.in_force",
        do.RemoveBeneficiary("carla", "own cover", EVE),
        ["day-too-early"],
        [],
    ),
    "removed while the request is received": (
        "membership.received",
        do.RemoveBeneficiary("carla", "own cover", NOW.date()),
        [],
        ["cover-does-not-begin"],
    ),
    "back before the leave": ("membership.suspended", do.Reinstate(dt.date(2026, 5, 2)), ["day-too-early"], []),
    "gone over before the cover": (
        "membership.in_force",
        do.Transfer("men-2026", EVE),
        ["day-too-early"],
        [],
    ),
    "a motive that ended before the dispensation": (
        "dispensation.granted",
        do.ReportMotiveEnd(dt.date(2026, 4, 6)),
        [],
        ["motive-ended-before-grant"],
    ),
}


@pytest.mark.parametrize(("place", "command", "refused", "warned"), ENDS.values(), ids=ENDS)
def test_nothing_ends_before_it_begins(place: str, command: Command, refused: list[str], warned: list[str]) -> None:
    dossier = dossier_in(place)
    decision = dossier.decide(command, at=now_of(dossier), role=command.roles[-1])
    assert [finding.code for finding in decision.findings if finding.blocks] == refused
    assert list(decision.warnings) == warned


def test_a_dispensation_for_an_individual_contract_does_not_end_before_that_began() -> None:
    choice = do.ChooseMotive(Motive.INDIVIDUAL_CONTRACT, FACTS)
    attested = do.Attest(**STATEMENT | {"motive": Motive.INDIVIDUAL_CONTRACT})
    asked = (do.StartDispensation(), choice, attested, do.RequestDispensation(warning_read=True))
    dossier = accept(open_dossier(), *asked)
    decision = dossier.decide(do.ReportMotiveEnd(dt.date(2019, 12, 31)), at=NOW, role=Role.AGENT)
    assert decision.codes == ("motive-ended-before-start",)


def test_no_cover_is_recorded_to_begin_after_its_planned_end() -> None:
    leaving = do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 9, 20))
    late = accept(at_state("confirmed", agent=LATE_ARRIVAL), leaving, at=instant(2026, 9, 3))
    for on, codes in ((dt.date(2026, 9, 20), ()), (dt.date(2026, 9, 21), ("recorded-date-after-end",))):
        assert late.decide(do.RecordEffectiveDate(on), at=instant(2026, 9, 3), role=Role.MANAGER).codes == codes


def test_no_retention_begins_before_the_first_invitation() -> None:
    """Such an end may have been stored before there were bounds."""
    ended = dossier_in("membership.ended")
    membership = attrs.evolve(ended.record.membership, ended_on=dt.date(26, 5, 4))
    odd = with_record(ended, attrs.evolve(ended.record, membership=membership))
    assert odd is not None
    (retention,) = odd.view(at=now_of(odd), role=Role.AGENT).retention
    assert retention.since == dt.date(2026, 4, 6)


def test_a_hiring_of_another_century_ages_nobody() -> None:
    """It counts as unknown: a child of six is not past every age limit."""
    late = attrs.evolve(LATE_ARRIVAL, hired_on=dt.date(2206, 9, 1))
    dossier = Dossier.open(GUIDE, id="D1", agent=late, invited_at=instant(2026, 9, 2))
    dossier = accept(dossier, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL), at=instant(2026, 9, 3))
    decision = dossier.decide(do.DeclareBeneficiaries(None, [CARLA]), at=instant(2026, 9, 3), role=Role.AGENT)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("effective-date-pending",))
