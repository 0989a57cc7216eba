"""
Requests out of place compared with lists of who may give them, written down from the guide and the charts.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from expectations import AGENT_ALONE, MANAGER_ALONE
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Role
from psc_workflow.rules import availability
from strategies import PRINTED

WORDS = {"agent": ("agent", "agent"), "manager": ("gestionnaire", "manager"), "clock": ("horloge", "clock")}

COMMANDS = st.sampled_from(ALL)
OFFERED = st.lists(st.sampled_from(["sign", "go-back", "tick", "{command}"]), max_size=3)


def kebab(command: type[Command]) -> str:
    """Write the name of a class as a portal does."""
    name = command.__name__
    return "".join(f"-{char.lower()}" if char.isupper() else char for char in name).removeprefix("-")


def who_may(command: type[Command]) -> list[str]:
    """Name the roles that may give *command*."""
    name = kebab(command)
    if name == "tick":
        return ["clock"]
    if name in AGENT_ALONE:
        return ["agent"]
    return ["manager"] if name in MANAGER_ALONE else ["agent", "manager"]


@given(COMMANDS, PRINTED, PRINTED, OFFERED)
@example(do.Sign, "Étape {x}", "Step {x}", [])
@example(do.Tick, "", "", ["sign", "go-back"])
def test_a_request_out_of_place_is_refused_with_what_is_offered_instead(
    command: type[Command], fr: str, en: str, offered: list[str]
) -> None:
    """Where nothing is offered, that is said in words."""
    verdict = availability.not_available(command, state=Text(fr, en), available=offered)
    (finding,) = verdict.findings
    assert (finding.code, finding.path, verdict.outcome) == ("command-not-available", "", Judgement.REFUSED)
    assert {*finding.facts} == {"command", "state", "available"}
    assert finding.text("en") == f'The request "{kebab(command)}" is not offered at the step "{en}".'
    assert finding.text("fr") == f"La demande « {kebab(command)} » n'est pas proposée à l'étape « {fr} »."
    assert finding.remedy("en") == f"Offered here: {', '.join(offered) or 'none'}."
    assert finding.remedy("fr") == f"Demandes proposées ici : {', '.join(offered) or 'aucune'}."


@given(COMMANDS, st.sampled_from(Role), OFFERED)
@example(do.Sign, Role.MANAGER, [])
@example(do.Tick, Role.AGENT, ["sign"])
@example(do.CloseFile, Role.AGENT, ["sign", "go-back"])
def test_a_role_that_may_not_is_told_who_may(command: type[Command], role: Role, offered: list[str]) -> None:
    verdict = availability.not_for_role(command, role=role, available=tuple(offered))
    (finding,) = verdict.findings
    assert (finding.code, finding.path, verdict.outcome) == ("role-not-allowed", "", Judgement.REFUSED)
    assert {*finding.facts} == {"command", "role", "roles", "available"}
    french, english = zip(*(WORDS[name] for name in who_may(command)), strict=True)
    assert finding.text("en") == f'The role "{WORDS[role.value][1]}" may not give the request "{kebab(command)}".'
    assert finding.remedy("en") == (
        f"It may be given by: {', '.join(english)}. Offered here to this role: {', '.join(offered) or 'none'}."
    )
    assert finding.remedy("fr") == (
        f"Elle peut être faite par : {', '.join(french)}. "
        f"Demandes proposées ici à ce rôle : {', '.join(offered) or 'aucune'}."
    )


@pytest.mark.parametrize("command", ALL, ids=kebab)
def test_a_manager_enters_on_an_agent_s_behalf_and_never_signs(command: type[Command]) -> None:
    assert [role.value for role in command.roles] == who_may(command)
