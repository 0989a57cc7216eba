"""
Nobody loses cover unawares, and no detail changes without a word to the address that the dossier had before.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, dossier_in, now_of
from people import BANK, CONTACT, IN_FORCE, LATE_ARRIVAL, NOW, SUSPENDING_LEAVE, french_iban
from psc_workflow import Dossier, Role
from psc_workflow import commands as do
from psc_workflow._model.cover_end_terms import NextCover
from psc_workflow._model.effects import ChangeKind, SendChangeNotice, SendCoverEndNotice
from psc_workflow._model.vocabulary import Consent, EndReason

JUNE = dt.date(2026, 6, 1)
LAST_OF_MAY = dt.date(2026, 5, 31)
EVERYBODY = ("agent", "partner", "carla")
NEW_CONTACT = do.UpdateContactDetails(**attrs.asdict(attrs.evolve(CONTACT, email="nouveau@example.org")))
NEW_ACCOUNT = do.UpdateBankDetails(BANK.holder, french_iban("12149"))

LOSSES = [
    (do.Suspend(SUSPENDING_LEAVE, JUNE), EVERYBODY, NextCover.RETURN),
    (do.EndMembership(EndReason.RETIREMENT, JUNE), EVERYBODY, NextCover.RETIREES_CONTRACT),
    (do.EndMembership(EndReason.DEPARTURE, JUNE), EVERYBODY, NextCover.UNEMPLOYED),
    (do.Transfer("men-2026", JUNE), EVERYBODY, NextCover.OTHER_CONTRACT),
    (do.RemoveBeneficiary("carla", "autre couverture", JUNE), ("carla",), NextCover.ADDITION),
]


@pytest.mark.parametrize(("command", "refs", "next_cover"), LOSSES, ids=lambda value: getattr(value, "do", None))
def test_whose_cover_a_command_ends_is_announced_before_and_written_to_the_agent(
    command: do.Command, refs: tuple[str, ...], next_cover: NextCover
) -> None:
    dossier = dossier_in("membership.in_force")
    preview = dossier.preview(command, at=IN_FORCE, role=command.roles[0])
    (warning,) = (finding for finding in preview.verdict.findings if finding.code == "cover-ends")
    assert (warning.facts["refs"], warning.facts["last_day"]) == (refs, LAST_OF_MAY)
    decision = dossier.decide(command, at=IN_FORCE, role=command.roles[0])
    assert "cover-ends" in decision.warnings
    (mail,) = (effect for effect in decision.effects if isinstance(effect, SendCoverEndNotice))
    assert (mail.refs, mail.last_day, mail.next_covers) == (refs, LAST_OF_MAY, (next_cover,))
    assert mail.address == CONTACT.email


def test_a_death_is_announced_for_those_who_were_covered_and_no_mail_goes_to_the_dead() -> None:
    death = do.EndMembership(EndReason.DEATH, dt.date(2026, 5, 3))
    decision = dossier_in("membership.in_force").decide(death, at=IN_FORCE, role=Role.MANAGER)
    (warning,) = (finding for finding in decision.findings if finding.code == "cover-ends")
    assert warning.facts["refs"] == ("partner", "carla")
    assert not [effect for effect in decision.effects if isinstance(effect, SendCoverEndNotice)]


@pytest.mark.parametrize("name", ["membership.none", "membership.suspended"])
def test_who_has_no_cover_loses_none(name: str) -> None:
    dossier = dossier_in(name)
    decision = dossier.decide(do.EndMembership(EndReason.DEPARTURE, JUNE), at=now_of(dossier), role=Role.MANAGER)
    assert not {"cover-ends", "cover-does-not-begin"} & set(decision.warnings)
    assert not [effect for effect in decision.effects if isinstance(effect, SendCoverEndNotice)]


def test_an_effective_date_that_is_recorded_late_is_announced_with_the_months_that_are_due() -> None:
    dossier = at_state("confirmed", agent=LATE_ARRIVAL)
    at = NOW.replace(month=11)
    verdict = dossier.check(do.RecordEffectiveDate(dt.date(2026, 9, 1)), at=at, role=Role.MANAGER)
    (warning,) = verdict.findings
    assert (warning.code, warning.facts["months"]) == ("cover-begins-in-past", 3)


# -- changes --------------------------------------------------------------------------------------------

CHANGES = [
    (NEW_ACCOUNT, ChangeKind.BANK_DETAILS),
    (NEW_CONTACT, ChangeKind.CONTACT_DETAILS),
    (do.RemoveBeneficiary("carla", "autre couverture", JUNE), ChangeKind.BENEFICIARY_REMOVED),
]


def notices(dossier: Dossier, command: do.Command, role: Role) -> list[SendChangeNotice]:
    decision = dossier.decide(command, at=now_of(dossier), role=role)
    assert decision.outcome.value == "accepted", decision.codes
    return [effect for effect in decision.effects if isinstance(effect, SendChangeNotice)]


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
@pytest.mark.parametrize(("command", "kind"), CHANGES, ids=lambda value: getattr(value, "do", None))
def test_a_change_is_written_to_the_address_of_before_whoever_makes_it(
    command: do.Command, kind: ChangeKind, role: Role
) -> None:
    (notice,) = notices(dossier_in("membership.in_force"), command, role)
    assert (notice.change, notice.address) == (kind, CONTACT.email)


@pytest.mark.parametrize("command", [NEW_ACCOUNT, NEW_CONTACT])
def test_what_stays_as_it_was_is_no_change(command: do.Command) -> None:
    dossier = accept(dossier_in("membership.in_force"), command, at=IN_FORCE)
    assert notices(dossier, command, Role.AGENT) == []


def test_a_consent_that_is_given_or_withdrawn_is_announced_and_a_refusal_is_not() -> None:
    screen = at_state("consents")
    assert notices(screen, do.GiveConsents(partner_offers=False), Role.AGENT) == []
    assert notices(screen, do.WithdrawConsent(Consent.PARTNER_OFFERS), Role.AGENT) == []
    consent = do.GiveConsents(partner_offers=True)
    assert [notice.change for notice in notices(screen, consent, Role.AGENT)] == [ChangeKind.CONSENT]
    withdrawal = notices(accept(screen, consent), do.WithdrawConsent(Consent.PARTNER_OFFERS), Role.AGENT)
    assert [notice.change for notice in withdrawal] == [ChangeKind.CONSENT]


@pytest.mark.parametrize("command", [do.GiveConsents(partner_offers=True), do.WithdrawConsent(Consent.PARTNER_OFFERS)])
def test_no_manager_consents_for_an_agent(command: do.Command) -> None:
    decision = at_state("consents").decide(command, at=NOW, role=Role.MANAGER)
    assert decision.codes == ("role-not-allowed",)


@pytest.mark.parametrize("is_member", [True, False])
def test_a_first_day_of_cover_that_is_recorded_or_moved_is_written_to_a_member(*, is_member: bool) -> None:
    """Recorded a second time, the same day is no change."""
    dossier = at_state("confirmed" if is_member else "formula", agent=LATE_ARRIVAL)
    october, november = (do.RecordEffectiveDate(dt.date(2026, month, 1)) for month in (10, 11))
    for command in (october, november):
        expected = [ChangeKind.EFFECTIVE_DATE] if is_member else []
        assert [notice.change for notice in notices(dossier, command, Role.MANAGER)] == expected
        dossier = accept(dossier, command)
        assert notices(dossier, command, Role.MANAGER) == []


def test_the_first_account_of_a_subscription_is_no_change() -> None:
    assert notices(at_state("bank_details"), BANK, Role.AGENT) == []
