"""
An employment that begins again: the file opens with its answers, and nobody loses or pays a cover unawares.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, dossier_in, dossier_in_force, now_of, tick
from people import BENOIT, FAMILY, GUIDE, IN_FORCE, INVITED, NOW, ONE_DAY, REPORT_CPS, instant
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import EndReason, PositionKind
from psc_workflow.effects import ChangeKind, SendChangeNotice, SendInvitation

SEPTEMBER = dt.date(2026, 9, 1)
"""The day after a contract that ends on 31 August."""


def left(reason: EndReason = EndReason.DEPARTURE, *, at: dt.datetime = IN_FORCE) -> Dossier:
    """Return the dossier of a member whose cover, with a family, ended on 31 August."""
    dossier = accept(dossier_in_force(), do.EndMembership(reason, SEPTEMBER), at=at)
    return tick(dossier, instant(2026, 9, 3))


def rehired(dossier: Dossier, on: dt.date, at: dt.datetime) -> Dossier:
    decision = dossier.decide(do.Rehire(on), at=at, role=Role.MANAGER)
    assert decision.outcome is Outcome.ACCEPTED, decision.codes
    return decision.dossier


def test_a_contract_that_begins_again_the_next_day_continues_the_cover_as_it_was() -> None:
    before, ended = dossier_in_force(), left()
    assert ended.states["membership"] == "ended"
    decision = ended.decide(do.Rehire(SEPTEMBER), at=instant(2026, 9, 10), role=Role.MANAGER)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("cover-begins-in-past",))
    past = decision.findings[0]
    assert (past.facts["on"], past.facts["months"]) == (SEPTEMBER, 1)
    after = decision.dossier
    assert after.states == before.states
    membership, earlier = after.record.membership, before.record.membership
    assert (membership.cover, membership.mandate) == (earlier.cover, earlier.mandate)
    assert membership.affiliated_at == earlier.affiliated_at
    assert (
        after.view(at=instant(2026, 9, 10), role=Role.AGENT).effective_on
        == before.view(at=IN_FORCE, role=Role.AGENT).effective_on
    )
    (notice,) = decision.effects
    assert isinstance(notice, SendChangeNotice)
    assert notice.change is ChangeKind.EMPLOYMENT
    assert Dossier.load(after.dump()) == after
    assert after.quote(at=instant(2026, 9, 10)) is not None


def test_days_without_an_employment_are_named_and_the_agent_is_asked_again_with_the_answers() -> None:
    at = instant(2026, 9, 7)
    decision = left().decide(do.Rehire(dt.date(2026, 9, 7)), at=at, role=Role.MANAGER)
    (gap,) = decision.findings
    assert (gap.code, gap.facts) == ("rehire-cover-gap", {"first": SEPTEMBER, "last": dt.date(2026, 9, 6)})
    dossier = decision.dossier
    assert dossier.states | {"access": ""} == {
        "access": "",
        "affiliation": "home",
        "dispensation": "closed" if dossier.states["dispensation"] == "closed" else "home",
        "membership": "none",
    }
    (invitation,) = (effect for effect in decision.effects if isinstance(effect, SendInvitation))
    assert invitation.last_day == dt.date(2026, 9, 28)
    answers = dossier.record.answers
    assert answers.beneficiaries == FAMILY
    assert answers.identity is not None
    assert (answers.signature, answers.consents) == (None, None)
    assert dossier.record.agent.hired_on == dt.date(2026, 9, 7)
    assert dossier.view(at=at, role=Role.AGENT).effective_on is None
    assert dossier.record.membership.mandate is None
    assert Dossier.load(dossier.dump()) == dossier


def test_silence_after_a_new_employment_covers_the_agent_alone_as_after_any_invitation() -> None:
    dossier = rehired(left(), dt.date(2026, 9, 7), instant(2026, 9, 7))
    assert dossier.as_of(instant(2026, 9, 28, 23)).states["membership"] == "none"
    silent = tick(dossier, instant(2026, 9, 30))
    assert (silent.states["affiliation"], silent.states["membership"]) == ("auto_affiliated", "received")
    assert silent.record.membership.cover is not None
    assert silent.record.membership.cover.refs == ()
    recorded = silent.decide(do.RecordEffectiveDate(dt.date(2026, 9, 7)), at=instant(2026, 10, 1), role=Role.MANAGER)
    assert recorded.outcome is Outcome.ACCEPTED
    assert recorded.dossier.states["membership"] == "in_force"


def test_an_employment_that_begins_by_the_end_withdraws_it() -> None:
    planned = accept(dossier_in_force(), do.EndMembership(EndReason.DEPARTURE, SEPTEMBER), at=IN_FORCE)
    decision = planned.decide(do.Rehire(SEPTEMBER), at=IN_FORCE, role=Role.MANAGER)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ())
    assert decision.dossier.record.membership.plans == ()
    assert tick(decision.dossier, instant(2026, 9, 3)).states["membership"] == "in_force"
    late = planned.decide(do.Rehire(SEPTEMBER + ONE_DAY), at=IN_FORCE, role=Role.MANAGER)
    assert (late.outcome, late.codes) == (Outcome.REFUSED, ("rehire-before-end",))


@pytest.mark.parametrize("reason", [EndReason.RETIREMENT, EndReason.DEPARTURE])
def test_whoever_had_retired_is_asked_again_even_without_a_day_between(reason: EndReason) -> None:
    decision = left(reason).decide(do.Rehire(SEPTEMBER), at=instant(2026, 9, 10), role=Role.MANAGER)
    if reason is EndReason.DEPARTURE:
        assert decision.dossier.states["membership"] == "in_force"
    else:
        assert decision.warnings == ("rehire-cover-elsewhere",)
        assert decision.dossier.states["affiliation"] == "home"


def test_nobody_is_hired_after_a_death_or_without_an_end() -> None:
    dead = accept(dossier_in_force(), do.EndMembership(EndReason.DEATH, dt.date(2026, 5, 3)), at=IN_FORCE)
    assert dead.decide(do.Rehire(SEPTEMBER), at=instant(2026, 9, 3), role=Role.MANAGER).codes == ("rehire-after-death",)
    for name in ("membership.none", "membership.received", "membership.in_force", "dispensation.granted"):
        dossier = dossier_in(name)
        decision = dossier.decide(do.Rehire(SEPTEMBER), at=now_of(dossier), role=Role.MANAGER)
        assert (decision.outcome, decision.codes) == (Outcome.REFUSED, ("rehire-without-end",)), name
    unknown = left().decide(do.Rehire(), at=instant(2026, 9, 3), role=Role.MANAGER)
    assert (unknown.outcome, unknown.missing) == (Outcome.INCOMPLETE, ("on",))


@pytest.mark.parametrize("state", ["home", "beneficiaries", "consents", "bank_details", "signature"])
def test_whoever_left_before_answering_is_invited_again_wherever_the_file_stood(state: str) -> None:
    dossier = accept(at_state(state), do.EndMembership(EndReason.DEPARTURE, NOW.date()))
    assert dossier.states["membership"] == "ended"
    again = rehired(dossier, dt.date(2026, 6, 1), instant(2026, 6, 1))
    assert (again.states["affiliation"], again.states["membership"]) == ("home", "none")
    assert Dossier.load(again.dump()) == again
    assert accept(again, do.StartAffiliation(), at=instant(2026, 6, 2)).states["affiliation"] == "regime"


@pytest.mark.parametrize("close", [True, False])
def test_a_report_of_before_is_not_under_examination_any_more(*, close: bool) -> None:
    dossier = accept(at_state("beneficiaries"), REPORT_CPS, *([do.CloseFile()] if close else []))
    dossier = accept(dossier, do.EndMembership(EndReason.DEPARTURE, NOW.date()))
    again = rehired(dossier, dt.date(2026, 6, 1), instant(2026, 6, 1))
    assert (again.states["affiliation"], again.record.report) == ("home", None)
    assert Dossier.load(again.dump()) == again


def test_a_dispensation_goes_on_to_its_end() -> None:
    dossier = dossier_in("dispensation.granted")
    ended = accept(dossier, do.EndMembership(EndReason.DEPARTURE, NOW.date()))
    decision = ended.decide(do.Rehire(dt.date(2026, 6, 1)), at=instant(2026, 6, 1), role=Role.MANAGER)
    again = decision.dossier
    assert (again.states["dispensation"], again.states["membership"]) == ("granted", "none")
    assert not [effect for effect in decision.effects if isinstance(effect, SendInvitation)]
    assert Dossier.load(again.dump()) == again
    assert tick(again, instant(2027, 1, 2)).states["dispensation"] == "expired"


def test_what_an_earlier_release_stored_of_an_end_opens_with_an_invitation() -> None:
    """It did not keep the cover: nothing is made up, and the agent confirms the answers."""
    ended = left()
    membership = attrs.evolve(ended.record.membership, former=None)
    old = Dossier.load(attrs.evolve(ended, record=attrs.evolve(ended.record, membership=membership)).dump())
    again = rehired(old, SEPTEMBER, instant(2026, 9, 10))
    assert (again.states["affiliation"], again.states["membership"]) == ("home", "none")
    assert again.record.answers.beneficiaries == FAMILY


def test_a_second_end_and_a_second_employment_are_like_the_first() -> None:
    dossier = rehired(left(), SEPTEMBER, instant(2026, 9, 10))
    dossier = accept(dossier, do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 10, 1)), at=instant(2026, 9, 11))
    dossier = tick(dossier, instant(2026, 10, 2))
    assert dossier.states["membership"] == "ended"
    again = rehired(dossier, dt.date(2026, 10, 1), instant(2026, 10, 2))
    assert again.states["membership"] == "in_force"
    assert again.record.agent.hired_on == BENOIT.hired_on
    assert again.record.opened_at == INVITED


@pytest.mark.parametrize("days", [3, 30])
def test_a_removal_decided_before_the_end_comes_on_its_day(days: int) -> None:
    """A divorced partner is not covered longer because the contract of employment was renewed in between."""
    leaves_on = SEPTEMBER + dt.timedelta(days=days)
    planned = accept(dossier_in_force(), do.RemoveBeneficiary("partner", "divorce", leaves_on), at=IN_FORCE)
    ended = tick(accept(planned, do.EndMembership(EndReason.DEPARTURE, SEPTEMBER), at=IN_FORCE), instant(2026, 9, 3))
    again = rehired(Dossier.load(ended.dump()), SEPTEMBER, instant(2026, 9, 10))
    assert Dossier.load(again.dump()) == again
    never_left = tick(planned, instant(2026, 10, 5))
    later = tick(again, instant(2026, 10, 5))
    assert later.record.membership.cover == never_left.record.membership.cover
    assert later.record.membership.removals == never_left.record.membership.removals
    assert later.record.membership.plans == ()


def test_nobody_is_said_to_be_invited_again_while_a_dispensation_goes_on() -> None:
    """The new employment counts all the same: its first day, and none of the positions of the one before."""
    away = do.RecordPosition(PositionKind.UNPAID_LEAVE, NOW.date())
    dossier = accept(dossier_in("dispensation.granted"), away, do.EndMembership(EndReason.DEPARTURE, NOW.date()))
    first = dt.date(2026, 6, 1)
    decision = dossier.decide(do.Rehire(first), at=instant(2026, 6, 1), role=Role.MANAGER)
    assert (decision.outcome, decision.findings) == (Outcome.ACCEPTED, ())
    record = decision.dossier.record
    assert (record.agent.hired_on, record.positions, record.membership.rehired_on) == (first, (), None)
    assert Dossier.load(decision.dossier.dump()) == decision.dossier


# -- in between ----------------------------------------------------------------------------


def test_until_when_the_cover_can_be_kept_in_unemployment_is_shown_after_a_departure() -> None:
    view = left().view(at=instant(2026, 9, 3), locale="fr", role=Role.AGENT)
    assert view.unemployed_cover_until == dt.date(2027, 8, 31)
    (line,) = (line for line in view.recap if "chômage" in line.label)
    assert "31" in line.value
    assert "2027" in line.value
    assert any(
        "unemployment" in line.label for line in left().view(at=instant(2026, 9, 3), locale="en", role=Role.AGENT).recap
    )


def test_nothing_is_kept_for_whoever_retired_works_again_or_was_never_covered() -> None:
    never = accept(at_state("beneficiaries"), do.EndMembership(EndReason.DEPARTURE, NOW.date()))
    again = rehired(left(), SEPTEMBER, instant(2026, 9, 10))
    for dossier in (left(EndReason.RETIREMENT), again, never, dossier_in_force()):
        assert dossier.view(at=now_of(dossier), role=Role.AGENT).unemployed_cover_until is None


@pytest.mark.parametrize(("later", "mails"), [(dt.timedelta(), []), (dt.timedelta(microseconds=1), ["SendInvitation"])])
def test_an_invitation_of_the_same_instant_is_the_one_that_was_sent_already(
    later: dt.timedelta, mails: list[str]
) -> None:
    day, at = dt.date(2026, 9, 3), instant(2026, 9, 3)
    dossier = Dossier.open(GUIDE, id="D1", agent=attrs.evolve(BENOIT, hired_on=SEPTEMBER), invited_at=at)
    transferred = accept(dossier, do.Transfer("another-contract", day), at=at)
    decision = transferred.decide(do.Rehire(day), at=at + later, role=Role.MANAGER)
    assert decision.outcome is Outcome.ACCEPTED
    assert [type(effect).__name__ for effect in decision.effects] == mails
    assert dossier.invitation.id not in [effect.id for effect in decision.effects]
