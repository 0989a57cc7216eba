"""
The whole way from the invitation to the confirmation.
"""

import pytest

from dossiers import accept, at_state, journey, open_dossier
from people import CONTACT, GUIDE, HOUSEHOLDS, NOW, PF, SIGN_WITH_MANDATE
from psc_workflow import Dossier, Formula, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import Recipient, SendAcknowledgement


@pytest.mark.parametrize("contract", [GUIDE, PF], ids=lambda contract: contract.id)
@pytest.mark.parametrize("formula", Formula)
@pytest.mark.parametrize("declared", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_every_household_reaches_the_confirmation(
    declared: do.DeclareBeneficiaries, formula: Formula, contract: object
) -> None:
    dossier = accept(open_dossier(contract), *journey(declared, formula))
    assert dossier.states == {
        "access": "invited",
        "affiliation": "confirmed",
        "dispensation": "home",
        "membership": "received",
    }
    assert (
        dossier.revision == dossier.record.history.count == len(list(journey(declared, formula))) + 1
    )  # the file received


@pytest.mark.parametrize("declared", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_a_restored_dossier_never_differs_from_a_live_one(declared: do.DeclareBeneficiaries) -> None:
    """The whole way twice, once live and once with a dump and a load between all steps: same views, bytes, effects."""
    live = restored = open_dossier()
    for command in journey(declared):
        restored = Dossier.load(restored.dump())
        assert restored == live
        assert restored.view(at=NOW, role=Role.AGENT) == live.view(at=NOW, role=Role.AGENT)
        first, second = (
            live.decide(command, at=NOW, role=command.roles[0]),
            restored.decide(command, at=NOW, role=command.roles[0]),
        )
        assert (first.outcome, first.verdict, first.effects, first.steps) == (
            second.outcome,
            second.verdict,
            second.effects,
            second.steps,
        )
        live, restored = first.dossier, second.dossier
        assert live.dump() == restored.dump()


def test_signing_asks_for_one_acknowledgement_to_the_contact_address_with_the_day_of_the_request() -> None:
    decision = at_state("signature").decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    (effect,) = decision.effects
    assert isinstance(effect, SendAcknowledgement)
    assert (effect.recipient, effect.address, effect.requested_on) == (Recipient.CONTACT, CONTACT.email, NOW.date())
    assert at_state("signature").decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT).effects == decision.effects
