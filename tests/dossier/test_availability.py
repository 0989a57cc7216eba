"""
Commands that are not offered: the decision names those that are.
"""

import pytest

from dossiers import EVERY_STATE, at_state, dossier_in, now_of
from people import NOW
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command


def is_about_nobody(command: type[Command], dossier: Dossier) -> bool:
    """Whether it is about somebody covered, and nobody is: it is judged, but not listed."""
    cover = dossier.record.membership.cover
    return command in (do.RemoveBeneficiary, do.CompleteBeneficiary) and cover is not None and not cover.refs


@pytest.mark.parametrize("name", EVERY_STATE)
def test_a_command_not_offered_here_names_what_is_and_changes_nothing(name: str) -> None:
    """Every command in every state of every journey, without its fields."""
    dossier = dossier_in(name)
    at = now_of(dossier)
    for command in ALL:
        if is_about_nobody(command, dossier):
            continue
        role = command.roles[0]
        decision = dossier.decide(command(), at=at, role=command.roles[0])
        offers = dossier.view(at=at, role=role).commands
        offered = {offer.do for offer in offers if offer.offered}
        if decision.outcome is Outcome.NOT_AVAILABLE:
            assert command.do not in {offer.do for offer in offers}
            assert decision.codes == ("command-not-available",)
            assert set(decision.available) == offered
            labels = [offer.label for offer in offers if offer.offered]
            assert all(label in decision.findings[0].remedy("fr") for label in labels)
            assert not any(name in decision.findings[0].remedy("fr") for name in decision.available if "-" in name)
        elif command.do not in offered and command is not do.Tick:
            assert decision.outcome is Outcome.REFUSED
            assert set(decision.available) == offered
        if decision.outcome is not Outcome.ACCEPTED:
            assert decision.dossier is dossier
            assert (decision.effects, decision.steps) == ((), ())


def test_what_may_not_be_done_names_what_may() -> None:
    decision = at_state("formula").decide(do.ValidateAffiliation(), at=NOW, role=Role.AGENT)
    assert decision.outcome is Outcome.REFUSED
    assert "choose-formula" in decision.available
    assert "validate-affiliation" not in decision.available
