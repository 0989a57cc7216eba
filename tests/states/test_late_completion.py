"""
Completing an affiliation that silence brought.
"""

import pytest

from dossiers import accept, dossier_affiliated_by_silence, journey
from journeys import has_base_cover_alone, offers_of
from people import AFTER_DEADLINE, CARLA, CLAUDIA, FAMILY, IN_FORCE
from psc_workflow import Formula, Outcome, Regime, Role
from psc_workflow import commands as do


def test_the_automatic_cover_stays_until_the_completion_is_signed_and_is_then_replaced() -> None:
    """The membership stays in force all the time; the quote shown is the one that is being chosen."""
    dossier = dossier_affiliated_by_silence(at=IN_FORCE)
    since = dossier.record.membership.affiliated_at
    assert dossier.states["membership"] == "in_force"
    assert dossier.view(at=IN_FORCE, role=Role.AGENT).quote.debited == 0
    commands = [do.CompleteAffiliation(), *list(journey(FAMILY, Formula.OPTION_2))[1:-1]]
    for command in commands:
        assert dossier.states["membership"] == "in_force"
        assert has_base_cover_alone(dossier)
        dossier = accept(dossier, command, at=IN_FORCE)
        view = dossier.view(at=IN_FORCE, role=Role.AGENT)
        chosen = dossier.record.answers.formula
        assert (view.quote and view.quote.debited) == (5500 if chosen else None)
        assert view.cover == dossier.record.membership.cover
    cover = dossier.record.membership.cover
    assert (cover.formula, cover.chosen, cover.partner, cover.children) == (Formula.OPTION_2, True, CLAUDIA, (CARLA,))
    assert (dossier.states["affiliation"], dossier.states["membership"]) == ("confirmed", "in_force")
    assert dossier.record.membership.affiliated_at == since
    assert dossier.view(at=IN_FORCE, role=Role.AGENT).quote.debited == 5500


def test_the_answers_given_before_the_silence_are_there_for_the_completion() -> None:
    dossier = accept(dossier_affiliated_by_silence("identity"), do.CompleteAffiliation(), at=AFTER_DEADLINE)
    view = dossier.view(at=AFTER_DEADLINE, role=Role.AGENT)
    assert (view.where.state, view.answers["formula"]) == ("regime", "base")
    assert view.quote.debited == 1600
    assert view.progress.left[0] == "regime"


@pytest.mark.parametrize("answered", range(4))
def test_going_back_from_the_completion_leads_to_the_automatic_affiliation(answered: int) -> None:
    answers = [do.DeclareRegime(Regime.GENERAL), FAMILY, do.ChooseFormula(Formula.OPTION_1)][:answered]
    dossier = accept(dossier_affiliated_by_silence(), do.CompleteAffiliation(), *answers, at=AFTER_DEADLINE)
    while dossier.states["affiliation"] != "auto_affiliated":
        dossier = accept(dossier, do.GoBack(), at=AFTER_DEADLINE)
        assert has_base_cover_alone(dossier)
    view = dossier.view(at=AFTER_DEADLINE, role=Role.AGENT)
    assert view.quote.debited == 0
    assert (view.cover.formula, dossier.states["membership"]) == (Formula.BASE, "received")
    assert offers_of(dossier, AFTER_DEADLINE)["complete-affiliation"] == (True, [])


def test_who_is_affiliated_by_silence_does_not_start_anew_but_completes() -> None:
    decision = dossier_affiliated_by_silence().decide(do.StartAffiliation(), at=AFTER_DEADLINE, role=Role.AGENT)
    assert (decision.outcome, "complete-affiliation" in decision.available) == (Outcome.NOT_AVAILABLE, True)


def test_the_first_choice_of_a_formula_is_exempt_from_the_minimum_term() -> None:
    automatic = dossier_affiliated_by_silence(at=IN_FORCE)
    changed = accept(automatic, do.ChangeFormula(Formula.OPTION_1), at=IN_FORCE)
    assert changed.record.membership.cover.chosen
    second = changed.decide(do.ChangeFormula(Formula.OPTION_2), at=IN_FORCE, role=Role.AGENT)
    assert (second.outcome, second.codes) == (Outcome.INCOMPLETE, ("formula-term-unknown",))
