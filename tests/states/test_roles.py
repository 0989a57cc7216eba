"""
Who may give which command.
"""

from collections.abc import Callable

import pytest

from accepted import ACCEPTED, dossier_at
from dossiers import at_state, dossier_in, now_of, open_dossier
from expectations import AGENT_ALONE, EMPLOYER_ALONE, INSURER_ALONE, MANAGER_ALONE
from people import (
    NOW,
    SIGN_WITH_MANDATE,
)
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import journey
from psc_workflow._model.commands import ALL, Command
from psc_workflow.stores import SQLiteStore, Store
from verdicts import codes

MANAGERS = {Role.MANAGER, Role.EMPLOYER, Role.INSURER}


def test_the_table_of_roles_has_every_command() -> None:
    assert {type(command) for _, command in ACCEPTED} | {do.Tick} == set(ALL)


@pytest.mark.parametrize(("name", "command"), ACCEPTED, ids=[f"{command.do} in {name}" for name, command in ACCEPTED])
def test_a_command_is_accepted_from_those_who_may_give_it_and_from_nobody_else(name: str, command: Command) -> None:
    dossier = dossier_at(name)
    at = now_of(dossier)
    may = {Role.AGENT, *MANAGERS}
    may -= {Role.AGENT} if command.do in MANAGER_ALONE else set()
    may -= MANAGERS if command.do in AGENT_ALONE else set()
    may -= {Role.INSURER} if command.do in EMPLOYER_ALONE else set()
    may -= {Role.EMPLOYER} if command.do in INSURER_ALONE else set()
    for role in set(Role) - {Role.REPRESENTATIVE}:
        decision = dossier.decide(command, at=at, role=role)
        shown = {offer.do for offer in dossier.view(at=at, role=role).commands if offer.offered}
        assert (command.do in shown) == (role in may)
        if role in may:
            assert decision.outcome is Outcome.ACCEPTED, decision.codes
            assert decision.steps[0].role is role
        else:
            assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))
            assert decision.dossier is dossier
            assert command.do not in decision.available


NAMELESS: dict[str, Callable[[Dossier, Store], object]] = {
    "decide": lambda dossier, _: dossier.decide(do.StartAffiliation(), at=NOW),
    "check": lambda dossier, _: dossier.check(do.StartAffiliation(), at=NOW),
    "preview": lambda dossier, _: dossier.preview(do.StartAffiliation(), at=NOW),
    "view": lambda dossier, _: dossier.view(at=NOW),
    "store": lambda dossier, store: store.decide(dossier.id, do.StartAffiliation(), at=NOW),
}


@pytest.mark.parametrize("call", NAMELESS.values(), ids=NAMELESS)
def test_whoever_names_no_role_is_warned_once_at_the_place_of_the_call(
    call: Callable[[Dossier, Store], object],
) -> None:
    with SQLiteStore(":memory:") as store:
        store.create(open_dossier())
        with pytest.warns(DeprecationWarning, match=r"pass `role=Role\.AGENT`") as warned:
            call(open_dossier(), store)
    assert [warning.filename for warning in warned] == [__file__]


@pytest.mark.filterwarnings("ignore:.*without `role`:DeprecationWarning")
def test_the_first_that_may_gives_a_command_if_nobody_is_named() -> None:
    closed = dossier_in("affiliation.under_review").decide(do.CloseFile(), at=NOW)
    assert closed.steps[0].role is Role.MANAGER
    assert open_dossier().decide(do.StartAffiliation(), at=NOW).steps[0].role is Role.AGENT
    shown = {offer.do for offer in dossier_in("affiliation.under_review").view(at=NOW).commands if offer.offered}
    assert {"close-file", "withdraw-consent"} <= shown


def test_a_manager_may_enter_on_the_agent_s_behalf_and_it_is_recorded() -> None:
    decision = open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.MANAGER)
    assert decision.steps[0].role is Role.MANAGER


def test_a_manager_never_signs() -> None:
    dossier = at_state("signature")
    decision = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.MANAGER)
    assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))
    assert "sign" not in decision.available
    assert decision.dossier is dossier
    (offer,) = (offer for offer in dossier.view(at=NOW, role=Role.MANAGER).commands if offer.do == "sign")
    assert (offer.offered, codes(offer.verdict)) == (False, ["role-not-allowed"])


def test_a_role_with_nothing_to_do_here_is_told_so() -> None:
    decision = open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.CLOCK)
    assert (decision.outcome, decision.available) == (Outcome.NOT_AVAILABLE, ())
    assert decision.findings[0].remedy("fr").endswith("à votre rôle : aucune.")
    assert "« horloge »" in decision.findings[0].text("fr")
    assert journey("affiliation").on_behalf["start_affiliation"].fr in decision.findings[0].text("fr")
