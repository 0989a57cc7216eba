"""
The last days that the library computes in: whatever is owed then is stored, and read back.
"""

import datetime as dt

import attrs
import pytest

from every_effect import every_effect
from people import GUIDE, MEN, PF
from psc_workflow import Agent, Dossier, Role, effects
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow._structuring import LAST_INSTANT
from psc_workflow.contracts import Contract
from psc_workflow.exceptions import HostError
from psc_workflow.states._making import naming
from psc_workflow.stores import SQLiteStore

BEYOND = LAST_INSTANT + dt.timedelta.resolution


def opened(contract: Contract, at: dt.datetime) -> Dossier:
    return Dossier.open(contract, id="D1", agent=Agent(professional_email="a@example.org"), invited_at=at)


@pytest.mark.parametrize("contract", [GUIDE, MEN, PF], ids=lambda contract: contract.id)
@pytest.mark.parametrize("days", [0, 1, 6, 8, 15, 22, 40])
def test_a_dossier_of_the_last_days_is_stored_with_all_that_it_owes(contract: Contract, days: int) -> None:
    at = LAST_INSTANT - dt.timedelta(days=days, seconds=1)
    dossier = opened(contract, at)
    with SQLiteStore(":memory:", contracts={contract.id: contract}) as store:
        store.create(dossier, effects=[dossier.invitation])
        assert store.pending(at) == [dossier.invitation]
        document = do.RequestDocument(kind=DocumentKind.NOTICE_INFORMATION)
        store.decide("D1", document, at=LAST_INSTANT, role=Role.AGENT)
        tick = store.decide("D1", do.Tick(), at=LAST_INSTANT, role=Role.CLOCK)
        assert store.load("D1") == tick.dossier
        assert len(store.claim(LAST_INSTANT)) >= len(store.pending(LAST_INSTANT)) >= 1
        assert not store.dead_letters()


def test_every_effect_that_the_library_makes_can_be_read_back() -> None:
    record = opened(MEN, LAST_INSTANT).record
    for effect in {type(effect): effect for effect in every_effect()}.values():
        named = naming(attrs.evolve(effect, useful_until=BEYOND), record)
        assert named.useful_until == LAST_INSTANT
        assert effects.parse(effects.as_json(named)) == named


@pytest.mark.parametrize("name", ["useful_until", "due_at"])
def test_an_effect_of_a_host_that_could_not_be_read_back_is_not_stored(name: str) -> None:
    dossier = opened(MEN, LAST_INSTANT)
    own = attrs.evolve(dossier.invitation, dossier=None, id="own")
    with SQLiteStore(":memory:") as store:
        for at in (BEYOND, BEYOND.replace(year=9999), BEYOND.replace(tzinfo=None)):
            with pytest.raises(HostError, match=f"`{name}`"):
                store.create(dossier, effects=[attrs.evolve(own, **{name: at})])
