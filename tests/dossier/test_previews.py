"""
Previews: what a change of mind would do, before it is done.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, back_to, dossier_affiliated_by_silence, dossier_in, tick
from journeys import MEMBER_REQUEST, START_DISPENSATION
from people import AFTER_DEADLINE, ALONE, ANAPA, CARLA, CLAUDIA, COUPLE, FAMILY, IN_FORCE, LARGE_FAMILY, NOW, details_of
from psc_workflow import Dossier, EndReason, Formula, Outcome, Regime, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow.pricing import PricedQuote
from psc_workflow.states._screens import path
from verdicts import codes


def back_at_the_beneficiaries() -> Dossier:
    """Return the dossier of an agent who has chosen, detailed everybody, and comes back to change the household."""
    return back_to(at_state("contact_details"), "beneficiaries")


@pytest.mark.parametrize(
    ("declared", "parked", "difference"),
    [
        (COUPLE, ("children_details.carla",), -600),
        (ALONE, ("partner_details", "children_details.carla"), -1600),
        (do.DeclareBeneficiaries(None, [CARLA]), ("partner_details",), -1000),
        (LARGE_FAMILY, (), 600),
        (FAMILY, (), 0),
    ],
    ids=["no child", "nobody", "no partner", "three children", "the same"],
)
def test_preview_of_other_beneficiaries(
    declared: do.DeclareBeneficiaries, parked: tuple[str, ...], difference: int
) -> None:
    dossier = back_at_the_beneficiaries()
    preview = dossier.preview(declared, at=NOW, role=declared.roles[0])
    assert (preview.outcome, preview.parked, preview.unparked) == (Outcome.ACCEPTED, parked, ())
    assert (preview.premium_before, preview.premium_difference) == (1600, difference)
    after = accept(dossier, declared)
    assert after.view(at=NOW, role=Role.AGENT).parked == parked
    assert accept(back_to(after, "beneficiaries"), FAMILY).record.answers.children_details == (kept_details(dossier),)


def kept_details(dossier: Dossier) -> do.DeclareChild:
    """Return the details kept of the one child."""
    (details,) = dossier.record.answers.children_details
    return details


@pytest.mark.parametrize(
    ("state", "reopened"),
    [("formula", ()), ("identity", ()), ("consents", ()), ("bank_details", ("consents",)), ("signature", ("consents", "bank_details"))],
)  # fmt: skip
def test_preview_of_asking_for_a_dispensation_says_which_screens_reopen(state: str, reopened: tuple[str, ...]) -> None:
    """Screens answered before that would have to be passed again: from the consents on, which are not reused."""
    dossier = at_state(state)
    preview = dossier.preview(START_DISPENSATION, at=NOW, role=Role.AGENT)
    assert (preview.outcome, preview.parked, preview.premium_difference in (0, None)) == (Outcome.ACCEPTED, (), True)
    assert preview.reopened == reopened
    assert dossier.record.active == "affiliation"


def test_preview_of_renouncing_says_that_every_screen_is_passed_again_to_the_signature() -> None:
    dispensed = accept(at_state("confirmed"), *MEMBER_REQUEST)
    preview = dispensed.preview(do.RenounceDispensation(), at=NOW, role=Role.AGENT)
    screens = path(dispensed.record.answers)
    assert preview.reopened == screens[screens.index("regime") : screens.index("confirmed")]


def test_preview_of_completing_says_that_every_screen_is_passed_again_and_how_the_premium_moves() -> None:
    preview = dossier_affiliated_by_silence("identity").preview(
        do.CompleteAffiliation(), at=AFTER_DEADLINE, role=Role.AGENT
    )
    assert (preview.outcome, preview.reopened) == (Outcome.ACCEPTED, ("regime", "beneficiaries", "formula"))
    assert (preview.premium_before, preview.premium_after, preview.premium_difference) == (0, 1600, 1600)
    nothing_chosen = dossier_affiliated_by_silence("beneficiaries").preview(
        do.CompleteAffiliation(), at=AFTER_DEADLINE, role=Role.AGENT
    )
    assert (nothing_chosen.premium_before, nothing_chosen.premium_after) == (0, None)
    assert nothing_chosen.premium_difference is None


@pytest.mark.parametrize(
    ("command", "before", "after"),
    [
        (do.ChangeFormula(Formula.OPTION_1), 0, 1200),
        (do.AddBeneficiary(partner=CLAUDIA), 0, 1000),
        (do.AddBeneficiary(child=ANAPA), 0, 600),
    ],
    ids=["another formula", "a partner", "a child"],
)
def test_preview_of_a_change_of_the_cover_says_how_the_premium_moves(command: Command, before: int, after: int) -> None:
    dossier = dossier_affiliated_by_silence(at=IN_FORCE)
    preview = dossier.preview(command, at=IN_FORCE, role=command.roles[0])
    assert (preview.outcome, preview.premium_before, preview.premium_after) == (Outcome.ACCEPTED, before, after)
    assert accept(dossier, command, at=IN_FORCE).quote(at=IN_FORCE).debited == after
    assert dossier.quote(at=IN_FORCE).debited == before


@pytest.mark.parametrize(
    ("ref", "difference"), [("partner", -1000), ("carla", -600), ("moana", 0)], ids=["partner", "child", "third child"]
)
def test_preview_of_removing_somebody_says_how_the_premium_moves(ref: str, difference: int) -> None:
    """The third child is free, whichever of the three leaves one of the paying places to it."""
    dossier = (
        dossier_in("membership.in_force") if ref != "moana" else tick(at_state("confirmed", LARGE_FAMILY), IN_FORCE)
    )
    preview = dossier.preview(do.RemoveBeneficiary(ref, "as told", IN_FORCE.date()), at=IN_FORCE, role=Role.AGENT)
    assert (preview.outcome, preview.premium_difference) == (Outcome.ACCEPTED, difference)


def test_preview_of_a_third_child_says_that_the_amount_stays_and_why() -> None:
    dossier = tick(at_state("confirmed", do.DeclareBeneficiaries(None, [CARLA, ANAPA])), IN_FORCE)
    newborn = attrs.evolve(ANAPA, birth_date=IN_FORCE.date(), ref=None)
    preview = dossier.preview(do.AddBeneficiary(child=newborn), at=IN_FORCE, role=Role.AGENT)
    assert (preview.premium_before, preview.premium_difference, preview.on) == (1200, 0, None)
    assert isinstance(preview.quote_before, PricedQuote)
    assert preview.quote_after is not None
    (line,) = preview.quote_before.diff(preview.quote_after).show_changes("en")
    assert "free from the third" in line
    assert line.endswith("nothing → 0.00 €")


@pytest.mark.parametrize("days", [1, 60])
def test_preview_of_a_change_decided_for_a_later_day_is_of_that_day(days: int) -> None:
    leaves_on = IN_FORCE.date() + dt.timedelta(days=days)
    command = do.RemoveBeneficiary("carla", "as told", leaves_on)
    preview = dossier_in("membership.in_force").preview(command, at=IN_FORCE, role=Role.AGENT)
    assert (preview.on, preview.premium_before, preview.premium_difference) == (leaves_on, 1600, -600)


def test_preview_of_a_later_change_counts_nothing_else_that_happens_until_then() -> None:
    soon, later = (IN_FORCE.date() + dt.timedelta(days=days) for days in (10, 60))
    dossier = accept(dossier_in("membership.in_force"), do.RemoveBeneficiary("partner", "as told", soon), at=IN_FORCE)
    preview = dossier.preview(do.RemoveBeneficiary("carla", "as told", later), at=IN_FORCE, role=Role.AGENT)
    assert (preview.on, preview.premium_before, preview.premium_difference) == (later, 600, -600)
    assert isinstance(preview.quote_before, PricedQuote)
    assert preview.quote_after is not None
    assert len(preview.quote_before.diff(preview.quote_after).show_changes("en")) == 1
    assert preview.as_json()["on"] == later.isoformat()


def test_nothing_is_quoted_of_a_day_after_the_end() -> None:
    end, later = (IN_FORCE.date() + dt.timedelta(days=days) for days in (30, 60))
    over = do.EndMembership(EndReason.DEPARTURE, end)
    dossier = dossier_in("membership.in_force")
    assert dossier.preview(over, at=IN_FORCE, role=Role.MANAGER).premium_difference == 0
    ending = accept(dossier, over, at=IN_FORCE)
    preview = ending.preview(do.RemoveBeneficiary("carla", "as told", later), at=IN_FORCE, role=Role.AGENT)
    assert (preview.on, preview.quote_before, preview.quote_after) == (later, None, None)


def test_preview_of_a_refused_change_has_its_reasons_and_moves_nothing() -> None:
    dossier = dossier_in("membership.in_force")
    preview = dossier.preview(do.AddBeneficiary(partner=CLAUDIA), at=IN_FORCE, role=Role.AGENT)
    assert (preview.outcome, codes(preview.verdict.blocking)) == (
        Outcome.REFUSED,
        ["partner-already-covered"],
    )
    assert preview.premium_difference == 0


def test_a_preview_changes_nothing_and_says_which_screens_reopen() -> None:
    dossier = at_state("signature")
    before = dossier.dump()
    preview = dossier.preview(do.GoBack(), at=NOW, role=Role.AGENT)
    assert (preview.outcome, preview.reopened, preview.premium_difference) == (Outcome.ACCEPTED, ("bank_details",), 0)
    assert dossier.dump() == before


def test_a_preview_of_a_refusal_has_its_reasons_and_no_change() -> None:
    preview = at_state("regime").preview(do.DeclareRegime(Regime.CPS), at=NOW, role=Role.AGENT)
    assert preview.outcome is Outcome.REFUSED
    assert (preview.parked, preview.reopened, preview.premium_difference) == ((), (), None)


def test_a_command_never_reopens_its_own_screen() -> None:
    assert at_state("formula").preview(do.ChooseFormula(Formula.OPTION_1), at=NOW, role=Role.AGENT).reopened == ()
    assert at_state("children_details", LARGE_FAMILY).preview(details_of(CARLA), at=NOW, role=Role.AGENT).reopened == ()


def test_children_half_detailed_are_a_screen_to_pass_again() -> None:
    dossier = accept(at_state("children_details", LARGE_FAMILY), details_of(CARLA))
    assert dossier.preview(do.GoBack(), at=NOW, role=Role.AGENT).reopened == ("partner_details",)
    gone_back = accept(dossier, do.GoBack(), do.GoBack())
    assert gone_back.preview(do.GoBack(), at=NOW, role=Role.AGENT).reopened == ("identity",)
    household = do.DeclareBeneficiaries(None, [CARLA, ANAPA])
    away = accept(back_to(gone_back, "beneficiaries"), ALONE, do.GoBack())
    assert away.preview(household, at=NOW, role=Role.AGENT).reopened == ("children_details",)
