"""
Mistakes of a host: an error that says what was expected, never a finding.
"""

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from dossiers import at_state, open_dossier
from junk import BEFORE_TIME, DISTANT, NAIVE, NOT_INSTANTS
from people import BENOIT, CARLA, GUIDE, INVITED, NOW, TODAY
from psc_workflow import Agent, Dossier, Role, forms
from psc_workflow import commands as do
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT
from psc_workflow.exceptions import (
    Fault,
    HostError,
    InvalidCommandError,
    InvalidDocumentError,
    NaiveInstantError,
    NoValueInForceError,
    UnknownContractError,
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": 1},
        {"key": ""},
        {"key": "\ud800"},
        {"key": "a\0"},
        {"key": "a\n"},
        {"expected_revision": "0"},
        {"expected_revision": True},
    ],
    ids=ascii,
)
def test_a_key_or_revision_of_another_type_is_the_host_s_mistake(wrong: dict[str, object]) -> None:
    with pytest.raises(HostError):
        open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.AGENT, **wrong)


def test_text_that_cannot_be_written_is_the_host_s_mistake() -> None:
    with pytest.raises(InvalidCommandError, match="first_name: holds characters"):
        Agent(first_name="\ud800")
    with pytest.raises(HostError):
        Dossier.open(GUIDE, id="\ud800", agent=BENOIT, invited_at=INVITED)


def test_an_unknown_formula_or_language_is_the_host_s_mistake() -> None:
    with pytest.raises(HostError, match="base, option_1, option_2"):
        at_state("formula").quote(at=NOW, formula="gold")
    with pytest.raises(HostError, match="fr, en"):
        open_dossier().view(at=NOW, locale="de", role=Role.AGENT)


@pytest.mark.parametrize("wrong", ["start-affiliation", None, 3], ids=repr)
def test_something_else_than_a_command_is_the_host_s_mistake(wrong: object) -> None:
    with pytest.raises(HostError):
        open_dossier().decide(wrong, at=NOW, role=Role.AGENT)


def test_an_unknown_role_is_the_host_s_mistake() -> None:
    with pytest.raises(HostError, match="agent, representative, manager, employer, insurer, clock"):
        open_dossier().decide(do.StartAffiliation(), at=NOW, role="boss")


@pytest.mark.parametrize(
    "wrong",
    [{"id": " "}, {"id": "a\n"}, {"id": "a\x1b"}, {"id": 3}, {"agent": None}, {"contract": "men-2026-pf"}],
    ids=repr,
)
def test_opening_with_something_else_is_the_host_s_mistake(wrong: dict[str, object]) -> None:
    right = {"contract": GUIDE, "id": "D1", "agent": Agent(), "invited_at": INVITED}
    with pytest.raises(HostError):
        Dossier.open(**(right | wrong))


def test_a_naive_instant_raises_even_for_a_retry_or_an_old_revision() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k", role=Role.AGENT).dossier
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(NaiveInstantError):
        dossier.decide(do.StartAffiliation(), at=naive, key="k", role=Role.AGENT)
    with pytest.raises(NaiveInstantError):
        dossier.decide(do.Resume(), at=naive, expected_revision=0, role=Role.AGENT)


ASKED: dict[str, Callable[[Any], Any]] = {
    "open": lambda at: Dossier.open(GUIDE, id="D1", agent=Agent(), invited_at=at),
    "check_agent": lambda at: Dossier.check_agent(Agent(), contract=GUIDE, at=at),
    "decide": lambda at: open_dossier().decide(do.StartAffiliation(), at=at, role=Role.AGENT),
    "check": lambda at: open_dossier().check(do.StartAffiliation(), at=at, role=Role.AGENT),
    "preview": lambda at: open_dossier().preview(do.StartAffiliation(), at=at, role=Role.AGENT),
    "view": lambda at: open_dossier().view(at=at, role=Role.AGENT),
    "as_of": lambda at: open_dossier().as_of(at),
    "quote": lambda at: open_dossier().quote(at=at),
    "timeline": lambda at: open_dossier().timeline(until=at),
    "next_questions": lambda at: open_dossier().next_questions(at=at),
    "summary": lambda at: forms.summary(open_dossier(), at=at, role=Role.AGENT),
    "pending": lambda at: forms.pending(open_dossier(), at=at, role=Role.AGENT),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_what_is_no_instant_of_a_known_time_zone_is_the_host_s_mistake_whatever_is_asked(
    ask: Callable[[Any], Any],
) -> None:
    for at in (None, "x", NOW.date(), NAIVE, BEFORE_TIME, *NOT_INSTANTS, *DISTANT):
        with pytest.raises(HostError):
            ask(at)


def test_an_unknown_role_raises_even_for_a_retry() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k", role=Role.AGENT).dossier
    with pytest.raises(HostError):
        dossier.decide(do.StartAffiliation(), at=NOW, key="k", role="boss")


def test_a_datetime_is_no_date_in_python_either() -> None:
    with pytest.raises(InvalidCommandError, match=r"birth_date: must be a datetime\.date"):
        do.ConfirmIdentity(birth_date=NOW)
    with pytest.raises(InvalidCommandError, match=r"documents_read\.0: must be a DocumentKind"):
        do.Sign(["mandat_sepa"])
    with pytest.raises(InvalidCommandError, match=r"regime: must be a Regime \(GENERAL, "):
        do.DeclareRegime("general")


@pytest.mark.parametrize(
    "error",
    [
        UnknownContractError("x", ["y"]),
        NoValueInForceError("p", TODAY),
        InvalidDocumentError("file:", [Fault("a.b", "is wrong")]),
        HostError("no"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_travel_between_processes(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 -- made in the line itself
    assert (type(again), str(again)) == (type(error), str(error))


def test_what_is_longer_than_any_answer_is_the_host_s_mistake() -> None:
    assert do.ReportProcessing("x" * LONGEST_TEXT)
    with pytest.raises(InvalidCommandError, match="outcome: must not be longer"):
        do.ReportProcessing("x" * (LONGEST_TEXT + 1))
    with pytest.raises(InvalidCommandError, match="children: must not hold more"):
        do.DeclareBeneficiaries(None, [CARLA] * (LONGEST_LIST + 1))
    with pytest.raises(HostError, match="256"):
        open_dossier().decide(do.StartAffiliation(), at=NOW, key="k" * 257, role=Role.AGENT)
